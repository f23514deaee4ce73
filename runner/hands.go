package runner

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/crawler"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
)

// Hands is the crew of one machine: it audits sites in this process, so many at once,
// and no site twice at once.
type Hands struct {
	most     int
	slots    *semaphore.Weighted
	audit    func(ctx context.Context, t schedule.Task, run audit.Run, s site.Target) error
	progress func() crawler.Progress

	mu      sync.Mutex
	holders map[string]*holder // by site
	sites   map[inRun]string   // what is in work or waits, and the run it waits for
	waiting int
}

// holder is the audit that has a site in work.
type holder struct {
	run  string
	done chan struct{}
}

type inRun struct{ run, site string }

// NewHands returns a crew that has so many sites in work at once. audit audits one;
// progress tells how far the crawls under way are.
func NewHands(most int, audit func(context.Context, schedule.Task, audit.Run, site.Target) error, progress func() crawler.Progress) *Hands {
	most = max(most, 1)
	return &Hands{most: most, slots: semaphore.NewWeighted(int64(most)), audit: audit, progress: progress,
		holders: map[string]*holder{}, sites: map[inRun]string{}}
}

// Audit audits the sites. Those that another run has in work wait for it.
func (h *Hands) Audit(ctx context.Context, t schedule.Task, run audit.Run, sites []site.Target) []Fault {
	h.count(len(sites))
	var mu sync.Mutex
	var faults []Fault
	var g errgroup.Group
	g.SetLimit(h.most)
	for _, s := range sites {
		g.Go(func() error {
			err := h.one(ctx, t, run, s)
			h.count(-1)
			if err != nil {
				mu.Lock()
				defer mu.Unlock()
				faults = append(faults, Fault{s.ID, err})
			}
			return nil
		})
	}
	g.Wait()
	return faults
}

func (h *Hands) count(n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.waiting += n
}

// one audits a site once it is free and there is room. Who waits for a site has no
// room yet, and who has room waits for nobody. What is stored of a site can be judged
// while it is visited.
func (h *Hands) one(ctx context.Context, t schedule.Task, run audit.Run, s site.Target) error {
	if run.Of == "" {
		release, err := h.hold(ctx, run.ID, s.ID)
		if err != nil {
			return err
		}
		defer release()
	}
	if err := h.slots.Acquire(ctx, 1); err != nil {
		return err
	}
	defer h.slots.Release(1)
	key := inRun{run.ID, s.ID}
	h.tell(key, "", true)
	defer h.tell(key, "", false)
	return h.audit(ctx, t, run, s)
}

// hold waits until no other run has the site in work.
func (h *Hands) hold(ctx context.Context, runID, siteID string) (release func(), err error) {
	key := inRun{runID, siteID}
	for {
		h.mu.Lock()
		other := h.holders[siteID]
		if other == nil {
			mine := &holder{runID, make(chan struct{})}
			h.holders[siteID] = mine
			h.mu.Unlock()
			h.tell(key, "", false)
			return func() {
				h.mu.Lock()
				defer h.mu.Unlock()
				delete(h.holders, siteID)
				close(mine.done)
			}, nil
		}
		h.mu.Unlock()
		h.tell(key, other.run, true)
		select {
		case <-other.done:
		case <-ctx.Done():
			h.tell(key, "", false)
			return nil, ctx.Err()
		}
	}
}

// tell notes that a site is in work, or that it waits for another run.
func (h *Hands) tell(key inRun, waitsFor string, in bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if in {
		h.sites[key] = waitsFor
	} else {
		delete(h.sites, key)
	}
}

// SiteProgress is how far one site is that is in work.
type SiteProgress struct {
	Site    string             `json:"site"`
	Pages   int                `json:"pages"`  // obtained
	Failed  int                `json:"failed"` // asked for in vain
	Queued  int                `json:"queued"` // known and still to be asked for
	Rate    float64            `json:"rate"`   // addresses asked for per second
	Elapsed time.Duration      `json:"elapsed"`
	Doing   string             `json:"doing"` // in Chinese
	Slow    []crawler.SlowHost `json:"slow,omitempty"`
	By      string             `json:"by,omitempty"` // the process that has it in work, where there are several
}

// ProgressOf returns how far a crawl is.
func ProgressOf(c crawler.SiteProgress) SiteProgress {
	return SiteProgress{Site: c.ID, Pages: c.Pages, Failed: c.Failed, Queued: c.Queued, Rate: c.Rate, Elapsed: c.Elapsed, Doing: c.Doing, Slow: c.Slow}
}

// InWork returns how far the sites of a run are that are in work or wait for another.
func (h *Hands) InWork(_ context.Context, runID string) ([]SiteProgress, error) {
	h.mu.Lock()
	waits := map[string]string{}
	for key, waitsFor := range h.sites {
		if key.run == runID {
			waits[key.site] = waitsFor
		}
	}
	h.mu.Unlock()
	crawls := map[string]crawler.SiteProgress{}
	for _, c := range h.progress().Sites {
		crawls[c.ID] = c
	}
	out := make([]SiteProgress, 0, len(waits))
	for id, waitsFor := range waits {
		p := SiteProgress{Site: id, Doing: "判定"}
		c, crawling := crawls[id]
		switch {
		case waitsFor != "":
			p.Doing = fmt.Sprintf("等待：审计 %s 正在检查这个网站", waitsFor)
		case crawling:
			p = ProgressOf(c)
		}
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b SiteProgress) int { return cmp.Compare(a.Site, b.Site) })
	return out, nil
}

// Queue counts the sites in work and those that wait.
func (h *Hands) Queue(context.Context) (Queue, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var q Queue
	for _, waitsFor := range h.sites {
		if waitsFor == "" {
			q.Running++
		}
	}
	q.Waiting = h.waiting - q.Running
	return q, nil
}
