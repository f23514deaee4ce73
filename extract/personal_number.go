package extract

import (
	"strings"
	"time"
	"unicode/utf8"
)

// personNumber is one number in a cell.
type personNumber struct {
	kind     PersonalKind
	from, to int    // where it stands
	written  string // as it stands
	card     bool   // of a disability card: an identity number and what follows it
}

func (n personNumber) masked() string { return mask(n.written) }

// start returns the digits that tell region, issuer or network and no person.
func (n personNumber) start() string {
	most := 6
	if n.kind == Mobile {
		most = 3
	}
	d := digitsOf(n.written)
	return d[:min(most, len(d))]
}

// numbersIn finds the candidates in one cell of plain digits.
func numbersIn(cell string, seen time.Time) []personNumber {
	var out []personNumber
	for _, m := range longNumber.FindAllStringIndex(cell, 64) {
		from, to := m[0], m[1]
		if end := disabilityCard(cell[from:], seen); end > 0 && standsAlone(cell, from, from+end) {
			out = append(out, personNumber{IDNumber, from, from + end, strings.Clone(cell[from : from+end]), true})
			continue
		}
		if !standsAlone(cell, from, to) {
			continue
		}
		written := cell[from:to]
		if kind, ok := kindOfNumber(digitsOf(written), seen); ok {
			out = append(out, personNumber{kind, from, to, strings.Clone(written), false})
		}
	}
	return out
}

// disabilityCard returns the length of the number of a disability card that s begins
// with, 0 if it begins with none: the identity number, a digit each for the kind and the
// grade, and B1, B2 … where the card was issued again.
func disabilityCard(s string, seen time.Time) int {
	const bare = 20
	if len(s) < bare || s[18] < '1' || s[18] > '7' || s[19] < '1' || s[19] > '4' {
		return 0
	}
	for i := range 17 {
		if !isDigit(s[i]) {
			return 0
		}
	}
	if !validID(strings.ToUpper(s[:18]), seen) {
		return 0
	}
	if len(s) > bare+1 && (s[bare] == 'B' || s[bare] == 'b') && isDigit(s[bare+1]) {
		return bare + 2
	}
	return bare
}

// wholeID joins an identity number that is all a cell holds and that its narrow
// column breaks in two.
func wholeID(cell string, seen time.Time) string {
	s := strings.TrimSpace(cell)
	if at := strings.IndexByte(s, ' '); len(s) != 19 || at < 4 || at > 14 {
		return cell
	}
	d := digitsOf(s)
	for i := range len(d) {
		if !isDigit(d[i]) && (d[i] != 'X' || i != 17) {
			return cell
		}
	}
	if len(d) != 18 || !validID(d, seen) {
		return cell
	}
	return d
}

func digitsOf(s string) string {
	return strings.NewReplacer(" ", "", "-", "", "x", "X").Replace(s)
}

// standsAlone reports whether s[from:to] is a whole number: no part of a longer
// word, an address, a decimal or a number whose end is hidden.
func standsAlone(s string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:from])
	after, w := utf8.DecodeRuneInString(s[to:])
	if strings.ContainsRune("*×✱＊●#._/=@&?%", before) || isLatin(before) {
		return false
	}
	if before == '-' && from > 1 && isDigit(s[from-2]) && s[from] != '1' {
		return false
	}
	if strings.ContainsRune("*×✱＊●#_=@&%", after) || isLatin(after) || after >= '0' && after <= '9' {
		return false
	}
	if (after == '.' || after == '-' || after == '/') && to+w < len(s) && (isDigit(s[to+w]) || isLatin(rune(s[to+w]))) {
		return false
	}
	return true
}

