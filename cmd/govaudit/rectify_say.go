package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/store"
)

// rectifyWord is what all words on items have in common: of which, by whom, why.
type rectifyWord struct {
	Items  []string `arg:"" name:"整改编号" help:"一个或多个整改编号；有一个不行就都不登记。"`
	Config string   `help:"配置文件。" required:"" type:"path" placeholder:"文件"`
	By     string   `help:"谁说的，记入台账。" required:"" placeholder:"姓名"`
}

// sayWord makes of an item the event that a word is.
type sayWord func(w *workbench, it ledger.Item, now time.Time) (ledger.Event, error)

// record says something of every item named, or of none.
func (r *rectifyWord) record(ctx context.Context, e env, say sayWord) error {
	chosen, err := ids(r.Items)
	if err != nil {
		return err
	}
	w, err := openConfig(ctx, e, r.Config)
	if err != nil {
		return err
	}
	defer w.close()
	if err := w.folder().Missing(ctx); err != nil {
		return err
	}
	slices.Sort(chosen)
	var changes []ledger.Change
	var problems []error
	for _, id := range slices.Compact(chosen) {
		it, err := w.store.Item(ctx, id)
		if errors.Is(err, store.ErrNoItem) {
			problems = append(problems, fmt.Errorf("台账里没有 %s", id))
			continue
		}
		if err != nil {
			return err
		}
		event, err := say(w, it, e.Now())
		if err != nil {
			problems = append(problems, fmt.Errorf("%s：%w", id, err))
			continue
		}
		changes = append(changes, ledger.Change{Item: it, Events: []ledger.Event{event}})
	}
	if err := errors.Join(problems...); err != nil {
		return usageError{fmt.Errorf("什么都没有登记：\n%w", err)}
	}
	if err := w.store.AppendEvents(ctx, changes...); errors.Is(err, store.ErrChanged) {
		return fmt.Errorf("登记期间台账有变化，什么都没有登记，请再试一次：%w", err)
	} else if err != nil {
		return err
	}
	for _, c := range changes {
		ev := c.Events[0]
		fmt.Fprintf(e.Stdout, "%s：%s → %s（%s，%s）\n", ev.Item, ev.From.Word(), ev.To.Word(), ev.Kind.Word(), printable(ev.By))
	}
	return nil
}

// today is the day in the zone of the config.
func (w *workbench) today(now time.Time) calendar.Day { return calendar.DayOf(now, w.config.Zone) }

// due is the last day to mend an item of which somebody is told now.
func (w *workbench) due(it ledger.Item, now time.Time) calendar.Day {
	return w.terms().DueFrom(w.today(now), it.Rule, it.Severity)
}

type rectifyAnswerCmd struct {
	rectifyWord
	Kind string `help:"已整改、申请豁免、认为误报之一。" default:"已整改" placeholder:"类型"`
	Done string `help:"做了什么；申请豁免或认为误报的，写理由。" required:"" placeholder:"文字"`
	Link string `help:"能看到整改结果的网址。" placeholder:"网址"`
	Away string `help:"网址不在本网站的，为什么。" placeholder:"原因"`
}

// Run records what a department answers.
func (r *rectifyAnswerCmd) Run(ctx context.Context, e env) error {
	return r.record(ctx, e, func(w *workbench, it ledger.Item, now time.Time) (ledger.Event, error) {
		target, err := w.targetOf(ctx, it.Site)
		if err != nil {
			return ledger.Event{}, err
		}
		return ledger.Answer(it, target, now, ledger.Reply{Kind: ledger.ParseReply(r.Kind), Done: r.Done, Link: r.Link, Away: r.Away, By: r.By})
	})
}

// targetOf returns a site as it is audited; where it is not any more, its name will do.
func (w *workbench) targetOf(ctx context.Context, id string) (site.Target, error) {
	added, err := w.store.AddedSites(ctx)
	if err != nil {
		return site.Target{}, err
	}
	for _, s := range schedule.Roster(w.config.Sites, added) {
		if s.Target.ID == id {
			return s.Target, nil
		}
	}
	return site.Target{ID: id}, nil
}

type rectifyExemptCmd struct {
	rectifyWord
	Why   string `help:"为什么豁免。" required:"" placeholder:"理由"`
	Proof string `help:"依据什么材料。" required:"" placeholder:"材料"`
	Until string `help:"豁免到哪一天为止，如 2026-12-31。" required:"" placeholder:"日期"`
}

// Run excuses the departments up to a day.
func (r *rectifyExemptCmd) Run(ctx context.Context, e env) error {
	var until calendar.Day
	if err := until.UnmarshalText([]byte(strings.TrimSpace(r.Until))); err != nil {
		return usageError{fmt.Errorf("--until：“%s”不是日期，写作 2026-12-31 的样子", printable(r.Until))}
	}
	return r.record(ctx, e, func(w *workbench, it ledger.Item, now time.Time) (ledger.Event, error) {
		return ledger.Exempted(it, r.By, now, w.today(now), until, r.Why, r.Proof)
	})
}

// rectifyWhyCmd is a word that needs nothing but its reason.
type rectifyWhyCmd struct {
	rectifyWord
	Why string `help:"理由。" required:"" placeholder:"理由"`
}

type rectifyFalseAlarmCmd struct{ rectifyWhyCmd }

// Run finds that there was no defect.
func (r *rectifyFalseAlarmCmd) Run(ctx context.Context, e env) error {
	return r.record(ctx, e, func(_ *workbench, it ledger.Item, now time.Time) (ledger.Event, error) {
		return ledger.NoDefect(it, r.By, now, r.Why)
	})
}

type rectifyVerifyCmd struct{ rectifyWhyCmd }

// Run strikes off what a person has seen to be mended.
func (r *rectifyVerifyCmd) Run(ctx context.Context, e env) error {
	return r.record(ctx, e, func(_ *workbench, it ledger.Item, now time.Time) (ledger.Event, error) {
		return ledger.Verify(it, r.By, now, r.Why)
	})
}

type rectifyReopenCmd struct{ rectifyWhyCmd }

// Run refuses an answer, or revokes what was said before.
func (r *rectifyReopenCmd) Run(ctx context.Context, e env) error {
	return r.record(ctx, e, func(w *workbench, it ledger.Item, now time.Time) (ledger.Event, error) {
		return ledger.Reopen(it, r.By, now, r.Why, w.due(it, now))
	})
}

type rectifyLapseCmd struct{ rectifyWhyCmd }

// Run takes off the list what nobody asks for any more.
func (r *rectifyLapseCmd) Run(ctx context.Context, e env) error {
	return r.record(ctx, e, func(_ *workbench, it ledger.Item, now time.Time) (ledger.Event, error) {
		return ledger.Withdraw(it, r.By, now, r.Why)
	})
}
