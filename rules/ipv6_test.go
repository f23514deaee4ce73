package rules

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/govaudit/govaudit/site"
)

// goodHost is a host that does all that is asked of it, seen from a machine with
// IPv6.
func goodHost() (site.Host, site.Vantage) {
	v6 := []netip.Addr{netip.MustParseAddr("2408:8000::1")}
	at := time.Date(2026, 4, 10, 0, 0, 0, 0, time.UTC)
	home := func() *site.Reach {
		return &site.Reach{URL: "http://www.example.gov.cn/", At: at, Status: 200, Title: "示例县人民政府", Bytes: 30000, Sketch: hashes(0, 64)}
	}
	h := site.Host{Name: "www.example.gov.cn", Checked: at, AAAA: v6, AAnswer: site.NoError, AAAAAnswer: site.NoError, Zone: "example.gov.cn", NSAnswer: site.NoError,
		NS: []site.NameServer{{Name: "ns1.example.gov.cn", AAAA: v6, AAAAAnswer: site.NoError}, {Name: "ns2.example.gov.cn", AAAAAnswer: site.NoData}},
		V4: home(), V6: home(), Record: "c0ffee"}
	for _, path := range []string{"/zwgk/", "/zwfw/", "/hdjl/", "/yw/t20260408_1.html", "/yw/t20260407_2.html", "/zwgk/t20260402_9.html"} {
		h.V6Second = append(h.V6Second, site.Reach{URL: "http://www.example.gov.cn" + path, At: at, Status: 200})
	}
	return h, site.Vantage{IPv6: true, DNS: true}
}

// hashes returns n numbers from from on, spread like hashes.
func hashes(from, n int) []uint64 {
	out := make([]uint64, n)
	for i := range out {
		out[i] = uint64(from+i) * 0x9E3779B97F4A7C15
	}
	return out
}

func refuse(list []site.Reach, n int, f site.Failure) {
	for i := range n {
		list[i].Status, list[i].Err, list[i].Failure = 0, "connection refused", f
	}
}

