package crawler

import (
	"fmt"
	"net/http"
	"path"
	"strings"
	"testing"
)

// smallPortal draws a portal of n pages: a home page, three columns, and articles, each
// of them with a picture of its own and every tenth with an attachment.
func smallPortal(n int) *drawn {
	columns := []string{"/tzgg/", "通知公告", "/zcwj/", "政策文件", "/jgzn/", "机构职能"}
	d := portalOf(columns...)
	rows := map[string][]string{}
	for i := range n - 4 {
		folder := columns[2*(i%3)]
		address := fmt.Sprintf("%s%d.html", folder, i)
		rows[folder] = append(rows[folder], d.doc(address, fmt.Sprintf("关于办理第%d号事项的通知", i)))
		extra := fmt.Sprintf(`<img src="/img/%d.jpg">`, i)
		if i%10 == 0 {
			extra += fmt.Sprintf(`<a href="/file/%d.doc">附件：登记表</a>`, i)
			d.truth = append(d.truth, fmt.Sprintf("/file/%d.doc", i))
		}
		if i%7 == 0 { // next to nothing: it may be an error page
			d.pages[address] = fmt.Sprintf(`<html><head><title>关于办理第%d号事项的通知</title></head><body><p>详见附件。</p>%s</body></html>`, i, extra)
		}
		d.pages[address] = strings.Replace(d.pages[address], "</body>", extra+"</body>", 1)
	}
	for i := 0; i < len(columns); i += 2 {
		d.page(columns[i], column(columns[i+1], "<ul>"+strings.Join(rows[columns[i]], "")+"</ul>"))
	}
	return d
}

// What a crawl asks of a small portal beside its pages and attachments adds little to
// them: by the server's own book.
func TestSmallPortalsAreAskedLittleMoreThanTheirPages(t *testing.T) {
	const most = 1.25 // requests for each page
	for _, tt := range []struct {
		name   string
		pages  int
		six    bool
		robots bool
		dead   int // links
	}{
		{"thirty pages over IPv4", 30, false, false, 0},
		{"thirty pages, with a robots.txt", 30, false, true, 0},
		{"sixty pages, over IPv6 too", 60, true, false, 0},
		{"sixty pages, with two dead links", 60, false, true, 2},
		{"a hundred pages over both, with three dead links", 100, true, true, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := smallPortal(tt.pages)
			if tt.robots {
				d.pages["/robots.txt"] = "User-agent: *\nDisallow: /admin/\n"
			}
			for i := range tt.dead {
				d.pages["/tzgg/"] += fmt.Sprintf(`<a href="/tzgg/gone%d.html">关于已撤第%d号事项的通知全文在此查看</a>`, i, i)
			}
			w := newWeb(t)
			w.pages("www.a.gov.cn", d.pages)
			if tt.six {
				w.six(nil)
				w.name("www.a.gov.cn", "www.a.gov.cn. 60 IN AAAA ::1")
			}
			served := w.sites["www.a.gov.cn"]
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				switch path.Ext(r.URL.Path) {
				case ".doc":
					rw.Header().Set("Content-Type", "application/msword")
				case ".jpg":
					rw.Header().Set("Content-Type", "image/jpeg")
				default:
					served(rw, r)
				}
			}
			snap, m := crawlOf(t, w, w.settings())
			got := map[string]bool{}
			for _, p := range m.pages {
				got[strings.TrimPrefix(p.URL, w.url("www.a.gov.cn"))] = p.OK()
			}
			for _, path := range d.truth {
				if !got[path] {
					t.Errorf("not in the snapshot: %s", path)
				}
			}
			w.mu.Lock()
			defer w.mu.Unlock()
			if n := float64(len(w.requests)) / float64(len(d.truth)); n > most {
				t.Errorf("%.2f requests a page: %v", n, besides(d, w.requests))
			}
			if h := snap.Hosts[0]; tt.six && (!h.V6.OK() || len(h.V6Second)+len(h.V6Third) < 5) {
				t.Errorf("over IPv6: home %+v, %d and %d links", h.V6, len(h.V6Second), len(h.V6Third))
			}
		})
	}
}

// besides returns the requests that did not bring a page for the first time.
func besides(d *drawn, asked []string) (out []string) {
	seen := map[string]bool{}
	for _, r := range asked {
		path := strings.TrimPrefix(r, "GET www.a.gov.cn")
		if d.pages[path] == "" || seen[path] {
			out = append(out, r)
		}
		seen[path] = true
	}
	return out
}
