package store

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"iter"

	"github.com/klauspost/compress/s2"

	"github.com/govaudit/govaudit/site"
)

// Facts are packed with S2: they are small, and read and written at every page of
// every run, so speed counts for more than size. The first byte names the form.
const factsForm = 1

// maxFacts bounds the facts of one page.
const maxFacts = 8 << 20

func packFacts(facts []byte) []byte {
	space := spaceOf(1 + s2.MaxEncodedLen(len(facts)))
	defer space.release()
	out := *space
	out[0] = factsForm
	return bytes.Clone(out[:1+len(s2.Encode(out[1:], facts))])
}

// unpackFacts undoes packFacts; nil where that makes no sense: what is read from a
// page can be read again.
func unpackFacts(b []byte) []byte {
	if len(b) < 2 || b[0] != factsForm {
		return nil
	}
	if n, err := s2.DecodedLen(b[1:]); err != nil || n > maxFacts {
		return nil
	}
	out, err := s2.Decode(nil, b[1:])
	if err != nil {
		return nil
	}
	return out
}

// addFacts packs the facts of a page for the body they were read from. Of equal
// bodies in one crawl the first has them.
func (sn *Snapshot) addFacts(it *item, facts []byte) {
	b := it.rendered
	if b == nil {
		b = it.body
	}
	if b == nil || b.again || len(facts) == 0 || len(facts) > maxFacts {
		return
	}
	b.facts = packFacts(facts)
}

// Readings yields the stored pages in the order of [Snapshot.Pages], and instead of
// a body the facts that are kept with it, where usable says that they can be used.
// It is called with the page and its Facts, nil where none are kept.
func (sn *Snapshot) Readings(ctx context.Context, usable func(*site.Page) bool) iter.Seq2[*site.Page, error] {
	return sn.each(ctx, selectFacts+nextPages+joinFacts+" ORDER BY url", func(sp *storedPage) (*site.Page, error) {
		return sn.reading(ctx, sp, usable)
	})
}

// Reading is [Snapshot.Page] with facts in place of the body, as [Snapshot.Readings]
// gives them.
func (sn *Snapshot) Reading(ctx context.Context, url string, usable func(*site.Page) bool) (*site.Page, error) {
	if err := sn.settle(ctx); err != nil {
		return nil, err
	}
	sp, err := sn.one(ctx, url, sn.s.oneReading)
	if err != nil {
		return nil, err
	}
	return sn.reading(ctx, sp, usable)
}

func (sn *Snapshot) reading(ctx context.Context, sp *storedPage, usable func(*site.Page) bool) (*site.Page, error) {
	p := sp.Page // without the packed bytes
	p.Facts = unpackFacts(sp.facts)
	if p.Facts != nil && usable(&p) {
		return &p, nil
	}
	p.Facts = nil
	if sp.stored {
		body, err := sn.body(ctx, p.SHA256)
		if err != nil {
			return nil, fmt.Errorf("read page %s: %w", p.URL, err)
		}
		p.Body = body
	}
	if p.Rendered != nil {
		body, err := sn.body(ctx, p.Rendered.SHA256)
		if err != nil {
			return nil, fmt.Errorf("read page %s: %w", p.URL, err)
		}
		p.Rendered.Body = body
	}
	return &p, nil
}

// Facts returns the facts kept with the body of this SHA-256, in hex: nil where
// none are kept. Without such a body it gives [ErrNoBody]. Several callers at once
// share a query.
func (sn *Snapshot) Facts(ctx context.Context, sha256 string) ([]byte, error) {
	sum, err := hex.DecodeString(sha256)
	if err != nil {
		return nil, fmt.Errorf("read facts of body %q: %w", sha256, ErrNoBody)
	}
	packed, ok, err := sn.s.facts.get(ctx, string(sum))
	if err == nil && !ok {
		err = ErrNoBody
	}
	if err != nil {
		return nil, fmt.Errorf("read facts of body %s: %w", sha256, err)
	}
	return unpackFacts(packed), nil
}
