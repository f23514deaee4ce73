package extract

import (
	"slices"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// A picture that a script loads later is a picture of the page all the same.
func TestLazyPictures(t *testing.T) {
	for says, tt := range map[string]struct{ img, want string }{
		"as every page writes it":          {`<img src="/a.jpg" data-src="/b.jpg">`, "http://www.jia.gov.cn/a.jpg"},
		"with its address kept for later":  {`<img data-src="/b.jpg">`, "http://www.jia.gov.cn/b.jpg"},
		"behind one that stands in for it": {`<img src="data:image/gif;base64,R0" data-original="/c.jpg">`, "http://www.jia.gov.cn/c.jpg"},
		"for browsers without scripts":     {`<noscript><img src="/d.jpg"></noscript>`, ""},
		"beside one for such browsers":     {`<img data-src="/b.jpg"><noscript><p><img src="/d.jpg"></p></noscript>`, "http://www.jia.gov.cn/b.jpg"},
		"without any address":              {`<img src="data:image/gif;base64,R0">`, ""},
	} {
		f := Page(&site.Page{URL: "http://www.jia.gov.cn/", ContentType: "text/html; charset=utf-8", Body: []byte("<html><body><p>图</p>" + tt.img + "</body></html>")}, true)
		got := ""
		if i := slices.IndexFunc(f.Links, func(l Link) bool { return l.Via == Picture }); i >= 0 {
			got = f.Links[i].URL
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", says, got, tt.want)
		}
	}
}
