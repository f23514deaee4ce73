package extract

import (
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// Bounds on what is believed to be the value of a field.
const (
	maxFieldRunes = 150
	maxFields     = 60
	listRepeats   = 3 // a label with so many different values is the column of a list
)

// candidate is a field before it is known whether its neighbours make an index
// box of them.
type candidate struct {
	Field
	line  int
	weak  bool
	sure  bool // a colon, or a cell beside a cell
	date  dateClaim
	value int32
}

// readFields fills Fields: what an index box, a labelled line, a script or a
// stamp says of the document.
func (c *content) readFields() {
	found := c.fieldCandidates()
	found = c.inBoxes(found)
	issuedAsWritten(found)
	found = dropColumns(found)
	for _, x := range found {
		x.ByScript = x.ByScript || x.Value == "" && x.Name != Validity && c.filledByScript(x)
		c.addField(x)
	}
	c.scriptFields(found)
	c.stamps()
	c.titleMark()
	c.plainMark()
	c.dropEmptyTwins()
}

// issuedAsWritten takes 发文日期 for the day of writing where the same box gives the
// day of publication apart and no other day of writing.
func issuedAsWritten(in []candidate) {
	issued := -1
	for i := range in {
		switch {
		case in[i].Name == Written:
			return
		case in[i].Name == Published && in[i].date == mayPublish:
			issued = i
		}
	}
	if issued < 0 {
		return
	}
	for i := range in {
		if d := in[i].line - in[issued].line; in[i].Name == Published && in[i].date == isPublished && in[i].Value != "" && d >= -8 && d <= 8 {
			in[issued].Name = Written
			return
		}
	}
}

// fieldCandidates pairs every label with its value.
func (c *content) fieldCandidates() []candidate {
	var out []candidate
	for i, h := range c.hits {
		if h.label.name == "" || len(out) >= 4*maxFields || !c.fieldZone(h) {
			continue
		}
		x := candidate{Field: Field{Name: h.label.name, Label: h.words, Via: "text"}, line: h.line, weak: h.label.weak, sure: h.colon, date: h.label.date}
		value := c.inlineValue(i)
		tag := c.cellTag(c.rows[h.line].block)
		switch tag {
		case htmltree.Td, htmltree.Th:
			x.Via = "table"
		case htmltree.Dt, htmltree.Dd:
			x.Via = "dl"
		case htmltree.Li:
			x.Via = "list"
		}
		alone := h.starts && int32(h.to) >= c.rows[h.line].to
		if value == "" && alone {
			v, node, ok := c.neighbour(h)
			byScript := !ok && x.Name == Validity && c.writtenBeside(h)
			if !ok && !h.colon && tag != htmltree.Td && tag != htmltree.Th && !byScript {
				continue
			}
			x.sure = x.sure || byScript
			value, x.value, x.sure = v, node, x.sure || ok && (tag == htmltree.Td || tag == htmltree.Th || tag == htmltree.Dt)
		}
		value = trimValue(value)
		if value == "" {
			value = c.valueInside(&x, alone)
		}
		if x.Name == DocNumber && strings.Trim(value, "〔〕[]（）()【】第 号號年") == "" {
			value = "" // the form of a number without one
		}
		if runeCount(value) > maxFieldRunes {
			continue
		}
		x.Value = value
		if x.Name == Expires && validityWord(value) {
			x.Name = Validity
		}
		if x.Name == Validity && value != "" && !validityValue(value) {
			if x.weak {
				continue
			}
		}
		if x.Name == Validity && value == "" && x.value == -1 {
			x.Via, x.ByScript, x.value = "stamp", true, 0
		}
		if x.Name == Written || x.Name == Published || x.Name == Effective {
			if _, ok := ParseDay(value); !ok && value != "" && !(x.Name == Written && x.sure && partOfDay(value)) {
				continue
			}
		}
		out = append(out, x)
	}
	return out
}

// partOfDay reports a value that tells when, though not the day: 2024年3月, 24-03-01.
func partOfDay(value string) bool {
	return len(value) <= 20 && isDigit(value[0]) && strings.Trim(value, "0123456789年月日-./ ") == ""
}

// maxBesideRunes is the length, in characters, of a block that holds a label and
// the place of its value, at most.
const maxBesideRunes = 40

// writtenBeside reports whether the short block of a label holds a script: what it
// writes is the value.
func (c *content) writtenBeside(h hit) bool {
	block := c.rows[h.line].block
	return c.weight(block) <= maxBesideRunes && c.scriptKnows(block)
}

// valueInside reads a value that is not text: the content of a form field, or a
// picture that stands for a word. x.value becomes -1 where there is a picture, or an
// element that a style sheet draws, that says nothing.
func (c *content) valueInside(x *candidate, alone bool) string {
	t := c.t
	from, to := c.rows[x.line].block, int32(0)
	if x.value != 0 {
		from = x.value
	} else if !alone {
		return ""
	}
	to = min(t.Nodes[from].Stop, from+64)
	for k := from; k < to; k++ {
		switch t.Nodes[k].Tag {
		case htmltree.Input:
			if v, ok := t.Attr(k, "value"); ok && clean(v) != "" {
				return clean(v)
			}
		case htmltree.Img:
			for _, name := range [...]string{"alt", "title"} {
				if v, ok := t.Attr(k, name); ok && (x.Name != Validity || validityWord(v)) && clean(v) != "" {
					return clean(v)
				}
			}
			if x.Name == Validity {
				if v, ok := t.Attr(k, "src"); ok && stampFile(v) != "" {
					return stampFile(v)
				}
				x.value = -1
			}
		case htmltree.I, htmltree.SVG, htmltree.Canvas:
			if x.Name == Validity {
				x.value = -1
			}
		case htmltree.Span, htmltree.Em, htmltree.B, htmltree.Div:
			if x.Name == Validity && k != from && t.Text(k) == "" && (c.namedState(k) || c.p.namesOf(k)&hasRowKey != 0 || c.iconic(k)) {
				x.value = -1
			}
		}
	}
	return ""
}

// iconic reports an element whose class says that a style sheet draws it.
func (c *content) iconic(n int32) bool {
	class, _ := c.t.Attr(n, "class")
	return containsWord(strings.ToLower(class), []string{"icon", "ico-", "fa-", "seal"})
}

// fieldZone reports whether a label stands where an index box may stand: not in
// running text. Inside the main text only the first and last lines count.
func (c *content) fieldZone(h hit) bool {
	l := &c.rows[h.line]
	if !h.starts && !h.colon {
		return h.from > 0 && c.text[h.from-1] == mark
	}
	if !h.starts && l.runes > 60 && c.labelsOf(h.line) < 2 {
		return false // in brackets in the middle of running text
	}
	if up := c.t.Up(l.block, htmltree.Form); up != 0 && c.weight(up)*3 < c.weight(c.p.main) && !c.shownForm(up) {
		return false // a search form
	}
	return true
}

// shownForm reports whether a form shows values and does not ask for them: its
// fields cannot be written in.
func (c *content) shownForm(form int32) bool {
	fields, fixed := 0, 0
	for k := form + 1; k < min(c.t.Nodes[form].Stop, form+headSpan); k++ {
		if tag := c.t.Nodes[k].Tag; tag != htmltree.Input && tag != htmltree.Textarea {
			continue
		}
		if kind, _ := c.t.Attr(k, "type"); kind == "hidden" {
			continue
		}
		fields++
		_, readonly := c.t.Attr(k, "readonly")
		_, disabled := c.t.Attr(k, "disabled")
		if readonly || disabled {
			fixed++
		}
	}
	return fixed >= 2 && fixed == fields
}

// labelsOf counts the labels of a line.
func (c *content) labelsOf(line int) int {
	n := 0
	for _, h := range c.hits {
		if h.line == line {
			n++
		}
	}
	return n
}

// inlineValue returns the text between hit i and the next label of its line.
func (c *content) inlineValue(i int) string {
	h := c.hits[i]
	end := int(c.rows[h.line].to)
	if i+1 < len(c.hits) && c.hits[i+1].line == h.line {
		end = c.hits[i+1].from
	}
	return c.text[h.to:end]
}

func trimValue(s string) string {
	s = clean(s)
	s = strings.TrimLeft(s, "：:∶ 】]）\u00a0")
	return strings.TrimRight(s, " |｜[【;；,，\u00a0")
}

// cellTag returns the tag of the cell, term or row the block belongs to.
func (c *content) cellTag(block int32) htmltree.Tag {
	for n, k := block, 0; n != 0 && k < 4; n, k = c.t.Nodes[n].Parent, k+1 {
		switch tag := c.t.Nodes[n].Tag; tag {
		case htmltree.Td, htmltree.Th, htmltree.Dt, htmltree.Dd, htmltree.Li:
			return tag
		}
	}
	return htmltree.None
}

// neighbour returns the value that stands in the element beside a label that
// has its element to itself.
func (c *content) neighbour(h hit) (string, int32, bool) {
	t := c.t
	cell := c.rows[h.line].block
	for n, k := cell, 0; n != 0 && k < 4; n, k = t.Nodes[n].Parent, k+1 {
		if tag := t.Nodes[n].Tag; tag == htmltree.Td || tag == htmltree.Th || tag == htmltree.Dt {
			cell = n
			break
		}
	}
	if n := c.under(h); n != 0 {
		value := clean(t.Text(n))
		if l, ok := labelAt(value, 0); !ok || l.to < len(value) && !l.colon {
			return value, n, true
		}
		return "", 0, h.colon
	}
	own := c.spanOfLines(cell)
	if own != 1 {
		return "", 0, false
	}
	next := nextElement(t, cell)
	cellular := t.Nodes[cell].Tag == htmltree.Td || t.Nodes[cell].Tag == htmltree.Th || t.Nodes[cell].Tag == htmltree.Dt
	if next == 0 {
		return "", 0, false
	}
	tag := t.Nodes[next].Tag
	switch {
	case cellular:
		if tag != htmltree.Td && tag != htmltree.Th && tag != htmltree.Dd {
			return "", 0, t.Nodes[cell].Tag == htmltree.Dt && h.colon
		}
	case tag == htmltree.Li && t.Nodes[cell].Tag == htmltree.Li && c.classed(cell) && c.classed(next): // <li class="t">索引号</li><li class="v">…</li>
	case tag != htmltree.Div && tag != htmltree.P && tag != htmltree.Span:
		return "", 0, false
	case tag == htmltree.P || tag == t.Nodes[cell].Tag && c.sameNames(cell, next):
		return "", 0, false
	}
	value := clean(t.Text(next))
	if l, ok := labelAt(value, 0); ok && l.to >= len(value) {
		return "", 0, cellular && h.colon
	} else if ok && l.colon {
		return "", 0, h.colon
	}
	return value, next, true
}

// under returns the one block that stands behind a label within the label's own
// element, <li><b>索引号</b><p>…</p></li>; 0 where there is none.
func (c *content) under(h hit) int32 {
	t := c.t
	block := c.rows[h.line].block
	switch t.Nodes[block].Tag {
	case htmltree.Li, htmltree.Div, htmltree.Td, htmltree.Dd:
	default:
		return 0
	}
	if !h.starts || c.firstLine(block) != h.line || c.spanOfLines(block) > 2 {
		return 0
	}
	found := int32(0)
	for k := t.Nodes[block].First; k != 0; k = t.Nodes[k].Next {
		switch t.Nodes[k].Tag {
		case htmltree.P, htmltree.Div:
			if found != 0 || k <= c.rows[h.line].node {
				return 0
			}
			found = k
		}
	}
	if i := c.firstLine(block) + 1; found != 0 && i < len(c.rows) && c.rows[i].node < t.Nodes[block].Stop && !t.Contains(found, c.rows[i].node) {
		return 0 // the second line is the label's, not the block's
	}
	return found
}

// spanOfLines counts the lines below n.
func (c *content) spanOfLines(n int32) int {
	i := c.firstLine(n)
	k := 0
	for ; i < len(c.rows) && c.rows[i].node < c.t.Nodes[n].Stop && k < 3; i++ {
		k++
	}
	return k
}

func nextElement(t *htmltree.Tree, n int32) int32 {
	for k := t.Nodes[n].Next; k != 0; k = t.Nodes[k].Next {
		if t.Nodes[k].Kind == htmltree.Element {
			return k
		}
	}
	return 0
}

func (c *content) classed(n int32) bool {
	class, ok := c.t.AttrBytes(n, "class")
	return ok && len(class) > 0
}

func (c *content) sameNames(a, b int32) bool {
	x, _ := c.t.AttrBytes(a, "class")
	y, _ := c.t.AttrBytes(b, "class")
	return string(x) == string(y)
}

// addField adds a field, once per name and value.
func (c *content) addField(x candidate) {
	if len(c.f.Fields) >= maxFields {
		return
	}
	for i := range c.f.Fields {
		if f := &c.f.Fields[i]; f.Name == x.Name && f.Value == x.Value {
			return
		}
	}
	c.f.Fields = append(c.f.Fields, x.Field)
}

// dropEmptyTwins removes a label without a value where the same field has one:
// boxes are often there twice, once for telephones.
func (c *content) dropEmptyTwins() {
	has := map[FieldName]bool{}
	for _, f := range c.f.Fields {
		has[f.Name] = has[f.Name] || f.Value != "" && f.Via != "stamp"
	}
	out := c.f.Fields[:0]
	for _, f := range c.f.Fields {
		if f.Value != "" || !has[f.Name] {
			out = append(out, f)
		}
	}
	c.f.Fields = out
	if len(out) == 0 {
		c.f.Fields = nil
	}
}
