package rules

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
)

// partNames are the six parts of 国办公开办函〔2021〕30号, word for word; those of
// 〔2019〕60号 are the same.
var partNames = [...]string{"", "总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况", "存在的主要问题及改进情况", "其他需要报告的事项"}

var chineseDigits = [...]string{"", "一", "二", "三", "四", "五", "六"}

// style is how a heading is numbered.
type style int

const (
	plainHead style = iota // not at all
	arabic                 // 1. or 1、
	chinese                // 一、 or 第一部分
)

// heading is a part's heading as found.
type heading struct {
	part  int
	words string // as written
	style style
	line  int // in the text; beyond its end for headings inside tables
}

var (
	chineseNumber = regexp.MustCompile(`^(?:第[一二三四五六七八九十]{1,2}(?:部分|章)[、.:,]?|[一二三四五六七八九十][、.:,])`)
	arabicNumber  = regexp.MustCompile(`^[1-9][、.:]`)
	spacedNumber  = regexp.MustCompile(`^[\s\x{3000}]*[一二三四五六][\s\x{3000}\x{a0}]+`) // 一 总体情况
	innerNumber   = regexp.MustCompile(`^\([一二三四五六七八九十0-9]{1,2}\)`)                 // of sections within a part
)

// readParts finds the headings in the text, in what stands before tables, and in
// rows of tables that are one cell.
func (b *book) readParts() {
	const lastPart = 6
	lines := strings.Split(b.facts.Text, "\n")
	var found []heading
	odd := map[style][]string{}
	cells := b.cells()
	for i, line := range lines {
		h, numbered := headingOf(line)
		switch h.line = i; {
		case h.part > 0:
			found = append(found, h)
			continue
		case numbered && !cells[extract.Fold(line)]:
			odd[h.style] = append(odd[h.style], line)
		}
		for _, p := range embedded(line) {
			found = append(found, heading{p, line, chinese, i})
		}
	}
	found = withoutContents(b.withTables(found, len(lines)))
	kept := chinese
	for ; kept > plainHead; kept-- {
		if distinctParts(found, kept) >= 2 {
			break
		}
	}
	b.parts, b.odd = map[int]heading{}, odd[kept]
	at := map[int]int{} // line → part that begins there
	for _, h := range found {
		if h.style != kept && h.style != plainHead {
			continue
		}
		if _, ok := b.parts[h.part]; !ok {
			b.parts[h.part] = h
		}
		at[h.line] = h.part
	}
	for i, line := range lines {
		if p := misnumbered(extract.Fold(line)); p > 0 {
			if h, numbered := headingOf(line); numbered && h.style == kept {
				continue // in a table of contents
			}
			if _, ok := b.parts[p]; !ok && at[i] == 0 && !cells[extract.Fold(line)] {
				b.parts[p], at[i] = heading{p, line, kept, i}, p
			}
		}
	}
	if kept == plainHead {
		b.looseHeadings(lines, at)
	}
	b.betweenHeadings(lines, at)
	var text [lastPart + 1]strings.Builder // 0: before the first part
	part := 0
	for i, line := range lines {
		if p := at[i]; p > 0 {
			if part = p; utf8.RuneCountInString(line) <= 40 {
				continue
			}
		}
		text[part].WriteString(line)
		text[part].WriteByte('\n')
	}
	b.text = map[int]string{}
	for part := range text {
		if text[part].Len() > 0 {
			b.text[part] = text[part].String()
		}
	}
}

// cells holds the words of all cells of tables, folded: 1.属于国家秘密 is no
// heading.
func (b *book) cells() map[string]bool {
	set := map[string]bool{}
	for _, t := range b.tables {
		for _, row := range t.text {
			for _, c := range row {
				set[c] = true
			}
		}
	}
	return set
}

