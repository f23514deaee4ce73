package extract

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// MaxLinks is how many links of one page are kept.
const MaxLinks = 8000

// Bounds on what one page may offer.
const (
	maxLinkRunes = 300 // of a link's text; the rest is cut
	maxLinkNodes = 500 // below a link; the rest is not its text
	maxNameRunes = 30
	maxLabels    = 600
)

// addLink adds a link once per address and text. The region nearest to the
// navigation stays: what stands in a menu and in the text stands in the menu.
func (p *page) addLink(l Link) {
	l.Text = cutRunes(l.Text, maxLinkRunes)
	p.addLinkAt(placeOf(l.URL, l.Text), l)
}

// addLinkAt is addLink for a link whose place is known.
func (p *page) addLinkAt(place uint64, l Link) {
	l.Text = cutRunes(l.Text, maxLinkRunes)
	if l.Title == l.Text {
		l.Title = ""
	}
	if at, ok := p.seen.link(place, l.URL, l.Text); ok {
		old := &p.f.Links[at]
		if l.Via == Anchor && old.Region != Breadcrumb && l.Region != Breadcrumb && l.Region != Footer {
			p.f.Signals.Again++
		}
		if l.Region == Nav && (old.Region == Body || old.Region == Footer) {
			old.Region = Nav
		}
		if old.Title == "" {
			old.Title = l.Title
		}
		return
	}
	if len(p.f.Links) >= MaxLinks {
		p.f.Signals.Full = true
		return
	}
	p.f.Links = append(p.f.Links, l)
}

// addLabel adds the name of a column that leads nowhere.
func (p *page) addLabel(text string, r Region, v Via) {
	text = strings.TrimSpace(text)
	if text == "" || runeCount(text) > maxNameRunes || len(p.f.Labels) >= maxLabels || !hasHan(text) {
		return
	}
	if p.seen.label(text, v) {
		return
	}
	p.f.Labels = append(p.f.Labels, Label{text, r, v})
}

func hasHan(s string) bool {
	for _, r := range s {
		if r >= firstHan && r <= lastHan {
			return true
		}
	}
	return false
}

// readLinks collects every way out of the page, in page order.
func (p *page) readLinks() {
	t := p.tree
	data := sync.OnceValue(func() bool { return bytes.Contains(t.Source(), []byte("data-")) })
	if n := p.m.of(p.m.links, t, 0); n > 0 && p.f.Links == nil { // most of them are kept
		p.f.Links = roomForLinks(min(int(n)+16, MaxLinks))
		defer func() {
			if len(p.f.Links) == 0 {
				p.f.Links = nil
			}
		}()
	}
	grafts, next := graftAt(p.grafts, 1)
	for i := int32(1); i < int32(len(t.Nodes)); i++ {
		if i != next {
			if t.Nodes[i].Kind == htmltree.Element {
				p.lead(i, data)
			}
			continue
		}
		for _, k := range grafts[0].ends {
			p.lead(i+k, data)
		}
		i = grafts[0].stop - 1
		grafts, next = graftAt(grafts[1:], i)
	}
}

// lead adds the links and labels of element n; data tells whether the page has data
// attributes.
func (p *page) lead(n int32, data func() bool) {
	nd := &p.tree.Nodes[n]
	switch nd.Tag {
	case htmltree.A, htmltree.Area:
		p.anchor(n)
	case htmltree.Frame, htmltree.Iframe:
		if within, ok := p.tree.Attr(n, "srcdoc"); ok { // shown in place of what src says
			p.fragment(within, p.region(n))
			return
		}
		p.frame(n, "src")
	case htmltree.Object, htmltree.Embed:
		p.embedded(n)
	case htmltree.Video, htmltree.Audio, htmltree.Canvas:
		p.f.Signals.Embedded = true
	case htmltree.Meta:
		p.refresh(n)
	case htmltree.Link:
		p.follows(n)
	case htmltree.Script:
		p.include(n)
	case htmltree.Img:
		p.picture(n)
		if p.namesOf(n)&hasClick != 0 {
			p.click(n, false)
		}
	case htmltree.Option:
		p.option(n)
	default:
		if nd.From < nd.To && p.namesOf(n)&(hasClick|hasDataLink) != 0 {
			p.click(n, data())
		} else if nd.Tag == htmltree.Button || nd.Tag == htmltree.Input {
			p.button(n)
		}
		p.heading(n)
	}
}

