package portal

import (
	"encoding/binary"
	"encoding/hex"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
)

// The parts of packed facts, in the order they are written. A part that is empty
// is not written, and its bit in the leading number not set.
const (
	partCrumbs = 1 << iota
	partCharset
	partHTMLTitle
	partHeading
	partMeta
	partSeen
	partFields
	partDates
	partAttachments
	partMentions
	partUnopened
	partHidden
	partLetters
	partTables
	partPersonal
	partUnread
	partMedia
	partWords // of the signals
	partCounts
	partFlags
	partActs
	partStray
)

// packer writes the facts of one page.
type packer struct {
	s    *shelf
	b    []byte
	mask uint64
}

func (w *packer) part(bit uint64, there bool) bool {
	if there {
		w.mask |= bit
	}
	return there
}

func (w *packer) n(x int)            { w.b = binary.AppendUvarint(w.b, uint64(max(x, 0))) }
func (w *packer) day(d calendar.Day) { w.b = binary.AppendVarint(w.b, int64(d)) }
func (w *packer) word(s string)      { w.b = binary.AppendUvarint(w.b, uint64(w.s.table.word(s))) }

func (w *packer) str(s string) {
	w.b = binary.AppendUvarint(w.b, uint64(len(s)))
	w.b = append(w.b, s...)
}

// known writes a string that may stand elsewhere too, as the text of a link does.
func (w *packer) known(s string) {
	if n, ok := w.s.table.words.find(s); ok {
		w.b = binary.AppendUvarint(w.b, uint64(n)+1)
		return
	}
	w.b = append(w.b, 0)
	w.str(s)
}

// url writes an address, which is one of the table's where a link leads there.
func (w *packer) url(s string) {
	if n, ok := w.s.table.forms.find(s); ok {
		w.b = binary.AppendUvarint(w.b, uint64(n)+1)
		return
	}
	w.b = append(w.b, 0)
	w.str(s)
}

func (w *packer) flags(list ...bool) {
	n := 0
	for i, on := range list {
		if on {
			n |= 1 << i
		}
	}
	w.n(n)
}

func (w *packer) strings(list []string) {
	w.n(len(list))
	for _, s := range list {
		w.str(s)
	}
}

// facts packs what is kept of f. The title is kept with the page.
func (w *packer) facts(h head, f *extract.Facts, htmlTitle string) {
	if w.part(partCrumbs, len(f.Crumbs) > 0) {
		w.n(len(f.Crumbs))
		for _, c := range f.Crumbs {
			if c.URL == "" {
				w.n(0)
			} else {
				w.n(int(w.s.table.form(c.URL)) + 1)
			}
			w.word(c.Name)
		}
	}
	if w.part(partCharset, f.Charset != "") {
		w.word(f.Charset)
	}
	if w.part(partHTMLTitle, htmlTitle != f.Title) {
		w.str(htmlTitle)
	}
	if w.part(partHeading, f.Heading != f.Title) {
		w.str(f.Heading)
	}
	if m := keptMeta(f.Meta); w.part(partMeta, m != extract.Meta{}) {
		w.meta(&m, f.Title)
	}
	if w.part(partSeen, !f.Seen.Equal(h.fetched) || f.Seen.Location() != h.fetched.Location()) {
		w.time(f.Seen)
	}
	w.lists(f)
	w.persons(f)
	w.signals(f)
	if w.part(partStray, f.Stray != (extract.Stray{})) {
		for _, s := range strayWords(&f.Stray) {
			w.str(*s)
		}
	}
}

func strayWords(s *extract.Stray) [4]*string {
	return [...]*string{&s.ColumnName, &s.ArticleTitle, &s.PubDate, &s.ContentSource}
}

// keptMeta leaves out what only the first reading needs.
func keptMeta(m extract.Meta) extract.Meta {
	m.Keywords, m.Description = "", ""
	return m
}

func metaWords(m *extract.Meta) [10]*string {
	return [...]*string{&m.SiteName, &m.SiteDomain, &m.SiteIDCode, &m.ColumnName, &m.ColumnDescription, &m.ColumnKeywords, &m.ColumnType,
		&m.ContentSource, &m.Author, &m.PubDate}
}

