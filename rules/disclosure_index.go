package rules

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// wordIndex finds what a site titles by the words in it: documents, rows, files,
// names of columns. It is made once for a case and serves every rule that asks
// for words; a case that asks for none does not pay for it.
type wordIndex struct {
	c     *Case
	texts []portal.Number // folded
	uses  []keptUse       // by text
	first []int32         // by text: where its uses begin; one more than texts
	grams map[uint64]*postings

	asked    map[string][]int32        // answers, by folded word
	columns  map[string][]portal.Match // of FindColumn, by names
	rows     map[*portal.Column][]disclosedItem
	read     map[*portal.Page]string // folded texts
	left     int                     // pages that may still be read
	surround *surroundings
	names    *nameIndex
	consults map[string]*consultBook // by settings
}

// indexedText is one text and everything that bears it.
type indexedText struct {
	folded string
	uses   []textUse
}

// textUse is one thing on the site that bears a text.
type textUse struct {
	kind useKind
	text string       // as written
	url  string       // where it leads; "" nowhere
	on   *portal.Page // where it stands; of a page's own title the page itself
	day  calendar.Day // of a row
}

// keptUse is a textUse as the index keeps it: a large site has hundreds of
// thousands.
type keptUse struct {
	text, url portal.Number
	day       calendar.Day
	on        uint32 // the number of the page plus one, and behind it two bits for the kind
}

func (u keptUse) kind() useKind { return useKind(u.on & 3) }

type useKind uint8

const (
	itemUse  useKind = iota // a document, a row of a list, a file
	nameUse                 // a link or the title of a page that is no document
	labelUse                // words that lead nowhere
)

// maxIndexed bounds a text, in bytes: what is longer is no title.
const maxIndexed = 600

// maxPagesRead bounds how many pages all rules of a case together read again.
const maxPagesRead = 400

// words returns the index of the case.
func (c *Case) words() *wordIndex {
	if c.index == nil {
		c.index = newWordIndex(c)
	}
	return c.index
}

func newWordIndex(c *Case) *wordIndex {
	x := &wordIndex{c: c, grams: map[uint64]*postings{}, asked: map[string][]int32{}, columns: map[string][]portal.Match{},
		rows: map[*portal.Column][]disclosedItem{}, consults: map[string]*consultBook{}, read: map[*portal.Page]string{}, left: maxPagesRead}
	b := &indexBuilder{x: x}
	for _, pg := range c.Portal.Pages {
		b.page(pg)
	}
	c.Portal.EachAnchor(func(url string, a portal.Anchor) {
		kind := nameUse
		if url == "" {
			kind = labelUse
		}
		b.add(textUse{kind: kind, text: a.Text, url: url, on: c.Portal.Page(a.From)})
	})
	b.place()
	for i := range x.texts {
		x.addGrams(int32(i))
	}
	return x
}

// compare orders the uses of one text as byUse does.
func (x *wordIndex) compare(a, b keptUse) int {
	p := x.c.Portal
	switch {
	case a.kind() != b.kind():
		return cmp.Compare(a.kind(), b.kind())
	case a.text != b.text:
		return strings.Compare(p.String(a.text), p.String(b.text))
	case a.url != b.url:
		return strings.Compare(p.String(a.url), p.String(b.url))
	}
	return byUse(textUse{on: x.c.Portal.Numbered(a.on >> 2)}, textUse{on: x.c.Portal.Numbered(b.on >> 2)})
}

// use unfolds what is kept of a use.
func (x *wordIndex) use(u *keptUse) textUse {
	p := x.c.Portal
	return textUse{kind: u.kind(), text: p.String(u.text), url: p.String(u.url), on: p.Numbered(u.on >> 2), day: u.day}
}

// at returns a text with what bears it.
func (x *wordIndex) at(n int32) indexedText {
	kept := x.uses[x.first[n]:x.first[n+1]]
	t := indexedText{folded: x.folded(n), uses: make([]textUse, len(kept))}
	for i := range kept {
		t.uses[i] = x.use(&kept[i])
	}
	return t
}

// folded returns a text as Fold writes it.
func (x *wordIndex) folded(n int32) string { return x.c.Portal.String(x.texts[n]) }

