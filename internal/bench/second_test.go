package bench

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// changing serves a portal of which single pages are other ones.
type changing struct {
	*Portal
	mu     sync.Mutex
	others map[string]string // by path; "": there is none
}

func (c *changing) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	body, other := c.others[r.URL.Path]
	c.mu.Unlock()
	switch {
	case !other:
		c.Portal.ServeHTTP(w, r)
	case body == "":
		http.NotFound(w, r)
	default:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write([]byte(body))
	}
}

// TestASecondRunFindsWhatAFirstWould audits a portal, then again with something
// different; what is found is what an audit finds that knows nothing of the first, and
// every page of evidence was seen by the second.
func TestASecondRunFindsWhatAFirstWould(t *testing.T) {
	const (
		article = "/art/2025/3/1/art_7.html"
		list    = "/c7/index.html"
	)
	for _, tt := range []struct {
		name      string
		asOf      time.Time
		pack      string
		change    func(was func(path string) string, others map[string]string)
		unchanged bool
		differs   bool // from what the first found
	}{
		{"nothing is different", benchDay, "national", nil, true, false},
		{"the day is another, by which much is out of date", benchDay.AddDate(2, 0, 0), "national", nil, true, true},
		{"the rules are others", benchDay, "inspection-2019", nil, true, true},
		{"a page says something else", benchDay, "national", func(was func(string) string, others map[string]string) {
			others[article] = strings.Replace(was(article), `class="content">`, `class="content"><p>联系人张三，身份证号码：11010519491231002X。</p>`, 1)
		}, false, true},
		{"a page is gone", benchDay, "national", func(_ func(string) string, others map[string]string) { others[article] = "" }, false, true},
		{"a list has another row, which leads nowhere", benchDay, "national", func(was func(string) string, others map[string]string) {
			others[list] = strings.Replace(was(list), `<ul class="list">`, `<ul class="list"><li><a href="/art/new.html">关于印发示例市新办法的通知</a><span>2026-04-09</span></li>`, 1)
		}, false, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, name := range []string{"not modified", "sent again"} {
				if name == "sent again" && tt.name != "nothing is different" {
					continue
				}
				portal := &changing{Portal: NewPortal(200), others: map[string]string{}}
				portal.Dated = name == "not modified"
				srv := httptest.NewServer(portal)
				defer srv.Close()
				old, fresh := t.TempDir(), t.TempDir()
				first, _, err := auditInto(t.Context(), old, srv.URL+"/", benchDay, "national")
				if err != nil {
					t.Fatal(err)
				}
				if tt.change != nil {
					tt.change(func(path string) string {
						body, _ := portal.page(path)
						return string(body)
					}, portal.others)
				}
				second, times, err := auditInto(t.Context(), old, srv.URL+"/", tt.asOf, tt.pack)
				if err != nil {
					t.Fatal(err)
				}
				_, other := times[""]
				if other == tt.unchanged {
					t.Errorf("%s: the site was found to be what it was: %v, want %v", name, !other, tt.unchanged)
				}
				want, _, err := auditInto(t.Context(), fresh, srv.URL+"/", tt.asOf, tt.pack)
				if err != nil {
					t.Fatal(err)
				}
				if said(second) != said(want) || second.Crawl.Pages != want.Crawl.Pages || second.Crawl.Failed != want.Crawl.Failed || len(want.Findings) == 0 {
					t.Errorf("%s: the second run found %d pages and\n%v\nwant %d and\n%v", name, second.Crawl.Pages, second.Scores, want.Crawl.Pages, want.Scores)
					for i := range want.Findings {
						if f, w := second.Findings[i], want.Findings[i]; f.Reason != w.Reason || f.Outcome != w.Outcome || len(f.Defects) != len(w.Defects) {
							t.Errorf("%s: %s %s, want %s %s", f.Rule, f.Outcome, f.Reason, w.Outcome, w.Reason)
						}
					}
				}
				if (said(second) != said(first)) != tt.differs {
					t.Errorf("%s: what was found differs from what the first run found: %v, want %v", name, !tt.differs, tt.differs)
				}
				seen := 0
				for _, f := range second.Findings {
					list := f.Seen
					for _, d := range f.Defects {
						list = append(list, d.Evidence...)
					}
					for _, e := range list {
						if at, ok := times[e.URL]; ok && e.SHA256 != "" {
							seen++
							if !e.Seen.Equal(at) {
								t.Errorf("%s: %s: %s was seen at %s, fetched at %s", name, f.Rule, e.URL, e.Seen, at)
							}
						}
					}
				}
				if seen == 0 {
					t.Errorf("%s: no evidence of pages", name)
				}
			}
		})
	}
}
