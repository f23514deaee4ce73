package crawler

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestASiteBeginsAlthoughTheProcessorsAreBusy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &door{crowded: func() bool { return true }}
		if err := d.enter(t.Context()); err != nil {
			t.Error(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := d.enter(ctx); err == nil {
			t.Error("a site began after the end")
		}
		if n := d.inside.Load(); n != 1 {
			t.Errorf("%d sites count as begun, want 1", n)
		}
	})
}

func TestSitesBeginOneAfterTheOther(t *testing.T) {
	for _, tt := range []struct {
		name        string
		sites       int
		busy        time.Duration // work waits for a processor so long
		others      int64         // sites that wait behind these
		inside      int64         // sites under way before these
		least, most time.Duration // when the last one begins
	}{
		{"the first begins at once", 1, 0, 9, 0, 0, doorGap},
		{"the first few begin soon after one another", doorFew, 0, 99, 0, (doorFew - 1) * doorGap, doorFew * doorGap},
		{"the others leave time to see what those before take", doorFew + 5, 0, 99, 0, (doorFew-1)*doorGap + 5*doorSlow, doorFew*doorGap + 5*doorSlow},
		{"none begins while work waits, but soon after", 1, 3 * time.Second, 9, 0, 3 * time.Second, 3*time.Second + 2*doorSlow},
		{"none waits for ever", 1, time.Hour, 9, 0, doorMost, doorMost + doorSlow},
		{"the last, half as many as are under way, wait for nobody", 3, time.Hour, 7, 20, 0, 3 * doorGap},
		{"one of more than half as many as are under way waits", 1, time.Hour, 10, 20, doorMost, doorMost + doorSlow},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				d := &door{crowded: func() bool { return time.Since(began) < tt.busy }, begun: began.Add(-time.Minute)}
				d.waiting.Add(tt.others)
				d.inside.Add(tt.inside)
				for range tt.sites {
					if err := d.enter(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				if took := time.Since(began); took < tt.least || took > tt.most {
					t.Errorf("site %d began after %v, want %v to %v", tt.sites, took, tt.least, tt.most)
				}
			})
		})
	}
}

func TestASiteThatEndsMakesRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &door{crowded: func() bool { return false }}
		if err := d.enter(t.Context()); err != nil {
			t.Fatal(err)
		}
		d.leave()
		if n := d.inside.Load(); n != 0 {
			t.Errorf("%d sites are under way, want none", n)
		}
	})
}
