package browser

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/runtime"
)

// tidyAfter is after how many presses the browser is told to let go of what they left:
// by itself it waits until it has more than it may have. Where it holds nearly all it
// may, it is told more often.
const tidyAfter, tidyOften = 20, 4

// maxLoads is how many things are pressed that ask for something.
const maxLoads = 60

// reach presses what only a script leads anywhere, and has the document tell where
// to; rows that come instead are collected.
func (t *tab) reach(ctx context.Context, g *progress) error {
	end := newSpan(mostPressing)
	home, err := t.where(ctx)
	if err != nil {
		return err
	}
	t.standIn(ctx)
	if err := t.touch(ctx, g, end); err != nil || g.rest != "" || g.left != "" {
		return err
	}
	if _, err := t.list(ctx, g, 0); err != nil {
		return err
	}
	for loads := 0; ; {
		w, err := t.press(ctx, g, false)
		if err != nil || !w.Found {
			return err
		}
		if w.At != home || w.Strayed { // another view of a script application took the place of this one
			if back, err := t.comeBack(ctx); err != nil || !back {
				g.left = cmp.Or(w.To, w.At)
				return err
			}
		}
		if w.Loaded && w.To == "" {
			loads++
		}
		fresh, err := t.took(ctx, g, w)
		if err != nil || g.rest != "" {
			return err
		}
		if fresh > 0 { // the list of another column
			end.came()
			if done, err := t.through(ctx, g, end); done || err != nil {
				return err
			}
		}
		n := 0
		if fresh > 0 || w.Loaded || w.Grown && w.To == "" {
			if n, err = t.list(ctx, g, 0); err != nil {
				return err
			}
		}
		if n > 0 && loads >= maxLoads || end.over() {
			g.rest = "…"
			return nil
		}
	}
}

// took takes what a press made of the page, and tells how many rows came with it.
func (t *tab) took(ctx context.Context, g *progress, w arrival) (fresh int, err error) {
	if w.To != "" { // what came belongs to another page
		return 0, nil
	}
	fresh = w.Fresh
	if w.Loaded {
		more, err := t.rows(ctx, "collect")
		if err != nil {
			return 0, err
		}
		if fresh += more; w.Busy {
			g.rest = "…"
			return fresh, nil
		}
	}
	if fresh > 0 {
		g.turned = true
		_, err = t.list(ctx, g, fresh)
	}
	return fresh, err
}

// pressRows presses the rows that are shown and wait for it. Turned to the next page,
// a list may not have them any more.
func (t *tab) pressRows(ctx context.Context, g *progress) error {
	home, err := t.where(ctx)
	if err != nil {
		return err
	}
	for end := newSpan(pressing); !end.over(); {
		w, err := t.press(ctx, g, true)
		if err != nil || !w.Found {
			return err
		}
		if w.At != home || w.Strayed {
			if back, err := t.comeBack(ctx); err != nil || !back {
				g.left = cmp.Or(w.To, w.At)
				return err
			}
		}
		fresh, err := t.took(ctx, g, w)
		if err != nil || g.rest != "" { // the tab of another list
			return err
		}
		if fresh == 0 && w.To == "" && (w.Loaded || w.Grown) { // a part of the row, which leads on
			if _, err := t.list(ctx, g, 0); err != nil {
				return err
			}
		}
	}
	return nil
}

// touched is what came of the pointer near something, or of scrolling it.
type touched struct {
	Found bool `json:"found"`
	Asked bool `json:"asked"`
	Fresh int  `json:"fresh"`
}

