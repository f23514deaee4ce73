package web

import (
	"context"
	"errors"
	"sync"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/standing"
)

// Records are results in short, of all sites at once and of one over time, and what
// people decided.
type Records interface {
	standing.Records
	// Questions returns what the results of a run leave to people, by site, of the sites
	// that are wanted.
	Questions(ctx context.Context, runID string, wanted func(siteID string) bool) ([]audit.Asking, error)
	// History returns the results of a site in finished runs, newest first, at most so many.
	History(ctx context.Context, siteID string, most int) ([]audit.Past, error)
	// Decisions returns everything decided about a site, in the order it was recorded.
	Decisions(ctx context.Context, siteID string) ([]review.Decision, error)
}

// boards keeps the newest board: making one reads thousands of results, and it changes
// only when a run finishes.
type boards struct {
	mu     sync.Mutex
	key    string
	board  *standing.Board
	trends map[[2]string]trendPoint // by run and pack: what a finished run says does not change
}

// Warm makes ahead what pages are made of once a run has finished. Where none has since,
// it costs a look at the list of runs.
func (s *Server) Warm(ctx context.Context) error {
	_, _, err := s.board(ctx)
	_, err2 := s.asked(ctx)
	return errors.Join(err, err2)
}

// board returns where all sites stand, with the packs they are judged by.
func (s *Server) board(ctx context.Context) (*standing.Board, []*rules.Set, error) {
	sets, err := s.Rules()
	if err != nil {
		return nil, nil, err
	}
	runs, err := s.Records.Runs(ctx)
	if err != nil {
		return nil, nil, err
	}
	key := standing.Key(runs, sets)
	s.boards.mu.Lock()
	defer s.boards.mu.Unlock()
	if s.boards.key == key {
		return s.boards.board, sets, nil
	}
	b, err := standing.Read(ctx, s.Records, sets)
	if err != nil {
		return nil, nil, err
	}
	s.boards.key, s.boards.board = key, b
	return b, sets, nil
}

// seen returns the rows of a pack that the visitor may see.
func (c *call) seen(rows []*standing.Row) []*standing.Row {
	if c.can(access.SeeAll, access.Object{}) {
		return rows
	}
	var out []*standing.Row
	for _, r := range rows {
		if c.can(access.SeeSite, access.Of(r.Department)) {
			out = append(out, r)
		}
	}
	return out
}

// setOf returns the set of a pack, nil if it is not among them.
func setOf(sets []*rules.Set, pack string) *rules.Set {
	for _, s := range sets {
		if s.ID == pack {
			return s
		}
	}
	return nil
}
