package extract

import (
	"strconv"
	"strings"
)

// lastAlone adds the pages before the last one, where the pager links to that and
// to the first alone: index.html, index_7.html.
func (t *turns) lastAlone() bool {
	p := t.p
	for i := range t.shown {
		address := t.shown[i].url
		dot := strings.LastIndexByte(address, '.')
		low := strings.LastIndexAny(address[:max(dot, 0)], "_-")
		if low < 0 || low < strings.LastIndexByte(address, '/') {
			continue
		}
		last, err := strconv.Atoi(address[low+1 : dot])
		if err != nil || last < 2 || last > maxListTurns || !t.begins(address[:low], address[dot:]) {
			continue
		}
		start := 1
		if t.told() == last || t.callsSecond(address, last) {
			start = 2 // the second page is called by its number
		}
		for n := start; n < last; n++ {
			if abs, ok := p.resolve(address[:low+1] + strconv.Itoa(n) + address[dot:]); ok && abs != p.f.URL {
				p.addLink(Link{URL: abs, Region: Body, Via: Pager})
			}
		}
		p.claim(last - start + 2)
		return true
	}
	return false
}

// callsSecond reports that the page at address is called by its number n, as the pages
// before it are then: an entry says so, or the first page goes on to the one called 2.
func (t *turns) callsSecond(address string, n int) bool {
	for i := range t.shown {
		if x := &t.shown[i]; x.url == address && (x.number == n || x.next && n == 2) {
			return true
		}
	}
	return false
}

// begins reports that stem+ext, or the folder it stands for, is this page: the one
// its list begins with.
func (t *turns) begins(stem, ext string) bool {
	own := t.p.f.URL
	return own == stem+ext || strings.HasSuffix(own, "/") && stem == own+"index"
}
