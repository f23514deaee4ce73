package ledger

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

func TestAnotherDocument(t *testing.T) {
	may, june := calendar.MustDay(2024, 5, 2), calendar.MustDay(2024, 6, 3)
	rule := Document{Title: "木岚县城市绿化管理办法", Number: "木政规[2024]2号", Written: may}
	list := Document{Title: "木岚县2026年农村低保对象公示", Written: may}
	for _, tt := range []struct {
		name    string
		was, is Document
		want    bool
	}{
		{"the same", rule, rule, false},
		{"a letter of the title was corrected", rule, Document{Title: "木岚县城市绿化管理方法", Number: rule.Number, Written: may}, false},
		{"the number was corrected", rule, Document{Title: rule.Title, Number: "木政规[2024]12号", Written: may}, false},
		{"the number is not shown any more", rule, Document{Title: rule.Title, Written: june}, false},
		{"another number and title", rule, Document{Title: "木岚县乡村道路管理办法", Number: "木政规[2024]3号", Written: june}, true},
		{"issued anew under the same title", rule, Document{Title: rule.Title, Number: "木政规[2026]1号", Written: june}, true},
		{"a notice without number or day", rule, Document{Title: "您访问的页面不存在"}, true},
		{"nothing was read", rule, Document{}, false},
		{"without a number: the same a year on", list, Document{Title: "木岚县2027年农村低保对象公示", Written: june}, false},
		{"without a number: another title on the same day", list, Document{Title: "关于召开会议的通知", Written: may}, false},
		{"without a number: another title, another day", list, Document{Title: "关于召开会议的通知", Written: june}, true},
		{"what it was is not known by more than its title", Document{Title: "政府信息公开指南"}, Document{Title: "关于召开会议的通知", Written: june}, false},
	} {
		if got := tt.was.another(tt.is); got != tt.want {
			t.Errorf("%s: another is %v, want %v", tt.name, got, tt.want)
		}
	}
}

// TestAnAddressGivenToAnotherDocument has the address of an item show something else.
func TestAnAddressGivenToAnotherDocument(t *testing.T) {
	const second = home + "b/3.html"
	mark := func(at string) string { return "n/mark missing " + at }
	leak := "n/privacy id_number " + privacy
	of := func(n int) Document {
		return Document{Title: fmt.Sprintf("第%d号事项的管理办法", n), Number: fmt.Sprint("no. ", n), Written: calendar.MustDay(2026, 1, n)}
	}
	notice := Document{Title: "系统维护"}
	excuse := func(b *book) { b.exempt(1, 300) }
	for _, tt := range []struct {
		name   string
		before []string // defects
		was    map[string]Document
		word   func(b *book)
		after  []string
		now    map[string]Document
		with   func(s *Sight)
		want   string // every item: its state, the end of its address and its document
	}{
		{"another stands there, and nothing is wrong with it", []string{mark(unmarked)}, map[string]Document{unmarked: of(1)}, nil, nil, map[string]Document{unmarked: of(2)}, nil, "open b/2.html no. 1"},
		{"another stands there, with the same defect", []string{mark(unmarked)}, map[string]Document{unmarked: of(1)}, nil, []string{mark(unmarked)}, map[string]Document{unmarked: of(2)}, nil, "open b/2.html no. 1, open b/2.html no. 2"},
		{"two changed places, of which one has the defect", []string{mark(unmarked)}, map[string]Document{unmarked: of(1)}, nil, []string{mark(second)}, map[string]Document{unmarked: of(2), second: of(1)}, nil, "open b/3.html no. 1"},
		{"two changed places, and both have it", []string{mark(unmarked), mark(second)}, map[string]Document{unmarked: of(1), second: of(2)}, nil, []string{mark(unmarked), mark(second)}, map[string]Document{unmarked: of(2), second: of(1)}, nil, "open b/2.html no. 2, open b/3.html no. 1"},
		{"what excuses one does not excuse the other", []string{mark(unmarked)}, map[string]Document{unmarked: of(1)}, excuse, []string{mark(unmarked)}, map[string]Document{unmarked: of(2)}, nil, "exempt b/2.html no. 1, open b/2.html no. 2"},
		{"its title was corrected, and it is mended", []string{mark(unmarked)}, map[string]Document{unmarked: of(1)}, nil, nil, map[string]Document{unmarked: {Title: "第1号事项管理办法", Number: of(1).Number}}, nil, "verified b/2.html no. 1"},
		{"nothing but a title was read of what has the defect there", []string{mark(unmarked)}, map[string]Document{unmarked: of(1)}, nil, []string{mark(unmarked)}, map[string]Document{unmarked: notice}, nil, "open b/2.html "},
		{"a notice stands there", []string{mark(unmarked)}, map[string]Document{unmarked: of(1)}, nil, nil, map[string]Document{unmarked: notice}, nil, "open b/2.html no. 1"},
		{"an error stands there, of which nothing else was read", []string{mark(unmarked)}, map[string]Document{unmarked: of(1)}, nil, nil, nil, func(s *Sight) { s.Notices = map[string]string{unmarked: "页面不存在"} }, "open b/2.html no. 1"},
		{"a leak went with its document", []string{leak}, map[string]Document{privacy: of(1)}, nil, nil, map[string]Document{privacy: of(2)}, nil, "verified a/1.html no. 1"},
		{"a notice hides whether a leak did", []string{leak}, map[string]Document{privacy: of(1)}, nil, nil, map[string]Document{privacy: notice}, nil, "open a/1.html no. 1"},
		{"a leak is on the second page of its document now", []string{leak}, map[string]Document{privacy: of(1)}, nil, []string{leak + "?p=2"}, map[string]Document{privacy: of(1), privacy + "?p=2": of(1)}, nil, "open a/1.html?p=2 no. 1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &book{t: t, events: map[string][]Event{}}
			fold := func(n int, defects []string, docs map[string]Document, with func(*Sight)) {
				w := weekOf(t, n)
				w.pages[second] = w.page(second)
				w.defects = defects
				s := w.sight()
				s.Documents = docs
				if with != nil {
					with(&s)
				}
				b.fold(s)
			}
			fold(0, tt.before, tt.was, nil)
			if tt.word != nil {
				tt.word(b)
			}
			fold(1, tt.after, tt.now, tt.with)
			var got []string
			for _, it := range b.items {
				got = append(got, string(it.State)+" "+strings.TrimPrefix(it.Subject, home)+" "+it.Last.Document.Number)
			}
			slices.Sort(got)
			if strings.Join(got, ", ") != tt.want {
				t.Errorf("%s, want %s", strings.Join(got, ", "), tt.want)
			}
		})
	}
}

