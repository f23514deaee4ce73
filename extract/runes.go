package extract

import "math/bits"

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
