package browser

import (
	"slices"
	"strings"
	"testing"
)

// An application that does not go back to the view it came from is not seen to its end,
// but what was pressed in it by then is known.
func TestLeft(t *testing.T) {
	p := pool(t)
	const nav = `<ul id=m><li data-p=/view/1>政务公开</li><li data-p=/view/2>通知公告</li></ul><p id=v></p><script>m.onclick=e=>{history.pushState({},'',e.target.dataset.p);v.textContent='正文'};`
	for _, c := range []struct {
		name, page  string
		leads, told []string
		rest        string
	}{
		{"it stays where it is", nav + `addEventListener('popstate',()=>history.pushState({},'','/view/1'))</script>`, []string{home + "view/1"}, nil, "…"},
		{"it goes back late", nav + `let late=1;addEventListener('popstate',()=>{if(late){late=0;history.pushState({},'','/view/1');setTimeout(()=>history.replaceState({},'','/'),2500)}})</script>`, nil, []string{home + "view/1", home + "view/2"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := render(t, p, &web{pages: map[string]string{"/": "text/html <meta charset=utf-8><body>" + c.page}}, home)
			slices.Sort(v.Leads)
			if got := slices.Compact(v.Leads); !slices.Equal(got, c.leads) {
				t.Errorf("leads %q, want %q", got, c.leads)
			}
			if v.Rest != c.rest {
				t.Errorf("rest %q, want %q", v.Rest, c.rest)
			}
			for _, want := range c.told {
				if !strings.Contains(v.HTML, want+"&quot;") {
					t.Errorf("%s is not in %s", want, v.HTML)
				}
			}
		})
	}
}
