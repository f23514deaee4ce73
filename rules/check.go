// Package rules judges a portal by packs of rules. Rules are data (YAML);
// checks are code, one file each. It does no I/O beyond reading the pack files
// it is given, and takes the day of judgement as a value.
package rules

import (
	"log/slog"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

// Outcome is what became of a rule on a site (contract §3).
type Outcome string

// The five outcomes.
const (
	Pass    Outcome = "pass"
	Fail    Outcome = "fail"    // certain: could be published as it stands
	Review  Outcome = "review"  // evidence gathered; a person decides
	Unknown Outcome = "unknown" // could not be observed
	Exempt  Outcome = "exempt"  // does not apply to this site
)

// Evidence is what a defect rests on.
type Evidence struct {
	URL    string    `json:"url"`
	Seen   time.Time `json:"seen"`
	Quote  string    `json:"quote"`
	SHA256 string    `json:"sha256"` // of the stored bytes or record
}

// Defect is one thing wrong, certain (Fail) or doubtful (Review).
type Defect struct {
	Code     string     `json:"code"`
	Outcome  Outcome    `json:"outcome"`
	Subject  string     `json:"subject"` // absolute URL, column name, or host name
	Message  string     `json:"message"` // Chinese
	Evidence []Evidence `json:"evidence"`
	Decided  *Verdict   `json:"decided,omitempty"` // what a person said of it; nil: nothing
}

// Finding is the judgement of one rule on one site. Lost and Max are filled in
// by package scoring.
type Finding struct {
	Rule       string   `json:"rule"`
	Check      string   `json:"check"`
	Clauses    []string `json:"clauses"`
	Outcome    Outcome  `json:"outcome"`
	Proposed   Outcome  `json:"proposed"`
	Confidence float64  `json:"confidence"` // 0 to 1
	Reason     string   `json:"reason"`     // Chinese: why this outcome, what was looked for and where
	Lost       float64  `json:"lost"`
	Max        float64  `json:"max"`
	Defects    []Defect `json:"defects"`
	// Examined is how many subjects (documents, columns, hosts) were looked at; 0:
	// not counted. Proportional scoring divides by it.
	Examined int `json:"examined,omitempty"`
	// Open says that a part of a failed or doubtful rule could not be observed: there
	// may be more.
	Open bool `json:"open,omitempty"`
	// Seen is what the judgement rests on where nothing is wrong.
	Seen []Evidence `json:"seen,omitempty"`
	// Decided is what a person said of it, or of its defects taken together; nil:
	// nothing. The fields above are what the program found all the same.
	Decided *Verdict `json:"decided,omitempty"`
}

// Case is what a check is given: the portal, the day and the calendar. It keeps
// what several rules need to find out, so only one rule may judge it at a time.
type Case struct {
	Portal   *portal.Portal
	Target   site.Target
	AsOf     calendar.Day
	Calendar *calendar.Calendar
	Past     Past         // what was recorded of the site before this snapshot
	Log      *slog.Logger // told of checks that panic; nil: nobody is
	// Known is what checks said, by their key, when the pages of the site and what its
	// snapshot says of the crawl were what they are now; nil: nothing.
	Known map[string]Kept
	Keeps bool // note what may be kept: see Keepable

	done   map[string]Judgement   // by check and settings
	whens  map[string]whether     // by condition
	scopes map[string]*policyView // what rules of equal scope found out of the documents
	index  *wordIndex             // what the site titles by which words; nil: nobody asked
	texts  texts                  // what pages say, with their attachments
	shared shared                 // what rules of the check that judges now have in common
	used   uses                   // what the judgement that is made rests on
	// keepable is what of all that was judged follows from the pages and the day.
	keepable []Kept
	// bottoms are the ends of the few pages of which the labels are judged.
	bottoms map[*portal.Page]*extract.Bottom
	footers footerCodes
	// platform are the pages of the 政府信息公开 column, lines what they and the home
	// page say in few words; nil: nobody asked.
	platform *[]*portal.Page
	lines    *[]shortLine
	blank    *string               // see blanked; nil: nobody asked
	frame    *frameLines           // what stands on the pages of all articles; nil: nobody asked
	leaves   map[*portal.Page]leaf // what pages about the body say beside their text, and link to
}

// Judgement is what a check says. The engine derives the finding from it.
type Judgement struct {
	// Unknown, Exempt: the whole rule could not be observed, or does not apply,
	// and why (Chinese). At most one is set, and then Defects of outcome Fail are
	// still kept: what was seen to be wrong stays wrong.
	Unknown, Exempt string
	Defects         []Defect
	Reason          string     // for pass: what was seen, in Chinese
	Seen            []Evidence // for pass: what it rests on
	Proposed        Outcome    // for review without defects
	Confidence      float64    // 0 to 1; 0: the engine's default for the outcome
	Examined        int        // subjects looked at; 0: not counted
}

// Check is one kind of thing to look for. Its exported fields are its settings,
// decoded strictly from the rule's `with` block (yaml tags) over the defaults
// its constructor in the registry sets; `validate() error` may then object
// (yamldoc.At points at one key). Judge is called for several sites at once and
// must not change the check.
type Check interface {
	Judge(c *Case) Judgement
}

// whether is what became of a condition.
type whether struct {
	ok  bool
	err error
}
