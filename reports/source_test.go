package reports

import (
	"bytes"
	"errors"
	"iter"
	"slices"
	"testing"

	"github.com/govaudit/govaudit/audit"
)

// shelf is a Source in memory.
type shelf struct {
	sites  []*audit.Site
	broken string // the site that cannot be read; "": none
}

func (s shelf) Site(id string) (*audit.Site, error) {
	i := slices.IndexFunc(s.sites, func(r *audit.Site) bool { return r.ID == id })
	if i < 0 || id == s.broken {
		return nil, errors.New("broken")
	}
	return s.sites[i], nil
}

func (s shelf) Outcomes() iter.Seq2[audit.SiteRules, error] {
	return func(yield func(audit.SiteRules, error) bool) {
		for _, r := range s.sites {
			if r.ID == s.broken {
				yield(audit.SiteRules{}, errors.New("broken"))
				return
			}
			_, list := audit.Summarize(r)
			if !yield(audit.SiteRules{Site: r.ID, Rules: list}, nil) {
				return
			}
		}
	}
}

// read makes every file of a report whose results are read one at a time.
func read(t *testing.T, r Report, broken string) (files map[string][]byte, failed []string) {
	t.Helper()
	from := shelf{sites: r.Results.Sites, broken: broken}
	short := make([]*audit.Site, len(from.sites))
	for i, s := range from.sites {
		sum, _ := audit.Summarize(s)
		short[i] = Short(sum)
	}
	r.Results.Sites, r.Source = short, from
	files = map[string][]byte{}
	for _, f := range Files(r) {
		var out bytes.Buffer
		if err := f.Write(&out); err != nil {
			failed = append(failed, f.Name)
			continue
		}
		files[f.Name] = out.Bytes()
	}
	return files, failed
}

func TestResultsReadOneAtATimeGiveTheSameFiles(t *testing.T) {
	r := sample(t)
	got, failed := read(t, r, "")
	if failed != nil {
		t.Fatal(failed)
	}
	whole := Files(r)
	if len(got) != len(whole) {
		t.Errorf("%d files, want %d", len(got), len(whole))
	}
	for _, f := range whole {
		var want bytes.Buffer
		if err := f.Write(&want); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got[f.Name], want.Bytes()) {
			t.Errorf("%s is another one", f.Name)
		}
	}
}

// A list that lacks a site without a word would say that it was not checked.
func TestAResultThatCannotBeReadSpoilsEveryFileAboutIt(t *testing.T) {
	r := sample(t)
	broken := r.Results.Sites[1].ID
	got, _ := read(t, r, broken)
	for _, name := range []string{"results.json", "summary.csv", "report.html", "crawl.html", "rectification.xlsx", "sites/" + broken + ".html"} {
		if _, ok := got[name]; ok {
			t.Errorf("%s is written all the same", name)
		}
	}
}
