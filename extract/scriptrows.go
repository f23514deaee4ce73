package extract

import (
	"strings"
	"unicode/utf8"
)

// script looks for rows in the arrays and objects of a script.
func (d *answer) script(src string) {
	before := byte(0)
	for i := 0; i < len(src); {
		switch c := src[i]; {
		case c <= ' ':
			i++
			continue
		case c == '"' || c == '\'' || c == '`':
			_, i, _ = quoted(src, i)
		case strings.HasPrefix(src[i:], "//"):
			i = lineEnd(src, i)
			continue
		case strings.HasPrefix(src[i:], "/*"):
			n := strings.Index(src[i+2:], "*/")
			if n < 0 {
				return
			}
			i += n + 4
			continue
		case (c == '[' || c == '{') && (before == '=' || before == '(' || before == 0):
			r := jsReader{src: src, at: i}
			d.walk(r.value(), 0)
			i = max(r.at, i+1)
		default:
			i++
		}
		before = src[i-1]
	}
}

// readScriptRows takes the rows of a list that stands in the scripts of the page
// as data or as markup to be written, where the page itself shows none.
func (p *page) readScriptRows() {
	if p.f.Kind == Article && len(p.f.Items) == 0 && !p.home {
		p.readClickRows() // their titles may have been taken for a text
		return
	}
	if len(p.f.Items) > 0 || p.home || p.f.Kind == Article || p.f.Kind == Report || p.f.Kind == Frame || p.f.Signals.Error != "" {
		return
	}
	if p.readClickRows() {
		return
	}
	d := &answer{f: &Facts{URL: p.f.URL, Signals: Signals{Total: -1}}, u: p.base, gb: p.gb}
	for _, s := range p.scripts {
		if !strings.Contains(s.src, "<li") && !strings.Contains(s.src, "<tr") && !strings.Contains(s.src, "<a ") && !strings.Contains(s.src, "[") {
			continue
		}
		d.script(s.src)
		if html := written(s.src, s.literals, map[string]string{}, map[int]bool{}); strings.Contains(html, "<li") || strings.Contains(html, "<tr") || strings.Contains(html, "<dd") {
			d.html.WriteString(html)
		}
	}
	if len(d.rows) == 0 && d.html.Len() == 0 {
		return
	}
	d.finish()
	if !rowsOfList(d.f.Items) {
		return
	}
	p.f.Items, p.f.Kind, p.f.Signals.ListByScript = d.f.Items, List, ""
	row := map[string]bool{}
	for _, it := range d.f.Items {
		row[it.URL] = true
	}
	for i := range p.f.Links {
		if l := &p.f.Links[i]; l.Via == Script && row[l.URL] {
			l.Region = Body // taken for a menu by its form
		}
	}
	for _, l := range d.f.Links {
		if !strings.Contains(l.URL, hole) {
			p.addLink(l)
		}
	}
}

// rowsOfList reports whether rows found in a script are those of a list rather
// than the entries of a menu: some have a day, or they are as long as titles.
func rowsOfList(items []Item) bool {
	runes := 0
	for i := range items {
		if items[i].Day != 0 {
			return true
		}
		runes += utf8.RuneCountInString(items[i].Title)
	}
	return len(items) > 0 && runes >= len(items)*titleRunes
}
