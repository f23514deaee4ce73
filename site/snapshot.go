package site

import (
	"net/netip"
	"time"
)

// Snapshot is what one crawl of one site saw, without the pages themselves,
// which are streamed from where they are stored. It is written once and never
// changed.
type Snapshot struct {
	ID       string    `json:"id"`
	Target   Target    `json:"target"`
	Started  time.Time `json:"started"`
	Finished time.Time `json:"finished"`
	// Complete reports that every address the crawl discovered within the site's
	// scope was asked for and gave a definite answer, those aside that only the body
	// of an article mentions under words that name nothing the law asks for. Only
	// then does "not found" mean "not there".
	Complete bool `json:"complete"`
	// Stopped says in Chinese why the crawl is not complete; "" when it is.
	Stopped string `json:"stopped,omitempty"`
	// Cut reports that a part of the site was not seen at all: the crawl hit a
	// bound, was broken off, or too many addresses gave no answer or want a browser.
	// A crawl that is neither Complete nor Cut lacks a few addresses, each of them known.
	Cut bool `json:"cut,omitempty"`
	// Unanswered are the addresses that gave no definite answer, where they are few and
	// nothing else keeps the crawl from being complete; else none.
	Unanswered []string `json:"unanswered,omitempty"`
	// Alive reports that the home page was obtained at least once.
	Alive bool `json:"alive"`
	// Suspect says in Chinese why what was obtained as the home page does not look like
	// the registered portal (a notice, a parked domain, another unit's site); "" where
	// nothing speaks against it. Nothing may be concluded from what such a page lacks.
	Suspect string `json:"suspect,omitempty"`
	// Plain reports that what the crawl did follows from its pages one by one, so that a
	// later one can follow it.
	Plain bool `json:"plain,omitempty"`
	// Unchanged is the ID of an earlier snapshot of the site whose pages were all asked for
	// again, and nothing else, and all gave what they gave then, byte for byte; "" where
	// that is not known.
	Unchanged string `json:"unchanged,omitempty"`

	Pages    int             `json:"pages"`              // pages obtained
	Failed   int             `json:"failed"`             // addresses that gave no page
	Failures map[Failure]int `json:"failures,omitempty"` // the same by kind
	Requests int             `json:"requests,omitempty"` // requests made since the crawl last began, probes and redirects included
	Bytes    int64           `json:"bytes"`              // body bytes received
	Pictures int             `json:"pictures,omitempty"` // pictures found to be there; they are not stored
	Skipped  map[string]int  `json:"skipped,omitempty"`  // addresses not asked for, by reason
	Items    int             `json:"items,omitempty"`    // addresses visited apart, because open items rest on pages that the crawl did not come by; not counted above
	Browser  *BrowserUse     `json:"browser,omitempty"`  // nil: no page needed one
	Vantage  Vantage         `json:"vantage"`
	Hosts    []Host          `json:"hosts,omitempty"`  // network observations, one per host of the site
	Visits   []Visit         `json:"visits,omitempty"` // attempts at the home page, in time order
}

// BrowserUse is what became of the pages that show nothing without running their
// scripts.
type BrowserUse struct {
	Shown  int    `json:"shown,omitempty"`  // pages shown in a browser
	Unseen int    `json:"unseen,omitempty"` // pages that need one and were not
	Why    string `json:"why,omitempty"`    // why they were not, in Chinese
}

// Vantage is what the machine that crawled can see at all. What it cannot see
// is unknown, not absent.
type Vantage struct {
	IPv6    bool   `json:"ipv6"`     // the machine was shown to reach IPv6 addresses of the kind this site has
	IPv6Why string `json:"ipv6_why"` // how that was found out, in Chinese
	DNS     bool   `json:"dns"`      // the resolver answered
	DNSWhy  string `json:"dns_why,omitempty"`
}

// Answer tells apart what a name server said.
type Answer string

// The kinds of DNS answer. Only NoError, NoData and NXDomain are observations
// of the site; the others are failures to observe.
const (
	NoError  Answer = "noerror"  // records came
	NoData   Answer = "nodata"   // the name exists, without records of this type
	NXDomain Answer = "nxdomain" // the name does not exist
	ServFail Answer = "servfail" // the server failed
	NoAnswer Answer = "noanswer" // nothing came in time
)

// Definite reports whether a tells something about the name.
func (a Answer) Definite() bool { return a == NoError || a == NoData || a == NXDomain }

// Host is what was seen of one host name's addresses.
type Host struct {
	Name       string       `json:"name"` // without port
	Checked    time.Time    `json:"checked"`
	A          []netip.Addr `json:"a,omitempty"`
	AAAA       []netip.Addr `json:"aaaa,omitempty"` // valid IPv6 only: mapped IPv4 is dropped
	AAnswer    Answer       `json:"a_answer"`
	AAAAAnswer Answer       `json:"aaaa_answer"`
	Zone       string       `json:"zone,omitempty"` // the zone that holds the name
	NSAnswer   Answer       `json:"ns_answer,omitempty"`
	NS         []NameServer `json:"ns,omitempty"`
	V4         *Reach       `json:"v4,omitempty"`        // home page of this host over IPv4
	V6         *Reach       `json:"v6,omitempty"`        // the same over IPv6; nil: not tried
	V6Second   []Reach      `json:"v6_second,omitempty"` // pages linked from the home page (二级链接), over IPv6
	V6Third    []Reach      `json:"v6_third,omitempty"`  // pages linked from those (三级链接), over IPv6
	Record     string       `json:"record"`              // SHA-256 of the stored record of these observations: the evidence's hash
}

// NameServer is one authoritative server of a zone.
type NameServer struct {
	Name       string       `json:"name"`
	AAAA       []netip.Addr `json:"aaaa,omitempty"`
	AAAAAnswer Answer       `json:"aaaa_answer"`
}

// Reach is one attempt to get one address over one family.
type Reach struct {
	URL     string    `json:"url"`
	At      time.Time `json:"at"`
	Status  int       `json:"status,omitempty"` // HTTP status after redirects; 0: no answer
	Err     string    `json:"err,omitempty"`    // why there was no answer
	Failure Failure   `json:"failure,omitempty"`
	Millis  int       `json:"millis"`
	Title   string    `json:"title,omitempty"`
	Bytes   int       `json:"bytes,omitempty"`
	SHA256  string    `json:"sha256,omitempty"` // of the raw body
	// Sketch holds the 64 smallest hashes of the visible text's 4-rune shingles,
	// for comparing content between families without keeping it.
	Sketch []uint64 `json:"sketch,omitempty"`
}

// OK reports that a page came.
func (r *Reach) OK() bool { return r != nil && r.Err == "" && r.Status >= 200 && r.Status < 400 }

// Visit is one attempt to open the home page.
type Visit struct {
	At      time.Time `json:"at"`
	Status  int       `json:"status,omitempty"`
	Failure Failure   `json:"failure,omitempty"`
	Err     string    `json:"err,omitempty"`
	Millis  int       `json:"millis"`
}
