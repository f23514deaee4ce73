package review

import (
	"fmt"
	"strings"
	"time"

	"github.com/govaudit/govaudit/calendar"
)

// workbook begins the account of a proposal that came in a workbook: who fills one in
// only writes a name.
const workbook = "工作簿："

// ByWorkbook is the account of a proposal that somebody of this name made in a workbook.
func ByWorkbook(name string) string { return workbook + name }

// MadeBy reports that a proposal is by somebody of one of these names, be it the account
// or the name that others see.
func (p Proposal) MadeBy(names ...string) bool {
	for _, n := range names {
		if n != "" && (p.Account == n || p.Account == ByWorkbook(n) || p.By == n || strings.HasPrefix(p.By, n+"（")) {
			return true
		}
	}
	return false
}

// Agree is the decision that a proposal becomes once a second person agrees: it lasts
// no longer than both say.
func (p Proposal) Agree(by string, now time.Time, until calendar.Day) Decision {
	d := p.Decision
	d.By, d.At, d.Until = p.By+second+by, now, min(d.Until, until)
	return d
}

// second stands between the two who decided.
const second = "；复核："

// byBoth reports that two people decided the same as d, of whom its author is one.
func byBoth(old, d Decision) bool {
	first, other, ok := strings.Cut(old.By, second)
	return ok && old.Answer == d.Answer && old.Fingerprint == d.Fingerprint && old.Until <= d.Until &&
		(first == d.By || strings.HasPrefix(first, d.By+"（") || other == d.By || strings.HasPrefix(other, d.By+"（"))
}

// Pair is what two people have decided between them.
type Pair struct {
	Proposal Proposal // as it was read
	Became   Decision
}

// Split is what decisions of one person amount to where some take two.
type Split struct {
	Decided  []Decision // take one
	Proposed []Proposal // wait for a second person
	Agreed   []Pair     // the second person has agreed
	Stale    []Proposal // are taken away: what they rest on is another, or they are over
	Known    int        // are on record already
}

// Second splits what people decided in a workbook by whether it takes two of them.
// waiting is what was proposed before, recorded everything decided so far. Where somebody
// else proposed otherwise, nothing is to be recorded, and the words say why.
func Second(decisions []Decision, takesTwo func(Key) bool, waiting []Proposal, recorded []Decision, today calendar.Day) (Split, []string) {
	var out Split
	var wrong []string
	proposed := map[Key]Proposal{}
	for _, p := range waiting {
		proposed[p.Key] = p
	}
	latest := Latest(recorded)
	for _, d := range decisions {
		p, waits := proposed[d.Key]
		old, was := latest[d.Key]
		switch {
		case !takesTwo(d.Key):
			out.Decided = append(out.Decided, d)
		case was && byBoth(old, d) && !waits:
			out.Known++
		case waits && (p.Fingerprint != d.Fingerprint || p.Until < today):
			out.Stale = append(out.Stale, p)
			out.Proposed = append(out.Proposed, Proposal{d, ByWorkbook(d.By)})
		case waits && p.MadeBy(d.By) && p.Answer == d.Answer && p.Reason == d.Reason && p.Until == d.Until:
			out.Known++
		case waits && p.MadeBy(d.By):
			out.Proposed = append(out.Proposed, Proposal{d, p.Account})
		case waits && p.Answer != d.Answer:
			wrong = append(wrong, fmt.Sprintf("%s %s：%s 已提出“%s”，正待复核，与 %s 所填“%s”不同：请与其商定后再导入", d.Site, d.Rule, p.By, p.Answer.Word(), d.By, d.Answer.Word()))
		case waits:
			out.Agreed = append(out.Agreed, Pair{p, p.Agree(d.By, d.At, d.Until)})
		default:
			out.Proposed = append(out.Proposed, Proposal{d, ByWorkbook(d.By)})
		}
	}
	return out, wrong
}
