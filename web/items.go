package web

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/reports"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
)

// Ledger is the list of what is to be mended.
type Ledger interface {
	// Item returns an item, or ErrMissing.
	Item(ctx context.Context, id string) (ledger.Item, error)
	Events(ctx context.Context, id string) ([]ledger.Event, error)
	// Items lists items by the day they are due.
	Items(ctx context.Context, q ItemQuery) ([]ledger.Item, error)
	CountItems(ctx context.Context, q ItemQuery) (int, error)
	// ItemTallies counts all items that are alike.
	ItemTallies(ctx context.Context, today calendar.Day) ([]ItemTally, error)
	// AppendEvents records changes, all of them or none; ledger.ErrChanged where an item
	// is not as it was read.
	AppendEvents(ctx context.Context, changes ...ledger.Change) error
}

// ItemQuery says which items are listed.
type ItemQuery struct {
	Departments []string // of one of these; nil: of all
	Site, Rule  string   // "": of all
	States      []ledger.State
	Severity    ledger.Severity // "": all
	Due         calendar.Day    // due before this day; 0: all
	Most, Skip  int             // Most 0: all there are
}

// ItemTally counts items that are alike.
type ItemTally struct {
	Site, Department, Rule   string
	State                    ledger.State
	Severity                 ledger.Severity
	Items, Overdue, Recurred int
}

func (s *Server) itemRoutes() []route {
	id := "/items/" + exampleItem()
	return []route{
		{pattern: "GET /items", action: access.Browse, nav: "整改", handle: s.items},
		{pattern: "POST /items/notify", action: access.JudgeItem, handle: s.notifyItems},
		{pattern: "POST /items/recheck", action: access.Audit, handle: s.recheckItems},
		{pattern: "GET /items/workbook", action: access.Browse, handle: s.taskBook, example: "/items/workbook?department=" + url.QueryEscape("江州市人民政府办公室")},
		{pattern: "POST /items/workbook", action: access.AnswerItem, handle: s.takeTaskBook, body: mostTaskBook},
		{pattern: "GET /items/{id}", action: access.Browse, handle: s.item, example: id},
		{pattern: "POST /items/{id}/answer", action: access.AnswerItem, handle: s.answerItem, example: id + "/answer"},
		{pattern: "POST /items/{id}/say", action: access.JudgeItem, handle: s.judgeItem, example: id + "/say"},
		{pattern: "GET /api/v1/items", action: access.Browse, handle: s.itemsJSON,
			doc: &operation{Summary: "整改事项，每次 50 项", Response: "items", Query: []param{{"state", "todo overdue new answered verified excused all"}, {"department", "责任单位"}, {"site", "网站"}, {"rule", "规则"}, {"severity", "veto major minor"}, {"page", "第几页"}}}},
		{pattern: "GET /api/v1/items/{id}", action: access.Browse, handle: s.itemJSON, example: "/api/v1" + id, doc: &operation{Summary: "一个整改事项及其经过", Response: "item"}},
		{pattern: "POST /api/v1/items/{id}/answer", action: access.AnswerItem, handle: s.answerItem, example: "/api/v1" + id + "/answer",
			doc: &operation{Summary: "答复", Response: "said", Form: []param{{"version", "这一项的 version"}, {"kind", "mended ask_exempt ask_false"}, {"done", "做了什么"}, {"link", "能看到的网址"}, {"away", "网址不在该网站上的原因"}, {"by", "整改人"}}}},
		{pattern: "POST /api/v1/items/{id}/say", action: access.JudgeItem, handle: s.judgeItem, example: "/api/v1" + id + "/say",
			doc: &operation{Summary: "认定", Response: "said", Form: []param{{"version", "这一项的 version"}, {"say", "notify verify reopen exempt false withdraw"}, {"why", "理由"}, {"proof", "豁免所依据的材料"}, {"until", "豁免至"}}}},
	}
}

// exampleItem is a name as items have it.
func exampleItem() string {
	return ledger.NewID(review.Key{Site: "jiangzhou", Rule: "national/annual-report", Code: "late", Subject: "http://www.jiangzhou.gov.cn/nb/1.html"}, 0)
}

// phase is a group of states that people ask for together.
type phase struct {
	choice
	states []ledger.State
}

var phases = []phase{
	{choice{"todo", "待整改"}, []ledger.State{ledger.Open, ledger.Notified, ledger.Reopened}},
	{choice{"overdue", "已超期"}, []ledger.State{ledger.Open, ledger.Notified, ledger.Reopened}},
	{choice{"new", "未通知"}, []ledger.State{ledger.Open, ledger.Reopened}},
	{choice{"answered", "已答复，待复核"}, []ledger.State{ledger.Answered}},
	{choice{"verified", "已销号"}, []ledger.State{ledger.Verified}},
	{choice{"excused", "豁免、误报、不再要求"}, []ledger.State{ledger.Exempt, ledger.FalseAlarm, ledger.Lapsed}},
	{choice{"all", "全部"}, nil},
}

