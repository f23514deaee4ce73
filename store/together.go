package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
	"time"
)

// gatherTime is how long a query waits for more questions. Where many pages are under
// way, it makes one query of five; where few are, a portal takes far longer to answer.
const gatherTime = time.Millisecond

// together answers questions for single rows with one query for many: the questions
// that come while one waits or runs are asked with it or in the next.
type together struct {
	query func(ctx context.Context, keys []string) (map[string][]byte, error)

	mu      sync.Mutex
	waiting *batch     // the questions of the next query; nil: none
	turn    sync.Mutex // held by the query that runs
}

// batch is the questions of one query.
type batch struct {
	keys []string
	done chan struct{}
	rows map[string][]byte
	err  error
}

// get returns the row of a key, and whether there is one.
func (t *together) get(ctx context.Context, key string) ([]byte, bool, error) {
	t.mu.Lock()
	b := t.waiting
	first := b == nil || len(b.keys) == cap(b.keys)
	if first {
		b = &batch{keys: make([]string, 0, askedAtOnce[len(askedAtOnce)-1]), done: make(chan struct{})}
		t.waiting = b
	}
	b.keys = append(b.keys, key)
	t.mu.Unlock()
	if first {
		t.ask(ctx, b)
	}
	<-b.done
	row, ok := b.rows[key]
	return row, ok, b.err
}

// ask asks the questions that have come when it is their turn.
func (t *together) ask(ctx context.Context, b *batch) {
	t.turn.Lock()
	defer t.turn.Unlock()
	defer close(b.done)
	time.Sleep(gatherTime)
	t.mu.Lock()
	if t.waiting == b {
		t.waiting = nil
	}
	t.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), commitTime) // others wait for it too
	defer cancel()
	b.rows, b.err = t.query(ctx, b.keys)
}

// askedAtOnce are the numbers of questions there are queries for.
var askedAtOnce = [...]int{1, 4, 8, 16, 64}

// prepareReads prepares the queries that are asked again and again.
func (s *Store) prepareReads(ctx context.Context) (err error) {
	if s.onePage, err = s.read.PrepareContext(ctx, selectPages+"url = $2) AS p "+joinBodies); err != nil {
		return err
	}
	if s.oneReading, err = s.read.PrepareContext(ctx, selectFacts+"url = $2) AS p "+joinFacts); err != nil {
		return err
	}
	s.facts = together{query: s.factsOf}
	for i, n := range askedAtOnce {
		list := strings.Trim(placeholders(1, n), "()")
		stmt, err := s.read.PrepareContext(ctx, "SELECT sha256, facts FROM bodies WHERE sha256 IN ("+list+")")
		if err != nil {
			return err
		}
		s.factsBy[i] = stmt
	}
	return nil
}

// factsOf reads the facts of bodies by their hashes.
func (s *Store) factsOf(ctx context.Context, sums []string) (out map[string][]byte, err error) {
	i := 0
	for askedAtOnce[i] < len(sums) {
		i++
	}
	args := make([]any, askedAtOnce[i])
	for k := range args {
		args[k] = []byte(sums[min(k, len(sums)-1)])
	}
	rows, err := s.factsBy[i].QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	out = make(map[string][]byte, len(sums))
	for rows.Next() {
		var sum sql.RawBytes
		var facts []byte
		if err := rows.Scan(&sum, &facts); err != nil {
			return nil, err
		}
		out[string(sum)] = facts
	}
	return out, rows.Err()
}
