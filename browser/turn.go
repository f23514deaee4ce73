package browser

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/runtime"
)

const (
	maxTurns  = 20 // times a list is asked to go on
	maxPagers = 8  // lists of a page that are
)

// pressed is what was pressed to have a list go on.
type pressed struct {
	Found  bool   `json:"found"`
	Words  string `json:"words"`
	Code   string `json:"code"`   // of a link that is a script
	Pager  bool   `json:"pager"`  // the next page takes the place of this one
	Astray string `json:"astray"` // nothing was: the page shows another view, of this address
	Number bool   `json:"number"` // it was one number of a pager of numbers
	Alone  bool   `json:"alone"`  // the pager has one number only, or the list shows as many rows as it says it has
}

// progress is what came of turning through a list.
type progress struct {
	turned  bool   // rows came that were not there at first
	rest    string // what could still be pressed when it stopped: not all was seen
	scrolls bool   // rows came when the page was scrolled
	grows   bool   // rows come by themselves, without an end in sight
	lost    string // what was pressed and would have led somewhere in a frame
	posted  string // what was pressed and asked for something that is not sent
	left    string // where pressing led to instead; the page is another one now
}

// turn goes through a list whose further rows only come when its reader scrolls, or
// presses 下一页 or 加载更多, and collects them in the page.
func (t *tab) turn(ctx context.Context) (g progress, err error) {
	end := newSpan(mostPressing)
	if fresh, err := t.rows(ctx, "collect"); fresh > 0 || err != nil {
		g.grows = true
		return g, err
	}
	if err := t.shownRows(ctx, &g); err != nil || g.left != "" {
		return g, err
	}
	if err := t.scroll(ctx, &g, end); err != nil || g.rest != "" {
		return g, err
	}
	if err := t.unroll(ctx, &g, end); err != nil || g.left != "" || g.rest != "" {
		return g, err
	}
	return g, t.onward(ctx, &g, end)
}

// scroll goes to the end of the page as long as rows come by that.
func (t *tab) scroll(ctx context.Context, g *progress, end *span) error {
	for n := 0; ; n++ {
		fresh, busy, err := t.after(ctx, func() (bool, error) {
			moved, err := t.rows(ctx, "scroll")
			return moved > 0, err
		})
		if err != nil || fresh == 0 {
			return err
		}
		g.turned, g.scrolls = true, true
		end.came()
		if busy || n+1 >= maxTurns || end.over() {
			g.rest = "…"
			return nil
		}
	}
}

// maxRolls is how often the boxes of a page that scroll by themselves are scrolled on.
const maxRolls = 80

// unroll goes through the lists that stand in boxes with bars of their own.
func (t *tab) unroll(ctx context.Context, g *progress, end *span) error {
	for n := 0; ; n++ {
		asked, _ := t.counts()
		w, err := use[touched](ctx, t, "unroll()")
		if err != nil || !w.Found {
			return err
		}
		if w.Asked {
			t.awaitRequest(ctx, asked)
			fresh, busy, err := t.after(ctx, func() (bool, error) { return true, nil })
			if err != nil {
				return err
			}
			if w.Fresh += fresh; busy {
				g.rest = "…"
				return nil
			}
		}
		if w.Fresh > 0 {
			g.turned = true
			end.came()
			if err := t.shownRows(ctx, g); err != nil || g.left != "" {
				return err
			}
		}
		if n >= maxRolls || end.over() {
			g.rest = "…"
			return nil
		}
	}
}

