package extract

import (
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// A page may look whole and all the same hold back columns: a row of tabs of which
// only the first is there, a side menu that a script draws, an element of the site's
// own making, a choice of years. What a script makes of them is not read here; that
// they are there is.

// hides returns the words or the name of what in the page only a script can lead on
// from, "" where there is nothing of the kind.
func (p *page) hides() string {
	if len(p.scripts) == 0 && !p.hasScript() {
		return ""
	}
	if name := p.madeMenu(); name != "" {
		return name
	}
	if words := p.pressedRows(); words != "" {
		return words
	}
	if words := p.codedEntry(); words != "" {
		return words
	}
	if words := p.calledLinks(); words != "" {
		return words
	}
	if p.shut.row != "" {
		return cutRunes(strings.Clone(p.shut.row), maxTabRunes)
	}
	t := p.tree
	for i := int32(1); int(i) < len(t.Nodes); i++ {
		nd := &t.Nodes[i]
		if nd.Kind != htmltree.Element || p.zones[i] != inBody && p.zones[i] != inNav {
			continue
		}
		if p.namesOf(i)&hasDataLink != 0 {
			if words := p.codedLink(i); words != "" {
				return words
			}
		}
		switch nd.Tag {
		case htmltree.Other, htmltree.Own:
			if name := t.Name(i); strings.IndexByte(name, '-') > 0 && p.emptyAt(i) {
				return "<" + name + ">"
			}
		case htmltree.Details:
			if words := p.closedPart(i); words != "" {
				return words
			}
		case htmltree.Input:
			if words := p.sentChoice(i); words != "" {
				return words
			}
		case htmltree.Select:
			if years := p.yearsOf(i); years != "" {
				return years
			}
			if words := p.opensChoice(i); words != "" {
				return words
			}
		case htmltree.Div, htmltree.Ul, htmltree.Nav, htmltree.Aside, htmltree.Section:
			if name := p.emptyMenu(i); name != "" {
				return name
			}
			if words := p.tabsOf(i); words != "" {
				return words
			}
		}
	}
	return ""
}

// codedLink returns the words of an entry whose address only a script can read.
func (p *page) codedLink(i int32) (words string) {
	p.tree.Attrs(i, func(key, value []byte) bool {
		if isDataLink(key) && oddEnding(string(value)) && looksLikePath(string(value)) {
			words = cutRunes(strings.Clone(strings.TrimSpace(p.tree.Text(i))), maxTabRunes)
		}
		return words == ""
	})
	return words
}

// opensChoice returns the first entry of a box of several, or of a list with a button
// beside it that goes to what is chosen, of which nothing says where it leads.
func (p *page) opensChoice(i int32) string {
	t := p.tree
	for _, name := range [...]string{"onchange", "ondblclick", "multiple"} {
		if _, ok := t.Attr(i, name); ok {
			return ""
		}
	}
	if t.Up(i, htmltree.Form) != 0 {
		return ""
	}
	if size, _ := t.Attr(i, "size"); !(isNumber(size) && size != "0" && size != "1") && !p.goesBeside(i) {
		return ""
	}
	words := ""
	for k := i + 1; k < t.Nodes[i].Stop; k++ {
		if t.Nodes[k].Tag != htmltree.Option {
			continue
		}
		value, _ := t.Attr(k, "value")
		if looksLikePath(value) {
			return ""
		}
		if text := strings.TrimSpace(t.Text(k)); words == "" && hasHan(text) {
			words = text
		}
	}
	return cutRunes(strings.Clone(words), maxTabRunes)
}

// goesBeside reports a button beside a list, or beside what holds it, that goes to what
// is chosen.
func (p *page) goesBeside(i int32) bool {
	t := p.tree
	for n, up := 0, i; n < 2 && up > 0; n, up = n+1, t.Nodes[up].Parent {
		for k := t.Nodes[up].Next; k > 0; k = t.Nodes[k].Next {
			text := ""
			switch t.Nodes[k].Tag {
			case htmltree.Input:
				text, _ = t.Attr(k, "value")
			case htmltree.Button, htmltree.A, htmltree.Span:
				text = t.Text(k)
			}
			if text = strings.ToUpper(strings.TrimSpace(text)); text != "" && runeCount(text) <= 4 && containsWord(text, goWords) {
				return true
			}
		}
	}
	return false
}

// emptyAt reports an element in which nothing is shown.
func (p *page) emptyAt(i int32) bool {
	if p.m.of(p.m.plain, p.tree, i)+p.m.of(p.m.linked, p.tree, i) > 0 {
		return false
	}
	for k := i + 1; k < p.tree.Nodes[i].Stop; k++ {
		switch p.tree.Nodes[k].Tag {
		case htmltree.Img, htmltree.Input, htmltree.Iframe, htmltree.Video, htmltree.Object, htmltree.Embed, htmltree.Canvas, htmltree.Script:
			return false
		}
	}
	return true
}

// closedPart returns the heading of a part that opens and holds nothing yet.
func (p *page) closedPart(i int32) string {
	s := p.tree.Find(i, htmltree.Summary)
	if s == 0 || p.m.of(p.m.linked, p.tree, i) > 0 || p.m.of(p.m.plain, p.tree, i) > p.m.of(p.m.plain, p.tree, s) {
		return ""
	}
	return strings.Clone(strings.TrimSpace(cutRunes(p.tree.Text(s), maxTabRunes)))
}

// menuMarks are parts of the names of blocks that hold a menu or a list.
var menuMarks = []string{"side", "tree", "catalog", "lanmu", "mulu", "leftnav", "left-nav", "submenu", "sub-menu", "columns"}

// emptyMenu returns the name of an empty block that is named like a menu.
func (p *page) emptyMenu(i int32) string {
	if !p.emptyAt(i) {
		return ""
	}
	id, _ := p.tree.Attr(i, "id")
	class, _ := p.tree.Attr(i, "class")
	name := strings.ToLower(id + " " + class)
	if name == " " || !containsWord(name, menuMarks) {
		return ""
	}
	if names := strings.Fields(class); len(names) > 0 {
		return "." + names[0]
	}
	return "#" + id
}

// sentChoice returns the value of a choice, not the one that is made, that sends its
// form when it is pressed; what is sent by POST or with words typed in is no way on.
func (p *page) sentChoice(i int32) string {
	t := p.tree
	kind, _ := t.Attr(i, "type")
	click, _ := t.Attr(i, "onclick")
	change, _ := t.Attr(i, "onchange")
	if _, made := t.Attr(i, "checked"); made || !strings.EqualFold(kind, "radio") || !strings.Contains(click+change, "submit") {
		return ""
	}
	form := t.Up(i, htmltree.Form)
	if form == 0 {
		return ""
	}
	if method, _ := t.Attr(form, "method"); strings.EqualFold(strings.TrimSpace(method), "post") {
		return ""
	}
	for k := form + 1; k < t.Nodes[form].Stop; k++ {
		if t.Nodes[k].Tag != htmltree.Input {
			continue
		}
		if kind, _ := t.Attr(k, "type"); kind == "" || strings.EqualFold(kind, "text") || strings.EqualFold(kind, "search") {
			return ""
		}
	}
	value, _ := t.Attr(i, "value")
	return cutRunes(strings.Clone(value), maxTabRunes)
}

// yearsOf returns the words of a choice of years that no form sends and that says
// nothing of where it leads.
func (p *page) yearsOf(i int32) string {
	t := p.tree
	if _, ok := t.Attr(i, "onchange"); ok {
		return ""
	}
	for up := t.Nodes[i].Parent; up > 0; up = t.Nodes[up].Parent {
		if t.Nodes[up].Tag == htmltree.Form {
			return ""
		}
	}
	years, words := 0, ""
	for k := i + 1; k < t.Nodes[i].Stop; k++ {
		if t.Nodes[k].Tag != htmltree.Option {
			continue
		}
		text := strings.TrimSpace(t.Text(k))
		if digits := strings.TrimSuffix(text, "年"); len(digits) == 4 && strings.HasPrefix(digits, "20") && isNumber(digits) {
			years++
			words = text
		}
	}
	if years < 2 {
		return ""
	}
	return words
}

// Bounds of a row of tabs.
const (
	minTabs, maxTabs         = 2, 24
	minTabRunes, maxTabRunes = 2, 14
)

// tabsOf returns the words of a row of tabs of which only one can be seen: its entries
// lead nowhere, one of them is marked as the one that is shown or all can be pressed,
// and beside it there are not as many panes as tabs.
func (p *page) tabsOf(i int32) string {
	t := p.tree
	n, marked, pressed := int32(0), 0, int32(0)
	words := ""
	var tag htmltree.Tag
	for k := t.Nodes[i].First; k > 0; k = t.Nodes[k].Next {
		nd := &t.Nodes[k]
		if nd.Kind != htmltree.Element {
			if nd.Kind == htmltree.Text && p.m.of(p.m.plain, t, k) > 0 {
				return ""
			}
			continue
		}
		if n++; n > maxTabs || n > 1 && nd.Tag != tag || nd.Tag == htmltree.A || p.m.of(p.m.links, t, k) > 0 || p.m.of(p.m.plain, t, k) > 3*maxTabRunes {
			return ""
		}
		tag = nd.Tag
		text := strings.TrimSpace(t.Text(k))
		if runes := runeCount(text); runes < minTabRunes || runes > maxTabRunes || !allHan(text) {
			return ""
		}
		class, _ := t.Attr(k, "class")
		if isCurrent(class) {
			marked++
		} else if words == "" {
			words = text
		}
		if p.pressable(k) || p.bound(k) || p.bound(i) {
			pressed++
		}
	}
	if n < minTabs || marked != 1 && pressed < n || p.panes(i) >= int(n) {
		return ""
	}
	return strings.Clone(words)
}

// currentMarks name the entry of a menu that is the one shown.
var currentMarks = []string{"on", "cur", "current", "active", "act", "selected", "sel", "this", "now", "checked", "hover", "focus"}

func isCurrent(class string) bool {
	for _, name := range strings.Fields(strings.ToLower(class)) {
		for _, w := range currentMarks {
			if name == w || strings.HasSuffix(name, "-"+w) || strings.HasSuffix(name, "_"+w) {
				return true
			}
		}
	}
	return false
}

// pressable reports an element that says that it can be pressed.
func (p *page) pressable(i int32) bool {
	role, _ := p.tree.Attr(i, "role")
	switch strings.ToLower(role) {
	case "link", "tab", "button", "menuitem", "treeitem":
		return true
	}
	style, _ := p.tree.Attr(i, "style")
	return strings.Contains(strings.ReplaceAll(strings.ToLower(style), " ", ""), "cursor:pointer")
}

// panes is the largest number of blocks alike, of what stands behind a row of tabs,
// that could be its panes.
func (p *page) panes(i int32) int {
	t := p.tree
	most := 0
	for up, level := i, 0; up > 0 && level < 4; up, level = t.Nodes[up].Parent, level+1 {
		most = max(most, p.alike(t.Nodes[up].Next))
		for next := t.Nodes[up].Next; next > 0; next = t.Nodes[next].Next {
			most = max(most, p.alike(t.Nodes[next].First))
		}
	}
	return most
}

// alike is the largest number of blocks of one kind among an element and those that
// follow it.
func (p *page) alike(i int32) int {
	t := p.tree
	type kind struct {
		tag   htmltree.Tag
		class string
	}
	n, most := map[kind]int{}, 0
	for ; i > 0; i = t.Nodes[i].Next {
		switch t.Nodes[i].Tag {
		case htmltree.Div, htmltree.Ul, htmltree.Dl, htmltree.Table, htmltree.Section, htmltree.Article:
			class, _ := t.Attr(i, "class")
			class, _, _ = strings.Cut(strings.TrimSpace(class), " ")
			k := kind{t.Nodes[i].Tag, class}
			n[k]++
			most = max(most, n[k])
		}
	}
	return most
}

func allHan(s string) bool {
	for _, r := range s {
		if (r < firstHan || r > lastHan) && r != '、' && r != '·' {
			return false
		}
	}
	return true
}

func isNumber(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return len(s) > 0
}
