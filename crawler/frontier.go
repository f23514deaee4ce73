package crawler

import (
	"context"
	"hash/maphash"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/govaudit/govaudit/extract"
)

// queue holds the addresses of one host for one site.
type queue struct {
	host   *host
	prober prober
	jobs   waiting
	late   []*job // to be tried again, in the order they failed
	silent int    // requests without any answer in a row
	wall   wall   // refusals
	down   string // why it was given up; "" if it was not
}

// frontier is what one site's crawl still has to fetch. Safe for concurrent use.
type frontier struct {
	limits Limits
	seed   maphash.Seed
	hostOf func(name string) *host
	bell   chan struct{} // rings when something may have become ready

	mu       sync.Mutex
	seen     ledger // best class of every address known; classTaken once handed out
	queues   map[string]*queue
	order    []*queue
	disk     *disk    // of the jobs that are too many for memory; nil: there were none
	broken   error    // why jobs could not be put there or had back
	variants ledger   // addresses per path, without query
	taken    int      // pages handed out
	files    int      // attachments handed out
	pictures int      // pictures handed out
	left     int      // jobs waiting, those given up aside
	ready    []choice // scratch of next
	skipped  map[string]int
	hidden   int // addresses left out by a bound although they may matter
	deep     int // addresses so far met only too deep
	deepIdle int // those of them that do not matter
	vain     int // addresses so far met only on pages that bring nothing
	trap     trap
	guesses  guesses
}

// choice is a job that could be handed out.
type choice struct {
	queue *queue
	job   *job
}

func newFrontier(l Limits, hostOf func(string) *host) *frontier {
	return &frontier{
		limits: l, seed: maphash.MakeSeed(), hostOf: hostOf, bell: make(chan struct{}, 1),
		seen: ledger{low: 6}, queues: map[string]*queue{}, variants: ledger{low: 20}, skipped: map[string]int{},
	}
}

// close takes down what the frontier hung up at hosts shared with other sites, and
// its file.
func (f *frontier) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, q := range f.order {
		q.host.forget(f.bell)
	}
	if f.disk != nil {
		f.disk.close()
	}
}

func (f *frontier) hash(s string) uint64 { return maphash.String(f.seed, extract.Identity(s)) }

// class returns what is known of the address with hash h.
func (f *frontier) class(h uint64) (c class, known bool) {
	n, known := f.seen.get(h)
	return class(n &^ weighty), known
}

// know notes c for the address with hash h.
func (f *frontier) know(h uint64, c class) {
	n, _ := f.seen.get(h)
	f.seen.set(h, n&weighty|uint64(c))
}

// weighty is the bit of an address that something leads to beside links of no
// weight: see slight.
const weighty = 1 << 5

// waits reports that j is still to be fetched as the class it was queued with.
func (f *frontier) waits(j *job) bool {
	c, _ := f.class(f.hash(j.url))
	return c == j.class
}

// fault returns why the frontier cannot go on, nil if it can.
func (f *frontier) fault() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.broken
}

func (f *frontier) failed(err error) {
	if f.broken == nil {
		f.broken = err
	}
}

// claim marks address as fetched, or about to be; false if it was already.
func (f *frontier) claim(address string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	h := f.hash(address)
	c, known := f.class(h)
	if known && c == classTaken {
		return false
	}
	if known && c < classNone {
		f.left-- // it waited
	}
	f.undeep(c)
	f.know(h, classTaken)
	return true
}

// fresh reports for each hash whether its address is new, and marks it seen.
// With again, addresses that wait already count as new too. light tells which of
// the links that lead there are of no weight; nil: none.
func (f *frontier) fresh(hashes []uint64, again bool, light func(i int) bool) []bool {
	out := make([]bool, len(hashes))
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, h := range hashes {
		n, ok := f.seen.get(h)
		c := class(n &^ weighty)
		if !ok && f.seen.len() >= f.limits.MaxAddresses {
			f.skipped[skipKnown]++
			continue
		}
		out[i] = !ok || c >= classDeep || again && c != classTaken && c != classNone
		if !ok {
			n = uint64(classNone)
		}
		heavy := n
		if n&weighty == 0 && (light == nil || !light(i)) {
			heavy |= weighty
		}
		if !ok || heavy != n {
			f.seen.set(h, heavy)
		}
	}
	return out
}

