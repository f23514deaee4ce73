package crawler

import "strings"

// Portals that do not want their texts linked from elsewhere, or their files, give another
// page to who names none of theirs as the one he comes from. Readers come from where the
// link stands, and their browsers say so.

// referer is what a browser says with a request for address that it came by on the page at
// from (Referrer Policy, strict-origin-when-cross-origin): the page, to its own host; the
// host, to others; nothing where the way there is less safe.
func referer(from, address string) string {
	if from == "" || len(from) > maxAddress || !plainASCII(from) {
		return ""
	}
	here, there := originOf(from), originOf(address)
	switch {
	case here == "" || there == "":
		return ""
	case here == there:
		page, _, _ := strings.Cut(from, "#")
		return page
	case strings.HasPrefix(here, "https:") && !strings.HasPrefix(there, "https:"):
		return ""
	}
	return here + "/"
}

// originOf returns the scheme, host and port of an address of the web, "" of any other, and
// of one that names a user.
func originOf(address string) string {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok || scheme != "http" && scheme != "https" {
		return ""
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	if end == 0 || strings.Contains(rest[:end], "@") {
		return ""
	}
	return address[:len(scheme)+len("://")+end]
}

// plainASCII reports that s may stand in the head of a request as it is.
func plainASCII(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
