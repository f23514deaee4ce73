package portal

import (
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
)

// setParents gives each column its place in the tree: by the breadcrumbs of all
// pages, else by the folders of the address.
func (p *Portal) setParents() {
	votes := map[*Column]map[*Column]int{}
	top := map[*Column]int{}
	for _, pg := range p.Pages {
		if pg.OK() {
			p.vote(pg, votes, top)
		}
	}
	folders := map[string]*Column{}
	for _, c := range p.Columns {
		if k := key(c.URL); strings.HasSuffix(k, "/") {
			folders[k] = c
		}
	}
	for _, c := range p.Columns {
		if up, n := most(votes[c]); n > top[c] {
			c.Parent = up
		} else if top[c] == 0 {
			c.Parent = folderAbove(folders, c)
		}
		if loops(c) {
			c.Parent = nil
		}
	}
	for _, c := range p.Columns {
		if c.Parent != nil {
			c.Parent.Subs = append(c.Parent.Subs, c)
		}
	}
	for _, c := range p.Columns {
		c.OnHome = p.onHome(c)
		c.Level = level(c, top[c] > 0)
	}
}

// vote counts what one page's breadcrumb says of the columns on it. The page
// itself stands under the last step that is another address.
func (p *Portal) vote(pg *Page, votes map[*Column]map[*Column]int, top map[*Column]int) {
	var above *Column
	first := true
	step := func(c *Column) {
		if c == nil || c == above {
			return
		}
		if first {
			top[c]++
		} else if above != nil {
			if votes[c] == nil {
				votes[c] = map[*Column]int{}
			}
			votes[c][above]++
		}
		above, first = c, false
	}
	p.shelf.crumbs(pg, func(form uint32) { step(p.columns[p.table.of[form]]) })
	if !isArticle(pg) && p.shelf.steps(pg) > 0 {
		step(p.columns[pg.id])
	}
}

func most(votes map[*Column]int) (*Column, int) {
	var best *Column
	for c, n := range votes {
		if best == nil || n > votes[best] || n == votes[best] && c.URL < best.URL {
			best = c
		}
	}
	return best, votes[best]
}

func folderAbove(folders map[string]*Column, c *Column) *Column {
	k := key(c.URL)
	if i := strings.IndexByte(k, '?'); i >= 0 {
		k = k[:i]
	}
	k = strings.TrimSuffix(k, "/")
	for {
		i := strings.LastIndexByte(k, '/')
		if i < 0 {
			return nil
		}
		if up := folders[k[:i+1]]; up != nil && up != c {
			return up
		}
		k = k[:i]
	}
}

func loops(c *Column) bool {
	for up, n := c.Parent, 0; up != nil; up, n = up.Parent, n+1 {
		if up == c || n > 20 {
			return true
		}
	}
	return false
}

// level counts the steps from the home page: by the tree, and for a column
// without parent 1 if breadcrumbs begin with it or the home page's menu has it.
func level(c *Column, top bool) int {
	n := 1
	for up := c.Parent; up != nil && n < 20; up = up.Parent {
		n++
	}
	if n > 1 || top || c.OnHome {
		return n
	}
	return 2
}

// onHome reports whether the home page's menu links to the column.
func (p *Portal) onHome(c *Column) bool {
	if p.Home == nil {
		return false
	}
	id, ok := p.table.find(c.URL)
	return ok && slices.ContainsFunc(p.table.linked(id), func(a anchor) bool {
		return regions[a.region] == extract.Nav && key(p.table.url(a.from)) == key(p.Home.URL)
	})
}
