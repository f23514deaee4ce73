package crawler

import (
	"fmt"
	"net/http"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/govaudit/govaudit/site"
)

func TestNoMorePagesAreWorkedOnThanThereAreProcessors(t *testing.T) {
	w := newWorkbench()
	var at, most atomic.Int64
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if err := w.enter(t.Context()); err != nil {
				t.Error(err)
			}
			for n := at.Add(1); ; {
				if old := most.Load(); old >= n || most.CompareAndSwap(old, n) {
					break
				}
			}
			runtime.Gosched()
			at.Add(-1)
			w.leave()
		})
	}
	wg.Wait()
	if n := most.Load(); n > int64(runtime.GOMAXPROCS(0)) {
		t.Errorf("%d at once", n)
	}
}

// Two sites share two lanes. All pages but the home page of one hang until the
// other is crawled to its end.
func TestASlowSiteLeavesLanesToOthers(t *testing.T) {
	w := newWeb(t)
	w.name("www.slow.gov.cn")
	w.name("www.fast.gov.cn")
	begun, hangs, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
	var once, one sync.Once
	var lost atomic.Int64
	w.sites["www.slow.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			<-begun // both sites are under way
			fmt.Fprint(rw, page("慢", "/1.html 一", "/2.html 二", "/3.html 三"))
			return
		}
		if r.URL.Path == "/robots.txt" {
			http.NotFound(rw, r)
			return
		}
		one.Do(func() { close(hangs) })
		select {
		case <-done:
		case <-r.Context().Done():
			lost.Add(1)
		}
	}
	w.sites["www.fast.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		once.Do(func() { close(begun) })
		if r.URL.Path == "/1.html" {
			<-hangs
			time.Sleep(50 * time.Millisecond) // the slow site asks for a second lane
			fmt.Fprint(rw, page("快一", "/5.html 五", "/6.html 六"))
			return
		}
		fmt.Fprint(rw, page("快"+r.URL.Path, "/1.html 一", "/2.html 二", "/3.html 三", "/4.html 四"))
	}
	s := w.settings()
	s.Crawl.Concurrency, s.Crawl.PerHost, s.Crawl.Retries = 2, 2, 0
	c, err := New(discard, s)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	var wg sync.WaitGroup
	for _, name := range []string{"slow", "fast"} {
		wg.Go(func() {
			target := site.Target{ID: name, URL: w.url("www."+name+".gov.cn") + "/"}
			if _, err := c.Crawl(t.Context(), target, &memory{}, nil); err != nil {
				t.Error(err)
			}
			if name == "fast" {
				close(done)
			}
		})
	}
	wg.Wait()
	if lost.Load() > 0 {
		t.Errorf("%d requests of the slow site timed out before the fast one was crawled", lost.Load())
	}
}
