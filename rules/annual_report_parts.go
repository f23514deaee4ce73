package rules

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
)

// judgeParts asks for each of the six parts.
func (a *annualReport) judgeParts(v *verdict, r *report, b book) {
	var lost []string
	for p := 1; p <= 6; p++ {
		if _, ok := b.parts[p]; !ok {
			lost = append(lost, fmt.Sprintf("第%s部分“%s”", chineseDigits[p], partNames[p]))
		}
	}
	seen := Quote(r.page, "已有的标题："+strings.Join(b.headings(), "｜"))
	if len(lost) > 0 {
		o, why := Fail, ""
		switch files := downloads(b.facts); {
		case len(b.odd) > 0:
			o, why = Review, "；但有未能识别的标题“"+abridge(b.odd[0])+"”"
		case len(b.parts) < 4 && len(files) > 0:
			o, why = Review, "；全文可能在附件里"
		case framed(b.facts):
			o, why = Review, "；正文中有内嵌页面"
		case pictures(b.facts) > 0 && !b.renumbered():
			o, why = Review, "；正文中有图片，标题可能是图片"
		case b.tableOfLostPart():
			o, why = Review, "；但相应的表格在正文里"
		}
		v.add(o, "part_missing", r.url, "年报缺少"+strings.Join(lost, "、")+why, seen)
	}
	if !strings.Contains(extract.Fold(b.facts.Text), "处理费") && len(b.parts) >= 4 {
		v.add(Review, "part_missing", r.url, "年报没有写明信息处理费收取情况（第六部分的必写内容）", seen)
	}
}

// renumbered reports that the headings found are numbered without a gap, so that
// none can hide between them in a picture.
func (b *book) renumbered() bool {
	seen := map[string]bool{}
	for _, h := range b.parts {
		n := strings.TrimPrefix(extract.Fold(h.words), "第")
		_, size := utf8.DecodeRuneInString(n)
		seen[n[:size]] = true
	}
	for i := range len(b.parts) {
		if !seen[chineseDigits[i+1]] && !seen[fmt.Sprint(i+1)] {
			return false
		}
	}
	return len(b.parts) < 6
}

// tableOfLostPart reports that a part without heading shows its table.
func (b *book) tableOfLostPart() bool {
	for p := 2; p <= 4; p++ {
		if _, ok := b.parts[p]; !ok && b.hasTable(p) {
			return true
		}
	}
	return false
}

func (b *book) headings() []string {
	var out []string
	for p := 1; p <= 6; p++ {
		if h, ok := b.parts[p]; ok {
			out = append(out, string([]rune(h.words)[:min(24, utf8.RuneCountInString(h.words))]))
		}
	}
	return out
}
