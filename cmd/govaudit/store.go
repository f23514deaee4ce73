package main

import (
	"context"
	"errors"
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

// Beside returns the visit to pages of items that a run had made, and its finished
// snapshot of a site.
func (s auditStore) Beside(ctx context.Context, runID, siteID string) (audit.Run, rectify.Snapshot, bool, error) {
	id := rectify.BesideID(runID)
	sn, err := s.Store.Snapshot(ctx, id, siteID)
	if errors.Is(err, store.ErrNoSnapshot) {
		return audit.Run{}, nil, false, nil
	}
	if err != nil || !sn.Done() {
		return audit.Run{}, nil, false, err
	}
	run, err := s.Store.Run(ctx, id)
	return run, sn, err == nil, err
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