// looseHeadings takes short lines for headings of the parts without a table
// where no heading is numbered and those parts were not found in the usual words.
func (b *book) looseHeadings(lines []string, at map[int]int) {
	for i, line := range lines {
		n := utf8.RuneCountInString(line)
		if n < 4 || n > 20 || at[i] > 0 || strings.ContainsAny(line, "。，；,;") {
			continue
		}
		p := partOf(extract.Fold(line))
		if _, ok := b.parts[p]; ok || p != 1 && p != 5 && p != 6 {
			continue
		}
		b.parts[p], at[i] = heading{p, line, plainHead, i}, p
	}
}

func (b *book) withTables(found []heading, line int) []heading {
	for _, t := range b.tables {
		candidates := []string{t.lead}
		for _, row := range t.rows {
			if len(row) > 0 && oneCell(row) {
				candidates = append(candidates, row[0].Text)
			}
		}
		for _, words := range candidates {
			if h, _ := headingOf(words); h.part > 0 {
				h.line = line
				found = append(found, h)
			}
		}
	}
	return found
}

func oneCell(row []extract.Cell) bool {
	for _, c := range row[1:] {
		if !c.Span && c.Text != "" {
			return false
		}
	}
	return true
}

func distinctParts(found []heading, s style) int {
	seen := map[int]bool{}
	for _, h := range found {
		if h.style == s {
			seen[h.part] = true
		}
	}
	return len(seen)
}

// withoutContents drops a table of contents: headings one below the other, with
// headings again further on.
func withoutContents(found []heading) []heading {
	run, seen := 1, map[int]bool{}
	if len(found) > 0 {
		seen[found[0].part] = true
	}
	for run < len(found) && found[run].line-found[run-1].line <= 1 && !seen[found[run].part] {
		seen[found[run].part] = true
		run++
	}
	if run < 4 {
		return found
	}
	if rest := found[run:]; max(distinctParts(rest, chinese), distinctParts(rest, arabic), distinctParts(rest, plainHead)) >= 3 {
		return rest
	}
	return found
}

// headingOf returns the heading a line is, its part 0 if it is that of none, and
// whether it is numbered.
func headingOf(line string) (h heading, numbered bool) {
	h.words = line
	f := extract.Fold(line)
	if innerNumber.MatchString(f) {
		return h, false
	}
	rest := f
	if n := chineseNumber.FindString(f); n != "" {
		h.style, rest = chinese, f[len(n):]
	} else if n := arabicNumber.FindString(f); n != "" && !startsWithDigit(f[len(n):]) {
		h.style, rest = arabic, f[len(n):]
	}
	if n := spacedNumber.FindString(line); h.style == plainHead && n != "" {
		h.style, rest = chinese, extract.Fold(line[len(n):])
	}
	if h.style == plainHead {
		h.part = bareHeading(f)
		return h, false
	}
	if i := strings.IndexAny(rest, "。;"); i >= 0 {
		rest = rest[:i] // the text of the part may follow in the same line
	}
	if tableLabel(rest) {
		return h, false
	}
	if r := []rune(rest); len(r) > 30 {
		rest = string(r[:30])
	}
	h.part = partOf(rest)
	return h, true
}

func startsWithDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// partOf recognises a heading in the words in use for it. The words are those
// behind the number; anything may stand around them.
func partOf(f string) int {
	has := func(words ...string) bool { return wordIn(f, words) != "" }
	switch {
	case has("复议", "诉讼"):
		return 4
	case has("问题", "不足", "改进"):
		return 5
	case has("其他", "其它") && has("事项", "报告", "情况", "说明", "内容"), has("需要报告", "需要说明"):
		return 6
	case has("申请"):
		return 3
	case has("主动公开", "主动、及时公开"):
		return 2
	case has("总体", "概述", "概况", "基本情况", "综述"):
		return 1
	}
	return 0
}

