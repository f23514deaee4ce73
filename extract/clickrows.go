package extract

import (
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// clickTags are the elements that rows are made of.
var clickTags = tagsOf(htmltree.Li, htmltree.Tr, htmltree.Dd, htmltree.Dl, htmltree.Div, htmltree.Article, htmltree.Section, htmltree.P)

// readClickRows takes the rows of a list whose rows are no links but are clicked,
// <li onclick="…">, <tr data-href="…">, where the page shows no others. It reports
// whether there are such.
func (p *page) readClickRows() bool {
	ways := map[string]string{} // where a click on these words leads
	for i := range p.f.Links {
		if l := &p.f.Links[i]; l.Via == OnClick && l.Region == Body && ways[l.Text] == "" {
			ways[l.Text] = l.URL
		}
	}
	if len(ways) < 2 {
		return false
	}
	t := p.tree
	groups := map[[2]int32][]Item{} // by the box that holds the rows, and their tag
	var boxes [][2]int32            // in page order
	var best, all []Item
	for n := range p.shown(1, clickTags) {
		if p.zones[n] != inBody {
			continue
		}
		pressed := n
		if !p.clicked(n) {
			if pressed = p.clickedCell(n); pressed == 0 {
				continue
			}
		}
		address := ways[p.clickText(pressed)]
		it, ok := p.clickRow(n)
		if address == "" || !ok {
			continue
		}
		it.URL = address
		all = append(all, it)
		key := [2]int32{t.Nodes[n].Parent, int32(t.Nodes[n].Tag)}
		if groups[key] == nil {
			boxes = append(boxes, key)
		}
		if len(groups[key]) < MaxItems {
			groups[key] = append(groups[key], it)
		}
	}
	var tag int32
	for _, key := range boxes {
		if rows := groups[key]; t.Nodes[key[0]].Tag != htmltree.Body && len(rows) > len(best) && rowsOfDocuments(rows) {
			tag, best = key[1], rows
		}
	}
	// Rows that another page of the list took the place of, the browser puts back behind
	// the page.
	for _, key := range boxes {
		if t.Nodes[key[0]].Tag == htmltree.Body && (best == nil || key[1] == tag) {
			best = append(best, groups[key]...)
		}
	}
	if !rowsOfDocuments(best) {
		return false
	}
	if p.f.Kind == Article && !mostOf(p.f.Text, all, ways) {
		return false
	}
	p.f.Items, p.f.Kind, p.f.Signals.ListByScript = best, List, ""
	return true
}

// mostOf reports rows whose titles and days are most of a text, or would be with the
// other lines that lead elsewhere.
func mostOf(text string, rows []Item, ways map[string]string) bool {
	runes, linked := 0, 0
	for i := range rows {
		runes += runeCount(rows[i].Title)
		if rows[i].Day != 0 {
			runes += len("2006-01-02")
		}
	}
	for line := range strings.SplitSeq(text, "\n") {
		if ways[line] != "" {
			linked += runeCount(line)
		}
	}
	return len(rows) >= 3 && 3*max(runes, linked) >= 2*runeCount(text)
}

// rowsOfDocuments reports whether what is clicked are the rows of a list rather than
// the tiles of a menu: half of them have a day, or they are as long as titles.
func rowsOfDocuments(items []Item) bool {
	dated, runes := 0, 0
	for i := range items {
		if items[i].Day != 0 {
			dated++
		}
		runes += runeCount(items[i].Title)
	}
	return len(items) >= 2 && 2*dated >= len(items) || len(items) >= 3 && runes >= 3*minTitleRunes*len(items)
}

// clicked reports an element that leads somewhere when it is clicked.
func (p *page) clicked(n int32) (found bool) {
	p.tree.Attrs(n, func(key, _ []byte) bool {
		found = strings.EqualFold(string(key), "onclick") || isDataLink(key)
		return !found
	})
	return found
}

// clickedCell returns the cell of a table's row that leads somewhere when it is clicked,
// 0 without one.
func (p *page) clickedCell(n int32) int32 {
	t := p.tree
	if t.Nodes[n].Tag != htmltree.Tr {
		return 0
	}
	for k := n + 1; k < t.Nodes[n].Stop; k++ {
		if t.Nodes[k].Tag == htmltree.Td && p.clicked(k) {
			return k
		}
	}
	return 0
}

// clickRow reads what a row says: the longest of its first texts is its title, its
// day stands in one of them.
func (p *page) clickRow(n int32) (it Item, ok bool) {
	t := p.tree
	for k, texts := n+1, 0; k < t.Nodes[n].Stop && texts < 8; k++ {
		if t.Nodes[k].Kind != htmltree.Text {
			continue
		}
		s := clean(htmltree.Decode(t.RawBytes(k)))
		if s == "" {
			continue
		}
		texts++
		if m, dated := edgeDay(s); dated {
			if it.Day == 0 {
				it.Day = m.day
			}
			s = cutOut(s, m.start, m.end)
		}
		if texts <= 4 && runeCount(s) > runeCount(it.Title) {
			it.Title = s
		}
	}
	it.Title = strings.Trim(cutRunes(it.Title, maxLinkRunes), " ·•・\u00a0")
	return it, runeCount(it.Title) >= minTitleRunes
}
