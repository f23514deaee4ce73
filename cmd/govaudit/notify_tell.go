package main

import (
	"context"
	"errors"
	"time"

	"github.com/govaudit/govaudit/notice"
	"github.com/govaudit/govaudit/store"
)

// teller returns what makes digests of what the store holds now.
func (w *workbench) teller(ctx context.Context) (*notice.Teller, error) {
	l, err := w.openLedger(ctx)
	if err != nil {
		return nil, err
	}
	return &notice.Teller{Log: w.log, Keeper: w.store, Ledger: l, Settings: w.config.Notify, Rectify: w.config.Rectify,
		Calendar: w.calendar, Zone: w.config.Zone, Now: w.env.Now, Link: w.config.Serve.PublicURL}, nil
}

const interrupted = "发送时程序中断，不知对方是否收到"

// sendNotices sends what is to be told now, and is the only one to do so. Notices that another
// process was sending when it ended are recorded as such first.
func (w *workbench) sendNotices(ctx context.Context, t *notice.Teller, choose func(notice.Plan) notice.Plan) ([]notice.Notice, error) {
	release, err := w.store.Hold(ctx, "notices")
	if err != nil {
		return nil, err
	}
	done, err := w.sendHeld(ctx, t, choose)
	return done, errors.Join(err, release())
}

func (w *workbench) sendHeld(ctx context.Context, t *notice.Teller, choose func(notice.Plan) notice.Plan) ([]notice.Notice, error) {
	lost, err := w.store.LoseNotices(ctx, interrupted, w.env.Now())
	if err != nil {
		return nil, err
	}
	for _, n := range lost {
		t.Log.Warn("nobody knows whether a notice arrived: ask, then govaudit notify --received or --again", "notice", n.ID, "to", n.Audience.Name())
	}
	p, err := t.Plan(ctx)
	if err != nil {
		return nil, err
	}
	return t.Tell(ctx, choose(p))
}

const (
	tellLook  = 30 * time.Second // between two looks at whether notices are due
	tellRetry = 15 * time.Minute // after a failure
	tellTries = 4                // before what failed waits for the next time
)

// crier returns what sends notices when they fall due until ctx ends.
func (d *desk) crier() (func(ctx context.Context) error, error) {
	if !d.config.Notify.On() {
		return func(context.Context) error { return nil }, nil
	}
	by, err := senders(d.config)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) error { return d.cry(ctx, by) }, nil
}

// cry sends notices when they fall due. Trouble is told and tried again: it never ends
// what else serve does.
func (d *desk) cry(ctx context.Context, by map[notice.Channel]notice.Sender) error {
	var next time.Time // no earlier than this
	tries := 0
	for ctx.Err() == nil {
		now := d.env.Now().In(d.config.Zone)
		if due, err := d.noticesDue(ctx, now); err != nil {
			d.told.Error("cannot tell whether notices are due; trying again", "err", err)
		} else if due && !now.Before(next) {
			tries++
			err := d.round(ctx, by)
			if err != nil && ctx.Err() == nil {
				d.told.Error("notices", "err", err, "try", tries)
			}
			switch {
			case ctx.Err() != nil:
				return nil
			case err == nil || tries >= tellTries:
				tries = 0
				if err := d.store.PutNoticeRound(ctx, now); err != nil {
					d.told.Error("notices", "err", err)
				}
			default:
				next = now.Add(tellRetry)
			}
		}
		timer := time.NewTimer(tellLook)
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
	}
	return nil
}

// noticesDue reports whether notices are due; from the first look on they fall due.
func (d *desk) noticesDue(ctx context.Context, now time.Time) (bool, error) {
	last, err := d.store.NoticeRound(ctx)
	if err == nil && last.IsZero() {
		return false, d.store.PutNoticeRound(ctx, now)
	}
	return err == nil && d.config.Notify.Due(last, now, d.calendar), err
}

func (d *desk) round(ctx context.Context, by map[notice.Channel]notice.Sender) error {
	t, err := d.teller(ctx)
	if err != nil {
		return err
	}
	t.Log, t.Senders = d.told, by
	done, err := d.sendNotices(ctx, t, func(p notice.Plan) notice.Plan { return p })
	if errors.Is(err, store.ErrHeld) {
		return errors.New("another govaudit is sending notices")
	}
	d.told.Info("notices", "ended", len(done))
	return err
}
