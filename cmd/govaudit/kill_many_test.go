package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const towns = 10

// killsEnv is how often TestKilledAuditOfManySites kills; a few times without it.
const killsEnv = "GOVAUDIT_KILLS"

// TestKilledAuditOfManySites kills an audit of ten sites at a random moment and
// starts it again, as often as killsEnv says. Each time it must end with the results
// of an audit left in peace, and ask for no page again that was stored.
func TestKilledAuditOfManySites(t *testing.T) {
	kills := 2
	if n, err := strconv.Atoi(os.Getenv(killsEnv)); err == nil {
		kills = n
	}
	l, err := net.Listen("tcp4", "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &townWeb{asked: map[string]int{}}
	srv := &httptest.Server{Listener: l, Config: &http.Server{Handler: w}}
	srv.Start()
	defer srv.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	dir := t.TempDir()
	began := time.Now()
	if err := program(townConfig(t, dir, "calm", port), filepath.Join(dir, "calm")).Run(); err != nil {
		t.Fatal(err)
	}
	whole := time.Since(began)
	want := timeless(t, filepath.Join(dir, "calm"))
	for k := range kills {
		name := fmt.Sprint("killed", k)
		config, out := townConfig(t, dir, name, port), filepath.Join(dir, name)
		w.reset()
		child := program(config, out)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		delay := rand.N(whole)
		time.Sleep(delay)
		child.Process.Kill()
		child.Wait()
		if runFinished(t, filepath.Join(dir, name+".db")) {
			continue // on its way out: started again, it would be another audit
		}
		stored := storedAddresses(t, filepath.Join(dir, name+".db"))
		before := w.book()
		if err := program(config, out).Run(); err != nil {
			t.Fatalf("killed after %s of %s: %v", delay, whole, err)
		}
		after := w.book()
		for _, address := range stored {
			if after[address] != before[address] {
				t.Errorf("killed after %s of %s: %s was stored and asked for again", delay, whole, address)
			}
		}
		if diff := cmp.Diff(want, timeless(t, out)); diff != "" {
			t.Errorf("killed after %s of %s, %d pages stored: results (-in peace +killed):\n%s", delay, whole, len(stored), diff)
		}
	}
}

func townConfig(t *testing.T, dir, name, port string) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "as_of: 2026-04-10\nstore: sqlite:%s.db\nsites:\n", name)
	for i := range towns {
		fmt.Fprintf(&b, "  - {id: town%d, name: 示例%d市人民政府, url: 'http://127.0.0.%d:%s/', level: city}\n", i, i, i+1, port)
	}
	b.WriteString("network: {allow: [127.0.0.0/8], ipv6: \"off\"}\ncrawl: {per_host: 2, backoff: 5ms}\n")
	path := filepath.Join(dir, name+".yaml")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// townWeb serves ten small portals, each with a habit of its own.
type townWeb struct {
	mu    sync.Mutex
	asked map[string]int // by address without scheme
}

func (w *townWeb) reset() {
	w.mu.Lock()
	defer w.mu.Unlock()
	clear(w.asked)
}

func (w *townWeb) book() map[string]int {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := map[string]int{}
	for k, v := range w.asked {
		out[k] = v
	}
	return out
}

func (w *townWeb) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	w.asked[r.Host+r.URL.RequestURI()]++
	w.mu.Unlock()
	time.Sleep(2 * time.Millisecond)
	host, _, _ := net.SplitHostPort(r.Host)
	habit := strings.TrimPrefix(host, "127.0.0.")
	column, article := -1, -1
	fmt.Sscanf(r.URL.Path, "/zwgk/%d/t%d", &column, &article)
	known := r.URL.Path == "/" || r.URL.Path == fmt.Sprintf("/zwgk/%d/", column) && column < len(townColumns) ||
		r.URL.Path == fmt.Sprintf("/zwgk/%d/t%d.html", column, article) && column < len(townColumns) && article < 8
	switch {
	case r.URL.Path == "/robots.txt" && habit == "3":
		fmt.Fprint(rw, "User-agent: *\nDisallow: /zwgk/1/t3.html\nSitemap: /sitemap.xml\n")
		return
	case r.URL.Path == "/sitemap.xml" && habit == "3":
		fmt.Fprintf(rw, "<urlset><url><loc>http://%s/zwgk/2/t7.html</loc></url></urlset>", r.Host)
		return
	case strings.HasSuffix(r.URL.Path, ".pdf"):
		rw.Header().Set("Content-Type", "application/pdf")
		io.WriteString(rw, "%PDF-1.4\n%%EOF\n")
		return
	case habit == "4" && article == 3, !known && habit != "2":
		http.NotFound(rw, r)
		return
	case habit == "5" && article == 5:
		rw.WriteHeader(http.StatusServiceUnavailable)
		return
	case habit == "6" && article == 2:
		http.Redirect(rw, r, fmt.Sprintf("/zwgk/%d/t1.html", column), http.StatusFound)
		return
	case habit == "7" && article == 6:
		rw.WriteHeader(http.StatusForbidden)
		return
	}
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	body := townPage(column, article, known)
	if script := townScripts[habit]; script != "" && r.URL.Path == "/zwgk/5/" {
		head, _, _ := strings.Cut(body, "<div>")
		body = head + `<div><ul id="list"></ul><a id="more" href="javascript:;">加载更多</a></div><script>` + script + "</script></body></html>"
	}
	fmt.Fprint(rw, body)
}

