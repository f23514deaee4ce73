package rules

import (
	"fmt"
	"unicode"

	"github.com/govaudit/govaudit/extract"
)

// gramRunes is the length of the pieces texts are compared by.
const gramRunes = 4

// judgeLikeness compares the parts written in prose with last year's
// (年年雷同, 国办公开办函〔2021〕30号): the fifth, and as a hint the first. Numbers
// do not count: a report that differs in them alone is a copy.
func (a *annualReport) judgeLikeness(v *verdict, r *report, b book, last *book) {
	for _, p := range [...]int{5, 1} {
		now, then := prose(b.text[p]), prose(last.text[p])
		if len(now) < a.Short || len(then) < a.Short {
			continue
		}
		like := textLikeness(now, then)
		bar, o := a.Similar, Review
		switch {
		case p == 1:
			bar = a.Same // every year's overview is told in much the same words
		case like >= a.Same:
			o = Fail
		}
		if like < bar {
			continue
		}
		v.add(o, "copied", r.url, fmt.Sprintf("第%s部分“%s”与%d年度报告相似度%.0f%%", chineseDigits[p], partNames[p], r.year-1, like*100),
			Quote(r.page, b.text[p]), Quote(last.report.page, last.text[p]))
	}
}

// prose returns the letters of a text, without digits, marks and white space.
func prose(text string) []rune {
	var out []rune
	for _, r := range extract.Fold(text) {
		if unicode.IsLetter(r) {
			out = append(out, r)
		}
	}
	return out
}

// textLikeness returns the share of pieces two texts have in common, from 0 to 1,
// each counted as often as it occurs (Sørensen–Dice).
func textLikeness(a, b []rune) float64 {
	if len(a) < gramRunes || len(b) < gramRunes {
		return 0
	}
	count := make(map[[gramRunes]rune]int, len(a))
	for i := 0; i+gramRunes <= len(a); i++ {
		count[[gramRunes]rune(a[i:])]++
	}
	common := 0
	for i := 0; i+gramRunes <= len(b); i++ {
		g := [gramRunes]rune(b[i:])
		if count[g] > 0 {
			count[g]--
			common++
		}
	}
	return 2 * float64(common) / float64(len(a)+len(b)-2*(gramRunes-1))
}
