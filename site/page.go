package site

import (
	"net/netip"
	"time"
)

// Failure is why an address gave no page. The zero Failure is "it did".
type Failure string

// The kinds of failure. Definite ones say something about the site; the others
// may be our own fault or pass by themselves, and prove nothing.
const (
	FailGone      Failure = "gone"      // 404, 410: the server says there is no such page
	FailSoft404   Failure = "soft404"   // 200, but the same answer as for an address that cannot exist
	FailServer    Failure = "server"    // 5xx after retries
	FailForbidden Failure = "forbidden" // 401, 403
	FailBlocked   Failure = "blocked"   // a challenge or WAF page (412, 521, script walls)
	FailThrottled Failure = "throttled" // 429 after retries
	FailTimeout   Failure = "timeout"   // no answer, or not all of it, in time
	FailConnect   Failure = "connect"   // refused, reset, unreachable, TLS
	FailDNS       Failure = "dns"       // the name did not resolve
	FailRobots    Failure = "robots"    // robots.txt asks not to
	FailGuard     Failure = "guard"     // the address leads to a network the crawler must not enter
	FailRedirect  Failure = "redirect"  // too many redirects, or out of the site
	FailTooLarge  Failure = "too_large" // over the size bound; what came is kept, marked truncated
	FailOther     Failure = "other"     // anything else
)

// Definite reports whether f is the site's own clear word that the page is not
// there, as against an observation that failed.
func (f Failure) Definite() bool { return f == FailGone || f == FailSoft404 }

// Hop is one redirect on the way to a page.
type Hop struct {
	URL      string `json:"url"`
	Status   int    `json:"status"`
	Exchange        // what went over the wire
}

// Exchange is one request and the head of its answer as they went over the wire,
// kept as proof. The zero Exchange is one that was not kept.
type Exchange struct {
	Request string         `json:"request,omitempty"` // request line and headers, each line with its CRLF
	Answer  string         `json:"answer,omitempty"`  // status line and headers as sent, each line with its CRLF; "": no answer came
	Remote  netip.AddrPort `json:"remote,omitzero"`   // the address that answered
}

// Rendering is a page as a browser showed it: the document after its scripts ran.
type Rendering struct {
	At     time.Time
	SHA256 string // of Body, hex
	Body   []byte // the document, UTF-8; nil where only the index is read
	// Lacks says in Chinese what the page asked for and did not get, or that it did
	// not come to rest; "": it shows all there is.
	Lacks string
	Rest  Rest
}

// Rest is what a browser left open of a page it showed, for a crawl that is taken up
// again. The zero Rest is that of a page seen whole.
type Rest struct {
	Partly   bool     `json:"partly,omitempty"`   // its list could go on, or has entries of which it was not found out where they lead
	Restless bool     `json:"restless,omitempty"` // it did not come to rest in the time it had
	Leads    []string `json:"leads,omitempty"`    // where it wanted to send its reader
	Frames   []string `json:"frames,omitempty"`   // pages in its frames that were seen as parts of it
}

// IsZero reports that nothing was left open.
func (r Rest) IsZero() bool { return !r.Partly && !r.Restless && len(r.Leads)+len(r.Frames) == 0 }

// Page is one address as it was fetched. A fetch that failed is a Page too.
type Page struct {
	URL          string    // the address asked for, normalised
	Final        string    // the address that answered; equal to URL without redirects
	From         string    // the page on which the address was first found; "" for seeds
	Depth        int       // clicks from the home page
	Chain        []Hop     // redirects passed, in order
	Status       int       // HTTP status of the last answer; 0: none came
	Failure      Failure   // "": a page came
	Err          string    // Failure in words, for the log and the report
	Fetched      time.Time // when the answer was complete
	Millis       int       // from the request to the last byte
	ContentType  string    // header, verbatim
	LastModified time.Time // header; zero: absent or unreadable
	ETag         string
	SHA256       string // of Body, hex; "" without body
	Size         int64  // bytes of Body
	Truncated    bool   // Body stops at the size bound
	Body         []byte // as received after content-encoding was undone; nil where only the index is read

	Exchange Exchange // the last one; those of redirects are in Chain
	// Same is the time at which Body was really received, where the server said now
	// that it has not changed since (304); zero: it came with this answer.
	Same time.Time
	// Rendered is the page as a browser showed it; nil: no browser was used. Facts
	// are read from it where there is one.
	Rendered *Rendering
	// Facts is what package extract made of it, in the form in which that package
	// keeps it; nil: not kept, or where Body is there to be read.
	Facts []byte
	// Within is the address of the page whose script asked for this one in the
	// browser; "" for what the crawl asked for itself.
	Within string
}

// OK reports that the fetch gave a page.
func (p *Page) OK() bool { return p.Failure == "" && p.Status >= 200 && p.Status < 300 }
