package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/site"
)

// Summary is the result of one site in short, for pages and metrics about many
// sites: it is read in thousands where a [Site] is read alone.
type Summary struct {
	ID         string     `json:"id"`
	Name       string     `json:"name"`
	URL        string     `json:"url"`
	Level      site.Level `json:"level"`
	Department string     `json:"department"`
	Code       string     `json:"code,omitempty"`
	State      State      `json:"state"`
	Crawl      Crawl      `json:"crawl"`
	Alert      string     `json:"alert,omitempty"` // of its Coverage
	// Scores are without their lines.
	Scores []scoring.Score `json:"scores"`
	// Ahead is of each rule the first day on which it fails if nothing changes.
	Ahead []Breach `json:"ahead,omitempty"`
}

// RuleSummary is what became of one rule on one site.
type RuleSummary struct {
	Rule      string
	Outcome   rules.Outcome
	Decided   rules.Outcome // the outcome once what people decided counts
	Lost, Max float64
	Certain   int  // certain defects
	Doubtful  int  // defects that a person has to decide
	Open      bool // a part could not be observed
	// Defects names the certain defects by code and subject, sorted; nil where there
	// are too many to be compared with those of another run.
	Defects []uint64
}

// MaxCompared is how many certain defects of one rule are told apart from run to run.
const MaxCompared = 5000

// Summarize returns a result in short, and what became of each rule in the order of
// its findings.
func Summarize(r *Site) (Summary, []RuleSummary) {
	s := Summary{ID: r.ID, Name: r.Name, URL: r.URL, Level: r.Level, Department: r.Department, Code: r.Code, State: r.State, Crawl: r.Crawl}
	if r.Coverage != nil {
		s.Alert = r.Coverage.Alert
	}
	for _, c := range r.Scores {
		c.Lines = nil
		s.Scores = append(s.Scores, c)
	}
	for _, b := range r.Ahead { // the nearest come first
		if !slices.ContainsFunc(s.Ahead, func(have Breach) bool { return have.Rule == b.Rule }) {
			s.Ahead = append(s.Ahead, Breach{Rule: b.Rule, Code: b.Code, Subject: b.Subject, Day: b.Day})
		}
	}
	list := make([]RuleSummary, len(r.Findings))
	for i := range r.Findings {
		list[i] = summarizeRule(&r.Findings[i])
	}
	return s, list
}

func summarizeRule(f *rules.Finding) RuleSummary {
	out := RuleSummary{Rule: f.Rule, Outcome: f.Outcome, Decided: f.AsDecided().Outcome, Lost: f.Lost, Max: f.Max, Open: f.Open}
	for _, d := range f.Defects {
		if d.Outcome != rules.Fail {
			out.Doubtful++
			continue
		}
		out.Certain++
		out.Defects = append(out.Defects, defectSum(d.Code, d.Subject))
	}
	slices.Sort(out.Defects)
	out.Defects = slices.Compact(out.Defects)
	if len(out.Defects) > MaxCompared {
		out.Defects = nil
	}
	return out
}

// defectSum names a defect of a rule on a site by 48 bits: among a few thousand no two
// are likely to meet.
func defectSum(code, subject string) uint64 {
	sum := sha256.Sum256([]byte(code + "\x00" + subject))
	return binary.BigEndian.Uint64(sum[:8]) >> 16
}

// Recorded says in which finished run a site was judged by which packs.
type Recorded struct {
	Site, Run string
	Packs     []string
}

// SiteRules is what became of every rule on one site in a run.
type SiteRules struct {
	Site  string
	Rules []RuleSummary
}

// Past is one earlier result of a site, in short.
type Past struct {
	Run Run
	Summary
	Rules []RuleSummary
}
