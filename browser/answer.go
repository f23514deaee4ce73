package browser

import (
	"bytes"
	"context"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
)

// Kind is what a page wants an answer for.
type Kind int

// The kinds of request that are handed to [Page.Fetch].
const (
	Document Kind = iota // the page itself
	Frame                // a document in a frame of it
	Script
	Data // asked for by a script
	Style
	Picture
)

// Request is what a page asks for.
type Request struct {
	Method string // GET or HEAD
	URL    string // without fragment
	Kind   Kind
	// Header is what a script says in the head of its request, beside what every
	// browser does.
	Header map[string]string
}

// Response answers a Request. Status 0 means that there is none.
type Response struct {
	Status int
	Type   string // Content-Type, verbatim
	Body   []byte
}

// paused takes one request the tab wants to make.
func (t *tab) paused(m message) {
	var e fetch.EventRequestPaused
	if err := decode(m, &e); err != nil || e.Request == nil {
		t.p.log.Debug("browser request not understood", "err", err)
		return // it hangs until the page's time is over
	}
	t.mu.Lock()
	t.asked++
	over := t.asked > maxRequests
	if !over && (e.Request.Method != "GET" || !t.known[e.Request.URL]) {
		t.anew++
		t.known[e.Request.URL] = true
	}
	t.overflow = t.overflow || over
	if !over {
		t.pending++
	}
	t.last = time.Now()
	t.mu.Unlock()
	if over {
		t.spawn(func(ctx context.Context) { t.refuse(ctx, &e) })
		return
	}
	t.wg.Go(func() {
		defer t.answered()
		ctx := t.ctx
		select {
		case t.room <- struct{}{}:
			defer func() { <-t.room }()
		case <-ctx.Done():
		}
		t.answer(ctx, &e)
	})
}

func (t *tab) answered() {
	t.mu.Lock()
	t.pending--
	t.last = time.Now()
	t.mu.Unlock()
	t.ring()
}

// answer decides what one request gets.
func (t *tab) answer(ctx context.Context, e *fetch.EventRequestPaused) {
	url := e.Request.URL
	if low := strings.ToLower(url[:min(len(url), 8)]); !strings.HasPrefix(low, "http://") && !strings.HasPrefix(low, "https://") {
		t.refuse(ctx, e)
		return
	}
	method := e.Request.Method
	if disguised(e.Request.Headers) {
		method = ""
	}
	switch method {
	case "GET", "HEAD":
	case "OPTIONS": // "may I?": whoever asks may ask what follows, which is judged by itself
		t.fulfil(ctx, e, Response{Status: 204})
		return
	default:
		t.note(&t.posts, url)
		t.refuse(ctx, e)
		return
	}
	kind, wanted := t.kind(e)
	if !wanted {
		t.placebo(ctx, e)
		return
	}
	ask := Request{Method: method, URL: url, Kind: kind}
	if kind == Data {
		ask.Header = ownHeaders(e.Request.Headers)
	}
	r := t.page.Fetch(ctx, ask)
	if r.Status == 0 {
		t.note(&t.refused, url)
		t.refuse(ctx, e)
		return
	}
	switch kind {
	case Data:
		t.keepData(r.Body)
	case Document:
		t.mu.Lock()
		t.xml = strings.Contains(r.Type, "/xml")
		t.mu.Unlock()
	}
	t.fulfil(ctx, e, r)
}

// maxData bounds the JSON that is kept of one page, in bytes.
const maxData = 2 << 20

