package reports

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/govaudit/govaudit/audit"
)

func TestARunHasTheFilesOfTheContract(t *testing.T) {
	want := []string{
		"crawl.html", "rectification.xlsx", "rectification/云岭省人民政府办公厅.xlsx", "rectification/古江县人民政府办公室.xlsx", "rectification/未登记责任单位.xlsx",
		"rectification/江州市人民政府办公室.xlsx", "report.html", "results.json",
		"sites/gujiang.html", "sites/jiangzhou.html", "sites/nanping.html", "sites/yunling.html", "summary.csv",
	}
	var got []string
	for name := range written(t, sample(t)) {
		got = append(got, name)
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheSameRunGivesTheSameBytes(t *testing.T) {
	first := written(t, sample(t))
	for name, b := range written(t, sample(t)) {
		if !bytes.Equal(b, first[name]) {
			t.Errorf("%s differs from one writing to the next", name)
		}
	}
}

func TestARunWithoutSitesIsWritten(t *testing.T) {
	files := written(t, Report{Results: audit.Results{Schema: audit.ResultsSchema}})
	for _, name := range []string{"results.json", "summary.csv", "report.html", "crawl.html", "rectification.xlsx"} {
		if len(files[name]) == 0 {
			t.Errorf("%s is missing or empty", name)
		}
	}
}

func TestAFileThatCannotBeWrittenDoesNotKeepOthersBack(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "sites"), nil, 0o644); err != nil { // in the way of the folder
		t.Fatal(err)
	}
	files, err := Write(dir, sample(t))
	if err == nil || !strings.Contains(err.Error(), "jiangzhou.html") {
		t.Errorf("error %v does not name the file", err)
	}
	if !slices.Contains(files, filepath.Join(dir, "summary.csv")) {
		t.Error("summary.csv was not written")
	}
}

func schema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile("results.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestResultsFollowTheSchema(t *testing.T) {
	for name, r := range map[string]Report{"a plain run": sample(t), "a run without sites": {}, "a run full of attacks": hostile(t)} {
		t.Run(name, func(t *testing.T) {
			validate(t, written(t, r)["results.json"])
		})
	}
}

// validate holds a results.json against the schema.
func validate(t testing.TB, b []byte) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema(t).Validate(doc); err != nil {
		t.Error(err)
	}
}

func TestTheSchemaRefuses(t *testing.T) {
	good := string(written(t, sample(t))["results.json"])
	var r audit.Results
	if err := json.Unmarshal([]byte(good), &r); err != nil {
		t.Fatal(err)
	}
	r.Sites[1].Findings[0].Defects[0].Evidence = nil
	var unproven bytes.Buffer
	if err := WriteResults(&unproven, r); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, bad string }{
		{"an outcome that does not exist", strings.Replace(good, `"outcome": "review"`, `"outcome": "maybe"`, 1)},
		{"a list that is null", strings.Replace(good, `"vetoes": []`, `"vetoes": null`, 1)},
		{"a missing key", strings.Replace(good, `"complete"`, `"finished"`, 1)},
		{"a certain defect without evidence", unproven.String()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := jsonschema.UnmarshalJSON(strings.NewReader(tt.bad))
			if err != nil {
				t.Fatal(err)
			}
			if schema(t).Validate(doc) == nil {
				t.Error("accepted")
			}
		})
	}
}

// What is read back is what was judged: nothing is escaped, cut or rounded.
func TestResultsAreReadBackWhole(t *testing.T) {
	r := sample(t)
	var got audit.Results
	if err := json.Unmarshal(written(t, r)["results.json"], &got); err != nil {
		t.Fatal(err)
	}
	for i, s := range r.Results.Sites {
		if diff := cmp.Diff(complete(s), *got.Sites[i]); diff != "" {
			t.Error(diff)
		}
	}
}

func TestSummaryHasARowPerSiteAndPack(t *testing.T) {
	b := written(t, sample(t))["summary.csv"]
	if !bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")) {
		t.Error("no byte order mark: spreadsheets will misread it")
	}
	rows, err := csv.NewReader(bytes.NewReader(b[3:])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	// 100 − 3 (late) − 4 (part_missing) + 4 bonus; at worst the open report and
	// the guide are lost whole: 100 − 10 − 5 + 4.
	want := []string{"jiangzhou", "江州市人民政府", "http://www.jiangzhou.gov.cn/", "市级", "江州市人民政府办公室", "已完整检查", "national",
		"97", "89", "97", "104", "优秀", "", "2", "1", "1", "0", "1", "812", "3", "是", "", "", "", "", "", ""}
	if len(rows) != 5 {
		t.Fatalf("%d rows, want a head and four sites", len(rows))
	}
	if diff := cmp.Diff(want, rows[2]); diff != "" {
		t.Error(diff)
	}
	if got := rows[1][12]; got != "national/opens" {
		t.Errorf("veto of the first site is %q", got)
	}
}

func TestNoCellOfTheSummaryIsAFormula(t *testing.T) {
	rows, err := csv.NewReader(bytes.NewReader(written(t, hostile(t))["summary.csv"][3:])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(attacks)+1 {
		t.Fatalf("%d rows for %d sites", len(rows), len(attacks))
	}
	for _, row := range rows {
		for _, c := range row {
			if strings.ContainsAny(c[:min(len(c), 1)], "=+-@\t\r") || strings.ContainsAny(c, "\x00\r\n\u202E") {
				t.Errorf("cell %.40q", c)
			}
		}
	}
}

func TestAFileIsReplacedWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	put := func(text string, err error) error {
		return replace(path, func(w io.Writer) error {
			io.WriteString(w, text)
			return err
		})
	}
	if err := put("old", nil); err != nil {
		t.Fatal(err)
	}
	if err := put("half of the n", errors.New("disk full")); err == nil {
		t.Error("the error is lost")
	}
	if b, _ := os.ReadFile(path); string(b) != "old" {
		t.Errorf("the file holds %q", b)
	}
	if list, _ := os.ReadDir(dir); len(list) != 1 {
		t.Errorf("%d files are left, want one", len(list))
	}
}
