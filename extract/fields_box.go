package extract

import (
	"github.com/govaudit/govaudit/internal/htmltree"
)

// inBoxes keeps the candidates that their surroundings make believable: strong
// labels with a colon outside the main text, and clusters of labels anywhere.
func (c *content) inBoxes(in []candidate) []candidate {
	out := in[:0]
	text := c.bodyStart()
	end := c.t.Nodes[c.body].Stop
	for i := range in {
		x := in[i]
		if c.headerRow(x) {
			value, ok := c.below(x)
			if !ok {
				continue
			}
			x.Value, in[i].Value = value, value
		}
		if c.believableField(in, i, text, end) {
			out = append(out, x)
		}
	}
	return out
}

// below returns the cell under a label of the first row, where the table has one
// more row and that is not a row of a list: labels above, values below.
func (c *content) below(x candidate) (string, bool) {
	t := c.t
	cell := c.cellOf(x.line)
	row := t.Nodes[cell].Parent
	next := nextElement(t, row)
	if t.Nodes[row].Tag != htmltree.Tr || next == 0 || t.Nodes[next].Tag != htmltree.Tr || nextElement(t, next) != 0 || c.longLink(next) {
		return "", false
	}
	column := 0
	for k := t.Nodes[cell].Prev; k != 0; k = t.Nodes[k].Prev {
		if t.Nodes[k].Kind == htmltree.Element {
			column++
		}
	}
	for k := t.Nodes[next].First; k != 0; k = t.Nodes[k].Next {
		if t.Nodes[k].Kind != htmltree.Element {
			continue
		}
		if column == 0 {
			return trimValue(t.Text(k)), true
		}
		column--
	}
	return "", false
}

// cellOf returns the cell, or entry of a list, a line stands in.
func (c *content) cellOf(line int) int32 {
	cell := c.rows[line].block
	for k := 0; cell != 0 && k < 4; k++ {
		if tag := c.t.Nodes[cell].Tag; tag == htmltree.Td || tag == htmltree.Th || tag == htmltree.Li {
			break
		}
		cell = c.t.Nodes[cell].Parent
	}
	return cell
}

func (c *content) believableField(in []candidate, i, text int, end int32) bool {
	x := in[i]
	around := map[FieldName]bool{}
	values := false
	for k := max(0, i-6); k < len(in) && k <= i+6; k++ {
		if d := in[k].line - x.line; d >= -16 && d <= 16 {
			around[in[k].Name] = true
			values = values || in[k].Value != ""
		}
	}
	inText := x.line >= text+4 && c.rows[x.line].node < end && c.t.Contains(c.body, c.rows[x.line].node)
	switch {
	case x.Name == Validity && x.sure && !x.weak && validityWord(x.Value):
		return true
	case inText:
		return len(around) >= 3 && values
	case x.weak, !x.sure:
		return len(around) >= 2 && values
	case x.Name == Published && x.Value == "":
		return len(around) >= 3
	}
	return true
}

// headerRow reports whether the label stands in a row of nothing but labels: the
// head of a table of other documents.
func (c *content) headerRow(x candidate) bool {
	if x.Via != "table" && x.Via != "list" || x.Value != "" {
		return false
	}
	t := c.t
	cell := c.cellOf(x.line)
	row := t.Nodes[cell].Parent
	cells, labelled := 0, 0
	for k := t.Nodes[row].First; k != 0 && cells < 16; k = t.Nodes[k].Next {
		if t.Nodes[k].Kind != htmltree.Element {
			continue
		}
		cells++
		s := clean(t.Text(k))
		if h, ok := labelAt(s, 0); ok && h.to >= len(s) && !h.colon || s == "序号" || s == "" && t.Nodes[cell].Tag == htmltree.Th {
			labelled++
		}
	}
	return cells >= 2 && labelled >= cells
}

// dropColumns removes labels that repeat with ever new values: rows of a list
// of other documents.
func dropColumns(in []candidate) []candidate {
	if len(in) < listRepeats {
		return in
	}
	distinct := map[FieldName][]string{}
	seen := map[FieldName]int{}
	for _, x := range in {
		if seen[x.Name]++; x.Value == "" {
			continue
		}
		value := x.Value
		if day, ok := ParseDay(value); ok && x.date != notDate {
			value = day.String() // the same day is written in several ways
		}
		known := false
		for _, v := range distinct[x.Name] {
			known = known || v == value
		}
		if !known {
			distinct[x.Name] = append(distinct[x.Name], value)
		}
	}
	out := in[:0]
	for _, x := range in {
		if len(distinct[x.Name]) < listRepeats && seen[x.Name] <= 2*listRepeats {
			out = append(out, x)
		}
	}
	return out
}
