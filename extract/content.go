package extract

import (
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// content reads what a page says, as against where it leads: title, fields,
// dates, rows, attachments, text. It lives as long as its page.
//
// Use: newContent once the zones are known (it finds the main part and sets
// page.main), then read, which fills the content facts of page.f.
type content struct {
	*scratch
	p    *page
	t    *htmltree.Tree
	f    *Facts
	text string // visible text of the page, one line after the other; see mark

	heading int32 // the element of the page's heading; 0: none
	certain bool  // the page's declared title or <title> names the heading
	body    int32 // the element that holds the main text proper; p.main or below it
	list    bool  // the main part is a list of documents, not a text

	ticks map[int32]map[int32]Act // what ticks say, by table and row; see ticked
}

// bounds on what is read of one page
const (
	maxLines    = 20_000
	maxTextSize = 1 << 20

	// titleRunes is how long a link is at least that is a title, not a menu entry.
	titleRunes = 9
)

// newContent cuts the page into lines and finds its main part.
func newContent(p *page) *content {
	c := &content{scratch: scratches.Get().(*scratch), p: p, t: p.tree, f: p.f}
	c.f.Meta = p.readMeta()
	if n := c.t.Find(0, htmltree.Title); n != 0 {
		c.f.HTMLTitle = declaration(c.t.Text(n))
	}
	c.rescue()
	c.cut()
	c.setStrayAside()
	c.findMain()
	return c
}

// read fills the content facts.
func (c *content) read() {
	c.findLabels()
	if c.heading == 0 {
		c.heading = c.overDate()
	}
	c.readTitle()
	c.readText()
	c.readItems()
	c.readAttachments()
	c.readFields()
	c.titleFromField()
	c.readDates()
	c.readMedia()
	c.readMentions()
	c.readTables()
	c.readPersonal()
	c.readLetters()
	c.detach()
	if len(c.t.Nodes) <= maxScratch && len(c.text) <= maxScratch {
		scratches.Put(c.scratch)
	}
}

// scratch is what is reused from page to page.
type scratch struct {
	buf   []byte  // becomes content.text
	rows  []line  // the lines, in page order
	sum   []int32 // weight of the visible text before each node: links count only where they are long enough to be titles
	links []int32 // links with an address, before each node
	hits  []hit   // labels found
	found []row   // links that may be rows
	texts [3][]byte
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// maxScratch bounds the pages whose scratch is kept for the next one.
const maxScratch = 100_000

// counts returns a slice of n zeroes or leftovers, reused where it is large enough.
func counts[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	return s[:n]
}

// detach copies what was cut out of the page's text, so that facts do not keep
// all of it in memory.
func (c *content) detach() {
	f := c.f
	f.Title, f.Heading = strings.Clone(f.Title), strings.Clone(f.Heading)
	for i := range f.Items {
		x := &f.Items[i]
		x.Title, x.Label = strings.Clone(x.Title), strings.Clone(x.Label)
	}
	for i := range f.Fields {
		x := &f.Fields[i]
		x.Label, x.Value = strings.Clone(x.Label), strings.Clone(x.Value)
	}
	for i := range f.Dates {
		x := &f.Dates[i]
		x.Label, x.Quote = strings.Clone(x.Label), strings.Clone(x.Quote)
	}
	for i := range f.Tables {
		f.Tables[i].Lead = strings.Clone(f.Tables[i].Lead)
	}
	last, kept := "", ""
	for i := range f.Mentions {
		x := &f.Mentions[i]
		x.Title = strings.Clone(x.Title)
		if x.Quote != last { // documents of one sentence share its words
			last, kept = x.Quote, strings.Clone(x.Quote)
		}
		x.Quote = kept
	}
}

// line returns the text of line i, with marks.
func (c *content) line(i int) string { return c.text[c.rows[i].from:c.rows[i].to] }

// words returns the text of line i as a person reads it.
func (c *content) words(i int) string {
	if l := &c.rows[i]; !l.marked {
		return c.text[l.from:l.to]
	}
	return clean(c.line(i))
}

// blockOf returns the nearest block element at or above n.
func (c *content) blockOf(n int32) int32 {
	for n != 0 {
		nd := &c.t.Nodes[n]
		if nd.Kind == htmltree.Element && nd.Tag.Block() && nd.Tag != htmltree.Br {
			return n
		}
		n = nd.Parent
	}
	return 0
}

// weight counts the visible characters below n that stand in the body of the
// page, without short links.
func (c *content) weight(n int32) int32 { return c.sum[c.t.Nodes[n].Stop] - c.sum[n] }

// linkCount counts the links below n.
func (c *content) linkCount(n int32) int32 { return c.links[c.t.Nodes[n].Stop] - c.links[n] }

// clean returns s as a person reads it: without marks, blanks collapsed.
func clean(s string) string {
	if strings.IndexByte(s, mark) >= 0 {
		s = strings.ReplaceAll(s, string(mark), "")
	}
	dirty := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c > ' ' && c != 0xC2 && c != 0xE3 {
			continue
		}
		if c < ' ' || c == 0xC2 || c == ' ' && i+1 < len(s) && s[i+1] == ' ' || c == 0xE3 && strings.HasPrefix(s[i:], "\u3000") {
			dirty = true
			break
		}
	}
	if dirty {
		return strings.Join(strings.Fields(s), " ")
	}
	if len(s) >= 3 && hanAt(s, 0) > 0 && hanAt(s, len(s)-3) > 0 {
		return s // nothing to trim, and no need to decode it
	}
	return strings.TrimSpace(s)
}

// cutRunes returns at most n runes of s.
func cutRunes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	k := 0
	for i := range s {
		if k == n {
			return s[:i]
		}
		k++
	}
	return s
}

// lastRune returns the last rune of s, 0 for "".
func lastRune(s string) rune {
	r, w := utf8.DecodeLastRuneInString(s)
	if w == 0 {
		return 0
	}
	return r
}
