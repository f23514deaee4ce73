package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/schedule"
)

// Stale is a stored crawl of a site that nothing rests on any more.
type Stale struct {
	id        int64
	Run, Site string
	Pages     int
}

// Stale lists the crawls that began before a time and whose pages may go, the oldest
// first. There stay: the last crawls of each site, those that the newest result by any
// packs is from, those of runs under way or judged by one, those on which a person decided, and those on which an item of the ledger rests
// that is not closed, or about which a person had the last word. Results and scores are
// not pages; they stay whatever becomes of what they were read from.
func (s *Store) Stale(ctx context.Context, before time.Time) ([]Stale, error) {
	list, err := collect(ctx, s.read, func(rows *sql.Rows) (c Stale, err error) { return c, rows.Scan(&c.id, &c.Run, &c.Site, &c.Pages) },
		`SELECT id, run, site, (SELECT COUNT(*) FROM pages p WHERE p.snapshot = ranked.id) FROM (
			SELECT s.id, s.run, s.site, r.started, ROW_NUMBER() OVER (PARTITION BY s.site ORDER BY r.started DESC, s.id DESC) AS place
			FROM snapshots s JOIN runs r ON r.id = s.run WHERE s.done) ranked
		WHERE place > $1 AND started < $2 AND `+unused("ranked")+` ORDER BY started, id`, lookBack, micros(before), string(schedule.Running))
	if err != nil {
		return nil, fmt.Errorf("look for crawls that may go: %w", err)
	}
	of, err := s.judgedRuns(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for crawls that may go: %w", err)
	}
	newest, err := s.Recent(ctx, 1)
	if err != nil {
		return nil, err
	}
	held := map[string]map[string]bool{} // runs by site
	var out []Stale
	for _, c := range list {
		if held[c.Site] == nil {
			runs, err := s.restedOn(ctx, c.Site)
			if err != nil {
				return nil, fmt.Errorf("look for what rests on crawls of %s: %w", c.Site, err)
			}
			held[c.Site] = map[string]bool{}
			for _, r := range newest {
				if r.Site == c.Site {
					runs = append(runs, r.Run)
				}
			}
			for _, r := range runs {
				held[c.Site][r], held[c.Site][of[r]] = true, true
			}
		}
		if !held[c.Site][c.Run] {
			out = append(out, c)
		}
	}
	return out, nil
}

// unused holds of a snapshot, by the name of its table in the query, that no run under
// way was begun with it or judges it. Its parameter $3 is the state of a task that is
// carried out.
func unused(table string) string {
	return strings.ReplaceAll(`EXISTS (SELECT 1 FROM runs r WHERE r.id = SNAPSHOT.run AND r.finished IS NOT NULL)
		AND NOT EXISTS (SELECT 1 FROM runs j WHERE j.judges = SNAPSHOT.run AND j.finished IS NULL)
		AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.run = SNAPSHOT.run AND t.state = $3)`, "SNAPSHOT", table)
}

// judgedRuns returns of each run that judged what another had crawled that other.
func (s *Store) judgedRuns(ctx context.Context) (map[string]string, error) {
	list, err := collect(ctx, s.read, scanPlace, "SELECT id, judges FROM runs WHERE judges <> ''")
	of := make(map[string]string, len(list))
	for _, r := range list {
		of[r[0]] = r[1]
	}
	return of, err
}

// restedOn returns the runs that decisions about a site and its items rest on.
func (s *Store) restedOn(ctx context.Context, siteID string) ([]string, error) {
	runs, err := collect(ctx, s.read, func(rows *sql.Rows) (id string, err error) { return id, rows.Scan(&id) },
		"SELECT run FROM decisions WHERE site = $1 UNION SELECT run FROM proposals WHERE site = $1", siteID)
	if err != nil {
		return nil, err
	}
	items, err := s.Items(ctx, ItemFilter{Site: siteID})
	if err != nil {
		return nil, err
	}
	for i := range items {
		events, err := s.Events(ctx, items[i].ID)
		if err != nil {
			return nil, err
		}
		if closedByRuns(&items[i], events) {
			continue
		}
		runs = append(runs, items[i].Last.Run)
		for _, e := range events {
			runs = append(runs, e.Run)
			if e.Seen != nil {
				runs = append(runs, e.Seen.Run)
			}
		}
	}
	return runs, nil
}

// closedByRuns reports that an item is closed, and by no person's word.
func closedByRuns(it *ledger.Item, events []ledger.Event) bool {
	if it.State != ledger.Verified && it.State != ledger.Lapsed {
		return false
	}
	said := []ledger.Kind{ledger.EventVerified, ledger.EventReopened, ledger.EventExempt, ledger.EventFalseAlarm, ledger.EventResumed}
	return !slices.ContainsFunc(events, func(e ledger.Event) bool { return e.By != "" && slices.Contains(said, e.Kind) })
}

// LetGo removes the pages of crawls, each whole or not at all, and then the bodies that
// nothing refers to any more. One that came into use meanwhile stays.
func (s *Store) LetGo(ctx context.Context, list []Stale) (gone int, err error) {
	for _, c := range list {
		err := s.inTx(ctx, func(tx *sql.Tx) error {
			if s.db.lockRuns != "" { // so that none begins to judge it meanwhile
				if _, err := tx.ExecContext(ctx, s.db.lockRuns); err != nil {
					return err
				}
			}
			res, err := tx.ExecContext(ctx, "DELETE FROM snapshots WHERE id = $1 AND done = $2 AND "+unused("snapshots"), c.id, true, string(schedule.Running))
			if err != nil {
				return err
			}
			n, err := res.RowsAffected()
			gone += int(n)
			return err
		})
		if err != nil {
			return gone, fmt.Errorf("let go of run %s of %s: %w", c.Run, c.Site, err)
		}
	}
	if gone == 0 {
		return 0, nil
	}
	err = s.inTx(ctx, func(tx *sql.Tx) error {
		if s.db.lockBegins != "" {
			if _, err := tx.ExecContext(ctx, s.db.lockBegins); err != nil {
				return err
			}
		}
		return sweep(ctx, tx)
	})
	if err != nil {
		return gone, fmt.Errorf("let go of bodies: %w", err)
	}
	return gone, nil
}

// sweep removes the bodies that nothing refers to any more. They stay while any
// snapshot is unfinished: its crawl, perhaps in another process, may be about to refer
// to one it knows to be here. On SQLite the file keeps its size; the room is used again.
func sweep(ctx context.Context, tx *sql.Tx) error {
	var crawling bool
	err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM snapshots WHERE done = $1)", false).Scan(&crawling)
	if err != nil || crawling {
		return err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM bodies WHERE sha256 IN (
		SELECT sha256 FROM bodies EXCEPT SELECT sha256 FROM pages WHERE stored
		EXCEPT SELECT rendered FROM pages WHERE rendered IS NOT NULL EXCEPT SELECT sha256 FROM records EXCEPT SELECT sha256 FROM photos)`)
	return err
}
