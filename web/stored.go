package web

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

func (s *Server) storedRoutes() []route {
	const at = "GET /runs/{run}/sites/{site}/stored"
	example := storedPath("20260410-1", "jiangzhou", "http://www.jiangzhou.gov.cn/nb/1.html", "", "2026-04-13")
	in := func(part string) string { return strings.Replace(example, "/stored?", "/stored/"+part+"?", 1) }
	return []route{
		{pattern: at, action: access.SeeSite, handle: s.stored, example: example},
		{pattern: at + "/view", action: access.SeeSite, handle: s.storedView, example: in("view")},
		{pattern: at + "/text", action: access.SeeSite, handle: s.storedText, example: in("text")},
		{pattern: at + "/body", action: access.SeeSite, handle: s.storedBody, example: in("body")},
		{pattern: at + "/photo", action: access.SeeSite, handle: s.storedPhoto, example: in("photo")},
	}
}

// Stored is what was stored of a site in a run.
type Stored interface {
	audit.Snapshot
	// Body returns the body or record with this SHA-256, or ErrMissing.
	Body(ctx context.Context, sha256 string) ([]byte, error)
}

// storedPath is where a piece of evidence is shown as it was stored.
func storedPath(run, siteID, address, sha, quote string) string {
	if runes := []rune(quote); len(runes) > mostQuoted {
		quote = string(runes[:mostQuoted])
	}
	q := url.Values{"url": {address}}
	if sha != "" {
		q.Set("sha", sha)
	}
	if quote != "" {
		q.Set("quote", quote)
	}
	return "/runs/" + url.PathEscape(run) + "/sites/" + url.PathEscape(siteID) + "/stored?" + q.Encode()
}

const mostQuoted = 400 // more than rules quote

// storedOf is storedPath for templates.
func storedOf(run, siteID string, e rules.Evidence) string {
	return storedPath(run, siteID, e.URL, e.SHA256, e.Quote)
}

// storedPage is a page as it was stored, and what is asked about it.
type storedPage struct {
	Run, Site string
	SiteName  string
	Back      string     // the page of the site, in the run where that judged it
	Page      *site.Page // nil: a record that is no page
	Body      []byte
	SHA256    string
	Shown     bool   // Body is the page as a browser showed it
	Differs   bool   // what was asked for by its hash is not what is stored at the address
	Quote     string // to be marked
	query     string // of this page, for the other views of it
}

// storedIn is the run whose pages are asked for, with a result of the site that says whose
// it is. A recheck has pages and no result: whose they are, the newest result says.
func (s *Server) storedIn(c *call) (audit.Run, *audit.Site, error) {
	runID, siteID := c.PathValue("run"), c.PathValue("site")
	run, err := s.runOf(c, runID, siteID)
	if err != nil || run.Kind != audit.Recheck {
		return s.result(c, runID, siteID)
	}
	_, r, err := s.result(c, latest, siteID)
	return run, r, err
}

// findStored finds what a request asks for: the body with the hash, at the address.
func (s *Server) findStored(c *call) (*storedPage, error) {
	run, r, err := s.storedIn(c)
	if err != nil {
		return nil, err
	}
	snap, err := s.Archive.Snapshot(c.Context(), cmp.Or(run.Of, run.ID), r.ID)
	if err != nil {
		return nil, err
	}
	q := c.URL.Query()
	sha := strings.ToLower(q.Get("sha"))
	p := &storedPage{Run: run.ID, Site: r.ID, SiteName: r.Name, Back: "/sites/" + url.PathEscape(r.ID), Quote: clipRunes(q.Get("quote"), mostQuoted), query: c.URL.Query().Encode()}
	if run.Kind != audit.Recheck {
		p.Back += "?run=" + url.QueryEscape(run.ID)
	}
	p.Page, err = snap.Page(c.Context(), q.Get("url"))
	if err != nil && !errors.Is(err, ErrMissing) {
		return nil, err
	}
	if p.Page != nil {
		p.choose(sha)
		if sha == "" || p.SHA256 == sha {
			return p, nil
		}
	}
	if len(sha) != 2*sha256.Size {
		return p.orMissing()
	}
	body, err := snap.Body(c.Context(), sha)
	if errors.Is(err, ErrMissing) {
		p.Differs = true
		return p.orMissing()
	}
	if err != nil {
		return nil, err
	}
	if !s.belongs(r, sha) {
		return nil, s.hide(c, "其他网站的证据 "+sha)
	}
	p.Body, p.SHA256, p.Shown = body, sha, false
	if p.Page != nil {
		p.Page = nil // the address was fetched again since: what is shown is the evidence
	}
	return p, nil
}

