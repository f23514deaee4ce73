package standing

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/change"
	"github.com/govaudit/govaudit/rules"
)

// Read makes the board of all sites by the packs of the sets.
func Read(ctx context.Context, from Records, sets []*rules.Set) (*Board, error) {
	packs, held := packsOf(sets)
	r := &reader{from: from, packs: packs, held: held, runs: map[string]*audit.Run{}, age: map[string]int{}, briefs: map[[2]string]*audit.Summary{},
		board: &Board{rows: map[string][]*Row{}, cells: map[string][]cell{}}}
	runs, err := from.Runs(ctx)
	if err != nil {
		return nil, err
	}
	for i := range runs {
		r.runs[runs[i].ID], r.age[runs[i].ID] = &runs[i], i
	}
	recent, err := from.Recent(ctx, 2)
	if err != nil {
		return nil, err
	}
	pairs := r.pair(recent)
	if err := r.readBriefs(ctx, pairs); err != nil {
		return nil, err
	}
	for _, p := range slices.SortedFunc(maps.Keys(pairs), r.newestFirst) {
		if err := r.compare(ctx, p, pairs[p]); err != nil {
			return nil, err
		}
	}
	r.sort()
	return r.board, nil
}

// pair is a run, and the one before it of the same sites; "": there is none.
type pair struct{ now, before string }

// reader is a board in the making.
type reader struct {
	from   Records
	packs  []packOf
	held   map[string]*holding // by rule
	runs   map[string]*audit.Run
	age    map[string]int // places of runs, newest first
	briefs map[[2]string]*audit.Summary
	board  *Board
}

func (r *reader) newestFirst(a, b pair) int {
	return cmp.Or(cmp.Compare(r.age[a.now], r.age[b.now]), strings.Compare(a.now, b.now), strings.Compare(a.before, b.before))
}

// pair finds of each site and pack the newest two runs, and returns by pairs of runs
// which sites are to be compared by which packs.
func (r *reader) pair(recent []audit.Recorded) map[pair]map[string][]packOf {
	out := map[pair]map[string][]packOf{}
	for len(recent) > 0 {
		n := 1
		for n < len(recent) && recent[n].Site == recent[0].Site {
			n++
		}
		of := slices.DeleteFunc(slices.Clone(recent[:n]), func(c audit.Recorded) bool { return r.runs[c.Run] == nil })
		slices.SortStableFunc(of, func(a, b audit.Recorded) int { return cmp.Compare(r.age[a.Run], r.age[b.Run]) })
		for _, p := range r.packs {
			var at pair
			for _, c := range of {
				switch {
				case !slices.Contains(c.Packs, p.id):
				case at.now == "":
					at.now = c.Run
				case at.before == "":
					at.before = c.Run
				}
			}
			if at.now == "" {
				continue
			}
			if out[at] == nil {
				out[at] = map[string][]packOf{}
			}
			out[at][recent[0].Site] = append(out[at][recent[0].Site], p)
		}
		recent = recent[n:]
	}
	return out
}

// readBriefs reads the results in short of every run concerned.
func (r *reader) readBriefs(ctx context.Context, pairs map[pair]map[string][]packOf) error {
	wanted := map[string]map[string]bool{} // by run: the sites
	for p, sites := range pairs {
		for _, run := range []string{p.now, p.before} {
			if run == "" {
				continue
			}
			if wanted[run] == nil {
				wanted[run] = map[string]bool{}
			}
			for id := range sites {
				wanted[run][id] = true
			}
		}
	}
	for _, run := range slices.Sorted(maps.Keys(wanted)) {
		list, err := r.from.Summaries(ctx, run)
		if err != nil {
			return err
		}
		for i := range list {
			if wanted[run][list[i].ID] {
				r.briefs[[2]string{run, list[i].ID}] = &list[i]
			}
		}
	}
	return nil
}

