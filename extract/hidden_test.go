package extract

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/site"
)

// hiddenOf returns what is hidden on a page of that head and body: way, plain or
// not, address.
func hiddenOf(head, body string) []string {
	f := Page(&site.Page{URL: "http://www.jia.gov.cn/a.html", ContentType: "text/html", Body: []byte("<html><head><meta charset=utf-8>" + head + "</head><body>" + body + "</body></html>")}, false)
	var out []string
	for _, h := range f.Hidden {
		s := string(h.By)
		if h.Plain {
			s += " plain"
		}
		out = append(out, s+" "+strings.TrimPrefix(h.URL, "http://"))
	}
	return out
}

func TestHiddenLinks(t *testing.T) {
	const link = `<a href="http://www.yi.com/">乙</a>`
	tests := []struct {
		name, head, body string
		want             []string
	}{
		{"seen", "", link, nil},
		{"nothing shows a block without a name", "", `<div style="display:none">` + link + `</div>`, []string{"display plain www.yi.com/"}},
		{"in capitals, with !important", "", `<DIV STYLE="DISPLAY : NONE !important">` + link + `</DIV>`, []string{"display plain www.yi.com/"}},
		{"the hidden attribute", "", `<p hidden>` + link + `</p>`, []string{"display plain www.yi.com/"}},
		{"a block with an id may be shown", "", `<div id="x1" style="display:none">` + link + `</div>`, []string{"display www.yi.com/"}},
		{"a menu may be shown", "", `<ul class="menu"><li><ul style="display:none"><li>` + link + `</li></ul></li></ul>`, []string{"display www.yi.com/"}},
		{"far left", "", `<div style="position:absolute;left:-9999px">` + link + `</div>`, []string{"place plain www.yi.com/"}},
		{"far above in em", "", `<div style="position:fixed; top:-100em">` + link + `</div>`, []string{"place plain www.yi.com/"}},
		{"a little to the left", "", `<div style="position:absolute;left:-90px">` + link + `</div>`, nil},
		{"one pixel of a block", "", `<div style="height:1px;overflow:hidden">` + link + `</div>`, []string{"size plain www.yi.com/"}},
		{"words for those who have the page read to them", "<style>.sr-only{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)}</style>", `<span class="sr-only">` + link + `</span>`, []string{"size www.yi.com/"}},
		{"a low block that does not cut", "", `<div style="height:1px">` + link + `</div>`, nil},
		{"a marquee of one pixel", "", `<marquee height="1" width="5" scrollamount="3000">` + link + `</marquee>`, []string{"size plain www.yi.com/"}},
		{"an honest marquee", "", `<marquee height="30">` + link + `</marquee>`, nil},
		{"letters without size", "", `<a style="font-size:0" href="http://www.yi.com/">乙</a>`, []string{"font plain www.yi.com/"}},
		{"a list without size whose rows have one", "", `<ul style="font-size:0"><li style="font-size:14px"><span>` + link + `</span></li></ul>`, nil},
		{"a picture needs no letters", "", `<a style="font-size:0" href="http://www.yi.com/"><img src="b.png"></a>`, nil},
		{"white on white", "", `<a style="color:#fff;background:#FFFFFF" href="http://www.yi.com/">乙</a>`, []string{"colour plain www.yi.com/"}},
		{"white on something", "", `<a style="color:#fff" href="http://www.yi.com/">乙</a>`, nil},
		{"half seen", "", `<p style="opacity:0.5">` + link + `</p>`, nil},
		{"not seen through", "", `<p style="opacity:0">` + link + `</p>`, []string{"opacity plain www.yi.com/"}},
		{"a class of the page", `<style>/* a */ .z{color:red} .q { position:absolute; left:-2000px }</style>`, `<div class="k q">` + link + `</div>`, []string{"place plain www.yi.com/"}},
		{"a class that hovering shows", `<style>.q{position:absolute;left:-2000px} li:hover .q{left:0}</style>`, `<div class="q">` + link + `</div>`, []string{"place www.yi.com/"}},
		{"a class hidden on paper only", `<style>@media print { .q{display:none} }</style>`, `<div class="q">` + link + `</div>`, nil},
		{"a script hides it by its id", "", `<div id="d9">` + link + `</div><script>document.getElementById("d9").style.display="none";</script>`, []string{"display www.yi.com/"}},
		{"a script writes the hidden block around it", "", `<script>document.write('<div style="position:absolute;left:-3000px">');</script>` + link + `<script>document.write('</div>');</script><a href="http://www.bing.com/">丙</a>`, []string{"place plain www.yi.com/"}},
		{"a script writes it hidden", "", `<script>document.write('<div style="display:none"><a href="http://www.yi.com/">乙</a></div>');</script>`, []string{"display plain www.yi.com/"}},
		{"a frame without size", "", `<iframe src="http://www.yi.com/x.htm" width="0" height="0"></iframe>`, []string{"size plain www.yi.com/x.htm"}},
		{"letters without size to avoid blanks between blocks", "<style>.gap{font-size:0} .gap a{font-size:14px}</style>", `<div class="gap"><a href="http://www.yi.com/1">甲</a></div>`, nil},
		{"letters given back by the link", "", `<div style="font-size:0"><a href="http://www.yi.com/1" style="font-size:14px">甲</a><a href="http://www.yi.com/2"><span style="font-size:1rem">乙</span></a></div>`, nil},
		{"letters given back to others only", "<style>.gap{font-size:0} .nav a{font-size:14px}</style>", `<div class="gap"><a href="http://www.yi.com/1">甲</a></div>`, []string{"font plain www.yi.com/1"}},
		{"of the site itself", "", `<div style="display:none"><a href="http://www.jia.gov.cn/b.html">甲</a><a href="/c.html">甲</a><a href="http://zwfw.jia.gov.cn/">甲</a><a href="http://www.gov.cn/">国</a></div>`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, hiddenOf(tt.head, tt.body)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestBottom(t *testing.T) {
	body := `<html><head><script src="http://pucha.kaipuyun.cn/exposure/jiucuo.js"></script></head><body><div>` + strings.Repeat("<p>正文，很长的一段。</p>", 400) +
		`</div><div class="foot"><p>主办：甲县人民政府办公室</p><a href="http://bszs.conac.cn/x"><img src="/red.png"></a><img src="/ga.png" alt="公安备案图标"><span id="_span_jiucuo"></span><script>document.write(unescape("%3Cspan id='_ideConac'"));</script></div></body></html>`
	f := Page(&site.Page{URL: "http://www.jia.gov.cn/", ContentType: "text/html; charset=utf-8", Body: []byte(body)}, true)
	b := f.Bottom
	if b == nil {
		t.Fatal("a home page has an end")
	}
	for _, want := range []string{"主办：甲县人民政府办公室", "公安备案图标"} {
		if !strings.Contains(b.Text, want) {
			t.Errorf("text lacks %s", want)
		}
	}
	if !strings.Contains(strings.Join(b.Addresses, " "), "bszs.conac.cn") || !strings.Contains(strings.Join(b.Addresses, " "), "_span_jiucuo") {
		t.Errorf("addresses %q", b.Addresses)
	}
	if all := strings.Join(b.Scripts, " "); !strings.Contains(all, "jiucuo.js") || !strings.Contains(all, "_ideConac") {
		t.Errorf("scripts %q", b.Scripts)
	}
	if b.Silent != 1 {
		t.Errorf("%d silent pictures, want the one without alt", b.Silent)
	}
	if len([]rune(b.Text)) > footerHome+200 {
		t.Errorf("%d characters", len([]rune(b.Text)))
	}
}

func FuzzDeclarations(f *testing.F) {
	for _, s := range []string{"display:none", "left:-9999px;position:absolute", ";;:", "text-indent:-99em", "clip:rect(0 0 0 0);position:absolute", "font-size:0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		by, how := declarations(s).hides(true)
		if (by == "") != (how == "") {
			t.Errorf("%q: %q by %q", s, how, by)
		}
		eachRule(s, func(selectors, block string) bool { return len(selectors)+len(block) <= len(s) })
	})
}
