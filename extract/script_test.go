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
