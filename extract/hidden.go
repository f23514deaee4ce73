package extract

import (
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// HiddenLink is a link to a foreign host that a reader cannot see.
type HiddenLink struct {
	URL, Text string
	By        HiddenBy
	How       string // the words of the style or markup that hide it
	// Plain reports that nothing seen on the page could reveal it: what hides it has
	// neither id nor class, or moves it where no menu is kept.
	Plain bool
}

// HiddenBy is the way a link is hidden.
type HiddenBy string

// The ways. Menus, tabs and pop-ups are hidden by the first three until they are
// asked for; the others have hardly an honest use for a link.
const (
	ByDisplay    HiddenBy = "display"    // display:none, the hidden attribute
	ByVisibility HiddenBy = "visibility" // visibility:hidden
	ByOpacity    HiddenBy = "opacity"    // opacity:0
	ByPlace      HiddenBy = "place"      // moved off the screen
	BySize       HiddenBy = "size"       // no height or width, a marquee of one pixel
	ByFont       HiddenBy = "font"       // letters without size
	ByColour     HiddenBy = "colour"     // letters in the colour of what is behind them
)

// maxHidden bounds Facts.Hidden.
const maxHidden = 30

// veil is what hides an element.
type veil struct {
	by    HiddenBy
	how   string
	plain bool
}

// veils finds hidden links. It is made when a page has its first foreign link.
type veils struct {
	sheet  sheet
	known  map[int32]veil   // of elements looked at
	writes map[int32]string // script that opens a hidden block by document.write, with its words
	ids    map[string]bool  // elements a script hides
}

// foreign reports whether abs leads to a host that is neither the page's own, nor
// beside it, nor a government's.
func (p *page) foreign(abs string) bool {
	_, rest, ok := strings.Cut(abs, "://")
	if !ok {
		return false
	}
	host := rest
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		host = rest[:i]
	}
	if host == p.url.Host || strings.HasSuffix(host, ".gov.cn") {
		return false
	}
	if i := strings.LastIndexByte(host, ':'); i > 0 && !strings.HasSuffix(host, "]") {
		host = host[:i]
	}
	own := strings.TrimPrefix(p.url.Hostname(), "www.")
	return !strings.HasSuffix(host, ".gov.cn") && host != own && !strings.HasSuffix(host, "."+own) && !strings.HasSuffix(own, "."+strings.TrimPrefix(host, "www."))
}

// noteHidden keeps the link of element n to the foreign address abs if nobody can
// see it.
func (p *page) noteHidden(n int32, abs, text string) {
	if len(p.f.Hidden) >= maxHidden {
		return
	}
	v := p.veilOf(n)
	if v.by == "" || v.by == ByFont && (p.holdsPicture(n) || p.resized(n)) || v.how == "text-indent" && p.holdsPicture(n) {
		return
	}
	p.f.Hidden = append(p.f.Hidden, HiddenLink{URL: abs, Text: cutRunes(text, maxNameRunes), By: v.by, How: strings.Clone(v.how), Plain: v.plain})
}

// holdsPicture reports that the link shows something beside its letters.
func (p *page) holdsPicture(n int32) bool {
	for i := n + 1; i < min(p.tree.Nodes[n].Stop, n+maxLinkNodes); i++ {
		if p.tree.Nodes[i].Tag == htmltree.Img || p.tree.Nodes[i].Tag == htmltree.SVG {
			return true
		}
	}
	style, _ := p.tree.Attr(n, "style")
	return strings.Contains(style, "background")
}

// resized reports that the link, or something in it, sets the size of its letters
// anew: blanks between blocks are avoided by giving what holds them none.
func (p *page) resized(n int32) bool {
	for i := n; i < min(p.tree.Nodes[n].Stop, n+maxLinkNodes); i++ {
		if style, ok := p.tree.Attr(i, "style"); ok {
			if v, ok := declarations(style)["font-size"]; ok && !zero(v) && v != "1px" {
				return true
			}
		}
	}
	return false
}

