package reports

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/review"
)

// returned is a workbook after somebody worked in it.
func returned(t testing.TB, original []byte, work func(f *excelize.File)) []byte {
	t.Helper()
	f := open(t, original)
	work(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// fill writes an answer into a row.
func fill(t testing.TB, f *excelize.File, sheet string, row int, answer, reason, by string, until any) {
	t.Helper()
	for column, v := range map[string]any{"P": answer, "Q": reason, "R": by, "S": until} {
		if err := f.SetCellValue(sheet, fmt.Sprint(column, row), v); err != nil {
			t.Fatal(err)
		}
	}
}

func set(t testing.TB, f *excelize.File, cell string, v any) {
	t.Helper()
	sheet, at, _ := strings.Cut(cell, "!")
	if err := f.SetCellValue(sheet, at, v); err != nil {
		t.Fatal(err)
	}
}

// copyRow copies a row of questions to another.
func copyRow(t testing.TB, f *excelize.File, from, to int) {
	t.Helper()
	for i := range askColumns {
		column, _ := excelize.ColumnNumberToName(i + 1)
		v, err := f.GetCellValue(askedSheet, fmt.Sprint(column, from))
		if err != nil {
			t.Fatal(err)
		}
		set(t, f, fmt.Sprint(askedSheet, "!", column, to), v)
	}
}

// intakeOf asks about the run that the report shows.
func intakeOf(r Report) review.Intake {
	in := review.Intake{Run: r.Results.Run.ID, AsOf: calendar.MustDay(2026, 4, 10), Exported: seen, Now: seen.Add(time.Hour)}
	for _, s := range r.Results.Sites {
		in.Questions = append(in.Questions, review.Questions(s.ID, s.Findings)...)
	}
	return in
}

func TestAWorkbookComesBack(t *testing.T) {
	r := asking(t)
	b := returned(t, exported(t, r), func(f *excelize.File) {
		fill(t, f, askedSheet, 2, "属实（不合格）", "与上年逐字相同", "张三", time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC))
		fill(t, f, askedSheet, 3, "不属实（合格）", "指南在\n专栏里", "张三", "2026年12月31日")
		fill(t, f, unseenSheet, 4, "不适用", "=1+1", "李四", "2026/12/31")
	})
	a, err := ReadAnswers(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if a.Run != "20260410-1" || !a.Exported.Equal(seen) {
		t.Errorf("of run %s, exported %s", a.Run, a.Exported)
	}
	taken, problems := intakeOf(r).Take(a.Entries)
	if err := a.Err(problems); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range taken.Decisions {
		got = append(got, strings.Join([]string{d.Site, d.Rule, d.Code, string(d.Answer), d.Reason, d.By, d.Until.String()}, " "))
	}
	want := []string{
		"jiangzhou national/annual-report copied true 与上年逐字相同 张三 2026-12-31",
		"jiangzhou national/guide missing false 指南在 专栏里 张三 2026-12-31",
		"nanping national/opens  exempt =1+1 李四 2026-12-31",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if taken.Blank != 10 {
		t.Errorf("%d rows left blank, want 10", taken.Blank)
	}
}

// Every attack goes out and comes back without a cell being taken for altered.
func TestHostileQuestionsComeBack(t *testing.T) {
	r := hostile(t)
	a, err := ReadAnswers(bytes.NewReader(exported(t, r)))
	if err != nil {
		t.Fatal(err)
	}
	taken, problems := intakeOf(r).Take(a.Entries)
	if err := a.Err(problems); err != nil {
		t.Error(err)
	}
	if want := 2 * len(attacks); taken.Blank != want || len(a.Entries) != want {
		t.Errorf("%d entries, %d blank, want %d", len(a.Entries), taken.Blank, want)
	}
}

func TestProblemsAreToldByCell(t *testing.T) {
	whole := func(f *excelize.File, row int) {
		fill(t, f, askedSheet, row, "属实（不合格）", "已核对", "张三", "2026-12-31")
	}
	tests := []struct {
		name string
		work func(f *excelize.File)
		want []string // place and a word of each line
	}{
		{"no reason", func(f *excelize.File) { whole(f, 2); set(t, f, "待决定!Q2", "") }, []string{"待决定!Q2：没有写理由"}},
		{"no name", func(f *excelize.File) { whole(f, 3); set(t, f, "待决定!R3", nil) }, []string{"待决定!R3：没有写决定人"}},
		{"a day that is none", func(f *excelize.File) { whole(f, 2); set(t, f, "待决定!S2", "明年") }, []string{"待决定!S2：“明年”不是日期"}},
		{"the day before the day of judgement", func(f *excelize.File) {
			whole(f, 2)
			set(t, f, "待决定!S2", time.Date(2026, 4, 9, 0, 0, 0, 0, time.UTC))
		}, []string{"待决定!S2：有效期 2026-04-09 早于监测时间点 2026-04-10"}},
		{"no such answer", func(f *excelize.File) { whole(f, 2); set(t, f, "待决定!P2", "可能") }, []string{"待决定!P2：“可能”不是可选的结论"}},
		{"a protected cell altered, nothing decided", func(f *excelize.File) { set(t, f, "待决定!I3", "没有问题") }, []string{"待决定!I3：“须决定的情况”被改动"}},
		{"a protected cell emptied", func(f *excelize.File) { set(t, f, "未能观察!B2", "") }, []string{"未能观察!B2：“规则编号”被改动"}},
		{"the mark altered", func(f *excelize.File) { whole(f, 2); set(t, f, "待决定!T2", "abc") }, []string{"待决定!T2：标识不是本程序导出的"}},
		{"the mark of another row", func(f *excelize.File) {
			whole(f, 2)
			v, err := f.GetCellValue(askedSheet, "T3")
			if err != nil {
				t.Fatal(err)
			}
			set(t, f, "待决定!T2", v)
		}, []string{"待决定!B2：", "待决定!C2：", "待决定!D2：", "待决定!F2：", "待决定!G2：", "待决定!H2：", "待决定!I2：", "待决定!J2：", "待决定!K2：", "待决定!M2："}},
		{"an answer in a row of one's own", func(f *excelize.File) { whole(f, 9) }, []string{"待决定!T9：标识不是本程序导出的"}},
		{"the head altered", func(f *excelize.File) { set(t, f, "待决定!P1", "意见") }, []string{"待决定!P1：表头应为“结论”"}},
		{"a row copied and answered otherwise", func(f *excelize.File) {
			whole(f, 2)
			copyRow(t, f, 2, 9)
			set(t, f, "待决定!P9", "不适用")
		}, []string{"待决定!P9：同一项填了两次，内容不一致：请只留一处（另一处在 待决定!P2）"}},
		{"all of it at once, in the order of the sheets", func(f *excelize.File) {
			fill(t, f, unseenSheet, 3, "不适用", "", "李四", "2026-12-31")
			whole(f, 3)
			set(t, f, "待决定!R3", "")
			set(t, f, "待决定!C3", "别的")
			set(t, f, "待决定!P2", "也许")
		}, []string{"待决定!P2：“也许”", "待决定!Q2：没有写理由", "待决定!R2：没有写决定人", "待决定!C3：", "待决定!R3：没有写决定人", "未能观察!Q3：没有写理由"}},
	}
	r := asking(t)
	original := exported(t, r)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := ReadAnswers(bytes.NewReader(returned(t, original, tt.work)))
			if err != nil {
				t.Fatal(err)
			}
			_, problems := intakeOf(r).Take(a.Entries)
			err = a.Err(problems)
			if err == nil {
				t.Fatal("nothing is wrong")
			}
			lines := strings.Split(err.Error(), "\n")
			if len(lines) != len(tt.want) {
				t.Fatalf("%d problems, want %d:\n%s", len(lines), len(tt.want), err)
			}
			for i, line := range lines {
				if !strings.HasPrefix(line, tt.want[i]) {
					t.Errorf("line %d is %q, want %q", i, line, tt.want[i])
				}
			}
		})
	}
}

