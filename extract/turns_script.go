package extract

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// put adds the pages whose addresses a script puts together from the number of the
// page: "index_" + n + ".html", "list.jsp?id=3&page=" + n, 'list_{page}.html'.
func (t *turns) put() bool {
	p := t.p
	var scope *jsScope
	for _, s := range p.scripts {
		for i := range s.literals {
			l := &s.literals[i]
			if before, after, ok := pageMark(l.value); ok {
				if t.pages(before, after, false) {
					return true
				}
				continue
			}
			if !startsTurn(l.value) && !strings.Contains(l.value, "href=") || !chainedAfter(s.src, l.end) {
				continue
			}
			if scope == nil {
				scope = newScope(p)
			}
			scope.bound = changing(s.src, l)
			r := scope.reader(s.src[:min(len(s.src), l.at+600)], l.at)
			sum := r.value()
			if before, after, ok := cutTurn(sum.text); ok && t.pages(before, after, strings.Contains(sum.text, "+1"+holeMark) || t.givenNumber(s.src, l.at)) {
				return true
			}
			if t.opaque == "" && !sum.plain() && strings.Contains(l.value, "href=") {
				t.opaque = quoteLine(s.src[l.at:])
			}
		}
	}
	for i := range p.tree.Nodes {
		if before, after, ok := pageMark(t.codeOf(int32(i))); ok && p.tree.Nodes[i].Kind == htmltree.Element {
			from := strings.LastIndexAny(before, `'"(`) + 1
			to := strings.IndexAny(after, `'")`)
			if to < 0 {
				to = len(after)
			}
			if t.pages(before[from:], after[:to], false) {
				return true
			}
		}
	}
	return false
}

// changing returns the names that have no one value in the sum a literal begins: a
// loop counts them, or a function is given them.
func changing(src string, l *literal) map[string]jsValue {
	out := map[string]jsValue{}
	_, params := function(src, l.at)
	for _, name := range params {
		out[name] = jsValue{text: name}
	}
	sum := src[l.end:min(len(src), l.end+200)]
	if end := strings.IndexAny(sum, ";\n{"); end >= 0 {
		sum = sum[:end]
	}
	for i := 0; i < len(sum); {
		from := i
		for i < len(sum) && (isWordByte(sum[i]) || isDigit(sum[i]) || sum[i] == '.') {
			i++
		}
		name := sum[from:i]
		if of, _, ok := strings.Cut(name, "."); ok && slices.Contains(params, of) {
			out[name] = jsValue{text: name} // what is given has it
		}
		if name != "" && (strings.Contains(src, name+"++") || strings.Contains(src, "++"+name) || strings.Contains(src, name+"+=")) {
			out[name] = jsValue{text: name}
		}
		if i == from {
			i++
		}
	}
	return out
}

// pageMark splits an address at the place it keeps for the number of the page.
func pageMark(s string) (before, after string, ok bool) {
	for _, mark := range [...]string{"{page}", "{p}", "{pageNo}", "{pageno}", "{index}", "{i}", "{n}", "{0}", "#page#", "[page]", "__page__", "{pageIndex}", "{num}"} {
		if before, after, ok = strings.Cut(s, mark); ok && (strings.ContainsAny(before, "./_?=") || strings.Contains(after, ".")) {
			return before, after, true
		}
	}
	return "", "", false
}

// startsTurn reports a literal behind which the number of a page may follow.
func startsTurn(s string) bool {
	return len(s) > 0 && len(s) < 300 && strings.IndexByte("_-=/", s[len(s)-1]) >= 0
}

// cutTurn splits an address that is known but for the number of the page.
func cutTurn(s string) (before, after string, ok bool) {
	if i := strings.LastIndex(s, "href="); i >= 0 { // markup that is written
		s = strings.TrimLeft(s[i+5:], `"'`)
		if end := strings.IndexAny(s, `"'> `); end >= 0 {
			s = s[:end]
		}
	}
	parts := strings.Split(s, holeMark)
	if len(parts) != 3 {
		return "", "", false
	}
	before, name, after := parts[0], strings.ToLower(strings.TrimSuffix(parts[1], "+1")), parts[2]
	if strings.ContainsAny(before+after, "<>{} \n") {
		return "", "", false
	}
	key := ""
	if strings.HasSuffix(before, "=") {
		if key = lastKey(before); !pageKey(key) {
			return "", "", false
		}
	}
	if key == "" && !pageKey(name) && !strings.Contains(name, "page") && !strings.Contains(name, "index") && !strings.Contains(name, "next") {
		return "", "", false
	}
	if name != strings.ToLower(parts[1]) && !strings.HasSuffix(before, "_") {
		return "", "", false // counted from another number
	}
	return before, after, true
}

