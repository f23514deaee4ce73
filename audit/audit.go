// Package audit carries one audit from start to end: crawl, judge, score,
// record. It is handed a crawl function and a store, and knows neither network
// nor SQL.
package audit

import (
	"time"

	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/site"
)

// Run is one execution over a list of sites.
type Run struct {
	ID       string    `json:"id"`
	AsOf     time.Time `json:"as_of"` // 监测时间点: "now" for every deadline
	Started  time.Time `json:"started"`
	Finished time.Time `json:"finished"` // zero: not finished
	Program  string    `json:"program"`  // version of this program
	Packs    []PackRef `json:"packs"`
	// Of is the run whose snapshots were judged again; "" for a run that crawled.
	Of string `json:"of,omitempty"`
	// Kind tells runs apart whose results do not count as scores; "": they do.
	Kind Kind `json:"kind,omitempty"`
	// Key identifies the work: two invocations with the same key continue one
	// unfinished run instead of starting another.
	Key string `json:"-"`
}

// Kind is what a run is for.
type Kind string

// Recheck is the Kind of a run that only visits the pages of what was to be mended.
const Recheck Kind = "recheck"

// PackRef names exactly the rules that judged.
type PackRef struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	SHA256  string `json:"sha256"`
}

// State is how far a site could be audited (contract §3).
type State string

// The states.
const (
	Audited     State = "audited"
	Partial     State = "partial"     // a part was not seen, by a limit or by failures: nothing missing may be concluded
	Unreachable State = "unreachable" // the portal did not answer
)

// Crawl sums up one crawl for the results.
type Crawl struct {
	Pages    int     `json:"pages"`
	Failed   int     `json:"failed"`
	Bytes    int64   `json:"bytes"`
	Seconds  float64 `json:"seconds"`
	Complete bool    `json:"complete"`
	Stopped  string  `json:"stopped"`
}

// Site is the result for one site.
type Site struct {
	ID         string     `json:"id"`
	Name       string     `json:"name"`
	URL        string     `json:"url"`
	Level      site.Level `json:"level"`
	Department string     `json:"department"`
	Code       string     `json:"code,omitempty"` // 网站标识码, if known
	State      State      `json:"state"`
	Crawl      Crawl      `json:"crawl"`
	// Coverage is for the page about the crawl; results.json leaves it out.
	Coverage *Coverage       `json:"coverage,omitempty"`
	Scores   []scoring.Score `json:"scores"`
	Findings []rules.Finding `json:"findings"`
	// Ahead is what will be wrong if nothing changes, nearest first, where it was asked for.
	Ahead []Breach `json:"ahead,omitempty"`
}

// Results is the content of results.json.
type Results struct {
	Schema string  `json:"schema"` // ResultsSchema
	Run    Run     `json:"run"`
	Sites  []*Site `json:"sites"` // by ID
}

// ResultsSchema names the format of results.json.
const ResultsSchema = "govaudit/results/v1"
