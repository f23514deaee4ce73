package reports

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/govaudit/govaudit/internal/sheet"
	"github.com/govaudit/govaudit/review"
)

// Bounds of a workbook that comes back: what is larger is not one of ours, or made
// to hurt. A row takes a few kilobytes unpacked.
const (
	mostBytes    = 32 << 20
	mostUnpacked = 128 << 20
	mostReturned = mostAsked + 1000 // rows of a sheet, some of them copied
)

// Answers is a workbook of questions that came back.
type Answers struct {
	Run      string    // the run it was exported from
	Exported time.Time // when
	Entries  []review.Entry
	places   []place // of the entries
	altered  []told
}

// place is a row of a sheet.
type place struct {
	sheet string
	row   int
}

// told is a problem with its place.
type told struct {
	place
	column  int // from 0
	message string
}

// ReadAnswers reads a workbook that [WriteQuestions] wrote and a person filled in.
// What is not such a workbook, or too large, is an error; what is wrong with single
// cells is told by [Answers.Err].
func ReadAnswers(in io.Reader) (*Answers, error) {
	var a *Answers
	err := readFilled(in, "--site", func(f *excelize.File) (err error) {
		a, err = answersIn(f)
		return err
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}

func answersIn(f *excelize.File) (*Answers, error) {
	a := &Answers{}
	if err := a.origin(f); err != nil {
		return nil, err
	}
	props, err := f.GetWorkbookProps()
	if err != nil {
		return nil, fmt.Errorf("读取工作簿的属性：%w", err)
	}
	found := false
	for _, sheet := range []string{askedSheet, unseenSheet} {
		if i, err := f.GetSheetIndex(sheet); err != nil || i < 0 {
			continue // a sheet that was deleted answers nothing
		}
		found = true
		if err := a.sheet(f, sheet, props.Date1904 != nil && *props.Date1904); err != nil {
			return nil, fmt.Errorf("%s：%w", sheet, err)
		}
	}
	if !found {
		return nil, errNotOurs
	}
	return a, nil
}

var errNotOurs = errors.New("不是 govaudit review export 导出的工作簿：请在导出的工作簿里填写，不要另建表格、改工作表的名称或删去隐藏的工作表")

func (a *Answers) origin(f *excelize.File) error {
	cells, err := sheet.Column(f, originSheet, 0, 3)
	if err != nil || cells[0] != originMark || cells[1] == "" {
		return errNotOurs
	}
	at, err := time.Parse(time.RFC3339Nano, cells[2])
	if err != nil {
		return errNotOurs
	}
	a.Run, a.Exported = cells[1], at
	return nil
}

func (a *Answers) sheet(f *excelize.File, name string, from1904 bool) error {
	count := 0
	for row, err := range sheet.Rows(f, name) {
		if err != nil {
			return err
		}
		if row.Line == 1 {
			a.head(name, row.Cells)
			continue
		}
		if len(row.Cells) == 0 {
			continue
		}
		if count++; count > mostReturned {
			return fmt.Errorf("超过 %d 行：请用 --site 分批导出", mostReturned)
		}
		a.row(place{name, row.Line}, row.Cells, from1904)
	}
	return nil
}

func (a *Answers) head(sheet string, cells []string) {
	for i, c := range askColumns {
		if got := cellAt(cells, i); got != c.head {
			a.altered = append(a.altered, told{place{sheet, 1}, i, fmt.Sprintf("表头应为“%s”：请恢复，不要增删或移动列", c.head)})
		}
	}
}

// row reads one row. The mark says what its cells held; the cells to be filled in
// become an entry.
func (a *Answers) row(at place, cells []string, from1904 bool) {
	var e review.Entry
	var shown []int // columns that nobody may alter
	for i, c := range askColumns[:len(askColumns)-1] {
		text := cellAt(cells, i)
		switch {
		case c.style != answer && c.style != answerDate:
			shown = append(shown, i)
		case c.field == review.FieldAnswer:
			e.Answer = text
		case c.field == review.FieldReason:
			e.Reason = text
		case c.field == review.FieldBy:
			e.By = text
		case c.field == review.FieldUntil:
			e.Until = dayText(text, from1904)
		}
	}
	mark := cellAt(cells, len(askColumns)-1)
	if mark == "" && strings.TrimSpace(e.Answer+e.Reason) == "" {
		return // a row that somebody wrote between, or what is left of one
	}
	parts := strings.Split(mark, " ")
	if len(parts) == 3 && review.ValidID(parts[0]) && len(parts[2]) == 6*len(shown) {
		e.ID, e.Fingerprint = parts[0], parts[1]
		for n, i := range shown {
			if cellHash(cellAt(cells, i)) != parts[2][6*n:6*n+6] {
				a.altered = append(a.altered, told{at, i, fmt.Sprintf("“%s”被改动：请从导出的工作簿恢复这一格，意见写在“理由”里", askColumns[i].head)})
			}
		}
	} else {
		e.ID = clip(mark, 100) // refused as it stands
	}
	a.Entries = append(a.Entries, e)
	a.places = append(a.places, at)
}

// maxCell bounds what is taken of one cell, in bytes: spreadsheets hold no more.
const maxCell = 4 * cellUnits

func cellAt(cells []string, i int) string {
	if i >= len(cells) || len(cells[i]) > maxCell {
		return ""
	}
	return strings.TrimSpace(cells[i])
}

// dayText turns a day as spreadsheets count them into a date; other text stays.
func dayText(s string, from1904 bool) string {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || !(n >= 1 && n < 100_000) || len(s) == 8 && !strings.Contains(s, ".") {
		return s
	}
	t, err := excelize.ExcelDateToTime(n, from1904)
	if err != nil {
		return s
	}
	return t.Format(time.DateOnly)
}

// mostTold bounds the problems that are listed.
const mostTold = 200

// Err lists everything that is wrong, by sheet and cell: cells that may not be
// altered, and what was found wrong with the entries. It is nil where nothing is.
func (a *Answers) Err(problems []review.Problem) error {
	list := slices.Clone(a.altered)
	for _, p := range problems {
		message := p.Message
		if p.Other >= 0 {
			message += "（另一处在 " + a.places[p.Other].cell(columnOf(p.Field)) + "）"
		}
		list = append(list, told{a.places[p.Entry], columnOf(p.Field), message})
	}
	if len(list) == 0 {
		return nil
	}
	sheets := []string{askedSheet, unseenSheet}
	slices.SortStableFunc(list, func(a, b told) int {
		if s := slices.Index(sheets, a.sheet) - slices.Index(sheets, b.sheet); s != 0 {
			return s
		}
		if a.row != b.row {
			return a.row - b.row
		}
		return a.column - b.column
	})
	var lines []string
	for _, t := range list[:min(len(list), mostTold)] {
		lines = append(lines, t.cell(t.column)+"："+t.message)
	}
	if cut := len(list) - len(lines); cut > 0 {
		lines = append(lines, fmt.Sprintf("另有 %d 处", cut))
	}
	return errors.New(strings.Join(lines, "\n"))
}

func (p place) cell(column int) string {
	at, err := excelize.CoordinatesToCellName(column+1, p.row)
	if err != nil {
		at = fmt.Sprint("第 ", p.row, " 行") // beyond any sheet
	}
	return p.sheet + "!" + at
}

// columnOf is where a field stands; the mark where it is none that is filled in.
func columnOf(f review.Field) int {
	i := slices.IndexFunc(askColumns, func(c askColumn) bool { return c.field == f && f != review.FieldID })
	if i < 0 {
		return len(askColumns) - 1
	}
	return i
}
