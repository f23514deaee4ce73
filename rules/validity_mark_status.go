package rules

import (
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
)

// status is what a mark of validity says of a document.
type status int

// The dictionary of regulations.md §6.1. The zero status is "nothing is said".
const (
	unmarked status = iota
	inForce         // 有效、现行有效、继续有效
	amended         // 修改、已修改
	partly          // 部分失效、部分废止、部分有效
	dead            // 失效、废止、宣布失效
	trial           // 试行、暂行
	notYet          // 尚未生效
	pending         // a script fills it in
	nearly          // a word beside the dictionary, an answer, or that no mark is due: 现行、是、非规范性文件
	outside         // not a mark of validity: 在用、a date
)

// Words of each status, in the order they are looked for: a mark may hold words
// of two (部分失效 holds 失效).
var statusWords = []struct {
	status status
	words  []string
}{
	{inForce, []string{"未失效", "未废止", "没有失效", "没有废止", "未过期", "不失效"}},
	{notYet, []string{"未生效", "尚未", "待生效", "即将", "未施行", "未实施", "未执行"}},
	{partly, []string{"部分失效", "部分废止", "部分有效", "部分条款", "部分内容"}},
	{dead, []string{"失效", "废止", "废除", "无效", "停止执行", "停止实施", "终止", "撤销", "作废", "过期", "到期", "替代", "取代"}},
	{amended, []string{"修改", "修订", "修正"}},
	{inForce, []string{"有效"}},
	{trial, []string{"试行", "暂行"}},
	{nearly, []string{"不涉及", "不适用", "非规范性", "不属于规范性", "现行", "生效", "执行中", "正在执行", "施行中", "实施中", "延续", "保留", "执行"}},
}

// blanks are values that stand for nothing, folded.
var blanks = []string{"", "-", "--", "---", "—", "——", "/", "\\", "无", "空", "暂无", "null", "undefined", "none", "n/a", "...", "…"}

// statusOfWord reads a folded word by the dictionary: [outside] where it is none of it.
func statusOfWord(w string) status {
	w = strings.ReplaceAll(w, "有效期", "")
	for _, s := range statusWords {
		if wordIn(w, s.words) != "" {
			return s.status
		}
	}
	return outside
}

// statusOf reads the value of a field of validity. Further words of a pack come
// first. A field 是否有效 is answered by 是 or 否.
func (v *validityMark) statusOf(label, value string) status {
	w := strings.Trim(extract.Fold(value), "()[]【】〔〕:.。;,、")
	l := extract.Fold(label)
	switch {
	case slices.Contains(blanks, w):
		return unmarked
	case strings.Contains(w, "{{") || strings.Contains(w, "${") || strings.Contains(w, "<%"):
		return pending
	}
	for _, own := range []struct {
		words  []string
		status status
	}{{v.Words.Valid, inForce}, {v.Words.Amended, amended}, {v.Words.Partly, partly}, {v.Words.Invalid, dead}, {v.Words.Pending, notYet}} {
		if slices.Contains(own.words, w) {
			return own.status
		}
	}
	if _, question, ok := strings.Cut(l, "是否"); ok {
		if s := answered(question, w); s != unmarked {
			return s
		}
	}
	s := statusOfWord(w)
	if s == outside && (slices.Contains(answers, w) || strings.Contains(w, "有效期") || strings.Contains(l, "期") || len([]rune(w)) > maxMark) {
		return nearly
	}
	return s
}

// answers say yes or no, or the same in English, where a word of the dictionary is due:
// what is meant is for a person. Folded.
var answers = []string{"是", "否", "y", "n", "yes", "no", "√", "✓", "✔", "☑", "×", "x", "1", "0", "true", "false", "valid", "invalid", "effective", "expired", "abolished"}

// maxMark is the length of a mark, in runes, above which a value that holds no
// word of the dictionary may be something else that was read into the field.
const maxMark = 12

// answered reads the answer to 是否有效, 是否废止 …; unmarked where it is none.
func answered(question, w string) status {
	asked := statusOfWord(question)
	if asked != inForce && asked != dead {
		return unmarked
	}
	switch w {
	case "是", "y", "yes", "√", "1", "true":
		return asked
	case "否", "n", "no", "×", "x", "0", "false":
		if asked == dead {
			return inForce
		}
		return dead
	}
	return unmarked
}
