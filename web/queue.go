package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/review"
)

func (s *Server) queueRoutes() []route {
	id := "/queue/" + review.Key{Site: "jiangzhou", Rule: "national/guide", Code: "missing", Subject: "公开指南"}.ID()
	return []route{
		{pattern: "GET /queue", action: access.SeeAll, nav: "待核实", handle: s.queue},
		{pattern: "GET /queue/{id}", action: access.SeeAll, handle: s.queueItem, example: id},
		{pattern: "POST /queue/{id}", action: access.Decide, handle: s.decide, example: id},
		{pattern: "POST /queue/{id}/agree", action: access.Confirm, handle: s.agree, example: id + "/agree"},
		{pattern: "POST /queue/{id}/refuse", action: access.Decide, handle: s.refuse, example: id + "/refuse"},
		{pattern: "POST /decisions", action: access.Decide, handle: s.decideMany},
		{pattern: "GET /api/v1/queue", action: access.SeeAll, handle: s.queueJSON,
			doc: &operation{Summary: "待核实的事项，每次 50 项", Response: "questions", Query: []param{{"state", "open second hold decided"}, {"pack", "只要这个规则包"}, {"rule", "只要这条规则"}, {"site", "只要这个网站"}, {"unseen", "1：包括未能观察的"}, {"page", "第几页"}}}},
		{pattern: "GET /api/v1/queue/{id}", action: access.SeeAll, handle: s.queueItemJSON, example: "/api/v1" + id, doc: &operation{Summary: "一个待核实的事项及其证据", Response: "question"}},
		{pattern: "POST /api/v1/queue/{id}", action: access.Decide, handle: s.decide, example: "/api/v1" + id,
			doc: &operation{Summary: "作出决定；单项否决的待第二人复核", Response: "question-decided", Form: []param{{"answer", "true 属实，false 不属实，exempt 不适用，hold 暂缓"}, {"reason", "理由"}, {"until", "有效期至，如 2026-12-31"}, {"seen", "这一项的 seen"}}}},
		{pattern: "POST /api/v1/queue/{id}/agree", action: access.Confirm, handle: s.agree, example: "/api/v1" + id + "/agree", doc: &operation{Summary: "第二人同意", Response: "question-decided"}},
		{pattern: "POST /api/v1/queue/{id}/refuse", action: access.Decide, handle: s.refuse, example: "/api/v1" + id + "/refuse", doc: &operation{Summary: "第二人不同意，或本人撤回", Response: "question-decided"}},
	}
}

// queueQuery is which questions are asked for: what is not understood is left out.
type queueQuery struct {
	Pack, Rule, Site, State, Search string
	Unseen                          bool // also what could not be observed this time
	Page                            int
}

func readQueueQuery(v url.Values) queueQuery {
	q := queueQuery{Pack: v.Get("pack"), Rule: v.Get("rule"), Site: v.Get("site"), State: v.Get("state"), Unseen: v.Get("unseen") != "",
		Search: clipRunes(strings.TrimSpace(v.Get("q")), 100)}
	q.Page, _ = strconv.Atoi(v.Get("page"))
	if !slices.ContainsFunc(questionStates, func(c choice) bool { return c.Value == q.State }) {
		q.State = string(stateOpen)
	}
	return q
}

// Encode writes the query as it is read.
func (q queueQuery) Encode() string {
	v := url.Values{}
	for _, f := range []choice{{"pack", q.Pack}, {"rule", q.Rule}, {"site", q.Site}, {"q", q.Search}} {
		if f.Word != "" {
			v.Set(f.Value, f.Word)
		}
	}
	if q.State != string(stateOpen) {
		v.Set("state", q.State)
	}
	if q.Unseen {
		v.Set("unseen", "1")
	}
	if q.Page > 1 {
		v.Set("page", strconv.Itoa(q.Page))
	}
	return v.Encode()
}

// In leads to the same list in another state.
func (q queueQuery) In(state string) string {
	q.State, q.Page = state, 0
	return "/queue?" + q.Encode()
}

func (q queueQuery) choose(all []*question) []*question {
	search := extract.Fold(q.Search)
	var out []*question
	for _, x := range all {
		if q.matches(x, search) && string(x.State) == q.State {
			out = append(out, x)
		}
	}
	return out
}

