package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/internal/htmltree"
)

// letterHit is one label of a letter with what follows it.
type letterHit struct {
	role  letterRole
	words string // the label as Fold writes it
	value string // what stands behind it, up to the next label
	day   calendar.Day
	line  int
	node  int32
}

// labelledLetters reads letters whose facts have a label each: the page of one
// letter, or cards that follow one another.
func (c *content) labelledLetters() {
	hits := c.letterHits()
	sections(hits)
	asked, days := 0, map[calendar.Day]bool{}
	for _, h := range hits {
		if h.role == askedRole {
			asked++
			days[h.day] = true
		}
	}
	switch {
	case asked == 0 && c.list:
		return
	case asked == 0, asked == 1, len(days) == 1 && !c.list && c.oneHeading(hits):
		c.oneLetter(hits)
	default:
		c.severalLetters(hits)
	}
}

// oneHeading reports that several labels of one day stand on the page of one
// letter, such as in a box and again above the text.
func (c *content) oneHeading(hits []letterHit) bool {
	answered := map[calendar.Day]bool{}
	for _, h := range hits {
		if h.role == answeredRole {
			answered[h.day] = true
		}
	}
	return len(answered) <= 1 && c.heading != 0
}

// maxLetterHits bounds the labels of one page.
const maxLetterHits = 8 * maxLetters

// letterHits finds every label and its value.
func (c *content) letterHits() []letterHit {
	var out []letterHit
	writable := c.t.Find(0, htmltree.Textarea) != 0
	for i := 0; i < len(c.rows) && len(out) < maxLetterHits; i++ {
		l := &c.rows[i]
		if z := c.p.zones[l.node]; z == inNav || z == inFooter || z == inCrumbs {
			continue
		}
		if writable && c.t.Up(l.block, htmltree.Form) != 0 && c.formFields(l.block) {
			continue // labels of what a writer is to fill in
		}
		out = c.lineHits(out, i)
	}
	// A label that has its line or cell to itself is followed by its value.
	for k := range out {
		h := &out[k]
		if h.value == "" && h.line+1 < len(c.rows) && (k+1 == len(out) || out[k+1].line != h.line) {
			if (k+1 == len(out) || out[k+1].line > h.line+1) && c.ofLetter(h.line+1, c.cellsEnd(h.node)) {
				h.value = h.role.below(c.words(h.line + 1))
			}
		}
		if h.role == askedRole || h.role == answeredRole || h.role == whenRole {
			h.day, _ = letterDay(h.value)
		}
	}
	return out
}

// ofLetter reports that a line may belong to a label above it whose table, if its
// value has a cell there, ends at the node end: where nothing stands under the last
// label of a letter, the tools and the footer of the page come next.
func (c *content) ofLetter(line int, end int32) bool {
	return c.ofZone(c.rows[line].node) && (end == 0 || c.rows[line].node < end) && !belowText(Fold(c.line(line)))
}

// ofZone reports a part of the page where a letter stands.
func (c *content) ofZone(n int32) bool {
	z := c.p.zones[n]
	return z != inNav && z != inFooter && z != inRelated
}

// formFields reports that the form around a line is one to be filled in.
func (c *content) formFields(n int32) bool {
	form := c.t.Up(n, htmltree.Form)
	for k := form; k < c.t.Nodes[form].Stop; k++ {
		if c.t.Nodes[k].Tag == htmltree.Textarea {
			return true
		}
	}
	return false
}

