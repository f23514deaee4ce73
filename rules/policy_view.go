package rules

import (
	"fmt"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// policyView is what a policyScope makes of one site's documents and columns,
// worked out once for all rules of the same scope.
type policyView struct {
	scope   *policyScope
	c       *Case
	columns map[string]columnVerdict // by the column's name as written
	papers  []paperVerdict           // by the document's index
}

type columnVerdict struct {
	folded string
	is     standing
	ok     bool
}

// paperVerdict is what a document is, for rules of both kinds, each plus one; 0: not
// asked yet.
type paperVerdict struct {
	is, paper uint8
	by        portal.Number
}

// view returns the case's view through s.
func (s *policyScope) view(c *Case) *policyView {
	key := fmt.Sprintf("%q", *s)
	v := c.scopes[key]
	if v == nil {
		v = &policyView{scope: s, c: c, columns: map[string]columnVerdict{}, papers: make([]paperVerdict, len(c.Portal.Documents()))}
		if c.scopes == nil {
			c.scopes = map[string]*policyView{}
		}
		c.scopes[key] = v
	}
	return v
}

// standing classifies a document and says by what, in words for the report.
func (v *policyView) standing(d *portal.Document) (standing, string) {
	p := &v.papers[d.Index]
	if p.is == 0 {
		is, by := v.classify(d)
		p.is, p.by = uint8(is)+1, v.c.Portal.Number(by)
	}
	return standing(p.is - 1), v.c.Portal.String(p.by)
}

// paper classifies a document for the rules that ask of every numbered document,
// with substance of its own or not, what its page says and when it went up: a
// notice 关于做好…工作的通知 among the policy documents needs no interpretation, but
// an index number.
func (v *policyView) paper(d *portal.Document) standing {
	p := &v.papers[d.Index]
	if p.paper == 0 {
		p.paper = uint8(v.judgePaper(d)) + 1
	}
	return standing(p.paper - 1)
}

func (v *policyView) judgePaper(d *portal.Document) standing {
	is, _ := v.standing(d)
	if is != otherPage || v.scope.refused(withoutMark(extract.Fold(d.Title))) {
		return is
	}
	number := documentNumber(d)
	place, _ := v.place(d)
	if place != policyPaper || number == "" || v.scope.foreign(withoutMark(extract.Fold(d.Title)), number, d, v.c.Target) {
		return otherPage
	}
	return policyPaper
}

// refused reports that a folded title is of no document, or of one on persons,
// meetings and lists.
func (s *policyScope) refused(title string) bool {
	return wordIn(title, s.NotTitles) != "" || wordIn(withoutPrinted(title), s.Routine) != ""
}

// column classifies a column by its name.
func (v *policyView) column(name string) columnVerdict {
	c, ok := v.columns[name]
	if !ok {
		c.folded = extract.Fold(name)
		c.is, c.ok = v.scope.column(c.folded)
		v.columns[name] = c
	}
	return c
}
