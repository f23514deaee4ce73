package crawler

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// Documents bounds the attachments whose content is kept to be read; of others it
// is only seen whether they are there.
type Documents struct {
	Skip     bool  `yaml:"skip"`      // keep none
	MaxFiles int   `yaml:"max_files"` // per site
	MaxBytes int64 `yaml:"max_bytes"` // of one document
	MaxTotal int64 `yaml:"max_total"` // bytes of all documents of a site
}

func defaultDocuments() Documents {
	return Documents{MaxFiles: 300, MaxBytes: 8 << 20, MaxTotal: 512 << 20}
}

// validate reports, in Chinese, every bound that cannot be used.
func (d Documents) validate() error {
	var problems []error
	for _, n := range []struct {
		key   string
		value int64
	}{{"max_files", int64(d.MaxFiles)}, {"max_bytes", d.MaxBytes}, {"max_total", d.MaxTotal}} {
		if n.value < 0 {
			problems = append(problems, fmt.Errorf("crawl.documents.%s 不能为负；不想取回附件内容请写 skip: true", n.key))
		}
	}
	return errors.Join(problems...)
}

func (d Documents) filled() Documents {
	std := defaultDocuments()
	set(&d.MaxFiles, std.MaxFiles)
	set(&d.MaxBytes, std.MaxBytes)
	set(&d.MaxTotal, std.MaxTotal)
	return d
}

// documentName reports whether an address ends as the documents do that are read.
func documentName(address string) bool {
	address, _, _ = strings.Cut(address, "#")
	plain, query, _ := strings.Cut(address, "?")
	return documentExt(path.Ext(plain)) || documentExt(path.Ext(query))
}

func documentExt(ext string) bool {
	switch strings.ToLower(ext) {
	case ".pdf", ".docx", ".xlsx", ".ofd":
		return true
	}
	return false
}

// documentAnswer reports whether an answer is, or may be, a document that is read,
// going by its type, its file name and its address.
func documentAnswer(h http.Header, address string) bool {
	t := strings.ToLower(h.Get("Content-Type"))
	for _, w := range []string{"pdf", "wordprocessingml", "spreadsheetml", "/ofd"} {
		if strings.Contains(t, w) {
			return true
		}
	}
	disposition := h.Get("Content-Disposition")
	if _, params, err := mime.ParseMediaType(disposition); err == nil && params["filename"] != "" {
		return documentExt(path.Ext(params["filename"]))
	}
	low := strings.ToLower(disposition)
	for _, ext := range []string{".pdf", ".docx", ".xlsx", ".ofd"} {
		if strings.Contains(low, ext) { // a name in raw Chinese bytes, which the standard forbids
			return true
		}
	}
	if u, err := url.Parse(address); err == nil && disposition == "" && strings.Contains(t, "octet-stream") && pagePath(u.Path) {
		return true // a program sends a file and does not say which
	}
	return documentName(address)
}

// mayKeep returns how many bytes of a document may still be kept of this site; 0:
// none.
func (cr *crawl) mayKeep() int64 {
	d := cr.limits.Documents
	left := d.MaxTotal - cr.counts.documentBytes.Load()
	if d.Skip || cr.counts.documents.Load() >= int64(d.MaxFiles) || left <= 0 {
		return 0
	}
	return min(d.MaxBytes, left)
}

// countDocument counts a document that was kept.
func (cr *crawl) countDocument(p *site.Page, f *extract.Facts) {
	if f != nil && f.Kind == extract.File && len(p.Body) > 0 && !p.Truncated {
		cr.counts.documents.Add(1)
		cr.counts.documentBytes.Add(int64(len(p.Body)))
	}
}

// document fetches an attachment whole, up to keep bytes. An answer that begins
// well and does not end in time is looked at as any other file is.
func (f *fetcher) document(ctx context.Context, h *host, address, from string, keep int64) (*site.Page, http.Header) {
	p, header := f.get(ctx, ask{method: http.MethodGet, url: address, from: from, limit: f.limits.MaxBody, keep: keep})
	if p.Failure != site.FailTimeout && p.Failure != site.FailConnect || header == nil || h.pace(ctx) != nil {
		return p, header
	}
	return f.file(ctx, h, address, from, true)
}

// The order of attachments: documents of disclosure first, what is only looked at
// last.
const (
	orderDutyDocument uint16 = iota
	orderDocument
	orderFile
)

func (t theme) fileOrder(l extract.Link) uint16 {
	switch {
	case !documentName(l.URL):
		return orderFile
	case t.duty, named(l.Text):
		return orderDutyDocument
	}
	return orderDocument
}
