package web

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/reports"
)

// itemView is all about one item.
type itemView struct {
	itemRow
	Rule     askedRule
	Evidence []evidenceView
	More     int
	Events   []eventView // newest first
	Site     string      // its page
	Form     itemForm
	Kinds    []replyChoice
	Words    []sayChoice // what the visitor may say of it now
	Problems faults

	MayAnswer, MayJudge bool
	MayRecheck          bool
	NewDue              string // the last day, were the department told today
}

type replyChoice struct {
	Value ledger.ReplyKind
	Word  string
}

// eventView is an event with where its evidence is kept.
type eventView struct {
	ledger.Event
	Proof []evidenceView
}

// itemForm is what is typed about an item.
type itemForm struct {
	Version string // of the item as it was shown
	// What a department answers.
	Kind, Done, Link, Away, By string
	// What an evaluator says.
	Say, Why, Proof, Until string
}

func readItemForm(c *call) itemForm {
	f := c.PostFormValue
	return itemForm{f("version"), f("kind"), f("done"), f("link"), f("away"), f("by"), f("say"), f("why"), f("proof"), f("until")}
}

// findItemOf returns an item that the visitor may see.
func (s *Server) findItemOf(c *call) (ledger.Item, error) {
	id, ok := ledger.ParseID(c.PathValue("id"))
	if !ok {
		return ledger.Item{}, errMissing
	}
	it, err := s.Ledger.Item(c.Context(), id)
	if err != nil {
		return it, err
	}
	if !c.can(access.SeeSite, access.Of(it.Department)) {
		return ledger.Item{}, s.hide(c, "整改事项 "+id)
	}
	return it, nil
}

func (s *Server) item(c *call) (answer, error) {
	return s.itemPage(c, itemForm{}, 0, nil)
}

// itemPage shows an item; typed is what could not be taken, and wrong why.
func (s *Server) itemPage(c *call, typed itemForm, status int, wrong faults) (answer, error) {
	it, err := s.findItemOf(c)
	if err != nil {
		return nil, err
	}
	sets, err := s.Rules()
	if err != nil {
		return nil, err
	}
	events, err := s.Ledger.Events(c.Context(), it.ID)
	if err != nil {
		return nil, err
	}
	terms := s.Terms()
	v := itemView{itemRow: s.itemRow(it, sets), Rule: newAskedRule(sets, it.Rule), Site: "/sites/" + it.Site, Form: typed, Problems: wrong,
		MayAnswer: c.can(access.AnswerItem, access.Of(it.Department)) && (it.State.ToDo() || it.State == ledger.Answered),
		MayJudge:  c.can(access.JudgeItem, access.Of(it.Department)), NewDue: terms.DueFrom(s.today(), it.Rule, it.Severity).String()}
	v.MayRecheck = !it.State.Closed()
	v.Form.Version = formatVersion(it.Version)
	v.Form.By = cmp.Or(v.Form.By, clipRunes(reports.Clean(c.User.Shown()), 30))
	v.Form.Until = cmp.Or(v.Form.Until, s.usualUntil())
	v.Evidence = archivedEvidence(it.Last.Run, it.Site, it.Last.Evidence[:min(len(it.Last.Evidence), mostProof)])
	v.More = len(it.Last.Evidence) - len(v.Evidence)
	for _, e := range slices.Backward(events) {
		v.Events = append(v.Events, eventView{e, archivedEvidence(e.Run, it.Site, e.Evidence[:min(len(e.Evidence), mostProof)])})
	}
	for _, k := range ledger.ReplyKinds() {
		v.Kinds = append(v.Kinds, replyChoice{k, k.Word()})
	}
	if v.MayJudge {
		v.Words = s.sayable(it)
	}
	return page{Name: "item", Title: cmp.Or(it.Last.SiteName, it.Site) + "：" + v.Title, Status: status, Body: v}, nil
}

// MaySay reports whether something can be said of the item as it stands.
func (v itemView) MaySay(word string) bool {
	return slices.ContainsFunc(v.Words, func(w sayChoice) bool { return w.Value == word })
}

// sayable lists what can be said of an item as it stands.
func (s *Server) sayable(it ledger.Item) []sayChoice {
	form := itemForm{Why: "-", Proof: "-", Until: s.usualUntil()}
	var out []sayChoice
	for _, w := range sayings {
		if _, err := w.say(s, it, "-", form); err == nil {
			out = append(out, sayChoice{w.Value, w.Word, w.Needs})
		}
	}
	return out
}

// sayChoice is one thing an evaluator can say, and what it needs.
type sayChoice struct{ Value, Word, Needs string }

type saying struct {
	Value, Word, Needs string
	say                func(s *Server, it ledger.Item, by string, f itemForm) (ledger.Event, error)
}

// sayings are what evaluators can say of an item, in the order they are offered.
var sayings = []saying{
	{"notify", "通知责任单位", "写明以什么方式通知", func(s *Server, it ledger.Item, by string, f itemForm) (ledger.Event, error) {
		return ledger.Notify(it, by, s.Now(), s.Terms().DueFrom(s.today(), it.Rule, it.Severity), f.Why)
	}},
	{"verify", "销号", "写明在哪里看到已改好", func(s *Server, it ledger.Item, by string, f itemForm) (ledger.Event, error) {
		return ledger.Verify(it, by, s.Now(), f.Why)
	}},
	{"reopen", "重新打开（不认可答复，或撤销原认定）", "写明理由", func(s *Server, it ledger.Item, by string, f itemForm) (ledger.Event, error) {
		return ledger.Reopen(it, by, s.Now(), f.Why, s.Terms().DueFrom(s.today(), it.Rule, it.Severity))
	}},
	{"exempt", "同意豁免", "写明理由、依据的材料和有效期", func(s *Server, it ledger.Item, by string, f itemForm) (ledger.Event, error) {
		until, ok := dayOf(f.Until)
		if !ok {
			return ledger.Event{}, mistake{http.StatusUnprocessableEntity, "有效期不是日期：写作 " + s.usualUntil() + " 的样子。"}
		}
		return ledger.Exempted(it, by, s.Now(), s.today(), until, f.Why, f.Proof)
	}},
	{"false", "认定为误报", "写明理由；同样的证据不再列入", func(s *Server, it ledger.Item, by string, f itemForm) (ledger.Event, error) {
		return ledger.NoDefect(it, by, s.Now(), f.Why)
	}},
	{"withdraw", "撤下（不再要求）", "写明理由，如网站已关停", func(s *Server, it ledger.Item, by string, f itemForm) (ledger.Event, error) {
		return ledger.Withdraw(it, by, s.Now(), f.Why)
	}},
}

func dayOf(s string) (calendar.Day, bool) {
	var d calendar.Day
	return d, d.UnmarshalText([]byte(s)) == nil && d != 0
}
