package extract

import (
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// tickMarks are what a cell holds that is ticked.
const tickMarks = "√✓✔☑●"

// tickHeads is how many rows the head of a table has at most.
const tickHeads = 4

// ticked returns what a tick in a row says is done to its document: the head of the
// ticked column says it (继续有效、修改、废止). ok is false where no such column is
// ticked, or more than one.
func (c *content) ticked(tr int32) (act Act, ok bool) {
	table := c.t.Up(tr, htmltree.Table)
	if table == 0 {
		return Named, false
	}
	acts, known := c.ticks[table]
	if !known {
		acts = tickedRows(c.t, table)
		if c.ticks == nil {
			c.ticks = map[int32]map[int32]Act{}
		}
		c.ticks[table] = acts
	}
	act, ok = acts[tr]
	return act, ok
}

// tickedRows reads all rows of a table.
func tickedRows(t *htmltree.Tree, table int32) map[int32]Act {
	var trs []int32
	tableRows(t, table, func(tr int32) bool { trs = append(trs, tr); return true })
	heads := map[int]Act{}
	out := map[int32]Act{}
	for i, row := range grid(t, table) {
		if i < tickHeads && len(out) == 0 {
			for col, cell := range row {
				if act, ok := cellAct(cell.Text); ok {
					heads[col] = act
				}
			}
		}
		found, n := Named, 0
		for col, act := range heads {
			if col < len(row) && isTick(row[col].Text) {
				found, n = act, n+1
			}
		}
		if n == 1 && i < len(trs) {
			out[trs[i]] = found
		}
	}
	return out
}

func isTick(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && strings.Trim(s, tickMarks) == ""
}
