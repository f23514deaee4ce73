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
			if alone := small && (unframed(before) || otherReaders(before)); !alone && (depth > 0 && !small || conditional(before)) {
				continue
			}
			if name, params := function(s.src, l.at); len(params) > 0 && strings.Count(s.src, name+"(") < 2 {
				continue // what the reader may press
			}
			if abs, ok := p.resolve(l.target()); ok && abs != p.f.URL {
				p.addLink(Link{URL: abs, Region: Body, Via: Refresh})
				return abs
			}
		}
	}
	if small {
		if to := p.namedTarget(); to != "" {
			return to
		}
		return p.hiddenTarget()
	}
	return ""
}

// namedTarget reads the address that a page with nothing else keeps in a variable or
// puts together: var to="/a/b.html"; if(to!=""){ top.location.href=to; }.
func (p *page) namedTarget() string {
	if len(p.f.Links) > 0 {
		return ""
	}
	var scope *jsScope
	for k := range p.scripts {
		if !strings.Contains(p.scripts[k].src, "location") {
			continue
		}
		if scope == nil {
			scope = newScope(p)
		}
		src := scope.scripts[k]
		for from, tries := 0, 0; tries < maxRedirects; tries++ {
			i := strings.Index(src[from:], "location")
			if i < 0 {
				break
			}
			i += from
			from = i + len("location")
			at, ok := locationValue(src, from)
			if at = skipSpace(src, min(at, len(src))); !ok || at == len(src) {
				continue
			}
			if strings.IndexByte("\"'`", src[at]) >= 0 {
				if _, end, ok := quoted(src, at); !ok || !chainedAfter(src, end) {
					continue // a literal was looked at before
				}
			}
			if name, _ := function(src, i); name != "" || strings.ContainsAny(src[max(0, i-1):i], "\"'") || aboutReader(src[max(0, i-160):i]) {
				continue
			}
			v := scope.reader(src[:min(len(src), at+600)], at).value()
			if !v.plain() || v.kind != jsText || !looksLikePath(v.text) {
				continue
			}
			if abs, ok := p.resolve(v.text); ok && abs != p.f.URL {
				p.addLink(Link{URL: abs, Region: Body, Via: Refresh})
				return abs
			}
		}
	}
	return ""
}

// locationValue returns where the value begins that location, which ends at
// src[i], is set to.
func locationValue(src string, i int) (int, bool) {
	for _, w := range [...]string{".href", ".replace", ".assign"} {
		if strings.HasPrefix(src[i:], w) {
			i += len(w)
			if i = skipSpace(src, i); w != ".href" {
				return i + 1, i < len(src) && src[i] == '('
			}
			break
		}
	}
	i = skipSpace(src, i)
	return i + 1, i+1 < len(src) && src[i] == '=' && src[i+1] != '='
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
	return strings.Contains(tail, "if") || aboutReader(before)
}

// unframed reports whether an assignment is made when the page stands in no frame,
// which it does not where it is looked at by itself: if (top == self) { ….
func unframed(before string) bool {
	i := strings.LastIndex(before, "if")
	if i < 0 {
		return false
	}
	asked, rest, ok := strings.Cut(strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, before[i+len("if"):]), ")")
	if !ok || strings.ContainsAny(rest, ";}") {
		return false
	}
	one, other, ok := strings.Cut(strings.ReplaceAll(strings.TrimPrefix(asked, "("), "===", "=="), "==")
	one, other = strings.TrimPrefix(one, "window."), strings.TrimPrefix(other, "window.")
	outer := func(s string) bool { return s == "top" || s == "parent" }
	own := func(s string) bool { return s == "self" || s == "window" }
	return ok && (outer(one) && own(other) || own(one) && outer(other))
}

// otherReaders reports whether an assignment is what remains for all who do not have
// the device that is asked for: if (/iPhone/.test(…)) { … } else { ….
func otherReaders(before string) bool {
	i := strings.LastIndex(before, "else")
	return i >= 0 && aboutReader(before[:i]) && !strings.ContainsAny(before[i:], ";}?") && !strings.Contains(before[i:], "if")
}

// sentOn returns the words of a script that sends readers on under a condition that
// cannot be told here; what they come to see is not this page. One that only asks
// for the reader's device leaves the page to all others.
func (p *page) sentOn() string {
	for _, s := range p.scripts {
		for _, i := range s.goes {
			l := &s.literals[i]
			to := l.target()
			if !looksLikePath(to) || chainedAfter(s.src, l.end) || aboutReader(s.src[max(0, l.at-160):l.at]) {
				continue
			}
			if name, _ := function(s.src, l.at); name != "" && strings.Count(s.src, name+"(") < 2 {
				continue // what the reader may press
			}
			if abs, ok := p.resolve(to); ok && abs != p.f.URL {
				return strings.Clone(to)
			}
		}
	}
	return ""
}

// aboutReader reports whether the source before an assignment looks at the reader's
// browser.
func aboutReader(before string) bool {
	return strings.Contains(before, "userAgent") || strings.Contains(before, "Mobile") || strings.Contains(before, "Android") || strings.Contains(before, "iPhone")
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
