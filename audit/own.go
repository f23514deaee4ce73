package audit

import (
	"strings"

	"github.com/govaudit/govaudit/rules"
)

// owner gives a result strings of its own, equal ones once. What rules quote is cut
// from the text of whole pages and from the addresses of a whole site, which would
// be kept in memory for as long as the result is.
type owner map[string]string

func (o owner) result(r *Site) {
	o.findings(r.Findings)
	for i := range r.Ahead {
		b := &r.Ahead[i]
		o.words(&b.Code, &b.Subject, &b.Message)
	}
	if r.Coverage == nil {
		return
	}
	for i := range r.Coverage.Missed {
		m := &r.Coverage.Missed[i]
		o.words(&m.URL, &m.Name, &m.From)
	}
	for i := range r.Coverage.Columns {
		b := &r.Coverage.Columns[i]
		o.words(&b.Name, &b.URL)
	}
}

func (o owner) words(list ...*string) {
	for _, s := range list {
		own, ok := o[*s]
		if !ok {
			own = strings.Clone(*s)
			o[own] = own
		}
		*s = own
	}
}

func (o owner) findings(list []rules.Finding) {
	for i := range list {
		f := &list[i]
		o.words(&f.Reason)
		o.evidence(f.Seen)
		for j := range f.Defects {
			d := &f.Defects[j]
			o.words(&d.Code, &d.Subject, &d.Message)
			o.evidence(d.Evidence)
		}
	}
}

func (o owner) evidence(list []rules.Evidence) {
	for i := range list {
		e := &list[i]
		o.words(&e.URL, &e.Quote, &e.SHA256)
	}
}
