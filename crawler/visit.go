package crawler

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// silentMost is after how many requests in a row without any answer a host is
// given up for this crawl.
const silentMost = 10

// outOfSite starts the words of a redirect that left the site.
const outOfSite = "跳转到站外："

// visit fetches one address and does all that follows from it. The caller took a
// place at q's host; visit gives it back.
func (cr *crawl) visit(ctx context.Context, q *queue, j *job) {
	if at, ok := cr.twin(ctx, q, j); ok {
		q.host.give()
		cr.frontier.move(j, at)
		return
	}
	p, header := cr.ask(ctx, q, j)
	if ctx.Err() == nil {
		if q.host.learn(p, retryAfter(header)) {
			q.host.try(ctx, cr.fetcher)
		}
		passed, err := cr.pass(ctx, p)
		if passed || err != nil {
			q.host.give()
			cr.heard(q, p)
			cr.news(p)
			if err != nil && ctx.Err() == nil {
				cr.fail(err)
			}
			return
		}
		if cr.doubtful(p) {
			cr.mu.Lock()
			front := cr.front
			cr.mu.Unlock()
			q.prober.learn(ctx, q.host, cr.fetcher, cr.probeDir(q), cr.scope, front)
		}
	}
	var f *extract.Facts
	if len(p.Body) > heavyBody {
		if !cr.lift(ctx, p) {
			q.host.give()
			if ctx.Err() == nil {
				cr.frontier.again(q, j, 0) // it counts as left over
			}
			return
		}
		defer cr.drop()
	}
	working := cr.c.bench.enter(ctx) == nil
	if working {
		f = cr.judge(ctx, q, p)
		f, working = cr.doubtMore(ctx, q, j, p, f)
	}
	if working && cr.hintsAtAnother(q, j, p, f) {
		cr.c.bench.leave()
		cr.lookAgain(ctx, q)
		working = cr.c.bench.enter(ctx) == nil
	}
	if working {
		defer cr.c.bench.leave()
	}
	q.host.give()
	if ctx.Err() != nil {
		return // cut short by us: the address counts as never asked for
	}
	cr.heard(q, p)
	cr.refused(q, p, askedFor(header))
	cr.news(p)
	j.tries++
	if cr.worthAgain(p.Failure, j) || wordless(p) && j.tries == 1 && !j.data && cr.limits.Retries > 0 && cr.counts.confirmed.Add(1) <= maxConfirm {
		cr.frontier.again(q, j, max(cr.limits.Backoff<<(j.tries-1), retryAfter(header)))
		return
	}
	if seenFine(j, p) {
		cr.counts.asked.Add(1)
		cr.counts.pictures.Add(1)
		cr.mu.Lock()
		cr.pictures = append(cr.pictures, trailPicture{j.url, j.from, j.depth})
		cr.mu.Unlock()
		return
	}
	if err := cr.leaveTrail(ctx); err != nil {
		cr.fail(err)
		return
	}
	if err := cr.keep(ctx, p, f); err != nil {
		if ctx.Err() == nil {
			cr.fail(err)
		}
		return
	}
	reuse(p, f)
}

// worthAgain reports whether j, tried and failed, is asked for once more: what may
// pass by itself as often as settings allow; a column that is refused or said not
// to be there once, because much is concluded from its absence.
func (cr *crawl) worthAgain(f site.Failure, j *job) bool {
	if j.headed && f == site.FailGone {
		return true // nothing is said of a file that nobody asked for
	}
	if int(j.tries) > cr.limits.Retries {
		return false
	}
	switch f {
	case site.FailGone:
		return !j.data && j.tries == 1 && !cr.frontier.isGuess(j.url) && (j.class <= classMenu || cr.counts.confirmed.Add(1) <= maxConfirm)
	case site.FailBlocked:
		return j.tries == 1
	case site.FailForbidden:
		return j.tries == 1 && j.class <= classMenu
	}
	return temporary(f)
}

// maxConfirm bounds the addresses of less weight that are asked for again because
// they were said not to be there: a link is called broken for it, and a server that
// is being updated says so in passing.
const maxConfirm = 50