// weighs reports whether the address with hash h may hold a part of the site that
// would be missed, by the links that lead there.
func (f *frontier) weighs(h uint64) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	n, known := f.seen.get(h)
	return !known || n&weighty != 0
}

// put queues j at the host of u unless a bound forbids, or it waits already with
// as good a class. It reports false for what was left out before and is again.
func (f *frontier) put(j *job, u *url.URL) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	h := f.hash(j.url)
	old, known := f.class(h)
	waiting := known && old < classNone
	if waiting && old <= j.class {
		return true
	}
	if !waiting {
		if why := f.bound(j, u); why != "" {
			f.leaveOut(h, why, j.class != classPicture && !idle(j.url))
			return old != classVain
		}
		f.undeep(old)
		f.left++
	}
	f.know(h, j.class)
	q := f.queueOf(u)
	if q.down != "" {
		f.left--
		f.skipped[reason(j, q.down)]++
		return true
	}
	// What the address was cut from is a whole page's text.
	j.url = strings.Clone(j.url)
	q.jobs.push(j)
	if len(q.jobs.heap) > waitingMost {
		f.spill(q)
	}
	return true
}

// spill puts on disk what waits at q beyond what memory is for.
func (f *frontier) spill(q *queue) {
	if f.disk == nil {
		d, err := openDisk()
		if err != nil {
			f.failed(err)
			return
		}
		f.disk = d
	}
	if err := q.jobs.spill(f.disk, f.waits); err != nil {
		f.failed(err)
	}
}

func (f *frontier) queueOf(u *url.URL) *queue {
	name := u.Scheme + "://" + u.Host
	q := f.queues[name]
	if q == nil {
		q = &queue{host: f.hostOf(name)}
		q.host.listen(f.bell)
		f.queues[name] = q
		f.order = append(f.order, q)
	}
	return q
}

// queue returns the queue of u's host.
func (f *frontier) queue(u *url.URL) *queue {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.queueOf(u)
}

// next hands out the best address whose host is ready, with a place taken at
// that host. Without one, wait says when to ask again (0: when the bell rings),
// and more whether anything is left at all.
func (f *frontier) next(now time.Time) (q *queue, j *job, wait time.Duration, more bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ready = f.ready[:0]
	for _, c := range f.order {
		head, late := f.head(c, now)
		if head == nil {
			continue
		}
		more = true
		if late > 0 {
			wait = sooner(wait, late)
			continue
		}
		f.ready = append(f.ready, choice{c, head})
	}
	slices.SortFunc(f.ready, func(a, b choice) int {
		if a.job.before(b.job) {
			return -1
		}
		return 1
	})
	for _, c := range f.ready {
		ok, w := c.queue.host.take(now)
		if ok {
			return c.queue, f.pop(c.queue), 0, true
		}
		wait = sooner(wait, w)
	}
	return nil, nil, wait, more
}

func sooner(a, b time.Duration) time.Duration {
	if a == 0 || b > 0 && b < a {
		return b
	}
	return a
}

// head returns the next job of q, nil if none, and how long it has to wait still.
// Jobs to be tried again come after all others.
func (f *frontier) head(q *queue, now time.Time) (*job, time.Duration) {
	for {
		j := q.jobs.peek()
		if j == nil {
			break
		}
		if !f.waits(j) {
			f.take(q) // taken meanwhile, or queued again with a better class
			continue
		}
		if why := f.full(j); why != "" {
			f.take(q)
			f.drop(j, why)
			continue
		}
		return j, 0
	}
	if len(q.late) == 0 {
		return nil, 0
	}
	return q.late[0], q.late[0].notBefore.Sub(now)
}

