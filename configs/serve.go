package configs

import (
	"errors"
	"net"
	"net/netip"
	"net/url"
	"strconv"

	"github.com/govaudit/govaudit/internal/yamldoc"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/signon"
)

// Serve is how govaudit serve is reached and how much it does at once.
type Serve struct {
	Listen    string `yaml:"listen"`     // host:port; the default is reached from this machine only
	PublicURL string `yaml:"public_url"` // the address people type, where a proxy stands in between; "": http(s)://listen
	// Proxies are believed when they say who asks (X-Forwarded-For): addresses, or
	// networks of them. Without a proxy in front there are none.
	Proxies []string `yaml:"proxies"`
	TLSCert string   `yaml:"tls_cert"` // PEM files; without them HTTP is served
	TLSKey  string   `yaml:"tls_key"`
	Out     string   `yaml:"out"`    // the folder of the reports, one folder per run in it
	Audits  int      `yaml:"audits"` // audits under way at once; those beyond wait
	Work    bool     `yaml:"work"`   // with PostgreSQL: audit sites in this process, too, not only in workers
	// MetricsToken is what a Prometheus shows to read /metrics; "": it is read on this
	// machine only.
	MetricsToken string `yaml:"metrics_token"`
	// OIDC is where people may sign in with the account they have elsewhere.
	OIDC signon.Settings `yaml:"oidc"`
}

// DefaultServe lets nobody in from outside.
func DefaultServe() Serve {
	return Serve{Listen: "127.0.0.1:8650", Out: "out", Audits: 3, Work: true, OIDC: signon.Defaults()}
}

// maxAudits bounds the audits at once: beyond it they only hinder each other.
const maxAudits = 32

// Validate reports everything wrong with the section.
func (s Serve) Validate() error {
	var errs []error
	if _, port, err := net.SplitHostPort(s.Listen); err != nil {
		errs = append(errs, yamldoc.At("listen", "监听地址 %q 应写成 127.0.0.1:8650", s.Listen))
	} else if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		errs = append(errs, yamldoc.At("listen", "监听地址 %q 的端口应为 0–65535", s.Listen))
	}
	if u, err := url.Parse(s.PublicURL); s.PublicURL != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "") {
		errs = append(errs, yamldoc.At("public_url", "对外地址 %q 应写成 https://audit.example.gov.cn/", s.PublicURL))
	}
	for _, p := range s.Proxies {
		if _, err := parseProxy(p); err != nil {
			errs = append(errs, err)
		}
	}
	switch {
	case s.TLSCert != "" && s.TLSKey == "":
		errs = append(errs, yamldoc.At("tls_cert", "有证书没有私钥：还要写 tls_key"))
	case s.TLSKey != "" && s.TLSCert == "":
		errs = append(errs, yamldoc.At("tls_key", "有私钥没有证书：还要写 tls_cert"))
	}
	if s.Out == "" {
		errs = append(errs, yamldoc.At("out", "要写报告存放的目录"))
	}
	if s.Audits < 1 || s.Audits > maxAudits {
		errs = append(errs, yamldoc.At("audits", "同时进行的审计应为 1–%d 次", maxAudits))
	}
	if n := len(s.MetricsToken); n > 0 && n < 16 {
		errs = append(errs, yamldoc.At("metrics_token", "metrics_token 太短，容易猜中：至少 16 个字符，可用 openssl rand -hex 24 生成"))
	}
	if s.OIDC.Used() && s.PublicURL == "" {
		errs = append(errs, yamldoc.At("public_url", "用统一身份认证登录（oidc），还要写用户输入的地址，登录后回到那里"))
	}
	return errors.Join(errs...)
}

// TrustedProxies returns the networks of the proxies. The section must be valid.
func (s Serve) TrustedProxies() []netip.Prefix {
	var out []netip.Prefix
	for _, p := range s.Proxies {
		if prefix, err := parseProxy(p); err == nil {
			out = append(out, prefix)
		}
	}
	return out
}

// parseProxy reads an address or a network. A network of everybody is refused:
// whoever asks could then claim to be whomever.
func parseProxy(text string) (netip.Prefix, error) {
	if a, err := netip.ParseAddr(text); err == nil && a.Zone() == "" && !a.Is4In6() {
		return netip.PrefixFrom(a, a.BitLen()), nil
	}
	p, err := netip.ParsePrefix(text)
	switch {
	case err != nil || p.Addr().Is4In6():
		return p, yamldoc.At("proxies", "反向代理 %q 应写成地址或网段，如 10.0.0.5 或 10.0.0.0/24", text)
	case p != p.Masked():
		return p, yamldoc.At("proxies", "反向代理 %q 的主机位应为 0：写 %s，或只写地址", text, p.Masked())
	case p.Bits() == 0:
		return p, yamldoc.At("proxies", "反向代理 %q 包括所有地址，谁都可以冒充别人：只写代理自己的地址", text)
	}
	return p, nil
}

// readSchedules reads the schedule key.
func readSchedules(n yamldoc.Node) ([]schedule.Schedule, error) {
	var list []schedule.Schedule
	if n.IsZero() {
		return nil, nil
	}
	if err := n.Decode(&list); err != nil {
		return nil, err
	}
	if at, err := schedule.Unique(list); err != nil {
		return nil, problem(n.Items()[at], "%v", err)
	}
	return list, nil
}
