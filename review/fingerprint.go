package review

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/rules"
)

// Fingerprint names what a person decides on: of a defect its code and its
// evidence, of a finding without defects what the program proposes and what it saw.
//
// Evidence counts by address and quoted words. When it was seen differs with each
// crawl, and the hash of a page with anything that lives on it (a date, a counter,
// the newest headlines); neither changes what was read. The message does not count
// either: it may say how many days have passed.
//
// What could not be observed (unknown, and so every duty of the check manual) rests
// on no evidence of ours: its decision applies until it expires, or until the
// program can see for itself.
func Fingerprint(f *rules.Finding, d *rules.Defect) string {
	if d != nil {
		return digest("defect", d.Code, d.Evidence)
	}
	if f.Outcome == rules.Unknown {
		return digest("unknown", "", nil)
	}
	return digest("finding", string(f.Outcome)+" "+string(f.Proposed), f.Seen)
}

func digest(kind, what string, evidence []rules.Evidence) string {
	var parts []string
	for _, e := range evidence {
		parts = append(parts, framed(e.URL)+framed(strings.Join(strings.Fields(e.Quote), " ")))
	}
	slices.Sort(parts)
	parts = slices.Compact(parts)
	return sum(framed(kind) + framed(what) + strings.Join(parts, ""))
}

// framed writes s so that no two lists of strings run together to the same text.
func framed(s string) string { return strconv.Itoa(len(s)) + ":" + s }

func sum(s string) string {
	h := sha256.New()
	io.WriteString(h, s) // a hash never fails to be written to
	return hex.EncodeToString(h.Sum(nil)[:16])
}
