package web

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/reports"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/standing"
)

func (s *Server) siteRoutes() []route {
	return []route{
		{pattern: "GET /sites/{site}", action: access.Browse, handle: s.site, example: "/sites/jiangzhou"},
		{pattern: "GET /sites/{site}/mend", action: access.Browse, handle: s.mend, example: "/sites/jiangzhou/mend"},
	}
}

// siteView is all about one site in one run.
type siteView struct {
	Site     *audit.Site
	Run      audit.Run
	Newest   bool        // no newer run judged it
	Runs     []audit.Run // that judged it, newest first
	Reach    string
	Home     string // the stored home page; "": none
	Counts   standing.Tally
	Scores   []packScore
	Query    findingQuery
	Findings []findingRow
	Matching int
	Ahead    []aheadRow
	History  []packHistory
	Columns  []columnRow
	Failed   []audit.Count
	Skipped  []audit.Count
	Changed  string // the rules shown are not those that judged; "" if they are
}

// packScore is a score and how it came about.
type packScore struct {
	scoring.Score
	Title  string
	Given  bool // enough was decided to name points
	Open   bool
	Chart  *reports.Chart
	Vetoes []ruleLink
	Barred []ruleLink // vetoes once what people decided counts
	Lines  []lineRow
	Steps  []stepRow
	Mend   string // the page on which mending is tried
}

type ruleLink struct{ ID, Title, Path string }

type lineRow struct {
	scoring.Line
	Path string // of its finding; "": it is no rule
}

// stepRow is one rule to be mended, and what all up to it lead to.
type stepRow struct {
	scoring.Step
	Title, Path string
}

// findingRow is a finding in a list.
type findingRow struct {
	*rules.Finding
	Title, Path      string
	Cost             string
	Veto             bool
	Certain          int
	Doubtful         int
	Decided          string
	DecidedOtherwise bool
}

// mostHistory is how many runs the history of a site goes back.
const mostHistory = 24

// history returns the runs that judged a site, newest first, and the one of this id; the
// newest without an id. A site that the visitor may not see has none.
func (s *Server) history(c *call, siteID, runID string) ([]audit.Past, audit.Run, *audit.Site, error) {
	past, err := s.Records.History(c.Context(), siteID, mostHistory)
	if err != nil {
		return nil, audit.Run{}, nil, err
	}
	if runID == "" && len(past) > 0 {
		runID = past[0].Run.ID
	}
	if runID == "" {
		return nil, audit.Run{}, nil, errMissing
	}
	run, r, err := s.result(c, runID, siteID)
	if err != nil {
		return nil, run, nil, err
	}
	// Whoever may see the site of this run may not have been responsible for it always.
	past = slices.DeleteFunc(past, func(p audit.Past) bool { return !c.can(access.SeeSite, access.Of(p.Department)) })
	return past, run, r, nil
}

func (s *Server) site(c *call) (answer, error) {
	v, err := s.siteOf(c)
	if err != nil {
		return nil, err
	}
	return page{Name: "site", Title: siteName(v.Site), Body: v}, nil
}

// siteOf is all about the site asked for, where the visitor may see it.
func (s *Server) siteOf(c *call) (v siteView, err error) {
	past, run, r, err := s.history(c, c.PathValue("site"), c.FormValue("run"))
	if err != nil {
		return v, err
	}
	sets, err := s.Rules()
	if err != nil {
		return v, err
	}
	v = siteView{Site: r, Run: run, Newest: len(past) > 0 && past[0].Run.ID == run.ID, Reach: reports.Reach(r),
		Query: readFindingQuery(c.URL.Query()), Changed: changedRules(run, sets)}
	if r.Crawl.Pages > 0 {
		v.Home = storedPath(run.ID, r.ID, r.URL, "", "")
	}
	for _, p := range past {
		v.Runs = append(v.Runs, p.Run)
	}
	at := findingsAt{run: run, site: r, sets: sets, zone: s.Zone}
	for i := range r.Findings {
		v.Counts.Count(r.Findings[i].Outcome)
	}
	for i, sc := range r.Scores {
		v.Scores = append(v.Scores, at.score(i, sc))
	}
	v.Findings, v.Matching = v.Query.choose(at)
	v.Ahead = at.ahead()
	v.History = packHistories(past, sets, s.day)
	if cov := r.Coverage; cov != nil {
		v.Columns, v.Failed, v.Skipped = at.columns(cov), cov.Failed, cov.Skipped
	}
	return v, nil
}

func siteName(r *audit.Site) string { return cmp.Or(reports.Clean(r.Name), r.ID) }

// changedRules says that the packs of today are not those of the run.
func changedRules(run audit.Run, sets []*rules.Set) string {
	var names []string
	for _, p := range run.Packs {
		if set := setOf(sets, p.ID); set == nil {
			names = append(names, p.ID+"（现在没有这个规则包）")
		} else if set.SHA256 != p.SHA256 {
			words := "（检查时 " + p.Version + "，现在 " + set.Version + "）"
			if p.Version == set.Version {
				words = "（版本号没有变，内容改过）"
			}
			names = append(names, cmp.Or(set.Title, p.ID)+words)
		}
	}
	return strings.Join(names, "、")
}

