package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/govaudit/govaudit/site"
)

// Addresses returns of the given addresses what the snapshot holds, without bodies:
// the page that was asked for there, or the one that answered there. One asked for
// and obtained goes before one that led there.
func (sn *Snapshot) Addresses(ctx context.Context, list []string) (map[string]*site.Page, error) {
	out := map[string]*site.Page{}
	if len(list) == 0 {
		return out, nil
	}
	if err := sn.settle(ctx); err != nil {
		return nil, err
	}
	wanted := make(map[string]bool, len(list))
	for _, a := range list {
		wanted[clean(a)] = true
	}
	if err := sn.eachAddress(ctx, func(p *site.Page) {
		if wanted[p.Final] && p.Final != p.URL && (out[p.Final] == nil || !out[p.Final].OK()) {
			out[p.Final] = p
		}
		if wanted[p.URL] && (out[p.URL] == nil || p.OK() || !out[p.URL].OK()) {
			out[p.URL] = p
		}
	}); err != nil {
		return nil, fmt.Errorf("look for addresses in snapshot %s: %w", sn.name, err)
	}
	return out, nil
}

func (sn *Snapshot) eachAddress(ctx context.Context, visit func(*site.Page)) (err error) {
	rows, err := sn.s.read.QueryContext(ctx, `SELECT url, long_url, final, status, failure, err, fetched, sha256, rendered, same, truncated, size
		FROM pages WHERE snapshot = $1 ORDER BY url`, sn.id)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		p := new(site.Page)
		var long string
		var fetched, same *int64
		var sum, rendered sql.RawBytes
		if err := rows.Scan(&p.URL, &long, &p.Final, &p.Status, &p.Failure, &p.Err, &fetched, &sum, &rendered, &same, &p.Truncated, &p.Size); err != nil {
			return err
		}
		if long != "" {
			p.URL = long
		}
		if p.Final == sameAsURL {
			p.Final = p.URL
		}
		p.Fetched, p.Same, p.SHA256 = instant(fetched), instant(same), hex.EncodeToString(sum)
		if len(rendered) > 0 {
			p.Rendered = &site.Rendering{SHA256: hex.EncodeToString(rendered)}
		}
		visit(p)
	}
	return rows.Err()
}
