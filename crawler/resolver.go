package crawler

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/miekg/dns"

	"github.com/govaudit/govaudit/site"
)

const (
	dnsTimeout   = 3 * time.Second
	dnsTries     = 2
	dnsKeep      = 5 * time.Minute // the longest an answer is reused
	dnsKeepShort = time.Second     // the shortest: connections opened together share one answer
	dnsKeepNone  = 2 * time.Second // for names that do not resolve
)

// errName marks a name that has no address, or could not be asked for.
var errName = errors.New("name does not resolve")

// resolver turns names into addresses for the dialer, with a cache, and asks
// single questions for the observations, without one.
type resolver struct {
	servers []string // host:port
	system  bool     // dial by the system's own rules (hosts file included)

	translation translation

	mu    sync.Mutex
	cache map[string]*lookup
}

type lookup struct {
	done  chan struct{} // closed once the rest is set
	addrs []netip.Addr  // IPv4 first
	err   error
	until time.Time
}

// newResolver asks server, or the servers of /etc/resolv.conf if it is "".
func newResolver(server string) *resolver {
	r := &resolver{cache: map[string]*lookup{}}
	if server != "" {
		r.servers = []string{server}
		return r
	}
	r.system = true
	if c, err := dns.ClientConfigFromFile("/etc/resolv.conf"); err == nil {
		for _, s := range c.Servers {
			r.servers = append(r.servers, net.JoinHostPort(s, c.Port))
		}
	}
	return r
}

// addresses returns where name leads, IPv4 first; at least one, or an error
// that wraps errName.
func (r *resolver) addresses(ctx context.Context, name string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(name); err == nil {
		return []netip.Addr{a.Unmap()}, nil
	}
	for {
		r.mu.Lock()
		l := r.cache[name]
		if l == nil {
			l = &lookup{done: make(chan struct{})}
			r.cache[name] = l
			r.mu.Unlock()
			r.fill(ctx, name, l)
			return l.addrs, l.err
		}
		r.mu.Unlock()
		select {
		case <-l.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if time.Now().Before(l.until) {
			return l.addrs, l.err
		}
		r.forget(name, l)
	}
}

func (r *resolver) forget(name string, l *lookup) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.cache[name] == l {
		delete(r.cache, name)
	}
}

// fill does the lookup and keeps it; one cut short by its caller is not kept.
func (r *resolver) fill(ctx context.Context, name string, l *lookup) {
	defer close(l.done)
	var ttl time.Duration
	if r.system {
		l.addrs, l.err = net.DefaultResolver.LookupNetIP(ctx, "ip", name)
		ttl = time.Minute
	} else {
		l.addrs, ttl, l.err = r.both(ctx, name)
	}
	for i, a := range l.addrs {
		l.addrs[i] = a.Unmap()
	}
	sortFamilies(l.addrs)
	if ctx.Err() != nil {
		l.addrs, l.err = nil, ctx.Err()
		return // l.until stays zero: the next caller asks again
	}
	if l.err != nil {
		l.err = fmt.Errorf("%w: %s: %v", errName, name, l.err)
		ttl = dnsKeepNone
	}
	l.until = time.Now().Add(min(max(ttl, dnsKeepShort), dnsKeep))
}

// sortFamilies puts IPv4 first and keeps the server's order otherwise: a machine
// without IPv6 then loses no time on addresses it cannot reach.
func sortFamilies(addrs []netip.Addr) {
	var four, six []netip.Addr
	for _, a := range addrs {
		if a.Is4() {
			four = append(four, a)
		} else {
			six = append(six, a)
		}
	}
	copy(addrs, append(four, six...))
}

func (r *resolver) both(ctx context.Context, name string) ([]netip.Addr, time.Duration, error) {
	type reply struct {
		answer site.Answer
		rrs    []dns.RR
	}
	six := make(chan reply, 1)
	go func() {
		answer, rrs := r.ask(ctx, name, dns.TypeAAAA)
		six <- reply{answer, rrs}
	}()
	answer, rrs := r.ask(ctx, name, dns.TypeA)
	r6 := <-six
	addrs, ttl := records(rrs)
	addrs6, ttl6 := records(r6.rrs)
	if len(addrs) == 0 {
		ttl = ttl6
	}
	addrs = append(addrs, addrs6...)
	if len(addrs) == 0 {
		return nil, 0, fmt.Errorf("no address (A %s, AAAA %s)", answer, r6.answer)
	}
	return addrs, ttl, nil
}

// records returns the addresses in rrs and how long they may be kept.
func records(rrs []dns.RR) (addrs []netip.Addr, ttl time.Duration) {
	for _, rr := range rrs {
		var ip net.IP
		switch rr := rr.(type) {
		case *dns.A:
			ip = rr.A
		case *dns.AAAA:
			ip = rr.AAAA
		default:
			continue
		}
		a, ok := netip.AddrFromSlice(ip)
		if !ok {
			continue
		}
		if rr.Header().Rrtype == dns.TypeA {
			a = a.Unmap()
		}
		addrs = append(addrs, a)
		ttl = time.Duration(rr.Header().Ttl) * time.Second
	}
	return addrs, ttl
}

// ask puts one question to the servers in turn and tells apart what came back.
// The records are those of the answer section.
func (r *resolver) ask(ctx context.Context, name string, qtype uint16) (site.Answer, []dns.RR) {
	m := new(dns.Msg)
	m.SetQuestion(dns.Fqdn(strings.ToLower(name)), qtype)
	m.SetEdns0(1232, false)
	worst := site.NoAnswer
	for range dnsTries {
		for _, server := range r.servers {
			resp, err := query(ctx, m, server)
			if err != nil {
				if ctx.Err() != nil {
					return site.NoAnswer, nil
				}
				continue
			}
			switch resp.Rcode {
			case dns.RcodeSuccess:
				if has(resp.Answer, qtype) {
					return site.NoError, resp.Answer
				}
				return site.NoData, resp.Answer
			case dns.RcodeNameError:
				return site.NXDomain, nil
			}
			worst = site.ServFail
		}
	}
	return worst, nil
}

func has(rrs []dns.RR, qtype uint16) bool {
	for _, rr := range rrs {
		if rr.Header().Rrtype == qtype {
			return true
		}
	}
	return false
}

// query asks one server over UDP, and over TCP where the answer did not fit.
func query(ctx context.Context, m *dns.Msg, server string) (*dns.Msg, error) {
	resp, err := queryOver(ctx, "udp", m, server)
	if err == nil && resp.Truncated {
		return queryOver(ctx, "tcp", m, server)
	}
	return resp, err
}

func queryOver(ctx context.Context, network string, m *dns.Msg, server string) (*dns.Msg, error) {
	c := &dns.Client{Net: network, Timeout: dnsTimeout, UDPSize: 1232}
	conn, err := c.DialContext(ctx, server)
	if err != nil {
		return nil, fmt.Errorf("reach DNS server %s: %w", server, err)
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	resp, _, err := c.ExchangeWithConnContext(ctx, m, conn)
	if err != nil {
		return nil, fmt.Errorf("ask DNS server %s: %w", server, err)
	}
	return resp, nil
}
