package main

import (
	"context"
	"log/slog"
	"time"
)

// warmEvery is how soon after a run what is made of its results is made.
const warmEvery = 10 * time.Second

// keepWarm has what pages and scrapes are made of read as soon as a run has finished,
// so that nobody waits for it who asks first. Where nothing has changed each costs a
// look at the store.
func keepWarm(ctx context.Context, log *slog.Logger, warm ...func(context.Context) error) error {
	tick := time.NewTicker(warmEvery)
	defer tick.Stop()
	for {
		for _, w := range warm {
			if err := w(ctx); err != nil && ctx.Err() == nil {
				log.Warn("what is made of the newest results could not be read: it is read when it is asked for", "err", err)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