// ask makes the request for j. The caller holds a place at q's host.
func (cr *crawl) ask(ctx context.Context, q *queue, j *job) (*site.Page, http.Header) {
	return cr.askSaying(ctx, q, j, nil)
}

// askSaying makes the request for j with headers beside those of every request.
func (cr *crawl) askSaying(ctx context.Context, q *queue, j *job, say map[string]string) (*site.Page, http.Header) {
	u, err := url.Parse(j.url)
	if err != nil {
		return &site.Page{URL: j.url, Final: j.url, From: j.from, Failure: site.FailOther, Err: err.Error(), Fetched: now()}, nil
	}
	var p *site.Page
	var header http.Header
	if failure, why := cr.robots(ctx, q.host, u); failure != "" {
		p = &site.Page{URL: j.url, Final: j.url, Failure: failure, Err: why, Fetched: now()}
	} else if keep := cr.mayKeep(); j.class == classFile && j.tries == 0 && keep > 0 && documentName(j.url) && !cr.trail.headed(cr.frontier.hash(j.url)) {
		p, header = cr.fetcher.document(ctx, q.host, j.url, j.from, keep)
	} else if j.class == classFile || j.class == classPicture {
		j.headed = j.tries == 0
		p, header = cr.fetcher.file(ctx, q.host, j.url, j.from, j.headed)
	} else {
		a := ask{method: http.MethodGet, url: j.url, from: j.from, limit: cr.limits.MaxBody, keep: keep, known: cr.condition(j), header: say}
		p, header = cr.fetcher.get(ctx, a)
		if k := a.known; k != nil && cr.unbelieved(ctx, p, k) && q.host.pace(ctx) == nil {
			a.known = nil
			p, header = cr.fetcher.get(ctx, a)
			cr.prior.heard(p, k)
		}
	}
	p.From, p.Depth = j.from, int(j.depth)
	if j.class != classFile && j.class != classPicture && !j.data {
		if failure, why := contentless(p); failure != "" {
			p.Failure, p.Err = failure, why
		}
	}
	if j.data {
		p.Within = j.from
	}
	if p.Final != p.URL {
		if final, ok := extract.Normalize(u, p.Final); ok {
			p.Final = final
		}
	}
	return p, header
}

// judge completes what p's status says of it by what it shows, and returns its
// facts; nil if it has none.
func (cr *crawl) judge(ctx context.Context, q *queue, p *site.Page) *extract.Facts {
	var like *face
	if cr.doubtful(p) {
		like = q.prober.pretends(p)
	}
	var f *extract.Facts
	if readable(p) {
		var err error
		if f, err = cr.read(ctx, p); err != nil {
			cr.fail(err)
			return nil
		}
	}
	if failure, why := stoodIn(p, f); failure != "" {
		p.Failure, p.Err, f = failure, why, nil
	}
	if like != nil && p.Failure == "" {
		like.standFor(p)
		f = nil
	}
	if words := q.prober.excuse(p); words != "" {
		p.Failure, p.Err = site.FailServer, fmt.Sprintf("HTTP %d，但页面显示的是“%s”，没有说网页不存在", p.Status, words)
	}
	if why := walled(p, f); why != "" {
		p.Failure, p.Err, f = site.FailBlocked, why, nil
	}
	if f != nil && p.Failure == "" && f.Signals.Unended && !extract.Unmeasured(p.Exchange.Answer) {
		p.Failure, p.Err = site.FailServer, "页面在中间断开，没有收完" // its links are followed all the same
	}
	if f != nil && p.OK() && p.Within == "" && isHTML(p.ContentType) {
		if words := brokeInside(f); words != "" {
			p.Failure, p.Err = site.FailServer, "网页中间是服务器出错的提示（"+words+"），没有显示完" // the same
		}
	}
	if f != nil && p.OK() && p.Depth > 0 && isHTML(p.ContentType) {
		if word := hijacked(f); word != "" {
			p.Failure, p.Err, f = site.FailOther, "返回的是与政务无关的内容（"+word+"），可能已被篡改", nil
		}
	}
	if f != nil && p.OK() && isHTML(p.ContentType) {
		if why := aged(p, f); why != "" {
			p.Failure, p.Err = site.FailServer, why // the same
		} else if p.Depth > 0 && garbled(f) {
			p.Failure, p.Err = site.FailOther, "页面"+garbledWords // the same
		} else if p.Depth > 0 && scrambled(p.Body, f.Text) {
			p.Failure, p.Err = site.FailOther, "页面"+scrambledWords // the same
		}
	}
	if f != nil && p.Failure == "" && overgrown(p.Body) {
		p.Failure, p.Err = site.FailTooLarge, words[site.FailTooLarge]+"（标签过多）"
	}
	if f != nil && p.Failure == "" && f.Signals.Deep {
		p.Failure, p.Err = site.FailTooLarge, words[site.FailTooLarge]+"（标签嵌套过深）"
	}
	return f
}

