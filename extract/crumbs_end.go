package extract

import (
	"net/url"
	"strings"
)

// finishCrumbs writes the steps to the facts: without the way home, the word
// 正文 and the title of the page.
func (p *page) finishCrumbs() {
	steps := p.trail
	if len(steps) > 0 && !p.fromHome && isRoot(steps[0].URL, p.url) { // the site's name leads home
		steps = steps[1:]
	}
	for len(steps) > 0 {
		last := steps[len(steps)-1]
		name := Fold(last.Name)
		if !ends[name] && (last.URL != "" && last.URL != p.f.URL || !p.isTitle(name)) {
			break
		}
		steps = steps[:len(steps)-1]
	}
	if len(steps) > 0 {
		p.f.Crumbs = append([]Crumb(nil), steps...)
		p.pressedCrumbs()
	}
}

// pressedCrumbs adds to the steps where a press on them leads.
func (p *page) pressedCrumbs() {
	for i := range p.f.Links {
		l := &p.f.Links[i]
		if l.Region != Breadcrumb || l.Via != OnClick {
			continue
		}
		for k := range p.f.Crumbs {
			if c := &p.f.Crumbs[k]; c.URL == "" && c.Name == l.Text {
				c.URL = l.URL
			}
		}
	}
}

// isTitle reports whether the folded name is the title of this page, whole or
// cut. The name of a column that holds a single document stays, though the page
// is titled like it.
func (p *page) isTitle(name string) bool {
	runes := runeCount(name)
	if name == Fold(p.f.Meta.ColumnName) || runes <= 10 && name != Fold(p.f.Meta.ArticleTitle) {
		return false
	}
	if p.f.Kind != Article && p.f.Kind != Report && runes <= 12 {
		return false
	}
	cut := strings.TrimRight(name, ".…")
	for _, title := range [...]string{p.f.Title, p.f.Meta.ArticleTitle, p.f.Heading} {
		title = Fold(title)
		if title != "" && (title == name || cut != name && strings.HasPrefix(title, cut)) {
			return true
		}
	}
	return false
}

// isRoot reports whether abs is the home page of the host of u.
func isRoot(abs string, u *url.URL) bool {
	rest, ok := strings.CutPrefix(abs, u.Scheme+"://"+u.Host)
	if !ok {
		return false
	}
	switch strings.ToLower(rest) {
	case "", "/", "/index.html", "/index.htm", "/index.shtml", "/index.jsp", "/index.php", "/index.asp", "/index.aspx", "/default.html":
		return true
	}
	return false
}
