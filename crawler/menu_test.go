package crawler

import (
	"maps"
	"testing"
)

func TestMenu(t *testing.T) {
	type page = map[string]string
	for _, c := range []struct {
		name  string
		pages []page
		want  page
	}{
		{"what one page has may be its own", []page{{"公告@1": "/a"}}, page{}},
		{"what two pages have alike need not be pressed again", []page{{"公告@1": "/a"}, {"公告@1": "/a", "要闻@2": "/b"}}, page{"公告@1": "/a"}},
		{"what leads elsewhere on each page has to be", []page{{"公告@1": "/a"}, {"公告@1": "/b"}, {"公告@1": "/b"}}, page{}},
		{"the same words in two places are two things", []page{{"公告@1": "/a"}, {"公告@2": "/a"}}, page{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var m menu
			for _, p := range c.pages {
				m.met(p)
			}
			if got := m.known(); !maps.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
