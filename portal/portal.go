// Package portal folds the facts of a site's pages into what the checks ask
// about: its columns, documents and who links to whom. It does no I/O of its
// own, and its result does not depend on the order in which pages were added.
package portal

import (
	"context"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// Portal is everything known of one site at one time. It is read-only once
// built and safe for concurrent use.
type Portal struct {
	Snapshot  *site.Snapshot
	Home      *Page       // nil: never obtained
	Pages     []*Page     // all addresses asked for, obtained or not, by URL
	Columns   []*Column   // by URL
	Documents []*Document // by URL

	byURL    map[string]*Page // asked and final addresses
	loadText func(ctx context.Context, sha256 string) (*extract.Facts, error)
}

// Page is the small part of a page's facts that is kept for judging.
type Page struct {
	URL, Asked, From string
	Depth            int
	Failure          site.Failure // "": obtained
	Err              string
	Status           int
	Facts            *extract.Facts // without Links and Text; nil where the page was not obtained
	// Related holds the links of an article's main part and of the related blocks
	// beside it (regions Body and Related, without pictures), in page order, at
	// most 200; nil for lists and other kinds of page. Whether two documents point
	// at each other is read from here.
	Related []extract.Link
}

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
	Parent *Column        // by breadcrumb, then by menu; nil at the top
	Level  int            // 1: first-level column (一级栏目)
	InNav  bool           // linked from a menu
	Page   *Page          // its first page; may be one that was not obtained
	Parts  []*Page        // its further list pages
	Items  []extract.Item // rows of all its pages and those of its sub-columns, newest first, once per address
	Newest calendar.Day   // 0: no dated row
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
