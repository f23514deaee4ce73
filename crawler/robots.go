package crawler

import (
	"bufio"
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/temoto/robotstxt"

	"github.com/govaudit/govaudit/site"
)

const (
	maxRobots  = 500 << 10 // bytes of robots.txt that are read (RFC 9309 §2.5)
	robotsKeep = time.Hour
	maxWild    = 500 // rules with wildcards, each of which is tried on each address
	maxStars   = 10  // wildcards in one of them
)

// robots is what one host's robots.txt asks for. It is read at first need.
type robots struct {
	mu       sync.Mutex
	read     time.Time
	group    *robotstxt.Group // nil: everything is allowed
	sitemaps []string
	gone     bool // the host said that there is none
}

// allowed reports whether h lets path be fetched, reading its robots.txt first
// if need be. A robots.txt that cannot be had allows everything: RFC 9309 says
// so for 4xx; for server errors it says the opposite, but a portal is bound by
// law to be read, and its broken robots.txt must not hide the whole of it from
// the audit. The note says what happened, "" for an ordinary answer.
func (h *host) mayFetch(ctx context.Context, f *fetcher, u *url.URL) (ok bool, note string) {
	r := &h.robots
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.read.IsZero() || time.Since(r.read) > robotsKeep {
		note = h.readRobots(ctx, f)
	}
	if r.group == nil {
		return true, note
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	return r.group.Test(path), note
}

func (h *host) readRobots(ctx context.Context, f *fetcher) (note string) {
	r := &h.robots
	p := f.plain(ctx, h.name+"/robots.txt", maxRobots)
	if ctx.Err() != nil {
		return ""
	}
	r.read, r.group, r.sitemaps, r.gone = time.Now(), nil, nil, p.Failure == site.FailGone
	if p.Failure != "" && p.Failure != site.FailTooLarge {
		if p.Failure == site.FailGone {
			return ""
		}
		return "robots.txt: " + p.Err
	}
	body := p.Body
	if p.Truncated { // half a rule may forbid far more than the whole one
		body = body[:bytes.LastIndexByte(body, '\n')+1]
	}
	data, err := robotstxt.FromBytes(cleanRobots(body))
	if err != nil {
		return "robots.txt: " + err.Error()
	}
	r.group = data.FindGroup(f.limits.UserAgent)
	r.sitemaps = data.Sitemaps
	if r.group != nil {
		h.slower(r.group.CrawlDelay)
	}
	return ""
}

// noRobots reports that the host, asked for its robots.txt, said there is none.
func (h *host) noRobots() bool {
	h.robots.mu.Lock()
	defer h.robots.mu.Unlock()
	return h.robots.gone
}

// listedSitemaps returns the sitemaps robots.txt names.
func (h *host) listedSitemaps() []string {
	h.robots.mu.Lock()
	defer h.robots.mu.Unlock()
	return h.robots.sitemaps
}

// plain gets an address that is not a page of the site (robots.txt, a probe, a
// sitemap), following redirects on its own host only.
func (f *fetcher) plain(ctx context.Context, address string, limit int64) *site.Page {
	g := *f
	g.mayFollow = func(_ context.Context, u *url.URL) (site.Failure, string) {
		from, err := url.Parse(address)
		if err != nil || !strings.EqualFold(from.Hostname(), u.Hostname()) {
			return site.FailRedirect, "redirect to " + u.String()
		}
		return "", ""
	}
	p, _ := g.get(ctx, ask{method: http.MethodGet, url: address, limit: limit})
	return p
}

// cleanRobots keeps the lines the parser can read. It gives up a whole file for
// one bad line, and a rule lost that way is one not honoured.
func cleanRobots(b []byte) []byte {
	var out bytes.Buffer
	named := false // a User-agent line came
	wild := 0
	s := bufio.NewScanner(bytes.NewReader(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))))
	s.Buffer(make([]byte, 0, 4096), maxRobots+1)
	s.Split(scanLines)
	for s.Scan() {
		line, _, _ := strings.Cut(s.Text(), "#")
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		key, value = strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
		switch key {
		case "user-agent":
			named = true
		case "allow", "disallow":
			if !named {
				continue
			}
			if strings.Contains(value, "*") {
				if wild++; wild > maxWild || strings.Count(value, "*") > maxStars {
					continue
				}
			}
		case "crawl-delay":
			if v, err := strconv.ParseFloat(value, 64); !named || err != nil || v < 0 || v > 1e6 {
				continue
			}
		case "sitemap":
		default:
			continue
		}
		out.WriteString(key + ": " + value + "\n")
	}
	return out.Bytes()
}

// scanLines splits at \n, \r\n and lone \r.
func scanLines(data []byte, atEOF bool) (int, []byte, error) {
	if i := bytes.IndexAny(data, "\r\n"); i >= 0 {
		return i + 1, data[:i], nil
	}
	if atEOF && len(data) > 0 {
		return len(data), data, nil
	}
	return 0, nil, nil
}
