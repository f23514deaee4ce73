// Package portal folds the facts of a site's pages into what the checks ask
// about: its columns, documents and who links to whom. It does no I/O of its
// own, and its result does not depend on the order in which pages were added.
package portal

import (
	"context"
	"errors"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// Portal is everything known of one site at one time. What is dear to fold (documents,
// relations, names) is folded when it is first asked for: of a site that is found to be
// what it was, nobody asks. It is for one goroutine at a time.
type Portal struct {
	Target   site.Target
	Snapshot *site.Snapshot
	Home     *Page     // nil: never obtained
	Pages    []*Page   // one per final address, obtained or not, by URL
	Columns  []*Column // by URL
	// Vain holds every address asked for in vain: no page came, or one that says of
	// itself that it is an error. By the address asked; several may have been led to
	// one answer, of which Pages has only one.
	Vain []*Page

	scope    site.Scope
	origin   string           // see originOf
	at       []*Page          // by number of the address
	byURL    map[string]*Page // addresses whose own page is not the one that stands for their key
	columns  map[addr]*Column
	table    *table
	shelf    *shelf
	labels   []label // names that stand on a page without being a link
	loadText Loader

	documents func() []*Document
	leading   func() backlinks
	names     func() names

	numbered []*Page             // in the order of adding
	bared    map[*Page][2]uint32 // while columns are built: rows made of the links of a page

	typical int  // median of the visible characters of the pages
	repeats int  // median of what the pages repeat of their links
	embeds  bool // most pages show an object
	many    int  // pages from which on a link is furniture of the site
	shown   int  // pages that were obtained and are no files
}

// Loader reads the full facts of a stored page again.
type Loader func(ctx context.Context, p *Page) (*extract.Facts, error)

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
	Names  []string     // every name it goes by, verbatim, most frequent first
	Parent *Column      // by breadcrumb, then by URL hierarchy; nil at the top
	Level  int          // 1: first-level column (一级栏目)
	InNav  bool         // linked from a menu
	OnHome bool         // linked from the home page's menu
	Page   *Page        // its first page, redirects followed; nil: never asked for
	Parts  []*Page      // its further list pages
	Subs   []*Column    // its sub-columns, by URL
	Newest calendar.Day // of a row, else of the article it leads to; 0: no dated row

	fed   []*Column // columns its main part leads to in place of rows
	rows  []uint32  // numbers of its rows
	shelf *shelf
}

// Document is one published document.
type Document struct {
	Page      *Page
	Index     int // in [Portal.Documents]
	Title     string
	Number    string // normalised 文号; ""
	Validity  string // verbatim label; "" none
	Published calendar.Day
	Written   calendar.Day
	Columns   []*Column // the columns that list it
	// Swapped reports that the rows which lead to it have another title, and that its
	// title is that of rows which lead elsewhere: a server out of order hands out the
	// page of one address under another.
	Swapped bool
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

// pageAt is Page by the number of a form.
func (p *Portal) pageAt(form uint32) *Page {
	if len(p.byURL) > 0 {
		if pg := p.byURL[p.table.forms.text(form)]; pg != nil {
			return pg
		}
	}
	return p.at[p.table.of[form]]
}

// Anchors returns the names under which an address is linked, most frequent
// first.
func (p *Portal) Anchors(url string) []Anchor {
	id, ok := p.table.find(url)
	if !ok {
		return nil
	}
	return p.table.anchorsOf(id)
}

// Column returns the column at an address, nil if it is none.
func (p *Portal) Column(url string) *Column {
	id, ok := p.table.find(url)
	if !ok {
		return nil
	}
	return p.columns[id]
}

// Documents returns the documents of the site, by URL.
func (p *Portal) Documents() []*Document { return p.documents() }

// Document returns the document of a page, nil if it is none.
func (p *Portal) Document(pg *Page) *Document {
	if pg == nil {
		return nil
	}
	p.documents()
	return pg.doc
}

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