func TestWhatMayBeDoneToAWorkbook(t *testing.T) {
	tests := []struct {
		name string
		work func(f *excelize.File)
		want int // entries
	}{
		{"nothing at all", func(*excelize.File) {}, 13},
		{"rows that are not needed removed", func(f *excelize.File) { f.RemoveRow(askedSheet, 2) }, 12},
		{"rows moved", func(f *excelize.File) { copyRow(t, f, 2, 6); f.RemoveRow(askedSheet, 2) }, 13},
		{"a whole sheet removed", func(f *excelize.File) { f.DeleteSheet(unseenSheet) }, 3},
		{"a remark below the table", func(f *excelize.File) { f.SetCellValue(askedSheet, "B20", "以上由张三核对") }, 13},
		{"line ends rewritten", func(f *excelize.File) {
			f.SetCellValue(askedSheet, "E2", "《中华人民共和国政府信息公开条例》（国务院令第711号）第四十九条：“应当在每年1月31日前”\r\n")
		}, 13},
	}
	r := asking(t)
	original := exported(t, r)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := ReadAnswers(bytes.NewReader(returned(t, original, tt.work)))
			if err != nil {
				t.Fatal(err)
			}
			_, problems := intakeOf(r).Take(a.Entries)
			if err := a.Err(problems); err != nil || len(a.Entries) != tt.want {
				t.Errorf("%d entries, want %d; %v", len(a.Entries), tt.want, err)
			}
		})
	}
}

