package rules

import (
	"fmt"
	"slices"

	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

// visits returns the visits before the snapshot and those of it, by time.
func (a *availability) visits(c *Case) []site.Visit {
	if len(c.past().Visits) == 0 {
		return c.visits()
	}
	return slices.Concat(c.past().Visits, c.visits())
}

// homeUnchanged compares the home page with what earlier snapshots saw of it over
// the period (19号: 监测 2 周，首页无信息更新): new, dropped or renamed entries are an
// update, whatever their dates.
func (a *availability) homeUnchanged(c *Case, j *Judgement) {
	home := c.Portal.Home
	if why := homeUnseen(home); why != "" {
		j.Unknown = "首页" + why + "，无法与历次快照比较"
		return
	}
	limit := a.Home.before(beijingDay(home.Facts().Seen))
	past := c.past().Homes
	from := -1
	for i, h := range past {
		if beijingDay(h.Seen) <= limit {
			from = i
		}
	}
	if from < 0 {
		j.Unknown = fmt.Sprintf("没有%s以前的快照，一次抓取看不出首页在此期间有没有更新", a.Home)
		return
	}
	past = past[from:]
	now, ok := a.entries(c, home)
	if !ok {
		j.Unknown = "首页未能重新读取，无法与历次快照比较"
		return
	}
	for _, h := range past {
		if h.Unseen != "" {
			j.Unknown = fmt.Sprintf("%s 的快照里首页%s，无法比较", beijingDay(h.Seen), h.Unseen)
			continue
		}
		if n := changed(h.Entries, now); n > 0 {
			j.Unknown = ""
			j.Reason = fmt.Sprintf("与 %s 的快照相比，首页有 %d 条信息变动", beijingDay(h.Seen), n)
			j.Seen = []Evidence{Quote(home, home.Facts().HTMLTitle), h.evidence()}
			return
		}
	}
	if j.Unknown != "" {
		return
	}
	first := past[0]
	said := fmt.Sprintf("自 %s 至 %s 的 %d 次快照里，首页的 %d 条信息完全相同", beijingDay(first.Seen), beijingDay(home.Facts().Seen), len(past)+1, len(now))
	proof := []Evidence{Quote(home, first.words()), first.evidence()}
	switch {
	case len(now) < a.MinDated || home.Rows() == 0:
		j.Unknown = said + "；首页几乎只有导航，应看二级页面"
	case len(past)+1 < a.MinSeen, gap(past, home) > 7:
		j.Defects = append(j.Defects, doubtful("home_unchanged", c.Target.URL, said+"，但其间快照太少，须由人工核实", proof...))
	default:
		j.Defects = append(j.Defects, failing("home_unchanged", c.Target.URL, said, proof...))
	}
}

func (a *availability) entries(c *Case, home *portal.Page) ([]string, bool) {
	f, err := c.Portal.Full(home)
	if err != nil {
		return nil, false
	}
	return HomeEntries(f), true
}

// changed counts the entries that only one of the two has.
func changed(a, b []string) int {
	in := map[string]bool{}
	for _, e := range a {
		in[e] = true
	}
	n := 0
	for _, e := range b {
		if !in[e] {
			n++
		}
		delete(in, e)
	}
	return n + len(in)
}

// gap returns the longest time without a snapshot, in days: something may have
// come and gone in it.
func gap(past []PastHome, home *portal.Page) int {
	longest := 0
	for i := range past {
		next := beijingDay(home.Facts().Seen)
		if i+1 < len(past) {
			next = beijingDay(past[i+1].Seen)
		}
		longest = max(longest, int(next-beijingDay(past[i].Seen)))
	}
	return longest
}

func (h PastHome) evidence() Evidence {
	return Evidence{URL: h.URL, Seen: h.Seen, Quote: abridge(h.words()), SHA256: h.SHA256}
}

// words are the first entry of the page, as evidence.
func (h PastHome) words() string {
	if len(h.Entries) == 0 {
		return ""
	}
	return h.Entries[0]
}
