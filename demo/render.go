package demo

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"mime"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// view is what a template sees.
type view struct {
	Site   *portal
	Set    map[string]string
	Origin string
	Column *column // nil on the home page
	Page   *page   // nil on lists
	Items  []*page
	Main   string // the body of an article
	Title  string
	N      int // number of this page of a list, from 0
	Pages  int
	Total  int
}

// Crumbs is the way to the page.
func (v view) Crumbs() []*column { return v.Column.Crumbs() }

// render turns the archive into replies.
func (s *portal) render() error {
	t := template.New("").Funcs(s.functions())
	names := make([]string, 0, len(s.templates))
	for n := range s.templates {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		if _, err := t.New(n).Parse(s.templates[n]); err != nil {
			return err
		}
	}
	for _, c := range s.columns {
		slices.SortStableFunc(c.pages, func(a, b *page) int {
			return cmp.Or(cmp.Compare(b.Head["pin"], a.Head["pin"]), b.Day.Compare(a.Day))
		})
		if c.rising {
			slices.Reverse(c.pages)
		}
	}
	for _, f := range strings.Fields(s.set["files"]) {
		s.attachment(f)
	}
	for _, p := range s.pages {
		if err := s.renderPage(t, p); err != nil {
			return fmt.Errorf("%s: %w", p.Path, err)
		}
	}
	for _, c := range s.columns {
		if err := s.renderColumn(t, c); err != nil {
			return fmt.Errorf("column %s: %w", c.Key, err)
		}
	}
	s.pictures()
	s.lost = &reply{status: 404, contentType: "text/html; charset=utf-8", body: []byte("<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>")}
	if _, ok := s.templates["_lost"]; ok {
		r, err := s.page(t, "_lost", view{})
		if err != nil {
			return err
		}
		s.lost = r
		if s.set["lost"] == "404" {
			r.status = 404
		}
	}
	return nil
}

// page executes one template and encodes what comes.
func (s *portal) page(t *template.Template, name string, v view) (*reply, error) {
	v.Site, v.Set, v.Origin = s, s.set, s.origin
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, name, v); err != nil {
		return nil, err
	}
	return s.encoded(b.Bytes())
}

func (s *portal) encoded(text []byte) (*reply, error) {
	ct := "text/html; charset=utf-8"
	if h, ok := s.set["content-type"]; ok {
		ct = h
	}
	if s.set["script"] == "traditional" {
		text = []byte(traditional(string(text)))
	}
	if strings.HasPrefix(s.set["charset"], "gb") {
		gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes(text)
		if err != nil {
			return nil, fmt.Errorf("encode as %s: %w", s.set["charset"], err)
		}
		text = gb
	}
	return &reply{status: 200, contentType: ct, body: text}, nil
}

func (s *portal) renderPage(t *template.Template, p *page) error {
	for _, l := range p.Attached {
		s.attachment(l.URL)
	}
	if p.layout == "word" {
		return s.paper(p)
	}
	main, err := s.body(p)
	if err != nil {
		return err
	}
	name := p.layout
	if name == "raw" {
		name = "raw " + p.Path
		if _, err := t.New(name).Parse(p.body); err != nil {
			return err
		}
	}
	title := p.Title
	r, err := s.page(t, name, view{Column: p.Column, Page: p, Main: main, Title: title})
	if err != nil {
		return err
	}
	if ext := path.Ext(p.Path); ext == ".js" || ext == ".txt" || ext == ".xml" {
		r.contentType = mime.TypeByExtension(ext)
	}
	if h := p.Head["status"]; h != "" {
		if r.status, err = strconv.Atoi(h); err != nil {
			return err
		}
	}
	if to := p.Head["location"]; to != "" {
		r.location = to
		if r.status == 200 {
			r.status = 302
		}
	}
	if d := p.Head["delay"]; d != "" {
		if r.delay, err = time.ParseDuration(d); err != nil {
			return err
		}
	}
	s.add(p.Path, r)
	return nil
}

// paper serves a Word document that the archive gives as text.
func (s *portal) paper(p *page) error {
	data, err := wordFile(p.body)
	if err != nil {
		return err
	}
	s.add(p.Path, &reply{status: 200, contentType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", body: data})
	return nil
}

// pictures serves every picture, video and style sheet that a page of the site
// shows, but for those the setting broken lists.
func (s *portal) pictures() {
	addresses := slices.Sorted(maps.Keys(s.replies))
	broken := strings.Fields(s.set["broken"])
	for _, address := range addresses {
		r := s.replies[address]
		if !strings.HasPrefix(r.contentType, "text/html") && path.Ext(address) != ".js" {
			continue
		}
		base, err := url.Parse(address)
		if err != nil {
			continue
		}
		for _, m := range shown.FindAllSubmatch(r.body, -1) {
			ref, err := url.Parse(string(m[1]))
			if err != nil || ref.Host != "" {
				continue
			}
			if to := base.ResolveReference(ref).EscapedPath(); !slices.Contains(broken, to) {
				s.attachment(to)
			}
		}
	}
}

// shown finds the addresses of what a page shows.
var shown = regexp.MustCompile(`(?i)\b(?:src|href)\s*=\s*["']?([^"'\s>]+\.(?:jpg|png|gif|mp4|mp3|css))\b`)

// attachment serves a small file in place of a document.
func (s *portal) attachment(address string) {
	if !strings.HasPrefix(address, "/") {
		return
	}
	ext := path.Ext(address)
	body := []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
	ct := "application/pdf"
	switch ext {
	case ".doc", ".wps", ".xls":
		ct, body = "application/msword", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"+strings.Repeat("\x00", 504))
	case ".docx", ".xlsx":
		ct, body = "application/octet-stream", []byte("PK\x05\x06"+strings.Repeat("\x00", 18))
	case ".jpg", ".png", ".gif":
		ct, body = "image/gif", []byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;")
	case ".css":
		ct, body = "text/css", []byte("body{margin:0}")
	case ".mp4", ".mp3":
		ct, body = "video/mp4", []byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom")
	}
	s.add(address, &reply{status: 200, contentType: ct, body: body})
}

// renderColumn makes the pages of a list.
func (s *portal) renderColumn(t *template.Template, c *column) error {
	if c.layout == "none" {
		return nil
	}
	size, err := strconv.Atoi(cmp.Or(s.set["pagesize"], "15"))
	if err != nil {
		return err
	}
	pages := max(1, (len(c.pages)+size-1)/size)
	for n := range pages {
		v := view{Column: c, Title: c.Name, N: n, Pages: pages, Total: len(c.pages)}
		v.Items = c.pages[n*size : min(len(c.pages), (n+1)*size)]
		r, err := s.page(t, c.layout, v)
		if err != nil {
			return err
		}
		s.add(s.further(c, n), r)
		s.paged[s.further(c, n)] = n > 0
	}
	return nil
}

// further is the address of page n, from 0, of a list.
func (s *portal) further(c *column, n int) string {
	if n == 0 {
		return c.Path
	}
	pattern := cmp.Or(s.set["further"], "index_%d.html")
	if s.set["further-from"] == "2" {
		n++
	}
	if rest, ok := strings.CutPrefix(pattern, "{path}"); ok {
		return c.Path + fmt.Sprintf(rest, n)
	}
	if rest, ok := strings.CutPrefix(pattern, "{stem}"); ok {
		return strings.TrimSuffix(c.Path, path.Ext(c.Path)) + fmt.Sprintf(rest, n)
	}
	return c.dir() + fmt.Sprintf(pattern, n)
}