// bareHeading recognises a heading without a number: nothing may stand around
// the words but those that all parts share.
func bareHeading(f string) int {
	for _, w := range [...]string{"政府信息公开工作", "信息公开工作", "工作"} {
		f = strings.TrimPrefix(f, w)
	}
	switch strings.TrimRight(f, "。:") {
	case "总体情况", "概述", "基本情况", "总体概况", "政府信息公开总体情况", "信息公开总体情况":
		return 1
	case "主动公开政府信息情况", "政府信息主动公开情况", "主动公开情况", "主动公开政府信息的情况":
		return 2
	case "收到和处理政府信息公开申请情况", "依申请公开政府信息情况", "依申请公开情况", "收到和处理政府信息公开申请的情况", "政府信息依申请公开情况":
		return 3
	case "政府信息公开行政复议、行政诉讼情况", "政府信息公开行政复议和行政诉讼情况", "行政复议、行政诉讼情况", "因政府信息公开工作被申请行政复议、提起行政诉讼情况", "政府信息公开行政复议行政诉讼情况":
		return 4
	case "存在的主要问题及改进情况", "存在的主要问题和改进情况", "存在问题及改进情况", "主要问题及改进情况", "存在的问题及改进情况", "存在的主要问题及改进措施", "政府信息公开工作存在的主要问题及改进情况":
		return 5
	case "其他需要报告的事项", "其它需要报告的事项", "需要报告的其他事项", "其他需报告的事项":
		return 6
	}
	return 0
}

var partNumber = regexp.MustCompile(`^\(?([一二三四五六1-6]|i{1,3}|iv|vi?)[)、.:,]`)

var romanDigits = [...]string{"", "i", "ii", "iii", "iv", "v", "vi"}

// misnumbered recognises the heading of a part whose number is written another way
// than those of the others, （五）or 5、 among 一、: the number of the part, and behind it
// the words of the format.
func misnumbered(f string) int {
	m := partNumber.FindStringSubmatch(f)
	if m == nil {
		return 0
	}
	rest := f[len(m[0]):]
	for p, name := range partNames {
		if p > 0 && isNumber(m[1], p) &&
			(strings.Contains(rest, name) || p == 5 && strings.HasPrefix(rest, "存在的主要问题")) && utf8.RuneCountInString(rest) <= 30 {
			return p
		}
	}
	return 0
}

func isNumber(s string, p int) bool {
	return s == chineseDigits[p] || s == romanDigits[p] || s == fmt.Sprint(p)
}

// betweenHeadings takes a short line for the heading of a part that was not found where it
// has that part's number, in whatever way, and its subject in other words, and stands
// between the parts before and after.
func (b *book) betweenHeadings(lines []string, at map[int]int) {
	before := 0
	for i, line := range lines {
		if at[i] > 0 {
			before = at[i]
			continue
		}
		p := before + 1
		if _, ok := b.parts[p]; ok || before == 0 || p >= len(partNames) || utf8.RuneCountInString(line) > 30 {
			continue
		}
		f := extract.Fold(line)
		if m := partNumber.FindStringSubmatch(f); m != nil && isNumber(m[1], p) && partOf(f[len(m[0]):]) == p && !tableLabel(f) {
			b.parts[p], at[i], before = heading{p, line, plainHead, i}, p, p
		}
	}
}

// tableLabel reports whether a folded line is a row's label of table three.
func tableLabel(f string) bool {
	return wordIn(f, []string{"新收政府信息", "上年结转", "年度办理结果", "结转下年"}) != ""
}

// inText finds headings in the midst of a line, where the page parts nothing:
// their number, and right behind it the words of the format.
var inText = regexp.MustCompile(`[。:;,)”\s]([一二三四五六])、(政府信息公开工作|政府信息公开|信息公开)?(总体情况|主动公开政府信息情况|收到和处理政府信息公开申请情况|行政复议、?行政诉讼情况|存在的主要问题|其他需要报告)`)

func embedded(line string) []int {
	if len(line) < 90 || !strings.Contains(line, "、") {
		return nil
	}
	f := extract.Fold(line)
	var out []int
	for _, m := range inText.FindAllStringSubmatch(f, -1) {
		out = append(out, partOf(m[3]))
	}
	return out
}