// lineHits adds the labels of one line.
func (c *content) lineHits(out []letterHit, i int) []letterHit {
	s := c.line(i)
	l := &c.rows[i]
	if l.to-l.from > 4000 {
		s = s[:4000]
	}
	first := len(out)
	begin := 0 // where a label may begin
	for k := nextEnd(s, 0); k < len(s); k = nextEnd(s, k+1) {
		w := endsLabel(s[k:])
		if w == 0 {
			continue
		}
		if h, from, ok := labelBefore(s, begin, k); ok {
			h.line, h.node = i, l.node
			if n := len(out); n > first {
				out[n-1].value = s[len(s)-len(out[n-1].value) : from]
			}
			h.value = s[k+w:]
			out = append(out, h)
			begin = k + w
		}
	}
	for k := first; k < len(out); k++ {
		out[k].value = clean(out[k].value)
	}
	if len(out) > first {
		return out
	}
	// Without a colon: the whole line is a label, or a label and its value stand in
	// elements of their own.
	pieces := 0
	for range linePieces(s) {
		pieces++
	}
	if pieces > 2*maxLetterCols {
		return out
	}
	pending := -1 // the label whose value the next piece is
	for piece := range linePieces(s) {
		if pending >= 0 {
			out[pending].value = clean(piece)
			pending = -1
		}
		han := hanIn(piece)
		if 3*han > 4*roleRunes+maxDayBytes {
			continue // running text
		}
		if han > roleRunes && foldedEnd(piece) != 0 || !mayEndRole(piece) && 3*han > longestStatus { // neither a label nor a state
			if h, ok := labelledDay(piece); ok {
				h.line, h.node = i, l.node
				out = append(out, h)
			}
			continue
		}
		folded := Fold(piece)
		if strings.HasSuffix(folded, "。") {
			continue // a sentence, not a label
		}
		if r := letterLabel(folded); r != noRole && len(piece) <= 4*roleRunes {
			pending = len(out)
			out = append(out, letterHit{role: r, words: folded, line: i, node: l.node})
		} else if isStatus(folded) {
			out = append(out, letterHit{role: statusRole, words: "", value: clean(piece), line: i, node: l.node})
		} else if h, ok := labelledDay(piece); ok {
			h.line, h.node = i, l.node
			out = append(out, h)
		}
	}
	return out
}

// linePieces yields what stands between the marks of a line; of one without marks,
// the line.
func linePieces(s string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		if strings.IndexByte(s, mark) < 0 {
			yield(s)
			return
		}
		for s != "" {
			piece := s
			if i := strings.IndexByte(s, mark); i >= 0 {
				piece, s = s[:i], s[i+1:]
			} else {
				s = ""
			}
			if piece != "" && !yield(piece) {
				return
			}
		}
	}
}

// isStatus reports whether folded words are nothing but a state of a letter.
func isStatus(folded string) bool {
	if len(folded) > longestStatus && folded[0] >= 0xE4 && folded[len(folded)-1] >= 0x80 && !strings.HasSuffix(folded, "】") {
		return false
	}
	return statusWords[strings.Trim(folded, "[]()【】")]
}

// longestStatus is the length of the longest of statusWords.
const longestStatus = 12

// nextEnd returns the index from k on of a byte that endsLabel may know, len(s) where
// there is none.
func nextEnd(s string, k int) int {
	for ; k < len(s); k++ {
		if hanAt(s, k) > 0 {
			k += 2
		} else if beginsEnd[s[k]] {
			return k
		}
	}
	return k
}

// beginsEnd marks the bytes that nextEnd looks for.
var beginsEnd = [256]bool{':': true, ']': true, 0xEF: true, 0xE3: true, 0xE2: true}

// endsLabel returns the length of the mark that s begins with if it is one that
// stands between a label and its value, else 0.
func endsLabel(s string) int {
	switch s[0] {
	case ':', ']':
		return 1
	case 0xE2, 0xE3, 0xEF:
		switch s[:min(3, len(s))] {
		case "：", "∶", "﹕", "︰", "】":
			return 3
		}
	}
	return 0
}

// maxDayBytes bounds a date behind its label.
const maxDayBytes = 40

// hanIn counts the Chinese characters of s, as far as one more than any label with
// its value has.
func hanIn(s string) int {
	n := 0
	for i := 0; i < len(s); {
		if !startsHan(s[i]) {
			i++
			continue
		}
		i += 3
		if n++; 3*n > 4*roleRunes+maxDayBytes {
			break
		}
	}
	return n
}

