package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/rectify"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/store"
)

// folder folds runs into the ledger. The rules must be known to be loaded: a config
// whose packs cannot be used is refused before.
func (w *workbench) folder() *rectify.Folder {
	return &rectify.Folder{Log: w.log, Store: auditStore{w.store}, Terms: w.terms, Zone: w.config.Zone, Duties: w.duties, Judge: w.auditor(nil, nil).Judge}
}

// duties names the rules that a site is judged by as a rule: those of the packs of the
// config, of the site and of the schedules it is in.
func (w *workbench) duties(t site.Target) map[string]bool {
	c := cmp.Or(w.whole, w.config)
	usual := func(t site.Target) []string { return append(slices.Clone(c.Packs), t.Packs...) }
	names := usual(t)
	for _, s := range c.Schedule {
		if chosen, _ := schedule.Select([]site.Target{t}, s.Sites, usual); len(chosen) > 0 && !s.Probe {
			names = append(names, s.Packs...)
		}
	}
	sets, err := w.library.Sets(names...)
	if err != nil {
		w.log.Error("it is not known which rules a site is judged by", "site", t.ID, "err", err)
		return nil
	}
	out := map[string]bool{}
	for _, set := range sets {
		for _, r := range set.Rules {
			out[r.FullID()] = true
		}
	}
	return out
}

// terms are what all rules and the config say about mending.
func (w *workbench) terms() ledger.Terms { return w.termsOf(w.knownSets) }

func (w *workbench) termsOf(known func() ([]*rules.Set, error)) ledger.Terms {
	sets, err := known()
	if err != nil {
		w.log.Error("deadlines of rules are not known", "err", err)
	}
	return ledger.Terms{Settings: w.config.Rectify, Sets: sets, Calendar: w.calendar}
}

// fold records in the ledger what follows from a run.
func (w *workbench) fold(ctx context.Context, run audit.Run, sites []*audit.Site) error {
	f := w.folder()
	f.Terms = func() ledger.Terms { return w.termsOf(w.allSets) } // no other rule is in it
	var err error
	if w.folded, err = f.Run(ctx, run, sites); err != nil {
		return err
	}
	if err := w.store.FinishRun(ctx, rectify.BesideID(run.ID), run.Finished); err != nil && !errors.Is(err, store.ErrNoRun) {
		return err
	}
	return w.loadItems(ctx, sites)
}

// loadItems reads the items of the sites that a report is about, as far as it shows
// them.
func (w *workbench) loadItems(ctx context.Context, sites []*audit.Site) error {
	for _, s := range sites {
		list, err := w.store.Items(ctx, store.ItemFilter{Site: s.ID})
		if err != nil {
			return err
		}
		for i := range list {
			list[i].Last, list[i].Reply, list[i].Excuse = ledger.Sighting{}, nil, nil
		}
		w.items = append(w.items, list...)
	}
	return nil
}

// printFolded tells what became of the items of the sites of a run.
func printFolded(out io.Writer, told rectify.Told) {
	if told.Sites == 0 {
		return
	}
	fmt.Fprintf(out, "\n整改台账（%d 个网站）：%s\n", told.Sites, told.Counts)
	for i, left := range told.Left {
		if i == mostLeft {
			fmt.Fprintf(out, "  另有 %d 个网站没有计入\n", len(told.Left)-i)
			break
		}
		fmt.Fprintln(out, "  "+left)
	}
}

// mostLeft bounds the sites that are named.
const mostLeft = 10
