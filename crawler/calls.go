package crawler

import (
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// Lists are often filled by a script file that many columns share: the call stands
// in the file, which column it asks for in a variable of the page. Both must be at
// hand to know the address. So it is with documents that a function of such a file opens.

// calls joins pages that look empty to the script files they name.
type calls struct {
	files map[string][]byte // by address; empty: it did not come
	pages []*callPage       // that wait for a file
	kept  int               // bytes of pages and files
	told  bool              // the files told where a document is
	vain  int               // pages with documents of which they told nothing
}

type callPage struct {
	page    *site.Page
	depth   int
	missing []string
	files   []string
	offers  bool // documents, by functions of the files; else it asks for rows
}

// maxCallBytes bounds what is kept of pages and files for one site.
const maxCallBytes = 8 << 20

// joinCalls takes a page that came: a script file that some wait for, or one that
// waits for its files. It returns the jobs that follow.
func (cr *crawl) joinCalls(p *site.Page, f *extract.Facts) []*job {
	cr.mu.Lock()
	defer cr.mu.Unlock()
	c := &cr.calls
	if c.files == nil {
		c.files = map[string][]byte{}
	}
	if kindOfPath(p.URL) == pathScript {
		if _, known := c.files[p.URL]; known {
			return nil
		}
		c.files[p.URL] = nil
		if p.OK() && c.kept+len(p.Body) <= maxCallBytes {
			c.files[p.URL] = p.Body
			c.kept += len(p.Body)
		}
		var out []*job
		c.pages = slices.DeleteFunc(c.pages, func(w *callPage) bool {
			w.missing = slices.DeleteFunc(w.missing, func(s string) bool { return s == p.URL })
			if len(w.missing) > 0 {
				return false
			}
			c.kept -= len(w.page.Body)
			out = append(out, cr.callJobs(w)...)
			return true
		})
		return out
	}
	if f == nil || !p.OK() || p.Rendered != nil {
		return nil
	}
	w := &callPage{page: p, depth: p.Depth}
	switch {
	case f.Signals.NeedsBrowser != "":
		for _, l := range f.Links {
			if l.Via == extract.Called && kindOfPath(l.URL) == pathScript {
				w.files = append(w.files, l.URL)
			}
		}
	case f.OffersByScript() && (c.told || c.vain < vainFiles):
		w.offers = true
		w.files = extract.OwnScripts(p)
		w.files = w.files[:min(len(w.files), maxOwnFiles)]
	}
	for _, address := range w.files {
		if _, known := c.files[address]; !known {
			w.missing = append(w.missing, address)
		}
	}
	switch {
	case len(w.files) == 0:
		return nil
	case len(w.missing) == 0:
		return cr.callJobs(w)
	case c.kept+len(p.Body) <= maxCallBytes:
		c.kept += len(p.Body)
		c.pages = append(c.pages, w)
	}
	if !w.offers {
		return nil
	}
	var out []*job
	for _, address := range w.missing {
		out = append(out, &job{url: address, from: p.URL, class: classFrame, depth: uint16(min(p.Depth, 1<<15)), data: true})
	}
	return out
}

// withoutStumps returns f without what its links by functions were read as before the
// files told more: the address given to a function that adds to it, as that goes on.
func withoutStumps(f *extract.Facts, called []*job) *extract.Facts {
	stump := func(l extract.Link) bool {
		return l.Via == extract.OnClick && strings.Contains(l.URL, "?") && slices.ContainsFunc(called, func(j *job) bool {
			rest, ok := strings.CutPrefix(j.url, l.URL)
			return ok && strings.HasPrefix(rest, "&")
		})
	}
	if !slices.ContainsFunc(f.Links, stump) {
		return f
	}
	g := *f
	g.Links = slices.DeleteFunc(slices.Clone(f.Links), stump)
	return &g
}

// vainFiles is after how many pages whose documents the files of the site told nothing
// of they are not asked about further ones.
const vainFiles = 8

// fileJobs are the requests for the documents that a page offers by functions of its
// files.
func (cr *crawl) fileJobs(w *callPage, files [][]byte) []*job {
	links := extract.FilesWith(w.page, files)
	if len(links) == 0 {
		cr.calls.vain++
		return nil
	}
	cr.calls.told = true
	var out []*job
	for _, l := range links {
		j := &job{url: l.URL, from: w.page.URL, class: classRest, depth: uint16(min(w.depth+1, 1<<15))}
		if kindOfPath(l.URL) == pathFile {
			j.class = classFile
		}
		out = append(out, j)
	}
	return out
}

// callJobs are the requests for the data of a page whose files are at hand.
func (cr *crawl) callJobs(w *callPage) []*job {
	var files [][]byte
	for _, address := range w.files {
		if b := cr.calls.files[address]; len(b) > 0 {
			files = append(files, b)
		}
	}
	if w.offers {
		return cr.fileJobs(w, files)
	}
	var out []*job
	for i, l := range extract.CallsWith(w.page, files) {
		if l.Via == extract.Called && !strings.HasSuffix(l.URL, ".js") {
			out = append(out, &job{url: l.URL, from: w.page.URL, class: classDutyList, depth: uint16(min(w.depth, 1<<15)), order: uint16(i), data: true})
		}
	}
	return out
}
