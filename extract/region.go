package extract

import (
	"bytes"
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// measure holds, for every node, what stands before it in the page, so that the
// content of any element is a difference of two entries.
type measure struct {
	plain  []int32 // visible characters outside links
	linked []int32 // visible characters inside links
	links  []int32 // links
	dates  []int32 // texts that look like the date of a row
}

func (m *measure) of(counts []int32, t *htmltree.Tree, n int32) int32 {
	return counts[t.Nodes[n].Stop] - counts[n]
}

// take fills m for the tree in one pass.
func (m *measure) take(t *htmltree.Tree) {
	n := len(t.Nodes) + 1
	m.plain, m.linked, m.links, m.dates = grow(m.plain, n), grow(m.linked, n), grow(m.links, n), grow(m.dates, n)
	var plain, linked, links, dates int32
	linkStop, skipStop := int32(0), int32(0)
	for i := range t.Nodes {
		m.plain[i], m.linked[i], m.links[i], m.dates[i] = plain, linked, links, dates
		nd := &t.Nodes[i]
		if int32(i) < skipStop {
			continue
		}
		switch nd.Kind {
		case htmltree.Element:
			switch nd.Tag {
			case htmltree.A:
				links++
				linkStop = nd.Stop
			case htmltree.Script, htmltree.Style, htmltree.Noscript, htmltree.Title, htmltree.Textarea, htmltree.Select,
				htmltree.Template, htmltree.Iframe, htmltree.Noframes:
				skipStop = nd.Stop
			}
		case htmltree.Text:
			runes := visibleRunes(t.RawBytes(int32(i)))
			if runes == 0 {
				continue
			}
			if int32(i) < linkStop {
				linked += runes
			} else {
				plain += runes
			}
			if looksDated(t.RawBytes(int32(i))) {
				dates++
			}
		}
	}
	last := len(t.Nodes)
	m.plain[last], m.linked[last], m.links[last], m.dates[last] = plain, linked, links, dates
}

func grow(s []int32, n int) []int32 {
	if cap(s) < n {
		return make([]int32, n, n+n/4)
	}
	return s[:n]
}

// visibleRunes counts the characters of source text, blanks left out and an
// entity for one (those for blanks for none).
func visibleRunes(b []byte) int32 {
	var n int32
	for i := 0; i < len(b); i++ {
		c := b[i]
		switch {
		case c <= ' ', c&0xC0 == 0x80:
		case c == '&':
			end := bytes.IndexByte(b[i:min(len(b), i+10)], ';')
			if end > 0 {
				if !bytes.HasSuffix(b[i:i+end], []byte("sp")) {
					n++
				}
				i += end
				continue
			}
			n++
		case c == 0xC2 && i+1 < len(b) && b[i+1] == 0xA0:
		case c == 0xE3 && i+2 < len(b) && b[i+1] == 0x80 && b[i+2] == 0x80:
		default:
			n++
		}
	}
	return n
}

// looksDated reports whether short text is or ends in the date of a list row:
// 2024-01-05, [01-05], 2024年1月5日.
func looksDated(b []byte) bool {
	if len(b) > 120 {
		return false
	}
	for i := 0; i+4 < len(b); i++ {
		if !isDigit(b[i]) || i > 0 && isDigit(b[i-1]) {
			continue
		}
		n := i
		for n < len(b) && isDigit(b[n]) {
			n++
		}
		rest := b[n:]
		if n-i != 4 && n-i != 2 || len(rest) < 2 {
			continue
		}
		if (rest[0] == '-' || rest[0] == '.' || rest[0] == '/') && isDigit(rest[1]) || bytes.HasPrefix(rest, []byte("年")) || bytes.HasPrefix(rest, []byte("月")) {
			return true
		}
	}
	return false
}

// zoneWords are what ids and classes are made of, in English and in
// pinyin. A word counts only where the block is also built like one.
var zoneWords = map[string]zone{
	"nav": inNav, "navi": inNav, "navbar": inNav, "navigation": inNav, "navigator": inNav, "topnav": inNav, "mainnav": inNav, "subnav": inNav,
	"leftnav": inNav, "sidenav": inNav, "menu": inNav, "menus": inNav, "topmenu": inNav, "leftmenu": inNav, "submenu": inNav, "mainmenu": inNav,
	"header": inNav, "head": inNav, "top": inNav, "topbar": inNav, "toolbar": inNav, "banner": inNav, "logo": inNav,
	"side": inNav, "sidebar": inNav, "left": inNav, "right": inNav, "sub": inNav, "tree": inNav, "treeview": inNav, "catalog": inNav, "mulu": inNav,
	"daohang": inNav, "dh": inNav, "dhl": inNav, "caidan": inNav, "toubu": inNav, "tou": inNav, "yetou": inNav, "zuoce": inNav, "lanmu": inNav, "channel": inNav,
	"foot": inFooter, "footer": inFooter, "bottom": inFooter, "bot": inFooter, "copyright": inFooter, "copyinfo": inFooter, "dibu": inFooter, "yejiao": inFooter,
	"banquan": inFooter, "friendlink": inFooter, "friendlinks": inFooter, "yqlj": inFooter, "youqing": inFooter, "wzdb": inFooter,
	"related": inRelated, "relate": inRelated, "relation": inRelated, "relnews": inRelated, "relevant": inRelated, "xgxx": inRelated, "xgwj": inRelated, "xgjd": inRelated,
	"xgwd": inRelated, "xgzc": inRelated, "xglj": inRelated, "xgyd": inRelated, "xgbd": inRelated, "xiangguan": inRelated, "xgwz": inRelated, "xgzl": inRelated,
}

// zoneParts are found inside longer words too.
var zoneParts = []struct {
	part string
	zone zone
}{
	{"nav", inNav}, {"menu", inNav}, {"header", inNav}, {"sidebar", inNav}, {"daohang", inNav},
	{"foot", inFooter}, {"copyright", inFooter}, {"related", inRelated}, {"xiangguan", inRelated},
}

// findZones marks every node with its part of the page: what tags, names and
// words say, where the block is built accordingly.
func (p *page) findZones() {
	t := p.tree
	p.zones = p.zones[:0]
	root := t.Find(0, htmltree.Body)
	allPlain := p.m.of(p.m.plain, t, root)
	allLinked := p.m.of(p.m.linked, t, root)
	crumbStop := int32(0)
	for i := range t.Nodes {
		n, nd := int32(i), &t.Nodes[i]
		z := inBody
		if i > 0 {
			z = p.zones[nd.Parent]
		}
		if n != 0 && n == p.crumbs {
			crumbStop = nd.Stop
		}
		switch {
		case n < crumbStop:
			z = inCrumbs
		case nd.Kind == htmltree.Element && nd.Tag != htmltree.Body && nd.Tag != htmltree.HTML && nd.First != 0 && z == inBody:
			if h := p.hint(n); h != inBody && p.built(n, h, allPlain, allLinked) {
				z = h
			}
		}
		p.zones = append(p.zones, z)
	}
	p.markTopMenus(root)
	p.markFooter(root, allPlain+allLinked)
	p.markRelated(root)
}

// hint returns what the tag and the names of n say it is.
func (p *page) hint(n int32) zone {
	switch p.tree.Nodes[n].Tag {
	case htmltree.Nav, htmltree.Header:
		return inNav
	case htmltree.Footer:
		return inFooter
	case htmltree.Div, htmltree.Ul, htmltree.Ol, htmltree.Dl, htmltree.Table, htmltree.Td, htmltree.Tr, htmltree.Section, htmltree.Aside,
		htmltree.Center, htmltree.Menu, htmltree.Form, htmltree.P, htmltree.Span, htmltree.Li, htmltree.Article:
	default:
		return inBody
	}
	found := inBody
	p.tree.Attrs(n, func(key, value []byte) bool {
		if isIDOrClass(key) && len(value) <= 200 {
			found = max(found, wordZone(value))
		}
		return true
	})
	return found
}

// wordZone returns the zone the words of a class or id name, the innermost
// meaning first: related before menu, footer before both.
func wordZone(value []byte) zone {
	var buf [64]byte
	found := inBody
	for len(value) > 0 {
		n := 0
		for n < len(value) && value[n] > ' ' {
			n++
		}
		name := value[:n]
		value = value[min(n+1, len(value)):]
		if len(name) == 0 || len(name) > len(buf) {
			continue
		}
		low := appendLower(buf[:0], name)
		if z, ok := zoneWords[string(low)]; ok {
			found = max(found, z)
			continue
		}
		for _, part := range zoneParts {
			if bytes.Contains(low, []byte(part.part)) {
				found = max(found, part.zone)
			}
		}
		for len(low) > 0 { // the parts of nav-left, top_1, leftMenu
			k := 0
			for k < len(low) && low[k] >= 'a' && low[k] <= 'z' {
				k++
			}
			if z, ok := zoneWords[string(low[:k])]; ok {
				found = max(found, z)
			}
			low = low[min(k+1, len(low)):]
		}
	}
	return found
}

func appendLower(dst, b []byte) []byte {
	for _, c := range b {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		dst = append(dst, c)
	}
	return dst
}

// built reports whether n is made like the zone its name claims. A wrapper of
// the whole page named "header", or a block of dated rows named "left", is not.
func (p *page) built(n int32, z zone, allPlain, allLinked int32) bool {
	t, m := p.tree, &p.m
	plain, linked, links, dates := m.of(m.plain, t, n), m.of(m.linked, t, n), m.of(m.links, t, n), m.of(m.dates, t, n)
	switch tag := t.Nodes[n].Tag; z {
	case inNav:
		if tag == htmltree.Nav {
			return dates < 3
		}
		if dates > 2 || links == 0 && plain > 60 {
			return false
		}
		if plain > 40 && plain*2 > allPlain || plain > 400 {
			return false
		}
		return links == 0 || linked <= 12*links && (links > 1 || plain <= 60)
	case inFooter:
		return plain+linked < 1500 && (plain*3 <= allPlain*2 || plain < 400) && dates < 5
	case inRelated:
		return plain*2 <= allPlain || plain < 200
	}
	return false
}

// fill marks n and what is below it, except for breadcrumbs.
func (p *page) fill(n int32, z zone) {
	for i := n; i < p.tree.Nodes[n].Stop; i++ {
		if p.zones[i] != inCrumbs {
			p.zones[i] = z
		}
	}
}

// isMenu reports whether n is nothing but short links.
func (p *page) isMenu(n int32) bool {
	t, m := p.tree, &p.m
	plain, linked, links := m.of(m.plain, t, n), m.of(m.linked, t, n), m.of(m.links, t, n)
	return links >= 4 && linked > 0 && linked <= 8*links && plain*4 <= linked && m.of(m.dates, t, n) == 0
}

// markTopMenus finds menus without a telling name: blocks of short links before
// anything else that is read, as in the tables of old layouts. A page that is
// itself a list of short links keeps it.
func (p *page) markTopMenus(root int32) {
	t, m := p.tree, &p.m
	seen := int32(0) // characters of the body zone passed
	for i := root + 1; i < t.Nodes[root].Stop; {
		nd := &t.Nodes[i]
		if p.zones[i] == inNav && nd.Kind == htmltree.Element && m.of(m.links, t, i) >= 4 {
			return // the menu has a name: what follows it is something else
		}
		if p.zones[i] == inCrumbs || seen > 80 || m.of(m.dates, t, i) > 0 && nd.Kind == htmltree.Text && seen > 40 {
			return
		}
		if nd.Kind == htmltree.Element && p.zones[i] == inBody && container(nd.Tag) && p.isMenu(i) && !p.holdsOther(i) {
			p.fill(i, inNav)
			i = nd.Stop
			continue
		}
		if nd.Kind == htmltree.Text && p.zones[i] == inBody {
			seen += m.of(m.plain, t, i) + m.of(m.linked, t, i)
		}
		i++
	}
}

// footWords are words that stand in every footer and hardly anywhere else.
var footWords = []string{"ICP备", "ICP備", "网站标识码", "版权所有", "版權所有", "公网安备", "网站支持IPv6", "主办单位：", "承办单位："}

// markFooter finds the footer by its words: the largest block around them that
// is still small and holds no dated rows.
func (p *page) markFooter(root int32, all int32) {
	t, m := p.tree, &p.m
	for i := t.Nodes[root].Stop - 1; i > root; i-- {
		nd := &t.Nodes[i]
		if nd.Kind != htmltree.Text || nd.RawText || p.zones[i] == inFooter || p.zones[i] == inCrumbs || nd.To-nd.From > 3000 || nd.To-nd.From < 9 {
			continue
		}
		if (m.plain[i]+m.linked[i])*2 < all && nd.To*2 < int32(len(t.Source())) {
			return // no footer stands in the first half
		}
		if !containsAny(t.RawBytes(i), footWords) {
			continue
		}
		top := i
		for up := nd.Parent; up > root; up = t.Nodes[up].Parent {
			size := m.of(m.plain, t, up) + m.of(m.linked, t, up)
			if size > 600 || size*2 > all && size > 300 || m.of(m.dates, t, up) > 1 || p.holdsOther(up) {
				break
			}
			top = up
		}
		p.fill(top, inFooter)
	}
}

// holdsOther reports whether n holds a heading, a breadcrumb or a footer, so that
// it is more than one part of the page.
func (p *page) holdsOther(n int32) bool {
	for i := n; i < p.tree.Nodes[n].Stop; i++ {
		if h := p.tree.Nodes[i].Tag.Heading(); h > 0 && h < 4 || p.zones[i] == inCrumbs || p.zones[i] == inFooter && p.tree.Nodes[i].Tag != htmltree.None {
			return true
		}
	}
	return false
}

func containsAny(b []byte, words []string) bool {
	for _, w := range words {
		if bytes.Contains(b, []byte(w)) {
			return true
		}
	}
	return false
}

// relatedHeads begin the heading of a block of related links.
var relatedHeads = []string{"相关", "政策解读", "解读", "文件解读", "政策原文", "原文链接", "关联", "延伸阅读", "政策图解", "图解", "一图读懂"}

// markRelated finds blocks headed 相关解读, 政策原文 and the like: a short text
// that is no link of a menu, followed by links.
func (p *page) markRelated(root int32) {
	t, m := p.tree, &p.m
	for i := root; i < t.Nodes[root].Stop; i++ {
		nd := &t.Nodes[i]
		if nd.Kind != htmltree.Text || nd.RawText || p.zones[i] != inBody || nd.To-nd.From > 120 {
			continue
		}
		runes := m.of(m.plain, t, i)
		if runes == 0 || runes > 12 {
			continue
		}
		word := strings.TrimLeft(Fold(htmltree.Decode(t.RawBytes(i))), "【[(·>")
		if !hasAnyPrefix(word, relatedHeads) {
			continue
		}
		if !strings.HasPrefix(word, "相关") {
			word = strings.TrimRight(word, "】]):>")
			if !isHead(word) || p.ownColumn(word) || m.plain[i]-m.plain[root] < 100 {
				continue
			}
		}
		p.fillRelated(i)
	}
}

// ownColumn reports whether the folded word is the name of the column the page
// itself belongs to, so that what it heads is the page.
func (p *page) ownColumn(word string) bool {
	for _, s := range p.trail {
		if Fold(s.Name) == word {
			return true
		}
	}
	return strings.HasPrefix(Fold(p.tree.Text(p.tree.Find(0, htmltree.Title))), word)
}

// isHead reports whether word is a heading of related links by itself; longer
// texts that begin so are titles.
func isHead(word string) bool {
	switch word {
	case "政策解读", "解读", "文件解读", "政策原文", "原文链接", "原文", "关联信息", "关联文件", "关联解读", "延伸阅读", "政策图解", "图解",
		"一图读懂", "解读材料", "解读文件", "解读信息", "解读链接", "解读文章", "文件原文", "政策文件原文":
		return true
	}
	return false
}

// fillRelated marks the block headed by the text node n: the nearest ancestor
// with links of its own beside the heading.
func (p *page) fillRelated(n int32) {
	t, m := p.tree, &p.m
	up := t.Nodes[n].Parent
	for steps := 0; steps < 4 && up != 0 && t.Nodes[up].Tag != htmltree.Body; steps++ {
		if m.of(m.links, t, up) > 0 {
			break
		}
		up = t.Nodes[up].Parent
	}
	plain := m.of(m.plain, t, up)
	if dates := m.of(m.dates, t, up); dates >= 5 && dates*2 > m.dates[len(t.Nodes)] {
		return // the rows of the page itself
	}
	if up == 0 || t.Nodes[up].Tag == htmltree.Body || m.of(m.links, t, up) == 0 || plain > 150 && plain > 2*m.of(m.linked, t, up) {
		return
	}
	if m.plain[n]-m.plain[up] > 20 || m.linked[n]-m.linked[up] > 40 { // the heading stands far inside
		return
	}
	for i := up; i < t.Nodes[up].Stop; i++ {
		if p.zones[i] == inBody {
			p.zones[i] = inRelated
		}
	}
}

func hasAnyPrefix(s string, list []string) bool {
	for _, x := range list {
		if strings.HasPrefix(s, x) {
			return true
		}
	}
	return false
}

// settleZones looks again once the main part is known: menus outside of it are
// menus whatever they are named, and what stands beside it is not part of it.
func (p *page) settleZones() {
	t := p.tree
	root := t.Find(0, htmltree.Body)
	if p.main == 0 || p.main == root {
		return
	}
	if m := &p.m; m.of(m.plain, t, p.main) < 150 && m.of(m.dates, t, p.main) < 3 {
		return // not sure enough of the main part
	}
	for i := root; i < t.Nodes[root].Stop; {
		nd := &t.Nodes[i]
		if i == p.main {
			i = nd.Stop
			continue
		}
		if nd.Kind == htmltree.Element && p.zones[i] == inBody && container(nd.Tag) && !t.Contains(i, p.main) && p.isMenu(i) {
			p.fill(i, inNav)
			i = nd.Stop
			continue
		}
		i++
	}
}
