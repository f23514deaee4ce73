package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// emptyRunes is the text beside which an empty block counts as the place of what a
// page is for: its heading, a line above the list.
const emptyRunes = 60

// listNames stand in the classes of blocks that hold rows or text.
var listNames = []string{"list", "news", "data", "content", "article", "item", "result", "con", "main", "rows", "box"}

// opaqueCalls are what scripts are hidden behind.
var opaqueCalls = []string{"atob(", "eval(", "fromCharCode", "unescape(", "decodeURIComponent(", "\\x"}

// emptyByScript returns what may come to stand in the main part of a page that shows
// nothing there: an element of the page's own making, a frame without an address, or
// an empty block that a script of the site can find. What the script does may be
// written in ways that nobody can read.
func (p *page) emptyByScript() string {
	if utf8.RuneCountInString(p.bareText()) > emptyRunes || len(p.f.Attachments) > 0 || p.f.Media.Images > 0 || p.f.Signals.Placeholder != "" || p.f.Signals.Redirect != "" {
		return ""
	}
	t := p.tree
	files, first, hidden := p.siteScripts()
	for i := max(p.main, 1); i < max(t.Nodes[p.main].Stop, 1); i++ {
		nd := &t.Nodes[i]
		if nd.Kind != htmltree.Element || p.zones[i] != inBody || p.m.of(p.m.plain, t, i)+p.m.of(p.m.linked, t, i) > 0 {
			continue
		}
		switch nd.Tag {
		case htmltree.Other:
			if name := t.Name(i); strings.IndexByte(name, '-') > 0 && (files > 0 || len(p.scripts) > 0) {
				return "<" + name + ">"
			}
		case htmltree.Iframe:
			if _, ok := t.Attr(i, "src"); !ok && (files > 0 || len(p.scripts) > 0) {
				return "<iframe>"
			}
		case htmltree.Ul, htmltree.Ol, htmltree.Tbody, htmltree.Table, htmltree.Div, htmltree.Dl, htmltree.Section:
			if id, ok := t.Attr(i, "id"); ok && len(id) > 1 && (files > 0 || hidden) && !containsWord(strings.ToLower(id), notLists) {
				return "#" + id
			}
			// every page has scripts in its frame; one that stands after the block is for it
			if class, ok := t.Attr(i, "class"); ok && (hidden || first > i) && containsWord(strings.ToLower(class), listNames) {
				return "." + strings.Fields(class + " ")[0]
			}
		}
	}
	return ""
}

// notLists stand in the ids of blocks that scripts fill with something else than rows.
var notLists = []string{"page", "share", "qr", "jiucuo", "conac", "ewm", "video", "player", "top", "float", "layer", "mask", "barrier", "wza", "foot", "nav", "menu", "head", "weather", "login", "search"}

// siteScripts tells how many script files of the site's own the page has, where the
// first of those in its main part stands, and whether a script hides what it does.
func (p *page) siteScripts() (files int, first int32, hidden bool) {
	t := p.tree
	for i := int32(0); int(i) < len(t.Nodes); i++ {
		if t.Nodes[i].Tag != htmltree.Script {
			continue
		}
		ref, ok := t.Attr(i, "src")
		if !ok {
			continue
		}
		path, _, _ := strings.Cut(strings.ToLower(ref), "?")
		name := strings.ReplaceAll(path[strings.LastIndexByte(path, '/')+1:], ".min.js", ".js")
		if containsWord(name, libraryNames) {
			continue
		}
		files++
		if first == 0 && t.Contains(p.main, i) && p.zones[i] == inBody {
			first = i
		}
	}
	for _, s := range p.scripts {
		for _, w := range opaqueCalls {
			hidden = hidden || strings.Contains(s.src, w)
		}
	}
	return files, first, hidden
}
