package extract

import (
	"iter"
	"strings"
	"unicode/utf8"
)

// Words that say what is done to a document, and those that take it back.
var (
	repealWords = lexiconOf("废止", "宣布失效", "失效", "停止执行", "不再执行", "停止施行", "停止使用")
	amendWords  = lexiconOf("修改", "修订", "修正", "作出如下调整")
	keepWords   = lexiconOf("继续有效", "继续执行", "继续施行", "予以保留", "继续实施", "现行有效")
	extendWords = lexiconOf("延长有效期", "延续实施", "有效期延长", "延期执行", "继续延用", "延续执行", "有效期延续", "延期实施")
	// A repeal that is not one.
	notRepealed = lexiconOf("不予废止", "尚未废止", "未废止", "未被废止", "不得废止", "暂不废止", "是否废止", "没有废止", "不废止", "拟废止", "建议废止", "不宜废止", "未失效", "尚未失效", "废止前", "失效前", "废止之前", "是否失效", "废止程序", "废止情况", "无需废止", "不需废止", "拟宣布失效", "并非废止", "不属于废止")
	basisWords  = lexiconOf("根据", "依据", "依照", "按照", "遵照", "参照", "贯彻落实", "贯彻", "落实", "对照", "遵循", "违反", "适用", "结合", "按", "依")
)

// actOf says what a sentence does to the documents between before and after.
// settled reports that it says so itself, be it that nothing is done to them, so
// that a heading above does not count.
func actOf(before, after string) (act Act, settled bool) {
	clause := lastClause(before)
	if hasSuffixWord(clause, "被") || hasSuffixWord(clause, "由") {
		return Named, true
	}
	if onceOthersApply(before) {
		return Named, true
	}
	marks := markOf(clause)
	for k, w := range basisWords.words {
		if marks&basisWords.marks[k] != basisWords.marks[k] {
			continue
		}
		if i := strings.LastIndex(clause, w); i >= 0 && runeCount(clause[i:]) <= runeCount(w)+14 && !saysAny(clause[i:], repealWords) && !saysAny(clause[i:], amendWords) {
			return Named, true
		}
	}
	// 废止《甲》, 宣布《甲》失效, 延长《甲》有效期
	if act, ok := verbBefore(clause, after); ok {
		return act, true
	}
	return verbAfter(after)
}

// onceOthersApply reports that what is said holds from a day that another document is
// to set: 自新办法施行之日起，《甲》废止.
func onceOthersApply(before string) bool {
	i := strings.LastIndex(before, "自新")
	if i < 0 {
		return false
	}
	rest := strings.TrimRight(before[i:], "，, ")
	return runeCount(rest) <= 40 && strings.HasSuffix(rest, "之日起") || strings.HasSuffix(rest, "后") && runeCount(rest) <= 20
}

// verbBefore reads the verb in front of a document.
func verbBefore(clause, after string) (Act, bool) {
	if saysAny(clause, notRepealed) {
		return Named, true
	}
	near := lastRunes(clause, 26)
	own := firstClause(after)
	switch {
	case strings.Contains(near, "延长") && strings.Contains(own, "有效期"), saysAny(near, extendWords):
		return Extends, true
	case endsNear(near, "解读", 4), endsNear(near, "图解", 3), endsNear(near, "一图读懂", 3):
		return Explains, true
	case saysAny(near, repealWords) && !strings.Contains(near, "制定") && !strings.Contains(near, "清理"):
		if strings.Contains(near, "失效") && saysAny(own, keepWords) {
			return Keeps, true
		}
		if partial(after) {
			return Amends, true
		}
		return Repeals, true
	case strings.Contains(near, "宣布") && strings.Contains(own, "失效"):
		return Repeals, true
	case saysAny(near, keepWords):
		return Keeps, true
	case saysAny(near, amendWords):
		if saysAny(own, keepWords) {
			return Keeps, true
		}
		return Amends, true
	}
	return Named, false
}

