package demo

import (
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/govaudit/govaudit/site"
)

// portal is one demonstration site: what its archive says, and what is served.
type portal struct {
	id, host, zone string
	home           string // path of the home page
	origin         string // http://host:port
	target         site.Target
	v6             string
	nsV6           bool
	dead           bool              // nothing answers
	set            map[string]string // every setting of the archive
	templates      map[string]string
	columns        []*column
	byKey          map[string]*column
	pages          []*page
	replies        map[string]*reply // by path and query
	paged          map[string]bool   // further pages of lists: scripts may link them
	lost           *reply            // for addresses that are not there
}

// column is one column of a site.
type column struct {
	Key, Path, Name string
	Parent          *column
	Subs            []*column
	Nav             bool   // stands in the menu
	rising          bool   // lists the oldest page first
	layout          string // template; "none": the page, if any, stands in the archive
	filler          []string
	pages           []*page
	level           int
}

// page is one document, or a page with a template of its own.
type page struct {
	Path, Title string
	Day         time.Time
	Column      *column
	Fields      []field // of the index box, in order
	Attached    []link
	Related     []link
	Head        map[string]string // every other header line
	id          int
	body        string
	layout      string
	stock       bool // written by a filler
}

type field struct{ Label, Value string }

type link struct{ URL, Text string }

// read parses the archive of one site. Its members are _site with the settings,
// _columns, the templates, whose names begin with an underscore, and the pages.
func read(id string, data []byte) (*portal, error) {
	s := &portal{id: id, home: "/", set: map[string]string{}, templates: map[string]string{}, byKey: map[string]*column{}, replies: map[string]*reply{}, paged: map[string]bool{}}
	for _, f := range txtar.Parse(data).Files {
		text := string(f.Data)
		var err error
		switch {
		case f.Name == "_site":
			err = s.settings(text)
		case f.Name == "_columns":
			err = s.readColumns(text)
		case f.Name == "_items":
			err = s.readItems(text)
		case strings.HasPrefix(f.Name, "_"):
			s.templates[f.Name] = text
		default:
			err = s.readPage(s.addressOf(f.Name), text)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	for _, c := range s.columns {
		if err := s.fill(c); err != nil {
			return nil, fmt.Errorf("column %s: %w", c.Key, err)
		}
	}
	return s, nil
}

func (s *portal) settings(text string) error {
	for _, line := range strings.Split(text, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		k, v, ok := strings.Cut(line, ":")
		if !ok {
			return fmt.Errorf("setting %q has no value", line)
		}
		s.set[k] = strings.TrimSpace(v)
	}
	s.host = s.set["host"]
	_, s.zone, _ = strings.Cut(s.host, ".")
	if h := s.set["home"]; h != "" {
		s.home = h
	}
	s.v6, s.nsV6, s.dead = s.set["v6"], s.set["ns"] != "v4", s.set["dead"] != ""
	s.target = site.Target{ID: s.id, Name: s.set["name"], Level: site.Level(s.set["level"]), Of: site.Level(s.set["of"]),
		Department: s.set["department"], Code: s.set["code"], Packs: strings.Fields(s.set["packs"]), Scope: strings.Fields(s.set["scope"]), Exclude: strings.Fields(s.set["exclude"])}
	if !s.target.Level.Valid() || s.host == "" || s.target.Name == "" {
		return fmt.Errorf("host, name and a valid level are needed")
	}
	return nil
}

// readColumns reads lines of key | path | name | parent | flags | filler. Flags
// are nav, rising and the name of a template.
func (s *portal) readColumns(text string) error {
	for _, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "|")
		if len(f) != 6 {
			return fmt.Errorf("%q: %d fields, want 6", line, len(f))
		}
		for i := range f {
			f[i] = strings.TrimSpace(f[i])
		}
		c := &column{Key: f[0], Path: f[1], Name: f[2], layout: "_list", filler: strings.Fields(f[5])}
		if f[3] != "" {
			c.Parent = s.byKey[f[3]]
			if c.Parent == nil {
				return fmt.Errorf("%q: no column %s above it", line, f[3])
			}
			c.Parent.Subs = append(c.Parent.Subs, c)
			c.level = c.Parent.level + 1
		}
		for _, flag := range strings.Fields(f[4]) {
			switch {
			case flag == "nav":
				c.Nav = true
			case flag == "rising":
				c.rising = true
			default:
				c.layout = flag
			}
		}
		if s.byKey[c.Key] != nil {
			return fmt.Errorf("%q: the key is taken", line)
		}
		s.byKey[c.Key] = c
		s.columns = append(s.columns, c)
	}
	return nil
}

