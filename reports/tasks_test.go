package reports

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

var told1 = time.Date(2026, 4, 10, 1, 0, 0, 0, time.UTC)

// taskItem is an item as the ledger holds it.
func taskItem(n int, department, message string) ledger.Item {
	k := review.Key{Site: "jiangzhou", Rule: "national/annual-report", Code: "late", Subject: "http://www.jiangzhou.gov.cn/nb/" + strings.Repeat("1", n) + ".html"}
	return ledger.Item{ID: ledger.NewID(k, 0), Key: k, Version: 2, State: ledger.Notified, Check: "annual_report", Department: department, Severity: ledger.Major,
		Opened: told1, Since: told1, Due: calendar.MustDay(2026, 4, 17), Fixed: true,
		Last: ledger.Sighting{SiteName: "江州市人民政府", Message: message, Evidence: []rules.Evidence{{URL: k.Subject, Seen: told1, Quote: "=1+1", SHA256: "ab"}}}}
}

func taskBook(t *testing.T, items ...ledger.Item) *excelize.File {
	t.Helper()
	var buf bytes.Buffer
	if err := WriteTaskBook(&buf, Tasks{Exported: told1.Add(time.Hour)}, items, "甲局"); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&buf)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// cameBack saves a workbook and reads it as one that came back.
func cameBack(t *testing.T, f *excelize.File) (*Returned, error) {
	t.Helper()
	var buf bytes.Buffer
	if err := f.Write(&buf); err != nil {
		t.Fatal(err)
	}
	return ReadTasks(&buf)
}

func fillIn(t *testing.T, f *excelize.File, cells ...string) {
	t.Helper()
	for i := 0; i < len(cells); i += 2 {
		if err := f.SetCellStr(taskSheet, cells[i], cells[i+1]); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTasksComeBackAsTheyWereFilledIn(t *testing.T) {
	a, b := taskItem(1, "甲局", "=HYPERLINK(\"http://x\")"), taskItem(2, "甲局", "晚于期限")
	f := taskBook(t, a, b)
	if formula, err := f.GetCellFormula(taskSheet, "I2"); err != nil || formula != "" {
		t.Errorf("what a page says became the formula %q (%v)", formula, err)
	}
	fillIn(t, f, "R3", "已整改", "S3", "已补发", "T3", "http://www.jiangzhou.gov.cn/nb/3.html", "V3", "王五")
	r, err := cameBack(t, f)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Err(nil); err != nil {
		t.Fatal(err)
	}
	want := ledger.Entry{ID: b.ID, Version: 2, Kind: "已整改", Done: "已补发", Link: "http://www.jiangzhou.gov.cn/nb/3.html", By: "王五"}
	if len(r.Entries) != 2 || r.Entries[1] != want || r.Entries[0] != (ledger.Entry{ID: a.ID, Version: 2}) {
		t.Errorf("%+v", r.Entries)
	}
	if r.Department != "甲局" || !r.Exported.Equal(told1.Add(time.Hour)) {
		t.Errorf("of %s, %s", r.Department, r.Exported)
	}
}

func TestTasksThatWereAlteredAreToldByCell(t *testing.T) {
	in := ledger.Intake{Items: []ledger.Item{taskItem(1, "甲局", "晚于期限")}, Targets: []site.Target{{ID: "jiangzhou", URL: "http://www.jiangzhou.gov.cn/"}}, Exported: told1.Add(time.Hour), Now: told1.Add(48 * time.Hour)}
	for _, tt := range []struct {
		name  string
		cells []string
		want  string // of the problems; "" none
	}{
		{"nothing is filled in", nil, ""},
		{"an answer", []string{"R2", "已整改", "S2", "已补发", "T2", "https://jiangzhou.gov.cn/3.html", "V2", "王五"}, ""},
		{"a plea needs no link", []string{"R2", "申请豁免", "S2", "系统迁移", "V2", "王五"}, ""},
		{"what was done is missing", []string{"R2", "已整改", "T2", "http://www.jiangzhou.gov.cn/3", "V2", "王五"}, "整改台账!S2：没有写整改措施"},
		{"the link is missing", []string{"R2", "已整改", "S2", "已补发", "V2", "王五"}, "整改台账!T2：没有写整改链接"},
		{"the link is none", []string{"R2", "已整改", "S2", "已补发", "T2", "javascript:alert(1)", "V2", "王五"}, "整改台账!T2：“javascript:alert(1)”不是网页地址"},
		{"the link leads to another site", []string{"R2", "已整改", "S2", "已补发", "T2", "http://example.com/", "V2", "王五"}, "整改台账!U2：整改链接不在本站"},
		{"and it is said why", []string{"R2", "已整改", "S2", "已补发", "T2", "http://example.com/", "U2", "由省平台统一发布", "V2", "王五"}, ""},
		{"nobody signed", []string{"R2", "已整改", "S2", "已补发", "T2", "http://www.jiangzhou.gov.cn/3"}, "整改台账!V2：没有写姓名"},
		{"no such kind", []string{"R2", "改好了", "S2", "已补发", "T2", "http://www.jiangzhou.gov.cn/3", "V2", "王五"}, "整改台账!R2：“改好了”不是可选的说明类型"},
		{"no kind", []string{"S2", "已补发"}, "整改台账!R2：写了整改情况，没有选说明类型"},
		{"the problem was altered", []string{"I2", "没有问题"}, "整改台账!I2：“问题描述”被改动"},
		{"the mark was altered", []string{"R2", "已整改", "W2", "ZG-0000-0000-0001 2 ab"}, "整改台账!B2：编号不是本程序导出的"},
		{"a column was renamed", []string{"R1", "类型"}, "整改台账!R1：表头应为“说明类型”"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := taskBook(t, in.Items...)
			fillIn(t, f, tt.cells...)
			r, err := cameBack(t, f)
			if err != nil {
				t.Fatal(err)
			}
			_, problems := in.Take(r.Entries)
			err = r.Err(problems)
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("%v, want %q", err, tt.want)
			}
		})
	}
}

