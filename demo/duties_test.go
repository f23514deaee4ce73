package demo_test

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/demo"
	"github.com/govaudit/govaudit/document"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/internal/yamldoc"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/store"
)

// seenPortals are portals as one crawl saw them, ready to be judged as often as
// one likes.
type seenPortals struct {
	*demo.Portals
	portals  map[string]*portal.Portal
	calendar *calendar.Calendar
}

// see crawls the portals into a store and reads them back from it.
func see(t testing.TB, p *demo.Portals) *seenPortals {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	ctx := context.Background()
	st, err := store.Open(ctx, "sqlite:"+t.TempDir()+"/duties.db", log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	c := crawlerFor(t, p, log)
	cal, err := calendar.Load(configs.Calendar())
	if err != nil {
		t.Fatal(err)
	}
	run := audit.Run{ID: "seen", Key: "seen", AsOf: p.AsOf(), Started: time.Now()}
	if err := st.CreateRun(ctx, run); err != nil {
		t.Fatal(err)
	}
	out := &seenPortals{Portals: p, portals: map[string]*portal.Portal{}, calendar: cal}
	reader := document.NewReader(document.Limits{})
	var mu sync.Mutex
	var g sync.WaitGroup
	for _, target := range p.Sites() {
		g.Go(func() {
			snap, err := st.BeginSnapshot(ctx, run.ID, target, time.Now())
			if err != nil {
				t.Error(err)
				return
			}
			seen, err := c.Crawl(ctx, target, snap, func(*site.Page, *extract.Facts) {})
			if err != nil {
				t.Error(err)
				return
			}
			if err := snap.Finish(ctx, *seen); err != nil {
				t.Error(err)
				return
			}
			built, err := audit.Replay(ctx, target, snap, reader)
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			out.portals[target.ID] = built
		})
	}
	g.Wait()
	if t.Failed() {
		t.FailNow()
	}
	return out
}

// target returns the site of an id.
func (s *seenPortals) target(id string) site.Target {
	sites := s.Sites()
	return sites[slices.IndexFunc(sites, func(t site.Target) bool { return t.ID == id })]
}

// findings judges one site by rules and says in short what became of each.
func (s *seenPortals) findings(id string, list []*rules.Rule) map[string]rules.Finding {
	target := s.target(id)
	c := &rules.Case{Log: slog.New(slog.DiscardHandler), Portal: s.portals[id], Target: target, AsOf: calendar.DayOf(s.AsOf(), s.AsOf().Location()), Calendar: s.calendar}
	out := map[string]rules.Finding{}
	for _, f := range rules.Judge(c, &rules.Set{Rules: list}) {
		out[f.Rule] = f
	}
	return out
}

// says reports that a finding is what a line of truth wants, an outcome and
// perhaps the codes of its defects and the subject of one of them.
func says(f rules.Finding, proposal bool, want string) bool {
	want, subject, named := strings.Cut(want, " @")
	words := strings.Fields(want)
	outcome := f.Outcome
	if words[0] == "proposes" {
		if words = words[1:]; !proposal {
			return false
		}
		outcome = f.Proposed
	} else if proposal {
		outcome = f.Outcome
	}
	if string(outcome) != words[0] {
		return false
	}
	if len(words) == 1 {
		return true
	}
	var codes []string
	for _, d := range f.Defects {
		codes = append(codes, d.Code)
		named = named && d.Subject != subject
	}
	slices.Sort(codes)
	return !named && slices.Equal(slices.Compact(codes), slices.Sorted(slices.Values(words[1:])))
}

// dutyPortals are the portals of the local documents with the rules each is
// judged by, by full id; the packs of a site may each patch the same rule.
func dutyPortals(t testing.TB) (*seenPortals, *rules.Library) {
	t.Helper()
	p, err := demo.StartDuties(t.Context(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	lib, err := rules.NewLibrary(configs.Packs())
	if err != nil {
		t.Fatal(err)
	}
	seen := see(t, p)
	for _, target := range p.Sites() {
		if snap := seen.portals[target.ID].Snapshot; !snap.Complete {
			t.Fatalf("%s was not seen whole: %s", target.ID, snap.Stopped)
		}
	}
	return seen, lib
}

// TestNationalRulesShareTheChecks holds what single rules say of the portals of
// the truth by defects: which rule a defect belongs to, and other packs.
func TestNationalRulesShareTheChecks(t *testing.T) {
	p := start(t)
	lib, err := rules.NewLibrary(configs.Packs())
	if err != nil {
		t.Fatal(err)
	}
	singleRules(t, see(t, p), lib)
}

// TestDutiesAreJudgedRight holds every line of the truth about single rules of
// the local packs.
func TestDutiesAreJudgedRight(t *testing.T) {
	s, lib := dutyPortals(t)
	singleRules(t, s, lib)
}

// singleRules holds every line of the truth about single rules.
func singleRules(t *testing.T, s *seenPortals, lib *rules.Library) {
	t.Helper()
	d := readDrafts(t)
	for _, target := range s.Sites() {
		truth := slices.DeleteFunc(s.RuleTruth(), func(e demo.RuleTruth) bool { return e.Site != target.ID })
		var packs []string
		for _, e := range truth {
			if pack, _, _ := strings.Cut(e.Rule, "/"); pack != "template" && !slices.Contains(packs, pack) {
				packs = append(packs, pack)
			}
		}
		list := rulesOf(t, lib, packs)
		found := s.findings(target.ID, list)
		for _, e := range truth {
			f, ok := found[e.Rule]
			if d := d.named(e.Rule); !ok && d != nil {
				r := load(t, e.Rule, d.compose("", yamldoc.Node{}))
				f, ok = s.findings(target.ID, []*rules.Rule{r})[r.FullID()], true
			}
			if !ok {
				t.Errorf("%s: there is no rule %s", e.Site, e.Rule)
				continue
			}
			if !says(f, proposes(list, e.Rule), e.Outcome) {
				t.Errorf("%s %s: want %s (%s), got %s %s: %s %s", e.Site, e.Rule, e.Outcome, e.Why, f.Outcome, f.Proposed, f.Reason, told(f))
			}
		}
	}
}

func proposes(list []*rules.Rule, id string) bool {
	i := slices.IndexFunc(list, func(r *rules.Rule) bool { return r.FullID() == id })
	return i >= 0 && list[i].Propose
}

func told(f rules.Finding) string {
	var b strings.Builder
	for _, d := range f.Defects {
		b.WriteString("\n    " + string(d.Outcome) + " " + d.Code + " " + d.Subject + " " + d.Message)
	}
	return b.String()
}

// rulesOf returns the rules of several packs, each once.
func rulesOf(t testing.TB, lib *rules.Library, packs []string) []*rules.Rule {
	t.Helper()
	sets, err := lib.Sets(packs...)
	if err != nil {
		t.Fatal(err)
	}
	var out []*rules.Rule
	done := map[string]bool{}
	for _, set := range sets {
		for _, r := range set.Rules {
			if !done[r.FullID()] {
				done[r.FullID()] = true
				out = append(out, r)
			}
		}
	}
	return out
}
