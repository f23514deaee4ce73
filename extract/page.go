package extract

import (
	"net/url"

	"github.com/govaudit/govaudit/internal/htmltree"
	"github.com/govaudit/govaudit/site"
)

// page is one HTML page while it is read. It lives for one call of Page; what
// outlives it is in f, as copies.
type page struct {
	url  *url.URL // the address that answered
	base *url.URL // what relative addresses refer to: <base href>, else url
	tree *htmltree.Tree
	main int32 // the element that holds the main part; 0: the whole page
	home bool  // the caller says this is the home page
	f    *Facts

	zones    []zone            // of every node of the tree
	scripts  []inline          // inline scripts, in page order
	resolved map[string]string // what addresses as written resolve to
}

// inline is one script inside the page.
type inline struct {
	node     int32
	literals []literal
}

// literal is one string in a script, unescaped.
type literal struct {
	name  string // the variable, property or function it is given to: file_status, str3, document.write; "" if none
	value string
	at    int // offset of the opening quote in the script
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

// resolve returns the absolute address of ref, as Normalize does.
func (p *page) resolve(ref string) (string, bool) {
	if abs, ok := p.resolved[ref]; ok {
		return abs, abs != ""
	}
	abs, _ := Normalize(p.base, ref)
	p.resolved[ref] = abs
	return abs, abs != ""
}

// Page reads one fetched page. home tells that it is the site's home page. The
// result is never nil; a body that is not HTML gives facts of Kind File.
func Page(sp *site.Page, home bool) *Facts {
	return &Facts{URL: sp.Final, Asked: sp.URL, Seen: sp.Fetched, SHA256: sp.SHA256, Signals: Signals{Total: -1}}
}

// Normalize returns the canonical absolute http(s) address of ref on a page at
// base.
func Normalize(base *url.URL, ref string) (string, bool) { return "", false }

// Decode returns body as UTF-8 and the encoding it was read in.
func Decode(body []byte, contentType string) (utf8 []byte, charset string) { return body, "utf-8" }

// Fold returns the form of s in which texts are compared.
func Fold(s string) string { return s }
