package crawler

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// Settings is all an operator can say about crawling: the network and crawl
// sections of the configuration. Start from [Defaults]; a zero number that makes
// no sense as a bound is read as its default.
type Settings struct {
	Network Network `yaml:"network"`
	Crawl   Limits  `yaml:"crawl"`
	// Program tells builds of the program apart: what one kept of a crawl is no use to
	// another. "" has nothing kept.
	Program string `yaml:"-" json:"-"`
}

// Network says through which network the crawler looks.
type Network struct {
	Resolver   string         `yaml:"resolver"`    // host:port of the DNS server to ask; "": the system's
	Allow      []netip.Prefix `yaml:"allow"`       // private or loopback ranges the crawler may enter; none: it refuses them all
	IPv6       string         `yaml:"ipv6"`        // auto | on | off: whether to find out, assume or deny that this machine has IPv6
	IPv6Canary []string       `yaml:"ipv6_canary"` // hosts known to answer over IPv6, asked before an IPv6 failure is believed
}

// Limits bounds one crawl and its manners.
type Limits struct {
	MaxPages       int           `yaml:"max_pages"`       // per site, attachments not counted
	MaxAddresses   int           `yaml:"max_addresses"`   // per site, known at all; each takes 10 to 20 bytes of memory
	MaxAttachments int           `yaml:"max_attachments"` // per site, looked at for their existence
	Pictures       int           `yaml:"pictures"`        // per site, looked at for their existence
	MaxBody        int64         `yaml:"max_body"`        // bytes of one page, before and after decompression
	MaxBytes       int64         `yaml:"max_bytes"`       // bytes of all that is received of one site, decompressed; 0: as many as MaxPages may take
	MaxDepth       int           `yaml:"max_depth"`       // clicks from the home page
	MaxVariants    int           `yaml:"max_variants"`    // addresses that differ in their query only
	MaxTime        time.Duration `yaml:"max_time"`        // for one site
	MaxWait        time.Duration `yaml:"max_wait"`        // without a definite answer, after which a site is not waited for
	Concurrency    int           `yaml:"concurrency"`     // requests at once, sites and hosts together
	PerHost        int           `yaml:"per_host"`        // connections to one host at once
	Delay          time.Duration `yaml:"delay"`           // between two requests to one host
	Timeout        time.Duration `yaml:"timeout"`         // from the request to the last byte, redirects included
	Retries        int           `yaml:"retries"`         // further attempts after a failure that may pass
	Backoff        time.Duration `yaml:"backoff"`         // before the first of them; grows with each
	Robots         string        `yaml:"robots"`          // honor | ignore robots.txt
	UserAgent      string        `yaml:"user_agent"`      // sent with every request
	SkipTLSVerify  bool          `yaml:"skip_tls_verify"` // read sites whose certificate cannot be verified
	Revalidate     string        `yaml:"revalidate"`      // auto | never: whether servers are asked only what changed since the crawl before
	Documents      Documents     `yaml:"documents"`       // attachments whose content is kept
	Render         string        `yaml:"render"`          // never | auto | always: whether a headless browser is used
	MaxRenders     int           `yaml:"max_renders"`     // pages of a site shown in the browser
	Browsers       int           `yaml:"browsers"`        // browsers at once
	BrowserMemory  int64         `yaml:"browser_memory"`  // bytes that each may hold beside its program files; 0: 180 MiB, without a window 80 MiB
	Chromium       string        `yaml:"chromium"`        // path or name of the browser; "": the one found
}

// The values of Network.IPv6, Limits.Robots and Limits.Revalidate.
const (
	IPv6Auto = "auto"
	IPv6On   = "on"
	IPv6Off  = "off"

	RobotsHonor  = "honor"
	RobotsIgnore = "ignore"

	RevalidateAuto  = "auto"
	RevalidateNever = "never"
)

// Defaults returns the settings used where the operator says nothing.
func Defaults() Settings {
	return Settings{
		Network: Network{
			IPv6:       IPv6Auto,
			IPv6Canary: []string{"www.gov.cn", "www.tsinghua.edu.cn"},
		},
		Crawl: Limits{
			MaxPages:       3000,
			MaxAddresses:   2_000_000,
			MaxAttachments: 500,
			Pictures:       300,
			MaxBody:        8 << 20,
			MaxDepth:       30,
			MaxVariants:    300,
			MaxTime:        30 * time.Minute,
			MaxWait:        5 * time.Minute,
			Concurrency:    32,
			PerHost:        4,
			Timeout:        15 * time.Second,
			Retries:        2,
			Backoff:        time.Second,
			Robots:         RobotsHonor,
			UserAgent:      "govaudit/0 (+https://github.com/govaudit/govaudit)",
			Revalidate:     RevalidateAuto,
			Documents:      defaultDocuments(),
			Render:         RenderAuto,
			MaxRenders:     200,
			Browsers:       1,
		},
	}
}

