package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
)

// item is one row of a rectification list: one thing to mend, or to look into.
type item struct {
	Identity   string
	Department string
	Site, Code string
	Rule       string
	Title      string
	Basis      string
	Problem    string
	URL        string // page to open; "" where the defect has none
	Subject    string
	Quote      string
	Seen       string
	Hash       string
	Lost       float64
	Most       float64 // what it may cost yet
	Veto       bool
	Remedy     string
	Due        calendar.Day // latest day to mend it
	DueNote    string
	Proposed   string
	ID, State  string // in the rectification ledger; "": it is not there
}

// Identity names a defect across runs (contract §3): a JSON list of site, rule,
// code and subject, as the hidden column of the workbooks holds it. A list too
// long for a cell has its subject's SHA-256 in place of the subject.
func Identity(site, ruleID, code, subject string) string {
	b, err := json.Marshal([]string{site, ruleID, code, subject})
	if err != nil {
		panic("reports: marshal of strings: " + err.Error()) // cannot fail
	}
	if len(b) > 8000 {
		sum := sha256.Sum256([]byte(subject))
		return Identity(site, ruleID, code, "sha256:"+hex.EncodeToString(sum[:]))
	}
	return string(b)
}

// mending is what a department has to do about its sites.
type mending struct {
	fails, reviews []item
}

// standing are the items of the rectification ledger by what they are about.
func (r *Report) standing() map[review.Key]*ledger.Item {
	out := make(map[review.Key]*ledger.Item, len(r.Items))
	for i := range r.Items {
		out[r.Items[i].Key] = &r.Items[i]
	}
	return out
}

func (r *Report) ledger(b book, standing map[review.Key]*ledger.Item, sites []*audit.Site) (mending, error) {
	var out mending
	asOf := calendar.DayOf(r.Results.Run.AsOf, r.Zone)
	err := r.each(sites, func(s *audit.Site) error {
		for i := range s.Findings {
			decided := s.Findings[i].AsDecided() // what people refuted is not to be mended
			f := &decided
			if f.Outcome != rules.Fail && f.Outcome != rules.Review {
				continue
			}
			for _, it := range r.items(b, s, f, asOf) {
				if known := standing[it.key]; known != nil {
					it.ID, it.State = known.ID, known.State.Word()
					if known.Due != 0 && known.Fixed {
						it.Due, it.DueNote = known.Due, ""
					}
				}
				if it.certain {
					out.fails = append(out.fails, it.item)
				} else {
					out.reviews = append(out.reviews, it.item)
				}
			}
		}
		return nil
	})
	return out, err
}

type judgedItem struct {
	item
	key     review.Key
	certain bool
}

// items turns a finding into rows. What the rule cost is laid on its defects one
// after the other until it is used up, so that the column adds up to the score.
func (r *Report) items(b book, s *audit.Site, f *rules.Finding, asOf calendar.Day) []judgedItem {
	of := b.rules[f.Rule]
	base := item{
		Department: departmentOf(s), Site: clean(s.Name), Code: clean(s.Code), Rule: f.Rule,
		Title: b.title(f.Rule), Basis: b.basisLine(f.Rule), Veto: of.Rule != nil && of.Veto, Remedy: b.remedy(f.Rule),
	}
	base.Due, base.DueNote = r.deadline(asOf, b.due(f.Rule))
	left := max(f.Lost, 0)
	rest := max(f.Max-left, 0)
	defects := f.Defects
	if len(defects) == 0 { // decided by a person, or to be decided as a whole
		defects = []rules.Defect{{Outcome: f.Outcome, Subject: s.URL, Message: f.Reason, Evidence: f.Seen, Decided: f.Decided}}
	}
	var out []judgedItem
	for _, d := range defects {
		it := judgedItem{base, review.Key{Site: s.ID, Rule: f.Rule, Code: d.Code, Subject: d.Subject}, d.Outcome == rules.Fail}
		if len(f.Defects) == 0 {
			it.key.Subject = "" // the finding as a whole
		}
		it.Identity = Identity(s.ID, f.Rule, d.Code, d.Subject)
		it.describe(f.Check, d, r.Zone)
		if words := verdictWords(d.Decided, r.Zone); words != "" {
			it.Problem += "（人工决定：" + words + "）"
		}
		if it.certain {
			it.Lost = left
			if of.Rule != nil && d.Code != "" {
				it.Lost = min(of.price(d.Code), left)
			}
			left -= it.Lost
		} else {
			it.Most = min(of.price(d.Code), rest)
			it.Proposed = proposalWord(f.Proposed)
		}
		out = append(out, it)
	}
	return out
}

func (it *item) describe(check string, d rules.Defect, zone *time.Location) {
	it.Subject = clean(d.Subject)
	it.Problem = clean(d.Message)
	if means := rules.CodeMeaning(check, d.Code); it.Problem == "" {
		it.Problem = means
	}
	it.URL = href(d.Subject)
	if it.URL == "" && it.Subject != "" && !strings.Contains(it.Problem, it.Subject) && !strings.Contains(it.Subject, "://") {
		it.Problem = it.Subject + "：" + it.Problem
	}
	var quotes []string
	for i, e := range d.Evidence {
		if it.URL == "" {
			it.URL = href(e.URL)
		}
		if q := clean(e.Quote); q != "" && len(quotes) < 5 {
			quotes = append(quotes, q)
		}
		if i == 0 {
			it.Seen, it.Hash = moment(e.Seen, zone), clean(e.SHA256)
		}
	}
	it.Quote = strings.Join(quotes, "\n")
}

// deadline returns the day until which a defect is to be mended, counted from
// the day after asOf. Where a year's holidays are not announced yet it is the
// latest day it can be, in favour of who mends.
func (r *Report) deadline(asOf calendar.Day, workdays int) (calendar.Day, string) {
	earliest, latest := r.Calendar.AddWorkdays(asOf, workdays)
	if earliest != latest {
		return latest, "放假安排未公布，取最晚可能的一天"
	}
	return latest, ""
}

// nobody stands for a department that is not registered.
const nobody = "未登记责任单位"
