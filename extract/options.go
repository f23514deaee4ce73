package extract

import (
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// option reads an entry of a drop-down list that is a menu, a list of documents or
// a pager: its value is an address, or what the list's script makes one of.
func (p *page) option(n int32) {
	v, ok := p.tree.Attr(n, "value")
	v = strings.TrimSpace(v)
	if !ok || v == "" || len(v) > 500 {
		return
	}
	if len(v) > 1 && (strings.HasPrefix(v, "http") || strings.HasPrefix(v, "/")) || looksLikePath(v) {
		if abs, ok := p.resolve(v); ok {
			p.addLink(Link{URL: abs, Text: p.tree.Text(n), Region: p.region(n), Via: OnClick})
		}
		return
	}
	before, after, ok := p.chosen(n)
	if !ok || strings.ContainsAny(v, " <>{}\"'\\") {
		return
	}
	via := OnClick
	if _, err := strconv.Atoi(v); err == nil && pageKey(lastKey(before)) {
		if v == "0" || v == "1" {
			return // the page the list begins with, most often this one
		}
		via = Pager
	}
	if abs, ok := p.resolve(before + v + after); ok && abs != p.f.URL {
		p.addLink(Link{URL: abs, Text: p.tree.Text(n), Region: p.region(n), Via: via})
	}
}

// chosen returns what the script of the drop-down list of the option n puts before
// and after the value that is chosen: location.href='list.asp?id=3&page='+this.value.
func (p *page) chosen(n int32) (before, after string, ok bool) {
	up := p.tree.Nodes[n].Parent
	for ; up != 0 && p.tree.Nodes[up].Tag != htmltree.Select; up = p.tree.Nodes[up].Parent {
		if p.tree.Nodes[up].Tag != htmltree.Optgroup {
			return "", "", false
		}
	}
	code, ok := p.tree.Attr(up, "onchange")
	if !ok || up == 0 || len(code) > 500 {
		return "", "", false
	}
	list := literals(code, nil)
	for i := range list {
		l := &list[i]
		if !chainedAfter(code, l.end) || !looksLikePath(l.value+"1") && !looksLikePath(l.value+"1.html") {
			continue
		}
		rest := code[l.end:]
		if i+1 < len(list) && chained(code[l.end:list[i+1].at]) {
			rest, after = code[l.end:list[i+1].at], list[i+1].value
		}
		if strings.Contains(rest, "value") {
			return l.value, after, true
		}
	}
	return "", "", false
}
