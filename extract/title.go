package extract

import (
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// Bounds of what is taken for a heading.
const (
	minHeadingRunes = 2
	maxHeadingRunes = 140
)

// maxTitleRunes bounds what a page declares of itself and its heading: a hostile one
// would have hundreds of thousands of characters compared with each of its lines.
const maxTitleRunes = 1000

// declaration returns what a page declares, within bounds, and nothing more in memory.
func declaration(s string) string {
	s = strings.TrimSpace(s)
	if cut := cutRunes(s, maxTitleRunes); len(cut) < len(s) {
		return strings.Clone(cut)
	}
	return s
}

// readTitle fills Title, HTMLTitle and Heading. The page's own title is what it
// is declared to be (ArticleTitle), else its heading, else <title> without the
// site's name.
func (c *content) readTitle() {
	f := c.f
	if c.heading != 0 {
		f.Heading = cutRunes(c.headingText(c.heading), maxTitleRunes)
	}
	own := ownTitle(f.HTMLTitle, f.Meta)
	switch {
	case f.Meta.ArticleTitle != "" && !sameText(f.Meta.ArticleTitle, f.Meta.SiteName):
		f.Title = f.Meta.ArticleTitle
		// Some systems cut the declared title; the heading then says all of it.
		if short, ok := cutTitle(f.Title); ok && f.Heading != "" && strings.HasPrefix(Fold(f.Heading), Fold(short)) {
			f.Title = f.Heading
		}
	case f.Heading != "" && (c.certain || own == "" || sameText(own, f.HTMLTitle) && foreign(own, f.Meta) || c.articleHead() || c.isArticle()):
		f.Title = f.Heading
	default:
		f.Title = own
	}
	f.Title = clean(f.Title)
}

// titleFromField takes the title of the index box where the page shows no other,
// or in <title> only a part of it.
func (c *content) titleFromField() {
	if c.f.Title != "" && (c.heading != 0 || c.f.Meta.ArticleTitle != "") {
		return
	}
	for _, x := range c.f.Fields {
		if x.Name == DocTitle && x.Value != "" && strings.Contains(Fold(x.Value), Fold(c.f.Title)) {
			c.f.Title = x.Value
			return
		}
	}
}

// articleHead reports whether the line under the heading says when the page was
// published: then the heading is that of a document.
func (c *content) articleHead() bool {
	if c.heading == 0 {
		return false
	}
	for _, h := range c.hits {
		if h.label.date == notDate || h.label.date == isOther || !h.colon || !c.nearHeading(h.line) {
			continue
		}
		if _, ok := nextDay(c.text[h.to:min(len(c.text), h.to+40)], 0); ok {
			return true
		}
	}
	return false
}

// overDate finds the heading of a page that neither is called nor marks one: the line over
// the only one that says when it was published. A list says so of each of its rows.
func (c *content) overDate() int32 {
	f := c.f
	if f.Meta.ArticleTitle != "" || c.list {
		return 0
	}
	if own := ownTitle(f.HTMLTitle, f.Meta); own != "" && !(sameText(own, f.HTMLTitle) && foreign(own, f.Meta)) {
		return 0
	}
	at := 0
	for _, h := range c.hits {
		if h.label.date != isPublished || !h.colon {
			continue
		}
		if _, ok := nextDay(c.text[h.to:min(len(c.text), h.to+40)], 0); !ok {
			continue
		}
		if at > 0 {
			return 0
		}
		at = h.line
	}
	if at == 0 || c.hits[0].line < at { // an index box says other things over it
		return 0
	}
	l, text := &c.rows[at-1], Fold(c.words(at-1))
	if c.p.zones[l.node] != inBody || l.linked > 0 || l.runes < minOverDate || l.runes > maxHeadingRunes || text == Fold(f.Meta.SiteName) || organisation(text) {
		return 0
	}
	return l.block
}

// minOverDate is the least that the title of a document says, in characters.
const minOverDate = 6

// cutTitle returns the title without the dots that say it is not whole.
func cutTitle(s string) (string, bool) {
	for _, dots := range [...]string{"...", "…", "．．．"} {
		if t, ok := strings.CutSuffix(strings.TrimSpace(s), dots); ok {
			return strings.TrimRight(t, ".…． "), true
		}
	}
	return s, false
}

// ownTitle returns title without the names of the site and the column that most
// systems append or prepend.
func ownTitle(title string, m Meta) string {
	title = clean(title)
	for range 4 {
		head, tail, ok := cutLastSeparator(title)
		if !ok {
			break
		}
		switch {
		case foreign(tail, m):
			title = head
			continue
		case foreign(firstPart(title), m):
			title = strings.TrimLeft(title[len(firstPart(title)):], separators)
			continue
		}
		break
	}
	if inner, ok := strings.CutPrefix(title, "["); ok && strings.HasSuffix(inner, "]") {
		title = strings.TrimSuffix(inner, "]")
	}
	return clean(title)
}

const separators = " -_|—–－＿｜·>»"

func cutLastSeparator(s string) (head, tail string, ok bool) {
	i := strings.LastIndexAny(s, "-_|—–－＿｜>»")
	if i <= 0 {
		return s, "", false
	}
	head = strings.TrimRight(s[:i], separators)
	tail = strings.TrimLeft(s[i:], separators)
	return head, tail, head != ""
}

func firstPart(s string) string {
	if i := strings.IndexAny(s, "-_|—–－＿｜>»"); i > 0 {
		return s[:i]
	}
	return s
}

// foreign reports whether a part of <title> names the site or column.
func foreign(part string, m Meta) bool {
	part = clean(part)
	if part == "" || sameText(part, m.SiteName) || sameText(part, m.ColumnName) {
		return true
	}
	if m.SiteName != "" && len(part) >= 9 && strings.Contains(Fold(m.SiteName), Fold(part)) {
		return true
	}
	if strings.Contains(part, "门户网站") || strings.Contains(part, "政府网") {
		return true
	}
	for _, end := range [...]string{"网", "网站", "門戶", "门户", "门户网站", "平台", "政府", "人民政府", "厅", "局", "委员会", "办公室", "频道"} {
		if strings.HasSuffix(part, end) {
			return true
		}
	}
	return len(part) > 6 && (strings.HasSuffix(part, ".gov.cn") || strings.HasSuffix(part, ".cn") || strings.HasSuffix(part, ".com"))
}

// organisation reports whether a folded text is the name of a body: the head of
// the site's pages rather than of one page, though many titles begin with it.
func organisation(text string) bool {
	if strings.Contains(text, "关于") || strings.ContainsAny(text, "《<") {
		return false
	}
	for _, end := range [...]string{"政府", "网", "网站", "委员会", "办公室", "办公厅", "厅", "局"} {
		if strings.HasSuffix(text, end) {
			return true
		}
	}
	return false
}

func sameText(a, b string) bool { return a != "" && b != "" && Fold(a) == Fold(b) }

// findHeading finds the element that holds the page's heading. What the page
// declares to be its title decides; then what <title> begins with; then size.
func (c *content) findHeading() {
	t := c.t
	declared := Fold(c.f.Meta.ArticleTitle)
	title := Fold(c.f.HTMLTitle)
	if short, ok := cutTitle(declared); ok {
		declared = short
	}
	site, column := Fold(c.f.Meta.SiteName), Fold(c.f.Meta.ColumnName)
	best, bestScore := int32(0), 24
	words := 0 // characters of running text passed so far
	for i := range c.rows {
		l := &c.rows[i]
		if c.p.zones[l.node] != inBody || l.runes > maxHeadingRunes {
			words += int(l.runes)
			continue
		}
		if words > 6000 || words > 1500 && best != 0 {
			break
		}
		if l.runes < minHeadingRunes || l.linked*2 > l.runes {
			words += int(l.runes - l.linked)
			continue
		}
		score := c.headingScore(l)
		if score < 20 && declared == "" && (title == "" || l.runes < 6) {
			words += int(l.runes)
			continue
		}
		text := Fold(c.words(i))
		same := false
		switch {
		case text == site || text == column && score < 40:
			score -= 60
		case declared != "" && text == declared:
			score += 100
			same = true
		case declared != "" && len(text) >= 12 && (strings.HasPrefix(text, declared) || strings.HasPrefix(declared, text)):
			score += 70
			same = true
		case len(text) >= 15 && strings.HasPrefix(title, text) && !organisation(text), len(text) >= 6 && text == title:
			score += 50
			same = true
		case len(text) >= 24 && strings.Contains(title, text) && !organisation(text):
			score += 35
			same = true
		}
		if !same && words > 400 {
			score -= 30
		}
		if t.Contains(c.body, l.block) && !same && words > 60 {
			score -= 10
		}
		if score > bestScore {
			best, bestScore = l.block, score
			c.certain = same
		}
		words += int(l.runes)
	}
	if best != 0 && !c.certain && !c.p.home {
		if own := Fold(clean(t.Text(best))); own != column && !strings.HasPrefix(title, own) && c.isSection(best) {
			best = 0
		}
	}
	if best != 0 {
		// A heading of several lines: take the element around them.
		for up := best; up != 0; up = t.Nodes[up].Parent {
			if h := t.Nodes[up].Tag.Heading(); h > 0 && h <= 3 {
				best = up
				break
			}
			if t.Nodes[up].Tag == htmltree.Div && up != best {
				break
			}
		}
	}
	c.heading = best
}

// headingScore says how much a line looks like the heading by its element.
func (c *content) headingScore(l *line) int {
	t := c.t
	score := 0
	for n, steps := l.block, 0; n != 0 && steps < 3; n, steps = t.Nodes[n].Parent, steps+1 {
		nd := &t.Nodes[n]
		if h := nd.Tag.Heading(); h > 0 {
			return max(score, 60-8*h)
		}
		if nd.Kind != htmltree.Element || c.weight(n) > l.runes+12 && steps > 0 {
			break
		}
		score = max(score, c.p.namesOf(n).titleScore())
	}
	// Fonts and spans inside an old layout's cell.
	for n := t.Nodes[l.node].Parent; n != 0 && n != l.block; n = t.Nodes[n].Parent {
		switch t.Nodes[n].Tag {
		case htmltree.H1, htmltree.H2, htmltree.H3:
			score = max(score, 50)
		case htmltree.Strong, htmltree.B, htmltree.Big:
			score = max(score, 12)
		case htmltree.Font:
			if v, ok := t.AttrBytes(n, "size"); ok && (string(v) == "5" || string(v) == "6" || string(v) == "+2" || string(v) == "+3" || string(v) == "4") {
				score = max(score, 28)
			}
		}
		score = max(score, c.p.namesOf(n).titleScore())
	}
	return score
}

// titleScore says how much the attributes of an element make it a title.
func (v names) titleScore() int {
	switch {
	case v&saysTitle != 0:
		return 34
	case v&saysTit != 0:
		return 30
	case v&saysLarge != 0:
		return 28
	}
	return 0
}

// titleName reads an id or class that says "title".
func titleName(value []byte) names {
	if len(value) > 80 {
		return 0
	}
	s := strings.ToLower(string(value))
	switch {
	case strings.Contains(s, "subtit"), strings.Contains(s, "titlelist"), strings.Contains(s, "titles"), strings.Contains(s, "tits"):
		return 0
	case strings.Contains(s, "title"), strings.Contains(s, "biaoti"), strings.Contains(s, "headline"):
		return saysTitle
	case strings.Contains(s, "-tit"), strings.Contains(s, "_tit"), strings.HasPrefix(s, "tit"), s == "bt", strings.HasSuffix(s, "_bt"), strings.HasSuffix(s, "-bt"):
		return saysTit
	}
	return 0
}

// bigStyle reports whether an inline style sets large type.
func bigStyle(s string) bool {
	i := strings.Index(s, "font-size")
	if i < 0 {
		return false
	}
	s = strings.TrimLeft(s[i+len("font-size"):], ": ")
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	size := 0
	for _, d := range s[:min(n, 3)] {
		size = size*10 + int(d-'0')
	}
	if strings.HasPrefix(s[n:], "pt") {
		size = size * 4 / 3
	}
	return size >= 22 && size <= 60
}

// headingText returns the words of the heading, without what a reader takes for
// decoration. Old layouts put the line of author and date into the block of the
// heading: it ends where the labels begin.
func (c *content) headingText(n int32) string {
	s := c.beforeLabels(n)
	if s == "" {
		s = clean(c.t.Text(n))
	}
	return strings.TrimSpace(strings.Trim(s, "\u200b"))
}

// beforeLabels returns the lines of block n that stand before one with a label
// and a value; "" where the first line or none has one.
func (c *content) beforeLabels(n int32) string {
	first, end := c.firstLine(n), c.lastLine(c.t.Nodes[n].Stop)
	for _, h := range c.hits {
		if h.line < first || h.line >= end || !h.colon {
			continue
		}
		words := make([]string, 0, h.line-first)
		for i := first; i < h.line; i++ {
			words = append(words, c.words(i))
		}
		return clean(strings.Join(words, " "))
	}
	return ""
}
