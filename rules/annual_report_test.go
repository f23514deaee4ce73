package rules

import (
	"fmt"
	"strings"
	"testing"
)

const (
	nowURL  = "http://www.example.gov.cn/zfxxgknb/202602/t20260226_11.html"
	lastURL = "http://www.example.gov.cn/zfxxgknb/202502/t20250220_7.html"
)

// summary writes a finding as its outcome and its defects.
func summary(f Finding) string {
	out := string(f.Outcome)
	for _, d := range f.Defects {
		out += fmt.Sprintf("\n%s %s %s", d.Outcome, d.Code, d.Subject)
	}
	return out
}

// alter replaces the one place of old in *s.
func alter(t *testing.T, s *string, old, new string) {
	t.Helper()
	if n := strings.Count(*s, old); n != 1 {
		t.Fatalf("%q stands %d times in the text to be altered", old, n)
	}
	*s = strings.Replace(*s, old, new, 1)
}

type reportCase struct {
	name  string
	with  string // settings; "" for the defaults
	spoil func(t *testing.T, s *reportSite)
	want  string
}

func runReports(t *testing.T, tests []reportCase) {
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newReportSite()
			if tt.spoil != nil {
				tt.spoil(t, s)
			}
			with := tt.with
			if with == "" {
				with = "{}"
			}
			f := judgeSite(t, "annual_report", with, s.text())
			if got := summary(f); got != tt.want {
				t.Errorf("got %s\nwant %s\nreason: %s", got, tt.want, f.Reason)
				for _, d := range f.Defects {
					t.Logf("%s: %s", d.Code, d.Message)
				}
			}
		})
	}
}

// onDay moves the report's publication in every source.
func onDay(p *reportPage, day string) {
	p.meta, p.label, p.rowDay = day, day, day
	p.path = "/zfxxgknb/t" + strings.ReplaceAll(day, "-", "") + "_11.html"
}

