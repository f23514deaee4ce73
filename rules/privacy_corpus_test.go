package rules

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPrivacyOnRealPages judges every saved real page. The list holds what was
// found there and the verdict by reading the page: a certain defect that is not
// on it, or is on it as wrong, is a false accusation. It has no numbers but masked
// ones.
func TestPrivacyOnRealPages(t *testing.T) {
	cases, fileOf := corpusPortals(t)
	b, err := os.ReadFile("testdata/corpus_privacy.tsv")
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(string(b)))
	r.Comma, r.Comment = '\t', '#'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{} // by page and code: the outcome, and what reading says
	for _, row := range rows {
		want[row[0]+" "+row[1]] = row[2]
		if row[2] == string(Fail) && row[4] != "confirmed" {
			t.Errorf("%s %s is listed as a certain defect that reading did not confirm", row[0], row[1])
		}
	}
	check, pages := newPrivacy(), 0
	got := map[string]string{}
	for _, c := range cases {
		j := check.Judge(c)
		pages += j.Examined
		for _, d := range j.Defects {
			got[fileOf[d.Subject]+" "+d.Code] = string(d.Outcome)
		}
	}
	if pages < 100 {
		t.Fatalf("only %d pages were looked at", pages)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("defects (-listed +found):\n%s", d)
	}
}
