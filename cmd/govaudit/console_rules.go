package main

import (
	"context"
	"fmt"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/document"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/store"
	"github.com/govaudit/govaudit/trial"
	"github.com/govaudit/govaudit/web"
)

// addRules gives the console what its pages about rules need: the clauses of founding
// documents, and a bench on which drafts are tried.
func (w *workbench) addRules(c *web.Config) error {
	duties, err := rules.Duties(configs.Duties())
	if err != nil {
		return fmt.Errorf("read duties: %w", err)
	}
	c.Duties = duties
	c.Trials = &trial.Bench{Log: c.Log, Store: trialStore{w.store}, Calendar: w.calendar, Documents: document.NewReader(document.Limits{}),
		Zone: w.config.Zone, Now: w.env.Now, History: auditStore{w.store}}
	return nil
}

// trialStore is the store as trials read it.
type trialStore struct{ *store.Store }

// Snapshot opens the snapshot of a site in a run.
func (s trialStore) Snapshot(ctx context.Context, runID, siteID string) (audit.Snapshot, error) {
	return s.Store.Snapshot(ctx, runID, siteID)
}

// Reading returns a stored page with the facts kept of it in place of its body.
func (s consoleSnapshot) Reading(ctx context.Context, address string, usable func(*site.Page) bool) (*site.Page, error) {
	p, err := s.Snapshot.Reading(ctx, address, usable)
	return p, missing(err)
}
