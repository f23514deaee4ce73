package ledger

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/site"
)

// told is an item of which the department was told a day after it was found.
func told(t *testing.T) Item {
	t.Helper()
	b := &book{t: t, events: map[string][]Event{}}
	w := weekOf(t, 0)
	w.defects = []string{"n/privacy id_number " + privacy}
	b.fold(w.sight())
	b.notify(1)
	return b.items[0]
}

// then is the item after one more word.
func then(t *testing.T, it Item, e Event, err error) Item {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	it, err = it.Apply(e)
	if err != nil {
		t.Fatal(err)
	}
	return it
}

func TestTakeReadsAnswers(t *testing.T) {
	it := told(t)
	row := Entry{ID: it.ID, Version: it.Version, Kind: "已整改", Done: "已遮盖", Link: privacy, By: "王五"}
	with := func(change func(*Entry)) Entry {
		e := row
		change(&e)
		return e
	}
	answered := func(by, done string, at int) Item {
		e, err := Answer(it, target, after(at), Reply{Kind: Mended, Done: done, Link: privacy, By: by})
		return then(t, it, e, err)
	}
	verified := func() Item {
		e, err := Verify(it, "赵六", after(4), "看过")
		return then(t, it, e, err)
	}
	reopened := func() Item {
		a := answered("王五", "改了一半", 2)
		e, err := Reopen(a, "赵六", after(4), "仍有一处", 21000)
		return then(t, a, e, err)
	}
	for _, tt := range []struct {
		name    string
		item    Item
		whose   string // department that answers
		entries []Entry
		want    string // what is taken, or the problems
	}{
		{"an answer", it, "办公室", []Entry{row}, "1 answers"},
		{"of whoever it is assigned to", it, "", []Entry{row}, "1 answers"},
		{"typed without dashes", it, "办公室", []Entry{with(func(e *Entry) { e.ID = strings.ToLower(strings.ReplaceAll(e.ID, "-", "")) })}, "1 answers"},
		{"nothing", it, "办公室", []Entry{{ID: it.ID}}, "1 blank"},
		{"the same answer as is on record", answered("王五", "已遮盖", 2), "办公室", []Entry{row}, "1 known"},
		{"the same answer twice", it, "办公室", []Entry{row, row}, "1 answers"},
		{"two answers that differ", it, "办公室", []Entry{row, with(func(e *Entry) { e.Done = "删除" })}, "1 1 填了两次"},
		{"another department's item", it, "别的局", []Entry{row}, "0 0 台账里没有 " + it.ID},
		{"an item that does not exist", it, "办公室", []Entry{with(func(e *Entry) { e.ID = "ZG-0000-0000-0000" })}, "0 0 台账里没有 ZG-0000-0000-0000"},
		{"an item that is closed", verified(), "办公室", []Entry{row}, "1 closed"},
		{"somebody else has answered since", answered("孙七", "删除", 4), "办公室", []Entry{row}, "0 1 孙七 已作答复"},
		{"an answer from before the workbook may be bettered", answered("孙七", "删除", 2), "办公室", []Entry{row}, "1 answers"},
		{"it was opened again since", reopened(), "办公室", []Entry{row}, "0 0 已重新打开"},
		{"the id is wrong by a digit", it, "办公室", []Entry{with(func(e *Entry) { e.ID = e.ID[:len(e.ID)-1] + "?" })}, "0 0 恢复这一行"},
		{"everything at once", it, "办公室", []Entry{{ID: it.ID, Kind: "也许", Link: "x"}}, "0 1 也许|0 2 没有写|0 3 网页地址|0 5 姓名"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := Intake{Items: []Item{tt.item}, Targets: []site.Target{target}, Department: tt.whose, Exported: after(3), Now: after(5)}
			taken, problems := in.Take(tt.entries)
			if len(problems) > 0 {
				want := strings.Split(tt.want, "|")
				for i, p := range problems {
					got := string('0'+rune(p.Entry)) + " " + string('0'+rune(p.Field)) + " " + p.Message
					parts := strings.SplitN(want[min(i, len(want)-1)], " ", 3)
					if len(parts) < 3 || !strings.HasPrefix(got, parts[0]+" "+parts[1]+" ") || !strings.Contains(got, parts[2]) {
						t.Errorf("problem %q, want %q", got, want)
					}
				}
				if len(problems) != len(want) {
					t.Errorf("%d problems, want %d: %v", len(problems), len(want), problems)
				}
				return
			}
			got := map[string]int{"answers": len(taken.Changes), "known": taken.Known, "blank": taken.Blank, "closed": len(taken.Closed)}
			number, what, _ := strings.Cut(tt.want, " ")
			for k, n := range got {
				want := 0
				if k == what && number == "1" {
					want = 1
				}
				if n != want {
					t.Errorf("%d %s, want %s", n, k, tt.want)
				}
			}
			if len(taken.Changes) == 1 {
				after, err := taken.Changes[0].After()
				if err != nil || after.State != Answered || after.Reply.By != "王五" || !after.Reply.At.Equal(in.Now) {
					t.Errorf("%+v %v", after, err)
				}
			}
		})
	}
}

