package extract

import (
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// maxRedirects bounds the assignments to location that are looked at.
const maxRedirects = 50

// redirect returns where a script sends the reader as soon as the page opens.
func (p *page) redirect() string {
	small := p.f.Signals.TextRunes < smallPage && len(p.f.Links) < 6
	tries := 0
	for _, s := range p.scripts {
		for _, i := range s.goes {
			l := &s.literals[i]
			if chainedAfter(s.src, l.end) {
				continue
			}
			if tries++; tries > maxRedirects {
				return ""
			}
			depth := strings.Count(s.src[:l.at], "{") - strings.Count(s.src[:l.at], "}")
			before := s.src[max(0, l.at-160):l.at]
			if depth > 0 && !small || conditional(before) {
				continue
			}
			if abs, ok := p.resolve(l.target()); ok && abs != p.f.URL {
				p.addLink(Link{URL: abs, Region: Body, Via: Refresh})
				return abs
			}
		}
	}
	if small {
		return p.hiddenTarget()
	}
	return ""
}

// setsLocation reports whether a literal is given to what the browser goes to.
func setsLocation(l *literal) bool {
	name := l.name
	for _, of := range [...]string{"window.", "self.", "top.", "parent.", "document."} {
		name = strings.TrimPrefix(name, of)
	}
	switch name {
	case "location", "location.href":
		return l.assigned
	case "location.replace", "location.assign", "navigate":
		return true
	case "setTimeout":
		return strings.Contains(l.value, "location")
	}
	return false
}

// target returns the address in a literal that location is set to: the literal, or
// one inside it where it is code to be run later.
func (l *literal) target() string {
	if !strings.HasSuffix(l.name, "setTimeout") {
		return l.value
	}
	for _, in := range literals(l.value, nil) {
		if setsLocation(&in) {
			return in.value
		}
	}
	return ""
}

func chainedAfter(s string, i int) bool {
	i = skipSpace(s, i)
	return i < len(s) && s[i] == '+'
}

// conditional reports whether the source before an assignment asks something
// about the reader: only some are sent on.
func conditional(before string) bool {
	i := strings.LastIndexAny(before, ";}")
	tail := before[i+1:]
	return strings.Contains(tail, "if") || strings.Contains(before, "userAgent") || strings.Contains(before, "Mobile") || strings.Contains(before, "Android") || strings.Contains(before, "iPhone")
}

// hiddenTarget reads the address that a page with nothing else keeps in an
// element for its script: <p id="url">/a/b.html</p> … window.open(url,"_self").
func (p *page) hiddenTarget() string {
	opens := false
	for _, s := range p.scripts {
		opens = opens || strings.Contains(s.src, "window.open") && strings.Contains(s.src, "_self") || strings.Contains(s.src, "location.href") || strings.Contains(s.src, "location.replace")
	}
	if !opens {
		return ""
	}
	t := p.tree
	for i := range t.Nodes {
		n := int32(i)
		if t.Nodes[i].Kind != htmltree.Element {
			continue
		}
		if id, ok := t.AttrBytes(n, "id"); ok && indexFold(id, "url") >= 0 {
			text := strings.TrimSpace(t.Text(n))
			if v, ok := t.Attr(n, "value"); ok && text == "" {
				text = v
			}
			if !looksLikePath(text) {
				continue
			}
			if abs, ok := p.resolve(text); ok && abs != p.f.URL {
				p.addLink(Link{URL: abs, Region: Body, Via: Refresh})
				return abs
			}
		}
	}
	return ""
}
