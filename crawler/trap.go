package crawler

import (
	"strings"
	"unicode"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// trap notices addresses that lead on for ever without bringing anything: the
// calendar's next month, the page behind a list's last, filters in every
// combination. It counts, for each pattern of addresses, the pages in a row that led
// only to more of their own pattern and said nothing that was not said before.
//
// Pages that lead nowhere new are not counted, as articles may be as alike as they like,
// unless others of their pattern led only to more of it before: the days of a calendar.
// The zero trap is ready; frontier.mu guards it.
type trap struct {
	vain  map[uint64]uint8    // by pattern, up to vainMost
	said  map[uint64]struct{} // the words of such pages
	spots int                 // patterns that are shut
}

const (
	vainMost = 20      // pages in a row after which a pattern's own links are left alone
	vainFrom = 6       // clicks from home from which on pages without parameters count
	trapMost = 1 << 14 // patterns and texts that are kept in mind
)

// saw notes a page of the pattern with hash h, whose words are said, that led only to
// more of its own pattern.
func (t *trap) saw(h, said uint64) {
	if t.vain == nil {
		t.vain, t.said = map[uint64]uint8{}, map[uint64]struct{}{}
	}
	_, again := t.said[said]
	if !again {
		if len(t.said) < trapMost {
			t.said[said] = struct{}{}
		}
		t.brought(h)
		return
	}
	n := t.vain[h]
	if n >= vainMost || n == 0 && len(t.vain) >= trapMost {
		return
	}
	t.vain[h] = n + 1
	if n+1 == vainMost {
		t.spots++
	}
}

// brought notes a page of the pattern with hash h that brought something.
func (t *trap) brought(h uint64) {
	if n := t.vain[h]; n > 0 {
		if n >= vainMost {
			t.spots--
		}
		delete(t.vain, h)
	}
}

// shut reports whether addresses of the pattern to, found on a page of the pattern
// from, are left alone: both lead nowhere.
func (t *trap) shut(from, to uint64) bool {
	return t.vain[to] >= vainMost && t.vain[from] >= vainMost
}

// shuts reports whether j is one of the addresses that lead nowhere. It does not
// matter to the audit what stands there: what they were bred by says so.
func (f *frontier) shuts(j *job) bool {
	if f.guesses.bad >= guessVain && f.guesses.vain(f.hash(j.url)) {
		return true
	}
	if f.trap.spots == 0 || j.class == classFile || j.class == classPicture {
		return false
	}
	to := f.hash(pattern(j.url))
	if f.trap.vain[to] < vainMost {
		return false
	}
	return j.order > 0 || f.trap.shut(f.hash(pattern(j.from)), to)
}

// followed notes what p led to: those of its links that were not known before.
func (f *frontier) followed(p *site.Page, facts *extract.Facts, found []*job) {
	address := p.URL
	own := pattern(address)
	if own == address {
		return // no number and no parameter to run through
	}
	// Near the home page, what looks alike is more likely a set of poor articles.
	program := own[len(own)-1] == '?'
	near := !program && p.Depth < vainFrom && facts.Signals.Redirect == "" && facts.Kind != extract.Frame
	others, more := f.led(own, found)
	end := !more && facts.Kind != extract.List
	if !others && (more && near || end && (!program || facts.Signals.ListByScript != "" || facts.Signals.NeedsBrowser != "" || len(facts.Attachments) > 0)) {
		return
	}
	var said uint64
	if !others {
		said = f.hash(wordsOf(address, facts))
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if others {
		f.trap.brought(f.hash(own))
		return
	}
	if end && f.trap.vain[f.hash(own)] == 0 {
		return
	}
	if p.Rendered == nil || !more { // what a page says was counted before it was shown in a browser
		f.trap.saw(f.hash(own), said)
	}
}

// led tells whether jobs lead to more of the pattern own, and whether to others that
// may bring something.
func (f *frontier) led(own string, jobs []*job) (others, more bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, j := range jobs {
		if j.class == classNone || j.class == classPicture {
			continue
		}
		if to := pattern(j.url); to == own || f.trap.vain[f.hash(to)] >= vainMost {
			more = true
		} else {
			others = true
		}
	}
	return others, more
}

// pattern is what an address shares with those of the same program: # in place of
// its numbers and no query, "?" where there is one. An address without either is
// its own pattern.
func pattern(address string) string {
	plain, _, query := strings.Cut(address, "?")
	at := 0 // numbers in a host name and port are part of it
	if i := strings.Index(plain, "://"); i >= 0 {
		at = len(plain)
		if k := strings.IndexByte(plain[i+3:], '/'); k >= 0 {
			at = i + 3 + k
		}
	}
	if !query && !strings.ContainsAny(plain[at:], "0123456789") {
		return address
	}
	out := []byte(plain[:at])
	for i := at; i < len(plain); i++ {
		switch c := plain[i]; {
		case c < '0' || c > '9':
			out = append(out, c)
		case out[len(out)-1] != '#':
			out = append(out, '#')
		}
	}
	if !query {
		return string(out)
	}
	out = append(out, '?')
	for pair := range strings.SplitSeq(address[len(plain)+1:], "&") {
		if key, value, _ := strings.Cut(pair, "="); deedKeys[strings.ToLower(key)] && value != "" && strings.IndexFunc(value, notLetter) < 0 {
			out = append(append(out, value...), '?')
		}
	}
	return string(out)
}

// deedKeys are the names of parameters that say which part of a program is meant:
// info.do?method=list, info.do?method=view.
var deedKeys = map[string]bool{"method": true, "action": true, "act": true, "m": true, "c": true, "a": true, "op": true, "do": true, "cmd": true, "mod": true, "func": true, "fn": true, "r": true, "s": true}

func notLetter(r rune) bool { return r|0x20 < 'a' || r|0x20 > 'z' }

// wordsOf returns what the page at address says, without what tells the pages of a
// calendar or of an empty list apart: days, months, years, times, and the numbers of
// the address itself.
func wordsOf(address string, f *extract.Facts) string {
	var out strings.Builder
	add := func(s string) {
		for s != "" {
			i := strings.IndexFunc(s, unicode.IsDigit)
			if i < 0 {
				letters(&out, s)
				return
			}
			letters(&out, s[:i])
			s = s[i:]
			n := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) })
			if n < 0 {
				n = len(s)
			}
			if number := s[:n]; !ofCalendar(number) && !strings.Contains(address, number) {
				out.WriteString(number)
			}
			s = s[n:]
		}
	}
	add(f.HTMLTitle)
	add(f.Text[:min(len(f.Text), 20_000)])
	for i, it := range f.Items {
		if i == 100 {
			break
		}
		add(it.Title)
	}
	return out.String()
}

func letters(out *strings.Builder, s string) {
	for _, r := range s {
		if unicode.IsLetter(r) {
			out.WriteRune(r)
		}
	}
}

// ofCalendar reports a number that may be a day, month, year, hour or minute.
func ofCalendar(number string) bool {
	n := 0
	for _, c := range number {
		if c < '0' || c > '9' || n > 9999 {
			return false
		}
		n = 10*n + int(c-'0')
	}
	return n < 60 || n >= 1900 && n < 2200
}
