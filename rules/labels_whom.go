package rules

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// letterColumns are the words of columns whose pages are letters that people wrote.
var letterColumns = &reply{Places: []string{"信箱", "来信", "信件", "留言"}}

// published reports an article that the portal brought out itself. The labels of an
// article (国办发〔2017〕47号: 标题、发布日期、来源) are asked of those: a letter that somebody
// wrote to the portal has no source and is not brought out by anybody, and an edition in
// another language has labels of its own, if any.
func published(c *Case, pg *portal.Page) bool {
	if slices.ContainsFunc(pg.Letters(), func(l extract.Letter) bool { return l.Own }) {
		return false
	}
	if letter, _ := letterColumns.place(c, pg); letter {
		return false
	}
	return !otherLanguage(pg)
}

// otherLanguage reports a page whose title is of several words without a Chinese character.
func otherLanguage(pg *portal.Page) bool {
	title := pg.Title()
	if utf8.RuneCountInString(title) < leastForeign {
		return false
	}
	for _, r := range title {
		if unicode.Is(unicode.Han, r) {
			return false
		}
	}
	return true
}

// leastForeign is how many characters a title without Chinese has that is one of another
// language: 2025 and GDP are not.
const leastForeign = 8
