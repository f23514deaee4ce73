package extract

import (
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// maxBefore bounds the siblings looked at for a script that opens a hidden block.
const maxBefore = 12

// readHidingScripts finds what inline scripts hide: elements by their id, and what
// follows them in the page, where they write the opening of a hidden block.
func (p *page) readHidingScripts() {
	v := p.veil
	for _, s := range p.scripts {
		if s.has("document.write") {
			if how := opensHidden(s.literals); how != "" {
				if v.writes == nil {
					v.writes = map[int32]string{}
				}
				v.writes[s.node] = how
			}
		}
		if s.has("display") && s.has("none") {
			for _, id := range hiddenIDs(s.src) {
				if v.ids == nil {
					v.ids = map[string]bool{}
				}
				v.ids[id] = true
			}
		}
	}
}

// opensHidden returns the style of a block that the literals open and do not
// close again, "" if they do not.
func opensHidden(list []literal) string {
	for _, l := range list {
		low := strings.ToLower(l.value)
		at := strings.Index(low, "<div")
		if at < 0 {
			at = strings.Index(low, "<span")
		}
		if at < 0 {
			at = strings.Index(low, "<marquee")
		}
		if at < 0 || strings.Count(low, "</") >= strings.Count(low, "<")-strings.Count(low, "</") {
			continue
		}
		var t htmltree.Tree
		t.Parse([]byte(l.value[at:]))
		for i := range t.Nodes {
			style, ok := t.Attr(int32(i), "style")
			if !ok {
				continue
			}
			if by, how := declarations(style).hides(true); by != "" {
				return how
			}
		}
	}
	return ""
}

// hiddenIDs returns the ids in getElementById("…").style.display="none".
func hiddenIDs(src string) []string {
	const call = "getElementById("
	var out []string
	for len(out) < 50 {
		i := strings.Index(src, call)
		if i < 0 {
			return out
		}
		src = src[i+len(call):]
		id, rest, ok := strings.Cut(src[:min(len(src), 120)], ")")
		if !ok {
			continue
		}
		line, _, _ := strings.Cut(rest, ";")
		line = strings.Join(strings.Fields(line), "")
		if strings.HasPrefix(line, ".style.display=") && strings.Contains(line, "none") {
			out = append(out, strings.Trim(id, "'\" "))
		}
	}
	return out
}

// writtenVeil returns the words of a hidden block that a script beside n opens
// before it.
func (p *page) writtenVeil(n int32) string {
	if len(p.veil.writes) == 0 {
		return ""
	}
	at := p.tree.Nodes[n].Prev
	for range maxBefore {
		if at == 0 {
			return ""
		}
		if p.tree.Nodes[at].Tag == htmltree.Script {
			if how, ok := p.veil.writes[at]; ok {
				return how
			}
			if strings.Contains(p.tree.Raw(at), "</") {
				return "" // it closes again
			}
		}
		at = p.tree.Nodes[at].Prev
	}
	return ""
}
