package extract

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// Bounds of what can be a breadcrumb.
const (
	maxCrumbs     = 9
	maxCrumbRunes = 60 // of one step; a last step may be the cut title
	maxTrailRunes = 200
	maxTrailNodes = 400
)

// findCrumbs looks for the breadcrumb: a block that follows the words 当前位置
// and their kin, or is named as one, or begins with 首页 and goes on with arrows.
// It keeps the block in p.crumbs, 0 if there is none, and its steps.
func (p *page) findCrumbs() {
	p.crumbs = 0
	p.trail = p.trail[:0]
	s := crumbSearch{p: p}
	grafts, next := graftAt(p.grafts, 1)
	for i := int32(1); i < int32(len(p.tree.Nodes)); i++ {
		if i != next {
			if s.visit(i) {
				return
			}
			continue
		}
		for _, k := range grafts[0].known.crumbs {
			if s.visit(i + k) {
				return
			}
		}
		i = grafts[0].stop - 1
		grafts, next = graftAt(grafts[1:], i)
	}
	switch {
	case s.named != 0:
		p.tryBlock(s.named, s.named)
	case s.home != 0:
		p.tryHome(s.home)
	}
}

// crumbSearch is the search for the breadcrumb: a block named as one, and the word
// 首页 of one.
type crumbSearch struct {
	p           *page
	home, named int32
}

// visit looks at node i, and reports whether words there announce the breadcrumb.
func (s *crumbSearch) visit(i int32) (found bool) {
	t := s.p.tree
	nd := &t.Nodes[i]
	switch {
	case nd.Kind == htmltree.Text && !nd.RawText && nd.To-nd.From < 400:
		raw := t.RawBytes(i)
		if blank(raw) {
			return false
		}
		if announces(raw) && s.p.tryMarked(i) {
			return true
		}
		if s.home == 0 && saysHome(raw) && s.p.startsAtHome(i) {
			s.home = i
		}
	case nd.Kind == htmltree.Element && nd.First != 0 && s.named == 0 && s.p.namedCrumbs(i):
		if s.p.tryBlock(i, i) {
			s.named = i
		}
	}
	return false
}

// announces reports whether a text may be the words 当前位置 and their kin.
func announces(raw []byte) bool {
	return len(raw) >= 6 && bytes.Contains(raw, []byte("位")) && containsAny(raw, markerParts)
}

// saysHome reports whether a text may be or hold the word 首页.
func saysHome(raw []byte) bool {
	return len(raw) >= 4 && len(raw) < 120 && containsAny(raw, homeParts)
}

// mayBeCrumb reports whether a breadcrumb may begin at node n, wherever that stands.
func (p *page) mayBeCrumb(n int32) bool {
	switch nd := &p.tree.Nodes[n]; nd.Kind {
	case htmltree.Text:
		raw := p.tree.RawBytes(n)
		return !nd.RawText && len(raw) < 400 && (announces(raw) || saysHome(raw))
	case htmltree.Element:
		return nd.First != 0 && p.namedCrumbs(n)
	}
	return false
}

var (
	markerParts = lexiconOf("位置", "位 置")
	homeParts   = lexiconOf("首页", "首 页", "首頁", "主页", "首&nbsp;", "Home", "HOME")
	crumbNames  = []string{"crumb", "bread", "weizhi", "dqwz", "curpos", "position", "location", "mbx", "mianbao", "szwz", "wzdh", "nowplace", "sitepath", "curmb", "dangqian", "where"}
)

// namedCrumbs reports whether an id or class of n says it is the breadcrumb.
func (p *page) namedCrumbs(n int32) bool {
	switch p.tree.Nodes[n].Tag {
	case htmltree.Div, htmltree.P, htmltree.Span, htmltree.Ul, htmltree.Ol, htmltree.Td, htmltree.Nav, htmltree.Section, htmltree.H2, htmltree.H3, htmltree.H4, htmltree.Dl:
	default:
		return false
	}
	return p.namesOf(n)&saysCrumbs != 0
}

func crumbName(value []byte) names {
	if len(value) >= 100 || indexFold(value, "hid") >= 0 {
		return 0
	}
	for _, w := range crumbNames {
		if indexFold(value, w) >= 0 {
			return saysCrumbs
		}
	}
	return 0
}