// readItems reads short pages, one a line: column | date | title | text. What is
// known of the title only says nothing further in its text.
func (s *portal) readItems(text string) error {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.SplitN(line+"|", "|", 4)
		for i := range f {
			f[i] = strings.TrimSpace(strings.TrimSuffix(f[i], "|"))
		}
		if len(f) < 4 || s.byKey[f[0]] == nil {
			return fmt.Errorf("%q: want a column that is there, date, title and text", line)
		}
		day, err := time.Parse(time.DateOnly, f[1])
		if err != nil {
			return fmt.Errorf("%q: %w", line, err)
		}
		c := s.byKey[f[0]]
		p := &page{Column: c, Day: day, Title: f[2], layout: "_article", Head: map[string]string{}, id: 5000 + len(s.pages), stock: true}
		p.Path = s.address(p)
		p.body = strings.ReplaceAll(f[3], "。", "。\n")
		s.pages = append(s.pages, p)
		c.pages = append(c.pages, p)
	}
	return nil
}

// addressOf is the address of an archive member; "." is the home page.
func (s *portal) addressOf(name string) string {
	if name == "." {
		return s.home
	}
	return "/" + strings.TrimPrefix(name, "/")
}

// readPage reads header lines up to an empty one, then the body.
func (s *portal) readPage(address, text string) error {
	p := &page{Path: address, Head: map[string]string{}, layout: "_article"}
	head, body, _ := strings.Cut(text, "\n\n")
	if strings.HasPrefix(head, "<") || strings.HasPrefix(head, "\n") {
		head, body = "layout: raw", text
	}
	p.body = body
	for _, line := range strings.Split(strings.TrimSpace(head), "\n") {
		k, v, ok := strings.Cut(line, ":")
		if !ok {
			return fmt.Errorf("header %q has no value", line)
		}
		if err := p.header(s, k, strings.TrimSpace(v)); err != nil {
			return err
		}
	}
	p.id = 9000 + len(s.pages)
	s.pages = append(s.pages, p)
	if p.Column != nil {
		p.Column.pages = append(p.Column.pages, p)
	}
	return nil
}

func (p *page) header(s *portal, k, v string) error {
	target, words, _ := strings.Cut(v, "|")
	switch k {
	case "title":
		p.Title = v
	case "layout":
		p.layout = v
	case "date":
		day, err := time.Parse(time.DateOnly, v)
		if err != nil {
			return err
		}
		p.Day = day
	case "column":
		if p.Column = s.byKey[v]; p.Column == nil {
			return fmt.Errorf("no column %s", v)
		}
	case "related":
		p.Related = append(p.Related, link{target, words})
	case "attach":
		p.Attached = append(p.Attached, link{target, words})
	default:
		if k[0] >= 0x80 { // a label in Chinese
			p.Fields = append(p.Fields, field{k, v})
			return nil
		}
		p.Head[k] = v
	}
	return nil
}

// add registers what is served for an address. What the archive wrote itself
// comes before what is generated.
func (s *portal) add(address string, r *reply) {
	if s.replies[address] == nil {
		s.replies[address] = r
	}
}

// dir is the directory of a column's page, with a slash at its end.
func (c *column) dir() string {
	if strings.HasSuffix(c.Path, "/") {
		return c.Path
	}
	return path.Dir(c.Path) + "/"
}

// Crumbs is the way from the top to the column.
func (c *column) Crumbs() []*column {
	if c == nil {
		return nil
	}
	return append(c.Parent.Crumbs(), c)
}
