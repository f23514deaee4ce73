package rules

import (
	"regexp"
	"strings"
	"testing"
)

var digits = regexp.MustCompile(`<p>[0-9]+</p>`)

func TestAnnualReportParts(t *testing.T) {
	lost := "fail\nfail part_missing " + nowURL
	doubt := "review\nreview part_missing " + nowURL
	unnumbered := [7]string{"", "总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况", "存在的主要问题及改进情况", "其他需要报告的事项"}
	runReports(t, []reportCase{
		{"headings without numbers", "", func(t *testing.T, s *reportSite) { s.now.parts = unnumbered }, "pass"},
		{"headings in traditional characters with spaces and other marks", "", func(t *testing.T, s *reportSite) {
			s.now.parts = [7]string{"", "一．總體情況", "二、 主動公開 政府信息情況", "三、收到和處理政府信息公開申請情況", "四、政府信息公開行政復議、行政訴訟情況", "五、存在的主要問題及改進情況", "六、其他需要報告的事項"}
		}, "pass"},
		{"headings split by tags", "", func(t *testing.T, s *reportSite) {
			s.now.parts[5] = "<span>五、存在的</span><span>主要</span>问题及<b>改进情况</b>"
		}, "pass"},
		{"headings by 第一部分 and in older words", "", func(t *testing.T, s *reportSite) {
			s.now.parts = [7]string{"", "第一部分 概述", "第二部分 主动公开政府信息的情况", "第三部分 依申请公开政府信息情况", "第四部分 因政府信息公开被申请行政复议、提起行政诉讼的情况", "第五部分 存在的主要问题和改进措施", "第六部分 需要报告的其他事项"}
		}, "pass"},
		{"headings with Arabic numbers", "", func(t *testing.T, s *reportSite) {
			for i := range unnumbered {
				s.now.parts[i] = string(rune('0'+i)) + "." + unnumbered[i]
			}
			s.now.parts[0] = ""
		}, "pass"},
		{"the text of the third part begins in the line of its heading", "", func(t *testing.T, s *reportSite) {
			s.now.parts[3] = "三、收到和处理政府信息公开申请情况。本年新收政府信息公开申请5件，上年结转0件，具体见下表。"
		}, "pass"},
		{"chapters", "", func(t *testing.T, s *reportSite) {
			for i := range unnumbered {
				s.now.parts[i] = "第" + string([]rune(" 一二三四五六")[i]) + "章 " + unnumbered[i]
			}
			s.now.parts[0] = ""
		}, "pass"},
		{"numbers parted by a blank", "", func(t *testing.T, s *reportSite) {
			for i := range unnumbered {
				s.now.parts[i] = string([]rune(" 一二三四五六")[i]) + " " + unnumbered[i]
			}
			s.now.parts[0] = ""
		}, "pass"},
		{"numbers in brackets", "", func(t *testing.T, s *reportSite) {
			for i := range unnumbered {
				s.now.parts[i] = "（" + string([]rune(" 一二三四五六")[i]) + "）" + unnumbered[i]
			}
			s.now.parts[0] = ""
		}, "pass"},
		{"one number of another kind", "", func(t *testing.T, s *reportSite) { s.now.parts[5] = "5、存在的主要问题及改进情况" }, "pass"},
		{"a section of the first part has not the number of the lost one", "", func(t *testing.T, s *reportSite) {
			s.now.parts[1] += "</strong></p><p>（一）存在的主要问题及改进情况</p><p><strong>"
			s.now.parts[5], s.now.fifth = "", ""
		}, lost},
		{"the fifth part is not there", "", func(t *testing.T, s *reportSite) { s.now.parts[5], s.now.fifth = "", "" }, lost},
		{"the fifth part is not there and the sixth took its number", "", func(t *testing.T, s *reportSite) {
			s.now.parts[5], s.now.fifth, s.now.parts[6] = "", "", "五、其他需要报告的事项"
		}, lost},
		{"the sixth part is not there", "", func(t *testing.T, s *reportSite) {
			s.now.parts[6], s.now.sixth = "", "<p>本年度没有收取信息处理费。</p>"
		}, lost},
		{"a table of contents names the part that is not there", "", func(t *testing.T, s *reportSite) {
			s.now.parts[1] = "<p>一、总体情况</p><p>二、主动公开政府信息情况</p><p>三、收到和处理政府信息公开申请情况</p><p>四、政府信息公开行政复议、行政诉讼情况</p><p>五、存在的主要问题及改进情况</p><p>六、其他需要报告的事项</p><p>说明：以上为目录，以下为正文。</p>一、总体情况"
			s.now.parts[5], s.now.fifth = "", ""
		}, lost},
		{"a sentence that lists the parts is not the parts", "", func(t *testing.T, s *reportSite) {
			s.now.parts[1] = "一、总体情况</strong></p><p>报告内容包括总体情况、主动公开政府信息情况、存在的主要问题及改进情况等。</p><p><strong>"
			s.now.parts[5], s.now.fifth = "", ""
		}, lost},
		{"a heading of its own is for a person", "", func(t *testing.T, s *reportSite) { s.now.parts[5] = "五、工作展望" }, doubt},
		{"a heading that is a picture is for a person", "", func(t *testing.T, s *reportSite) { s.now.parts[5] = `<img src="h5.png">` }, doubt},
		{"the code of the page's template does not hide that a part is not there", "", func(t *testing.T, s *reportSite) {
			s.now.parts[5], s.now.fifth = "", ""
			s.now.more = `<p><img src="/images/qrcode.png">扫一扫在手机打开当前页</p>`
		}, lost},
		{"a heading lost although its table is there is for a person", "", func(t *testing.T, s *reportSite) { s.now.parts[4] = "" }, doubt},
		{"no word on the processing fee is for a person", "", func(t *testing.T, s *reportSite) { s.now.sixth = "<p>无其他需要报告的事项。</p>" }, doubt},
		{"the whole text in an attachment cannot be judged", "{judge: [part_missing, table_missing]}", func(t *testing.T, s *reportSite) {
			s.now.parts, s.now.second, s.now.third, s.now.fourth, s.now.fifth, s.now.sixth = [7]string{}, "", "", "", "", ""
		}, "unknown"},
		{"a text cut into pages cannot be judged", "{judge: [part_missing, table_missing]}", func(t *testing.T, s *reportSite) {
			s.now.parts[5], s.now.fifth, s.now.parts[6], s.now.sixth = "", "", "", ""
			s.now.more = `<div class="page"><script>createPageHTML(2, 0, "t20260226_11", "html");</script></div>`
		}, "unknown"},
	})
}