// Days are also read from workbooks that count them from 1904.
func TestDaysOfCells(t *testing.T) {
	for _, tt := range []struct {
		text     string
		from1904 bool
		want     string
	}{
		{"46387", false, "2026-12-31"}, {"46387.75", false, "2026-12-31"}, {"44925", true, "2026-12-31"},
		{"20261231", false, "20261231"}, {"2026-12-31", false, "2026-12-31"}, {"-1", false, "-1"}, {"1e300", false, "1e300"}, {"NaN", false, "NaN"}, {"", false, ""},
	} {
		if got := dayText(tt.text, tt.from1904); got != tt.want {
			t.Errorf("%q is read as %q, want %q", tt.text, got, tt.want)
		}
	}
}

// zipped makes a workbook out of parts; part is called for each of the original, and
// may replace it.
func zipped(t testing.TB, original []byte, part func(name string, b []byte) []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(original), int64(len(original)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		to, err := w.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		to.Write(part(f.Name, b))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestHostileWorkbooksAreRefused(t *testing.T) {
	original := exported(t, asking(t))
	rows := func(row func(i int) string, n int) []byte {
		return zipped(t, original, func(name string, b []byte) []byte {
			if name != "xl/worksheets/sheet1.xml" {
				return b
			}
			var s strings.Builder
			s.WriteString(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
			for i := range n {
				s.WriteString(row(i + 1))
			}
			s.WriteString(`</sheetData></worksheet>`)
			return []byte(s.String())
		})
	}
	tests := []struct {
		name string
		b    []byte
		want string
	}{
		{"nothing", nil, "不是可读的 .xlsx"},
		{"not a workbook", []byte("标识,结论\n1,属实\n"), "不是可读的 .xlsx"},
		{"cut short", original[:len(original)/2], "不是可读的 .xlsx"},
		{"a workbook of another kind", returned(t, original, func(f *excelize.File) { f.DeleteSheet(originSheet) }), "不是 govaudit review export 导出的"},
		{"without the run", returned(t, original, func(f *excelize.File) { f.SetCellValue(originSheet, "A2", "") }), "不是 govaudit review export 导出的"},
		{"without the time", returned(t, original, func(f *excelize.File) { f.SetCellValue(originSheet, "A3", "昨天") }), "不是 govaudit review export 导出的"},
		{"its sheets renamed", returned(t, original, func(f *excelize.File) { f.SetSheetName(askedSheet, "a"); f.SetSheetName(unseenSheet, "b") }), "不是 govaudit review export 导出的"},
		{"larger than any of ours", append(bytes.Clone(original), make([]byte, mostBytes)...), "超过 32 MB"},
		{"a bomb", zipped(t, original, func(name string, b []byte) []byte {
			if name == "xl/sharedStrings.xml" {
				return make([]byte, mostUnpacked)
			}
			return b
		}), "unzip size exceeds"},
		{"more rows than any of ours", rows(func(i int) string { return fmt.Sprintf(`<row r="%d"><c r="P%d"><v>1</v></c></row>`, i, i) }, mostReturned+2), "超过 21000 行"},
		{"a row numbered beyond any sheet", rows(func(int) string { return `<row r="999999999999"><c r="P2"><v>1</v></c></row>` }, 1), "待决定："},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := ReadAnswers(bytes.NewReader(tt.b)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}

// A row at the far end of a sheet, and cells at the far end of a row, cost nothing.
func TestFarCellsAreRead(t *testing.T) {
	b := zipped(t, exported(t, asking(t)), func(name string, b []byte) []byte {
		if name != "xl/worksheets/sheet1.xml" {
			return b
		}
		return bytes.Replace(b, []byte("</sheetData>"), []byte(`<row r="1048576"><c r="P1048576" t="inlineStr"><is><t>属实</t></is></c><c r="XFD1048576"><v>1</v></c></row></sheetData>`), 1)
	})
	a, err := ReadAnswers(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	_, problems := intakeOf(asking(t)).Take(a.Entries)
	if err := a.Err(problems); err == nil || !strings.HasPrefix(err.Error(), "待决定!Q1048576：没有写理由") {
		t.Errorf("%v", err)
	}
}

func TestALongListOfProblemsIsCut(t *testing.T) {
	a := &Answers{}
	var problems []review.Problem
	for i := range mostTold + 7 {
		a.places = append(a.places, place{askedSheet, i + 2})
		problems = append(problems, review.Problem{Entry: i, Field: review.FieldBy, Other: -1, Message: "没有写决定人"})
	}
	err := a.Err(problems)
	if lines := strings.Split(err.Error(), "\n"); len(lines) != mostTold+1 || lines[mostTold] != "另有 7 处" {
		t.Errorf("%d lines, the last %q", len(lines), lines[len(lines)-1])
	}
}

// FuzzReadAnswers puts any text into the place of a sheet.
func FuzzReadAnswers(f *testing.F) {
	original, in := exported(f, asking(f)), intakeOf(asking(f))
	const head = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	f.Add(head + `<row r="2"><c r="P2" t="inlineStr"><is><t>属实</t></is></c><c r="T2"><v>1</v></c></row></sheetData></worksheet>`)
	f.Add(head + `<row r="-1"><c r="A0" t="s"><v>99</v></c></row><row r="1"/><row r="1"><c/><c r="XFE1"><v/></c></row></sheetData></worksheet>`)
	f.Add(head + `<row r="999999999999"><c r="P2"><v>1</v></c></row></sheetData></worksheet>`)
	f.Add(`<worksheet><sheetData><row><c t="e"><f>1/0</f><v>#DIV/0!</v></c>`)
	f.Fuzz(func(t *testing.T, sheet string) {
		a, err := ReadAnswers(bytes.NewReader(zipped(t, original, func(name string, b []byte) []byte {
			if name == "xl/worksheets/sheet1.xml" {
				return []byte(sheet)
			}
			return b
		})))
		if err != nil {
			return
		}
		taken, problems := in.Take(a.Entries)
		if err := a.Err(problems); err == nil && len(taken.Decisions) > 0 && !strings.Contains(sheet, "实") {
			t.Errorf("decisions out of nothing: %+v", taken.Decisions)
		}
	})
}
