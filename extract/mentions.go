package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// Bounds of what is read as a mention.
const (
	maxMentions   = 2000
	quoteRunes    = 160
	maxTitleBytes = 600
	headingRunes  = 60
)

// readMentions fills Mentions: documents named in the title and the main text,
// with what the sentence, the table row or the heading above says is done to
// them.
func (c *content) readMentions() {
	m := mentioner{f: c.f, ticked: c.ticked, plain: func(s string) string { return s }}
	if traditional(c.text) {
		m.plain = simplified
	}
	m.title(c.f.Title)
	for _, u := range c.units() {
		if len(m.f.Mentions) >= maxMentions {
			return
		}
		m.unit(u)
	}
}

// unit is what is read as one: a paragraph, or a row of a table with its cells.
type unit struct {
	text  string
	cells []string // of a table row; nil otherwise
	tr    int32    // the row; 0: none
	entry bool     // it stands in a list of the text
}

// units cuts the main text into paragraphs and table rows.
func (c *content) units() []unit {
	var out []unit
	end := c.t.Nodes[c.body].Stop
	last := int32(-1)
	for i := c.bodyStart(); i < len(c.rows) && c.rows[i].node < end; i++ {
		l := &c.rows[i]
		if z := c.p.zones[l.node]; z != inBody && z != inRelated {
			continue
		}
		s := c.words(i)
		if s == "" {
			continue
		}
		if neighbours(s) {
			break // the titles of other pages follow
		}
		if tr := c.rowElement(l.block); tr != 0 {
			if tr == last {
				u := &out[len(out)-1]
				u.cells = append(u.cells, s)
				u.text += " " + s
				continue
			}
			last = tr
			out = append(out, unit{text: s, cells: []string{s}, tr: tr})
			continue
		}
		last = -1
		li := c.t.Up(l.block, htmltree.Li)
		out = append(out, unit{text: s, entry: li != 0 && c.t.Contains(c.body, li)})
	}
	return out
}

// rowElement returns the row of a data table block stands in, 0 if none: the row
// of a layout holds pages of text.
func (c *content) rowElement(block int32) int32 {
	tr := int32(0)
	for n, k := block, 0; n != 0 && k < 8 && n != c.body; n, k = c.t.Nodes[n].Parent, k+1 {
		if c.t.Nodes[n].Tag == htmltree.Tr {
			tr = n
			break
		}
	}
	if tr == 0 || !c.t.Contains(c.body, tr) || c.textBytes(tr) > 1800 || c.cells(tr) < 2 {
		return 0
	}
	return tr
}

// cells counts the cells of a row. A row of one cell is a layout around a text.
func (c *content) cells(tr int32) int {
	n := 0
	for k := c.t.Nodes[tr].First; k != 0; k = c.t.Nodes[k].Next {
		if tag := c.t.Nodes[k].Tag; tag == htmltree.Td || tag == htmltree.Th {
			n++
		}
	}
	return n
}

// mentioner collects mentions while it passes through a text.
type mentioner struct {
	f     *Facts
	plain func(string) string // makes a text simplified, keeping its offsets
	list  Act                 // what the heading above says of the rows that follow
	// ticked returns what a tick in a table row says.
	ticked func(tr int32) (Act, bool)
}

// title reads the page's title, whose act is that of the lists in the page.
func (m *mentioner) title(s string) {
	m.sentence(s, Named)
	s = withoutAside(m.plain(s))
	// Only a title that announces the act speaks for the lists below it; 2019年修订
	// does not.
	if act := listAct(s); act == Repeals || strings.Contains(s, "关于") && act != Explains {
		if act != Amends || strings.Contains(s, "修改") && strings.HasSuffix(strings.TrimRight(s, "）)"), "决定") {
			m.list = act
		}
	}
}

// withoutAside returns a title without a bracket on what else is in the page:
// （含废止文件说明）.
func withoutAside(s string) string {
	for _, open := range [...]string{"（含", "（附", "(含", "(附"} {
		i := strings.Index(s, open)
		if i < 0 {
			continue
		}
		if k := strings.IndexAny(s[i:], "）)"); k > 0 {
			_, w := utf8.DecodeRuneInString(s[i+k:])
			return s[:i] + s[i+k+w:]
		}
	}
	return s
}

// unit reads one paragraph or row.
func (m *mentioner) unit(u unit) {
	if len(u.cells) > 1 {
		m.row(u)
		return
	}
	if act, ok := headingAct(m.plain(u.text)); ok && !namesOnly(withoutNumeral(m.plain(u.text))) {
		m.list = act
		if !strings.Contains(u.text, "《") {
			return
		}
	}
	inherit := Named
	if m.list != Named && (u.entry || enumerated(u.text) || namesOnly(m.plain(u.text))) {
		inherit = m.list
	}
	if inherit != Named && (!strings.Contains(u.text, "《") || aboutAnother(m.plain(u.text))) && m.plainEntry(u.text, inherit) {
		return
	}
	if !strings.Contains(u.text, "《") && nextHao(u.text, 0) < 0 {
		return
	}
	m.sentences(u.text, inherit)
}

