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
	papers  map[*portal.Document]paperVerdict
}

type columnVerdict struct {
	folded string
	is     standing
	ok     bool
}

type paperVerdict struct {
	is standing
	by string
}

// view returns the case's view through s.
func (s *policyScope) view(c *Case) *policyView {
	key := fmt.Sprintf("%q", *s)
	v := c.scopes[key]
	if v == nil {
		v = &policyView{scope: s, c: c, columns: map[string]columnVerdict{}, papers: map[*portal.Document]paperVerdict{}}
		if c.scopes == nil {
			c.scopes = map[string]*policyView{}
		}
		c.scopes[key] = v
	}
	return v
}

// standing classifies a document and says by what, in words for the report.
func (v *policyView) standing(d *portal.Document) (standing, string) {
	p, ok := v.papers[d]
	if !ok {
		p.is, p.by = v.classify(d)
		v.papers[d] = p
	}
	return p.is, p.by
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
