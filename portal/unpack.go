package portal

import (
	"math/bits"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
)

// unpacker reads what a packer wrote. Only this process writes what it reads.
type unpacker struct {
	s    *shelf
	b    string
	mask uint64
}

func (s *shelf) open(pg *Page) unpacker {
	r := unpacker{s: s, b: s.squeezer.get(s.behind(pg))}
	r.mask = r.u()
	return r
}

func (r *unpacker) has(bit uint64) bool { return r.mask&bit != 0 }

func (r *unpacker) u() uint64 {
	if c := r.b[0]; c < 0x80 {
		r.b = r.b[1:]
		return uint64(c)
	}
	x, k := uvarint(r.b)
	r.b = r.b[k:]
	return x
}

func (r *unpacker) n() int { return int(r.u()) }

func (r *unpacker) signed() int64 {
	x := r.u()
	return int64(x>>1) ^ -int64(x&1)
}

func (r *unpacker) day() calendar.Day { return calendar.Day(r.signed()) }
func (r *unpacker) word() string      { return r.s.table.words.text(uint32(r.u())) }

func (r *unpacker) str() string {
	n := r.n()
	s := r.b[:n]
	r.b = r.b[n:]
	return s
}

func (r *unpacker) known() string {
	if n := r.u(); n != 0 {
		return r.s.table.words.text(uint32(n - 1))
	}
	return r.str()
}

func (r *unpacker) url() string {
	if n := r.u(); n != 0 {
		return r.s.table.forms.text(uint32(n - 1))
	}
	return r.str()
}

func (r *unpacker) strings() []string {
	out := make([]string, r.n())
	for i := range out {
		out[i] = r.str()
	}
	return out
}

// crumbs calls yield with each step of a page's breadcrumb that is a link.
func (s *shelf) crumbs(pg *Page, yield func(form uint32)) {
	if !pg.is(markRead) {
		return
	}
	r := s.open(pg)
	if !r.has(partCrumbs) {
		return
	}
	for range r.n() {
		if form := r.u(); form != 0 {
			yield(uint32(form - 1))
		}
		r.u()
	}
}

// steps counts the steps of a page's breadcrumb.
func (s *shelf) steps(pg *Page) int {
	if r := s.open(pg); r.has(partCrumbs) {
		return r.n()
	}
	return 0
}

// unpack returns the facts of a page, but for its links and text, and how many bytes
// they were unpacked from.
func (s *shelf) unpack(pg *Page) (f *extract.Facts, size int) {
	h, rest := s.head(pg)
	r := unpacker{s: s, b: s.squeezer.get(rest)}
	size = len(r.b) + pg.Rows()*rowSize
	r.mask = r.u()
	f = &extract.Facts{URL: pg.URL, Asked: pg.Asked(), Seen: h.fetched, SHA256: h.sha, Kind: pg.Kind(), Title: pg.Title()}
	f.HTMLTitle, f.Heading = f.Title, f.Title
	if r.has(partCrumbs) {
		f.Crumbs = make([]extract.Crumb, r.n())
		for i := range f.Crumbs {
			c := &f.Crumbs[i]
			if form := r.u(); form != 0 {
				c.URL = s.table.forms.text(uint32(form - 1))
			}
			c.Name = r.word()
		}
	}
	if r.has(partCharset) {
		f.Charset = r.word()
	}
	if r.has(partHTMLTitle) {
		f.HTMLTitle = r.str()
	}
	if r.has(partHeading) {
		f.Heading = r.str()
	}
	if r.has(partMeta) {
		r.meta(&f.Meta, f.Title)
	}
	if r.has(partSeen) {
		f.Seen = r.time()
	}
	if pg.more != nil && pg.more.rows < pg.more.end {
		f.Items = s.unpackRows(pg)
	}
	r.lists(f)
	r.persons(f)
	r.signals(f)
	if r.has(partStray) {
		for _, s := range strayWords(&f.Stray) {
			*s = r.str()
		}
	}
	f.Signals.TextRunes, f.Signals.Again = int(pg.texts), int(pg.again)
	return f, size
}

// rowSize is what a row of a list takes beside its words, in bytes.
const rowSize = 96

func (r *unpacker) meta(m *extract.Meta, title string) {
	words := metaWords(m)
	n := r.n()
	for i, s := range words {
		switch {
		case n&(1<<i) == 0:
		case i == len(words)-1:
			*s = r.str()
		default:
			*s = r.word()
		}
	}
	m.ArticleTitle = title
	if n&(1<<len(words)) == 0 {
		m.ArticleTitle = r.str()
	}
}

func (r *unpacker) lists(f *extract.Facts) {
	if r.has(partFields) {
		f.Fields = make([]extract.Field, r.n())
		for i := range f.Fields {
			x := &f.Fields[i]
			x.Name, x.Label, x.Via = extract.FieldName(r.word()), r.word(), r.word()
			x.ByScript = r.u() != 0
			x.Value = r.known()
		}
	}
	if r.has(partDates) {
		f.Dates = make([]extract.Date, r.n())
		for i := range f.Dates {
			f.Dates[i] = extract.Date{Day: r.day(), Source: extract.DateSource(r.word()), Label: r.word(), Quote: r.known(), Published: r.u() != 0}
		}
	}
	if r.has(partAttachments) {
		f.Attachments = r.attachments()
	}
	if r.has(partMentions) {
		f.Mentions = make([]extract.Mention, r.n())
		for i := range f.Mentions {
			f.Mentions[i] = extract.Mention{Title: r.known(), Number: r.known(), Quote: r.known(), Act: extract.Act(r.word())}
		}
	}
	if r.has(partUnopened) {
		f.Unopened = r.strings()
	}
	if r.has(partHidden) {
		f.Hidden = make([]extract.HiddenLink, r.n())
		for i := range f.Hidden {
			f.Hidden[i] = extract.HiddenLink{URL: r.url(), Text: r.str(), By: extract.HiddenBy(r.word()), How: r.str(), Plain: r.u() != 0}
		}
	}
}

