package calendar

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/govaudit/govaudit/internal/yamldoc"
)

// Calendar knows which days are working days (工作日): Monday to Friday, less
// the public holidays, plus the weekends worked in exchange (调休), as the
// State Council's General Office announces them each autumn for the next year.
// It is read-only and safe for concurrent use. The zero Calendar has no year's
// announcement: it answers with intervals, as for any year it does not know.
type Calendar struct {
	years  map[int]bool
	listed map[Day]bool // true: a weekend that is worked, false: a day off
}

// announcement is one year's file.
type announcement struct {
	Year     int      `yaml:"year,required"`
	Notice   []string `yaml:"notice,required"` // the notices it was taken from
	Holidays []Day    `yaml:"holidays,required"`
	Workdays []Day    `yaml:"workdays"`
}

// Load reads every *.yaml file in the top folder of fsys, one per year, named
// after it. Unknown keys, days of another year (save December of the year
// before) and days named twice are errors; all of them are reported at once.
func Load(fsys fs.FS) (*Calendar, error) {
	names, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list calendars: %w", err)
	}
	c := &Calendar{years: map[int]bool{}, listed: map[Day]bool{}}
	var problems []error
	for _, name := range names {
		if err := c.load(fsys, name); err != nil {
			problems = append(problems, fmt.Errorf("calendar %s: %w", name, err))
		}
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	return c, nil
}

func (c *Calendar) load(fsys fs.FS, name string) error {
	b, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	var a announcement
	if err := yamldoc.Decode(name, b, &a); err != nil {
		return err
	}
	return errors.Join(c.add(a, strings.TrimSuffix(path.Base(name), ".yaml"))...)
}

func (c *Calendar) add(a announcement, stem string) (problems []error) {
	if stem != fmt.Sprint(a.Year) {
		problems = append(problems, fmt.Errorf("year %d: does not agree with the file's name", a.Year))
	}
	if len(a.Notice) == 0 || len(a.Holidays) == 0 {
		problems = append(problems, fmt.Errorf("year %d: names no notice or no holiday", a.Year))
	}
	c.years[a.Year] = true
	enter := func(d Day, worked bool) {
		y, m, _ := d.Date()
		if y != a.Year && (y != a.Year-1 || m != time.December) {
			problems = append(problems, fmt.Errorf("%s: not a day of %d", d, a.Year))
		}
		if _, twice := c.listed[d]; twice {
			problems = append(problems, fmt.Errorf("%s: named twice", d))
		}
		c.listed[d] = worked
	}
	for _, d := range a.Holidays {
		enter(d, false)
	}
	for _, d := range a.Workdays {
		enter(d, true)
	}
	return problems
}

// Workday reports whether d is a working day. Where known is false no notice
// tells: the year has no file, and d lies in a season in which days are moved;
// working then says only whether d is a day from Monday to Friday.
func (c *Calendar) Workday(d Day) (working, known bool) {
	if worked, ok := c.listed[d]; ok {
		return worked, true
	}
	return weekday(d), c.announced(d) || seasonOf(d) == nil
}

// announced reports whether the notices that could move d have been read. The
// last days of December belong to the notice of the year after.
func (c *Calendar) announced(d Day) bool {
	y, m, dom := d.Date()
	if m == time.December && dom >= 28 {
		return c.years[y] && c.years[y+1]
	}
	return c.years[y]
}

func weekday(d Day) bool {
	w := d.Weekday()
	return w != time.Saturday && w != time.Sunday
}
