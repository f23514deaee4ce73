package evidence

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"io"
	"iter"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

var noon = time.Date(2026, 4, 10, 4, 0, 0, 123456000, time.UTC)

const (
	getHome = "GET / HTTP/1.1\r\nHost: www.linxi.gov.cn\r\nUser-Agent: govaudit/0\r\nAccept-Encoding: gzip\r\n"
	okHome  = "HTTP/1.1 200 OK\r\nDate: Fri, 10 Apr 2026 04:00:00 GMT\r\nContent-Type: text/html; charset=gbk\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n"
)

// gbk is 临溪 in GBK within a page.
const gbk = "<html><title>\xc1\xd9\xcf\xaa</title></html>"

// page is one that was fetched and came.
func page(url, body string) *site.Page {
	p := &site.Page{URL: url, Final: url, From: "http://www.linxi.gov.cn/", Depth: 1, Status: 200, Fetched: noon.Add(time.Minute),
		Millis: 12, ContentType: "text/html; charset=gbk", Body: []byte(body), Size: int64(len(body)),
		Exchange: site.Exchange{Request: getHome, Answer: okHome, Remote: netip.MustParseAddrPort("192.0.2.7:80")}}
	if body != "" {
		p.SHA256 = sumOf(p.Body)
	}
	return p
}

// oddPages are pages of every kind a crawl stores, in address order.
func oddPages() []*site.Page {
	home := page("http://www.linxi.gov.cn/", gbk)
	home.Depth, home.From = 0, ""

	again := page("http://www.linxi.gov.cn/again.html", gbk)

	chain := page("http://www.linxi.gov.cn/chain", "<p>end</p>")
	chain.Final = "http://www.linxi.gov.cn/end.html"
	chain.Chain = []site.Hop{
		{URL: "http://www.linxi.gov.cn/chain", Status: 302, Exchange: site.Exchange{Request: getHome, Answer: "HTTP/1.1 302 Found\r\nLocation: /mid\r\nContent-Length: 99\r\n"}},
		{URL: "http://www.linxi.gov.cn/mid", Status: 301},
	}

	empty := page("http://www.linxi.gov.cn/empty.html", "")

	gone := page("http://www.linxi.gov.cn/gone.html", "no such page")
	gone.Status, gone.Failure, gone.Err = 404, site.FailGone, "网页不存在"
	gone.Exchange.Answer = "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n"

	head := page("http://www.linxi.gov.cn/file.doc", "")
	head.Exchange = site.Exchange{Request: "HEAD /file.doc HTTP/1.1\r\nHost: www.linxi.gov.cn\r\n", Answer: "HTTP/1.1 200 OK\r\nContent-Type: application/msword\r\nContent-Length: 40960\r\n"}
	head.Size = 40960

	huge := page("http://www.linxi.gov.cn/huge.html", strings.Repeat("0123456789abcdef", 5_000))
	huge.Truncated, huge.Failure, huge.Err = true, site.FailTooLarge, "过大"

	ipv6 := page("http://www.linxi.gov.cn/ipv6.html", "<p>six</p>")
	ipv6.Exchange.Remote = netip.MustParseAddrPort("[2001:db8::7%eth0]:80")

	nasty := page("http://www.linxi.gov.cn/nasty?b=2&a=1,,,", "GET / HTTP/1.1\r\n\r\nWARC/1.1\r\nWARC-Type: response\r\n\r\n")
	nasty.From = "http://www.linxi.gov.cn/\r\nWARC-Type: metadata"
	nasty.Exchange.Answer = "HTTP/2.0 200 \r\nWARC-Type: revisit\r\nwarc-type: request\r\nno colon here\r\n: empty name\r\nX-\xc1\xd9: v\r\nX-Bytes: \xc1\xd9\x00\r\n folded\r\n\r\nX-After: blank\r\n"

	old := page("http://www.linxi.gov.cn/old.html", "<p>old snapshot</p>")
	old.Exchange, old.LastModified, old.ETag = site.Exchange{}, noon.Add(-time.Hour), `"abc"`

	refused := page("http://www.linxi.gov.cn/out", "")
	refused.Status, refused.Failure, refused.Err, refused.Final = 302, site.FailRedirect, "跳转到站外", "http://elsewhere.example/"
	refused.Chain = []site.Hop{{URL: "http://www.linxi.gov.cn/out", Status: 302}}

	rendered := page("http://www.linxi.gov.cn/rendered.html", "<div id=app></div>")
	doc := []byte("<div id=app>临溪</div>")
	rendered.Rendered = &site.Rendering{At: noon.Add(2 * time.Minute), SHA256: sumOf(doc), Body: doc}

	same := page("http://www.linxi.gov.cn/same.html", "<p>unchanged</p>")
	same.Same = noon.Add(-24 * time.Hour)
	same.Exchange.Answer = "HTTP/1.1 304 Not Modified\r\n"

	slow := &site.Page{URL: "http://www.linxi.gov.cn/slow.html", Final: "http://www.linxi.gov.cn/slow.html", Failure: site.FailTimeout, Err: "超时", Fetched: noon}

	cut := page("http://www.linxi.gov.cn/unfinished.html", "")
	cut.Failure, cut.Err = site.FailTimeout, "超时"

	return []*site.Page{home, again, chain, empty, gone, head, huge, ipv6, nasty, old, refused, rendered, same, slow, cut}
}

