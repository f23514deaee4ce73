package extract

import (
	"bytes"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// dataCalls are how scripts fetch data; templates how pages show it.
var (
	dataCalls = []string{"$.ajax", "$.get(", "$.post(", "$.getJSON", "jQuery.ajax", "jQuery.get", "jQuery.post", "fetch(", "XMLHttpRequest", "axios", "dataproxy.jsp", ".jpage(", "trsapi", "$http", "loadData(", "getJSON(", "ActiveXObject"}
	// loading stands where a script is to put what it fetches. Folded.
	loading = []string{"加载中", "正在加载", "数据加载", "载入中", "正在载入", "读取中", "正在读取", "loading..."}
	// patience asks the reader to wait: for what is being fetched, or, of a column under
	// construction, for another day.
	patience  = []string{"请稍候", "请稍等"}
	templates = []string{"ng-repeat", "v-for", "ms-for", "ms-repeat", "ms-visible", "ms-attr-href", ":ms-for", "ng-bind", "v-html", "{{", "<%=", "avalon", "id=\"app\"", "id='app'", "id=\"root\"", "trs-list", "laytpl", "__NUXT__", "__NEXT_DATA__", "__INITIAL_STATE__"}
	// besideWords name what stands beside the content of a page.
	besideWords = wordSet("search read foot footer head header top nav menu")
)

// waiting returns the words of a folded text that stand where a script is to put what it
// fetches; "" if there are none.
func waiting(text string) string {
	if w := firstPhrase(text, loading); w != "" || firstPhrase(text, placeholders) != "" {
		return w
	}
	return firstPhrase(text, patience)
}

// listByScript returns the words of a data call on a page whose main part shows
// no rows and hardly any text.
func (p *page) listByScript() string {
	if !p.home && len(p.f.Items) == 0 && p.calledLinks() != "" {
		return `role="link"`
	}
	if p.home || len(p.f.Items) > 0 {
		return ""
	}
	if w := p.waitsInPlace(); w != "" {
		return w
	}
	if runeCount(p.bareText()) > 120 || p.f.Signals.TextRunes == 0 && len(p.scripts) == 0 {
		return ""
	}
	if w := waiting(p.bareText()); w != "" && p.hasScript() {
		return w
	}
	if calls := p.tableCalls(); len(calls) > 0 {
		return calls[0].words
	}
	if p.f.Signals.Error != "" && p.unfilled(p.bareText()) != "" {
		return ""
	}
	if w := firstIn(p.bareText(), scriptedBlanks); w != "" {
		return w
	}
	src := p.tree.Source()
	for _, w := range templates {
		if bytes.Contains(src, []byte(w)) && (!isHolder(w) || p.hasScript()) {
			return w
		}
	}
	for _, s := range p.scripts {
		for _, w := range dataCalls {
			from := 0
			for {
				i := strings.Index(s.src[from:], w)
				if i < 0 {
					break
				}
				i += from
				from = i + len(w)
				call := s.src[i:min(len(s.src), i+300)]
				if !beside(firstPath(call)) {
					return quoteLine(call)
				}
			}
		}
	}
	if call := p.writtenRow(); call != "" {
		return call
	}
	if text := p.writtenText(); text != "" {
		return text
	}
	if id := p.emptyContainer(); id != "" {
		return id
	}
	return p.emptyByScript()
}

// leastCalled is how long the words of what calls itself a link are, in characters: names
// of columns as well as titles.
const leastCalled = 2

// calledLinks returns the words of the first of several rows or names that call themselves
// links and say nothing of where they lead: only a script knows.
func (p *page) calledLinks() string {
	t := p.tree
	if !bytes.Contains(t.Source(), []byte("role=")) || !p.hasScript() {
		return ""
	}
	first := int32(0)
	for i := range t.Nodes {
		nd := &t.Nodes[i]
		if nd.Kind != htmltree.Element || nd.Tag == htmltree.A || p.zones[i] != inBody {
			continue
		}
		if role, ok := t.Attr(int32(i), "role"); ok && strings.EqualFold(role, "link") && p.m.of(p.m.plain, t, int32(i)) >= leastCalled && p.m.of(p.m.links, t, int32(i)) == 0 {
			if first != 0 {
				return cutRunes(strings.Clone(strings.TrimSpace(t.Text(first))), maxTabRunes)
			}
			first = int32(i)
		}
	}
	return ""
}

// isHolder reports a word of templates that only names what a script may fill: on a
// page without scripts it is a name like another.
func isHolder(w string) bool { return strings.HasPrefix(w, "id=") || w == "trs-list" }

// writtenRow returns a call among the rows of a list that has the function of the page
// it calls write the link: w("关于…的通知", ["2026-04", "08", "content_7.htm"]).
func (p *page) writtenRow() string {
	for _, s := range p.scripts {
		if p.zones[s.node] != inBody || len(s.src) > maxCall*2 {
			continue
		}
		name, rest, ok := callOf(s.src)
		if !ok || !hasHan(rest) {
			continue
		}
		if body, _ := p.functionOf(strings.TrimSpace(name)); strings.Contains(body, "document.write") {
			return quoteLine(strings.TrimSpace(s.src))
		}
	}
	return ""
}

func (p *page) hasScript() bool {
	return slices.ContainsFunc(p.tree.Nodes, func(n htmltree.Node) bool { return n.Tag == htmltree.Script })
}

// boxNames stand in the id of a block that will hold an index box.
var boxNames = []string{"xxgk", "gkxx", "gkbox", "gkinfo", "suoyin", "docinfo", "wjsx"}

// boxByScript returns the id of an empty block that a script of the page fills with
// what it fetches: an index box may come to stand there.
func (p *page) boxByScript() string {
	if p.home || len(p.f.Items) > FewRows {
		return ""
	}
	fetched := map[string]bool{} // ids that scripts with a data call speak of
	files := false
	for _, s := range p.scripts {
		if !s.fetches {
			continue
		}
		for _, l := range s.literals {
			fetched[strings.TrimPrefix(l.value, "#")] = true
		}
	}
	t := p.tree
	for i := range p.each(scriptTags) {
		if src, ok := t.Attr(i, "src"); ok && !isLibrary(strings.ToLower(pathOnly(src))) && !ofExtras(strings.ToLower(src)) {
			files = true
			break
		}
	}
	if len(fetched) == 0 && !files {
		return ""
	}
	for i := max(p.main, 1); i < max(t.Nodes[p.main].Stop, 1); i++ {
		switch t.Nodes[i].Tag {
		case htmltree.Ul, htmltree.Tbody, htmltree.Table, htmltree.Div, htmltree.Dl:
		default:
			continue
		}
		if p.zones[i] != inBody || p.m.of(p.m.plain, t, i)+p.m.of(p.m.linked, t, i) > 0 {
			continue
		}
		id, ok := t.Attr(i, "id")
		if low := strings.ToLower(id); ok && len(id) > 1 && !beside(id) && (fetched[id] || files && containsWord(low, boxNames)) {
			return "#" + id
		}
	}
	return ""
}

// fetches reports whether a script asks for data that may be content.
func fetches(src string) bool {
	for _, w := range append(dataCalls[:len(dataCalls):len(dataCalls)], ".load(") {
		for from := 0; ; {
			i := strings.Index(src[from:], w)
			if i < 0 {
				break
			}
			i += from
			from = i + len(w)
			if !beside(firstPath(src[i:min(len(src), i+300)])) {
				return true
			}
		}
	}
	return false
}

// beside reports an address, or the name of a block, of something else than the content
// of a page.
func beside(name string) bool { return Aside(name) || anyWord(pathOnly(name), besideWords) }

// firstPath returns the first literal of a call, which is its address.
func firstPath(call string) string {
	for _, l := range literals(call, nil) {
		if strings.ContainsAny(l.value, "/.?") {
			return l.value
		}
	}
	return ""
}

func quoteLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return strings.Clone(strings.TrimSpace(cutRunes(s, 60)))
}

