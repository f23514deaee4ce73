package crawler

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// tally counts one stored page for the snapshot.
func (cr *crawl) tally(p *site.Page) {
	if p.Failure == "" {
		cr.counts.pages.Add(1)
	} else {
		cr.counts.failed.Add(1)
	}
	cr.counts.bytes.Add(receivedBytes(p))
	cr.mu.Lock()
	defer cr.mu.Unlock()
	if p.Failure != "" {
		cr.kinds[p.Failure]++
	}
	if !cr.settled(p) {
		cr.unsettled(p)
	}
	if p.OK() && p.Within == "" && isHTML(p.ContentType) && (p.Depth == 1 || p.Depth == 2) {
		cr.samples[p.Depth-1].add(p.URL)
	}
}

// receivedBytes is how much of a body came with the answer: nothing of one that has
// not changed, all of one that is represented by its facts.
func receivedBytes(p *site.Page) int64 {
	switch {
	case !p.Same.IsZero():
		return 0
	case p.Facts != nil:
		return p.Size
	}
	return int64(len(p.Body))
}

// settled reports that p leaves nothing open: a page came, or the site's own
// clear word that there is none, or that it is another site's. An attachment or a
// picture leads nowhere, so what became of it hides nothing.
func (cr *crawl) settled(p *site.Page) bool {
	switch {
	case p.Failure == "", p.Failure.Definite(), kindOfPath(p.URL) == pathFile, isPicture(p.URL):
		return true
	case p.Failure == site.FailRedirect:
		return strings.HasPrefix(p.Err, outOfSite)
	}
	return false
}

// maxUnsettled bounds the addresses without a definite answer of which is kept
// which they are.
const maxUnsettled = 1000

// unsettled notes an address without a definite answer. What leads to it is known
// in the end only. crawl.mu is held.
func (cr *crawl) unsettled(p *site.Page) {
	if len(cr.open) < maxUnsettled {
		cr.open = append(cr.open, openEnd{cr.frontier.hash(p.URL), p.URL, p.Failure})
		return
	}
	cr.failures[p.Failure]++
}

// openEnd is an address without a definite answer.
type openEnd struct {
	hash    uint64
	url     string
	failure site.Failure
}

// weigh counts those addresses without a definite answer that the site may hold
// something under that would be missed, and returns those of which is kept which they are.
func (cr *crawl) weigh() []string {
	cr.mu.Lock()
	open := cr.open
	cr.open = nil
	cr.mu.Unlock()
	var heavy []string
	for _, u := range open {
		if cr.frontier.weighs(u.hash) {
			heavy = append(heavy, u.url)
			cr.mu.Lock()
			cr.failures[u.failure]++
			cr.mu.Unlock()
		}
	}
	return heavy
}

// finish closes the snapshot. err is why the crawl could not go on, nil if it
// came to its own end.
func (cr *crawl) finish(err error) *site.Snapshot {
	s := cr.snap
	s.Finished = now()
	s.Pages, s.Failed = int(cr.counts.pages.Load()), int(cr.counts.failed.Load())
	s.Bytes = cr.counts.bytes.Load()
	s.Requests = int(cr.fetcher.requests.Load())
	cr.mu.Lock()
	s.Failures = maps.Clone(cr.kinds)
	cr.mu.Unlock()
	s.Pictures = int(cr.counts.pictures.Load())
	f := cr.frontier
	f.mu.Lock()
	f.settleDeep()
	left, hidden := f.left, f.hidden
	s.Skipped = f.skipped
	f.mu.Unlock()
	if left > 0 {
		s.Skipped[skipEnd] += left
	}
	s.Browser = cr.browserUse()
	missed := cr.weigh()
	why := cr.openEnds(hidden)
	if err != nil {
		why = append([]string{"抓取中断：" + err.Error()}, why...)
		s.Cut = true
	}
	s.Stopped = strings.Join(why, "；")
	s.Complete = s.Stopped == ""
	if len(why) == 1 && !s.Cut && len(missed) <= maxUnanswered && cr.unanswered() == len(missed) {
		slices.Sort(missed)
		s.Unanswered = missed
	}
	if len(s.Skipped) == 0 {
		s.Skipped = nil
	}
	return s
}

// maxUnanswered bounds the addresses without a definite answer that a snapshot names.
const maxUnanswered = 100

// unanswered counts the addresses without a definite answer.
func (cr *crawl) unanswered() int {
	cr.mu.Lock()
	defer cr.mu.Unlock()
	n := 0
	for _, of := range cr.failures {
		n += of
	}
	return n
}

// fewFailures is how many pages must have come for each address without an
// answer, and for each page of which only a browser shows all, for the crawl still
// to count as one that saw the site.
const fewFailures = 20

