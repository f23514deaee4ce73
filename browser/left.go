package browser

import (
	"context"
	"time"
)

// comeBack waits until a script application shows the view again from which
// something that was pressed led away, and reports whether it does: on the way back it
// may ask its server once more. An answer for the view that was left may come after that
// and take its place: then it is returned to once more, with all answers there.
func (t *tab) comeBack(ctx context.Context) (bool, error) {
	retraced := false
	for end := time.Now().Add(late); ; {
		if busy, err := t.lull(ctx, quiet); busy || err != nil {
			return false, err
		}
		back, err := use[bool](ctx, t, "returned()")
		if err != nil || back {
			t.patient = t.patient || back && retraced
			return back, err
		}
		over := time.Now().After(end)
		if retraced && over {
			return false, nil
		}
		rests := over
		if !retraced && !over {
			if rests, err = use[bool](ctx, t, "asleep()"); err != nil {
				return false, err
			}
		}
		if rests && !retraced {
			retraced = true
			gone, err := t.retrace(ctx)
			if err != nil || over && !gone {
				return false, err
			}
			if gone {
				end = time.Now().Add(late / 2)
			}
		}
	}
}

// retrace goes once more where what was pressed last led, waits until that is there, and
// comes back.
func (t *tab) retrace(ctx context.Context) (gone bool, err error) {
	if gone, err = use[bool](ctx, t, "forth()"); err != nil || !gone {
		return false, err
	}
	if busy, err := t.lull(ctx, quiet); busy || err != nil {
		return false, err
	}
	return use[bool](ctx, t, "come()")
}

// atHome sees to it that the page shows itself before it is read, not what something
// pressed led to.
func (t *tab) atHome(ctx context.Context, g *progress) error {
	for range 2 {
		if busy, err := t.lull(ctx, quiet); busy || err != nil {
			return err
		}
		at, err := use[string](ctx, t, "astray()")
		if at == "" || err != nil {
			return err
		}
		if back, err := t.comeBack(ctx); err != nil || !back {
			g.left = at
			return err
		}
	}
	return nil
}

// parting is what is known of a page that gave way to another one.
type parting struct {
	To    []string `json:"to"`    // where things pressed on it lead
	Waits int      `json:"waits"` // things that were not pressed
	Met   []Way    `json:"met"`
}

// leave ends the view of a page that gave way to another one when something was
// pressed: what is known of it by then is told.
func (t *tab) leave(ctx context.Context, v *View, g *progress) (*View, error) {
	known, err := use[parting](ctx, t, "part()")
	if err != nil {
		return nil, err
	}
	reverted, err := use[bool](ctx, t, "revert()")
	if err != nil {
		return nil, err
	}
	if reverted { // what was seen of it by then is more than what it showed at first
		if v, err = t.read(ctx, true); err != nil {
			return nil, err
		}
	}
	v.Met = known.Met
	v.Leads = append(append(v.Leads, g.left), known.To...)
	if v.Rest = g.rest; v.Rest == "" && known.Waits > 0 {
		v.Rest = "…"
	}
	return v, nil
}
