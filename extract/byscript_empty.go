package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// emptyRunes is the text beside which an empty block counts as the place of what a
// page is for: its heading, a line above the list.
const emptyRunes = 60

// emptyListRunes is the same beside an empty list or table, which is there for rows.
const emptyListRunes = 120

// opaqueCalls are what scripts are hidden behind.
var opaqueCalls = []string{"atob(", "eval(", "fromCharCode", "unescape(", "decodeURIComponent(", "\\x"}

// emptyByScript returns what may come to stand in the main part of a page that shows
// nothing there: an element of the page's own making, a frame without an address, or
// an empty block that a script of the site can find. What the script does may be
// written in ways that nobody can read.
func (p *page) emptyByScript() string {
	runes := utf8.RuneCountInString(p.bareText())
	if runes > emptyListRunes || len(p.f.Attachments) > 0 || p.pictured() || p.f.Signals.Placeholder != "" || p.f.Signals.Redirect != "" {
		return ""
	}
	if to := p.sentOn(); to != "" {
		return to
	}
	if src := p.writtenInPlace(0); src != "" {
		return src
	}
	files, hidden := p.siteScripts()
	w := p.emptyWithin(p.main, runes, files, hidden)
	if w == "" && p.main != 0 {
		w = p.emptyWithin(0, emptyListRunes, files, hidden) // the main part may be taken for a menu's
	}
	if w == "" {
		return p.writtenInPlace(besideScript)
	}
	return w
}

// pictured reports that the page shows pictures beside that of the site's name.
func (p *page) pictured() bool {
	names := 0
	for i := range p.tree.Nodes {
		if p.tree.Nodes[i].Tag != htmltree.Img {
			continue
		}
		src, _ := p.tree.Attr(int32(i), "src")
		if p.zones[i] == inBody && strings.Contains(strings.ToLower(src), "logo") {
			names++
		}
	}
	return p.f.Media.Images > names
}

// emptyWithin looks for such an element below one.
func (p *page) emptyWithin(top int32, runes, files int, hidden bool) string {
	t := p.tree
	for i := max(top, 1); i < max(t.Nodes[top].Stop, 1); i++ {
		nd := &t.Nodes[i]
		if nd.Kind != htmltree.Element || p.zones[i] != inBody || p.m.of(p.m.plain, t, i)+p.m.of(p.m.linked, t, i) > 0 {
			continue
		}
		switch nd.Tag {
		case htmltree.Other, htmltree.Own:
			if name := t.Name(i); strings.IndexByte(name, '-') > 0 && (files > 0 || len(p.scripts) > 0) {
				return "<" + name + ">"
			}
		case htmltree.Iframe:
			if _, ok := t.Attr(i, "src"); !ok && (files > 0 || len(p.scripts) > 0) {
				return "<iframe>"
			}
		case htmltree.Ul, htmltree.Ol, htmltree.Tbody, htmltree.Table, htmltree.Div, htmltree.Dl, htmltree.Section:
			if files == 0 && !hidden || runes > emptyRunes && (nd.Tag == htmltree.Div || nd.Tag == htmltree.Section) {
				continue
			}
			id, _ := t.Attr(i, "id")
			class, _ := t.Attr(i, "class")
			if anyWord(id+" "+class, notListWords) {
				continue
			}
			switch names := strings.Fields(class); {
			case id != "":
				return "#" + id
			case len(names) > 0:
				return "." + names[0]
			case nd.Tag != htmltree.Div && nd.Tag != htmltree.Section:
				return "<" + t.Name(i) + ">"
			}
		}
	}
	return ""
}

// besideScript is the text that a block may have beside the script that fills it: the name
// of the column.
const besideScript = 20

// writtenInPlace returns the address of a script file of the site that has a block of the
// page to itself, but for a heading of most characters: <div class="list"><script src="/inc/list.js?c=12">
// </script></div>, or the words of a script that writes markup there. What it writes comes
// to stand there, and may be the list.
func (p *page) writtenInPlace(most int32) string {
	t := p.tree
	for i := range p.each(scriptTags) {
		block := t.Nodes[i].Parent
		switch t.Nodes[block].Tag {
		case htmltree.Body, htmltree.Head, htmltree.HTML, htmltree.None:
			continue
		}
		if p.zones[i] != inBody || p.m.of(p.m.plain, t, block) > most || p.m.of(p.m.linked, t, block) > 0 {
			continue
		}
		id, _ := t.Attr(block, "id")
		class, _ := t.Attr(block, "class")
		if anyWord(id+" "+class, notListWords) {
			continue
		}
		ref, ok := t.Attr(i, "src")
		if !ok {
			if words := p.writesMarkup(i); words != "" {
				return words
			}
			continue
		}
		path := pathOnly(ref)
		if libraryName(strings.ToLower(path[strings.LastIndexByte(path, '/')+1:])) || beside(path) || anyWord(path, notListWords) {
			continue
		}
		if abs, ok := normalize(p.base, ref, p.gb); ok && sameSite(abs, p.url.Host) {
			return quoteLine(ref)
		}
	}
	return ""
}

// writesMarkup returns the call by which the inline script i writes links or rows where it
// stands, "" where it does not.
func (p *page) writesMarkup(i int32) string {
	for _, s := range p.scripts {
		if s.node != i || s.shape == 0 || !s.markup {
			continue
		}
		for k := range s.literals {
			l := &s.literals[k]
			low := strings.ToLower(l.value)
			if strings.HasPrefix(l.name, "document.write") && (strings.Contains(low, "<li") || strings.Contains(low, "<a ") || strings.Contains(low, "<tr") || strings.Contains(low, "<dd")) {
				return quoteLine(s.src[max(0, l.at-len(l.name)-1):])
			}
		}
	}
	return ""
}

// listWords stand in the ids of blocks that hold rows, whatever else does.
var listWords = wordSet("list lists rows data content news article articles")

// notListWords stand in the ids of blocks that scripts fill with something else than rows.
var notListWords = wordSet("page pages pager paging pagination share qr qrcode jiucuo conac ewm video player top float layer mask barrier wza foot footer nav menu head header weather login search")

// ofExtras reports the address of a script of another host that shows a badge or counts
// visits: //dcs.conac.cn/js/33/1.js.
func ofExtras(address string) bool {
	_, rest, ok := strings.Cut(address, "//")
	host, _, _ := strings.Cut(rest, "/")
	return ok && containsWord(host, extras)
}

// siteScripts tells how many script files the page has that are no well-known
// libraries, and whether a script in it hides what it does.
func (p *page) siteScripts() (files int, hidden bool) {
	t := p.tree
	for i := range p.each(scriptTags) {
		ref, ok := t.Attr(i, "src")
		if !ok {
			continue
		}
		path, _, _ := strings.Cut(strings.ToLower(ref), "?")
		if libraryName(path[strings.LastIndexByte(path, '/')+1:]) || ofExtras(path) {
			continue
		}
		files++
	}
	for _, s := range p.scripts {
		for _, w := range opaqueCalls {
			hidden = hidden || strings.Contains(s.src, w)
		}
	}
	return files, hidden
}
