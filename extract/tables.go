package extract

import (
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// Bounds of a table.
const (
	maxTables    = 40
	maxTableRows = 400
	maxTableCols = 60
	maxCellText  = 4000 // bytes
	leadRunes    = 80
)

// readTables fills Tables with the data tables of the main part. Only reports
// need them: the four tables of 国办公开办函〔2021〕30号.
func (c *content) readTables() {
	if !c.mayBeReport() {
		return
	}
	t := c.t
	looked := 0
	for i := c.p.main; i < t.Nodes[c.p.main].Stop && len(c.f.Tables) < maxTables && looked < 8*maxTables; i++ {
		if t.Nodes[i].Tag != htmltree.Table || !c.p.inMain(i) {
			continue
		}
		if looked++; c.layout(i) {
			continue
		}
		if rows := grid(t, i); len(rows) >= 2 && len(rows[0]) >= 2 {
			c.f.Tables = append(c.f.Tables, Table{Rows: rows, Lead: c.lead(i)})
		}
	}
}

// mayBeReport reports whether the page's title may be that of an annual report.
func (c *content) mayBeReport() bool {
	for _, s := range [...]string{c.f.Title, c.f.Heading, c.f.HTMLTitle} {
		s = Fold(s)
		if strings.Contains(s, "公开") && (strings.Contains(s, "报告") || strings.Contains(s, "年报")) {
			return true
		}
	}
	return false
}

// layout reports whether a table only places other tables: those inside it hold
// most of its text.
func (c *content) layout(n int32) bool {
	t := c.t
	inner := 0
	for k := n + 1; k < t.Nodes[n].Stop; {
		if t.Nodes[k].Tag == htmltree.Table {
			inner += c.textBytes(k)
			k = t.Nodes[k].Stop
			continue
		}
		k++
	}
	return inner*2 > c.textBytes(n)
}

func (c *content) textBytes(n int32) int {
	i, j := c.firstLine(n), c.firstLine(c.t.Nodes[n].Stop)
	if i >= j {
		return 0
	}
	return int(c.rows[j-1].to - c.rows[i].from)
}

// lead returns the last text before a table.
func (c *content) lead(n int32) string {
	for i := c.firstLine(n) - 1; i >= 0 && i > c.firstLine(n)-4; i-- {
		if s := c.words(i); runeCount(s) > 2 {
			if r := runeCount(s); r > leadRunes {
				s = string([]rune(s)[r-leadRunes:])
			}
			return s
		}
	}
	return ""
}

// grid expands the spans of a table: every cell a span covers repeats its text,
// so that all rows have one length.
func grid(t *htmltree.Tree, table int32) [][]Cell {
	var rows [][]Cell
	type carry struct {
		cell Cell
		left int
	}
	var down [maxTableCols]carry // what reaches down from above, by column
	width := 0
	tableRows(t, table, func(tr int32) bool {
		if len(rows) == maxTableRows {
			return false
		}
		var cells []Cell
		col := 0
		take := func() {
			for col < maxTableCols && down[col].left > 0 {
				down[col].left--
				cells = append(cells, down[col].cell)
				col++
			}
		}
		for k := t.Nodes[tr].First; k != 0; k = t.Nodes[k].Next {
			tag := t.Nodes[k].Tag
			if tag != htmltree.Td && tag != htmltree.Th {
				continue
			}
			take()
			text := clean(t.Text(k))
			if len(text) > maxCellText {
				text = cutRunes(text, maxCellText/3)
			}
			cell := Cell{Text: text, Head: tag == htmltree.Th}
			across, below := span(t, k, "colspan"), span(t, k, "rowspan")
			for x := 0; x < across && col < maxTableCols; x++ {
				if x > 0 && down[col].left > 0 { // an overlap the page made itself
					break
				}
				cells = append(cells, cell)
				cell.Span = true
				down[col] = carry{cell, below - 1}
				col++
			}
		}
		take()
		for col < width && col < maxTableCols { // a short row may still be crossed further right
			cell := Cell{}
			if down[col].left > 0 {
				down[col].left--
				cell = down[col].cell
			}
			cells = append(cells, cell)
			col++
		}
		width = max(width, len(cells))
		rows = append(rows, cells)
		return true
	})
	for i := range rows {
		for len(rows[i]) < width {
			rows[i] = append(rows[i], Cell{})
		}
	}
	return rows
}

// tableRows calls f for the rows of a table, not for those of tables inside it.
func tableRows(t *htmltree.Tree, table int32, f func(tr int32) bool) {
	for k := t.Nodes[table].First; k != 0; k = t.Nodes[k].Next {
		switch t.Nodes[k].Tag {
		case htmltree.Tr:
			if !f(k) {
				return
			}
		case htmltree.Tbody, htmltree.Thead, htmltree.Tfoot, htmltree.Form:
			for r := t.Nodes[k].First; r != 0; r = t.Nodes[r].Next {
				if t.Nodes[r].Tag == htmltree.Tr && !f(r) {
					return
				}
			}
		}
	}
}

// span reads colspan or rowspan: at least 1, at most what a table may have.
func span(t *htmltree.Tree, n int32, name string) int {
	v, ok := t.AttrBytes(n, name)
	if !ok {
		return 1
	}
	x := 0
	for _, b := range v {
		if !isDigit(b) {
			if x == 0 && b <= ' ' {
				continue
			}
			break
		}
		if x = x*10 + int(b-'0'); x > maxTableRows {
			return maxTableRows
		}
	}
	return max(x, 1)
}
