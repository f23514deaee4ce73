package crawler

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/miekg/dns"
	"golang.org/x/net/publicsuffix"

	"github.com/govaudit/govaudit/site"
)

const (
	maxHosts   = 20 // hosts of a site that are observed
	maxServers = 16 // name servers of a zone
)

// observe asks about the names of the site's hosts, and visits it over IPv6
// where that can be done. Every observation is stored, for evidence.
func (cr *crawl) observe(ctx context.Context) error {
	zones := map[string]zone{}
	homeName := strings.ToLower(cr.home.Hostname())
	names := cr.hostNames(homeName)
	hosts := make([]site.Host, len(names))
	within, cancel := context.WithDeadline(ctx, cr.lateUntil())
	defer cancel()
	for i, name := range names {
		asking := within
		if name == homeName {
			asking = ctx
		}
		hosts[i] = cr.observeHost(asking, name, zones)
		if name == homeName {
			cr.snap.Vantage.DNS, cr.snap.Vantage.DNSWhy = vantageDNS(hosts[i])
			cr.reach(ctx, &hosts[i])
		}
	}
	cr.reachHosts(ctx, hosts[1:])
	if err := ctx.Err(); err != nil {
		return err
	}
	for i, name := range names {
		h := hosts[i]
		record, err := timeless(h)
		if err != nil {
			return fmt.Errorf("encode observations of %s: %w", name, err)
		}
		if h.Record, err = cr.archive.Record(ctx, record); err != nil {
			return fmt.Errorf("store observations of %s: %w", name, err)
		}
		cr.snap.Hosts = append(cr.snap.Hosts, h)
	}
	return nil
}

// lateMost is for how long after its time a site may still be visited over IPv6, and the
// names of its further hosts be asked about; a tenth of its time where that is less.
const lateMost = 30 * time.Second

func (cr *crawl) lateUntil() time.Time {
	return cr.deadline.Add(min(lateMost, cr.limits.MaxTime/10))
}

// timeless encodes what was observed of a host without when and how fast: two crawls
// that saw the same have the same record, and evidence of it the same hash. The times
// stand in the snapshot.
func timeless(h site.Host) ([]byte, error) {
	b, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	var fields map[string]any
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(&fields); err != nil {
		return nil, err
	}
	delete(fields, "checked")
	delete(fields, "record")
	for _, v := range fields {
		reaches, ok := v.([]any)
		if !ok {
			reaches = []any{v}
		}
		for _, r := range reaches {
			if reach, ok := r.(map[string]any); ok {
				delete(reach, "at")
				delete(reach, "millis")
			}
		}
	}
	return json.Marshal(fields)
}

// hostNames returns the hosts to observe, the home page's first, then by name.
func (cr *crawl) hostNames(home string) []string {
	cr.mu.Lock()
	defer cr.mu.Unlock()
	names := []string{home}
	for n := range cr.names {
		if n != home {
			names = append(names, n)
		}
	}
	slices.Sort(names[1:])
	return names[:min(len(names), maxHosts)]
}

func vantageDNS(h site.Host) (bool, string) {
	switch {
	case h.AAnswer.Definite() || h.AAAAAnswer.Definite():
		return true, ""
	case h.AAnswer == site.ServFail || h.AAAAAnswer == site.ServFail:
		return false, "域名服务器返回错误，未能取得解析结果"
	}
	return false, "域名服务器没有应答，未能取得解析结果"
}

// observeHost asks for the addresses and the zone of name.
func (cr *crawl) observeHost(ctx context.Context, name string, zones map[string]zone) site.Host {
	h := site.Host{Name: name, Checked: now()}
	if a, err := netip.ParseAddr(name); err == nil {
		return literal(h, a)
	}
	r := cr.c.names
	h.AAnswer, h.A = r.observed(ctx, name, dns.TypeA)
	h.AAAAAnswer, h.AAAA = r.observed(ctx, name, dns.TypeAAAA)
	z := r.zoneOf(ctx, name, zones)
	h.Zone, h.NSAnswer, h.NS = z.name, z.answer, z.servers
	return h
}

// literal fills in a host that is an address itself: it has no name to ask about.
func literal(h site.Host, a netip.Addr) site.Host {
	h.AAnswer, h.AAAAAnswer = site.NoData, site.NoData
	if a = a.Unmap(); a.Is4() {
		h.A, h.AAnswer = []netip.Addr{a}, site.NoError
	} else {
		h.AAAA, h.AAAAAnswer = []netip.Addr{a}, site.NoError
	}
	return h
}

// translated holds addresses a DNS64 resolver makes up for names without AAAA.
var translated = netip.MustParsePrefix("64:ff9b::/96")

// observed asks for the addresses of name, ascending. IPv4 addresses dressed as
// IPv6 are dropped: records of nothing else count as none.
func (r *resolver) observed(ctx context.Context, name string, qtype uint16) (site.Answer, []netip.Addr) {
	answer, rrs := r.ask(ctx, name, qtype)
	all, _ := records(rrs)
	var addrs []netip.Addr
	for _, a := range all {
		if qtype == dns.TypeA && a.Is4() || qtype == dns.TypeAAAA && a.Is6() && !a.Is4In6() && !translated.Contains(a) {
			addrs = append(addrs, a)
		}
	}
	slices.SortFunc(addrs, netip.Addr.Compare)
	addrs = slices.Compact(addrs)
	if answer == site.NoError && len(addrs) == 0 {
		answer = site.NoData
	}
	return answer, addrs
}

// zone is what was seen of the zone that holds a name.
type zone struct {
	name    string
	answer  site.Answer
	servers []site.NameServer
}

// zoneOf finds the zone of name by asking for name servers from the name upwards,
// up to below its public suffix: the servers of gov.cn are no portal's own. A
// server that does not answer ends the search, since the zone may begin there.
func (r *resolver) zoneOf(ctx context.Context, name string, known map[string]zone) zone {
	suffix, _ := publicsuffix.PublicSuffix(name)
	for at := name; at != suffix && strings.Contains(at, "."); {
		if z, ok := known[at]; ok {
			return z
		}
		answer, rrs := r.ask(ctx, at, dns.TypeNS)
		if answer == site.NoAnswer {
			return zone{answer: answer}
		}
		if servers := serversOf(rrs, at); answer == site.NoError && len(servers) > 0 {
			z := zone{name: at, answer: site.NoError}
			for _, s := range servers {
				ns := site.NameServer{Name: s}
				ns.AAAAAnswer, ns.AAAA = r.observed(ctx, s, dns.TypeAAAA)
				z.servers = append(z.servers, ns)
			}
			known[at] = z
			return z
		}
		_, at, _ = strings.Cut(at, ".")
	}
	return zone{answer: site.NoData}
}

// serversOf returns the names in the NS records that belong to owner itself.
func serversOf(rrs []dns.RR, owner string) []string {
	var names []string
	for _, rr := range rrs {
		ns, ok := rr.(*dns.NS)
		if ok && strings.EqualFold(strings.TrimSuffix(ns.Hdr.Name, "."), owner) {
			names = append(names, strings.ToLower(strings.TrimSuffix(ns.Ns, ".")))
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	return names[:min(len(names), maxServers)]
}
