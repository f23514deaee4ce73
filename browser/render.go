package browser

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
)

// Page is one page to be shown.
type Page struct {
	URL string // with the fragment, if any
	// Fetch answers what the page asks for, itself included. It is called from
	// several goroutines at once.
	Fetch func(ctx context.Context, r Request) Response
	Max   int  // bytes of the document that are read; 0: 8 MiB
	Looks bool // style sheets and pictures are wanted too
	// Enough reports whether a document shows what it is for. One that does not is
	// waited for longer: a script may begin late. nil: every document does.
	Enough func(html string) bool
	Known  []Way // what need not be pressed, as it stands on other pages of the site
}

// Way is something that was pressed and where it leads. Its key says what it is and
// where on the page it stands.
type Way struct {
	Key string `json:"key"`
	To  string `json:"to"`
}

// View is a page as the browser showed it.
type View struct {
	HTML string // the document after its scripts ran
	Cut  bool   // HTML stops at Page.Max
	Busy bool   // it was still asking for something when its time was over
	URL  string // the address it came to bear, as scripts may change it
	// What it asked for and did not get, at most fifty of each: requests by another
	// method than GET, and addresses that were not answered.
	Posts, Refused []string
	Leads          []string // where it wanted to send its reader
	More           bool     // it asked for more than one page may
	Rest           string   // a list that could still go on: the words to press
	Posted         string   // of what was pressed and only asked for something by another method than GET
	Lost           string   // of a row of which it did not come to light where it leads, or what it hides
	Broke          bool     // a script of it failed
	Met            []Way    // what was pressed and led somewhere
	Frames         []string // that tell it where to go: they were pressed as parts of it
}

// Faults of a page: it crashed its tab, used up its memory, or put a document in its
// own place that has no address on the web.
var (
	errCrashed   = errors.New("the page crashed the browser's tab")
	errElsewhere = errors.New("the page gave way to a document without an address")
)

// PageAtFault reports that a page could not be shown for what it does, while the
// browser works.
func PageAtFault(err error) bool {
	return errors.Is(err, errCrashed) || errors.Is(err, errElsewhere) || errors.Is(err, ErrMemory)
}

const (
	quiet    = 400 * time.Millisecond // without requests, after which a page counts as complete
	brief    = 150 * time.Millisecond // the same where new rows are there by then
	late     = 4 * time.Second        // the same for a page that shows nothing yet
	patience = 3 * time.Second        // for an answer of a page whose scripts are at work
	stalled  = 5 * time.Second        // without requests, after which a page that has not loaded is not waited for
	longest  = 15 * time.Second       // that a page is waited for; slow answers to its requests prolong it
)

