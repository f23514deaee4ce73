package crawler

import (
	"context"
	"errors"
	"fmt"
)

// Browser shows pages and has no network of its own: whatever a page asks for is
// handed to the crawler, whose bounds, guard and manners apply.
type Browser interface {
	// Most is how many pages it can show at once.
	Most() int
	// Render shows a page and returns its document once its scripts have come to
	// rest. An error says nothing about what the page holds; one that is
	// ErrPageAtFault tells that other pages may be shown all the same.
	Render(ctx context.Context, p BrowserPage) (*BrowserView, error)
	// Rest gives up the memory of what shows no page now.
	Rest()
}

// ErrPageAtFault says that a page could not be shown for what it does.
var ErrPageAtFault = errors.New("the page is at fault")

// ErrPageTooBig says that a page could not be shown within what a browser may hold.
var ErrPageTooBig = fmt.Errorf("%w: it takes more memory than a browser may", ErrPageAtFault)

// BrowserPage is a page to be shown.
type BrowserPage struct {
	URL   string                                                    // with the route of a script application, if any
	Fetch func(ctx context.Context, r BrowserRequest) BrowserAnswer // called from several goroutines at once
	Max   int                                                       // bytes of the document that are read
	// Enough reports whether a document shows something; one that does not may come
	// late. It is called from one goroutine.
	Enough func(html string) bool
	// Known are things that stand on several pages of the site and were pressed there:
	// what they are and where on the page they stand, and where they lead.
	Known map[string]string
}

// BrowserRequest is what a page shown asks for by GET or HEAD.
type BrowserRequest struct {
	URL  string
	Kind BrowserKind
	// Header is what a script says in the head of its request: the form in which it wants
	// the answer, a token that the site gave it.
	Header map[string]string
}

// BrowserKind is what something is asked for as.
type BrowserKind int

// The kinds of request.
const (
	BrowserDocument BrowserKind = iota // the page itself
	BrowserFrame                       // a document in a frame of it
	BrowserScript
	BrowserData // by a script
)

// BrowserAnswer is what a page shown gets. Status 0: nothing.
type BrowserAnswer struct {
	Status int
	Type   string // Content-Type, verbatim
	Body   []byte
}

// BrowserView is a page as it was shown.
type BrowserView struct {
	HTML   string            // the document after its scripts ran
	Whole  bool              // it came to rest within its bounds
	Posts  []string          // what it asked for by another method than GET, which is not done
	Leads  []string          // where it wanted to send its reader
	Rest   string            // of a list that could go on: what its reader would press
	Lost   string            // a row that leads nobody knows where, beside such as lead on
	Posted string            // the same, of what was pressed and only asked by another method than GET; see spare
	Broke  bool              // a script of it failed
	Met    map[string]string // what was pressed and led somewhere, as in BrowserPage.Known
	Frames []string          // whose parts were pressed as parts of the page
}

// UseBrowser has the crawler show pages in b that are empty without their scripts.
// Without a browser, why says in Chinese what to do to have one.
func (c *Crawler) UseBrowser(b Browser, why string) { c.browser, c.noBrowser = b, why }

// show shows a page when no heavy page is being worked on.
func (c *Crawler) show(ctx context.Context, p BrowserPage) (*BrowserView, error) {
	if err := c.bench.heavy.shows.Acquire(ctx, 1); err != nil {
		return nil, fmt.Errorf("wait to show %s: %w", p.URL, err)
	}
	defer c.bench.heavy.shows.Release(1)
	return c.browser.Render(ctx, p)
}
