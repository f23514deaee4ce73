package crawler

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// vantage finds out whether this machine reaches IPv6 at all. A machine that does
// not must never report that a portal does not answer over it.
type vantage struct {
	mode   string
	canary []string
	guard  guard
	six    *transport

	mu     sync.Mutex
	asked  bool // the canaries were
	proven bool
	why    string
}

func newVantage(c *Crawler) *vantage {
	return &vantage{
		mode: c.settings.Network.IPv6, canary: c.settings.Network.IPv6Canary,
		guard: c.guard, six: c.families[onlyV6],
	}
}

// reaches reports whether this machine was shown to reach addresses such as
// those, and in Chinese how that is known.
func (v *vantage) reaches(ctx context.Context, addrs []netip.Addr) (bool, string) {
	switch v.mode {
	case IPv6Off:
		return false, "配置关闭了 IPv6 检测"
	case IPv6On:
		return true, "配置确认本机具备 IPv6"
	}
	why := "首页域名没有可用的 IPv6 地址，未作 IPv6 访问"
	for _, a := range addrs {
		ok, w := v.reachesOne(ctx, a)
		if ok {
			return true, w
		}
		why = w
	}
	return false, why
}

func (v *vantage) reachesOne(ctx context.Context, a netip.Addr) (bool, string) {
	if err := v.guard.check(a); err != nil {
		return false, fmt.Sprintf("地址 %s 属于不允许访问的网段", a)
	}
	if a.IsLoopback() {
		if err := loopback(ctx); err != nil {
			return false, "本机没有 IPv6 回环地址"
		}
		return true, "本机 IPv6 回环地址可用（在 ::1 上自行监听并连通）"
	}
	if err := routed(ctx, a); err != nil {
		return false, fmt.Sprintf("本机没有通往 %s 的 IPv6 路由", a)
	}
	if v.guard.allowed(a) {
		return true, fmt.Sprintf("本机有通往 %s 的 IPv6 路由", a)
	}
	return v.answered(ctx)
}

// loopback proves ::1 by a listener of our own.
func loopback(ctx context.Context) error {
	l, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		return fmt.Errorf("listen on ::1: %w", err)
	}
	defer l.Close()
	d := net.Dialer{Timeout: dialTimeout}
	conn, err := d.DialContext(ctx, "tcp6", l.Addr().String())
	if err != nil {
		return fmt.Errorf("connect to ::1: %w", err)
	}
	return conn.Close()
}

// routed asks the system for a route to a. Connecting a UDP socket sends nothing.
func routed(ctx context.Context, a netip.Addr) error {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "udp6", netip.AddrPortFrom(a, 443).String())
	if err != nil {
		return fmt.Errorf("route to %s: %w", a, err)
	}
	return conn.Close()
}

// answered reports whether a host known to answer over IPv6 does so from here.
// It is asked once per process, at first need.
func (v *vantage) answered(ctx context.Context) (bool, string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.asked {
		return v.proven, v.why
	}
	for _, name := range v.canary {
		if v.canaryAnswers(ctx, name) {
			v.asked, v.proven, v.why = true, true, "已通过 IPv6 访问 "+name+" 证实本机 IPv6 可用"
			return true, v.why
		}
	}
	if ctx.Err() != nil {
		return false, "检测被中断"
	}
	v.asked = true
	v.why = "未能证实本机 IPv6 可用：" + strings.Join(v.canary, "、") + " 均不能通过 IPv6 访问"
	if len(v.canary) == 0 {
		v.why = "未能证实本机 IPv6 可用：没有配置用于对照的网站"
	}
	return false, v.why
}

func (v *vantage) canaryAnswers(ctx context.Context, name string) bool {
	if !strings.Contains(name, "://") {
		name = "http://" + name + "/"
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, name, nil)
	if err != nil {
		return false
	}
	resp, err := v.six.RoundTrip(req)
	if err != nil {
		return false
	}
	resp.Body.Close()
	return true
}
