package ledger

import (
	"slices"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

// TestAMovedDocumentKeepsItsItem has the document of a defect at another address.
func TestAMovedDocumentKeepsItsItem(t *testing.T) {
	const was, moved = "n/mark missing " + unmarked, home + "new/2.html"
	gone := &site.Page{URL: unmarked, Final: unmarked, Failure: site.FailGone}
	for _, tt := range []struct {
		name  string
		with  func(w *week, s *Sight)
		items int
		at    string
	}{
		{"the old one is gone", func(w *week, _ *Sight) { w.pages[unmarked] = gone }, 1, moved},
		{"the old one leads to the new", func(w *week, _ *Sight) { w.pages[unmarked].Final = moved }, 1, moved},
		{"nothing leads to the old one", func(w *week, _ *Sight) { delete(w.pages, unmarked) }, 1, moved},
		{"the old one is there too", func(*week, *Sight) {}, 2, unmarked},
		{"the old one did not answer", func(w *week, _ *Sight) { w.pages[unmarked] = &site.Page{URL: unmarked, Failure: site.FailTimeout} }, 2, unmarked},
		{"the number is another", func(w *week, s *Sight) {
			w.pages[unmarked] = gone
			s.Documents[moved] = Document{Title: "关于某事的办法", Number: "通政发〔2026〕2号"}
		}, 2, unmarked},
		{"the title is another", func(w *week, s *Sight) {
			w.pages[unmarked] = gone
			s.Documents[moved] = Document{Title: "关于他事的办法", Number: "通政发〔2026〕1号"}
		}, 2, unmarked},
		{"nothing but the title is known", func(w *week, s *Sight) {
			w.pages[unmarked] = gone
			s.Documents[moved] = Document{Title: "关于某事的办法"}
		}, 2, unmarked},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &book{t: t, events: map[string][]Event{}}
			w := weekOf(t, 0)
			w.defects = []string{was}
			b.fold(w.sight())
			id := b.items[0].ID
			w = weekOf(t, 1)
			w.defects = []string{"n/mark missing " + moved}
			s := w.sight()
			tt.with(w, &s)
			b.fold(s)
			if len(b.items) != tt.items || b.items[0].ID != id || b.items[0].Subject != tt.at {
				t.Errorf("%d items, the first %s at %s, want %d, %s at %s", len(b.items), b.items[0].ID, b.items[0].Subject, tt.items, id, tt.at)
			}
		})
	}
	t.Run("two defects are about the same document", func(t *testing.T) {
		b := &book{t: t, events: map[string][]Event{}}
		w := weekOf(t, 0)
		w.defects = []string{was}
		b.fold(w.sight())
		w = weekOf(t, 1)
		w.pages[unmarked] = gone
		w.defects = []string{"n/mark missing " + home + "new/8.html", "n/mark missing " + home + "new/9.html"}
		b.fold(w.sight())
		if len(b.items) != 3 || b.items[0].Subject != unmarked {
			t.Errorf("%d items, the first at %s: which one it is was guessed", len(b.items), b.items[0].Subject)
		}
	})
}

