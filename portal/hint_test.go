package portal_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// What stands at the place of a link of the page before is that link only where all of
// it is the same.
func TestLinksAreKnownByMoreThanTheirPlace(t *testing.T) {
	long := strings.Repeat("长", 100)
	pages := []struct {
		name  string
		links func(*extract.Facts)
	}{
		{"the first", links(extract.Nav, extract.Anchor, "/", "首页", "/zwgk/", "政务公开", "/long/", long)},
		{"the same again", links(extract.Nav, extract.Anchor, "/", "首页", "/zwgk/", "政务公开", "/long/", long)},
		{"the same in another region", links(extract.Footer, extract.Anchor, "/", "首页", "/zwgk/", "政务公开", "/long/", long)},
		{"other texts", links(extract.Nav, extract.Anchor, "/", "主页", "/zwgk/", "公开", "/long/", long+"者")},
		{"other addresses", links(extract.Nav, extract.Anchor, "/a/", "首页", "/b/", "政务公开", "/c/", long)},
		{"one more before", links(extract.Nav, extract.Anchor, "/b/", "政务公开", "/", "首页", "/zwgk/", "政务公开", "/long/", long)},
		{"none", links(extract.Nav, extract.Anchor)},
	}
	var list []pair
	for i, x := range pages {
		list = append(list, page("/p"+string(rune('0'+i))+".html", extract.List, i, x.links))
	}
	p := build(list...)
	anchor := func(text string, region extract.Region, from string, pages int) portal.Anchor {
		return portal.Anchor{Text: text, From: root + from, Count: pages, Region: region, Via: extract.Anchor}
	}
	for path, want := range map[string][]portal.Anchor{
		"/":      {anchor("首页", extract.Nav, "/p0.html", 3), anchor("主页", extract.Nav, "/p3.html", 1), anchor("首页", extract.Footer, "/p2.html", 1)},
		"/zwgk/": {anchor("政务公开", extract.Nav, "/p0.html", 3), anchor("公开", extract.Nav, "/p3.html", 1), anchor("政务公开", extract.Footer, "/p2.html", 1)},
		"/b/":    {anchor("政务公开", extract.Nav, "/p4.html", 2)},
		"/long/": {anchor(long[:3*80], extract.Nav, "/p0.html", 4), anchor(long[:3*80], extract.Footer, "/p2.html", 1)},
	} {
		if diff := cmp.Diff(want, p.Anchors(root+path)); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
}
