package rules

import (
	"fmt"
	"math"
	"strings"
)

// A term is one cell of a sum, with what it is called.
type term struct {
	name string
	cell cell
}

// unequal compares the two sides of an identity. It is doubtful where a blank
// that stands alone for its side could be the missing number. Where a cell is no
// number nothing can be said.
func unequal(left, right []term) (differ, doubtful bool) {
	l, lBlank, ok1 := total(left)
	r, rBlank, ok2 := total(right)
	if !ok1 || !ok2 || math.Abs(l-r) < 0.0005 {
		return false, false
	}
	return true, lBlank || rBlank
}

// total adds up one side; alone reports that a blank cell is all the side has,
// or one of two.
func total(side []term) (sum float64, alone, ok bool) {
	for _, t := range side {
		if t.cell.state == words {
			return 0, false, false
		}
		sum += t.cell.n
		alone = alone || t.cell.state == blank && len(side) <= 2
	}
	return sum, alone, true
}

func equation(left, right []term) string {
	l, _, _ := total(left)
	r, _, _ := total(right)
	return spell(left) + equals(left, l) + "，" + spell(right) + equals(right, r)
}

// equals adds what a side comes to; one number alone has said it.
func equals(side []term, sum float64) string {
	if len(side) == 1 {
		return ""
	}
	return "＝" + cell{n: sum}.String()
}

// spell writes a side with its numbers; zeros are left out of long ones.
func spell(side []term) string {
	var list []string
	for _, t := range side {
		if len(side) <= 7 || t.cell.n != 0 {
			list = append(list, t.name+t.cell.String())
		}
	}
	if len(list) == 0 {
		return "各项均为0"
	}
	return strings.Join(list, "＋")
}

// judgeSums checks the identities the format demands (regulations of 国办公开办函
// 〔2021〕30号, 填表说明): GJ-1, GJ-2 and GJ-3 in table three, GJ-5 in table four.
func (a *annualReport) judgeSums(v *verdict, r *report, b book) {
	checked := 0
	for _, t := range b.tables {
		if t.is[3] {
			if q, ok := readRequests(t); ok {
				checked += a.judgeRequests(v, r, q)
				a.judgeProse(v, r, b, q)
			}
		}
		if t.is[4] {
			checked += a.judgeDisputes(v, r, t)
		}
	}
	switch {
	case checked > 0:
		v.note("核对了表内%d个勾稽关系", checked)
	case b.hasTable(3) || b.hasTable(4):
		v.cannot("年报表格的行列未能全部辨认，数字未核对")
	}
}

// mismatch records one identity that does not hold.
func (v *verdict) mismatch(r *report, where string, left, right []term) {
	differ, doubtful := unequal(left, right)
	if !differ {
		return
	}
	o, why := Fail, ""
	if doubtful {
		o, why = Review, "（有空格，可能漏填）"
	}
	v.add(o, "sum_mismatch", r.url, where+"不平："+equation(left, right)+why, Quote(r.page, where+"："+equation(left, right)))
}

func (a *annualReport) judgeRequests(v *verdict, r *report, q requests) int {
	if q.empty() {
		v.add(Review, "sum_mismatch", r.url, "申请情况表全部为空，疑似未填", Quote(r.page, r.title))
		return 0
	}
	checked := q.acrossRows(v, r)
	fresh, ok1 := q.row("new")
	carried, ok2 := q.row("carried")
	next, ok3 := q.row("next")
	sum, ok4 := q.row("total")
	items, ok5 := q.items()
	for _, name := range requestColumns {
		j, ok := q.columns[name]
		if !ok {
			continue
		}
		if ok1 && ok2 && ok3 && ok4 {
			v.mismatch(r, "申请情况表“"+name+"”列", []term{{"本年新收", fresh.cells[j]}, {"上年结转", carried.cells[j]}},
				[]term{{"办理结果总计", sum.cells[j]}, {"结转下年度", next.cells[j]}})
			checked++
		}
		if ok4 && ok5 {
			var side []term
			for _, it := range items {
				side = append(side, term{it.key, it.cells[j]})
			}
			v.mismatch(r, "申请情况表“"+name+"”列办理结果", side, []term{{"总计", sum.cells[j]}})
			checked++
		}
	}
	return checked
}

func (q *requests) empty() bool {
	for _, r := range q.rows {
		if !allEmpty(r.cells) {
			return false
		}
	}
	return true
}

// acrossRows checks GJ-2 in every row that was recognised.
func (q *requests) acrossRows(v *verdict, r *report) int {
	if !q.allColumns() {
		return 0
	}
	checked := 0
	last := len(requestColumns) - 1
	for _, row := range q.rows {
		if row.key == "" {
			continue
		}
		var side []term
		for _, name := range requestColumns[:last] {
			side = append(side, term{name, row.cells[q.columns[name]]})
		}
		v.mismatch(r, "申请情况表“"+row.label+"”行", side, []term{{"总计", row.cells[q.columns["总计"]]}})
		checked++
	}
	return checked
}

// judgeCarry compares what this year took over with what last year handed on
// (GJ-4). Of last year's report there may be a corrected version: one that agrees
// is enough.
func (a *annualReport) judgeCarry(v *verdict, r *report, b book, books []*book) {
	now, ok := b.request("carried")
	var last *book
	var then cell
	for _, other := range books {
		c, found := other.request("next")
		if !ok || !found {
			continue
		}
		if now.state == words || c.state == words || math.Abs(now.n-c.n) < 0.0005 {
			return
		}
		if last == nil {
			last, then = other, c
		}
	}
	if last == nil {
		v.note("跨年结转数未能核对")
		return
	}
	o := Fail
	if now.state == blank || then.state == blank {
		o = Review
	}
	said := fmt.Sprintf("“上年结转”总计为%s，而%d年度报告“结转下年度”总计为%s", now, r.year-1, then)
	seen := []Evidence{Quote(r.page, "上年结转政府信息公开申请数量　总计 "+now.String()),
		Quote(last.report.page, fmt.Sprintf("%s：结转下年度继续办理　总计 %s", last.report.title, then))}
	if told := carryTold(b.facts.Text); told != "" {
		o, said, seen = Review, said+"；报告对结转数另有说明，须由人工判断", append(seen, Quote(r.page, told))
	}
	v.add(o, "carry_mismatch", r.url, said, seen...)
}

// request returns the total of one row of table three.
func (b *book) request(key string) (cell, bool) {
	var found cell
	n := 0
	for _, t := range b.tables {
		if !t.is[3] {
			continue
		}
		q, ok := readRequests(t)
		if !ok {
			return cell{}, false
		}
		row, ok := q.row(key)
		if !ok {
			return cell{}, false
		}
		found = row.cells[q.columns["总计"]]
		n++
	}
	return found, n == 1
}
