package portal

import (
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// Page is the small part of a page's facts that is kept for judging, most of it
// packed: [Page.Facts] unpacks it.
type Page struct {
	URL     string
	Failure site.Failure // "": obtained
	Depth   int32
	Status  int32
	// Runes counts the characters of the main text, which itself is not kept.
	Runes int32
	// Residue counts the characters of the main text left when the page's own
	// name, its breadcrumb, pager words, digits and punctuation are taken away:
	// 0 on a list page that shows nothing. It is worked out for short texts only
	// and equals Runes for others. Where all links of the main part stand on many
	// pages of the site, their words are taken away too.
	Residue int32
	// BodyLinks counts the links of the main part of a page that is no article,
	// without those that stand on many pages of the site; links to parts of the
	// page count wherever else they stand.
	BodyLinks int32
	// OwnLinks counts the links with texts as long as titles, wherever they stand,
	// that few other pages have. It is counted where the page shows neither rows
	// nor much text: what was read as frame of the page may be its content.
	OwnLinks int32
	// Published is the day the page says it was published, as [Published] has it.
	Published calendar.Day

	num      uint32 // in the order of adding
	id       addr
	asked    uint32 // form
	from     uint32 // address plus one; 0: none
	within   uint32 // the page whose script asked for it: address plus one; 0: none
	title    uint32 // word
	packed   uint32 // place of the head and the facts
	parts    uint32 // which of them there are
	refs     uint32 // place of the links of the main part
	unlinked int32  // Residue without the words of links in the main part
	texts    int32  // visible characters of the whole page
	again    int32  // links that repeat one of the page
	kind     uint8
	marks    uint16
	shelf    *shelf
	doc      *Document
	more     *outline // nil for articles
}

// outline is the structure of a page that is no article.
type outline struct {
	parts     []*Page
	menu      []uint32 // words
	frames    []string
	all       []addr // targets of long links, where OwnLinks is counted
	pager     []addr // further pages of the same list
	rows, end uint32 // its rows on the shelf
}

// The marks of a page.
const (
	markRead     = 1 << iota // obtained and read
	markSelf                 // the main part links to the page itself, as a menu does
	markList                 // read as an article, but menus lead to it and it has rows
	markError                // it says of itself that it is an error
	markRedirect             // it sends its reader on
	markEmbedded             // it shows an object
	markTyped                // it has a ColumnType label
	markRefs                 // it has links in the main part
	markPart                 // no page of its own but part of another
	markOneTitle             // its heading, its label and its <title> say what its title says
	markActs                 // it acts on a document it names
	markMany                 // its main part has more links than are kept
)

var kinds = [...]extract.Kind{extract.Other, extract.Home, extract.List, extract.Article, extract.Report, extract.Frame, extract.File, extract.Data, ""}

func (pg *Page) is(mark uint16) bool { return pg.marks&mark != 0 }

func (pg *Page) set(mark uint16, on bool) {
	if on {
		pg.marks |= mark
	}
}

// OK reports that the page was obtained.
func (pg *Page) OK() bool { return pg != nil && pg.Failure == "" && pg.is(markRead) }

// Facts returns what the page says, without its text and links; nil where the page
// was not obtained. It is read-only, and unpacked for each call that does not
// follow soon on another: loops over all pages had better ask the page itself.
func (pg *Page) Facts() *extract.Facts {
	if !pg.is(markRead) {
		return nil
	}
	return pg.shelf.facts(pg)
}

// Kind is what the page is used for; "" where it was not obtained.
func (pg *Page) Kind() extract.Kind {
	if !pg.is(markRead) {
		return ""
	}
	return kinds[pg.kind]
}

// Title is the page's own title.
func (pg *Page) Title() string { return pg.shelf.table.words.text(pg.title) }

// Asked is the address asked for.
func (pg *Page) Asked() string { return pg.shelf.table.forms.text(pg.asked) }

// From is a page that links to it, the one it was found on; "" for none.
func (pg *Page) From() string {
	if pg.from == 0 {
		return ""
	}
	return pg.shelf.table.url(addr(pg.from - 1))
}

// Err says in words why the page was not obtained.
func (pg *Page) Err() string { return pg.shelf.errs[pg.num] }

// Fetched is when the answer was complete.
func (pg *Page) Fetched() time.Time {
	h, _ := pg.shelf.head(pg)
	return h.fetched
}

// SHA256 is the hash of the raw body, or of what a browser showed of it; "" without
// body.
func (pg *Page) SHA256() string {
	h, _ := pg.shelf.head(pg)
	return h.sha
}

// Menu holds the first names of a page's menu, at most 60, in page order; nil for
// articles.
func (pg *Page) Menu() []string {
	if pg.more == nil || len(pg.more.menu) == 0 {
		return nil
	}
	out := make([]string, len(pg.more.menu))
	for i, n := range pg.more.menu {
		out[i] = pg.shelf.table.words.text(n)
	}
	return out
}

// Frames holds the addresses of a page's frames; nil for articles.
func (pg *Page) Frames() []string {
	if pg.more == nil {
		return nil
	}
	return pg.more.frames
}

// Parts are obtained pages that the main part of a page that is no article links
// to and that name it in their breadcrumbs, at most 60: the leaders of 领导信息.
func (pg *Page) Parts() []*Page {
	if pg.more == nil {
		return nil
	}
	return pg.more.parts
}

// outlined returns the outline of a page, which one that has none gets.
func (pg *Page) outlined() *outline {
	if pg.more == nil {
		pg.more = &outline{}
	}
	return pg.more
}

// Rows counts the rows of its list.
func (pg *Page) Rows() int {
	if pg.more == nil {
		return 0
	}
	return int(pg.more.end - pg.more.rows)
}

// Letters returns the letters of the public that the page shows.
func (pg *Page) Letters() []extract.Letter {
	if pg.parts&partLetters == 0 {
		return nil
	}
	return pg.Facts().Letters
}

// Hidden returns the links to foreign hosts that nobody can see.
func (pg *Page) Hidden() []extract.HiddenLink {
	if pg.parts&partHidden == 0 {
		return nil
	}
	return pg.Facts().Hidden
}

// Personal returns the numbers in the text that may be somebody's own.
func (pg *Page) Personal() []extract.Personal {
	if pg.parts&partPersonal == 0 {
		return nil
	}
	return pg.Facts().Personal
}

// Mentions returns the documents that the main text names.
func (pg *Page) Mentions() []extract.Mention {
	if pg.parts&partMentions == 0 {
		return nil
	}
	return pg.Facts().Mentions
}

// Attachments returns the files offered for download in the main part.
func (pg *Page) Attachments() []extract.Link {
	if pg.parts&partAttachments == 0 {
		return nil
	}
	return pg.shelf.attachments(pg)
}

// Unopened returns the titles of links whose address only a script knows.
func (pg *Page) Unopened() []string {
	if pg.parts&partUnopened == 0 {
		return nil
	}
	return pg.Facts().Unopened
}

// Items returns the rows of its list.
func (pg *Page) Items() []extract.Item {
	if pg.Rows() == 0 {
		return nil
	}
	return pg.shelf.pageItems(pg)
}

// Signals returns the hints on how far the page can be trusted to show everything.
func (pg *Page) Signals() extract.Signals {
	if pg.parts&(partWords|partCounts|partFlags|partActs) == 0 {
		return extract.Signals{Total: -1, TextRunes: int(pg.texts), Again: int(pg.again)}
	}
	return pg.Facts().Signals
}

// OneTitle reports that the page has no other title than Title: its heading, its
// ArticleTitle label and its <title> are the same or are not there.
func (pg *Page) OneTitle() bool { return pg.is(markOneTitle) }

// Acts reports that the text repeals, keeps or otherwise acts on documents.
func (pg *Page) Acts() bool { return pg.is(markActs) }
