package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// maxStatus bounds what a cell of validity holds, in characters.
const maxStatus = 12

// readStatus reads the validity a row shows: the cell under a heading such as
// 有效性, whatever it says, else a word of validity anywhere in the row.
func (c *content) readStatus(r *row, words string) {
	if s := c.statusCell(r.node); s != "" {
		r.item.Label, r.item.Headed = s, true
		return
	}
	for w := range strings.FieldsSeq(words) {
		if w[0] < utf8.RuneSelf && w[0] != '[' && w[0] != '(' {
			continue
		}
		if _, v, ok := cutColon(w); ok {
			w = v
		}
		if len(w) <= 24 && validityWord(w) {
			r.item.Label = strings.Trim(w, "[]【】()（）")
			return
		}
	}
}

// statusCell returns the text of the cell that the first row of the table heads
// as the validity; "" where no column is.
func (c *content) statusCell(n int32) string {
	t := c.t
	tr := n
	if t.Nodes[tr].Tag != htmltree.Tr {
		if tr = t.Up(n, htmltree.Tr); tr == 0 {
			return ""
		}
	}
	table := t.Up(tr, htmltree.Table)
	if table == 0 {
		return ""
	}
	head := int32(0)
	tableRows(t, table, func(first int32) bool { head = first; return false })
	if head == 0 || head == tr {
		return ""
	}
	at := c.columnOf(head, func(cell int32, _ int) bool {
		l, ok := labels[Fold(t.Text(cell))]
		return ok && l.name == Validity && !l.weak
	})
	if at < 0 {
		return ""
	}
	text := ""
	c.columnOf(tr, func(cell int32, column int) bool {
		if column == at {
			text = clean(t.Text(cell))
		}
		return column >= at
	})
	if runeCount(text) > maxStatus {
		return ""
	}
	return text
}

// columnOf returns the number of the first column of a row whose cell f accepts,
// -1 if it accepts none.
func (c *content) columnOf(tr int32, f func(cell int32, column int) bool) int {
	column := 0
	for k := c.t.Nodes[tr].First; k != 0; k = c.t.Nodes[k].Next {
		if tag := c.t.Nodes[k].Tag; tag != htmltree.Td && tag != htmltree.Th {
			continue
		}
		if f(k, column) {
			return column
		}
		column += span(c.t, k, "colspan")
	}
	return -1
}
