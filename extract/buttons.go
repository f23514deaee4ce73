package extract

import (
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// button reads the button of a form that is sent by GET and asks its reader for nothing:
// it is a link. A script may have it do something else, so what it leads to is no more
// than what scripts say.
func (p *page) button(n int32) {
	t := p.tree
	kind, _ := t.Attr(n, "type")
	switch kind = strings.ToLower(strings.TrimSpace(kind)); {
	case kind == "submit", kind == "image", kind == "" && t.Nodes[n].Tag == htmltree.Button:
	default:
		return
	}
	text := p.clickText(n)
	form, via := t.Up(n, htmltree.Form), Script
	if p.turnsTo(n, text) {
		via = Pager
	} else if !hasHan(text) || idleWords(text) {
		return
	}
	if form == 0 {
		return
	}
	method, own := t.Attr(n, "formmethod")
	if !own {
		method, _ = t.Attr(form, "method")
	}
	to, own := t.Attr(n, "formaction")
	if !own {
		to, _ = t.Attr(form, "action")
	}
	to = strings.TrimSpace(to)
	if m := strings.TrimSpace(method); m != "" && !strings.EqualFold(m, "get") || to == "" || to[0] == '#' || Aside(to) {
		return
	}
	if _, scripted := t.Attr(form, "onsubmit"); scripted || len(to) > 500 || strings.HasPrefix(strings.ToLower(to), "javascript:") {
		return
	}
	pairs, asks := p.sentWith(form, n)
	if asks {
		return
	}
	query := ""
	if len(pairs) > 0 {
		query = "?" + strings.Join(pairs, "&")
	}
	if abs, ok := p.resolve(pathOnly(to) + query); ok && abs != p.f.URL {
		p.addLink(Link{URL: abs, Text: text, Region: p.region(n), Via: via})
	}
}

// turnsTo reports a button that sends the number it shows as that of a page.
func (p *page) turnsTo(n int32, text string) bool {
	if len(text) > 4 || strings.Trim(text, "0123456789") != "" {
		return false
	}
	key, _ := p.tree.Attr(n, "name")
	value, _ := p.tree.Attr(n, "value")
	return text != "" && value == text && pageKey(key)
}

// entries counts the places where a reader enters or chooses something.
func (p *page) entries() int {
	n := 0
	for i := range p.each(entryTags) {
		if p.tree.Nodes[i].Tag == htmltree.Input {
			kind, _ := p.tree.Attr(i, "type")
			switch strings.ToLower(strings.TrimSpace(kind)) {
			case "hidden", "submit", "image", "button", "reset":
				continue
			}
		}
		n++
	}
	return n
}

// sentWith returns what a form sends when its button n is pressed, and whether there is
// anything in it that a reader chooses or fills in.
func (p *page) sentWith(form, n int32) (pairs []string, asks bool) {
	t := p.tree
	for i := form + 1; i < t.Nodes[form].Stop; i++ {
		switch tag := t.Nodes[i].Tag; tag {
		case htmltree.Select, htmltree.Textarea:
			return nil, true
		case htmltree.Input, htmltree.Button:
			kind, _ := t.Attr(i, "type")
			kind = strings.ToLower(strings.TrimSpace(kind))
			button := tag == htmltree.Button || kind == "submit" || kind == "image" || kind == "button" || kind == "reset"
			if !button && kind != "hidden" {
				return nil, true
			}
			if button && i != n || kind == "image" {
				continue
			}
			key, _ := t.Attr(i, "name")
			value, _ := t.Attr(i, "value")
			if key == "" || len(value) > 200 || len(pairs) > 20 {
				continue
			}
			pairs = append(pairs, escapeValue(key)+"="+escapeValue(value))
		}
	}
	return pairs, false
}
