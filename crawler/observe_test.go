package crawler

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/miekg/dns"

	"github.com/govaudit/govaudit/site"
)

var addrs = cmp.Comparer(func(a, b netip.Addr) bool { return a == b })

func TestHostObservation(t *testing.T) {
	w := newWeb(t)
	w.pages("www.a.gov.cn", map[string]string{"/": page("甲市")})
	w.name("www.a.gov.cn",
		"www.a.gov.cn. 60 IN AAAA 2408:8000::2", "www.a.gov.cn. 60 IN AAAA 2408:8000::1", "www.a.gov.cn. 60 IN AAAA ::ffff:1.2.3.4",
		"a.gov.cn. 60 IN NS ns2.a.gov.cn.", "a.gov.cn. 60 IN NS NS1.a.gov.cn.",
		"ns1.a.gov.cn. 60 IN AAAA 2408:8000::53", "ns2.a.gov.cn. 60 IN A 127.0.0.1")
	s := w.settings()
	s.Network.IPv6 = IPv6Off
	snap, m := crawlOf(t, w, s)
	want := site.Host{
		Name: "www.a.gov.cn", A: []netip.Addr{netip.MustParseAddr("127.0.0.1")}, AAnswer: site.NoError,
		AAAA: []netip.Addr{netip.MustParseAddr("2408:8000::1"), netip.MustParseAddr("2408:8000::2")}, AAAAAnswer: site.NoError,
		Zone: "a.gov.cn", NSAnswer: site.NoError,
		NS: []site.NameServer{
			{Name: "ns1.a.gov.cn", AAAA: []netip.Addr{netip.MustParseAddr("2408:8000::53")}, AAAAAnswer: site.NoError},
			{Name: "ns2.a.gov.cn", AAAAAnswer: site.NoData},
		},
	}
	if d := cmp.Diff(want, snap.Hosts[0], addrs, cmpopts.IgnoreFields(site.Host{}, "Checked", "Record")); d != "" {
		t.Errorf("host (-want +got):\n%s", d)
	}
	if !snap.Vantage.DNS || snap.Vantage.IPv6 || snap.Vantage.IPv6Why != "配置关闭了 IPv6 检测" {
		t.Errorf("vantage %+v", snap.Vantage)
	}
	sum := sha256.Sum256(m.records[0])
	if snap.Hosts[0].Record != hex.EncodeToString(sum[:]) {
		t.Error("the record's hash is not that of what was stored")
	}
	var back site.Host
	if err := json.Unmarshal(m.records[0], &back); err != nil || back.Record != "" || back.Name != want.Name {
		t.Errorf("record %s: %v", m.records[0], err)
	}
}

func TestAnswersAreToldApart(t *testing.T) {
	w := newWeb(t)
	w.name("data.a.gov.cn")
	w.name("six.a.gov.cn", "six.a.gov.cn. 60 IN AAAA 2408::1")
	w.name("mapped.a.gov.cn", "mapped.a.gov.cn. 60 IN AAAA ::ffff:1.2.3.4")
	w.name("nat64.a.gov.cn", "nat64.a.gov.cn. 60 IN AAAA 64:ff9b::102:304")
	for name, word := range map[string]string{"fail": "SERVFAIL", "refused": "REFUSED", "nx": "NXDOMAIN"} {
		w.record(name+".a.gov.cn. AAAA", word)
	}
	r := newResolver(w.resolver)
	for _, tt := range []struct {
		name string
		want site.Answer
		n    int
	}{
		{"six", site.NoError, 1},
		{"data", site.NoData, 0},
		{"mapped", site.NoData, 0},
		{"nat64", site.NoData, 0},
		{"nobody", site.NXDomain, 0},
		{"nx", site.NXDomain, 0},
		{"fail", site.ServFail, 0},
		{"refused", site.ServFail, 0},
	} {
		got, list := r.observed(t.Context(), tt.name+".a.gov.cn", dns.TypeAAAA)
		if got != tt.want || len(list) != tt.n {
			t.Errorf("%s: %s with %v, want %s with %d", tt.name, got, list, tt.want, tt.n)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	w.record("silent.a.gov.cn. AAAA", "SILENT")
	if got, _ := r.observed(ctx, "silent.a.gov.cn", dns.TypeAAAA); got != site.NoAnswer {
		t.Errorf("silent: %s", got)
	}
}

func TestZoneIsFoundBelowThePublicSuffix(t *testing.T) {
	for _, tt := range []struct {
		name   string
		rrs    []string
		zone   string
		answer site.Answer
	}{
		{"servers at the name itself", []string{"www.a.gov.cn. 60 IN NS ns.x.cn."}, "www.a.gov.cn", site.NoError},
		{"servers one label up", []string{"a.gov.cn. 60 IN NS ns.x.cn."}, "a.gov.cn", site.NoError},
		{"servers of the public suffix are no portal's own", []string{"gov.cn. 60 IN NS ns.x.cn."}, "", site.NoData},
		{"nothing", nil, "", site.NoData},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			w.name("www.a.gov.cn", tt.rrs...)
			z := newResolver(w.resolver).zoneOf(t.Context(), "www.a.gov.cn", map[string]zone{})
			if z.name != tt.zone || z.answer != tt.answer {
				t.Errorf("zone %q, %s", z.name, z.answer)
			}
		})
	}
}

