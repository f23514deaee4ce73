package reports

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"time"

	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
)

//go:embed templates
var templateFiles embed.FS

// pages renders the templates. It is made once per Write.
type pages struct {
	templates *template.Template
	style     template.CSS
}

func newPages() (*pages, error) {
	t, err := template.New("").Funcs(Words()).ParseFS(templateFiles, "templates/*.html")
	if err != nil {
		return nil, err
	}
	return &pages{t, template.CSS(Style())}, nil
}

// Style returns the stylesheet of the pages, for whoever shows results beside them
// in the same look.
func Style() []byte {
	css, err := templateFiles.ReadFile("templates/style.css")
	if err != nil {
		panic("reports: embedded stylesheet: " + err.Error()) // proven by every test
	}
	return css
}

// Words returns the functions by which templates write what they show: outcomes,
// states, points, outside text made fit to be shown. Whoever shows results beside
// the reports uses the same.
func Words() template.FuncMap {
	return template.FuncMap{
		"clean":   func(s string) string { return clip(clean(s), mostShown) },
		"href":    href,
		"points":  points,
		"lost":    lostWords,
		"outcome": func(o any) string { return outcomeWord(rules.Outcome(fmt.Sprint(o))) },
		"mark":    func(o any) string { return outcomeMark(rules.Outcome(fmt.Sprint(o))) },
		"state":   stateWord,
		"graded":  func(grade string) bool { return grade != scoring.Undetermined },
		"level":   levelWord,
		"skip":    skipWord,
		"check":   checkWord,
		"status":  statusWord,
		"failure": func(f any) string { return failureWord(fmt.Sprint(f)) },
		"indent":  func(level int) int { return min(max(level, 1), 5) },
	}
}

// mostShown bounds one piece of outside text on a page, in characters; the whole
// stands in results.json.
const mostShown = 1200

// frame is what every page has around its content.
type frame struct {
	Title string
	Style template.CSS
	Home  string // address of report.html from here; "" on it
	Run   runView
	Body  any
}

func (p *pages) render(out io.Writer, name string, f frame) error {
	f.Style = p.style
	return p.templates.ExecuteTemplate(out, name, f)
}

// runView is what judged, when, and by which rules: what each number is defended by.
type runView struct {
	ID, Of            string
	AsOf              string
	Started, Finished string
	Program           string
	Packs             []packView
}

type packView struct {
	ID, Title, Version, SHA256, Note string
}

func (r *Report) runView(b book) runView {
	run := r.Results.Run
	v := runView{ID: run.ID, Of: run.Of, Program: run.Program, AsOf: asOfWords(run.AsOf, r.Zone),
		Started: moment(run.Started, r.Zone), Finished: moment(run.Finished, r.Zone)}
	for _, p := range run.Packs {
		pv := packView{ID: p.ID, Title: b.packTitle(p.ID), Version: p.Version, SHA256: p.SHA256}
		if s := b.sets[p.ID]; s != nil {
			pv.Note = s.Note
			if s.Scoring.Note != "" {
				pv.Note += s.Scoring.Note
			}
		}
		v.Packs = append(v.Packs, pv)
	}
	return v
}

// outcomeMark is a shape for each outcome, so that none is told by colour alone.
func outcomeMark(o rules.Outcome) string {
	switch o {
	case rules.Pass:
		return "✓"
	case rules.Fail:
		return "✕"
	case rules.Review:
		return "？"
	case rules.Unknown:
		return "○"
	}
	return "–"
}

// asOfWords writes the instant of judging: as a day where it is the beginning of one.
func asOfWords(t time.Time, zone *time.Location) string {
	if in := t.In(zone); !t.IsZero() && in.Hour() == 0 && in.Minute() == 0 && in.Second() == 0 {
		return in.Format(time.DateOnly)
	}
	return moment(t, zone)
}
