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
	if strings.ContainsAny(v, " <>{}\"'\\") {
		return
	}
	list, code := p.menuOf(n)
	before, after, ok := chosen(code)
	if !ok {
		before, after, ok = p.chosenByFunction(code)
	}
	if !ok {
		ok = goesToValue(code)
	}
	var afters []string
	if !ok {
		before, afters, ok = p.asksByForm(list, code)
	}
	if !ok {
		if name, _, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(code), "return "), "(this)"); ok && p.goesByChoice(name) {
			code = name + "(this.value)"
		}
		call := strings.ReplaceAll(strings.ReplaceAll(code, "this.options[this.selectedIndex].value", "this.value"), "this.value", "'"+v+"'")
		if abs, ok := p.goesByFunction(call); ok && call != code {
			if abs != p.f.URL {
				p.addLink(Link{URL: abs, Text: p.tree.Text(n), Region: p.region(n), Via: OnClick})
			}
			return
		}
		p.press(call, p.tree.Text(n))
		return
	}
	via := OnClick
	if page, err := strconv.Atoi(v); err == nil && (pageKey(lastKey(before)) || startsNumber(before)) {
		p.choice = max(p.choice, page)
		if v == "0" || v == "1" {
			return // the page the list begins with, most often this one
		}
		via = Pager
	}
	if afters == nil {
		afters = []string{after}
	}
	for _, after := range afters {
		if abs, ok := p.resolve(before + v + after); ok && abs != p.f.URL {
			p.addLink(Link{URL: abs, Text: p.tree.Text(n), Region: p.region(n), Via: via})
		}
	}
}

// goesByChoice reports a function that leads to what is chosen in the list it is given,
// or one that is not in the page.
func (p *page) goesByChoice(name string) bool {
	body, _ := p.functionOf(strings.TrimSpace(name))
	return body == "" || goesSomewhere(body)
}

// startsNumber reports an address that ends where the number of a page goes in the
// name of a file: list_.
func startsNumber(before string) bool {
	return !strings.Contains(before, "?") && (strings.HasSuffix(before, "_") || strings.HasSuffix(before, "-"))
}

// menuOf returns the drop-down list of the option n and what it does when an option is
// chosen, or opened where several stand in a box.
func (p *page) menuOf(n int32) (list int32, code string) {
	up := p.tree.Nodes[n].Parent
	for ; up != 0 && p.tree.Nodes[up].Tag != htmltree.Select; up = p.tree.Nodes[up].Parent {
		if p.tree.Nodes[up].Tag != htmltree.Optgroup {
			return 0, ""
		}
	}
	if code, _ = p.tree.Attr(up, "onchange"); code == "" {
		code, _ = p.tree.Attr(up, "ondblclick")
	}
	if up == 0 || len(code) > 500 {
		return 0, ""
	}
	return up, code
}

// chosen returns what the code of a drop-down list puts before and after the value
// that is chosen: location.href='list.asp?id=3&page='+this.value.
func chosen(code string) (before, after string, ok bool) { return addressAround(code, "value") }

// goesToValue reports code of a drop-down list that goes to the value itself:
// if(this.value) window.open(this.value).
func goesToValue(code string) bool {
	code = strings.ReplaceAll(strings.Join(strings.Fields(code), ""), "this.options[this.selectedIndex].value", "this.value")
	for _, w := range [...]string{"location=this.value", "location.href=this.value", "open(this.value"} {
		if strings.Contains(code, w) {
			return true
		}
	}
	return false
}

// addressAround returns the literals that code puts before and after name in an address.
func addressAround(code, name string) (before, after string, ok bool) {
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
		if strings.Contains(rest, name) {
			return l.value, after, true
		}
		after = ""
	}
	return "", "", false
}

// chosenByFunction returns the same where the code hands the value to a function of
// the page that goes to an address: jump(this.value), function jump(n){
// location.href="list_"+n+".html" }.
func (p *page) chosenByFunction(code string) (before, after string, ok bool) {
	name, rest, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(code), "return "), "(")
	if name = strings.TrimSpace(name); !ok || !isIdentifier(name) {
		return "", "", false
	}
	arg, _, _ := strings.Cut(rest, ")")
	arg = strings.TrimSpace(arg)
	if arg != "this" && !strings.HasSuffix(arg, "value") || strings.Contains(arg, ",") {
		return "", "", false
	}
	body, params := p.functionOf(name)
	if len(params) != 1 || !strings.Contains(body, "location") && !strings.Contains(body, "window.open") {
		return "", "", false
	}
	if arg != "this" {
		return addressAround(body, params[0])
	}
	o := params[0]
	for _, value := range [...]string{o + ".options[" + o + ".selectedIndex].value", o + ".value"} {
		if strings.Contains(body, value) && onePath(body) {
			return addressAround(body, value)
		}
	}
	return "", "", false
}