// keepData keeps what the rows of a list may be made of.
func (t *tab) keepData(body []byte) {
	text := bytes.TrimSpace(body)
	if len(text) < 2 || text[0] != '{' && text[0] != '[' {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.dataSize+len(text) <= maxData && !slices.ContainsFunc(t.data, func(had []byte) bool { return bytes.Equal(had, text) }) {
		t.data = append(t.data, text)
		t.dataSize += len(text)
	}
}

// kind says what e is for, and whether it is worth a request.
func (t *tab) kind(e *fetch.EventRequestPaused) (Kind, bool) {
	switch e.ResourceType {
	case network.ResourceTypeDocument:
		if e.FrameID != t.frame {
			return Frame, true
		}
		t.mu.Lock()
		first := !t.begun
		t.begun = true
		t.mu.Unlock()
		if !first { // the page sends its reader elsewhere; where to is told, not followed
			t.note(&t.leads, e.Request.URL+e.Request.URLFragment)
		}
		return Document, first
	case network.ResourceTypeScript:
		t.mu.Lock()
		t.script = time.Now()
		t.mu.Unlock()
		return Script, true
	case network.ResourceTypeXHR, network.ResourceTypeFetch:
		return Data, true
	case network.ResourceTypeStylesheet:
		t.mu.Lock()
		xsl := t.xml
		t.mu.Unlock()
		if xsl { // it makes the page
			return Script, true
		}
		return Style, t.page.Looks
	case network.ResourceTypeImage:
		return Picture, t.page.Looks
	}
	return Data, false
}

// note keeps an address among what the page wanted; some are enough.
func (t *tab) note(list *[]string, url string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(*list) < 50 && len(url) <= 4096 && !slices.Contains(*list, url) {
		*list = append(*list, url)
	}
}

var pixel, _ = base64.StdEncoding.DecodeString("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")

// placebo answers what only matters to the eye with nothing, so that scripts that
// wait for it go on.
func (t *tab) placebo(ctx context.Context, e *fetch.EventRequestPaused) {
	switch e.ResourceType {
	case network.ResourceTypeImage:
		t.fulfil(ctx, e, Response{Status: 200, Type: "image/gif", Body: pixel})
	case network.ResourceTypeStylesheet:
		t.fulfil(ctx, e, Response{Status: 200, Type: "text/css"})
	default:
		t.refuse(ctx, e)
	}
}

func (t *tab) refuse(ctx context.Context, e *fetch.EventRequestPaused) {
	reason := network.ErrorReasonBlockedByClient
	if e.ResourceType == network.ResourceTypeDocument {
		reason = network.ErrorReasonAborted // leaves the document that is shown in place
	}
	if _, err := cdp.Call(ctx, t.s, fetch.FailRequest, fetch.FailRequestParams{RequestID: e.RequestID, ErrorReason: reason}); err != nil {
		t.p.log.Debug("browser request not refused", "err", err)
	}
}

func (t *tab) fulfil(ctx context.Context, e *fetch.EventRequestPaused, r Response) {
	headers := []*fetch.HeaderEntry{{Name: "Cache-Control", Value: "no-store"}}
	add := func(name, value string) {
		headers = append(headers, &fetch.HeaderEntry{Name: name, Value: value})
	}
	if r.Type != "" {
		add("Content-Type", strings.ToValidUTF8(strings.Map(headerRune, r.Type), ""))
	}
	// Which hosts a page may ask is decided before, so the browser need not.
	if origin := header(e.Request.Headers, "Origin"); origin != "" {
		add("Access-Control-Allow-Origin", origin)
		add("Access-Control-Allow-Credentials", "true")
		if want := header(e.Request.Headers, "Access-Control-Request-Headers"); want != "" {
			add("Access-Control-Allow-Headers", want)
		}
		add("Access-Control-Allow-Methods", "GET, HEAD")
	}
	_, err := cdp.Call(ctx, t.s, fetch.FulfillRequest, fetch.FulfillRequestParams{
		RequestID: e.RequestID, ResponseCode: int64(r.Status), ResponseHeaders: headers, Body: r.Body})
	if err != nil {
		t.p.log.Debug("browser request not answered", "url", e.Request.URL, "err", err)
	}
}

func headerRune(r rune) rune {
	if r < ' ' || r > '~' {
		return -1
	}
	return r
}

// header returns a header of a request; names come in the case the page wrote.
func header(h network.Headers, name string) string {
	for k, v := range h {
		if strings.EqualFold(k, name) {
			if s, ok := any(v).(string); ok {
				return strings.Map(headerRune, s)
			}
		}
	}
	return ""
}
