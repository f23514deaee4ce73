package demo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/miekg/dns"

	"github.com/govaudit/govaudit/site"
)

// Portals are the running demonstration portals.
type Portals struct {
	port    int
	ipv6    bool
	sites   []*portal
	targets []site.Target
	truth   []Expectation
	duties  []RuleTruth
	web     *http.Server
	names   []*dns.Server
	dnsAddr string
}

// Start renders the portals and serves them until Close: HTTP on one port of
// 127.0.0.1 and, where the machine has it, of ::1; DNS over UDP and TCP. When ctx
// ends the portals are closed too.
func Start(ctx context.Context, log *slog.Logger) (*Portals, error) {
	return start(ctx, log, (*Portals).load)
}

// StartDuties serves further portals, with the duties of the local documents on
// them: each is judged by packs of its own, and its truth is told rule by rule.
func StartDuties(ctx context.Context, log *slog.Logger) (*Portals, error) {
	return start(ctx, log, (*Portals).loadDuties)
}

func start(ctx context.Context, log *slog.Logger, load func(*Portals) error) (*Portals, error) {
	listeners, port, err := listen(ctx)
	if err != nil {
		return nil, fmt.Errorf("listen for the demonstration portals: %w", err)
	}
	p := &Portals{port: port, ipv6: len(listeners) > 1}
	if err := load(p); err != nil {
		closeAll(listeners)
		return nil, fmt.Errorf("build the demonstration portals: %w", err)
	}
	if err := p.serveNames(ctx, log); err != nil {
		closeAll(listeners)
		return nil, fmt.Errorf("serve the names of the demonstration portals: %w", err)
	}
	p.serveWeb(listeners, log)
	context.AfterFunc(ctx, func() { p.Close() })
	return p, nil
}

// listen opens one port on both loopback addresses; the second listener is
// absent on a machine without IPv6.
func listen(ctx context.Context) ([]net.Listener, int, error) {
	var lc net.ListenConfig
	six := true
	if l, err := lc.Listen(ctx, "tcp6", "[::1]:0"); err != nil {
		six = false
	} else {
		l.Close()
	}
	for range 20 { // the port that is free on one address may be taken on the other
		four, err := lc.Listen(ctx, "tcp4", "127.0.0.1:0")
		if err != nil {
			return nil, 0, err
		}
		port := four.Addr().(*net.TCPAddr).Port
		if !six {
			return []net.Listener{four}, port, nil
		}
		if l, err := lc.Listen(ctx, "tcp6", net.JoinHostPort("::1", strconv.Itoa(port))); err == nil {
			return []net.Listener{four, l}, port, nil
		}
		four.Close()
	}
	return nil, 0, errors.New("no port is free on 127.0.0.1 and ::1 at once")
}

func closeAll(list []net.Listener) {
	for _, l := range list {
		l.Close()
	}
}

// load reads every site with what an audit by national must find on it.
func (p *Portals) load() error {
	return p.loadSites("sites", func(s *portal) error {
		truth, err := readTruth(s)
		if err != nil {
			return err
		}
		p.truth = append(p.truth, truth...)
		single, err := readRuleTruth(s)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // what single rules say matters where several share the codes of a check
		}
		p.duties = append(p.duties, single...)
		return err
	})
}

// loadDuties reads the portals of the local documents.
func (p *Portals) loadDuties() error {
	return p.loadSites("duties", func(s *portal) error {
		truth, err := readRuleTruth(s)
		p.duties = append(p.duties, truth...)
		return err
	})
}

// loadSites reads, renders and registers every site of a folder, in the order of
// their names.
func (p *Portals) loadSites(dir string, truth func(*portal) error) error {
	entries, err := files.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), ".txtar")
		data, err := files.ReadFile(dir + "/" + e.Name())
		if err != nil {
			return err
		}
		s, err := read(name, data)
		if err != nil {
			return fmt.Errorf("read %s: %w", e.Name(), err)
		}
		s.origin = "http://" + s.host
		if p.port != 80 {
			s.origin += ":" + strconv.Itoa(p.port)
		}
		if err := s.render(); err != nil {
			return fmt.Errorf("render %s: %w", e.Name(), err)
		}
		s.target.URL = s.origin + s.home
		p.sites = append(p.sites, s)
		p.targets = append(p.targets, s.target)
		if err := truth(s); err != nil {
			return err
		}
	}
	return nil
}

// Close stops the servers. Calling it again does nothing.
func (p *Portals) Close() error {
	err := p.web.Close()
	for _, s := range p.names {
		// A server that has been shut down says so; that is no failure of closing.
		_ = s.Shutdown()
	}
	return err
}

// Resolver is the address of the name server, for network.resolver.
func (p *Portals) Resolver() string { return p.dnsAddr }

// Allow lists the networks the crawler must be allowed to enter.
func (p *Portals) Allow() []string { return []string{"127.0.0.0/8", "::1/128"} }

// Sites are the portals as an operator would register them.
func (p *Portals) Sites() []site.Target { return append([]site.Target(nil), p.targets...) }

// AsOf is the day for which the portals were written.
func (p *Portals) AsOf() time.Time {
	return time.Date(2026, 4, 10, 0, 0, 0, 0, time.FixedZone("Asia/Shanghai", 8*60*60))
}

// IPv6 reports that the portals are served on ::1 too.
func (p *Portals) IPv6() bool { return p.ipv6 }

// Truth is what an audit of the portals as of AsOf must find, and what it must
// not, in the order of the sites.
func (p *Portals) Truth() []Expectation { return append([]Expectation(nil), p.truth...) }

// RuleTruth is what single rules must say of the portals, in the order of the
// sites.
func (p *Portals) RuleTruth() []RuleTruth { return append([]RuleTruth(nil), p.duties...) }
