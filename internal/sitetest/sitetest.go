// Package sitetest turns a site written down in one text into the portal the
// checks judge, so that a test shows the pages it is about. It is for tests only.
package sitetest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

// Site is a parsed text. Its fields are what rules.Case needs.
type Site struct {
	Portal   *portal.Portal
	Target   site.Target
	AsOf     calendar.Day
	Snapshot *site.Snapshot
	Pages    []*site.Page     // in the order of the text
	Facts    []*extract.Facts // of each page; nil where it was not obtained
}

// settings is what the file snapshot.json may say. What it leaves out is that of
// a county's portal, completely crawled on 2026-04-10.
type settings struct {
	Target     site.Target    `json:"target"`
	AsOf       string         `json:"as_of"`
	Complete   *bool          `json:"complete"`
	Alive      *bool          `json:"alive"`
	Stopped    string         `json:"stopped"`
	Cut        bool           `json:"cut"`
	Unanswered []string       `json:"unanswered"`
	Skipped    map[string]int `json:"skipped"`
	Vantage    site.Vantage   `json:"vantage"`
	Hosts      []site.Host    `json:"hosts"`
	Visits     []site.Visit   `json:"visits"`
}

// Load parses a text in txtar form: one file per page, its name the path on
// http://www.example.gov.cn or an absolute address, its content the body as the
// server sends it. Lines before the body, closed by an empty line, may set
//
//	HTTP 404                 the status (404 and 410 are read as gone, 5xx as server)
//	Failure: timeout         why no page came (site.Failure)
//	Content-Type: text/plain the header; text/html; charset=utf-8 by default
//	Date: 2026-04-01         when it was fetched; the day of judgement by default
//	Last-Modified: 2026-01-02
//	Location: /new/          the address that answered after a redirect
//	Document: read           the body is the text of an attachment; other words say why it was not read
//
// The file snapshot.json overrides the target and the snapshot. The first page
// is the home page unless the target has another URL. A page's depth is the
// number of links from the home page. Errors end the test.
func Load(t testing.TB, text string) *Site {
	t.Helper()
	s, err := parse(text)
	if err != nil {
		t.Fatalf("site of the test: %v", err)
	}
	return s
}

func parse(text string) (*Site, error) {
	set := settings{AsOf: "2026-04-10"}
	set.Target = site.Target{ID: "example", Name: "示例县人民政府", URL: "http://www.example.gov.cn/", Level: site.County, Department: "示例县人民政府办公室"}
	var files []txtar.File
	for _, f := range txtar.Parse([]byte(text)).Files {
		if f.Name != "snapshot.json" {
			files = append(files, f)
			continue
		}
		dec := json.NewDecoder(bytes.NewReader(f.Data))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&set); err != nil {
			return nil, fmt.Errorf("read snapshot.json: %w", err)
		}
	}
	s := &Site{Target: set.Target}
	if err := s.AsOf.UnmarshalText([]byte(set.AsOf)); err != nil {
		return nil, fmt.Errorf("read as_of: %w", err)
	}
	if err := s.addPages(files); err != nil {
		return nil, err
	}
	s.setDepths()
	s.snapshot(&set)
	s.build()
	return s, nil
}

func (s *Site) addPages(files []txtar.File) error {
	base, err := url.Parse(s.Target.URL)
	if err != nil {
		return fmt.Errorf("read the target's address: %w", err)
	}
	for _, f := range files {
		p, err := page(base, f, s.AsOf)
		if err != nil {
			return fmt.Errorf("page %s: %w", f.Name, err)
		}
		s.Pages = append(s.Pages, p)
		if !p.OK() {
			s.Facts = append(s.Facts, nil)
			continue
		}
		if facts := document(f, p); facts != nil {
			s.Facts = append(s.Facts, facts)
			continue
		}
		s.Facts = append(s.Facts, extract.Page(p, p.URL == s.Target.URL || p.Final == s.Target.URL))
	}
	return nil
}

// setDepths counts clicks from the home page, and records where each address
// was first found. A page nothing links to gets depth 3, as from a site map.
func (s *Site) setDepths() {
	at := map[string]int{}
	for i, p := range s.Pages {
		p.Depth = 3
		at[p.URL], at[p.Final] = i, i
	}
	queue, seen := []int{}, map[int]bool{}
	if i, ok := at[s.Target.URL]; ok {
		s.Pages[i].Depth, seen[i], queue = 0, true, append(queue, i)
	}
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		if s.Facts[i] == nil {
			continue
		}
		for _, l := range s.Facts[i].Links {
			j, ok := at[l.URL]
			if !ok || seen[j] {
				continue
			}
			s.Pages[j].Depth, s.Pages[j].From, seen[j] = s.Pages[i].Depth+1, s.Pages[i].Final, true
			queue = append(queue, j)
		}
	}
}

func (s *Site) snapshot(set *settings) {
	n := &site.Snapshot{ID: "test", Target: s.Target, Started: morning(s.AsOf), Finished: morning(s.AsOf).Add(time.Minute),
		Complete: true, Stopped: set.Stopped, Cut: set.Cut, Unanswered: set.Unanswered, Skipped: set.Skipped, Vantage: set.Vantage, Hosts: set.Hosts, Visits: set.Visits}
	for _, p := range s.Pages {
		switch {
		case p.OK():
			n.Pages++
			n.Bytes += p.Size
			n.Alive = n.Alive || p.URL == s.Target.URL
		default:
			n.Failed++
			if n.Complete = n.Complete && p.Failure.Definite(); !p.Failure.Definite() && set.Unanswered == nil && set.Complete == nil {
				n.Unanswered = append(n.Unanswered, p.URL)
			}
		}
	}
	if set.Complete != nil {
		n.Complete = *set.Complete
	}
	if set.Alive != nil {
		n.Alive = *set.Alive
	}
	s.Snapshot = n
}

func (s *Site) build() {
	stored := map[string]int{}
	b := portal.NewBuilder(s.Target, func(_ context.Context, pg *portal.Page) (*extract.Facts, error) {
		i, ok := stored[pg.URL]
		if !ok {
			return nil, fmt.Errorf("read %s again: it is not in the test", pg.URL)
		}
		return s.Facts[i], nil
	})
	for i, p := range s.Pages {
		if s.Facts[i] != nil {
			stored[p.Final] = i
		}
		b.Add(p, s.Facts[i])
	}
	s.Portal = b.Build(s.Snapshot)
}

// morning is eight o'clock in Beijing.
func morning(d calendar.Day) time.Time {
	return time.Unix(int64(d)*86400, 0).In(time.FixedZone("CST", 8*3600))
}

// lines splits the header lines off a page's text.
func lines(text string) (header []string, body string) {
	rest := text
	for {
		line, after, ok := strings.Cut(rest, "\n")
		line = strings.TrimSuffix(line, "\r")
		switch {
		case ok && line == "" && len(header) > 0:
			return header, after
		case !isHeader(line):
			return nil, text
		}
		header = append(header, line)
		if !ok || after == "" {
			return header, ""
		}
		rest = after
	}
}