func TestAnnualReportInTime(t *testing.T) {
	at := func(day string) string { return "http://www.example.gov.cn/zfxxgknb/t" + day + "_11.html" }
	runReports(t, []reportCase{
		{"a report as it should be passes", "", nil, "pass"},
		{"published on the day of the deadline is in time", "", func(t *testing.T, s *reportSite) { onDay(s.now, "2026-03-31") }, "pass"},
		{"published the day after is late", "", func(t *testing.T, s *reportSite) { onDay(s.now, "2026-04-01") }, "fail\nfail late " + at("20260401")},
		{"published after the advised day but before the deadline is in time", "", func(t *testing.T, s *reportSite) { onDay(s.now, "2026-03-11") }, "pass"},
		{"an address that tells a late day, beside a label whose day was not seen", "", func(t *testing.T, s *reportSite) {
			onDay(s.now, "2026-04-02")
			s.now.meta, s.now.label, s.now.rowDay = "", `<span class="dt" data-ts="1774656000"></span>`, ""
		}, "review\nreview date_doubt " + at("20260402")},
		{"an address that tells a late day, and nothing else", "", func(t *testing.T, s *reportSite) {
			onDay(s.now, "2026-04-02")
			s.now.meta, s.now.label, s.now.rowDay = "", "", ""
		}, "fail\nfail late " + at("20260402")},
		{"a department is held to the end of January", "", func(t *testing.T, s *reportSite) {
			s.level, s.name = "department", "示例县教育局"
			s.now.title, s.now.row = "示例县教育局2025年政府信息公开工作年度报告", "示例县教育局2025年政府信息公开工作年度报告"
			s.last.title, s.last.row = "示例县教育局2024年政府信息公开工作年度报告", "示例县教育局2024年政府信息公开工作年度报告"
			onDay(s.now, "2026-02-01")
		}, "fail\nfail late " + at("20260201")},
		{"a department in time on the last day of January", "", func(t *testing.T, s *reportSite) {
			s.level, s.name = "department", "示例县教育局"
			s.now.title, s.now.row = "县教育局2025年度政府信息公开工作报告", "县教育局2025年度政府信息公开工作报告"
			s.last.title, s.last.row = "示例县教育局2024年政府信息公开年报", "示例县教育局2024年政府信息公开年报"
			onDay(s.now, "2026-01-31")
		}, "pass"},
		{"another deadline set by a pack", "{deadline: {county: 02-20}}", func(t *testing.T, s *reportSite) { onDay(s.now, "2026-02-21") }, "fail\nfail late " + at("20260221")},
		{"sources that disagree are for a person", "", func(t *testing.T, s *reportSite) {
			onDay(s.now, "2026-04-03")
			s.now.meta, s.now.label = "2026-03-30", "2026-03-30"
		}, "review\nreview date_doubt " + at("20260403")},
		{"a label of migration far later than address and list is doubted, not late", "", func(t *testing.T, s *reportSite) { s.now.meta = "2026-04-08" }, "review\nreview date_doubt " + nowURL},
		{"three years' reports with one day were moved together", "", func(t *testing.T, s *reportSite) {
			onDay(s.now, "2026-04-08")
			onDay(s.last, "2026-04-08")
			s.last.path = "/zfxxgknb/t20260408_12.html"
			s.listExtra = listRow("/zfxxgknb/t20260408_13.html", "示例县2023年政府信息公开工作年度报告", "2026-04-08")
			s.files = article("/zfxxgknb/t20260408_13.html", "示例县2023年政府信息公开工作年度报告", "2026-04-08")
		}, "review\nreview date_doubt " + at("20260408")},
		{"a correction put up late does not make the first one late", "", func(t *testing.T, s *reportSite) {
			s.listExtra = listRow("/zfxxgknb/t20260406_13.html", "示例县2025年政府信息公开工作年度报告（更正版）", "2026-04-06")
			p := newReportPage(2025, "/zfxxgknb/t20260406_13.html", "2026-04-06")
			p.title = "示例县2025年政府信息公开工作年度报告（更正版）"
			s.files = p.html()
		}, "pass"},
		{"the day of an update is not the day of publication", "{judge: [late, date_doubt]}", func(t *testing.T, s *reportSite) { s.now.label = "2026-02-26　更新时间：2026-04-06" }, "pass"},
		{"without any date nothing is said of the day", "{judge: [missing, late, date_doubt]}", func(t *testing.T, s *reportSite) {
			onDay(s.now, "")
			s.now.path = "/zfxxgknb/11.html"
		}, "unknown"},
		{"the day under the text is not the day of publication", "{judge: [late, date_doubt]}", func(t *testing.T, s *reportSite) {
			s.now.sixth += "<p style=\"text-align:right\">示例县人民政府<br>2026年4月7日</p>"
		}, "pass"},
	})
}

