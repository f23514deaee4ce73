package review

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"

	"github.com/govaudit/govaudit/rules"
)

// Question is one thing that only a person can say about a site.
type Question struct {
	Key
	Finding     *rules.Finding
	Defect      *rules.Defect // nil: it is about the finding as a whole
	Fingerprint string
}

// Questions returns what the findings of a site leave to people, in their order: of
// each doubtful defect one, also beside certain ones; and one of each finding that
// is undecided as a whole.
func Questions(siteID string, findings []rules.Finding) []Question {
	var out []Question
	for i := range findings {
		f := &findings[i]
		for k := range f.Defects {
			if d := &f.Defects[k]; d.Outcome == rules.Review {
				out = append(out, Question{Key{siteID, f.Rule, d.Code, d.Subject}, f, d, Fingerprint(f, d)})
			}
		}
		if len(f.Defects) == 0 && (f.Outcome == rules.Review || f.Outcome == rules.Unknown) {
			out = append(out, Question{Key{Site: siteID, Rule: f.Rule}, f, nil, Fingerprint(f, nil)})
		}
	}
	return out
}

// Asked reports that the question waits for a person: evidence was gathered, or no
// page can show it. The others could not be observed this time; a later run may
// need no person.
func (q Question) Asked() bool {
	return q.Defect != nil || q.Finding.Outcome == rules.Review || q.Finding.Check == "manual"
}

// Verdict is what has been said of it so far; nil: nothing.
func (q Question) Verdict() *rules.Verdict {
	if q.Defect != nil {
		return q.Defect.Decided
	}
	return q.Finding.Decided
}

// ID names the key in one short word that stays the same across runs. It tells
// nothing by itself, and a slip of the hand in it is noticed: see [ValidID].
func (k Key) ID() string {
	h := sha256.Sum256([]byte(framed(k.Site) + framed(k.Rule) + framed(k.Code) + framed(k.Subject)))
	name := alphabet.EncodeToString(h[:15])
	return name + guard(name)
}

// alphabet is without padding and in lower case, in which nothing looks like a
// number or a formula for long.
var alphabet = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// ValidID reports whether ID could have made the word, for any key.
func ValidID(id string) bool {
	if len(id) != 28 || strings.Trim(id, "abcdefghijklmnopqrstuvwxyz234567") != "" {
		return false
	}
	return guard(id[:24]) == id[24:]
}

func guard(name string) string {
	h := sha256.Sum256([]byte("review id " + name))
	return alphabet.EncodeToString(h[:5])[:4]
}
