package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/browser"
	"github.com/govaudit/govaudit/crawler"
	"github.com/govaudit/govaudit/evidence"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// howToBrowser says what to do to have a browser.
const howToBrowser = "（Debian/Ubuntu：apt-get install chromium-headless-shell；Fedora：dnf install chromium），或设 crawl.chromium 指明路径"

// screen shows the pages of a crawl in browsers.
type screen struct{ pool *browser.Pool }

// pools are the pools of browsers that are open.
type pools struct {
	mu   sync.Mutex
	open []*browser.Pool
}

// add takes up a pool, and returns what closes it.
func (p *pools) add(pool *browser.Pool) (close func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open = append(p.open, pool)
	return func() {
		pool.Close()
		p.mu.Lock()
		defer p.mu.Unlock()
		p.open = slices.DeleteFunc(p.open, func(x *browser.Pool) bool { return x == pool })
	}
}

// running is how many browsers run now.
func (p *pools) running() (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, pool := range p.open {
		n += pool.Running()
	}
	return n
}

// useBrowser lets c show pages in a browser, if this machine has one and settings
// want it. No browser is started before a page needs it; close ends them.
func (w *workbench) useBrowser(c *crawler.Crawler) (pool *browser.Pool, close func()) {
	l := w.config.Crawler.Crawl
	if l.Render == crawler.RenderNever {
		return nil, func() {}
	}
	path, err := browser.Find(l.Chromium)
	switch {
	case errors.Is(err, browser.ErrNone) && l.Chromium != "":
		c.UseBrowser(nil, fmt.Sprintf("crawl.chromium 指明的 %s 无法使用", l.Chromium))
		return nil, func() {}
	case err != nil:
		c.UseBrowser(nil, "本机未找到 Chromium"+howToBrowser)
		return nil, func() {}
	}
	pool = browser.New(w.log, browser.Settings{Path: path, Most: l.Browsers, Memory: l.BrowserMemory})
	c.UseBrowser(screen{pool}, "")
	return pool, w.pools.add(pool)
}

// Most is how many pages can be shown at once.
func (s screen) Most() int { return s.pool.Most() }

// Rest ends the browsers that show nothing.
func (s screen) Rest() { s.pool.Rest() }

// Render shows a page of a crawl.
func (s screen) Render(ctx context.Context, p crawler.BrowserPage) (*crawler.BrowserView, error) {
	v, err := s.pool.Render(ctx, browser.Page{URL: p.URL, Max: p.Max, Enough: p.Enough, Known: waysOf(p.Known), Fetch: func(ctx context.Context, r browser.Request) browser.Response {
		kind, ok := kinds[r.Kind]
		if !ok {
			return browser.Response{}
		}
		a := p.Fetch(ctx, crawler.BrowserRequest{URL: r.URL, Kind: kind, Header: r.Header})
		return browser.Response{Status: a.Status, Type: a.Type, Body: a.Body}
	}})
	if errors.Is(err, browser.ErrMemory) {
		err = fmt.Errorf("%w: %w", crawler.ErrPageTooBig, err)
	} else if browser.PageAtFault(err) {
		err = fmt.Errorf("%w: %w", crawler.ErrPageAtFault, err)
	}
	if err != nil {
		return nil, err
	}
	return &crawler.BrowserView{HTML: v.HTML, Whole: !v.Busy && !v.Cut && !v.More, Posts: v.Posts, Leads: v.Leads, Rest: v.Rest, Lost: v.Lost, Posted: v.Posted, Broke: v.Broke, Met: metOn(v), Frames: v.Frames}, nil
}

func waysOf(known map[string]string) []browser.Way {
	ways := make([]browser.Way, 0, len(known))
	for _, key := range slices.Sorted(maps.Keys(known)) {
		ways = append(ways, browser.Way{Key: key, To: known[key]})
	}
	return ways
}

func metOn(v *browser.View) map[string]string {
	met := make(map[string]string, len(v.Met))
	for _, w := range v.Met {
		met[w.Key] = w.To
	}
	return met
}

var kinds = map[browser.Kind]crawler.BrowserKind{
	browser.Document: crawler.BrowserDocument, browser.Frame: crawler.BrowserFrame,
	browser.Script: crawler.BrowserScript, browser.Data: crawler.BrowserData,
}

// camera photographs stored pages, if this machine has a browser and the settings
// want pictures; nil otherwise. close ends the browser.
func (w *workbench) camera() (camera audit.Camera, close func()) {
	l := w.config.Crawler.Crawl
	if w.config.Evidence.Screenshots <= 0 || l.Render == crawler.RenderNever {
		return nil, func() {}
	}
	path, err := browser.Find(l.Chromium)
	if err != nil {
		w.tell("没有页面截图：本机未找到 Chromium%s。\n", howToBrowser)
		return nil, func() {}
	}
	pool := browser.New(w.log, browser.Settings{Path: path, Most: 1, Memory: l.BrowserMemory})
	return func(ctx context.Context, v audit.Viewing, get func(context.Context, string) *site.Page) (*audit.Photo, error) {
		return photograph(ctx, pool, v, get)
	}, w.pools.add(pool)
}

func photograph(ctx context.Context, pool *browser.Pool, v audit.Viewing, get func(context.Context, string) *site.Page) (*audit.Photo, error) {
	address, _, _ := strings.Cut(v.Page.Final, "#")
	base, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	p, err := pool.Shoot(ctx, browser.Shot{URL: address, Marks: v.Marks, Caption: v.Caption,
		Fetch: func(ctx context.Context, r browser.Request) browser.Response {
			switch {
			case r.Kind != browser.Document:
			case v.Page.Rendered != nil:
				return browser.Response{Status: http.StatusOK, Type: "text/html; charset=utf-8", Body: v.Page.Rendered.Body}
			default:
				return browser.Response{Status: http.StatusOK, Type: v.Page.ContentType, Body: v.Page.Body}
			}
			at, ok := extract.Normalize(base, r.URL)
			if !ok {
				return browser.Response{}
			}
			q := get(ctx, at)
			if q == nil || !q.OK() {
				return browser.Response{}
			}
			return browser.Response{Status: q.Status, Type: q.ContentType, Body: q.Body}
		}})
	if err != nil {
		return nil, err
	}
	return &audit.Photo{PNG: p.PNG, Width: p.Width, Height: p.Height, Marked: p.Marked}, nil
}

// shots yields the pictures of the pages of a site that have a fail. A page that
// cannot be pictured is left out, and said so in the log: it is no proof less.
func (w *workbench) shots(run audit.Run, s *evidence.Site, camera audit.Camera) func(context.Context) iter.Seq2[*evidence.Shot, error] {
	if s.Result == nil {
		return nil
	}
	return func(ctx context.Context) iter.Seq2[*evidence.Shot, error] {
		return func(yield func(*evidence.Shot, error) bool) {
			snap, err := w.store.Snapshot(ctx, cmp.Or(run.Of, run.ID), s.Result.ID)
			if err != nil {
				yield(nil, err)
				return
			}
			for p, err := range audit.Photographs(ctx, run.ID, s.Result, snap, w.config.Zone, w.config.Evidence.Screenshots, w.store, camera) {
				if err != nil && ctx.Err() == nil {
					w.log.Warn("page not pictured", "err", err)
					continue
				}
				if err == nil && yield(&evidence.Shot{URL: p.URL, At: p.At, Body: p.PNG}, nil) {
					continue
				}
				if err != nil {
					yield(nil, err)
				}
				return
			}
		}
	}
}
