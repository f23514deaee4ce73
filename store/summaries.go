package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/govaudit/govaudit/audit"
)

// putSummary records a result in short beside it.
func putSummary(ctx context.Context, db executor, runID string, r *audit.Site) error {
	sum, list := audit.Summarize(r)
	doc, err := json.Marshal(sum)
	if err != nil {
		return err
	}
	var packs []string
	for _, c := range sum.Scores {
		packs = append(packs, c.Pack)
	}
	_, err = db.ExecContext(ctx, `INSERT INTO summaries (run, site, packs, doc, rules) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (run, site) DO UPDATE SET packs = excluded.packs, doc = excluded.doc, rules = excluded.rules`,
		runID, r.ID, clean(strings.Join(packs, ",")), string(doc), clean(string(audit.AppendRules(nil, list))))
	return err
}

// Summaries returns the results of a run in short, by site.
func (s *Store) Summaries(ctx context.Context, runID string) ([]audit.Summary, error) {
	err := s.makeSummaries(ctx)
	var list []audit.Summary
	if err == nil {
		list, err = collect(ctx, s.read, scanSummary, "SELECT doc FROM summaries WHERE run = $1 ORDER BY site", clean(runID))
	}
	if err != nil {
		return nil, fmt.Errorf("read summaries of run %s: %w", runID, err)
	}
	return list, nil
}

func scanSummary(rows *sql.Rows) (sum audit.Summary, err error) {
	var doc sql.RawBytes
	if err := rows.Scan(&doc); err != nil {
		return sum, err
	}
	return sum, json.Unmarshal(doc, &sum)
}

// SiteRules yields what became of every rule on each site of a run, by site. The list
// is used again for the next site.
func (s *Store) SiteRules(ctx context.Context, runID string) iter.Seq2[audit.SiteRules, error] {
	return func(yield func(audit.SiteRules, error) bool) {
		if err := s.eachSite(ctx, runID, func(r audit.SiteRules) bool { return yield(r, nil) }); err != nil {
			yield(audit.SiteRules{}, fmt.Errorf("read what became of the rules in run %s: %w", runID, err))
		}
	}
}

func (s *Store) eachSite(ctx context.Context, runID string, each func(audit.SiteRules) bool) (err error) {
	if err := s.makeSummaries(ctx); err != nil {
		return err
	}
	rows, err := s.read.QueryContext(ctx, "SELECT site, rules FROM summaries WHERE run = $1 ORDER BY site", clean(runID))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var reader audit.RuleReader
	var of audit.SiteRules
	for rows.Next() {
		var text sql.RawBytes
		if err := rows.Scan(&of.Site, &text); err != nil {
			return err
		}
		if of.Rules, err = reader.Read(of.Rules[:0], text); err != nil {
			return err
		}
		if !each(of) {
			return nil
		}
	}
	return rows.Err()
}

// Recent tells of each site, and of each set of packs that it was ever scored by, the
// newest finished runs that did so, at most so many, newest first. Rechecks, which see
// single pages, are left out.
func (s *Store) Recent(ctx context.Context, most int) ([]audit.Recorded, error) {
	err := s.makeSummaries(ctx)
	var list []audit.Recorded
	if err == nil {
		list, err = collect(ctx, s.read, scanRecorded, `SELECT site, packs, run FROM (
			SELECT s.site, s.packs, s.run, ROW_NUMBER() OVER (PARTITION BY s.site, s.packs ORDER BY r.started DESC, r.id DESC) AS place
			FROM summaries s JOIN runs r ON r.id = s.run WHERE r.finished IS NOT NULL AND r.kind = '') ranked
			WHERE place <= $1 ORDER BY site, packs, place`, most)
	}
	if err != nil {
		return nil, fmt.Errorf("look for the newest results: %w", err)
	}
	return list, nil
}

func scanRecorded(rows *sql.Rows) (r audit.Recorded, err error) {
	var packs string
	if err := rows.Scan(&r.Site, &packs, &r.Run); err != nil {
		return r, err
	}
	if packs != "" {
		r.Packs = strings.Split(packs, ",")
	}
	return r, nil
}

// History returns the results of a site in finished runs in short, newest first, at
// most so many, without rechecks.
func (s *Store) History(ctx context.Context, siteID string, most int) ([]audit.Past, error) {
	err := s.makeSummaries(ctx)
	var list []audit.Past
	if err == nil {
		var reader audit.RuleReader
		scan := func(rows *sql.Rows) (audit.Past, error) { return scanPast(rows, &reader) }
		list, err = collect(ctx, s.read, scan, `SELECT r.id, r.work, r.judges, r.as_of, r.started, r.finished, r.program, r.packs, s.doc, s.rules
			FROM summaries s JOIN runs r ON r.id = s.run WHERE s.site = $1 AND r.finished IS NOT NULL AND r.kind = ''
			ORDER BY r.started DESC, r.id DESC LIMIT $2`, clean(siteID), most)
	}
	if err != nil {
		return nil, fmt.Errorf("read history of %s: %w", siteID, err)
	}
	return list, nil
}

func scanPast(rows *sql.Rows, reader *audit.RuleReader) (p audit.Past, err error) {
	var asOf, started, finished *int64
	var packs, doc, text []byte
	if err := rows.Scan(&p.Run.ID, &p.Run.Key, &p.Run.Of, &asOf, &started, &finished, &p.Run.Program, &packs, &doc, &text); err != nil {
		return p, err
	}
	p.Run.AsOf, p.Run.Started, p.Run.Finished = instant(asOf), instant(started), instant(finished)
	err = errors.Join(json.Unmarshal(packs, &p.Run.Packs), json.Unmarshal(doc, &p.Summary))
	if err != nil {
		return p, err
	}
	p.Rules, err = reader.Read(nil, text)
	return p, err
}

// makeSummaries makes those of results that an earlier program recorded.
func (s *Store) makeSummaries(ctx context.Context) error {
	for {
		unmade, err := collect(ctx, s.read, scanPlace, "SELECT run, site FROM summaries WHERE doc = '' LIMIT 100")
		if err != nil || len(unmade) == 0 {
			return err
		}
		for _, at := range unmade {
			r, err := s.Site(ctx, at[0], at[1])
			if err == nil {
				err = putSummary(ctx, s.write, at[0], r)
			}
			if err != nil {
				return fmt.Errorf("sum up %s in run %s: %w", at[1], at[0], err)
			}
		}
	}
}

func scanPlace(rows *sql.Rows) (at [2]string, err error) { return at, rows.Scan(&at[0], &at[1]) }
