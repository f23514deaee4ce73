package rules

import (
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

// corpusRoot is the folder of saved real pages; the test is skipped without it.
func corpusRoot(t *testing.T) string {
	t.Helper()
	root := os.Getenv("GOVAUDIT_CORPUS")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "corpus")
	}
	if _, err := os.Stat(filepath.Join(root, "INDEX.tsv")); err != nil {
		t.Skip("no corpus of real pages: set GOVAUDIT_CORPUS to its folder")
	}
	return root
}

func readTSV(t *testing.T, path string) [][]string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(string(b)))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// corpusPortals builds a portal of the saved pages of each site. What was saved
// is a part of each site: the crawl is not complete.
func corpusPortals(t *testing.T) (cases []*Case, fileOf map[string]string) {
	root := corpusRoot(t)
	files := map[string][][]string{}
	for _, row := range readTSV(t, filepath.Join(root, "INDEX.tsv")) {
		files[row[1]] = append(files[row[1]], row)
	}
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	fileOf = map[string]string{}
	cal := testCalendar(t)
	for _, name := range names {
		host, _, _ := strings.Cut(name, "~")
		target := site.Target{ID: "corpus", URL: "http://" + host + "/", Level: site.City}
		facts := map[string]*extract.Facts{}
		b := portal.NewBuilder(target, func(_ context.Context, pg *portal.Page) (*extract.Facts, error) { return facts[pg.URL], nil })
		for _, row := range files[name] {
			body, err := os.ReadFile(filepath.Join(root, row[0]))
			if err != nil {
				t.Fatal(err)
			}
			url := strings.TrimSuffix(row[2], " (~)")
			if !strings.HasPrefix(url, "http") {
				url = target.URL + "saved/" + hex.EncodeToString([]byte(row[0])) + ".html"
			}
			sum := sha256.Sum256(body)
			p := &site.Page{URL: url, Final: url, Status: 200, Fetched: time.Date(2026, 4, 10, 0, 0, 0, 0, time.UTC), Body: body, Size: int64(len(body)), SHA256: hex.EncodeToString(sum[:])}
			f := extract.Page(p, url == target.URL)
			facts[url], fileOf[url] = f, row[0]
			b.Add(p, f)
		}
		p := b.Build(&site.Snapshot{Target: target, Stopped: "只有部分页面", Alive: true})
		cases = append(cases, &Case{Portal: p, Target: target, AsOf: calendar.MustDay(2026, 4, 10), Calendar: cal})
	}
	return cases, fileOf
}

// TestPoliciesOnRealPages: of a part of a site nothing certain can be said but
// what a page shows by itself, and none of the saved pages is wrong by itself.
func TestPoliciesOnRealPages(t *testing.T) {
	cases, fileOf := corpusPortals(t)
	marks, explain := newValidityMark(), newInterpretation()
	for _, err := range []error{marks.validate(), explain.validate()} {
		if err != nil {
			t.Fatal(err)
		}
	}
	shown := map[string]string{}
	for _, c := range cases {
		for _, check := range []Check{marks, explain} {
			for _, d := range check.Judge(c).Defects {
				if d.Outcome == Fail {
					t.Errorf("%s: %s fails: %s", fileOf[d.Subject], d.Code, d.Message)
				}
			}
		}
		for _, d := range c.Portal.Documents() {
			if is, _ := marks.view(c).standing(d); is == normative {
				shown[fileOf[d.Page.URL]] = marks.mark(d, nil).value
			}
		}
	}
	// What the readers of GROUND_TRUTH.tsv saw the pages say.
	for _, row := range readTSV(t, filepath.Join(corpusRoot(t), "GROUND_TRUTH.tsv")) {
		if row[1] != "validity" || row[2] != "status_shown_by_script" {
			continue
		}
		if d := cmp.Diff(row[3], shown[row[0]]); d != "" {
			t.Errorf("%s: validity (-read +got)\n%s", row[0], d)
		}
	}
}
