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
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

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
// returns their paths in the order of [Files]. Several are made at once. Each file is
// replaced whole or not at all, through a temporary one beside it, so that a reader
// never sees half of it. An error about one does not keep the others from being
// written.
func Write(dir string, r Report) (written []string, err error) {
	files := Files(r)
	problems := make([]error, len(files))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, f := range files {
		g.Go(func() error {
			problems[i] = replace(pathOf(dir, f), f.Write)
			return nil
		})
	}
	g.Wait()
	for i, f := range files {
		path := pathOf(dir, f)
		if problems[i] != nil {
			problems[i] = fmt.Errorf("write report %s: %w", path, problems[i])
			continue
		}
		written = append(written, path)
	}
	return written, errors.Join(problems...)
}

func pathOf(dir string, f File) string { return filepath.Join(dir, filepath.FromSlash(f.Name)) }

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
