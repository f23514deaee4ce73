package extract

import (
	"bytes"
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// Bounds of rows that are pressed by script.
const (
	leastPressedRows  = 3
	leastPressedRunes = 6
)

// pressedTags are the elements that such rows are made of.
var pressedTags = tagsOf(htmltree.Li, htmltree.Tr, htmltree.Dd, htmltree.Dl, htmltree.Div)

// pressedRows returns the words of the first of several rows without links of which the
// page keeps a key, <li data-id="1207">, or that one of its scripts names where it leads
// elsewhere at a click: $(".row").click(function(){ location.href = …; }). It returns ""
// where there are none.
func (p *page) pressedRows() string {
	var leading []*code
	for _, s := range p.scripts {
		if len(s.bound) > 0 && containsWord(s.src, departs) {
			leading = append(leading, s.code)
		}
	}
	t := p.tree
	rows, keyed, box := 0, 0, int32(0)
	first, firstKeyed := int32(0), int32(0)
	for i := range p.shown(1, pressedTags) {
		if p.zones[i] != inBody || p.m.of(p.m.plain, t, i) < leastPressedRunes || p.m.of(p.m.links, t, i) > 0 || p.namesOf(i)&(hasClick|hasDataLink) != 0 {
			continue
		}
		if p.namesOf(i)&hasRowKey != 0 {
			if up := t.Nodes[i].Parent; up != box {
				box, keyed, firstKeyed = up, 0, i
			}
			if keyed++; keyed >= leastPressedRows && hasHan(t.Text(firstKeyed)) {
				return cutRunes(strings.Clone(strings.TrimSpace(t.Text(firstKeyed))), maxTabRunes)
			}
		}
		if p.pressedBy(leading, i) {
			if rows++; rows == 1 {
				first = i
			}
			if rows >= leastPressedRows && hasHan(t.Text(first)) {
				return cutRunes(strings.Clone(strings.TrimSpace(t.Text(first))), maxTabRunes)
			}
		}
	}
	return ""
}

// noteShut notes a row of a list whose link says nothing of where it leads: a script gives
// it a place to go, <a href="#" name="1207">. A dated row is one by itself, of others it
// takes several beside each other.
func (p *page) noteShut(n int32, text string) {
	if p.shut.row != "" || p.zones[n] != inBody || !hasHan(text) || idleWords(text) {
		return
	}
	runes := runeCount(text)
	if runes < minTitleRunes || runes > maxHeadingRunes {
		return
	}
	t := p.tree
	row := t.Nodes[n].Parent
	for k := 0; k < 2 && row > 0; k, row = k+1, t.Nodes[row].Parent {
		if !clickTags.has(t.Nodes[row].Tag) {
			continue
		}
		if it, ok := p.clickRow(row); ok && it.Day != 0 && strings.Contains(text, it.Title) {
			p.shut.row = text
			return
		}
		if box := t.Nodes[row].Parent; box != p.shut.box {
			p.shut.box, p.shut.rows = box, 0
		}
		if p.shut.rows++; p.shut.rows >= leastPressedRows && runes >= titleRunes {
			p.shut.row = text
		}
		return
	}
}

// shutRows are the rows of a list, found so far, of which nothing says where they lead.
type shutRows struct {
	box, rows int32  // what holds the last of them, and how many it holds
	row       string // the words of one that tells
}

// pressedBy reports an element that a script names by a class of its own, or by its tag
// within what holds it.
func (p *page) pressedBy(scripts []*code, i int32) bool {
	if len(scripts) == 0 {
		return false
	}
	t := p.tree
	class, _ := t.Attr(i, "class")
	up := t.Nodes[i].Parent
	upID, _ := t.Attr(up, "id")
	upClass, _ := t.Attr(up, "class")
	for _, s := range scripts {
		for _, selector := range s.bound {
			last := selector[strings.LastIndexAny(selector, " >")+1:]
			if selects(selector, "", class) || last == t.Name(i) && selects(selector, upID, upClass) {
				return true
			}
		}
	}
	return false
}

// isRowKey reports an attribute in which rows keep what a script asks for by: data-id,
// data-docid.
func isRowKey(key []byte) bool {
	name, data := bytes.CutPrefix(bytes.ToLower(key), []byte("data-"))
	if !data || len(name) > len("manuscriptid") {
		return false
	}
	switch string(name) {
	case "key", "code", "no":
		return true
	case "grid", "valid", "fluid":
		return false
	}
	return bytes.HasSuffix(name, []byte("id"))
}
