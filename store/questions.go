package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/govaudit/govaudit/audit"
)

// putQuestions records what a result leaves to people beside it.
func putQuestions(ctx context.Context, db executor, runID string, r *audit.Site) error {
	doc, err := json.Marshal(audit.Ask(r))
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "INSERT INTO questions (run, site, doc) VALUES ($1, $2, $3) ON CONFLICT (run, site) DO UPDATE SET doc = excluded.doc",
		runID, r.ID, string(doc))
	return err
}

// Questions returns what the results of a run leave to people, by site, of the sites
// that are wanted.
func (s *Store) Questions(ctx context.Context, runID string, wanted func(siteID string) bool) ([]audit.Asking, error) {
	var unmade []string
	var list []audit.Asking
	_, err := collect(ctx, s.read, func(rows *sql.Rows) (struct{}, error) {
		var id string
		var doc sql.RawBytes
		if err := rows.Scan(&id, &doc); err != nil || !wanted(id) {
			return struct{}{}, err
		}
		a := audit.Asking{Site: id}
		if len(doc) == 0 {
			unmade = append(unmade, id)
		} else if err := json.Unmarshal(doc, &a); err != nil {
			return struct{}{}, fmt.Errorf("of %s: %w", id, err)
		}
		list = append(list, a)
		return struct{}{}, nil
	}, "SELECT site, doc FROM questions WHERE run = $1 ORDER BY site", clean(runID))
	for i := 0; i < len(list) && len(unmade) > 0 && err == nil; i++ {
		if list[i].Site == unmade[0] {
			unmade = unmade[1:]
			list[i], err = s.makeQuestions(ctx, runID, list[i].Site)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("read questions of run %s: %w", runID, err)
	}
	return list, nil
}

// makeQuestions makes those of a result that an earlier program recorded.
func (s *Store) makeQuestions(ctx context.Context, runID, siteID string) (audit.Asking, error) {
	r, err := s.Site(ctx, runID, siteID)
	if err == nil {
		err = putQuestions(ctx, s.write, runID, r)
	}
	if err != nil {
		return audit.Asking{}, err
	}
	return audit.Ask(r), nil
}
