package rules

import (
	"strings"
	"testing"
)

// TestAnnualReportInAFile: the parts of a report that is only an attachment are
// looked for in its text; what was not read whole is not missing.
func TestAnnualReportInAFile(t *testing.T) {
	parts := []string{"一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"}
	whole := func(headings ...string) string {
		return strings.Join(headings, "\n本部分说明本年度的工作情况，内容详见下文。\n") + "\n本年度没有收取信息处理费。\n"
	}
	const gap = "附件缺少第四部分"
	renumbered := whole(parts[0], parts[1], parts[2], "四、存在的主要问题及改进情况", "五、其他需要报告的事项")
	row := `<li><a href="/nb/t20260320_1.pdf">示例县人民政府2025年政府信息公开工作年度报告</a><span>2026-03-20</span></li>`
	page := `<li><a href="/nb/t20260320_1.html">示例县人民政府2025年政府信息公开工作年度报告</a><span>2026-03-20</span></li>`
	article := "-- /nb/t20260320_1.html --\n<html><head><title>示例县人民政府2025年政府信息公开工作年度报告</title></head><body>" + menu("") +
		`<div class="content"><h1>示例县人民政府2025年政府信息公开工作年度报告</h1><p>发布时间：2026-03-20</p><p>附件：<a href="/nb/t20260320_1.pdf">年度报告全文.pdf</a></p></div></body></html>` + "\n"
	for _, tt := range []struct{ name, row, files, want, says string }{
		{"all six parts are in the file", row, "-- /nb/t20260320_1.pdf --\nDocument: read\n\n" + whole(parts...), "pass", "六个部分在附件中齐全"},
		{"a part is left out and the others numbered on", row, "-- /nb/t20260320_1.pdf --\nDocument: read\n\n" + renumbered, "fail part_missing", gap},
		{"a part is not found between two others", row, "-- /nb/t20260320_1.pdf --\nDocument: read\n\n" + whole(parts[0], parts[1], parts[2], parts[4], parts[5]), "review part_missing", gap},
		{"a scan", row, "-- /nb/t20260320_1.pdf --\nDocument: 可能是扫描件\n\n", "unknown", "未能核对"},
		{"the file of a page without text", page, article + "-- /nb/t20260320_1.pdf --\nDocument: read\n\n" + renumbered, "fail part_missing", gap},
		{"the same whole", page, article + "-- /nb/t20260320_1.pdf --\nDocument: read\n\n" + whole(parts...), "pass", "六个部分在附件中齐全"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := judgeSite(t, "annual_report", "{judge: [part_missing]}", county("", `<li><a href="/nb/">政府信息公开年报</a></li>`,
				"-- /nb/ --\n<html><head><title>政府信息公开年报-示例县人民政府</title></head><body>"+menu("")+`<div class="main"><ul>`+tt.row+
					`<li><a href="/nb/t20250320_1.html">示例县人民政府2024年政府信息公开工作年度报告</a><span>2025-03-20</span></li></ul></div></body></html>`+"\n"+tt.files))
			expect(t, f, tt.want)
			said := f.Reason
			for _, d := range f.Defects {
				said += d.Message
			}
			if !strings.Contains(said, tt.says) {
				t.Errorf("said %q, want %q in it", said, tt.says)
			}
		})
	}
}

// TestAnnualReportFileIsADownload: who asks only whether the report can be taken home
// is answered by a report that is a file, read or not.
func TestAnnualReportFileIsADownload(t *testing.T) {
	const title = "示例县人民政府2025年政府信息公开工作年度报告"
	article := "-- /nb/t20260320_1.html --\n<html><head><title>" + title + "</title></head><body>" + menu("") +
		`<div class="content"><h1>` + title + `</h1><p>发布时间：2026-03-20</p><p>附件：<a href="/nb/1.pdf">年度报告全文.pdf</a></p></div></body></html>` + "\n"
	for _, tt := range []struct{ name, address, files, want string }{
		{"the row leads to the file", "/nb/1.pdf", "-- /nb/1.pdf --\nDocument: 可能是扫描件\n\n", "pass"},
		{"the file of a page without text", "/nb/t20260320_1.html", article + "-- /nb/1.pdf --\nDocument: 可能是扫描件\n\n", "pass"},
		{"that file is gone", "/nb/t20260320_1.html", article + "-- /nb/1.pdf --\nHTTP 404\n\nnot found\n", "fail no_download"},
		{"that file could not be fetched", "/nb/t20260320_1.html", article + "-- /nb/1.pdf --\nFailure: timeout\n", "pass"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, judgeSite(t, "annual_report", "{judge: [no_download]}", county("", `<li><a href="/nb/">政府信息公开年报</a></li>`,
				"-- /nb/ --\n<html><head><title>政府信息公开年报-示例县人民政府</title></head><body>"+menu("")+`<div class="main"><ul><li><a href="`+tt.address+`">`+title+`</a><span>2026-03-20</span></li>`+
					`<li><a href="/nb/t20250320_1.html">示例县人民政府2024年政府信息公开工作年度报告</a><span>2025-03-20</span></li></ul></div></body></html>`+"\n"+tt.files)), tt.want)
		})
	}
}