// pretended says why a page answered with status 200 counts as an error page.
const pretended = "返回的是该主机对不存在的地址所作的同一应答"

// standFor says of p, which came with the answer for addresses that cannot exist, what it
// is. Where that answer does not say so the host may have been at a loss for both: a
// fault, a question to the visitor.
func (fc *face) standFor(p *site.Page) {
	p.Failure, p.Err = site.FailSoft404, pretended
	if !fc.worded {
		p.Failure, p.Err = site.FailServer, pretended+"，其中没有说网页不存在"
	}
}

// doubtMore asks, for a page that looks like one, whether its folder answers so
// for everything. It returns the page's facts, nil if it is an error page. The
// caller holds a place at q's host and one at the workbench, which is left while
// the host is asked; working is false where it was not had again.
func (cr *crawl) doubtMore(ctx context.Context, q *queue, j *job, p *site.Page, f *extract.Facts) (facts *extract.Facts, working bool) {
	cr.mu.Lock()
	front := cr.front
	cr.mu.Unlock()
	if !cr.doubtful(p) || !suspicious(j, p, f, front) {
		return f, true
	}
	u, err := url.Parse(p.URL)
	if err != nil {
		return f, true
	}
	cr.c.bench.leave()
	q.prober.learnDeep(ctx, q.host, cr.fetcher, u, cr.scope)
	if cr.c.bench.enter(ctx) != nil {
		return f, false
	}
	like := q.prober.pretendsDeep(p, u)
	if like == nil {
		return f, true
	}
	like.standFor(p)
	return nil, true
}

// keep stores what came, hands it on and follows its links.
func (cr *crawl) keep(ctx context.Context, p *site.Page, f *extract.Facts) error {
	if f == nil {
		p.Facts = nil // what was read of it does not count
	}
	if err := cr.stow(ctx, p); err != nil {
		return err
	}
	cr.compareRows(ctx, p, f)
	cr.hand(p, f)
	return nil
}

// stow stores what came.
func (cr *crawl) stow(ctx context.Context, p *site.Page) error {
	if err := cr.archive.Put(ctx, p); err != nil {
		return fmt.Errorf("store %s: %w", p.URL, err)
	}
	unpacked(p.Facts)
	p.Facts = nil
	outcome := "ok"
	if p.Failure != "" {
		outcome = string(p.Failure)
	}
	cr.c.metrics.pages.WithLabelValues(outcome).Inc()
	cr.counts.asked.Add(1)
	return nil
}

// hand passes a stored page on, counts it and offers its links to the frontier.
func (cr *crawl) hand(p *site.Page, f *extract.Facts) {
	cr.tally(p)
	cr.follow(p, f)
}

// follow passes a stored page on that is counted, and offers its links to the
// frontier.
func (cr *crawl) follow(p *site.Page, f *extract.Facts) {
	cr.arrived(p)
	cr.frontier.told(p)
	if f != nil && p.URL == cr.home.String() {
		cr.snap.Suspect = suspicion(cr.target, cr.scope, p, f)
	}
	cr.countDocument(p, f)
	cr.renders.noteOrder(p, f)
	called := cr.joinCalls(p, f)
	if f != nil {
		cr.notePart(f)
		cr.offer(p, withoutStumps(f, called))
	}
	for _, j := range called {
		cr.propose(j)
	}
	if p.Failure != "" {
		f = nil
	}
	cr.noteTouchstone(p, f)
	cr.noteVanished(p)
	cr.noteDouble(p, f)
	cr.noteStranger(p, f)
	cr.noteHomeCopy(p, f)
	if !cr.hold(p, f) && !cr.setAside(p, f) {
		cr.handOn(p, f)
	}
}

