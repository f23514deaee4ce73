package portal_test

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

// corpus returns the folder of real pages, or skips the test.
func corpus(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("GOVAUDIT_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "corpus")
	}
	if _, err := os.Stat(filepath.Join(dir, "COLUMNS_SEEN.tsv")); err != nil {
		t.Skip("no corpus of real pages here: set GOVAUDIT_CORPUS")
	}
	return dir
}

// corpusPortals folds the saved pages of each site into a portal. A page keeps
// its saved name as its address, which is enough for names of columns.
func corpusPortals(t *testing.T, dir string) map[string]*portal.Portal {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	builders := map[string]*portal.Builder{}
	for _, name := range files {
		body, err := os.ReadFile(name)
		if err != nil {
			continue // a folder
		}
		id := filepath.Base(filepath.Dir(name))
		host, _, _ := strings.Cut(id, "~")
		if builders[id] == nil {
			builders[id] = portal.NewBuilder(site.Target{ID: id, URL: "http://" + host + "/"}, nil)
		}
		p := &site.Page{URL: "http://" + host + "/x/y/" + filepath.Base(name), Status: 200, Depth: 1, Body: body, SHA256: "x"}
		p.Final = p.URL
		builders[id].Add(p, extract.Page(p, false))
	}
	out := map[string]*portal.Portal{}
	for id, b := range builders {
		out[id] = b.Build(&site.Snapshot{Alive: true, Complete: true})
	}
	return out
}

// What people read as required columns on real pages is found, as a link, a
// label or a title.
func TestCorpusColumnsAreFound(t *testing.T) {
	dir := corpus(t)
	portals := corpusPortals(t, dir)
	f, err := os.Open(filepath.Join(dir, "COLUMNS_SEEN.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	total, found := 0, 0
	for s := bufio.NewScanner(f); s.Scan(); {
		col := strings.Split(s.Text(), "\t")
		if len(col) < 3 || col[0] == "site" || portals[col[0]] == nil {
			continue
		}
		total++
		if len(portals[col[0]].FindColumn([]string{col[2]})) > 0 {
			found++
			continue
		}
		t.Logf("not found on %s: %s", col[0], col[2])
	}
	if total == 0 || found*100 < total*90 {
		t.Errorf("found %d of %d columns seen on real pages, want 90 %%", found, total)
	}
}
