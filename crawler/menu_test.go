package crawler

import (
	"maps"
	"testing"
)

func TestMenu(t *testing.T) {
	type ways = map[string]string
	type page struct {
		at   string
		ways ways
	}
	for _, c := range []struct {
		name  string
		pages []page
		on    string
		want  ways
	}{
		{"what one page has may be its own", []page{{"/x/1", ways{"公告@1": "/a"}}}, "/y/1", ways{}},
		{"what two pages have alike need not be pressed again", []page{{"/x/1", ways{"公告@1": "/a"}}, {"/x/2", ways{"公告@1": "/a", "要闻@2": "/b"}}}, "/y/1", ways{"公告@1": "/a"}},
		{"what leads elsewhere on each page has to be", []page{{"/x/1", ways{"公告@1": "/a"}}, {"/x/2", ways{"公告@1": "/b"}}, {"/x/3", ways{"公告@1": "/b"}}}, "/y/1", ways{}},
		{"the same words in two places are two things", []page{{"/x/1", ways{"公告@1": "/a"}}, {"/x/2", ways{"公告@2": "/a"}}}, "/y/1", ways{}},
		{"what leads to the same page with a query is of that page", []page{{"/x/i.html", ways{"2025@1": "/x/i.html?y=2025"}}, {"/x/i.html?y=2024", ways{"2025@1": "/x/i.html?y=2025"}}}, "/y/i.html", ways{}},
		{"and need not be pressed on it again", []page{{"/x/i.html", ways{"2025@1": "/x/i.html?y=2025"}}, {"/x/i.html?y=2024", ways{"2025@1": "/x/i.html?y=2025"}}}, "/x/i.html?y=2023", ways{"2025@1": "/x/i.html?y=2025"}},
		{"what leads on within a folder is of that folder", []page{{"/x/i.html", ways{"第2页@1": "/x/i_2.html"}}, {"/x/i_3.html", ways{"第2页@1": "/x/i_2.html"}}}, "/y/i.html", ways{}},
		{"and not of those below it", []page{{"/x/i.html", ways{"第2页@1": "/x/i_2.html"}}, {"/x/i_3.html", ways{"第2页@1": "/x/i_2.html"}}}, "/x/y/i.html", ways{}},
		{"the last page of a column is that of no other column of the same page", []page{{"/x/l?col=3", ways{"尾页@1": "/x/l?col=3&p=9"}}, {"/x/l?col=3&p=2", ways{"尾页@1": "/x/l?col=3&p=9"}}}, "/x/l?col=4", ways{}},
		{"a column that pages of others lead to is of the site", []page{{"/x/l?col=3", ways{"公告@1": "/x/l?col=5"}}, {"/x/l?col=4", ways{"公告@1": "/x/l?col=5"}}}, "/x/l?col=6", ways{"公告@1": "/x/l?col=5"}},
		{"what leads there from elsewhere, too, is of the site", []page{{"/x/i.html", ways{"公告@1": "/x/gg.html"}}, {"/z/i.html", ways{"公告@1": "/x/gg.html"}}}, "/y/i.html", ways{"公告@1": "/x/gg.html"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var m menu
			for _, p := range c.pages {
				m.met(p.at, p.ways)
			}
			if got := m.known(c.on); !maps.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
