package rules

import (
	"log/slog"
	"os"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/internal/sitetest"
)

// TestNamesThatComeNear: a required column under a name that no list has is for a
// person, not missing.
func TestNamesThatComeNear(t *testing.T) {
	lib, err := NewLibrary(os.DirFS("../configs/packs"))
	if err != nil {
		t.Fatal(err)
	}
	sets, err := lib.Sets("national")
	if err != nil {
		t.Fatal(err)
	}
	others := `<li><a href="/y1/">机构信息</a></li><li><a href="/y2/">采购信息</a></li><li><a href="/y3/">人才信息</a></li>`
	for rule, names := range map[string]string{
		"guide":             "信息公开工作指引 公开导引 信息公开手册 公开事项指南 公开指南和目录 政府信息公开目录和指南",
		"system":            "政务公开规章 信息公开法规 信息公开相关规定 公开依据 政府信息公开法律法规",
		"statutory-content": "公开事项 基本信息公开 重点信息公开 基础信息",
		"application":       "申请获取信息",
	} {
		for name := range strings.FieldsSeq(names) {
			t.Run(rule+" "+name, func(t *testing.T) {
				s := sitetest.Load(t, county("", `<li><a href="/x/">`+name+`</a></li>`+others, single("/x/", name, guideText)+list("/y1/", "机构信息")+list("/y2/", "采购信息")+list("/y3/", "人才信息")))
				for _, f := range Judge(&Case{Portal: s.Portal, Target: s.Target, AsOf: s.AsOf, Log: slog.New(slog.DiscardHandler)}, sets...) {
					if f.Rule == "national/"+rule {
						expect(t, f, "review missing")
					}
				}
			})
		}
	}
}

// TestLeadersByTheirPost: a column of leaders goes by the name of the first one's post.
func TestLeadersByTheirPost(t *testing.T) {
	lib, err := NewLibrary(os.DirFS("../configs/packs"))
	if err != nil {
		t.Fatal(err)
	}
	sets, err := lib.Sets("national")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"县长之窗", "旗长之窗", "主任之窗"} {
		t.Run(name, func(t *testing.T) {
			s := sitetest.Load(t, county("", `<li><a href="/x/">`+name+`</a></li>`, single("/x/", name, `<p>县长 张明</p><p>主持县政府全面工作。</p><p>副县长 李华</p><p>分管财政、审计工作。</p>`)))
			for _, f := range Judge(&Case{Portal: s.Portal, Target: s.Target, AsOf: s.AsOf, Log: slog.New(slog.DiscardHandler)}, sets...) {
				if f.Rule == "national/leaders" {
					expect(t, f, "pass")
				}
			}
		})
	}
}