func TestAnnualReportTables(t *testing.T) {
	lost := "fail\nfail table_missing " + nowURL
	doubt := "review\nreview table_missing " + nowURL
	off := "fail\nfail sum_mismatch " + nowURL
	cells := func(list string) string {
		return "<td><p>" + strings.ReplaceAll(list, " ", "</p></td><td><p>") + "</p></td>"
	}
	edit := func(old, new string) func(t *testing.T, s *reportSite) {
		return func(t *testing.T, s *reportSite) { alter(t, &s.now.third, old, new) }
	}
	fresh := "申请数量</td>" + cells("150 4 0 0 0 0 154")
	runReports(t, []reportCase{
		{"table four is not there", "", func(t *testing.T, s *reportSite) {
			s.now.fourth = "<p>本年度未发生行政复议、行政诉讼。</p>"
		}, lost},
		{"table three is not there", "", func(t *testing.T, s *reportSite) { s.now.third = "<p>见下表。</p>" }, lost},
		{"a table that is a picture is for a person", "", func(t *testing.T, s *reportSite) { s.now.third = `<p><img src="t3.png"></p>` }, doubt},
		{"no table in the page and a file beside it is for a person", "", func(t *testing.T, s *reportSite) {
			s.now.second, s.now.third, s.now.fourth = "<p>详见附件。</p>", "<p>详见附件。</p>", "<p>详见附件。</p>"
		}, doubt},
		{"a picture within the page itself is for a person", "", func(t *testing.T, s *reportSite) {
			s.now.third = `<p><img src="data:image/png;base64,iVBORw0KGgo="></p>`
		}, doubt},
		{"a table laid out without table tags is for a person", "", func(t *testing.T, s *reportSite) {
			s.now.fourth = `<div class="row"><div>结果维持</div><div>结果纠正</div><div>其他结果</div><div>尚未审结</div><div>总计</div></div><div class="row"><div>0</div><div>0</div><div>0</div><div>0</div><div>0</div></div>`
		}, doubt},
		{"one table that holds all three", "", func(t *testing.T, s *reportSite) {
			inner := func(table string) string {
				return table[strings.Index(table, "<tr>"):strings.LastIndex(table, "</table>")]
			}
			s.now.third = "<table>" + strings.TrimSuffix(inner(s.now.second), "</tbody>") + inner(s.now.third) + inner(s.now.fourth) + "</table>"
			s.now.second, s.now.fourth = "", ""
		}, "pass"},
		{"new and carried over are more than done and carried on (GJ-1)", "", edit(fresh, "申请数量</td>"+cells("151 4 0 0 0 0 155")), off},
		{"a row's total is not its sum (GJ-2)", "", edit("（一）予以公开</td>"+cells("100 3 0 0 0 0 103"), "（一）予以公开</td>"+cells("100 3 0 0 0 0 104")), off},
		{"the results do not add up to their total (GJ-3)", "", edit("2.没有现成信息需要另行制作</td>"+cells("45 0 0 0 0 0 45"), "2.没有现成信息需要另行制作</td>"+cells("44 0 0 0 0 0 44")), off},
		{"full-width digits and slashes add up as well", "", func(t *testing.T, s *reportSite) {
			alter(t, &s.now.third, fresh, "申请数量</td>"+cells("１５０ ４ / — 0 - １５４"))
		}, "pass"},
		{"blank cells are none", "", edit(fresh, "申请数量</td>"+cells("150 4 &nbsp; &nbsp; &nbsp; &nbsp; 154")), "pass"},
		{"a blank total is for a person", "", edit(fresh, "申请数量</td>"+cells("150 4 0 0 0 0 &nbsp;")), "review\nreview sum_mismatch " + nowURL},
		{"a cell that is no number is not reckoned with", "", edit(fresh, "申请数量</td>"+cells("详见说明 4 0 0 0 0 154")), "pass"},
		{"thousands with commas", "{judge: [sum_mismatch]}", func(t *testing.T, s *reportSite) {
			alter(t, &s.now.third, fresh, "申请数量</td>"+cells("1,150 4 0 0 0 0 1,154"))
			alter(t, &s.now.third, "（一）予以公开</td>"+cells("100 3 0 0 0 0 103"), "（一）予以公开</td>"+cells("1100 3 0 0 0 0 1,103"))
			alter(t, &s.now.third, "（七）总计</td>"+cells("146 4 0 0 0 0 150"), "（七）总计</td>"+cells("1,146 4 0 0 0 0 1,150"))
		}, "pass"},
		{"a row the format does not know keeps the results from being added", "{judge: [sum_mismatch]}", func(t *testing.T, s *reportSite) {
			alter(t, &s.now.third, "2.没有现成信息需要另行制作", "2.本县自行增加的情形")
			alter(t, &s.now.third, "（七）总计</td>"+cells("146 4 0 0 0 0 150"), "（七）总计</td>"+cells("146 4 0 0 0 0 150"))
		}, "pass"},
		{"an empty column at the end", "{judge: [sum_mismatch]}", func(t *testing.T, s *reportSite) {
			s.now.third = strings.ReplaceAll(s.now.third, "</tr>", "<td></td></tr>")
			alter(t, &s.now.third, "（一）予以公开</td>"+cells("100 3 0 0 0 0 103"), "（一）予以公开</td>"+cells("100 3 0 0 0 0 104"))
		}, off},
		{"columns in another order", "{judge: [sum_mismatch]}", func(t *testing.T, s *reportSite) {
			alter(t, &s.now.third, "<td>科研<br>机构</td><td>社会公益组织</td>", "<td>社会公益组织</td><td>科研<br>机构</td>")
		}, "pass"},
		{"a number in the text that is not the table's is for a person (GJ-6)", "", func(t *testing.T, s *reportSite) {
			s.now.parts[1] = "一、总体情况</strong></p><p>（二）依申请公开。全年收到政府信息公开申请160件，均已按期答复。</p><p><strong>"
		}, "review\nreview sum_mismatch " + nowURL},
		{"a number in the text that counts what was carried over", "", func(t *testing.T, s *reportSite) {
			s.now.parts[1] = "一、总体情况</strong></p><p>（二）依申请公开。全年受理政府信息公开申请156件，均已按期答复。</p><p><strong>"
		}, "pass"},
		{"a table wholly blank is for a person", "{judge: [sum_mismatch]}", func(t *testing.T, s *reportSite) {
			s.now.third = digits.ReplaceAllString(s.now.third, "<p></p>")
		}, "review\nreview sum_mismatch " + nowURL},
		{"results of review that do not add up (GJ-5)", "", func(t *testing.T, s *reportSite) {
			s.now.fourth = disputesTable("<td>1</td><td>0</td><td>0</td><td>1</td><td>3</td>")
		}, off},
		{"table four turned on its side", "", func(t *testing.T, s *reportSite) {
			s.now.fourth = `<table><tr><td rowspan="5">行政复议</td><td>结果维持</td><td>1</td></tr><tr><td>结果纠正</td><td>0</td></tr><tr><td>其他结果</td><td>0</td></tr><tr><td>尚未审结</td><td>1</td></tr><tr><td>总计</td><td>5</td></tr></table>`
		}, off},
		{"carried over is not what last year carried on (GJ-4)", "", func(t *testing.T, s *reportSite) {
			alter(t, &s.last.third, "四、结转下年度继续办理</td>"+cells("2 0 0 0 0 0 2"), "四、结转下年度继续办理</td>"+cells("3 0 0 0 0 0 3"))
		}, "fail\nfail carry_mismatch " + nowURL},
		{"last year's report is not judged for its own sums", "", func(t *testing.T, s *reportSite) {
			alter(t, &s.last.third, "（一）予以公开</td>"+cells("50 4 0 0 0 0 54"), "（一）予以公开</td>"+cells("50 4 0 0 0 0 55"))
		}, "pass"},
		{"without last year's report nothing is compared", "", func(t *testing.T, s *reportSite) { s.last = nil }, "pass"},
		{"a report of 2018 has no format to be judged by", "", func(t *testing.T, s *reportSite) {
			s.last = nil
			s.snapshot = `, "as_of": "2019-04-10"`
			s.now = newReportPage(2018, s.now.path, "2019-02-20")
			s.now.path = "/zfxxgknb/201902/t20190220_3.html"
			s.now.third, s.now.fourth, s.now.parts[5], s.now.fifth = "", "", "", ""
		}, "pass"},
	})
}

