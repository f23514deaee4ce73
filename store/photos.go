package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/govaudit/govaudit/audit"
)

// PutPhoto records the picture of a page of a site, replacing an earlier one.
func (s *Store) PutPhoto(ctx context.Context, runID, siteID string, p *audit.Photo) error {
	var sum [sha256.Size]byte
	err := parseSum(&sum, p.SHA256)
	if err == nil && len(p.PNG) > maxBody {
		err = fmt.Errorf("%d bytes are over the bound of %d", len(p.PNG), maxBody)
	}
	var doc []byte
	if err == nil {
		doc, err = json.Marshal(p)
	}
	if err == nil {
		data := s.codec.pack(p.PNG, nil)
		err = s.inTx(ctx, func(tx *sql.Tx) error {
			if _, err := tx.ExecContext(ctx, "INSERT INTO bodies (sha256, data) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING", sum[:], data); err != nil {
				return err
			}
			_, err := tx.ExecContext(ctx, `INSERT INTO photos (run, site, url, sha256, doc) VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT (run, site, url) DO UPDATE SET sha256 = excluded.sha256, doc = excluded.doc`,
				runID, siteID, pageKey(clean(p.URL)), sum[:], string(doc))
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("record picture of %s: %w", p.URL, err)
	}
	return nil
}

// Photo returns the picture of a page of a site in a run with its bytes, nil if
// there is none.
func (s *Store) Photo(ctx context.Context, runID, siteID, url string) (*audit.Photo, error) {
	var doc, data []byte
	err := s.read.QueryRowContext(ctx, "SELECT doc, data FROM photos JOIN bodies ON bodies.sha256 = photos.sha256 WHERE run = $1 AND site = $2 AND url = $3",
		runID, siteID, pageKey(clean(url))).Scan(&doc, &data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	p := new(audit.Photo)
	if err == nil {
		err = json.Unmarshal(doc, p)
	}
	if err == nil {
		p.PNG, err = s.unpack(ctx, data)
	}
	if err != nil {
		return nil, fmt.Errorf("read picture of %s: %w", url, err)
	}
	return p, nil
}

// Photos returns the pictures of a site in a run by address, without their bytes.
func (s *Store) Photos(ctx context.Context, runID, siteID string) ([]*audit.Photo, error) {
	list, err := collect(ctx, s.read, scanPhoto, "SELECT doc FROM photos WHERE run = $1 AND site = $2 ORDER BY url", runID, siteID)
	if err != nil {
		return nil, fmt.Errorf("read pictures of %s: %w", siteID, err)
	}
	return list, nil
}

func scanPhoto(rows *sql.Rows) (*audit.Photo, error) {
	var doc []byte
	if err := rows.Scan(&doc); err != nil {
		return nil, err
	}
	p := new(audit.Photo)
	return p, json.Unmarshal(doc, p)
}
