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
	"github.com/govaudit/govaudit/ledger"
)

// Returned is a rectification workbook that came back.
type Returned struct {
	Department string    // whose it is
	Exported   time.Time // when it was written
	Entries    []ledger.Entry
	rows       []int // of the entries
	altered    []told
}

var errNotTasks = errors.New("不是 govaudit rectify export 导出的工作簿：请在导出的工作簿里填写，不要另建表格、改工作表的名称或删去隐藏的工作表")

// ReadTasks reads a workbook that [WriteTasks] wrote and a department filled in. What
// is not such a workbook, or too large, is an error; what is wrong with single cells
// is told by [Returned.Err].
func ReadTasks(in io.Reader) (*Returned, error) {
	var r *Returned
	err := readFilled(in, "--department", func(f *excelize.File) (err error) {
		r, err = tasksIn(f)
		return err
	})
	if err != nil {
		return nil, err
	}
	return r, nil
}

func tasksIn(f *excelize.File) (*Returned, error) {
	r := &Returned{}
	if err := r.origin(f); err != nil {
		return nil, err
	}
	if i, err := f.GetSheetIndex(taskSheet); err != nil || i < 0 {
		return nil, errNotTasks
	}
	if err := r.sheet(f); err != nil {
		return nil, fmt.Errorf("%s：%w", taskSheet, err)
	}
	return r, nil
}

func (r *Returned) origin(f *excelize.File) error {
	cells, err := sheet.Column(f, originSheet, 0, 3)
	if err != nil {
		return errNotTasks
	}
	at, err := time.Parse(time.RFC3339Nano, cells[2])
	if cells[0] != taskMark || err != nil || len(cells[1]) > maxCell {
		return errNotTasks
	}
	r.Department, r.Exported = cells[1], at
	return nil
}

func (r *Returned) sheet(f *excelize.File) error {
	count := 0
	for row, err := range sheet.Rows(f, taskSheet) {
		if err != nil {
			return err
		}
		if row.Line == 1 {
			r.head(row.Cells)
			continue
		}
		if len(row.Cells) == 0 {
			continue
		}
		if count++; count > MostTasks+1000 {
			return fmt.Errorf("超过 %d 行：请用 --department 分批导出", MostTasks+1000)
		}
		r.row(row.Line, row.Cells)
	}
	return nil
}

func (r *Returned) head(cells []string) {
	for i, c := range taskColumns {
		if cellAt(cells, i) != c.head {
			r.altered = append(r.altered, told{place{taskSheet, 1}, i, fmt.Sprintf("表头应为“%s”：请恢复，不要增删或移动列", c.head)})
		}
	}
}

// row reads one row. The mark says what its cells held; the cells to be filled in
// become an entry.
func (r *Returned) row(line int, cells []string) {
	var e ledger.Entry
	var shown []int // columns that nobody may alter
	into := map[ledger.Field]*string{ledger.FieldKind: &e.Kind, ledger.FieldDone: &e.Done, ledger.FieldLink: &e.Link, ledger.FieldAway: &e.Away, ledger.FieldBy: &e.By}
	for i, c := range taskColumns[:len(taskColumns)-1] {
		if !c.filled() {
			shown = append(shown, i)
			continue
		}
		*into[c.field] = cellAt(cells, i)
	}
	mark := cellAt(cells, len(taskColumns)-1)
	if mark == "" && strings.TrimSpace(e.Kind+e.Done+e.Link+e.By) == "" {
		return // a row that somebody wrote between, or what is left of one
	}
	parts := strings.Split(mark, " ")
	version := 0
	if len(parts) == 3 {
		version, _ = strconv.Atoi(parts[1])
	}
	if len(parts) == 3 && version > 0 && len(parts[2]) == 6*len(shown) {
		e.ID, e.Version = parts[0], version
		for n, i := range shown {
			if cellHash(cellAt(cells, i)) != parts[2][6*n:6*n+6] {
				r.altered = append(r.altered, told{place{taskSheet, line}, i, fmt.Sprintf("“%s”被改动：请从导出的工作簿恢复这一格，意见写在“整改措施（或理由）”里", taskColumns[i].head)})
			}
		}
	} else {
		e.ID = clip(mark, 100) // refused as it stands
	}
	r.Entries = append(r.Entries, e)
	r.rows = append(r.rows, line)
}

// Err lists everything that is wrong, by cell: cells that may not be altered, and what
// was found wrong with the entries. It is nil where nothing is.
func (r *Returned) Err(problems []ledger.Problem) error {
	list := slices.Clone(r.altered)
	for _, p := range problems {
		list = append(list, told{place{taskSheet, r.rows[p.Entry]}, taskColumnOf(p.Field), p.Message})
	}
	if len(list) == 0 {
		return nil
	}
	slices.SortStableFunc(list, func(a, b told) int {
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

// taskColumnOf is where a field stands; the number of the item where it is none that
// is filled in.
func taskColumnOf(f ledger.Field) int {
	i := slices.IndexFunc(taskColumns, func(c taskColumn) bool { return c.filled() && c.field == f })
	return max(i, 1)
}
