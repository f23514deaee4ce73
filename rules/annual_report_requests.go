package rules

import (
	"regexp"
	"strings"
)

// requests is table three: requests received and handled, located by the words
// of its rows and columns, wherever they stand.
type requests struct {
	t       reportTable
	columns map[string]int // column name → index; only those found exactly once
	values  []int          // every column that holds numbers
	rows    []requestRow   // in order, from 本年新收 on
}

// requestRow is one row: its label as written, and what it is.
type requestRow struct {
	key   string // new, carried, total, next; an item's word; "" unknown
	label string
	cells []cell // by column index
	group bool   // the row of a whole group of results: 不予公开, 其他处理
}

// requestColumns are the columns of table three, in order; the last is the total.
var requestColumns = [...]string{"自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"}

// resultWords are the words that tell the results of table three apart, each
// with the group it belongs to.
var resultWords = [...]struct{ word, group string }{
	{"予以公开", ""}, {"部分公开", ""},
	{"国家秘密", "不予公开"}, {"法规禁止公开", "不予公开"}, {"危及", "不予公开"}, {"第三方", "不予公开"}, {"内部事务", "不予公开"}, {"过程性", "不予公开"}, {"执法案卷", "不予公开"}, {"行政查询", "不予公开"},
	{"不掌握", "无法提供"}, {"没有现成", "无法提供"}, {"补正后", "无法提供"},
	{"信访", "不予处理"}, {"重复申请", "不予处理"}, {"公开出版物", "不予处理"}, {"反复申请", "不予处理"}, {"重新出具", "不予处理"},
	{"不补正", "其他处理"}, {"收费通知", "其他处理"},
}

// resultGroups are the groups that may stand as one row.
var resultGroups = [...]string{"不予公开", "无法提供", "不予处理", "其他处理"}

// readRequests locates table three in t, upright or turned on its side; false
// where the words that anchor it are not there exactly once.
func readRequests(t reportTable) (requests, bool) {
	if q, ok := readUpright(t); ok {
		return q, true
	}
	return readUpright(t.turned())
}

func readUpright(t reportTable) (requests, bool) {
	q := requests{t: t, columns: map[string]int{}}
	first := -1
	for i, row := range t.text {
		if labelIn(row, "新收") >= 0 {
			first = i
			break
		}
	}
	if first <= 0 || !q.readColumns(first) {
		return q, false
	}
	if q.shifted(first) {
		return q, false
	}
	for i := first; i < len(t.text); i++ {
		r := q.readRow(i)
		if r.label == "" && allEmpty(r.cells) {
			continue
		}
		q.rows = append(q.rows, r)
		if r.key == "next" {
			break
		}
	}
	return q, true
}

// shifted reports that numbers stand in a column over which no header does: a
// span that reaches too far has pushed a row aside.
func (q *requests) shifted(first int) bool {
	for _, j := range q.values {
		headed := false
		for i := 0; i < first && !headed; i++ {
			headed = q.t.text[i][j] != ""
		}
		if !headed {
			return true
		}
	}
	return false
}

func labelIn(row []string, word string) int {
	for i, c := range row {
		if strings.Contains(c, word) {
			return i
		}
	}
	return -1
}

// readColumns finds the columns by the header cells above row first.
func (q *requests) readColumns(first int) bool {
	twice := map[string]bool{}
	for i := 0; i < first; i++ {
		for j, c := range q.t.text[i] {
			name := columnName(c)
			if name == "" {
				continue
			}
			if at, ok := q.columns[name]; ok && at != j {
				twice[name] = true
			}
			q.columns[name] = j
		}
	}
	for name := range twice {
		delete(q.columns, name)
	}
	for j := range q.t.text[first] {
		if j >= q.firstValue() && !q.bare(j) {
			q.values = append(q.values, j)
		}
	}
	_, person := q.columns["自然人"]
	_, total := q.columns["总计"]
	return person && total
}

// bare reports that a column is empty from top to bottom.
func (q *requests) bare(j int) bool {
	for _, row := range q.t.text {
		if j < len(row) && row[j] != "" {
			return false
		}
	}
	return true
}

// firstValue returns the leftmost located column.
func (q *requests) firstValue() int {
	first := 1 << 30
	for _, j := range q.columns {
		first = min(first, j)
	}
	return first
}

func columnName(c string) string {
	switch c = strings.TrimRight(c, "(件)"); c {
	case "合计", "总数":
		return "总计"
	case "其它":
		return "其他"
	}
	for _, name := range requestColumns {
		if c == name {
			return name
		}
	}
	return ""
}

var labelNumber = regexp.MustCompile(`^(?:\([一二三四五六七八九十0-9]{1,2}\)[、.]?|[一二三四五六七八九十]{1,2}[、.]|[0-9]{1,2}[、.)])`)

// readRow reads a row: its label is the cell nearest to the numbers.
func (q *requests) readRow(i int) requestRow {
	text, left := q.t.text[i], q.firstValue()
	r := requestRow{cells: make([]cell, len(text))}
	label, full := "", ""
	for j := 0; j < left && j < len(text); j++ {
		if text[j] != "" {
			label, full = text[j], q.t.rows[i][j].Text
		}
	}
	for j := range text {
		r.cells[j] = cell{state: blank}
		if j >= left {
			r.cells[j] = readCell(text[j])
		}
	}
	r.label = abridge(full)
	r.key, r.group = requestKey(label)
	return r
}

func requestKey(label string) (key string, group bool) {
	label = labelNumber.ReplaceAllString(label, "")
	switch {
	case label == "":
		return "", false
	case strings.Contains(label, "新收"):
		return "new", false
	case strings.Contains(label, "上年结转"), strings.Contains(label, "上年度结转"):
		return "carried", false
	case strings.Contains(label, "结转下年"):
		return "next", false
	case label == "总计", label == "合计":
		return "total", false
	case label == "其他", label == "其它":
		return "其他", false
	}
	for _, g := range resultGroups {
		if label == g {
			return g, true
		}
	}
	for _, w := range resultWords {
		if strings.Contains(label, w.word) {
			return w.word, false
		}
	}
	return "", false
}

func allEmpty(cells []cell) bool {
	for _, c := range cells {
		if c.state != blank {
			return false
		}
	}
	return true
}

// row returns the one row of a key; false if there is none or more than one.
func (q *requests) row(key string) (requestRow, bool) {
	var found requestRow
	n := 0
	for _, r := range q.rows {
		if r.key == key {
			found = r
			n++
		}
	}
	return found, n == 1
}

// items returns the rows of results between 上年结转 and the total that add up to
// it; false where one of them is not known, stands twice, or is both given as a
// whole and in detail.
func (q *requests) items() ([]requestRow, bool) {
	var out []requestRow
	seen, groups := map[string]bool{}, map[string]bool{}
	for _, r := range q.rows {
		switch r.key {
		case "new", "carried", "next", "total":
			continue
		case "":
			return nil, false
		}
		if seen[r.key] {
			return nil, false
		}
		seen[r.key] = true
		if r.group {
			groups[r.key] = true
		}
		out = append(out, r)
	}
	for _, w := range resultWords {
		if groups[w.group] && seen[w.word] {
			return nil, false
		}
	}
	if groups["其他处理"] && seen["其他"] {
		return nil, false
	}
	return out, len(out) >= 2
}

// allColumns reports that the seven columns of the format are there, and no other.
func (q *requests) allColumns() bool {
	return len(q.columns) == len(requestColumns) && len(q.values) == len(requestColumns)
}
