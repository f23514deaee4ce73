package web

import "github.com/govaudit/govaudit/rules"

// questionJSON is a question as programs read it.
type questionJSON struct {
	ID         string        `json:"id"`
	State      questionState `json:"state"`
	Site       string        `json:"site"`
	SiteName   string        `json:"site_name"`
	Department string        `json:"department"`
	Rule       string        `json:"rule"`
	Title      string        `json:"title"`
	Code       string        `json:"code"`
	Subject    string        `json:"subject"`
	Message    string        `json:"message"`
	Veto       bool          `json:"veto"`
	Stake      float64       `json:"stake"` // points
	Proposed   rules.Outcome `json:"proposed"`
	Confidence float64       `json:"confidence"`
	Run        string        `json:"run"`
	Seen       string        `json:"seen"` // goes back with the answer
}

func (q *question) json() questionJSON {
	return questionJSON{q.ID, q.State, q.Site, q.SiteName, q.Department, q.Rule, q.Title, q.Code, q.Subject, q.Message, q.Veto, q.Stake, q.Proposed, q.Confidence, q.Run.ID, q.seen()}
}

// questionsJSON is a page of a list of questions.
type questionsJSON struct {
	Total     int            `json:"total"`
	Page      int            `json:"page"`
	Pages     int            `json:"pages"`
	Questions []questionJSON `json:"questions"`
}

func (s *Server) queueJSON(c *call) (answer, error) {
	all, err := s.questions(c)
	if err != nil {
		return nil, err
	}
	q := readQueueQuery(c.URL.Query())
	list := q.choose(all)
	p := paged(q.Page, len(list), func(int) string { return "" })
	out := questionsJSON{Total: p.Total, Page: p.Page, Pages: p.Pages, Questions: []questionJSON{}}
	for _, x := range list[p.From:p.To] {
		out.Questions = append(out.Questions, x.json())
	}
	return jsonBody{Value: out}, nil
}

// oneQuestionJSON is a question with what it rests on.
type oneQuestionJSON struct {
	questionJSON
	Reason   string           `json:"reason"`
	Evidence []rules.Evidence `json:"evidence"`
}

func (s *Server) queueItemJSON(c *call) (answer, error) {
	q, _, err := s.question(c, c.PathValue("id"))
	if err != nil {
		return nil, err
	}
	full, _, err := s.whole(c, q)
	if err != nil {
		return nil, err
	}
	out := oneQuestionJSON{q.json(), full.Finding.Reason, full.Finding.Seen}
	if full.Defect != nil {
		out.Evidence = full.Defect.Evidence
	}
	if out.Evidence == nil {
		out.Evidence = []rules.Evidence{}
	}
	return jsonBody{Value: out}, nil
}