// TestADocumentMendedElsewhere has the document of a defect at another address, where
// nothing is wrong with it.
func TestADocumentMendedElsewhere(t *testing.T) {
	const moved, copied = home + "new/2.html", home + "new/3.html"
	same := Document{Title: "关于某事的办法", Number: "通政发〔2026〕1号"}
	gone := &site.Page{URL: unmarked, Final: unmarked, Failure: site.FailGone}
	for _, tt := range []struct {
		name   string
		answer ReplyKind
		with   func(w *week, s *Sight)
		want   string
	}{
		{"the old address is gone", Mended, func(w *week, _ *Sight) { w.pages[unmarked] = gone }, "verified"},
		{"nothing leads to the old address", Mended, func(w *week, _ *Sight) { delete(w.pages, unmarked) }, "verified"},
		{"the old address leads to the new", Mended, func(w *week, _ *Sight) { w.pages[unmarked].Final = moved }, "verified"},
		{"a visit to both", Mended, func(w *week, s *Sight) { w.pages[unmarked], s.Visit = gone, true }, "verified"},
		{"a visit that did not ask for the old one", Mended, func(w *week, s *Sight) { delete(w.pages, unmarked); s.Visit = true }, "answered doubt"},
		{"nobody says that it is mended", "", func(w *week, _ *Sight) { w.pages[unmarked] = gone }, "open doubt"},
		{"the department says that there was nothing to mend", AskFalse, func(w *week, _ *Sight) { w.pages[unmarked] = gone }, "answered doubt"},
		{"the old address did not answer", Mended, func(w *week, _ *Sight) { w.pages[unmarked] = &site.Page{URL: unmarked, Failure: site.FailTimeout} }, "answered doubt"},
		{"the new address did not answer", Mended, func(w *week, _ *Sight) {
			w.pages[unmarked] = gone
			w.pages[moved] = &site.Page{URL: moved, Failure: site.FailTimeout}
		}, "answered doubt"},
		{"the site was not seen whole", Mended, func(w *week, s *Sight) { w.pages[unmarked], s.Result.State = gone, audit.Partial }, "answered doubt"},
		{"it is another document", Mended, func(w *week, s *Sight) {
			w.pages[unmarked] = gone
			s.Elsewhere[moved] = Document{Title: same.Title, Number: "通政发〔2026〕2号"}
		}, "answered doubt"},
		{"it stands at two addresses", Mended, func(w *week, s *Sight) {
			w.pages[unmarked], w.pages[copied], s.Elsewhere[copied] = gone, w.page(copied), same
		}, "answered doubt"},
		{"the rule has another doubt of it there", Mended, func(w *week, s *Sight) {
			w.pages[unmarked] = gone
			f := &s.Result.Findings[slices.IndexFunc(s.Result.Findings, func(f rules.Finding) bool { return f.Rule == "n/mark" })]
			f.Defects = []rules.Defect{{Code: "expired", Outcome: rules.Review, Subject: moved}}
		}, "answered doubt"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &book{t: t, events: map[string][]Event{}}
			w := weekOf(t, 0)
			w.defects = []string{"n/mark missing " + unmarked}
			b.fold(w.sight())
			if tt.answer != "" {
				b.answer(1, tt.answer)
			}
			w = weekOf(t, 1)
			w.pages[moved] = w.page(moved)
			s := w.sight()
			s.Elsewhere = map[string]Document{moved: same}
			tt.with(w, &s)
			b.fold(s)
			if got := b.stands(); got != tt.want {
				t.Errorf("%s, want %s (%s)", got, tt.want, b.items[0].Doubt)
			}
		})
	}
}

// TestADecisionMovesWithWhatItRestsOn has the site built anew around the same contents.
func TestADecisionMovesWithWhatItRestsOn(t *testing.T) {
	const moved = home + "new/1.html"
	for _, tt := range []struct {
		name string
		with func(w *week)
		want string
	}{
		{"the same words at another address", func(w *week) { delete(w.pages, privacy) }, "exempt"},
		{"other words at another address", func(w *week) { delete(w.pages, privacy); w.quote = "另一处原文" }, "open"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &book{t: t, events: map[string][]Event{}}
			w := weekOf(t, 0)
			w.defects = []string{"n/privacy id_number " + privacy}
			b.fold(w.sight())
			b.exempt(1, 60)
			for n := 1; n < 3; n++ {
				w = weekOf(t, n)
				w.defects = []string{"n/privacy id_number " + moved}
				w.pages[moved] = w.page(moved)
				tt.with(w)
				b.fold(w.sight())
				if got := b.stands(); got != tt.want {
					t.Errorf("in week %d: %s, want %s", n, got, tt.want)
				}
			}
		})
	}
}

// TestAPortalGoesOverToHTTPS has the same pages answer by the other scheme.
func TestAPortalGoesOverToHTTPS(t *testing.T) {
	secure := twin(unmarked)
	for _, tt := range []struct {
		name    string
		defects []string
		with    func(w *week)
		want    string
		at      string
	}{
		{"the defect is there", []string{"n/mark missing " + secure}, func(w *week) { delete(w.pages, unmarked); w.pages[secure] = w.page(secure) }, "open", secure},
		{"and the old scheme leads to it", []string{"n/mark missing " + secure}, func(w *week) { w.pages[unmarked].Final = secure; w.pages[secure] = w.pages[unmarked] }, "open", secure},
		{"it is mended", nil, func(w *week) { delete(w.pages, unmarked); w.pages[secure] = w.page(secure) }, "verified", unmarked},
		{"it is mended, and the old scheme leads to it", nil, func(w *week) { w.pages[unmarked].Final = secure; w.pages[secure] = w.pages[unmarked] }, "verified", unmarked},
		{"the old scheme leads to the home page", nil, func(w *week) { w.pages[unmarked].Final = twin(home) }, "open doubt", unmarked},
		{"the page does not come by either", nil, func(w *week) {
			delete(w.pages, unmarked)
			w.pages[secure] = &site.Page{URL: secure, Failure: site.FailTimeout}
		}, "open doubt", unmarked},
		{"both have it", []string{"n/mark missing " + unmarked, "n/mark missing " + secure}, func(w *week) { w.pages[secure] = w.page(secure) }, "open of 2", unmarked},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &book{t: t, events: map[string][]Event{}}
			w := weekOf(t, 0)
			w.defects = []string{"n/mark missing " + unmarked}
			b.fold(w.sight())
			w = weekOf(t, 1)
			w.defects = tt.defects
			tt.with(w)
			b.fold(w.sight())
			if got := b.stands(); got != tt.want || b.items[0].Subject != tt.at {
				t.Errorf("%s at %s, want %s at %s (%s)", got, b.items[0].Subject, tt.want, tt.at, b.items[0].Doubt)
			}
		})
	}
}