// fewHan reports whether s has no more Chinese characters than the longest state of
// a letter.
func fewHan(s string) bool { return 3*hanIn(s) <= longestStatus }

// labelledDay reads a label and its date with only a blank between them.
func labelledDay(piece string) (letterHit, bool) {
	if strings.IndexByte(piece, ' ') < 0 && strings.IndexByte(piece, 0xC2) < 0 && strings.IndexByte(piece, 0xE2) < 0 && strings.IndexByte(piece, 0xE3) < 0 {
		return letterHit{}, false // nothing parts them
	}
	label, value, ok := strings.Cut(clean(piece), " ")
	if !ok || len(label) > 4*roleRunes || len(value) > maxDayBytes {
		return letterHit{}, false
	}
	if _, ok := letterDay(value); !ok {
		return letterHit{}, false
	}
	words := Fold(label)
	role := letterLabel(words)
	return letterHit{role: role, words: words, value: value}, role == askedRole || role == answeredRole
}

// labelBefore reads the label that ends at s[end], and where it begins: the words
// back to the last blank or mark, joined over blanks where they were spaced out
// letter by letter.
func labelBefore(s string, begin, end int) (letterHit, int, bool) {
	var best letterHit
	if !mayEndRole(s[max(begin, end-5*roleRunes):end]) {
		return best, 0, false
	}
	at, found := 0, false
	from := end
	for from > begin && end-from <= 4*roleRunes {
		r, w := utf8.DecodeLastRuneInString(s[begin:from])
		from -= w
		edge := from == begin || opensLabel(r) || r == '。' || r == '!' || r == '?'
		if !edge {
			continue
		}
		start := from
		if opensLabel(r) || r == '。' || r == '!' || r == '?' {
			start = from + w
		}
		folded := Fold(s[start:end])
		if role := letterLabel(folded); role != noRole && (!found || best.role == whenRole) {
			best, at, found = letterHit{role: role, words: folded}, start, true
		}
		// Beyond a blank only if the words so far are single letters apart.
		if runeCount(folded) > 2 && spread(s[start:end]) || r != ' ' && r != mark && r != '\u3000' && r != '\u00a0' {
			break
		}
	}
	return best, at, found
}

// spread reports that words are not written letter by letter.
func spread(s string) bool {
	for _, piece := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == mark || r == '\u3000' || r == '\u00a0' }) {
		if runeCount(piece) > 2 {
			return true
		}
	}
	return false
}

// sections gives a bare 时间 the meaning of the part it stands in: below the letter
// or its writer it is the day of the letter, below the answer or who gives it that
// of the answer. It does so only where no label says it outright.
func sections(hits []letterHit) {
	explicit := map[letterRole]bool{}
	for _, h := range hits {
		explicit[h.role] = true
	}
	part := noRole
	for i := range hits {
		switch h := &hits[i]; h.role {
		case askRole:
			part = askedRole
		case answerRole, unitRole:
			part = answeredRole
		case whenRole:
			if part != noRole && !explicit[part] && h.day != 0 && h.words == "时间" || part != noRole && !explicit[part] && h.day != 0 && h.words == "日期" {
				h.role = part
			}
		}
	}
}

// take puts what a label says into a letter.
func (l *Letter) take(c *content, h *letterHit, next int) {
	switch h.role {
	case askedRole:
		if l.Asked == 0 {
			l.Asked, l.By = h.day, strings.Trim(h.words, ":[]()【】")
		}
	case answeredRole:
		if h.day != 0 && (l.Answered == 0 || h.day < l.Answered) {
			l.Answered = h.day
		}
		l.Blank = l.Answered == 0 && !l.Replied && (emptyCell(h.value) || hasAnyOf(Fold(h.value), noAnswer))
	case whenRole:
		if l.Dated == 0 {
			l.Dated = h.day
		}
	case titleRole:
		if l.Title == "" {
			l.Title = h.value
		}
	case statusRole:
		w := h.value
		if i := strings.IndexAny(w, "|｜；;，, "); i > 0 {
			w = w[:i] // what stands behind it on the line is not labelled
		}
		w = strings.Trim(w, "[]【】()（） ")
		if runeCount(w) <= 10 && w != "" {
			l.Status = w
			break
		}
		l.answer(c, h, next)
	case answerRole:
		l.answer(c, h, next)
	}
	if h.role != askRole && h.role != answerRole {
		l.Quote += " " + h.words + " " + cutRunes(h.value, 40)
	}
}

