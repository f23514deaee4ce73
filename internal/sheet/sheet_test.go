package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"
)

// claiming is a workbook whose only sheet holds these rows, in XML.
func claiming(t *testing.T, rows string) *excelize.File {
	t.Helper()
	var plain, out bytes.Buffer
	if err := excelize.NewFile().Write(&plain); err != nil {
		t.Fatal(err)
	}
	parts, err := zip.NewReader(bytes.NewReader(plain.Bytes()), int64(plain.Len()))
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(&out)
	for _, p := range parts.File {
		to, err := w.Create(p.Name)
		if err != nil {
			t.Fatal(err)
		}
		if p.Name == "xl/worksheets/sheet1.xml" {
			fmt.Fprintf(to, `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>`, rows)
			continue
		}
		from, err := p.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(to, from); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestRows(t *testing.T) {
	const a = `<c r="A1" t="inlineStr"><is><t>甲</t></is></c>`
	for _, tt := range []struct {
		why  string
		rows string
		want []Row
		bad  bool
	}{
		{"a gap is rows that are empty", `<row r="1">` + a + `</row><row r="3">` + strings.ReplaceAll(a, "A1", "B3") + `</row>`,
			[]Row{{1, []string{"甲"}}, {2, nil}, {3, []string{"", "甲"}}}, false},
		{"cells that are empty at the end are none", `<row r="1">` + a + `<c r="XFD1"/></row>`, []Row{{1, []string{"甲"}}}, false},
		{"one row a thousand million down", `<row r="1000000000"><c r="A1"><v>1</v></c></row>`, nil, true},
		{"many rows that reach the last column", strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 1000), nil, true},
	} {
		var got []Row
		var failed error
		for row, err := range Rows(claiming(t, tt.rows), "Sheet1") {
			if failed = err; err == nil && !tt.bad {
				got = append(got, row)
			}
		}
		if (failed != nil) != tt.bad {
			t.Errorf("%s: %v, want an error %v", tt.why, failed, tt.bad)
		}
		if diff := cmp.Diff(tt.want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.why, diff)
		}
	}
}

func TestColumn(t *testing.T) {
	f := excelize.NewFile()
	for i, v := range []string{"one", "", "three", "four"} {
		if err := f.SetCellStr("Sheet1", fmt.Sprint("B", i+1), v); err != nil {
			t.Fatal(err)
		}
	}
	got, err := Column(f, "Sheet1", 1, 3)
	if diff := cmp.Diff([]string{"one", "", "three"}, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if _, err := Column(f, "missing", 1, 3); err == nil {
		t.Error("a sheet that is not there was read")
	}
}
