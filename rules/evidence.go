package rules

import (
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

// maxQuote bounds a quotation, in characters: enough to recognise the place,
// not enough to republish the page.
const maxQuote = 300

// Quote is evidence from a page: the words quote, as they stand on it. Of a page
// that was not obtained it is incomplete, and the engine lets no defect fail on
// it.
func Quote(pg *portal.Page, quote string) Evidence {
	e := Evidence{Quote: abridge(quote)}
	if pg == nil {
		return e
	}
	e.URL = pg.URL
	if pg.Facts() != nil {
		e.URL, e.Seen, e.SHA256 = pg.Facts().URL, pg.Facts().Seen, pg.Facts().SHA256
	}
	return e
}

// HostEvidence is evidence from the network observations of a host, in words.
func HostEvidence(h site.Host, quote string) Evidence {
	return Evidence{URL: "http://" + h.Name + "/", Seen: h.Checked, Quote: abridge(quote), SHA256: h.Record}
}

// abridge collapses white space and cuts what exceeds maxQuote.
func abridge(s string) string {
	if len(s) > 16*maxQuote { // no need to fold a whole page for its first words
		s = s[:16*maxQuote]
	}
	s = strings.ToValidUTF8(strings.Join(strings.Fields(s), " "), "")
	if utf8.RuneCountInString(s) <= maxQuote {
		return s
	}
	return string([]rune(s)[:maxQuote-1]) + "…"
}

// complete reports that e can be shown to the accused: where, when, the words,
// and the hash of what was stored.
func (e Evidence) complete() bool {
	return e.URL != "" && !e.Seen.IsZero() && strings.TrimSpace(e.Quote) != "" && e.SHA256 != ""
}

// failing is a certain defect.
func failing(code, subject, message string, evidence ...Evidence) Defect {
	return Defect{Code: code, Outcome: Fail, Subject: subject, Message: message, Evidence: evidence}
}

// doubtful is a defect that a person has to decide.
func doubtful(code, subject, message string, evidence ...Evidence) Defect {
	return Defect{Code: code, Outcome: Review, Subject: subject, Message: message, Evidence: evidence}
}
