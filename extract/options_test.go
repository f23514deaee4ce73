package extract

import (
	"strings"
	"testing"
)

// What a form sent by GET offers to choose are its pages.
func TestChoicesOfForms(t *testing.T) {
	years := `<select name="y"><option value="2026">2026年</option><option value="2025">2025年</option></select>`
	form := func(lists string) string {
		return `<form action="/list.aspx" method="get"><input type="hidden" name="c" value="3">` + lists + `<input type="submit" value="查询"></form>`
	}
	for _, c := range []struct{ name, html, want string }{
		{"one list", form(years), "/list.aspx?c=3&y=2026 /list.aspx?c=3&y=2025"},
		{"a second list in every combination", form(years + `<select name="q"><option value="1">上半年</option><option value="2">下半年</option></select>`),
			"/list.aspx?c=3&y=2026&q=1 /list.aspx?c=3&y=2026&q=2 /list.aspx?c=3&y=2025&q=1 /list.aspx?c=3&y=2025&q=2"},
		{"a second list with one entry for all", form(years + `<select name="q"><option value="">全部</option><option value="1">上半年</option><option value="2">下半年</option></select>`),
			"/list.aspx?c=3&y=2026&q= /list.aspx?c=3&y=2025&q="},
		{"what asks its reader to choose is no choice", form(years + `<select name="q"><option value="">请选择</option><option value="1">上半年</option></select>`),
			"/list.aspx?c=3&y=2026&q=1 /list.aspx?c=3&y=2025&q=1"},
		{"two long lists are a search", form(`<select name="d">` + strings.Repeat(`<option value="7">某局</option>`, 20) + `</select><select name="k">` + strings.Repeat(`<option value="8">某类</option>`, 20) + `</select>`), ""},
		{"so are three", form(years + `<select name="q"><option value="1">上半年</option></select><select name="d"><option value="1">某局</option></select>`), ""},
		{"and what words are typed into", form(years + `<input type="text" name="w">`), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, l := range readAt("/", c.html).Links {
				got = append(got, strings.TrimPrefix(l.URL, "http://www.x.gov.cn"))
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("links %q, want %q", s, c.want)
			}
		})
	}
}
