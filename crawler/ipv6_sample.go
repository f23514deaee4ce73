package crawler

import (
	"slices"
	"strings"

	"github.com/govaudit/govaudit/site"
)

const (
	sampleSize = 30 // links of each depth visited over IPv6
	sampleLow  = 5  // as many on a site however small
	samplePart = 16 // one in so many pages in between: a small site is not asked for half of its pages again
)

// sample keeps those addresses whose hashes are smallest: any crawl of the same
// pages keeps the same ones, in whatever order it met them.
type sample struct {
	picks []pick
}

type pick struct {
	hash uint64
	url  string
}

func (s *sample) add(address string) {
	p := pick{steadyHash(address), address}
	i, found := slices.BinarySearchFunc(s.picks, p, func(a, b pick) int {
		if a.hash < b.hash || a.hash == b.hash && a.url < b.url {
			return -1
		}
		if a == b {
			return 0
		}
		return 1
	})
	if found || i >= sampleSize {
		return
	}
	s.picks = slices.Insert(s.picks, i, p)
	s.picks = s.picks[:min(len(s.picks), sampleSize)]
}

// first divides the links that are visited at first, as many as one depth has in all,
// between the two: where all of them open, no more are worth the requests.
func first(size, second, third int) (few2, few3 int) {
	few3 = min(third, size/2)
	few2 = min(second, size-few3)
	return few2, min(third, size-few2)
}

// allOpen reports that all n links visited opened.
func allOpen(list []site.Reach, n int) bool {
	return len(list) == n && !slices.ContainsFunc(list, func(r site.Reach) bool { return !r.OK() })
}

func byURL(list []site.Reach) []site.Reach {
	slices.SortFunc(list, func(a, b site.Reach) int { return strings.Compare(a.URL, b.URL) })
	return list
}
