package crawler

import (
	"context"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/miekg/dns"
)

// translation is what is known of the NAT64 of the network the crawler is in: the
// prefixes under which IPv6 addresses lead to IPv4 ones. It is asked for once.
type translation struct {
	once     sync.Once
	prefixes []netip.Prefix
}

// translationWait bounds the one question for NAT64 prefixes: a network without a
// name server that answers has no NAT64 that could be found.
const translationWait = 2 * time.Second

// nat64 finds the prefixes as RFC 7050 says: a name that has IPv4 addresses only
// gets IPv6 ones made up by the network's own DNS.
func (r *resolver) nat64(ctx context.Context) []netip.Prefix {
	r.translation.once.Do(func() {
		// The answer is for all who dial: it must not depend on who asked first.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), translationWait)
		defer cancel()
		_, rrs := r.ask(ctx, "ipv4only.arpa", dns.TypeAAAA)
		addrs, _ := records(rrs)
		for _, a := range addrs {
			if p, ok := translator(a); ok && !slices.Contains(r.translation.prefixes, p) {
				r.translation.prefixes = append(r.translation.prefixes, p)
			}
		}
	})
	return r.translation.prefixes
}

// arpa are the two IPv4 addresses of ipv4only.arpa.
var arpa = []netip.Addr{netip.MustParseAddr("192.0.0.170"), netip.MustParseAddr("192.0.0.171")}

// translator returns the prefix under which addr was made from one of arpa.
func translator(addr netip.Addr) (netip.Prefix, bool) {
	for _, bits := range []int{96, 64, 56, 48, 40, 32} {
		if four, ok := embedded(addr, bits); ok && slices.Contains(arpa, four) {
			return netip.PrefixFrom(addr, bits).Masked(), true
		}
	}
	return netip.Prefix{}, false
}

// embedded returns the IPv4 address that addr holds behind a prefix of that many
// bits (RFC 6052 §2.2; byte 8 is skipped).
func embedded(addr netip.Addr, bits int) (netip.Addr, bool) {
	if !addr.Is6() || addr.Is4In6() || bits%8 != 0 || bits < 32 || bits > 96 {
		return netip.Addr{}, false
	}
	all := addr.As16()
	var four [4]byte
	at := bits / 8
	for i := range four {
		if at == 8 && bits < 96 {
			at++
		}
		four[i] = all[at]
		at++
	}
	return netip.AddrFrom4(four), true
}

// isatap returns the IPv4 address of the host behind an ISATAP address (RFC 5214).
func isatap(addr netip.Addr) (netip.Addr, bool) {
	all := addr.As16()
	if addr.Is4() || all[9] != 0 || all[8]&^2 != 0 || all[10] != 0x5e || all[11] != 0xfe {
		return netip.Addr{}, false
	}
	return netip.AddrFrom4([4]byte(all[12:16])), true
}
