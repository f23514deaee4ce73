package rules

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestLabelsOfASiteThatWasNotSeenWhole judges a county of which a crawl that hit its bound
// brought few articles.
func TestLabelsOfASiteThatWasNotSeenWhole(t *testing.T) {
	const source = `<meta name="ContentSource" content="县政府办公室">`
	const id = `<meta name="SiteIDCode" content="3206230001">`
	seen := func(articles ...string) string {
		var kept []string
		for i, file := range strings.Split(labelledCounty(), "\n-- ") {
			path, _, _ := strings.Cut(strings.TrimPrefix(file, "-- "), " --")
			if i == 0 || !strings.HasSuffix(path, ".html") || slices.Contains(articles, path) {
				kept = append(kept, file)
			}
		}
		return strings.Join(kept, "\n-- ")
	}
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"the one article that came lacks what the site may never set", onlyIn("/c0/t1.html", source, "")(seen("/c0/t1.html")), []string{"meta_missing review /c0/t1.html"}},
		{"it lacks the identifier that every page has", onlyIn("/c0/t1.html", id, "")(seen("/c0/t1.html")), []string{"meta_missing fail /c0/t1.html"}},
		{"another article has what it lacks", onlyIn("/c0/t1.html", source, "")(seen("/c0/t1.html", "/c1/t1.html")), []string{"meta_missing fail /c0/t1.html"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, linksVerdict(t, "labels", "{judge: [meta_missing]}", partial+tt.text)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}
