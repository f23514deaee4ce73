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
const (
	factsPlain  = 1 // S2 block
	factsPrimed = 2 // SHA-256 of the primer, S2 block
)

// maxFacts bounds the facts of one page.
const maxFacts = 8 << 20

// packFacts packs facts in the words of those of another page of the site: most of
// what pages say is said on all of them. Without p they are packed by themselves.
func packFacts(facts []byte, p *primer) []byte {
	const head = 1 + primerSum
	space := spaceOf(head + s2.MaxEncodedLen(len(facts)))
	defer space.release()
	out := *space
	if p == nil {
		out[0] = factsPlain
		return bytes.Clone(out[:1+len(s2.Encode(out[1:], facts))])
	}
	out[0] = factsPrimed
	copy(out[1:], p.sum[:])
	return bytes.Clone(out[:head+len(p.dict.Encode(out[head:], facts))])
}

// unpackFacts undoes packFacts; nil where that makes no sense: what is read from a
// page can be read again.
func (sn *Snapshot) unpackFacts(ctx context.Context, b []byte) []byte {
	switch {
	case len(b) >= 2 && b[0] == factsPlain:
		return unblockFacts(b[1:], nil)
	case len(b) >= 2+primerSum && b[0] == factsPrimed:
		p, err := sn.s.primerAmong(ctx, &sn.primedFacts, [primerSum]byte(b[1:]))
		if err != nil || p.dict == nil {
			return nil
		}
		return unblockFacts(b[1+primerSum:], p.dict)
	}
	return nil
}

func unblockFacts(block []byte, d *s2.Dict) []byte {
	if n, err := s2.DecodedLen(block); err != nil || n > maxFacts {
		return nil
	}
	var out []byte
	var err error
	if d == nil {
		out, err = s2.Decode(nil, block)
	} else {
		out, err = d.Decode(nil, block)
	}
	if err != nil {
		return nil
	}
	return out
}

// addFacts packs the facts of a page for the body they were read from. Of equal
// bodies in one crawl the first has them.
func (sn *Snapshot) addFacts(ctx context.Context, it *item, facts []byte) error {
	b := it.rendered
	if b == nil {
		b = it.body
	}
	if b == nil || b.again || len(facts) == 0 || len(facts) > maxFacts {
		return nil
	}
	pr, err := sn.s.primerFor(ctx, &sn.primedFacts, facts)
	if err != nil {
		return err
	}
	b.facts = packFacts(facts, pr)
	sn.primedFacts.served(pr, len(facts), len(b.facts))
	return nil
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
	p.Facts = sn.unpackFacts(ctx, sp.facts)
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
	if err != nil || len(sum) < seenBytes {
		return nil, fmt.Errorf("read facts of body %q: %w", sha256, ErrNoBody)
	}
	packed, ok, err := sn.s.facts.get(ctx, string(sum))
	if err == nil && !ok {
		err = ErrNoBody
	}
	if err != nil {
		return nil, fmt.Errorf("read facts of body %s: %w", sha256, err)
	}
	sn.met(seenSum(sum[:seenBytes]))
	return sn.unpackFacts(ctx, packed), nil
}
