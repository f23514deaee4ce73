package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/site"
)

func testRoundTrip(t *testing.T, address string) {
	beijing := time.FixedZone("Asia/Shanghai", 8*3600)
	pages := []*site.Page{
		{
			URL: "http://a.gov.cn/", Final: "https://www.a.gov.cn/index.html", From: "http://b.gov.cn/友情链接", Depth: 3,
			Chain:  []site.Hop{{URL: "http://a.gov.cn/", Status: 301}, {URL: "https://a.gov.cn/", Status: 302}},
			Status: 200, Failure: site.FailTooLarge, Err: "正文超过上限", Fetched: time.Date(2026, 4, 10, 8, 0, 1, 123456789, beijing), Millis: 1234,
			ContentType: "text/html; charset=GB2312", LastModified: time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC), ETag: `W/"x"`,
			SHA256: sum("首页"), Size: 6, Truncated: true, Body: []byte("首页"),
		},
		{
			URL: "http://a.gov.cn/wire?a=1&b=政", Final: "http://b.gov.cn/", Status: 200, SHA256: sum("empty shell"), Size: 11, Body: []byte("empty shell"),
			Chain: []site.Hop{{URL: "http://a.gov.cn/wire?a=1&b=政", Status: 302, Exchange: site.Exchange{
				Request: "GET /wire?a=1&b=政 HTTP/1.1\r\nHost: a.gov.cn\r\nUser-Agent: govaudit/1 (+http://审计)\r\n",
				Answer:  "HTTP/1.1 302 Found\r\nLocation: http://b.gov.cn\r\nX-Own: \xd6\xd0\xce\xc4\r\n", Remote: netip.MustParseAddrPort("192.0.2.1:80"),
			}}},
			Exchange: site.Exchange{
				Request: "GET / HTTP/1.1\r\nHost: b.gov.cn\r\nCookie: a=b\r\n", Answer: "HTTP/1.1 200 OK\r\ncontent-type:text/html\r\nDate: x\r\nOdd\x00\n\r\nunfinished",
				Remote: netip.MustParseAddrPort("[2001:db8::1]:8080"),
			},
			Same: day.Add(-24 * time.Hour), Within: "http://a.gov.cn/",
			Rendered: &site.Rendering{At: day.Add(time.Second), SHA256: sum("<p>正文"), Body: []byte("<p>正文"), Lacks: "列表还没有看完", Rest: site.Rest{Partly: true, Restless: true, Leads: []string{"/gk/\x00?a=\"甲\""}}},
		},
		{URL: "http://a.gov.cn/no-answer", Status: 0, Failure: site.FailTimeout, Exchange: site.Exchange{Request: "GET /no-answer HTTP/1.1\r\n"}},
		{URL: "http://a.gov.cn/gone", Final: "http://a.gov.cn/gone", Status: 404, Failure: site.FailGone, Fetched: time.UnixMicro(0).UTC()},
		{URL: "http://a.gov.cn/hash-only", Status: 200, SHA256: sum("never kept"), Size: 10},
		{URL: "http://a.gov.cn/zero"},
	}
	want := []*site.Page{}
	for _, p := range pages {
		c := *p
		c.Body = bytes.Clone(p.Body)
		want = append(want, &c)
	}
	// The store's edge: UTC, microseconds.
	want[0].Fetched = time.Date(2026, 4, 10, 0, 0, 1, 123456000, time.UTC)

	sn := begin(t, open(t, address), "a")
	for _, p := range pages {
		must(t, sn.Put(t.Context(), p))
		clear(p.Body) // Put keeps nothing of the page
	}
	slices.SortFunc(want, func(a, b *site.Page) int { return strings.Compare(a.URL, b.URL) })
	got := pagesOf(t, sn)
	addresses := cmpopts.EquateComparable(netip.AddrPort{})
	if diff := cmp.Diff(want, got, addresses); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, p := range want {
		got, err := sn.Page(t.Context(), p.URL)
		if diff := cmp.Diff(p, got, addresses); err != nil || diff != "" {
			t.Errorf("alone: %v (-want +got)\n%s", err, diff)
		}
	}
	if got[0].Fetched.Location() != time.UTC {
		t.Errorf("fetched in %v, want UTC", got[0].Fetched.Location())
	}
}

func testPutTwice(t *testing.T, address string) {
	sn := begin(t, open(t, address), "a")
	for range 100 { // in the same group
		must(t, sn.Put(t.Context(), page("http://a/", "first")))
	}
	must(t, sn.Put(t.Context(), page("http://a/", "second")))
	if got := pagesOf(t, sn); len(got) != 1 || string(got[0].Body) != "second" {
		t.Errorf("in one group: %d pages, first %q", len(got), got[0].Body)
	}
	must(t, sn.Put(t.Context(), page("http://a/", "third"))) // in another
	if got := pagesOf(t, sn); len(got) != 1 || string(got[0].Body) != "third" {
		t.Errorf("in two groups: %d pages, first %q", len(got), got[0].Body)
	}
}

