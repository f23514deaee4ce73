package ledger

import (
	"slices"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
)

// Item is one thing to be mended. All but Last is the fold of its events; Last is
// what the last run that saw the defect wrote down, and replaced by the next.
type Item struct {
	ID         string `json:"id"`
	review.Key        // Subject is the one it has now
	// Aliases are the addresses the document had before, oldest first.
	Aliases    []string `json:"aliases,omitempty"`
	Version    int      `json:"version"` // events so far
	State      State    `json:"state"`
	Check      string   `json:"check"`
	Department string   `json:"department"` // who is to mend it
	Severity   Severity `json:"severity"`

	Opened   time.Time    `json:"opened"`
	Since    time.Time    `json:"since"` // when it came into its state
	Due      calendar.Day `json:"due,omitempty"`
	Fixed    bool         `json:"fixed,omitempty"`    // the department was told Due; otherwise it is provisional
	Recurred int          `json:"recurred,omitempty"` // how often it was there again after it was verified
	Unmended int          `json:"unmended,omitempty"` // how often it was still there after it was said to be mended
	Reply    *Reply       `json:"reply,omitempty"`    // the last answer of the department
	Excuse   *Excuse      `json:"excuse,omitempty"`   // why it is exempt or a false alarm; nil: it is neither
	Parked   State        `json:"parked,omitempty"`   // where it was when its site was taken out of what is audited; "": it was not
	Doubt    string       `json:"doubt,omitempty"`    // why the last run could not tell what has become of it

	Last Sighting `json:"last"`
}

// Sighting is what a run saw of a defect.
type Sighting struct {
	Run         string           `json:"run"`
	Observed    time.Time        `json:"observed"` // when the crawl began that saw it
	SiteName    string           `json:"site_name"`
	SiteCode    string           `json:"site_code,omitempty"`
	Message     string           `json:"message"`
	Evidence    []rules.Evidence `json:"evidence,omitempty"`
	Fingerprint string           `json:"fingerprint"`
	Lost        float64          `json:"lost,omitempty"` // points its rule costs the site, all its defects together
	Document    Document         `json:"document,omitzero"`
	Packs       []string         `json:"packs,omitempty"` // the rule packs that judged the site
	Duty        bool             `json:"duty,omitempty"`  // the site was judged by the rule as a rule, not only for once
}

// Document is by what a document is known again at another address.
type Document struct {
	Title   string       `json:"title,omitempty"`   // folded
	Number  string       `json:"number,omitempty"`  // 文号, folded
	Written calendar.Day `json:"written,omitempty"` // 成文日期, else the day it was published
}

// same reports that both are one document: the same title, and the same number or,
// where neither has one, the same day.
func (d Document) same(o Document) bool {
	if d.Title == "" || d.Title != o.Title || d.Number != o.Number {
		return false
	}
	return d.Number != "" || d.Written != 0 && d.Written == o.Written
}

// known reports that the document can be told from others.
func (d Document) known() bool { return d.same(d) }

// Reply is what a department answers.
type Reply struct {
	Kind ReplyKind `json:"kind"`
	Done string    `json:"done"`           // what was done, or why not
	Link string    `json:"link,omitempty"` // the page that shows it
	Away string    `json:"away,omitempty"` // why that is not on the site
	By   string    `json:"by"`
	At   time.Time `json:"at"`
}

// same reports that both say the same, whenever it was said.
func (r *Reply) same(o Reply) bool {
	return r != nil && r.Kind == o.Kind && r.Done == o.Done && r.Link == o.Link && r.Away == o.Away && r.By == o.By
}

// Excuse is a person's word that there is nothing to mend.
type Excuse struct {
	By    string       `json:"by"`
	At    time.Time    `json:"at"`
	Why   string       `json:"why"`
	Until calendar.Day `json:"until,omitempty"` // the last day it applies; 0: as long as the evidence is the same
	Proof string       `json:"proof,omitempty"` // what it rests on: a document, an address
	// Fingerprint is that of the evidence the person had before them.
	Fingerprint string `json:"fingerprint"`
}

// saidMended reports that the department says so, and that nobody has refuted it.
func (it *Item) saidMended() bool {
	return it.State == Answered && it.Reply != nil && it.Reply.Kind == Mended
}

// Has reports whether the item is about a subject, by its present or a former address,
// whichever the scheme.
func (it *Item) Has(subject string) bool {
	same := func(a string) bool { return a == subject || IsPage(subject) && twin(a) == subject }
	return same(it.Subject) || slices.ContainsFunc(it.Aliases, same)
}

// Addresses returns its subject and its aliases, the present one first.
func (it *Item) Addresses() []string {
	out := []string{it.Subject}
	for _, a := range slices.Backward(it.Aliases) {
		out = append(out, a)
	}
	return out
}
