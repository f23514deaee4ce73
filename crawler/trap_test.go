package crawler

import (
	"fmt"
	"testing"
	"time"
)

// A program that lists and shows by one address has a pattern for each.
func TestPattern(t *testing.T) {
	for _, c := range []struct{ address, want string }{
		{"http://www.a.gov.cn/info.do?method=list&colId=3", "http://www.a.gov.cn/info.do?list?"},
		{"http://www.a.gov.cn/info.do?id=7&method=view", "http://www.a.gov.cn/info.do?view?"},
		{"http://www.a.gov.cn/cal.php?y=2025&m=4", "http://www.a.gov.cn/cal.php?"},
		{"http://www.a.gov.cn/art/2025/3.html", "http://www.a.gov.cn/art/#/#.html"},
		{"http://www.a.gov.cn/zwgk/", "http://www.a.gov.cn/zwgk/"},
	} {
		if got := pattern(c.address); got != c.want {
			t.Errorf("%s has the pattern %s, want %s", c.address, got, c.want)
		}
	}
}

// What pages without news lead to is left out, once for all such pages, and fetched
// all the same where a page with news names it.
func TestAnAddressLeftOutForNoNewsStaysNew(t *testing.T) {
	const doc = "http://www.a.gov.cn/doc?id="
	link := func(to, from string) *job { return &job{url: to, from: from, class: classRest, depth: 3} }
	f := known(t)
	vain := f.hash(pattern(doc + "1"))
	for range vainMost + 1 {
		f.trap.saw(vain, 7)
	}
	for i := 40; i < 43; i++ {
		address := fmt.Sprint(doc, i)
		if !f.fresh([]uint64{f.hash(address)}, false, nil)[0] {
			t.Fatalf("%s is known", address)
		}
		propose(t, f, link(address, doc+"39"))
		if !f.fresh([]uint64{f.hash(address)}, false, nil)[0] {
			t.Errorf("%s, left out, is not new where it is met again", address)
		}
		propose(t, f, link(address, doc+"38"))
	}
	if n := f.count(); n != 0 {
		t.Fatalf("%d addresses wait", n)
	}
	propose(t, f, link(doc+"41", "http://www.a.gov.cn/list.html"))
	_, j, _, _ := f.next(time.Now())
	if j == nil || j.url != doc+"41" {
		t.Fatalf("handed out %+v, want the one that a list names", j)
	}
	f.settleDeep()
	if n := f.skipped[skipNothing]; n != 2 || f.hidden != 0 {
		t.Errorf("%d left out, %d of them hide something; want 2 and none", n, f.hidden)
	}
}