// onward presses what the lists that are shown go on by, to their ends.
func (t *tab) onward(ctx context.Context, g *progress, end *span) error {
	home, err := t.where(ctx)
	if err != nil {
		return err
	}
	vain, pagers := 0, 0
	for p := (pager{first: true}); ; p.turns++ {
		asked, leads := t.counts()
		anew := t.news()
		var e pressed
		fresh, busy, err := t.after(ctx, func() (_ bool, err error) {
			if e, err = use[pressed](ctx, t, fmt.Sprintf("turn(%d)", p.turns)); err != nil || e.Code == "" {
				return e.Found, err
			}
			cdp.Call(ctx, t.s, runtime.Evaluate, runtime.EvaluateParams{Expression: e.Code, UserGesture: new(true), Timeout: runtime.TimeDelta(patience.Milliseconds())})
			return true, nil
		})
		if err != nil {
			return err
		}
		if !e.Found && p.turns == 0 {
			return nil
		}
		if e.Found && !e.Pager {
			at, err := t.where(ctx)
			if err != nil {
				return err
			}
			if at != home {
				g.left = at
				return nil
			}
		}
		more, sent := t.counts()
		if sent > leads { // the reader is sent elsewhere, which is told
			if _, err := t.rows(ctx, "release"); err != nil {
				return err
			}
			if e.Number && p.turns+1 < maxTurns && !end.over() {
				continue // each number to a page of its own
			}
			return nil
		}
		vain++
		if fresh > 0 {
			g.turned, p.brought, vain = true, true, 0
			end.came()
			if err := t.shownRows(ctx, g); err != nil || g.left != "" {
				return err
			}
		} else if over, err := t.ended(ctx, &p, e, more > asked, t.news() > anew); err != nil {
			return err
		} else if over {
			another, err := t.rows(ctx, "spend")
			if err != nil || another == 0 {
				return err
			}
			if p.brought {
				pagers++
			}
			if pagers >= maxPagers || end.over() {
				g.rest = cmp.Or(e.Words, "…") // lists whose pagers were not turned
				return nil
			}
			p, vain = pager{turns: -1}, 0
			continue
		}
		if p.covers {
			vain = 0
		}
		if busy || vain > 1 || vain > 0 && more == asked || p.turns+1 >= maxTurns || end.over() {
			g.rest = e.Words
			return nil
		}
	}
}

// pager is what was turned of the pages of one list.
type pager struct {
	first   bool // of those on its page
	turns   int
	brought bool // rows came
	covers  bool // it showed other rows of those that were there
}

// ended reports that a pager that brought nothing any more has come to its end: there
// is nothing left to press, pressing does nothing, asks for what it asked for before or
// begins the list anew, it does what a pager before it did, or all that it could show is
// there.
func (t *tab) ended(ctx context.Context, p *pager, e pressed, asks, anew bool) (bool, error) {
	uncovers, err := t.rows(ctx, "uncovers")
	if p.covers = uncovers == 1; err != nil || uncovers > 0 {
		return uncovers > 1, err
	}
	switch {
	case !e.Found, !p.first && !p.brought:
		return true, nil
	case !asks:
		return p.turns > 0 || e.Alone || t.toldWhole(ctx), nil
	case !p.brought:
		return false, nil
	case !anew:
		return true, nil
	}
	again, err := t.rows(ctx, "anew")
	return again > 0, err
}

// shownRows presses the rows that are shown and only listen for it.
func (t *tab) shownRows(ctx context.Context, g *progress) error {
	if _, err := t.list(ctx, &progress{}, 0); err != nil {
		return err
	}
	return t.pressRows(ctx, g)
}

// after does something to the page, if there is something to do, waits for what it
// makes of it, and counts the rows that are new.
func (t *tab) after(ctx context.Context, do func() (bool, error)) (fresh int, busy bool, err error) {
	t.mu.Lock()
	t.last = time.Now()
	t.mu.Unlock()
	if done, err := do(); !done || err != nil {
		return 0, false, err
	}
	for _, still := range [...]time.Duration{brief, quiet} {
		if busy, err = t.lull(ctx, still); err != nil {
			return 0, busy, err
		}
		if fresh, err = t.rows(ctx, "collect"); fresh > 0 || busy || err != nil {
			break
		}
	}
	return fresh, busy, err
}

func (t *tab) rows(ctx context.Context, tool string) (int, error) {
	return use[int](ctx, t, fmt.Sprintf("%s()", tool))
}

func (t *tab) where(ctx context.Context) (string, error) {
	return use[string](ctx, t, "where()")
}

// news tells how many of the requests of the page were not made before.
func (t *tab) news() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.anew
}

// counts tells how many requests the page made, and how often it sent its reader
// elsewhere.
func (t *tab) counts() (asked, leads int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.asked, len(t.leads)
}
