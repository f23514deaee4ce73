package extract

import (
	"fmt"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

func TestPagesThatAskForMuch(t *testing.T) {
	many := func(n int, form string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.ReplaceAll(form, "#", fmt.Sprint(i)))
		}
		return b.String()
	}
	choice := func(n int, button string) string {
		return `<form action="list.php"><select name="d">` + many(n, `<option value="d#">部门#</option>`) + `</select><input type="submit" value="` + button + `"></form>`
	}
	loads := func(n int) string {
		return `<ul id="l"></ul><script>var base="/api/col"; function load(i){ $.getJSON(base + "/" + i + ".json", show); } ` + many(n, `load("c#"); `) + `</script>`
	}
	for _, tt := range []struct {
		name, body string
		via        Via
		links      int
		full       bool
	}{
		{"a choice of sixty departments", choice(60, "查看"), OnClick, 60, false},
		{"one whose button finds what there is of them", choice(60, "查询"), OnClick, 60, false},
		{"one of more than are asked for", choice(maxAsked+1, "查询"), OnClick, 0, true},
		{"lists of sixty departments, each asked for by itself", loads(60), Called, 60, false},
		{"more lists than are asked for", loads(maxDataLinks + 1), Called, maxDataLinks, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := &site.Page{URL: "http://www.a.gov.cn/x/", Final: "http://www.a.gov.cn/x/", From: "http://www.a.gov.cn/", Depth: 1, ContentType: "text/html; charset=utf-8", Body: []byte("<html><body><h1>部门文件</h1>" + tt.body + "</body></html>")}
			f, n := Page(p, false), 0
			for _, l := range f.Links {
				if l.Via == tt.via {
					n++
				}
			}
			if n != tt.links || f.Signals.Full != tt.full {
				t.Errorf("%d links, full %t; want %d, %t", n, f.Signals.Full, tt.links, tt.full)
			}
		})
	}
}
