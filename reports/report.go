// Package reports writes the files of a run for their readers: results for
// programs, pages for evaluators, workbooks for the departments that mend.
package reports

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/rules"
)

// Report is everything the files are written from. Write does not change it.
type Report struct {
	Results  audit.Results
	Source   Source             // of the sites, which Results then has in short; nil: Results has them whole
	Sets     []*rules.Set       // titles, basis, remedy and deadlines of the rules that judged
	Calendar *calendar.Calendar // working days for deadlines; nil: weekdays, with the doubt said
	Zone     *time.Location     // in which times are shown; nil: Beijing time
	Items    []ledger.Item      // of the sites, where the ledger has them
	Folded   string             // what the run did to the ledger, in Chinese; "": nothing
}

// beijing is what official times are given in.
var beijing = time.FixedZone("UTC+8", 8*60*60)

// Write writes every file of contract §6 into dir, making it where needed, and
// returns their paths in the order written. Each file is replaced whole or not at
// all. An error about one file does not keep the others from being written.
func Write(dir string, r Report) (files []string, err error) {
	w := folder{dir: dir}
	for _, f := range Files(r) {
		w.put(f.Name, f.Write)
	}
	return w.files, errors.Join(w.problems...)
}

// folder collects the files written below a folder and what went wrong.
type folder struct {
	dir      string
	files    []string
	problems []error
}

// put writes one file under a name below the folder, through a temporary file
// beside it, so that a reader never sees half of it.
func (f *folder) put(name string, write func(io.Writer) error) {
	path := filepath.Join(f.dir, filepath.FromSlash(name))
	if err := replace(path, write); err != nil {
		f.problems = append(f.problems, fmt.Errorf("write report %s: %w", path, err))
		return
	}
	f.files = append(f.files, path)
}

func replace(path string, write func(io.Writer) error) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(path), ".writing-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			temp.Close()
			os.Remove(temp.Name())
		}
	}()
	w := bufio.NewWriterSize(temp, 64<<10)
	if err := write(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := temp.Chmod(0o644); err != nil {
		return err
	}
	if err := temp.Close(); err != nil {
		return err
	}
	return os.Rename(temp.Name(), path)
}
