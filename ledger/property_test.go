package ledger

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

// subjects are what defects of random histories are about.
var subjects = []string{"n/privacy id_number " + privacy, "n/mark missing " + unmarked, "n/feedback no_feedback " + reply,
	"n/column missing 领导之窗", "n/ipv6 no_aaaa www.nantong.gov.cn", "n/links broken " + home + "dead.html"}

// randomWeek draws what a run sees.
func randomWeek(rt *rapid.T, t *testing.T, n int) *week {
	w := weekOf(t, n)
	w.state = rapid.SampledFrom([]audit.State{audit.Audited, audit.Audited, audit.Partial, audit.Unreachable}).Draw(rt, "state")
	w.complete = w.state == audit.Audited && rapid.Bool().Draw(rt, "complete")
	w.suspect = rapid.IntRange(0, 9).Draw(rt, "suspect") == 0
	w.visit = rapid.IntRange(0, 3).Draw(rt, "visit") == 0
	if rapid.IntRange(0, 4).Draw(rt, "late") == 0 {
		w.day -= rapid.IntRange(0, 14).Draw(rt, "by")
	}
	for _, s := range subjects {
		rule, _, _ := strings.Cut(s, " ")
		switch rapid.IntRange(0, 5).Draw(rt, rule) {
		case 0, 1:
			w.defects = append(w.defects, s)
		case 2:
			w.defects = append(w.defects, "?"+s)
		case 3:
			w.unknown = append(w.unknown, rule)
		}
		if rapid.IntRange(0, 5).Draw(rt, "open") == 0 {
			w.open = append(w.open, rule)
		}
	}
	for _, a := range []string{privacy, unmarked, reply, home + "dead.html"} {
		switch rapid.IntRange(0, 5).Draw(rt, a) {
		case 0:
			delete(w.pages, a)
		case 1:
			w.pages[a] = &site.Page{URL: a, Final: a, Failure: site.FailTimeout, Err: "超时"}
		case 2:
			w.pages[a] = &site.Page{URL: a, Final: a, Failure: site.FailGone, Status: 404, Err: "没有"}
		case 3:
			w.pages[a] = w.page(a)
			w.pages[a].Truncated = true
		case 4:
			w.pages[a] = w.page(a)
		}
	}
	return w
}

// randomWord is what a person may say of an item between two runs.
func randomWord(rt *rapid.T, b *book, n int) {
	if len(b.items) == 0 {
		return
	}
	it := b.items[rapid.IntRange(0, len(b.items)-1).Draw(rt, "item")]
	now := after(7*n + rapid.IntRange(0, 8).Draw(rt, "days"))
	var e Event
	var err error
	switch rapid.IntRange(0, 5).Draw(rt, "word") {
	case 0:
		e, err = Notify(it, "李四", now, 21000, "通知")
	case 1:
		e, err = Answer(it, target, now, Reply{Kind: Mended, Done: "已改", Link: privacy, By: "王五"})
	case 2:
		e, err = Exempted(it, "赵六", now, 20000, 20600, "另有规定", "某文件")
	case 3:
		e, err = NoDefect(it, "赵六", now, "看过")
	case 4:
		e, err = Reopen(it, "赵六", now, "仍有问题", 21000)
	default:
		return
	}
	if err == nil {
		b.record([]Change{{Item: it, Events: []Event{e}}})
	}
}

// TestNothingIsVerifiedUnseen folds random runs and words: whatever happens, a run
// strikes an item off only if it saw the subject itself, after all that was said and
// seen of it before, and the rule was judged and does not name it.
func TestNothingIsVerifiedUnseen(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := &book{t: t, events: map[string][]Event{}}
		for n := range 6 {
			w := randomWeek(rt, t, n)
			s := w.sight()
			before := slices.Clone(b.items)
			out := Fold(b.items, s)
			for _, c := range out.Changes {
				for _, e := range c.Events {
					if e.Kind == EventVerified {
						checkSeen(rt, s, c.Item)
					}
					if e.Kind == EventReopened && (c.Item.State != Verified && c.Item.State != Answered || !s.Meta.Started.After(c.Item.Since)) {
						rt.Fatalf("%s was reopened from %s by a run begun %s, it is so since %s", c.Item.ID, c.Item.State, s.Meta.Started, c.Item.Since)
					}
				}
			}
			b.record(out.Changes)
			if again := Fold(b.items, s); len(again.Changes) > 0 {
				rt.Fatalf("folded again, it changes %+v", again.Changes[0])
			}
			if w.visit && len(b.items) != len(before) {
				rt.Fatalf("a visit opened items")
			}
			randomWord(rt, b, n)
		}
	})
}

func checkSeen(rt *rapid.T, s Sight, it Item) {
	f := s.Result.Findings[slices.IndexFunc(s.Result.Findings, func(f rules.Finding) bool { return f.Rule == it.Rule })]
	switch {
	case s.Result.State == audit.Unreachable, !s.Meta.Alive, s.Meta.Suspect != "":
		rt.Fatalf("%s was verified though the portal was not seen", it.Subject)
	case f.Outcome == rules.Unknown:
		rt.Fatalf("%s was verified though its rule is unknown", it.Subject)
	case slices.ContainsFunc(f.Defects, func(d rules.Defect) bool { return d.Code == it.Code && d.Subject == it.Subject }):
		rt.Fatalf("%s was verified though the rule names it", it.Subject)
	case !s.Meta.Started.After(it.Since), !s.Meta.Started.After(it.Last.Observed):
		rt.Fatalf("%s was verified by a run that began before what was said of it", it.Subject)
	case strings.HasPrefix(it.Subject, "http"):
		p := s.Pages[it.Subject]
		gone := p != nil && p.Failure == site.FailGone
		if p == nil && it.Check != "links" || p != nil && p.Failure != "" && !gone || p != nil && p.Truncated && it.Check != "links" {
			rt.Fatalf("%s was verified though the page was not seen: %+v", it.Subject, p)
		}
		if gone && it.Check != "privacy" && it.Check != "links" {
			rt.Fatalf("%s was verified because the page is gone", it.Subject)
		}
		if it.Check != "privacy" && (s.Result.State != audit.Audited || f.Open) && !(it.Check == "links" && p != nil && !gone) {
			rt.Fatalf("%s was verified though a part was not seen", it.Subject)
		}
	case it.Check == "ipv6":
		rt.Fatalf("%s was verified though no host was observed", it.Subject)
	default:
		if !s.Meta.Complete || f.Open || s.Visit {
			rt.Fatalf("%s was verified though not all was seen", it.Subject)
		}
	}
}