// tryMarked reads the breadcrumb that the words in text node n announce.
func (p *page) tryMarked(n int32) bool {
	word := Fold(htmltree.Decode(p.tree.RawBytes(n)))
	at := strings.Index(word, "位置")
	if at < 0 || runeCount(word[:at]) > 12 {
		return false
	}
	before, after := word[:at], word[at+len("位置"):]
	reader := containsWord(before, []string{"您", "你", "当前", "现在", "目前"})
	if before != "" && !reader && !hasAnySuffix(before, []string{"所在", "所处", "页面", "浏览", "栏目", "网页"}) {
		return false // 地理位置, 办公位置
	}
	if after != "" && !strings.HasPrefix(after, "首页") && !strings.HasPrefix(strings.TrimPrefix(after, "是"), ":") && !hasAnyPrefix(after, []string{">", "】", "]", "»", "-"}) {
		return false
	}
	if before == "" && after == "" {
		return false
	}
	up := p.tree.Nodes[n].Parent
	for steps := 0; steps < 4 && up != 0; steps++ {
		if p.tree.Nodes[up].Tag == htmltree.Body || steps > 0 && (p.whole(up) || p.m.of(p.m.dates, p.tree, up) > 1) {
			break
		}
		if p.tryBlock(up, n) {
			if reader || p.fromHome || len(p.trail) > 1 || p.trail[0].URL != "" {
				return true
			}
			p.crumbs, p.trail = 0, p.trail[:0] // 所在位置：某市东部
		}
		up = p.tree.Nodes[up].Parent
	}
	return false
}

// startsAtHome reports whether text node n is the word 首页 with an arrow after
// it, as a breadcrumb without announcement begins.
func (p *page) startsAtHome(n int32) bool {
	t := p.tree
	word := Fold(t.Text(n))
	name, rest := word, ""
	if i := strings.IndexAny(word, ">»›→"); i >= 0 {
		name, rest = word[:i], word[i:]
	}
	if !isHomeName(name) {
		return false
	}
	return rest != "" || p.arrowFollows(n)
}

// tryHome reads the breadcrumb that begins with the word 首页 in text node n.
func (p *page) tryHome(n int32) bool {
	t := p.tree
	for up, steps := t.Nodes[n].Parent, 0; steps < 4 && up != 0 && t.Nodes[up].Tag != htmltree.Body && !(steps > 0 && (p.whole(up) || p.m.of(p.m.dates, t, up) > 1)); steps++ {
		if p.tryBlock(up, n) {
			return true
		}
		up = t.Nodes[up].Parent
	}
	return false
}

// arrowFollows reports whether the next text after node n begins with an arrow.
func (p *page) arrowFollows(n int32) bool {
	t := p.tree
	for i := t.Nodes[n].Stop; i < int32(len(t.Nodes)) && i < n+12; i++ {
		if t.Nodes[i].Kind != htmltree.Text || t.Nodes[i].RawText {
			continue
		}
		s := Fold(t.Text(i))
		if s == "" {
			continue
		}
		r, _ := utf8.DecodeRuneInString(s)
		return strings.ContainsRune(">»›→", r) || (r == '/' || r == '\\' || r == '-' || r == '|') && runeCount(s) == 1 && r != '|'
	}
	return false
}

func hasAnySuffix(s string, list []string) bool {
	for _, x := range list {
		if strings.HasSuffix(s, x) {
			return true
		}
	}
	return false
}

// tryBlock reads block as a breadcrumb whose announcement is the node from
// (block itself: there is none). It keeps the result if it makes sense.
func (p *page) tryBlock(block, from int32) bool {
	if cut := p.trailEnd(block, from); cut > from {
		if p.tryRun(block, from, cut) {
			return true
		}
		if p.tree.Nodes[cut].Tag == htmltree.Tr {
			return false // 当前位置：首页 in a row of its own, the whole page in the next
		}
	}
	if p.tryRun(block, from, p.tree.Nodes[block].Stop) {
		return true
	}
	stop := p.inlineRun(block)
	return stop > from && p.tryRun(block, from, stop)
}

