package web

import (
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

type storedTextView struct {
	*storedPage
	Parts []textPart
	Cut   bool
}

type textPart struct {
	Text   string
	Marked bool
	First  bool
}

const mostText = 1 << 20 // bytes of text on a page

// storedText shows what a reader of the page reads, without anything else.
func (s *Server) storedText(c *call) (answer, error) {
	p, err := s.findStored(c)
	if err != nil {
		return nil, err
	}
	if !p.HTML() && !p.Record() {
		return nil, errMissing
	}
	text := p.text()
	if p.HTML() {
		var t htmltree.Tree
		t.Parse(text[:min(len(text), mostArchived)])
		text = t.AppendLines(nil, 0)
	}
	v := storedTextView{storedPage: p, Cut: len(text) > mostText}
	v.Parts = textParts(strings.ToValidUTF8(string(text[:min(len(text), mostText)]), "\uFFFD"), p.Quote)
	return page{Name: "stored-text", Title: "存档的网页：文字", Body: v}, nil
}

func textParts(text, quote string) (parts []textPart) {
	from := 0
	if strings.TrimSpace(quote) != "" {
		for i, m := range inOrder(marks([]string{text}, quote)[0]) {
			parts = append(parts, textPart{Text: text[from:m.from]}, textPart{Text: text[m.from:m.to], Marked: true, First: i == 0})
			from = m.to
		}
	}
	parts = append(parts, textPart{Text: text[from:]})
	for i := range parts {
		parts[i].Text = presentable(parts[i].Text)
	}
	return parts
}
