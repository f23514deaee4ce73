package crawler

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"time"
)

const dialTimeout = 6 * time.Second // for one address

// family restricts a dialer to one IP version.
type family int

const (
	anyFamily family = 0
	onlyV4    family = 4
	onlyV6    family = 6
)

func (f family) admits(a netip.Addr) bool {
	return f == anyFamily || f == onlyV4 && a.Is4() || f == onlyV6 && a.Is6()
}

// dialer opens connections to names by our resolver, past the guard.
type dialer struct {
	names *resolver
	guard guard
	only  family
}

// dial connects to the first address of the host in addr that lets itself be
// connected to.
func (d dialer) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("dial %s: %w", addr, err)
	}
	all, err := d.names.addresses(ctx, host)
	if err != nil {
		return nil, err
	}
	var first error
	for _, a := range all {
		if !d.only.admits(a) {
			continue
		}
		conn, err := d.one(ctx, network, a, port)
		if err == nil {
			return conn, nil
		}
		if first == nil {
			first = err
		}
		if ctx.Err() != nil {
			break
		}
	}
	if first == nil {
		return nil, fmt.Errorf("%w: %s has no IPv%d address", errName, host, d.only)
	}
	return nil, first
}

func (d dialer) one(ctx context.Context, network string, a netip.Addr, port string) (net.Conn, error) {
	if a.Is6() && !a.Is4In6() && !d.guard.allowed(a) {
		if err := d.guard.checkTranslated(a, d.names.nat64(ctx)); err != nil {
			return nil, err
		}
	}
	addr := net.JoinHostPort(a.String(), port)
	nd := net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second, ControlContext: d.guard.control}
	return nd.DialContext(ctx, network, addr)
}
