package main

import (
	"context"
	"crypto/subtle"
	"fmt"
	"hash/fnv"
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/crawler"
	"github.com/govaudit/govaudit/metrics"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/store"
)

// metricsSource gives the store the shape that package metrics asks for. Sites that are
// not audited any more are left aside: nobody wants to be warned of them for ever.
type metricsSource struct {
	*store.Store
	sites func(context.Context) ([]site.Target, error)
}

func (s metricsSource) audited(ctx context.Context) (map[string]bool, error) {
	list, err := s.sites(ctx)
	if err != nil {
		return nil, err
	}
	ids := make(map[string]bool, len(list))
	for _, t := range list {
		ids[t.ID] = true
	}
	return ids, nil
}

// Results names what is recorded of the sites that are audited.
func (s metricsSource) Results(ctx context.Context) (string, error) {
	state, err := s.ResultsState(ctx)
	if err != nil {
		return "", err
	}
	list, err := s.sites(ctx)
	if err != nil {
		return "", err
	}
	sum := fnv.New64a()
	for _, t := range list {
		fmt.Fprintf(sum, "%s\n", t.ID)
	}
	return fmt.Sprintf("%s %x", state, sum.Sum64()), nil
}

// Recent returns the newest finished runs of the sites that are audited.
func (s metricsSource) Recent(ctx context.Context, most int) ([]audit.Recorded, error) {
	list, err := s.Store.Recent(ctx, most)
	if err != nil {
		return nil, err
	}
	ids, err := s.audited(ctx)
	return slices.DeleteFunc(list, func(r audit.Recorded) bool { return !ids[r.Site] }), err
}

// EachRules calls each with what became of the rules on every site of a run.
func (s metricsSource) EachRules(ctx context.Context, runID string, each func(string, []audit.RuleSummary) error) error {
	for r, err := range s.SiteRules(ctx, runID) {
		if err != nil {
			return err
		}
		if err := each(r.Site, r.Rules); err != nil {
			return err
		}
	}
	return nil
}

// Rectification counts the items of each audited site and state.
func (s metricsSource) Rectification(ctx context.Context, today calendar.Day) ([]metrics.Items, error) {
	tallies, err := s.ItemTallies(ctx, today)
	if err != nil {
		return nil, err
	}
	ids, err := s.audited(ctx)
	if err != nil {
		return nil, err
	}
	var out []metrics.Items
	place := map[[2]string]int{}
	for _, t := range tallies {
		if !ids[t.Site] {
			continue
		}
		k := [2]string{t.Site, string(t.State)}
		i, ok := place[k]
		if !ok {
			i = len(out)
			place[k] = i
			out = append(out, metrics.Items{Site: t.Site, State: string(t.State)})
		}
		out[i].Count += t.Items
		out[i].Overdue += t.Overdue
	}
	return out, nil
}

// Jobs counts the tasks in each state, those without any too: a queue that is empty is
// not one that nobody looked at.
func (s metricsSource) Jobs(ctx context.Context) (map[string]int, error) {
	counts, err := s.TaskCounts(ctx)
	if err != nil {
		return nil, err
	}
	out := make(map[string]int, len(schedule.TaskStates))
	for _, state := range schedule.TaskStates {
		out[string(state)] = counts[state]
	}
	return out, nil
}

// knownRules says what is known of every rule of the built-in packs and of those that
// the configuration names.
func (w *workbench) knownRules() (map[string]metrics.Rule, error) {
	names := w.knownPacks()
	slices.Sort(names)
	sets, err := w.library.Sets(names...)
	if err != nil {
		return nil, err
	}
	known := map[string]metrics.Rule{}
	for _, s := range sets {
		for _, r := range s.Rules {
			k := known[r.FullID()]
			known[r.FullID()] = metrics.Rule{Check: r.Check, Packs: append(k.Packs, s.ID)}
		}
	}
	return known, nil
}

// metricsHandler answers /metrics and /probe for the sites that are audited now. Both
// are for the machine's own Prometheus, or for whoever shows the token. Warm reads what
// scrapes are made of ahead of them.
func metricsHandler(w *workbench, c *crawler.Crawler, sites func(context.Context) ([]site.Target, error)) (h http.Handler, warm func(context.Context) error, err error) {
	known, err := w.knownRules()
	if err != nil {
		return nil, nil, err
	}
	col := metrics.New(metrics.Settings{Log: w.log, Source: metricsSource{w.store, sites}, Now: w.env.Now, Zone: w.config.Zone,
		Rules: func() (map[string]metrics.Rule, error) { return known, nil }})
	reg := prometheus.NewRegistry()
	reg.MustRegister(col, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if err := c.Register(reg); err != nil {
		return nil, nil, fmt.Errorf("register the crawler's metrics: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(reg, promhttp.HandlerOpts{MaxRequestsInFlight: 4}))
	mux.Handle("GET /probe", newProber(w, c, sites, col))
	return onlyScrapers(mux, w.config.Serve.MetricsToken, w.config.Serve.PublicURL != ""), col.Warm, nil
}

// onlyScrapers lets through who shows the token; without one, who asks from this very
// machine and not by way of a proxy, for which everybody comes from this machine.
func onlyScrapers(next http.Handler, token string, proxied bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case token != "":
			shown, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
			if !ok || subtle.ConstantTimeCompare([]byte(shown), []byte(token)) != 1 {
				w.Header().Set("WWW-Authenticate", `Bearer realm="govaudit metrics"`)
				http.Error(w, "需要 serve.metrics_token 中的令牌", http.StatusUnauthorized)
				return
			}
		case proxied || !direct(r):
			http.Error(w, "只能在本机直接读取；从别处读取请在配置中设置 serve.metrics_token", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// direct reports that a request comes from this machine and was meant for it.
func direct(r *http.Request) bool {
	for _, h := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via"} {
		if r.Header.Get(h) != "" {
			return false
		}
	}
	name := r.Host
	if host, _, err := net.SplitHostPort(r.Host); err == nil {
		name = host
	}
	from, _, err := net.SplitHostPort(r.RemoteAddr)
	return err == nil && loopback(from) && (name == "localhost" || loopback(strings.Trim(name, "[]")))
}

func loopback(address string) bool {
	ip := net.ParseIP(address)
	return ip != nil && ip.IsLoopback()
}
