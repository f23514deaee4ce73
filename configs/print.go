package configs

import (
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/govaudit/govaudit/crawler"
	"github.com/govaudit/govaudit/evidence"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/notice"
	"github.com/govaudit/govaudit/schedule"
)

// Print writes the effective config as YAML that Load reads back, with the
// password of a database address and the addresses of webhooks masked.
func (c *Config) Print(w io.Writer) error {
	out := struct {
		AsOf      string              `yaml:"as_of,omitempty"`
		Timezone  string              `yaml:"timezone"`
		Store     string              `yaml:"store"`
		Packs     []string            `yaml:"packs,flow"`
		Sites     []siteEntry         `yaml:"sites"`
		Network   crawler.Network     `yaml:"network"`
		Crawl     crawler.Limits      `yaml:"crawl"`
		Evidence  evidence.Settings   `yaml:"evidence"`
		Rectify   ledger.Settings     `yaml:"rectify"`
		Memory    Size                `yaml:"memory"`
		Retention Retention           `yaml:"retention"`
		Schedule  []schedule.Schedule `yaml:"schedule"`
		Serve     Serve               `yaml:"serve"`
		Notify    notice.Settings     `yaml:"notify"`
	}{Timezone: c.Zone.String(), Store: masked(c.Store), Packs: c.Packs, Network: c.Crawler.Network, Crawl: c.Crawler.Crawl, Evidence: c.Evidence, Rectify: c.Rectify, Memory: c.Memory, Retention: c.Retention, Schedule: c.Schedule, Serve: c.Serve.masked(), Notify: c.Notify.Masked()}
	if !c.AsOf.IsZero() {
		out.AsOf = c.AsOf.Format(time.RFC3339)
	}
	for _, t := range c.Sites {
		out.Sites = append(out.Sites, siteEntry{ID: t.ID, Name: t.Name, URL: t.URL, Level: t.Level, Department: t.Department,
			Of: t.Of, Code: t.Code, Scope: t.Scope, Exclude: t.Exclude, Hosts: t.Hosts, Packs: t.Packs})
	}
	data, err := yaml.Marshal(out)
	if err != nil {
		return fmt.Errorf("print config: %w", err)
	}
	_, err = w.Write(data)
	return err
}

func masked(store string) string {
	if !strings.HasPrefix(store, "postgres://") {
		return store
	}
	u, err := url.Parse(store)
	if err != nil {
		return "postgres://…"
	}
	return u.Redacted()
}

// masked returns the section without its secret.
func (s Serve) masked() Serve {
	if s.MetricsToken != "" {
		s.MetricsToken = "xxxxxxxxxxxxxxxx"
	}
	return s
}