// Validate reports every setting that cannot be used, joined.
func (s Settings) Validate() error { return errors.Join(s.Network.Validate(), s.Crawl.Validate()) }

// Validate reports, in Chinese, every setting of the section that cannot be used.
func (n Network) Validate() error {
	var problems []error
	if n.Resolver != "" {
		if _, _, err := net.SplitHostPort(n.Resolver); err != nil {
			problems = append(problems, fmt.Errorf("network.resolver %q 应写成 主机:端口，如 223.5.5.5:53", n.Resolver))
		}
	}
	return errors.Join(append(problems, oneOf("network.ipv6", n.IPv6, IPv6Auto, IPv6On, IPv6Off))...)
}

// Validate reports, in Chinese, every setting of the section that cannot be used.
func (l Limits) Validate() error {
	problems := []error{
		oneOf("crawl.robots", l.Robots, RobotsHonor, RobotsIgnore),
		oneOf("crawl.revalidate", l.Revalidate, RevalidateAuto, RevalidateNever),
		oneOf("crawl.render", l.Render, RenderNever, RenderAuto, RenderAlways),
		l.Documents.validate(),
	}
	for _, n := range []struct {
		key   string
		value int64
	}{
		{"max_pages", int64(l.MaxPages)}, {"max_addresses", int64(l.MaxAddresses)}, {"max_attachments", int64(l.MaxAttachments)}, {"pictures", int64(l.Pictures)}, {"max_body", l.MaxBody},
		{"max_bytes", l.MaxBytes}, {"max_depth", int64(l.MaxDepth)}, {"max_variants", int64(l.MaxVariants)}, {"max_time", int64(l.MaxTime)}, {"max_wait", int64(l.MaxWait)},
		{"concurrency", int64(l.Concurrency)}, {"per_host", int64(l.PerHost)}, {"delay", int64(l.Delay)},
		{"max_renders", int64(l.MaxRenders)}, {"browsers", int64(l.Browsers)}, {"browser_memory", l.BrowserMemory},
		{"timeout", int64(l.Timeout)}, {"retries", int64(l.Retries)}, {"backoff", int64(l.Backoff)},
	} {
		if n.value < 0 {
			problems = append(problems, fmt.Errorf("crawl.%s 不能为负", n.key))
		}
	}
	return errors.Join(problems...)
}

// The bound on what is received of a site where none is set: large sites have pages
// of 60 KB.
const (
	bytesPerPage = 64 << 10
	leastBytes   = 2 << 30
)

func oneOf(key, value string, words ...string) error {
	if value == "" || slices.Contains(words, value) {
		return nil
	}
	return fmt.Errorf("%s %q 应为 %s 之一", key, value, strings.Join(words, "、"))
}

// filled returns s with the default for every bound that is zero where zero
// would mean "nothing at all". Delay and retries may be zero.
func (s Settings) filled() Settings {
	d := Defaults()
	set(&s.Network.IPv6, d.Network.IPv6)
	if s.Network.IPv6Canary == nil {
		s.Network.IPv6Canary = d.Network.IPv6Canary
	}
	l := &s.Crawl
	set(&l.MaxPages, d.Crawl.MaxPages)
	set(&l.MaxAddresses, d.Crawl.MaxAddresses)
	set(&l.MaxAttachments, d.Crawl.MaxAttachments)
	set(&l.Pictures, d.Crawl.Pictures)
	set(&l.MaxBody, d.Crawl.MaxBody)
	l.Documents = l.Documents.filled()
	set(&l.MaxBytes, max(leastBytes, int64(l.MaxPages)*bytesPerPage))
	set(&l.MaxDepth, d.Crawl.MaxDepth)
	set(&l.MaxVariants, d.Crawl.MaxVariants)
	set(&l.MaxTime, d.Crawl.MaxTime)
	set(&l.MaxWait, d.Crawl.MaxWait)
	set(&l.Concurrency, d.Crawl.Concurrency)
	set(&l.PerHost, d.Crawl.PerHost)
	set(&l.Timeout, d.Crawl.Timeout)
	set(&l.Backoff, d.Crawl.Backoff)
	set(&l.Robots, d.Crawl.Robots)
	set(&l.UserAgent, d.Crawl.UserAgent)
	set(&l.Revalidate, d.Crawl.Revalidate)
	set(&l.Render, d.Crawl.Render)
	set(&l.MaxRenders, d.Crawl.MaxRenders)
	set(&l.Browsers, d.Crawl.Browsers)
	return s
}

func set[T comparable](p *T, value T) {
	var zero T
	if *p == zero {
		*p = value
	}
}
