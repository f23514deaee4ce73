package extract

import (
	"net/url"
	"strings"
	"testing"
)

func TestScriptLinks(t *testing.T) {
	at, err := url.Parse("http://www.a.gov.cn/html/x.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, src, want string }{
		{"a menu that is written", `document.write('<li><a href="/gk/">政务公开</a></li>')`, "/gk/ 政务公开"},
		{"a menu kept as data", `var m=[{name:"政务公开",url:"/gk/"},{name:"互动交流",url:"/hd/"}]`, "/gk/ 政务公开|/hd/ 互动交流"},
		{"a menu whose entries are code", `m.addMenuItem("政务公开","parent.main.location='gk.asp?id=1'");m.addMenuItem("互动交流","window.open('/hd/')");m.addMenuItem("依申请公开","go(3)")`, "/html/gk.asp?id=1 政务公开|/hd/ 互动交流"},
		{"what a library tries the browser with is no link", `d.innerHTML="<link/><table></table><a href='/a'>a</a><input type='checkbox'/>"`, ""},
	} {
		var got []string
		for _, l := range ScriptLinks([]byte(tt.src), at) {
			got = append(got, strings.TrimPrefix(l.URL, "http://www.a.gov.cn")+" "+l.Text)
		}
		if s := strings.Join(got, "|"); s != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, s, tt.want)
		}
	}
}

// What a script says in a language no browser understands never happens.
func TestScriptsOfOtherLanguages(t *testing.T) {
	const vb = "Sub openNews()\n window.navigate \"list.aspx?cid=1\"\nEnd Sub"
	for _, tt := range []struct {
		name, tag string
		read      bool
	}{
		{"VBScript", `<script language="vbscript">`, false},
		{"VBScript by its short name", `<script language=VBS>`, false},
		{"JavaScript of a version", `<script language="JavaScript1.2">`, true},
	} {
		src := vb
		if tt.read {
			src = `window.navigate("list.aspx?cid=1")`
		}
		f := readPage(t, `<html><head><title>甲县人民政府</title></head><body><p>欢迎</p>`+tt.tag+src+`</script></body></html>`)
		if got := f.Signals.Redirect != "" || len(f.Links) > 0; got != tt.read {
			t.Errorf("%s: read %v, want %v: %q %v", tt.name, got, tt.read, f.Signals.Redirect, f.Links)
		}
	}
}