// sentences reads a paragraph. What is said before a colon (决定废止下列文件：) holds
// for the names alone that follow it up to the full stop.
func (m *mentioner) sentences(text string, inherit Act) {
	lead := Named
	for s := range sentences(text) {
		rest := s
		if i := strings.IndexAny(s, "：:"); i >= 0 {
			_, w := utf8.DecodeRuneInString(s[i:])
			if act, ok := headingAct(m.plain(s[:i+w])); ok && act != Named && namesOnly(m.plain(s[i+w:])) {
				m.sentence(s[:i], inherit)
				lead, rest = act, s[i+w:]
			}
		}
		if lead != Named && namesOnly(m.plain(rest)) {
			m.sentence(rest, lead)
		} else {
			m.sentence(s, inherit)
		}
		if strings.HasSuffix(s, "。") {
			lead = Named
		}
	}
}

// plainEntry reads a numbered entry of a list that names a document without 《》;
// false where it is none.
func (m *mentioner) plainEntry(s string, act Act) bool {
	name := strings.TrimLeft(withoutNumeral(s), "0123456789０１２３４５６７８９.．、)） （(")
	number := ""
	d, ok := nextDocNo(name, 0)
	if strings.Contains(name, "《") {
		d, ok = closingDocNo(name)
	}
	if ok {
		number, name = d.number, strings.TrimRight(name[:d.start], " （(〔[，,")
	}
	name = strings.Trim(name, " ；;。，,")
	if !documentName(m.plain(name)) {
		return false
	}
	m.add(Mention{Title: name, Number: number, Quote: cutRunes(s, quoteRunes), Act: act})
	return true
}

// closingDocNo returns the 文号 at the end of a name that holds the name of another
// document, whose own number may stand behind it: 关于贯彻《甲办法》（1号）的意见（2号）.
func closingDocNo(name string) (last docNoMatch, ok bool) {
	for d, more := nextDocNo(name, 0); more; d, more = nextDocNo(name, d.end) {
		last, ok = d, true
	}
	if !ok || strings.Trim(name[last.end:], " ；;。，,）)〕]") != "" || strings.HasSuffix(strings.TrimRight(name[:last.start], " （(〔[，,"), "》") {
		return docNoMatch{}, false
	}
	return last, true
}

// aboutWords stand between 关于 and the name of another document in the title of one
// that does something to it or because of it.
var aboutWords = lexiconOf("废止", "修改", "修订", "修正", "延长", "延续", "贯彻", "落实", "实施", "执行", "学习", "宣传", "开展", "做好", "调整", "补充", "停止", "暂停", "解释", "明确", "转发")

// aboutAnother reports that a text is the title, not in 《》 itself, of a document about
// another that it names: 关于贯彻《甲办法》的实施意见. What a list says is done to the
// first is not done to the second. 关于印发《甲办法》的通知 and the method are one.
func aboutAnother(s string) bool {
	i, k := strings.Index(s, "关于"), strings.Index(s, "《")
	return i >= 0 && k > i && saysAny(s[i:k], aboutWords) && !strings.Contains(s[i:k], "印发") && !strings.ContainsAny(s[:k], "。；：")
}

// row reads one row of a table: the document, its number, and what a cell says
// is done to it.
func (m *mentioner) row(u unit) {
	act := m.list
	for _, cell := range u.cells {
		if a, ok := cellAct(cell); ok {
			act = a
		}
	}
	if strings.ContainsAny(u.text, tickMarks) {
		if a, ok := m.ticked(u.tr); ok {
			act = a
		}
	}
	number := ""
	for _, cell := range u.cells {
		if n, ok := DocNo(cell); ok && !aboutAnother(m.plain(cell)) {
			number = n
			break
		}
	}
	title := ""
	for _, cell := range u.cells {
		if aboutAnother(m.plain(cell)) {
			continue // its whole name is read below
		}
		if t, _, ok := bookTitle(cell, 0); ok {
			if strings.Count(cell, "《") > 1 && runeCount(cell) > 60 {
				m.sentence(cell, Named)
				continue
			}
			title = t
			break
		}
	}
	if title == "" {
		for _, cell := range u.cells {
			name := cell
			if d, ok := nextDocNo(name, 0); ok && !aboutAnother(m.plain(cell)) {
				name = strings.TrimRight(name[:d.start], " （(〔[")
			}
			if documentName(m.plain(name)) && len(name) > len(title) {
				title = name
			}
		}
	}
	if title == "" && number == "" || act == Named && title == "" {
		if number != "" {
			m.add(Mention{Number: number, Quote: cutRunes(u.text, quoteRunes), Act: act})
		}
		return
	}
	m.add(Mention{Title: title, Number: number, Quote: cutRunes(u.text, quoteRunes), Act: act})
}

func (m *mentioner) add(x Mention) {
	if len(m.f.Mentions) < maxMentions {
		m.f.Mentions = append(m.f.Mentions, x)
	}
}

// spot is one document named in a sentence.
type spot struct {
	title, number string
	from, to      int
}

