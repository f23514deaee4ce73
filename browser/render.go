package browser

import (
	"context"
	"errors"
	"fmt"
	"slices"
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
}

var errCrashed = errors.New("the page crashed the browser's tab")

const (
	quiet    = 400 * time.Millisecond // without requests, after which a page counts as complete
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
		busy, err := t.settle(ctx)
		if err != nil {
			return err
		}
		v, err = t.read(ctx)
		if v != nil {
			v.Busy = busy
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("render %s: %w", pg.URL, err)
	}
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

// settle waits until the page has loaded and asked for nothing for a while. It
// reports whether it was still at work when the wait was over; a script that does
// not end is then broken off.
func (t *tab) settle(ctx context.Context) (busy bool, err error) {
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
		timer.Reset(quiet / 4)
	}
}

// document is what is read of a page.
type document struct {
	HTML string `json:"html"`
	Cut  bool   `json:"cut"`
	URL  string `json:"url"`
}

func (t *tab) read(ctx context.Context) (*View, error) {
	d, err := evaluate[document](ctx, t, t.frame, fmt.Sprintf(`(() => {
  const root = document.documentElement, most = %d;
  const html = (document.doctype ? '<!DOCTYPE html>' : '') + (root ? root.outerHTML : '');
  return {html: html.slice(0, most), cut: html.length > most, url: location.href.slice(0, 4096)};
})()`, t.page.Max))
	if err != nil {
		return nil, fmt.Errorf("read page: %w", err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return &View{HTML: d.HTML, Cut: d.Cut, URL: d.URL, Posts: slices.Clone(t.posts), Refused: slices.Clone(t.refused), Leads: slices.Clone(t.leads), More: t.overflow}, nil
}