// findingsAt is the findings of a site in a run, with what the packs say of them.
type findingsAt struct {
	run  audit.Run
	site *audit.Site
	sets []*rules.Set
	zone *time.Location
}

func (at findingsAt) rule(id string) *rules.Rule {
	for _, set := range at.sets {
		if r := set.Rule(id); r != nil {
			return r
		}
	}
	return nil
}

func (at findingsAt) title(id string) string {
	if r := at.rule(id); r != nil {
		return cmp.Or(r.Title, id)
	}
	return id
}

// path is the address of the finding of a rule.
func (at findingsAt) path(ruleID string) string {
	return findingPath(at.site.ID, ruleID, at.run.ID)
}

func (at findingsAt) link(ruleID string) ruleLink {
	return ruleLink{ruleID, at.title(ruleID), at.path(ruleID)}
}

// mostSteps is how many rules are named that are best mended first.
const mostSteps = 8

func (at findingsAt) score(i int, sc scoring.Score) packScore {
	p := packScore{Score: sc, Title: sc.Pack, Given: sc.Grade != scoring.Undetermined, Open: sc.Low != sc.High,
		Chart: reports.Waterfall("waterfall-"+string(rune('a'+i%26)), sc)}
	p.Mend = "/sites/" + url.PathEscape(at.site.ID) + "/mend?" + url.Values{"run": {at.run.ID}, "pack": {sc.Pack}}.Encode()
	set := setOf(at.sets, sc.Pack)
	if set != nil {
		p.Title = cmp.Or(set.Title, sc.Pack)
		for _, st := range scoring.Steps(set, at.site.Findings, mostSteps) {
			p.Steps = append(p.Steps, stepRow{st, at.title(st.Rule), at.path(st.Rule)})
		}
	}
	for _, id := range sc.Vetoes {
		p.Vetoes = append(p.Vetoes, at.link(id))
	}
	if sc.Decided != nil {
		for _, id := range sc.Decided.Vetoes {
			p.Barred = append(p.Barred, at.link(id))
		}
	}
	for _, l := range sc.Lines {
		row := lineRow{Line: l}
		if l.Rule != "" {
			row.Path = at.path(l.Rule)
		}
		p.Lines = append(p.Lines, row)
	}
	return p
}

// row is a finding in a list.
func (at findingsAt) row(f *rules.Finding) findingRow {
	row := findingRow{Finding: f, Title: f.Rule, Path: at.path(f.Rule), Cost: reports.Cost(f, at.rule(f.Rule))}
	if r := at.rule(f.Rule); r != nil {
		row.Title, row.Veto = cmp.Or(r.Title, f.Rule), r.Veto
	}
	for _, d := range f.Defects {
		if d.Outcome == rules.Fail {
			row.Certain++
		} else {
			row.Doubtful++
		}
	}
	if f.Decided.Final() {
		row.Decided = string(f.AsDecided().Outcome)
		row.DecidedOtherwise = row.Decided != string(f.Outcome)
	}
	return row
}

// findingQuery is which findings of a site are asked for.
type findingQuery struct{ Outcome, Check, Search string }

func readFindingQuery(v url.Values) findingQuery {
	return findingQuery{Outcome: v.Get("outcome"), Check: v.Get("check"), Search: clipRunes(strings.TrimSpace(v.Get("q")), 100)}
}

// Outcomes is the menu of outcomes.
func (findingQuery) Outcomes() []rules.Outcome {
	return []rules.Outcome{rules.Fail, rules.Review, rules.Unknown, rules.Pass, rules.Exempt}
}

// mostFindings bounds the list on the page of a site.
const mostFindings = 1000

// choose returns the findings asked for, failed ones first and of these the dearest,
// and how many there are.
func (q findingQuery) choose(at findingsAt) ([]findingRow, int) {
	search := extract.Fold(q.Search)
	var out []findingRow
	for i := range at.site.Findings {
		f := &at.site.Findings[i]
		if q.Outcome != "" && string(f.Outcome) != q.Outcome || q.Check != "" && f.Check != q.Check {
			continue
		}
		row := at.row(f)
		if search == "" || strings.Contains(extract.Fold(row.Title), search) || strings.Contains(f.Rule, search) || slices.ContainsFunc(f.Clauses, func(s string) bool { return strings.Contains(extract.Fold(s), search) }) {
			out = append(out, row)
		}
	}
	order := q.Outcomes()
	slices.SortStableFunc(out, func(a, b findingRow) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Outcome), slices.Index(order, b.Outcome)), -compareBool(a.Veto, b.Veto), cmp.Compare(b.Lost, a.Lost), cmp.Compare(b.Max, a.Max))
	})
	return out[:min(len(out), mostFindings)], len(out)
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