// tryRun is tryBlock for what of the block stands before the node stop.
func (p *page) tryRun(block, from, stop int32) bool {
	if !p.isShort(block, stop) {
		return false
	}
	r := trailReader{p: p, steps: p.trail[:0]}
	r.read(block, from, stop)
	p.trail = r.steps
	ok := len(r.steps) > 0 && len(r.steps) <= maxCrumbs && r.sensible(from != block)
	if !ok {
		p.trail = p.trail[:0]
		return false
	}
	p.crumbs, p.crumbStop, p.fromHome = block, stop, r.home
	return true
}

// isShort reports whether the nodes from block up to stop hold no more than a
// breadcrumb can.
func (p *page) isShort(block, stop int32) bool {
	runes := p.m.plain[stop] - p.m.plain[block] + p.m.linked[stop] - p.m.linked[block]
	return runes <= maxTrailRunes && p.m.links[stop]-p.m.links[block] <= maxCrumbs
}

// inlineRun returns where the links and words that n begins with end: at its
// first block element after a link. Some templates open the tools of the page, or
// all of its text, inside the element that begins with the breadcrumb. The result
// is 0 if there is no such run.
func (p *page) inlineRun(n int32) int32 {
	t := p.tree
	for c := t.Nodes[n].First; c != 0; c = t.Nodes[c].Next {
		if nd := &t.Nodes[c]; nd.Kind == htmltree.Element && nd.Tag.Block() && nd.Tag != htmltree.Br {
			if p.m.links[c] == p.m.links[n] {
				return 0
			}
			return c
		}
	}
	return 0
}

// trailEnd returns where the breadcrumb that begins at the node from ends because
// the page goes on below it in the same block: at a table, another row of its own, a ruler
// or a blank line after a step of it, 0 if there is none. Layouts of tables keep the rows of a list
// in the cell of the breadcrumb, and a short list would pass for its last steps.
func (p *page) trailEnd(block, from int32) int32 {
	t := p.tree
	stop := min(t.Nodes[block].Stop, block+maxTrailNodes)
	begun := false
	broken := int32(0) // the line break after which only blanks came
	for i := max(block+1, from); i < stop; i++ {
		nd := &t.Nodes[i]
		switch {
		case nd.Kind == htmltree.Text && t.Blank(i):
		case nd.Kind == htmltree.Text:
			begun, broken = begun || strings.ContainsFunc(t.Text(i), isArrow), 0
		case nd.Kind != htmltree.Element:
		case nd.Tag == htmltree.A:
			begun, broken = true, 0
		case begun && (nd.Tag == htmltree.Table || nd.Tag == htmltree.Tr || nd.Tag == htmltree.Hr):
			return i
		case begun && nd.Tag == htmltree.Br && broken != 0:
			return broken
		case begun && nd.Tag == htmltree.Br:
			broken = i
		}
	}
	return 0
}

// trailReader collects the steps of one breadcrumb.
type trailReader struct {
	p      *page
	steps  []Crumb
	arrows int
	home   bool
	parent int32 // of the last plain text
	fresh  bool  // a separator or another element stands before what comes
}

func (r *trailReader) read(block, from, stop int32) {
	t := r.p.tree
	r.fresh = true
	stop = min(stop, block+maxTrailNodes)
	for i := max(block, from); i < stop; {
		nd := &t.Nodes[i]
		switch {
		case nd.Kind == htmltree.Element && nd.Tag == htmltree.A:
			r.link(i)
			i = nd.Stop
			continue
		case nd.Kind == htmltree.Element && (nd.Tag == htmltree.Script || nd.Tag == htmltree.Style || nd.Tag == htmltree.Select || nd.Tag == htmltree.Noscript):
			i = nd.Stop
			continue
		case nd.Kind == htmltree.Text && t.Nodes[i].Parent != 0 && t.Nodes[t.Nodes[i].Parent].Tag == htmltree.A:
			// The announcement itself is the text of a link: 首页.
			r.link(t.Nodes[i].Parent)
		case nd.Kind == htmltree.Text:
			r.text(i)
		}
		i++
	}
}

