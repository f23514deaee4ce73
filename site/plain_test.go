package site

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPlain(t *testing.T) {
	for _, tt := range []struct{ why, err, want string }{
		{"a reset", "连接失败（read tcp 10.0.0.5:40112->203.0.113.7:443: read: connection reset by peer）", "连接失败（连接被重置）"},
		{"a refusal", "连接失败（dial tcp 203.0.113.7:80: connect: connection refused）", "连接失败（连接被拒绝）"},
		{"a name nobody knows", "域名解析失败（dial tcp: lookup x.gov.cn on 10.0.0.2:53: no such host）", "域名解析失败（域名没有解析）"},
		{"an authority nobody knows", "连接失败（tls: failed to verify certificate: x509: certificate signed by unknown authority）", "连接失败（证书不受信任）"},
		{"an old certificate", "连接失败（tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-04-10）", "连接失败（证书不在有效期内）"},
		{"a certificate of others", "连接失败（tls: failed to verify certificate: x509: certificate is valid for a.cn, not b.cn）", "连接失败（证书与域名不符）"},
		{"too late", "响应超时（context deadline exceeded）", "响应超时"},
		{"a connection closed", "连接失败（EOF）", "连接失败（连接被对方关闭）"},
		{"half an answer", "连接失败（unexpected EOF）", "连接失败（连接中途断开）"},
		{"something new", "其他错误（net/http: nobody foresaw this）", "其他错误"},
		{"of robots.txt", "robots.txt: 连接失败（read tcp 10.0.0.5:1->10.0.0.7:443: connection reset by peer）", "robots.txt: 连接失败（连接被重置）"},
		{"a status", "服务器错误（HTTP 502）", "服务器错误（HTTP 502）"},
		{"an address", "跳转次数过多或跳出本站（https://other.example/login）", "跳转次数过多或跳出本站（https://other.example/login）"},
		{"Chinese", "页面过大，只读取了一部分（超过 100 字节）", "页面过大，只读取了一部分（超过 100 字节）"},
		{"no brackets", "the page was not read", "没有取到"},
		{"a raw reset", "read tcp 10.0.0.5:1->10.0.0.7:443: connection reset by peer", "连接被重置"},
		{"Chinese alone", "返回错误页", "返回错误页"},
		{"a stop", "context canceled", "检查被中止"},
		{"nothing", "", ""},
	} {
		if got := Plain(tt.err); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.why, got, tt.want)
		}
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("连接失败（read tcp 1.2.3.4:5: connection reset by peer）后文")
	f.Add("）（a")
	f.Fuzz(func(t *testing.T, s string) {
		got := Plain(s)
		if strings.Contains(got, "connection reset") && !strings.Contains(s, "（HTTP ") && technical(s) {
			t.Errorf("%q is told as %q", s, got)
		}
		if utf8.ValidString(s) && !utf8.ValidString(got) {
			t.Errorf("%q became %q", s, got)
		}
	})
}
