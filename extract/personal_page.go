package extract

import (
	"slices"
	"strings"
	"time"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// maxRowBytes is the length of a cell from which on a table holds articles, not
// data.
const maxRowBytes = 600

// readPersonal fills Personal from all that is neither menu nor footer. Nearly
// every page ends with its first look.
func (c *content) readPersonal() {
	if !c.mayHoldPersonal() {
		return
	}
	t := c.t
	var rows []textRow
	places := map[int32]bool{}   // tables that only place things
	table, tables := int32(0), 0 // the data table the lines are inside, and how many there were
	for i := range c.rows {
		l := &c.rows[i]
		if z := c.p.zones[l.node]; z != inBody && z != inRelated {
			continue
		}
		if table != 0 && t.Contains(table, l.node) {
			continue
		}
		table = 0
		if n := t.Up(l.node, htmltree.Table); n != 0 && !places[n] {
			if g := dataRows(t, n); g != nil {
				table = n
				tables++
				for _, cells := range g {
					rows = append(rows, textRow{cells, tables})
				}
				continue
			}
			places[n] = true
		}
		rows = append(rows, textRow{cells: parted(c.line(i))})
	}
	c.f.Personal = personalIn(rows, c.f.Seen)
	c.f.PersonalByDay = !slices.Equal(c.f.Personal, personalIn(rows, time.Time{}))
}

// mayHoldPersonal looks at each line for itself: nothing parts them in c.text. Two
// lines of digits may be a number that a narrow cell breaks.
func (c *content) mayHoldPersonal() bool {
	before := 0
	for i := range c.rows {
		l := &c.rows[i]
		digits := 0
		if z := c.p.zones[l.node]; z == inBody || z == inRelated {
			if l.runes >= 11 && hasPersonal(c.line(i)) {
				return true
			}
			if l.runes >= 4 && l.runes <= 15 {
				digits = leadingDigits(c.line(i))
			}
			if digits >= 3 && before >= 4 && (before+digits == 18 || before+digits == 17) {
				return true
			}
		}
		before = digits
	}
	return false
}

// leadingDigits counts the digits a line begins with.
func leadingDigits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}

// dataRows returns the rows of a table of data, nil where it only places things.
func dataRows(t *htmltree.Tree, n int32) [][]string {
	for k := n + 1; k < t.Nodes[n].Stop; k++ {
		if t.Nodes[k].Tag == htmltree.Table {
			return nil
		}
	}
	g := grid(t, n)
	if len(g) == 0 || len(g[0]) < 2 {
		return nil
	}
	out := make([][]string, 0, len(g))
	for _, row := range g {
		cells := make([]string, len(row))
		for i, cell := range row {
			if len(cell.Text) > maxRowBytes {
				return nil
			}
			if i == 0 || !cell.Span || cell.Text != row[i-1].Text {
				cells[i] = cell.Text // a cell over several columns is said once
			}
		}
		out = append(out, cells)
	}
	return out
}

// parted cuts a line where inline elements part it, but not inside a number.
func parted(line string) []string {
	if strings.IndexByte(line, mark) < 0 {
		return []string{line}
	}
	var out []string
	from := 0
	for i := 0; i < len(line); i++ {
		if line[i] != mark || i == 0 || i+1 == len(line) || oneNumber(line, i) {
			continue
		}
		if s := strings.TrimSpace(line[from:i]); s != "" {
			out = append(out, s)
		}
		from = i + 1
	}
	return append(out, strings.TrimSpace(line[from:]))
}

// oneNumber reports whether the digits on both sides of the mark at i are pieces
// of one number: neither side is long enough to be one by itself.
func oneNumber(line string, i int) bool {
	if !numeric(line[i-1]) || !numeric(line[i+1]) {
		return false
	}
	left, right := 0, 0
	for k := i - 1; k >= 0 && isDigit(line[k]) && left < shortestNumber; k-- {
		left++
	}
	for k := i + 1; k < len(line) && isDigit(line[k]) && right < shortestNumber; k++ {
		right++
	}
	return left < shortestNumber && right < shortestNumber
}

// shortestNumber is the length of a mobile number.
const shortestNumber = 11

// numeric reports bytes of which a number, perhaps partly hidden, is made.
func numeric(b byte) bool { return isDigit(b) || b == '*' || b == 'X' || b == 'x' || b == ' ' }