// indexBuilder folds every text once.
type indexBuilder struct {
	x               *wordIndex
	written, folded textNumbers // as written, and folded
	met             [][]metUse  // in the order they came, in pieces
}

// metUse is a use before the uses of each text stand together.
type metUse struct {
	keptUse
	of int32 // the text
}

// metAtOnce is how many uses are in a piece: one slice that grows would take three
// times its size in passing.
const metAtOnce = 4096

func (b *indexBuilder) meet(u metUse) {
	last := len(b.met) - 1
	if last < 0 || len(b.met[last]) == metAtOnce {
		b.met = append(b.met, make([]metUse, 0, metAtOnce))
		last++
	}
	b.met[last] = append(b.met[last], u)
}

// place puts the uses of each text together, in their order.
func (b *indexBuilder) place() {
	x, n := b.x, int32(0)
	x.first = make([]int32, len(x.texts)+1)
	for _, piece := range b.met {
		for i := range piece {
			x.first[piece[i].of]++
		}
	}
	for of, many := range x.first {
		x.first[of] = n
		n += many
	}
	x.uses = make([]keptUse, n)
	for k, piece := range b.met {
		for i := range piece {
			at := &x.first[piece[i].of]
			x.uses[*at] = piece[i].keptUse
			*at++
		}
		b.met[k] = nil
	}
	copy(x.first[1:], x.first) // each has come to where the next begins
	x.first[0] = 0
	for of := range x.texts {
		slices.SortStableFunc(x.uses[x.first[of]:x.first[of+1]], x.compare)
	}
}

// textNumbers holds by the number of a string the number of the text it is, plus one; 0:
// none yet.
type textNumbers []int32

func (t *textNumbers) at(n portal.Number) *int32 {
	if int(n) >= len(*t) {
		*t = append(*t, make([]int32, int(n)+1-len(*t))...)
	}
	return &(*t)[n]
}

func (b *indexBuilder) page(pg *portal.Page) {
	if !pg.OK() {
		return
	}
	c := b.x.c
	kind := nameUse
	if c.Portal.Document(pg) != nil {
		kind = itemUse
	}
	if pg != c.Portal.Home {
		titles := []string{pg.Title()}
		if kind == nameUse || !pg.OneTitle() {
			f := pg.Facts()
			titles = append(titles, f.Heading, f.Meta.ArticleTitle)
			if kind == nameUse {
				titles = append(titles, f.Meta.ColumnName, f.HTMLTitle)
			}
		}
		for i, t := range titles {
			if t != "" && !slices.Contains(titles[:i], t) {
				b.add(textUse{kind: kind, text: t, url: pg.URL, on: pg})
			}
		}
	}
	for _, it := range pg.Items() {
		b.add(textUse{kind: itemUse, text: it.Title, url: it.URL, on: pg, day: c.Portal.RowDay(it)})
	}
	for _, a := range pg.Attachments() {
		b.add(textUse{kind: itemUse, text: a.Text, url: a.URL, on: pg})
	}
	for _, t := range pg.Unopened() {
		b.add(textUse{kind: itemUse, text: t, on: pg})
	}
}

func (b *indexBuilder) add(u textUse) {
	if u.text == "" || len(u.text) > maxIndexed {
		return
	}
	x, p := b.x, b.x.c.Portal
	text := p.Number(u.text)
	n := b.written.at(text)
	if *n == 0 {
		folded := p.Number(extract.Fold(u.text))
		have := b.folded.at(folded)
		if *have == 0 {
			x.texts = append(x.texts, folded)
			*have = int32(len(x.texts))
		}
		*n = *have
	}
	b.meet(metUse{keptUse{text, p.Number(u.url), u.day, p.NumberOf(u.on)<<2 | uint32(u.kind)}, *n - 1})
}

// postings are the numbers of texts, ascending, as steps from one to the next.
type postings struct {
	steps []byte
	last  int32
	many  int
}

func (p *postings) add(n int32) {
	if p.many > 0 && p.last == n {
		return
	}
	p.steps = binary.AppendUvarint(p.steps, uint64(n-p.last))
	p.last, p.many = n, p.many+1
}

