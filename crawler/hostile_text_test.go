package crawler

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/site"
)

// Markup may be anything: it is read in time, or said not to have been read.
func TestHostileText(t *testing.T) {
	const most = 100 << 10
	of := func(contentType, head, piece string) http.HandlerFunc {
		b := append([]byte(head), bytes.Repeat([]byte(piece), most/len(piece))...)
		return func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", contentType)
			rw.Write(b)
		}
	}
	row := func(name string, answer http.HandlerFunc) hostile {
		return hostile{name: name, bad: answer, want: map[string]site.Failure{"/bad": ""}, either: true, requests: 400}
	}
	html := "text/html; charset=utf-8"
	unread := func(name string, failure site.Failure, answer http.HandlerFunc) hostile {
		return hostile{name: name, bad: answer, want: map[string]site.Failure{"/bad": failure}, stopped: "1 个地址没有得到确定的结果", requests: 400}
	}
	rows := []hostile{
		unread("tags within tags within tags", site.FailTooLarge, of(html, "", "<div>")),
		unread("rows behind more tables within tables than are followed", site.FailTooLarge, of(html, strings.Repeat("<table><tr><td>", 300), "<tr><td>有效性<td>有效")),
		row("rows behind as many that are closed again", of(html, strings.Repeat("<table><tr><td></table>", 300), "<p>有效性：有效</p>")),
		row("attributes without end", of(html, "<a ", `a="1" `)),
		row("one line of text", of(html, "", "公开指南")),
		row("comments that never close", of(html, "", "<!--<script>")),
		row("CDATA that never closes", of(html, "", "<![CDATA[")),
		row("a title without end", of(html, "<title>", "题")),
		row("a script of calls that never close", of(html, "<script>", "function f(a){ $.ajax({url:")),
		row("a script of quotes", of(html, "<script>", `"`)),
		row("tables that span thousands", of(html, "<table>", "<tr><td rowspan=1000 colspan=1000>1")),
		unread("forms, tables and lists that never close", site.FailTooLarge, of(html, "", "<form><table><tr><td><p><ul><li>")),
		unread("entities that are none", site.FailOther, of(html, "", "&amp&#x110000;&nosuch")),
		{name: "NUL bytes", bad: of(html, "", "\x00"), want: map[string]site.Failure{"/bad": site.FailOther}, either: true, requests: 400},
		unread("UTF-16 that says it is UTF-8", site.FailTooLarge, of(html, "\xff\xfe", "<\x00b\x00>\x00")),
		row("UTF-7", of("text/html; charset=utf-7", "", "+ADw-script+AD4-")),
		row("GBK that says it is UTF-8", of(html, "<p>", "\xb9\xab\xbf\xaa")),
		row("UTF-8 with the mark of UTF-16", of(html, "\xfe\xff", "公开")),
		row("JSON within JSON", of("application/json", "", `[{"a":`)),
		row("XML that expands", of("text/xml", `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>`, "&b;")),
		row("words that kill a regular expression", of(html, "", strings.Repeat("2026年1月1日至", 20))),
		{name: "ten thousand links", bad: func(rw http.ResponseWriter, _ *http.Request) {
			for i := range 10000 {
				fmt.Fprintf(rw, "<a href=/l%d>更多</a>", i)
			}
		}, tune: func(s *Settings) { s.Crawl.MaxPages = 20 }, want: map[string]site.Failure{"/bad": ""}, stopped: "达到页数上限 20", requests: 50},
		{name: "a page of more tags than are read proves nothing", bad: func(rw http.ResponseWriter, _ *http.Request) {
			rw.Write(bytes.Repeat([]byte("<b>x</b>"), 160_000))
		}, tune: func(s *Settings) { s.Crawl.MaxBody, s.Crawl.Timeout = 2<<20, 5*time.Second }, want: map[string]site.Failure{"/bad": site.FailTooLarge}, stopped: "1 个地址没有得到确定的结果"},
		{name: "a robots.txt of a megabyte", portal: func(w *web) {
			w.pages("www.a.gov.cn", map[string]string{"/": page("甲市", "/x/ 公开"), "/x/": page("公开"), "/robots.txt": "User-agent: *\nDisallow: /secret\n" + strings.Repeat("Disallow: /a*b*c*d*e*f\n", 40000)})
		}, want: map[string]site.Failure{"/x/": ""}, complete: true},
		{name: "a page in place of robots.txt", portal: func(w *web) {
			w.pages("www.a.gov.cn", map[string]string{"/": page("甲市"), "/robots.txt": page("User-agent: *\nDisallow: /")})
		}, want: map[string]site.Failure{"/": ""}, complete: true},
		{name: "a robots.txt that forbids everything", portal: func(w *web) {
			w.pages("www.a.gov.cn", map[string]string{"/": page("甲市"), "/robots.txt": "User-agent: *\nDisallow: /\n"})
		}, want: map[string]site.Failure{"/": site.FailRobots}, stopped: "robots.txt 不允许访问"},
		{name: "sitemaps that name each other", portal: func(w *web) {
			index := func(n int) string {
				return fmt.Sprintf("<sitemapindex><sitemap><loc>%s/s%d.xml</loc></sitemap><sitemap><loc>%s/s%d.xml</loc></sitemap></sitemapindex>", w.url("www.a.gov.cn"), n+1, w.url("www.a.gov.cn"), n+2)
			}
			pages := map[string]string{"/": page("甲市"), "/sitemap.xml": index(0)}
			for n := range 50 {
				pages[fmt.Sprintf("/s%d.xml", n+1)] = index(n + 1)
			}
			w.pages("www.a.gov.cn", pages)
		}, complete: true},
	}
	runHostile(t, rows)
}
