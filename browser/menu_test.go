package browser

import (
	"context"
	"strings"
	"testing"
)

// What is known from other pages of the site is not pressed, and told all the same;
// what stands elsewhere on the page is another thing, and pressed.
func TestKnownFromOtherPages(t *testing.T) {
	p := pool(t)
	const nav = `<ul id=m><li data-c=1>政务公开</li><li data-c=2>通知公告</li></ul>`
	const script = `<script>m.onclick=e=>{fetch('/asked?'+e.target.dataset.c);location.href='/list?c='+e.target.dataset.c}</script>`
	show := func(body string, known []Way) (*View, []string) {
		w := &web{pages: map[string]string{"/": "text/html <meta charset=utf-8><body>" + body + script}}
		v, err := p.Render(context.Background(), Page{URL: home, Fetch: w.fetch, Known: known})
		if err != nil {
			t.Fatal(err)
		}
		return v, w.asked
	}
	first, asked := show(nav, nil)
	if len(first.Met) != 2 || len(asked) < 3 {
		t.Fatalf("pressed %v, asked %q", first.Met, asked)
	}
	for _, c := range []struct {
		name, body string
		pressed    bool
	}{
		{"in the same place", nav, false},
		{"in another place", "<p>位置</p>" + nav, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, asked := show(c.body, first.Met)
			if got := strings.Contains(strings.Join(asked, " "), "/asked"); got != c.pressed {
				t.Errorf("pressed: %v, asked %q", got, asked)
			}
			if !strings.Contains(v.HTML, home+"list?c=1&quot;") || !strings.Contains(v.HTML, home+"list?c=2&quot;") {
				t.Errorf("where they lead is not in %s", v.HTML)
			}
		})
	}
}
