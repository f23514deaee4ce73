package store

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/review"
)

// TestBackup copies a store while it is written to, loses it, restores it and compares.
func TestBackup(t *testing.T) {
	dir := t.TempDir()
	db, copied, aside := filepath.Join(dir, "s.db"), filepath.Join(dir, "copy.db"), filepath.Join(dir, "old.db")
	address := "sqlite:" + db
	s, err := Open(t.Context(), address, slog.New(slog.DiscardHandler))
	must(t, err)
	must(t, s.CreateRun(t.Context(), audit.Run{ID: "1", Key: "k", Program: "p", Started: time.Unix(10, 0)}))
	for _, id := range []string{"jia", "yi"} {
		must(t, s.PutSite(t.Context(), "1", &audit.Site{ID: id, Name: "甲"}))
	}
	must(t, s.FinishRun(t.Context(), "1", time.Unix(20, 0)))
	decision := review.Decision{Key: review.Key{Site: "jia", Rule: "national/news"}, Answer: review.Answers()[0], By: "张三", At: time.Unix(15, 0).UTC(), Until: calendar.MustDay(2026, 12, 31)}
	must(t, s.AddDecisions(t.Context(), []review.Decision{decision}))

	writing, stop := context.WithCancel(t.Context())
	wrote := make(chan int)
	go func() { // another user of the store
		n := 0
		for ; writing.Err() == nil; n++ {
			_ = s.PutSite(writing, "1", &audit.Site{ID: "yi", Name: strings.Repeat("甲", 5000)})
		}
		wrote <- n
	}()
	c, err := Backup(t.Context(), address, copied)
	stop()
	if n := <-wrote; n == 0 {
		t.Error("nothing was written meanwhile: the test shows less than it says")
	}
	must(t, err)
	if c.Runs != 1 || c.Results != 2 || c.Decisions != 1 {
		t.Errorf("the copy holds %+v; want 1 run, 2 results, 1 decision", c)
	}
	if info, err := os.Stat(copied); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy has mode %v (%v): others may read it", info.Mode(), err)
	}
	if _, err := Backup(t.Context(), address, copied); !errors.Is(err, ErrExists) {
		t.Errorf("a second copy over the first: %v, want ErrExists", err)
	}
	if _, err := Restore(t.Context(), copied, address, ""); !errors.Is(err, ErrExists) {
		t.Errorf("restored over a store: %v, want ErrExists", err)
	}
	if _, err := Restore(t.Context(), copied, address, aside); !errors.Is(err, ErrInUse) {
		t.Errorf("restored over a store in use: %v, want ErrInUse", err)
	}
	must(t, s.PutSite(t.Context(), "1", &audit.Site{ID: "bing"})) // after the copy; and the store still works
	must(t, s.Close())

	_, err = Restore(t.Context(), copied, address, aside)
	must(t, err)
	s = open(t, address)
	sites, err := s.Sites(t.Context(), "1")
	must(t, err)
	if len(sites) != 2 || sites[0].ID != "jia" || sites[0].Name != "甲" {
		t.Errorf("restored %d results, want the two of the copy", len(sites))
	}
	decisions, err := s.Decisions(t.Context(), "jia")
	must(t, err)
	if len(decisions) != 1 || decisions[0] != decision {
		t.Errorf("restored decisions %+v, want %+v", decisions, decision)
	}
	old := open(t, "sqlite:"+aside)
	if sites, err := old.Sites(t.Context(), "1"); err != nil || len(sites) != 3 {
		t.Errorf("the store that was replaced has %d results (%v), want its 3", len(sites), err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "*.part-*"))
	must(t, err)
	if len(left) != 0 {
		t.Errorf("%v are left behind", left)
	}
}

// What is no whole store of this program or an earlier one is not restored, and what
// is there stays.
func TestRestoreRefuses(t *testing.T) {
	dir := t.TempDir()
	whole := filepath.Join(dir, "whole.db")
	s, err := Open(t.Context(), "sqlite:"+whole, slog.New(slog.DiscardHandler))
	must(t, err)
	must(t, s.CreateRun(t.Context(), audit.Run{ID: "1", Key: strings.Repeat("k", 50000), Program: "p"}))
	must(t, s.Close())
	data, err := os.ReadFile(whole)
	must(t, err)
	newer := filepath.Join(dir, "newer.db")
	must(t, os.WriteFile(newer, data, 0o600))
	s, err = Open(t.Context(), "sqlite:"+newer, slog.New(slog.DiscardHandler))
	must(t, err)
	_, err = s.write.ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
	must(t, err)
	must(t, s.Close())
	garbled := append([]byte(nil), data...)
	for i := len(garbled) / 2; i < len(garbled)*3/4; i++ {
		garbled[i] ^= 0x5a
	}
	for _, tt := range []struct {
		name string
		file string
		data []byte // nil: the file is there, or not
		want string
	}{
		{"a text file", "text.db", []byte("not a database"), ErrNoBackup.Error()},
		{"an empty file", "empty.db", []byte{}, ErrNoBackup.Error()},
		{"half a store", "half.db", data[:len(data)/2], ErrNoBackup.Error()},
		{"a store with a damaged part", "garbled.db", garbled, ErrNoBackup.Error()},
		{"no file", "none.db", nil, "no such file"},
		{"the store of a newer program", "newer.db", nil, "a newer govaudit has used it"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := filepath.Join(dir, tt.file)
			if tt.data != nil {
				must(t, os.WriteFile(file, tt.data, 0o600))
			}
			to, aside := filepath.Join(t.TempDir(), "s.db"), filepath.Join(dir, tt.file+"-aside")
			must(t, os.WriteFile(to, data, 0o600))
			if _, err := Restore(t.Context(), file, "sqlite:"+to, aside); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
			if now, err := os.ReadFile(to); err != nil || string(now) != string(data) {
				t.Errorf("the store that was there has changed (%v)", err)
			}
		})
	}
	if _, err := Backup(t.Context(), "postgres://u:p@127.0.0.1/x", filepath.Join(dir, "pg")); !errors.Is(err, ErrNotSQLite) {
		t.Errorf("a copy of PostgreSQL: %v", err)
	}
	if _, err := Backup(t.Context(), "sqlite:"+filepath.Join(dir, "absent.db"), filepath.Join(dir, "new")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a copy of no store: %v", err)
	}
}

// A store that is damaged is what copies are for: it is replaced all the same.
func TestRestoreOverDamage(t *testing.T) {
	dir := t.TempDir()
	address, damaged := "sqlite:"+filepath.Join(dir, "from.db"), filepath.Join(dir, "s.db")
	s, err := Open(t.Context(), address, slog.New(slog.DiscardHandler))
	must(t, err)
	must(t, s.CreateRun(t.Context(), audit.Run{ID: "1", Key: "k", Program: "p"}))
	must(t, s.Close())
	copied := filepath.Join(dir, "copy.db")
	_, err = Backup(t.Context(), address, copied)
	must(t, err)
	must(t, os.WriteFile(damaged, []byte("garbage"), 0o600))
	must(t, os.WriteFile(damaged+"-wal", []byte("more of it"), 0o600))
	_, err = Restore(t.Context(), copied, "sqlite:"+damaged, filepath.Join(dir, "aside.db"))
	must(t, err)
	if _, err := open(t, "sqlite:"+damaged).Run(t.Context(), "1"); err != nil {
		t.Error(err)
	}
	if old, err := os.ReadFile(filepath.Join(dir, "aside.db")); err != nil || string(old) != "garbage" {
		t.Errorf("the damaged store is %q (%v) now, want it as it was", old, err)
	}
}
