package extract

import (
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// What a function makes of its own page's address, or of the letter it is given, is an
// address that can be known.
func TestAddressesMadeOfKnownTexts(t *testing.T) {
	for _, c := range []struct{ name, html, want string }{
		{"letters in lower case", `<a href="javascript:az('B')">B</a><script>function az(l) { location.href = "index_" + l.toLowerCase() + ".html"; }</script>`, "/zx/c7/index_b.html"},
		{"words without the blanks around them", `<li onclick="to(' gk ')">公开</li><script>function to(k){ location.href = "/" + k.trim() + "/"; }</script>`, "/gk/"},
		{"a year put into the page's own address", `<select onchange="toYear(this.value)"><option value="2025">2025年</option></select><script>function toYear(y) { var p = location.pathname.replace(/c7\/(\d{4}\/)?list(_\d+)?\.shtml$/, "c7/"); location.href = p + y + "/list.shtml"; }</script>`, "/zx/c7/2025/list.shtml"},
		{"what a pattern found put back", `<li onclick="go('b')">乙</li><script>function go(k){ location.href = location.pathname.replace(/^\/(zx)\/.*$/, "/$1/") + k + ".html"; }</script>`, "/zx/b.html"},
		{"a word put in the place of another, once", `<li onclick="go('b')">乙</li><script>function go(k){ location.href = location.pathname.replace("c7", k); }</script>`, "/zx/b/list.shtml"},
		{"a pattern with its own brackets and slashes", `<li onclick="go('b')">乙</li><script>function go(k){ location.href = location.pathname.replace(/[^/)]*$/, "") + k + ".html"; }</script>`, "/zx/c7/b.html"},
		{"everywhere, whatever the case", `<li onclick="go('b')">乙</li><script>function go(k){ location.href = "/" + k + location.pathname.replace(/C7|ZX/gi, "x"); }</script>`, "/b/x/x/list.shtml"},
		{"a pattern that looks ahead is not understood", `<li onclick="go('b')">乙</li><script>function go(k){ location.href = location.pathname.replace(/list(?=\.)/, k); }</script>`, ""},
		{"a text that is not known", `<li onclick="go('b')">乙</li><script>function go(k){ location.href = top.where.replace("a", k); }</script>`, ""},
		{"what a function makes of it is not known", `<li onclick="go('b')">乙</li><script>function go(k){ location.href = location.pathname.replace("c7", f(k)); }</script>`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, l := range readAt("/zx/c7/list.shtml", c.html).Links {
				got = append(got, strings.TrimPrefix(l.URL, "http://www.x.gov.cn"))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("leads to %q, want %q", got, c.want)
			}
		})
	}
}

func TestCallsThatDependOnThePage(t *testing.T) {
	for _, c := range []struct {
		name, script string
		want         bool
	}{
		{"the function asks for the address of the page", `function toYear(y){ location.href = location.pathname.replace(/list(?=\.)/, y); }`, true},
		{"it asks for a field of the page", `function toYear(y){ go(document.getElementById("col").value, y); window.open(u); }`, true},
		{"it leads to the same place wherever it is called", `function toYear(y){ location.href = years[y]; }`, false},
		{"it is in a file", ``, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := readAt("/zx/c7/list.shtml", `<a href="javascript:toYear('2025')">二〇二五年</a><script>`+c.script+`</script>`)
			if len(f.Presses) != 1 || f.Signals.OwnCalls != c.want {
				t.Errorf("calls %q, own %v", f.Presses, f.Signals.OwnCalls)
			}
		})
	}
}

// Markup that a script writes may have its address in a variable, put together before.
func TestMarkupWithPiecesGivenToVariables(t *testing.T) {
	for _, c := range []struct{ name, script, want string }{
		{"of two texts", `var n="附件",u="./"+"P02026.pdf";document.write("下载：<a href='"+u+"'>"+n+"</a>")`, "/zx/c7/P02026.pdf"},
		{"of a text and a variable", `var d="/files/",u=d+"P02026.pdf";document.write("<a href='"+d+"P1.pdf'>甲</a><a href='"+u+"'>乙</a>")`, "/files/P1.pdf"},
		{"of a text and what is not known", `var u="/files/"+name();document.write("<a href='"+u+"'>附件</a>")`, ""},
		{"by itself", `var u="/files/P1.pdf";document.write("<a href='"+u+"'>附件</a>")`, "/files/P1.pdf"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, l := range readAt("/zx/c7/list.shtml", `<script>`+c.script+`</script>`).Links {
				got = append(got, strings.TrimPrefix(l.URL, "http://www.x.gov.cn"))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("leads to %q, want %q", got, c.want)
			}
		})
	}
}

// A button that stands on every page of a list leads on as long as its condition holds.
func TestButtonsWithTheNumbersOfTheirPage(t *testing.T) {
	for _, c := range []struct{ name, code, want string }{
		{"before the last page", "if(2<3)location='list-3.htm'", "/zx/c7/list-3.htm"},
		{"on the last page", "if(3<3)location='list-4.htm'", ""},
		{"counted from the other end", "if (1 != 1) location.href='list-0.htm'", ""},
		{"two that differ", "if( 2 !== 1 ) location.href='list-1.htm'", "/zx/c7/list-1.htm"},
		{"of what is not written out", "if(cur<3)location='list-4.htm'", "/zx/c7/list-4.htm"},
		{"with another way", "if(3<3)location='list-4.htm'; else location='list-1.htm'", "/zx/c7/list-4.htm"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := readAt("/zx/c7/list-2.htm", `<ul><li><a href="1.htm">关于春耕的通知</a></li></ul><input type="button" value="下一页" onclick="`+c.code+`">`)
			got := ""
			for _, l := range f.Links {
				if l.Text != "关于春耕的通知" {
					got += strings.TrimPrefix(l.URL, "http://www.x.gov.cn")
				}
			}
			if got != c.want || f.Signals.PartByScript != "" {
				t.Errorf("leads to %q, want %q; part by script %q", got, c.want, f.Signals.PartByScript)
			}
		})
	}
}

// Whatever a function makes of a text, reading it ends and names addresses only.
func FuzzReplacedAddresses(f *testing.F) {
	f.Add(`location.pathname.replace(/c7\/(\d{4})?/gi, "$1$&")`)
	f.Add(`location.pathname.replace(/[/, "")`)
	f.Add(`k.toUpperCase().replace(/(a*)*$/g, "$9")`)
	f.Add(`k.replace(/`)
	f.Fuzz(func(t *testing.T, value string) {
		u := "http://www.x.gov.cn/a/t1.htm"
		p := &site.Page{URL: u, Final: u, Status: 200, ContentType: "text/html; charset=utf-8", Body: []byte(`<p><a href="javascript:d('b')">乙</a></p><script>function d(k){location.href="/x/"+` + value + `}</script>`)}
		for _, l := range Read(p).Links {
			if !strings.HasPrefix(l.URL, "http") {
				t.Errorf("link %q", l.URL)
			}
		}
	})
}