// openEnds says in Chinese what the crawl left open; nothing if it is complete.
func (cr *crawl) openEnds(hidden int) []string {
	shell, refusals := cr.frontier.shell(), cr.refusals(cr.snap.Skipped[skipRefused])
	cr.mu.Lock()
	defer cr.mu.Unlock()
	if !cr.snap.Alive {
		return []string{cr.deadWords()}
	}
	if cr.snap.Suspect != "" {
		cr.snap.Cut = true
		return []string{cr.snap.Suspect + "，没有继续抓取，须人工核实登记的地址"}
	}
	var why []string
	add := func(format string, args ...any) { why = append(why, fmt.Sprintf(format, args...)) }
	if n := cr.snap.Skipped[skipLimit]; n > 0 {
		add("达到页数上限 %d，另有 %d 个地址未访问", cr.limits.MaxPages, n)
	}
	if cr.snap.Skipped[skipKnown] > 0 {
		add("已知地址达到上限 %d 个，此后新发现的未收录", cr.limits.MaxAddresses)
	}
	if n := cr.snap.Skipped[skipTime]; n > 0 {
		add("达到时间上限 %s，另有 %d 个地址未访问", cr.limits.MaxTime, n)
	}
	if n := cr.snap.Skipped[skipWaiting]; n > 0 {
		add("连续 %s 没有取得任何网页（对方限流、拒绝或没有应答），不再等待，另有 %d 个地址未访问；请换时段重试", inWords(cr.limits.MaxWait), n)
	}
	slices.Sort(cr.downs)
	if n := cr.snap.Skipped[skipDown]; n > 0 {
		add("%s 连续 %d 次没有应答，停止访问，另有 %d 个地址未访问", strings.Join(cr.downs, "、"), silentMost, n)
	}
	if n := cr.snap.Skipped[skipBytes]; n > 0 {
		add("达到流量上限 %d 字节，另有 %d 个地址未访问", cr.limits.MaxBytes, n)
	}
	if refusals != "" {
		why = append(why, refusals)
	}
	if hidden > 0 {
		add("%d 个地址超出深度或参数组合的上限，未访问", hidden)
	}
	if use := cr.snap.Browser; shell && (use == nil || use.Shown == 0) {
		add("网站对任何地址都返回同一个脚本外壳页，内容须用浏览器才能看到")
	}
	cr.snap.Cut = len(why) > 0
	total := 0
	var kinds []string
	for f, n := range cr.failures {
		total += n
		kinds = append(kinds, fmt.Sprintf("%s %d 个", words[f], n))
	}
	unseen := 0
	if use := cr.snap.Browser; use != nil && use.Unseen > 0 {
		add("有 %d 个页面须用浏览器才能看到内容；%s", use.Unseen, use.Why)
		unseen += use.Unseen
	}
	if n := cr.parts.broken; n > 0 {
		add("%d 个页面在中间断开，没有结束标记，可能没有收完", n)
	}
	if n := cr.parts.posted; n > 0 {
		add("有 %d 个"+extract.PostedPages, n)
	}
	if n := cr.parts.kept; n > 0 {
		add("%d 个页面上"+extract.KeptChoice, n)
	}
	if n := cr.parts.lost; n > 0 {
		add("有 %d 个列表在浏览器里没有看完", n)
	}
	if n := cr.parts.hiding; n > 0 {
		why := cr.c.noBrowser
		switch {
		case cr.limits.Render == RenderNever:
			why = neverShown
		case cr.mayShow():
			why = "浏览器没有看到它们（时间或次数用完，或者浏览器出错）"
		}
		add("有 %d 个页面上的“%s”等只有脚本知道去处；%s", n, clip(cr.parts.hidden, 40), why)
		unseen += n
	}
	cr.snap.Cut = cr.snap.Cut || unseen*fewFailures > cr.snap.Pages
	if n := cr.parts.full; n > 0 {
		add("%d 个页面的链接、数据或脚本超过一页能读取的上限，其余未收录", n)
	}
	if total > 0 {
		slices.Sort(kinds)
		add("%d 个地址没有得到确定的结果（%s）", total, strings.Join(kinds, "，"))
		cr.snap.Cut = cr.snap.Cut || total*fewFailures > cr.snap.Pages
	}
	return why
}

// deadWords says why the home page was not obtained.
func (cr *crawl) deadWords() string {
	v := cr.snap.Visits
	if len(v) == 0 {
		return "没有访问到首页"
	}
	last := v[len(v)-1]
	word := words[last.Failure]
	if last.Status != 0 && last.Status != 200 {
		word = fmt.Sprintf("%s（HTTP %d）", word, last.Status)
	}
	if advice := whatToDo(last.Failure); advice != "" {
		word += "；" + advice
	}
	return fmt.Sprintf("首页访问 %d 次均未成功：%s", len(v), word)
}