// FewRows is how many rows a block beside the content of a page has at most.
const FewRows = 15

// emptyContainer returns the id of an empty list or block of the main part that
// a script of the page names, or that a script file for data may fill.
func (p *page) emptyContainer() string {
	id := p.emptyContainerIn(p.main)
	if id == "" && p.main != 0 && !p.home && len(p.f.Items) == 0 {
		return p.emptyContainerIn(0) // the main part may be taken for a row of tabs
	}
	return id
}

func (p *page) emptyContainerIn(from int32) string {
	t := p.tree
	var named map[string]bool // what the scripts hold as literals
	for i := max(from, 1); i < max(t.Nodes[from].Stop, 1); i++ {
		nd := &t.Nodes[i]
		switch nd.Tag {
		case htmltree.Ul, htmltree.Ol, htmltree.Tbody, htmltree.Table, htmltree.Div, htmltree.Dl:
		default:
			continue
		}
		if p.zones[i] != inBody || p.m.of(p.m.plain, t, i)+p.m.of(p.m.linked, t, i) > 0 {
			continue
		}
		id, ok := t.Attr(i, "id")
		if !ok || id == "" {
			continue
		}
		low := strings.ToLower(id)
		if named == nil {
			named = map[string]bool{}
			for _, s := range p.scripts {
				for _, l := range s.literals {
					named[strings.TrimPrefix(l.value, "#")] = true
				}
			}
		}
		if named[id] && (!anyWord(id, notListWords) || anyWord(id, listWords)) {
			return "#" + id
		}
		if (strings.Contains(low, "list") || strings.Contains(low, "data")) && p.dataScript() {
			return "#" + id
		}
	}
	return ""
}

// dataScript reports whether the page loads a script file named like one that
// fetches lists.
func (p *page) dataScript() bool {
	t := p.tree
	for i := range p.each(scriptTags) {
		ref, ok := t.Attr(i, "src")
		path, _, _ := strings.Cut(strings.ToLower(ref), "?")
		if ok && !isLibrary(path) && containsWord(path[strings.LastIndexByte(path, '/')+1:], []string{"list", "data", "ajax", "api", "page", "query", "load", "article", "content"}) {
			return true
		}
	}
	return false
}

