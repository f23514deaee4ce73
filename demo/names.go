package demo

import (
	"context"
	"log/slog"
	"net"
	"strconv"
	"strings"

	"github.com/miekg/dns"
)

// serveNames starts the name server on one free port, UDP and TCP.
func (p *Portals) serveNames(ctx context.Context, log *slog.Logger) error {
	var lc net.ListenConfig
	var last error
	for range 20 { // the port that is free for UDP may be taken for TCP
		pc, err := lc.ListenPacket(ctx, "udp4", "127.0.0.1:0")
		if err != nil {
			return err
		}
		addr := net.JoinHostPort("127.0.0.1", strconv.Itoa(pc.LocalAddr().(*net.UDPAddr).Port))
		l, err := lc.Listen(ctx, "tcp4", addr)
		if err != nil {
			pc.Close()
			last = err
			continue
		}
		p.dnsAddr = addr
		handler := dns.HandlerFunc(p.answer)
		for _, s := range []*dns.Server{{PacketConn: pc, Handler: handler}, {Listener: l, Handler: handler}} {
			ready := make(chan struct{})
			s.NotifyStartedFunc = func() { close(ready) }
			p.names = append(p.names, s)
			go func() {
				if err := s.ActivateAndServe(); err != nil {
					log.Debug("demonstration name server stopped", "err", err)
				}
			}()
			<-ready
		}
		return nil
	}
	return last
}

// answer answers one question from what the sites say of themselves: every host
// has 127.0.0.1, and ::1 where it has IPv6 at all; the zone is the host without its
// first label, with two name servers that have IPv6 where the zone's do.
func (p *Portals) answer(w dns.ResponseWriter, r *dns.Msg) {
	m := new(dns.Msg)
	m.SetReply(r)
	m.Authoritative = true
	if len(r.Question) == 1 {
		p.fill(m, r.Question[0])
	}
	// A client that has gone away needs no answer.
	_ = w.WriteMsg(m)
}

func (p *Portals) fill(m *dns.Msg, q dns.Question) {
	name := strings.ToLower(strings.TrimSuffix(q.Name, "."))
	known := false
	head := dns.RR_Header{Name: q.Name, Class: dns.ClassINET, Rrtype: q.Qtype, Ttl: 60}
	for _, s := range p.sites {
		zone := s.zone
		switch {
		case name == s.host, name == zone && strings.HasPrefix(s.host, "www."):
			known = true
			p.address(m, q, s.v6 != v6None)
		case name == "ns1."+zone, name == "ns2."+zone:
			known = true
			p.address(m, q, s.nsV6)
		}
		if name == zone {
			known = true
			switch q.Qtype {
			case dns.TypeNS:
				m.Answer = []dns.RR{&dns.NS{Hdr: head, Ns: "ns1." + zone + "."}, &dns.NS{Hdr: head, Ns: "ns2." + zone + "."}}
			case dns.TypeSOA:
				m.Answer = []dns.RR{soa(zone, head)}
			}
		}
		if len(m.Answer) > 0 {
			return
		}
		if name == zone || strings.HasSuffix(name, "."+zone) {
			m.Ns = []dns.RR{soa(zone, dns.RR_Header{Name: zone + ".", Class: dns.ClassINET, Rrtype: dns.TypeSOA, Ttl: 60})}
		}
	}
	if !known {
		m.Rcode = dns.RcodeNameError
	}
}

func (p *Portals) address(m *dns.Msg, q dns.Question, six bool) {
	head := dns.RR_Header{Name: q.Name, Class: dns.ClassINET, Rrtype: q.Qtype, Ttl: 60}
	switch {
	case len(m.Answer) > 0:
	case q.Qtype == dns.TypeA:
		m.Answer = append(m.Answer, &dns.A{Hdr: head, A: net.IPv4(127, 0, 0, 1)})
	case q.Qtype == dns.TypeAAAA && six:
		m.Answer = append(m.Answer, &dns.AAAA{Hdr: head, AAAA: net.IPv6loopback})
	}
}

func soa(zone string, head dns.RR_Header) dns.RR {
	return &dns.SOA{Hdr: head, Ns: "ns1." + zone + ".", Mbox: "hostmaster." + zone + ".", Serial: 2026041001, Refresh: 7200, Retry: 900, Expire: 1209600, Minttl: 60}
}
