package rules

import (
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// report is one address under which an annual report, or what may be one,
// stands.
type report struct {
	url   string
	title string // as written
	reportTitle
	kin  kinship
	page *portal.Page // nil: never asked for
	dead bool         // the row is no link, or leads nowhere by itself
	rows []reportRow
}

// reportRow is a list row that leads to a report.
type reportRow struct {
	on    *portal.Page
	item  extract.Item
	shelf bool // the list is a column of annual reports
}

// learn takes over what a title says where no better one was read before: a
// title with a year before one without, one with a body before one without.
func (r *report) learn(t reportTitle, title string) {
	better := r.title == "" || r.year == 0 && t.year != 0 || r.about && !t.about || r.year == t.year && r.body == "" && t.body != ""
	if better && (r.year == 0 || t.year == r.year || r.about) {
		if t.body == "" {
			t.body = r.body
		}
		r.reportTitle, r.title = t, title
	}
}

func (r *report) surroundings() []string {
	var names []string
	if r.page.OK() {
		f := r.page.Facts()
		names = append(names, f.Meta.ContentSource)
		for _, c := range f.Crumbs {
			names = append(names, c.Name)
		}
		for _, fd := range f.Fields {
			if fd.Name == extract.Issuer {
				names = append(names, fd.Value)
			}
		}
	}
	for _, row := range r.rows {
		for _, c := range row.on.Facts().Crumbs {
			names = append(names, c.Name)
		}
	}
	return names
}

// folderYear returns the year of the folder a report stands in (年报 > 2025年), 0 if
// none. A folder may be that of the year of publication: it counts only where the
// report was published the year after.
func (r *report) folderYear() int {
	year := 0
	for _, name := range r.folders() {
		name = extract.Fold(name)
		y := yearOf(name)
		if y == 0 && utf8.RuneCountInString(name) == 4 {
			y, _ = yearBefore(name)
		}
		if y == 0 {
			continue
		}
		if year != 0 && y != year {
			return 0
		}
		year = y
	}
	claims := r.claims()
	for _, c := range claims {
		if c.day.Year() != year+1 {
			return 0
		}
	}
	if len(claims) == 0 {
		return 0
	}
	return year
}

// folders names the columns a report stands in.
func (r *report) folders() []string {
	var names []string
	if r.page.OK() {
		for _, c := range r.page.Facts().Crumbs {
			names = append(names, c.Name)
		}
	}
	for _, row := range r.rows {
		for _, c := range row.on.Facts().Crumbs {
			names = append(names, c.Name)
		}
		if row.shelf {
			names = append(names, firstSegment(row.on.Title()))
		}
	}
	return names
}

// yearCovered returns the year a report's first lines say it covers: 统计期限自
// 2025年1月1日起至12月31日止.
func yearCovered(text string) int {
	text = extract.Fold(text)
	text = text[:min(len(text), 4000)]
	if i := strings.Index(text, "年1月1日"); i >= 0 && strings.Contains(text[i:min(len(text), i+80)], "12月31日") {
		if year, n := yearBefore(text[:i]); n > 0 {
			return year
		}
	}
	return 0
}

// html reports that the report's page was obtained and is no mere file.
func (r *report) html() bool { return r.page.OK() && r.page.Kind() != extract.File }

// shows ranks how much of the report was seen.
func (r *report) shows() int {
	switch {
	case r.html() && len(r.page.Facts().Tables) > 0:
		return 3
	case r.html():
		return 2
	case r.page.OK():
		return 1
	}
	return 0
}

// corrected is 1 where a title says that the report replaces an earlier one.
func (r *report) corrected() int {
	titles := []string{r.title}
	for _, row := range r.rows {
		titles = append(titles, row.item.Title)
	}
	for _, t := range titles {
		if wordIn(extract.Fold(t), []string{"更正", "修订", "修正", "更新版", "重新公布", "重新发布"}) != "" {
			return 1
		}
	}
	return 0
}

// couldBeOf reports whether no date of the report speaks against the year.
func (r *report) couldBeOf(year int) bool {
	dated := false
	check := func(d calendar.Day) bool {
		dated = dated || d != 0
		return d.Year() == year+1
	}
	if r.page.OK() {
		for _, d := range r.page.Facts().Dates {
			if check(d.Day) {
				return true
			}
		}
	}
	for _, row := range r.rows {
		if check(row.item.Day) {
			return true
		}
	}
	return !dated
}

// evidence quotes the report's page, or the row that names it where the page was
// not obtained.
func (r *report) evidence(quote string) Evidence {
	if !r.page.OK() && len(r.rows) > 0 {
		return Quote(r.rows[0].on, quote)
	}
	return Quote(r.page, quote)
}
