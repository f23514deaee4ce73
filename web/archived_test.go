package web

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestArchived(t *testing.T) {
	for _, tt := range []struct{ why, src, quote, want string }{
		{"text and structure stay", "<h1>年报</h1><p>正文<br>二</p>", "", "<h1>年报</h1><p>正文<br>二</p>"},
		{"attributes go", `<p id="mark" class="x" style="position:fixed" onclick="x()">甲</p>`, "", "<p>甲</p>"},
		{"cells keep their spans", `<table><tr><td colspan="2" rowspan=9999>甲</td></tr></table>`, "", `<table><tr><td colspan="2">甲</td></tr></table>`},
		{"scripts and styles go", "<script>x</script><style>y</style>甲", "", "甲"},
		{"links lead nowhere", `<a href="http://evil.example/">甲</a>`, "", "<u>甲</u>"},
		{"pictures become words", `<img src="http://evil.example/x.png" alt="公章">`, "", `<span class="gone">[图片：公章]</span>`},
		{"frames become words", `<iframe src="http://evil.example/"></iframe>`, "", `<span class="gone">[框架：http://evil.example/]</span>`},
		{"forms become words", `<form action="http://evil.example/"><input type="hidden" value="s"><input placeholder="检索"><button>查</button></form>`, "", `<div><span class="gone">[检索]</span>查</div>`},
		{"entities stay escaped", "&lt;script&gt;alert(1)&lt;/script&gt;", "", "&lt;script&gt;alert(1)&lt;/script&gt;"},
		{"a quote is marked", "<p>发布日期：<b>2026-04-13</b></p>", "日期：2026-04-13", `<p>发布<mark id="mark">日期：</mark><b><mark>2026-04-13</mark></b></p>`},
		{"a link is marked by its address", `<a href="../a.html">甲</a>`, "http://www.a.gov.cn/a.html", `<u><mark id="mark">甲</mark></u>`},
		{"identity numbers are covered", "<p>110101199003071234</p>", "", "<p>110101********1234</p>"},
		{"also where they are marked", "<p>110101199003071234</p>", "110101********1234", `<p><mark id="mark">110101********1234</mark></p>`},
		{"what is left open is closed", "<div><p>甲", "", "<div><p>甲</p></div>"},
	} {
		doc, _ := rewriteArchived([]byte(tt.src), "http://www.a.gov.cn/x/y.html", tt.quote)
		got, ok := strings.CutPrefix(string(doc), archivedHead)
		got, ok2 := strings.CutSuffix(got, "</body></html>\n")
		if !ok || !ok2 || got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.why, got, tt.want)
		}
	}
}

// hostilePages are pages that try to act.
func hostilePages() []string {
	return []string{
		`<script>document.title='ran'</script>`, `<img src=x onerror="document.title='ran'">`, `<svg onload="document.title='ran'"><script>document.title='ran'</script></svg>`,
		`<math><mtext></p><style><img src onerror=document.title='ran'></style></math>`, `<noscript><p title="</noscript><img src=x onerror=document.title='ran'>">`,
		`<textarea></textarea><script>document.title='ran'</script>`, `<textarea><script>document.title='ran'</script></textarea>`, `<title></title><script>document.title='ran'</script>`,
		`<iframe srcdoc="<script>parent.document.title='ran'</script>"></iframe>`, `<object data="javascript:document.title='ran'"></object>`, `<a href="javascript:document.title='ran'" autofocus onfocus="document.title='ran'">x</a>`,
		`<meta http-equiv="refresh" content="0;url=http://evil.example/">`, `<base href="http://evil.example/">`, `<link rel=stylesheet href="http://evil.example/x.css">`,
		`<style>@import url(http://evil.example/x.css);body{background:url(http://evil.example/y)}</style>`, `<p style="background:url(http://evil.example/z)">x</p>`,
		`<form action="http://evil.example/"><button>x</button></form>`, `</body></html><script>document.title='ran'</script>`, `<mark id="mark">假</mark>`,
		"<!--><script>document.title='ran'</script>-->", "<![CDATA[<script>document.title='ran'</script>]]>", "<xmp><script>document.title='ran'</script></xmp>", "<plaintext><script>document.title='ran'</script>",
		"<scr\x00ipt>document.title='ran'</script>", "<p>\xff\xfe<script>document.title='ran'</script>", strings.Repeat("<div>", 2000) + "x", "<table><tr><td colspan=\"2 onclick=x()\">",
		"<template><script>document.title='ran'</script></template>", "<select><option><script>document.title='ran'</script></option></select>", "<video src=http://evil.example/ autoplay></video>",
	}
}

func checkSealed(t testing.TB, doc []byte) {
	t.Helper()
	if err := wellFormed(string(doc)); err != nil {
		t.Error(err)
	}
	may := " html head meta title style body h1 h2 h3 h4 h5 h6 p ul ol li dl dt dd table caption thead tbody tfoot tr td th blockquote pre b strong i em u s sub sup small del ins div span br hr mark "
	attrs := regexp.MustCompile(`^(lang|charset|name|content|class|id|colspan|rowspan)$`)
	z := html.NewTokenizer(strings.NewReader(string(doc)[len(archivedHead):]))
	for z.Next() != html.ErrorToken {
		tok := z.Token()
		if tok.Type != html.StartTagToken && tok.Type != html.SelfClosingTagToken && tok.Type != html.EndTagToken {
			continue
		}
		if !strings.Contains(may, " "+tok.Data+" ") || tok.Data == "style" || tok.Data == "meta" {
			t.Errorf("<%s> is left", tok.Data)
		}
		for _, a := range tok.Attr {
			if !attrs.MatchString(a.Key) || a.Key == "id" && a.Val != "mark" || a.Key == "class" && a.Val != "gone" && a.Val != "cut" {
				t.Errorf("<%s %s=%q> is left", tok.Data, a.Key, a.Val)
			}
		}
	}
	if strings.Count(string(doc), `id="mark"`) > 1 {
		t.Error("two places are called mark")
	}
}

func TestArchivedCanDoNothing(t *testing.T) {
	for _, src := range hostilePages() {
		doc, _ := rewriteArchived([]byte(src), "http://www.a.gov.cn/", "ran x 假")
		checkSealed(t, doc)
	}
}

func FuzzArchived(f *testing.F) {
	for _, src := range hostilePages() {
		if len(src) < 500 {
			f.Add(src, "ran")
		}
	}
	f.Fuzz(func(t *testing.T, src, quote string) {
		doc, _ := rewriteArchived([]byte(src), "http://www.a.gov.cn/", quote)
		checkSealed(t, doc)
	})
}
