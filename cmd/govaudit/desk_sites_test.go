package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
)

// TestSitesPeopleAdd adds, changes and takes out sites beside the one of the config.
func TestSitesPeopleAdd(t *testing.T) {
	st := openStore(t, filepath.Join(t.TempDir(), "sites.db"))
	defer st.Close()
	library, err := rules.NewLibrary(configs.Packs())
	if err != nil {
		t.Fatal(err)
	}
	own := site.Target{ID: "own", URL: "http://own.gov.cn/", Level: site.City}
	w := &workbench{store: st, library: library, config: &configs.Config{Packs: []string{"national"}, Sites: []site.Target{own}}, env: env{Now: time.Now}}
	d := &desk{workbench: w}
	at := func(id, address string, packs ...string) site.Target {
		return site.Target{ID: id, URL: address, Level: site.County, Packs: packs}
	}
	for _, tt := range []struct {
		name string
		do   func() error
		want string // part of the error; "": none
		now  string // the sites that are audited then
	}{
		{"two sites", func() error {
			return d.AddSites(t.Context(), []site.Target{at("a", "http://a.gov.cn/"), at("b", "http://b.gov.cn/", "national")}, "张三")
		}, "", "a b own"},
		{"one with the id of the config's, one with the address of another, one with a file for a pack", func() error {
			return d.AddSites(t.Context(), []site.Target{at("own", "http://x.gov.cn/"), at("c", "http://a.gov.cn/"), at("d", "http://d.gov.cn/", "/etc/passwd")}, "张三")
		}, "own：编号已被占用，另写一个\nc：网址 http://a.gov.cn/ 与网站 a 相同\nd：没有规则包 \"/etc/passwd\"", "a b own"},
		{"two of one list with one address", func() error {
			return d.AddSites(t.Context(), []site.Target{at("c", "http://c.gov.cn/"), at("d", "http://c.gov.cn/")}, "张三")
		}, "d：网址 http://c.gov.cn/ 与网站 c 相同", "a b own"},
		{"a change to the address of another", func() error { return d.ChangeSite(t.Context(), at("b", "http://own.gov.cn/"), "张三") }, "与网站 own 相同", "a b own"},
		{"a change of one's own", func() error { return d.ChangeSite(t.Context(), at("b", "http://b.gov.cn/", "national"), "李四") }, "", "a b own"},
		{"a change of the config's", func() error { return d.ChangeSite(t.Context(), own, "张三") }, "只能改配置", "a b own"},
		{"taking out the config's", func() error { return d.RetireSite(t.Context(), "own", "张三") }, "只能改配置", "a b own"},
		{"taking out what is not there", func() error { return d.RetireSite(t.Context(), "z", "张三") }, "没有编号为 z 的网站", "a b own"},
		{"taking out b", func() error { return d.RetireSite(t.Context(), "b", "张三") }, "", "a own"},
		{"taking it out again", func() error { return d.RetireSite(t.Context(), "b", "张三") }, "已经停用", "a own"},
		{"its address for another", func() error { return d.AddSites(t.Context(), []site.Target{at("c", "http://b.gov.cn/")}, "张三") }, "", "a c own"},
		{"putting it back beside that", func() error { return d.RestoreSite(t.Context(), "b") }, "与网站 c 相同", "a c own"},
		{"putting it back once that is gone", func() error {
			if err := d.RetireSite(t.Context(), "c", "张三"); err != nil {
				return err
			}
			return d.RestoreSite(t.Context(), "b")
		}, "", "a b own"},
	} {
		err := tt.do()
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
		sites, err := d.Sites(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, s := range sites {
			ids = append(ids, s.ID)
		}
		if got := strings.Join(ids, " "); got != tt.now {
			t.Errorf("%s: audited are %s, want %s", tt.name, got, tt.now)
		}
	}
	// A site that comes into the config later wins, and the other is told of.
	w.config.Sites = append(w.config.Sites, at("a", "http://new.gov.cn/"))
	roster, err := d.Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range roster {
		if e.Target.ID == "a" && (!e.Configured || e.Target.URL != "http://new.gov.cn/" || e.Shadowed == nil || e.Shadowed.By != "张三") {
			t.Errorf("a of the config and a that was added: %+v", e)
		}
	}
	if err := d.Check(schedule.Task{Packs: []string{"../../secret.yaml"}}); err == nil {
		t.Error("a task may name a file as its pack")
	}
}
