package reports

import (
	"cmp"
	"strings"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
)

// book finds what the rules say about a finding. A rule that is in no set (a run
// reported with other packs than it was judged by) is shown by its number.
type book struct {
	sets  map[string]*rules.Set
	rules map[string]rule
	holds map[string]map[string]bool // rules by pack; nil: the pack is not known, any rule may be part of it
}

// rule is a rule with the set whose documents it names.
type rule struct {
	*rules.Rule
	set *rules.Set
}

func newBook(sets []*rules.Set) book {
	b := book{sets: map[string]*rules.Set{}, rules: map[string]rule{}, holds: map[string]map[string]bool{}}
	for _, s := range sets {
		if b.sets[s.ID] == nil {
			b.sets[s.ID], b.holds[s.ID] = s, map[string]bool{}
		}
		for _, r := range s.Rules {
			id := r.FullID()
			b.holds[s.ID][id] = true
			if b.rules[id].Rule == nil {
				b.rules[id] = rule{r, s}
			}
		}
	}
	return b
}

func (b book) title(ruleID string) string {
	if r := b.rules[ruleID]; r.Rule != nil {
		return cmp.Or(clean(r.Title), ruleID)
	}
	return ruleID
}

func (b book) packTitle(id string) string {
	if s := b.sets[id]; s != nil {
		return cmp.Or(clean(s.Title), id)
	}
	return id
}

func (b book) remedy(ruleID string) string {
	if r := b.rules[ruleID]; r.Rule != nil {
		return clean(r.Remedy)
	}
	return ""
}

// authority is one basis as it is shown.
type authority struct {
	Document string // 《title》（number）
	Item     string
	Quote    string
	Status   string // how far the words were verified, in a sentence
}

func (a authority) String() string {
	out := a.Document + a.Item
	if a.Quote != "" {
		out += "：“" + a.Quote + "”"
	}
	return out
}

func (b book) basis(ruleID string) []authority {
	r := b.rules[ruleID]
	if r.Rule == nil {
		return nil
	}
	var out []authority
	for _, x := range r.Basis {
		a := authority{Document: clean(x.Document), Item: clean(x.Item), Quote: clean(x.Quote), Status: statusWord(x.Status)}
		if d, ok := r.set.Documents[x.Document]; ok {
			a.Document = "《" + clean(d.Title) + "》"
			if d.Number != "" {
				a.Document += "（" + clean(d.Number) + "）"
			}
		}
		out = append(out, a)
	}
	return out
}

// basisLine is the basis in one line, for a cell.
func (b book) basisLine(ruleID string) string {
	var parts []string
	for _, a := range b.basis(ruleID) {
		parts = append(parts, a.String())
	}
	return strings.Join(parts, "；")
}

func statusWord(s rules.Status) string {
	switch s {
	case rules.Read:
		return "已读原文"
	case rules.Excerpt:
		return "依官方节选或引用"
	case rules.Measured:
		return "依真实网页量测"
	case rules.Retold:
		return "依二手转述，不计分"
	case rules.Recalled:
		return "凭记忆，不计分"
	}
	return ""
}

// due is how many working days there are to mend a defect of the rule.
func (b book) due(ruleID string) int {
	if r := b.rules[ruleID]; r.Rule != nil && r.Due > 0 {
		return r.Due
	}
	return defaultDue
}

// defaultDue is given where a rule says nothing. No national text sets one
// deadline for every defect: it is a proposal, and the workbooks say so.
const defaultDue = 10

// price is what one certain defect of the code costs by the rule alone.
func (r rule) price(code string) float64 {
	if r.Rule == nil {
		return 0
	}
	if p, ok := r.Deduct[code]; ok {
		return p
	}
	if p, ok := r.Deduct["default"]; ok {
		return p
	}
	return r.Points
}

// count counts the findings of a site by outcome, those of one pack's rules.
func (b book) count(s *audit.Site, pack string) map[rules.Outcome]int {
	out, held := map[rules.Outcome]int{}, b.holds[pack]
	for i := range s.Findings {
		if f := &s.Findings[i]; held == nil || held[f.Rule] {
			out[f.Outcome]++
		}
	}
	return out
}
