package site

import "time"

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
	URL    string `json:"url"`
	Status int    `json:"status"`
}

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
}

// OK reports that the fetch gave a page.
func (p *Page) OK() bool { return p.Failure == "" && p.Status >= 200 && p.Status < 300 }
