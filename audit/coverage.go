package audit

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

// Coverage is how much of one site its crawl saw, for the people who must say
// how far a result can be trusted.
type Coverage struct {
	Discovered int      `json:"discovered"`         // addresses of the site that were met, asked for or not
	Fetched    int      `json:"fetched"`            // pages obtained
	Requests   int      `json:"requests,omitempty"` // made for it since the crawl last began
	Foreign    int      `json:"foreign,omitempty"`  // addresses met that belong to others
	Skipped    []Count  `json:"skipped,omitempty"`  // addresses of the site not asked for, by reason, most first
	Failed     []Count  `json:"failed,omitempty"`   // addresses that gave no page, by kind of failure, most first
	Missed     []Miss   `json:"missed,omitempty"`   // the first of these addresses, those that may yet hold something first
	Columns    []Branch `json:"columns,omitempty"`  // the column tree, parents before their children
	More       int      `json:"more,omitempty"`     // columns left out of Columns
	Before     *Earlier `json:"before,omitempty"`   // the crawl before; nil: none is recorded
	Items      int      `json:"items,omitempty"`    // addresses visited apart for open items; no part of what was judged
	Alert      string   `json:"alert,omitempty"`    // in Chinese, where this crawl saw clearly less than the one before
}

// Count is how often something happened.
type Count struct {
	What string `json:"what"`
	N    int    `json:"n"`
}

// Miss is an address that gave no page.
type Miss struct {
	URL     string       `json:"url"`
	Failure site.Failure `json:"failure"`
	Status  int          `json:"status,omitempty"` // of the last answer; 0: there was none
	Name    string       `json:"name,omitempty"`   // as most links call it
	From    string       `json:"from,omitempty"`   // a page on which such a link stands
}

// Branch is one column (栏目) and what was seen of it and of the columns below it.
type Branch struct {
	Name    string       `json:"name"`
	URL     string       `json:"url"`
	Level   int          `json:"level"`             // 1: first-level column
	Lists   int          `json:"lists"`             // list pages obtained
	Rows    int          `json:"rows"`              // documents its lists name, once each
	Seen    int          `json:"seen"`              // of these, obtained
	Failed  int          `json:"failed,omitempty"`  // of these, asked for in vain
	Newest  calendar.Day `json:"newest,omitempty"`  // 0: no dated row
	Failure site.Failure `json:"failure,omitempty"` // why its own page was not obtained; "": it was, or it was never asked for
}

// Earlier is the crawl of a site before this one.
type Earlier struct {
	Finished time.Time `json:"finished"`
	Pages    int       `json:"pages"`
	Complete bool      `json:"complete"`
}

// maxBranches bounds the columns that are listed: a person reads no more.
const maxBranches = 400

// maxMissed bounds the addresses without a page that are listed.
const maxMissed = 20

// outOfScope is the reason under which a crawl counts addresses of others.
const outOfScope = "out_of_scope"

// coverageOf sums up what the snapshot of p shows of its site.
func coverageOf(p *portal.Portal) *Coverage {
	s := p.Snapshot
	c := &Coverage{Fetched: s.Pages, Requests: s.Requests, Discovered: s.Pages + s.Failed, Items: s.Items}
	for why, n := range s.Skipped {
		if why == outOfScope {
			c.Foreign = n
			continue
		}
		c.Discovered += n
		c.Skipped = append(c.Skipped, Count{why, n})
	}
	for _, f := range slices.Sorted(maps.Keys(s.Failures)) {
		c.Failed = append(c.Failed, Count{string(f), s.Failures[f]})
	}
	most(c.Skipped)
	most(c.Failed)
	c.Missed = missed(p)
	c.Columns, c.More = branches(p)
	return c
}

func most(list []Count) {
	slices.SortFunc(list, func(a, b Count) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.What, b.What)) })
}