// matches leaves the state aside.
func (q queueQuery) matches(x *question, search string) bool {
	return (q.Pack == "" || x.Pack == q.Pack) && (q.Rule == "" || x.Rule == q.Rule) && (q.Site == "" || x.Site == q.Site) &&
		(q.Unseen || x.Asked || x.State != stateOpen) &&
		(search == "" || strings.Contains(extract.Fold(x.SiteName+" "+x.Title+" "+x.Message+" "+x.Subject+" "+x.Department), search))
}

type queueView struct {
	Query    queueQuery
	States   []countedChoice
	Packs    []choice
	Rules    []choice
	Sites    []choice
	Rows     []*question
	Pager    pager
	Unseen   int // that are left out
	First    string
	Bulk     bool // all rows are of one rule that is no veto: they may be decided together
	Answers  []answerChoice
	Form     decisionForm
	Fresh    int // decided after the results were judged
	Apply    bool
	Problems faults
	ticked   []string
}

// Ticked reports whether a row was ticked in a form that could not be taken.
func (v queueView) Ticked(tick string) bool { return slices.Contains(v.ticked, tick) }

type countedChoice struct {
	choice
	Count int
	Path  string
	Here  bool
}

func (s *Server) queue(c *call) (answer, error) {
	return s.queuePage(c, readQueueQuery(c.URL.Query()), decisionForm{Until: s.usualUntil()}, nil)
}

// queuePage shows a list; typed and wrong are of decisions about several at once that
// could not be taken.
func (s *Server) queuePage(c *call, q queueQuery, typed decisionForm, wrong faults) (answer, error) {
	all, err := s.questions(c)
	if err != nil {
		return nil, err
	}
	v := queueView{Query: q, Answers: answerChoices(), Form: typed, Problems: wrong, Fresh: madeAfter(all, judgedAt), Apply: c.can(access.Decide, access.Object{}), ticked: c.PostForm["q"]}
	search := extract.Fold(q.Search)
	for _, st := range questionStates {
		n := 0
		for _, x := range all {
			if string(x.State) == st.Value && q.matches(x, search) {
				n++
			}
		}
		v.States = append(v.States, countedChoice{st, n, q.In(st.Value), st.Value == q.State})
	}
	for _, x := range all {
		if !x.Asked && x.State == stateOpen {
			v.Unseen++
		}
	}
	v.Packs, v.Rules, v.Sites = menus(all)
	list := q.choose(all)
	v.Pager = paged(q.Page, len(list), func(n int) string {
		q.Page = n
		return "/queue?" + q.Encode()
	})
	v.Rows = list[v.Pager.From:v.Pager.To]
	if len(list) > 0 {
		v.First = q.path(list[0].ID)
	}
	v.Bulk = q.Rule != "" && q.State == string(stateOpen) && len(list) > 1 && !list[0].Veto && c.can(access.Decide, access.Object{})
	out := page{Name: "queue", Title: "待核实", Body: v}
	if len(wrong) > 0 {
		out.Status = http.StatusUnprocessableEntity
	}
	return out, nil
}

// judgedAt is when the result that asks was judged.
func judgedAt(q *question) time.Time { return q.Run.Started }

// path is the address of one question in this list.
func (q queueQuery) path(id string) string {
	q.Page = 0
	if list := q.Encode(); list != "" {
		return "/queue/" + id + "?" + list
	}
	return "/queue/" + id
}

// Path is the address of one question in this list.
func (q queueQuery) Path(x *question) string { return q.path(x.ID) }

// menus are the packs, rules and sites that questions are about, by name.
func menus(all []*question) (packs, list, sites []choice) {
	type menu struct {
		word  string
		count int
	}
	counts := [3]map[string]*menu{{}, {}, {}}
	for _, x := range all {
		if x.State == stateOpen && !x.Asked {
			continue
		}
		for i, c := range [3]choice{{x.Pack, x.Pack}, {x.Rule, x.Title}, {x.Site, x.SiteName}} {
			m := counts[i][c.Value]
			if m == nil {
				m = &menu{word: c.Word}
				counts[i][c.Value] = m
			}
			m.count++
		}
	}
	out := [3][]choice{}
	for i, list := range counts {
		for value, m := range list {
			out[i] = append(out[i], choice{value, fmt.Sprintf("%s（%d）", m.word, m.count)})
		}
		slices.SortFunc(out[i], func(a, b choice) int { return strings.Compare(a.Word+a.Value, b.Word+b.Value) })
	}
	return out[0], out[1], out[2]
}
