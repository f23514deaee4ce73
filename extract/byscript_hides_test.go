package extract

import (
	"testing"

	"github.com/govaudit/govaudit/site"
)

func TestWhatOnlyAScriptLeadsOnFrom(t *testing.T) {
	const acts = `<script>x.innerHTML=rows</script>`
	for _, c := range []struct{ name, body, want string }{
		{"an empty element of the site's own making", `<ul><li><a href="/1.html">甲</a></li></ul><z-more k="3"></z-more>` + acts, "<z-more>"},
		{"one that shows something", `<z-more><a href="/1.html">关于甲的通知</a></z-more>` + acts, ""},
		{"tabs of which one is marked, above a single pane", `<div class="tt"><div class="on">机构职能</div><div>通知公告</div></div><div class="pane"><p><a href="/1.html">甲</a></p></div>` + acts, "通知公告"},
		{"tabs that say they can be pressed", `<div><span role="tab">机构职能</span><span role="tab">通知公告</span></div><div><p>甲</p></div>` + acts, "机构职能"},
		{"tabs with a pane for each", `<ul class="tab"><li class="on">通知公告</li><li>政策文件</li></ul><div class="con"><div><a href="/1.html">甲</a></div><div style="display:none"><a href="/2.html">乙</a></div></div>` + acts, ""},
		{"tabs that are links", `<ul><li class="on"><a href="/a/">通知公告</a></li><li><a href="/b/">政策文件</a></li></ul><div><p>甲</p></div>` + acts, ""},
		{"words in a row that nothing says can be pressed", `<div><span>市长</span><span>副市长</span></div><div><p>甲</p></div>` + acts, ""},
		{"a side menu that is not there yet", `<div class="side"></div><ul><li><a href="/1.html">甲</a></li></ul>` + acts, ".side"},
		{"a block for a share button", `<div class="bdsharebox"></div><ul><li><a href="/1.html">甲</a></li></ul>` + acts, ""},
		{"a part that opens and holds nothing yet", `<details><summary>往期要闻</summary></details>` + acts, "往期要闻"},
		{"one that holds it", `<details><summary>往期要闻</summary><p><a href="/1.html">甲</a></p></details>` + acts, ""},
		{"a choice of years", `<select><option>2026年</option><option>2025年</option></select>` + acts, "2025年"},
		{"one that a form sends", `<form><select name="y"><option>2026年</option><option>2025年</option></select></form>` + acts, ""},
		{"a choice of other sites", `<select><option value="http://a.gov.cn/">甲市</option><option value="http://b.gov.cn/">乙市</option></select>` + acts, ""},
		{"the same without a script", `<div class="side"></div><z-more></z-more>`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := &site.Page{URL: "http://www.a.gov.cn/x/", Final: "http://www.a.gov.cn/x/", From: "http://www.a.gov.cn/", Depth: 1, Status: 200, ContentType: "text/html; charset=utf-8",
				Body: []byte("<html><body><h1>栏目</h1>" + c.body + "</body></html>")}
			if got := Read(p).Signals.Hides; got != c.want {
				t.Errorf("hides %q, want %q", got, c.want)
			}
		})
	}
}
