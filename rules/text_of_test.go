package rules

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/internal/sitetest"
)

// TestTextOf shows what a page says together with its attachments, and what is
// said to lack.
func TestTextOf(t *testing.T) {
	long := strings.Repeat("本指南说明怎样获取政府信息，欢迎查阅。", 20)
	for _, tt := range []struct {
		name, page, files string
		holds, lacks      string // parts of the text, of why
	}{
		{"a page alone", "<p>" + long + "</p>", "", "怎样获取", ""},
		{"its attachment", `<p>` + long + `</p><p>附件：<a href="/a.docx">公开指南.docx</a></p>`, "-- /a.docx --\nDocument: read\n\n办公地址：人民路1号\n", "人民路1号", ""},
		{"an attachment that is a scan", `<p>` + long + `</p><p>附件：<a href="/a.pdf">公开指南.pdf</a></p>`, "-- /a.pdf --\nDocument: 可能是扫描件\n\n", "怎样获取", "公开指南.pdf”：可能是扫描件"},
		{"an attachment nobody read", `<p>` + long + `</p><p>附件：<a href="/a.pdf">公开指南.pdf</a></p>`, "-- /a.pdf --\nContent-Type: application/pdf\n\n%PDF-1.4\n", "怎样获取", "没有读取其文字"},
		{"an attachment that was never asked for", `<p>` + long + `</p><p>附件：<a href="/a.pdf">公开指南.pdf</a></p>`, "", "怎样获取", "没有取得"},
		{"an attachment that is gone", `<p>` + long + `</p><p>附件：<a href="/a.pdf">公开指南.pdf</a></p>`, "-- /a.pdf --\nHTTP 404\n\n", "怎样获取", "没有取得"},
		{"a frame of the site", `<p>` + long + `</p><iframe src="/inner.html"></iframe>`, "-- /inner.html --\n<html><body><p>电话：0513-85098000</p></body></html>\n", "0513-85098000", ""},
		{"a frame nobody saw", `<p>` + long + `</p><iframe src="/inner.html"></iframe>`, "", "怎样获取", "内嵌框架"},
		{"a page of a picture", `<img src="/zn/guide.jpg">`, "", "", "图片"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := sitetest.Load(t, "-- / --\n<html><head><title>示例县人民政府</title></head><body><a href=\"/zn/\">公开指南</a></body></html>\n"+
				"-- /zn/ --\n<html><head><title>公开指南</title></head><body><div class=\"content\"><h1>公开指南</h1>"+tt.page+"</div></body></html>\n"+tt.files)
			c := &Case{Portal: s.Portal, Target: s.Target, AsOf: s.AsOf, Log: slog.New(slog.DiscardHandler)}
			for range 2 { // found out, and remembered
				text, why := c.textOf(s.Portal.Page("http://www.example.gov.cn/zn/"))
				if !strings.Contains(text, tt.holds) {
					t.Errorf("text %q lacks %q", text, tt.holds)
				}
				if (why == "") != (tt.lacks == "") || !strings.Contains(why, tt.lacks) {
					t.Errorf("why %q, want %q in it", why, tt.lacks)
				}
			}
		})
	}
	if text, why := (&Case{}).textOf(nil); text != "" || why == "" {
		t.Errorf("a page that is not there: %q, %q", text, why)
	}
}
