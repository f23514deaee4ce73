package crawler

import (
	"cmp"
	"strings"
	"time"

	"github.com/govaudit/govaudit/calendar"
)

// job is one address to fetch.
type job struct {
	url, from string
	day       calendar.Day // of the list row that named it; 0: none
	depth     uint16
	class     class
	order     uint16 // among pagers: the nearest page first; among attachments: those that are read first
	tries     uint8  // attempts made
	notBefore time.Time
}

// before orders jobs: by class, newest first, then nearest to the home page,
// then by address, so that a crawl cut short saw the same pages as the last one.
func (j *job) before(k *job) bool {
	return cmp.Or(
		cmp.Compare(j.class, k.class), cmp.Compare(j.order, k.order), cmp.Compare(k.day, j.day),
		cmp.Compare(j.depth, k.depth), strings.Compare(j.url, k.url),
	) < 0
}

type jobs []*job

func (q jobs) Len() int           { return len(q) }
func (q jobs) Less(i, k int) bool { return q[i].before(q[k]) }
func (q jobs) Swap(i, k int)      { q[i], q[k] = q[k], q[i] }
func (q *jobs) Push(x any)        { *q = append(*q, x.(*job)) }
func (q *jobs) Pop() any {
	old := *q
	last := old[len(old)-1]
	old[len(old)-1] = nil
	*q = old[:len(old)-1]
	return last
}