// pages adds the pages before+n+after, and reports whether those are addresses. The
// script may have counted them from 1 already.
func (t *turns) pages(before, after string, counted bool) bool {
	p := t.p
	last := t.last
	if last < 2 || !looksLikePath(before+"2"+after) {
		return false
	}
	start := 2
	if !counted && !strings.Contains(before, "?") && t.zero(before) {
		start, last = 1, last-1
		if t.static {
			last++ // the number is that of the last page as its name counts
		}
	}
	added := false
	for n := range turnsFrom(start, last, p.ownTurn(before, after)) {
		if abs, ok := p.resolve(before + strconv.Itoa(n) + after); ok {
			added = true
			if abs != p.f.URL {
				p.addLink(Link{URL: abs, Region: Body, Via: Pager})
			}
		}
	}
	p.claim(t.last)
	return added
}

// zero reports whether the pages are counted from 0, so that the second is
// index_1.html: a variable says so, or it is the manner of the name.
func (t *turns) zero(before string) bool {
	stem := strings.TrimSuffix(path.Base(t.p.url.Path), path.Ext(t.p.url.Path))
	number := stem[strings.LastIndexAny(stem, "_-")+1:]
	first := number == stem || strings.Trim(number, "0123456789") != ""
	for _, s := range t.p.scripts {
		for _, name := range [...]string{"currentPage", "curPage", "_nCurrIndex", "nCurrIndex", "nowPage", "currPage", "pageIndex"} {
			if v, ok := assignedWord(s.src, name); ok && first && (v == "0" || v == "1") {
				return v == "0"
			}
		}
	}
	return strings.HasSuffix(before, "index_")
}

// form adds the pages that a form asks for by GET when a number is put into it.
// One that posts is not followed.
func (t *turns) form() bool {
	p, tree := t.p, t.p.tree
	for i := range tree.Nodes {
		if tree.Nodes[i].Tag != htmltree.Form {
			continue
		}
		var pairs []string
		key := ""
		for k := i + 1; k < int(tree.Nodes[i].Stop); k++ {
			if tree.Nodes[k].Tag != htmltree.Input {
				continue
			}
			name, ok := tree.Attr(int32(k), "name")
			kind, _ := tree.Attr(int32(k), "type")
			value, _ := tree.Attr(int32(k), "value")
			switch low := strings.ToLower(kind); {
			case !ok || name == "":
			case pageKey(name) && key == "":
				key = name
			case low == "hidden":
				pairs = append(pairs, name+"="+escapeValue(value))
			}
		}
		if key == "" {
			continue
		}
		method, _ := tree.Attr(int32(i), "method")
		if strings.EqualFold(strings.TrimSpace(method), "post") {
			t.posted = true
			return false
		}
		action, _ := tree.Attr(int32(i), "action")
		if action == "" {
			action = pathOnly(p.f.URL)
		}
		action = pathOnly(action) + "?" + strings.Join(append(pairs, key+"="), "&")
		last := t.last
		for n := range turnsFrom(2, last, p.ownTurn(action, "")) {
			if abs, ok := p.resolve(action + strconv.Itoa(n)); ok && abs != p.f.URL {
				p.addLink(Link{URL: abs, Region: Body, Via: Pager})
			}
		}
		return last > 1
	}
	return false
}

// guess names the second page of a list whose script only says how many pages it
// has, in the manner of most systems. That page, if it is there, shows by its own
// name how the others are called.
func (t *turns) guess() bool {
	p := t.p
	if p.f.Signals.Pages < 2 && !t.counted || p.url.RawQuery != "" || t.code != "" || len(p.f.Items) == 0 {
		return false
	}
	for _, s := range p.scripts {
		if s.has("createPageHTML") {
			return false // it has said how they are called
		}
	}
	name, ext := path.Base(p.url.Path), path.Ext(p.url.Path)
	if strings.HasSuffix(p.url.Path, "/") {
		ext = t.ending()
		name = "index" + ext
	}
	switch ext {
	case ".html", ".htm", ".shtml", ".jhtml", ".jspx":
	default:
		return false
	}
	stem, folder := strings.TrimSuffix(name, ext), ""
	if dir := path.Dir(p.url.Path + "x"); dir != path.Dir(p.base.Path+"x") || p.base.Host != p.url.Host { // <base> is for what is written in the page
		folder = p.url.Scheme + "://" + p.url.Host + strings.TrimSuffix(dir, "/") + "/"
	}
	if i := strings.LastIndexByte(stem, '_'); i > 0 && i < len(stem)-1 && strings.Trim(stem[i+1:], "0123456789") == "" {
		return t.pages(folder+stem[:i+1], ext, false)
	}
	n := "2"
	if t.zero(stem + "_") {
		n = "1"
	}
	abs, ok := p.resolve(folder + stem + "_" + n + ext)
	if ok {
		p.addLink(Link{URL: abs, Region: Body, Via: Pager})
	}
	return ok
}

// ending returns the ending of the names of pages that a script of the page speaks of:
// index.jspx, or suffix: ".jspx".
func (t *turns) ending() string {
	for _, s := range t.p.scripts {
		for i := range s.literals {
			switch v := strings.TrimPrefix(s.literals[i].value, "index"); v {
			case ".htm", ".shtml", ".jhtml", ".jspx":
				return v
			}
		}
	}
	return ".html"
}
