package rules

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/extract"
)

// reportTable is a table of a report with what it is.
type reportTable struct {
	rows [][]extract.Cell
	lead string
	is   map[int]bool // the parts whose table it holds: 2, 3, 4; one table may hold several
	text [][]string   // the cells, folded
}

// classify recognises the tables of the format by the words of their cells.
func classify(t extract.Table) reportTable {
	out := reportTable{rows: t.Rows, lead: t.Lead, is: map[int]bool{}}
	words := map[string]bool{}
	for _, row := range t.Rows {
		line := make([]string, len(row))
		for i, c := range row {
			line[i] = extract.Fold(c.Text)
			for _, w := range tableWords {
				if strings.Contains(line[i], w) {
					words[w] = true
				}
			}
		}
		out.text = append(out.text, line)
	}
	count := func(list ...string) (n int) {
		for _, w := range list {
			if words[w] {
				n++
			}
		}
		return n
	}
	out.is[2] = count("规范性文件", "规章", "行政许可", "行政处罚", "行政强制", "行政事业性收费") >= 2 || words["第二十条第"]
	out.is[3] = count("新收", "结转") == 2 || words["结转"] && count("予以公开", "部分公开", "自然人") >= 2
	out.is[4] = count("维持", "纠正") == 2 && count("审结", "其他结果", "行政复议", "行政诉讼") >= 1
	return out
}

var tableWords = []string{"规范性文件", "规章", "行政许可", "行政处罚", "行政强制", "行政事业性收费", "第二十条第", "新收", "结转", "予以公开", "部分公开", "自然人", "维持", "纠正", "审结", "其他结果", "行政复议", "行政诉讼"}

// figures reports whether a table holds numbers, as those of the format do and
// the box with the index number does not.
func (t *reportTable) figures() bool {
	n := 0
	for i, row := range t.text {
		for j, c := range row {
			if !t.rows[i][j].Span && c != "" && readCell(c).state != words {
				n++
			}
		}
	}
	return n >= 3
}

func (b *book) hasTable(part int) bool {
	for _, t := range b.tables {
		if t.is[part] {
			return true
		}
	}
	return false
}

// judgeTables asks for the tables two to four and checks the sums in them.
func (a *annualReport) judgeTables(v *verdict, r *report, b book) {
	var lost []string
	placed := 0
	for p := 2; p <= 4; p++ {
		if !b.hasTable(p) {
			lost = append(lost, "“"+partNames[p]+"”表")
		}
	}
	for _, t := range b.tables {
		if t.is[2] || t.is[3] || t.is[4] || !t.figures() {
			placed++
		}
	}
	if len(lost) > 0 {
		e := Quote(r.page, fmt.Sprintf("已有的标题：%s；正文中的表格%d个", strings.Join(b.headings(), "｜"), len(b.tables)))
		o, why := Fail, ""
		switch files := downloads(b.facts); {
		case b.facts.Kind != extract.Report:
			v.cannot("页面未被识别为年报，表格未能核对")
			return
		case placed < len(b.tables):
			o, why = Review, "；但正文中有未能识别的表格"
		case pictures(b.facts) > 0:
			o, why = Review, "；正文中有图片，表格可能是图片"
		case framed(b.facts):
			o, why = Review, "；正文中有内嵌页面"
		case b.tabulated():
			o, why = Review, "；但正文中有表内的文字，表格可能不是用表格标签排的"
		case len(lost) == 3 && len(files) > 0:
			o, why = Review, "；表格可能在附件里"
		case wordIn(strings.ToLower(strings.Join(files, " ")), []string{".xls", ".et"}) != "":
			o, why = Review, "；另有电子表格附件"
		}
		v.add(o, "table_missing", r.url, "年报正文缺少"+strings.Join(lost, "、")+why, e)
	}
	if a.wants("sum_mismatch") {
		a.judgeSums(v, r, b)
	}
}

// tabulated reports that the words of a table that was not found stand in the
// text: it may be laid out without table tags.
func (b *book) tabulated() bool {
	f := extract.Fold(b.facts.Text)
	all := func(words ...string) bool {
		for _, w := range words {
			if !strings.Contains(f, w) {
				return false
			}
		}
		return true
	}
	return !b.hasTable(2) && all("第二十条第", "行政强制") || !b.hasTable(3) && all("商业企业", "法律服务机构") || !b.hasTable(4) && all("结果维持", "结果纠正")
}

// cell is the number in one cell.
type cell struct {
	n     float64
	state cellState
}

type cellState int

const (
	number cellState = iota
	dash             // "/", "—", 无: written, and none
	blank            // nothing written; counts as none
	words            // not a number: nothing can be reckoned with it
)

// readCell reads a folded cell.
func readCell(s string) cell {
	switch s {
	case "":
		return cell{state: blank}
	case "/", "-", "--", "---", "\\", "无", "*", "0.":
		return cell{state: dash}
	}
	for _, unit := range [...]string{"万元", "件", "条", "项", "宗", "起", "个", "次"} {
		s = strings.TrimSuffix(s, unit)
	}
	if !grouped(s) {
		return cell{state: words}
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	if err != nil || n < 0 || n > 1e12 {
		return cell{state: words}
	}
	return cell{n: n}
}

// grouped reports whether s is a decimal number whose commas, if any, part
// thousands.
func grouped(s string) bool {
	whole, _, _ := strings.Cut(s, ".")
	groups := strings.Split(whole, ",")
	for i, g := range groups {
		if g == "" || i > 0 && len(g) != 3 || len(groups) > 1 && len(g) > 3 {
			return false
		}
	}
	for _, c := range s {
		if (c < '0' || c > '9') && c != ',' && c != '.' {
			return false
		}
	}
	return true
}

// String writes the number as it is quoted in a message.
func (c cell) String() string {
	if c.state == blank {
		return "（空）"
	}
	return strconv.FormatFloat(c.n, 'f', -1, 64)
}
