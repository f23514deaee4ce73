package web

import (
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/rules"
)

// clauses writes clauses that a rule covers in the words of the catalogues, where these
// have them.
func (s *Server) clauses(list []string, sets []*rules.Set) []clauseWords {
	var out []clauseWords
	for _, clause := range list {
		slug, id, _ := strings.Cut(clause, "/")
		w := clauseWords{Clause: clause, Title: titleOf(slug, sets), Path: clausePath(slug) + "#" + clauseAnchor(id)}
		for _, l := range s.Duties {
			if l.Slug != slug {
				continue
			}
			w.Title = l.Title
			for _, d := range l.Duties {
				if d.ID == id {
					w.Item, w.Words = d.Item, d.Duty
				}
			}
		}
		out = append(out, w)
	}
	return out
}

// modalityWord says how strongly a duty binds.
func modalityWord(d rules.Duty) string {
	switch d.Modality {
	case "must":
		return "应当"
	case "encourage":
		return "鼓励"
	case "prohibit":
		return "不得"
	case "reported":
		return "工作总结中的陈述"
	}
	return d.Modality
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

func itoa(n int) string { return strconv.Itoa(n) }
