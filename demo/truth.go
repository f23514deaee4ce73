package demo

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed sites duties truth
var files embed.FS

// Outcomes of an Expectation.
const (
	Fails   = "fail"   // a defect that is certain
	Doubted = "review" // a defect for a person to decide
	Fine    = "fine"   // a look-alike: must not be a certain defect
)

// Expectation is one line of the truth about a portal.
type Expectation struct {
	Site    string // id of the site
	Check   string
	Code    string // of the defect; of a look-alike the code it looks like, "" for any of the check
	Subject string // as in results: page address, column name or host
	Outcome string // Fails, Doubted or Fine
	Why     string // in words, by the rule
}

// readTruth reads the table of one site: check, code, subject, outcome and why,
// separated by tabs. A subject that begins with a slash is a page of the site.
func readTruth(s *portal) ([]Expectation, error) {
	name := "truth/" + s.id + ".tsv"
	data, err := files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var out []Expectation
	for i, line := range strings.Split(string(data), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 5 {
			return nil, fmt.Errorf("%s:%d: %d fields, want 5", name, i+1, len(f))
		}
		e := Expectation{Site: s.id, Check: f[0], Code: f[1], Subject: f[2], Outcome: f[3], Why: f[4]}
		if e.Outcome != Fails && e.Outcome != Doubted && e.Outcome != Fine {
			return nil, fmt.Errorf("%s:%d: no outcome %q", name, i+1, e.Outcome)
		}
		if strings.HasPrefix(e.Subject, "/") {
			if _, ok := s.replies[e.Subject]; !ok && !s.dead && e.Check != "links" {
				return nil, fmt.Errorf("%s:%d: the site has no page %s", name, i+1, e.Subject)
			}
			e.Subject = s.origin + e.Subject
		}
		out = append(out, e)
	}
	return out, nil
}

// RuleTruth is what one rule must say of one portal.
type RuleTruth struct {
	Site    string
	Rule    string // with its pack
	Outcome string // an outcome of a finding, then the codes of all its defects, if told; of proposals "proposes" and what; a subject after " @"
	Why     string // in words, by the document
}

// readRuleTruth reads the table of one site: rule, outcome and why, separated by
// tabs.
func readRuleTruth(s *portal) ([]RuleTruth, error) {
	name := "truth/rules/" + s.id + ".tsv"
	data, err := files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var out []RuleTruth
	for i, line := range strings.Split(string(data), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			return nil, fmt.Errorf("%s:%d: %d fields, want 3", name, i+1, len(f))
		}
		out = append(out, RuleTruth{Site: s.id, Rule: f[0], Outcome: f[1], Why: f[2]})
	}
	return out, nil
}
