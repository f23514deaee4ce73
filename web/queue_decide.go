package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/review"
)

// decide takes the answer to one question. What two people have to decide waits for
// the second.
func (s *Server) decide(c *call) (answer, error) {
	form := readDecisionForm(c)
	list := listOf(form.List)
	s.asks.deciding.Lock()
	defer s.asks.deciding.Unlock()
	q, all, err := s.question(c, c.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if !s.mayDecide(c, q) {
		s.refused(c, "单项否决的事项须由人登录后决定")
		return nil, problem(http.StatusForbidden, "单项否决的事项须由人登录后决定，不能由程序代为决定。")
	}
	if form.Seen != q.seen() {
		return s.objectTo(c, list, form, http.StatusConflict, faults{{Words: "您填写期间，这一项有了变化（证据不同，或者别人已作决定）。您填写的内容仍在下面，请看过新的情况再提交。"}})
	}
	full, _, err := s.whole(c, q)
	if err != nil {
		return nil, err
	}
	d, wrong := s.take(c, q, full, form)
	if len(wrong) > 0 {
		return s.objectTo(c, list, form, http.StatusUnprocessableEntity, wrong)
	}
	next := nextAfter(list, all, q.ID)
	before := ""
	if q.Last != nil {
		before = decisionWords(*q.Last)
	}
	if q.Veto {
		ctx := s.record(c, "提出决定，待复核", questionWords(q), before, decisionWords(d))
		err := s.Decisions.Propose(ctx, []review.Proposal{{Decision: d, Account: c.User.Name}})
		if errors.Is(err, review.ErrProposed) {
			c.line = nil
			return s.objectTo(c, list, form, http.StatusConflict, faults{{Words: "另一人已就这一项提出决定，正待复核。您填写的内容仍在下面。"}})
		}
		return s.decided(c, q, stateWaiting, "已提出“"+d.Answer.Word()+"”，待第二人复核后生效。", next, err)
	}
	err = s.Decisions.AddDecisions(s.record(c, "核实", questionWords(q), before, decisionWords(d)), []review.Decision{d})
	return s.decided(c, q, stateDecided, "已记录：“"+d.Answer.Word()+"”。", next, err)
}

// decided is the answer to who has said something of a question.
func (s *Server) decided(c *call, q *question, became questionState, words, next string, err error) (answer, error) {
	switch {
	case err != nil:
		return nil, err
	case c.api():
		return jsonBody{Value: map[string]string{"id": q.ID, "state": string(became), "message": words}}, nil
	}
	return redirect{To: next, Flash: q.SiteName + "，" + q.Title + "：" + words}, nil
}

// objectTo shows the form again with what was typed.
func (s *Server) objectTo(c *call, list queueQuery, form decisionForm, status int, wrong faults) (answer, error) {
	if c.api() {
		return nil, problem(status, wrong.String())
	}
	return s.questionPage(c, list, form, status, wrong)
}

// take reads a decision, or says what is wrong with it.
func (s *Server) take(c *call, q *question, full review.Question, form decisionForm) (review.Decision, faults) {
	today := s.today()
	in := review.Intake{Questions: []review.Question{full}, Run: q.Run.ID, AsOf: max(today, calendar.DayOf(q.Run.AsOf, s.Zone)), Exported: s.Now(), Now: s.Now()}
	taken, problems := in.Take([]review.Entry{{ID: q.ID, Fingerprint: full.Fingerprint, Answer: answerWord(form.Answer), Reason: form.Reason, By: c.User.Name, Until: form.Until}})
	var wrong faults
	for _, p := range problems {
		wrong = append(wrong, fault{p.Message, decisionFields[p.Field]})
	}
	if len(wrong) == 0 && len(taken.Decisions) == 0 {
		wrong = append(wrong, fault{"没有选结论：请选择其中一项", "answer"})
	}
	if len(wrong) > 0 {
		return review.Decision{}, wrong
	}
	d := taken.Decisions[0]
	d.By = person(c.User)
	return d, nil
}

// answerWord is the word of an answer; what is none stays as it stands.
func answerWord(value string) string {
	if a := review.Answer(value); slices.Contains(review.Answers(), a) {
		return a.Word()
	}
	return value
}

// nextAfter is the address of the question that comes after one in a list, from the
// first on again at its end; the list itself once there is none.
func nextAfter(list queueQuery, all []*question, id string) string {
	rows := list.choose(all)
	i := slices.IndexFunc(rows, func(x *question) bool { return x.ID == id })
	if i >= 0 {
		rows = append(slices.Clone(rows[i+1:]), rows[:i]...)
	}
	if len(rows) == 0 {
		return "/queue?" + list.Encode()
	}
	return list.path(rows[0].ID)
}

// listOf reads the list that a form was reached from.
func listOf(query string) queueQuery {
	v, err := url.ParseQuery(query)
	if err != nil {
		v = nil
	}
	return readQueueQuery(v)
}

func questionWords(q *question) string {
	return strings.Join(slices.DeleteFunc([]string{q.SiteName, q.Rule, q.Code, q.Subject}, func(s string) bool { return s == "" }), " · ")
}

func decisionWords(d review.Decision) string {
	return fmt.Sprintf("%s，至 %s，理由：%s（%s）", d.Answer.Word(), d.Until, d.Reason, d.By)
}

// agree makes a decision of what another person proposed.
func (s *Server) agree(c *call) (answer, error) {
	s.asks.deciding.Lock()
	defer s.asks.deciding.Unlock()
	q, all, err := s.waiting(c)
	if err != nil {
		return nil, err
	}
	w := q.Wait
	switch {
	case c.User.Token != "":
		s.refused(c, "程序不能复核")
		return nil, problem(http.StatusForbidden, "复核须由本人登录后进行，不能由程序代为复核。")
	case w.MadeBy(c.User.Name, c.User.Shown()):
		s.refused(c, "提出人不能自己复核")
		return nil, problem(http.StatusForbidden, "复核须由另一人进行：这项决定是您自己提出的。")
	case w.Fingerprint != q.Fingerprint:
		return nil, conflict("提出之后证据有了变化，不能按原来的决定复核：请不同意，再由人看过新的证据重新提出。")
	case w.Until < s.today():
		return nil, conflict("所提决定的有效期已过：请不同意，再重新提出。")
	}
	d := w.Agree(person(c.User), s.Now(), w.Until)
	err = s.Decisions.Settle(s.record(c, "复核同意", questionWords(q), decisionWords(w.Decision), decisionWords(d)), *w, &d)
	return s.settled(c, q, all, stateDecided, "复核同意，决定已生效：“"+d.Answer.Word()+"”。", err)
}

// refuse takes a proposal away: another person does not agree, or who made it takes
// it back. A refusal stays on record, but revokes nothing that was decided before.
func (s *Server) refuse(c *call) (answer, error) {
	s.asks.deciding.Lock()
	defer s.asks.deciding.Unlock()
	q, all, err := s.waiting(c)
	if err != nil {
		return nil, err
	}
	w, why := q.Wait, strings.TrimSpace(c.PostFormValue("reason"))
	if w.MadeBy(c.User.Name, c.User.Shown()) {
		err := s.Decisions.Settle(s.record(c, "撤回所提决定", questionWords(q), decisionWords(w.Decision), why), *w, nil)
		return s.settled(c, q, all, stateOpen, "已撤回。", err)
	}
	if c.User.Token != "" || !c.can(access.Confirm, access.Of(q.Department)) {
		s.refused(c, "不能复核")
		return nil, errForbidden
	}
	if why == "" || len([]rune(why)) > 500 {
		return nil, problem(http.StatusUnprocessableEntity, "请写明不同意的理由，不超过 500 字。")
	}
	var held *review.Decision
	if q.Last == nil || q.Last.Fingerprint != q.Fingerprint || q.Last.Until < s.today() {
		held = &review.Decision{Key: q.Key, Answer: review.Hold, Reason: clipRunes("复核不同意（"+w.By+" 提出“"+w.Answer.Word()+"”："+w.Reason+"）："+why, 2000), By: person(c.User),
			At: s.Now(), Until: s.today().AddDate(1, 0, 0), Fingerprint: q.Fingerprint, Run: q.Run.ID}
	}
	err = s.Decisions.Settle(s.record(c, "复核不同意", questionWords(q), decisionWords(w.Decision), why), *w, held)
	return s.settled(c, q, all, stateHeld, "复核不同意，所提决定不生效。", err)
}

// waiting returns the question whose proposal the form is about.
func (s *Server) waiting(c *call) (*question, []*question, error) {
	q, all, err := s.question(c, c.PathValue("id"))
	if err != nil {
		return nil, nil, err
	}
	if q.Wait == nil || c.PostFormValue("seen") != q.seen() {
		return nil, nil, conflict("这一项已有变化，或者已经处理：请返回刷新后再看。")
	}
	return q, all, nil
}

func (s *Server) settled(c *call, q *question, all []*question, became questionState, words string, err error) (answer, error) {
	if errors.Is(err, review.ErrProposed) {
		c.line = nil
		return nil, conflict("这一项已由别人处理：请返回刷新后再看。")
	}
	return s.decided(c, q, became, words, nextAfter(listOf(c.PostFormValue("list")), all, q.ID), err)
}