// compare reads what became of the rules in both runs side by side: no more than two
// sites are held at once.
func (r *reader) compare(ctx context.Context, p pair, sites map[string][]packOf) error {
	var before func() (audit.SiteRules, error, bool)
	var was audit.SiteRules
	var err error
	there := p.before != ""
	if there {
		var stop func()
		before, stop = iter.Pull2(r.from.SiteRules(ctx, p.before))
		defer stop()
	}
	for now, err2 := range r.from.SiteRules(ctx, p.now) {
		if err2 != nil {
			return err2
		}
		packs := sites[now.Site]
		if packs == nil || r.briefs[[2]string{p.now, now.Site}] == nil {
			continue
		}
		for there && was.Site < now.Site {
			if was, err, there = before(); err != nil {
				return err
			}
		}
		var earlier []audit.RuleSummary
		if there && was.Site == now.Site {
			earlier = was.Rules
		}
		r.take(p, now, earlier, packs)
	}
	return nil
}

// take adds one site to the board.
func (r *reader) take(p pair, now audit.SiteRules, was []audit.RuleSummary, packs []packOf) {
	brief, run := r.briefs[[2]string{p.now, now.Site}], r.runs[p.now]
	earlier := r.briefs[[2]string{p.before, now.Site}]
	var moved change.Change
	if earlier != nil {
		moved = change.Between(change.Side{Summary: *earlier, Rules: was}, change.Side{Summary: *brief, Rules: now.Rules})
	}
	rows := make([]*Row, len(r.packs)) // by place; nil: of packs that did not judge the site
	for _, pack := range packs {
		row := &Row{Summary: brief, Run: run, Version: version(run, pack.id)}
		row.Score, _ = score(brief, pack.id)
		if earlier != nil {
			row.Before = &Before{Run: r.runs[p.before], Version: version(r.runs[p.before], pack.id), State: earlier.State}
			row.Before.Score, _ = score(earlier, pack.id)
		}
		rows[pack.at] = row
		r.board.rows[pack.id] = append(r.board.rows[pack.id], row)
	}
	for _, m := range moved.Rules {
		if h := r.held[m.ID]; h != nil {
			for _, at := range h.packs {
				if row := rows[at]; row != nil {
					row.Change.Add(m.Count)
				}
			}
		}
	}
	r.board.units = append(r.board.units, unit{brief, run})
	for i := range now.Rules {
		s := &now.Rules[i]
		h := r.held[s.Rule]
		if h == nil {
			continue
		}
		mine := false
		for _, at := range h.packs {
			if row := rows[at]; row != nil {
				row.Outcomes[place(s.Outcome)]++
				row.Certain += s.Certain
				mine = true
			}
		}
		if mine {
			r.cell(h, s)
		}
	}
}

// cell records what became of a rule on a site. Runs come newest first, so of a site
// that two runs judged by the same rule for different packs the newer one is there.
func (r *reader) cell(h *holding, s *audit.RuleSummary) {
	c := cell{unit: int32(len(r.board.units) - 1), outcome: uint8(place(s.Outcome)), decided: uint8(place(s.Decided)),
		certain: int32(s.Certain), doubtful: int32(s.Doubtful), lost: float32(s.Lost)}
	h.cells = append(h.cells, c)
}

// sort puts rows and cells in the order of sites, and leaves of each site the newest.
func (r *reader) sort() {
	for _, p := range r.packs {
		if rows := r.board.rows[p.id]; len(rows) > 0 {
			slices.SortFunc(rows, func(a, b *Row) int { return strings.Compare(a.ID, b.ID) })
			r.board.Packs = append(r.board.Packs, p.id)
		}
	}
	for id, h := range r.held {
		if len(h.cells) > 0 {
			slices.SortStableFunc(h.cells, func(a, b cell) int { return strings.Compare(r.siteOf(a), r.siteOf(b)) })
			r.board.cells[id] = slices.CompactFunc(h.cells, func(a, b cell) bool { return r.siteOf(a) == r.siteOf(b) })
		}
	}
}

func (r *reader) siteOf(c cell) string { return r.board.units[c.unit].site.ID }
