package extract

import (
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// What stands behind # is a page of its own in an application that a browser ran.
func TestRoutes(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"a path", `<a href="#/list?id=3">政策文件</a>`, "http://a/gk/index#/list?id=3"},
		{"the number of a column", `<a href="/gk/index#3101">政策文件</a>`, "http://a/gk/index#3101"},
		{"a number that an element of the page bears", `<a href="#3101">政策文件</a><h2 id="3101">政策文件</h2>`, ""},
		{"what is to be shown", `<a href="#ch=3">政策文件</a>`, "http://a/gk/index#ch=3"},
		{"where its reader comes from", `<a href="#from=index">政策文件</a>`, ""},
		{"the place of a phrase", `<a href="#:~:text=a">政策文件</a>`, ""},
		{"a short number", `<a href="#12">政策文件</a>`, ""},
		{"a place", `<a href="#top">顶部</a>`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			sp := &site.Page{URL: "http://a/gk/index", Final: "http://a/gk/index", ContentType: "text/html", Rendered: &site.Rendering{Body: []byte("<html><body>" + c.body)}}
			got := ""
			for _, l := range Read(sp).Links {
				if IsRoute(l.URL) {
					got = l.URL
				}
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			sp.Body, sp.Rendered = sp.Rendered.Body, nil
			for _, l := range Read(sp).Links {
				if strings.Contains(l.URL, "#") {
					t.Errorf("without a browser %s is a link", l.URL)
				}
			}
		})
	}
}

// A page that shows itself without scripts may lead to views of another document.
func TestRoutesOfAnotherDocument(t *testing.T) {
	for _, c := range []struct{ name, ref, want string }{
		{"the number of a column", "/gk/list.html#3101", "http://a/gk/list.html#3101"},
		{"a path", "list.html#/zcwj", "http://a/gk/list.html#/zcwj"},
		{"what is to be shown", "list.html#colId=12&y=2026", "http://a/gk/list.html#colId=12&y=2026"},
		{"a page of a document", "a.pdf#page=3", "http://a/gk/a.pdf"},
		{"a place", "list.html#top", "http://a/gk/list.html"},
		{"a view of the page itself", "index#3101", ""},
	} {
		got := ""
		for _, l := range Read(&site.Page{URL: "http://a/gk/index", Final: "http://a/gk/index", ContentType: "text/html", Body: []byte(`<html><body><a href="` + c.ref + `">政策文件</a>`)}).Links {
			got = l.URL
		}
		if got != c.want && !(c.want == "" && got == "http://a/gk/index") {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
