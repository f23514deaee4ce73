package extract

import "strings"

// below returns what the line below a label without a value tells of it. Below the label of
// a day that are words with a figure, or such as speak of an answer: where nothing stands
// behind it, the next letter or the end of the page comes.
func (r letterRole) below(line string) string {
	if r != askedRole && r != answeredRole || emptyCell(line) || strings.ContainsAny(line, "0123456789０１２３４５６７８９一二三四五六七八九十今昨前") {
		return line
	}
	if words := Fold(line); hasAnyOf(words, noAnswer) || hasAnyOf(words, answerWords) {
		return line
	}
	return ""
}