// source is a site of these pages.
func source(id string, pages []*site.Page) Site {
	record, unquoted := []byte(`{"name":"www.linxi.gov.cn"}`), []byte(`{"name":"linxi.gov.cn"}`)
	meta := site.Snapshot{ID: "run/" + id, Target: site.Target{ID: id, Name: "临溪县人民政府", URL: "http://www.linxi.gov.cn/"}, Started: noon, Finished: noon.Add(time.Hour),
		Hosts: []site.Host{{Name: "bare.linxi.gov.cn"}, {Name: "linxi.gov.cn", Checked: noon, Record: sumOf(unquoted)}, {Name: "www.linxi.gov.cn", Checked: noon, Record: sumOf(record)}}}
	return Site{
		Meta: meta,
		Result: &audit.Site{ID: id, Findings: []rules.Finding{{Rule: "national/x", Outcome: rules.Fail, Defects: []rules.Defect{{Code: "late", Outcome: rules.Fail,
			Evidence: []rules.Evidence{{URL: "http://www.linxi.gov.cn/", Quote: "临溪", SHA256: sumOf([]byte(gbk))}, {URL: "http://www.linxi.gov.cn/", Quote: "no AAAA", SHA256: sumOf(record)}}}}}}},
		Pages: func(context.Context) iter.Seq2[*site.Page, error] {
			return func(yield func(*site.Page, error) bool) {
				for _, p := range pages {
					if !yield(p, nil) {
						return
					}
				}
			}
		},
		Body: func(_ context.Context, sum string) ([]byte, error) {
			for _, r := range [][]byte{record, unquoted} {
				if sum == sumOf(r) {
					return r, nil
				}
			}
			return nil, errors.New("no such record")
		},
		Shots: func(context.Context) iter.Seq2[*Shot, error] {
			return func(yield func(*Shot, error) bool) {
				yield(&Shot{URL: "http://www.linxi.gov.cn/", At: noon, Body: []byte("\x89PNG\r\n\x1a\n")}, nil)
			}
		},
	}
}

func testKey(t testing.TB) ed25519.PrivateKey {
	t.Helper()
	seed := sha256.Sum256([]byte("a key for tests"))
	return ed25519.NewKeyFromSeed(seed[:])
}

// exportOf is an export of these sites and a folder for it.
func exportOf(t testing.TB, key ed25519.PrivateKey, limit int64, sites ...Site) (*Export, string) {
	t.Helper()
	return &Export{Run: audit.Run{ID: "20260410-120000.000-abcdef", Started: noon, Finished: noon.Add(time.Hour), Program: "govaudit test"}, Sites: sites, Limit: limit, Key: key,
		Results: func(w io.Writer) error { _, err := io.WriteString(w, "{}\n"); return err }}, filepath.Join(t.TempDir(), "evidence")
}

// exported writes an export of these sites and returns its folder.
func exported(t testing.TB, key ed25519.PrivateKey, limit int64, sites ...Site) string {
	t.Helper()
	x, dir := exportOf(t, key, limit, sites...)
	if _, err := x.Write(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// verified checks a folder and returns what is wrong with it, a line each.
func verified(t testing.TB, dir string, c Check) (*Report, string) {
	t.Helper()
	r, err := c.Verify(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, p := range r.Problems {
		b.WriteString(p.String() + "\n")
	}
	return r, b.String()
}

// entries reads the list of an export.
func entries(t testing.TB, dir string) []Entry {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, listFile))
	if err != nil {
		t.Fatal(err)
	}
	var out []Entry
	for line := range strings.Lines(string(data)) {
		e, _, _, err := parseEntry([]byte(strings.TrimSuffix(line, "\n")))
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		out = append(out, e)
	}
	return out
}

// only returns the entries of these types.
func only(list []Entry, kinds ...string) (out []Entry) {
	for _, e := range list {
		if slices.Contains(kinds, e.Type) {
			out = append(out, e)
		}
	}
	return out
}
