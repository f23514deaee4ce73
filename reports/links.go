package reports

import (
	"net/url"
	"strings"
)

// href returns an address that may stand behind a link: absolute http or https
// with a host and nothing odd in it; "" for anything else, which is then shown as
// words only. Addresses come from pages we audit and are not to be trusted.
func href(address string) string {
	if len(address) > 2079 || clean(address) != address || strings.ContainsAny(address, "\"'<>`\\ ") {
		return ""
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return ""
	}
	return address
}
