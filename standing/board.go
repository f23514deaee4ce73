// Package standing says where every site stands now: its newest result by each pack,
// what changed since the one before, and how each rule stands over all sites. It is
// handed the records and keeps no clock.
package standing

import (
	"context"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"iter"
	"math"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/change"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
)

// Records are what was recorded of runs, in short.
type Records interface {
	// Runs returns all runs, newest first.
	Runs(ctx context.Context) ([]audit.Run, error)
	// Recent tells of each site, and of each set of packs it was scored by, the newest
	// finished runs, at most so many, newest first.
	Recent(ctx context.Context, most int) ([]audit.Recorded, error)
	// Summaries returns the results of a run in short, by site.
	Summaries(ctx context.Context, runID string) ([]audit.Summary, error)
	// SiteRules yields what became of every rule on each site of a run, by site.
	SiteRules(ctx context.Context, runID string) iter.Seq2[audit.SiteRules, error]
}

// Tally counts findings by outcome, in the order of [Outcomes].
type Tally [5]int

// Outcomes is the order of a tally.
func Outcomes() []rules.Outcome {
	return []rules.Outcome{rules.Pass, rules.Fail, rules.Review, rules.Unknown, rules.Exempt}
}

// place returns where an outcome is counted.
func place(o rules.Outcome) int {
	switch o {
	case rules.Pass:
		return 0
	case rules.Fail:
		return 1
	case rules.Review:
		return 2
	case rules.Exempt:
		return 4
	}
	return 3 // unknown
}

// N returns how many have the outcome.
func (t Tally) N(o string) int { return t[place(rules.Outcome(o))] }

// Row is one site by one pack.
type Row struct {
	*audit.Summary            // the newest result
	Run            *audit.Run // that it is of
	Version        string     // of the pack in that run
	Score          scoring.Score
	Outcomes       Tally // of the rules of the pack
	Certain        int   // certain defects of them
	Before         *Before
	Change         change.Count // since then, of the rules of the pack
}

// Before is the result of the same site by the same pack before the newest.
type Before struct {
	Run     *audit.Run
	Version string
	State   audit.State
	Score   scoring.Score
}

// Delta is by how many points the score changed; false where the two cannot be compared:
// there is no result before, too little was decided of one, or the pack is another
// version.
func (r *Row) Delta() (float64, bool) {
	b := r.Before
	if b == nil || b.Version != r.Version || b.Score.Grade == scoring.Undetermined || r.Score.Grade == scoring.Undetermined {
		return 0, false
	}
	return r.Score.Points - b.Score.Points, true
}

// Cell is what became of one rule on one site.
type Cell struct {
	Site             *audit.Summary
	Run              *audit.Run
	Outcome, Decided rules.Outcome
	Certain          int
	Doubtful         int
	Lost             float64
}

// Board is where all sites stand.
type Board struct {
	Packs []string // that scored some site, in the order of the sets
	rows  map[string][]*Row
	units []unit
	cells map[string][]cell
}

// unit is the result of a site in a run.
type unit struct {
	site *audit.Summary
	run  *audit.Run
}

// cell is a [Cell] in little room: there are hundreds of thousands.
type cell struct {
	unit              int32
	outcome, decided  uint8
	certain, doubtful int32
	lost              float32
}

// Rows returns the sites that the pack scored, by ID.
func (b *Board) Rows(pack string) []*Row { return b.rows[pack] }

// Cells returns what became of a rule on each site, by site.
func (b *Board) Cells(ruleID string) []Cell {
	all := Outcomes()
	out := make([]Cell, len(b.cells[ruleID]))
	for i, c := range b.cells[ruleID] {
		u := b.units[c.unit]
		out[i] = Cell{Site: u.site, Run: u.run, Outcome: all[c.outcome], Decided: all[c.decided], Certain: int(c.certain), Doubtful: int(c.doubtful), Lost: round(float64(c.lost))}
	}
	return out
}

// round undoes what keeping points in 32 bits did to them.
func round(f float64) float64 { return math.Round(f*100) / 100 }

// Tally counts what became of a rule over all sites that match; nil: all.
func (b *Board) Tally(ruleID string, match func(*audit.Summary) bool) (t Tally) {
	for _, c := range b.cells[ruleID] {
		if match == nil || match(b.units[c.unit].site) {
			t[c.outcome]++
		}
	}
	return t
}

// Key names what a board is made from: with the same key it would be the same.
func Key(runs []audit.Run, sets []*rules.Set) string {
	h := fnv.New128a()
	for _, r := range runs {
		if !r.Finished.IsZero() {
			fmt.Fprintln(h, r.ID, r.Finished.UnixMicro())
		}
	}
	for _, s := range sets {
		fmt.Fprintln(h, s.ID, s.SHA256)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// packOf is a pack by its place among all.
type packOf struct {
	id string
	at int
}

// holding is a rule, the packs that hold it by their places, and what became of it on
// each site.
type holding struct {
	packs []int
	cells []cell
}

func packsOf(sets []*rules.Set) (out []packOf, held map[string]*holding) {
	held = map[string]*holding{}
	for i, s := range sets {
		out = append(out, packOf{s.ID, i})
		for _, r := range s.Rules {
			id := r.FullID()
			if held[id] == nil {
				held[id] = new(holding)
			}
			if !slices.Contains(held[id].packs, i) {
				held[id].packs = append(held[id].packs, i)
			}
		}
	}
	return out, held
}

// version returns that of the pack in the run; "" if it does not say.
func version(r *audit.Run, pack string) string {
	for _, p := range r.Packs {
		if p.ID == pack {
			return p.Version + " " + p.SHA256
		}
	}
	return ""
}

// score returns that of the pack; false if there is none.
func score(s *audit.Summary, pack string) (scoring.Score, bool) {
	for _, c := range s.Scores {
		if c.Pack == pack {
			return c, true
		}
	}
	return scoring.Score{}, false
}

// Count adds one finding.
func (t *Tally) Count(o rules.Outcome) { t[place(o)]++ }

// Newest is the newest result of a site by whatever packs.
type Newest struct {
	Site *audit.Summary
	Run  *audit.Run
}

// Newest returns of each site the newest result, by site.
func (b *Board) Newest() []Newest {
	var out []Newest
	seen := map[string]bool{}
	for _, u := range b.units { // newest runs first
		if !seen[u.site.ID] {
			seen[u.site.ID] = true
			out = append(out, Newest{u.site, u.run})
		}
	}
	slices.SortFunc(out, func(a, b Newest) int { return strings.Compare(a.Site.ID, b.Site.ID) })
	return out
}
