package notice

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/review"
)

var (
	zone = time.FixedZone("CST", 8*3600)
	now  = time.Date(2026, 4, 10, 9, 0, 0, 0, zone) // a Friday
	day  = calendar.MustDay
)

func holidays(t *testing.T) *calendar.Calendar {
	t.Helper()
	c, err := calendar.Load(os.DirFS("../configs/calendar"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// item is one of 教育局, as it stands since two days ago.
func item(s ledger.State, change func(*ledger.Item)) ledger.Item {
	it := ledger.Item{ID: "ZG-5E7W-AMXN-C3M6", Key: review.Key{Site: "jy", Rule: "national/x", Code: "c", Subject: "http://jy.gov.cn/1"}, State: s,
		Department: "教育局", Severity: ledger.Minor, Since: now.AddDate(0, 0, -2), Due: day(2026, 4, 22), Fixed: true,
		Last: ledger.Sighting{SiteName: "教育局网站", Message: "没有更新"}}
	if change != nil {
		change(&it)
	}
	return it
}

func TestWhatIsToldOfAnItem(t *testing.T) {
	v := View{now, holidays(t), ledger.Defaults()}
	due := func(d calendar.Day) func(*ledger.Item) { return func(it *ledger.Item) { it.Due = d } }
	for _, tt := range []struct {
		name string
		item ledger.Item
		want Kind // "": nothing
	}{
		{"found, and nobody was notified", item(ledger.Open, func(it *ledger.Item) { it.Fixed = false }), ""},
		{"notified", item(ledger.Notified, nil), New},
		{"notified of what had recurred", item(ledger.Notified, func(it *ledger.Item) { it.Recurred = 1 }), Reopened},
		{"due today", item(ledger.Notified, due(day(2026, 4, 10))), New},
		{"due yesterday", item(ledger.Notified, due(day(2026, 4, 9))), Overdue},
		{"there again", item(ledger.Reopened, nil), Reopened},
		{"there again, and late", item(ledger.Reopened, due(day(2026, 4, 1))), Overdue},
		{"answered, and late", item(ledger.Answered, due(day(2026, 4, 1))), ""},
		{"mended", item(ledger.Verified, nil), Verified},
		{"mended long ago", item(ledger.Verified, func(it *ledger.Item) { it.Since = now.AddDate(0, -2, 0) }), ""},
		{"exempt for good", item(ledger.Exempt, func(it *ledger.Item) { it.Excuse = &ledger.Excuse{} }), Closed},
		{"exempt for a week more", item(ledger.Exempt, func(it *ledger.Item) { it.Excuse = &ledger.Excuse{Until: day(2026, 4, 17)} }), Lapsing},
		{"exempt up to today", item(ledger.Exempt, func(it *ledger.Item) { it.Excuse = &ledger.Excuse{Until: day(2026, 4, 10)} }), Lapsing},
		{"exempt for eight days more, since long", item(ledger.Exempt, func(it *ledger.Item) {
			it.Since, it.Excuse = now.AddDate(0, -2, 0), &ledger.Excuse{Until: day(2026, 4, 18)}
		}), ""},
		{"exempt up to yesterday, since long", item(ledger.Exempt, func(it *ledger.Item) {
			it.Since, it.Excuse = now.AddDate(0, -2, 0), &ledger.Excuse{Until: day(2026, 4, 9)}
		}), ""},
		{"a false alarm", item(ledger.FalseAlarm, nil), Closed},
		{"not asked for any more", item(ledger.Lapsed, nil), Closed},
	} {
		m, ok := v.Of(&tt.item)
		if ok != (tt.want != "") || ok && m.Kind != tt.want {
			t.Errorf("%s: told %q (%v), want %q", tt.name, m.Kind, ok, tt.want)
		}
	}
}

func TestSoonIsCountedInWorkingDays(t *testing.T) {
	v := View{now, holidays(t), ledger.Defaults()} // a Friday
	for _, tt := range []struct {
		due  calendar.Day
		want bool
	}{{day(2026, 4, 9), false}, {day(2026, 4, 10), true}, {day(2026, 4, 14), true}, {day(2026, 4, 15), false}, {0, false}} {
		if v.soon(tt.due) != tt.want {
			t.Errorf("%s is soon: want %v", tt.due, tt.want)
		}
	}
}

func TestWarnings(t *testing.T) {
	v := View{now, holidays(t), ledger.Defaults()}
	for _, tt := range []struct {
		day  calendar.Day
		want bool
	}{{day(2026, 4, 10), false}, {day(2026, 4, 11), true}, {day(2026, 4, 17), true}, {day(2026, 4, 18), false}} {
		if _, ok := v.Ahead(Warning{Site: "jy", Rule: "r", Day: tt.day}); ok != tt.want {
			t.Errorf("a breach on %s is told: want %v", tt.day, tt.want)
		}
	}
}

// book is a ledger and a keeper in memory.
type book struct {
	items    []ledger.Item
	notified map[string]bool
	warnings []Warning
	told     map[string]string // fact by channel and audience: notice
	state    map[string]State
	names    []string
}

func (b *book) Departments(context.Context) ([]string, error) { return b.names, nil }

func (b *book) Items(_ context.Context, d string) (out []ledger.Item, _ error) {
	for _, it := range b.items {
		if it.Department == d {
			out = append(out, it)
		}
	}
	return out, nil
}

func (b *book) Notified(_ context.Context, id string) (bool, error) { return b.notified[id], nil }

func (b *book) Warnings(_ context.Context, d string) (out []Warning, _ error) {
	for _, w := range b.warnings {
		if w.Department == d {
			out = append(out, w)
		}
	}
	return out, nil
}

func fact(by Channel, to Audience, key string) string {
	return string(by) + " " + to.Department + " " + key
}

func (b *book) Told(_ context.Context, by Channel, to Audience, keys []string) (map[string]bool, error) {
	out := map[string]bool{}
	for _, k := range keys {
		out[k] = b.told[fact(by, to, k)] != ""
	}
	return out, nil
}

func (b *book) BeginNotice(_ context.Context, n Notice, keys []string) error {
	for _, k := range keys {
		if b.told[fact(n.Channel, n.Audience, k)] != "" {
			return ErrTold
		}
	}
	for _, k := range keys {
		b.told[fact(n.Channel, n.Audience, k)] = n.ID
	}
	b.state[n.ID] = Sending
	return nil
}

func (b *book) EndNotice(_ context.Context, id string, s State, _ string, _ time.Time) error {
	if b.state[id] != Sending {
		return ErrNoNotice
	}
	b.state[id] = s
	for f, of := range b.told {
		if s == Failed && of == id {
			delete(b.told, f)
		}
	}
	return nil
}

// sender notes subjects, and gives errors.
type sender struct {
	sent []string
	err  error
}

func (s *sender) Send(_ context.Context, n Notice) (string, error) {
	if s.err == nil || errors.Is(s.err, ErrUnknown) {
		s.sent = append(s.sent, n.Subject)
	}
	return "", s.err
}

func desk(t *testing.T, b *book, mail *sender) *Teller {
	b.told, b.state = map[string]string{}, map[string]State{}
	set := Defaults()
	set.Departments = map[string]Addresses{"教育局": {Mail: []string{"a@x.cn"}}}
	return &Teller{Log: slog.New(slog.DiscardHandler), Keeper: b, Ledger: b, Settings: set, Rectify: ledger.Defaults(), Calendar: holidays(t), Zone: zone,
		Now: func() time.Time { return now }, Link: "https://g.cn/", Senders: map[Channel]Sender{Mail: mail}}
}

// tell makes and sends what is due, and returns the subjects.
func tell(t *testing.T, d *Teller, s *sender) []string {
	t.Helper()
	s.sent = nil
	p, err := d.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Tell(t.Context(), p); err != nil && s.err == nil {
		t.Fatal(err)
	}
	return s.sent
}

// TestAHistory follows one item, and what its department is told day by day.
func TestAHistory(t *testing.T) {
	b, s := &book{names: []string{"教育局"}, notified: map[string]bool{}}, &sender{}
	d := desk(t, b, s)
	at := now
	d.Now = func() time.Time { return at }
	on := func(m, dd int) { at = time.Date(2026, time.Month(m), dd, 9, 0, 0, 0, zone) }
	is := func(state ledger.State, change func(*ledger.Item)) {
		it := item(state, change)
		it.Since = at.Add(-time.Hour)
		b.items = []ledger.Item{it}
	}
	late := func(it *ledger.Item) { it.Due = day(2026, 4, 22) }
	since := time.Time{}
	for _, step := range []struct {
		what string
		do   func()
		want string // the count of the subject; "": nothing is sent
	}{
		{"it was found", func() { on(4, 8); is(ledger.Open, func(it *ledger.Item) { it.Fixed = false }) }, ""},
		{"the department was notified", func() { on(4, 9); is(ledger.Notified, late); since = b.items[0].Since }, "新增 1"},
		{"nothing happened", func() { on(4, 10) }, ""},
		{"its last day is near", func() { on(4, 20) }, "即将到期 1"},
		{"it is nearer", func() { on(4, 21) }, ""},
		{"its last day has passed", func() { on(4, 23) }, "逾期 1"},
		{"it is later", func() { on(4, 24) }, ""},
		{"it is escalated", func() { on(5, 8) }, "逾期 1"},
		{"it is later still", func() { on(5, 9) }, ""},
		{"the department answers", func() { on(5, 11); is(ledger.Answered, late) }, ""},
		{"it is still there", func() {
			on(5, 12)
			b.notified[item(ledger.Open, nil).ID] = true
			is(ledger.Reopened, func(it *ledger.Item) { it.Due, it.Fixed, it.Unmended = day(2026, 5, 26), false, 1 })
		}, "重新整改 1"},
		{"it is mended", func() { on(5, 13); is(ledger.Verified, nil) }, "已销号 1"},
		{"nothing happened", func() { on(5, 14) }, ""},
		{"it is there again", func() {
			on(6, 1)
			is(ledger.Reopened, func(it *ledger.Item) { it.Due, it.Fixed, it.Recurred = day(2026, 6, 15), false, 1 })
		}, "重新整改 1"},
		{"it is exempt for a time", func() {
			on(6, 2)
			is(ledger.Exempt, func(it *ledger.Item) { it.Excuse = &ledger.Excuse{Until: day(2026, 7, 31)} })
		}, "其他办结 1"},
		{"the exemption ends soon", func() { on(7, 27) }, "豁免将到期 1"},
		{"the exemption ends sooner", func() { on(7, 28) }, ""},
	} {
		step.do()
		got := tell(t, d, s)
		want := []string(nil)
		if step.want != "" {
			want = []string{"【政务公开整改】" + step.want + "（教育局）"}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (%s): -want +got\n%s", at.Format(time.DateOnly), step.what, diff)
		}
	}
	if since.IsZero() {
		t.Error("the history was not run")
	}
}

func TestOnlyWhatIsTheirs(t *testing.T) {
	other := item(ledger.Notified, func(it *ledger.Item) { it.ID, it.Department, it.Last.Message = "ZG-2", "交通局", "别人的事" })
	b, s := &book{names: []string{"", "交通局", "教育局"}, items: []ledger.Item{item(ledger.Notified, nil), other, item(ledger.Notified, func(it *ledger.Item) { it.ID, it.Department = "ZG-3", "" })}}, &sender{}
	d := desk(t, b, s)
	p, err := d.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Notices) != 1 || strings.Contains(p.Notices[0].Text+p.Notices[0].HTML, "别人的事") || !strings.Contains(p.Notices[0].Text, "https://g.cn/items/ZG-5E7W-AMXN-C3M6") {
		t.Errorf("notices %+v", p.Notices)
	}
	if len(p.Silent) != 2 || p.Silent[1].Department != "交通局" || p.Silent[1].Subject != "【政务公开整改】新增 1（交通局）" {
		t.Errorf("silent %+v", p.Silent)
	}
	if len(b.told) != 0 || len(s.sent) != 0 {
		t.Error("a plan sent or recorded something")
	}
}

func TestSupervisorsReadAll(t *testing.T) {
	late := item(ledger.Notified, func(it *ledger.Item) { it.ID, it.Department, it.Due = "ZG-2", "交通局", day(2026, 4, 1) })
	b, s := &book{names: []string{"交通局", "教育局"}, items: []ledger.Item{item(ledger.Notified, nil), late},
		warnings: []Warning{{Site: "jy", Department: "教育局", Rule: "r", Day: day(2026, 4, 12)}}}, &sender{}
	d := desk(t, b, s)
	d.Settings.Departments, d.Settings.Supervisors = nil, []string{"z@x.cn"}
	p, err := d.Plan(t.Context())
	if err != nil || len(p.Notices) != 1 {
		t.Fatalf("%v %+v", err, p.Notices)
	}
	n := p.Notices[0]
	if n.Subject != "【政务公开整改】新增 1、逾期 1（各责任单位汇总）" {
		t.Errorf("subject %s", n.Subject)
	}
	for _, want := range []string{"· 交通局：逾期 1", "· 教育局：新增 1", "已超期 9 天", "交通局 教育局网站"} {
		if !strings.Contains(n.Text, want) {
			t.Errorf("no %q in\n%s", want, n.Text)
		}
	}
}

func TestOutcomes(t *testing.T) {
	for _, tt := range []struct {
		name  string
		err   error
		state State
		again bool // the next time it is sent once more
	}{
		{"taken", nil, Sent, false},
		{"refused", errors.New("550"), Failed, true},
		{"nobody knows", fmt.Errorf("%w: reset", ErrUnknown), Unknown, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, s := &book{names: []string{"教育局"}, items: []ledger.Item{item(ledger.Notified, nil)}}, &sender{err: tt.err}
			d := desk(t, b, s)
			p, err := d.Plan(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			done, err := d.Tell(t.Context(), p)
			if (err != nil) != (tt.err != nil) || len(done) != 1 || done[0].State != tt.state || b.state[done[0].ID] != tt.state {
				t.Errorf("%v %+v, recorded %v", err, done, b.state)
			}
			s.err = nil
			if got := tell(t, d, s); (len(got) == 1) != tt.again {
				t.Errorf("the next time %v is sent", got)
			}
		})
	}
}

// TestTwoAtOnce has a plan that another process carried out meanwhile.
func TestTwoAtOnce(t *testing.T) {
	b, s := &book{names: []string{"教育局"}, items: []ledger.Item{item(ledger.Notified, nil)}}, &sender{}
	d := desk(t, b, s)
	p, err := d.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := d.Tell(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.sent) != 1 {
		t.Errorf("sent %v", s.sent)
	}
}

func TestHostileText(t *testing.T) {
	const evil = "甲局\r\n\r\nBcc: evil@x.cn\u202e\x00<script>alert(1)</script>"
	it := item(ledger.Notified, func(it *ledger.Item) {
		it.Department, it.Last.Message, it.Last.SiteName, it.Subject = evil, evil, evil, "http://a/\"onclick=x\n1. 假的一行"
	})
	m, ok := View{now, holidays(t), ledger.Defaults()}.Of(&it)
	if !ok {
		t.Fatal("nothing to tell")
	}
	d := newDigest(Audience{evil}, now, []Matter{m}, "https://g.cn")
	page, err := d.HTML()
	if err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(d.Subject(), "\r\n\x00\u202e") {
		t.Errorf("subject %q", d.Subject())
	}
	if strings.Contains(page, "<script") || strings.ContainsAny(page+d.Text(), "\x00\u202e\r") {
		t.Errorf("page %s", page)
	}
	if strings.Contains(d.Text(), "\nBcc") || strings.Contains(d.Text(), "\n1. 假") {
		t.Errorf("text %s", d.Text())
	}
}

func TestADigestIsBounded(t *testing.T) {
	var list []Matter
	v := View{now, holidays(t), ledger.Defaults()}
	for i := range 1000 {
		it := item(ledger.Notified, func(it *ledger.Item) {
			it.ID, it.Last.Message = fmt.Sprint("ZG-", i), strings.Repeat("长", 5000)
		})
		m, _ := v.Of(&it)
		list = append(list, m)
	}
	d := newDigest(Audience{"教育局"}, now, list, "")
	if text := d.Text(); len(text) > 60<<10 || !strings.Contains(text, "另有 970 项") || !strings.Contains(d.Subject(), "新增 1000") {
		t.Errorf("%d bytes: %s", len(text), d.Subject())
	}
}