func isLatin(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// kindOfNumber tells what digits, perhaps with a final X, may be.
func kindOfNumber(d string, seen time.Time) (PersonalKind, bool) {
	if strings.HasSuffix(d, "X") {
		return IDNumber, len(d) == 18 && validID(d, seen)
	}
	switch {
	case len(d) == 11:
		return Mobile, d[0] == '1' && d[1] >= '3' && !repeats(d)
	case len(d) == 18 && validID(d, seen):
		return IDNumber, true
	case len(d) == 15 && region(d) && birth("19"+d[6:12], seen):
		return OldIDNumber, true
	}
	return CardNumber, len(d) >= 13 && len(d) <= 19 && d[0] != '0' && luhn(d) && !repeats(d)
}

// repeats reports a number that only stands for one: 13800000000, 6222222222222222.
func repeats(d string) bool {
	tail := d[len(d)-7:]
	return strings.Count(tail, tail[:1]) == len(tail)
}

// validID checks an identity number of 18 characters by GB 11643—1999: region,
// date of birth, and the check character by ISO 7064 MOD 11-2.
func validID(d string, seen time.Time) bool {
	if !region(d) || !birth(d[6:14], seen) {
		return false
	}
	sum, weight := 0, 1
	for i := 16; i >= 0; i-- {
		weight = weight * 2 % 11
		sum += int(d[i]-'0') * weight
	}
	return "10X98765432"[sum%11] == d[17]
}

// birth checks a date of birth, from 1900 to the day the page was seen.
func birth(s string, seen time.Time) bool {
	t, err := time.Parse("20060102", s)
	return err == nil && t.Year() >= 1900 && (seen.IsZero() || t.Before(seen))
}

// prefectures are the provinces of GB/T 2260 with the second pairs of digits that
// were ever given out in them, as ranges.
var prefectures = map[string]string{
	"11": "0102", "12": "0102", "13": "01112133", "14": "01112129", "15": "01092131", "21": "0114", "22": "01082126", "23": "01142133",
	"31": "0102", "32": "01132131", "33": "01112129", "34": "01182129", "35": "01092132", "36": "01112129", "37": "01172131",
	"41": "01182133", "42": "013290909696", "43": "01133133", "44": "01212753", "45": "01142133", "46": "00049090",
	"50": "0103", "51": "0134", "52": "01062131", "53": "01092136", "54": "01062127",
	"61": "01102131", "62": "01122136", "63": "01022128", "64": "01052123", "65": "010521439090",
	"71": "0099", "81": "0000", "82": "0000", "83": "0000",
}

// region checks the first six digits: a province, a prefecture of it and a county.
// A few cities without counties number their people as the city.
func region(d string) bool {
	ranges, ok := prefectures[d[:2]]
	if !ok {
		return false
	}
	for ; len(ranges) >= 4; ranges = ranges[4:] {
		if d[2:4] >= ranges[:2] && d[2:4] <= ranges[2:4] {
			switch d[:6] {
			case "441900", "442000", "460400", "620200", "710000", "810000", "820000", "830000":
				return true
			}
			return d[4:6] != "00"
		}
	}
	return d[2:4] == "90" && d[4:6] != "00" // counties led by the province itself
}

func luhn(d string) bool {
	sum := 0
	for i := range len(d) {
		v := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0
}

// hasPersonal reports whether s may hold a number about a person. It is asked of
// every page: one pass over the bytes, nothing allocated.
func hasPersonal(s string) bool {
	var run [4]int // lengths of the groups of digits before the present one, the nearest first
	n, first, second := 0, byte(0), byte(0)
	for i := 0; i < len(s); i++ {
		if n == 0 && run == [4]int{} { // nothing before counts: on to the next digit
			for i < len(s) && !beginsDigit[s[i]] {
				i++
			}
			if i == len(s) {
				return false
			}
		}
		b := s[i]
		switch {
		case isDigit(b):
		case b == 0xEF && i+2 < len(s) && s[i+1] == 0xBC && s[i+2] >= 0x90 && s[i+2] <= 0x99:
			b = s[i+2] - 0x90 + '0' // full width
			i += 2
		case b == mark:
			if n >= 11 && telling(n, first, second, run) {
				return true // what follows may be the next cell
			}
			continue
		default:
			if n > 0 {
				if telling(n, first, second, run) {
					return true
				}
				if b == ' ' || b == '-' || b == 0xC2 { // 0xC2 begins a no-break space
					run = [4]int{n, run[0], run[1], run[2]}
				} else {
					run = [4]int{}
				}
				n = 0
			} else if b != 0xA0 {
				run = [4]int{}
			}
			continue
		}
		if n == 0 {
			first = b
		}
		if n == 1 {
			second = b
		}
		n++
	}
	return n > 0 && telling(n, first, second, run)
}

// beginsDigit marks the first bytes of digits of either width.
var beginsDigit = func() (t [256]bool) {
	for c := '0'; c <= '9'; c++ {
		t[c] = true
	}
	t[0xEF] = true
	return t
}()

// telling reports whether a group of n digits, after groups of the lengths in
// before, ends something worth a closer look.
func telling(n int, first, second byte, before [4]int) bool {
	switch {
	case n == 11:
		return first == '1' && second >= '3'
	case n >= 13 && n <= 20: // twenty: a disability card
		return true
	case n == 4 && (before[0] == 4 || before[0] == 8):
		return before[1] == 3 || before[1] == 6 || before[1] == 4 && before[2] == 4
	case n == 3 && before[0] == 8:
		return before[1] == 6 // the last character is an X
	}
	return before[0] >= 4 && (n+before[0] == 18 || n+before[0] == 17) // broken by a narrow column
}

// plainDigits writes digits and what stands between them in one way: half width,
// plain blanks, without marks inside a number.
func plainDigits(s string) string {
	plain := true
	for i := range len(s) {
		if s[i] == mark || s[i] >= 0x80 {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case r == mark, r == '\u200b', r == '\u200c', r == '\u200d', r == '\ufeff':
		case r >= '０' && r <= '９':
			b.WriteByte(byte(r-'０') + '0')
		case r == 'Ｘ', r == 'ｘ':
			b.WriteByte('X')
		case r == '\u00a0', r == '\u3000', r == '\u2002', r == '\u2003':
			b.WriteByte(' ')
		case r == '—', r == '－', r == '–':
			b.WriteByte('-')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
