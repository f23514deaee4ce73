package crawler

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

const benchPages = 2000

// BenchmarkCrawl crawls 2000 pages of 150 links over 64 connections. It reports
// the CPU of one page, that of the server in the same process included, beside
// that of extract alone on the same pages.
func BenchmarkCrawl(b *testing.B) {
	w, bodies := benchSite(b)
	s := Defaults()
	s.Network.Allow = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	s.Crawl.Concurrency, s.Crawl.PerHost = 64, 64
	c, err := New(discard, s)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	target := site.Target{ID: "a", URL: "http://" + w + "/"}
	b.ReportAllocs()
	b.ResetTimer()
	before := cpu()
	pages := 0
	for b.Loop() {
		m := &memory{}
		snap, err := c.Crawl(context.Background(), target, m, nil)
		if err != nil || !snap.Complete {
			b.Fatal(err, snap.Stopped)
		}
		pages += len(m.pages)
	}
	crawled := cpu() - before
	b.StopTimer()
	before = cpu()
	for i, body := range bodies {
		extract.Page(&site.Page{URL: fmt.Sprint("http://x/", i), Final: fmt.Sprint("http://x/", i), Status: 200, ContentType: "text/html", Body: []byte(body)}, false)
	}
	extracted := cpu() - before
	before = cpu()
	for i := range bodies {
		resp, err := http.Get("http://" + w + fmt.Sprintf("/%d.html", i))
		if err != nil {
			b.Fatal(err)
		}
		buf := make([]byte, 32<<10)
		for {
			if _, err := resp.Body.Read(buf); err != nil {
				break
			}
		}
		resp.Body.Close()
	}
	fetched := cpu() - before
	http.DefaultClient.CloseIdleConnections()
	b.ReportMetric(float64(crawled.Microseconds())/float64(pages), "cpu-µs/page")
	b.ReportMetric(float64(extracted.Microseconds())/float64(len(bodies)), "extract-µs/page")
	b.ReportMetric(float64(fetched.Microseconds())/float64(len(bodies)), "get-µs/page")
}

func cpu() time.Duration {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

func benchSite(b *testing.B) (addr string, bodies []string) {
	filler := strings.Repeat("<p class=\"MsoNormal\"><span style=\"font-family:宋体\">各县（市、区）人民政府，市政府各部门、各直属单位。</span></p>", 280)
	for i := range benchPages {
		var links strings.Builder
		for k := range 150 {
			fmt.Fprintf(&links, "<li><a href=\"/%d.html\" title=\"第%d号\">栏目%d</a></li>", (i*3+k+1)%benchPages, k, k)
		}
		bodies = append(bodies, "<html><head><meta charset=utf-8><title>"+fmt.Sprint(i)+"</title></head><body><ul>"+links.String()+"</ul>"+filler+"</body></html>")
	}
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	srv := &http.Server{Handler: http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		i := 0
		if r.URL.Path != "/" {
			if n, err := fmt.Sscanf(r.URL.Path, "/%d.html", &i); n != 1 || err != nil {
				http.NotFound(rw, r)
				return
			}
		}
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(rw, bodies[i])
	})}
	go srv.Serve(l)
	b.Cleanup(func() { srv.Close() })
	return l.Addr().String(), bodies
}
