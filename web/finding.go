package web

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/reports"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
)

func (s *Server) findingRoutes() []route {
	return []route{{pattern: "GET /sites/{site}/findings/{pack}/{rule}", action: access.Browse, handle: s.finding, example: "/sites/jiangzhou/findings/national/annual-report"}}
}

// findingView is one finding with all that it is defended by.
type findingView struct {
	Site      *audit.Site
	Run       audit.Run
	Back      string
	Newest    string // this finding in the newest run; "": it is of that
	Finding   *rules.Finding
	Words     reports.FindingWords
	Rule      *rules.Rule // nil: no pack of today has it
	RulePath  string
	Clauses   []clauseWords
	Defects   []defectRow
	Pager     pager
	Seen      []evidenceRow
	Decisions []decisionRow
	Past      []pastFinding
	Changed   string
}

// clauseWords is one clause that a rule covers, in the words of its catalogue.
type clauseWords struct{ Clause, Title, Item, Words, Path string }

// defectRow is one defect as it is shown.
type defectRow struct {
	*rules.Defect
	Means    string
	Decided  string
	Item     *ledger.Item // to be mended; nil: there is none
	Page     string       // its subject where that is a page: as stored
	Dates    []dateRow
	Evidence []evidenceRow
	Cut      int
	Before   string // since which run it has been there; "": only in this one
}

type evidenceRow struct {
	rules.Evidence
	Stored string // the stored page with the place marked; "": there is none
}

// decisionRow is what somebody decided, newest first.
type decisionRow struct {
	review.Decision
	Word  string
	About string // the defect; "" for the finding as a whole
}

// pastFinding is what became of the rule on the site in an earlier run.
type pastFinding struct {
	Run      audit.Run
	Path     string
	Outcome  rules.Outcome
	Decided  rules.Outcome
	Certain  int
	Doubtful int
	Lost     float64
	Here     bool
}

// Pieces of evidence shown of one defect.
const mostProofs = 10

func (s *Server) finding(c *call) (answer, error) {
	v, err := s.findingOf(c)
	if err != nil {
		return nil, err
	}
	title := v.Finding.Rule
	if v.Rule != nil {
		title = cmp.Or(v.Rule.Title, title)
	}
	return page{Name: "finding", Title: title, Body: v}, nil
}

// findingOf is the finding asked for, where the visitor may see its site.
func (s *Server) findingOf(c *call) (v findingView, err error) {
	id := c.PathValue("pack") + "/" + c.PathValue("rule")
	past, run, r, err := s.history(c, c.PathValue("site"), c.FormValue("run"))
	if err != nil {
		return v, err
	}
	i := slices.IndexFunc(r.Findings, func(f rules.Finding) bool { return f.Rule == id })
	if i < 0 {
		return v, errMissing
	}
	sets, err := s.Rules()
	if err != nil {
		return v, err
	}
	at := findingsAt{run: run, site: r, sets: sets, zone: s.Zone}
	f := &r.Findings[i]
	v = findingView{Site: r, Run: run, Back: "/sites/" + url.PathEscape(r.ID) + "?" + url.Values{"run": {run.ID}}.Encode() + "#findings",
		Finding: f, Rule: at.rule(id), Clauses: s.clauses(f.Clauses, sets), Changed: changedRules(run, sets),
		Words: reports.Report{Results: audit.Results{Run: run}, Sets: sets, Calendar: s.Calendar, Zone: s.Zone}.Finding(f)}
	if v.Rule != nil {
		v.RulePath = rulePath(id)
	}
	v.Past = at.past(past, id)
	if len(v.Past) > 0 && !v.Past[0].Here {
		v.Newest = v.Past[0].Path
	}
	v.Pager = paged(number(c.FormValue("page")), len(f.Defects), func(n int) string {
		return findingPath(r.ID, id, run.ID) + "&page=" + itoa(n) + "#defects"
	})
	if v.Defects, err = s.defects(c.Context(), at, f, v.Pager); err != nil {
		return v, err
	}
	if err := s.addItems(c, v.Defects, r.ID, id); err != nil {
		return v, err
	}
	v.Seen, _ = at.evidence(f.Seen)
	if v.Decisions, err = s.decisionsOn(c.Context(), r.ID, id); err != nil {
		return v, err
	}
	return v, nil
}

