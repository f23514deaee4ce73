package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/govaudit/govaudit/calendar"
)

// Entry is one row that came back, as it was typed. ID and Fingerprint are what the
// question was sent out with.
type Entry struct {
	ID, Fingerprint           string
	Answer, Reason, By, Until string
}

// Field is a part of an entry, to say where a problem lies.
type Field uint8

// The fields of an entry that a problem can lie in.
const (
	FieldID Field = iota
	FieldAnswer
	FieldReason
	FieldBy
	FieldUntil
)

// Problem is one thing wrong with one entry, and what to do about it (Chinese).
type Problem struct {
	Entry   int // its index
	Field   Field
	Other   int // the entry it contradicts; -1: none
	Message string
}

// Intake reads entries back against the run they were asked of.
type Intake struct {
	Questions []Question   // of the run
	Recorded  []Decision   // everything decided so far, in the order it was recorded
	Run       string       // the run's ID
	AsOf      calendar.Day // the day the run judged by: a decision has to outlast it
	Exported  time.Time    // when the questions were sent out
	Now       time.Time    // when the answers come in
}

// Taken is what entries amount to.
type Taken struct {
	Decisions []Decision // to be recorded, in the order of the entries
	Known     int        // entries that say what is on record already
	Blank     int        // entries that nobody has answered
}

// Bounds of what a person may write, in characters.
const (
	mostReason = 2000
	mostName   = 50
)

// Take returns the decisions that the entries make, or everything that is wrong
// with them, in their order. With any problem nothing may be recorded.
func (in Intake) Take(entries []Entry) (Taken, []Problem) {
	t := taking{Intake: in, questions: map[string]Question{}, recorded: Latest(in.Recorded), first: map[string]int{}}
	for _, q := range in.Questions {
		t.questions[q.ID()] = q
	}
	t.given = make([]Decision, len(entries))
	for i, e := range entries {
		t.entry(i, e)
	}
	slices.SortStableFunc(t.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Field, b.Field))
	})
	return t.out, t.problems
}

type taking struct {
	Intake
	questions map[string]Question
	recorded  map[Key]Decision
	first     map[string]int // where each question was answered first
	given     []Decision
	out       Taken
	problems  []Problem
}

func (t *taking) object(entry int, field Field, format string, args ...any) {
	t.problems = append(t.problems, Problem{entry, field, -1, fmt.Sprintf(format, args...)})
}

func (t *taking) entry(i int, e Entry) {
	if tidy(e.Answer) == "" {
		t.out.Blank++
		if tidy(e.Reason) != "" {
			t.object(i, FieldAnswer, "写了理由，没有选结论：请从下拉列表选择，或者删去理由")
		}
		if e.ID != "" && !ValidID(e.ID) {
			t.object(i, FieldID, wrongID)
		}
		return
	}
	before := len(t.problems)
	d := t.decision(i, e)
	q, ok := t.question(i, e)
	if !ok || len(t.problems) > before {
		return
	}
	d.Key, d.Fingerprint, d.Run, d.At = q.Key, q.Fingerprint, t.Run, t.Now
	t.given[i] = d
	if k, again := t.first[e.ID]; again {
		if t.given[k] != d {
			t.problems = append(t.problems, Problem{i, FieldAnswer, k, "同一项填了两次，内容不一致：请只留一处"})
		}
		return
	}
	t.first[e.ID] = i
	t.record(i, d)
}

// record keeps the decision, unless it is on record already, or somebody else has
// said otherwise since the questions were sent out.
func (t *taking) record(i int, d Decision) {
	old, ok := t.recorded[d.Key]
	switch {
	case ok && old.Answer == d.Answer && old.Reason == d.Reason && old.By == d.By && old.Until == d.Until && old.Fingerprint == d.Fingerprint:
		t.out.Known++
		return
	case ok && old.Answer != d.Answer && old.By != d.By && old.At.After(t.Exported):
		t.object(i, FieldAnswer, "工作簿导出之后，%s 已决定“%s”：请与其商定，重新导出后再填", old.By, old.Answer.Word())
		return
	}
	t.out.Decisions = append(t.out.Decisions, d)
}

const wrongID = "标识不是本程序导出的，或者被改动：请从导出的工作簿恢复这一行"

func (t *taking) question(i int, e Entry) (Question, bool) {
	if !ValidID(e.ID) {
		t.object(i, FieldID, wrongID)
		return Question{}, false
	}
	q, ok := t.questions[e.ID]
	switch {
	case !ok:
		t.object(i, FieldID, "检查 %s 里没有这一项，或者已不须决定：请重新导出，或者清空这一行的结论", t.Run)
	case q.Fingerprint != e.Fingerprint:
		t.object(i, FieldID, "这一项的证据与导出时不同：请重新导出，看过新的证据再决定")
		ok = false
	}
	return q, ok
}

// decision reads what was typed.
func (t *taking) decision(i int, e Entry) (d Decision) {
	var ok bool
	if d.Answer, ok = answerOf(e.Answer); !ok {
		t.object(i, FieldAnswer, "“%s”不是可选的结论：请从下拉列表选择 %s", clip(tidy(e.Answer)), offered())
	}
	d.Reason, d.By = tidy(e.Reason), tidy(e.By)
	switch {
	case d.Reason == "":
		t.object(i, FieldReason, "没有写理由：请写明根据什么这样决定")
	case utf8.RuneCountInString(d.Reason) > mostReason:
		t.object(i, FieldReason, "理由超过 %d 字：请精简，详情另附", mostReason)
	}
	switch {
	case d.By == "":
		t.object(i, FieldBy, "没有写决定人：请写姓名")
	case utf8.RuneCountInString(d.By) > mostName:
		t.object(i, FieldBy, "决定人超过 %d 字：请只写姓名", mostName)
	}
	until := tidy(e.Until)
	d.Until, ok = dayOf(until)
	switch {
	case until == "":
		t.object(i, FieldUntil, "没有写有效期：请写最后一天，如 %s", t.AsOf.AddDate(1, 0, 0))
	case !ok:
		t.object(i, FieldUntil, "“%s”不是日期：请写成 %s 的样子", clip(until), t.AsOf.AddDate(1, 0, 0))
	case d.Until < t.AsOf:
		t.object(i, FieldUntil, "有效期 %s 早于监测时间点 %s，一开始就已失效：请写以后的日期", d.Until, t.AsOf)
	}
	return d
}

func offered() string {
	var words []string
	for _, a := range Answers() {
		words = append(words, a.Word())
	}
	return strings.Join(words, "、")
}

// answerOf reads an answer as offered, or its word without the remark in brackets.
func answerOf(s string) (Answer, bool) {
	s = strings.NewReplacer("(", "（", ")", "）", " ", "").Replace(tidy(s))
	for _, a := range Answers() {
		short, _, _ := strings.Cut(a.Word(), "（")
		if s == a.Word() || s == short {
			return a, true
		}
	}
	return "", false
}

// tidy collapses white space and drops what cannot be seen: control characters, and
// marks with which text can pose as other text.
func tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == utf8.RuneError, unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// clip shortens what is repeated in a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 30 {
		return string(r[:30]) + "…"
	}
	return s
}
