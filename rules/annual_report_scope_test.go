package rules

import (
	"strings"
	"testing"
)

// bureau is a bureau's pages below /jyj/ of the county's host. shelf is the entry
// of annual reports in its menu, rows are the rows of its own list.
func bureau(shelf, rows, files string) string {
	menu := `<div class="nav"><ul><li><a href="/">县政府首页</a></li><li><a href="/jyj/">本局首页</a></li><li><a href="/jyj/zfxxgk/">政府信息公开</a></li>` + shelf + `</ul></div>`
	page := func(path, title, body string) string {
		return "-- " + path + " --\n<html><head><title>" + title + "-示例县教育局</title></head><body>" + menu + `<div class="main">` + body + "</div></body></html>\n"
	}
	text := page("/jyj/", "首页", `<ul><li><a href="/jyj/gzdt/t20260408_1.html">全县春季开学工作检查顺利完成</a><span>2026-04-08</span></li></ul>`) +
		page("/jyj/zfxxgk/", "政府信息公开", `<p>本局政府信息公开内容如下，欢迎查阅。本局办公地址在示例县文化路二号，工作日受理公开申请。</p><ul><li><a href="/jyj/zfxxgk/zn.html">政府信息公开指南</a></li></ul>`) +
		page("/jyj/zfxxgk/zn.html", "政府信息公开指南", "<p>为方便公众获取本机关信息，特编制本指南，内容包括分类、编排体系、获取方式和工作机构。</p>") +
		article("/jyj/gzdt/t20260408_1.html", "全县春季开学工作检查顺利完成", "2026-04-08")
	if rows != "" {
		text += page("/jyj/nb/", "政府信息公开年报", "<ul>"+rows+"</ul>")
	}
	return text + files + `-- snapshot.json --
{"target": {"name": "示例县教育局", "level": "department", "url": "http://www.example.gov.cn/jyj/", "scope": ["/jyj/"]}}
`
}

func TestAnnualReportOfOneOfManyBodies(t *testing.T) {
	ownShelf := `<li><a href="/jyj/nb/">政府信息公开年报</a></li>`
	last := listRow("/jyj/nb/t20250120_1.html", "2024年政府信息公开工作年度报告", "2025-01-20") +
		""
	lastPage := article("/jyj/nb/t20250120_1.html", "2024年政府信息公开工作年度报告", "2025-01-20")
	tests := []struct{ name, text, want string }{
		{"a bureau with its own column and no report of the year", bureau(ownShelf, last, lastPage), "fail\nfail missing 政府信息公开年报"},
		{"a bureau whose reports stand in the county's column, outside its part", bureau(`<li><a href="/zwgk/bmnb/">政府信息公开年报</a></li>`, "", ""), "unknown"},
		{"a bureau with its report in time", bureau(ownShelf, listRow("/jyj/nb/2025.pdf", "2025年政府信息公开工作年度报告", "2026-01-30")+last, lastPage), "pass"},
		{"a bureau whose report came in February", bureau(ownShelf, listRow("/jyj/nb/2025.pdf", "2025年政府信息公开工作年度报告", "2026-02-03")+last, lastPage), "fail\nfail late http://www.example.gov.cn/jyj/nb/2025.pdf"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := judgeSite(t, "annual_report", "{judge: [missing, late, date_doubt]}", tt.text)
			if got := summary(f); got != tt.want {
				t.Errorf("got %s\nwant %s\nreason: %s", got, tt.want, f.Reason)
			}
		})
	}
}

// A government's portal shows its departments' and towns' reports as well. What
// is wrong with them is not the government's fault.
func TestAnnualReportsOfOthersOnThePortal(t *testing.T) {
	others := func(s *reportSite) {
		for i, name := range []string{"示例县教育局", "示例县卫生健康委员会", "城关镇人民政府", "示例县第一中学"} {
			p := newReportPage(2025, "/zfxxgknb/t2026040"+string(rune('5'+i))+"_9.html", "2026-04-0"+string(rune('5'+i)))
			p.title = name + "2025年政府信息公开工作年度报告"
			p.row, p.files, p.parts[5], p.fifth, p.fourth = p.title, "", "", "", ""
			s.listExtra += listRow(p.path, p.row, p.rowDay)
			s.files += p.html()
		}
	}
	runReports(t, []reportCase{
		{"the county's own is as it should be", "", func(t *testing.T, s *reportSite) { others(s) }, "pass"},
		{"the county's own is missing among them", "", func(t *testing.T, s *reportSite) { others(s); s.now = nil }, "fail\nfail missing 政府信息公开年报"},
		{"the county's own is late among them", "", func(t *testing.T, s *reportSite) { others(s); onDay(s.now, "2026-04-02") }, "fail\nfail late http://www.example.gov.cn/zfxxgknb/t20260402_11.html"},
		{"titles that name nobody are for a person", "", func(t *testing.T, s *reportSite) {
			others(s)
			s.now = nil
			for _, path := range []string{"/zfxxgknb/a1.html", "/zfxxgknb/a2.html"} {
				s.listExtra += listRow(path, "2025年政府信息公开工作年度报告", "2026-03-02")
				s.files += article(path, "2025年政府信息公开工作年度报告", "2026-03-02")
			}
		}, "review\nreview missing 政府信息公开年报"},
	})
}

func TestAnnualReportInPagesThatFailed(t *testing.T) {
	s := newReportSite()
	s.now = nil
	text := s.text()
	i := strings.Index(text, "-- /zfxxgknb/ --")
	j := i + strings.Index(text[i+3:], "\n-- /") + 4
	f := judgeSite(t, "annual_report", "{}", text[:i]+"-- /zfxxgknb/ --\nFailure: timeout\n\n\n"+text[j:])
	if f.Outcome != Unknown {
		t.Errorf("a column that was not opened: got %s", summary(f))
	}
}