// defects writes those of one page of the list.
func (s *Server) defects(ctx context.Context, at findingsAt, f *rules.Finding, p pager) ([]defectRow, error) {
	snap, err := s.Archive.Snapshot(ctx, cmp.Or(at.run.Of, at.run.ID), at.site.ID)
	if err != nil && !errors.Is(err, ErrMissing) {
		return nil, err
	}
	dates := dateReader{snap: snap, have: map[string][]dateRow{}}
	var out []defectRow
	for i := p.From; i < p.To; i++ {
		d := &f.Defects[i]
		row := defectRow{Defect: d, Means: cmp.Or(rules.CodeMeaning(f.Check, d.Code), d.Code), Decided: reports.Verdict(d.Decided, s.Zone)}
		row.Evidence, row.Cut = at.evidence(d.Evidence)
		if isPage(d.Subject) {
			row.Page = storedPath(at.run.ID, at.site.ID, d.Subject, "", "")
			if row.Dates, err = dates.of(ctx, d.Subject); err != nil {
				return nil, err
			}
		}
		out = append(out, row)
	}
	return out, nil
}

// addItems puts beside defects what has become of them in the ledger. A document that
// moved keeps its item under the address it had before.
func (s *Server) addItems(c *call, rows []defectRow, siteID, ruleID string) error {
	if len(rows) == 0 {
		return nil
	}
	items, err := s.Ledger.Items(c.Context(), ItemQuery{Site: siteID, Rule: ruleID, Most: 5000})
	if err != nil {
		return err
	}
	for i := range rows {
		for k := range items {
			it := &items[k]
			if it.Site == siteID && it.Rule == ruleID && it.Code == rows[i].Code && (it.Subject == rows[i].Subject || slices.Contains(it.Aliases, rows[i].Subject)) &&
				c.can(access.SeeSite, access.Of(it.Department)) {
				rows[i].Item = it
			}
		}
	}
	return nil
}

// isPage reports that a subject is the address of a page.
func isPage(subject string) bool {
	return strings.HasPrefix(subject, "http://") || strings.HasPrefix(subject, "https://")
}

func (at findingsAt) evidence(list []rules.Evidence) ([]evidenceRow, int) {
	shown := list[:min(len(list), mostProofs)]
	var out []evidenceRow
	for _, e := range shown {
		row := evidenceRow{Evidence: e}
		if isPage(e.URL) {
			row.Stored = storedOf(at.run.ID, at.site.ID, e)
		}
		out = append(out, row)
	}
	return out, len(list) - len(shown)
}

// past writes what became of a rule in the runs that asked it, newest first.
func (at findingsAt) past(list []audit.Past, id string) []pastFinding {
	var out []pastFinding
	for _, p := range list {
		i := slices.IndexFunc(p.Rules, func(r audit.RuleSummary) bool { return r.Rule == id })
		if i < 0 {
			continue
		}
		r := p.Rules[i]
		out = append(out, pastFinding{Run: p.Run, Path: findingPath(at.site.ID, id, p.Run.ID), Outcome: r.Outcome, Decided: r.Decided, Certain: r.Certain, Doubtful: r.Doubtful,
			Lost: r.Lost, Here: p.Run.ID == at.run.ID})
	}
	return out
}

// decisionsOn returns what people decided about a rule on a site, newest first.
func (s *Server) decisionsOn(ctx context.Context, siteID, ruleID string) ([]decisionRow, error) {
	list, err := s.Records.Decisions(ctx, siteID)
	if err != nil {
		return nil, err
	}
	var out []decisionRow
	for _, d := range slices.Backward(list) {
		if d.Rule != ruleID {
			continue
		}
		row := decisionRow{Decision: d, Word: d.Answer.Word()}
		if d.Code != "" || d.Subject != "" {
			row.About = strings.TrimSpace(d.Subject + " " + d.Code)
		}
		out = append(out, row)
	}
	return out, nil
}

// dateRow is one date that a stored page offers.
type dateRow struct{ Name, Day, From, Quote string }

// dateReader reads the dates of stored pages, each once and not too many.
type dateReader struct {
	snap audit.Snapshot // nil: nothing is stored
	have map[string][]dateRow
}