// mayLead reports whether lead may do anything with node n, wherever that stands.
func (p *page) mayLead(n int32) bool {
	nd := &p.tree.Nodes[n]
	switch nd.Tag {
	case htmltree.None:
		return false
	case htmltree.A, htmltree.Area, htmltree.Frame, htmltree.Iframe, htmltree.Object, htmltree.Embed, htmltree.Video, htmltree.Audio, htmltree.Canvas,
		htmltree.Meta, htmltree.Link, htmltree.Script, htmltree.Img, htmltree.Option, htmltree.Button, htmltree.Input:
		return true
	}
	return p.namesOf(n)&(hasClick|hasDataLink) != 0 || p.mayHead(n)
}

// anchor reads <a> and <area>.
func (p *page) anchor(n int32) {
	w := p.wayOf(n)
	text, abs, away := w.text, w.abs, w.foreign
	if w.has && !w.fixed {
		abs, _ = p.resolve(w.ref)
		away = abs != "" && p.foreign(abs)
	}
	if abs != "" {
		via := Anchor
		if p.inert(n) || text == "" && p.tree.Nodes[n].First == 0 && p.inData(n) {
			via = Script // what scripts may show; where a pager asks for more, not for a reader to follow
		} else if w.unheeded {
			via = OnClick
		}
		l := Link{URL: abs, Text: text, Title: w.title, Region: p.region(n), Via: via}
		if w.fixed {
			p.addLinkAt(w.place, l)
		} else {
			p.addLink(l)
		}
		if away {
			p.noteHidden(n, abs, text)
		}
		if p.namesOf(n)&hasClick != 0 {
			p.goesToo(n, abs, text)
		}
		return
	}
	if code, ok := scriptOf(w.ref); ok {
		if p.addCode(code, text, w.title, n) {
			return
		}
	}
	if p.click(n, true) {
		return
	}
	p.addLabel(text, p.region(n), Anchor)
	p.noteCoded(n, text)
	p.noteShut(n, text)
	if z := p.zones[n]; (z == inBody || z == inRelated) && len(p.f.Unopened) < maxUnopened {
		if runes := runeCount(text); runes >= titleRunes && runes <= maxHeadingRunes {
			p.f.Unopened = append(p.f.Unopened, text)
		}
	}
}

// maxUnopened bounds Facts.Unopened.
const maxUnopened = 20

// inert reports that a node stands in a <template>, which shows nothing until a
// script copies it.
func (p *page) inert(n int32) bool {
	for t := range p.each(inertTags) {
		if p.tree.Contains(t, n) {
			return true
		}
	}
	return false
}

// inData reports that a node stands in the XML of a script element, which the
// tree holds as a block.
func (p *page) inData(n int32) bool {
	t := p.tree
	for up := t.Nodes[n].Parent; up != 0; up = t.Nodes[up].Parent {
		if kind, ok := t.Attr(up, "type"); ok && strings.Contains(kind, "xml") {
			return true
		}
	}
	return false
}

// linkText returns what a person reads of a link: its text without that of
// links inside it, else its title, else what stands for its picture.
func (p *page) linkText(n int32) string {
	t := p.tree
	stop := min(t.Nodes[n].Stop, n+maxLinkNodes)
	nested := stop < t.Nodes[n].Stop
	for i := n + 1; i < stop; i++ {
		if t.Nodes[i].Tag == htmltree.A {
			nested = true
			break
		}
	}
	text := ""
	if !nested {
		text = t.Text(n)
	} else {
		var buf []byte
		for i := n + 1; i < stop; {
			if t.Nodes[i].Tag == htmltree.A {
				i = t.Nodes[i].Stop
				continue
			}
			if t.Nodes[i].Kind == htmltree.Text && !t.Nodes[i].RawText {
				buf = t.AppendText(buf, i)
			}
			i++
		}
		text = string(buf)
	}
	if text != "" {
		return text
	}
	for _, name := range [...]string{"title", "alt", "aria-label"} {
		if v, ok := t.Attr(n, name); ok {
			if v = clean(v); v != "" {
				return v
			}
		}
	}
	for i := n + 1; i < stop; i++ {
		switch t.Nodes[i].Tag {
		case htmltree.Img, htmltree.Input:
			for _, name := range [...]string{"alt", "title", "value"} {
				if v, ok := t.Attr(i, name); ok {
					if v = clean(v); v != "" {
						return v
					}
				}
			}
		}
	}
	return ""
}

