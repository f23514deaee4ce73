// Package browser shows pages in a headless Chromium that has no network of its
// own: whatever a page asks for is handed to the caller, who answers it or does
// not. It knows nothing of portals.
package browser

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
)

// Settings bounds the browsers of a Pool. Zero values are read as defaults.
type Settings struct {
	Path    string        // the browser, as Find returned it
	Most    int           // browsers at once; default 1
	Memory  int64         // bytes of one browser and its children, programs and libraries aside; default ShellMemory or DefaultMemory
	Timeout time.Duration // for one page, its requests included; default 150 s
}

const (
	maxUses = 50               // pages a browser shows before a fresh one takes its place
	idle    = 20 * time.Second // after which a browser without work is ended
)

// What one browser may hold where nothing else is set. One with a window that is never
// shown holds 110 MiB before its first page, one without 45; pages of portals add 10 to
// 40.
const (
	DefaultMemory = 180 << 20
	ShellMemory   = 80 << 20 // of a browser without a window
)

// ErrClosed says that the pool was closed.
var ErrClosed = errors.New("the browser pool is closed")

// Pool runs up to a number of browsers, started when they are needed. Its methods
// are safe for concurrent use.
type Pool struct {
	log      *slog.Logger
	settings Settings
	slots    chan *process // one entry per browser that may be; nil: not running
	running  atomic.Int32
	swept    sync.Once
	closed   chan struct{}
	once     sync.Once
}

// New returns a pool. It starts nothing.
func New(log *slog.Logger, s Settings) *Pool {
	s.Most = cmp.Or(max(s.Most, 0), 1)
	s.Timeout = cmp.Or(s.Timeout, 150*time.Second)
	p := &Pool{log: log, settings: s, slots: make(chan *process, s.Most), closed: make(chan struct{})}
	for range s.Most {
		p.slots <- nil
	}
	return p
}

// Most is how many pages can be shown at once.
func (p *Pool) Most() int { return p.settings.Most }

// Running is how many browsers run now.
func (p *Pool) Running() int { return int(p.running.Load()) }

// Close ends every browser, after the pages being shown.
func (p *Pool) Close() {
	p.once.Do(func() {
		close(p.closed)
		for range p.settings.Most {
			if b := <-p.slots; b != nil {
				b.stop()
			}
		}
	})
}

// use runs fn with a browser. A browser that outgrew its memory after it had shown
// other pages may have done so for them: the page has another try in a fresh one.
func (p *Pool) use(ctx context.Context, fn func(ctx context.Context, b *process) error) error {
	fresh, err := p.attempt(ctx, fn)
	if errors.Is(err, ErrMemory) && !fresh {
		_, err = p.attempt(ctx, fn)
	}
	return err
}

// attempt runs fn with a browser, and tells whether it was a fresh one. A browser with
// which something went wrong is not used again: it may hang, or be half dead.
func (p *Pool) attempt(ctx context.Context, fn func(ctx context.Context, b *process) error) (fresh bool, err error) {
	b, err := p.take(ctx)
	if err != nil {
		return false, err
	}
	keep := false
	defer func() {
		if !keep && b != nil {
			b.stop()
			b = nil
		}
		p.give(b)
	}()
	if b == nil {
		p.swept.Do(func() {
			sweep()
			if isRoot() {
				p.log.Warn("running as root: the browser has no sandbox; run govaudit as an ordinary user to have one")
			}
		})
		if b, err = start(ctx, p.log, p.settings.Path, p.settings.Memory); err != nil {
			return true, err
		}
		p.running.Add(1)
		go func(exited <-chan struct{}) {
			<-exited
			p.running.Add(-1)
		}(b.exited)
	}
	fresh = b.uses == 0
	b.uses++
	ctx, cancel := context.WithTimeout(ctx, p.settings.Timeout)
	defer cancel()
	b.showing.Store(true)
	defer b.showing.Store(false)
	if err := guarded(ctx, b, fn); err != nil {
		return fresh, b.explain(err)
	}
	keep = b.uses < maxUses && !b.wedged && memoryOf(familyOf(b.cmd.Process.Pid)) < b.memory*3/4
	return fresh, nil
}

// guarded keeps a fault of this program on one page from ending the others.
func guarded(ctx context.Context, b *process, fn func(context.Context, *process) error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			b.log.Error("browser page panicked", "panic", fmt.Sprint(r), "stack", string(debug.Stack()))
			err = fmt.Errorf("fault in this program: %v", r)
		}
	}()
	return fn(ctx, b)
}

func (p *Pool) take(ctx context.Context) (*process, error) {
	select {
	case <-p.closed:
		return nil, ErrClosed
	default:
	}
	select {
	case b := <-p.slots:
		if b != nil && !b.alive() {
			b.stop()
			b = nil
		}
		return b, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-p.closed:
		return nil, ErrClosed
	}
}

func (p *Pool) give(b *process) {
	if b == nil {
		p.slots <- nil
		return
	}
	uses := b.uses // Read while b is still this caller's.
	p.slots <- b
	time.AfterFunc(idle, func() { p.rest(b, uses) })
}

// Rest ends the browsers that show nothing now. The next page starts one again.
func (p *Pool) Rest() {
	for range p.settings.Most {
		select {
		case b := <-p.slots:
			if b != nil {
				b.stop()
			}
			p.slots <- nil
		default:
			return
		}
	}
}

// rest ends b if it was not used since it had shown that many pages.
func (p *Pool) rest(b *process, uses int) {
	for range p.settings.Most {
		select {
		case x := <-p.slots:
			if x == b && b.uses == uses {
				b.stop()
				x = nil
			}
			p.slots <- x
		default:
			return
		}
	}
}

// alive reports whether the browser still runs.
func (b *process) alive() bool {
	select {
	case <-b.exited:
		return false
	case <-b.wire.gone:
		return false
	default:
		return true
	}
}
