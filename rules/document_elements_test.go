package rules

import (
	"fmt"
	"strings"
	"testing"
)

// papersSite is a county with three normative documents, box(1), box(2), box(3) their
// index boxes and text the text of the third.
func papersSite(boxes [3]string, text, more string) string {
	titles := [3]string{"农村公路管理办法", "地名管理规定", "公共租赁住房管理细则"}
	var rows []string
	pages := ""
	for i, title := range titles {
		title = "示例县人民政府关于印发示例县" + title + "的通知"
		at := fmt.Sprintf("/gfxwj/%d.html", i+1)
		rows = append(rows, at, title, fmt.Sprintf("2024-03-%02d", i+5))
		body := `<p>各镇人民政府，县直各部门：</p><p>现将办法印发给你们，请遵照执行。</p><p>第一条 为了加强管理，制定本办法。</p><p>第二条 本办法自印发之日起施行。</p>`
		if i == 2 {
			body += text
		}
		pages += docPage(at, "规范性文件", "/gfxwj/", title, fmt.Sprintf("2024-03-%02d", i+5), boxes[i], body)
	}
	return homePage + portalPage("首页", "", `<div class="block"><h2><a href="/gfxwj/">规范性文件</a></h2><ul><li><a href="/gfxwj/1.html">`+rows[1]+`</a><span>2024-03-05</span></li></ul></div>`) +
		listPage("规范性文件", "/gfxwj/", rows...) + pages + more
}