// touch lets the pointer come near what waits for it, one after the other: menus are
// drawn then, and tabs fetch their rows.
func (t *tab) touch(ctx context.Context, g *progress, end *span) error {
	for n, loads := 0, 0; ; n++ {
		before, _ := t.counts()
		w, err := use[touched](ctx, t, fmt.Sprintf("touch(%d)", n))
		if err != nil || !w.Found {
			return err
		}
		if w.Asked {
			if loads++; loads > maxLoads || end.over() {
				g.rest = "…"
				return nil
			}
			t.awaitRequest(ctx, before)
			fresh, busy, err := t.after(ctx, func() (bool, error) { return true, nil })
			if err != nil {
				return err
			}
			if w.Fresh += fresh; busy {
				g.rest = "…"
				return nil
			}
		}
		if w.Fresh == 0 {
			continue
		}
		g.turned = true
		end.came()
		if _, err := t.list(ctx, &progress{}, 0); err != nil {
			return err
		}
		if !w.Asked {
			continue
		}
		if done, err := t.through(ctx, g, end); done || err != nil {
			return err
		}
	}
}

// through goes through the list that has just come to its end, as it may have further
// rows and pages of its own, and reports whether that is all that can be seen of the page.
func (t *tab) through(ctx context.Context, g *progress, end *span) (done bool, err error) {
	if err := t.pressRows(ctx, g); err != nil || g.left != "" {
		return true, err
	}
	if _, err := t.rows(ctx, "renew"); err != nil {
		return true, err
	}
	var own progress
	ways := []func(context.Context, *progress, *span) error{t.unroll, t.onward}
	if g.scrolls { // as its list before this one did
		ways = slices.Insert(ways, 0, t.scroll)
	}
	for _, on := range ways {
		if err := on(ctx, &own, end); err != nil {
			return true, err
		}
		if own.left != "" || own.rest != "" {
			break
		}
	}
	if own.left != "" || own.turned && own.rest != "" {
		g.left, g.rest = own.left, own.rest
		return true, nil
	}
	return false, nil
}

// list finds what can be pressed now and says how much waits; fresh is how many rows
// came with what was pressed last. Where it is known how rows lead on, they are not
// pressed.
func (t *tab) list(ctx context.Context, g *progress, fresh int) (int, error) {
	n, err := use[int](ctx, t, fmt.Sprintf("list(%t, %d)", g.turned, fresh))
	if err == nil && len(t.lore.rules) > 0 {
		var data [][]byte
		if data, err = t.got(ctx); err == nil {
			t.lore.read(data)
			err = t.apply(ctx)
		}
	}
	return n, err
}

// press presses what is next, or what is next if it is a row, and tells where that
// leads.
func (t *tab) press(ctx context.Context, g *progress, rows bool) (w arrival, err error) {
	if t.presses++; t.presses%tidyAfter == 0 || t.presses%tidyOften == 0 && t.p.crowded() {
		cdp.Call(ctx, t.s, heapprofiler.CollectGarbage, cdp.Empty{})
	}
	asked, _ := t.counts()
	posts := t.posted()
	e, err := use[pressed](ctx, t, fmt.Sprintf("press(%t, %t)", t.quiet, rows))
	if err == nil && e.Astray != "" { // the view that the one before led to came late
		if back, err := t.comeBack(ctx); err != nil || !back {
			g.left = e.Astray
			return w, err
		}
		e, err = use[pressed](ctx, t, fmt.Sprintf("press(%t, %t)", t.quiet, rows))
	}
	t.quiet = false
	if err != nil || !e.Found {
		return w, err
	}
	unframed := false
	if e.Code != "" {
		r, err := cdp.Call(ctx, t.s, runtime.Evaluate, runtime.EvaluateParams{Expression: e.Code, UserGesture: new(true), Timeout: runtime.TimeDelta(patience.Milliseconds())})
		unframed = err == nil && needsFrame(r.ExceptionDetails)
	}
	if w, err = use[arrival](ctx, t, fmt.Sprintf("went(%t)", t.patient)); err != nil {
		return w, err
	}
	if w.Moved && t.patient {
		if err := t.await(ctx, g, &w); err != nil {
			return w, err
		}
	}
	w.Found = true
	g.turned = g.turned || w.Moved // its rows may not be back yet
	if w.To == "" && (unframed || w.Unframed) && g.lost == "" {
		g.lost = w.Words
	}
	if w.To != "" {
		if err := t.conclude(ctx, w); err != nil {
			return w, err
		}
	}
	if w.Asked {
		t.awaitRequest(ctx, asked)
	}
	now, _ := t.counts()
	w.Loaded = now != asked
	if w.Loaded && w.To == "" {
		if err := t.await(ctx, g, &w); err != nil {
			return w, err
		}
	}
	t.quiet = !w.Loaded && w.To == "" && w.Fresh == 0 && !w.Grown
	if w.Loaded && w.To == "" && w.Fresh == 0 && t.posted() > posts && g.posted == "" {
		g.posted = w.Words
	}
	return w, nil
}

