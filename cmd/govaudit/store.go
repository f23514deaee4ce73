package main

import (
	"context"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rectify"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/store"
)

// auditStore gives the store the shape that package audit asks for.
type auditStore struct{ *store.Store }

// BeginSnapshot opens the snapshot of t in the run.
func (s auditStore) BeginSnapshot(ctx context.Context, runID string, t site.Target, at time.Time) (audit.Snapshot, error) {
	return s.Store.BeginSnapshot(ctx, runID, t, at)
}

// OpenSnapshot opens the snapshot of a site in a run.
func (s auditStore) OpenSnapshot(ctx context.Context, runID, siteID string) (rectify.Snapshot, error) {
	return s.Store.Snapshot(ctx, runID, siteID)
}

// EarlierSnapshots opens the finished snapshots of t in a window.
func (s auditStore) EarlierSnapshots(ctx context.Context, t site.Target, since, before time.Time) ([]audit.Snapshot, error) {
	list, err := s.Store.EarlierSnapshots(ctx, t, since, before)
	var out []audit.Snapshot
	for _, sn := range list {
		out = append(out, sn)
	}
	return out, err
}