func TestDocumentElements(t *testing.T) {
	box := indexBox("示政规〔2024〕1号", "2024-03-01", "有效")
	odd := func(change ...string) [3]string {
		third := box
		for i := 0; i+1 < len(change); i += 2 {
			if !strings.Contains(third, change[i]) {
				t.Fatalf("the box does not say %q", change[i])
			}
			third = strings.Replace(third, change[i], change[i+1], 1)
		}
		return [3]string{box, strings.Replace(box, "〕1号", "〕2号", 1), third}
	}
	const third = "/gfxwj/3.html"
	missing, doubt := []string{"element_missing fail " + third}, []string{"element_missing review " + third}
	fine := []string{"pass"}
	number := `<td>发文字号：</td><td>示政规〔2024〕1号</td>`
	written := `<td>成文日期：</td><td>2024-03-01</td>`
	index := `<td>索引号：</td><td>003412/2024-00012</td>`
	policy := strings.NewReplacer("规范性文件", "政策文件", "示政规", "示政发").Replace
	file := func(name, href string) string { return `<p>附件：<a href="` + href + `">` + name + `</a></p>` }
	withFiles := strings.NewReplacer("请遵照执行。</p>", "请遵照执行。</p>"+file("PDF", "/f/1.pdf")).Replace
	notice := listPage("政策文件", "/zcwj/", "/zcwj/9.html", "示例县人民政府关于做好防汛工作的通知", "2024-05-09") +
		docPage("/zcwj/9.html", "政策文件", "/zcwj/", "示例县人民政府关于做好防汛工作的通知", "2024-05-09", strings.Replace(box, "示政规〔2024〕1号", "示政发〔2024〕9号", 1), "<p>各镇人民政府：</p><p>现就做好防汛工作通知如下。</p>")
	for _, row := range []struct {
		name, with, site string
		want             []string
	}{
		{"every box is full", "{}", papersSite(odd(), "", ""), fine},
		{"a penalty decision is no policy document", "{judge: [no_download], download: always}", papersSite(odd(), file("示例县公共租赁住房管理细则.pdf", "/f/1.pdf"), docPage("/xzcf/1.html", "行政处罚", "/xzcf/", "示例县市场监督管理局行政处罚决定书（示市监处罚〔2026〕18号）", "2026-03-05", "", "<p>当事人销售超过保质期的食品，决定罚款5000元。</p>")),
			[]string{"no_download fail /gfxwj/1.html", "no_download fail /gfxwj/2.html"}},
		{"one box has no number", "{}", papersSite(odd(number, "<td>备注：</td><td>无</td>"), "", ""), missing},
		{"the number's label stands without a value", "{}", papersSite(odd("示政规〔2024〕1号", ""), "", ""), missing},
		{"the number's label stands without a value on a policy document that was printed and sent", "{}", policy(papersSite(odd("示政规〔2024〕1号", ""), "", "")), missing},
		{"on one that was not", "{}", policy(strings.ReplaceAll(papersSite(odd("示政规〔2024〕1号", ""), "", ""), "关于印发", "关于做好")), doubt},
		{"the number's form stands without one", "{}", papersSite(odd("示政规〔2024〕1号", "〔〕号"), "", ""), missing},
		{"the number stands above the text", "{}", papersSite(odd(number, "<td>备注：</td><td>无</td>"), "<p>示政规〔2024〕9号</p>", ""), fine},
		{"the number's label stands without a value, but the number above the text", "{}", papersSite(odd("示政规〔2024〕1号", ""), "<p>示政规〔2024〕9号</p>", ""), doubt},
		{"the issuer's label stands without a value, though the title names the issuer", "{}", papersSite(odd("<td>示例县人民政府</td>", "<td></td>"), "", ""), missing},
		{"the empty label of the index number is a line of the text", "{}", papersSite(odd(index, "<td>备注：</td><td>无</td>"), "<p>索引号：　信息分类：交通</p>", ""), missing},
		{"the number says there is none", "{}", papersSite(odd("示政规〔2024〕1号", "无"), "", ""), fine},
		{"one box has no day of writing", "{}", papersSite(odd(written, "<td>备注：</td><td>无</td>"), "", ""), missing},
		{"the day stands under the text", "{}", papersSite(odd(written, "<td>备注：</td><td>无</td>"), "<p>示例县人民政府</p><p>2024年3月1日</p>", ""), fine},
		{"the day stands under the text in words", "{}", papersSite(odd(written, "<td>备注：</td><td>无</td>"), "<p>示例县人民政府</p><p>二〇二四年三月一日</p>", ""), fine},
		{"one box has no index number", "{}", papersSite(odd(index, "<td>备注：</td><td>无</td>"), "", ""), missing},
		{"the index number is filled in by a script", "{}", papersSite(odd("003412/2024-00012", `<span id="syh"></span><script>document.getElementById("syh").innerHTML=getIndex(12);</script>`), "", ""), fine},
		{"the index number is a stroke", "{}", papersSite(odd("003412/2024-00012", "——"), "", ""), missing},
		{"a rule that asks for the index number only", "{elements: [index_no]}", papersSite(odd(number, "<td>备注：</td><td>无</td>"), "", ""), fine},
		{"no document of the site has an index number", "{}", papersSite([3]string{strings.Replace(box, index, "", 1), strings.Replace(box, index, "", 1), strings.Replace(box, index, "", 1)}, "", ""), fine},
		{"one page has no box at all", "{}", papersSite([3]string{box, box, ""}, "", ""), doubt},
		{"no page has a box", "{}", papersSite([3]string{}, "", ""), fine},
		{"a mark that must be printed is on none", "{elements: [], texts: [{name: 公开属性, words: [此件公开发布]}]}", papersSite(odd(), "<p>（此件公开发布）</p>", ""),
			[]string{"element_missing fail /gfxwj/1.html", "element_missing fail /gfxwj/2.html"}},
		{"a file is asked for, and one page has it", "{judge: [no_download], download: always}", papersSite(odd(), file("示例县公共租赁住房管理细则.pdf", "/f/1.pdf"), ""),
			[]string{"no_download fail /gfxwj/1.html", "no_download fail /gfxwj/2.html"}},
		{"another page of the document has the file", "{judge: [no_download], download: always}", papersSite(odd(), file("示例县公共租赁住房管理细则.pdf", "/f/1.pdf"), "") +
			docPage("/tzgg/1.html", "通知公告", "/tzgg/", "示例县人民政府关于印发示例县农村公路管理办法的通知", "2024-03-05", "", "<p>第一条 为了加强管理，制定本办法。</p>"+file("农村公路管理办法.pdf", "/f/2.pdf")),
			[]string{"no_download fail /gfxwj/2.html"}},
		{"no file is asked for", "{judge: [no_download]}", papersSite(odd(), "", ""), fine},
		{"most documents have no file: it is not the manner of the site", "{judge: [no_download], download: practice}", papersSite(odd(), file("示例县公共租赁住房管理细则.pdf", "/f/1.pdf"), ""), fine},
		{"normative documents have files, a notice need not", "{judge: [no_download], download: practice, least: 2}", withFiles(papersSite(odd(), "", "")) + notice, fine},
		{"normative documents have files, all but one", "{judge: [no_download], download: practice, least: 2, share: 0.6}", strings.Replace(withFiles(papersSite(odd(), "", "")), file("PDF", "/f/1.pdf"), "", 1) + notice, []string{"no_download fail /gfxwj/1.html"}},
		{"the attachment is gone", "{}", papersSite(odd(), file("示例县公共租赁住房管理细则.pdf", "/f/1.pdf"), "-- /f/1.pdf --\nHTTP 404\n\n"), []string{"broken_download fail " + third}},
		{"the attachment did not come", "{}", papersSite(odd(), file("示例县公共租赁住房管理细则.pdf", "/f/1.pdf"), "-- /f/1.pdf --\nFailure: timeout\n\n"), []string{"unknown"}},
		{"the attachment is refused", "{}", papersSite(odd(), file("示例县公共租赁住房管理细则.pdf", "/f/1.pdf"), "-- /f/1.pdf --\nHTTP 403\n\n"), []string{"unknown"}},
		{"the attachment is there", "{}", papersSite(odd(), file("示例县公共租赁住房管理细则.pdf", "/f/1.pdf"), "-- /f/1.pdf --\nContent-Type: application/pdf\n\nx\n"), fine},
		{"no document at all", "{}", county("", "", ""), []string{"exempt"}},
		{"nothing seen in a crawl that was cut", "{}", county("", "", "") + "-- snapshot.json --\n{\"complete\": false, \"stopped\": \"达到页数上限\"}\n", []string{"unknown"}},
	} {
		t.Run(row.name, func(t *testing.T) { sameLines(t, policyVerdict(t, "document_elements", row.with, row.site), row.want) })
	}
}

func TestDocumentElementsSettings(t *testing.T) {
	for _, row := range []struct{ with, want string }{
		{"{elements: [index_number]}", "index_number"},
		{"{of: [news]}", "news"},
		{"{download: sometimes}", "sometimes"},
		{"{share: 1.5}", "share"},
		{"{judge: [broken]}", "broken"},
	} {
		if err := settingsError(t, "document_elements", row.with); !strings.Contains(err, row.want) {
			t.Errorf("settings %s: error %q does not speak of %s", row.with, err, row.want)
		}
	}
}
