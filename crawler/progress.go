package crawler

import (
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// Progress is how far the crawls under way are, for a person who waits.
type Progress struct {
	Sites []SiteProgress // by site ID
}

// SiteProgress is how far the crawl of one site is.
type SiteProgress struct {
	ID      string
	Pages   int           // obtained, those of an earlier part of the run included
	Failed  int           // asked for in vain
	Queued  int           // known and still to be asked for
	Bytes   int64         // of bodies
	Elapsed time.Duration // since this crawl started
	Rate    float64       // addresses asked for per second
	Slow    []SlowHost    // hosts asked less than settings allow, by name
	Doing   string        // what the crawl does, in Chinese
}

// SlowHost is a host that is asked less than settings allow.
type SlowHost struct {
	Name string // scheme://host[:port]
	Why  string // in Chinese
}

// counts is what a crawl under way tells Progress.
type counts struct {
	pages, failed, asked, bytes atomic.Int64
	pictures                    atomic.Int64 // found to be there
	confirmed                   atomic.Int64 // asked for again because they seemed to be gone
	documents, documentBytes    atomic.Int64 // kept to be read
	doing                       atomic.Value // string
}

// Progress returns how far the crawls under way are.
func (c *Crawler) Progress() Progress {
	c.mu.Lock()
	crawls := make([]*crawl, 0, len(c.crawls))
	for cr := range c.crawls {
		crawls = append(crawls, cr)
	}
	c.mu.Unlock()
	var p Progress
	for _, cr := range crawls {
		p.Sites = append(p.Sites, cr.progress())
	}
	slices.SortFunc(p.Sites, func(a, b SiteProgress) int { return strings.Compare(a.ID, b.ID) })
	return p
}

func (cr *crawl) progress() SiteProgress {
	elapsed := time.Since(cr.snap.Started)
	doing, _ := cr.counts.doing.Load().(string)
	s := SiteProgress{
		ID: cr.target.ID, Pages: int(cr.counts.pages.Load()), Failed: int(cr.counts.failed.Load()),
		Queued: cr.frontier.count(), Bytes: cr.counts.bytes.Load(), Elapsed: elapsed, Doing: doing,
	}
	if sec := elapsed.Seconds(); sec > 0 {
		s.Rate = float64(cr.counts.asked.Load()) / sec
	}
	now := time.Now()
	cr.frontier.mu.Lock()
	defer cr.frontier.mu.Unlock()
	for _, q := range cr.frontier.order {
		if why := q.host.slowWhy(now); why != "" {
			s.Slow = append(s.Slow, SlowHost{q.host.name, why})
		}
	}
	slices.SortFunc(s.Slow, func(a, b SlowHost) int { return strings.Compare(a.Name, b.Name) })
	return s
}
