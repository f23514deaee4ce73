package metrics

import (
	"cmp"
	"slices"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/site"
)

// results are the newest results of all sites.
type results struct {
	name  string                              // of the state of the store that they are from
	sites []audit.Summary                     // by id; of each pack the newest score
	rules map[string][]outcomeCount           // by site id, by pack and outcome
	kinds map[string]map[string]int           // certain defects by site id and check
	ipv6  map[string]rules.Outcome            // by site id, where the checks of IPv6 say yes or no
	seen  map[string]time.Time                // by site id: when it was last observed
	tally map[[2]string]map[rules.Outcome]int // sites by check and level, and the worst outcome of the check
	each  map[[2]string]map[rules.Outcome]int // sites by rule and level, and its outcome
}

// outcomeCount is how many findings of a pack have an outcome.
type outcomeCount struct {
	pack    string
	outcome rules.Outcome
	n       int
}

// folding puts results of several runs together, the newest first: what an older run
// says of a rule or pack that a newer one judged by is left aside.
type folding struct {
	known map[string]Rule
	at    time.Time // when the sites of the run now read were observed

	place  map[string]int // place in sites
	sites  []audit.Summary
	seen   map[string]time.Time
	states map[string]map[string]rules.Outcome // by site and rule, as decided
	counts map[string]map[string]int           // certain defects by site and check
}

func newFolding(known map[string]Rule) *folding {
	return &folding{known: known, place: map[string]int{}, seen: map[string]time.Time{},
		states: map[string]map[string]rules.Outcome{}, counts: map[string]map[string]int{}}
}

func (f *folding) site(s audit.Summary) {
	i, ok := f.place[s.ID]
	if !ok {
		f.place[s.ID] = len(f.sites)
		f.sites = append(f.sites, s)
	} else {
		for _, sc := range s.Scores {
			if !slices.ContainsFunc(f.sites[i].Scores, func(have scoring.Score) bool { return have.Pack == sc.Pack }) {
				f.sites[i].Scores = append(f.sites[i].Scores, sc)
			}
		}
	}
	if s.State != audit.Unreachable && f.at.After(f.seen[s.ID]) {
		f.seen[s.ID] = f.at
	}
}

func (f *folding) rules(id string, list []audit.RuleSummary) {
	states, counts := f.states[id], f.counts[id]
	if states == nil {
		states, counts = map[string]rules.Outcome{}, map[string]int{}
		f.states[id], f.counts[id] = states, counts
	}
	for _, r := range list {
		if _, ok := states[r.Rule]; ok {
			continue
		}
		states[r.Rule] = r.Decided
		if r.Certain > 0 && r.Decided == rules.Fail {
			if check := f.known[r.Rule].Check; check != "" {
				counts[check] += r.Certain
			}
		}
	}
}

// worse orders outcomes: of several rules of one check the last counts.
var worse = []rules.Outcome{rules.Exempt, rules.Pass, rules.Unknown, rules.Review, rules.Fail}

func (f *folding) results() *results {
	r := &results{sites: f.sites, kinds: f.counts, seen: f.seen, rules: map[string][]outcomeCount{},
		ipv6: map[string]rules.Outcome{}, tally: map[[2]string]map[rules.Outcome]int{}, each: map[[2]string]map[rules.Outcome]int{}}
	slices.SortFunc(r.sites, func(a, b audit.Summary) int { return cmp.Compare(a.ID, b.ID) })
	for i := range r.sites {
		s := &r.sites[i]
		judged := map[string]bool{}
		for _, sc := range s.Scores {
			judged[sc.Pack] = true
		}
		n := map[[2]string]int{}
		worst := map[string]int{}
		for rule, outcome := range f.states[s.ID] {
			count(r.each, rule, s.Level, outcome)
			k := f.known[rule]
			for _, pack := range k.Packs {
				if judged[pack] {
					n[[2]string{pack, string(outcome)}]++
				}
			}
			if k.Check != "" {
				worst[k.Check] = max(worst[k.Check], slices.Index(worse, outcome))
			}
		}
		for _, k := range sortedPairs(n) {
			r.rules[s.ID] = append(r.rules[s.ID], outcomeCount{k[0], rules.Outcome(k[1]), n[k]})
		}
		for check, at := range worst {
			count(r.tally, check, s.Level, worse[at])
		}
		if at, ok := worst["ipv6"]; ok {
			r.ipv6[s.ID] = worse[at]
		}
	}
	return r
}

func count(sites map[[2]string]map[rules.Outcome]int, of string, level site.Level, outcome rules.Outcome) {
	k := [2]string{of, string(level)}
	if sites[k] == nil {
		sites[k] = map[rules.Outcome]int{}
	}
	sites[k][outcome]++
}
