package reports

import (
	"fmt"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/site"
)

func TestManySitesShareTheColumnRowsOfThePage(t *testing.T) {
	var r Report
	columns := make([]audit.Branch, 400)
	for i := range columns {
		columns[i] = audit.Branch{Name: "栏目", URL: "http://a.gov.cn/", Level: 1}
	}
	for i := range 1000 {
		r.Results.Sites = append(r.Results.Sites, &audit.Site{ID: fmt.Sprint("s", i), Coverage: &audit.Coverage{Columns: columns, More: 3}})
	}
	v, err := r.crawlPage(nil)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(v.Sites[0].Columns); n != leastBranches || v.Sites[0].Unlisted != 400-leastBranches+3 {
		t.Errorf("%d columns of a site, %d unlisted: want %d and all others counted", n, v.Sites[0].Unlisted, leastBranches)
	}
	r.Results.Sites = r.Results.Sites[:1]
	if v, err = r.crawlPage(nil); err != nil {
		t.Fatal(err)
	}
	if n := len(v.Sites[0].Columns); n != 400 {
		t.Errorf("%d columns of the only site: want all 400", n)
	}
}

// Every kind of failure the crawl tells apart has its word; an unknown reason of
// a newer crawl is shown as it is.
func TestEveryFailureHasItsWord(t *testing.T) {
	for _, f := range []site.Failure{site.FailGone, site.FailSoft404, site.FailServer, site.FailForbidden, site.FailBlocked, site.FailThrottled, site.FailTimeout,
		site.FailConnect, site.FailDNS, site.FailRobots, site.FailGuard, site.FailRedirect, site.FailTooLarge, site.FailOther} {
		if w := failureWord(string(f)); w == string(f) || strings.TrimSpace(w) == "" {
			t.Errorf("%s is shown as %q", f, w)
		}
	}
	if failureWord("new") != "new" || skipWord("new") != "new" {
		t.Error("an unknown reason is not shown as it is")
	}
}

func TestShareIsNeverRoundedUpToAll(t *testing.T) {
	for _, tt := range []struct {
		part, whole int
		want        string
	}{{999, 1000, "99%"}, {10, 10, "100%"}, {0, 0, "—"}, {1, 3, "33%"}} {
		if got := share(tt.part, tt.whole); got != tt.want {
			t.Errorf("share(%d, %d) = %s, want %s", tt.part, tt.whole, got, tt.want)
		}
	}
}
