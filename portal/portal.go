// Package portal folds the facts of a site's pages into what the checks ask
// about: its columns, documents and who links to whom. It does no I/O of its
// own, and its result does not depend on the order in which pages were added.
package portal

import (
	"context"
	"errors"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// Portal is everything known of one site at one time. It is read-only once
// built and safe for concurrent use.
type Portal struct {
	Target    site.Target
	Snapshot  *site.Snapshot
	Home      *Page       // nil: never obtained
	Pages     []*Page     // one per final address, obtained or not, by URL
	Columns   []*Column   // by URL
	Documents []*Document // by URL
	// Vain holds every address asked for in vain: no page came, or one that says of
	// itself that it is an error. By the address asked; several may have been led to
	// one answer, of which Pages has only one.
	Vain []*Page

	scope    site.Scope
	at       []*Page          // by number of the address
	byURL    map[string]*Page // addresses whose own page is not the one that stands for their key
	columns  map[addr]*Column
	table    *table
	labels   []label // names that stand on a page without being a link
	names    []name  // every name of an address that may be a column
	index    nameIndex
	loadText Loader

	typical int  // median of the visible characters of the pages
	repeats int  // median of what the pages repeat of their links
	embeds  bool // most pages show an object
	many    int  // pages from which on a link is furniture of the site
}

// Loader reads the full facts of a stored page again.
type Loader func(ctx context.Context, p *Page) (*extract.Facts, error)

// Page is the small part of a page's facts that is kept for judging.
type Page struct {
	URL, Asked, From string
	Depth            int
	Failure          site.Failure // "": obtained
	Err              string
	Status           int
	Fetched          time.Time
	SHA256           string         // of the raw body; "" without body
	Facts            *extract.Facts // without Links and Text; nil where the page was not obtained
	// Related holds the links of an article's main part and of the related blocks
	// beside it (regions Body and Related, without pictures), in page order, at
	// most 200, without those that stand on a large share of the site's articles
	// (lists of hot news, banners); nil for lists and other kinds of page. Whether
	// two documents point at each other is read from here.
	Related []Lead
	// Runes counts the characters of the main text, which itself is not kept.
	Runes int
	// Residue counts the characters of the main text left when the page's own
	// name, its breadcrumb, pager words, digits and punctuation are taken away:
	// 0 on a list page that shows nothing. It is worked out for short texts only
	// and equals Runes for others. Where all links of the main part stand on many
	// pages of the site, their words are taken away too.
	Residue int
	// BodyLinks counts the links of the main part of a page that is no article,
	// without those that stand on many pages of the site; links to parts of the
	// page count wherever else they stand.
	BodyLinks int
	// Parts are obtained pages that the main part of a page that is no article
	// links to and that name it in their breadcrumbs, at most 60: the leaders of
	// 领导信息.
	Parts []*Page
	// OwnLinks counts the links with texts as long as titles, wherever they stand,
	// that few other pages have. It is counted where the page shows neither rows
	// nor much text: what was read as frame of the page may be its content.
	OwnLinks int
	// Menu holds the first names of a page's menu, at most 60, in page order, and
	// Frames the addresses of its frames; both nil for articles.
	Menu, Frames []string

	id    addr
	doc   *Document
	in    []inRef
	refs  []ref
	self  bool   // the main part links to the page itself, as a menu does
	all   []addr // targets of long links, where OwnLinks is counted
	pager []addr // further pages of the same list

	within string // the page whose script asked for it
	part   bool   // no page of its own but part of another

	unlinked int  // Residue without the words of links in the main part
	list     bool // read as an article, but menus lead to it and it has rows
}

// OK reports that the page was obtained.
func (pg *Page) OK() bool { return pg != nil && pg.Failure == "" && pg.Facts != nil }

// Anchor is one name under which an address is linked.
type Anchor struct {
	Text   string
	From   string // one page it stands on: the one nearest the home page
	Count  int    // pages it stands on
	Region extract.Region
	Via    extract.Via
}

// Column is one column (栏目) of the site: an address that menus, breadcrumbs
// or labels give a name.
type Column struct {
	URL    string
	Names  []string       // every name it goes by, verbatim, most frequent first
	Parent *Column        // by breadcrumb, then by URL hierarchy; nil at the top
	Level  int            // 1: first-level column (一级栏目)
	InNav  bool           // linked from a menu
	OnHome bool           // linked from the home page's menu
	Page   *Page          // its first page, redirects followed; nil: never asked for
	Parts  []*Page        // its further list pages
	Subs   []*Column      // its sub-columns, by URL
	Items  []extract.Item // rows of all its pages and those of its sub-columns, newest first, once per address
	Newest calendar.Day   // of a row, else of the article it leads to; 0: no dated row

	fed []*Column // columns its main part leads to in place of rows
}

// Document is one published document.
type Document struct {
	Page      *Page
	Title     string
	Number    string // normalised 文号; ""
	Validity  string // verbatim label; "" none
	Published calendar.Day
	Written   calendar.Day
	Columns   []*Column // the columns that list it
}

// Page returns the page at an address: asked or final, with or without a
// default file name, over either scheme. It returns nil for an address that was
// never asked for.
func (p *Portal) Page(url string) *Page {
	if pg := p.byURL[url]; pg != nil {
		return pg
	}
	if id, ok := p.table.find(url); ok {
		return p.at[id]
	}
	return nil
}

// Anchors returns the names under which an address is linked, most frequent
// first.
func (p *Portal) Anchors(url string) []Anchor {
	id, ok := p.table.find(url)
	if !ok {
		return nil
	}
	return p.table.anchors(id)
}

// Column returns the column at an address, nil if it is none.
func (p *Portal) Column(url string) *Column {
	id, ok := p.table.find(url)
	if !ok {
		return nil
	}
	return p.columns[id]
}

// Document returns the document of a page, nil if it is none.
func (p *Portal) Document(pg *Page) *Document {
	if pg == nil {
		return nil
	}
	return pg.doc
}

// InScope reports whether an address belongs to the site itself.
func (p *Portal) InScope(url string) bool { return place(p.scope, url) == Inside }

// TypicalRunes returns the median of the visible characters of the site's pages:
// what a page shows beyond it is more than menus and footers.
func (p *Portal) TypicalRunes() int { return p.typical }

// TypicalRepeats returns the median of the links that pages repeat: one that goes beyond
// it has the entries of a menu in its content too.
func (p *Portal) TypicalRepeats() int { return p.repeats }

// Embeds reports that most pages of the site show a film or an object, such as a
// moving head: that a page has one says nothing of its content.
func (p *Portal) Embeds() bool { return p.embeds }

// Full reads all facts of a page again, with its text, links and tables. It is
// for the few pages that need them.
func (p *Portal) Full(pg *Page) (*extract.Facts, error) {
	if p.loadText == nil {
		return nil, errors.New("read page again: the pages of this site are not at hand")
	}
	return p.loadText(context.Background(), pg)
}

// Text returns the main text of a page, read again on demand.
func (p *Portal) Text(pg *Page) (string, error) {
	f, err := p.Full(pg)
	if err != nil {
		return "", err
	}
	return f.Text, nil
}