// answer reads whether words of an answer stand behind a label, up to the line of
// the next one, the end of the table the label has its cell in, or what every page
// has below its text.
func (l *Letter) answer(c *content, h *letterHit, next int) {
	words := Fold(h.value)
	end := c.cellsEnd(h.node)
	for i := h.line + 1; i < min(next, len(c.rows), h.line+40) && len(words) < 600; i++ {
		if !c.ofLetter(i, end) {
			break
		}
		words += Fold(c.line(i))
	}
	n := runeCount(words)
	if n < replyRunes && c.showsMore(h.node, end) {
		l.Interim = true // a picture or file may be the answer
		return
	}
	switch waits := n < 60 && hasAnyOf(words, noAnswer); {
	case n == 0, waits && n <= blankRunes:
		l.Blank = l.Blank || l.Answered == 0 && !l.Replied
	case waits:
		l.Interim = true
	case n >= replyRunes:
		l.Replied, l.Blank = true, false
	}
}

// showsMore reports a picture or file between the label at node n and end: in the
// row of its value, where end is that of its table, else in the two blocks after it.
func (c *content) showsMore(n, end int32) bool {
	t := c.t
	stop := min(end, int32(len(t.Nodes)))
	if row := t.Up(n, htmltree.Tr); row != 0 && end != 0 {
		stop = min(stop, t.Nodes[row].Stop)
	}
	if end == 0 {
		block := c.blockOf(n)
		if block == 0 {
			return false
		}
		stop = t.Nodes[block].Stop
		next := t.Nodes[block].Next
		for next != 0 && t.Nodes[next].Kind != htmltree.Element {
			next = t.Nodes[next].Next
		}
		if next != 0 {
			stop = t.Nodes[next].Stop
		}
	}
	for k := n; k < stop; k++ {
		switch t.Nodes[k].Tag {
		case htmltree.Img:
			if alt, _ := t.Attr(k, "alt"); c.ofZone(k) && !toolPicture(t, k, Fold(alt)) {
				return true
			}
		case htmltree.Iframe, htmltree.Embed:
			return true
		}
	}
	return false
}

// cellsEnd returns where the table or list of terms ends in which a label and its
// value have places of their own, 0 if they have none.
func (c *content) cellsEnd(n int32) int32 {
	t := c.t
	if dl := t.Up(n, htmltree.Dl); dl != 0 {
		return t.Nodes[dl].Stop
	}
	row := t.Up(n, htmltree.Tr)
	if row == 0 {
		return 0
	}
	cells := 0
	for k := t.Nodes[row].First; k != 0; k = t.Nodes[k].Next {
		if tag := t.Nodes[k].Tag; tag == htmltree.Td || tag == htmltree.Th {
			cells++
		}
	}
	table := t.Up(row, htmltree.Table)
	if cells < 2 || table == 0 {
		return 0
	}
	return t.Nodes[table].Stop
}

// belowText reports a line, as Fold writes it, of what stands below any text:
// links to share and print it, its neighbours, votes on it.
func belowText(s string) bool {
	for _, w := range [...]string{"分享", "打印", "[打印", "【打印", "关闭", "[关闭", "【关闭", "返回", "收藏", "上一篇", "下一篇", "上一条", "下一条", "上一封", "下一封", "上一页", "扫一扫", "满意度", "您对", "评价", "责任编辑", "主办单位", "版权所有", "网站标识码"} {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}
