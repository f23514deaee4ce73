package extract

import (
	"testing"

	"github.com/govaudit/govaudit/site"
)

func TestAnswersThatSendTheirReadersOn(t *testing.T) {
	const at = "http://www.example.gov.cn/zwgk/"
	for _, c := range []struct{ name, head, want string }{
		{"an address beside", "HTTP/1.1 200 OK\r\nRefresh: 0; url=list.html\r\n", at + "list.html"},
		{"in capitals and quotes, after a while", "HTTP/1.1 200 OK\r\nREFRESH: 3;URL='/zfxxgk/'\r\n", "http://www.example.gov.cn/zfxxgk/"},
		{"a page that comes again", "HTTP/1.1 200 OK\r\nRefresh: 30\r\n", ""},
		{"its own address", "HTTP/1.1 200 OK\r\nRefresh: 30; url=/zwgk/\r\n", ""},
		{"a script", "HTTP/1.1 200 OK\r\nRefresh: 0; url=javascript:go()\r\n", ""},
		{"another header", "HTTP/1.1 200 OK\r\nX-Refresh: 0; url=list.html\r\n", ""},
		{"no head is kept", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := &site.Page{URL: at, Final: at, From: "http://www.example.gov.cn/", Depth: 1, Status: 200, ContentType: "text/html", Body: []byte("<html><head><title>通知公告</title></head><body></body></html>")}
			p.Exchange.Answer = c.head
			f := Read(p)
			if f.Signals.Redirect != c.want {
				t.Errorf("sent to %q, want %q", f.Signals.Redirect, c.want)
			}
			if led := len(f.Links) == 1 && f.Links[0].Via == Refresh && f.Links[0].URL == c.want; led != (c.want != "") {
				t.Errorf("links %v", f.Links)
			}
			var codec Codec
			p.Facts = codec.Pack(p, f)
			if !Kept(p, p.Facts) {
				t.Error("what is kept is not read again")
			}
			if p.Exchange.Answer = "HTTP/1.1 200 OK\r\n"; Kept(p, p.Facts) != (c.want == "" && refreshOf(c.head) == "") {
				t.Error("what was kept of another answer is read")
			}
		})
	}
}

func TestScriptsThatPutTogetherWhereTheyGo(t *testing.T) {
	const at = "http://www.example.gov.cn/zwgk/r1.html"
	for _, c := range []struct{ name, script, want string }{
		{"pieces of text", `window.location.replace("/zwgk/"+"t1"+".html");`, "http://www.example.gov.cn/zwgk/t1.html"},
		{"pieces and a variable", `var id=12; location.href="../a/"+id+".html";`, "http://www.example.gov.cn/a/12.html"},
		{"what is not known here", `location.href="../a/"+navigator.language+".html";`, ""},
		{"for some readers", `if(/Android/.test(navigator.userAgent)) location.href="/m/"+"t1.html";`, ""},
		{"when something is pressed", `function go(){ location.href="/zwgk/"+"t1.html"; }`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := &site.Page{URL: at, Final: at, Depth: 1, Status: 200, ContentType: "text/html", Body: []byte("<html><head><script>" + c.script + "</script></head><body></body></html>")}
			if got := Read(p).Signals.Redirect; got != c.want {
				t.Errorf("sent to %q, want %q", got, c.want)
			}
		})
	}
}