// verbAfter reads the first verb behind a document, in its own clause or, where
// that has none, in the next ones up to another document.
func verbAfter(after string) (Act, bool) {
	text := cutRunes(after, 80)
	if i := strings.Index(text, "《"); i >= 0 {
		text = text[:i]
	}
	// What follows a preposition belongs to the next document.
	for _, w := range [...]string{"，废止", "，对", "，将", "，修改", "，根据", "，按照", "，现将", "，决定", "，特制定", "，制定"} {
		if i := strings.Index(text, w); i >= 0 {
			text = text[:i]
		}
	}
	if saysAny(text, notRepealed) {
		return Named, true
	}
	if strings.HasPrefix(text, "的解读") || strings.HasPrefix(text, "解读") || strings.HasPrefix(text, "政策解读") || strings.HasPrefix(text, "的政策解读") ||
		strings.HasPrefix(text, "起草说明") || strings.HasPrefix(text, "的起草说明") || strings.HasPrefix(text, "编制说明") || strings.HasPrefix(text, "的编制说明") ||
		strings.HasPrefix(text, "图解") || strings.HasPrefix(text, "文字解读") || strings.HasPrefix(text, "图文解读") || strings.HasPrefix(text, "作如下解读") || strings.HasPrefix(text, "解读如下") || strings.HasPrefix(text, "进行解读") || strings.HasPrefix(text, "有关政策解读") || strings.HasPrefix(text, "专家解读") {
		return Explains, true
	}
	marks := markOf(text)
	keep, extend := keepWords.first(text, marks), extendWords.first(text, marks)
	repeal, amend := repealWords.first(text, marks), amendWords.first(text, marks)
	if extend < 0 && strings.Contains(text, "有效期") && (strings.Contains(text, "延长至") || strings.Contains(text, "延长到") || strings.Contains(text, "延期至") || strings.Contains(text, "延续至")) {
		extend = strings.Index(text, "有效期")
	}
	if repeal >= 0 && strings.HasSuffix(text[:repeal], "自动") && strings.Contains(text, "届满") {
		repeal = -1 // 有效期届满自动失效 is a term, not a decision
	}
	if repeal >= 0 && term(text[:repeal]) {
		repeal = -1
	}
	switch {
	case extend >= 0:
		return Extends, true
	case keep >= 0 && (repeal < 0 || keep < repeal):
		return Keeps, true
	case repeal >= 0 && (amend < 0 || repeal < amend):
		if partial(text) {
			return Amends, true
		}
		return Repeals, true
	case amend >= 0 && (amend < len(firstClause(text)) || strings.Contains(text, "予以修改") || strings.Contains(text, "作如下修改") || strings.Contains(text, "作出修改") || strings.Contains(text, "修改为")):
		return Amends, true
	}
	return Named, false
}

// term reports whether a text before 失效 states when a document will end by
// itself, rather than ending it.
func term(s string) bool {
	return strings.Contains(s, "有效期") && (strings.Contains(s, "届满") || strings.Contains(s, "期满") || strings.Contains(s, "到期")) || strings.HasSuffix(s, "到期后") || strings.HasSuffix(s, "期满后")
}

// partWords are what a part of a document is called.
var partWords = lexiconOf("内容", "规定", "条款", "部分", "事项", "表述")

// partial reports whether what follows a document speaks of a part of it.
func partial(after string) bool {
	if own := firstClause(after); strings.HasPrefix(own, "中") && saysAny(own, partWords) { // 《甲》中与上位法不一致的内容
		return true
	}
	s := strings.TrimLeft(after, " 中的里")
	if r := []rune(cutRunes(s, 12)); len(r) > 2 && r[0] == '第' {
		return strings.ContainsAny(string(r), "条款项章")
	}
	return strings.HasPrefix(s, "部分条款") || strings.HasPrefix(s, "部分内容")
}

func lastClause(s string) string {
	if i := strings.LastIndexAny(s, "，,：:；;"); i >= 0 {
		_, w := utf8.DecodeRuneInString(s[i:])
		return s[i+w:]
	}
	return s
}

func firstClause(s string) string {
	if i := strings.IndexAny(s, "，,；;"); i >= 0 {
		return s[:i]
	}
	return s
}

func lastRunes(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[len(r)-n:])
	}
	return s
}

func hasSuffixWord(s, w string) bool { return strings.HasSuffix(strings.TrimSpace(s), w) }

// endsNear reports whether w stands within n runes of the end of s.
func endsNear(s, w string, n int) bool {
	i := strings.LastIndex(s, w)
	return i >= 0 && runeCount(s[i+len(w):]) <= n
}

func saysAny(s string, words lexicon) bool { return words.in(s, markOf(s)) }

// sentences yields the sentences of a paragraph.
func sentences(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		from, depth := 0, 0
		for i := 0; i < len(s); i++ {
			size := 1
			switch c := s[i]; c {
			default:
				continue
			case 0xE3, 0xEF:
				switch size = 3; s[i:min(len(s), i+size)] {
				case "《":
					depth++
					continue
				case "》":
					depth = max(0, depth-1)
					continue
				case "。", "；", "！", "？":
				default:
					continue
				}
				fallthrough
			case ';', '!', '?', '\n':
				if depth > 0 && i-from < maxTitleBytes {
					continue
				}
				end := i + size
				if x := strings.TrimSpace(s[from:end]); x != "" && !yield(x) {
					return
				}
				from, depth = end, 0
			}
		}
		if x := strings.TrimSpace(s[from:]); x != "" {
			yield(x)
		}
	}
}

