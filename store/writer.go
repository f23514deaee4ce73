package store

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
)

// Bounds of one group commit, and of what waits for it.
const (
	groupItems  = 256
	groupBytes  = 4 << 20
	groupWait   = 100 * time.Millisecond
	queuedBytes = 16 << 20
	// commitTime bounds one commit, so that a database that hangs ends in an
	// error instead of a program that hangs.
	commitTime = 2 * time.Minute
)

// item is one thing to write: a page with or without its bodies, a record, or a
// request to write what came before.
type item struct {
	sn       *Snapshot
	key      string // of a page; "" for a record
	row      []any
	body     *packed
	rendered *packed // the page as a browser showed it
	weight   int64
	flushed  chan struct{} // closed when all before it is written; nil for pages and records
}

// bodies are those that belong to it; nil stands for one that is not there.
func (it *item) bodies() [2]*packed { return [2]*packed{it.body, it.rendered} }

// writer writes what many crawls put, in groups: one transaction for hundreds
// of pages costs little more than one for a single page.
type writer struct {
	s      *Store
	items  chan *item
	room   *semaphore.Weighted // bytes that may still be queued
	closed chan struct{}
	once   sync.Once
	wg     sync.WaitGroup
	stmts  *inserts
}

func newWriter(ctx context.Context, s *Store) (*writer, error) {
	stmts, err := newInserts(ctx, s)
	if err != nil {
		return nil, fmt.Errorf("prepare statements: %w", err)
	}
	w := &writer{
		s: s, items: make(chan *item, groupItems), room: semaphore.NewWeighted(queuedBytes),
		closed: make(chan struct{}), stmts: stmts,
	}
	w.wg.Go(w.loop)
	return w, nil
}

// add queues it, waiting for room.
func (w *writer) add(ctx context.Context, it *item) error {
	it.weight += 512
	for _, b := range it.bodies() {
		if b != nil {
			it.weight += int64(len(b.data) + len(b.facts))
		}
	}
	it.weight = min(it.weight, queuedBytes)
	if err := w.room.Acquire(ctx, it.weight); err != nil {
		return err
	}
	if err := w.send(ctx, it); err != nil {
		w.room.Release(it.weight)
		return err
	}
	return nil
}

func (w *writer) send(ctx context.Context, it *item) error {
	select {
	case <-w.closed:
		return ErrClosed
	default:
	}
	select {
	case w.items <- it:
		return nil
	case <-w.closed:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// flush waits until everything queued before it is written or has failed.
func (w *writer) flush(ctx context.Context) error {
	it := &item{flushed: make(chan struct{})}
	if err := w.send(ctx, it); err != nil {
		return err
	}
	select {
	case <-it.flushed:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// close writes what is queued and stops.
func (w *writer) close() {
	w.once.Do(func() { close(w.closed) })
	w.wg.Wait()
}

func (w *writer) loop() {
	for {
		select {
		case it := <-w.items:
			w.commit(w.group(it))
		case <-w.closed:
			for len(w.items) > 0 {
				w.commit(w.group(<-w.items))
			}
			return
		}
	}
}

// group collects items from first on, until there are enough, none came in
// time, or somebody waits.
func (w *writer) group(first *item) []*item {
	group, bytes := []*item{first}, first.weight
	timer := time.NewTimer(groupWait)
	defer timer.Stop()
	for group[len(group)-1].flushed == nil && len(group) < groupItems && bytes < groupBytes {
		select {
		case it := <-w.items:
			group, bytes = append(group, it), bytes+it.weight
		case <-timer.C:
			return group
		case <-w.closed:
			if len(w.items) == 0 {
				return group
			}
		}
	}
	return group
}

// commit writes a group, and tells whoever waits. What cannot be written is the
// error of its snapshot alone: if the whole group fails, each snapshot's part is
// tried by itself.
func (w *writer) commit(group []*item) {
	if last := group[len(group)-1]; last.flushed != nil {
		defer close(last.flushed)
		group = group[:len(group)-1]
	}
	if len(group) == 0 {
		return
	}
	if err := w.transact(group); err != nil {
		for rest := group; len(rest) > 0; {
			var part []*item
			part, rest = split(rest)
			if err := w.transact(part); err != nil {
				w.s.log.Error("pages not written", "snapshot", part[0].sn.name, "pages", len(part), "err", err)
				part[0].sn.fail(err)
			}
		}
	}
	for _, it := range group {
		w.room.Release(it.weight)
	}
}

// split takes the first item's snapshot out of a group.
func split(group []*item) (part, rest []*item) {
	for _, it := range group {
		if it.sn == group[0].sn {
			part = append(part, it)
		} else {
			rest = append(rest, it)
		}
	}
	return part, rest
}

func (w *writer) transact(group []*item) error {
	ctx, cancel := context.WithTimeout(context.Background(), commitTime)
	defer cancel()
	within := ctx
	if w.s.db.locked { // the driver starts a goroutine for each statement that may be given up
		within = context.WithoutCancel(ctx)
	}
	if err := w.s.inTx(ctx, func(tx *sql.Tx) error { return w.stmts.write(within, tx, group) }); err != nil {
		return fmt.Errorf("commit %d pages: %w", len(group), err)
	}
	return nil
}
