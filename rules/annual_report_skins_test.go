package rules

import (
	"strings"
	"testing"
)

// skins rewrite the pages of a report site in the manner of other systems.
var skins = map[string]*strings.Replacer{
	"pages of 2008 laid out with tables": strings.NewReplacer(
		`<div class="article"><h1>`, `<table width="980" align="center" cellpadding="0"><tr><td width="200" valign="top"><img src="/images/left.gif"></td><td width="780"><table width="100%"><tr><td align="center"><font size="4"><b>`,
		`</h1>`, `</b></font></td></tr><tr><td class="txt">`,
		`</div></body>`, `</td></tr></table></td></tr></table></body>`,
		`<div class="main">`, `<table width="980"><tr><td>`,
		`<div class="position">`, `<table width="980"><tr><td>`, `<div class="info">`, `<p align="center">`, `<div class="content">`, `<p>`, `</div>`, `</p>`),
	"text pasted from a word processor": strings.NewReplacer(
		"<p>", `<p class="MsoNormal" style="text-indent:32.0pt;mso-char-indent-count:2.0"><span style="font-size:16.0pt;font-family:仿宋_GB2312">`, "</p>", `<span lang="EN-US"><o:p></o:p></span></span></p>`,
		"<strong>", `<b style="mso-bidi-font-weight:normal"><span lang="EN-US">`, "</strong>", "</span></b>",
		"<table", `<div align="center"><table class="MsoTableGrid" border="1" cellspacing="0"`, "</table>", "</table></div>"),
	"a platform of provinces with scripts for counters": strings.NewReplacer(
		`<div class="article"><h1>`, `<div class="wrap clearfix"><div class="left-nav"><ul><li><a href="/zwgk/">政府信息公开指南</a></li><li><a href="/zfxxgknb/">政府信息公开年报</a></li></ul></div><div class="zwxl-article" id="UCAP-CONTENT-BOX"><ucaptitle><h2 class="title">`,
		`</h1>`, `</h2></ucaptitle><script>document.write('<span class="click">浏览次数：</span>');</script>`,
		`<div class="content">`, `<div class="zwxl-content" id="UCAP-CONTENT"><ucapcontent>`),
	"no paragraphs but line breaks": strings.NewReplacer("<p>", "", "</p>", "<br />\n　　", "<strong>", "", "</strong>", ""),
	"upper case, no closing tags":   strings.NewReplacer("<p>", "<P>", "</p>", "", "<td>", "<TD>", "</td>", "", "<tr>", "<TR>", "</tr>", "", "<li>", "<LI>", "</li>", ""),
}

// What is right and what is wrong with a report does not depend on the system
// that drew it.
func TestAnnualReportInOtherManners(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(s *reportSite)
		want  string
	}{
		{"as it should be", func(s *reportSite) {}, "pass"},
		{"missing", func(s *reportSite) { s.now = nil }, "fail\nfail missing 政府信息公开年报"},
		{"without its fifth part", func(s *reportSite) { s.now.parts[5], s.now.fifth = "", "" }, "fail\nfail part_missing " + nowURL},
		{"without its fourth table", func(s *reportSite) { s.now.fourth = "<p>无。</p>" }, "fail\nfail table_missing " + nowURL},
		{"with a sum that is off", func(s *reportSite) {
			s.now.fourth = disputesTable("<td>1</td><td>0</td><td>0</td><td>1</td><td>3</td>")
		}, "fail\nfail sum_mismatch " + nowURL},
		{"with no file", func(s *reportSite) { s.now.files = "" }, "fail\nfail no_download " + nowURL},
		{"copied", func(s *reportSite) { s.now.fifth = s.last.fifth }, "fail\nfail copied " + nowURL},
		{"late", func(s *reportSite) { onDay(s.now, "2026-04-02") }, "fail\nfail late http://www.example.gov.cn/zfxxgknb/t20260402_11.html"},
	}
	for skin, r := range skins {
		for _, tt := range tests {
			t.Run(skin+"/"+tt.name, func(t *testing.T) {
				s := newReportSite()
				tt.spoil(s)
				text := r.Replace(s.text())
				f := judgeSite(t, "annual_report", "{}", text)
				if got := summary(f); got != tt.want {
					t.Errorf("got %s\nwant %s\nreason: %s", got, tt.want, f.Reason)
					for _, d := range f.Defects {
						t.Logf("%s: %s", d.Code, d.Message)
					}
				}
			})
		}
	}
}