func (w *packer) meta(m *extract.Meta, title string) {
	words := metaWords(m)
	n := 0
	for i, s := range words {
		if *s != "" {
			n |= 1 << i
		}
	}
	same := m.ArticleTitle == title
	if same {
		n |= 1 << len(words)
	}
	w.n(n)
	for i, s := range words {
		if *s == "" {
			continue
		}
		if i == len(words)-1 {
			w.str(*s) // PubDate
		} else {
			w.word(*s)
		}
	}
	if !same {
		w.str(m.ArticleTitle)
	}
}

func (w *packer) lists(f *extract.Facts) {
	if w.part(partFields, len(f.Fields) > 0) {
		w.n(len(f.Fields))
		for i := range f.Fields {
			x := &f.Fields[i]
			w.word(string(x.Name))
			w.word(x.Label)
			w.word(x.Via)
			w.flags(x.ByScript)
			switch x.Name {
			case extract.IndexNo, extract.DocNumber, extract.UnifiedNo, extract.DocTitle:
				w.known(x.Value)
			default:
				w.known(w.repeated(x.Value))
			}
		}
	}
	if w.part(partDates, len(f.Dates) > 0) {
		w.n(len(f.Dates))
		for i := range f.Dates {
			x := &f.Dates[i]
			w.day(x.Day)
			w.word(string(x.Source))
			w.word(x.Label)
			w.known(x.Quote)
			w.flags(x.Published)
		}
	}
	if w.part(partAttachments, len(f.Attachments) > 0) {
		w.n(len(f.Attachments))
		for i := range f.Attachments {
			x := &f.Attachments[i]
			w.url(x.URL)
			w.known(x.Text)
			w.known(x.Title)
			w.word(string(x.Region))
			w.word(string(x.Via))
		}
	}
	if w.part(partMentions, len(f.Mentions) > 0) {
		w.n(len(f.Mentions))
		for i := range f.Mentions {
			x := &f.Mentions[i]
			w.known(x.Title)
			w.known(x.Number)
			w.known(x.Quote)
			w.word(string(x.Act))
		}
	}
	if w.part(partUnopened, len(f.Unopened) > 0) {
		w.strings(f.Unopened)
	}
	if w.part(partHidden, len(f.Hidden) > 0) {
		w.n(len(f.Hidden))
		for i := range f.Hidden {
			x := &f.Hidden[i]
			w.url(x.URL)
			w.str(x.Text)
			w.word(string(x.By))
			w.str(x.How)
			w.flags(x.Plain)
		}
	}
}

// maxRepeated is the length in bytes up to which the value of a field may be one
// that many pages have: an issuer, a topic, a validity.
const maxRepeated = 60

// repeated makes a word of a value that other pages may have too.
func (w *packer) repeated(s string) string {
	if len(s) <= maxRepeated {
		w.s.table.word(s)
	}
	return s
}

func (w *packer) persons(f *extract.Facts) {
	if w.part(partLetters, len(f.Letters) > 0) {
		w.n(len(f.Letters))
		for i := range f.Letters {
			x := &f.Letters[i]
			w.url(x.URL)
			w.known(x.Title)
			w.day(x.Asked)
			w.day(x.Answered)
			w.day(x.Dated)
			w.word(x.By)
			w.word(x.Status)
			w.flags(x.Replied, x.Blank, x.Interim, x.Own)
			w.str(x.Quote)
		}
	}
	if w.part(partTables, f.Kind == extract.Report && len(f.Tables) > 0) {
		w.n(len(f.Tables))
		for i := range f.Tables {
			w.table(&f.Tables[i])
		}
	}
	if w.part(partPersonal, len(f.Personal) > 0) {
		w.n(len(f.Personal))
		for i := range f.Personal {
			x := &f.Personal[i]
			w.word(string(x.Kind))
			w.strings([]string{x.Masked, x.Start, x.Quote, x.Label, x.Beside})
			w.known(w.repeated(x.Heads))
			w.known(w.repeated(x.Lead))
			w.flags(x.Table)
			w.n(x.Alike)
		}
	}
	if w.part(partUnread, f.Unread != "") {
		w.word(f.Unread)
	}
}

