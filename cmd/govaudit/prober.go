package main

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/govaudit/govaudit/crawler"
	"github.com/govaudit/govaudit/metrics"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

const (
	probesAtOnce = 4           // visits under way; whoever asks beyond them is told to come again
	probeEvery   = time.Minute // a portal is not visited more often, however often is asked
	probeTimeout = time.Minute
)

// errBusy says that as many visits as may be are under way.
var errBusy = errors.New("too many probes at once")

// prober answers /probe?target=SITE in the manner of blackbox_exporter: it visits the
// home page of a site that is audited, and no other address. The visit is not recorded:
// what is counted over days comes from scheduled visits.
type prober struct {
	visit func(context.Context, site.Target) (site.Visit, error)
	sites func(context.Context) ([]site.Target, error)
	ipv6  func(ctx context.Context, id string) (rules.Outcome, error)
	now   func() time.Time

	mu    sync.Mutex
	last  map[string]site.Visit // by site
	under map[string]bool       // sites that are visited now
}

func newProber(w *workbench, c *crawler.Crawler, sites func(context.Context) ([]site.Target, error), col *metrics.Collector) *prober {
	return &prober{visit: c.Visit, sites: sites, ipv6: col.IPv6, now: w.env.Now, last: map[string]site.Visit{}, under: map[string]bool{}}
}

// ServeHTTP visits the site that target names by its id or address.
func (p *prober) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), probeTimeout)
	defer cancel()
	list, err := p.sites(ctx)
	if err != nil {
		http.Error(w, "无法读取网站清单", http.StatusInternalServerError)
		return
	}
	name := r.URL.Query().Get("target")
	i := slices.IndexFunc(list, func(t site.Target) bool { return name != "" && (t.ID == name || t.URL == name) })
	if i < 0 {
		http.Error(w, "target 应为已登记网站的编号或网址", http.StatusBadRequest)
		return
	}
	v, err := p.probe(ctx, list[i])
	if err != nil {
		http.Error(w, "这次没有访问成，请稍后再试", http.StatusServiceUnavailable)
		return
	}
	reg := prometheus.NewRegistry()
	gauge := func(name, help string, value float64) {
		g := prometheus.NewGauge(prometheus.GaugeOpts{Name: name, Help: help})
		g.Set(value)
		reg.MustRegister(g)
	}
	gauge("govaudit_probe_success", "1: the home page opened, 0: it did not.", is(v.Failure == ""))
	gauge("govaudit_probe_duration_seconds", "How long the visit took.", (time.Duration(v.Millis) * time.Millisecond).Seconds())
	gauge("govaudit_probe_http_status_code", "The status of the answer; 0: there was none.", float64(v.Status))
	gauge("govaudit_probe_timestamp_seconds", "When the visit was made; within a minute it is not repeated.", float64(v.At.UnixMilli())/1e3)
	if o, err := p.ipv6(ctx, list[i].ID); err == nil && o != rules.Unknown {
		gauge("govaudit_probe_ipv6", "1: the newest audit finds the site reachable over IPv6 as asked, 0: not. Absent: not known.", is(o == rules.Pass))
	}
	promhttp.HandlerFor(reg, promhttp.HandlerOpts{}).ServeHTTP(w, r)
}

// probe visits t, or returns the visit of a moment ago.
func (p *prober) probe(ctx context.Context, t site.Target) (site.Visit, error) {
	p.mu.Lock()
	v, ok := p.last[t.ID]
	if ok && p.now().Sub(v.At) < probeEvery {
		p.mu.Unlock()
		return v, nil
	}
	if p.under[t.ID] || len(p.under) == probesAtOnce {
		p.mu.Unlock()
		return site.Visit{}, errBusy
	}
	p.under[t.ID] = true
	p.mu.Unlock()
	v, err := p.visit(ctx, t)
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.under, t.ID)
	if err == nil {
		p.last[t.ID] = v
	}
	return v, err
}

func is(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
