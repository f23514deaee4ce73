package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
)

// Errors about sites that people added.
var (
	ErrSiteTaken = errors.New("there is a site with this id")
	ErrNoSite    = errors.New("no such site")
)

// AddSites records sites that a person added, all of them or none. It gives
// [ErrSiteTaken] where one has the id of a site that was added before, taken out or not.
func (s *Store) AddSites(ctx context.Context, list []site.Target, by string, at time.Time) error {
	err := s.inTx(ctx, func(tx *sql.Tx) error {
		for _, t := range list {
			doc, err := json.Marshal(t)
			if err != nil {
				return err
			}
			res, err := tx.ExecContext(ctx, `INSERT INTO sites (id, doc, added_by, added, retired_by, retired) VALUES ($1, $2, $3, $4, '', NULL)
				ON CONFLICT (id) DO NOTHING`, t.ID, clean(string(doc)), clean(by), micros(at))
			if err := changed(res, err, t.ID, ErrSiteTaken); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("add %d sites: %w", len(list), err)
	}
	return nil
}

// ChangeSite writes a site that was added anew, under its id. It gives [ErrNoSite]
// where there is none.
func (s *Store) ChangeSite(ctx context.Context, t site.Target, by string, at time.Time) error {
	doc, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("change site %s: %w", t.ID, err)
	}
	res, err := s.write.ExecContext(ctx, "UPDATE sites SET doc = $1, added_by = $2, added = $3 WHERE id = $4", clean(string(doc)), clean(by), micros(at), t.ID)
	return changed(res, err, "change site "+t.ID, ErrNoSite)
}

// RetireSite takes an added site out of what is audited; what was recorded of it
// stays. It gives [ErrNoSite] where there is none, or none that is audited.
func (s *Store) RetireSite(ctx context.Context, id, by string, at time.Time) error {
	if by == "" {
		return errors.New("retire site: nobody is named who does")
	}
	res, err := s.write.ExecContext(ctx, "UPDATE sites SET retired_by = $1, retired = $2 WHERE id = $3 AND retired_by = ''", clean(by), micros(at), id)
	return changed(res, err, "retire site "+id, ErrNoSite)
}

// RestoreSite undoes RetireSite. It gives [ErrNoSite] where none is retired under the id.
func (s *Store) RestoreSite(ctx context.Context, id string) error {
	res, err := s.write.ExecContext(ctx, "UPDATE sites SET retired_by = '', retired = NULL WHERE id = $1 AND retired_by <> ''", id)
	return changed(res, err, "restore site "+id, ErrNoSite)
}

// AddedSites returns every site that was added, those taken out too, by id.
func (s *Store) AddedSites(ctx context.Context) ([]schedule.Added, error) {
	list, err := collect(ctx, s.read, scanAdded, "SELECT doc, added_by, added, retired_by, retired FROM sites ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("read added sites: %w", err)
	}
	return list, nil
}

func scanAdded(rows *sql.Rows) (a schedule.Added, err error) {
	var doc []byte
	var added, retired *int64
	if err := rows.Scan(&doc, &a.By, &added, &a.RetiredBy, &retired); err != nil {
		return a, err
	}
	a.At, a.RetiredAt = instant(added), instant(retired)
	return a, json.Unmarshal(doc, &a.Target)
}
