package demo_test

import (
	"context"
	"log/slog"
	"os"
	"testing"

	"github.com/govaudit/govaudit/browser"
	"github.com/govaudit/govaudit/crawler"
)

// showIn lets c show pages in the Chromium that GOVAUDIT_TEST_CHROMIUM names. The
// truth about portals whose lists scripts fill is that of a reader who has one.
func showIn(t testing.TB, c *crawler.Crawler, log *slog.Logger) {
	t.Helper()
	path := os.Getenv("GOVAUDIT_TEST_CHROMIUM")
	if path == "" {
		t.Skip("GOVAUDIT_TEST_CHROMIUM names no browser")
	}
	pool := browser.New(log, browser.Settings{Path: path, Most: 1})
	t.Cleanup(pool.Close)
	c.UseBrowser(screen{pool}, "")
}

// screen gives browsers the shape that a crawl asks for.
type screen struct{ pool *browser.Pool }

func (s screen) Most() int { return s.pool.Most() }

func (s screen) Rest() { s.pool.Rest() }

var kinds = map[browser.Kind]crawler.BrowserKind{
	browser.Document: crawler.BrowserDocument, browser.Frame: crawler.BrowserFrame,
	browser.Script: crawler.BrowserScript, browser.Data: crawler.BrowserData,
}

func (s screen) Render(ctx context.Context, p crawler.BrowserPage) (*crawler.BrowserView, error) {
	v, err := s.pool.Render(ctx, browser.Page{URL: p.URL, Max: p.Max, Enough: p.Enough, Fetch: func(ctx context.Context, r browser.Request) browser.Response {
		kind, ok := kinds[r.Kind]
		if !ok {
			return browser.Response{}
		}
		a := p.Fetch(ctx, crawler.BrowserRequest{URL: r.URL, Kind: kind, Header: r.Header})
		return browser.Response{Status: a.Status, Type: a.Type, Body: a.Body}
	}})
	if err != nil {
		return nil, err
	}
	return &crawler.BrowserView{HTML: v.HTML, Whole: !v.Busy && !v.Cut && !v.More, Posts: v.Posts, Leads: v.Leads, Rest: v.Rest, Broke: v.Broke}, nil
}
