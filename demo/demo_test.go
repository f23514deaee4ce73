package demo_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/miekg/dns"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/govaudit/govaudit/demo"
)

func start(t *testing.T) *demo.Portals {
	t.Helper()
	p, err := demo.Start(t.Context(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

func TestNames(t *testing.T) {
	p := start(t)
	tests := []struct {
		name, ask string
		qtype     uint16
		rcode     int
		want      string // in the answers; "" for none
	}{
		{"a portal has an IPv4 address", "www.yunling.gov.cn.", dns.TypeA, dns.RcodeSuccess, "127.0.0.1"},
		{"and an IPv6 address", "www.yunling.gov.cn.", dns.TypeAAAA, dns.RcodeSuccess, "::1"},
		{"the bare name has it too", "yunling.gov.cn.", dns.TypeAAAA, dns.RcodeSuccess, "::1"},
		{"upper case is the same name", "WWW.YunLing.gov.cn.", dns.TypeA, dns.RcodeSuccess, "127.0.0.1"},
		{"the old county has none", "www.guting.gov.cn.", dns.TypeAAAA, dns.RcodeSuccess, ""},
		{"the zone has name servers", "yunling.gov.cn.", dns.TypeNS, dns.RcodeSuccess, "ns1.yunling.gov.cn."},
		{"the host has none of its own", "www.yunling.gov.cn.", dns.TypeNS, dns.RcodeSuccess, ""},
		{"the zone has a beginning", "yunling.gov.cn.", dns.TypeSOA, dns.RcodeSuccess, "hostmaster"},
		{"a name server has IPv6", "ns1.yunling.gov.cn.", dns.TypeAAAA, dns.RcodeSuccess, "::1"},
		{"that of the old county has not", "ns1.guting.gov.cn.", dns.TypeAAAA, dns.RcodeSuccess, ""},
		{"a bureau stands in the zone of its city", "jtj.jiangzhou.gov.cn.", dns.TypeA, dns.RcodeSuccess, "127.0.0.1"},
		{"a name that is not there", "nowhere.yunling.gov.cn.", dns.TypeA, dns.RcodeNameError, ""},
		{"a name of the world", "www.gov.cn.", dns.TypeA, dns.RcodeNameError, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, network := range []string{"udp", "tcp"} {
				c := dns.Client{Net: network}
				m := new(dns.Msg)
				m.SetQuestion(tt.ask, tt.qtype)
				r, _, err := c.ExchangeContext(t.Context(), m, p.Resolver())
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for _, rr := range r.Answer {
					got = append(got, rr.String())
				}
				all := strings.Join(got, "\n")
				if r.Rcode != tt.rcode || (tt.want == "") != (all == "") || !strings.Contains(all, tt.want) {
					t.Errorf("%s: code %d, answers %q; want code %d and %q", network, r.Rcode, all, tt.rcode, tt.want)
				}
			}
		})
	}
}

// get asks for an address of a portal over one family.
func get(t *testing.T, p *demo.Portals, id, path, family string) (*http.Response, []byte, error) {
	t.Helper()
	var home *url.URL
	for _, s := range p.Sites() {
		if s.ID == id {
			home, _ = url.Parse(s.URL)
		}
	}
	if home == nil {
		t.Fatalf("no portal %s", id)
	}
	addr := map[string]string{"tcp4": "127.0.0.1", "tcp6": "::1"}[family]
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, family, net.JoinHostPort(addr, home.Port()))
	}}}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, home.Scheme+"://"+home.Host+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return resp, body, err
}

func TestPages(t *testing.T) {
	p := start(t)
	gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte("古亭县人民政府主办"))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, id, path, family string
		status                 int // 0: the connection is cut
		want                   []byte
	}{
		{"a home page", "yunling", "/", "tcp4", 200, []byte("云岭省人民政府")},
		{"the same over IPv6", "yunling", "/", "tcp6", 200, []byte("云岭省人民政府")},
		{"a page in the bytes of GBK", "guting", "/top.htm", "tcp4", 200, gbk},
		{"a page of a department on the host of its county", "linxi-jyj", "/bm/jyj/", "tcp4", 200, []byte("临溪县教育局")},
		{"an attachment", "yunling", "/yl/c200104/202603/c8801/files/2025.pdf", "tcp4", 200, []byte("%PDF-")},
		{"a page that is not there", "jiangzhou", "/nothing.html", "tcp4", 404, nil},
		{"a page that is not there where the server hides it", "jtj", "/nothing.htm", "tcp4", 200, []byte("找不到")},
		{"a portal that is dead over IPv6", "jiangzhou", "/", "tcp6", 0, nil},
		{"another page over IPv6", "lanhai", "/", "tcp6", 200, []byte("nginx")},
		{"an inner page that only IPv4 has", "linxi", "/col/col20/index.html", "tcp6", 404, nil},
		{"a portal that is down", "nanpu", "/", "tcp4", 0, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.family == "tcp6" && !p.IPv6() {
				t.Skip("this machine has no IPv6")
			}
			resp, body, err := get(t, p, tt.id, tt.path, tt.family)
			switch {
			case tt.status == 0:
				if err == nil {
					t.Errorf("answered %s", resp.Status)
				}
			case err != nil:
				t.Error(err)
			case resp.StatusCode != tt.status || !bytes.Contains(body, tt.want):
				t.Errorf("answered %s with %.200q", resp.Status, body)
			}
		})
	}
}

func TestCloseEndsBothServers(t *testing.T) {
	p := start(t)
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := get(t, p, "yunling", "/", "tcp4"); err == nil {
		t.Error("the web server still answers")
	}
	if err := p.Close(); err != nil {
		t.Errorf("closing again: %v", err)
	}
}
