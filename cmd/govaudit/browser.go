package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/govaudit/govaudit/browser"
	"github.com/govaudit/govaudit/crawler"
)

// howToBrowser says what to do to have a browser.
const howToBrowser = "（Debian/Ubuntu：apt-get install chromium；Fedora：dnf install chromium），或设 crawl.chromium 指明路径"

// screen shows the pages of a crawl in browsers.
type screen struct{ pool *browser.Pool }

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
	pool = browser.New(w.log, browser.Settings{Path: path, Most: l.Browsers})
	c.UseBrowser(screen{pool}, "")
	return pool, pool.Close
}

// Most is how many pages can be shown at once.
func (s screen) Most() int { return s.pool.Most() }

// Render shows a page of a crawl.
func (s screen) Render(ctx context.Context, p crawler.BrowserPage) (*crawler.BrowserView, error) {
	v, err := s.pool.Render(ctx, browser.Page{URL: p.URL, Max: p.Max, Fetch: func(ctx context.Context, r browser.Request) browser.Response {
		kind, ok := kinds[r.Kind]
		if !ok {
			return browser.Response{}
		}
		a := p.Fetch(ctx, crawler.BrowserRequest{URL: r.URL, Kind: kind})
		return browser.Response{Status: a.Status, Type: a.Type, Body: a.Body}
	}})
	if err != nil {
		return nil, err
	}
	return &crawler.BrowserView{HTML: v.HTML, Whole: !v.Busy && !v.Cut && !v.More, Posts: v.Posts, Leads: v.Leads}, nil
}

var kinds = map[browser.Kind]crawler.BrowserKind{
	browser.Document: crawler.BrowserDocument, browser.Frame: crawler.BrowserFrame,
	browser.Script: crawler.BrowserScript, browser.Data: crawler.BrowserData,
}