// embedded reads <object> and <embed>: what is a page is shown as in a frame.
func (p *page) embedded(n int32) {
	name := "src"
	if p.tree.Nodes[n].Tag == htmltree.Object {
		name = "data"
	}
	ref, ok := p.tree.Attr(n, name)
	if !ok {
		return
	}
	p.f.Signals.Embedded = true
	path, _, _ := strings.Cut(ref, "?")
	switch strings.ToLower(path[strings.LastIndexByte(path, '.')+1:]) {
	case "htm", "html", "shtml", "asp", "aspx", "jsp", "php", "do":
		p.frame(n, name)
	}
}

func (p *page) frame(n int32, from string) {
	ref, ok := p.tree.Attr(n, from)
	if !ok {
		return
	}
	if abs, ok := p.resolve(ref); ok {
		text := ""
		for _, name := range [...]string{"title", "name", "id"} {
			if v, ok := p.tree.Attr(n, name); ok && v != "" {
				text = clean(v)
				break
			}
		}
		p.addLink(Link{URL: abs, Text: text, Region: p.region(n), Via: FrameSrc})
		if p.foreign(abs) {
			p.noteHidden(n, abs, text)
		}
	}
}

// refresh reads <meta http-equiv="refresh" content="0;url=…">. In <noscript> it moves
// nobody whose browser runs scripts away from a page with a text of its own.
func (p *page) refresh(n int32) {
	equiv, ok := p.tree.AttrBytes(n, "http-equiv")
	if !ok || !strings.EqualFold(strings.TrimSpace(string(equiv)), "refresh") {
		return
	}
	content, _ := p.tree.Attr(n, "content")
	ref := refreshTarget(content)
	if ref == "" {
		return
	}
	if p.tree.Up(n, htmltree.Noscript) != 0 && p.m.of(p.m.plain, p.tree, 0)+p.m.of(p.m.linked, p.tree, 0) >= smallPage {
		return
	}
	if abs, ok := p.resolve(ref); ok && abs != p.f.URL {
		p.addLink(Link{URL: abs, Region: Body, Via: Refresh})
		if p.f.Signals.Redirect == "" {
			p.f.Signals.Redirect = abs
		}
	}
}

// includeNames are parts of the names of scripts that write headers, menus and
// footers; libraryNames are scripts that never do.
var (
	includeNames = lexiconOf("nav", "head", "menu", "top", "foot", "bottom", "common", "left", "side", "daohang", "dh", "public", "tree", "channel", "lanmu", "site", "tou", "link", "column", "map", "index", "main", "layout")
	libraryNames = lexiconOf("jquery", "bootstrap", "swiper", "layui", "angular", "avalon", "zepto", "jiucuo", "conac", "analytics", "baidu", "echarts", "superslide", "polyfill", "html5", "imagesloaded", "jszip", "placeholder", "hammer", "qrcode", "barrier", "wza", "toutiao", "tongji", "hm.js")
	// libraryWords are whole words of such names, as interaction has react in it and county
	// count; libraryEnds may have something before them.
	libraryWords = wordSet("vue vuex react reactdom slide slides slider pageslide share sharejs respond video videojs player stat stats statistic count counter trace chosen owl audio allmobilize")
	libraryEnds  = []string{"player", "share", "stat", "counter", "visitcount", "hitcount", "slide", "slider"}
)

// libraryFolders hold nothing but a library, wherever its name stands in a path.
var libraryFolders = lexiconOf("jquery", "bootstrap", "swiper", "layui", "superslide", "echarts", "ueditor", "baidu", "conac", "jiucuo", "toutiao", "tongji", "wza", "hm.js")

// isLibrary reports the path of a script file, in lower case, that is no site's own
// work. Folders are called static, county and share for other reasons.
func isLibrary(path string) bool {
	return libraryName(path[strings.LastIndexByte(path, '/')+1:]) || hasAnyOf(path, libraryFolders)
}

// libraryName is isLibrary for the name of the file alone.
func libraryName(name string) bool {
	if hasAnyOf(name, libraryNames) {
		return true
	}
	for i := 0; i < len(name); {
		from := i
		for i < len(name) && isLetter(name[i]) {
			i++
		}
		word := name[from:i]
		if i == from {
			i++
			continue
		}
		if libraryWords[word] || slices.ContainsFunc(libraryEnds, func(end string) bool { return strings.HasSuffix(word, end) }) {
			return true
		}
	}
	return false
}

