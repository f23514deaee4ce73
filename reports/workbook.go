package reports

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/govaudit/govaudit/calendar"
)

// column is one column of a sheet: its heading, its width in characters, and
// what stands in a row. Text goes in as a string, never as a formula.
type column struct {
	head  string
	width float64
	value func(n int, it item) any
	style style
}

// style is how a column's cells look.
type style uint8

const (
	wrapped style = iota
	centred
	dated
	linked
	answer     // to be filled in
	answerDate // a day to be filled in
	styleCount
)

// mendColumns are those of regulations.md §9.3 that an audit can fill, and those
// for the answer.
var mendColumns = []column{
	{"序号", 6, func(n int, _ item) any { return n }, centred},
	{"责任单位", 16, func(_ int, it item) any { return it.Department }, wrapped},
	{"网站名称", 18, func(_ int, it item) any { return it.Site }, wrapped},
	{"网站标识码", 13, func(_ int, it item) any { return it.Code }, centred},
	{"规则编号", 16, func(_ int, it item) any { return it.Rule }, wrapped},
	{"指标", 18, func(_ int, it item) any { return it.Title }, wrapped},
	{"依据（文号+条款）", 30, func(_ int, it item) any { return it.Basis }, wrapped},
	{"问题描述", 36, func(_ int, it item) any { return it.Problem }, wrapped},
	{"问题页面", 34, func(_ int, it item) any { return it.address() }, linked},
	{"证据摘录", 34, func(_ int, it item) any { return it.Quote }, wrapped},
	{"抓取时间", 19, func(_ int, it item) any { return it.Seen }, centred},
	{"证据哈希（SHA-256）", 18, func(_ int, it item) any { return it.Hash }, wrapped},
	{"扣分", 7, func(_ int, it item) any { return it.Lost }, centred},
	{"单项否决", 9, func(_ int, it item) any { return yes(it.Veto) }, centred},
	{"整改要求", 32, func(_ int, it item) any { return it.Remedy }, wrapped},
	{"整改期限", 12, func(_ int, it item) any { return it.Due }, dated},
	{"整改状态", 10, func(int, item) any { return "未整改" }, answer},
	{"整改措施", 24, nil, answer},
	{"整改链接", 24, nil, answer},
	{"复核结论", 14, nil, answer},
	{"整改编号", 19, func(_ int, it item) any { return it.ID }, centred},
	{"台账状态", 14, func(_ int, it item) any { return it.State }, centred},
	{"标识（请勿改动）", 20, func(_ int, it item) any { return it.Identity }, wrapped},
}

var reviewColumns = []column{
	{"序号", 6, func(n int, _ item) any { return n }, centred},
	{"责任单位", 16, func(_ int, it item) any { return it.Department }, wrapped},
	{"网站名称", 18, func(_ int, it item) any { return it.Site }, wrapped},
	{"网站标识码", 13, func(_ int, it item) any { return it.Code }, centred},
	{"规则编号", 16, func(_ int, it item) any { return it.Rule }, wrapped},
	{"指标", 18, func(_ int, it item) any { return it.Title }, wrapped},
	{"依据（文号+条款）", 30, func(_ int, it item) any { return it.Basis }, wrapped},
	{"待核实的情况", 40, func(_ int, it item) any { return it.Problem }, wrapped},
	{"有关页面", 34, func(_ int, it item) any { return it.address() }, linked},
	{"证据摘录", 34, func(_ int, it item) any { return it.Quote }, wrapped},
	{"抓取时间", 19, func(_ int, it item) any { return it.Seen }, centred},
	{"证据哈希（SHA-256）", 18, func(_ int, it item) any { return it.Hash }, wrapped},
	{"可能扣分", 9, func(_ int, it item) any { return it.Most }, centred},
	{"单项否决", 9, func(_ int, it item) any { return yes(it.Veto) }, centred},
	{"程序倾向", 12, func(_ int, it item) any { return it.Proposed }, centred},
	{"核实结论", 12, nil, answer},
	{"核实说明", 28, nil, answer},
	{"标识（请勿改动）", 20, func(_ int, it item) any { return it.Identity }, wrapped},
}

// address is the page to open, or what the defect is about in words.
func (it item) address() string {
	if it.URL != "" {
		return it.URL
	}
	return it.Subject
}

func yes(b bool) string {
	if b {
		return "是"
	}
	return "否"
}

