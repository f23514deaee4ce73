package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"syscall"
)

// errGuard marks a connection the crawler refused to open.
var errGuard = errors.New("address in a network the crawler must not enter")

// closed lists the networks no public portal lives in. A page could otherwise
// make the crawler read the operator's intranet or a cloud's metadata service.
// netip's own predicates do not cover them: IsGlobalUnicast is true for private,
// shared, documentation and translated addresses.
var closed = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),       // this network
	netip.MustParsePrefix("10.0.0.0/8"),      // private
	netip.MustParsePrefix("100.64.0.0/10"),   // carrier-grade NAT
	netip.MustParsePrefix("127.0.0.0/8"),     // loopback
	netip.MustParsePrefix("169.254.0.0/16"),  // link-local, cloud metadata
	netip.MustParsePrefix("172.16.0.0/12"),   // private
	netip.MustParsePrefix("192.0.0.0/24"),    // protocol assignments
	netip.MustParsePrefix("192.0.2.0/24"),    // documentation
	netip.MustParsePrefix("192.88.99.0/24"),  // 6to4 relays
	netip.MustParsePrefix("192.168.0.0/16"),  // private
	netip.MustParsePrefix("198.18.0.0/15"),   // benchmarks
	netip.MustParsePrefix("198.51.100.0/24"), // documentation
	netip.MustParsePrefix("203.0.113.0/24"),  // documentation
	netip.MustParsePrefix("224.0.0.0/4"),     // multicast
	netip.MustParsePrefix("240.0.0.0/4"),     // reserved, broadcast
	netip.MustParsePrefix("::/96"),           // unspecified, loopback, v4-compatible
	netip.MustParsePrefix("::ffff:0:0:0/96"), // IPv4-translated (SIIT)
	netip.MustParsePrefix("64:ff9b::/96"),    // NAT64: leads to any IPv4 address
	netip.MustParsePrefix("64:ff9b:1::/48"),  // local NAT64
	netip.MustParsePrefix("100::/64"),        // discard
	netip.MustParsePrefix("2001::/32"),       // Teredo
	netip.MustParsePrefix("2001:2::/48"),     // benchmarks
	netip.MustParsePrefix("2001:db8::/32"),   // documentation
	netip.MustParsePrefix("2002::/16"),       // 6to4: leads to any IPv4 address
	netip.MustParsePrefix("3fff::/20"),       // documentation
	netip.MustParsePrefix("5f00::/16"),       // segment routing
	netip.MustParsePrefix("fc00::/7"),        // unique local
	netip.MustParsePrefix("fe80::/10"),       // link-local
	netip.MustParsePrefix("fec0::/10"),       // site-local
	netip.MustParsePrefix("ff00::/8"),        // multicast
}

// guard decides which addresses may be connected to.
type guard struct {
	allow []netip.Prefix // exceptions from closed, by the operator
}

// check returns an error that wraps errGuard if addr must not be entered.
func (g guard) check(addr netip.Addr) error {
	addr = addr.Unmap().WithZone("")
	if g.allowed(addr) {
		return nil
	}
	for _, p := range closed {
		if p.Contains(addr) {
			return fmt.Errorf("%w: %s in %s", errGuard, addr, p)
		}
	}
	if four, ok := isatap(addr); ok {
		return g.through(addr, four, "ISATAP")
	}
	return nil
}

// checkTranslated returns an error that wraps errGuard if one of the prefixes, under
// which this network's NAT64 reaches IPv4 addresses, takes addr to a closed one.
func (g guard) checkTranslated(addr netip.Addr, nat64 []netip.Prefix) error {
	for _, p := range nat64 {
		if !p.Contains(addr) {
			continue
		}
		if four, ok := embedded(addr, p.Bits()); ok {
			return g.through(addr, four, "NAT64")
		}
	}
	return nil
}

// through checks the IPv4 address that addr leads to.
func (g guard) through(addr, four netip.Addr, how string) error {
	if err := g.check(four); err != nil {
		return fmt.Errorf("%w (%s by %s)", err, addr, how)
	}
	return nil
}

// allowed reports whether the operator opened the network of addr.
func (g guard) allowed(addr netip.Addr) bool {
	for _, p := range g.allow {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}

// control is a net.Dialer's last word: it sees the very address that will be
// connected to, after every resolution, so that a name cannot change its mind.
func (g guard) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %s", errGuard, address)
	}
	if unsafePort(ap.Port()) {
		return fmt.Errorf("%w: port %d is none of a portal's", errGuard, ap.Port())
	}
	return g.check(ap.Addr())
}
