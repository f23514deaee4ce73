package rules

import (
	"fmt"
	"unicode"

	"github.com/govaudit/govaudit/extract"
)

// gramRunes is the length of the pieces texts are compared by.
const gramRunes = 4

// tooShort is how many letters say nothing of their own: 无, 不存在问题.
const tooShort = 40

// judgeLikeness compares the fifth part, problems and improvements, with last
// year's (年年雷同, 国办公开办函〔2021〕30号). Numbers do not count: a text that
// differs in them alone is a copy. The other parts are told in much the same
// words every year by honest offices too.
func (a *annualReport) judgeLikeness(v *verdict, r *report, b book, last *book) {
	const part = 5
	now, then := prose(b.text[part]), prose(last.text[part])
	if len(now) < tooShort || len(then) < tooShort {
		return
	}
	like := textLikeness(now, then)
	short := len(now) < a.Short || len(then) < a.Short // a few sentences may be alike by chance, not all the same
	if like < a.Similar || short && like < a.Same {
		return
	}
	o := Review
	if like >= a.Same && !short {
		o = Fail
	}
	v.add(o, "copied", r.url, fmt.Sprintf("第%s部分“%s”与%d年度报告相似度%.0f%%", chineseDigits[part], partNames[part], r.year-1, like*100),
		Quote(r.page, b.text[part]), Quote(last.report.page, last.text[part]))
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
