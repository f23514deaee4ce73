package extract

import (
	"bytes"
	"net/url"
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
	"github.com/govaudit/govaudit/site"
)

// Scripts of a page may put ways into it that nobody finds without running them.
// Whether they could is told here by what they do, not by any known form.

var (
	// inserts put markup or elements into a page, or ask for something to put there.
	inserts = []string{"innerHTML", "outerHTML", "insertAdjacent", ".append(", ".prepend(", ".appendTo(", ".prependTo(", ".replaceWith(", ".html(", ".load(", "$.get", "$.post", ".ajax(", "getJSON", "fetch(",
		"XMLHttpRequest", "ActiveXObject", "axios", "$http", "createElement(", "document.write", ".appendChild(", "replaceChild", "cloneNode(", "createContextualFragment", "setHTML", "DOMParser", "customElements"}
	// disguises are what scripts are hidden behind, and how they have others come: what
	// they do cannot be told by their words.
	disguises = []string{"eval(", "Function(", "atob", "fromCharCode", "unescape(", "import(", "Reflect.", "new Proxy", "window[", "globalThis[", "self[", "document[", "location[", "createObjectURL(", "serviceWorker", "document.open("}
	// binds have a script do something when its reader clicks, or picks an entry of what a
	// library draws.
	binds = []string{`("click"`, `('click'`, ".click(", "onclick", "dblclick", ".delegate(", ".live(", ".tap(", "addEventListener(", ".on(", "onClick", "onSelect", "onNodeClick", "nodeClick"}
	// departs lead the reader elsewhere.
	departs = []string{"location", "open(", ".href", "submit(", "pushState"}
	// frames have something shown in a frame of the page, pagelike is what is a page.
	frames   = []string{`"src"`, `'src'`, ".src=", ".src ="}
	pagelike = []string{".htm", ".shtml", ".jsp", ".asp", ".php", ".do", ".action"}
	// extras are scripts that stand on most pages and add counters, marks and buttons.
	extras = []string{"hm.baidu.com", "conac", "bdshare", "google-analytics", "googletagmanager", "cnzz", "jiucuo", "tongji", "zhaocuo", "wza", "jia.js", "addthis"}
)

// maxExtra is the length in bytes above which a script does more than add an extra.
const maxExtra = 2000

// Acts reports whether a script could put ways into the page it runs in, or lead
// from it when something is clicked.
func Acts(src string) bool {
	if len(src) <= maxExtra && containsWord(src, extras) {
		return false
	}
	for _, w := range inserts {
		for from := 0; ; {
			i := strings.Index(src[from:], w)
			if i < 0 {
				break
			}
			from += i + len(w)
			if !harmless(w, src[from:]) {
				return true
			}
		}
	}
	return containsWord(src, disguises) || asksByOption(src) || containsWord(src, binds) && (containsWord(src, departs) || containsWord(src, frames) && containsWord(src, pagelike))
}

// asksByOption reports that something is told an address to ask for by itself, as what
// draws trees and tables is: tree({url: '/column/tree'}).
func asksByOption(src string) bool {
	for from := 0; ; {
		i := strings.Index(src[from:], "url")
		if i < 0 {
			return false
		}
		at := from + i
		from = at + len("url")
		rest := strings.TrimLeft(strings.TrimLeft(src[from:], `"'`), " ")
		if at > 0 && (isWordByte(src[at-1]) || src[at-1] == '.') || !strings.HasPrefix(rest, ":") {
			continue
		}
		rest = strings.TrimLeft(rest[1:], " \t")
		if len(rest) > 2 && (rest[0] == '"' || rest[0] == '\'') {
			if end := strings.IndexByte(rest[1:], rest[0]); end > 0 && looksLikeData(rest[1:1+end]) && !isMenuEntry(src[:at]) {
				return true
			}
		}
	}
}

// isMenuEntry reports that the object which goes on behind src has a name: it is an entry
// of a menu with its address, {name: '政策', url: '/zc/'}.
func isMenuEntry(src string) bool {
	open := strings.LastIndexByte(src, '{')
	return open >= 0 && hasHan(src[open:])
}

// harmless reports a call that reads instead of writing, or that adds what holds no
// ways: a further script, a style.
func harmless(call, rest string) bool {
	switch call {
	case ".html(", ".load(":
		return strings.HasPrefix(strings.TrimLeft(rest, " "), ")") || strings.HasPrefix(rest, "function")
	case "createElement(":
		rest = strings.TrimLeft(rest, " '\"")
		return strings.HasPrefix(rest, "script") || strings.HasPrefix(rest, "link") || strings.HasPrefix(rest, "style") || strings.HasPrefix(rest, "img")
	case "document.write":
		end := strings.IndexAny(rest, ";\n")
		return end > 0 && (strings.Contains(rest[:end], "script") || !strings.ContainsAny(rest[:end], "+$")) // what it writes stands there
	case "innerHTML":
		rest = strings.TrimLeft(rest, " ")
		return !strings.HasPrefix(rest, "=") && !strings.HasPrefix(rest, "+=") || strings.HasPrefix(rest, "==")
	}
	return false
}

