package rules

import (
	"slices"
	"strings"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// act is what one page of the site says is done to a document.
type act struct {
	page    *portal.Page
	doc     *portal.Document
	mention extract.Mention
	day     calendar.Day // of the page; 0 unknown
	firm    bool         // the page is a document of this body, not a draft, news or interpretation
}

// acts are the acts of the whole site by the number and the title they name.
type acts struct {
	byNumber map[string][]*act
	byKey    map[string][]*act
}

// newActs gathers what the site's documents do to others.
func newActs(c *Case, s *policyScope) *acts {
	a := &acts{map[string][]*act{}, map[string][]*act{}}
	view := s.view(c)
	decisions := decisionTitles(c.Portal)
	for _, d := range c.Portal.Documents() {
		if !d.Page.Acts() {
			continue
		}
		firm, asked := false, false
		for _, m := range d.Page.Mentions() {
			if m.Act != extract.Repeals && m.Act != extract.Keeps && m.Act != extract.Extends || namesDecision(d, m.Quote, decisions) {
				continue
			}
			if !asked {
				firm, asked = view.firm(d), true
			}
			x := &act{page: d.Page, doc: d, mention: m, day: dayOf(d), firm: firm}
			if m.Number != "" {
				a.byNumber[m.Number] = append(a.byNumber[m.Number], x)
			}
			if m.Title != "" {
				for _, k := range titleKeys(m.Title) {
					a.byKey[k] = append(a.byKey[k], x)
				}
			}
		}
	}
	return a
}

// decisionTitles are the folded titles of the site's pages that name in them what
// they repeal or keep: 关于废止《某某办法》的决定.
func decisionTitles(p *portal.Portal) []string {
	var out []string
	for _, d := range p.Documents() {
		if t := extract.Fold(d.Title); strings.Contains(t, "《") && len([]rune(t)) > 10 && changesOthers(t) && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// namesDecision reports that a sentence on a page only names another page that
// decides: a link to it, above or below the text. That page speaks for itself.
func namesDecision(d *portal.Document, quote string, decisions []string) bool {
	folded := extract.Fold(quote)
	if !strings.Contains(folded, "《") {
		return false
	}
	own := extract.Fold(d.Title)
	return slices.ContainsFunc(decisions, func(t string) bool { return t != own && strings.Contains(folded, t) })
}

// firm reports that what a page says is law here: it is no draft, news item,
// interpretation or document of a higher body.
func (v *policyView) firm(d *portal.Document) bool {
	s, c := v.scope, v.c
	title := extract.Fold(d.Title)
	if explainingTitle(title) || wordIn(title, s.NotTitles) != "" && !strings.Contains(title, "清理") && !strings.Contains(title, "目录") {
		return false
	}
	if strings.Contains(title, "拟废止") || strings.Contains(title, "建议废止") || s.foreign(title, documentNumber(d), d, c.Target) {
		return false
	}
	where, name := v.place(d)
	if where == explains {
		return false
	}
	return where != otherPage || name == "" || strings.Contains(name, "清理")
}

// on returns what is done to a document: by its number, and by its exact title.
// An act that names another number is not on it.
func (a *acts) on(m *marked) (byNumber, byTitle []*act) {
	if m.number != "" {
		byNumber = a.byNumber[m.number]
	}
	for _, k := range m.keys {
		for _, x := range a.byKey[k] {
			if x.page == m.page() || slices.Contains(byTitle, x) || slices.Contains(byNumber, x) {
				continue
			}
			if x.mention.Number == "" || m.number == "" {
				byTitle = append(byTitle, x)
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(byNumber), func(x *act) bool { return x.page == m.page() }), byTitle
}

// keeping returns an act by which a document stays in force, nil if none.
func (a *acts) keeping(m *marked) *act {
	number, title := a.on(m)
	for _, x := range append(number, title...) {
		if x.mention.Act != extract.Repeals {
			return x
		}
	}
	return nil
}

// undone reports that another document repeals the deciding one.
func (a *acts) undone(x *act) bool {
	number, title := a.on(&marked{doc: x.doc, number: documentNumber(x.doc), keys: titleKeys(x.doc.Title)})
	for _, y := range append(number, title...) {
		if y.mention.Act == extract.Repeals && y.firm && (y.day == 0 || x.day == 0 || y.day >= x.day) {
			return true
		}
	}
	return false
}

// dayOf is the day a document was made public, else written.
func dayOf(d *portal.Document) calendar.Day {
	if d.Published != 0 {
		return d.Published
	}
	return d.Written
}