// sentence reads the documents one sentence names. Documents named in a row (《甲》、
// 《乙》和《丙》) share what is said of them.
func (m *mentioner) sentence(s string, inherit Act) {
	if !strings.Contains(s, "《") && !strings.Contains(s, "号") && !strings.Contains(s, "號") {
		return
	}
	quoted := s // the page's own words
	s = m.plain(s)
	spots := findSpots(s)
	for i := 0; i < len(spots); {
		j := i + 1
		for j < len(spots) && (joins(s[spots[j-1].to:spots[j].from]) || spots[j].title == "" && joinsNamed(s[spots[j-1].to:spots[j].from])) {
			j++
		}
		prev, next := 0, len(s)
		if i > 0 {
			prev = spots[i-1].to
		}
		if j < len(spots) {
			next = spots[j].from
		}
		after := s[spots[j-1].to:next]
		if j < len(spots) && hasSuffixWord(after, "被") { // 《甲》已被《乙》废止
			after = s[spots[j].to:]
		}
		act, settled := actOf(s[prev:spots[i].from], after)
		if !settled && act == Named {
			act = inherit
		}
		for _, sp := range spots[i:j] {
			m.add(Mention{Title: sp.title, Number: sp.number, Quote: quoteAround(quoted, sp), Act: act})
		}
		i = j
	}
}

// quoteAround returns the sentence, or the part of a long one around a spot.
func quoteAround(s string, sp spot) string {
	if runeCount(s) <= quoteRunes {
		return s
	}
	from := sp.from
	for k := 0; k < 50 && from > 0; k++ {
		_, w := utf8.DecodeLastRuneInString(s[:from])
		from -= w
	}
	return cutRunes(s[from:], quoteRunes)
}

// joins reports whether the text between two documents only lists them.
func joins(s string) bool {
	s = strings.Trim(s, " 、,，")
	switch s {
	case "", "和", "及", "以及", "与", "并", "或", "和原", "及原":
		return true
	}
	return false
}

// joinsNamed reports whether the text between two numbers only lists the name of
// the second document, written without 《》: 甲办法（1号）、乙办法（2号）.
func joinsNamed(s string) bool {
	s = strings.TrimLeft(s, " ）)")
	for _, w := range [...]string{"、", "以及", "及", "和", "与"} {
		if name, ok := strings.CutPrefix(s, w); ok {
			name = strings.TrimRight(name, " （(")
			return !strings.ContainsAny(name, "，：") && !saysAny(name, repealWords) && !saysAny(name, keepWords) && documentName(name)
		}
	}
	return false
}

// findSpots finds the documents of a sentence, each with the number beside it.
func findSpots(s string) []spot {
	var out []spot
	at := 0
	for at < len(s) && len(out) < 200 {
		title, end, ok := bookTitle(s, at)
		from := end - len(title) - len("《》")
		no, hasNo := docNoIn(s[at:])
		if hasNo && (!ok || at+no.start < from) {
			sp := spot{number: no.number, from: at + no.start, to: at + no.end}
			if ok && from-sp.to <= 3 && from >= sp.to && strings.Trim(s[sp.to:from], " ") == "" {
				sp.title, sp.to = title, end
			}
			out = append(out, sp)
			at = sp.to
			continue
		}
		if !ok {
			break
		}
		sp := spot{title: title, from: from, to: end}
		if m, ok := docNoIn(s[end:]); ok {
			between := strings.TrimLeft(s[end:end+m.start], " （([〔【")
			if between == "" || runeCount(between) <= 8 && !strings.ContainsAny(between, "，。；、《") && strings.ContainsAny(s[end:end+m.start], "（(") {
				sp.number, sp.to = m.number, end+m.end
			}
		}
		if rest := s[sp.to:]; strings.HasPrefix(rest, "）") || strings.HasPrefix(rest, ")") {
			_, w := utf8.DecodeRuneInString(rest)
			sp.to += w
		} else if sp.number != "" { // （川办发〔2020〕71号，以下简称…）
			if i := strings.IndexAny(rest, "）)"); i > 0 && i < 90 && !strings.Contains(rest[:i], "《") {
				_, w := utf8.DecodeRuneInString(rest[i:])
				sp.to += i + w
			}
		}
		out = append(out, sp)
		at = sp.to
	}
	return out
}

func docNoIn(s string) (docNoMatch, bool) { return nextDocNo(s, 0) }

// bookTitle finds the first 《title》 at or after from; end is behind 》. Titles
// may hold others.
func bookTitle(s string, from int) (title string, end int, ok bool) {
	i := strings.Index(s[from:], "《")
	if i < 0 {
		return "", 0, false
	}
	i += from
	depth := 0
	for k := i; k < len(s) && k-i < maxTitleBytes; {
		r, w := utf8.DecodeRuneInString(s[k:])
		switch r {
		case '《':
			depth++
		case '》':
			if depth--; depth == 0 {
				return s[i+len("《") : k], k + w, true
			}
		}
		k += w
	}
	// Unbalanced: the nearest end counts.
	if k := strings.Index(s[i:], "》"); k > 0 && k < maxTitleBytes {
		return s[i+len("《") : i+k], i + k + len("》"), true
	}
	return "", 0, false
}
