package crawler

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// maxDeep bounds the folders of one host that are probed by themselves.
const maxDeep = 16

// thinText is the length of a page's main text, in bytes, below which it may be
// an error page that does not say so in words we know.
const thinText = 600

// calibration is how a host answers for impossible addresses of one folder and
// suffix: parts of a host may be served by different programs.
type calibration struct {
	faces []face
	level float64
}

// suspicious reports whether p, answered with status 200, may be what its part of
// the host gives for any address: it was sent elsewhere, speaks of an error,
// shows the home page's title, shows next to nothing under another name than the
// link to it has, or is a page in place of a file. Other pages are not worth the
// requests.
func suspicious(j *job, p *site.Page, f *extract.Facts, front *face) bool {
	switch {
	case f == nil || frontName(p.URL):
		return false
	case j.class == classFile || j.class == classPicture, f.Signals.Error != "":
		return true
	case p.Final != p.URL:
		return strings.TrimSuffix(p.Final, "/") != strings.TrimSuffix(p.URL, "/")
	case front != nil && p.Depth > 0 && front.title != "" && f.HTMLTitle == strings.TrimSpace(front.title):
		return true
	}
	// A folder is likely a column, and an empty column is no error page.
	return !strings.HasSuffix(p.URL, "/") && len(f.Items) == 0 && len(f.Text) < thinText && len(f.Attachments) == 0 && f.Kind != extract.Frame && !answersItself(f) && !calledAs(j, f)
}

// answersItself reports a page that has what no error page has: the day it was
// published, or data that it asks for.
func answersItself(f *extract.Facts) bool {
	if f.Meta.ArticleTitle != "" && f.Meta.PubDate != "" {
		return true
	}
	return slices.ContainsFunc(f.Dates, func(d extract.Date) bool { return d.Source == extract.FromLabel && d.Published }) ||
		slices.ContainsFunc(f.Links, func(l extract.Link) bool { return l.Via == extract.Called })
}

// learnDeep asks h for two addresses that cannot exist beside u, with its suffix,
// in the turns of the place its caller holds there; once for each folder and
// suffix, and for a bounded number of them. The second is asked for only where the
// first was answered with a page.
func (s *prober) learnDeep(ctx context.Context, h *host, f *fetcher, u *url.URL, scope site.Scope) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key, form := neighbour(u)
	if s.base[key] || s.deep[key] != nil || len(s.deep) >= maxDeep {
		return
	}
	c := &calibration{level: 1}
	for range 2 {
		address := fmt.Sprintf(form, rand.Uint64())
		made, err := url.Parse(address)
		if err != nil || !scope.Contains(made) || h.pace(ctx) != nil {
			return
		}
		p := f.plain(ctx, address, f.limits.MaxBody)
		if ctx.Err() != nil {
			return
		}
		if !p.OK() || len(p.Body) == 0 {
			break // the folder is honest; one answer alone would prove nothing
		}
		fc := faceOf(p)
		if !proves(p, &fc) {
			break
		}
		c.faces = append(c.faces, fc)
	}
	if len(c.faces) == 2 {
		c.level = alike(c.faces[0].sketch, c.faces[1].sketch)
	}
	if s.deep == nil {
		s.deep = map[string]*calibration{}
	}
	s.deep[key] = c
}

// neighbour returns what u shares with the addresses beside it, and the form of
// an address there, with a number to be filled in. Folders that differ in numbers
// only (/art/2026/3/5/, /col/col1071/) are kept by one program.
func neighbour(u *url.URL) (key, form string) {
	p := u.EscapedPath()
	dir, suffix := p[:strings.LastIndexByte(p, '/')+1], path.Ext(p)
	if dir == p { // a folder: its neighbours are folders
		dir, suffix = dir[:strings.LastIndexByte(strings.TrimSuffix(dir, "/"), '/')+1], "/"
	}
	if dir == "" {
		dir = "/"
	}
	at := u.Scheme + "://" + u.Host + dir
	return u.Scheme + "://" + u.Host + unnumbered(dir) + "*" + suffix, strings.ReplaceAll(at, "%", "%%") + "govaudit-%016x" + strings.ReplaceAll(suffix, "%", "%%")
}

// unnumbered puts # in place of the numbers in the names of folders.
func unnumbered(dir string) string {
	segments := strings.Split(dir, "/")
	for i, s := range segments {
		if strings.Contains(s, "%") {
			continue // written as numbers, which are letters
		}
		var out []byte
		for k := 0; k < len(s); k++ {
			digit := s[k] >= '0' && s[k] <= '9'
			switch {
			case !digit:
				out = append(out, s[k])
			case len(out) == 0 || out[len(out)-1] != '#':
				out = append(out, '#')
			}
		}
		segments[i] = string(out)
	}
	return strings.Join(segments, "/")
}

// pretendsDeep returns the answer its folder gives for addresses that cannot exist, if p
// is the same.
func (s *prober) pretendsDeep(p *site.Page, u *url.URL) (like *face) {
	key, _ := neighbour(u)
	s.mu.Lock()
	c, shell := s.deep[key], s.shell
	s.mu.Unlock()
	// Both must have come: one answer alone may be a passing fault.
	if c == nil || shell || len(c.faces) < 2 {
		return nil
	}
	return resembled(faceOf(p), c.faces, c.level)
}