func TestAnnualReportMissing(t *testing.T) {
	gone := "fail\nfail missing 政府信息公开年报"
	doubt := "review\nreview missing 政府信息公开年报"
	none := func(t *testing.T, s *reportSite) { s.now = nil }
	but := func(title string) func(t *testing.T, s *reportSite) {
		return func(t *testing.T, s *reportSite) {
			s.now = nil
			s.listExtra = listRow("/zfxxgknb/t20260301_5.html", title, "2026-03-01")
			s.files = article("/zfxxgknb/t20260301_5.html", title, "2026-03-01")
		}
	}
	runReports(t, []reportCase{
		{"not there at all", "", none, gone},
		{"not there, and the crawl did not see all", "", func(t *testing.T, s *reportSite) {
			s.now, s.snapshot = nil, `, "complete": false, "stopped": "达到页数上限"`
		}, "unknown"},
		{"not there, and an unrelated page failed", "", func(t *testing.T, s *reportSite) {
			s.now = nil
			s.home = `<li><a href="/xnzx/">乡村振兴</a></li>`
			s.files = "-- /xnzx/ --\nHTTP 500\n\nerror\n"
		}, gone},
		{"not there, and a list of another page names the column", "", func(t *testing.T, s *reportSite) {
			s.now = nil
			s.home = `<li><a href="/zl/">专栏</a></li>`
			s.files = "-- /zl/ --\n<html><head><title>专栏</title></head><body>" + menu("") + `<div class="main"><ul><li><a href="/zfxxgknb/">政府信息公开年报</a></li><li><a href="/a.html">关于某项工作安排的通知</a><span>2026-03-03</span></li><li><a href="/b.html">关于另一项工作安排的通知</a><span>2026-03-02</span></li></ul></div></body></html>` + "\n"
		}, gone},
		{"not there, and the page of the platform failed", "", func(t *testing.T, s *reportSite) {
			s.now, s.last, s.without = nil, nil, "column"
			s.home = `<li><a href="/zfxxgk/">政府信息公开专栏</a></li>`
			s.files = "-- /zfxxgk/ --\nFailure: timeout\n\n\n"
		}, "unknown"},
		{"only a department's column is seen, the own one is a dead entry", "", func(t *testing.T, s *reportSite) {
			s.now, s.last, s.without = nil, nil, "column"
			s.home = `<li><a href="javascript:;">政府信息公开年报</a></li><li><a href="/bm/jyj/nb/">县教育局年报</a></li>`
			s.files = "-- /bm/jyj/nb/ --\n<html><head><title>政府信息公开年报</title></head><body>" + menu("") + `<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/bm/">部门信息公开</a> &gt; <a href="/bm/jyj/">示例县教育局</a> &gt; 政府信息公开年报</div><div class="main"><ul>` + listRow("/bm/jyj/1.html", "示例县教育局2024年政府信息公开工作年度报告", "2025-01-10") + "</ul></div></body></html>\n"
		}, "unknown"},
		{"a row whose link is made by a script is for a person", "", func(t *testing.T, s *reportSite) {
			s.now = nil
			s.listExtra = listRow("javascript:show(12)", "示例县2025年政府信息公开工作年度报告", "2026-03-01")
		}, doubt},
		{"the portal is down", "", func(t *testing.T, s *reportSite) { s.now, s.snapshot = nil, `, "alive": false` }, "unknown"},
		{"the list is filled by a script", "", func(t *testing.T, s *reportSite) {
			s.now = nil
			s.listOf = func(string) string {
				return `<ul id="list"></ul><script>$.ajax({url:"/api/list.jsp?chan=12",success:function(d){$("#list").html(d)}});</script>`
			}
		}, "unknown"},
		{"no column and no link to one", "", func(t *testing.T, s *reportSite) { s.now, s.last, s.without = nil, nil, "column" }, gone},
		{"the column is a menu entry without address", "", func(t *testing.T, s *reportSite) {
			s.now, s.last, s.without = nil, nil, "column"
			s.home = `<li><a href="javascript:;">政府信息公开年报</a></li>`
		}, "unknown"},
		{"before the deadline last year's report is the one due", "", func(t *testing.T, s *reportSite) { s.now, s.snapshot = nil, `, "as_of": "2026-03-31"` }, "pass"},
		{"the day after the deadline this year's is", "", func(t *testing.T, s *reportSite) { s.now, s.snapshot = nil, `, "as_of": "2026-04-01"` }, gone},
		{"its interpretation is not the report", "", but("图解：示例县2025年政府信息公开工作年度报告"), gone},
		{"a notice on drawing it up is not the report", "", but("关于做好2025年政府信息公开工作年度报告编制工作的通知"), gone},
		{"the report on the hotline is not the report", "", but("示例县2025年12345热线工作年度报告"), gone},
		{"the report on law-based government is not the report", "", but("示例县2025年法治政府建设年度报告"), gone},
		{"the report on the web site is not the report", "", but("示例县人民政府网站2025年工作年度报表"), gone},
		{"a department's report does not stand for the county's", "", but("示例县教育局2025年政府信息公开工作年度报告"), gone},
		{"a town's report does not stand for the county's", "", but("城关镇人民政府2025年政府信息公开工作年度报告"), gone},
		{"the city's report does not stand for the county's", "", but("江东市人民政府2025年政府信息公开工作年度报告"), gone},
		{"last year's report put up again is not this year's", "", but("示例县2024年政府信息公开工作年度报告（重新发布）"), gone},
		{"the office's report may be the county's", "", but("示例县人民政府办公室2025年政府信息公开工作年度报告"), doubt},
		{"a title of its own in the column is for a person", "", but("示例县政务公开工作情况"), doubt},
		{"the year in Chinese numerals", "{judge: [missing]}", but("示例县人民政府二〇二五年政府信息公开工作年度报告"), "pass"},
		{"traditional characters, full-width digits, spaces", "{judge: [missing]}", but("示例縣　２０２５年度 政府信息公開工作 年度報告"), "pass"},
		{"the short form of the column", "{judge: [missing]}", but("2025年年报"), "pass"},
		{"a file in the list is the report", "{judge: [missing]}", func(t *testing.T, s *reportSite) {
			s.now = nil
			s.listExtra = listRow("/zfxxgknb/2025.pdf", "示例县2025年政府信息公开工作年度报告.pdf", "2026-03-01")
		}, "pass"},
		{"what a file holds is unknown", "", func(t *testing.T, s *reportSite) {
			s.now = nil
			s.listExtra = listRow("/zfxxgknb/2025.doc", "示例县2025年政府信息公开工作年度报告", "2026-03-01")
		}, "unknown"},
		{"a row that leads nowhere is for a person", "", func(t *testing.T, s *reportSite) {
			s.now = nil
			s.listExtra = listRow("/zfxxgknb/2025.html", "示例县2025年政府信息公开工作年度报告", "2026-03-01")
			s.files = "-- /zfxxgknb/2025.html --\nHTTP 404\n\nnot found\n"
		}, doubt},
		{"the year only in the list", "{judge: [missing]}", func(t *testing.T, s *reportSite) { s.now.title = "示例县政府信息公开工作年度报告" }, "pass"},
		{"the year only in the text", "{judge: [missing]}", func(t *testing.T, s *reportSite) {
			s.now.title, s.now.row = "示例县政府信息公开工作年度报告", "示例县政府信息公开工作年度报告"
		}, "pass"},
		{"the column under another name, in a table", "{judge: [missing]}", func(t *testing.T, s *reportSite) {
			s.now, s.column = nil, "信息公开工作年度报告"
			s.listOf = func(rows string) string {
				rows = strings.NewReplacer("<li>", "<tr><td>·</td><td>", "<span>", "</td><td>", "</span></li>", "</td></tr>").Replace(rows)
				return "<table>" + rows + "</table>"
			}
		}, gone},
		{"a department's report named behind the words", "", but("政府信息公开工作年度报告（示例县教育局2025年度）"), gone},
		{"the year of publication is not the year reported on", "", but("示例县政府信息公开2024年度报告（2025年发布）"), gone},
		{"the column stands on another host", "", func(t *testing.T, s *reportSite) {
			s.now, s.last, s.without = nil, nil, "column"
			s.home = `<li><a href="http://xxgk.example.org.cn/nb/">政府信息公开年报</a></li>`
		}, "unknown"},
		{"an enterprise owes none", "", func(t *testing.T, s *reportSite) { s.now, s.level = nil, "enterprise" }, "exempt"},
		{"a department's own site with titles that name nobody", "{judge: [missing]}", func(t *testing.T, s *reportSite) {
			s.level, s.name = "department", "示例县教育局"
			s.now.title, s.now.row = "2025年政府信息公开工作年度报告", "2025年政府信息公开工作年度报告"
		}, "pass"},
		{"the county's report on a department's site", "{judge: [missing]}", func(t *testing.T, s *reportSite) { s.level, s.name = "department", "示例县教育局" }, gone},
	})
}
