package reports

import (
	"io"

	"github.com/govaudit/govaudit/calendar"
)

// File is one file of a run.
type File struct {
	Name       string // path of contract §6, with slashes: sites/nantong.html
	Site       string // the site it is about alone; "": it is about several
	Department string // the department it is for alone; "" for all others
	Write      func(io.Writer) error
}

// Files returns the files of contract §6 in the order they are written. Each is
// made when its Write is called.
func Files(r Report) []File {
	if r.Zone == nil {
		r.Zone = beijing
	}
	if r.Calendar == nil {
		r.Calendar = &calendar.Calendar{}
	}
	b := newBook(r.Sets)
	files := []File{
		{Name: "results.json", Write: func(out io.Writer) error { return r.writeResults(out) }},
		{Name: "summary.csv", Write: func(out io.Writer) error { return r.writeSummary(out, b) }},
	}
	files = append(files, r.pageFiles(b)...)
	return append(files, r.workbookFiles(b)...)
}
