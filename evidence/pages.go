package evidence

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/govaudit/govaudit/site"
)

// siteWriter turns the pages of one site into records.
type siteWriter struct {
	w      *warcWriter
	quoted quoted
	bodies map[string]origin // by SHA-256: where a body stands in full
}

// origin is the record that holds a body.
type origin struct{ id, target, date string }

// page writes what was asked for at one address and what came: the redirects, the
// last exchange, how a browser showed it, and why it was asked for.
func (s *siteWriter) page(p *site.Page) error {
	if err := s.w.room(); err != nil {
		return err
	}
	for i, h := range p.Chain {
		if err := s.hop(p, i, h); err != nil {
			return err
		}
	}
	id, err := s.exchange(p)
	if err != nil {
		return err
	}
	if err := s.rendering(p, id); err != nil {
		return err
	}
	return s.metadata(p, id)
}

// hop writes one redirect. Its body was not kept.
func (s *siteWriter) hop(p *site.Page, i int, h site.Hop) error {
	seed := p.URL + " hop " + strconv.Itoa(i)
	asked, err := s.request(h.URL, h.Exchange, p.Fetched, seed)
	if err != nil {
		return err
	}
	r := &record{kind: typeResponse, target: address(h.URL), date: p.Fetched, mime: mimeResponse, seed: seed}
	if h.Answer != "" {
		r.head = answerBlock(h.Answer, 0)
	} else {
		r.head = fmt.Appendf(nil, "HTTP/1.1 %d \r\n%s%sContent-Length: 0\r\n\r\n", h.Status, locationOf(p, i), rebuilt)
	}
	r.payload = sumOf(nil)
	remote(r, h.Exchange)
	concurrent(r, asked)
	r.add("WARC-Truncated", "unspecified")
	_, err = s.w.write(r)
	return err
}

// locationOf is the header that led on from redirect i, as far as it is known.
func locationOf(p *site.Page, i int) string {
	next := p.Final
	if i+1 < len(p.Chain) {
		next = p.Chain[i+1].URL
	}
	return "Location: " + address(next) + "\r\n"
}

// request writes what was sent, if that was kept, and returns its identity.
func (s *siteWriter) request(target string, x site.Exchange, at time.Time, seed string) (string, error) {
	if x.Request == "" {
		return "", nil
	}
	r := &record{kind: typeRequest, target: address(target), date: at, mime: mimeRequest, head: requestBlock(x.Request), seed: seed}
	remote(r, x)
	return s.w.write(r)
}

// answered reports whether the last address of p gave an answer. After a redirect
// that was not followed there is none: p then carries the status of the redirect.
func answered(p *site.Page) bool {
	switch p.Failure {
	case site.FailRedirect, site.FailRobots, site.FailGuard:
		return false
	}
	return p.Exchange.Answer != "" || p.Status > 0
}

// exchange writes the last request of p and its answer, and returns the identity
// of the answer; "" if none came.
func (s *siteWriter) exchange(p *site.Page) (string, error) {
	if !answered(p) {
		return "", nil
	}
	final := cmp.Or(p.Final, p.URL)
	var whole origin
	if !p.Same.IsZero() && len(p.Body) > 0 {
		var err error
		if whole, err = s.earlier(p, final); err != nil {
			return "", err
		}
	}
	asked, err := s.request(final, p.Exchange, p.Fetched, p.URL)
	if err != nil {
		return "", err
	}
	r := &record{kind: typeResponse, target: address(final), date: p.Fetched, mime: mimeResponse, seed: p.URL}
	remote(r, p.Exchange)
	concurrent(r, asked)
	profile := profileNotModified
	if whole.id == "" {
		whole, profile = s.bodies[p.SHA256], profileSame
	}
	stated := len(p.Body)
	if profile == profileNotModified {
		stated = 0 // a 304 has no body of its own
	}
	if p.Exchange.Answer != "" {
		r.head = answerBlock(p.Exchange.Answer, stated)
	} else {
		r.head = rebuiltAnswer(p, stated)
	}
	r.add("WARC-Truncated", truncated(p))
	if whole.id != "" && len(p.Body) > 0 {
		r.kind, r.payload = typeRevisit, p.SHA256
		r.add("WARC-Profile", profile)
		r.add("WARC-Refers-To", "<"+whole.id+">")
		r.add("WARC-Refers-To-Target-URI", whole.target)
		r.add("WARC-Refers-To-Date", whole.date)
		return s.w.write(r)
	}
	r.body, r.payload = p.Body, sumOf(p.Body)
	id, err := s.w.write(r)
	if err == nil && len(p.Body) > 0 {
		s.bodies[r.payload] = origin{id, r.target, stamp(r.date)}
	}
	return id, err
}

