package web

import "github.com/govaudit/govaudit/ledger"

// itemBody is an item as programs read it.
type itemBody struct {
	ledger.Item
	Title   string `json:"title"`
	Overdue int    `json:"overdue"` // days
	Level   int    `json:"level"`   // of escalation, 0 to 2
}

type itemsBody struct {
	Total int        `json:"total"`
	Page  int        `json:"page"`
	Pages int        `json:"pages"`
	Items []itemBody `json:"items"`
}

func (s *Server) itemsJSON(c *call) (answer, error) {
	q := readItemQuery(c.URL.Query())
	ask := s.itemsOf(c, q)
	total, err := s.Ledger.CountItems(c.Context(), ask)
	if err != nil {
		return nil, err
	}
	sets, err := s.Rules()
	if err != nil {
		return nil, err
	}
	p := paged(q.Page, total, func(int) string { return "" })
	ask.Most, ask.Skip = perPage, p.From
	list, err := s.Ledger.Items(c.Context(), ask)
	if err != nil {
		return nil, err
	}
	out := itemsBody{Total: total, Page: p.Page, Pages: p.Pages, Items: []itemBody{}}
	for _, it := range list {
		row := s.itemRow(it, sets)
		out.Items = append(out.Items, itemBody{it, row.Title, row.Late, row.Level})
	}
	return jsonBody{Value: out}, nil
}

// wholeItemBody is an item with all that happened to it.
type wholeItemBody struct {
	itemBody
	Events []ledger.Event `json:"events"`
}

func (s *Server) itemJSON(c *call) (answer, error) {
	it, err := s.findItemOf(c)
	if err != nil {
		return nil, err
	}
	events, err := s.Ledger.Events(c.Context(), it.ID)
	if err != nil {
		return nil, err
	}
	sets, err := s.Rules()
	if err != nil {
		return nil, err
	}
	row := s.itemRow(it, sets)
	return jsonBody{Value: wholeItemBody{itemBody{it, row.Title, row.Late, row.Level}, events}}, nil
}
