package crawler

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/site"
)

// TestDocuments shows which attachments are kept, in which order they are asked
// for, and what is said of those that are not.
func TestDocuments(t *testing.T) {
	w := newWeb(t)
	w.name("www.a.gov.cn")
	body := "%PDF-1.4\n" + strings.Repeat("x", 300<<10)
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "application/pdf")
		serve := func() { http.ServeContent(rw, r, "", time.Time{}, strings.NewReader(body)) }
		switch r.URL.Path {
		case "/":
			rw.Header().Set("Content-Type", "text/html")
			fmt.Fprint(rw, page("甲市", "/a.pdf 附件", "/z.pdf 2025年度报告", "/big.pdf 附件", "/endless.pdf 附件", "/old.doc 附件", "/slow.pdf 附件", "/down.jsp 指南", "/robots.pdf 附件"))
		case "/robots.txt":
			rw.Header().Set("Content-Type", "text/plain")
			fmt.Fprint(rw, "User-agent: *\nDisallow: /robots.pdf\n")
		case "/a.pdf", "/z.pdf":
			serve()
		case "/down.jsp":
			rw.Header().Set("Content-Type", "application/octet-stream")
			rw.Header().Set("Content-Disposition", `attachment; filename="guide.docx"`)
			serve()
		case "/big.pdf":
			rw.Header().Set("Content-Length", "900000")
			if r.Method == http.MethodGet {
				fmt.Fprint(rw, strings.Repeat("x", 900000))
			}
		case "/endless.pdf":
			for range 20 {
				fmt.Fprint(rw, strings.Repeat("x", 40<<10))
				rw.(http.Flusher).Flush()
			}
		case "/slow.pdf":
			rw.Header().Set("Content-Length", "20000")
			if r.Method == http.MethodGet {
				fmt.Fprint(rw, "%PDF-")
				rw.(http.Flusher).Flush()
				<-r.Context().Done()
			}
		case "/old.doc":
			rw.Header().Set("Content-Type", "application/msword")
			serve()
		default:
			http.NotFound(rw, r)
		}
	}
	s := w.settings()
	s.Crawl.Timeout, s.Crawl.Concurrency, s.Crawl.PerHost, s.Crawl.Retries = 500*time.Millisecond, 1, 1, 0
	s.Crawl.Documents.MaxBytes = 400 << 10
	_, m := crawlOf(t, w, s)
	whole := len(body)
	for _, tt := range []struct {
		name, path string
		failure    site.Failure
		size       int64
		body       int
		cut        bool
	}{
		{"a document within bounds is kept whole", "/a.pdf", "", int64(whole), whole, false},
		{"a program that sends a document", "/down.jsp", "", int64(whole), whole, false},
		{"one that says it is too large is not", "/big.pdf", "", 900000, maxFile, true},
		{"one that turns out too large is not", "/endless.pdf", "", maxFile, maxFile, true},
		{"one that does not come in time is still there", "/slow.pdf", "", 20000, 0, false},
		{"of a kind that is not read only that it is there", "/old.doc", "", int64(whole), 0, false},
		{"one that robots.txt forbids is not asked for", "/robots.pdf", site.FailRobots, 0, 0, false},
	} {
		p := m.page(tt.path)
		if p == nil {
			t.Errorf("%s: %s was not asked for", tt.name, tt.path)
			continue
		}
		if p.Failure != tt.failure || p.Size != tt.size || len(p.Body) != tt.body || p.Truncated != tt.cut {
			t.Errorf("%s: failure %q, size %d, %d bytes kept, cut %v", tt.name, p.Failure, p.Size, len(p.Body), p.Truncated)
		}
	}
	asked := w.asked()
	report, other, legacy := slices.Index(asked, "GET www.a.gov.cn/z.pdf"), slices.Index(asked, "GET www.a.gov.cn/a.pdf"), slices.Index(asked, "HEAD www.a.gov.cn/old.doc")
	if report < 0 || report > other || other > legacy {
		t.Errorf("the report at %d, another document at %d, what is not read at %d of %v", report, other, legacy, asked)
	}
}

func TestNoMoreDocumentsThanAllowed(t *testing.T) {
	for _, tt := range []struct {
		name   string
		bounds Documents
		want   int
	}{
		{"as many as there are", Documents{MaxFiles: 4}, 4},
		{"two", Documents{MaxFiles: 2}, 2},
		{"what fits", Documents{MaxTotal: 250_000}, 2},
		{"none", Documents{Skip: true}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			w.name("www.a.gov.cn")
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/" {
					fmt.Fprint(rw, page("甲市", "/1.pdf 附件1", "/2.pdf 附件2", "/3.pdf 附件3", "/4.pdf 附件4"))
					return
				}
				rw.Header().Set("Content-Type", "application/pdf")
				http.ServeContent(rw, r, "", time.Time{}, strings.NewReader("%PDF-"+strings.Repeat("x", 100_000)))
			}
			s := w.settings()
			s.Crawl.Concurrency, s.Crawl.PerHost = 1, 1
			s.Crawl.Documents = tt.bounds
			_, m := crawlOf(t, w, s)
			kept := 0
			for i := range 4 {
				if p := m.page(fmt.Sprintf("/%d.pdf", i+1)); p == nil || p.Failure != "" {
					t.Errorf("%d.pdf is not there: %+v", i+1, p)
				} else if len(p.Body) > 100_000 {
					kept++
				}
			}
			if kept != tt.want {
				t.Errorf("%d kept, want %d", kept, tt.want)
			}
		})
	}
}

// TestDocumentAnswer shows by what an answer is taken for a document that is read.
func TestDocumentAnswer(t *testing.T) {
	for _, tt := range []struct {
		name, kind, disposition, address string
		want                             bool
	}{
		{"by its address", "application/octet-stream", "", "http://www.x.gov.cn/a/list.xlsx", true},
		{"by its type", "application/pdf", "", "http://www.x.gov.cn/down.asp?id=1", true},
		{"by its name", "application/octet-stream", `attachment; filename="list.docx"`, "http://www.x.gov.cn/down.jsp?id=1", true},
		{"by a name in Chinese without quotes", "application/octet-stream", "attachment; filename=名单.xlsx", "http://www.x.gov.cn/down.jsp?id=1", true},
		{"its name is that of an archive", "application/octet-stream", `attachment; filename="list.rar"`, "http://www.x.gov.cn/down.jsp?id=1", false},
		{"a Chinese name of an archive", "application/octet-stream", "attachment; filename=名单.rar", "http://www.x.gov.cn/down.jsp?id=1", false},
		{"a program that sends bytes and no name", "application/octet-stream", "", "http://www.x.gov.cn/down.asp?id=1", true},
		{"an installer", "application/octet-stream", "", "http://www.x.gov.cn/ca/driver.exe", false},
		{"a page", "text/html", "", "http://www.x.gov.cn/show.asp?id=1", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := http.Header{"Content-Type": {tt.kind}}
			if tt.disposition != "" {
				h.Set("Content-Disposition", tt.disposition)
			}
			if got := documentAnswer(h, tt.address); got != tt.want {
				t.Errorf("%v, want %v", got, tt.want)
			}
		})
	}
}