func testHostileText(t *testing.T, address string) {
	bad := "a\x00b\xffc"
	const mended = "a\uFFFDb\uFFFDc"
	sn := begin(t, open(t, address), "a")
	p := page("http://a/"+bad, "x\x00\xff")
	p.Final, p.From, p.Err, p.ContentType, p.ETag, p.Failure = bad, bad, bad, bad, bad, site.Failure(bad)
	p.Chain = []site.Hop{{URL: bad}}
	must(t, sn.Put(t.Context(), p))
	want := page("http://a/"+mended, "x\x00\xff") // a body is bytes and stays
	want.Final, want.From, want.Err, want.ContentType, want.ETag, want.Failure = mended, mended, mended, mended, mended, mended
	want.Chain = []site.Hop{{URL: "a\x00b\uFFFDc"}} // JSON can hold NUL
	if diff := cmp.Diff([]*site.Page{want}, pagesOf(t, sn), cmpopts.EquateComparable(netip.AddrPort{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	meta := sn.Meta()
	meta.Stopped = bad
	must(t, sn.Finish(t.Context(), meta))
	if got := sn.Meta().Stopped; got != "a\x00b\uFFFDc" {
		t.Errorf("stopped %q", got)
	}
}

func testLargeValues(t *testing.T, address string) {
	sn := begin(t, open(t, address), "a")
	noise := make([]byte, 20<<20) // packs to more than all that may wait
	rand.NewChaCha8([32]byte{1}).Read(noise)
	s := sha256.Sum256(noise)
	big := &site.Page{URL: "http://a/big", Status: 200, SHA256: hex.EncodeToString(s[:]), Size: int64(len(noise)), Body: noise, Err: strings.Repeat("长", 1<<20)}
	long := "http://a/" + strings.Repeat("数", 5000)
	must(t, sn.Put(t.Context(), big))
	must(t, sn.Put(t.Context(), page(long+"/1", "one")))
	must(t, sn.Put(t.Context(), page(long+"/2", "two")))
	got := pagesOf(t, sn)
	if len(got) != 3 {
		t.Fatalf("%d pages, want 3", len(got))
	}
	if !bytes.Equal(got[0].Body, noise) || len(got[0].Err) != 3<<20 {
		t.Error("the large page differs")
	}
	bodies := map[string]string{got[1].URL: string(got[1].Body), got[2].URL: string(got[2].Body)}
	if p, err := sn.Page(t.Context(), long+"/2"); err != nil || string(p.Body) != "two" {
		t.Errorf("a long address alone: %v", err)
	}
	if diff := cmp.Diff(map[string]string{long + "/1": "one", long + "/2": "two"}, bodies); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if err := sn.Put(t.Context(), &site.Page{URL: "http://a/over", Body: make([]byte, maxBody+1)}); err == nil {
		t.Error("a body over the bound was taken")
	}
}

func testOrder(t *testing.T, address string) {
	sn := begin(t, open(t, address), "a")
	var want []string
	for i := range 3 * aheadPages {
		want = append(want, fmt.Sprintf("http://a/%d", i))
	}
	want = append(want, "http://a/A", "http://a/a", "http://a/_", "http://a/a b", "http://a/é", "http://a/政", "http://A/", "http://a/a?b")
	for _, i := range rand.New(rand.NewPCG(1, 2)).Perm(len(want)) {
		must(t, sn.Put(t.Context(), page(want[i], want[i])))
	}
	slices.Sort(want) // by bytes
	var got []string
	for _, p := range pagesOf(t, sn) {
		if string(p.Body) != p.URL {
			t.Errorf("%s has the body %q", p.URL, p.Body)
		}
		got = append(got, p.URL)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func testPagesHoldNothing(t *testing.T, address string) {
	sn := begin(t, open(t, address), "a")
	for i := range 10 {
		must(t, sn.Put(t.Context(), page(fmt.Sprintf("http://a/%d", i), "body")))
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var wg sync.WaitGroup
	for range 20 { // more than there are connections
		wg.Go(func() {
			for p, err := range sn.Pages(ctx) {
				if err == nil {
					_, err = sn.Body(ctx, p.SHA256)
				}
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
}

func testDedupe(t *testing.T, address string) {
	s := open(t, address)
	a, b := begin(t, s, "a"), begin(t, s, "b")
	for i := range 10 {
		must(t, a.Put(t.Context(), page(fmt.Sprintf("http://a/%d", i), "same")))
		must(t, b.Put(t.Context(), page(fmt.Sprintf("http://b/%d", i), "same")))
	}
	if n := len(pagesOf(t, a)) + len(pagesOf(t, b)); n != 20 {
		t.Errorf("%d pages, want 20", n)
	}
	if p, err := a.pack(t.Context(), []byte("same"), ""); err != nil || p.data != nil {
		t.Errorf("a body in the queue was packed again: %v", err)
	}
	if n := count(t, s, "SELECT count(*) FROM bodies"); n != 1 {
		t.Errorf("%d bodies, want 1", n)
	}
}

func testAgain(t *testing.T, address string) {
	s := open(t, address)
	first := begin(t, s, "a")
	must(t, first.Put(t.Context(), page("http://a/", "same")))
	must(t, first.Finish(t.Context(), first.Meta()))
	must(t, s.CreateRun(t.Context(), audit.Run{ID: "r2", Started: day}))
	second, err := s.BeginSnapshot(t.Context(), "r2", site.Target{ID: "a"}, day)
	must(t, err)
	b, err := second.pack(t.Context(), []byte("same"), "")
	must(t, err)
	if b.data != nil {
		t.Error("a body of an earlier run was packed again")
	}
	must(t, second.Put(t.Context(), page("http://a/new", "same")))
	if got := pagesOf(t, second); len(got) != 1 || string(got[0].Body) != "same" {
		t.Errorf("%d pages", len(got))
	}
}

func testRecord(t *testing.T, address string) {
	s := open(t, address)
	sn := begin(t, s, "a")
	for range 2 {
		got, err := sn.Record(t.Context(), []byte(`{"aaaa":[]}`))
		must(t, err)
		if want := sum(`{"aaaa":[]}`); got != want {
			t.Errorf("hash %s, want %s", got, want)
		}
	}
	body, err := sn.Body(t.Context(), sum(`{"aaaa":[]}`))
	must(t, err)
	if string(body) != `{"aaaa":[]}` {
		t.Errorf("record %q", body)
	}
	if len(pagesOf(t, sn)) != 0 {
		t.Error("a record is not a page")
	}
	empty, err := sn.Record(t.Context(), nil)
	must(t, err)
	if body, err := sn.Body(t.Context(), empty); err != nil || len(body) != 0 {
		t.Errorf("empty record: %q, %v", body, err)
	}
}

func testFinish(t *testing.T, address string) {
	s := open(t, address)
	sn := begin(t, s, "a")
	if sn.Done() {
		t.Error("done before Finish")
	}
	must(t, sn.Put(t.Context(), page("http://a/", "home")))
	want := site.Snapshot{
		ID: "r1/a", Target: site.Target{ID: "a"}, Started: day, Finished: day.Add(time.Hour), Complete: true, Alive: true,
		Pages: 1, Bytes: 4, Skipped: map[string]int{"robots": 2}, Vantage: site.Vantage{IPv6: true, IPv6Why: "测试"},
		Hosts: []site.Host{{
			Name: "a", Checked: day, AAAA: []netip.Addr{netip.MustParseAddr("2001:db8::1")}, AAAAAnswer: site.NoError,
			V6: &site.Reach{URL: "http://a/", At: day, Status: 200, Sketch: []uint64{0, 1 << 63, 1<<64 - 1}},
		}},
		Visits: []site.Visit{{At: day, Status: 200}},
	}
	must(t, sn.Finish(t.Context(), want))
	again, err := open(t, address).Snapshot(t.Context(), "r1", "a")
	must(t, err)
	list, err := s.Snapshots(t.Context(), "r1")
	must(t, err)
	netip := cmpopts.EquateComparable(netip.Addr{})
	for _, got := range []site.Snapshot{sn.Meta(), again.Meta(), list[0]} {
		if diff := cmp.Diff(want, got, netip); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
	if !sn.Done() || !again.Done() {
		t.Error("not done after Finish")
	}
	reopened := begin(t, s, "a")
	if !reopened.Done() {
		t.Error("a finished snapshot was begun again")
	}
	if err := reopened.Put(t.Context(), page("http://a/late", "late")); !errors.Is(err, ErrDone) {
		t.Errorf("put after Finish: %v", err)
	}
	if err := reopened.Finish(t.Context(), want); err == nil {
		t.Error("finished twice")
	}
	if got := pagesOf(t, again); len(got) != 1 || string(got[0].Body) != "home" {
		t.Errorf("%d pages", len(got))
	}
}

func testMissing(t *testing.T, address string) {
	s := open(t, address)
	sn := begin(t, s, "a")
	if _, err := s.Snapshot(t.Context(), "r1", "b"); !errors.Is(err, ErrNoSnapshot) {
		t.Errorf("snapshot: %v", err)
	}
	for _, sum := range []string{sum("never stored"), "", "not hex"} {
		if _, err := sn.Body(t.Context(), sum); !errors.Is(err, ErrNoBody) {
			t.Errorf("body %q: %v", sum, err)
		}
	}
	if _, err := sn.Page(t.Context(), "http://a/never"); !errors.Is(err, ErrNoPage) {
		t.Errorf("page: %v", err)
	}
	if _, err := s.BeginSnapshot(t.Context(), "r9", site.Target{ID: "a"}, day); err == nil {
		t.Error("a snapshot began in a run that is not there")
	}
	if err := sn.Put(t.Context(), &site.Page{URL: "http://a/", SHA256: "zz"}); err == nil {
		t.Error("a page with a false hash was taken")
	}
	if got := pagesOf(t, sn); len(got) != 0 {
		t.Errorf("%d pages", len(got))
	}
}
