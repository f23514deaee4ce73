package crawler

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/govaudit/govaudit/site"
)

// failureOf tells what kind of failure err is. What it cannot tell is FailOther.
func failureOf(err error) site.Failure {
	var timeout net.Error
	var op *net.OpError
	switch {
	case errors.Is(err, errGuard):
		return site.FailGuard
	case errors.Is(err, errName):
		return site.FailDNS
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return site.FailTimeout
	case notHTTP(err.Error()):
		return site.FailOther
	case errors.As(err, &op), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF),
		strings.Contains(err.Error(), "tls: "), strings.Contains(err.Error(), "x509: "),
		strings.Contains(err.Error(), "connection"):
		return site.FailConnect
	}
	return site.FailOther
}

// notHTTP reports the words of an error about an answer that came and is none: the
// connection held. They have no type to be told by.
func notHTTP(words string) bool {
	return hasAny(words, "headers exceeded", "malformed", "Content-Length", "gave HTTP response to HTTPS", "too many 1xx")
}

// judgeStatus tells what an HTTP status means for the address asked for, and
// says it in Chinese.
func judgeStatus(status int) (site.Failure, string) {
	f := statusFailure(status)
	if f == "" {
		return "", ""
	}
	return f, fmt.Sprintf("%s（HTTP %d）", words[f], status)
}

func statusFailure(status int) site.Failure {
	switch {
	case status >= 200 && status < 300:
		return ""
	case status == http.StatusNotFound, status == http.StatusGone:
		return site.FailGone
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return site.FailForbidden
	case status == http.StatusPreconditionFailed, status == 521:
		// what the common Chinese protection layers answer to a client that does
		// not run their script
		return site.FailBlocked
	case status == http.StatusTooManyRequests:
		return site.FailThrottled
	case status >= 500:
		return site.FailServer
	case status >= 300 && status < 400:
		return site.FailRedirect
	}
	return site.FailOther
}

// explain puts err into words a reader of the report can use: what it means in
// Chinese, then the technical reason.
func explain(f site.Failure, err error) string {
	var request *url.Error
	if errors.As(err, &request) {
		err = request.Err // the address stands beside it anyway
	}
	return words[f] + "（" + clip(err.Error(), 300) + "）"
}

// temporary reports whether another attempt may give another answer.
func temporary(f site.Failure) bool {
	switch f {
	case site.FailServer, site.FailThrottled, site.FailTimeout, site.FailConnect, site.FailDNS:
		return true
	}
	return false
}

// silent reports whether f means that the host gave no answer at all.
func silent(f site.Failure) bool {
	return f == site.FailTimeout || f == site.FailConnect || f == site.FailDNS
}

// words puts failures into plain Chinese, for what users read.
var words = map[site.Failure]string{
	site.FailGone:      "页面不存在",
	site.FailSoft404:   "返回错误页",
	site.FailServer:    "服务器错误",
	site.FailForbidden: "拒绝访问",
	site.FailBlocked:   "被防护系统拦截",
	site.FailThrottled: "访问受限流",
	site.FailTimeout:   "响应超时",
	site.FailConnect:   "连接失败",
	site.FailDNS:       "域名解析失败",
	site.FailRobots:    "robots.txt 不允许访问",
	site.FailGuard:     "指向内网地址或非网站端口，未访问",
	site.FailRedirect:  "跳转次数过多或跳出本站",
	site.FailTooLarge:  "页面过大，只读取了一部分",
	site.FailOther:     "其他错误",
}