func TestWhatIsNoTaskBookIsRefused(t *testing.T) {
	plain := excelize.NewFile()
	defer plain.Close()
	if _, err := cameBack(t, plain); err == nil {
		t.Error("an empty workbook was taken for one of ours")
	}
	for name, data := range map[string]string{"no workbook": "PK not really", "nothing": ""} {
		if _, err := ReadTasks(strings.NewReader(data)); err == nil {
			t.Errorf("%s was taken for one of ours", name)
		}
	}
}

func TestATaskBookPerDepartment(t *testing.T) {
	dir := t.TempDir()
	folder := NewTaskFolder(dir)
	written := map[string]bool{}
	for _, d := range []string{"甲局", "../乙", "甲/局", "甲_局", ""} {
		path, err := folder.Write(Tasks{Exported: told1}, []ledger.Item{taskItem(1, d, "x")}, d)
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Dir(path) != dir || written[path] {
			t.Errorf("%s is not in the folder, or there already", path)
		}
		written[path] = true
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	}
}

func TestATaskBookThatWouldHurtIsRefused(t *testing.T) {
	var buf bytes.Buffer
	if err := taskBook(t, taskItem(1, "甲局", "x")).Write(&buf); err != nil {
		t.Fatal(err)
	}
	bomb := zipped(t, buf.Bytes(), func(name string, b []byte) []byte {
		if name == "xl/worksheets/sheet1.xml" {
			return make([]byte, mostUnpacked)
		}
		return b
	})
	if _, err := ReadTasks(bytes.NewReader(bomb)); err == nil || !strings.Contains(err.Error(), "unzip size exceeds") {
		t.Errorf("a workbook that unpacks to %d bytes: %v", mostUnpacked, err)
	}
	if _, err := ReadTasks(io.LimitReader(endless{}, 1<<40)); err == nil || !strings.Contains(err.Error(), "超过") {
		t.Errorf("a file without end: %v", err)
	}
}

// endless is a file without end.
type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }

// FuzzReadTasks puts any text into the place of the sheet.
func FuzzReadTasks(f *testing.F) {
	var buf bytes.Buffer
	if err := WriteTaskBook(&buf, Tasks{Exported: told1}, []ledger.Item{taskItem(1, "甲局", "x")}, "甲局"); err != nil {
		f.Fatal(err)
	}
	const head = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	f.Add(head + `<row r="2"><c r="R2" t="inlineStr"><is><t>已整改</t></is></c><c r="W2" t="inlineStr"><is><t>ZG-0000-0000-0000 2 ab</t></is></c></row></sheetData></worksheet>`)
	f.Add(head + `<row r="-1"><c r="A0" t="s"><v>99</v></c></row><row r="1"/><row r="1"><c/><c r="XFE1"><v/></c></row></sheetData></worksheet>`)
	f.Fuzz(func(t *testing.T, sheet string) {
		r, err := ReadTasks(bytes.NewReader(zipped(t, buf.Bytes(), func(name string, b []byte) []byte {
			if name == "xl/worksheets/sheet1.xml" {
				return []byte(sheet)
			}
			return b
		})))
		if err != nil {
			return
		}
		taken, problems := ledger.Intake{Now: told1}.Take(r.Entries)
		if r.Err(problems); len(taken.Changes) > 0 {
			t.Errorf("answers out of nothing: %+v", taken.Changes)
		}
	})
}
