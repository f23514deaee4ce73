package web

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/access"
)

const ownBook = "/runs/latest/files/rectification/%E6%B1%9F%E5%B7%9E%E5%B8%82%E4%BA%BA%E6%B0%91%E6%94%BF%E5%BA%9C%E5%8A%9E%E5%85%AC%E5%AE%A4.xlsx" // 江州市人民政府办公室

func TestFiles(t *testing.T) {
	s := newTestServer(t, nil)
	for _, tt := range []struct {
		why, name string
		who       access.User
		want      int
		kind      string
	}{
		{"all results", "results.json", supervisor, 200, "application/json"},
		{"the summary", "summary.csv", evaluator, 200, "text/csv; charset=utf-8"},
		{"the whole report", "report.html", supervisor, 200, "text/html; charset=utf-8"},
		{"a page of a site", "sites/gujiang.html", evaluator, 200, "text/html; charset=utf-8"},
		{"the workbook of all", "rectification.xlsx", administrator, 200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		{"one's own site", "sites/jiangzhou.html", jiangzhou, 200, "text/html; charset=utf-8"},
		{"another's site", "sites/gujiang.html", jiangzhou, 404, ""},
		{"nobody's site", "sites/nanping.html", jiangzhou, 404, ""},
		{"all results, to a department", "results.json", jiangzhou, 404, ""},
		{"the whole report, to a department", "report.html", jiangzhou, 404, ""},
		{"the workbook of all, to a department", "rectification.xlsx", jiangzhou, 404, ""},
		{"a path", "../../../etc/passwd", administrator, 404, ""},
		{"a path, escaped", "..%2f..%2fetc%2fpasswd", administrator, 404, ""},
		{"a path from the root", "/etc/passwd", administrator, 404, ""},
		{"a file that is not there", "sites/none.html", administrator, 404, ""},
	} {
		w := s.get(t, tt.who, "/runs/latest/files/"+tt.name)
		code := w.Code
		if code == 301 || code == 307 { // the multiplexer cleans the path first
			code = s.get(t, tt.who, w.Header().Get("Location")).Code
		}
		if code != tt.want || tt.kind != "" && w.Header().Get("Content-Type") != tt.kind {
			t.Errorf("%s: %d %s", tt.why, code, w.Header().Get("Content-Type"))
		}
	}
	if w := s.get(t, jiangzhou, ownBook); w.Code != 200 {
		t.Errorf("one's own workbook: %d", w.Code)
	}
	if w := s.get(t, gujiang, ownBook); w.Code != 404 {
		t.Errorf("another's workbook: %d", w.Code)
	}
	if !strings.Contains(strings.Join(s.desk.lines(), "\n"), "gj | 被拒绝的操作") {
		t.Error("not logged")
	}
}

// TestWorkbookHoldsOneDepartment opens the file itself.
func TestWorkbookHoldsOneDepartment(t *testing.T) {
	s := newTestServer(t, nil)
	data := s.get(t, jiangzhou, ownBook).Body.Bytes()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
	}
	if text := all.String(); !strings.Contains(text, "江州") || strings.Contains(text, "古江") || strings.Contains(text, "南坪") {
		t.Error("the workbook of 江州 is empty or tells of others")
	}
}
