package extract

import (
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// PostedPages says in Chinese why the further pages of a list are not seen: they are
// only had by POST, which is never sent. Signals.PartByScript holds it, and no browser
// shows more.
const PostedPages = "列表的后几页只能用 POST 打开，本系统不发 POST"

// posts reports that an entry of a pager, with the code it runs, sends a form by POST:
// __doPostBack('AspNetPager1','2'), a function that submits, a button of the form.
func (t *turns) posts(n int32, code string) bool {
	tree := t.p.tree
	form := tree.Up(n, htmltree.Form)
	switch nd := &tree.Nodes[n]; {
	case code == "" && nd.Tag == htmltree.Input:
		kind, _ := tree.Attr(n, "type")
		return form > 0 && t.sendsPost(form) && (strings.EqualFold(kind, "submit") || strings.EqualFold(kind, "image"))
	case code == "" && nd.Tag == htmltree.Button:
		kind, _ := tree.Attr(n, "type")
		return form > 0 && t.sendsPost(form) && (kind == "" || strings.EqualFold(kind, "submit"))
	case code == "":
		return false
	}
	aspx := strings.Contains(code, "__doPostBack(") // of ASP.NET, whose form posts
	if !aspx && !strings.Contains(code, "submit(") && !t.submits(code) {
		return false
	}
	if form > 0 {
		return t.sendsPost(form)
	}
	forms, posted := 0, 0
	for i := range tree.Nodes {
		if nd := &tree.Nodes[i]; nd.Kind == htmltree.Element && nd.Tag == htmltree.Form {
			forms++
			if t.sendsPost(int32(i)) {
				posted++
			}
		}
	}
	return (aspx || posted > 0) && posted == forms // else it may be one that is asked for by GET
}

// submits reports that the function that code calls stands in the page and submits a
// form.
func (t *turns) submits(code string) bool {
	name, _, ok := strings.Cut(strings.TrimPrefix(code, "return "), "(")
	if name = strings.TrimSpace(name); !ok || !isIdentifier(name) {
		return false
	}
	body, _ := t.p.functionOf(name)
	return strings.Contains(body, "submit(")
}

func (t *turns) sendsPost(form int32) bool {
	method, _ := t.p.tree.Attr(form, "method")
	return strings.EqualFold(strings.TrimSpace(method), "post")
}

// single reports that the list says that it has one page only.
func (t *turns) single() bool {
	s := &t.p.f.Signals
	return t.told() == 1 || s.Pages == 1 || s.Total >= 0 && s.Total <= len(t.p.f.Items)
}
