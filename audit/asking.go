package audit

import (
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

// Asking is what the result of one site leaves to people, in short: lists of questions
// are made from thousands of results.
type Asking struct {
	Site       string     `json:"site"`
	Name       string     `json:"name"`
	Department string     `json:"department,omitempty"`
	Level      site.Level `json:"level,omitempty"`
	Questions  []Question `json:"questions,omitempty"`
}

// Question is a [review.Question] in short.
type Question struct {
	Rule        string        `json:"rule"`
	Code        string        `json:"code,omitempty"`
	Subject     string        `json:"subject,omitempty"`
	Fingerprint string        `json:"fingerprint"`
	Asked       bool          `json:"asked,omitempty"`
	Outcome     rules.Outcome `json:"outcome"`
	Proposed    rules.Outcome `json:"proposed,omitempty"`
	Confidence  float64       `json:"confidence,omitempty"`
	Left        float64       `json:"left,omitempty"` // points of the rule that are not lost yet
	Message     string        `json:"message,omitempty"`
}

// mostQuestionWords is how much of a message is kept: a list shows no more.
const mostQuestionWords = 200

// Ask returns what a result leaves to people.
func Ask(r *Site) Asking {
	out := Asking{Site: r.ID, Name: r.Name, Department: r.Department, Level: r.Level}
	for _, q := range review.Questions(r.ID, r.Findings) {
		short := Question{Rule: q.Rule, Code: q.Code, Subject: q.Subject, Fingerprint: q.Fingerprint, Asked: q.Asked(), Outcome: q.Finding.Outcome,
			Proposed: q.Finding.Proposed, Confidence: q.Finding.Confidence, Left: max(q.Finding.Max-q.Finding.Lost, 0), Message: q.Finding.Reason}
		if q.Defect != nil {
			short.Message = q.Defect.Message
		}
		if words := []rune(short.Message); len(words) > mostQuestionWords {
			short.Message = string(words[:mostQuestionWords])
		}
		out.Questions = append(out.Questions, short)
	}
	return out
}