// has reports whether items that are alike belong to the phase, and how many.
func (p phase) count(t ItemTally) int {
	switch {
	case p.Value == "overdue":
		return t.Overdue
	case p.states == nil || slices.Contains(p.states, t.State):
		return t.Items
	}
	return 0
}

// itemQuery is which items are asked for: what is not understood is left out.
type itemQuery struct {
	Department, Site, Rule, Severity string
	phase                            phase
	Page                             int
}

func readItemQuery(v url.Values) itemQuery {
	q := itemQuery{Department: v.Get("department"), Site: v.Get("site"), Rule: v.Get("rule"), Severity: v.Get("severity"), phase: phases[0]}
	for _, p := range phases {
		if p.Value == v.Get("state") {
			q.phase = p
		}
	}
	q.Page, _ = strconv.Atoi(v.Get("page"))
	return q
}

// Phase is the group of states asked for.
func (q itemQuery) Phase() string { return q.phase.Value }

// Encode writes the query as it is read.
func (q itemQuery) Encode() string {
	v := url.Values{"state": {q.phase.Value}}
	for _, f := range []choice{{"department", q.Department}, {"site", q.Site}, {"rule", q.Rule}, {"severity", q.Severity}} {
		if f.Word != "" {
			v.Set(f.Value, f.Word)
		}
	}
	if q.Page > 1 {
		v.Set("page", strconv.Itoa(q.Page))
	}
	return v.Encode()
}

// itemsOf is the query as the ledger is asked, for what the visitor may see.
func (s *Server) itemsOf(c *call, q itemQuery) ItemQuery {
	out := ItemQuery{Site: q.Site, Rule: q.Rule, States: q.phase.states, Severity: ledger.Severity(q.Severity), Departments: mine(c)}
	if q.phase.Value == "overdue" {
		out.Due = s.today()
	}
	if q.Department != "" {
		one := q.Department
		if one == noDepartment {
			one = ""
		}
		if !c.can(access.SeeSite, access.Of(one)) {
			return ItemQuery{Departments: []string{}}
		}
		out.Departments = []string{one}
	}
	return out
}

// mine are the departments whose items the visitor sees; nil: all.
func mine(c *call) []string {
	if c.User.Role == access.Department {
		return append([]string{}, c.User.Departments...)
	}
	return nil
}

// noDepartment stands in addresses for items that nobody is responsible for.
const noDepartment = "-"

type itemsView struct {
	Query       itemQuery
	Phases      []countedChoice
	Departments []departmentRow
	More        int // departments that are not listed
	Sites       []choice
	Rules       []choice
	Severities  []choice
	Rows        []itemRow
	Pager       pager
	All         bool // the visitor sees all departments
	Book        string
	New         int // that nobody was told of
	Recheck     int // that are answered
	Problems    []string
}

// departmentRow is how a department stands.
type departmentRow struct {
	Name, Path                              string
	ToDo, Overdue, Answered, Verified, Rest int
	Recurred                                int
}

// itemRow is an item in a list.
type itemRow struct {
	ledger.Item
	Title, Status string
	Late          int
	Level         int
}

// items lists items, or leads to the one whose number was typed.
func (s *Server) items(c *call) (answer, error) {
	if typed := c.FormValue("id"); typed != "" {
		id, ok := ledger.ParseID(typed)
		if !ok {
			return s.itemsPage(c, readItemQuery(nil), []string{"这不是整改编号：形如 " + exampleItem() + "，有一位写错就认不出来。"})
		}
		return redirect{To: "/items/" + id}, nil
	}
	return s.itemsPage(c, readItemQuery(c.URL.Query()), nil)
}

