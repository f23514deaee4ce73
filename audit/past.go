package audit

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

// History is what was recorded of a site over time.
type History interface {
	// Visits returns the visits to the home page outside of crawls, by time.
	Visits(ctx context.Context, t site.Target, since, before time.Time) ([]site.Visit, error)
	// EarlierSnapshots returns the finished snapshots that began at since or later
	// and ended before the given instant, oldest first.
	EarlierSnapshots(ctx context.Context, t site.Target, since, before time.Time) ([]Snapshot, error)
}

// lookBack is how far back the rules can look: the longest window is two weeks
// (国办秘函〔2019〕19号: 监测 2 周), and a snapshot that opens it may be some days older.
const lookBack = 35 * 24 * time.Hour

// maxHomes bounds the home pages that are read again: more than one a day adds
// nothing to two weeks.
const maxHomes = 40

// recall gathers what was recorded of t before the snapshot s began. What was
// recorded later is left out, so that judging the snapshot again gives the same.
func recall(ctx context.Context, h History, t site.Target, s *site.Snapshot) (rules.Past, error) {
	var past rules.Past
	if h == nil || s == nil || s.Started.IsZero() {
		return past, nil
	}
	since := s.Started.Add(-lookBack)
	visits, err := h.Visits(ctx, t, since, s.Started)
	if err != nil {
		return past, err
	}
	snaps, err := h.EarlierSnapshots(ctx, t, since, s.Started)
	if err != nil {
		return past, err
	}
	for _, sn := range snaps {
		visits = append(visits, sn.Meta().Visits...)
	}
	slices.SortStableFunc(visits, func(a, b site.Visit) int { return a.At.Compare(b.At) })
	past.Visits = visits
	for _, sn := range daily(snaps) {
		home, ok, err := homeOf(ctx, t, sn)
		if err != nil {
			return past, err
		}
		if ok {
			past.Homes = append(past.Homes, home)
		}
	}
	return past, nil
}

// daily keeps the newest maxHomes snapshots, and the oldest, which opens the
// window.
func daily(snaps []Snapshot) []Snapshot {
	if len(snaps) <= maxHomes {
		return snaps
	}
	return append([]Snapshot{snaps[0]}, snaps[len(snaps)-maxHomes+1:]...)
}

// homeOf reads the home page of an earlier snapshot; false where it was not
// obtained.
func homeOf(ctx context.Context, t site.Target, sn Snapshot) (rules.PastHome, bool, error) {
	if !sn.Meta().Alive {
		return rules.PastHome{}, false, nil
	}
	address := t.URL
	if base, err := url.Parse(t.URL); err == nil {
		if normal, ok := extract.Normalize(base, t.URL); ok {
			address = normal // pages are stored under the address that was asked for
		}
	}
	p, err := sn.Page(ctx, address)
	if err != nil {
		return rules.PastHome{}, false, fmt.Errorf("read home page of earlier snapshot %s: %w", sn.Meta().ID, err)
	}
	if !p.OK() || len(p.Body) == 0 {
		return rules.PastHome{}, false, nil
	}
	return rules.NewPastHome(extract.Read(p)), true, nil
}
