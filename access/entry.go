package access

import (
	"context"
	"sync/atomic"
	"time"
)

// Entry is one line of the log of what was done (操作日志). Lines are only added.
type Entry struct {
	ID     int64
	At     time.Time
	Who    string // name of the user, "token:ID", or "" where nobody is known
	From   string // address of the network it came from
	What   string // in Chinese: 修改用户
	Object string // what was changed: user ping
	Before string // what counts before and after, in few words; "": nothing
	After  string
}

// Pending is an entry that has to be written in the same transaction as the change
// it tells of.
type Pending struct {
	Entry
	written atomic.Bool
}

type pendingKey struct{}

// WithEntry returns a context in which the next change that is recorded writes e too,
// in its own transaction, once. The caller asks [Pending.Written] afterwards.
func WithEntry(ctx context.Context, e Entry) (context.Context, *Pending) {
	p := &Pending{Entry: e}
	return context.WithValue(ctx, pendingKey{}, p), p
}

// PendingOf returns the entry that is to be written with a change, nil if there is
// none or it was written.
func PendingOf(ctx context.Context) *Pending {
	p, _ := ctx.Value(pendingKey{}).(*Pending)
	if p == nil || p.written.Load() {
		return nil
	}
	return p
}

// Written reports whether the entry is in the log.
func (p *Pending) Written() bool { return p.written.Load() }

// Wrote is called by who records changes, after the transaction was committed.
func (p *Pending) Wrote() { p.written.Store(true) }