// townRows writes the rows of a list into a page; where they lead only its script knows.
const townRows = `var shown = 0;
function rows() { for (var k = 0; k < 3 && shown < 7; k++, shown++) { var li = document.createElement("li"); li.innerHTML = '<a href="javascript:;" onclick="go(' + shown + ')">通知公告第' + shown + '号</a><span>2026-03-0' + (shown + 1) + '</span>'; list.appendChild(li); } }
function go(n) { location.href = ["t", n, ".html"].join(""); }
rows();
`

// townScripts are what a browser is wanted for in the last column of some portals, by
// habit: a list that is pressed to its end, one whose further rows are only had by POST,
// and a page that sends its readers on.
var townScripts = map[string]string{
	"8":  townRows + `more.onclick = rows;`,
	"9":  townRows + `more.onclick = function () { fetch("rows", {method: "POST"}); };`,
	"10": `list.innerHTML = "<li>正在进入</li>"; setTimeout(function () { location.href = ["", "zwgk", 3, ""].join("/"); }, 50);`,
}

var townColumns = []string{"政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开", "通知公告"}

func townPage(column, article int, known bool) string {
	var b strings.Builder
	b.WriteString(`<html><head><meta name="SiteName" content="示例市人民政府"><title>`)
	b.WriteString(fmt.Sprint("示例市人民政府 ", column, " ", article) + "</title></head><body>")
	if !known {
		return b.String() + "<p>您访问的页面不存在或已删除，请返回首页继续浏览其他内容。</p></body></html>"
	}
	b.WriteString("<ul>")
	for c, name := range townColumns {
		fmt.Fprintf(&b, `<li><a href="/zwgk/%d/">%s</a></li>`, c, name)
	}
	b.WriteString("</ul><div>")
	switch {
	case article >= 0:
		fmt.Fprintf(&b, "<h1>%s第%d号</h1><p>发布日期：2026-03-%02d</p>", townColumns[column], article, article+1)
		b.WriteString(strings.Repeat(fmt.Sprintf("<p>各县（市、区）人民政府，市政府各部门：现将第%d号印发给你们，请认真贯彻执行。</p>", article), 8))
		fmt.Fprintf(&b, `<p><a href="/zwgk/%d/fj%d.pdf">附件</a> <a href="/zwgk/%d/t%d.html">下一篇</a></p>`, column, article, column, (article+1)%8)
	case column >= 0:
		for a := range 7 { // the last is only linked from the one before it
			fmt.Fprintf(&b, `<li><a href="/zwgk/%d/t%d.html">%s第%d号</a><span>2026-03-%02d</span></li>`, column, a, townColumns[column], a, a+1)
		}
	}
	b.WriteString("</div><div>主办单位：示例市人民政府办公室　网站标识码：3299000001</div></body></html>")
	return b.String()
}

// storedAddresses lists, without scheme, what an interrupted audit has in its store.
func storedAddresses(t *testing.T, db string) []string {
	t.Helper()
	if _, err := os.Stat(db); err != nil {
		return nil
	}
	st := openStore(t, db)
	defer st.Close()
	runs, err := st.Runs(t.Context())
	if err != nil || len(runs) == 0 {
		return nil
	}
	var out []string
	for i := range towns {
		snap, err := st.Snapshot(t.Context(), runs[0].ID, fmt.Sprint("town", i))
		if err != nil {
			continue // not begun
		}
		for p, err := range snap.Pages(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			if u, err := url.Parse(p.URL); err == nil && p.OK() {
				out = append(out, u.Host+u.RequestURI())
			}
		}
	}
	return out
}