// onePath reports code in which one address stands at most.
func onePath(code string) bool {
	n := 0
	for _, l := range literals(code, nil) {
		if looksLikePath(l.value+"1") || looksLikePath(l.value+"1.html") {
			n++
		}
	}
	return n < 2
}

// goWords stand on the button of a form that only leads to what was chosen, findWords on
// that of one that shows what there is of it.
var (
	goWords   = []string{"查看", "进入", "跳转", "转到", "前往", "浏览", "打开", "阅读", "GO"}
	findWords = []string{"查询", "查找", "检索", "搜索", "筛选"}
)

// Bounds on the choices of a form that are asked for: of one list, and of two together.
const (
	maxAsked     = 400
	maxAskedPair = 120
)

// asksByForm returns the address before the value of a drop-down list that is all
// there is to choose in a form, sent by GET as soon as it is chosen or by its button.
// Where a second list follows, as that of the months of a year does, it returns what
// comes behind the value, too, for each entry of that one.
func (p *page) asksByForm(list int32, code string) (before string, afters []string, ok bool) {
	t := p.tree
	form := t.Up(list, htmltree.Form)
	name, named := t.Attr(list, "name")
	if form == 0 || !named || name == "" {
		return "", nil, false
	}
	sent := strings.Contains(code, "submit") || p.submits(code)
	if method, _ := t.Attr(form, "method"); strings.EqualFold(strings.TrimSpace(method), "post") {
		return "", nil, false
	}
	var pairs []string
	choices, second := 0, int32(0)
	for i := form + 1; i < t.Nodes[form].Stop; i++ {
		switch t.Nodes[i].Tag {
		case htmltree.Option:
			choices++
		case htmltree.Select:
			switch {
			case i == list:
			case i < list || second != 0:
				return "", nil, false
			default:
				second = i
			}
		case htmltree.Input:
			kind, _ := t.Attr(i, "type")
			key, _ := t.Attr(i, "name")
			switch value, _ := t.Attr(i, "value"); {
			case strings.EqualFold(kind, "hidden") && key != "" && len(value) < 200 && len(pairs) < 20:
				pairs = append(pairs, escapeValue(key)+"="+escapeValue(value))
			case strings.EqualFold(kind, "submit"):
				sent = sent || containsWord(strings.ToUpper(value), goWords) || containsWord(value, findWords) // and does nothing else
			case strings.EqualFold(kind, "button"):
			default:
				return "", nil, false
			}
		}
	}
	if !sent {
		return "", nil, false
	}
	if choices > maxAsked {
		p.f.Signals.Full = true
		return "", nil, false
	}
	action, _ := t.Attr(form, "action")
	if action == "" {
		action = p.f.URL
	}
	if Aside(action) {
		return "", nil, false
	}
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(action)), "javascript:") {
		return "", nil, false
	}
	if second != 0 {
		if afters = p.chosenBeside(second); len(afters) == 0 || len(afters)*(choices-len(afters)) > maxAskedPair {
			return "", nil, false
		}
	}
	return pathOnly(action) + "?" + strings.Join(append(pairs, escapeValue(name)+"="), "&"), afters, true
}

// chosenBeside returns what each entry of the second list of a form adds to what is sent:
// that of all entries alone, where there is one.
func (p *page) chosenBeside(list int32) []string {
	t := p.tree
	name, _ := t.Attr(list, "name")
	if name == "" {
		return nil
	}
	var out []string
	for i := list + 1; i < t.Nodes[list].Stop; i++ {
		if t.Nodes[i].Tag != htmltree.Option {
			continue
		}
		v, own := t.Attr(i, "value")
		text := clean(t.Text(i))
		if !own {
			v = text
		}
		one := "&" + escapeValue(name) + "=" + escapeValue(v)
		switch {
		case strings.HasPrefix(text, "全部"), strings.HasPrefix(text, "所有"), strings.HasPrefix(text, "不限"):
			return []string{one}
		case strings.TrimSpace(v) != "":
			out = append(out, one)
		}
	}
	return out
}

// submits reports code that calls a function of the page which sends a form, as
// onchange="toPage(1)" does.
func (p *page) submits(code string) bool {
	name, _, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(code), "return "), "(")
	if name = strings.TrimSpace(name); !ok || !isIdentifier(name) {
		return false
	}
	body, _ := p.functionOf(name)
	return strings.Contains(body, "submit(")
}
