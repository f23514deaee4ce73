package reports

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/govaudit/govaudit/rules"
)

func open(t testing.TB, b []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// table returns a sheet's rows as maps from heading to text.
func table(t testing.TB, f *excelize.File, sheet string) []map[string]string {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, v := range row {
			m[rows[0][i]] = v
		}
		out = append(out, m)
	}
	return out
}

func TestAWorkbookHasARowPerDefect(t *testing.T) {
	f := open(t, written(t, sample(t))["rectification/江州市人民政府办公室.xlsx"])
	rows := table(t, f, mendSheet)
	if len(rows) != 2 {
		t.Fatalf("%d rows, want the two certain defects", len(rows))
	}
	want := map[string]string{
		"序号": "1", "责任单位": "江州市人民政府办公室", "网站名称": "江州市人民政府", "网站标识码": "5401000001", "规则编号": "national/annual-report", "指标": "按期公布年度报告",
		"依据（文号+条款）": "《中华人民共和国政府信息公开条例》（国务院令第711号）第四十九条：“应当在每年1月31日前”",
		"问题描述":      "年度报告于 2026-04-13 公布，晚于期限", "问题页面": "http://www.jiangzhou.gov.cn/nb/1.html", "证据摘录": "2026-04-13",
		"抓取时间": "2026-04-10 09:30:00", "证据哈希（SHA-256）": sum, "扣分": "3", "单项否决": "否", "整改要求": "补齐后重新公布。", "整改期限": "2026-05-06", "整改状态": "未整改",
		"整改措施": "", "整改链接": "", "复核结论": "", "整改编号": "", "台账状态": "",
		"标识（请勿改动）": `["jiangzhou","national/annual-report","late","http://www.jiangzhou.gov.cn/nb/1.html"]`,
	}
	if diff := cmp.Diff(want, rows[0]); diff != "" {
		t.Error(diff)
	}
	doubts := table(t, f, reviewSheet)
	if len(doubts) != 2 {
		t.Fatalf("%d rows to verify, want two", len(doubts))
	}
	if got := doubts[1]["待核实的情况"]; got != "公开指南：未见指南" {
		t.Errorf("a defect of a column reads %q: the column's name is lost", got)
	}
	if got := doubts[1]["程序倾向"]; got != "不合格" {
		t.Errorf("proposed is %q", got)
	}
}

func TestAWorkbookIsReadyToWorkWith(t *testing.T) {
	f := open(t, written(t, sample(t))["rectification.xlsx"])
	ok, target, err := f.GetCellHyperLink(mendSheet, "I3")
	if err != nil || !ok || target != "http://www.jiangzhou.gov.cn/nb/1.html" {
		t.Errorf("the page of the second row links to %q, %v", target, err)
	}
	panes, err := f.GetPanes(mendSheet)
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("head is not frozen: %+v, %v", panes, err)
	}
	lists, err := f.GetDataValidations(mendSheet)
	if err != nil || len(lists) != 1 || lists[0].Formula1 != `"未整改,整改中,已整改,有异议"` || lists[0].Sqref != "Q2:Q4" {
		t.Errorf("drop-down: %+v, %v", lists, err)
	}
	if visible, err := f.GetColVisible(mendSheet, "W"); err != nil || visible {
		t.Errorf("the identity is shown, %v", err)
	}
	layout, err := f.GetPageLayout(mendSheet)
	if err != nil || *layout.Orientation != "landscape" || *layout.Size != 9 || *layout.FitToWidth != 1 {
		t.Errorf("page setup %+v, %v", layout, err)
	}
	var names []string
	for _, n := range f.GetDefinedName() {
		names = append(names, n.Name+" "+n.RefersTo)
	}
	for _, want := range []string{"_xlnm.Print_Titles '整改清单'!$1:$1", "_xlnm._FilterDatabase '整改清单'!$A$1:$W$4"} {
		if !slices.Contains(names, want) {
			t.Errorf("%q is not among %q", want, names)
		}
	}
}

func TestADepartmentWithoutDefectsHasAnEmptyList(t *testing.T) {
	f := open(t, written(t, sample(t))["rectification/云岭省人民政府办公厅.xlsx"])
	if rows := table(t, f, mendSheet); len(rows) != 0 {
		t.Errorf("a site that did not open is to mend %d things", len(rows))
	}
}

