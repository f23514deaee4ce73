package extract

import (
	"bytes"
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// zoneWords are what ids and classes are made of, in English and in
// pinyin. A word counts only where the block is also built like one.
var zoneWords = map[string]zone{
	"nav": inNav, "navi": inNav, "navbar": inNav, "navigation": inNav, "navigator": inNav, "topnav": inNav, "mainnav": inNav, "subnav": inNav,
	"leftnav": inNav, "sidenav": inNav, "menu": inNav, "menus": inNav, "topmenu": inNav, "leftmenu": inNav, "submenu": inNav, "mainmenu": inNav,
	"header": inNav, "head": inNav, "top": inNav, "topbar": inNav, "toolbar": inNav, "banner": inNav, "logo": inNav,

	"daohang": inNav, "dh": inNav, "dhl": inNav, "caidan": inNav, "toubu": inNav, "tou": inNav, "yetou": inNav,
	"foot": inFooter, "footer": inFooter, "bottom": inFooter, "bot": inFooter, "copyright": inFooter, "copyinfo": inFooter, "dibu": inFooter, "yejiao": inFooter,
	"banquan": inFooter, "friendlink": inFooter, "friendlinks": inFooter, "yqlj": inFooter, "youqing": inFooter, "wzdb": inFooter,
	"related": inRelated, "relate": inRelated, "relation": inRelated, "relnews": inRelated, "relevant": inRelated, "xgxx": inRelated, "xgwj": inRelated, "xgjd": inRelated,
	"xgwd": inRelated, "xgzc": inRelated, "xglj": inRelated, "xgyd": inRelated, "xgbd": inRelated, "xiangguan": inRelated, "xgwz": inRelated, "xgzl": inRelated,
}

// sideWords name columns of the page as often as menus: a block with such a name
// must be made of links.
var sideWords = map[string]bool{
	"side": true, "left": true, "right": true, "sub": true, "tree": true, "treeview": true, "catalog": true, "mulu": true, "zuoce": true, "lanmu": true, "channel": true, "sidebar": true,
}

// zoneParts are found inside longer words too.
var zoneParts = []struct {
	part string
	zone zone
}{
	{"nav", inNav}, {"menu", inNav}, {"header", inNav}, {"daohang", inNav},
	{"foot", inFooter}, {"copyright", inFooter}, {"related", inRelated}, {"xiangguan", inRelated},
}

// findZones marks every node with its part of the page: what tags, names and
// words say, where the block is built accordingly.
func (p *page) findZones() {
	t := p.tree
	p.zones = counts(p.zones, len(t.Nodes))
	zones := p.zones[:len(t.Nodes)]
	root := t.Find(0, htmltree.Body)
	allPlain := p.m.of(p.m.plain, t, root)
	allLinked := p.m.of(p.m.linked, t, root)
	crumbStop := int32(0)
	grafts, next := graftAt(p.grafts, 1)
	for i := 0; i < len(t.Nodes); i++ {
		n, nd := int32(i), &t.Nodes[i]
		z := inBody
		if i > 0 {
			z = zones[nd.Parent]
			if z == inCrumbs && n >= p.crumbStop {
				z = zones[t.Nodes[p.crumbs].Parent] // opened in the trail, goes on below it
			}
		}
		if n != 0 && n == p.crumbs {
			crumbStop = p.crumbStop
		}
		switch {
		case n < crumbStop:
			z = inCrumbs
		case nd.Kind == htmltree.Element && nd.Tag != htmltree.Body && nd.Tag != htmltree.HTML && nd.First != 0 && z == inBody:
			if h, side := p.hint(n); h != inBody && p.built(n, h, allPlain) || side && p.isSideMenu(n) {
				z = max(h, inNav)
			}
		}
		zones[i] = z
		if n == next {
			g := &grafts[0]
			grafts, next = graftAt(grafts[1:], g.at+1)
			if z != inBody && n >= crumbStop && (p.crumbs < g.at || p.crumbs >= g.stop) { // all of it is
				for k := g.at; k < g.stop; k++ {
					zones[k] = z
				}
				i = int(g.stop) - 1
			}
		}
	}
	p.markTopMenus(root)
	p.markFooter(root, allPlain+allLinked)
	p.markRelated(root)
}

// hint returns what the tag and the names of n say it is, and whether they say that it
// stands at a side.
func (p *page) hint(n int32) (found zone, side bool) {
	if p.tree.Nodes[n].Tag == htmltree.Aside && p.newest(n) {
		return inRelated, false
	}
	switch p.tree.Nodes[n].Tag {
	case htmltree.Nav, htmltree.Header:
		return inNav, false
	case htmltree.Footer:
		return inFooter, false
	case htmltree.Div, htmltree.Ul, htmltree.Ol, htmltree.Dl, htmltree.Table, htmltree.Td, htmltree.Tr, htmltree.Section, htmltree.Aside,
		htmltree.Center, htmltree.Menu, htmltree.Form, htmltree.P, htmltree.Span, htmltree.Li, htmltree.Article:
	default:
		return inBody, false
	}
	v := p.namesOf(n)
	return zone(v & zoneBits), v&saysSide != 0 || p.tree.Nodes[n].Tag == htmltree.Aside
}

// newestHeads head what a theme shows beside every page.
var newestHeads = []string{"近期文章", "最新文章", "近期评论", "热门文章", "最近更新", "最新更新", "热点推荐", "推荐阅读", "热门推荐", "点击排行", "阅读排行", "文章归档", "标签云"}

// newest reports whether an <aside> begins with the heading of what a theme shows
// beside every page: its newest or most read articles.
func (p *page) newest(n int32) bool {
	t := p.tree
	for i := n + 1; i < t.Nodes[n].Stop; i++ {
		if nd := &t.Nodes[i]; nd.Kind == htmltree.Text && !nd.RawText && visibleRunes(t.RawBytes(i)) > 0 {
			return hasAnyPrefix(Fold(htmltree.Decode(t.RawBytes(i))), newestHeads)
		}
	}
	return false
}

// wordZone returns the zone the words of a class or id name, the innermost
// meaning first: related before menu, footer before both.
func wordZone(value []byte) (found zone, side bool) {
	var buf [64]byte
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
			side = side || sideWords[string(low[:k])]
			low = low[min(k+1, len(low)):]
		}
	}
	return found, side
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
func (p *page) built(n int32, z zone, allPlain int32) bool {
	t, m := p.tree, &p.m
	plain, linked, links, dates := m.of(m.plain, t, n), m.of(m.linked, t, n), m.of(m.links, t, n), m.of(m.dates, t, n)
	switch tag := t.Nodes[n].Tag; z {
	case inNav:
		if p.crumbs != 0 && t.Contains(n, p.crumbs) {
			return false
		}
		if tag == htmltree.Nav {
			return dates < 3
		}
		if dates > 2 || links == 0 && plain > 60 {
			return false
		}
		if plain > 40 && plain*2 > allPlain || plain > 400 || plain >= 10 && links < 10 && p.saysWhen(n) {
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

// dateLine are words of the line under a title: the head or tool bar of a
// document has them, that of the site does not.
var dateLine = lexiconOf("发布时间", "发布日期", "发文时间", "发文日期", "发表时间", "成文日期", "公开日期", "时间：", "日期：", "来源：", "索引号", "發布時間", "發布日期")

// clockWords stand beside the day of reading, which many heads show.
var clockWords = lexiconOf("今天", "今日", "当前", "现在", "系统", "北京时间", "农历")

// saysWhen reports whether the text below n holds the line that says when and by
// whom a document was published.
func (p *page) saysWhen(n int32) bool {
	t := p.tree
	for i := n; i < t.Nodes[n].Stop; i++ {
		if nd := &t.Nodes[i]; nd.Kind == htmltree.Text && !nd.RawText && nd.To-nd.From >= 9 && containsAny(t.RawBytes(i), dateLine) && !containsAny(t.RawBytes(i), clockWords) {
			return true
		}
	}
	return false
}

// isSideMenu reports whether n, which stands at a side, is a menu there: links
// of a few words, none of them with a date, and hardly any other text.
func (p *page) isSideMenu(n int32) bool {
	t, m := p.tree, &p.m
	links, linked := m.of(m.links, t, n), m.of(m.linked, t, n)
	return links >= 2 && linked <= 12*links && m.of(m.plain, t, n)*2 <= linked && m.of(m.dates, t, n) == 0 && !(p.crumbs != 0 && t.Contains(n, p.crumbs))
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
// itself a list of short links keeps it, and what holds all of a page is no menu.
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
		if nd.Kind == htmltree.Element && p.zones[i] == inBody && container(nd.Tag) && p.isMenu(i) && !p.holdsOther(i) && !p.whole(i) && !p.holdsMenu(i) {
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

// headRunes is the text, in characters, that may stand above what holds the rest of a
// page: the day, a search, a few links.
const headRunes = 60

// whole reports an element that holds all of the page, or nearly so, but for the head of
// the site: the form of a program, the table of a layout.
func (p *page) whole(n int32) bool {
	m, last, stop := &p.m, int32(len(p.tree.Nodes)), p.tree.Nodes[n].Stop
	all, before := m.plain[last]+m.linked[last], m.plain[n]+m.linked[n]
	return before <= max(all/10, headRunes) && (all-m.plain[stop]-m.linked[stop])*10 <= all
}

// besideMenu is the text, in characters, that makes what holds a menu more than one.
const besideMenu = 5

// holdsMenu reports an element that holds a menu and something to read beside it.
func (p *page) holdsMenu(n int32) bool {
	t, m := p.tree, &p.m
	plain := m.of(m.plain, t, n)
	if plain < besideMenu {
		return false
	}
	for i := n + 1; i < t.Nodes[n].Stop; i++ {
		if nd := &t.Nodes[i]; nd.Kind == htmltree.Element && container(nd.Tag) && plain-m.of(m.plain, t, i) >= besideMenu && p.isMenu(i) {
			return true
		}
	}
	return false
}

// footWords are words that stand in every footer and hardly anywhere else; the hosts
// among them stand in guides and invitations, too.
var (
	footWords = lexiconOf("ICP备", "ICP備", "网站标识码", "版权所有", "版權所有", "公网安备", "网站支持IPv6", "主办单位：", "承办单位：")
	footSigns = lexiconOf("ICP备", "ICP備", "网站标识码", "版权所有", "版權所有", "公网安备", "网站支持IPv6")
)

// How many characters may stand between the line that names the hosts and the end of the
// page, and between it and a footer.
const (
	hostsFromEnd    = 80
	hostsFromFooter = 20
)

// markFooter finds the footer by its words: the largest block around them that
// is still small and holds no dated rows.
func (p *page) markFooter(root int32, all int32) {
	t, m := p.tree, &p.m
	half := len(t.Source()) / 2 // no footer stands in the first half
	grafts := p.grafts
	passed, found := int32(0), false // characters between the node and what ends the page
	for i := t.Nodes[root].Stop - 1; i > root; i-- {
		for k := len(grafts) - 1; k >= 0 && i < grafts[k].stop; k-- {
			if g := &grafts[k]; i >= g.at && !g.foots {
				i = g.at
			}
			grafts = grafts[:k]
		}
		nd := &t.Nodes[i]
		if nd.Kind != htmltree.Text || p.zones[i] == inFooter || p.zones[i] == inCrumbs {
			continue
		}
		if int(nd.To) < half {
			return
		}
		if !p.speaksOfFooter(i) || int(nd.From) < half && !again(t.RawBytes(i), t.Source()[half:], footWords) {
			passed += m.of(m.plain, t, i) + m.of(m.linked, t, i)
			continue
		}
		sign := containsAny(t.RawBytes(i), footSigns)
		if !sign && (passed > hostsFromEnd || found && passed > hostsFromFooter) {
			continue
		}
		if !sign && found {
			p.fill(i, inFooter)
			continue
		}
		top := i
		for up := nd.Parent; up > root; up = t.Nodes[up].Parent {
			size := m.of(m.plain, t, up) + m.of(m.linked, t, up)
			if size > 600 || size*2 > all && size > 300 || m.of(m.dates, t, up) > 1 || p.holdsOther(up) || p.whole(up) {
				break
			}
			top = up
		}
		p.fill(top, inFooter)
		passed, found = 0, true
	}
}

// speaksOfFooter reports whether node n is a text with a word of footWords.
func (p *page) speaksOfFooter(n int32) bool {
	nd := &p.tree.Nodes[n]
	if nd.Kind != htmltree.Text || nd.RawText || nd.To-nd.From > 3000 || nd.To-nd.From < 9 {
		return false
	}
	raw := p.tree.RawBytes(n)
	return !blank(raw) && containsAny(raw, footWords)
}

// again reports whether a word of a text that begins in the first half of the page
// stands in the second.
func again(text, half []byte, words lexicon) bool {
	for _, w := range words.words {
		if bytes.Contains(text, []byte(w)) && bytes.Contains(half, []byte(w)) {
			return true
		}
	}
	return false
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

func containsAny(b []byte, words lexicon) bool { return words.inBytes(b, markOf(b)) }

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
	grafts, next := graftAt(p.grafts, root)
	for i := root; i < t.Nodes[root].Stop; {
		nd := &t.Nodes[i]
		if i == p.main {
			i = nd.Stop
			continue
		}
		if i >= next {
			if grafts, next = graftAt(grafts, i); i == next && grafts[0].beside {
				i = grafts[0].stop
				continue
			}
		}
		if nd.Kind == htmltree.Element && p.zones[i] == inBody && container(nd.Tag) && !t.Contains(i, p.main) && p.isMenu(i) {
			p.fill(i, inNav)
			i = nd.Stop
			continue
		}
		i++
	}
}
