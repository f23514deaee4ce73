package web

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/site"
)

func formatVersion(n int) string { return strconv.Itoa(n) }

// answerItem takes what a department answers.
func (s *Server) answerItem(c *call) (answer, error) {
	form := readItemForm(c)
	it, err := s.itemToChange(c, access.AnswerItem)
	if err != nil {
		return nil, err
	}
	target, err := s.targetOf(c, it.Site)
	if err != nil {
		return nil, err
	}
	reply := ledger.Reply{Kind: ledger.ReplyKind(form.Kind), Done: form.Done, Link: form.Link, Away: form.Away, By: signedBy(form.By, c.User)}
	event, err := ledger.Answer(it, target, s.Now(), reply)
	return s.said(c, it, form, event, err, "已登记答复。下一次检查或复查时核对。")
}

// judgeItem takes what an evaluator says of an item.
func (s *Server) judgeItem(c *call) (answer, error) {
	form := readItemForm(c)
	it, err := s.itemToChange(c, access.JudgeItem)
	if err != nil {
		return nil, err
	}
	for _, w := range sayings {
		if w.Value == form.Say {
			event, err := w.say(s, it, person(c.User), form)
			return s.said(c, it, form, event, err, "已登记："+w.Word+"。")
		}
	}
	return s.objectToItem(c, form, http.StatusUnprocessableEntity, fault{"请选择要登记的认定。", "say"})
}

// itemToChange returns an item that the visitor may do something about.
func (s *Server) itemToChange(c *call, a access.Action) (ledger.Item, error) {
	it, err := s.findItemOf(c)
	if err != nil {
		return it, err
	}
	if !c.can(a, access.Of(it.Department)) {
		s.refused(c, "不能办理 "+it.ID)
		return it, errForbidden
	}
	return it, nil
}

// said records an event, unless the item has changed since it was shown: then what was
// typed is shown again beside what is new.
func (s *Server) said(c *call, it ledger.Item, form itemForm, event ledger.Event, err error, words string) (answer, error) {
	if form.Version != formatVersion(it.Version) {
		return s.stale(c, it, form)
	}
	if err != nil {
		var m mistake
		if errors.As(err, &m) {
			return s.objectToItem(c, form, m.Status, fault{m.Words, sayField(form, m.Words)})
		}
		if field, ok := ledger.FieldOf(err); ok {
			return s.objectToItem(c, form, http.StatusUnprocessableEntity, fault{err.Error(), answerFields[field]})
		}
		return s.objectToItem(c, form, http.StatusUnprocessableEntity, fault{err.Error(), sayField(form, err.Error())})
	}
	ctx := s.record(c, event.Kind.Word(), "整改事项 "+it.ID, it.State.Word(), event.To.Word()+"："+event.Why)
	err = s.Ledger.AppendEvents(ctx, ledger.Change{Item: it, Events: []ledger.Event{event}})
	switch {
	case errors.Is(err, ledger.ErrChanged):
		c.line = nil
		return s.stale(c, it, form)
	case err != nil:
		return nil, err
	case c.api():
		return jsonBody{Value: map[string]any{"id": it.ID, "state": event.To, "version": event.N, "message": words}}, nil
	}
	return redirect{To: "/items/" + it.ID, Flash: words}, nil
}

func (s *Server) stale(c *call, it ledger.Item, form itemForm) (answer, error) {
	words := "您填写期间，这一项有了变化，没有登记。您填写的内容仍在下面，请看过新的情况再提交。"
	events, err := s.Ledger.Events(c.Context(), it.ID)
	if err != nil {
		return nil, err
	}
	if n := len(events); n > 0 {
		e := events[n-1]
		words = fmt.Sprintf("您填写期间，%s 于 %s 登记了“%s”，您的没有登记。您填写的内容仍在下面，请看过新的情况再提交。", cmp.Or(e.By, "检查 "+e.Run), s.moment(e.At), e.Kind.Word())
	}
	return s.objectToItem(c, form, http.StatusConflict, fault{Words: words})
}

// objectToItem shows the item again with what was typed.
func (s *Server) objectToItem(c *call, form itemForm, status int, wrong fault) (answer, error) {
	if c.api() {
		return nil, problem(status, wrong.Words)
	}
	return s.itemPage(c, form, status, faults{wrong})
}

// targetOf returns a site as it is audited; where it is not any more, what its items
// know of it will do.
func (s *Server) targetOf(c *call, id string) (site.Target, error) {
	roster, err := s.Roster.Roster(c.Context())
	if err != nil {
		return site.Target{}, err
	}
	for _, e := range roster {
		if e.Target.ID == id {
			return e.Target, nil
		}
	}
	return site.Target{ID: id}, nil
}

// signedBy is the name that was typed, with the account it was typed under.
func signedBy(name string, u access.User) string {
	name = strings.TrimSpace(name)
	if name == "" || name == u.Name || name == u.Display {
		return person(u)
	}
	return name + "（" + u.Name + "）"
}

// notifyItems tells a department of everything it was not told of.
func (s *Server) notifyItems(c *call) (answer, error) {
	q := itemList(c)
	how := c.PostFormValue("how")
	ask := s.itemsOf(c, q)
	ask.States = phases[2].states
	ask.Due = 0
	ask.Most = mostNotified
	items, err := s.Ledger.Items(c.Context(), ask)
	if err != nil {
		return nil, err
	}
	terms, now, today := s.Terms(), s.Now(), s.today()
	var changes []ledger.Change
	for _, it := range items {
		if !it.MayNotify() || !c.can(access.JudgeItem, access.Of(it.Department)) {
			continue
		}
		event, err := ledger.Notify(it, person(c.User), now, terms.DueFrom(today, it.Rule, it.Severity), how)
		if err != nil {
			return s.objectToItems(c, q, http.StatusUnprocessableEntity, err.Error())
		}
		changes = append(changes, ledger.Change{Item: it, Events: []ledger.Event{event}})
	}
	if len(changes) == 0 {
		return s.objectToItems(c, q, http.StatusConflict, "没有未通知的事项。")
	}
	err = s.Ledger.AppendEvents(s.record(c, "通知", fmt.Sprintf("%d 个整改事项（%s）", len(changes), q.told()), "", how), changes...)
	if errors.Is(err, ledger.ErrChanged) {
		c.line = nil
		return s.objectToItems(c, q, http.StatusConflict, "登记期间台账有变化，什么都没有登记，请再试一次。")
	}
	if err != nil {
		return nil, err
	}
	words := fmt.Sprintf("已登记通知 %d 项，整改期限自今天起算。", len(changes))
	if c.api() {
		return jsonBody{Value: notifiedBody{len(changes), words}}, nil
	}
	return redirect{To: "/items?" + q.Encode(), Flash: words}, nil
}

// mostNotified is how many items one form may tell of.
const mostNotified = 5000

// told is a query as people read it.
func (q itemQuery) told() string {
	words, err := url.QueryUnescape(q.Encode())
	if err != nil {
		return q.Encode()
	}
	return strings.ReplaceAll(words, "&", "，")
}
