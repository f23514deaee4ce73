package demo_test

import (
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/demo"
	"github.com/govaudit/govaudit/internal/yamldoc"
	"github.com/govaudit/govaudit/rules"
)

// truths hold what is known of the portals, and tell whether a rule agrees.
type truths struct {
	duties, national *seenPortals
	cases            map[string]*rules.Case
	byRule           map[string][]demo.RuleTruth
	byCheck          map[string][]demo.Expectation
	base             map[string]map[string][]rules.Defect // of a site and check, by rule
}

func newTruths(t testing.TB, d *drafts) *truths {
	t.Helper()
	duties, _ := dutyPortals(t)
	p, err := demo.Start(t.Context(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	x := &truths{duties: duties, national: see(t, p), cases: map[string]*rules.Case{}, byRule: map[string][]demo.RuleTruth{}, byCheck: map[string][]demo.Expectation{}, base: map[string]map[string][]rules.Defect{}}
	for _, e := range append(duties.RuleTruth(), p.RuleTruth()...) {
		x.byRule[e.Rule] = append(x.byRule[e.Rule], e)
	}
	for _, e := range p.Truth() {
		if e.Check != "ipv6" || p.IPv6() {
			x.byCheck[e.Check] = append(x.byCheck[e.Check], e)
		}
	}
	for _, s := range []*seenPortals{x.duties, x.national} {
		for _, target := range s.Sites() {
			x.cases[target.ID] = &rules.Case{Log: slog.New(slog.DiscardHandler), Portal: s.portals[target.ID], Target: target, AsOf: calendar.DayOf(s.AsOf(), s.AsOf().Location()), Calendar: s.calendar}
		}
	}
	for _, r := range d.rules {
		if !strings.HasPrefix(r.id, "national/") {
			continue
		}
		rule := load(t, r.id, r.compose("", yamldoc.Node{}))
		if rule == nil {
			t.Fatalf("%s does not load alone", r.id)
		}
		for _, target := range x.national.Sites() {
			key := target.ID + " " + rule.Check
			if x.base[key] == nil {
				x.base[key] = map[string][]rules.Defect{}
			}
			x.base[key][r.id] = x.judge(target.ID, rule).Defects
		}
	}
	return x
}

func (x *truths) judge(site string, r *rules.Rule) rules.Finding {
	return rules.Judge(x.cases[site], &rules.Set{Rules: []*rules.Rule{r}})[0]
}

// agrees reports that a rule says what is true of it.
func (x *truths) agrees(id string, r *rules.Rule) bool {
	for _, e := range x.byRule[id] {
		if !says(x.judge(e.Site, r), r.Propose, e.Outcome) {
			return false
		}
	}
	if !strings.HasPrefix(id, "national/") {
		return true
	}
	for _, target := range x.national.Sites() {
		key := target.ID + " " + r.Check
		if x.base[key] == nil {
			continue
		}
		now := maps.Clone(x.base[key])
		now[id] = x.judge(target.ID, r).Defects
		before, after := outcomes(x.base[key]), outcomes(now)
		planted := map[string]string{}
		for _, e := range x.byCheck[r.Check] {
			if e.Site == target.ID {
				planted[e.Code+" "+e.Subject] = e.Outcome
			}
		}
		for k, want := range planted {
			if holds(want, before[k]) && !holds(want, after[k]) {
				return false
			}
		}
		for k, got := range after {
			if got == rules.Fail && before[k] != rules.Fail && planted[k] != demo.Fails {
				return false
			}
		}
	}
	return true
}

// holds reports that a defect of outcome got, "" for none, is what truth wants.
func holds(want string, got rules.Outcome) bool {
	if want == demo.Fine {
		return got != rules.Fail
	}
	return want == string(got)
}

// outcomes gives by code and subject the gravest word of all rules.
func outcomes(byRule map[string][]rules.Defect) map[string]rules.Outcome {
	out := map[string]rules.Outcome{}
	for _, list := range byRule {
		for _, d := range list {
			if k := d.Code + " " + d.Subject; out[k] != rules.Fail {
				out[k] = d.Outcome
			}
		}
	}
	return out
}

// TestEverySettingMatters empties every block of settings of the built-in packs
// and templates in turn: a truth must become untrue by it, or, where the rules do
// not load so, by the block with its lists emptied or one value changed. What a
// person is asked ("manual") must be needed to load.
func TestEverySettingMatters(t *testing.T) {
	d := readDrafts(t)
	x := newTruths(t, d)
	proven, required, without := 0, 0, []string{}
	for _, block := range d.blocks {
		switch how := x.prove(t, d, block); how {
		case "":
			without = append(without, block)
		case "required":
			required++
		default:
			proven++
		}
	}
	t.Logf("%d blocks of settings: %d shown by a truth, %d that nothing loads without, %d not shown", len(d.blocks), proven, required, len(without))
	for _, block := range without {
		t.Errorf("no truth depends on %s", block)
	}
}

// prove tells how a block is shown to matter, "" if it is not.
func (x *truths) prove(t testing.TB, d *drafts, block string) string {
	t.Helper()
	all := true // no rule is decided by this block
	tried := 0
	for _, r := range d.rules {
		i := slices.IndexFunc(r.layers, func(l layer) bool { return l.block == block })
		if i < 0 {
			continue
		}
		tried++
		for _, with := range alterations(t, r.layers[i].node.Child("with")) {
			rule := load(t, r.id, r.compose(block, with))
			if rule == nil {
				continue
			}
			if rule.Check != "manual" {
				all = false
			}
			if !x.agrees(r.id, rule) {
				return "by " + r.id
			}
		}
	}
	if tried > 0 && all {
		return "required"
	}
	return ""
}
