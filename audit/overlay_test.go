package audit

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// pages is a finished snapshot of a few pages; ETag says which page it is.
type pages struct {
	meta site.Snapshot
	list []*site.Page
}

func (s *pages) Put(context.Context, *site.Page) error              { return nil }
func (s *pages) Record(context.Context, []byte) (string, error)     { return "", nil }
func (s *pages) Finish(context.Context, site.Snapshot) error        { return nil }
func (s *pages) Done() bool                                         { return true }
func (s *pages) Meta() site.Snapshot                                { return s.meta }
func (s *pages) Pages(context.Context) iter.Seq2[*site.Page, error] { return s.all }
func (s *pages) Readings(context.Context, func(*site.Page) bool) iter.Seq2[*site.Page, error] {
	return s.all
}

func (s *pages) all(yield func(*site.Page, error) bool) {
	for _, p := range s.list {
		if !yield(p, nil) {
			return
		}
	}
}

func (s *pages) Page(_ context.Context, url string) (*site.Page, error) {
	for _, p := range s.list {
		if p.URL == url {
			return p, nil
		}
	}
	return nil, errors.New("no such page")
}

func (s *pages) Reading(ctx context.Context, url string, _ func(*site.Page) bool) (*site.Page, error) {
	return s.Page(ctx, url)
}

func TestAnOverlayShowsWhatWasFetchedLater(t *testing.T) {
	page := func(url, final, mark string) *site.Page {
		return &site.Page{URL: url, Final: final, Status: 200, ETag: mark}
	}
	failed := func(url string, f site.Failure, mark string) *site.Page {
		return &site.Page{URL: url, Final: url, Failure: f, ETag: mark}
	}
	base := &pages{meta: site.Snapshot{Complete: true, Alive: true, Pages: 5, Hosts: []site.Host{{Name: "a"}, {Name: "b", Zone: "then"}}},
		list: []*site.Page{page("/", "/", "then"), page("/1", "/1", "then"), page("/2", "/2", "then"), page("/3", "/3", "then"), page("/4", "/4", "then"), page("/old", "/5", "then")}}
	later := &pages{meta: site.Snapshot{Alive: true, Pages: 3, Hosts: []site.Host{{Name: "a", Zone: "now"}}},
		list: []*site.Page{page("/", "/", "now"), failed("/1", site.FailGone, "now"), failed("/2", site.FailTimeout, "now"), page("/x", "/3", "now"), page("/5", "/5", "now")}}
	o, err := NewOverlay(t.Context(), base, later)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for p, err := range o.Pages(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, p.URL+" "+p.ETag)
	}
	slices.Sort(got)
	// What failed for the moment is as it was; what leads to a page that was fetched
	// later is left out with what it showed then.
	want := "/ now|/1 now|/2 then|/4 then|/5 now|/x now"
	if strings.Join(got, "|") != want {
		t.Errorf("%s\nwant %s", strings.Join(got, "|"), want)
	}
	for url, want := range map[string]string{"/1": "now", "/2": "then", "/4": "then"} {
		if p, err := o.Page(t.Context(), url); err != nil || p.ETag != want {
			t.Errorf("%s: %v, %v, want that of %s", url, p, err, want)
		}
	}
	m := o.Meta()
	if !m.Complete || m.Pages != 5 || len(m.Hosts) != 2 || m.Hosts[0].Zone != "now" || m.Hosts[1].Name != "b" {
		t.Errorf("%+v", m)
	}
	if err := o.Put(t.Context(), base.list[0]); err == nil {
		t.Error("an overlay was written")
	}
}
