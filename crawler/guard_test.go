package crawler

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

func TestGuardClosesEveryNetworkNoPortalLivesIn(t *testing.T) {
	for _, tt := range []struct {
		what, addr string
		open       bool
	}{
		{"loopback", "127.0.0.1", false},
		{"loopback elsewhere in its net", "127.8.9.1", false},
		{"this network", "0.0.0.0", false},
		{"private A", "10.1.2.3", false},
		{"private B, first", "172.16.0.0", false},
		{"private B, last", "172.31.255.255", false},
		{"just below private B", "172.15.255.255", true},
		{"just above private B", "172.32.0.0", true},
		{"private C", "192.168.1.1", false},
		{"carrier-grade NAT", "100.64.0.1", false},
		{"just above carrier-grade NAT", "100.128.0.0", true},
		{"cloud metadata", "169.254.169.254", false},
		{"documentation", "203.0.113.9", false},
		{"benchmarks", "198.18.0.1", false},
		{"multicast", "224.0.0.1", false},
		{"broadcast", "255.255.255.255", false},
		{"a public address", "202.106.0.20", true},
		{"mapped loopback", "::ffff:127.0.0.1", false},
		{"mapped metadata", "::ffff:169.254.169.254", false},
		{"mapped public address", "::ffff:202.106.0.20", true},
		{"IPv6 unspecified", "::", false},
		{"IPv6 loopback", "::1", false},
		{"v4-compatible private", "::10.0.0.1", false},
		{"NAT64 of loopback", "64:ff9b::7f00:1", false},
		{"local NAT64", "64:ff9b:1::1", false},
		{"6to4 of a private address", "2002:a00:1::1", false},
		{"Teredo", "2001:0:1::1", false},
		{"IPv6 documentation", "2001:db8::1", false},
		{"unique local", "fd00::1", false},
		{"link-local", "fe80::1", false},
		{"link-local with zone", "fe80::1%eth0", false},
		{"site-local", "fec0::1", false},
		{"IPv6 multicast", "ff02::1", false},
		{"a public IPv6 address", "2408:8000::1", true},
	} {
		if err := (guard{}).check(netip.MustParseAddr(tt.addr)); (err == nil) != tt.open {
			t.Errorf("%s (%s): %v, want open %v", tt.what, tt.addr, err, tt.open)
		}
	}
	g := guard{allow: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}}
	if g.check(netip.MustParseAddr("10.1.2.3")) != nil || g.check(netip.MustParseAddr("10.2.2.3")) == nil {
		t.Error("the operator's exception opens more or less than it says")
	}
}

func TestGuardHoldsForNamesRedirectsAndLiterals(t *testing.T) {
	w := newWeb(t)
	w.pages("www.a.gov.cn", map[string]string{
		"/":     page("甲市", "http://in.a.gov.cn:"+w.port+"/ 内网", "/jump 公开"),
		"/jump": "→http://meta.a.gov.cn/latest/",
	})
	w.record("in.a.gov.cn. A", "in.a.gov.cn. 60 IN A 10.0.0.8")
	w.record("meta.a.gov.cn. A", "meta.a.gov.cn. 60 IN A 169.254.169.254")
	snap, m := crawlOf(t, w, w.settings(), func(t *site.Target) {
		t.Hosts = []string{"in.a.gov.cn:" + w.port, "meta.a.gov.cn"}
	})
	for _, path := range []string{"in.a.gov.cn:" + w.port + "/", "/jump"} {
		if p := m.page(path); p == nil || p.Failure != site.FailGuard {
			t.Errorf("%s: %+v", path, p)
		}
	}
	if snap.Complete {
		t.Error("complete, although addresses were refused")
	}
}

func TestTransportLetsOnlyReadingThrough(t *testing.T) {
	w := newWeb(t)
	w.pages("www.a.gov.cn", nil)
	tr := newTransport(dialer{newResolver(w.resolver), guard{w.settings().Network.Allow}, anyFamily}, Defaults().Crawl, false)
	for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT"} {
		req, _ := http.NewRequestWithContext(context.Background(), method, w.url("www.a.gov.cn")+"/", nil)
		if _, err := tr.RoundTrip(req); !errors.Is(err, errMethod) {
			t.Errorf("%s: %v", method, err)
		}
	}
	req, _ := http.NewRequest("GET", w.url("www.a.gov.cn")+"/", strings.NewReader("x=1"))
	if _, err := tr.RoundTrip(req); !errors.Is(err, errMethod) {
		t.Errorf("GET with a body: %v", err)
	}
	if len(w.requests) > 0 {
		t.Errorf("requests left the process: %v", w.requests)
	}
}