func TestIPv6(t *testing.T) {
	home := page("甲市", "/1.html 公开", "/2.html 公开")
	other := page("域名停放", "/ 首页")
	six := "www.a.gov.cn. 60 IN AAAA ::1"
	serve := func(body string) http.HandlerFunc {
		return func(rw http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/govaudit-") {
				http.NotFound(rw, r)
				return
			}
			fmt.Fprint(rw, body)
		}
	}
	for _, tt := range []struct {
		name     string
		records  []string
		listen   bool
		handler  http.HandlerFunc
		mode     string
		vantage  bool
		ok, same bool
		second   int
	}{
		{"no AAAA: nothing is tried", nil, true, nil, IPv6Auto, false, false, false, 0},
		{"AAAA but nobody listens", []string{six}, false, nil, IPv6Auto, true, false, false, 0},
		{"the same site over both", []string{six}, true, nil, IPv6Auto, true, true, true, 2},
		{"another site over IPv6", []string{six}, true, serve(other), IPv6Auto, true, true, false, 2},
		{"an error over IPv6", []string{six}, true, func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(502) }, IPv6Auto, true, false, false, 0},
		{"no IPv6 route here", []string{"www.a.gov.cn. 60 IN AAAA 2408:8000:ffff::1"}, false, nil, IPv6Auto, false, false, false, 0},
		{"switched off", []string{six}, true, nil, IPv6Off, false, false, false, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			if tt.listen {
				w.six(tt.handler)
			}
			w.pages("www.a.gov.cn", map[string]string{"/": home, "/1.html": page("一", "/3.html 三"), "/2.html": page("二"), "/3.html": page("三")})
			w.name("www.a.gov.cn", tt.records...)
			s := w.settings()
			s.Network.IPv6 = tt.mode
			snap, _ := crawlOf(t, w, s)
			h := snap.Hosts[0]
			if snap.Vantage.IPv6 != tt.vantage || snap.Vantage.IPv6Why == "" {
				t.Fatalf("vantage %+v", snap.Vantage)
			}
			if !tt.vantage {
				if h.V6 != nil {
					t.Errorf("visited over IPv6 without proof of a vantage: %+v", h.V6)
				}
				return
			}
			if h.V6 == nil || h.V4 == nil || !h.V4.OK() || h.V6.OK() != tt.ok {
				t.Fatalf("v4 %+v, v6 %+v", h.V4, h.V6)
			}
			same := h.V4.Title == h.V6.Title && slices.Equal(h.V4.Sketch, h.V6.Sketch)
			if same != tt.same || len(h.V6Second) != tt.second {
				t.Errorf("same %v, second level %d", same, len(h.V6Second))
			}
			if tt.name == "the same site over both" && (len(h.V6Third) != 1 || !h.V6Third[0].OK() || !h.V6Second[0].OK()) {
				t.Errorf("second %+v, third %+v", h.V6Second, h.V6Third)
			}
		})
	}
}

