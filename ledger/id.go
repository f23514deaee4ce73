package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/review"
)

// digits are those of Crockford's base 32: none of them looks like another.
const digits = "0123456789abcdefghjkmnpqrstvwxyz"

// idDigits is how many digits name the item; two more guard them.
const idDigits = 10

// NewID names an item after the defect it was opened for: ZG-, ten digits and two to
// check them. try tells apart items whose names would be the same; it is 0 for the
// first.
func NewID(k review.Key, try int) string {
	name := k.ID()
	if try > 0 {
		name += " " + strconv.Itoa(try)
	}
	sum := sha256.Sum256([]byte("ledger " + name))
	n := binary.BigEndian.Uint64(sum[:8]) >> (64 - 5*idDigits)
	return write(n)
}

// prime is the largest below 1024: two digits hold any remainder, and neither one
// wrong digit nor two changed about leave it as it was.
const prime = 1021

func write(n uint64) string {
	all := n<<10 | n%prime
	var b [idDigits + 2]byte
	for i := len(b) - 1; i >= 0; i-- {
		b[i] = digits[all&31]
		all >>= 5
	}
	s := strings.ToUpper(string(b[:]))
	return "ZG-" + s[:4] + "-" + s[4:8] + "-" + s[8:]
}

// sloppy turns what a hand writes into the digits it means.
var sloppy = strings.NewReplacer("-", "", " ", "", "－", "", "—", "", "_", "", "o", "0", "i", "1", "l", "1")

// ParseID reads the name of an item as people type it, in either case, with or
// without dashes, and returns it as [NewID] writes it; false where a digit is wrong.
func ParseID(s string) (string, bool) {
	if len(s) > 40 {
		return "", false
	}
	s, ok := strings.CutPrefix(sloppy.Replace(strings.ToLower(strings.TrimSpace(s))), "zg")
	if !ok || len(s) != idDigits+2 {
		return "", false
	}
	var all uint64
	for i := range len(s) {
		d := strings.IndexByte(digits, s[i])
		if d < 0 {
			return "", false
		}
		all = all<<5 | uint64(d)
	}
	n := all >> 10
	if n%prime != all&1023 {
		return "", false
	}
	return write(n), true
}
