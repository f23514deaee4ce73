package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/runtime"
)

const (
	maxLoads = 24               // things pressed that ask for something
	reaching = 20 * time.Second // in all
)

// reach presses what only a script leads anywhere, and has the document tell where
// to; rows that come instead are collected.
func (t *tab) reach(ctx context.Context, g *progress) error {
	end := time.Now().Add(reaching)
	home, err := t.where(ctx)
	if err != nil {
		return err
	}
	t.standIn(ctx)
	if err := t.touch(ctx, g); err != nil {
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
		if w.At != home { // another view of a script application took the place of this one
			if back, err := t.comeBack(ctx, home); err != nil || !back {
				g.left = w.At
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
		if fresh > 0 { // the list of another column may have further pages of its own
			if err := t.pressRows(ctx, g); err != nil || g.left != "" {
				return err
			}
			var own progress
			if err := t.onward(ctx, &own, end); err != nil {
				return err
			}
			if own.left != "" || own.turned && own.rest != "" {
				g.left, g.rest = own.left, own.rest
				return nil
			}
		}
		n := 0
		if fresh > 0 || w.Loaded || w.Grown && w.To == "" {
			if n, err = t.list(ctx, g, 0); err != nil {
				return err
			}
		}
		if n > 0 && loads >= maxLoads || time.Now().After(end) {
			g.rest = "…"
			return nil
		}
	}
}

// took waits for what a press makes of the page, and tells how many rows came with it.
func (t *tab) took(ctx context.Context, g *progress, w arrival) (fresh int, err error) {
	if w.To != "" { // what came belongs to another page
		return 0, nil
	}
	fresh = w.Fresh
	if w.Loaded {
		more, busy, err := t.after(ctx, func() (bool, error) { return true, nil })
		if err != nil {
			return 0, err
		}
		if fresh += more; busy {
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
	for end := time.Now().Add(reaching); time.Now().Before(end); {
		w, err := t.press(ctx, g, true)
		if err != nil || !w.Found {
			return err
		}
		if w.At != home {
			if back, err := t.comeBack(ctx, home); err != nil || !back {
				g.left = w.At
				return err
			}
		}
		if _, err := t.took(ctx, g, w); err != nil || g.rest != "" { // the tab of another list
			return err
		}
	}
	return nil
}

// touch lets the pointer come near what waits for it: menus are drawn then.
func (t *tab) touch(ctx context.Context, g *progress) error {
	n, err := t.rows(ctx, "touch")
	if err != nil || n == 0 {
		return err
	}
	fresh, _, err := t.after(ctx, func() (bool, error) { return true, nil })
	g.turned = g.turned || fresh > 0
	return err
}

// list finds what can be pressed now and says how much waits; fresh is how many rows
// came with what was pressed last. Where it is known how rows lead on, they are not
// pressed.
func (t *tab) list(ctx context.Context, g *progress, fresh int) (int, error) {
	n, err := evaluate[int](ctx, t, t.frame, fmt.Sprintf("%s\ngovaudit.list(%t, %d)", tools, g.turned, fresh))
	if err == nil && len(t.lore.rules) > 0 {
		t.lore.read(t.got())
		err = t.apply(ctx)
	}
	return n, err
}

// press presses what is next, or what is next if it is a row, and tells where that
// leads.
func (t *tab) press(ctx context.Context, g *progress, rows bool) (w arrival, err error) {
	asked, _ := t.counts()
	posts := t.posted()
	e, err := evaluate[pressed](ctx, t, t.frame, fmt.Sprintf("%s\ngovaudit.press(%t, %t)", tools, t.quiet, rows))
	t.quiet = false
	if err != nil || !e.Found {
		return w, err
	}
	unframed := false
	if e.Code != "" {
		r, err := cdp.Call(ctx, t.s, runtime.Evaluate, runtime.EvaluateParams{Expression: e.Code, UserGesture: new(true), Timeout: runtime.TimeDelta(patience.Milliseconds())})
		unframed = err == nil && needsFrame(r.ExceptionDetails)
	}
	if w, err = evaluate[arrival](ctx, t, t.frame, tools+"\ngovaudit.went()"); err != nil {
		return w, err
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
	t.quiet = !w.Loaded && w.To == "" && w.Fresh == 0
	if w.Loaded && w.To == "" && w.Fresh == 0 && t.posted() > posts && g.posted == "" {
		g.posted = w.Words
	}
	return w, nil
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
	Asked    bool `json:"asked"` // a script asks for something; that may not have come to light
	Fresh    int  `json:"fresh"` // rows that came at once
	Grown    bool `json:"grown"` // something was added to the page
	Moved    bool `json:"moved"` // to another view of the page, and back
	Found    bool `json:"-"`     // there was something to press
	Loaded   bool `json:"-"`     // it asked for something
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

// got returns the data that the scripts of the page got by now.
func (t *tab) got() [][]byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.data)
}

// conclude works out from what was pressed, and from the data that the page got,
// where the entries lead that were not pressed.
func (t *tab) conclude(ctx context.Context, w arrival) error {
	t.met = append(t.met, w)
	data := t.got()
	if len(data) == 0 || !t.lore.learn(t.met, data) {
		return nil
	}
	return t.apply(ctx)
}

// apply tells the page where the entries lead of which that is known by now.
func (t *tab) apply(ctx context.Context) error {
	type entry struct {
		Key   string `json:"key"`
		Words string `json:"words"`
	}
	list, err := evaluate[[]entry](ctx, t, t.frame, tools+"\ngovaudit.unknown()")
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
	_, err = evaluate[int](ctx, t, t.frame, fmt.Sprintf("%s\ngovaudit.know(%s), 0", tools, text))
	return err
}