func TestLinkThatOpensOverNeitherFamilyIsLeftOut(t *testing.T) {
	w := newWeb(t)
	w.six(nil)
	w.name("www.a.gov.cn", "www.a.gov.cn. 60 IN AAAA ::1")
	w.pages("www.a.gov.cn", map[string]string{"/": page("甲市", "/1.html 公开", "/2.html 公开"), "/2.html": page("二")})
	all := w.sites["www.a.gov.cn"]
	var visits atomic.Int32
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path != "/1.html":
			all(rw, r)
		case visits.Add(1) == 1:
			fmt.Fprint(rw, page("一"))
		default:
			rw.WriteHeader(http.StatusServiceUnavailable)
		}
	}
	snap, _ := crawlOf(t, w, w.settings())
	if got := snap.Hosts[0].V6Second; len(got) != 1 || !got[0].OK() || !strings.HasSuffix(got[0].URL, "/2.html") {
		t.Errorf("second level %+v", got)
	}
}

func TestFurtherHostThatDoesNotAnswerIsNotAskedOverIPv6(t *testing.T) {
	w := newWeb(t)
	w.six(nil)
	w.name("www.a.gov.cn", "www.a.gov.cn. 60 IN AAAA ::1")
	w.name("b.a.gov.cn", "b.a.gov.cn. 60 IN AAAA ::1")
	w.pages("www.a.gov.cn", map[string]string{"/": page("甲市", w.url("b.a.gov.cn")+"/ 乙局")})
	w.pages("b.a.gov.cn", map[string]string{"/": "503"})
	snap, _ := crawlOf(t, w, w.settings(), func(t *site.Target) { t.Hosts = []string{"b.a.gov.cn:" + w.port} })
	if len(snap.Hosts) != 2 || snap.Hosts[1].V4 == nil || snap.Hosts[1].V4.OK() || snap.Hosts[1].V6 != nil {
		t.Errorf("hosts %+v", snap.Hosts)
	}
}

func TestCanaryIsAskedOnceAndOnlyForGlobalAddresses(t *testing.T) {
	w := newWeb(t)
	w.pages("canary.cn", map[string]string{"/": "x"})
	w.six(nil)
	w.name("canary.cn", "canary.cn. 60 IN AAAA ::1")
	s := w.settings()
	s.Network.IPv6Canary = []string{"dead.cn", w.url("canary.cn")}
	c, err := New(discard, s)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if ok, why := c.vantage.answered(t.Context()); !ok || !strings.Contains(why, "canary.cn") {
			t.Errorf("%v %s", ok, why)
		}
	}
	if n := len(w.asked()); n != 1 {
		t.Errorf("canary asked %d times: %v", n, w.asked())
	}
	s.Network.IPv6Canary = []string{"dead.cn"}
	c, _ = New(discard, s)
	if ok, why := c.vantage.answered(t.Context()); ok || !strings.Contains(why, "未能证实") {
		t.Errorf("%v %s", ok, why)
	}
}

func TestSampleDoesNotDependOnOrder(t *testing.T) {
	var a, b sample
	for i := range 200 {
		a.add(fmt.Sprint("http://x/", i))
		b.add(fmt.Sprint("http://x/", 199-i))
		b.add(fmt.Sprint("http://x/", 199-i))
	}
	if len(a.picks) != sampleSize || !slices.Equal(a.picks, b.picks) {
		t.Errorf("%d and %d picks", len(a.picks), len(b.picks))
	}
}

// What two crawls saw alike is one record, whenever and however fast it came.
func TestRecordsOfHostsHoldNoTimes(t *testing.T) {
	at := func(hour, millis int) site.Host {
		when := time.Date(2026, 4, 10, hour, 0, 0, 0, time.UTC)
		r := site.Reach{URL: "http://www.a.gov.cn/", At: when, Millis: millis, Status: 200, Sketch: []uint64{1<<63 + 1}}
		return site.Host{Name: "www.a.gov.cn", Checked: when, AAnswer: "ok", V4: &r, V6Second: []site.Reach{r}}
	}
	early, err := timeless(at(8, 5))
	if err != nil {
		t.Fatal(err)
	}
	late, err := timeless(at(20, 900))
	if err != nil {
		t.Fatal(err)
	}
	if string(early) != string(late) {
		t.Errorf("the records differ:\n%s\n%s", early, late)
	}
	if !strings.Contains(string(early), "9223372036854775809") || !strings.Contains(string(early), `"status":200`) {
		t.Errorf("the record lost what was seen: %s", early)
	}
}
