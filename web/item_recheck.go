package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/runner"
)

// mostRechecked is how many items one task visits.
const mostRechecked = 2000

// recheckItems asks for the pages of items to be visited again: of one, or of all in a
// list that were answered.
func (s *Server) recheckItems(c *call) (answer, error) {
	list := itemList(c)
	var items []ledger.Item
	if id := c.PostFormValue("id"); id != "" {
		c.SetPathValue("id", id)
		it, err := s.itemToChange(c, access.Audit)
		if err != nil {
			return nil, err
		}
		items = []ledger.Item{it}
	} else {
		ask := s.itemsOf(c, list)
		ask.States, ask.Due, ask.Most = phases[3].states, 0, mostRechecked
		var err error
		if items, err = s.Ledger.Items(c.Context(), ask); err != nil {
			return nil, err
		}
	}
	q := runner.Request{By: person(c.User)}
	for _, it := range items {
		if !it.State.Closed() {
			q.Items = append(q.Items, it.ID)
			q.Groups = append(q.Groups, it.Site)
		}
	}
	if len(q.Items) == 0 {
		return s.objectToItems(c, list, http.StatusConflict, "没有要复查的事项。")
	}
	slices.Sort(q.Groups)
	q.Groups = slices.Compact(q.Groups)
	t, err := s.Runner.Start(s.record(c, "要求复查", strings.Join(q.Items, "、"), "", ""), q)
	var r Refusal
	if errors.As(err, &r) {
		c.line = nil
		return s.objectToItems(c, list, http.StatusConflict, r...)
	}
	if err != nil {
		return nil, err
	}
	if c.api() {
		return jsonBody{Value: shownTask(t)}, nil
	}
	return redirect{To: newTaskRow(t).Path, Flash: "已登记复查，轮到时开始。"}, nil
}
