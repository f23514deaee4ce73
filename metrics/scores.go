package metrics

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/rules"
)

// scores adds what the newest audit of each site says.
func (c *Collector) scores(ctx context.Context, b *batch) error {
	r, err := c.results(ctx)
	if err != nil {
		return err
	}
	today := calendar.DayOf(c.s.Now(), c.s.Zone)
	states := map[[2]string]int{}
	for i := range r.sites {
		s := &r.sites[i]
		states[[2]string{string(s.Level), string(s.State)}]++
		b.add(siteInfo, 1, s.ID, s.Name, string(s.Level), regionOf(s.Code), s.Department)
		for _, sc := range s.Scores {
			sc = sc.AsDecided()
			if sc.Ranked() { // else it has full marks because nothing was seen
				b.add(scorePoints, sc.Points, s.ID, string(s.Level), sc.Pack)
			}
			b.add(scoreMax, sc.Max, s.ID, string(s.Level), sc.Pack)
			b.add(scoreOpen, sc.High-sc.Low, s.ID, string(s.Level), sc.Pack)
			if len(sc.Vetoes) > 0 {
				b.add(vetoes, float64(len(sc.Vetoes)), s.ID, string(s.Level), sc.Pack)
			}
		}
		for _, n := range r.rules[s.ID] {
			b.add(findings, float64(n.n), s.ID, n.pack, string(n.outcome))
		}
		for _, check := range sortedKeys(r.kinds[s.ID]) {
			b.add(defectsOpen, float64(r.kinds[s.ID][check]), s.ID, check)
		}
		switch r.ipv6[s.ID] {
		case rules.Pass:
			b.add(siteIPv6, 1, s.ID)
		case rules.Fail:
			b.add(siteIPv6, 0, s.ID)
		}
		if at := r.seen[s.ID]; !at.IsZero() {
			b.add(lastSuccess, float64(at.UnixMilli())/1e3, s.ID)
		}
		for _, d := range s.Ahead {
			b.add(daysLeft, float64(d.Day-today), s.ID, d.Rule)
		}
	}
	for _, k := range sortedPairs(states) {
		b.add(sites, float64(states[k]), k[0], k[1])
	}
	addOutcomes(b, checkSites, r.tally)
	addOutcomes(b, ruleSites, r.each)
	return nil
}

func addOutcomes(b *batch, f *family, counts map[[2]string]map[rules.Outcome]int) {
	for _, k := range sortedPairs(counts) {
		for _, o := range []rules.Outcome{rules.Pass, rules.Fail, rules.Review, rules.Unknown, rules.Exempt} {
			if n := counts[k][o]; n > 0 {
				b.add(f, float64(n), k[0], k[1], string(o))
			}
		}
	}
}

// regionOf returns the place in the code of a site: of its ten digits the first six.
func regionOf(code string) string {
	if len(code) < 6 || strings.Trim(code[:6], "0123456789") != "" {
		return ""
	}
	return code[:6]
}

// Warm reads the newest results ahead of the scrape that will ask for them.
func (c *Collector) Warm(ctx context.Context) error {
	_, err := c.results(ctx)
	return err
}

// results returns the newest results, read again only where they are others.
func (c *Collector) results(ctx context.Context) (*results, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	name, err := c.s.Source.Results(ctx)
	if err != nil {
		return nil, fmt.Errorf("ask for the newest results: %w", err)
	}
	if c.last != nil && c.last.name == name {
		return c.last, nil
	}
	r, err := c.read(ctx)
	if err != nil {
		return nil, err
	}
	r.name = name
	c.last = r
	return r, nil
}

// read puts the newest results together: of each site those of every pack, from the
// newest run that judged by it.
func (c *Collector) read(ctx context.Context) (*results, error) {
	known, err := c.s.Rules()
	if err != nil {
		return nil, fmt.Errorf("list rules: %w", err)
	}
	recent, err := c.s.Source.Recent(ctx, 1)
	if err != nil {
		return nil, err
	}
	wanted := map[string]map[string]bool{} // sites by run
	var order []string
	for _, at := range recent {
		if wanted[at.Run] == nil {
			wanted[at.Run] = map[string]bool{}
			order = append(order, at.Run)
		}
		wanted[at.Run][at.Site] = true
	}
	slices.Sort(order) // run ids begin with the time
	slices.Reverse(order)
	f := newFolding(known)
	for _, run := range order {
		if f.at, err = c.seen(ctx, run); err != nil {
			return nil, err
		}
		list, err := c.s.Source.Summaries(ctx, run)
		if err != nil {
			return nil, err
		}
		for _, s := range list {
			if wanted[run][s.ID] {
				f.site(s)
			}
		}
		err = c.s.Source.EachRules(ctx, run, func(id string, list []audit.RuleSummary) error {
			if wanted[run][id] {
				f.rules(id, list)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return f.results(), nil
}

// seen returns when the sites of a run were observed.
func (c *Collector) seen(ctx context.Context, id string) (time.Time, error) {
	run, err := c.s.Source.Run(ctx, id)
	if err == nil && run.Of != "" { // it judged what another run had seen
		run, err = c.s.Source.Run(ctx, run.Of)
	}
	return run.Finished, err
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func sortedPairs[V any](m map[[2]string]V) [][2]string {
	keys := make([][2]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b [2]string) int {
		if c := strings.Compare(a[0], b[0]); c != 0 {
			return c
		}
		return strings.Compare(a[1], b[1])
	})
	return keys
}

// IPv6 returns what the newest audit says of a site by the checks of IPv6: pass, fail,
// or unknown.
func (c *Collector) IPv6(ctx context.Context, id string) (rules.Outcome, error) {
	r, err := c.results(ctx)
	if err != nil {
		return rules.Unknown, err
	}
	if o := r.ipv6[id]; o == rules.Pass || o == rules.Fail {
		return o, nil
	}
	return rules.Unknown, nil
}
