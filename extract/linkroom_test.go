package extract

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// linked is a page that leads to n places of its own.
func linked(name string, n int) *site.Page {
	var b strings.Builder
	b.WriteString("<html><body><div class=nav><a href=/>首页</a></div><ul>")
	for i := range n {
		fmt.Fprintf(&b, "<li><a href=/%s/%d.html>第%d条%s</a></li>", name, i, i, name)
	}
	b.WriteString("</ul></body></html>")
	address := "http://www.example.gov.cn/" + name
	return &site.Page{URL: address, Final: address, ContentType: "text/html; charset=utf-8", Body: []byte(b.String())}
}

func TestLinksGivenUpChangeNoOtherPage(t *testing.T) {
	var codec Codec
	for _, x := range []struct {
		name string
		n    int
	}{{"a", 30}, {"b", 5}, {"c", 30}, {"d", 600}, {"e", 30}} {
		p := linked(x.name, x.n)
		kept := Page(p, false) // stays in use
		p.Facts = codec.Pack(p, kept)
		given, unpacked := Page(p, false), codec.Unpack(p, p.Facts)
		want := slices.Clone(kept.Links)
		if len(want) < x.n || !slices.Equal(given.Links, want) || !slices.Equal(unpacked.Links, want) {
			t.Fatalf("page %s leads to %d places, wanted %d at least, each way", x.name, len(want), x.n)
		}
		given.GiveUpLinks()
		unpacked.GiveUpLinks()
		if given.Links != nil || unpacked.Links != nil {
			t.Errorf("page %s still has links that were given up", x.name)
		}
		Page(linked("other", 30), false)
		if !slices.Equal(kept.Links, want) {
			t.Errorf("the links of page %s, in use, were overwritten", x.name)
		}
	}
	var none *Facts
	none.GiveUpLinks() // pages without facts are given up alike
}
