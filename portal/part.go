package portal

import (
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
)

// A part is what a page shows from elsewhere by its scripts: rows that came as
// data, or a document outside the site's paths shown in a frame. It is no page of
// the site: what is asked of pages is not asked of it, and its absence is nobody's
// broken link. Its rows are rows of the page that asked for it.

// isPart reports whether pg is a part.
func (p *Portal) isPart(pg *Page) bool {
	switch {
	case pg.OK() && pg.Kind() == extract.Data:
		return true
	case pg.within == 0:
		return false
	}
	return !pg.OK() || pg.Kind() == extract.File || isScript(pg.URL) || place(p.scope, pg.URL) != Inside
}

// isScript reports the address of a script file.
func isScript(address string) bool {
	path, _, _ := strings.Cut(address, "?")
	return strings.HasSuffix(path, ".js")
}

// maxPartRows bounds the rows a page takes over from its parts.
const maxPartRows = 1000

// maxCallers is how many pages may ask for the same rows: what more of them ask for
// stands beside their content.
const maxCallers = 20

// setParts gives the pages the rows of their parts. Parts are in the order of their
// addresses.
func (p *Portal) setParts(parts []*Page) {
	for _, part := range parts {
		if part.within == 0 {
			continue
		}
		if pg := p.pageAt(p.table.best[part.within-1]); pg.OK() && !isArticle(pg) && pg != part {
			more := pg.outlined()
			more.frames = appendNew(more.frames, part.URL)
		}
	}
	for _, pg := range p.Pages {
		if pg.OK() && len(pg.Frames()) > 0 {
			p.takeRows(pg)
		}
	}
}

// takeRows adds the rows of the parts of pg to its own, and takes back what was
// said of rows that only a script knows where all of them came.
func (p *Portal) takeRows(pg *Page) {
	f := *pg.Facts()
	s, before := &f.Signals, f.Signals
	defer func() {
		if *s != before {
			p.shelf.repack(pg, &f)
		}
	}()
	asked, missing, rows := 0, 0, 0
	own := slices.Clone(p.shelf.rowsOf(pg))
	for _, address := range pg.Frames() {
		part := p.Page(address)
		if part == nil || !part.is(markPart) {
			continue
		}
		asked++
		if !part.OK() {
			missing++
			continue
		}
		if id, ok := p.table.find(address); ok && p.pagesLinking(id) > maxCallers {
			continue
		}
		if s.NavByScript != "" && len(part.Menu()) > 0 {
			s.NavByScript = ""
		}
		for _, r := range p.shelf.rowsOf(part) {
			if len(own) < maxPartRows && !slices.ContainsFunc(own[:min(len(own), 100)], func(x row) bool { return x.form == r.form }) {
				own = append(own, r)
			}
			rows++
		}
	}
	if len(own) > pg.Rows() {
		p.shelf.setRows(pg, own)
	}
	if asked == 0 || missing > 0 || rows == 0 {
		return
	}
	s.ListByScript, s.NeedsBrowser, s.Placeholder = "", "", ""
	s.PartByScript = s.Asks
	if s.Pages <= 1 {
		return
	}
	s.Pages = 0 // its further pages are those of the data
}

// addParts makes what c shows in frames, and what those show, part of it.
func (p *Portal) addParts(c *Column) {
	waiting := append([]*Page{c.Page}, c.Parts...)
	seen := map[*Page]bool{}
	for len(waiting) > 0 && len(c.Parts) < maxColumnParts {
		pg := waiting[0]
		waiting = waiting[1:]
		if !pg.OK() || seen[pg] {
			continue
		}
		seen[pg] = true
		for _, frame := range pg.Frames() {
			id, ok := p.table.find(frame)
			part := p.Page(frame)
			switch {
			case !ok || part == nil || part == c.Page || seen[part]:
			case part.is(markPart) && (part.OK() && part.Rows() == 0 && (part.Kind() == extract.Data || isScript(part.URL)) || p.pagesLinking(id) > maxCallers):
			case !part.is(markPart) && (p.furniture(id) || place(p.scope, frame) != Inside): // a menu or footer
			default:
				c.Parts = append(c.Parts, part)
				waiting = append(waiting, part)
			}
		}
	}
}

// maxColumnParts bounds the pages one column is made of.
const maxColumnParts = 2000