// readActs notes what of the page's scripts could add ways to it.
func (p *page) readActs() {
	var inline, files uint32 = 0, 0
	for _, s := range p.scripts {
		if s.shape != 0 {
			inline = inline*31 + s.shape
		}
	}
	for i := range p.each(scriptTags) {
		if ref, ok := p.tree.AttrBytes(i, "src"); ok && ownScript(ref) && (!bytes.Contains(ref, []byte("//")) || sameSite("http:"+string(ref[bytes.Index(ref, []byte("//")):]), p.url.Hostname())) {
			for _, c := range ref {
				files = (files ^ uint32(c)) * 16777619
			}
			files = files*31 + 1
		}
	}
	p.f.Signals.Acts, p.f.Signals.Files = int(inline>>1), int(files>>1)
	if inline|files != 0 {
		p.f.Signals.Blank = p.blankNames()
	}
}

// blankNames is a hash of the names of the blocks of the page in which nothing stands, 0 where
// there are none. Their numbers do not count.
func (p *page) blankNames() int {
	t, h := p.tree, uint32(0)
	for i := range t.Nodes {
		nd := &t.Nodes[i]
		if nd.Kind != htmltree.Element || p.zones[i] != inBody && p.zones[i] != inRelated {
			continue
		}
		switch nd.Tag {
		case htmltree.Div, htmltree.Ul, htmltree.P, htmltree.Span, htmltree.Section, htmltree.Table:
		default:
			continue
		}
		if nd.First != 0 && (t.Nodes[nd.First].Kind != htmltree.Text || t.Nodes[nd.First].Next != 0 || len(bytes.TrimSpace(t.RawBytes(nd.First))) > 0) {
			continue
		}
		name, ok := t.AttrBytes(int32(i), "id")
		if !ok || len(name) == 0 {
			continue
		}
		for _, c := range name {
			if !isDigit(c) {
				h = (h ^ uint32(c)) * 16777619
			}
		}
		h = h*31 + 1
	}
	return int(h >> 1)
}

// shapeOf is a hash of what a script does whatever the words and numbers in it, 0
// where it could add no ways.
func shapeOf(src string, literals []literal) uint32 {
	if !Acts(src) {
		return 0
	}
	h, next := uint32(2166136261), 0
	for i := 0; i < len(src); i++ {
		for next < len(literals) && literals[next].end <= i {
			next++
		}
		if next < len(literals) && literals[next].at <= i {
			i = literals[next].end - 1
			continue
		}
		if c := src[i]; c > ' ' && c < 0x80 && !isDigit(c) {
			h = (h ^ uint32(c)) * 16777619
		}
	}
	return h | 2
}

// libraryPlaces are folders and names of scripts that many sites have alike.
var libraryPlaces = lexiconOf("/lib/", "/libs/", "plugin", "vendor", "lodash", "moment", "carousel", "crypto", "base64", "md5", "fontsize", "datepicker", "laydate", "wow.", "animate", "modernizr", "require.js", "es5-shim", "json2", "gtag", "weixin", "jweixin", "layer.js", "axios")

// OwnScript reports the address of a script file that may be the work of its site, and
// is no library that many have alike.
func OwnScript(address string) bool { return ownScript([]byte(address)) }

// ownScript reports the address of a script file that may be the site's own work.
func ownScript(ref []byte) bool {
	path, _, _ := bytes.Cut(bytes.ToLower(bytes.TrimSpace(ref)), []byte("?"))
	return len(path) > 0 && !isLibrary(string(path)) && !libraryPlaces.in(string(path), markOf(path))
}

// OwnScripts returns the addresses of the script files of a page that may be its
// site's own work, in page order.
func OwnScripts(sp *site.Page) []string {
	u, err := url.Parse(sp.Final)
	if err != nil {
		return nil
	}
	text, _ := Decode(sp.Body, sp.ContentType)
	var t htmltree.Tree
	t.Parse(text)
	base := u
	var out []string
	for i := range t.Nodes {
		switch t.Nodes[i].Tag {
		case htmltree.Base:
			if ref, ok := t.Attr(int32(i), "href"); ok && base == u {
				if b, err := u.Parse(ref); err == nil {
					base = b
				}
			}
		case htmltree.Script:
			ref, ok := t.AttrBytes(int32(i), "src")
			if !ok || !ownScript(ref) {
				continue
			}
			if abs, ok := Normalize(base, string(ref)); ok && sameSite(abs, u.Hostname()) {
				out = append(out, abs)
			}
		}
	}
	return out
}

// ActingFile reports whether a script file is a site's own work that could add ways
// to its pages. Of a library the site only uses a part, which shows in its own.
func ActingFile(src string) bool {
	head := src[:min(len(src), 600)]
	for _, w := range [...]string{"/*!", "@license", "@preserve", "MIT", "typeof define", "typeof exports", "define.amd", "Copyright", "jQuery v"} {
		if strings.Contains(head, w) {
			return false
		}
	}
	if strings.Contains(src, "$.fn.") && strings.Contains(src, "$.extend(") && strings.Contains(src, "return this.each(") {
		return false
	}
	return Acts(src)
}