// missed lists addresses that gave no page: those without a definite answer first, and
// what is nearest the home page.
func missed(p *portal.Portal) []Miss {
	var pages []*portal.Page
	for _, pg := range p.Pages {
		if pg.Failure != "" {
			pages = append(pages, pg)
		}
	}
	rank := func(pg *portal.Page) int {
		if pg.Failure.Definite() {
			return 1
		}
		return 0
	}
	slices.SortFunc(pages, func(a, b *portal.Page) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Depth, b.Depth), cmp.Compare(a.URL, b.URL))
	})
	var out []Miss
	for _, pg := range pages[:min(len(pages), maxMissed)] {
		m := Miss{URL: pg.Asked(), Failure: pg.Failure, Status: int(pg.Status)}
		for _, a := range p.Anchors(pg.Asked()) {
			if m.Name, m.From = a.Text, a.From; m.Name != "" {
				break
			}
		}
		out = append(out, m)
	}
	return out
}

// branches lists the column tree, depth first, by address.
func branches(p *portal.Portal) (out []Branch, more int) {
	below := map[*portal.Column][]*portal.Column{}
	for _, c := range p.Columns { // by address
		below[c.Parent] = append(below[c.Parent], c)
	}
	done := map[*portal.Column]bool{}
	var walk func(c *portal.Column, level int)
	walk = func(c *portal.Column, level int) {
		if done[c] {
			return
		}
		done[c] = true
		if len(out) < maxBranches {
			out = append(out, branch(p, c, level))
		} else {
			more++
		}
		for _, sub := range below[c] {
			walk(sub, level+1)
		}
	}
	for _, c := range below[nil] {
		walk(c, 1)
	}
	return out, more
}

func branch(p *portal.Portal, c *portal.Column, level int) Branch {
	b := Branch{URL: c.URL, Level: level, Newest: c.Newest}
	if len(c.Names) > 0 {
		b.Name = c.Names[0]
	}
	if c.Page != nil {
		b.Failure = c.Page.Failure
	}
	for _, pg := range append([]*portal.Page{c.Page}, c.Parts...) {
		if pg.OK() {
			b.Lists++
		}
	}
	b.Rows = c.Rows()
	for _, it := range c.Items() {
		switch pg := p.Page(it.URL); {
		case pg == nil:
		case pg.OK():
			b.Seen++
		default:
			b.Failed++
		}
	}
	return b
}

// A crawl that saw fewer than shrunkShare of the pages of the one before, and at
// least shrunkLeast fewer, is pointed out: the portal may have lost a part, been
// rebuilt, or answered us otherwise than its readers.
const (
	shrunkShare = 0.8
	shrunkLeast = 5
)

// compareTo sets what the crawl before saw, and the alert.
func (c *Coverage) compareTo(before site.Snapshot) {
	c.Before = &Earlier{Finished: before.Finished, Pages: before.Pages, Complete: before.Complete}
	if lost := before.Pages - c.Fetched; lost >= shrunkLeast && float64(c.Fetched) < shrunkShare*float64(before.Pages) {
		c.Alert = fmt.Sprintf("这次只看到 %d 个网页，比上一次（%d 个）少 %d%%", c.Fetched, before.Pages, lost*100/before.Pages)
	}
}

// lastYear is how far back the crawl before is looked for: assessments are
// yearly at the least.
const lastYear = 400 * 24 * time.Hour

// previous returns the last crawl of t before s began that saw the portal; false
// without one.
func previous(ctx context.Context, h History, t site.Target, s *site.Snapshot) (site.Snapshot, bool, error) {
	if h == nil || s.Started.IsZero() {
		return site.Snapshot{}, false, nil
	}
	snaps, err := h.EarlierSnapshots(ctx, t, s.Started.Add(-lastYear), s.Started)
	if err != nil {
		return site.Snapshot{}, false, err
	}
	for _, sn := range slices.Backward(snaps) {
		if m := sn.Meta(); m.Alive {
			return m, true, nil
		}
	}
	return site.Snapshot{}, false, nil
}