// earlier writes the body of a page that its server said had not changed, as it
// was received at the time stated, unless it stands in the archive already. The
// answer it came with belongs to an earlier run.
func (s *siteWriter) earlier(p *site.Page, final string) (origin, error) {
	if o, ok := s.bodies[p.SHA256]; ok {
		return o, nil
	}
	r := &record{kind: typeResource, target: address(final), date: p.Same, mime: cmp.Or(oneLine(p.ContentType), "application/octet-stream"),
		body: p.Body, payload: sumOf(p.Body), seed: p.URL}
	id, err := s.w.write(r)
	if err != nil {
		return origin{}, err
	}
	o := origin{id, r.target, stamp(r.date)}
	s.bodies[r.payload] = o
	return o, nil
}

// truncated says in the words of WARC why the stored body is not all of it.
func truncated(p *site.Page) string {
	switch {
	case p.Failure == site.FailTimeout:
		return "time"
	case p.Failure == site.FailConnect:
		return "disconnect"
	case p.Truncated:
		return "length"
	case len(p.Body) == 0 && p.SHA256 != "":
		return "unspecified" // it came and was not kept
	}
	return ""
}

func remote(r *record, x site.Exchange) {
	if x.Remote.IsValid() {
		r.add("WARC-IP-Address", x.Remote.Addr().Unmap().WithZone("").String())
	}
}

func concurrent(r *record, asked string) {
	if asked != "" {
		r.add("WARC-Concurrent-To", "<"+asked+">")
	}
}

// rendering writes the page as a browser showed it.
func (s *siteWriter) rendering(p *site.Page, answer string) error {
	if p.Rendered == nil {
		return nil
	}
	r := &record{kind: typeConversion, target: address(cmp.Or(p.Final, p.URL)), date: p.Rendered.At, mime: "text/html; charset=utf-8",
		body: p.Rendered.Body, payload: sumOf(p.Rendered.Body), seed: p.URL}
	if answer != "" {
		r.add("WARC-Refers-To", "<"+answer+">")
	}
	_, err := s.w.write(r)
	return err
}

// metadata writes why the address was asked for, what became of it, and which
// findings rest on it.
func (s *siteWriter) metadata(p *site.Page, answer string) error {
	r := &record{kind: typeMetadata, target: address(p.URL), date: p.Fetched, mime: mimeFields, seed: p.URL}
	if answer != "" {
		r.add("WARC-Refers-To", "<"+answer+">")
	}
	var b fieldBlock
	b.add("via", address(p.From))
	b.add("hopsFromSeed", strings.Repeat("L", min(p.Depth, 100)))
	b.add("fetchTimeMs", strconv.Itoa(p.Millis))
	if p.Final != p.URL {
		b.add("final", address(p.Final))
	}
	b.add("failure", string(p.Failure))
	b.add("failure-words", p.Err)
	b.add("asked-by-script-of", address(p.Within))
	if p.Exchange.Answer == "" && answer != "" {
		b.add("http-headers", "rebuilt")
	}
	if !p.Same.IsZero() {
		b.add("unchanged-since", stamp(p.Same))
	}
	if len(p.Body) == 0 && p.SHA256 != "" {
		b.add("body-sha256", p.SHA256)
	}
	if p.Rendered != nil {
		b.add("rendered-sha256", p.Rendered.SHA256)
	}
	if err := b.quotes(s.quoted.of(p)); err != nil {
		return err
	}
	r.body = b.Bytes()
	_, err := s.w.write(r)
	return err
}