// navByScript returns where the navigation comes from when this page shows next
// to none.
func (p *page) navByScript() string {
	nav := 0
	for i := range p.f.Links {
		if l := &p.f.Links[i]; l.Region == Nav && l.Via != Include && l.Via != FrameSrc {
			nav++
		}
	}
	if nav >= 4 {
		return ""
	}
	for i := range p.f.Links {
		l := &p.f.Links[i]
		if l.Via == Include || l.Via == FrameSrc && containsWord(strings.ToLower(l.URL), []string{"head", "top", "nav", "menu", "left", "tree", "col/"}) {
			return l.URL
		}
	}
	for _, s := range p.scripts {
		for _, l := range s.literals {
			low := strings.ToLower(l.value)
			if looksLikePath(l.value) && containsWord(low, []string{"head", "top.", "nav", "menu"}) && (strings.HasSuffix(l.name, "load") || strings.HasSuffix(l.name, "get") || l.name == "url") {
				return strings.Clone(l.value)
			}
		}
	}
	return p.drawnMenu()
}

// drawnMenu returns the empty block, named like a menu, that a script of the page speaks
// of and draws it in.
func (p *page) drawnMenu() string {
	t := p.tree
	for i := int32(1); int(i) < len(t.Nodes); i++ {
		switch t.Nodes[i].Tag {
		case htmltree.Div, htmltree.Ul, htmltree.Nav, htmltree.Aside, htmltree.Section:
		default:
			continue
		}
		id, ok := t.Attr(i, "id")
		if !ok || id == "" || p.emptyMenu(i) == "" {
			continue
		}
		for _, s := range p.scripts {
			for _, l := range s.literals {
				if strings.TrimPrefix(l.value, "#") == id {
					return "#" + id
				}
			}
		}
	}
	return ""
}

var relatedMarks = []string{"listbyrelated", "RelDocPath", "fjdzapp", "relatedList", "relatedDoc", "getRelated", "xgjdList", "xgwjList", "relationDoc", "getRelation", "loadRelated"}

// maxRelatedIDs bounds the elements looked for in scripts.
const maxRelatedIDs = 50

// relatedByScript returns the mark of a script that adds related documents.
func (p *page) relatedByScript() string {
	for _, s := range p.scripts {
		for _, w := range relatedMarks {
			if s.has(w) {
				return w
			}
		}
	}
	t := p.tree
	ids := 0
	for i := range t.Nodes {
		n := int32(i)
		if p.zones[n] != inRelated || t.Nodes[i].Kind != htmltree.Element || p.zones[t.Nodes[i].Parent] == inRelated || p.m.of(p.m.links, t, n) > 0 {
			continue
		}
		for k := n; k < t.Nodes[n].Stop; k++ {
			if t.Nodes[k].Tag == htmltree.Script {
				return quoteLine(strings.TrimSpace(t.Raw(k)))
			}
			id, ok := t.Attr(k, "id")
			if !ok || len(id) < 2 {
				continue
			}
			if ids++; ids > maxRelatedIDs {
				return ""
			}
			for _, s := range p.scripts {
				if strings.Contains(s.src, "#"+id) || strings.Contains(s.src, `"`+id+`"`) || strings.Contains(s.src, `'`+id+`'`) {
					return "#" + id
				}
			}
		}
	}
	return ""
}

// footerMarks are the marks of footers that scripts write, each with a character
// in it that is rare in source.
var footerMarks = []struct {
	word string
	rare int
}{{"_ideConac", len("_ide")}, {"_span_jiucuo", len("_span_")}}

// footerFiles are names of files that hold a footer, by their ending.
var footerFiles = []string{"footer.js", "foot.js", "bottom.js", "footer.html", "foot.html", "bottom.html"}

// footerByScript returns the mark of a footer, or part of one, that a script
// writes.
func (p *page) footerByScript() string {
	src := p.tree.Source()
	src = src[len(src)/3:] // never in the first third
	for _, m := range footerMarks {
		if holdsRare(src, m.word, m.rare) {
			return m.word
		}
	}
	best := len(footerFiles)
	for i := 0; ; i++ {
		k := bytes.IndexByte(src[i:], '.')
		if k < 0 {
			break
		}
		if i += k; i < len("foot") || src[i-1] != 't' && src[i-1] != 'm' && src[i-1] != 'r' {
			continue
		}
		for n, w := range footerFiles[:best] {
			dot := strings.IndexByte(w, '.')
			if i >= dot && bytes.HasPrefix(src[i-dot:], []byte(w)) {
				best = n
				break
			}
		}
	}
	if best < len(footerFiles) {
		return footerFiles[best]
	}
	return ""
}

// holdsRare reports whether word stands in src, looking for its character at the
// index rare first.
func holdsRare(src []byte, word string, rare int) bool {
	for i := rare; i < len(src); i++ {
		k := bytes.IndexByte(src[i:], word[rare])
		if k < 0 {
			return false
		}
		i += k
		if bytes.HasPrefix(src[i-rare:], []byte(word)) {
			return true
		}
	}
	return false
}
