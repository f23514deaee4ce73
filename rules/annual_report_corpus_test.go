package rules

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

// corpusLines returns the rows of a table of the corpus, or skips the test.
func corpusLines(t *testing.T, name string) (dir string, rows [][]string) {
	t.Helper()
	dir = os.Getenv("GOVAUDIT_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "corpus")
	}
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		t.Skip("no corpus of real pages here: set GOVAUDIT_CORPUS")
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		rows = append(rows, strings.Split(s.Text(), "\t"))
	}
	return dir, rows[1:]
}

// corpusCase is the portal of one folder of the corpus.
func corpusCase(t *testing.T, folder string, target site.Target, asOf string) *Case {
	t.Helper()
	dir, index := corpusLines(t, "INDEX.tsv")
	home := "http://" + strings.Split(folder, "~")[0] + "/"
	target.URL = home
	facts := map[string]*extract.Facts{}
	b := portal.NewBuilder(target, func(_ context.Context, p *portal.Page) (*extract.Facts, error) { return facts[p.URL], nil })
	for _, row := range index {
		if row[1] != folder {
			continue
		}
		body, err := os.ReadFile(filepath.Join(dir, row[0]))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(body)
		p := &site.Page{URL: home + row[12], Final: home + row[12], Status: 200, Depth: 2, Fetched: time.Date(2026, 4, 10, 0, 0, 0, 0, time.UTC), ContentType: "text/html", Body: body, SHA256: hex.EncodeToString(sum[:])}
		facts[p.URL] = extract.Page(p, false)
		b.Add(p, facts[p.URL])
	}
	var day calendar.Day
	if err := day.UnmarshalText([]byte(asOf)); err != nil {
		t.Fatal(err)
	}
	return &Case{Portal: b.Build(&site.Snapshot{Alive: true, Complete: true}), Target: target, AsOf: day}
}

// Real annual reports of two sites: each is found under its year with the day a
// reader takes for its publication, and nothing false is said of any.
func TestCorpusAnnualReports(t *testing.T) {
	folders := []struct {
		folder, list string
		target       site.Target
	}{
		{"edu.sc.gov.cn~scest_net", "edu.sc.gov.cn~scest_net/c100529__zfxxgk_xxgkzd.html", site.Target{Name: "四川省教育厅", Level: site.Department}},
		{"www.pds.gov.cn~lgedu_net", "www.pds.gov.cn~lgedu_net/channels__2146.html", site.Target{Name: "岚皋县教育体育局", Level: site.Department}},
	}
	_, truth := corpusLines(t, "GROUND_TRUTH.tsv")
	for _, f := range folders {
		for _, row := range truth {
			if row[0] != f.list || row[1] != "annual_report" {
				continue
			}
			var year int
			fmt.Sscan(row[2], &year)
			t.Run(f.folder+" "+row[2], func(t *testing.T) {
				c := corpusCase(t, f.folder, f.target, fmt.Sprintf("%d-12-31", year+1))
				a := newAnnualReport()
				a.Deadline = map[site.Level]monthDay{site.Department: {4, 30}} // as all of them were published by then
				r := a.search(c).best(year)
				if r == nil {
					t.Fatal("not found")
				}
				found := false
				for _, cl := range r.claims() {
					found = found || cl.source == "列表日期" && cl.day.String() == row[3]
				}
				if !found {
					t.Errorf("list day %s not among %s", row[3], describe(r.claims()))
				}
				j := a.Judge(c)
				t.Logf("%s | %s", j.Reason, j.Unknown)
				for _, d := range j.Defects {
					t.Logf("%s %s: %s", d.Outcome, d.Code, d.Message)
					if d.Outcome == Fail && d.Code != "no_download" {
						t.Errorf("said to be wrong: %s %s", d.Code, d.Message)
					}
				}
			})
		}
	}
}
