package crawler

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/govaudit/govaudit/site"
)

// A portal may lack pages for a while: it is published anew, column by column, or one of
// the machines it runs on lags behind the others. Asking once more at once finds the same.
// So some of what was not there is asked for again when all else is done.

// Bounds on that.
const (
	vanishedLeast = 3 // pages of a site that are not there, from which on some are asked for
	vanishedKept  = 6 // such pages
	vanishedBack  = 2 // of them, those that are there now, from which on nothing is concluded

	lackShare = 10 // one page in so many that is not there or shows nothing, for which it is waited
	lackGap   = 10 // how long before they are asked for again, in units of Limits.Backoff
)

// vanished are pages that were said not to be there.
type vanished struct {
	mu    sync.Mutex
	pages []lost // at most vanishedKept, spread over the site
	all   int
	last  time.Time // when the last one was not there
}

type lost struct {
	url, from string
	depth     int
	rank      uint64
}

// noteVanished keeps the address of a page that is not there although a page links to it.
// Which ones are kept depends on their addresses, not on the order they came in.
func (cr *crawl) noteVanished(p *site.Page) {
	if cr.only || p.Failure != site.FailGone || p.Within != "" || p.From == "" || kindOfPath(p.URL) != pathPage || cr.frontier.isGuess(p.URL) {
		return
	}
	v := &cr.vanished
	v.mu.Lock()
	defer v.mu.Unlock()
	v.all++
	v.last = p.Fetched
	x := lost{p.URL, p.From, p.Depth, rankOf(p.URL)}
	at, _ := slices.BinarySearchFunc(v.pages, x, func(a, b lost) int { return order(a.rank < b.rank) })
	v.pages = slices.Insert(v.pages, at, x)
	v.pages = v.pages[:min(len(v.pages), vanishedKept)]
}

// letPass waits, where much of a site was not there or empty, until that is a while ago: a
// crawl of few seconds would ask again within the same breath.
func (cr *crawl) letPass(ctx context.Context) {
	v, h := &cr.vanished, &cr.hollows
	v.mu.Lock()
	lacks, last := v.all, v.last
	v.mu.Unlock()
	h.mu.Lock()
	for _, x := range h.held {
		lacks++
		if x.page.Fetched.After(last) {
			last = x.page.Fetched
		}
	}
	h.mu.Unlock()
	if lacks < vanishedLeast || lacks*lackShare < int(cr.counts.pages.Load()) || cr.only || cr.snap.Suspect != "" {
		return
	}
	until := last.Add(lackGap * cr.limits.Backoff)
	if until.After(cr.deadline) {
		until = cr.deadline
	}
	cr.doing("等候片刻，再查没有的网页")
	sleep(ctx, time.Until(until))
}

// tryVanished asks again for pages that were not there. Where several are there now,
// nothing is concluded from the site.
func (cr *crawl) tryVanished(ctx context.Context) {
	v := &cr.vanished
	v.mu.Lock()
	pages, all := v.pages, v.all
	v.mu.Unlock()
	if all < vanishedLeast || cr.snap.Suspect != "" {
		return
	}
	asked, back, example := len(pages), 0, ""
	for round := 0; round == 0 || round == 1 && back == 1; round++ { // one may be chance: the others are asked for once more
		var still []lost
		for _, x := range pages {
			if p, f := cr.second(onNewConnections(ctx), x.url, x.from, x.depth); p != nil && p.OK() && f != nil {
				back++
				example = x.url
			} else {
				still = append(still, x)
			}
		}
		pages = still
	}
	if back < vanishedBack || 3*back < asked || ctx.Err() != nil {
		return
	}
	why := fmt.Sprintf("先前不存在的网页后来又有了（抽查 %d 个，有 %d 个，如 %s），网站可能正在重新发布，或各台服务器的内容不一致，不能据此判断，请换时段重试", asked, back, clip(example, 200))
	cr.mu.Lock()
	cr.snap.Suspect = why
	cr.mu.Unlock()
	cr.log.Warn("pages that were not there are there again", "asked", asked, "back", back, "of", all)
	cr.frontier.stop(skipSuspect)
}
