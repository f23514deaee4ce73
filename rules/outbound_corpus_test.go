package rules

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestOutboundOnRealPages: every certain accusation on the saved pages was
// confirmed by reading the page; testdata/corpus_outbound.tsv lists them with what
// was read. (Some of the sites were copied and altered by strangers: their pages do
// hold such links.)
func TestOutboundOnRealPages(t *testing.T) {
	cases, fileOf := corpusPortals(t)
	k := newOutbound()
	if err := k.validate(); err != nil {
		t.Fatal(err)
	}
	read := map[string]bool{} // file and code
	for _, row := range readTSV(t, filepath.Join("testdata", "corpus_outbound.tsv")) {
		read[row[0]+" "+row[1]] = true
	}
	var found []string
	for _, c := range cases {
		for _, d := range k.Judge(c).Defects {
			if d.Outcome != Fail {
				continue
			}
			key := fileOf[d.Subject] + " " + d.Code
			found = append(found, key)
			if !read[key] {
				t.Errorf("%s fails, and nobody has read that page: %s", key, d.Message)
			}
		}
	}
	for key := range read {
		if !slices.Contains(found, key) {
			t.Errorf("%s was read to be wrong, and is not found", key)
		}
	}
	if len(found) == 0 && len(read) > 0 {
		t.Errorf("nothing found; want %s", strings.Join(sortedKeys(read), ", "))
	}
}