func (p *postings) each(yield func(n int32)) {
	n := int32(0)
	for rest := p.steps; len(rest) > 0; {
		step, k := binary.Uvarint(rest)
		n, rest = n+int32(step), rest[k:]
		yield(n)
	}
}

func (x *wordIndex) addGrams(n int32) {
	eachPair(x.folded(n), func(g uint64) {
		p := x.grams[g]
		if p == nil {
			p = &postings{}
			x.grams[g] = p
		}
		p.add(n)
	})
}

// eachPair calls f with every two characters of s that follow each other.
func eachPair(s string, f func(uint64)) {
	last := rune(-1)
	for _, r := range s {
		if last >= 0 {
			f(uint64(last)<<32 | uint64(r))
		}
		last = r
	}
}

// with returns the texts that have a word, 甲+乙: both, by their folded form.
func (x *wordIndex) with(word string) []int32 {
	word = extract.Fold(word)
	if out, ok := x.asked[word]; ok {
		return out
	}
	var out []int32
	parts := strings.Split(word, "+")
	take := func(n int32) {
		if hasParts(x.folded(n), parts) {
			out = append(out, n)
		}
	}
	if list, ok := x.rarest(parts); ok {
		list.each(take)
	} else {
		for n := range x.texts {
			take(int32(n))
		}
	}
	slices.SortFunc(out, func(a, b int32) int { return strings.Compare(x.folded(a), x.folded(b)) })
	x.asked[word] = out
	return out
}

// rarest returns the shortest list of texts that must hold every text with the
// parts; false where the parts are too short to have one.
func (x *wordIndex) rarest(parts []string) (best *postings, ok bool) {
	none := &postings{}
	for _, p := range parts {
		eachPair(p, func(g uint64) {
			list := x.grams[g]
			if list == nil {
				list = none
			}
			if !ok || list.many < best.many {
				best, ok = list, true
			}
		})
	}
	return best, ok
}

// patterns are words to look for in folded texts, 甲+乙: both, 甲+!乙: the first
// without the second.
type patterns [][]string

func newPatterns(words []string) patterns {
	out := make(patterns, 0, len(words))
	for _, w := range words {
		out = append(out, strings.Split(extract.Fold(w), "+"))
	}
	return out
}

// in reports that one of the words stands in a folded text.
func (p patterns) in(folded string) bool {
	return slices.ContainsFunc(p, func(parts []string) bool { return hasParts(folded, parts) })
}

// hasParts reports that a folded text has every part, and none after a "!".
func hasParts(folded string, parts []string) bool {
	for _, p := range parts {
		word, not := strings.CutPrefix(p, "!")
		if strings.Contains(folded, word) == not {
			return false
		}
	}
	return true
}

// find is FindColumn, asked once for the same names.
func (x *wordIndex) find(names []string) []portal.Match {
	key := strings.Join(names, "\n")
	out, ok := x.columns[key]
	if !ok {
		out = x.c.Portal.FindColumn(names)
		x.columns[key] = out
	}
	return out
}

// text returns the folded text of a page, its frames and its attachments, read
// again once; false where it cannot be, or too many were.
func (x *wordIndex) text(pg *portal.Page) (string, bool) {
	if t, ok := x.read[pg]; ok {
		return t, true
	}
	if x.left == 0 {
		return "", false
	}
	x.left--
	f, err := x.c.Portal.Full(pg)
	if err != nil {
		return "", false
	}
	var b strings.Builder
	all, _ := x.c.textOf(pg)
	for _, s := range []string{f.Title, f.Heading, all} {
		b.WriteString(extract.Fold(s))
		b.WriteByte('\n')
	}
	for _, fd := range f.Fields {
		b.WriteString(extract.Fold(fd.Label + fd.Value))
		b.WriteByte('\n')
	}
	t := b.String()
	x.read[pg] = t
	return t, true
}

// unread says in Chinese what of a page's text could not be read; "" nothing.
func (x *wordIndex) unread(pg *portal.Page) string {
	_, why := x.c.textOf(pg)
	return why
}