// TestCopiesOfADocumentKeepTheirItems has a document stand at several addresses when the
// site is built anew.
func TestCopiesOfADocumentKeepTheirItems(t *testing.T) {
	const one, two = home + "b/2.html", home + "b/66.html"
	for _, tt := range []struct {
		name        string
		first, then []string // where the defect is
		want        []string // where the items are
	}{
		{"both have the defect still", []string{one, two}, []string{home + "new/2.html", home + "new/66.html"}, []string{home + "new/2.html", home + "new/66.html"}},
		{"one has", []string{one, two}, []string{home + "new/66.html"}, []string{one, home + "new/66.html"}},
		{"a second one comes up", []string{one}, []string{home + "new/2.html", home + "new/66.html"}, []string{home + "new/2.html", home + "new/66.html"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &book{t: t, events: map[string][]Event{}}
			for n, at := range [][]string{tt.first, tt.then} {
				w := weekOf(t, n)
				w.pages = map[string]*site.Page{home: w.page(home)}
				for _, a := range at {
					w.pages[a] = w.page(a)
					w.defects = append(w.defects, "n/mark missing "+a)
				}
				b.fold(w.sight())
			}
			var got []string
			for _, it := range b.items {
				got = append(got, it.Subject)
			}
			slices.Sort(got)
			if !slices.Equal(got, tt.want) {
				t.Errorf("items at %v, want %v", got, tt.want)
			}
		})
	}
	t.Run("copies that cannot be told apart, of which one is mended", func(t *testing.T) {
		b := &book{t: t, events: map[string][]Event{}}
		w := weekOf(t, 0)
		w.pages[two] = w.page(two)
		w.defects = []string{"n/mark missing " + one, "n/mark missing " + two}
		b.fold(w.sight())
		w = weekOf(t, 1)
		w.pages[two] = w.page(two)
		w.defects = []string{"n/mark missing " + two}
		b.fold(w.sight())
		w = weekOf(t, 2)
		w.pages = map[string]*site.Page{home: w.page(home), home + "new/9.html": w.page(home + "new/9.html")}
		w.defects = []string{"n/mark missing " + home + "new/9.html"}
		b.fold(w.sight())
		for _, it := range b.items {
			if want := map[string]State{one: Verified, home + "new/9.html": Open}[it.Subject]; it.State != want {
				t.Errorf("%s is %s, want %s", it.Subject, it.State, want)
			}
		}
		if len(b.items) != 2 {
			t.Errorf("%d items, want 2", len(b.items))
		}
	})
}

// TestASiteIsRegisteredByAnotherHost has the operator enter the new domain of a portal.
func TestASiteIsRegisteredByAnotherHost(t *testing.T) {
	const now = "http://www.nantong-city.gov.cn/"
	b := &book{t: t, events: map[string][]Event{}}
	w := weekOf(t, 0)
	w.defects = []string{"n/links broken " + home + "xz/1.doc", "n/privacy id_number " + privacy}
	b.fold(w.sight())
	w = weekOf(t, 1)
	w.pages = map[string]*site.Page{now: w.page(now), now + "a/1.html": w.page(now + "a/1.html")}
	w.defects = []string{"n/links broken " + now + "xz/1.doc", "n/privacy id_number " + now + "a/1.html"}
	s := w.sight()
	s.Result.URL = now
	b.fold(s)
	if len(b.items) != 2 {
		t.Fatalf("%d items, want the 2 there were", len(b.items))
	}
	for _, it := range b.items {
		if !strings.HasPrefix(it.Subject, now) || it.State != Open {
			t.Errorf("%s is %s", it.Subject, it.State)
		}
	}
}