func (w *packer) table(t *extract.Table) {
	w.str(t.Lead)
	w.n(len(t.Rows))
	for _, row := range t.Rows {
		w.n(len(row))
		for _, c := range row {
			w.flags(c.Head, c.Span)
			w.str(c.Text)
		}
	}
}

func signalWords(s *extract.Signals) [13]*string {
	return [...]*string{&s.ListByScript, &s.PartByScript, &s.BoxByScript, &s.NavByScript, &s.RelatedByScript, &s.FooterByScript,
		&s.Placeholder, &s.Error, &s.Challenge, &s.Redirect, &s.Asks, &s.NeedsBrowser, &s.AsideByScript}
}

func (w *packer) signals(f *extract.Facts) {
	if m := f.Media; w.part(partMedia, m != extract.Media{}) {
		w.n(m.Images)
		w.n(m.Videos)
		w.n(m.Audios)
	}
	s := &f.Signals
	words, n := signalWords(s), 0
	for i, x := range words {
		if *x != "" {
			n |= 1 << i
		}
	}
	if w.part(partWords, n != 0) {
		w.n(n)
		for _, x := range words {
			if *x != "" {
				w.word(*x)
			}
		}
	}
	if w.part(partCounts, s.Pages != 0 || s.Total != -1) {
		w.b = binary.AppendVarint(w.b, int64(s.Pages))
		w.b = binary.AppendVarint(w.b, int64(s.Total))
	}
	if w.part(partFlags, s.MetaByScript || s.Embedded || s.Writable || s.Unended || s.Deep || s.Full) {
		w.flags(s.MetaByScript, s.Embedded, s.Writable, s.Unended, s.Deep, s.Full)
	}
	if w.part(partActs, s.Acts != 0 && f.Kind != extract.Article && f.Kind != extract.Report) { // an article shows itself
		w.n(s.Acts)
	}
}

// put keeps what was written and returns where.
func (w *packer) put() uint32 {
	return w.s.packed.put(w.all())
}

func (w *packer) all() string {
	var few [512]byte
	return string(append(binary.AppendUvarint(few[:0], w.mask), w.b...))
}

// putFacts keeps the head of a page and the facts that were written.
func (w *packer) putFacts(pg *Page, h head) {
	pg.parts = uint32(w.mask)
	w.putHead(pg, h, w.s.squeezer.put(pg.kind, w.all()))
}

// head is what evidence needs of a page beside its words.
type head struct {
	fetched time.Time
	sha     string
}

// putHead keeps the head of a page, and rest after it.
func (w *packer) putHead(pg *Page, h head, rest string) {
	w.b = w.b[:0]
	w.time(h.fetched)
	var sha [32]byte
	if n, err := hex.Decode(sha[:], []byte(h.sha)); len(h.sha) == 2*len(sha) && err == nil && n == len(sha) && hex.EncodeToString(sha[:]) == h.sha {
		w.n(1)
		w.b = append(w.b, sha[:]...)
	} else {
		w.n(0)
		w.str(h.sha)
	}
	w.b = append(w.b, rest...)
	pg.packed = w.s.packed.put(string(w.b))
}

func (w *packer) time(t time.Time) {
	w.b = binary.AppendVarint(w.b, t.Unix())
	w.n(t.Nanosecond())
	w.n(int(w.s.zone(t.Location())))
}

// head returns that of a page, and the packed facts after it.
func (s *shelf) head(pg *Page) (head, string) {
	r := unpacker{s: s, b: s.packed.get(pg.packed)}
	var h head
	h.fetched = r.time()
	if s.fetched != nil {
		h.fetched = time.UnixMicro(s.fetched[pg.num]).UTC()
	}
	if r.u() == 1 {
		h.sha, r.b = hex.EncodeToString([]byte(r.b[:32])), r.b[32:]
	} else {
		h.sha = r.str()
	}
	return h, r.b
}

// behind returns the packed facts of a page.
func (s *shelf) behind(pg *Page) string {
	r := unpacker{s: s, b: s.packed.get(pg.packed)}
	r.signed()
	r.u()
	r.u()
	if r.u() == 1 {
		return r.b[32:]
	}
	r.str()
	return r.b
}

func (r *unpacker) time() time.Time {
	sec, nsec := r.signed(), r.n()
	return time.Unix(sec, int64(nsec)).In(r.s.zones[r.n()])
}
