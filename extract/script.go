package extract

import (
	"bytes"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// smallPage is the number of characters below which a page may be there only to
// send the reader on.
const smallPage = 120

// Bounds on what is read of the scripts of one page.
const (
	maxScript   = 512 << 10
	maxLiterals = 4000
)

// readScripts splits the inline scripts into literals and reads what they write
// and where they lead.
func (p *page) readScripts() {
	p.scripts = p.scripts[:0]
	t := p.tree
	total := 0
	for n := range p.each(scriptTags) {
		if t.Nodes[n].First == 0 {
			continue
		}
		src := t.RawBytes(n)
		if total += len(src); total > maxScript {
			p.f.Signals.Full = true
			return
		}
		if data, ok := t.AttrBytes(n, "type"); ok && !isJavaScript(string(data)) {
			continue
		}
		if data, ok := t.AttrBytes(n, "language"); ok && foreignLanguage(string(data)) {
			continue
		}
		p.scripts = append(p.scripts, inline{node: n, code: codeOf(src)})
	}
	if body := t.Find(0, htmltree.Body); body != 0 {
		if code, ok := t.AttrBytes(body, "onload"); ok && bytes.Contains(code, []byte("location")) {
			p.scripts = append(p.scripts, inline{node: body, code: codeOf([]byte(htmltree.Decode(code)))})
		}
	}
}

func isJavaScript(kind string) bool {
	kind = strings.ToLower(strings.TrimSpace(kind))
	return kind == "" || strings.Contains(kind, "javascript") || strings.Contains(kind, "ecmascript") || kind == "module" || strings.Contains(kind, "json")
}

// foreignLanguage reports a language of scripts, by its name of old, that no browser of
// today understands: what they say never happens.
func foreignLanguage(name string) bool {
	name = strings.ToLower(strings.TrimSpace(name))
	return strings.HasPrefix(name, "vb") || strings.HasPrefix(name, "perlscript")
}

// scriptLinks adds the links that scripts write or hold.
func (p *page) scriptLinks() {
	markup := false
	for _, s := range p.scripts {
		markup = markup || s.markup
	}
	var values map[string]string // of variables, as the scripts run one after the other
	if markup {
		values = map[string]string{}
	}
	for _, s := range p.scripts {
		zone := p.region(s.node)
		list := s.pairs
		if markup {
			used := map[int]bool{}
			if html := written(s.src, s.literals, values, used); html != "" {
				p.fragment(html, zone)
				list = pairsOf(s.src, s.literals, used)
			}
		}
		p.addPairs(s, list, zone)
		for _, name := range s.names {
			p.addLabel(name, Nav, Script)
		}
	}
}

// fragment adds the links and labels of markup that a script writes.
func (p *page) fragment(html string, r Region) {
	var t htmltree.Tree
	t.Parse([]byte(html))
	sub := page{url: p.url, base: p.base, gb: p.gb, tree: &t, f: p.f, resolved: p.resolved, seen: p.seen}
	for i := range t.Nodes {
		n := int32(i)
		switch t.Nodes[i].Tag {
		case htmltree.A, htmltree.Area:
			ref, _ := t.Attr(n, "href")
			text := sub.linkText(n)
			if strings.Contains(text, hole) || len(text) == 1 && isLetter(text[0]) && ref == "/"+text { // <a href='/a'>a</a>: a library tries the browser
				continue
			}
			if abs, ok := p.resolve(ref); ok {
				if p.indexOf(abs) && firstTurn(text) {
					continue
				}
				p.addLink(Link{URL: abs, Text: text, Region: r, Via: Script})
				if p.foreign(abs) {
					sub.noteHidden(n, abs, text)
				}
			} else if !strings.Contains(ref, hole) {
				p.addLabel(text, r, Script)
			}
		case htmltree.Meta:
			if p.m.of(p.m.plain, p.tree, 0)+p.m.of(p.m.linked, p.tree, 0) < smallPage {
				sub.refresh(n)
			}
		case htmltree.Iframe, htmltree.Frame:
			ref, _ := t.Attr(n, "src")
			if abs, ok := p.resolve(ref); ok {
				p.addLink(Link{URL: abs, Region: r, Via: FrameSrc})
			}
		}
	}
}

// indexOf reports that address is the folder this page is, or is a further page of,
// by its file name.
func (p *page) indexOf(address string) bool {
	folder, name := address[:strings.LastIndexByte(address, '/')+1], address[strings.LastIndexByte(address, '/')+1:]
	own, ok := strings.CutPrefix(p.f.URL, folder)
	return ok && (own == "" || strings.HasPrefix(own, "index_")) && strings.HasPrefix(name, "index.")
}

// firstTurn reports what a pager calls the page a list begins with.
func firstTurn(text string) bool {
	switch text {
	case "1", "首页", "第一页", "上一页", "上页":
		return true
	}
	return false
}

// pair is a name and an address that stand side by side, as indices of literals.
type pair struct{ name, path int }

// addPairs adds the links of pairs.
func (p *page) addPairs(s inline, list []pair, r Region) {
	if r == Body {
		r = Nav // what a script keeps as data is a menu, not running text
	}
	for _, x := range list {
		if abs, ok := p.resolve(addressIn(s.literals[x.path].value)); ok {
			p.addLink(Link{URL: abs, Text: strings.Clone(clean(s.literals[x.name].value)), Region: r, Via: Script})
		}
	}
}

// pairsOf finds names and addresses that stand side by side as literals, those
// in used left out: var str3='政策解读'; var str4='../zcjd/', {name:"…",url:"…"},
// ["…","…"].
func pairsOf(src string, list []literal, used map[int]bool) []pair {
	var out []pair
	taken := map[int]bool{}
	apart := func(i int) bool { // not put together with others at run time
		return !used[i] && !joined(src, list[i])
	}
	for i := range list {
		if !isMenuName(list[i].value) || !apart(i) {
			continue
		}
		at := -1
		for j := i + 1; j < len(list) && j <= i+4 && list[j].at-list[i].at < 400; j++ {
			if isMenuName(list[j].value) {
				break
			}
			if !taken[j] && looksLikePath(addressIn(list[j].value)) && apart(j) && !isPart(src[list[i].end:list[j].at]) {
				at = j
				break
			}
		}
		if i > 0 && !taken[i-1] && list[i].at-list[i-1].at < 200 && looksLikePath(list[i-1].value) && apart(i-1) &&
			(at < 0 || !endsBetween(src[list[i-1].end:list[i].at]) && endsBetween(src[list[i].end:list[at].at])) {
			at = i - 1
		}
		if at < 0 {
			continue
		}
		taken[at] = true
		out = append(out, pair{i, at})
	}
	return out
}

// addressIn returns the address that a literal holds: the literal itself, or where it goes
// if it is a piece of code, as the entries of menus made of pictures are:
// "parent.main.location='list.asp?id=3'".
func addressIn(s string) string {
	if len(s) > maxCall || strings.IndexByte(s, '(') < 0 && strings.IndexByte(s, '=') < 0 || !strings.Contains(s, "location") && !strings.Contains(s, "open(") {
		return s
	}
	for _, l := range literals(s, nil) {
		if (setsLocation(&l) || setsFrame(&l) || strings.HasSuffix(l.name, "open")) && looksLikePath(l.value) && !joined(s, l) {
			return l.value
		}
	}
	return s
}

// Bounds on the names of columns that stand in data without an address. What is
// longer is the title of an article.
const (
	maxLoneNames = 200
	maxLoneName  = 16 // characters
)

// loneNames returns what may name a column among literals that are part of no pair: a
// script may show them and fetch what belongs to them in a way of its own.
func loneNames(list []literal, pairs []pair) []string {
	var out []string
	for i := range list {
		if len(pairs) > 0 && pairs[0].name == i { // they are in the order of their names
			pairs = pairs[1:]
			continue
		}
		if len(out) < maxLoneNames && isLoneName(list[i].value) {
			out = append(out, strings.Clone(clean(list[i].value)))
		}
	}
	return out
}

// isLoneName reports whether a value in a script or in data may name a column.
func isLoneName(s string) bool {
	return len(s) <= 4*maxLoneName && isMenuName(s) && utf8.RuneCountInString(s) <= maxLoneName
}

// isPart reports, of what stands between a name and an address, that the address is
// the end of a list which a script joins: "…",["2026-04","08","content_7.htm"].
func isPart(between string) bool {
	open := strings.LastIndexByte(between, '[')
	return open >= 0 && strings.IndexByte(between[open:], ']') < 0 && strings.ContainsAny(between[open:], "'\"")
}

// endsBetween reports whether something ends between two literals: an entry of a table,
// an object, a statement.
func endsBetween(between string) bool { return strings.ContainsAny(between, ")]};") }

// joined reports whether "+" stands beside a literal.
func joined(src string, l literal) bool {
	before := strings.TrimRight(src[:l.at], " \t")
	return strings.HasSuffix(before, "+") || strings.HasSuffix(before, "+=") || chainedAfter(src, l.end)
}

// isMenuName reports whether a literal reads like the name of a column.
func isMenuName(s string) bool {
	if len(s) < 6 || len(s) > 90 || strings.ContainsAny(s, "<>{}=;！!？?。，,：:[]#&/'") || strings.HasPrefix(s, "请") {
		return false
	}
	return hasHan(s) && utf8.RuneCountInString(s) <= 24
}

// hole stands in markup for what a script puts there at run time. An address
// with it is a template, not an address.
const hole = "{{}}"

// written returns the markup a script writes: every chain of literals and known
// variables that holds a tag, one after the other. The literals used are marked.
func written(src string, list []literal, values map[string]string, used map[int]bool) string {
	var b strings.Builder
	var chain []byte
	for i := 0; i < len(list); {
		j := i
		for j+1 < len(list) && chained(src[list[j].end:list[j+1].at]) {
			j++
		}
		markup := false
		if first := &list[i]; first.name != "" && first.assigned {
			values[first.name] = sumOf(src, list[i:j+1], values)
		}
		for k := i; k <= j; k++ {
			markup = markup || mayHoldTag(list[k].value)
		}
		if markup {
			chain = chain[:0]
			for k := i; k <= j; k++ {
				chain = append(chain, list[k].value...)
				if k < j {
					chain = append(chain, between(src[list[k].end:list[k+1].at], values)...)
				}
			}
			if open := bytes.LastIndexByte(chain, '<'); open > bytes.LastIndexByte(chain, '>') {
				chain = append(chain, hole+`'">`...) // what a call puts there ends the tag
			}
			if holdsTag(string(chain)) {
				for k := i; k <= j; k++ {
					used[k] = true
				}
				b.Write(chain)
				b.WriteString("\n")
			}
		}
		i = j + 1
	}
	return b.String()
}

// sumOf is what a chain of literals and known variables comes to, with a hole for each
// part that is not known: var u = "./" + "P0" + ".pdf".
func sumOf(src string, chain []literal, values map[string]string) string {
	sum := chain[0].value
	for k := 1; k < len(chain); k++ {
		sum += between(src[chain[k-1].end:chain[k].at], values) + chain[k].value
	}
	if end := chain[len(chain)-1].end; chainedAfter(src, end) {
		rest := src[end:min(len(src), end+maxSumTail)]
		if stop := strings.IndexAny(rest, ";,\n"); stop >= 0 {
			rest = rest[:stop]
		}
		sum += between(rest, values)
	}
	return sum
}

// maxSumTail bounds what follows the literals of a sum.
const maxSumTail = 120

// holdsTag reports whether a literal holds a tag of what may be a link.
func holdsTag(s string) bool {
	return strings.Contains(s, "<meta") || strings.Contains(s, "<a") || strings.Contains(s, "<A") || strings.Contains(s, "<iframe") || strings.Contains(s, "<li") || strings.Contains(s, "</a")
}

// mayHoldTag reports whether a literal holds such a tag, or the beginning of one whose
// name goes on in the next: '<ifr' + 'ame src="…">'.
func mayHoldTag(s string) bool {
	if holdsTag(s) {
		return true
	}
	i := strings.LastIndexByte(s, '<')
	return i >= 0 && len(s)-i <= len("<ifram") && strings.IndexFunc(s[i+1:], notLetter) < 0
}

func notLetter(r rune) bool { return r|0x20 < 'a' || r|0x20 > 'z' }

// chained reports whether the source between two literals joins them: "+",
// perhaps with a variable or call.
func chained(s string) bool {
	t := strings.TrimSpace(s)
	if len(t) == 0 || len(t) > 120 || t[0] != '+' || t[len(t)-1] != '+' {
		return false
	}
	return !strings.ContainsAny(t, ";{}")
}

func between(s string, values map[string]string) string {
	t := strings.Trim(strings.TrimSpace(s), "+ ")
	if t == "" {
		return ""
	}
	if v, ok := values[t]; ok {
		return v
	}
	return hole
}

// ScriptLinks returns the links that an external script writes or holds, for the
// page at base on which it stands. It never runs anything.
func ScriptLinks(src []byte, base *url.URL) []Link {
	var t htmltree.Tree
	t.Parse(nil)
	f := &Facts{}
	p := page{url: base, base: base, tree: &t, f: f, resolved: map[string]string{}, seen: &linkSet{f: f}}
	p.zones = []zone{inNav}
	p.m.take(&t, nil)
	s := string(src[:min(len(src), maxScript)])
	p.scripts = []inline{{code: newCode(s)}}
	p.scriptLinks()
	return p.f.Links
}
