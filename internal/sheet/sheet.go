// Package sheet reads one sheet of a workbook that came from outside, row by row and
// within bounds: a small file can claim a thousand million rows of sixteen thousand
// cells.
package sheet

import (
	"errors"
	"fmt"
	"iter"

	"github.com/xuri/excelize/v2"
)

const (
	mostLines = 1 << 20   // that a sheet has at all
	mostCells = 5_000_000 // of all rows together, those before the last in use of each row
)

// ErrVast is given for a sheet that claims more cells than any that people fill in.
var ErrVast = errors.New("工作表的行列过多：请删去没有内容的行和列后另存，再试一次")

// Row is one row.
type Row struct {
	Line  int // from 1
	Cells []string
}

// Rows goes through the rows of a sheet, those that are empty too. It ends with an
// error where there is no such sheet, or where it cannot be read or is too large. Cells
// must not be kept longer than what follows is read from them.
func Rows(f *excelize.File, name string) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		rows, err := f.Rows(name)
		if err != nil {
			yield(Row{}, err)
			return
		}
		defer rows.Close()
		cells := 0
		for line := 1; rows.Next(); line++ {
			if line > mostLines {
				yield(Row{Line: line}, ErrVast)
				return
			}
			row, err := rows.Columns()
			if err != nil {
				yield(Row{Line: line}, fmt.Errorf("第 %d 行：%w", line, err))
				return
			}
			if cells += len(row); cells > mostCells {
				yield(Row{Line: line}, ErrVast)
				return
			}
			if !yield(Row{line, filled(row)}, nil) {
				return
			}
		}
		if err := rows.Error(); err != nil {
			yield(Row{}, err)
		}
	}
}

// filled is a row up to its last cell that is not empty.
func filled(cells []string) []string {
	n := len(cells)
	for n > 0 && cells[n-1] == "" {
		n--
	}
	return cells[:n:n]
}

// Column reads the first cells of a column of a sheet.
func Column(f *excelize.File, name string, column, most int) ([]string, error) {
	out := make([]string, most)
	for row, err := range Rows(f, name) {
		if err != nil {
			return nil, err
		}
		if row.Line > most {
			break
		}
		if column < len(row.Cells) {
			out[row.Line-1] = row.Cells[column]
		}
	}
	return out, nil
}
