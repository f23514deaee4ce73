package web

import (
	"context"
	"errors"
	"testing"
)

func TestGate(t *testing.T) {
	g := newGate(1, 1)
	leave, err := g.enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := g.enter(gone); !errors.Is(err, context.Canceled) {
		t.Errorf("who waits and gives up: %v", err)
	}
	waits := make(chan error)
	go func() {
		leave, err := g.enter(context.Background())
		if err == nil {
			defer leave()
		}
		waits <- err
	}()
	for len(g.waiting) < 2 { // until it waits
		select {
		case err := <-waits:
			t.Fatalf("who comes second does not wait: %v", err)
		default:
		}
	}
	if _, err := g.enter(t.Context()); !errors.Is(err, errCrowded) {
		t.Errorf("who comes third: %v", err)
	}
	leave()
	if err := <-waits; err != nil {
		t.Errorf("who waited: %v", err)
	}
	if leave, err = g.enter(t.Context()); err != nil {
		t.Errorf("after all: %v", err)
	} else {
		leave()
	}
}
