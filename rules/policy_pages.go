package rules

import (
	"net/url"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// further reports that a document is a further page of another: its address is that of
// the other with the number of a page, and its title is the same. The first page is
// judged for both.
func (v *policyView) further(d *portal.Document) bool {
	for _, address := range firstPages(d.Page.URL) {
		pg := v.c.Portal.Page(address)
		if pg != nil && pg != d.Page && pg.OK() && extract.Fold(pg.Title()) == extract.Fold(d.Title) {
			return true
		}
	}
	return false
}

// firstPages returns the addresses that the first page of an article may have, of
// which address is a further page: 12_2.html of 12.html, show.asp?id=12&page=2 of
// show.asp?id=12.
func firstPages(address string) []string {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	var out []string
	var kept []string
	paged := false
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		if name, _, _ := strings.Cut(strings.ToLower(pair), "="); pageParam(name) {
			paged = true
			continue
		}
		kept = append(kept, pair)
	}
	if paged {
		first := *u
		first.RawQuery = strings.Join(kept, "&")
		out = append(out, first.String())
	}
	name, ext := u.Path, ""
	if dot := strings.LastIndexByte(name, '.'); dot > strings.LastIndexByte(name, '/') {
		name, ext = name[:dot], name[dot:]
	}
	if stem := pageless(name); stem != name {
		first := *u
		first.Path, first.RawPath = stem+ext, ""
		out = append(out, first.String())
	}
	return out
}
