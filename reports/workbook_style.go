package reports

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// makeStyles defines how cells look. Text cells are marked as such (number
// format 49 and the quote prefix), so that even a cell edited later does not turn
// into a formula.
func (b *builder) makeStyles() {
	thin := []excelize.Border{}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		thin = append(thin, excelize.Border{Type: side, Color: "B8C0CC", Style: 1})
	}
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	middle := &excelize.Alignment{Vertical: "top", Horizontal: "center", WrapText: true}
	day := "yyyy-mm-dd"
	yellow := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFF8E1"}}
	open := &excelize.Protection{Locked: false} // counts on protected sheets only
	looks := [styleCount]excelize.Style{
		wrapped: {Border: thin, Alignment: top, NumFmt: 49},
		centred: {Border: thin, Alignment: middle},
		dated:   {Border: thin, Alignment: middle, CustomNumFmt: &day},
		linked:  {Border: thin, Alignment: top, NumFmt: 49, Font: &excelize.Font{Color: "0B57A4", Underline: "single"}},

		answer:     {Border: thin, Alignment: top, NumFmt: 49, Fill: yellow, Protection: open},
		answerDate: {Border: thin, Alignment: middle, CustomNumFmt: &day, Fill: yellow, Protection: open},
	}
	for i := range looks {
		id, err := b.file.NewStyle(&looks[i])
		b.do(err)
		b.styles[i] = id
	}
	var err error
	b.head, err = b.file.NewStyle(&excelize.Style{
		Border: thin, Font: &excelize.Font{Bold: true, Color: "FFFFFF"},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4E79"}},
		Alignment: &excelize.Alignment{Vertical: "center", Horizontal: "center", WrapText: true},
	})
	b.do(err)
}

// look styles the cells down to the last row, freezes the head, sets the filter
// and hides the identity.
func (b *builder) look(sheet string, columns []column, last int) {
	end, err := excelize.ColumnNumberToName(len(columns))
	b.do(err)
	b.do(b.file.SetCellStyle(sheet, "A1", end+"1", b.head))
	b.do(b.file.SetRowHeight(sheet, 1, 32))
	if last > 1 {
		for i, c := range columns {
			letter, err := excelize.ColumnNumberToName(i + 1)
			b.do(err)
			b.do(b.file.SetCellStyle(sheet, letter+"2", fmt.Sprint(letter, last), b.styles[c.style]))
		}
	}
	b.do(b.file.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	b.do(b.file.AutoFilter(sheet, fmt.Sprint("A1:", end, max(last, 2)), nil))
	b.do(b.file.SetColVisible(sheet, end, false))
}

// choices offers the answers in a drop-down.
func (b *builder) choices(sheet string, columns []column, last int, head string, answers []string) {
	for i, c := range columns {
		if c.head != head {
			continue
		}
		letter, err := excelize.ColumnNumberToName(i + 1)
		b.do(err)
		v := excelize.NewDataValidation(true)
		v.Sqref = fmt.Sprint(letter, "2:", letter, max(last, 2))
		b.do(v.SetDropList(answers))
		v.SetError(excelize.DataValidationErrorStyleStop, "请从列表中选择", "只能选择列表中的一项。")
		b.do(b.file.AddDataValidation(sheet, v))
	}
}

// page sets the sheet up for A4, the head repeated on every page.
func (b *builder) page(sheet string, columns []column, last int) {
	paper, wide, any, landscape := 9, 1, 0, "landscape"
	b.do(b.file.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &paper, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &any}))
	fit := true
	b.do(b.file.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	side, ends := 0.3, 0.5
	b.do(b.file.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &ends, Bottom: &ends}))
	b.do(b.file.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: "&C第 &P 页，共 &N 页"}))
	end, err := excelize.ColumnNumberToName(len(columns))
	b.do(err)
	b.do(b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + sheet + "'!$1:$1", Scope: sheet}))
	b.do(b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: fmt.Sprintf("'%s'!$A$1:$%s$%d", sheet, end, max(last, 2)), Scope: sheet}))
}

// notes fills the last sheet.
func (b *builder) notes(lines []string) {
	b.do(b.file.SetColWidth(noteSheet, "A", "A", 100))
	plain, err := b.file.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}, NumFmt: 49})
	b.do(err)
	for i, s := range lines {
		b.text(noteSheet, 1, i+1, s)
	}
	b.do(b.file.SetCellStyle(noteSheet, "A1", fmt.Sprint("A", max(len(lines), 1)), plain))
}
