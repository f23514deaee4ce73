package reports

import (
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
)

// What follows is for whoever shows results beside the reports: the same words and
// drawings.

// Chart is a list of bars to be drawn as SVG, as the template "chart" of frame.html
// does.
type Chart = chart

// NewChart draws on a scale from 0 to most. The id is unique on its page.
func NewChart(id, title string, most float64) *Chart { return newChart(id, title, most) }

// Bar adds a row with one bar.
func (c *chart) Bar(label, value string, from, to float64, class string) {
	c.add(label, value, span{from, to, class})
}

// Waterfall shows how a score came about.
func Waterfall(id string, s scoring.Score) *Chart { return waterfall(id, s) }

// FindingWords is one finding in words.
type FindingWords = findingView

// Finding writes a finding of the run in words.
func (r Report) Finding(f *rules.Finding) FindingWords {
	if r.Zone == nil {
		r.Zone = beijing
	}
	if r.Calendar == nil {
		r.Calendar = &calendar.Calendar{}
	}
	return r.findingView(newBook(r.Sets), f, "")
}

// Reach explains in a sentence how far a site could be looked at.
func Reach(s *audit.Site) string { return coverage(s) }

// Verdict tells a decision in a sentence; "" where there is none.
func Verdict(v *rules.Verdict, zone *time.Location) string { return verdictWords(v, zone) }

// Clean makes outside text fit to be shown, and bounds it.
func Clean(s string) string { return clip(clean(s), mostShown) }

// Cost says what a finding of the rule costs now, or may yet; the rule may be nil.
func Cost(f *rules.Finding, r *rules.Rule) string { return costWords(f, rule{Rule: r}) }
