package crawler

import "testing"

// Where a script at the entrance of a site sends readers on to is read in the script.
// If nothing is there, the reading may be wrong: the site was not seen.
func TestForward(t *testing.T) {
	const entrance = `<html><head><title>欢迎</title><script>var u="/portal/";location.replace(u)</script></head><body>正在进入</body></html>`
	for _, c := range []struct {
		name     string
		browser  Browser
		pages    map[string]string
		complete bool
		shown    int
		reached  string
	}{
		{"the page is there", nil, map[string]string{"/": entrance, "/portal/": page("甲市人民政府", "/a.html 政务公开"), "/a.html": page("政务公开")}, true, 0, "/a.html"},
		{"nothing is there and no browser tells where readers go", nil, map[string]string{"/": entrance}, false, 0, ""},
		{"nothing is there and the browser tells where readers go", &pretender{views: map[string]BrowserView{"/": {HTML: "<html><body>正在进入</body></html>", Whole: true, Leads: []string{"/home/"}}}},
			map[string]string{"/": entrance, "/home/": page("甲市人民政府", "/a.html 政务公开"), "/a.html": page("政务公开")}, true, 1, "/a.html"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWeb(t)
			w.pages("www.a.gov.cn", c.pages)
			snap, m, facts := shownCrawl(t, w, w.settings(), c.browser, "装一个")
			if snap.Complete != c.complete {
				t.Errorf("complete %v, stopped %q", snap.Complete, snap.Stopped)
			}
			if b, ok := c.browser.(*pretender); ok && len(b.shown) != c.shown {
				t.Errorf("shown %q", b.shown)
			}
			if facts["/"] == nil {
				t.Error("the entrance was not handed on")
			}
			if p := m.page(c.reached); c.reached != "" && (p == nil || !p.OK()) {
				t.Errorf("%s was not reached", c.reached)
			}
		})
	}
}
