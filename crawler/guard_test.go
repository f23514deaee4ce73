package crawler

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"slices"
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
		{"IPv4-translated", "::ffff:0:10.0.0.1", false},
		{"ISATAP of a private address", "2408:8000::5efe:10.0.0.1", false},
		{"ISATAP of the metadata address, globally unique", "2408:8000::200:5efe:169.254.169.254", false},
		{"ISATAP of a public address", "2408:8000::5efe:202.106.0.20", true},
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

// The prefixes and what they make of 192.0.2.33 are the examples of RFC 6052 §2.4.
func TestNAT64LeadsWhereItsIPv4AddressLies(t *testing.T) {
	for _, tt := range []struct{ prefix, made string }{
		{"2001:db8::/32", "2001:db8:c000:221::"},
		{"2001:db8:100::/40", "2001:db8:1c0:2:21::"},
		{"2001:db8:122::/48", "2001:db8:122:c000:2:2100::"},
		{"2001:db8:122:300::/56", "2001:db8:122:3c0:0:221::"},
		{"2001:db8:122:344::/64", "2001:db8:122:344:c0:2:2100::"},
		{"2001:db8:122:344::/96", "2001:db8:122:344::c000:221"},
	} {
		p := netip.MustParsePrefix(tt.prefix)
		if four, ok := embedded(netip.MustParseAddr(tt.made), p.Bits()); !ok || four != netip.MustParseAddr("192.0.2.33") {
			t.Errorf("%s in %s is %s, want 192.0.2.33", tt.made, p, four)
		}
	}
}

func TestTheNetworksOwnNAT64IsNoWayIn(t *testing.T) {
	w := newWeb(t)
	w.record("ipv4only.arpa. AAAA", "ipv4only.arpa. 60 IN AAAA 2408:8000:64::c000:aa", "ipv4only.arpa. 60 IN AAAA 2408:8000:64::c000:ab")
	nat64 := newResolver(w.resolver).nat64(context.Background())
	if len(nat64) != 1 || nat64[0] != netip.MustParsePrefix("2408:8000:64::/96") {
		t.Fatalf("prefixes %v", nat64)
	}
	for _, tt := range []struct {
		what, addr string
		open       bool
	}{
		{"the metadata service through NAT64", "2408:8000:64::a9fe:a9fe", false},
		{"a private address through NAT64", "2408:8000:64::a00:1", false},
		{"a public address through NAT64", "2408:8000:64::ca6a:14", true},
		{"an address beside the prefix", "2408:8000:65::a00:1", true},
	} {
		if err := (guard{}).checkTranslated(netip.MustParseAddr(tt.addr), nat64); (err == nil) != tt.open {
			t.Errorf("%s (%s): %v, want open %v", tt.what, tt.addr, err, tt.open)
		}
	}
	w.record("in.a.gov.cn. AAAA", "in.a.gov.cn. 60 IN AAAA 2408:8000:64::a00:1")
	d := dialer{newResolver(w.resolver), guard{}, anyFamily}
	if _, err := d.dial(context.Background(), "tcp", "in.a.gov.cn:80"); !errors.Is(err, errGuard) {
		t.Errorf("dial: %v, want it refused by the guard", err)
	}
}

func TestPortsOfOtherServicesAreNotDialled(t *testing.T) {
	g := guard{allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
	for _, tt := range []struct {
		port string
		open bool
	}{{"22", false}, {"25", false}, {"3306", false}, {"6379", false}, {"11211", false}, {"0", false}, {"80", true}, {"443", true}, {"8080", true}, {"34567", true}} {
		if err := g.control(context.Background(), "tcp", "127.0.0.1:"+tt.port, nil); (err == nil) != tt.open {
			t.Errorf("port %s: %v, want open %v", tt.port, err, tt.open)
		}
	}
	if !slices.IsSorted(unsafePorts) {
		t.Error("the ports are not in order, so that some are not found")
	}
}
