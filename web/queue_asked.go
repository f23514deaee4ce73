package web

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/reports"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/standing"
)

// asked is one thing that only a person can say, in short, as a result asks it.
type asked struct {
	review.Key
	ID, Fingerprint      string
	Run                  audit.Run // that asks
	SiteName, Department string
	Level                site.Level
	Pack, Title          string // of the rule
	Veto                 bool
	Stake                float64 // points it can cost yet, were it so
	Asked                bool    // false: it could not be observed, and a later run may need no person
	Outcome, Proposed    rules.Outcome
	Confidence           float64
	Message              string
}

// heaviest orders what is asked by what weighs most: first where something was seen for
// which all is lost were it so, then by points, and last what costs none and of which
// nothing was seen, as what no page can show.
func heaviest(a, b *asked) int {
	return cmp.Or(first(a.barring(), b.barring()), first(a.Asked, b.Asked), first(!a.idle(), !b.idle()), cmp.Compare(b.Stake, a.Stake), first(a.Veto, b.Veto),
		cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Site, b.Site), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Subject, b.Subject))
}

// barring reports that something was seen that would bar the site, were it so.
func (a *asked) barring() bool { return a.Veto && a.Asked && a.Code != "" }

// idle reports that nothing was seen and that nothing is lost.
func (a *asked) idle() bool { return a.Code == "" && a.Stake == 0 }

// asked returns what the newest results ask, of each site each question once: as its
// newest result asks it.
func (s *Server) asked(ctx context.Context) ([]*asked, error) {
	sets, err := s.Rules()
	if err != nil {
		return nil, err
	}
	runs, err := s.Archive.Runs(ctx)
	if err != nil {
		return nil, err
	}
	key := standing.Key(runs, sets)
	s.asks.mu.Lock()
	defer s.asks.mu.Unlock()
	if s.asks.key == key {
		return s.asks.list, nil
	}
	list, err := s.readAsked(ctx, runs, sets)
	if err != nil {
		return nil, err
	}
	s.asks.key, s.asks.list = key, list
	return list, nil
}

func (s *Server) readAsked(ctx context.Context, runs []audit.Run, sets []*rules.Set) ([]*asked, error) {
	recorded, err := s.Records.Recent(ctx, 1)
	if err != nil {
		return nil, err
	}
	packs := map[string]map[string][]string{} // that judged, by run and site
	for _, r := range recorded {
		if packs[r.Run] == nil {
			packs[r.Run] = map[string][]string{}
		}
		packs[r.Run][r.Site] = append(packs[r.Run][r.Site], r.Packs...)
	}
	known := rulesByID(sets)
	var out []*asked
	judged := map[string][]string{} // packs by site, of runs that were read
	seen := map[string]bool{}
	for _, run := range runs { // newest first
		of := packs[run.ID]
		if of == nil {
			continue
		}
		list, err := s.Records.Questions(ctx, run.ID, func(id string) bool { _, ok := of[id]; return ok })
		if err != nil {
			return nil, err
		}
		for i := range list {
			later := judged[list[i].Site]
			for _, a := range askedOf(run, &list[i], known) {
				if !seen[a.ID] && !known[a.Rule].in(later) {
					seen[a.ID] = true
					out = append(out, a)
				}
			}
			judged[list[i].Site] = append(later, of[list[i].Site]...)
		}
	}
	slices.SortFunc(out, heaviest)
	return out, nil
}

// knownRule is a rule and the packs that hold it.
type knownRule struct {
	*rules.Rule
	packs []string
}

// in reports that one of the packs holds the rule: who judged by it has asked what there
// is to ask of it.
func (k *knownRule) in(packs []string) bool {
	return k != nil && slices.ContainsFunc(packs, func(p string) bool { return slices.Contains(k.packs, p) })
}

// rulesByID returns the rules of all sets; of two by one name the first, as [ruleOf] does.
func rulesByID(sets []*rules.Set) map[string]*knownRule {
	out := map[string]*knownRule{}
	for _, set := range sets {
		for _, r := range set.Rules {
			k := out[r.FullID()]
			if k == nil {
				k = &knownRule{Rule: r}
				out[r.FullID()] = k
			}
			k.packs = append(k.packs, set.ID)
		}
	}
	return out
}

// askedOf joins what a result asks with the rules as they are now.
func askedOf(run audit.Run, of *audit.Asking, known map[string]*knownRule) []*asked {
	all := make([]asked, len(of.Questions))
	out := make([]*asked, len(all))
	for i, x := range of.Questions {
		k := review.Key{Site: of.Site, Rule: x.Rule, Code: x.Code, Subject: x.Subject}
		all[i] = asked{Key: k, ID: k.ID(), Fingerprint: x.Fingerprint, Run: run, SiteName: of.Name, Department: of.Department, Level: of.Level,
			Title: x.Rule, Asked: x.Asked, Outcome: x.Outcome, Proposed: x.Proposed, Confidence: x.Confidence, Message: clipRunes(reports.Clean(x.Message), 200), Stake: x.Left}
		a := &all[i]
		a.Pack, _, _ = strings.Cut(x.Rule, "/")
		if rule := known[x.Rule]; rule != nil {
			a.Title, a.Veto, a.Stake = cmp.Or(rule.Title, x.Rule), rule.Veto, min(x.Left, costOf(rule.Rule, x.Code))
		}
		out[i] = a
	}
	return out
}

// costOf is what a defect of this code costs by its rule.
func costOf(r *rules.Rule, code string) float64 {
	if n, ok := r.Deduct[code]; ok {
		return n
	}
	if n, ok := r.Deduct["default"]; ok {
		return n
	}
	return r.Points
}

// ruleOf returns a rule by its full id, nil if no set has it.
func ruleOf(sets []*rules.Set, id string) *rules.Rule {
	for _, set := range sets {
		if r := set.Rule(id); r != nil {
			return r
		}
	}
	return nil
}
