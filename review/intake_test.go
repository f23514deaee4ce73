package review

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/rules"
)

// asked are the questions of two findings: a doubtful defect and a manual duty.
func asked() []Question {
	return Questions(site, []rules.Finding{reviewed(doubtful("stale", "x")), manual()})
}

// row is a whole row about question n.
func row(n int) Entry {
	q := asked()[n]
	return Entry{ID: q.ID(), Fingerprint: q.Fingerprint, Answer: "属实（不合格）", Reason: "已核对原文", By: "张三", Until: "2026-12-31"}
}

func with(e Entry, change func(*Entry)) Entry {
	change(&e)
	return e
}

func intake(recorded ...Decision) Intake {
	return Intake{Questions: asked(), Recorded: recorded, Run: "r1", AsOf: april, Exported: entered, Now: entered.Add(48 * time.Hour)}
}

func TestTakeReadsDecisions(t *testing.T) {
	tests := []struct {
		name string
		e    Entry
		want Answer
	}{
		{"it is so", row(0), True},
		{"it is not so", with(row(0), func(e *Entry) { e.Answer = "不属实（合格）" }), False},
		{"it does not apply", with(row(1), func(e *Entry) { e.Answer = "不适用" }), Exempt},
		{"it is put off", with(row(1), func(e *Entry) { e.Answer = "暂缓" }), Hold},
		{"the word alone", with(row(0), func(e *Entry) { e.Answer = "不属实" }), False},
		{"narrow brackets and spaces", with(row(0), func(e *Entry) { e.Answer = " 属实 (不合格)\n" }), True},
		{"on the day of judgement", with(row(0), func(e *Entry) { e.Until = "2026-04-10" }), True},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			taken, problems := intake().Take([]Entry{tt.e})
			if len(problems) > 0 || len(taken.Decisions) != 1 {
				t.Fatalf("%d decisions, %v", len(taken.Decisions), problems)
			}
			d := taken.Decisions[0]
			if d.Answer != tt.want || d.By != "张三" || d.Reason != "已核对原文" || d.Fingerprint != tt.e.Fingerprint || d.Run != "r1" || !d.At.Equal(intake().Now) {
				t.Errorf("%+v", d)
			}
		})
	}
}

func TestTakeObjects(t *testing.T) {
	gone := Key{site, "national/gone", "stale", page}
	other := answered(False, manual())
	other[0].By, other[0].At = "李四", entered.Add(time.Hour)
	tests := []struct {
		name    string
		entries []Entry
		want    string // entry, field and a word of each problem
	}{
		{"an id that is none", []Entry{with(row(0), func(e *Entry) { e.ID = "x1" })}, "0 0 恢复这一行"},
		{"an id that was altered, though nothing is answered", []Entry{{ID: "x1"}}, "0 0 恢复这一行"},
		{"a finding that is no longer there", []Entry{with(row(0), func(e *Entry) { e.ID = gone.ID() })}, "0 0 没有这一项"},
		{"evidence that has changed", []Entry{with(row(0), func(e *Entry) { e.Fingerprint = "y" })}, "0 0 证据与导出时不同"},
		{"no such answer", []Entry{with(row(0), func(e *Entry) { e.Answer = "大概吧" })}, "0 1 大概吧"},
		{"no reason", []Entry{with(row(0), func(e *Entry) { e.Reason = " \u200b" })}, "0 2 理由"},
		{"a reason that is a book", []Entry{with(row(0), func(e *Entry) { e.Reason = strings.Repeat("长", 2001) })}, "0 2 超过"},
		{"no name", []Entry{with(row(0), func(e *Entry) { e.By = "" })}, "0 3 姓名"},
		{"a name that is a sentence", []Entry{with(row(0), func(e *Entry) { e.By = strings.Repeat("名", 51) })}, "0 3 超过"},
		{"no day", []Entry{with(row(0), func(e *Entry) { e.Until = "" })}, "0 4 没有写有效期"},
		{"a day that is none", []Entry{with(row(0), func(e *Entry) { e.Until = "明年" })}, "0 4 不是日期"},
		{"a day that does not exist", []Entry{with(row(0), func(e *Entry) { e.Until = "2026-02-30" })}, "0 4 不是日期"},
		{"a day that is over", []Entry{with(row(0), func(e *Entry) { e.Until = "2026-04-09" })}, "0 4 早于监测时间点"},
		{"a reason without an answer", []Entry{{ID: row(0).ID, Reason: "看过了"}}, "0 1 没有选结论"},
		{"the same question answered twice, differently", []Entry{row(0), with(row(0), func(e *Entry) { e.Answer = "不适用" })}, "1 1 填了两次"},
		{"the same answer for two reasons", []Entry{row(0), with(row(0), func(e *Entry) { e.Reason = "另一理由" })}, "1 1 填了两次"},
		{"somebody else decided meanwhile", []Entry{row(1)}, "0 1 李四 已决定“不属实（合格）”"},
		{"everything at once", []Entry{{Answer: "也许", Until: "x"}, with(row(0), func(e *Entry) { e.By = "" })},
			"0 0 恢复这一行|0 1 也许|0 2 理由|0 3 姓名|0 4 不是日期|1 3 姓名"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := intake(other...).Take(tt.entries)
			want := strings.Split(tt.want, "|")
			if len(problems) != len(want) {
				t.Fatalf("%d problems, want %d: %+v", len(problems), len(want), problems)
			}
			for i, p := range problems {
				place, word, _ := strings.Cut(want[i][2:], " ")
				if got := fmt.Sprint(p.Entry, " ", p.Field); got != want[i][:2]+place || !strings.Contains(p.Message, word) {
					t.Errorf("problem at %s: %s; want %s", got, p.Message, want[i])
				}
			}
		})
	}
}

