package ledger

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/site"
)

var (
	start  = time.Date(2026, 4, 6, 2, 0, 0, 0, time.UTC) // a Monday
	target = site.Target{ID: "nantong", Name: "南通", URL: "http://www.nantong.gov.cn/", Department: "办公室"}
)

const (
	home     = "http://www.nantong.gov.cn/"
	privacy  = home + "a/1.html" // an identity number stands on it
	unmarked = home + "b/2.html" // a document without its validity
	reply    = home + "c/3.html" // a consultation without feedback
)

// week is the run of one week; its settings say how it differs from a run in which
// all pages come and nothing is wrong.
type week struct {
	t        *testing.T
	n        int
	state    audit.State
	complete bool
	defects  []string // "rule code subject", "?" before one that is doubtful
	unknown  []string // rules
	open     []string // rules of which a part was not seen
	exempt   []string // rules
	retired  []string // rules
	pages    map[string]*site.Page
	quote    string
	judges   string // the run whose snapshot is judged again
	decided  string // what a person decided of the doubtful ones
	day      int    // when the crawl began; the number of the week times seven
	pack     string // by which the site was judged
	visit    bool
	suspect  bool
	duties   string // the pack by which the site is judged as a rule; "": not known
	stray    string // a page that only the visit came by
	apart    bool   // the pages of all items are visited by themselves
}

var checkOf = map[string]string{"n/privacy": "privacy", "n/mark": "validity_mark", "n/feedback": "consultation", "n/column": "column", "n/ipv6": "ipv6", "n/links": "links"}

func weekOf(t *testing.T, n int) *week {
	w := &week{t: t, n: n, day: 7 * n, state: audit.Audited, complete: true, quote: "原文", pack: "n", pages: map[string]*site.Page{}}
	for _, a := range []string{home, privacy, unmarked, reply} {
		w.pages[a] = w.page(a)
	}
	return w
}

func (w *week) began() time.Time { return start.AddDate(0, 0, w.day) }

func (w *week) page(address string) *site.Page {
	return &site.Page{URL: address, Final: address, Status: 200, Fetched: w.began().Add(time.Minute), SHA256: fmt.Sprint("week", w.n), Size: 10}
}

func (w *week) sight() Sight {
	run := audit.Run{ID: fmt.Sprint("run", w.n), Of: w.judges, Started: w.began(), Packs: []audit.PackRef{{ID: w.pack}}}
	if w.judges != "" {
		run.Started = w.began().Add(48 * time.Hour)
	}
	meta := site.Snapshot{Started: w.began(), Finished: w.began().Add(time.Hour), Alive: w.state != audit.Unreachable, Complete: w.complete, Cut: w.state == audit.Partial}
	if w.suspect {
		meta.Suspect = "页面是停机公告"
	}
	r := &audit.Site{ID: target.ID, Name: target.Name, URL: target.URL, Department: target.Department, State: w.state, Scores: []scoring.Score{{Pack: w.pack}}}
	docs := map[string]Document{}
	for _, id := range []string{"n/privacy", "n/mark", "n/feedback", "n/column", "n/ipv6", "n/links"} {
		if slices.Contains(w.retired, id) {
			continue
		}
		f := rules.Finding{Rule: id, Check: checkOf[id], Outcome: rules.Pass, Defects: []rules.Defect{}, Open: slices.Contains(w.open, id)}
		for _, line := range w.defects {
			p := strings.Fields(strings.TrimPrefix(line, "?"))
			if p[0] != id {
				continue
			}
			d := rules.Defect{Code: p[1], Outcome: rules.Fail, Subject: p[2], Message: "问题",
				Evidence: []rules.Evidence{{URL: p[2], Quote: w.quote, SHA256: fmt.Sprint("week", w.n), Seen: w.began()}}}
			if !IsPage(p[2]) {
				d.Evidence[0].URL = home
			}
			docs[p[2]] = Document{Title: "关于某事的办法", Number: "通政发〔2026〕1号"}
			f.Outcome = rules.Fail
			if strings.HasPrefix(line, "?") {
				d.Outcome, f.Outcome = rules.Review, rules.Review
				if w.decided != "" {
					d.Decided = &rules.Verdict{Outcome: rules.Outcome(w.decided), By: "张三", At: w.began(), Reason: "看过", Until: "2026-12-31"}
					f.Decided = &rules.Verdict{Outcome: rules.Outcome(w.decided)}
				}
			}
			f.Defects = append(f.Defects, d)
		}
		switch {
		case slices.Contains(w.unknown, id):
			f.Outcome, f.Reason = rules.Unknown, "没有看到"
		case slices.Contains(w.exempt, id):
			f.Outcome, f.Reason = rules.Exempt, "不适用"
		}
		r.Findings = append(r.Findings, f)
	}
	return Sight{Run: run, Result: r, Meta: meta, AsOf: calendar.DayOf(w.began(), time.UTC), Today: calendar.DayOf(run.Started, time.UTC), Pages: w.pages, Documents: docs, Visit: w.visit, Stray: map[string]bool{w.stray: true},
		Terms: Terms{Settings: Defaults(), Calendar: &calendar.Calendar{}}, Duties: w.dutiesOf(), Apart: map[bool][]string{true: {}}[w.apart]}
}

