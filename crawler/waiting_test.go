package crawler

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/govaudit/govaudit/calendar"
)

// known returns a frontier for one host that takes any number of addresses.
func known(tb testing.TB) *frontier {
	l := Defaults().Crawl
	l.MaxPages, l.PerHost = 10_000_000, 10_000_000
	f := newFrontier(l, func(name string) *host { return newHost(name, l) })
	tb.Cleanup(f.close)
	return f
}

func propose(tb testing.TB, f *frontier, j *job) {
	u, err := url.Parse(j.url)
	if err != nil {
		tb.Fatal(err)
	}
	f.put(j, u)
}

// numbered returns the i-th of many jobs, in no order.
func numbered(i int) *job {
	r := mix(uint64(i))
	return &job{
		url: fmt.Sprintf("http://www.a.gov.cn/zwgk/%d/t2026_%d.html", r%97, i), from: "http://www.a.gov.cn/zwgk/",
		class: classDisclosure + class(r>>8%6), order: uint16(r >> 16 % 3), day: calendar.Day(r >> 24 % 50), depth: uint16(r >> 32 % 9),
	}
}

func TestAddressesOnDiskComeBackInOrder(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	const n = 40_000 // more than runsMerged runs
	f := known(t)
	want := make([]*job, 0, n)
	for i := range n {
		j := numbered(i)
		want = append(want, j)
		put := *j
		propose(t, f, &put)
	}
	if f.disk == nil {
		t.Fatal("nothing went to disk: the test proves nothing")
	}
	// An address met again that an audit needs more comes as such, once; one that
	// was taken meanwhile does not come.
	better := *want[n/2]
	better.class = classFrame
	propose(t, f, &better)
	want[n/2] = &better
	f.claim(want[n/3].url)
	want = slices.Delete(want, n/3, n/3+1)
	slices.SortFunc(want, (*job).compare)
	for i, w := range want {
		_, j, _, _ := f.next(time.Now())
		if j == nil {
			t.Fatalf("only %d of %d addresses came back: %v", i, len(want), f.fault())
		}
		if *j != *w {
			t.Fatalf("address %d is %+v, want %+v", i, *j, *w)
		}
	}
	if _, j, _, more := f.next(time.Now()); j != nil || more || f.count() != 0 {
		t.Errorf("after the last came %+v (more %v, %d waiting)", j, more, f.count())
	}
}

func TestAddressesOnDiskAreCountedWhenGivenUp(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	f := known(t)
	for i := range 9_000 {
		propose(t, f, numbered(i))
	}
	f.stop(skipTime)
	if f.skipped[skipTime] != 9_000 || f.count() != 0 {
		t.Errorf("%d of 9000 given up, %d waiting", f.skipped[skipTime], f.count())
	}
}

func TestNothingIsLeftOnDisk(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	stale := filepath.Join(dir, diskName+"1")
	if err := os.WriteFile(stale, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	sweepDisk()
	f := known(t)
	for i := range waitingMost + 1 {
		propose(t, f, numbered(i))
	}
	f.close()
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left in the temporary folder: %v %v", left, err)
	}
}

func TestAFullOrMissingDiskEndsTheCrawl(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "missing"))
	f := known(t)
	for i := range waitingMost + 1 {
		propose(t, f, numbered(i))
	}
	if f.fault() == nil {
		t.Error("addresses that could not be kept were no fault")
	}
}

func TestAJobOnDiskKeepsAllItHolds(t *testing.T) {
	j := &job{url: "http://www.a.gov.cn/", from: "http://www.a.gov.cn/x", class: classDoc, data: true, order: 300, name: 1 << 31, day: -5, depth: 40000}
	got, err := decode(j.encode(nil))
	if err != nil || *got != *j {
		t.Errorf("%+v, %v; want %+v", got, err, j)
	}
	v := reflect.ValueOf(*j)
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		if v.Field(i).IsZero() && name != "tries" && name != "notBefore" && name != "headed" {
			t.Errorf("field %s is not tried here", name)
		}
	}
}

func FuzzDecodeJob(f *testing.F) {
	f.Add(numbered(7).encode(nil))
	f.Add([]byte{3, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		j, err := decode(b)
		if err != nil {
			return
		}
		again, err := decode(j.encode(nil))
		if err != nil || *again != *j {
			t.Errorf("%+v, then %+v (%v)", j, again, err)
		}
	})
}

// BenchmarkMillionAddresses reports the memory a frontier takes that knows a
// million addresses, all of which wait.
func BenchmarkMillionAddresses(b *testing.B) {
	const n = 1_000_000
	b.ReportAllocs()
	for b.Loop() {
		f := known(b)
		before := liveHeap()
		for i := range n {
			propose(b, f, numbered(i))
		}
		b.ReportMetric(float64(liveHeap()-before)/n, "B/address")
		b.ReportMetric(float64(f.disk.size)/n, "disk-B/address")
		f.close()
	}
}

func liveHeap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