func TestIPv6(t *testing.T) {
	const host = "www.example.gov.cn"
	tests := []struct {
		name  string
		with  string
		spoil func(h *site.Host, v *site.Vantage)
		want  string
	}{
		{"all as it should be", "", nil, "pass"},
		{"no address record", "", func(h *site.Host, v *site.Vantage) { h.AAAA, h.AAAAAnswer = nil, site.NoData }, "fail\nfail no_aaaa " + host},
		{"only mapped addresses, which are dropped", "", func(h *site.Host, v *site.Vantage) { h.AAAA = nil }, "fail\nfail no_aaaa " + host},
		{"a server that failed says nothing", "", func(h *site.Host, v *site.Vantage) { h.AAAA, h.AAAAAnswer = nil, site.ServFail }, "unknown"},
		{"a server that kept silent says nothing", "", func(h *site.Host, v *site.Vantage) { h.AAAA, h.AAAAAnswer = nil, site.NoAnswer }, "unknown"},
		{"a resolver of ours that is down says nothing", "", func(h *site.Host, v *site.Vantage) { h.AAAA, h.AAAAAnswer, v.DNS = nil, site.NoData, false }, "unknown"},
		{"a name said not to exist although the site is open says nothing", "", func(h *site.Host, v *site.Vantage) {
			h.AAAA, h.AAAAAnswer, h.AAnswer = nil, site.NXDomain, site.NXDomain
		}, "unknown"},
		{"no name server has an address", "", func(h *site.Host, v *site.Vantage) { h.NS[0].AAAA, h.NS[0].AAAAAnswer = nil, site.NoData }, "fail\nfail ns_no_ipv6 " + host},
		{"one name server's addresses are not known", "", func(h *site.Host, v *site.Vantage) { h.NS[0].AAAA, h.NS[0].AAAAAnswer = nil, site.NoAnswer }, "unknown"},
		{"the name servers are not known", "", func(h *site.Host, v *site.Vantage) { h.NS, h.NSAnswer = nil, site.ServFail }, "unknown"},
		{"the home page refuses IPv6", "", func(h *site.Host, v *site.Vantage) {
			h.V6 = &site.Reach{Err: "connection refused", Failure: site.FailConnect}
		}, "fail\nfail unreachable " + host},
		{"the home page refuses IPv4 as well", "", func(h *site.Host, v *site.Vantage) {
			h.V6 = &site.Reach{Err: "connection refused", Failure: site.FailConnect}
			h.V4 = h.V6
		}, "unknown"},
		{"the home page was not tried over IPv6", "", func(h *site.Host, v *site.Vantage) { h.V6 = nil }, "unknown"},
		{"our own guard kept us from trying", "", func(h *site.Host, v *site.Vantage) { h.V6 = &site.Reach{Err: "guard", Failure: site.FailGuard} }, "unknown"},
		{"a machine without IPv6 sees neither reach nor content", "", func(h *site.Host, v *site.Vantage) {
			v.IPv6, v.IPv6Why = false, "没有IPv6路由"
			h.V6 = &site.Reach{Err: "no route", Failure: site.FailConnect}
		}, "unknown"},
		{"a machine without IPv6 still sees what DNS says", "", func(h *site.Host, v *site.Vantage) {
			v.IPv6 = false
			h.NS[0].AAAA, h.NS[0].AAAAAnswer = nil, site.NoData
		}, "fail\nfail ns_no_ipv6 " + host},
		{"an error page over IPv6", "", func(h *site.Host, v *site.Vantage) {
			h.V6.Status, h.V6.Failure = 404, site.FailGone
		}, "fail\nfail content_differs " + host},
		{"a guard page over IPv6 is for a person", "", func(h *site.Host, v *site.Vantage) {
			h.V6.Status, h.V6.Failure = 403, site.FailForbidden
		}, "review\nreview content_differs " + host},
		{"another page over IPv6", "", func(h *site.Host, v *site.Vantage) {
			h.V6.Title, h.V6.Sketch = "Welcome to nginx!", hashes(1000, 64)
		}, "fail\nfail content_differs " + host},
		{"the same title over hardly the same text is for a person", "", func(h *site.Host, v *site.Vantage) { h.V6.Sketch = hashes(1000, 64) }, "review\nreview content_differs " + host},
		{"other news a moment later is the same page", "", func(h *site.Host, v *site.Vantage) { h.V6.Sketch = hashes(12, 64) }, "pass"},
		{"a title with a counter over the same text is the same page", "", func(h *site.Host, v *site.Vantage) { h.V6.Title = "示例县人民政府 第1024位访客" }, "pass"},
		{"a page without text cannot be compared", "", func(h *site.Host, v *site.Vantage) { h.V4.Sketch = nil }, "unknown"},
		{"five of six links are below 85 %", "", func(h *site.Host, v *site.Vantage) { refuse(h.V6Second, 1, site.FailConnect) }, "fail\nfail links_below " + host},
		{"five of six links are enough for 80 %", "{share: 0.8}", func(h *site.Host, v *site.Vantage) { refuse(h.V6Second, 1, site.FailConnect) }, "pass"},
		{"links that the crawl did not get over IPv4 do not count", "", func(h *site.Host, v *site.Vantage) {
			refuse(h.V6Second, 1, site.FailConnect)
			h.V6Second[0].URL = "http://www.example.gov.cn/never-asked.html"
		}, "pass"},
		{"links that a guard answered do not count", "", func(h *site.Host, v *site.Vantage) { refuse(h.V6Second, 1, site.FailThrottled) }, "pass"},
		{"four links are too few", "", func(h *site.Host, v *site.Vantage) {
			refuse(h.V6Second, 4, site.FailConnect)
			h.V6Second = h.V6Second[:4]
		}, "pass"},
		{"only the codes asked for", "{judge: [ns_no_ipv6]}", func(h *site.Host, v *site.Vantage) { h.AAAA, h.AAAAAnswer = nil, site.NoData }, "pass"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h, v := goodHost()
			if tt.spoil != nil {
				tt.spoil(&h, &v)
			}
			if tt.with == "" {
				tt.with = "{}"
			}
			f := judgeSite(t, "ipv6", tt.with, county("", "", "")+network(t, v, h))
			if got := summary(f); got != tt.want {
				t.Errorf("got %s\nwant %s\nreason: %s", got, tt.want, f.Reason)
			}
		})
	}
}

func network(t *testing.T, v site.Vantage, hosts ...site.Host) string {
	t.Helper()
	vantage, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	list, err := json.Marshal(hosts)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("-- snapshot.json --\n{\"vantage\": %s, \"hosts\": %s}\n", vantage, list)
}

func TestIPv6OfFurtherHosts(t *testing.T) {
	h, v := goodHost()
	bare, other := h, h
	bare.Name, bare.AAAA, bare.AAAAAnswer = "example.gov.cn", nil, site.NoData
	other.Name, other.AAAA, other.AAAAAnswer = "zwfw.example.gov.cn", nil, site.NoData
	f := judgeSite(t, "ipv6", "{}", county("", "", "")+network(t, v, h, bare, other))
	if got, want := summary(f), "review\nreview no_aaaa zwfw.example.gov.cn"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestIPv6WithoutObservations(t *testing.T) {
	if f := judgeSite(t, "ipv6", "{}", county("", "", "")); f.Outcome != Unknown {
		t.Errorf("got %s", summary(f))
	}
}

func TestSketchLikeness(t *testing.T) {
	tests := []struct {
		name string
		a, b []uint64
		want float64
	}{
		{"the same", hashes(0, 64), hashes(0, 64), 1},
		{"nothing in common", []uint64{1, 3, 5}, []uint64{2, 4, 6}, 0},
		{"in any order", []uint64{3, 1, 2}, []uint64{2, 3, 1}, 1},
		{"two of the three smallest", []uint64{1, 2, 9}, []uint64{1, 2, 3}, 2.0 / 3},
		{"nothing to compare", nil, nil, 0},
	}
	for _, tt := range tests {
		if got := sketchLikeness(tt.a, tt.b); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}
