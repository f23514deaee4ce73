package extract

import (
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// Bounds on what is read of styles.
const (
	maxStyle     = 2000      // one style attribute, or the block of one rule
	maxSheets    = 128 << 10 // all <style> of a page
	maxSelectors = 2000
	farAway      = -500 // pixels from which on something is off the screen
)

// declared holds the declarations of one style, names and values without blanks,
// in lower case.
type declared map[string]string

// declarations reads a style attribute or the block of a rule.
func declarations(s string) declared {
	s = strings.ToLower(cutRunes(s, maxStyle))
	d := declared{}
	for part := range strings.SplitSeq(s, ";") {
		name, value, ok := strings.Cut(part, ":")
		if !ok {
			continue
		}
		value, _, _ = strings.Cut(value, "!")
		d[strings.Join(strings.Fields(name), "")] = strings.Join(strings.Fields(value), "")
	}
	return d
}

// hides returns how the declarations hide what they are for, in their words. The
// size and colour of letters count only where they reach the link itself.
func (d declared) hides(letters bool) (HiddenBy, string) {
	switch {
	case d["display"] == "none":
		return ByDisplay, "display:none"
	case d["visibility"] == "hidden", d["visibility"] == "collapse":
		return ByVisibility, "visibility:" + d["visibility"]
	case zero(d["opacity"]), d["filter"] == "alpha(opacity=0)":
		return ByOpacity, "opacity:0"
	}
	if d["position"] == "absolute" || d["position"] == "fixed" || d["position"] == "relative" {
		for _, side := range [...]string{"left", "top", "right", "bottom"} {
			if far(d[side]) {
				return ByPlace, "position:" + d["position"] + ";" + side + ":" + d[side]
			}
		}
		if strings.HasPrefix(d["clip"], "rect(0") || strings.HasPrefix(d["clip"], "rect(1px") {
			return BySize, "clip:" + d["clip"]
		}
	}
	for _, name := range [...]string{"margin-left", "margin-top"} {
		if far(d[name]) {
			return ByPlace, name + ":" + d[name]
		}
	}
	if far(d["text-indent"]) {
		return ByPlace, "text-indent"
	}
	if strings.Contains(d["overflow"], "hidden") {
		for _, name := range [...]string{"height", "width", "max-height", "max-width"} {
			if v, ok := d[name]; ok && tiny(v) {
				return BySize, name + ":" + v + ";overflow:hidden"
			}
		}
	}
	if !letters {
		return "", ""
	}
	if v, ok := d["font-size"]; ok && (zero(v) || v == "1px") {
		return ByFont, "font-size:" + v
	}
	if c := d["color"]; c != "" {
		for _, name := range [...]string{"background-color", "background"} {
			if b := d[name]; b != "" && colour(b) == colour(c) {
				return ByColour, "color:" + c + ";" + name + ":" + b
			}
		}
	}
	return "", ""
}

// zero reports a number or length of nothing.
func zero(v string) bool {
	n, err := strconv.ParseFloat(strings.TrimRight(v, "pxemrt%"), 64)
	return err == nil && n == 0
}

// far reports a length that leads off the screen.
func far(v string) bool {
	n, err := strconv.ParseFloat(strings.TrimRight(v, "pxemrt%"), 64)
	if err != nil {
		return false
	}
	if strings.HasSuffix(v, "em") {
		n *= 16
	}
	return n <= farAway && !strings.HasSuffix(v, "%") || strings.HasSuffix(v, "%") && n <= farAway
}

// colour brings the commonest ways of writing a colour to one form.
func colour(v string) string {
	switch v {
	case "white":
		return "#ffffff"
	case "black":
		return "#000000"
	}
	if len(v) == 4 && v[0] == '#' {
		return "#" + strings.Repeat(v[1:2], 2) + strings.Repeat(v[2:3], 2) + strings.Repeat(v[3:4], 2)
	}
	return v
}

// sheet is what the <style> elements of a page hide by a class or an id.
type sheet struct{ classes, ids map[string]styled }

// styled is one rule that hides.
type styled struct {
	by    HiddenBy
	how   string
	shown bool // another rule may show it again
}

// reach reports whether the rule hides a link to which its element stands so.
func (s styled) reach(letters bool) bool { return letters || s.by != ByFont && s.by != ByColour }

// readSheets reads the <style> elements.
func (p *page) readSheets() {
	s := sheet{map[string]styled{}, map[string]styled{}}
	shown := map[string]bool{}   // by ".class" or "#id"
	resized := map[string]bool{} // likewise, of what gives what stands inside its letters back
	total, rules := 0, 0
	for i := range p.tree.Nodes {
		if p.tree.Nodes[i].Tag != htmltree.Style {
			continue
		}
		src := p.tree.Raw(int32(i))
		if total += len(src); total > maxSheets {
			break
		}
		eachRule(src, func(selectors, block string) bool {
			d := declarations(block)
			by, how := d.hides(true)
			for sel := range strings.SplitSeq(selectors, ",") {
				if rules++; rules > maxSelectors {
					return false
				}
				if by == "" {
					markShown(sel, shown)
					if v, ok := d["font-size"]; ok && !zero(v) && len(parts(sel)) > 1 {
						markShown(sel, resized)
					}
					continue
				}
				s.add(sel, by, how)
			}
			return true
		})
	}
	for name, r := range s.classes {
		if r.by == ByFont && resized["."+name] {
			delete(s.classes, name)
			continue
		}
		r.shown = shown["."+name]
		s.classes[name] = r
	}
	for name, r := range s.ids {
		if r.by == ByFont && resized["#"+name] {
			delete(s.ids, name)
			continue
		}
		r.shown = shown["#"+name]
		s.ids[name] = r
	}
	p.veil.sheet = s
}

// eachRule calls f for each rule of a style sheet outside of @ blocks, which are
// for other media.
func eachRule(src string, f func(selectors, block string) bool) {
	src = withoutComments(src)
	for {
		i := open(src)
		if i == len(src) {
			return
		}
		head := strings.TrimSpace(src[:i])
		src = src[i+1:]
		if strings.HasPrefix(head, "@") {
			depth := 1
			k := 0
			for ; k < len(src) && depth > 0; k++ {
				switch src[k] {
				case '{':
					depth++
				case '}':
					depth--
				}
			}
			src = src[k:]
			continue
		}
		block, rest, ok := strings.Cut(src, "}")
		if !ok || !f(head, block) {
			return
		}
		src = rest
	}
}

func withoutComments(src string) string {
	var b strings.Builder
	for {
		head, rest, ok := strings.Cut(src, "/*")
		b.WriteString(head)
		if !ok {
			return b.String()
		}
		if _, src, ok = strings.Cut(rest, "*/"); !ok {
			return b.String()
		}
	}
}

func open(src string) int {
	if i := strings.IndexByte(src, '{'); i >= 0 {
		return i
	}
	return len(src)
}

// add keeps a rule whose subject is a class or an id, with or without its element.
func (s sheet) add(selector string, by HiddenBy, how string) {
	name := subject(selector)
	if name == "" || strings.ContainsAny(name[1:], ".#:[") {
		return
	}
	to := s.classes
	if name[0] == '#' {
		to = s.ids
	}
	if _, ok := to[name[1:]]; !ok {
		to[name[1:]] = styled{by: by, how: how}
	}
}

// subject returns what a selector is for, from its class or id on; "" if it has
// none or says in which state it is meant.
func subject(selector string) string {
	f := parts(selector)
	if len(f) == 0 {
		return ""
	}
	last := f[len(f)-1]
	i := strings.IndexAny(last, ".#")
	if i < 0 || len(last) < i+2 {
		return ""
	}
	return strings.Clone(last[i:])
}

// parts returns the simple selectors of a selector.
func parts(selector string) []string {
	return strings.Fields(strings.NewReplacer(">", " ", "+", " ", "~", " ").Replace(selector))
}

// markShown notes the classes and ids of a selector that does not hide: what
// happens to them depends on the reader.
func markShown(selector string, shown map[string]bool) {
	for part := range strings.FieldsSeq(selector) {
		for {
			i := strings.IndexAny(part, ".#")
			if i < 0 {
				break
			}
			end := i + 1
			for end < len(part) && !strings.ContainsRune(".#:[>+~", rune(part[end])) {
				end++
			}
			shown[part[i:end]] = true
			part = part[end:]
		}
	}
}
