package change

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
)

// side reads "state outcome defect…": a defect is a letter, ~ a doubtful one, + says
// that a part is open. "" is a site on which the rule was not asked.
func side(text string) Side {
	words := strings.Fields(text)
	r := &audit.Site{ID: "a", State: audit.State(words[0]), Crawl: audit.Crawl{Complete: words[0] == "audited"}}
	if len(words) > 1 {
		f := rules.Finding{Rule: "p/r", Outcome: rules.Outcome(words[1])}
		for _, w := range words[2:] {
			switch w {
			case "+":
				f.Open = true
			case "~":
				f.Defects = append(f.Defects, rules.Defect{Outcome: rules.Review, Subject: "doubt"})
			default:
				f.Defects = append(f.Defects, rules.Defect{Outcome: rules.Fail, Code: "c", Subject: w})
			}
		}
		r.Findings = []rules.Finding{f}
	}
	s, list := audit.Summarize(r)
	return Side{s, list}
}

func TestBetween(t *testing.T) {
	tests := []struct {
		name, before, after string
		want                Count
		moved               bool
	}{
		{"nothing happened", "audited fail a", "audited fail a", Count{Stayed: 1}, false},
		{"a defect was mended", "audited fail a b", "audited fail b", Count{Gone: 1, Stayed: 1}, true},
		{"all were mended", "audited fail a", "audited pass", Count{Gone: 1}, true},
		{"one is new", "audited pass", "audited fail a", Count{New: 1}, true},
		{"one came and one went", "audited fail a", "audited fail b", Count{New: 1, Gone: 1}, true},
		{"a portal that did not answer has mended nothing", "audited fail a", "unreachable unknown", Count{Unsettled: 1}, true},
		{"what half a crawl does not see is not gone", "audited fail a", "partial pass", Count{Unsettled: 1}, true},
		{"a rule that could not look has seen nothing go", "audited fail a", "audited unknown", Count{Unsettled: 1}, true},
		{"nor where a part is open", "audited fail a b", "audited fail b +", Count{Unsettled: 1, Stayed: 1}, true},
		{"what a person must decide is not gone", "audited fail a", "audited review ~", Count{Unsettled: 1}, true},
		{"what nobody could see before is not new", "unreachable unknown", "audited fail a", Count{First: 1}, true},
		{"nor what half a crawl did not see", "partial pass", "audited fail a", Count{First: 1}, true},
		{"nor what no rule asked about", "audited", "audited fail a", Count{First: 1}, true},
		{"a rule that is gone mended nothing", "audited fail a", "audited", Count{Left: 1}, true},
		{"nor one that does not apply any more", "audited fail a", "audited exempt", Count{Left: 1}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Between(side(tt.before), side(tt.after))
			if diff := cmp.Diff(tt.want, got.Count); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if moved := len(got.Rules) == 1; moved != tt.moved {
				t.Errorf("rules that moved: %+v", got.Rules)
			}
		})
	}
}

func TestTooManyDefectsAreNotCompared(t *testing.T) {
	many, few := side("audited fail a"), side("audited fail b")
	many.Rules[0].Certain, many.Rules[0].Defects = audit.MaxCompared+1, nil
	got := Between(many, few)
	if got.Count != (Count{}) || len(got.Rules) != 0 {
		t.Errorf("compared all the same: %+v", got)
	}
}

// TestRulesMayComeInAnyOrder: the later result names its rules in another order, with one
// new and one gone.
func TestRulesMayComeInAnyOrder(t *testing.T) {
	of := func(names ...string) Side {
		r := &audit.Site{State: audit.Audited, Crawl: audit.Crawl{Complete: true}}
		for _, n := range names {
			r.Findings = append(r.Findings, rules.Finding{Rule: n, Outcome: rules.Fail, Defects: []rules.Defect{{Outcome: rules.Fail, Subject: n}}})
		}
		s, list := audit.Summarize(r)
		return Side{s, list}
	}
	got := Between(of("a", "b", "c"), of("c", "d", "a"))
	if diff := cmp.Diff(Count{Stayed: 2, First: 1, Left: 1}, got.Count); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	var moved []string
	for _, r := range got.Rules {
		moved = append(moved, r.ID)
	}
	if diff := cmp.Diff([]string{"d", "b"}, moved); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