// The sheets of a workbook.
const (
	mendSheet   = "整改清单"
	reviewSheet = "待核实"
	noteSheet   = "填写说明"
)

// Answers offered where a department or a reviewer fills in.
var (
	mendAnswers   = []string{"未整改", "整改中", "已整改", "有异议"}
	reviewAnswers = []string{"属实", "不属实", "无法判断"}
)

// mostRows bounds a sheet, below what spreadsheets can hold, so that one broken
// site does not make a workbook nobody can open.
const mostRows = 50_000

// mostLinks bounds the clickable addresses of a sheet: spreadsheets allow 65,530
// and become slow long before; further ones stand as text.
const mostLinks = 5_000

// writeWorkbook writes a rectification list: what is certain, what is to be
// verified, and how to fill it in.
func writeWorkbook(out io.Writer, l mending, notes []string) error {
	f := excelize.NewFile()
	defer f.Close()
	b := &builder{file: f}
	b.do(f.SetSheetName("Sheet1", mendSheet))
	b.add(reviewSheet)
	b.add(noteSheet)
	b.makeStyles()
	b.sheet(mendSheet, mendColumns, l.fails, "整改状态", mendAnswers)
	b.sheet(reviewSheet, reviewColumns, l.reviews, "核实结论", reviewAnswers)
	b.notes(notes)
	if b.err != nil {
		return fmt.Errorf("build workbook: %w", b.err)
	}
	return f.Write(out)
}

// builder fills a workbook and keeps the first error.
type builder struct {
	file   *excelize.File
	styles [styleCount]int
	head   int
	err    error
}

func (b *builder) do(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *builder) add(sheet string) {
	_, err := b.file.NewSheet(sheet)
	b.do(err)
}

func (b *builder) sheet(name string, columns []column, items []item, answers string, choices []string) {
	for i, c := range columns {
		letter, err := excelize.ColumnNumberToName(i + 1)
		b.do(err)
		b.do(b.file.SetColWidth(name, letter, letter, c.width))
		b.text(name, i+1, 1, c.head)
	}
	cut := len(items) - min(len(items), mostRows)
	items = items[:len(items)-cut]
	for n, it := range items {
		for i, c := range columns {
			if c.value != nil {
				b.cell(name, i+1, n+2, c, c.value(n+1, it))
			}
		}
		if it.URL != "" && n < mostLinks {
			b.link(name, columns, n+2, it.URL)
		}
	}
	last := len(items) + 1
	if cut > 0 {
		b.text(name, 8, last+1, fmt.Sprintf("另有 %d 项未列出，全部见 results.json", cut))
	}
	b.look(name, columns, last)
	b.choices(name, columns, last, answers, choices)
	b.page(name, columns, last)
}

func (b *builder) link(sheet string, columns []column, row int, address string) {
	for i, c := range columns {
		if c.style == linked {
			at, err := excelize.CoordinatesToCellName(i+1, row)
			b.do(err)
			b.do(b.file.SetCellHyperLink(sheet, at, address, "External"))
		}
	}
}

func (b *builder) cell(sheet string, col, row int, c column, v any) {
	at, err := excelize.CoordinatesToCellName(col, row)
	b.do(err)
	switch v := v.(type) {
	case string:
		b.text(sheet, col, row, v)
	case int:
		b.do(b.file.SetCellInt(sheet, at, int64(v)))
	case float64:
		b.do(b.file.SetCellFloat(sheet, at, v, 2, 64))
	case calendar.Day:
		y, m, d := v.Date()
		if v != 0 {
			b.do(b.file.SetCellValue(sheet, at, time.Date(y, m, d, 0, 0, 0, 0, time.UTC)))
		}
	}
}

// cellUnits is what a cell can hold, in UTF-16 units.
const cellUnits = 32767

// text puts a string into a cell as a string, whatever it begins with.
func (b *builder) text(sheet string, col, row int, s string) {
	at, err := excelize.CoordinatesToCellName(col, row)
	b.do(err)
	b.do(b.file.SetCellStr(sheet, at, clipUnits(s, cellUnits)))
}

func clipUnits(s string, most int) string {
	if len(s) <= most {
		return s
	}
	units := 0
	for i, r := range s {
		n := 1
		if r > 0xFFFF {
			n = 2
		}
		if units+n > most-1 {
			return strings.TrimSpace(s[:i]) + "…"
		}
		units += n
	}
	return s
}