func (r *unpacker) attachments() []extract.Link {
	out := make([]extract.Link, r.n())
	for i := range out {
		out[i] = extract.Link{URL: r.url(), Text: r.known(), Title: r.known(), Region: extract.Region(r.word()), Via: extract.Via(r.word())}
	}
	return out
}

// attachments returns those of a page that has some. Rules ask all pages for them:
// what is packed before them is passed over.
func (s *shelf) attachments(pg *Page) []extract.Link {
	if f := s.recent(pg); f != nil {
		return f.Attachments
	}
	r := s.open(pg)
	if r.has(partCrumbs) {
		r.skip(2 * r.n())
	}
	if r.has(partCharset) {
		r.skip(1)
	}
	if r.has(partHTMLTitle) {
		r.str()
	}
	if r.has(partHeading) {
		r.str()
	}
	if r.has(partMeta) {
		r.skipMeta()
	}
	if r.has(partSeen) {
		r.skip(3)
	}
	if r.has(partFields) {
		for range r.n() {
			r.skip(4)
			r.skipKnown()
		}
	}
	if r.has(partDates) {
		for range r.n() {
			r.skip(3)
			r.skipKnown()
			r.skip(1)
		}
	}
	return r.attachments()
}

// skip passes over n numbers.
func (r *unpacker) skip(n int) {
	for range n {
		r.u()
	}
}

// skipKnown passes over what known reads.
func (r *unpacker) skipKnown() {
	if r.u() == 0 {
		r.str()
	}
}

// skipMeta passes over what meta reads.
func (r *unpacker) skipMeta() {
	last := len(metaWords(new(extract.Meta))) - 1
	n := r.n()
	r.skip(bits.OnesCount(uint(n) & (1<<last - 1)))
	if n&(1<<last) != 0 {
		r.str()
	}
	if n&(1<<(last+1)) == 0 {
		r.str()
	}
}

func (r *unpacker) persons(f *extract.Facts) {
	if r.has(partLetters) {
		f.Letters = make([]extract.Letter, r.n())
		for i := range f.Letters {
			x := &f.Letters[i]
			x.URL, x.Title = r.url(), r.known()
			x.Asked, x.Answered, x.Dated = r.day(), r.day(), r.day()
			x.By, x.Status = r.word(), r.word()
			n := r.u()
			x.Replied, x.Blank, x.Interim, x.Own = n&1 != 0, n&2 != 0, n&4 != 0, n&8 != 0
			x.Quote = r.str()
		}
	}
	if r.has(partTables) {
		f.Tables = make([]extract.Table, r.n())
		for i := range f.Tables {
			r.table(&f.Tables[i])
		}
	}
	if r.has(partPersonal) {
		f.Personal = make([]extract.Personal, r.n())
		for i := range f.Personal {
			x := &f.Personal[i]
			x.Kind = extract.PersonalKind(r.word())
			said := r.strings()
			x.Masked, x.Start, x.Quote, x.Label, x.Beside = said[0], said[1], said[2], said[3], said[4]
			x.Heads, x.Lead = r.known(), r.known()
			x.Table = r.u() != 0
			x.Alike = r.n()
		}
	}
	if r.has(partUnread) {
		f.Unread = r.word()
	}
}

func (r *unpacker) table(t *extract.Table) {
	t.Lead = r.str()
	t.Rows = make([][]extract.Cell, r.n())
	for i := range t.Rows {
		t.Rows[i] = make([]extract.Cell, r.n())
		for j := range t.Rows[i] {
			n := r.u()
			t.Rows[i][j] = extract.Cell{Head: n&1 != 0, Span: n&2 != 0, Text: r.str()}
		}
	}
}

func (r *unpacker) signals(f *extract.Facts) {
	if r.has(partMedia) {
		f.Media = extract.Media{Images: r.n(), Videos: r.n(), Audios: r.n()}
	}
	s := &f.Signals
	s.Total = -1
	if r.has(partWords) {
		n := r.n()
		for i, x := range signalWords(s) {
			if n&(1<<i) != 0 {
				*x = r.word()
			}
		}
	}
	if r.has(partCounts) {
		s.Pages, s.Total = int(r.signed()), int(r.signed())
	}
	if r.has(partFlags) {
		n := r.u()
		s.MetaByScript, s.Embedded, s.Writable, s.Unended, s.Deep, s.Full = n&1 != 0, n&2 != 0, n&4 != 0, n&8 != 0, n&16 != 0, n&32 != 0
	}
	if r.has(partActs) {
		s.Acts = r.n()
	}
}

// fields returns those of a page's index box.
func (s *shelf) fields(pg *Page) []extract.Field {
	return s.facts(pg).Fields
}