func (w *week) dutiesOf() map[string]bool {
	switch w.duties {
	case "":
		return nil
	case "n":
		return map[string]bool{"n/privacy": true}
	}
	return map[string]bool{w.duties + "/other": true}
}

// book is a ledger in memory.
type book struct {
	t      *testing.T
	items  []Item
	events map[string][]Event
}

func (b *book) record(changes []Change) {
	b.t.Helper()
	for _, c := range changes {
		it, err := c.After()
		if err != nil {
			b.t.Fatal(err)
		}
		b.events[it.ID] = append(b.events[it.ID], c.Events...)
		replayed, err := Replay(b.events[it.ID])
		if err != nil {
			b.t.Fatalf("the events of %s do not follow on each other: %v", it.ID, err)
		}
		replayed.Last = it.Last
		if fmt.Sprint(replayed) == "" || replayed.State != it.State || replayed.Version != it.Version || replayed.Doubt != it.Doubt || replayed.Subject != it.Subject {
			b.t.Fatalf("%s is %s, and its events say %s", it.ID, it.State, replayed.State)
		}
		if i := slices.IndexFunc(b.items, func(x Item) bool { return x.ID == it.ID }); i >= 0 {
			b.items[i] = it
			continue
		}
		b.items = append(b.items, it)
	}
}

// fold folds a run twice: the second time must change nothing.
func (b *book) fold(s Sight) Counts {
	b.t.Helper()
	if s.Apart != nil {
		s.Apart = nil
		for _, it := range Unmet(b.items, s.Pages, s.Run.ID) {
			s.Apart = append(s.Apart, it.ID)
		}
	}
	out := Fold(b.items, s)
	b.record(out.Changes)
	if again := Fold(b.items, s); len(again.Changes) > 0 {
		b.t.Fatalf("%s folded again changes %+v", s.Run.ID, again.Changes[0])
	}
	return out.Counts
}

func (b *book) say(e Event, err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	i := slices.IndexFunc(b.items, func(x Item) bool { return x.ID == e.Item })
	b.record([]Change{{Item: b.items[i], Events: []Event{e}}})
}

// after says something n days after the first run began.
func after(n int) time.Time { return start.AddDate(0, 0, n) }

func (b *book) notify(n int) {
	e, err := Notify(b.items[0], "李四", after(n), calendar.DayOf(after(n), time.UTC)+14, "发出整改清单")
	b.say(e, err)
}

func (b *book) answer(n int, kind ReplyKind) {
	e, err := Answer(b.items[0], target, after(n), Reply{Kind: kind, Done: "已改", Link: privacy, By: "王五"})
	b.say(e, err)
}

func (b *book) exempt(n, until int) {
	e, err := Exempted(b.items[0], "赵六", after(n), calendar.DayOf(after(n), time.UTC), calendar.DayOf(after(until), time.UTC), "另有规定", "某文件")
	b.say(e, err)
}

func (b *book) falseAlarm(n int) {
	e, err := NoDefect(b.items[0], "赵六", after(n), "看过原文")
	b.say(e, err)
}

// stands tells the first item in a word: its state, how often it recurred, and
// whether there is a doubt.
func (b *book) stands() string {
	if len(b.items) == 0 {
		return "none"
	}
	it := b.items[0]
	out := string(it.State)
	if it.Recurred > 0 {
		out += fmt.Sprint(" recurred ", it.Recurred)
	}
	if it.Unmended > 0 {
		out += fmt.Sprint(" unmended ", it.Unmended)
	}
	if it.Doubt != "" {
		out += " doubt"
	}
	if len(b.items) > 1 {
		out += fmt.Sprint(" of ", len(b.items))
	}
	return out
}

