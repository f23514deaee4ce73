package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
)

// TestBackupAndRestore goes through what an operator does: a copy, a store that is lost,
// the copy in its place.
func TestBackupAndRestore(t *testing.T) {
	dir := t.TempDir()
	config := filepath.Join(dir, "c.yaml")
	configure := func(store string) {
		t.Helper()
		text := "store: '" + store + "'\npacks: [national]\nsites: [{id: jia, url: 'http://jia.gov.cn/', level: county}]\n"
		if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	configure("sqlite:s.db")
	db, copied := filepath.Join(dir, "s.db"), filepath.Join(dir, "copy.db")
	record := func(run string) {
		t.Helper()
		st := openStore(t, db)
		defer st.Close()
		if err := st.CreateRun(t.Context(), audit.Run{ID: run, Key: run, Program: "p"}); err != nil {
			t.Fatal(err)
		}
		if err := st.PutSite(t.Context(), run, &audit.Site{ID: "jia"}); err != nil {
			t.Fatal(err)
		}
	}
	do := func(code int, want string, args ...string) {
		t.Helper()
		var out bytes.Buffer
		got := run(t.Context(), args, env{Stdout: &out, Stderr: &out, Now: func() time.Time { return time.Date(2026, 4, 10, 2, 3, 4, 0, time.UTC) }})
		if got != code || !strings.Contains(out.String(), want) {
			t.Errorf("%v: exit code %d, want %d with %q in\n%s", args, got, code, want, out.String())
		}
	}
	do(exitUsage, "没有可备份的存储", "backup", "--config", config, "--out", copied)
	record("1")
	do(exitDone, "1 次审计，1 份网站结果", "backup", "--config", config, "--out", copied)
	do(exitUsage, "换一个文件名", "backup", "--config", config, "--out", copied)
	do(exitUsage, "--force", "restore", "--config", config, copied)
	record("2")
	do(exitUsage, "不是 govaudit 的备份", "restore", "--config", config, "--force", config)
	do(exitDone, "s.db.before-20260410-100304", "restore", "--config", config, "--force", copied)
	st := openStore(t, db)
	runs, err := st.Runs(t.Context())
	st.Close()
	if err != nil || len(runs) != 1 || runs[0].ID != "1" {
		t.Errorf("after restoring: runs %+v (%v), want run 1 alone", runs, err)
	}
	old := openStore(t, db+".before-20260410-100304")
	runs, err = old.Runs(t.Context())
	old.Close()
	if err != nil || len(runs) != 2 {
		t.Errorf("the store that was replaced: %d runs (%v), want 2", len(runs), err)
	}
	configure("postgres://govaudit:secret@db.example:5432/govaudit?sslmode=require")
	do(exitUsage, "pg_dump --format=custom --file='"+copied+"' 'postgres://govaudit@db.example:5432/govaudit?sslmode=require'", "backup", "--config", config, "--out", copied)
	do(exitUsage, "pg_restore --clean --if-exists --single-transaction --dbname='postgres://govaudit@db.example:5432/govaudit?sslmode=require' '"+copied+"'", "restore", "--config", config, copied)
}
