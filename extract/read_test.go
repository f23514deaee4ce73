package extract

import (
	"testing"

	"github.com/govaudit/govaudit/site"
)

func TestReadTellsTheHomePageFromItsFrames(t *testing.T) {
	const html = "<html><head><title>某某县人民政府</title></head><body><a href=/a/>政务公开</a></body></html>"
	for _, tt := range []struct {
		name string
		page site.Page
		home bool
	}{
		{"the page no other led to", site.Page{URL: "http://a/"}, true},
		{"a frame of it, no click away", site.Page{URL: "http://a/left.htm", From: "http://a/"}, false},
		{"a page one click away", site.Page{URL: "http://a/b", From: "http://a/", Depth: 1}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.page.Body, tt.page.ContentType = []byte(html), "text/html"
			if got := Read(&tt.page).Kind == Home; got != tt.home {
				t.Errorf("read as the home page: %v, want %v", got, tt.home)
			}
		})
	}
}

func TestAScriptSpeaksForThePageItWasFoundOn(t *testing.T) {
	f := Read(&site.Page{URL: "http://a/assets/js/nav.js", Final: "http://a/assets/js/nav.js", From: "http://a/zwgk/index.html",
		Depth: 1, ContentType: "application/javascript", Body: []byte(`document.write('<a href="zn/">公开指南</a>');`)})
	if f.URL != "http://a/assets/js/nav.js" || len(f.Links) != 1 || f.Links[0].URL != "http://a/zwgk/zn/" {
		t.Errorf("facts of %s with links %+v: want the script's own address, and a link resolved from the including page", f.URL, f.Links)
	}
}

func TestAPageThatBreaksTheReaderCountsAsNotObserved(t *testing.T) {
	f := unreadable(&site.Page{URL: "http://a/", Final: "http://a/b"}, "本程序未能解读该页")
	for _, s := range []string{f.Signals.ListByScript, f.Signals.NavByScript, f.Signals.RelatedByScript, f.Signals.FooterByScript, f.Signals.PartByScript} {
		if s == "" {
			t.Error("a signal does not say that the page was not observed")
		}
	}
	if f.URL != "http://a/b" || f.Kind != Other {
		t.Errorf("facts %+v", f)
	}
}

// A browser's document is UTF-8 whatever its own declaration says.
func TestAPageIsReadAsABrowserShowedIt(t *testing.T) {
	f := Read(&site.Page{URL: "http://a/", Final: "http://a/", SHA256: "sent", ContentType: "text/html; charset=gb2312", Body: []byte("<div id=app></div>"),
		Rendered: &site.Rendering{SHA256: "shown", Body: []byte("<html><head><meta charset=gbk><title>é</title></head><body><a href=/zwgk/>ê</a></body></html>")}})
	if f.HTMLTitle != "é" || len(f.Links) != 1 || f.Links[0].Text != "ê" || f.SHA256 != "shown" || f.URL != "http://a/" {
		t.Errorf("title %q, links %+v, hash %q, address %s", f.HTMLTitle, f.Links, f.SHA256, f.URL)
	}
}

// The document shown is UTF-8; what its addresses say in Chinese is asked for in the
// encoding of the page that came.
func TestAddressesOfShownPagesKeepTheEncoding(t *testing.T) {
	const shown = "<html><body><a href='list.asp?lb=政策'>政策文件</a></body></html>"
	for _, c := range []struct{ name, came, want string }{
		{"a page in GBK", "<html><meta charset=gb2312><p>\xd5\xfe\xb2\xdf\xce\xc4\xbc\xfe</p></html>", "http://a/list.asp?lb=%D5%FE%B2%DF"},
		{"a page in UTF-8", "<html><meta charset=utf-8><p>政策文件</p></html>", "http://a/list.asp?lb=%E6%94%BF%E7%AD%96"},
	} {
		f := Read(&site.Page{URL: "http://a/", Final: "http://a/", Status: 200, ContentType: "text/html", Body: []byte(c.came), Rendered: &site.Rendering{Body: []byte(shown)}})
		if len(f.Links) != 1 || f.Links[0].URL != c.want || f.Links[0].Text != "政策文件" {
			t.Errorf("%s: %+v, want %s", c.name, f.Links, c.want)
		}
	}
}
