package site

import (
	"cmp"
	"strings"
)

// reasons tell by a word of what the network's libraries say what it means. The first
// that is found counts, so what is exact stands before what is general.
var reasons = [...]struct{ word, means string }{
	{"connection reset", "连接被重置"},
	{"connection refused", "连接被拒绝"},
	{"no such host", "域名没有解析"},
	{"server misbehaving", "域名服务器应答异常"},
	{"IPv4 address", "域名没有 IPv4 地址"},
	{"IPv6 address", "域名没有 IPv6 地址"},
	{"no route to host", "网络不可达"},
	{"network is unreachable", "网络不可达"},
	{"certificate has expired", "证书不在有效期内"},
	{"unknown authority", "证书不受信任"},
	{"certificate is valid for", "证书与域名不符"},
	{"certificate is not valid for", "证书与域名不符"},
	{"x509:", "证书不受信任"},
	{"HTTP response to HTTPS", "对方没有使用加密连接"},
	{"tls:", "加密连接没有建立"},
	{"context canceled", "检查被中止"},
	{"timeout", "超时"},
	{"deadline exceeded", "超时"},
	{"headers exceeded", "应答头过大"},
	{"malformed", "应答不符合 HTTP 规范"},
	{"Content-Length", "应答不符合 HTTP 规范"},
	{"unexpected EOF", "连接中途断开"},
	{"broken pipe", "连接中途断开"},
	{"EOF", "连接被对方关闭"},
	{"closed network connection", "连接中途断开"},
}

// Plain says what an error that a crawl recorded means, for those who are to mend it:
// without the words of the network's libraries, their addresses and ports, which are for
// who looks into it. What is Chinese, an HTTP status or an address is kept as it is.
func Plain(err string) string {
	head, rest, bracketed := strings.Cut(err, "（")
	i := strings.LastIndex(rest, "）")
	if !bracketed || i < 0 {
		head, rest, i = "", err, len(err)
	}
	inner, tail := rest[:i], strings.TrimPrefix(rest[i:], "）")
	if !technical(inner) {
		return err
	}
	why := reason(inner)
	switch {
	case head == "" && why == "":
		return "没有取到"
	case head == "" || why == "" || strings.HasSuffix(head, why): // 响应超时
		return cmp.Or(head, why) + tail
	}
	return head + "（" + why + "）" + tail
}

// technical reports words that are no Chinese, no status and no address.
func technical(words string) bool {
	for _, begin := range []string{"HTTP ", "http://", "https://", "/"} {
		if strings.HasPrefix(words, begin) {
			return false
		}
	}
	letters := 0
	for _, r := range words {
		if r >= 0x2E80 { // Chinese, and its punctuation
			return false
		}
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			letters++
		}
	}
	return letters > 0
}

func reason(words string) string {
	for _, r := range reasons {
		if strings.Contains(words, r.word) {
			return r.means
		}
	}
	return ""
}
