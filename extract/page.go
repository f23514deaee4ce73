package extract

import (
	"net/url"
	"strings"
	"sync"

	"github.com/govaudit/govaudit/internal/htmltree"
	"github.com/govaudit/govaudit/site"
)

// page is one HTML page while it is read. It lives for one call of Page; what
// outlives it is in f, as copies.
type page struct {
	url     *url.URL // the address that answered
	base    *url.URL // what relative addresses refer to: <base href>, else url
	gb      bool     // the page was read as GB18030: queries are encoded in it
	tree    *htmltree.Tree
	main    int32    // the element that holds the main part; 0: the whole page
	home    bool     // the caller says this is the home page
	ran     bool     // a browser ran its scripts
	choices []string // calls of a function that keeps what was chosen: two at most
	choice  int      // the greatest number of a page that a drop-down list goes to
	f       *Facts

	shut  shutRows // links of rows that lead nowhere; see noteShut
	paged bool     // a call for the further rows of its list was read

	m         measure
	zones     []zone            // of every node of the tree
	grafts    []graft           // parts known from other pages
	rare      []int32           // elements of rareTags
	names     []names           // what the attributes of each node say; see namesOf
	near      nearNames         // what the attributes met last say
	ways      []*way            // what each link says; see wayOf
	crumbs    int32             // the block that is the breadcrumb; 0: none
	crumbStop int32             // the node after it
	trail     []Crumb           // its steps, as written
	fromHome  bool              // it begins with 首页
	scripts   []inline          // inline scripts, in page order
	resolved  map[string]string // what addresses as written resolve to
	seen      *linkSet          // the links and labels of f
	places    map[string]bool   // numbers that elements are named by; nil until asked for
	scope     string            // see origin
	bare      *string           // see bareText
	buf       []byte            // the last page decoded from GB18030
	foot      []byte            // scratch of readBottom and readBare
	ends      []string          // scratch of readBottom
	coded     codedEntries      // links whose addresses are in a cipher
	veil      *veils            // what hides links; nil until the page has a foreign one
}

// inline is one script inside the page.
type inline struct {
	*code
	node int32
}

// literal is one string in a script, unescaped.
type literal struct {
	name     string // the variable, property or function it is given to: file_status, str3, document.write; "" if none
	assigned bool   // name is assigned (= or :), not called
	value    string
	at, end  int // offsets of the opening quote and after the closing one
}

// zone is the region of a node in one byte.
type zone uint8

const (
	inBody zone = iota
	inNav
	inCrumbs
	inRelated
	inFooter
)

func (z zone) region() Region {
	return [...]Region{Body, Nav, Breadcrumb, Related, Footer}[z]
}

// region returns the region node n stands in.
func (p *page) region(n int32) Region { return p.zones[n].region() }

// inMain reports whether n belongs to the main part: below its element and not
// in a menu, breadcrumb or footer inside it.
func (p *page) inMain(n int32) bool {
	return p.tree.Contains(p.main, n) && (p.zones[n] == inBody || p.zones[n] == inRelated)
}

// maxResolved bounds the addresses of one page that are remembered.
const maxResolved = 4 * MaxLinks

// resolve returns the absolute address of ref, as Normalize does, and
// remembers it: a page repeats its addresses.
func (p *page) resolve(ref string) (string, bool) {
	if abs, ok := p.resolved[ref]; ok {
		return abs, abs != ""
	}
	abs, _ := normalize(p.base, viewed(ref), p.gb)
	if p.ran || strings.IndexByte(ref, '#') > 0 {
		abs = p.withRoute(abs, ref)
	}
	if len(p.resolved) < maxResolved {
		p.resolved[ref] = abs
	}
	return abs, abs != ""
}

// pages holds what is reused from page to page: the tree, the zones, the maps.
var pages = sync.Pool{New: func() any {
	return &page{tree: new(htmltree.Tree), resolved: map[string]string{}, seen: new(linkSet)}
}}

// keepNodes bounds the trees that are kept for the next page.
const keepNodes = 50_000

// keepText bounds the decoded pages whose space is kept for the next one.
const keepText = 1 << 20