// headingAct reads a line that heads a list of documents: 废止的规范性文件目录, 二、继续
// 有效的文件, 现将下列文件予以废止：. A heading that says nothing of the kind ends
// the list above it.
func headingAct(s string) (Act, bool) {
	n := runeCount(s)
	colon := strings.HasSuffix(s, "：") || strings.HasSuffix(s, ":")
	if n > headingRunes && !(colon && n < 200) {
		return Named, false
	}
	if strings.Contains(s, "《") && !colon {
		return Named, false
	}
	about := strings.Contains(s, "文件") || strings.Contains(s, "目录") || strings.Contains(s, "规章") || strings.Contains(s, "清单") || strings.Contains(s, "名单")
	if !about && !colon && !chapter(s) {
		return Named, false
	}
	switch act := listAct(s); {
	case act != Named && (about || colon):
		if strings.HasSuffix(s, "。") && !strings.Contains(s, "如下") && !strings.Contains(s, "下列") {
			return Named, false
		}
		return act, true
	case chapter(s), strings.HasPrefix(s, "附件") && n < 30 && about, about && (strings.HasSuffix(s, "目录") || strings.HasSuffix(s, "清单")):
		return Named, true
	}
	return Named, false
}

// listAct says what a heading announces for the documents under it. One that
// announces several acts decides none of them.
func listAct(s string) Act {
	if saysAny(s, notRepealed) {
		return Named
	}
	marks := markOf(s)
	repeal, keep, amend, extend := repealWords.in(s, marks), keepWords.in(s, marks) || strings.Contains(s, "保留"), amendWords.in(s, marks), extendWords.in(s, marks)
	switch {
	case repeal && !keep && !amend && !extend:
		return Repeals
	case keep && !repeal:
		return Keeps
	case extend && !repeal && !keep:
		return Extends
	case amend && !repeal && !keep && !extend:
		return Amends
	}
	return Named
}

// cellAct reads a table cell that says what is done to the document of its row.
func cellAct(cell string) (Act, bool) {
	s := Fold(cell)
	if runeCount(s) > 14 {
		return Named, false
	}
	switch {
	case saysAny(s, notRepealed):
		return Named, true
	case saysAny(s, keepWords) || s == "保留" || s == "有效" || s == "修改后继续有效":
		return Keeps, true
	case saysAny(s, extendWords):
		return Extends, true
	case s == "废止" || s == "失效" || s == "宣布失效" || s == "予以废止" || s == "宣布废止" || s == "已废止" || s == "已失效" || s == "停止执行" || s == "废止失效" || s == "自然失效":
		return Repeals, true
	case s == "修改" || s == "修订" || s == "予以修改" || s == "拟修改" || s == "已修改":
		return Amends, true
	}
	return Named, false
}

// chapter reports whether a line begins a chapter: 二、…, （三）….
func chapter(s string) bool {
	r := []rune(cutRunes(s, 8))
	i := 0
	if i < len(r) && (r[i] == '（' || r[i] == '(') {
		i++
	}
	from := i
	for i < len(r) && chineseDigit(r[i]) > 0 {
		i++
	}
	return i > from && i < len(r) && strings.ContainsRune("、．.）)", r[i])
}

// enumerated reports whether a line is an entry of a list: 1. …, （2）…, 《…》.
func enumerated(s string) bool {
	s = strings.TrimLeft(s, " （(")
	if strings.HasPrefix(s, "《") { // an entry, not a sentence that begins with a title
		_, end, ok := bookTitle(s, 0)
		return ok && runeCount(s[end:]) <= 40 && !strings.Contains(s[end:], "，")
	}
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	if n > 0 && n <= 4 {
		rest := strings.TrimLeft(s[n:], " ")
		for _, w := range [...]string{".", "、", "．", ")", "）", "《"} {
			if strings.HasPrefix(rest, w) {
				return true
			}
		}
	}
	return chapter(s) && (strings.Contains(s, "《") || namesOnly(withoutNumeral(s)))
}

// withoutNumeral returns an entry of a list without the Chinese number before it: 一、…,
// （二）….
func withoutNumeral(s string) string {
	head := strings.TrimLeft(s, " （(")
	rest := strings.TrimLeft(head, "〇零一二三四五六七八九十百")
	for _, w := range [...]string{"、", "．", ".", ")", "）"} {
		if after, ok := strings.CutPrefix(rest, w); ok && rest != head {
			return strings.TrimLeft(after, " 　")
		}
	}
	return s
}

// namesOnly reports whether a line is nothing but the name of a document with its
// number behind it: an entry of a list without numerals.
func namesOnly(s string) bool {
	d, ok := nextDocNo(s, 0)
	if !ok || strings.Trim(s[d.end:], " ）)。；;、，") != "" {
		return false
	}
	name := strings.TrimRight(s[:d.start], " （(〔[，,")
	return !strings.ContainsAny(name, "，。：；") && (documentName(name) || strings.HasPrefix(name, "《") && strings.HasSuffix(name, "》"))
}

// documentName reports whether s reads as the name of a document.
func documentName(s string) bool {
	n := runeCount(s)
	if n < 6 || n > 150 || strings.ContainsAny(s, "。；") {
		return false
	}
	for _, w := range [...]string{"通知", "办法", "规定", "意见", "细则", "方案", "决定", "条例", "通告", "公告", "规则", "规范", "制度", "措施", "标准", "规程", "批复", "函", "计划", "规划", "目录", "政策", "暂行", "试行"} {
		if strings.HasSuffix(s, w) || strings.HasSuffix(strings.TrimRight(s, ")）"), w) {
			return true
		}
	}
	return false
}
