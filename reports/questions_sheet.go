package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/review"
)

// questions fills one sheet of questions. Only the cells to be filled in are open.
func (b *builder) questions(sheet string, items []askItem, asOf calendar.Day) {
	columns := make([]column, len(askColumns))
	for i, c := range askColumns {
		columns[i] = column{head: c.head, width: c.width, style: c.style}
	}
	for i, c := range columns {
		letter, err := excelize.ColumnNumberToName(i + 1)
		b.do(err)
		b.do(b.file.SetColWidth(sheet, letter, letter, c.width))
		b.text(sheet, i+1, 1, c.head)
	}
	for n, it := range items {
		for i, c := range askColumns {
			if c.value != nil {
				b.cell(sheet, i+1, n+2, columns[i], c.value(it))
			}
		}
		b.text(sheet, len(askColumns), n+2, it.mark())
		if n < mostLinks {
			b.askLinks(sheet, n+2, it)
		}
	}
	last := len(items) + 1
	b.look(sheet, columns, last)
	var words []string
	for _, a := range review.Answers() {
		words = append(words, a.Word())
	}
	b.choices(sheet, columns, last, "结论", words)
	b.days(sheet, last, asOf)
	b.page(sheet, columns, last)
	b.do(b.file.ProtectSheet(sheet, &excelize.SheetProtectionOptions{AutoFilter: true, FormatColumns: true, FormatRows: true,
		SelectLockedCells: true, SelectUnlockedCells: true, DeleteRows: true}))
}

// askLinks makes the subject and the first source clickable.
func (b *builder) askLinks(sheet string, row int, it askItem) {
	subject, source := href(it.Subject), ""
	if subject == "" {
		subject = it.URL
	}
	if first, _, _ := strings.Cut(it.Sources, "\n"); first != "" {
		source = href(first)
	}
	for i, c := range askColumns {
		address := ""
		switch c.head {
		case "对象":
			address = subject
		case "证据网址":
			address = source
		}
		if address != "" {
			at, err := excelize.CoordinatesToCellName(i+1, row)
			b.do(err)
			b.do(b.file.SetCellHyperLink(sheet, at, address, "External"))
		}
	}
}

// days keeps the column of last days to dates not before asOf.
func (b *builder) days(sheet string, last int, asOf calendar.Day) {
	for i, c := range askColumns {
		if c.field != review.FieldUntil {
			continue
		}
		letter, err := excelize.ColumnNumberToName(i + 1)
		b.do(err)
		v := excelize.NewDataValidation(true)
		v.Sqref = fmt.Sprint(letter, "2:", letter, max(last, 2))
		b.do(v.SetRange(int(asOf)+excelEpoch, int(asOf)+excelEpoch, excelize.DataValidationTypeDate, excelize.DataValidationOperatorGreaterThanOrEqual))
		v.SetError(excelize.DataValidationErrorStyleStop, "请填日期", fmt.Sprintf("有效期至某一天，如 %s；不得早于监测时间点 %s。", asOf.AddDate(1, 0, 0), asOf))
		b.do(b.file.AddDataValidation(sheet, v))
	}
}

// excelEpoch is 1970-01-01 as spreadsheets count days.
const excelEpoch = 25569

// origin writes the hidden sheet that says of what kind the workbook is, which run or
// whom it is about, and since when.
func (b *builder) origin(kind, about string, exported time.Time) {
	for i, s := range []string{kind, about, exported.UTC().Format(time.RFC3339Nano)} {
		b.text(originSheet, 1, i+1, s)
	}
	b.do(b.file.ProtectSheet(originSheet, &excelize.SheetProtectionOptions{}))
	b.do(b.file.SetSheetVisible(originSheet, false, true))
	b.file.SetActiveSheet(0)
}

// mark is what the hidden column holds: the question, its evidence, and a short hash
// of each cell that is shown, by which an altered one is found.
func (it askItem) mark() string {
	var cells []string
	for _, c := range askColumns[:len(askColumns)-1] {
		if c.style != answer && c.style != answerDate {
			cells = append(cells, cellHash(c.value(it).(string)))
		}
	}
	return strings.Join([]string{it.question.ID(), it.question.Fingerprint, strings.Join(cells, "")}, " ")
}

// cellHash is a short hash of a cell's words. White space does not count:
// spreadsheets rewrite line ends.
func cellHash(s string) string {
	h := sha256.Sum256([]byte(strings.Join(strings.Fields(clipUnits(s, cellUnits)), " ")))
	return hex.EncodeToString(h[:3])
}
