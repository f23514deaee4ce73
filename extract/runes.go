package extract

import (
	endian "encoding/binary"
	"math/bits"
)

// hanAt returns the length of the Chinese character that stands whole at b[i], 0
// where there is none: most of what is not ASCII on a page.
func hanAt[T string | []byte](b T, i int) int {
	if b[i] < 0xE4 || b[i] > 0xE9 || i+2 >= len(b) || b[i+1]&0xC0 != 0x80 || b[i+2]&0xC0 != 0x80 {
		return 0
	}
	return 3
}

// blank reports that b is nothing but the white space of ASCII, as most texts
// between two tags are. It looks at eight bytes at a time.
func blank(b []byte) bool {
	for ; len(b) >= 8; b = b[8:] {
		w := endian.LittleEndian.Uint64(b)
		if (w|(w+highBits-0x2121212121212121))&highBits != 0 { // a byte above ' '
			return false
		}
	}
	for _, c := range b {
		if c > ' ' {
			return false
		}
	}
	return true
}

// runeCount returns the number of characters of s, which is UTF-8: pages are when
// they are read. It counts eight bytes at a time.
func runeCount(s string) int {
	n := len(s)
	i := 0
	for ; i+8 <= len(s); i += 8 {
		w := s[i : i+8]
		x := uint64(w[0]) | uint64(w[1])<<8 | uint64(w[2])<<16 | uint64(w[3])<<24 | uint64(w[4])<<32 | uint64(w[5])<<40 | uint64(w[6])<<48 | uint64(w[7])<<56
		n -= bits.OnesCount64(x & (^x << 1) & highBits) // 10xxxxxx goes on with a character
	}
	for ; i < len(s); i++ {
		if s[i]&0xC0 == 0x80 {
			n--
		}
	}
	return n
}