// step is what happens in a history, and how the item stands after it.
type step struct {
	do   func(b *book)
	want string
}

// TestHistories follows one defect over weeks of runs and words.
func TestHistories(t *testing.T) {
	const leak, noMark, noFeedback, noColumn, noIPv6 = "n/privacy id_number " + privacy, "n/mark missing " + unmarked, "n/feedback no_feedback " + reply, "n/column missing 领导之窗", "n/ipv6 no_aaaa www.nantong.gov.cn"
	run := func(n int, with func(w *week)) func(b *book) {
		return func(b *book) {
			w := weekOf(b.t, n)
			if with != nil {
				with(w)
			}
			b.fold(w.sight())
		}
	}
	has := func(defects ...string) func(*week) { return func(w *week) { w.defects = defects } }
	failing := func(address string, f site.Failure) func(*week) {
		return func(w *week) {
			w.pages[address] = &site.Page{URL: address, Final: address, Failure: f, Err: "没有打开", Fetched: w.began()}
		}
	}
	notify := func(n int) func(*book) { return func(b *book) { b.notify(n) } }
	answer := func(n int, k ReplyKind) func(*book) { return func(b *book) { b.answer(n, k) } }
	both := func(list ...func(*week)) func(*week) {
		return func(w *week) {
			for _, f := range list {
				f(w)
			}
		}
	}
	usual := func(pack string) func(*week) { return func(w *week) { w.duties = pack } }
	by := func(pack, duties string) func(*week) {
		return func(w *week) { w.retired, w.pack, w.duties = []string{"n/privacy"}, pack, duties }
	}
	for _, tt := range []struct {
		name  string
		steps []step
	}{
		{"found, told, answered, mended", []step{{run(0, has(leak)), "open"}, {notify(1), "notified"}, {answer(3, Mended), "answered"}, {run(1, nil), "verified"}, {run(2, nil), "verified"}}},
		{"mended before anybody was told", []step{{run(0, has(leak)), "open"}, {run(1, nil), "verified"}}},
		{"said to be mended, and still there", []step{{run(0, has(leak)), "open"}, {answer(3, Mended), "answered"}, {run(1, has(leak)), "reopened unmended 1"}, {run(2, nil), "verified unmended 1"}}},
		{"there again after it was verified, twice", []step{{run(0, has(leak)), "open"}, {run(1, nil), "verified"}, {run(2, has(leak)), "reopened recurred 1"}, {run(3, nil), "verified recurred 1"}, {run(4, has(leak)), "reopened recurred 2"}}},
		{"never mended", []step{{run(0, has(leak)), "open"}, {run(1, has(leak)), "open"}, {run(2, has(leak)), "open"}}},
		{"the site does not answer", []step{{run(0, has(leak)), "open"}, {run(1, func(w *week) { w.state = audit.Unreachable }), "open doubt"}, {run(2, nil), "verified"}}},
		{"another page answers in its place", []step{{run(0, has(leak)), "open"}, {run(1, func(w *week) { w.suspect = true }), "open doubt"}}},
		{"the page does not come", []step{{run(0, has(leak)), "open"}, {run(1, failing(privacy, site.FailTimeout)), "open doubt"}, {run(2, has(leak)), "open"}}},
		{"the page is forbidden", []step{{run(0, has(leak)), "open"}, {run(1, failing(privacy, site.FailForbidden)), "open doubt"}}},
		{"the page was not asked for", []step{{run(0, has(leak)), "open"}, {run(1, func(w *week) { delete(w.pages, privacy) }), "open doubt"}}},
		{"the rule could not be judged", []step{{run(0, has(leak)), "open"}, {run(1, func(w *week) { w.unknown = []string{"n/privacy"} }), "open doubt"}}},
		{"the page with the leak was taken away", []step{{run(0, has(leak)), "open"}, {run(1, failing(privacy, site.FailGone)), "verified"}}},
		{"it was, but the site was not seen whole", []step{{run(0, has(leak)), "open"}, {run(1, both(failing(privacy, site.FailGone), func(w *week) { w.state = audit.Partial })), "open doubt"}}},
		{"a document without its mark was taken away", []step{{run(0, has(noMark)), "open"}, {run(1, failing(unmarked, site.FailGone)), "open doubt"}}},
		{"a leak is gone from its page, though the site was not seen whole", []step{{run(0, has(leak)), "open"}, {run(1, func(w *week) { w.state = audit.Partial }), "verified"}}},
		{"a mark is not, as the rule looks at more than the page", []step{{run(0, has(noMark)), "open"}, {run(1, func(w *week) { w.state = audit.Partial }), "open doubt"}}},
		{"a part of the rule was not seen", []step{{run(0, has(noMark)), "open"}, {run(1, func(w *week) { w.open = []string{"n/mark"} }), "open doubt"}}},
		{"the page is the same, and the program finds nothing wrong with it", []step{{run(0, has(noMark)), "open"}, {run(1, func(w *week) { w.pages[unmarked].SHA256 = "week0" }), "open doubt"}}},
		{"the page is the same, but lists may give the mark, and the department says it is mended", []step{{run(0, has(noMark)), "open"}, {answer(1, Mended), "answered"}, {run(1, func(w *week) { w.pages[unmarked].SHA256 = "week0" }), "verified"}}},
		{"a page with a leak is the same, whatever the department says", []step{{run(0, has(leak)), "open"}, {answer(1, Mended), "answered"}, {run(1, func(w *week) { w.pages[privacy].SHA256 = "week0" }), "answered doubt"}}},
		{"the server says that the page is the same", []step{{run(0, has(noMark)), "open"}, {run(1, func(w *week) { w.pages[unmarked].Same = start }), "open doubt"}}},
		{"what is missing may come on another page", []step{{run(0, has(noFeedback)), "open"}, {run(1, func(w *week) { w.pages[reply].Same = start }), "verified"}}},
		{"the address leads elsewhere now", []step{{run(0, has(noMark)), "open"}, {run(1, func(w *week) { w.pages[unmarked].Final = home }), "open doubt"}}},
		{"a column is there and everything was seen", []step{{run(0, has(noColumn)), "open"}, {run(1, nil), "verified"}}},
		{"a column is not complained of, but not all was seen", []step{{run(0, has(noColumn)), "open"}, {run(1, func(w *week) { w.complete = false }), "open doubt"}}},
		{"a name was not looked at", []step{{run(0, has(noIPv6)), "open"}, {run(1, nil), "open doubt"}}},
		{"the doubt is cleared once it is seen again", []step{{run(0, has(leak)), "open"}, {run(1, failing(privacy, site.FailTimeout)), "open doubt"}, {run(2, has(leak)), "open"}}},
		{"an excuse holds", []step{{run(0, has(leak)), "open"}, {func(b *book) { b.exempt(1, 60) }, "exempt"}, {run(1, has(leak)), "exempt"}, {run(2, nil), "exempt"}}},
		{"up to its last day", []step{{run(0, has(leak)), "open"}, {func(b *book) { b.exempt(1, 14) }, "exempt"}, {run(2, has(leak)), "exempt"}, {run(3, has(leak)), "open"}}},
		{"an excuse that is over, of what was mended meanwhile", []step{{run(0, has(leak)), "open"}, {func(b *book) { b.exempt(1, 14) }, "exempt"}, {run(3, nil), "verified"}}},
		{"an excuse falls with what it rests on", []step{{run(0, has(leak)), "open"}, {func(b *book) { b.exempt(1, 60) }, "exempt"}, {run(1, both(has(leak), func(w *week) { w.quote = "另一处原文" })), "open"}}},
		{"a false alarm is remembered", []step{{run(0, has(leak)), "open"}, {func(b *book) { b.falseAlarm(1) }, "false_alarm"}, {run(1, has(leak)), "false_alarm"}, {run(2, nil), "false_alarm"}, {run(3, has(leak)), "false_alarm"}}},
		{"until its evidence is another", []step{{run(0, has(leak)), "open"}, {func(b *book) { b.falseAlarm(1) }, "false_alarm"}, {run(1, both(has(leak), func(w *week) { w.quote = "另一处原文" })), "open"}}},
		{"a plea waits for a person", []step{{run(0, has(leak)), "open"}, {answer(1, AskFalse), "answered"}, {run(1, has(leak)), "answered"}}},
		{"the rule was retired, and came back", []step{{run(0, has(leak)), "open"}, {run(1, func(w *week) { w.retired = []string{"n/privacy"} }), "lapsed"}, {run(2, nil), "lapsed"}, {run(3, has(leak)), "open"}}},
		{"a run by other packs says nothing of it", []step{{run(0, has(leak)), "open"}, {run(1, func(w *week) { w.retired, w.pack = []string{"n/privacy"}, "local" }), "open"}}},
		{"the site has other packs now, and came back to the old ones", []step{{run(0, both(has(leak), usual("n"))), "open"}, {notify(1), "notified"}, {run(1, by("local", "local")), "lapsed"}, {run(2, by("local", "local")), "lapsed"}, {run(3, both(has(leak), usual("n"))), "open"}}},
		{"it came back, and what was wrong is mended", []step{{run(0, both(has(leak), usual("n"))), "open"}, {run(1, by("local", "local")), "lapsed"}, {run(2, usual("n")), "lapsed"}}},
		{"other packs are asked for once", []step{{run(0, both(has(leak), usual("n"))), "open"}, {run(1, by("local", "n")), "open"}, {run(2, usual("n")), "verified"}}},
		{"a defect was found by packs that were asked for once", []step{{run(0, both(has(leak), usual("local"))), "open"}, {run(1, by("local", "local")), "open"}}},
		{"the first run under other packs does not see the site whole", []step{{run(0, both(has(leak), usual("n"))), "open"}, {run(1, both(by("local", "local"), func(w *week) { w.state = audit.Partial })), "open"}, {run(2, by("local", "local")), "lapsed"}}},
		{"nor does the site answer", []step{{run(0, both(has(leak), usual("n"))), "open"}, {run(1, both(by("local", "local"), func(w *week) { w.state = audit.Unreachable })), "open"}}},
		{"the other packs have the rule too", []step{{run(0, both(has(leak), usual("n"))), "open"}, {run(1, both(has(leak), usual("n"), func(w *week) { w.pack = "local" })), "open"}}},
		{"an excuse outlives the packs it was given under", []step{{run(0, both(has(leak), usual("n"))), "open"}, {func(b *book) { b.exempt(1, 60) }, "exempt"}, {run(1, by("local", "local")), "exempt"}, {run(2, both(has(leak), usual("n"))), "exempt"}}},
		{"an answer that nobody has checked lapses with its rule", []step{{run(0, both(has(leak), usual("n"))), "open"}, {answer(1, Mended), "answered"}, {run(1, by("local", "local")), "lapsed"}}},
		{"the rule does not apply any more", []step{{run(0, has(leak)), "open"}, {run(1, func(w *week) { w.exempt = []string{"n/privacy"} }), "lapsed"}}},
		{"what nobody has decided opens nothing", []step{{run(0, has("?"+leak)), "none"}}},
		{"what a person decided does", []step{{run(0, both(has("?"+leak), func(w *week) { w.decided = "fail" })), "open"}}},
		{"what was certain is doubted now", []step{{run(0, has(leak)), "open"}, {run(1, has("?"+leak)), "open doubt"}}},
		{"and refuted by a person", []step{{run(0, has(leak)), "open"}, {run(1, both(has("?"+leak), func(w *week) { w.decided = "pass" })), "false_alarm"}}},
		{"the same snapshot judged again by better rules", []step{{run(0, has(leak)), "open"}, {run(1, func(w *week) { w.day, w.judges = 0, "run0" }), "lapsed"}}},
		{"a judgement strikes nothing off that is newer than its snapshot", []step{{run(0, has(leak)), "open"}, {run(1, has(leak)), "open"}, {run(2, func(w *week) { w.day, w.judges = 0, "run0" }), "open"}}},
		{"an answer is not tested by a crawl that began before it", []step{{run(0, has(leak)), "open"}, {answer(8, Mended), "answered"}, {run(1, nil), "answered"}, {run(2, nil), "verified"}}},
		{"nor refuted by one", []step{{run(0, has(leak)), "open"}, {answer(8, Mended), "answered"}, {run(1, has(leak)), "answered"}, {run(2, has(leak)), "reopened unmended 1"}}},
		{"a visit opens nothing", []step{{run(0, both(has(leak), func(w *week) { w.visit = true })), "none"}}},
		{"a visit verifies what it fetched", []step{{run(0, has(leak)), "open"}, {answer(1, Mended), "answered"}, {run(1, func(w *week) { w.visit = true }), "verified"}}},
		{"and reopens it", []step{{run(0, has(leak)), "open"}, {answer(1, Mended), "answered"}, {run(1, both(has(leak), func(w *week) { w.visit = true })), "reopened unmended 1"}}},
		{"but nothing that it did not fetch", []step{{run(0, has(leak)), "open"}, {answer(1, Mended), "answered"}, {run(1, both(has(leak), func(w *week) { w.visit = true; w.pages = nil })), "answered doubt"}}},
		{"a run leaves to the visit beside it what it did not come by", []step{{run(0, has(leak)), "open"}, {run(1, func(w *week) { w.apart = true; delete(w.pages, privacy) }), "open"}, {run(2, func(w *week) { w.visit, w.stray = true, privacy }), "verified"}}},
		{"but tells of what it came by itself", []step{{run(0, has(leak)), "open"}, {run(1, func(w *week) { w.apart = true }), "verified"}}},
		{"a visit sees on a page that nothing leads to any more that the leak is there", []step{{run(0, has(leak)), "open"}, {answer(1, Mended), "answered"}, {run(1, both(has(leak), func(w *week) { w.visit, w.stray = true, privacy })), "reopened unmended 1"}}},
		{"that a rule names no defect of such a page proves nothing where it may not have looked", []step{{run(0, has(noMark)), "open"}, {run(1, func(w *week) { w.visit, w.stray = true, unmarked }), "open doubt"}}},
		{"unless the department says that it is mended", []step{{run(0, has(noMark)), "open"}, {answer(1, Mended), "answered"}, {run(1, func(w *week) { w.visit, w.stray = true, unmarked }), "verified"}}},
		{"a plea is no such word", []step{{run(0, has(noMark)), "open"}, {answer(1, AskFree), "answered"}, {run(1, func(w *week) { w.visit, w.stray = true, unmarked }), "answered doubt"}}},
		{"nor a column of which it saw nothing", []step{{run(0, has(noColumn)), "open"}, {answer(1, Mended), "answered"}, {run(1, func(w *week) { w.visit = true }), "answered doubt"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &book{t: t, events: map[string][]Event{}}
			for i, s := range tt.steps {
				s.do(b)
				if got := b.stands(); got != s.want {
					t.Fatalf("after step %d: %s, want %s (%+v)", i, got, s.want, b.items)
				}
			}
		})
	}
}

func TestALateRunIsLeftOut(t *testing.T) {
	day := calendar.MustDay(2026, 4, 10)
	h := Head{N: 3, Run: "run5", Observed: after(10), AsOf: day}
	for _, tt := range []struct {
		name  string
		began time.Time
		asOf  calendar.Day
		visit bool
		late  bool
	}{
		{"a later crawl", after(11), day + 1, false, false},
		{"a later crawl judged as of an earlier day", after(11), day - 30, false, false},
		{"the same crawl judged again", after(10), day, false, false},
		{"the same crawl judged as of an earlier day", after(10), day - 1, false, true},
		{"an earlier crawl", after(9), day + 1, false, true},
		{"a visit begun earlier", after(9), day, true, false},
		{"a day that has not come", after(10), 21000, false, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := Sight{Run: audit.Run{ID: "run6"}, Meta: site.Snapshot{Started: tt.began}, AsOf: tt.asOf, Today: day + 30, Visit: tt.visit}
			if tt.began.Equal(h.Observed) {
				s.Run.Of = "run5"
			}
			if got := h.Late(s); (got != "") != tt.late {
				t.Errorf("late: %q, want %t", got, tt.late)
			}
			next := h.After(s)
			if moved := next.Run == "run6"; moved == (tt.late || tt.visit) || next.N != 4 {
				t.Errorf("head %+v", next)
			}
		})
	}
}

// TestAPersonMayFindTheRequirementMet has a rule leave the whole decision to a person.
func TestAPersonMayFindTheRequirementMet(t *testing.T) {
	for _, tt := range []struct {
		name    string
		outcome rules.Outcome
		at      int // days after the item was opened
		want    string
	}{
		{"it is met", rules.Pass, 5, "verified"},
		{"it is not", rules.Fail, 5, "open doubt of 2"},
		{"it was, before the defect was found", rules.Pass, -5, "open doubt"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &book{t: t, events: map[string][]Event{}}
			w := weekOf(t, 0)
			w.defects = []string{"n/column missing 领导之窗"}
			b.fold(w.sight())
			s := weekOf(t, 1).sight()
			f := &s.Result.Findings[3]
			f.Outcome, f.Reason = rules.Unknown, "没有看到"
			f.Decided = &rules.Verdict{Outcome: tt.outcome, By: "张三", At: after(tt.at), Reason: "到现场看过", Until: "2026-12-31"}
			b.fold(s)
			if got := b.stands(); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
			if it := b.items[0]; it.State == Verified && b.events[it.ID][1].By != "张三" {
				t.Error("nothing says who found it met")
			}
		})
	}
}
