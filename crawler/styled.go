package crawler

import (
	"bytes"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// onlyStyled reports XML that a style sheet makes a page of, ways on included: what it
// looks like, and where it leads, only a browser knows. On a home page what else leads
// on is its least part.
func onlyStyled(p *site.Page, f *extract.Facts) bool {
	return f.Kind == extract.Data && (p.Depth == 0 && p.From == "" || len(f.Links) == 0 && len(f.Attachments) == 0 && !leadOn(f.Items)) && namesXSL(p.Body)
}

// unstyled reports XML of which its style sheet made no page in the browser, as one does
// that knows no XSL.
func unstyled(p *site.Page) bool {
	return namesXSL(p.Body) && !bytes.Contains(bytes.ToLower(p.Rendered.Body), []byte("<html"))
}

func namesXSL(body []byte) bool {
	_, rest, some := bytes.Cut(body[:min(len(body), 4<<10)], []byte("<?xml-stylesheet"))
	head, _, _ := bytes.Cut(rest, []byte("?>"))
	return some && bytes.Contains(head, []byte("xsl"))
}
