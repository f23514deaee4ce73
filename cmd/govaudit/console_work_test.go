package main

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/runner"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/store"
	"github.com/govaudit/govaudit/web"
)

// TestWhatPeopleCannotHave is told to them as such; what fails here is not.
func TestWhatPeopleCannotHave(t *testing.T) {
	st := openStore(t, filepath.Join(t.TempDir(), "console.db"))
	defer st.Close()
	library, err := rules.NewLibrary(configs.Packs())
	if err != nil {
		t.Fatal(err)
	}
	own := site.Target{ID: "own", URL: "http://own.gov.cn/", Level: site.City}
	d := &desk{workbench: &workbench{store: st, library: library, config: &configs.Config{Packs: []string{"national"}, Sites: []site.Target{own}, Zone: time.UTC}, env: env{Now: time.Now}}}
	roster, items := consoleRoster{d}, consoleLedger{st}
	run := consoleRunner{runner.New(runner.Config{Store: st, Work: d, Zone: time.UTC, Now: time.Now})}
	for _, tt := range []struct {
		why string
		do  func() error
	}{
		{"a site under a taken name", func() error { return roster.AddSites(t.Context(), []site.Target{own}, "张三") }},
		{"a change of a site of the config", func() error { return roster.ChangeSite(t.Context(), own, "张三") }},
		{"taking out a site of the config", func() error { return roster.RetireSite(t.Context(), "own", "张三") }},
		{"a table that is none", func() error { _, err := roster.ParseSites("x.csv", []byte("网址\nnone\n")); return err }},
		{"a run of no site", func() error { _, err := run.Start(t.Context(), runner.Request{Groups: []string{"none"}}); return err }},
		{"a run by a pack that is a file", func() error {
			_, err := run.Start(t.Context(), runner.Request{Packs: []string{"/etc/passwd"}})
			return err
		}},
		{"pausing what is no schedule", func() error { return run.Pause(t.Context(), "none", "张三") }},
	} {
		var r web.Refusal
		if err := tt.do(); !errors.As(err, &r) || len(r) == 0 {
			t.Errorf("%s: %v is no refusal", tt.why, err)
		}
	}
	if _, err := items.Item(t.Context(), "ZG-0000-0000-0000"); !errors.Is(err, web.ErrMissing) {
		t.Errorf("an item that is not there: %v", err)
	}
	if _, err := run.Progress(t.Context(), 7); !errors.Is(err, web.ErrMissing) {
		t.Errorf("a task that is not there: %v", err)
	}
	if err := run.Cancel(t.Context(), 7, "张三"); !errors.Is(err, store.ErrNoTask) {
		t.Errorf("cancelling it: %v", err)
	}
	if n, err := items.CountItems(t.Context(), web.ItemQuery{Departments: []string{}}); err != nil || n != 0 {
		t.Errorf("items of no department: %d, %v", n, err)
	}
}
