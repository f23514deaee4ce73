package extract

import (
	"fmt"
	"strings"

	"github.com/govaudit/govaudit/site"
)

// Read gives the facts of a fetched page as every reader of it must see them,
// while it is crawled or when it is judged again: the home page is the one that no
// page led to, and a script speaks for the page it was found on.
//
// A page that makes this program fail gives facts that say so in every signal:
// what it shows counts as not observed.
func Read(p *site.Page) (f *Facts) {
	defer func() {
		if r := recover(); r != nil {
			f = unreadable(p, fmt.Sprintf("本程序未能解读该页（%v）", r))
		}
	}()
	if p.From == "" || !strings.Contains(strings.ToLower(p.ContentType), "javascript") {
		return Page(p, p.From == "" && p.Depth == 0)
	}
	q := *p
	q.Final = p.From
	f = Page(&q, false)
	f.URL = p.Final
	return f
}

func unreadable(p *site.Page, why string) *Facts {
	return &Facts{URL: p.Final, Asked: p.URL, Seen: p.Fetched, SHA256: p.SHA256, Kind: Other, Signals: Signals{
		Total: -1, ListByScript: why, NavByScript: why, RelatedByScript: why, FooterByScript: why, PartByScript: why,
	}}
}