// Render shows a page and returns its document once its scripts have come to rest.
// An error is ours: nothing may be concluded about the page.
func (p *Pool) Render(ctx context.Context, pg Page) (v *View, err error) {
	err = p.use(ctx, func(ctx context.Context, b *process) error {
		t, err := b.show(ctx, &pg)
		if err != nil {
			return err
		}
		defer t.close()
		v, err = t.view(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("render %s: %w", pg.URL, err)
	}
	return v, nil
}

// view waits for the page and reads it.
func (t *tab) view(ctx context.Context) (*View, error) {
	busy, err := t.settle(ctx, quiet)
	if err != nil {
		return nil, err
	}
	v, err := t.read(ctx, false)
	if err != nil {
		return nil, err
	}
	if enough := t.page.Enough; enough != nil && !busy && len(v.Leads) == 0 && !enough(v.HTML) {
		asleep, err := use[bool](ctx, t, "asleep()")
		if err != nil {
			return nil, err
		}
		if !asleep {
			if busy, err = t.settle(ctx, late); err != nil {
				return nil, err
			}
			if v, err = t.read(ctx, false); err != nil {
				return nil, err
			}
		}
	}
	v.Busy = busy
	if busy || v.Cut || v.More || len(v.Leads) > 0 {
		return v, nil
	}
	if err := t.remember(ctx); err != nil {
		return nil, err
	}
	g, err := t.turn(ctx)
	if err != nil {
		return nil, err
	}
	if g.grows {
		v.Busy = true
		return v, nil
	}
	if g.left != "" {
		return t.leave(ctx, v, &g)
	}
	unturned := g.rest
	g.rest = "" // what cannot be turned can be pressed
	if err := t.reach(ctx, &g); err != nil {
		return nil, err
	}
	g.rest = cmp.Or(unturned, g.rest)
	if g.left == "" {
		if err := t.atHome(ctx, &g); err != nil {
			return nil, err
		}
	}
	if g.left != "" {
		return t.leave(ctx, v, &g)
	}
	lost, err := use[string](ctx, t, "lost()")
	if err != nil {
		return nil, err
	}
	if v, err = t.read(ctx, g.turned); err != nil {
		return nil, err
	}
	v.Rest, v.Lost, v.Posted = g.rest, cmp.Or(g.lost, lost), g.posted
	return v, nil
}

// show opens a tab and sends it to the page.
func (p *process) show(ctx context.Context, pg *Page) (*tab, error) {
	if pg.Max <= 0 {
		pg.Max = 8 << 20
	}
	t, err := p.open(ctx, pg)
	if err != nil {
		return nil, err
	}
	nav, err := cdp.Call(ctx, t.s, page.Navigate, page.NavigateParams{URL: pg.URL})
	if err == nil && nav.ErrorText != "" {
		err = fmt.Errorf("open page: %s", nav.ErrorText)
	}
	if err != nil {
		t.close()
		return nil, err
	}
	return t, nil
}

// ownWhile is how long ownClock takes at least.
const ownWhile = 200 * time.Millisecond

// ownClock is a while by the clock of the page, and until it was drawn: what is told when
// it comes into sight is told then. A page that is not drawn is not waited for.
const ownClock = `new Promise(done => setTimeout(() => {
  let n = 0;
  const frame = () => ++n < 3 ? requestAnimationFrame(frame) : done(0);
  requestAnimationFrame(frame);
  setTimeout(() => done(0), 700);
}, 150))`

// settle waits until the page has loaded and asked for nothing for a while, by its
// own clock too: a page may be slow because this machine is. It reports whether it
// was still at work when the wait was over; a script that does not end is then
// broken off.
func (t *tab) settle(ctx context.Context, quiet time.Duration) (busy bool, err error) {
	for range 8 {
		first := quiet
		if !t.page.Looks {
			first = max(quiet-ownWhile, quiet/2) // the page's own while is part of it
		}
		if busy, err = t.rest(ctx, first); busy || err != nil || t.page.Looks {
			return busy, err
		}
		before, _ := t.counts()
		if _, err := evaluate[int](ctx, t, t.frame, ownClock); err != nil {
			return true, ctx.Err()
		}
		if busy, err = t.rest(ctx, quiet); busy || err != nil {
			return busy, err
		}
		if after, _ := t.counts(); after == before {
			return false, nil
		}
	}
	return true, nil
}

// rest waits until no request was made for a while.
func (t *tab) rest(ctx context.Context, quiet time.Duration) (busy bool, err error) {
	end := time.Now().Add(longest)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-t.wake:
		case <-timer.C:
		case <-t.p.wire.gone:
			return false, t.p.wire.err
		case <-ctx.Done():
			return false, ctx.Err()
		}
		t.mu.Lock()
		still, pending, crashed := time.Since(t.last), t.pending, t.crashed
		loaded := t.loaded || len(t.leads) > 0 // a page that leaves does not load to its end
		t.mu.Unlock()
		switch {
		case crashed:
			return false, errCrashed
		case loaded && pending == 0 && still >= quiet:
			return false, nil
		case pending == 0 && (still >= stalled || time.Now().After(end)), time.Since(end) > longest:
			cdp.Call(ctx, t.s, runtime.TerminateExecution, cdp.Empty{})
			return true, nil
		}
		timer.Reset(min(quiet/4, 100*time.Millisecond))
	}
}