// belongs reports whether the result of a site rests on a body: bodies are kept once
// for all sites, and a hash alone gives no right to one.
func (s *Server) belongs(r *audit.Site, sha string) bool {
	for _, f := range r.Findings {
		for _, e := range f.Seen {
			if e.SHA256 == sha {
				return true
			}
		}
		for _, d := range f.Defects {
			for _, e := range d.Evidence {
				if e.SHA256 == sha {
					return true
				}
			}
		}
	}
	return false
}

func (p *storedPage) orMissing() (*storedPage, error) {
	if p.Page == nil {
		return nil, errMissing
	}
	return p, nil
}

// At is the address of another view of it: view, text, body, photo or "", the page
// about it.
func (p *storedPage) At(part string) string {
	at := "/runs/" + url.PathEscape(p.Run) + "/sites/" + url.PathEscape(p.Site) + "/stored"
	if part != "" {
		at += "/" + part
	}
	return at + "?" + p.query
}

// choose takes the body with the hash, else the one that facts were read from.
func (p *storedPage) choose(sha string) {
	pg := p.Page
	p.Body, p.SHA256 = pg.Body, pg.SHA256
	if pg.Rendered != nil && pg.Rendered.Body != nil && sha != pg.SHA256 {
		p.Body, p.SHA256, p.Shown = pg.Rendered.Body, pg.Rendered.SHA256, true
	}
	if p.SHA256 == "" && p.Body != nil {
		sum := sha256.Sum256(p.Body)
		p.SHA256 = hex.EncodeToString(sum[:])
	}
}

// HTML reports whether the body is a page that can be rewritten.
func (p *storedPage) HTML() bool {
	if p.Page == nil || len(p.Body) == 0 {
		return false
	}
	t := strings.ToLower(p.Page.ContentType)
	if p.Shown || strings.Contains(t, "html") {
		return true
	}
	head := bytes.ToLower(p.Body[:min(len(p.Body), 512)])
	return t == "" && (bytes.Contains(head, []byte("<html")) || bytes.Contains(head, []byte("<!doctype html")))
}

// Record reports whether the body is the record of an observation: text to be read.
func (p *storedPage) Record() bool { return p.Page == nil }

// Received is when the body was received.
func (p *storedPage) Received() time.Time {
	switch {
	case p.Page == nil:
		return time.Time{}
	case p.Shown:
		return p.Page.Rendered.At
	case !p.Page.Same.IsZero():
		return p.Page.Same
	}
	return p.Page.Fetched
}

// address is the one that answered.
func (p *storedPage) address() string { return cmp.Or(p.Page.Final, p.Page.URL) }

func (p *storedPage) text() []byte {
	if p.Shown || p.Page == nil {
		return p.Body
	}
	text, _ := extract.Decode(p.Body, p.Page.ContentType)
	return text
}

type storedView struct {
	*storedPage
	Photo  bool
	Marked int    // places in the page; -1: there is nothing to mark
	Why    string // it did not open; with the words of the network for who looks into it
}

func (s *Server) stored(c *call) (answer, error) {
	p, err := s.findStored(c)
	if err != nil {
		return nil, err
	}
	v := storedView{storedPage: p, Marked: -1}
	if p.HTML() && p.Quote != "" {
		_, v.Marked = rewriteArchived(p.text(), p.address(), p.Quote)
	}
	if p.Page != nil {
		photo, err := s.Archive.Photo(c.Context(), p.Run, p.Site, p.Page.URL)
		if err != nil {
			return nil, err
		}
		v.Photo = photo != nil
		if v.Why = p.Page.Err; !c.can(access.SeeAll, access.Object{}) {
			v.Why = site.Plain(v.Why)
		}
	}
	return page{Name: "stored", Title: "存档的网页", Body: v}, nil
}

// storedView answers with the rewritten page itself, for the frame on the page about
// it.
func (s *Server) storedView(c *call) (answer, error) {
	p, err := s.findStored(c)
	if err != nil {
		return nil, err
	}
	if !p.HTML() {
		return nil, errMissing
	}
	doc, _ := rewriteArchived(p.text(), p.address(), p.Quote)
	return sealed(doc), nil
}

// sealed is a page of others: it runs nothing, loads nothing, sends nothing and
// belongs to no origin, even if something in it were left that tries.
type sealed []byte

func (b sealed) write(_ *Server, w http.ResponseWriter, _ *call) error {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'")
	h.Set("X-Frame-Options", "SAMEORIGIN")
	h.Set("Content-Length", strconv.Itoa(len(b)))
	_, err := w.Write(b)
	return err
}