// readable reports whether p may hold facts: a page, or the part of one that came.
func readable(p *site.Page) bool {
	return p.OK() || p.Failure == site.FailTooLarge && len(p.Body) > 0
}

// doubtful reports whether p, though answered with status 200, may be the answer
// its host gives for anything.
func (cr *crawl) doubtful(p *site.Page) bool {
	return p.OK() && p.URL != cr.home.String() && len(p.Body) > 0 && isHTML(p.ContentType)
}

func isHTML(contentType string) bool {
	return contentType == "" || strings.Contains(strings.ToLower(contentType), "html")
}

// heard counts requests without any answer, and gives a host up that no longer
// says anything.
func (cr *crawl) heard(q *queue, p *site.Page) {
	to := cr.silentHost(q, p)
	cr.mu.Lock()
	if to != q {
		q.silent = 0
		q = to
	}
	if !silent(p.Failure) {
		q.silent = 0
		cr.mu.Unlock()
		return
	}
	q.silent++
	over := q.silent == silentMost
	if over {
		cr.downs = append(cr.downs, q.host.name)
	}
	cr.mu.Unlock()
	if over {
		n := cr.frontier.giveUp(q, skipDown)
		cr.log.Warn("gave up a host", "host", q.host.name, "after", silentMost, "dropped", n, "last", p.Err)
	}
}

// silentHost returns the queue of the host that did not answer: that of q's host, or
// of the one it sent us on to.
func (cr *crawl) silentHost(q *queue, p *site.Page) *queue {
	if !silent(p.Failure) || len(p.Chain) == 0 {
		return q
	}
	u, err := url.Parse(p.Final)
	if err != nil || u.Scheme+"://"+u.Host == q.host.name {
		return q
	}
	return cr.frontier.queue(u)
}

// robots says why u must not be fetched, "" if it may.
func (cr *crawl) robots(ctx context.Context, h *host, u *url.URL) (site.Failure, string) {
	if cr.limits.Robots == RobotsIgnore {
		return "", ""
	}
	ok, note := h.mayFetch(ctx, cr.fetcher, u)
	if note != "" {
		cr.log.Info("robots.txt not usable, everything allowed", "host", h.name, "why", note)
	}
	if !ok {
		return site.FailRobots, "robots.txt 不允许访问 " + u.EscapedPath()
	}
	return "", ""
}

// mayFollow judges where a redirect leads.
func (cr *crawl) mayFollow(ctx context.Context, u *url.URL) (site.Failure, string) {
	if !cr.scope.Contains(u) {
		return site.FailRedirect, outOfSite + u.String()
	}
	return cr.robots(ctx, cr.c.host(u.Scheme+"://"+u.Host), u)
}

// probeDir is the folder below which an impossible address is made up: that of
// the home page on its host, since others' may answer otherwise.
func (cr *crawl) probeDir(q *queue) string {
	if q.host.name == cr.home.Scheme+"://"+cr.home.Host {
		return q.host.name + cr.home.Path[:strings.LastIndexByte(cr.home.Path, '/')+1]
	}
	return q.host.name + "/"
}

// retryAfter is how long a host is left alone as its Retry-After header asks.
func retryAfter(h http.Header) time.Duration { return min(askedFor(h), maxRetryAfter) }

// askedFor reads the Retry-After header, in seconds or as an instant; 0 without one.
func askedFor(h http.Header) time.Duration {
	const most = 366 * 24 * time.Hour
	value := strings.TrimSpace(h.Get("Retry-After"))
	if value == "" {
		return 0
	}
	if at, err := http.ParseTime(value); err == nil {
		return min(max(0, time.Until(at)), most)
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 {
		return 0
	}
	return time.Duration(min(n, int(most/time.Second))) * time.Second
}
