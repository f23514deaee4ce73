package audit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/govaudit/govaudit/document"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// Documents reads the text of an attachment. document.Reader is one.
type Documents interface {
	Text(ctx context.Context, name, contentType string, body []byte) (document.Text, error)
}

// attachments completes the facts of files by what they say. It belongs to one
// site: a check that asks for a file again gets what was read the first time.
type attachments struct {
	documents Documents // nil: files are not read
	codec     extract.Codec
	failed    atomic.Bool // a page could not be read again

	mu   sync.Mutex
	said map[string]document.Text // by hash of the body; Lacks tells why where there is no text
	size int
	slow int // files that took too long
}

// maxSlow is how many files of a site may take too long, after which no further one is
// read: whoever puts up hundreds of such must hold neither the audit nor other sites.
const maxSlow = 3

// maxSaid bounds the bytes of text that attachments keeps: beyond it a file is
// read again.
const maxSaid = 32 << 20

func newAttachments(d Documents) *attachments {
	return &attachments{documents: d, said: map[string]document.Text{}}
}

// facts are those of a page as it was fetched, while it is crawled and whenever
// it is judged again; nil where it was not obtained.
func (a *attachments) facts(ctx context.Context, p *site.Page) *extract.Facts {
	if !p.OK() {
		return nil
	}
	return a.complete(ctx, p, a.codec.Read(p))
}

// complete adds the text of a file to its facts, and what it shows of persons.
func (a *attachments) complete(ctx context.Context, p *site.Page, f *extract.Facts) *extract.Facts {
	if f == nil || f.Kind != extract.File || f.Unread != "" {
		return f
	}
	if why := unobtained(p); why != "" {
		f.Unread = why
		return f
	}
	t := a.read(ctx, p)
	f.Text, f.Unread = t.Text, t.Lacks
	f.Personal = extract.PersonalNumbers(t.Text, p.Fetched)
	f.PersonalByDay = !slices.Equal(f.Personal, extract.PersonalNumbers(t.Text, time.Time{}))
	return f
}

// unobtained says why the bytes of a file are not all at hand; "" if they are.
func unobtained(p *site.Page) string {
	kind := document.Named(p.Final, p.ContentType)
	switch {
	case len(p.Body) > 0 && !p.Truncated:
		return ""
	case p.Size == 0 && len(p.Body) == 0 && kind.Readable():
		return "只核对了文件是否存在，没有取回内容"
	case kind == document.Legacy:
		return document.Why(document.ErrLegacy)
	case kind == document.Archive:
		return document.Why(document.ErrArchive)
	case p.Truncated:
		return fmt.Sprintf("文件有 %.1f MB，超过取回的上限", float64(p.Size)/(1<<20))
	}
	return "只核对了文件是否存在，没有取回内容"
}

// read reads a file, or remembers what it said.
func (a *attachments) read(ctx context.Context, p *site.Page) document.Text {
	if a.documents == nil {
		return document.Text{Lacks: "附件没有读取"}
	}
	a.mu.Lock()
	t, ok := a.said[p.SHA256]
	slow := a.slow >= maxSlow
	a.mu.Unlock()
	switch {
	case ok:
		return t
	case slow:
		return document.Text{Kind: document.Named(p.Final, p.ContentType), Lacks: "本网站已有多个文件读取超时，没有读取"}
	}
	t, err := a.documents.Text(ctx, p.Final, p.ContentType, p.Body)
	if err != nil {
		t = document.Text{Kind: t.Kind, Lacks: document.Why(err)}
		if t.Kind == document.Other && plain(p) {
			text, _ := extract.Decode(p.Body, p.ContentType)
			t = document.Text{Kind: t.Kind, Text: strings.ReplaceAll(string(text), ",", "\t")}
		}
	}
	if ctx.Err() != nil || errors.Is(err, document.ErrBusy) {
		return t // cut short by us: not what the file says
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if errors.Is(err, document.ErrSlow) {
		a.slow++
	}
	if a.size += len(t.Text); a.size <= maxSaid {
		a.said[p.SHA256] = t
	}
	return t
}

// maxPlain bounds a file of plain text that is read whole.
const maxPlain = 1 << 20

// plain reports a file of plain text: .txt or .csv.
func plain(p *site.Page) bool {
	kind := strings.ToLower(p.ContentType)
	name := strings.ToLower(p.Final)
	return len(p.Body) <= maxPlain && (strings.HasSuffix(name, ".txt") || strings.HasSuffix(name, ".csv") || strings.Contains(kind, "text/plain") || strings.Contains(kind, "text/csv"))
}