func (r *trailReader) link(n int32) {
	name := r.p.linkText(n)
	trimmed := strings.TrimFunc(name, func(c rune) bool { return isArrow(c) || unicode.IsSpace(c) })
	if trimmed != name {
		r.arrows++
	}
	if trimmed == "" {
		return
	}
	ref, _ := r.p.tree.Attr(n, "href")
	abs, _ := r.p.resolve(ref)
	r.step(trimmed, abs)
	r.fresh = true
}

// text splits plain text at separators.
func (r *trailReader) text(n int32) {
	t := r.p.tree
	s := t.Text(n)
	if f := strings.Index(s, "位置"); f >= 0 && len(r.steps) == 0 {
		s = strings.TrimLeft(s[f+len("位置"):], "是：:】] 　>")
	}
	if t.Nodes[n].Parent != r.parent {
		r.fresh = true
	}
	r.parent = t.Nodes[n].Parent
	from := 0
	for i, c := range s {
		if !isArrow(c) && !(isSlash(c) && r.separates(s, i, utf8.RuneLen(c))) {
			continue
		}
		r.piece(s[from:i])
		r.arrows++
		r.fresh = true
		from = i + utf8.RuneLen(c)
	}
	r.piece(s[from:])
}

// separates reports whether the slash, dash or bar at s[i] parts steps: it does
// by itself and between blanks.
func (r *trailReader) separates(s string, i, n int) bool {
	before, after := strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+n:])
	if before == "" || after == "" {
		return true
	}
	return i > 0 && s[i-1] == ' ' && i+n < len(s) && s[i+n] == ' ' || strings.HasSuffix(before, "首页")
}

func (r *trailReader) piece(s string) {
	s = strings.Trim(s, " \u3000：:·|")
	if len(s) > 2 && s[0] == '[' && s[len(s)-1] == ']' {
		s = s[1 : len(s)-1]
	}
	if s == "" || s == "[" || s == "]" || s == "【" || s == "】" {
		return
	}
	if !r.fresh && len(r.steps) > 0 && r.steps[len(r.steps)-1].URL == "" {
		r.steps[len(r.steps)-1].Name += s
		return
	}
	r.step(s, "")
	r.fresh = false
}

func (r *trailReader) step(name, abs string) {
	if isHomeName(Fold(name)) {
		r.home = true
		if len(r.steps) == 0 {
			return
		}
	}
	if len(r.steps) > 0 && r.steps[len(r.steps)-1].Name == name && (abs == "" || r.steps[len(r.steps)-1].URL == abs) {
		return
	}
	if len(r.steps) <= maxCrumbs {
		r.steps = append(r.steps, Crumb{name, abs})
	}
}

// sensible reports whether the steps can be a way through the site. Without an
// announcement there must be arrows or the word 首页.
func (r *trailReader) sensible(announced bool) bool {
	for i, s := range r.steps {
		if s.URL == "" && looksLikePath(s.Name) || i < len(r.steps)-1 && strings.ContainsAny(s.Name, "，。；,;") {
			return false
		}
		runes := runeCount(s.Name)
		if runes > maxCrumbRunes && i < len(r.steps)-1 || runes > 3*maxCrumbRunes {
			return false
		}
	}
	if announced {
		return r.home || r.arrows > 0 || len(r.steps) < 4
	}
	return r.arrows > 0 && (r.home || len(r.steps) > 1) || r.home && len(r.steps) <= 6
}

func isArrow(c rune) bool {
	switch c {
	case '>', '»', '›', '→', '＞', '⟩', '▶', '►', '➤', '≫', '┊', '⇒', '☞', '❯':
		return true
	}
	return false
}

func isSlash(c rune) bool {
	return c == '/' || c == '\\' || c == '-' || c == '|' || c == '－' || c == '—' || c == '–' || c == '／' || c == '、' || c == '·' || c == '∕'
}

// ends are last steps that name no column.
var ends = map[string]bool{
	"正文": true, "内容": true, "详情": true, "文章内容": true, "信息内容": true, "文章正文": true, "详细信息": true, "内容详情": true, "文章": true,
	"详细内容": true, "信息详情": true, "正文内容": true, "浏览文章": true, "查看内容": true, "文章详情": true, "内容页": true, "详细页": true, "详情页": true, "阅读正文": true, "信息正文": true, "列表": true, "文章列表": true, "信息列表": true,
}
