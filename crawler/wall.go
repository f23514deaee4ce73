package crawler

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// A host that refuses to be read is left alone for a while, asked more slowly, left
// alone for longer, and then given up: nothing is done to get past what protects it.
const (
	refusedRest   = 4  // refusals in a row after which a host is left alone, each time
	refusedMost   = 12 // refusals in a row after which it is given up for this crawl
	forbiddenMost = 40 // the same, where each was a plain 401 or 403: a folder may be closed
	restUnit      = 10 // the first rest, in units of Limits.Backoff; the next is three times as long

	awayLong = 10 * time.Minute // a Retry-After that says not to come back during this crawl
	awayMost = 4                // refusals in a row that say so after which a host is given up
)

// wall is how a host's refusals stand. crawl.mu guards it.
type wall struct {
	row   int           // refusals in a row
	hard  bool          // one of them was more than a plain 401 or 403
	total int           // refusals in all
	away  int           // refusals in a row that said not to come back for long
	after time.Duration // the longest of what they said
	why   site.Failure
}

// refusal reports an answer by which a host keeps us, not the page, away.
func refusal(f site.Failure) bool {
	return f == site.FailBlocked || f == site.FailThrottled || f == site.FailForbidden
}

// met notes one answer, with the time after which it said to come back, and returns
// for how long the host is to be left alone in units of Limits.Backoff, and whether
// it is to be given up.
func (w *wall) met(f site.Failure, after time.Duration) (rest int, over bool) {
	if f == site.FailServer && after >= awayLong {
		f = site.FailThrottled
	}
	if !refusal(f) {
		w.row, w.hard, w.away = 0, false, 0
		return 0, false
	}
	w.row++
	w.total++
	if after >= awayLong {
		w.away++
		w.after = max(w.after, after)
	}
	if f != site.FailForbidden {
		w.hard, w.why = true, f
	}
	most := forbiddenMost
	if w.hard {
		most = refusedMost
	}
	switch {
	case w.row == most, w.away == awayMost:
		w.why = cmp.Or(w.why, f)
		return 0, true
	case w.hard && w.row == refusedRest:
		return restUnit, false
	case w.hard && w.row == 2*refusedRest:
		return 3 * restUnit, false
	}
	return 0, false
}

// refused follows what a host's refusals call for.
func (cr *crawl) refused(q *queue, p *site.Page, after time.Duration) {
	cr.mu.Lock()
	rest, over := q.wall.met(p.Failure, after)
	cr.mu.Unlock()
	if rest > 0 {
		q.host.rest(time.Duration(rest) * cr.limits.Backoff)
	}
	if over {
		n := cr.frontier.giveUp(q, skipRefused)
		cr.log.Warn("gave up a host that refuses", "host", q.host.name, "dropped", n, "last", p.Err)
	}
}

// rest leaves the host alone for d and lets it be asked one request at a time then.
func (h *host) rest(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.allowed, h.calm = 1, 0
	if until := time.Now().Add(d); until.After(h.next) {
		h.next = until
	}
}

// whatToDo tells the operator what helps against a refusal; "" where nothing is
// known to.
func whatToDo(f site.Failure) string {
	switch f {
	case site.FailBlocked, site.FailForbidden:
		return "请联系网站管理方将监测地址加入白名单，或换时段重试"
	case site.FailThrottled:
		return "请调低 crawl.per_host、加大 crawl.delay，或换时段重试"
	}
	return ""
}

// refusals says in Chinese which hosts were given up because they refuse, and how
// many addresses were left for it.
func (cr *crawl) refusals(left int) string {
	cr.frontier.mu.Lock()
	defer cr.frontier.mu.Unlock()
	var hosts []string
	why := site.Failure("")
	for _, q := range cr.frontier.order {
		if q.down == skipRefused {
			said := ""
			if q.wall.away >= awayMost {
				said = fmt.Sprintf("（要求 %s以后再来）", inWords(q.wall.after))
			}
			hosts = append(hosts, fmt.Sprintf("%s %d 次%s%s", q.host.name, q.wall.total, words[q.wall.why], said))
			why = cmp.Or(why, q.wall.why)
		}
	}
	if len(hosts) == 0 {
		return ""
	}
	slices.Sort(hosts)
	return fmt.Sprintf("%s，放慢并隔时重试后仍不能访问，另有 %d 个地址未访问；%s", strings.Join(hosts, "、"), left, whatToDo(why))
}

// walled says in whose words p is the page of a protection layer, "" if it is
// not. f is nil where p is not a page.
func walled(p *site.Page, f *extract.Facts) string {
	if f != nil && f.Signals.Challenge != "" && p.Failure == "" && !publishedBefore(p, f) {
		return words[site.FailBlocked] + "，页面标志：" + f.Signals.Challenge
	}
	switch p.Failure {
	case site.FailForbidden, site.FailServer, site.FailOther:
	default:
		if p.Status != http.StatusAccepted {
			return ""
		}
	}
	if mark := challengeOf(p); mark != "" {
		return fmt.Sprintf("%s（HTTP %d），页面标志：%s", words[site.FailBlocked], p.Status, mark)
	}
	if p.Status != http.StatusAccepted && p.Status != http.StatusForbidden && p.Status != http.StatusServiceUnavailable {
		return ""
	}
	if strings.Contains(string(p.Body), "<script") && utf8.RuneCountInString(visible(p.Body)) < 40 {
		return fmt.Sprintf("%s（HTTP %d，只有脚本）", words[site.FailBlocked], p.Status)
	}
	return ""
}

// challengeOf returns the mark of a protection layer in the page of an error
// status, which has no facts.
func challengeOf(p *site.Page) string {
	if len(p.Body) == 0 || len(p.Body) > 64<<10 || !isHTML(p.ContentType) {
		return ""
	}
	q := *p
	q.Status, q.Failure = http.StatusOK, ""
	return extract.Read(&q).Signals.Challenge
}

// inWords tells a long time in Chinese.
func inWords(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%d 天", int(d.Hours()/24))
	case d >= 2*time.Hour:
		return fmt.Sprintf("%d 小时", int(d.Hours()))
	}
	return fmt.Sprintf("%d 分钟", int(d.Minutes()))
}
