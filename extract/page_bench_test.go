package extract

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/govaudit/govaudit/internal/bench"
	"github.com/govaudit/govaudit/site"
)

// corpusFolder finds the saved pages: GOVAUDIT_CORPUS, else beside the
// repository.
func corpusFolder(tb testing.TB) string {
	tb.Helper()
	dir := os.Getenv("GOVAUDIT_CORPUS")
	if dir == "" {
		dir = "../shared/corpus"
	}
	if !filepath.IsAbs(dir) {
		root, err := filepath.Abs("..")
		if err != nil {
			tb.Fatal(err)
		}
		dir = filepath.Join(root, dir)
	}
	if _, err := os.Stat(dir); err != nil {
		tb.Skip("no corpus of saved pages here (set GOVAUDIT_CORPUS)")
	}
	return dir
}

// portalPage draws a page of about 58 KB: head, menu, breadcrumb, 90 rows, text,
// scripts and footer.
func portalPage() []byte {
	var b bytes.Buffer
	b.WriteString(`<!DOCTYPE html><html><head><meta charset="utf-8"><title>通知公告_某市人民政府</title><meta name="SiteName" content="某市人民政府"><meta name="ColumnName" content="通知公告">` +
		`<script src="/js/jquery.min.js"></script><style>.a{color:#333}</style></head><body><div class="header"><ul class="nav">`)
	for i := range 30 {
		fmt.Fprintf(&b, `<li><a href="/zwgk/c%d/index.html" target="_blank">栏目名称%d</a></li>`, i, i)
	}
	b.WriteString(`</ul></div><div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; 通知公告</div><div class="list_con"><ul>`)
	for i := range 90 {
		fmt.Fprintf(&b, "\r\n\t\t\t<li class=\"clearfix\">\r\n\t\t\t\t<a href=\"./202401/t202401%02d_%d.html\" target=\"_blank\" title=\"某市人民政府办公室关于印发第%d号工作方案的通知\">某市人民政府办公室关于印发第%d号工作方案的通知</a>"+
			"\r\n\t\t\t\t<span class=\"date\">2024-01-%02d</span>\r\n\t\t\t</li>", i%28+1, 7000+i, i, i, i%28+1)
	}
	b.WriteString(`</ul><script>createPageHTML(20, 0, "index", "html");</script></div><div class="text">`)
	for range 60 {
		b.WriteString("<p style=\"text-indent: 2em; line-height: 28px;\"><span style=\"font-family: 仿宋; font-size: 16pt;\">为进一步规范政务公开工作，提高政府工作透明度，保障人民群众知情权、参与权、表达权和监督权，现将有关事项通知如下，请认真贯彻执行。</span></p>\r\n")
	}
	b.WriteString(`</div><div class="footer">主办单位：某市人民政府办公室 网站标识码：1234567890 <a href="http://beian.miit.gov.cn/">某ICP备12345678号</a></div></body></html>`)
	return b.Bytes()
}

// portalPages returns pages of the portal that whole audits are measured on, nine
// articles to a list.
func portalPages(tb testing.TB, gbk bool) []*site.Page {
	portal := bench.NewPortal(5000)
	portal.GBK = gbk
	var out []*site.Page
	for i := range 200 {
		address := fmt.Sprintf("http://www.example.gov.cn/art/2025/3/1/art_%d.html", i)
		if i%10 == 0 {
			address = fmt.Sprintf("http://www.example.gov.cn/c%d/index.html", i/10)
		}
		w := httptest.NewRecorder()
		portal.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		if w.Code != http.StatusOK {
			tb.Fatalf("%s: status %d", address, w.Code)
		}
		out = append(out, &site.Page{URL: address, Final: address, ContentType: w.Header().Get("Content-Type"), Body: w.Body.Bytes()})
	}
	return out
}

// links is the work of a bare tokenizer crawl on one page.
func links(body []byte) (n int) {
	z := html.NewTokenizer(bytes.NewReader(body))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return n
		case html.StartTagToken:
			name, more := z.TagName()
			for a := string(name) == "a"; a && more; {
				var key []byte
				if key, _, more = z.TagAttr(); string(key) == "href" {
					n++
				}
			}
		}
	}
}

// BenchmarkPortal reads pages of one site one after the other, as a crawl does. The
// figure to watch is tokenizer-ratio: the time of a page over that of a bare
// tokenizer pass over the same bytes, measured in turns.
func BenchmarkPortal(b *testing.B) {
	for _, charset := range []string{"utf-8", "gbk"} {
		b.Run(charset, func(b *testing.B) {
			plain, pages := portalPages(b, false), portalPages(b, charset == "gbk")
			var floor, full time.Duration
			for i := 0; b.Loop(); i++ {
				p := pages[i%len(pages)]
				from := time.Now()
				links(plain[i%len(pages)].Body)
				middle := time.Now()
				Page(p, false)
				floor, full = floor+middle.Sub(from), full+time.Since(middle)
			}
			b.ReportMetric(full.Seconds()/floor.Seconds(), "tokenizer-ratio")
			b.ReportMetric(float64(full.Microseconds())/float64(b.N), "page-µs")
		})
	}
}

func BenchmarkPage(b *testing.B) {
	b.Run("list", func(b *testing.B) {
		body := portalPage()
		p := &site.Page{URL: "http://www.example.gov.cn/zwgk/tzgg/index.html", ContentType: "text/html", Body: body}
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			Page(p, false)
		}
	})
	b.Run("corpus", func(b *testing.B) {
		dir := corpusFolder(b)
		var all []*site.Page
		size := 0
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".html") {
				return err
			}
			body, err := os.ReadFile(path)
			size += len(body)
			all = append(all, &site.Page{URL: "http://www.example.gov.cn/a/" + filepath.Base(path), ContentType: "text/html", Body: body})
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		slices.SortFunc(all, func(x, y *site.Page) int { return strings.Compare(x.URL, y.URL) })
		b.SetBytes(int64(size / len(all)))
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			Page(all[i%len(all)], false)
			i++
		}
	})
}
