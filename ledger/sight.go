package ledger

import (
	"slices"
	"strings"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

// Sight is what one run says of one site, with what it saw of the addresses that
// the items are about.
type Sight struct {
	Run    audit.Run
	Result *audit.Site
	Meta   site.Snapshot // of the snapshot that was judged
	AsOf   calendar.Day  // the day the run judged by
	Today  calendar.Day  // the day on which it began
	// Pages holds of the addresses that [Wanted] names what the snapshot holds, by
	// either address of the page, the one asked for or the one that answered.
	Pages map[string]*site.Page
	// Documents says of addresses with a defect, and of those that [Settling] names,
	// which document they show.
	Documents map[string]Document
	// Notices says of such addresses what they show instead of what was asked for: an
	// error, a check of the visitor, a page that is empty without its scripts.
	Notices map[string]string
	// Elsewhere says where documents stand now that are not at the address of their
	// item any more: [Lost]. Pages holds these addresses too.
	Elsewhere map[string]Document
	Terms     Terms
	// Visit is set where the run only went to some pages: no item is opened, and only
	// those change whose pages were fetched in it. Pages then holds these alone.
	Visit bool
	// Only are the items a visit was about; empty: all.
	Only []string
	// Duties are the rules that the site is judged by as a rule, not only when somebody
	// asks for it, by full id; nil: not known.
	Duties map[string]bool
	// Stray are the addresses of pages that only a visit saw: what it was laid over
	// does not lead there.
	Stray map[string]bool
	// Apart are the items whose pages the run did not come by and had visited by
	// themselves: that visit tells what has become of them.
	Apart []string
}

// observed is when the crawl began whose snapshot was judged.
func (s *Sight) observed() time.Time { return s.Meta.Started }

// At is when the run could say what it says.
func (s *Sight) At() time.Time {
	if s.Run.Of != "" {
		return s.Run.Started
	}
	return s.Meta.Finished
}

// again reports that the run judges a snapshot that was judged before.
func (s *Sight) again() bool { return s.Run.Of != "" && !s.Visit }

// packs are those by which the run judged the site.
func (s *Sight) packs() []string {
	var out []string
	for _, x := range s.Result.Scores {
		out = append(out, x.Pack)
	}
	return out
}

// judges reports that the rule of an item would have been judged if there still were
// one: its pack was among those of the site, or they are the ones by which the site was
// judged when the defect was last seen. Other runs may judge by other packs.
func (s *Sight) judges(it *Item) bool {
	pack, _, _ := strings.Cut(it.Rule, "/")
	packs := s.packs()
	return slices.Contains(packs, pack) || len(packs) > 0 && slices.Equal(packs, it.Last.Packs)
}

// standing is how sure a run is of a defect.
type standing int

const (
	certain  standing = iota // it is held against the site
	doubtful                 // nobody has decided yet
	refuted                  // a person decided that it is not so
	excused                  // a person decided that it does not apply
)

// dropped reports that the site was judged by the rule of an item as a rule, and is not
// any more: it has other packs now, and a run that saw it whole was judged by these.
// What was found because somebody asked for other packs once is not dropped so.
func (s *Sight) dropped(it *Item) bool {
	return it.Last.Duty && s.Duties != nil && !s.Duties[it.Rule] && s.Result.State == audit.Audited && !s.Visit
}

// mark is one defect of a run as people decided it.
type mark struct {
	key      review.Key
	check    string
	standing standing
	decided  *rules.Verdict
	sighting Sighting
}

// marks lists the defects of the run, in the order of its findings. A finding that a
// person held against the site as a whole is one without code and subject.
func (s *Sight) marks() (out []mark) {
	for i := range s.Result.Findings {
		f := &s.Result.Findings[i]
		if len(f.Defects) == 0 && f.Decided.Final() && f.Outcome != rules.Exempt {
			out = append(out, s.mark(f, nil, standingOf(rules.Review, f.Decided), f.Decided))
		}
		for k := range f.Defects {
			d := &f.Defects[k]
			out = append(out, s.mark(f, d, standingOf(d.Outcome, d.Decided), d.Decided))
		}
	}
	return out
}

func standingOf(o rules.Outcome, v *rules.Verdict) standing {
	switch {
	case v.Final() && v.Outcome == rules.Fail, !v.Final() && o == rules.Fail:
		return certain
	case v.Final() && v.Outcome == rules.Exempt:
		return excused
	case v.Final():
		return refuted
	}
	return doubtful
}

func (s *Sight) mark(f *rules.Finding, d *rules.Defect, how standing, v *rules.Verdict) mark {
	m := mark{key: review.Key{Site: s.Result.ID, Rule: f.Rule}, check: f.Check, standing: how, decided: v}
	m.sighting = Sighting{Run: s.Run.ID, Observed: s.observed(), SiteName: s.Result.Name, SiteCode: s.Result.Code,
		Message: f.Reason, Evidence: f.Seen, Fingerprint: review.Fingerprint(f, d), Lost: f.AsDecided().Lost, Packs: s.packs(), Duty: s.Duties[f.Rule]}
	if d != nil {
		m.key.Code, m.key.Subject = d.Code, d.Subject
		m.sighting.Message, m.sighting.Evidence = d.Message, d.Evidence
		if m.sighting.Message == "" {
			m.sighting.Message = rules.CodeMeaning(f.Check, d.Code)
		}
		m.sighting.Document = s.Documents[d.Subject]
	}
	if len(m.sighting.Evidence) > mostEvidence {
		m.sighting.Evidence = m.sighting.Evidence[:mostEvidence]
	}
	return m
}

// mostEvidence bounds what an item repeats of its evidence; all of it is in the
// result of the run.
const mostEvidence = 8

// Certain lists the addresses of pages that the result holds something certain
// against: a fold must know which documents they show.
func Certain(r *audit.Site) []string {
	s := Sight{Result: r}
	var out []string
	for _, m := range s.marks() {
		if m.standing == certain && IsPage(m.key.Subject) {
			out = append(out, m.key.Subject)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Accused lists the addresses of pages that the defects of a result are about or rest
// on: a visit must know which of them it fetched.
func Accused(r *audit.Site) []string {
	s := Sight{Result: r}
	var out []string
	add := func(address string) {
		if IsPage(address) {
			out = append(out, address)
		}
	}
	for _, m := range s.marks() {
		add(m.key.Subject)
		for _, e := range m.sighting.Evidence {
			add(e.URL)
		}
	}
	for _, f := range r.Findings {
		for _, e := range f.Seen {
			add(e.URL)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