// include reads <script src> that may hold the navigation.
func (p *page) include(n int32) {
	ref, ok := p.tree.Attr(n, "src")
	if !ok {
		return
	}
	path, _, _ := strings.Cut(strings.ToLower(ref), "?")
	name := path[strings.LastIndexByte(path, '/')+1:]
	if !hasAnyOf(name, includeNames) || isLibrary(path) {
		return
	}
	if abs, ok := p.resolve(ref); ok && sameSite(abs, p.url.Hostname()) {
		p.addLink(Link{URL: abs, Text: name, Region: p.region(n), Via: Include})
	}
}

func containsWord(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// sameSite reports whether abs is on host or on one that shares its last three
// labels (www.x.gov.cn and static.x.gov.cn).
func sameSite(abs, host string) bool {
	_, rest, _ := strings.Cut(abs, "://")
	other, _, _ := strings.Cut(rest, "/")
	if i := strings.LastIndexByte(other, ':'); i > 0 {
		other = other[:i]
	}
	if other == host {
		return true
	}
	a, b := strings.Split(other, "."), strings.Split(host, ".")
	return len(a) >= 3 && len(b) >= 3 && strings.Join(a[len(a)-3:], ".") == strings.Join(b[len(b)-3:], ".")
}

// picture reads the pictures of the main part, and all of the home page's, but for
// those that stand in for scripts: no reader's browser asks for them.
func (p *page) picture(n int32) {
	if !p.home && !p.inMain(n) {
		return
	}
	if p.tree.Up(n, htmltree.Noscript) != 0 || p.inert(n) {
		return
	}
	ref, ok := p.tree.Attr(n, "src")
	if !ok || strings.HasPrefix(ref, "data:") {
		if ref = p.lazySource(n); ref == "" {
			return
		}
	}
	if abs, ok := p.resolve(ref); ok {
		alt, _ := p.tree.Attr(n, "alt")
		p.addLink(Link{URL: abs, Text: clean(alt), Region: p.region(n), Via: Picture})
	}
}

// lazySource returns the address of a picture that a script loads when it comes
// into view.
func (p *page) lazySource(n int32) string {
	for _, name := range [...]string{"data-src", "data-original", "data-echo", "lazy-src", "data-lazy"} {
		if ref, ok := p.tree.Attr(n, name); ok && ref != "" && !strings.HasPrefix(ref, "data:") {
			return ref
		}
	}
	return ""
}

// looksLikePath reports whether a literal is an address of a page and not a
// word, a number, a selector or a piece of markup.
func looksLikePath(s string) bool {
	if i := strings.Index(s, ";jsessionid="); i > 0 {
		s = s[:i] // a visitor's number, of no account
	}
	if len(s) < 2 || len(s) > 500 || strings.ContainsAny(s, " <>{}\n\"'`,;()|^*$") || strings.HasPrefix(s, "//") && len(s) < 6 {
		return false
	}
	low := strings.ToLower(s)
	if strings.HasPrefix(low, "http://") || strings.HasPrefix(low, "https://") || strings.HasPrefix(s, "/") || strings.HasPrefix(s, "./") || strings.HasPrefix(s, "../") {
		return !isAsset(low)
	}
	path, _, _ := strings.Cut(low, "?")
	path, _, _ = strings.Cut(path, "#")
	dot := strings.LastIndexByte(path, '.')
	if dot > 0 {
		switch path[dot+1:] {
		case "html", "htm", "shtml", "jhtml", "jsp", "jspx", "asp", "aspx", "ashx", "php", "do", "action", "cgi", "pdf", "doc", "docx", "xls", "xlsx", "wps", "ofd":
			return true
		}
	}
	return strings.HasSuffix(path, "/") && len(path) > 2 && isASCII(path)
}

func isAsset(low string) bool {
	path, _, _ := strings.Cut(low, "?")
	for _, ext := range [...]string{".js", ".css", ".png", ".jpg", ".jpeg", ".gif", ".ico", ".svg", ".woff", ".ttf", ".swf"} {
		if strings.HasSuffix(path, ext) {
			return true
		}
	}
	return false
}