// await waits for what the page asked for when something was pressed. It may be the
// script of another view, which is gone to once that is there.
func (t *tab) await(ctx context.Context, g *progress, w *arrival) (err error) {
	if w.Busy, err = t.lull(ctx, quiet); w.Busy || err != nil {
		return err
	}
	gone, err := use[arrival](ctx, t, "later()")
	if err != nil || gone.To == "" {
		return err
	}
	w.At, w.To, w.Words, w.Moved, w.Strayed = gone.At, gone.To, gone.Words, true, gone.Strayed
	g.turned = true
	return t.conclude(ctx, *w)
}

// posted tells how many addresses the page asked for by another method than GET.
func (t *tab) posted() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.posts)
}

// arrival is where the reader would come who presses something.
type arrival struct {
	At    string `json:"at"` // where the page itself now is
	To    string `json:"to"` // "": nowhere
	Words string `json:"words"`
	// Unframed: its script failed because the page stands in no frame.
	Unframed bool `json:"unframed"`
	Asked    bool `json:"asked"`   // a script asks for something; that may not have come to light
	Fresh    int  `json:"fresh"`   // rows that came at once
	Grown    bool `json:"grown"`   // something was added to the page
	Moved    bool `json:"moved"`   // to another view of the page, and back
	Strayed  bool `json:"strayed"` // and what it shows now is not what it showed before
	Found    bool `json:"-"`       // there was something to press
	Busy     bool `json:"-"`       // what it asked for had not come when the wait was over
	Loaded   bool `json:"-"`       // it asked for something
}

// awaitRequest waits for a request that was begun to come to light.
func (t *tab) awaitRequest(ctx context.Context, before int) {
	end := time.NewTimer(time.Second)
	defer end.Stop()
	for {
		if now, _ := t.counts(); now != before {
			return
		}
		select {
		case <-t.wake:
		case <-time.After(5 * time.Millisecond):
		case <-end.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

// got returns the data that the scripts of the page got by now, and what they made of
// such as was wrapped.
func (t *tab) got(ctx context.Context) ([][]byte, error) {
	list, err := use[[]string](ctx, t, "parsed()")
	if err != nil {
		return nil, err
	}
	for _, text := range list {
		t.keepData([]byte(text))
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.data), nil
}

// conclude works out from what was pressed, and from the data that the page got,
// where the entries lead that were not pressed.
func (t *tab) conclude(ctx context.Context, w arrival) error {
	t.met = append(t.met, w)
	data, err := t.got(ctx)
	if err != nil || len(data) == 0 || !t.lore.learn(t.met, data) {
		return err
	}
	return t.apply(ctx)
}

// apply tells the page where the entries lead of which that is known by now.
func (t *tab) apply(ctx context.Context) error {
	type entry struct {
		Key   string `json:"key"`
		Words string `json:"words"`
	}
	list, err := use[[]entry](ctx, t, "unknown()")
	if err != nil {
		return err
	}
	type answer struct {
		Key string `json:"key"`
		To  string `json:"to"`
	}
	var known []answer
	for _, e := range list {
		if to := t.lore.where(e.Words); to != "" {
			known = append(known, answer{e.Key, to})
		}
	}
	if len(known) == 0 {
		return nil
	}
	text, err := json.Marshal(known)
	if err != nil {
		return err
	}
	_, err = use[int](ctx, t, fmt.Sprintf("know(%s), 0", text))
	return err
}