// TestWordsOfPeople tries every word in every state.
func TestWordsOfPeople(t *testing.T) {
	day := calendar.MustDay(2026, 4, 20)
	words := map[string]func(it Item) (Event, error){
		"notify": func(it Item) (Event, error) { return Notify(it, "李四", after(9), day, "通知") },
		"answer": func(it Item) (Event, error) {
			return Answer(it, target, after(9), Reply{Kind: AskFree, Done: "暂不能改", By: "王五"})
		},
		"exempt": func(it Item) (Event, error) {
			return Exempted(it, "赵六", after(9), day, day+30, "另有规定", "文件")
		},
		"false":   func(it Item) (Event, error) { return NoDefect(it, "赵六", after(9), "看过") },
		"verify":  func(it Item) (Event, error) { return Verify(it, "赵六", after(9), "看过") },
		"reopen":  func(it Item) (Event, error) { return Reopen(it, "赵六", after(9), "仍有问题", day) },
		"dismiss": func(it Item) (Event, error) { return Withdraw(it, "赵六", after(9), "网站已关停") },
	}
	may := map[State]string{
		Open:       "notify answer exempt false verify dismiss",
		Notified:   "answer exempt false verify dismiss",
		Reopened:   "notify answer exempt false verify dismiss",
		Answered:   "answer exempt false verify reopen dismiss",
		Verified:   "false reopen dismiss",
		Exempt:     "exempt false reopen dismiss",
		FalseAlarm: "reopen dismiss",
		Lapsed:     "reopen",
	}
	for _, s := range States() {
		for name, say := range words {
			it := told(t)
			it.State = s
			e, err := say(it)
			if allowed := strings.Contains(" "+may[s]+" ", " "+name+" "); (err == nil) != allowed {
				t.Errorf("%s of an item that is %s: %v", name, s, err)
			}
			if err != nil {
				continue
			}
			next, err := it.Apply(e)
			if err != nil || next.Version != it.Version+1 || e.By == "" || e.Why == "" {
				t.Errorf("%s of an item that is %s: %+v %v", name, s, e, err)
			}
			if name == "reopen" && (next.Recurred == it.Recurred+1) != (s == Verified) {
				t.Errorf("reopened from %s it recurred %d times", s, next.Recurred)
			}
		}
	}
	it := told(t)
	for name, err := range map[string]error{
		"without a name":             second(Verify(it, " ", after(9), "看过")),
		"without a reason":           second(NoDefect(it, "赵六", after(9), "\u200b")),
		"exempt until yesterday":     second(Exempted(it, "赵六", after(9), day, day-1, "规定", "文件")),
		"exempt for ever":            second(Exempted(it, "赵六", after(9), day, day+2000, "规定", "文件")),
		"exempt on no ground":        second(Exempted(it, "赵六", after(9), day, day+1, "规定", "")),
		"a reason that is a book":    second(Verify(it, "赵六", after(9), strings.Repeat("长", 2001))),
		"a link to another site":     second(Answer(it, target, after(9), Reply{Kind: Mended, Done: "改", Link: "http://x.example/", By: "王五"})),
		"a link with a password":     second(Answer(it, target, after(9), Reply{Kind: Mended, Done: "改", Link: "http://a:b@www.nantong.gov.cn/", By: "王五"})),
		"mended, and no page for it": second(Answer(it, target, after(9), Reply{Kind: Mended, Done: "改", By: "王五"})),
	} {
		if err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func second(_ Event, err error) error { return err }

func TestDueDays(t *testing.T) {
	friday := calendar.MustDay(2026, 4, 10)
	days, err := calendar.Load(os.DirFS("../configs/calendar"))
	if err != nil {
		t.Fatal(err)
	}
	terms := Terms{Settings: Settings{Due: Deadlines{Veto: 2}}, Calendar: days}
	for _, tt := range []struct {
		severity Severity
		want     calendar.Day
	}{
		{Veto, calendar.MustDay(2026, 4, 14)},  // as the operator has it: Monday, Tuesday
		{Major, calendar.MustDay(2026, 4, 17)}, // five by default
		{Minor, calendar.MustDay(2026, 4, 24)}, // ten by default
	} {
		if got := terms.DueFrom(friday, "n/x", tt.severity); got != tt.want {
			t.Errorf("%s: due %s, want %s", tt.severity, got, tt.want)
		}
	}
	for _, tt := range []struct {
		name      string
		told, due calendar.Day
	}{
		{"Spring Festival: the 14th and 28th of February are worked", calendar.MustDay(2026, 2, 12), calendar.MustDay(2026, 3, 4)},
		{"National Day: the 25th of September is off, the 10th of October is worked", calendar.MustDay(2026, 9, 24), calendar.MustDay(2026, 10, 15)},
		{"told on a holiday", calendar.MustDay(2026, 10, 3), calendar.MustDay(2026, 10, 20)},
		{"May Day: the 9th is worked", calendar.MustDay(2026, 4, 24), calendar.MustDay(2026, 5, 12)},
	} {
		if got := terms.DueFrom(tt.told, "n/x", Minor); got != tt.due {
			t.Errorf("%s: told on %s, due %s, want %s", tt.name, tt.told, got, tt.due)
		}
	}
	due := calendar.MustDay(2026, 4, 17)
	for _, tt := range []struct {
		name     string
		state    State
		recurred int
		today    calendar.Day
		overdue  int
		level    int
	}{
		{"on its last day", Notified, 0, due, 0, 0},
		{"the day after", Notified, 0, due + 1, 1, 1},
		{"at the bound", Notified, 0, due + 14, 14, 1},
		{"beyond it", Notified, 0, due + 15, 15, 2},
		{"answered in time or not, it waits for us", Answered, 0, due + 15, 0, 0},
		{"nobody was told", Open, 0, due + 1, 0, 0},
		{"there again", Reopened, 1, due, 0, 1},
		{"there again twice", Reopened, 2, due, 0, 2},
		{"closed", Verified, 2, due + 99, 0, 0},
	} {
		it := Item{State: tt.state, Due: due, Recurred: tt.recurred}
		if it.Overdue(tt.today) != tt.overdue || it.Level(tt.today, Settings{}) != tt.level {
			t.Errorf("%s: overdue %d, level %d, want %d and %d", tt.name, it.Overdue(tt.today), it.Level(tt.today, Settings{}), tt.overdue, tt.level)
		}
	}
}

func TestALostEventIsNoticed(t *testing.T) {
	it := told(t)
	e, err := Verify(it, "赵六", time.Now(), "看过")
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Event){
		"one is missing":      func(e *Event) { e.N++ },
		"it is another's":     func(e *Event) { e.Item = "ZG-0000-0000-0000" },
		"it was another word": func(e *Event) { e.From = Answered },
		"it was done already": func(e *Event) { e.N-- },
	} {
		wrong := e
		change(&wrong)
		if _, err := it.Apply(wrong); err == nil {
			t.Errorf("%s, and nobody noticed", name)
		}
	}
}
