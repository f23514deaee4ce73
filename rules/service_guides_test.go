package rules

import (
	"fmt"
	"strings"
	"testing"
)

// services is a county with these guides, each "title|text".
func services(guides ...string) string {
	var rows []string
	var pages strings.Builder
	for i, g := range guides {
		title, text, _ := strings.Cut(g, "|")
		path := fmt.Sprintf("/bszn/%d.html", i)
		rows = append(rows, title+"|2026-01-02|"+path)
		pages.WriteString("-- " + path + " --\n<html><head><title>" + title + `</title></head><body>` + menu("") + `<div class="article"><h1>` + title + `</h1><div class="content">` + text + "</div></div></body></html>\n")
	}
	return county(`<li><a href="/bszn/">办事指南</a></li>`, "", list("/bszn/", "办事指南", rows...)+pages.String())
}

func TestServiceGuides(t *testing.T) {
	const (
		with  = `{judge: [many_lacking], lacking: 4, count: 2}`
		whole = `<p>设定依据：户口登记条例第七条。</p><p>申请条件：本县居民。</p><p>申请材料：居民户口簿、出生医学证明。</p><p>办理地点：人民路1号政务大厅。</p><p>办理时间：工作日上午八点半至十二点。</p><p>联系电话：0000-1234567。</p><p>办理流程：受理、审核、登记。</p>`
		poor  = `<p>本县居民新生儿登记户口的，由父母一方向居住地派出所申报，派出所核对无误后当场登记并打印户口簿。</p>`
		// Says where to go, what to bring, how it goes and whom to call: three of seven lack.
		less = `<p>本县居民新生儿登记户口的，由父母一方向派出所窗口申报，并提交证件，核对无误后当场登记，流程简便，不收取费用，疑问可以拨打派出所电话。</p>`
	)
	tests := []struct{ name, site, want string }{
		{"two guides that lack four classes", services("新生儿户口登记办事指南|"+poor, "户口迁移办事指南|"+poor), "fail many_lacking"},
		{"one of them is whole", services("新生儿户口登记办事指南|"+poor, "户口迁移办事指南|"+whole), "pass"},
		{"three classes are not four", services("新生儿户口登记办事指南|"+poor, "户口迁移办事指南|"+less), "pass"},
		{"a picture may show the rest", services("新生儿户口登记办事指南|"+poor, `户口迁移办事指南|`+poor+`<p><img src="/i/lct.jpg" width="800"></p>`), "review many_lacking"},
		{"an attachment may hold the rest", services("新生儿户口登记办事指南|"+poor, `户口迁移办事指南|`+poor+`<p><a href="/f/1.docx">户口迁移办事指南.docx</a></p>`), "review many_lacking"},
		{"guides may be on another site", county("", "", ""), "exempt"},
		{"another page may tell the rest", services("新生儿户口登记办事指南|"+poor, `户口迁移办事指南|`+poor+`<p>详见<a href="/bszn/x.html">办事指南全文</a></p>`), "review many_lacking"},
		{"the text leads to another site", services("新生儿户口登记办事指南|"+poor, `户口迁移办事指南|`+poor+`<p>请登录政务服务网查询。</p>`), "review many_lacking"},
		{"the matter was given up", services("新生儿户口登记办事指南|"+poor, `户口迁移办事指南|`+poor+`<p>本事项已取消。</p>`), "review many_lacking"},
		{"a notice in the column is no guide", services("新生儿户口登记办事指南|"+poor, "关于更新办事指南的通知|"+poor), "pass"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "service_guides", with, tt.site), tt.want) })
	}
}
