package browser

import (
	"slices"
	"strings"

	"github.com/chromedp/cdproto/network"
)

// Bounds on what a script says with one request.
const (
	maxOwnHeaders = 16
	maxOwnHeader  = 4 << 10 // bytes of one
)

// notOwn are headers, by their beginnings and in lower case, that browsers set by
// themselves, that belong to the connection, or that would tell the server of another
// visitor.
var notOwn = []string{
	"accept-", "cache-control", "connection", "content-length", "cookie", "date", "dnt", "expect", "forwarded", "host", "if-",
	"keep-alive", "origin", "pragma", "priority", "proxy-", "purpose", "range", "referer", "save-data", "sec-", "te", "trailer",
	"transfer-encoding", "upgrade", "user-agent", "via", "x-client-ip", "x-forwarded-", "x-real-ip",
}

// ownHeaders returns what a script says in the head of its request: in what form it
// wants the answer, and by what its server knows the pages of its own.
func ownHeaders(all network.Headers) map[string]string {
	own := map[string]string{}
	for name := range all {
		low := strings.ToLower(name)
		system := slices.ContainsFunc(notOwn, func(s string) bool {
			return low == s || strings.HasSuffix(s, "-") && strings.HasPrefix(low, s)
		})
		value := header(all, name)
		if system || low == "upgrade-insecure-requests" || value == "" || len(name)+len(value) > maxOwnHeader || len(own) >= maxOwnHeaders {
			continue
		}
		own[name] = value
	}
	return own
}

// disguised reports a request whose head says that it means another method than its own.
func disguised(all network.Headers) bool {
	for _, name := range [...]string{"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"} {
		if m := strings.ToUpper(header(all, name)); m != "" && m != "GET" && m != "HEAD" {
			return true
		}
	}
	return false
}
