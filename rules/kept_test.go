package rules

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
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

// asks is a check that asks the case for something and counts how often it judges.
type asks struct {
	asked *int
	ask   func(*Case) []Evidence
}

func (a asks) Judge(c *Case) Judgement {
	*a.asked++
	var j Judgement
	for i, e := range a.ask(c) {
		j.Defects = append(j.Defects, failing("empty", fmt.Sprint("栏目", i), "栏目为空", e))
	}
	return j
}

// seenAt is a portal of two pages that were fetched at a time.
func seenAt(at time.Time) *portal.Portal {
	b := portal.NewBuilder(site.Target{URL: "http://a.gov.cn/"}, nil)
	for i, url := range []string{"http://a.gov.cn/", "http://a.gov.cn/x.html"} {
		p := &site.Page{URL: url, Final: url, Status: 200, Fetched: at.Add(time.Duration(i) * time.Minute), SHA256: strings.Repeat(fmt.Sprint(i), 64), Depth: i}
		b.Add(p, &extract.Facts{URL: url, Asked: url, Seen: p.Fetched, SHA256: p.SHA256, Kind: extract.Other, Title: "标题", Signals: extract.Signals{Total: -1}})
	}
	return b.Build(&site.Snapshot{Alive: true, Complete: true, Hosts: []site.Host{{Name: "a.gov.cn"}}})
}

// TestWhatIsKept judges a site, and again at another time when its pages are what they
// were; the table says which checks are asked again.
func TestWhatIsKept(t *testing.T) {
	day := calendar.MustDay(2026, 4, 10)
	at := time.Date(2026, 4, 9, 8, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name    string
		ask     func(*Case) []Evidence
		again   bool // on the same day
		another bool // on another
	}{
		{"a check that asks for pages alone", func(c *Case) []Evidence { return []Evidence{Quote(c.Portal.Page("http://a.gov.cn/x.html"), "空")} }, false, false},
		{"one that finds nothing", func(*Case) []Evidence { return nil }, false, false},
		{"one that asks for the day", func(c *Case) []Evidence { c.day(); return nil }, false, true},
		{"one that asks for what was recorded before", func(c *Case) []Evidence { c.past(); return nil }, true, true},
		{"one that asks for the visits", func(c *Case) []Evidence { c.visits(); return nil }, true, true},
		{"one that asks for the hosts", func(c *Case) []Evidence { c.hosts(); return nil }, true, true},
		{"one that asks from where was looked", func(c *Case) []Evidence { c.vantage(); return nil }, true, true},
		{"one that looks at what others gathered, who asked for the day", func(c *Case) []Evidence {
			once(c, "k", func() *int { c.day(); return new(int) })
			c.used = 0 // as if a rule before it had gathered it
			once(c, "k", func() *int { return new(int) })
			return nil
		}, false, true},
		{"one whose evidence is of no page", func(*Case) []Evidence { return []Evidence{proof} }, true, true},
		{"one whose evidence has a time of its own", func(c *Case) []Evidence {
			e := Quote(c.Portal.Page("http://a.gov.cn/x.html"), "空")
			e.Seen = e.Seen.Add(time.Hour)
			return []Evidence{e}
		}, true, true},
		{"one that panics", func(*Case) []Evidence { panic("a bug") }, true, true},
	} {
		asked := 0
		set := &Set{ID: "p", Rules: []*Rule{{ID: "r", Pack: "p", Check: "column", key: "k", check: asks{&asked, tt.ask}}}}
		first := &Case{Portal: seenAt(at), Target: site.Target{ID: "a"}, AsOf: day, Keeps: true}
		was := Judge(first, set)[0]
		known := map[string]Kept{}
		for _, k := range first.Keepable() {
			doc, err := json.Marshal(k) // as it is stored
			if err != nil {
				t.Fatal(err)
			}
			var back Kept
			if err := json.Unmarshal(doc, &back); err != nil {
				t.Fatal(err)
			}
			known[k.Key] = back
		}
		for _, d := range []calendar.Day{day, day.AddDate(0, 0, 1)} {
			asked = 0
			later := at.Add(48 * time.Hour)
			is := Judge(&Case{Portal: seenAt(later), Target: site.Target{ID: "a"}, AsOf: d, Known: known}, set)[0]
			want := tt.again
			if d != day {
				want = tt.another
			}
			if (asked == 1) != want {
				t.Errorf("%s: on %s it was asked %d times, want again: %v", tt.name, d, asked, want)
			}
			for i, x := range is.Defects {
				for k, e := range x.Evidence {
					if old := was.Defects[i].Evidence[k].Seen; !want && !e.Seen.Equal(old.Add(48*time.Hour)) {
						t.Errorf("%s: seen at %s, before at %s", tt.name, e.Seen, old)
					}
					is.Defects[i].Evidence[k].Seen = was.Defects[i].Evidence[k].Seen
				}
			}
			if diff := cmp.Diff(was, is); diff != "" && !want {
				t.Errorf("%s (-was +is):\n%s", tt.name, diff)
			}
		}
	}
}

// What is known of a page that is another now is not used, whoever says that all is what
// it was.
func TestWhatIsKnownOfAnotherPageIsNotUsed(t *testing.T) {
	asked := 0
	set := &Set{ID: "p", Rules: []*Rule{{ID: "r", Pack: "p", Check: "column", key: "k", check: asks{&asked, func(*Case) []Evidence { return nil }}}}}
	for _, e := range []Evidence{{URL: "http://a.gov.cn/", SHA256: "ab", Quote: "空"}, {URL: "http://a.gov.cn/nowhere", SHA256: strings.Repeat("0", 64), Quote: "空"}} {
		known := map[string]Kept{"k": {Key: "k", Judgement: Judgement{Defects: []Defect{failing("empty", "年报", "栏目为空", e)}}}}
		asked = 0
		f := Judge(&Case{Portal: seenAt(time.Now()), Known: known}, set)[0]
		if asked != 1 || f.Outcome != Pass {
			t.Errorf("%s: asked %d times, %s", e.URL, asked, f.Outcome)
		}
	}
}

// TestChecksAskTheCase holds that checks get the day, and what is not of the pages, by
// asking the case, which notes it. Times of pages go into evidence alone.
func TestChecksAskTheCase(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		what string
		in   *regexp.Regexp
		may  []string
	}{
		{"the day", regexp.MustCompile(`\.AsOf\b`), []string{"kept.go", "engine.go"}},
		{"the past", regexp.MustCompile(`\.Past\b`), []string{"kept.go"}},
		{"what was observed of hosts and home page, and when", regexp.MustCompile(`Snapshot\.(Hosts|Visits|Vantage|Started|Finished|Requests|Bytes|Browser|Items|ID)\b`), []string{"kept.go"}},
		{"a snapshot as a whole", regexp.MustCompile(`Snapshot$|Snapshot[,)]`), []string{"kept.go", "labels_wrong.go", "column_absent.go", "links_place.go"}}, // for the names of its hosts, and why it is not complete
		{"when a page was fetched", regexp.MustCompile(`\.Fetched\(\)|Facts\(\)\.Seen|\bf\.Seen\b`), []string{"kept.go", "evidence.go", "column_state.go", "links_place.go", "availability_past.go", "past.go", "settle.go"}},
	} {
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") || slices.Contains(tt.may, name) {
				continue
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for n, line := range strings.Split(string(text), "\n") {
				if tt.in.MatchString(line) && !strings.HasPrefix(strings.TrimSpace(line), "//") {
					t.Errorf("%s:%d: a check asks for %s past the case: %s", name, n+1, tt.what, strings.TrimSpace(line))
				}
			}
		}
	}
}