// take removes the first job of q.
func (f *frontier) take(q *queue) *job {
	j, err := q.jobs.pop()
	if err != nil {
		f.failed(err)
	}
	return j
}

// pop hands out what head returned.
func (f *frontier) pop(q *queue) *job {
	f.left--
	j := f.take(q)
	if j == nil {
		j = q.late[0]
		q.late[0] = nil
		q.late = q.late[1:]
		return j
	}
	f.know(f.hash(j.url), classTaken)
	switch j.class {
	case classFile:
		f.files++
	case classPicture:
		f.pictures++
	default:
		f.taken++
	}
	return j
}

// move queues j, handed out, under the address its page has at another host.
func (f *frontier) move(j *job, address string) {
	u, err := url.Parse(address)
	if err != nil {
		return
	}
	f.mu.Lock()
	switch j.class {
	case classFile:
		f.files--
	case classPicture:
		f.pictures--
	default:
		f.taken--
	}
	f.mu.Unlock()
	if !f.fresh([]uint64{f.hash(address)}, true, nil)[0] {
		return // asked for there already
	}
	moved := *j
	moved.url = address
	f.put(&moved, u)
}

// again queues j once more, behind everything else of its host.
func (f *frontier) again(q *queue, j *job, wait time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if q.down != "" {
		f.skipped[reason(j, q.down)]++
		return
	}
	j.notBefore = time.Now().Add(wait)
	q.late = append(q.late, j)
	f.left++
}

// giveUp drops all that waits at q's host and returns how much that was.
func (f *frontier) giveUp(q *queue, why string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	if q.down == "" {
		q.down = why
	}
	n := 0
	for j := f.take(q); j != nil; j = f.take(q) {
		if f.waits(j) {
			f.drop(j, why)
			n++
		}
	}
	for _, j := range q.late {
		f.left--
		f.skipped[reason(j, why)]++
		n++
	}
	q.late = nil
	return n
}

// skip counts an address that is not asked for.
func (f *frontier) skip(why string, n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.skipped[why] += n
}

// has reports whether address was handed out.
func (f *frontier) has(address string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	c, known := f.class(f.hash(address))
	return known && c == classTaken
}

// heardOf reports whether address was handed out, or left out for good.
func (f *frontier) heardOf(address string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	_, known := f.class(f.hash(address))
	return known
}

// classOf returns what is known of address.
func (f *frontier) classOf(address string) (c class, known bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.class(f.hash(address))
}

// count returns how many addresses wait.
func (f *frontier) count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.left
}

// resume marks address as fetched in an earlier part of this crawl.
func (f *frontier) resume(address string) {
	if !f.claim(address) {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case kindOfPath(address) == pathFile:
		f.files++
	case isPicture(address):
		f.pictures++
	default:
		f.taken++
	}
}

// stop gives up all that waits.
func (f *frontier) stop(why string) {
	f.mu.Lock()
	queues := slices.Clone(f.order)
	f.mu.Unlock()
	for _, q := range queues {
		f.giveUp(q, why)
	}
}

// ring tells the one that waits that something may have become ready.
func (f *frontier) ring() {
	select {
	case f.bell <- struct{}{}:
	default:
	}
}

// wait sleeps until the bell rings, d is over (0: no bound of its own), the
// deadline comes or ctx ends.
func (f *frontier) wait(ctx context.Context, d time.Duration, deadline time.Time) {
	until := max(time.Until(deadline), time.Millisecond)
	if d > 0 {
		until = min(until, d)
	}
	t := time.NewTimer(until)
	defer t.Stop()
	select {
	case <-f.bell:
	case <-t.C:
	case <-ctx.Done():
	}
}

// shell reports whether some host answers everything with one script application.
func (f *frontier) shell() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, q := range f.order {
		q.prober.mu.Lock()
		shell := q.prober.shell
		q.prober.mu.Unlock()
		if shell {
			return true
		}
	}
	return false
}
