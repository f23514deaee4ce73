package demo

import (
	"fmt"
	"path"
	"strings"
	"text/template"
	"time"
)

// functions are what templates can call beside the fields of a view.
func (s *portal) functions() template.FuncMap {
	return template.FuncMap{
		"day": func(layout string, d time.Time) string { return d.Format(layout) },
		"col": func(key string) (*column, error) {
			if c := s.byKey[key]; c != nil {
				return c, nil
			}
			return nil, fmt.Errorf("no column %s", key)
		},
		"rows": func(key string, n int) ([]*page, error) {
			c := s.byKey[key]
			if c == nil {
				return nil, fmt.Errorf("no column %s", key)
			}
			if c.rising {
				return c.pages[max(0, len(c.pages)-n):], nil
			}
			return c.pages[:min(n, len(c.pages))], nil
		},
		"nav": func() []*column {
			var out []*column
			for _, c := range s.columns {
				if c.Nav {
					out = append(out, c)
				}
			}
			return out
		},
		"further": s.further,
		"add":     func(a, b int) int { return a + b },
		"upto": func(n int) []int {
			out := make([]int, n)
			for i := range out {
				out[i] = i
			}
			return out
		},
		"clock": func(p *page) string { return fmt.Sprintf("%02d:%02d", 8+p.id%9, p.id*7%60) },
		"rel":   relative,
		"base":  path.Base,
		"field": func(p *page, label string) string {
			for _, f := range p.Fields {
				if f.Label == label {
					return f.Value
				}
			}
			return ""
		},
	}
}

// relative writes the address to as a link on the page from.
func relative(from, to string) string {
	if !strings.HasPrefix(to, "/") {
		return to
	}
	a, b := strings.Split(path.Dir(from+"x"), "/"), strings.Split(to, "/")
	i := 0
	for i < len(a) && i < len(b)-1 && a[i] == b[i] {
		i++
	}
	up := strings.Repeat("../", len(a)-i)
	if up == "" {
		up = "./"
	}
	if strings.HasSuffix(path.Dir(from+"x"), "/") {
		up = "./"
	}
	return up + strings.Join(b[i:], "/")
}