// veilOf returns what hides element n: its own style, or that of something it
// stands in.
func (p *page) veilOf(n int32) veil {
	if p.veil == nil {
		p.veil = &veils{known: map[int32]veil{}}
		p.readSheets()
		p.readHidingScripts()
	}
	var chain []int32
	var v veil
	for at := n; at > 0; at = p.tree.Nodes[at].Parent {
		if k, ok := p.veil.known[at]; ok {
			v = k
			break
		}
		chain = append(chain, at)
	}
	for i := len(chain) - 1; i >= 0; i-- {
		own := p.ownVeil(chain[i], chain[i] == n || p.tree.Nodes[n].Parent == chain[i])
		if own.by != "" {
			v = own
		}
		if own.by != ByFont { // the letters' size is set anew by what stands inside
			p.veil.known[chain[i]] = v
		}
	}
	return v
}

// ownVeil returns what hides the element by itself. close tells that its style
// reaches the link's own letters.
func (p *page) ownVeil(n int32, close bool) veil {
	nd := &p.tree.Nodes[n]
	if nd.Kind != htmltree.Element {
		return veil{}
	}
	var v veil
	named, toggled := false, false
	p.tree.Attrs(n, func(key, value []byte) bool {
		switch strings.ToLower(string(key)) {
		case "style":
			d := declarations(htmltree.Decode(value))
			if by, how := d.hides(close); by != "" && v.by == "" {
				v = veil{by: by, how: how}
			}
		case "hidden":
			v = veil{by: ByDisplay, how: "hidden"}
		case "class":
			named = named || len(value) > 0
			for c := range strings.FieldsSeq(string(value)) {
				if r, ok := p.veil.sheet.classes[c]; ok && v.by == "" && r.reach(close) {
					v = veil{by: r.by, how: "." + c + "{" + r.how + "}"}
					toggled = toggled || r.shown
				}
			}
		case "id":
			id := strings.TrimSpace(string(value))
			named = named || id != ""
			if r, ok := p.veil.sheet.ids[id]; ok && v.by == "" && r.reach(close) {
				v = veil{by: r.by, how: "#" + id + "{" + r.how + "}"}
				toggled = toggled || r.shown
			}
			if p.veil.ids[id] && v.by == "" {
				v = veil{by: ByDisplay, how: "getElementById(" + id + ").style.display"}
			}
		case "height", "width":
			if (nd.Tag == htmltree.Marquee || nd.Tag == htmltree.Iframe) && tiny(string(value)) && v.by == "" {
				v = veil{by: BySize, how: strings.ToLower(string(key)) + "=" + string(value)}
			}
		}
		return true
	})
	if v.by == "" {
		if how := p.writtenVeil(n); how != "" {
			return veil{by: ByPlace, how: how, plain: true}
		}
		return veil{}
	}
	switch v.by {
	case ByDisplay, ByVisibility, ByOpacity:
		v.plain = !named && !p.toggles(n)
	default:
		v.plain = !toggled && !p.readAloud(n)
	}
	return v
}

// readAloud reports an element that by the name of its class is there for those who
// have the page read to them.
func (p *page) readAloud(n int32) bool {
	class, _ := p.tree.Attr(n, "class")
	return containsWord(strings.ToLower(class), aloudNames)
}

// aloudNames are parts of the names that frameworks give to such elements.
var aloudNames = []string{"sr-only", "sronly", "visually-hidden", "visuallyhidden", "screen-reader", "screenreader", "a11y", "skip"}

// toggleNames are parts of the names of blocks that are shown when asked for.
var toggleNames = []string{"menu", "nav", "drop", "sub", "tab", "pop", "tip", "layer", "select", "more", "share", "qr", "ewm", "weixin", "wx", "wechat", "float", "side", "links", "yqlj", "modal", "dialog", "mask", "swiper", "slide", "collapse", "panel", "hide", "show", "toggle", "list"}

// toggles reports whether n stands in something that is named like a menu, tab or
// pop-up.
func (p *page) toggles(n int32) bool {
	for range 4 {
		n = p.tree.Nodes[n].Parent
		if n <= 0 || p.tree.Nodes[n].Tag == htmltree.Body {
			return false
		}
		for _, name := range [...]string{"class", "id"} {
			v, _ := p.tree.Attr(n, name)
			if containsWord(strings.ToLower(v), toggleNames) {
				return true
			}
		}
	}
	return false
}

// tiny reports a length of at most two pixels.
func tiny(v string) bool {
	v = strings.TrimSuffix(strings.TrimSpace(strings.ToLower(v)), "px")
	n, err := strconv.ParseFloat(v, 64)
	return err == nil && n <= 2
}
