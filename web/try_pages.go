package web

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

func (s *Server) tryRoutes() []route {
	if !s.mayTry() {
		return nil
	}
	return []route{
		{pattern: "GET /try", action: access.TryRules, handle: s.try},
		{pattern: "POST /try", action: access.TryRules, handle: s.startTry, body: 2 * rules.MaxDraft},
		{pattern: "GET /try/{id}", action: access.TryRules, handle: s.attempt, example: "/try/none"},
		{pattern: "POST /try/{id}/stop", action: access.TryRules, handle: s.stopTry},
	}
}

// mayTry reports whether rules can be tried here at all.
func (s *Server) mayTry() bool { return s.Trials != nil && s.Library != nil }

// tryView is the form, with what is wrong with the rules if anything is.
type tryView struct {
	Text     string
	Level    string
	Names    string
	Levels   []site.Level
	Problems []string
	Most     int
	Earlier  []attemptLine
}

type attemptLine struct {
	*attempt
	State       string
	Done, Total int
}

// sampleDraft is what the form begins with.
const sampleDraft = `id: draft
title: 试用的规则
version: "1"
extends: [national]      # 继承现有规则包；不继承就删去这一行
# patch:                 # 改现有规则
#   - id: national/annual-report
#     points: 5
rules: []                # 或写新的规则
`

func (s *Server) tryForm(v tryView, status int) answer {
	v.Levels, v.Most = site.Levels, mostTrialSites
	for _, t := range s.attempts.all() {
		state, done := t.progress()
		v.Earlier = append(v.Earlier, attemptLine{t, state, done, len(t.Sites)})
	}
	return page{Name: "try", Title: "试一条规则", Status: status, Body: v}
}

func (s *Server) try(*call) (answer, error) { return s.tryForm(tryView{Text: sampleDraft}, 0), nil }

// startTry reads the draft and begins to judge stored sites by it.
func (s *Server) startTry(c *call) (answer, error) {
	v := tryView{Text: strings.ReplaceAll(c.PostFormValue("text"), "\r\n", "\n"), Level: c.PostFormValue("level"), Names: clipRunes(c.PostFormValue("sites"), 10_000)}
	if words, err := uploaded(c); err != nil {
		return nil, err
	} else if words != "" {
		v.Text = words
	}
	draft, err := s.Library.Draft("规则", []byte(v.Text))
	if err != nil {
		v.Problems = strings.Split(clipRunes(err.Error(), 20_000), "\n")
		return s.tryForm(v, http.StatusUnprocessableEntity), nil
	}
	board, _, err := s.board(c.Context())
	if err != nil {
		return nil, err
	}
	subjects := c.subjects(board, chosenSites(v.Level, v.Names))
	if len(subjects) == 0 {
		v.Problems = []string{"没有符合条件、存有网页的网站。"}
		return s.tryForm(v, http.StatusUnprocessableEntity), nil
	}
	t := &attempt{By: c.User.Name, At: s.Now(), Text: v.Text, Draft: draft, Sites: subjects}
	if err := s.attempts.start(s, t); errors.Is(err, errBusy) {
		v.Problems = []string{"另一次试用还在进行，请等它完成，或先停止它。"}
		return s.tryForm(v, http.StatusConflict), nil
	} else if err != nil {
		return nil, err
	}
	s.record(c, "试用规则", draft.ID, "", fmt.Sprintf("%d 条规则，%d 个网站", len(draft.Rules), len(subjects)))
	return redirect{To: "/try/" + t.ID}, nil
}

// uploaded returns the file that was sent, "" if there is none.
func uploaded(c *call) (string, error) {
	if c.MultipartForm == nil || len(c.MultipartForm.File["file"]) == 0 {
		return "", nil
	}
	f, err := c.MultipartForm.File["file"][0].Open()
	if err != nil {
		return "", fmt.Errorf("open upload: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, rules.MaxDraft+1))
	if err != nil {
		return "", fmt.Errorf("read upload: %w", err)
	}
	return string(data), nil
}

// chosenSites says which sites are meant: of a level, and one of the lines where there
// are any, which are ids or parts of names.
func chosenSites(level, names string) func(*audit.Summary) bool {
	var lines []string
	for line := range strings.Lines(names) {
		if line = extract.Fold(line); line != "" && len(lines) < 1000 {
			lines = append(lines, line)
		}
	}
	return func(s *audit.Summary) bool {
		return (level == "" || string(s.Level) == level) && (len(lines) == 0 || slices.ContainsFunc(lines, func(l string) bool {
			return s.ID == l || strings.Contains(extract.Fold(s.Name), l)
		}))
	}
}

// attemptView is a trial under way or done.
type attemptView struct {
	*attempt
	State   string
	Done    int
	Total   int
	Totals  []attemptRule
	Results []attemptSite
	Hits    int // sites that some rule hits for certain
	New     int
}

func (s *Server) attempt(c *call) (answer, error) {
	t := s.attempts.find(c.PathValue("id"))
	if t == nil {
		return nil, errMissing
	}
	v := t.view()
	p := page{Name: "attempt", Title: "试用：" + cmp.Or(t.Draft.Title, t.Draft.ID), Body: v}
	if v.State == trying {
		return refreshed{p, 3}, nil
	}
	return p, nil
}

func (t *attempt) view() attemptView {
	t.mu.Lock()
	defer t.mu.Unlock()
	v := attemptView{attempt: t, State: t.state, Done: t.done, Total: len(t.Sites), Results: slices.Clone(t.results)}
	for _, r := range t.Draft.Rules {
		if total := t.totals[r.FullID()]; total != nil {
			v.Totals = append(v.Totals, *total)
			v.New += total.New
		}
	}
	slices.SortStableFunc(v.Totals, func(a, b attemptRule) int {
		return cmp.Or(cmp.Compare(b.New+b.Gone, a.New+a.Gone), cmp.Compare(b.Outcomes.N("fail"), a.Outcomes.N("fail")), cmp.Compare(b.Outcomes.N("review"), a.Outcomes.N("review")))
	})
	for _, r := range v.Results {
		if r.Outcomes.N("fail") > 0 {
			v.Hits++
		}
	}
	return v
}

func (s *Server) stopTry(c *call) (answer, error) {
	t := s.attempts.find(c.PathValue("id"))
	if t == nil {
		return nil, errMissing
	}
	t.stop()
	s.record(c, "停止试用规则", t.Draft.ID, "", "")
	return redirect{To: "/try/" + t.ID, Flash: "已停止。"}, nil
}

// refreshed is a page that the browser asks for again after some seconds.
type refreshed struct {
	page
	seconds int
}

func (r refreshed) write(s *Server, w http.ResponseWriter, c *call) error {
	w.Header().Set("Refresh", fmt.Sprint(r.seconds))
	return r.page.write(s, w, c)
}
