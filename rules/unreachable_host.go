package rules

import (
	"net/netip"
	"net/url"
	"strings"
)

// nobodysHost reports an address that no reader of a public site can open: its host
// is a number of a private, local or reserved network, or the machine itself.
func nobodysHost(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	name := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	ip, err := netip.ParseAddr(name)
	if err != nil {
		return name == "localhost" || strings.HasSuffix(name, ".localhost")
	}
	ip = ip.Unmap()
	return !ip.IsGlobalUnicast() || ip.IsPrivate()
}