// Whatever a page says stays a string: no formula, no link but to http, nothing
// beyond what a cell can hold.
func TestNoCellIsAFormula(t *testing.T) {
	for name, b := range written(t, hostile(t)) {
		if !strings.HasSuffix(name, ".xlsx") {
			continue
		}
		f := open(t, b)
		for _, sheet := range f.GetSheetList() {
			rows, err := f.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for i, row := range rows {
				for k, text := range row {
					at, _ := excelize.CoordinatesToCellName(k+1, i+1)
					if formula, _ := f.GetCellFormula(sheet, at); formula != "" {
						t.Errorf("%s %s!%s is the formula %q", name, sheet, at, formula)
					}
					if n := len(utf16.Encode([]rune(text))); n > 32767 {
						t.Errorf("%s %s!%s holds %d units", name, sheet, at, n)
					}
					if ok, link, _ := f.GetCellHyperLink(sheet, at); ok && (!strings.HasPrefix(link, "http") || len(link) > 2079) {
						t.Errorf("%s %s!%s links to %.60q", name, sheet, at, link)
					}
				}
			}
		}
	}
}

func TestTextIsClippedToWhatACellHolds(t *testing.T) {
	tests := []struct {
		name, text string
		units      int
	}{
		{"a text that just fits", strings.Repeat("长", 32767), 32767},
		{"one character more", strings.Repeat("长", 32768), 32767},
		{"characters that count twice", strings.Repeat("𠮷", 20000), 32767},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := len(utf16.Encode([]rune(clipUnits(tt.text, cellUnits)))); got != tt.units {
				t.Errorf("%d units, want %d", got, tt.units)
			}
		})
	}
}

// The column 扣分 adds up to what the rule cost.
func TestLossesAddUp(t *testing.T) {
	tests := []struct {
		name  string
		rule  string
		lost  float64
		codes []string
		want  []float64
	}{
		{"each by its price", "national/annual-report", 7, []string{"late", "part_missing"}, []float64{3, 4}},
		{"what is over the rule's points is free", "national/annual-report", 10, []string{"late", "part_missing", "part_missing", "late"}, []float64{3, 4, 3, 0}},
		{"without prices the first defect costs all", "national/guide", 5, []string{"empty", "stale"}, []float64{5, 0}},
		{"a rule no longer known costs what it cost", "gone/rule", 2, []string{"x"}, []float64{2}},
		{"advice costs nothing", "national/county-only", 0, []string{"missing"}, []float64{0}},
		{"decided by a person, without a defect of ours", "national/guide", 5, nil, []float64{5}},
	}
	r := sample(t)
	b := newBook(r.Sets)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := rules.Finding{Rule: tt.rule, Outcome: rules.Fail, Lost: tt.lost, Max: 10}
			for _, c := range tt.codes {
				f.Defects = append(f.Defects, failing(c, "http://a.example/", "x"))
			}
			var got []float64
			for _, it := range r.items(b, r.Results.Sites[1], &f, 20000) {
				got = append(got, it.Lost)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDeadline(t *testing.T) {
	r := sample(t)
	tests := []struct {
		name, asOf string
		days       int
		want       string
		doubtful   bool
	}{
		{"one working day after a Friday is Monday", "2026-04-10", 1, "2026-04-13", false},
		{"the last day before a holiday", "2026-04-10", 14, "2026-04-30", false},
		{"one more falls after it", "2026-04-10", 15, "2026-05-06", false},
		{"a Saturday that is worked counts", "2026-05-08", 1, "2026-05-09", false},
		// At most free: the rest of December, 5 weekdays until January 13, the 7
		// after it. So 4 count in January's first part, then 25 to 29, then the 10th.
		{"a year without notice gives the latest day, and says so", "2026-12-28", 10, "2027-02-01", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, note := r.deadline(dayOf(t, tt.asOf), tt.days)
			if got.String() != tt.want || (note != "") != tt.doubtful {
				t.Errorf("%s %q, want %s", got, note, tt.want)
			}
		})
	}
}

func TestIdentity(t *testing.T) {
	long := Identity("a", "p/r", "late", "http://a.example/"+strings.Repeat("x", 40_000))
	other := Identity("a", "p/r", "late", "http://a.example/"+strings.Repeat("x", 40_001))
	if long == other || len(long) > 8000 {
		t.Errorf("long subjects are not told apart within a cell: %.80s", long)
	}
	var parts []string
	if err := json.Unmarshal([]byte(Identity("a", "p/r", "late", `x"y`)), &parts); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a", "p/r", "late", `x"y`}, parts); diff != "" {
		t.Error(diff)
	}
}
