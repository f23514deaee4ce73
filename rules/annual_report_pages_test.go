package rules

import (
	"strings"
	"testing"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

func TestAnnualReportOverSeveralPages(t *testing.T) {
	half := func(pager string) func(t *testing.T, s *reportSite) {
		return func(t *testing.T, s *reportSite) {
			for p := 3; p <= 6; p++ {
				s.now.parts[p] = ""
			}
			s.now.files = ""
			s.now.third, s.now.fourth, s.now.fifth, s.now.sixth = "", "", "", ""
			s.now.more = pager
		}
	}
	lost := "fail\nfail part_missing " + nowURL + "\nfail table_missing " + nowURL
	runReports(t, []reportCase{
		{"a report on several pages has its file on the first", "{judge: [no_download]}", half(`<p>附件：<a href="/zfxxgknb/202602/2025nb.docx">年度报告.docx</a></p><div class="page"><b>1</b> <a href="t20260226_11_1.html">2</a> <a href="t20260226_11_1.html">下一页</a></div>`), "pass"},
		{"one without a file on the first may have it on the last", "{judge: [no_download]}", half(`<div class="page"><b>1</b> <a href="t20260226_11_1.html">2</a> <a href="t20260226_11_1.html">下一页</a></div>`), "unknown"},
		{"the rest of the report stands on further pages", "{judge: [part_missing, table_missing]}", half(`<div class="page"><b>1</b> <a href="t20260226_11_1.html">2</a> <a href="t20260226_11_2.html">3</a> <a href="t20260226_11_1.html">下一页</a></div>`), "unknown"},
		{"a link to the whole text", "{judge: [part_missing, table_missing]}", half(`<p><a href="t20260226_11.html?page=2">余下全文</a></p>`), "unknown"},
		{"the next article is no further page", "{judge: [part_missing, table_missing]}", func(t *testing.T, s *reportSite) {
			half(`<p>下一篇：<a href="t20260226_12.html">下一篇</a> <a href="t20260226_12.html">下一页</a></p>`)(t, s)
		}, lost},
	})
}

func TestAnnualReportsOfLastYearCorrected(t *testing.T) {
	corrected := func(next string) func(t *testing.T, s *reportSite) {
		return func(t *testing.T, s *reportSite) {
			alter(t, &s.last.third, "<td><p>2</p></td></tr>\n</table>", "<td><p>5</p></td></tr>\n</table>")
			p := lastYearsPage()
			p.path, p.title = "/zfxxgknb/202504/t20250412_8.html", "示例县2024年政府信息公开工作年度报告（更正版）"
			alter(t, &p.third, "<td><p>2</p></td></tr>\n</table>", "<td><p>"+next+"</p></td></tr>\n</table>")
			s.listExtra = listRow(p.path, p.title, "2025-04-12")
			s.files = p.html()
		}
	}
	runReports(t, []reportCase{
		{"the corrected report of last year agrees", "{judge: [carry_mismatch]}", corrected("2"), "pass"},
		{"neither version agrees", "{judge: [carry_mismatch]}", corrected("7"), "fail\nfail carry_mismatch " + nowURL},
	})
}

func TestAnnualReportsInFoldersOfYears(t *testing.T) {
	folder := func(day, year string) func(t *testing.T, s *reportSite) {
		return func(t *testing.T, s *reportSite) {
			p := s.now
			onDay(p, day)
			p.title, p.row = "示例县人民政府政府信息公开工作年度报告", "示例县人民政府政府信息公开工作年度报告"
			p.crumbs += ` &gt; <a href="/zfxxgknb/` + year + `/">` + year + "年</a>"
		}
	}
	runReports(t, []reportCase{
		{"the folder says the year reported on", "{judge: [missing]}", func(t *testing.T, s *reportSite) {
			folder("2026-03-02", "2025")(t, s)
			s.now.path = "/zfxxgknb/2025/11.html"
		}, "pass"},
		{"the folder of the year of publication says nothing by itself", "{judge: [late]}", folder("2026-03-02", "2026"), "pass"},
	})
}

func TestAnnualReportOfABodyNamedByARefusedWord(t *testing.T) {
	for _, name := range []string{"示例县财政局", "示例县新闻出版局", "中共示例县委机构编制委员会办公室", "示例县考核办"} {
		s := newReportSite()
		s.level, s.name = "department", name
		s.now.title, s.now.row = name+"2025年政府信息公开工作年度报告", name+"2025年政府信息公开工作年度报告"
		s.last.title, s.last.row = name+"2024年政府信息公开工作年度报告", name+"2024年政府信息公开工作年度报告"
		onDay(s.now, "2026-01-12")
		if f := judgeSite(t, "annual_report", "{judge: [missing, late]}", s.text()); f.Outcome != Pass {
			t.Errorf("%s: got %s", name, summary(f))
		}
	}
}

func TestAnnualReportHeadingsOfOtherManners(t *testing.T) {
	unnumbered := func(s *reportSite) {
		s.now.parts = [7]string{"", "总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况", "存在问题和改进措施", "其他需要报告的事项"}
	}
	runReports(t, []reportCase{
		{"headings without numbers, the fifth in words of its own", "{judge: [part_missing]}", func(t *testing.T, s *reportSite) { unnumbered(s) }, "pass"},
		{"headings without numbers, the fifth missing", "{judge: [part_missing]}", func(t *testing.T, s *reportSite) {
			unnumbered(s)
			s.now.parts[5], s.now.fifth = "", ""
		}, "fail\nfail part_missing " + nowURL},
		{"Arabic numbers as the rows of the table have, the last part missing", "{judge: [part_missing]}", func(t *testing.T, s *reportSite) {
			for i, w := range partNames[1:] {
				s.now.parts[i+1] = string(rune('1'+i)) + "." + w
			}
			s.now.parts[6], s.now.sixth = "", ""
		}, "fail\nfail part_missing " + nowURL},
		{"tabs named like the parts, and the first part right below them", "{judge: [part_missing]}", func(t *testing.T, s *reportSite) {
			tabs := "<ul>"
			for _, w := range s.now.parts[1:] {
				tabs += "<li>" + w + "</li>"
			}
			s.now.parts[1] = "</strong></p>" + tabs + "</ul><p><strong>" + s.now.parts[1]
		}, "pass"},
		{"a box with the index number is no table of the report", "{judge: [table_missing]}", func(t *testing.T, s *reportSite) {
			s.now.fourth = "<p>本年度没有行政复议和行政诉讼。</p><table><tr><td>索引号：</td><td>003/2026-0001</td><td>发布机构：</td><td>县政府</td></tr><tr><td>内容概述：</td><td>年度报告</td><td>发文日期：</td><td>2026-02-26</td></tr></table>"
		}, "fail\nfail table_missing " + nowURL},
	})
}

func TestAnnualReportDownloadedByScript(t *testing.T) {
	runReports(t, []reportCase{
		{"the address worked out from a script leads nowhere", "{judge: [no_download]}", func(t *testing.T, s *reportSite) {
			s.now.files = `<p><a href="javascript:;" onclick="downloadFile('2025nb.docx')">下载文字版</a></p>`
			s.files = "-- /zfxxgknb/202602/2025nb.docx --\nHTTP 404\n\nno\n"
		}, "review\nreview no_download " + nowURL},
	})
}

// sideways writes table three with its rows as columns, every label repeated.
func sideways(table string) string {
	f := extract.Page(&site.Page{URL: nowURL, Final: nowURL, Status: 200, ContentType: "text/html; charset=utf-8", Body: []byte("<title>政府信息公开年度报告</title><h1>政府信息公开年度报告</h1><p>正文在下面的表格里。</p>" + table)}, false)
	var b strings.Builder
	b.WriteString("<table>")
	for j := range f.Tables[0].Rows[0] {
		b.WriteString("<tr>")
		for _, row := range f.Tables[0].Rows {
			b.WriteString("<td>" + row[j].Text + "</td>")
		}
		b.WriteString("</tr>")
	}
	return b.String() + "</table>"
}

func TestAnnualReportTablesOfOtherManners(t *testing.T) {
	runReports(t, []reportCase{
		{"the table of requests on its side adds up", "", func(t *testing.T, s *reportSite) { s.now.third = sideways(s.now.third) }, "pass"},
		{"the table of requests on its side does not add up", "", func(t *testing.T, s *reportSite) {
			alter(t, &s.now.third, "<td><p>146</p></td>", "<td><p>147</p></td>")
			s.now.third = sideways(s.now.third)
		}, "fail\nfail sum_mismatch " + nowURL},
		{"a span that reaches too far pushes the last row aside", "{judge: [sum_mismatch]}", func(t *testing.T, s *reportSite) {
			alter(t, &s.now.third, `<td rowspan="22">三`, `<td rowspan="23">三`)
		}, "pass"},
	})
}

func TestAnnualReportWhoseFileIsListed(t *testing.T) {
	runReports(t, []reportCase{
		{"a file in a list below a report that names nobody is that report's own", "{judge: [missing]}", func(t *testing.T, s *reportSite) {
			s.now.title, s.now.row = "2025年政府信息公开工作年度报告", "2025年政府信息公开工作年度报告"
			s.now.files = `<ul><li><a href="P02025.docx">2025年政府信息公开工作年度报告.docx</a><span>2026-02-26</span></li></ul>`
			s.files = "-- /zfxxgknb/202602/P02025.docx --\nContent-Type: application/msword\n\nfile\n"
		}, "pass"},
	})
}

func TestAnnualReportFilesOfTheTemplate(t *testing.T) {
	side := `<div class="right"><ul><li><a href="/xz/sqb.doc">公开申请表下载</a></li></ul></div>`
	runReports(t, []reportCase{
		{"a form offered on every page is not the report's file", "{judge: [no_download]}", func(t *testing.T, s *reportSite) {
			s.now.files, s.now.more, s.last.more = "", side, side
			for _, n := range []string{"1", "2", "3", "4"} {
				p := newReportPage(2025, "/bm/"+n+".html", "2026-01-0"+n)
				p.title, p.more = "示例县第"+n+"中学2025年政府信息公开工作年度报告", side
				s.files += p.html()
				s.listExtra += listRow(p.path, p.title, p.rowDay)
			}
		}, "fail\nfail no_download " + nowURL},
		{"a file that only the report's page offers is its own, whatever it is called", "{judge: [no_download]}", func(t *testing.T, s *reportSite) {
			s.now.files, s.now.more = "", `<div class="right"><a href="/xz/2025.doc">文件下载</a></div>`
		}, "pass"},
		{"pictures without text and without a file are for a person", "{judge: [no_download]}", func(t *testing.T, s *reportSite) {
			s.now.parts = [7]string{}
			s.now.second, s.now.third, s.now.fourth, s.now.fifth = "", "", "", ""
			s.now.sixth = `<p><img src="/upload/2026/1.jpg"></p><p><img src="/upload/2026/2.jpg"></p>`
			s.now.files = ""
		}, "review\nreview no_download " + nowURL},
	})
}
