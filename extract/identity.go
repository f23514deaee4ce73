package extract

import (
	"slices"
	"strings"
)

// maxPairs bounds the parameters of an address that are put in order.
const maxPairs = 16

// Identity returns the form under which the variants of a normalised address are
// one: list.asp?type=4&id=12 and list.asp?id=12&type=4 ask for the same page.
func Identity(address string) string {
	q := strings.IndexByte(address, '?')
	if q < 0 || strings.IndexByte(address[q:], '&') < 0 {
		return address
	}
	query, fragment := address[q+1:], ""
	if i := strings.IndexByte(query, '#'); i >= 0 {
		query, fragment = query[:i], query[i:]
	}
	var room [maxPairs]string
	pairs := room[:0]
	for pair := range strings.SplitSeq(query, "&") {
		if len(pairs) == maxPairs {
			return address
		}
		pairs = append(pairs, pair)
	}
	byName := func(a, b string) int {
		a, _, _ = strings.Cut(a, "=")
		b, _, _ = strings.Cut(b, "=")
		return strings.Compare(a, b)
	}
	if slices.IsSortedFunc(pairs, byName) {
		return address
	}
	slices.SortStableFunc(pairs, byName) // values of one name keep their order
	return address[:q+1] + strings.Join(pairs, "&") + fragment
}

// isBuster reports a parameter that selects nothing: the time or a random number that
// keeps caches from answering, the visitor's session, where the reader came from.
func isBuster(key, value string) bool {
	switch strings.ToLower(key) {
	case "_", "_t", "t", "r", "rnd", "rand", "ran", "random", "timestamp", "ts", "_ts", "time", "nocache", "_r", "dt", "nd", "_dc": // nd: jqGrid, _dc: Ext
	case "utm_source", "utm_medium", "utm_campaign", "spm":
		return true
	case "sid", "session", "token", "s":
		return len(value) >= 24 && strings.Trim(value, "0123456789abcdefABCDEF-") == ""
	default:
		return false
	}
	if rest, ok := strings.CutPrefix(value, "0."); ok {
		return len(rest) >= 6 && strings.Trim(rest, "0123456789") == ""
	}
	return len(value) == 13 && value[0] == '1' && strings.Trim(value, "0123456789") == "" // milliseconds
}