func TestAnnualReportToTakeHome(t *testing.T) {
	none := "fail\nfail no_download " + nowURL
	runReports(t, []reportCase{
		{"no file beside the report", "", func(t *testing.T, s *reportSite) { s.now.files = "" }, none},
		{"a file in a format of WPS", "", func(t *testing.T, s *reportSite) { s.now.files = `<a href="P02026.wps">2025年报</a>` }, "pass"},
		{"a link that says download", "", func(t *testing.T, s *reportSite) { s.now.files = `<a href="/down.jsp?id=77">下载本报告</a>` }, "pass"},
		{"the file's name in a query", "", func(t *testing.T, s *reportSite) {
			s.now.files = `<a href="/attach/get?name=2025.docx">2025年度报告</a>`
		}, "pass"},
		{"an attachment announced but not linked is for a person", "", func(t *testing.T, s *reportSite) { s.now.files = "<p>附件：年度报告全文</p>" }, "review\nreview no_download " + nowURL},
		{"the file is gone", "", func(t *testing.T, s *reportSite) { s.files = "-- /zfxxgknb/202602/P02025.pdf --\nHTTP 404\n\nno\n" }, none},
		{"the file could not be fetched in time", "", func(t *testing.T, s *reportSite) {
			s.files = "-- /zfxxgknb/202602/P02025.pdf --\nFailure: timeout\n\n\n"
		}, "pass"},
	})
}

func TestAnnualReportCopied(t *testing.T) {
	runReports(t, []reportCase{
		{"the fifth part is last year's word for word", "", func(t *testing.T, s *reportSite) { s.now.fifth = s.last.fifth }, "fail\nfail copied " + nowURL},
		{"the fifth part is last year's but for the year and a few words", "", func(t *testing.T, s *reportSite) {
			s.now.fifth = strings.Replace(s.last.fifth, "部分乡镇主动公开", "个别部门主动公开", 1)
		}, "review\nreview copied " + nowURL},
		{"a short fifth part is last year's to the letter", "", func(t *testing.T, s *reportSite) {
			s.now.fifth = "<p>存在公开内容还不够细、解读形式较为单一等问题。下一步将细化公开目录，加强业务培训，重点推动图解、视频等形式，不断提高公开质量。</p>"
			s.last.fifth = s.now.fifth
		}, "review\nreview copied " + nowURL},
		{"a short fifth part proves nothing", "", func(t *testing.T, s *reportSite) {
			s.now.fifth, s.last.fifth = "<p>公开形式有待丰富，下一步将加强培训。</p>", "<p>公开形式有待丰富，下一步将加强培训。</p>"
		}, "pass"},
	})
}
