package metrics

import (
	"cmp"
	"slices"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
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

// worse orders outcomes: of several rules of one check the last counts. The first is
// that of a rule by which nothing was judged.
var worse = []rules.Outcome{"", rules.Exempt, rules.Pass, rules.Unknown, rules.Review, rules.Fail}

// mark is the place of an outcome in worse.
type mark uint8

const outcomes = 6

func markOf(o rules.Outcome) mark { return mark(max(slices.Index(worse, o), 0)) }

// folding puts results of several runs together, the newest first: what an older run
// says of a rule or pack that a newer one judged by is left aside. Rules, checks and
// packs are numbers in it: there are a million outcomes where there are 2,000 sites.
type folding struct {
	known map[string]Rule
	at    time.Time // when the sites of the run now read were observed

	place  map[string]int // place in sites
	sites  []audit.Summary
	seen   map[string]time.Time
	states map[string][]mark         // by site: outcomes as decided, by rule
	counts map[string]map[string]int // certain defects by site and check

	ruleNames     names
	checks, packs names
	of            []ruleOf // by rule
}

// ruleOf is what is known of a rule, in numbers.
type ruleOf struct {
	check int // -1: not known
	packs []int
}

func newFolding(known map[string]Rule) *folding {
	return &folding{known: known, place: map[string]int{}, seen: map[string]time.Time{},
		states: map[string][]mark{}, counts: map[string]map[string]int{}}
}

// names numbers names in the order in which they come.
type names struct {
	list []string
	at   map[string]int
}

func (n *names) number(name string) (at int, fresh bool) {
	if at, ok := n.at[name]; ok {
		return at, false
	}
	if n.at == nil {
		n.at = map[string]int{}
	}
	n.at[name] = len(n.list)
	n.list = append(n.list, name)
	return len(n.list) - 1, true
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
	states := f.states[id]
	if states == nil {
		states = make([]mark, 0, max(len(f.ruleNames.list), len(list)))
	}
	counts := f.counts[id]
	if counts == nil {
		counts = map[string]int{}
		f.counts[id] = counts
	}
	for i := range list {
		r := &list[i]
		n := f.rule(r.Rule)
		for len(states) <= n {
			states = append(states, 0)
		}
		if states[n] != 0 {
			continue
		}
		states[n] = markOf(r.Decided)
		if c := f.of[n].check; c >= 0 && r.Certain > 0 && r.Decided == rules.Fail {
			counts[f.checks.list[c]] += r.Certain
		}
	}
	f.states[id] = states
}

func (f *folding) rule(name string) int {
	n, fresh := f.ruleNames.number(name)
	if !fresh {
		return n
	}
	k := f.known[name]
	of := ruleOf{check: -1}
	if k.Check != "" {
		of.check, _ = f.checks.number(k.Check)
	}
	for _, p := range k.Packs {
		at, _ := f.packs.number(p)
		of.packs = append(of.packs, at)
	}
	f.of = append(f.of, of)
	return n
}

func (f *folding) results() *results {
	r := &results{sites: f.sites, kinds: f.counts, seen: f.seen, rules: map[string][]outcomeCount{}, ipv6: map[string]rules.Outcome{}}
	slices.SortFunc(r.sites, func(a, b audit.Summary) int { return cmp.Compare(a.ID, b.ID) })
	each, tally := newTally(f.ruleNames.list), newTally(f.checks.list)
	worst, findings := make([]mark, len(f.checks.list)), make([][outcomes]int, len(f.packs.list))
	for i := range r.sites {
		s := &r.sites[i]
		clear(worst)
		clear(findings)
		level := string(s.Level)
		for n, m := range f.states[s.ID] {
			if m == 0 {
				continue
			}
			each.add(level, n, m)
			of := &f.of[n]
			for _, p := range of.packs {
				findings[p][m]++
			}
			if of.check >= 0 {
				worst[of.check] = max(worst[of.check], m)
			}
		}
		r.rules[s.ID] = f.judged(s, findings)
		for c, m := range worst {
			if m == 0 {
				continue
			}
			tally.add(level, c, m)
			if f.checks.list[c] == "ipv6" {
				r.ipv6[s.ID] = worse[m]
			}
		}
	}
	r.each, r.tally = each.counts(), tally.counts()
	return r
}

// judged returns what was found of the packs by which a site has a score, by pack.
func (f *folding) judged(s *audit.Summary, findings [][outcomes]int) []outcomeCount {
	var out []outcomeCount
	for _, sc := range s.Scores {
		p, ok := f.packs.at[sc.Pack]
		if !ok {
			continue
		}
		for m, n := range findings[p] {
			if n > 0 {
				out = append(out, outcomeCount{sc.Pack, worse[m], n})
			}
		}
	}
	slices.SortFunc(out, func(a, b outcomeCount) int {
		return cmp.Or(cmp.Compare(a.pack, b.pack), cmp.Compare(a.outcome, b.outcome))
	})
	return out
}