func (p *page) release() {
	if cap(p.tree.Nodes) > keepNodes {
		return
	}
	p.tree.Parse(nil) // lets go of the source
	clear(p.resolved)
	p.places = nil
	p.seen.reset(nil)
	p.scope, p.paged, p.bare, p.choice, p.choices, p.shut = "", false, nil, 0, nil, shutRows{}
	clear(p.ways)
	clear(p.scripts)
	clear(p.trail)
	clear(p.grafts)
	p.f, p.url, p.base, p.veil = nil, nil, nil, nil
	p.coded = codedEntries{}
	pages.Put(p)
}

// Page reads one fetched page. home tells that it is the site's home page. The
// result is never nil; a body that is not HTML gives facts of Kind File.
func Page(sp *site.Page, home bool) *Facts {
	f := &Facts{URL: sp.Final, Asked: sp.URL, Seen: sp.Fetched, SHA256: sp.SHA256, Kind: Other, Signals: Signals{Total: -1}}
	if f.URL == "" {
		f.URL = sp.URL
	}
	u, err := url.Parse(f.URL)
	if err != nil {
		u = &url.URL{Scheme: "http"}
	}
	switch bodyOf(sp.Body, sp.ContentType, u.Path) {
	case data:
		readData(f, sp, within(sp, u))
		return f
	case binary:
		f.Kind = File
		return f
	case script:
		var text []byte
		text, f.Charset = Decode(sp.Body, sp.ContentType)
		if sp.Within == "" || !readRowScript(f, text, u) {
			f.Links = ScriptLinks(text, u)
			f.Bottom = scriptBottom(text, sp.URL, u)
		}
		return f
	}
	p := pages.Get().(*page)
	defer p.release()
	p.url, p.base, p.home, p.f, p.ran = u, u, home, f, sp.Rendered != nil
	p.seen.reset(f)
	piece := sp.Within != "" && isFragment(sp.Body) // a script puts it into its page
	if piece {
		p.base = within(sp, u)
	}
	p.read(sp.Body, sp.ContentType)
	if piece {
		f.Kind = Data
		p.furtherRows(sp.URL)
	}
	return f
}

// within returns what the addresses in the answer to a script refer to: the page
// that asked.
func within(sp *site.Page, u *url.URL) *url.URL {
	if w, err := url.Parse(sp.Within); err == nil && sp.Within != "" {
		return w
	}
	return u
}

// read is the order in which a page becomes facts.
func (p *page) read(body []byte, contentType string) {
	text, charset := decode(body, contentType, p.buf)
	p.f.Charset, p.gb = charset, charset == "gb18030" || p.ran && contentType == sentInGB
	if charset == "gb18030" && cap(text) <= keepText {
		p.buf = text // facts are copies: the next page may have it
	}
	p.readMarkup(text)
	p.readPager()
	p.readSignals()
	p.classify()
	p.readScriptRows()
	p.readDataCalls()
	p.readTurns()
	p.finishCrumbs()
	if p.f.Kind == Article || p.f.Kind == Report {
		if !p.ran { // shown in a browser, its entries without an address may be tabs that were pressed
			p.f.Labels = nil
		}
	} else {
		p.f.Unopened = nil
		p.f.Bottom = p.readBottom()
	}
	p.nextGroup()
}

// readMarkup reads a document, or a piece of one, for its content and links.
func (p *page) readMarkup(text []byte) {
	shelf := shelves.of(scopeOf(p.url, p.gb))
	learn := shelf.learns()
	p.tree.ParseKnown(text, shelf, learn)
	p.findGrafts()
	p.findRare()
	p.readBase()
	p.names = counts(p.names, len(p.tree.Nodes))
	clear(p.names)
	p.near = nearNames{}
	p.ways = counts(p.ways, len(p.tree.Nodes))
	clear(p.ways)
	p.useGrafts()
	if learn {
		shelf.learn(p)
	}
	p.m.take(p.tree, p.grafts)
	p.findCrumbs()
	p.findZones()
	c := newContent(p)
	p.settleGrafts()
	p.settleZones()
	p.settleGrafts()
	p.readScripts()
	c.read()
	p.readLinks()
	p.scriptLinks()
}

// readBase applies the first <base> that has an address.
func (p *page) readBase() {
	for i := range p.each(baseTags) {
		ref, ok := p.tree.Attr(i, "href")
		if !ok {
			continue
		}
		if abs, ok := normalize(p.url, ref, p.gb); ok {
			if u, err := url.Parse(abs); err == nil {
				p.base = u
			}
		}
		return
	}
}