// TestWhatIsNotListedAnyMoreDoesNotLapse has a rule find nothing to judge on a site
// that it is meant for.
func TestWhatIsNotListedAnyMoreDoesNotLapse(t *testing.T) {
	for _, tt := range []struct {
		name  string
		rule  rules.Rule
		pages func(w *week)
		want  State
	}{
		{"the rule is meant for the site", rules.Rule{Pack: "n", ID: "mark"}, func(*week) {}, Open},
		{"and the document is gone", rules.Rule{Pack: "n", ID: "mark"}, func(w *week) { w.pages[unmarked] = &site.Page{URL: unmarked, Failure: site.FailGone} }, Open},
		{"it is meant for others", rules.Rule{Pack: "n", ID: "mark", Levels: []site.Level{site.Enterprise}}, func(*week) {}, Lapsed},
		{"its condition does not hold", rules.Rule{Pack: "n", ID: "mark", When: "site.level == 'county'"}, func(*week) {}, Lapsed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &book{t: t, events: map[string][]Event{}}
			w := weekOf(t, 0)
			w.defects = []string{"n/mark missing " + unmarked}
			b.fold(w.sight())
			w = weekOf(t, 1)
			w.exempt = []string{"n/mark"}
			tt.pages(w)
			s := w.sight()
			s.Terms.Sets = []*rules.Set{{Rules: []*rules.Rule{&tt.rule}}}
			b.fold(s)
			if b.items[0].State != tt.want {
				t.Errorf("%s, want %s", b.items[0].State, tt.want)
			}
		})
	}
}

// TestWhatASiteHasOneOfKeepsItsItem has the guide of a site, which no number or day
// tells from others, at another address.
func TestWhatASiteHasOneOfKeepsItsItem(t *testing.T) {
	b := &book{t: t, events: map[string][]Event{}}
	for n, at := range []string{home + "guide/1.html", "", home + "portal/guide.html"} {
		w := weekOf(t, n)
		s := w.sight()
		f := rules.Finding{Rule: "n/guide", Check: "guide", Outcome: rules.Pass}
		if at == "" {
			at = home + "guide/1.html"
		} else {
			f.Outcome = rules.Fail
			f.Defects = []rules.Defect{{Code: "element_missing", Outcome: rules.Fail, Subject: at, Evidence: []rules.Evidence{{URL: at, Quote: "指南", SHA256: fmt.Sprint("week", n), Seen: w.began()}}}}
		}
		w.pages[at] = w.page(at)
		s.Documents = map[string]Document{at: {Title: "政府信息公开指南"}}
		s.Result = &audit.Site{ID: target.ID, Department: target.Department, State: audit.Audited, Findings: []rules.Finding{f}}
		b.fold(s)
	}
	if len(b.items) != 1 || b.items[0].State != Reopened || b.items[0].Recurred != 1 || b.items[0].Subject != home+"portal/guide.html" {
		t.Errorf("%d items, %s", len(b.items), b.stands())
	}
}
