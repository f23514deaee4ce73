package crawler

import "github.com/prometheus/client_golang/prometheus"

// metrics counts what the crawler does, for all sites together.
type metrics struct {
	pages   *prometheus.CounterVec
	seconds prometheus.Histogram
}

func newMetrics() *metrics {
	return &metrics{
		pages: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "govaudit_crawl_pages_total",
			Help: "Addresses asked for, by what came of it (ok, or the kind of failure).",
		}, []string{"outcome"}),
		seconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name:    "govaudit_crawl_fetch_seconds",
			Help:    "Time from a request to the last byte of its answer, redirects included.",
			Buckets: []float64{.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 15, 30},
		}),
	}
}

// Register adds the crawler's metrics to r. It returns r's error if it has
// metrics of these names already.
func (c *Crawler) Register(r prometheus.Registerer) error {
	if err := r.Register(c.metrics.pages); err != nil {
		return err
	}
	return r.Register(c.metrics.seconds)
}
