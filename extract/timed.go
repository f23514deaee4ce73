package extract

import "strings"

// Scripts put the time, or what they made of it, into the addresses of the data they
// ask for. Some servers answer nothing without it; what is asked for is the same.

// Timed reports an address that says when it was made.
func Timed(address string) bool {
	for pair := range queryPairs(address) {
		if key, value, _ := strings.Cut(pair, "="); isBuster(key, value) {
			return true
		}
	}
	return false
}

// WithoutSeal returns a normalised address without the signature over the time that
// [Timed] saw in it.
func WithoutSeal(address string) string {
	head, query, some := strings.Cut(address, "?")
	if !some {
		return address
	}
	var kept []string
	for pair := range strings.SplitSeq(query, "&") {
		if key, value, _ := strings.Cut(pair, "="); !isSeal(key, value) {
			kept = append(kept, pair)
		}
	}
	if len(kept) == 0 {
		return head
	}
	return head + "?" + strings.Join(kept, "&")
}

func isSeal(key, value string) bool {
	switch strings.ToLower(key) {
	case "sign", "signature", "sig", "nonce", "noncestr", "nonce_str", "token", "digest", "mac", "hmac":
		return value != "" && !strings.Contains(value, "%")
	}
	return false
}

func queryPairs(address string) func(func(string) bool) {
	_, query, _ := strings.Cut(address, "?")
	query, _, _ = strings.Cut(query, "#")
	return strings.SplitSeq(query, "&")
}