func TestTakeLeavesAlone(t *testing.T) {
	same := answered(True, manual())
	later := answered(False, manual())
	later[0].At = entered.Add(time.Hour)
	earlier := answered(False, manual())
	earlier[0].By, earlier[0].At = "李四", entered.Add(-time.Hour)
	tests := []struct {
		name     string
		recorded []Decision
		entries  []Entry
		want     [3]int // decisions, known, blank
	}{
		{"rows without an answer", nil, []Entry{{ID: row(0).ID, Until: "2027-04-10", By: "张三"}, {}}, [3]int{0, 0, 2}},
		{"the same row twice is one decision", nil, []Entry{row(0), row(0)}, [3]int{1, 0, 0}},
		{"what is on record already", same, []Entry{row(1)}, [3]int{0, 1, 0}},
		{"a person may change their own mind", later, []Entry{row(1)}, [3]int{1, 0, 0}},
		{"what somebody decided before the export was seen", earlier, []Entry{row(1)}, [3]int{1, 0, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			taken, problems := intake(tt.recorded...).Take(tt.entries)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			if diff := cmp.Diff(tt.want, [3]int{len(taken.Decisions), taken.Known, taken.Blank}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDays(t *testing.T) {
	last := calendar.MustDay(2026, 12, 31)
	for _, s := range []string{"2026-12-31", "2026/12/31", "2026.12.31", "2026年12月31日", "2026 年 12 月 31 日", "20261231", "2026－12－31"} {
		if d, ok := dayOf(s); !ok || d != last {
			t.Errorf("%q is read as %v, %t", s, d, ok)
		}
	}
	if d, ok := dayOf("2026-1-5"); !ok || d != calendar.MustDay(2026, 1, 5) {
		t.Errorf("2026-1-5 is read as %v, %t", d, ok)
	}
	for _, s := range []string{"", "明年", "2026-13-01", "2026-02-29", "31/12/2026", "26-12-31", "2026-12", "2026-12-31-1", "2026-+1-01", "99999999", strings.Repeat("2", 1000)} {
		if d, ok := dayOf(s); ok {
			t.Errorf("%q is read as %v", s, d)
		}
	}
}

// FuzzTake sees that no row makes it panic, or yields a decision that is not whole.
func FuzzTake(f *testing.F) {
	e := row(0)
	f.Add(e.ID, e.Fingerprint, e.Answer, e.Reason, e.By, e.Until)
	f.Add("", "", "不适用", "=1+1", "\x00", "20261231")
	f.Fuzz(func(t *testing.T, id, print, answer, reason, by, until string) {
		taken, problems := intake().Take([]Entry{{id, print, answer, reason, by, until}})
		for _, d := range taken.Decisions {
			if len(problems) > 0 || d.Reason == "" || d.By == "" || d.Until < april || d.Rule == "" || d.Fingerprint == "" {
				t.Errorf("%+v with %v", d, problems)
			}
		}
	})
}
