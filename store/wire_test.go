package store

import (
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// TestAnExchangeIsPackedSmall: of half a kilobyte of usual lines less than a third is left.
func TestAnExchangeIsPackedSmall(t *testing.T) {
	p := &site.Page{URL: "http://www.a.gov.cn/zwgk/202604/t20260401_1.html", Final: "http://www.a.gov.cn/zwgk/202604/t20260401_1.html"}
	p.Exchange.Request = "GET /zwgk/202604/t20260401_1.html HTTP/1.1\r\nHost: www.a.gov.cn\r\nUser-Agent: govaudit\r\n" +
		"Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\nAccept-Encoding: gzip\r\nAccept-Language: zh-CN,zh;q=0.9\r\n"
	p.Exchange.Answer = "HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Fri, 10 Apr 2026 00:00:00 GMT\r\nContent-Type: text/html\r\n" +
		"Content-Length: 51234\r\nLast-Modified: Wed, 01 Apr 2026 00:00:00 GMT\r\nVary: Accept-Encoding\r\nETag: \"6801f-c822\"\r\nAccept-Ranges: bytes\r\n"
	b := packWire(p)
	if raw := len(p.Exchange.Request) + len(p.Exchange.Answer); len(b) > raw/3 {
		t.Errorf("%d bytes packed to %d", raw, len(b))
	}
	got := &site.Page{URL: p.URL, Final: p.Final}
	if err := unpackWire(b, got); err != nil || got.Exchange != p.Exchange {
		t.Errorf("%v: unpacked\n%q", err, got.Exchange)
	}
}

func TestDamagedExchangesAreAnError(t *testing.T) {
	p := &site.Page{URL: "http://a/", Final: "http://a/", Exchange: site.Exchange{Request: "GET / HTTP/1.1\r\nX: y\r\n", Answer: "HTTP/1.1 200 OK\r\n"}}
	whole := packWire(p)
	for name, b := range map[string][]byte{
		"cut short":          whole[:len(whole)-2],
		"more than was":      append(whole[:len(whole):len(whole)], 0),
		"unknown form":       append([]byte{99}, whole[1:]...),
		"unknown line":       {wireForm, 1, 0x7f, 0, 0},
		"more lines than is": {wireForm, 0xff, 0xff, 0xff, 0x7f, 0, 0},
	} {
		if err := unpackWire(b, &site.Page{URL: p.URL, Final: p.Final}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func FuzzUnpackWire(f *testing.F) {
	f.Add([]byte{wireForm, 1, wireGet, 1, wireLiteral, 1, 'x', 0}, "http://a/")
	f.Fuzz(func(t *testing.T, b []byte, url string) {
		p := &site.Page{URL: url, Final: url, Chain: []site.Hop{{URL: url}}}
		if unpackWire(b, p) != nil {
			return
		}
		again := &site.Page{URL: url, Final: url, Chain: []site.Hop{{URL: url}}}
		if err := unpackWire(packWire(p), again); err != nil || again.Exchange != p.Exchange {
			t.Errorf("packed again: %v\n%q\n%q", err, p.Exchange, again.Exchange)
		}
	})
}

// BenchmarkPackWire packs the exchange of one page.
func BenchmarkPackWire(b *testing.B) {
	p := &site.Page{URL: "http://www.a.gov.cn/zwgk/t1.html", Final: "http://www.a.gov.cn/zwgk/t1.html"}
	p.Exchange.Request = "GET /zwgk/t1.html HTTP/1.1\r\nHost: www.a.gov.cn\r\nUser-Agent: govaudit\r\n" + strings.Repeat("Accept-Encoding: gzip\r\n", 4)
	p.Exchange.Answer = "HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Fri, 10 Apr 2026 00:00:00 GMT\r\nContent-Type: text/html\r\nETag: \"6801f-c822\"\r\n"
	b.ReportAllocs()
	for b.Loop() {
		packWire(p)
	}
}