func (s *Server) itemsPage(c *call, q itemQuery, wrong []string) (answer, error) {
	tallies, err := s.tallies(c)
	if err != nil {
		return nil, err
	}
	sets, err := s.Rules()
	if err != nil {
		return nil, err
	}
	v := itemsView{Query: q, All: c.can(access.SeeAll, access.Object{}), Problems: wrong, Departments: departmentRows(q, tallies)}
	if len(v.Departments) > mostDepartments {
		v.More = len(v.Departments) - mostDepartments
		v.Departments = v.Departments[:mostDepartments]
	}
	for _, p := range phases {
		n := 0
		for _, t := range tallies {
			if q.covers(t) {
				n += p.count(t)
			}
		}
		here := q
		here.phase, here.Page = p, 0
		v.Phases = append(v.Phases, countedChoice{p.choice, n, "/items?" + here.Encode(), p.Value == q.phase.Value})
	}
	names, err := s.namesOfSites(c)
	if err != nil {
		return nil, err
	}
	sites, asked := map[string]bool{}, map[string]bool{}
	for _, t := range tallies {
		if !sites[t.Site] {
			sites[t.Site] = true
			v.Sites = append(v.Sites, choice{t.Site, cmp.Or(names[t.Site], t.Site)})
		}
		if !asked[t.Rule] {
			asked[t.Rule] = true
			v.Rules = append(v.Rules, choice{t.Rule, newAskedRule(sets, t.Rule).Title})
		}
		if q.covers(t) {
			v.New += phases[2].count(t)
			v.Recheck += phases[3].count(t)
		}
	}
	ask := s.itemsOf(c, q)
	total, err := s.Ledger.CountItems(c.Context(), ask)
	if err != nil {
		return nil, err
	}
	v.Pager = paged(q.Page, total, func(n int) string {
		q.Page = n
		return "/items?" + q.Encode()
	})
	ask.Most, ask.Skip = perPage, v.Pager.From
	list, err := s.Ledger.Items(c.Context(), ask)
	if err != nil {
		return nil, err
	}
	for _, it := range list {
		v.Rows = append(v.Rows, s.itemRow(it, sets))
	}
	sortChoices(v.Sites)
	sortChoices(v.Rules)
	for _, sev := range []ledger.Severity{ledger.Veto, ledger.Major, ledger.Minor} {
		v.Severities = append(v.Severities, choice{string(sev), sev.Word()})
	}
	if d := q.Department; d != "" || len(mine(c)) == 1 {
		if d == "" {
			d = mine(c)[0]
		}
		v.Book = "/items/workbook?" + url.Values{"department": {d}}.Encode()
	}
	return itemsAnswer(v), nil
}

// namesOfSites returns what the sites are called, by id.
func (s *Server) namesOfSites(c *call) (map[string]string, error) {
	roster, err := s.Roster.Roster(c.Context())
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, e := range roster {
		names[e.Target.ID] = e.Target.Name
	}
	return names, nil
}

func itemsAnswer(v itemsView) page {
	out := page{Name: "items", Title: "整改", Body: v}
	if len(v.Problems) > 0 {
		out.Status = http.StatusUnprocessableEntity
	}
	return out
}

func (s *Server) itemRow(it ledger.Item, sets []*rules.Set) itemRow {
	today, terms := s.today(), s.Terms()
	return itemRow{it, newAskedRule(sets, it.Rule).Title, reports.StateWords(it, today, terms.Settings), it.Overdue(today), it.Level(today, terms.Settings)}
}

// tallies counts the items that the visitor may see.
func (s *Server) tallies(c *call) ([]ItemTally, error) {
	list, err := s.Ledger.ItemTallies(c.Context(), s.today())
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(list, func(t ItemTally) bool { return !c.can(access.SeeSite, access.Of(t.Department)) }), nil
}

// covers reports whether items are asked for, whatever their state.
func (q itemQuery) covers(t ItemTally) bool {
	return (q.Department == "" || q.Department == t.Department || q.Department == noDepartment && t.Department == "") &&
		(q.Site == "" || q.Site == t.Site) && (q.Rule == "" || q.Rule == t.Rule) && (q.Severity == "" || q.Severity == string(t.Severity))
}

// mostDepartments is how many departments are listed above the items.
const mostDepartments = 60

// departmentRows sums up how each department stands, the most overdue first.
func departmentRows(q itemQuery, tallies []ItemTally) []departmentRow {
	rows := map[string]*departmentRow{}
	for _, t := range tallies {
		r := rows[t.Department]
		if r == nil {
			to := itemQuery{Department: t.Department, phase: q.phase}
			if t.Department == "" {
				to.Department = noDepartment
			}
			r = &departmentRow{Name: t.Department, Path: "/items?" + to.Encode()}
			rows[t.Department] = r
		}
		r.Overdue += t.Overdue
		r.Recurred += t.Recurred
		switch {
		case t.State.ToDo():
			r.ToDo += t.Items
		case t.State == ledger.Answered:
			r.Answered += t.Items
		case t.State == ledger.Verified:
			r.Verified += t.Items
		default:
			r.Rest += t.Items
		}
	}
	out := make([]departmentRow, 0, len(rows))
	for _, r := range rows {
		out = append(out, *r)
	}
	slices.SortFunc(out, func(a, b departmentRow) int {
		return cmp.Or(b.Overdue-a.Overdue, b.ToDo-a.ToDo, b.Answered-a.Answered, strings.Compare(a.Name, b.Name))
	})
	return out
}

// sortChoices orders a menu by what people read.
func sortChoices(list []choice) {
	slices.SortFunc(list, func(a, b choice) int {
		return cmp.Or(strings.Compare(a.Word, b.Word), strings.Compare(a.Value, b.Value))
	})
}
