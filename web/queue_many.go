package web

import (
	"fmt"
	"strings"

	"github.com/govaudit/govaudit/review"
)

// mostTogether is how many questions one form may answer.
const mostTogether = 100

// decideMany takes one answer to several questions about the same thing wrong: of one
// rule and one code, for one reason. What two people have to decide is decided one by
// one.
func (s *Server) decideMany(c *call) (answer, error) {
	form := readDecisionForm(c)
	list := listOf(form.List)
	s.asks.deciding.Lock()
	defer s.asks.deciding.Unlock()
	all, err := s.questions(c)
	if err != nil {
		return nil, err
	}
	chosen, wrong := chooseMany(all, c.PostForm["q"])
	if len(wrong) > 0 {
		return s.queuePage(c, list, form, wrong)
	}
	var decisions []review.Decision
	for _, q := range chosen {
		full, _, err := s.whole(c, q)
		if err != nil {
			return nil, err
		}
		d, wrong := s.take(c, q, full, form)
		if len(wrong) > 0 {
			return s.queuePage(c, list, form, wrong)
		}
		decisions = append(decisions, d)
	}
	object := fmt.Sprintf("%s · %s，%d 项：%s", chosen[0].Rule, chosen[0].Code, len(chosen), strings.Join(siteIDs(chosen), "、"))
	if err := s.Decisions.AddDecisions(s.record(c, "成批核实", object, "", decisionWords(decisions[0])), decisions); err != nil {
		return nil, err
	}
	return redirect{To: "/queue?" + list.Encode(), Flash: fmt.Sprintf("已记录 %d 项：“%s”。", len(decisions), decisions[0].Answer.Word())}, nil
}

// chooseMany finds the questions that were ticked, each named with what was shown of
// it.
func chooseMany(all []*question, ticked []string) (chosen []*question, wrong faults) {
	switch {
	case len(ticked) == 0:
		return nil, faults{{Words: "没有勾选任何一项。"}}
	case len(ticked) > mostTogether:
		return nil, faults{{Words: fmt.Sprintf("一次最多 %d 项。", mostTogether)}}
	}
	byID := make(map[string]*question, len(all))
	for _, q := range all {
		byID[q.ID] = q
	}
	taken := map[string]bool{}
	for _, t := range ticked {
		id, seen, _ := strings.Cut(t, " ")
		q := byID[id]
		switch {
		case q == nil || seen != q.seen():
			return nil, faults{{Words: "勾选的事项里有的已有变化（证据不同，或者别人已作决定），什么都没有记录：请看过新的列表再选。"}}
		case q.Veto:
			return nil, faults{{Words: "单项否决的事项须逐项核实，并由第二人复核。"}}
		case len(chosen) > 0 && (q.Rule != chosen[0].Rule || q.Code != chosen[0].Code):
			return nil, faults{{Words: "只有同一规则、同一类问题的事项才能成批核实：" + chosen[0].kind() + "与" + q.kind() + "不同。"}}
		}
		if !taken[id] {
			taken[id] = true
			chosen = append(chosen, q)
		}
	}
	return chosen, nil
}

func siteIDs(list []*question) []string {
	out := make([]string, len(list))
	for i, q := range list {
		out[i] = q.Site
	}
	return out
}

// Tick names a question and what was shown of it.
func (q *question) Tick() string { return q.ID + " " + q.seen() }

// kind is what a question is about, in words.
func (q *question) kind() string { return "“" + q.Title + "：" + q.Message + "”" }
