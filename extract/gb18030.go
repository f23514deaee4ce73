package extract

import (
	endian "encoding/binary"
	"math/bits"
	"slices"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

const (
	gbRow  = 0xFE - 0x40 + 1 // second bytes of one first byte
	gbRows = 0xFE - 0x81 + 1
)

// gbTable holds the character of every two-byte code, U+FFFD where there is
// none. It is worked out once, from the standard decoder.
var gbTable = sync.OnceValue(func() *[gbRows * gbRow]rune {
	table := new([gbRows * gbRow]rune)
	dec := simplifiedchinese.GB18030.NewDecoder()
	for hi := 0; hi < gbRows; hi++ {
		for lo := 0; lo < gbRow; lo++ {
			r := utf8.RuneError
			if out, err := dec.Bytes([]byte{byte(hi + 0x81), byte(lo + 0x40)}); err == nil {
				if c, n := utf8.DecodeRune(out); n == len(out) {
					r = c
				}
			}
			table[hi*gbRow+lo] = r
		}
	}
	return table
})

// fromGB18030 appends b, decoded from GB18030, of which GBK and GB2312 are parts,
// to out. It gives what the standard decoder gives, several times faster on pages
// that are mostly markup; a code that does not exist becomes U+FFFD, and the ASCII
// character after a lone first byte is kept.
func fromGB18030(out, b []byte) []byte {
	table := gbTable()
	if most := len(b) + len(b)/2; cap(out)-len(out) < most { // a character of two bytes takes one more
		if most > keepText {
			most = len(b) + highBytes(b)
		}
		out = slices.Grow(out, most)
	}
	for i := 0; i < len(b); {
		c := b[i]
		if c < 0x80 {
			n := asciiRun(b[i:])
			out = append(out, b[i:i+n]...)
			i += n
			continue
		}
		switch {
		case c == 0x80:
			out = append(out, "€"...)
			i++
		case c == 0xFF:
			out = append(out, "\uFFFD"...)
			i++
		case i+1 == len(b): // cut inside a character
			return out
		case b[i+1] >= 0x40:
			r := rune(utf8.RuneError)
			if b[i+1] <= 0xFE {
				r = table[int(c-0x81)*gbRow+int(b[i+1]-0x40)]
			}
			switch {
			case r == utf8.RuneError && b[i+1] < 0x80:
				out = append(out, "\uFFFD"...)
				i++
				continue
			case r >= 0x800 && r <= 0xFFFF:
				out = append(out, byte(r>>12)|0xE0, byte(r>>6)&0x3F|0x80, byte(r)&0x3F|0x80)
			default:
				out = utf8.AppendRune(out, r)
			}
			i += 2
		case b[i+1] >= '0' && b[i+1] <= '9' && i+3 < len(b) && b[i+2] >= 0x81 && b[i+2] < 0xFF && b[i+3] >= '0' && b[i+3] <= '9':
			four, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b[i : i+4])
			if err != nil {
				four = []byte("\uFFFD")
			}
			out = append(out, four...)
			i += 4
		default:
			out = append(out, "\uFFFD"...)
			i++
		}
	}
	return out
}

// highBits are those that no byte of ASCII has, in eight bytes.
const highBits = 0x8080808080808080

// asciiRun returns the number of ASCII bytes b begins with.
func asciiRun(b []byte) int {
	i := 0
	for ; i+32 <= len(b); i += 32 {
		w := b[i : i+32]
		if (endian.LittleEndian.Uint64(w)|endian.LittleEndian.Uint64(w[8:])|endian.LittleEndian.Uint64(w[16:])|endian.LittleEndian.Uint64(w[24:]))&highBits != 0 {
			break
		}
	}
	for ; i+8 <= len(b); i += 8 {
		if high := endian.LittleEndian.Uint64(b[i:]) & highBits; high != 0 {
			return i + bits.TrailingZeros64(high)/8
		}
	}
	for i < len(b) && b[i] < 0x80 {
		i++
	}
	return i
}

// highBytes counts the bytes of b that are not ASCII.
func highBytes(b []byte) int {
	n := 0
	for ; len(b) >= 8; b = b[8:] {
		n += bits.OnesCount64(endian.LittleEndian.Uint64(b) & highBits)
	}
	for _, c := range b {
		n += int(c >> 7)
	}
	return n
}

// toGB18030 encodes s as the query of an address on a GB page is.
func toGB18030(s string) []byte {
	out, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
	if err != nil {
		return []byte(s)
	}
	return out
}
