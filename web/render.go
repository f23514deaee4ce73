package web

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/reports"
)

//go:embed templates
var templateFiles embed.FS

// templates holds one set per page: the layout, the shared parts and its own.
type templates map[string]*template.Template

func readTemplates(s *Server) (templates, error) {
	funcs := reports.Words()
	maps.Copy(funcs, s.funcs())
	base, err := template.New("").Funcs(funcs).ParseFS(templateFiles, "templates/*.html")
	if err != nil {
		return nil, err
	}
	files, err := fs.Glob(templateFiles, "templates/pages/*.html")
	if err != nil {
		return nil, err
	}
	out := templates{}
	for _, f := range files {
		t, err := base.Clone()
		if err == nil {
			t, err = t.ParseFS(templateFiles, f)
		}
		if err != nil {
			return nil, err
		}
		out[strings.TrimSuffix(path.Base(f), ".html")] = t
	}
	return out, nil
}

// funcs is what templates may call beside reports.Words.
func (s *Server) funcs() template.FuncMap {
	return template.FuncMap{
		"moment":  s.moment,
		"day":     s.day,
		"role":    func(r access.Role) string { return r.Word() },
		"asset":   assetPath,
		"percent": func(part float64) string { return fmt.Sprintf("%.0f%%", part*100) },
		"stored":  storedOf,
		"lines":   func(text string) []string { return strings.Split(text, "\n") },
		"join":    func(list []string) string { return strings.Join(list, "、") },
	}
}

// moment writes when something was; "—" for never.
func (s *Server) moment(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.In(s.Zone).Format("2006-01-02 15:04")
}

func (s *Server) day(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.In(s.Zone).Format(time.DateOnly)
}

func (t templates) render(out io.Writer, name string, f frame) error {
	set, ok := t[name]
	if !ok {
		return fmt.Errorf("no template %s", name)
	}
	return set.ExecuteTemplate(out, "layout", f)
}

// frame is what every page has around its content.
type frame struct {
	Title   string
	User    access.User
	Token   string // for forms
	Nav     []navItem
	Flash   string
	Path    string
	Program string
	Body    any
	c       *call
}

type navItem struct {
	Word, Path string
	Here       bool
}

// Can reports whether the user may do an action, by its name, of nothing in particular.
func (f frame) Can(action string) bool { return f.c.can(access.Action(action), access.Object{}) }

// CanOf reports the same of what belongs to a department.
func (f frame) CanOf(action, department string) bool {
	return f.c.can(access.Action(action), access.Of(department))
}

func (s *Server) frame(c *call, p page) frame {
	f := frame{Title: p.Title, User: c.User, Token: c.FormToken, Flash: s.popFlash(c), Path: c.URL.Path, Program: s.Program, Body: p.Body, c: c}
	for _, r := range s.routes {
		if r.nav == "" || !c.can(r.action, access.Object{}) {
			continue
		}
		_, at, _ := strings.Cut(r.pattern, " ")
		at = strings.TrimSuffix(at, "{$}")
		f.Nav = append(f.Nav, navItem{Word: r.nav, Path: at, Here: slices.ContainsFunc(append(strings.Fields(r.more), at), func(p string) bool { return under(c.URL.Path, p) })})
	}
	return f
}

// under reports whether a page belongs to the part of the console that at begins.
func under(pagePath, at string) bool {
	return pagePath == at || at != "/" && strings.HasPrefix(pagePath, at+"/")
}
