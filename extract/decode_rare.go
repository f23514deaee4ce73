package extract

import (
	"bytes"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// rareLook is how much of a page is looked at for encodings that hide in ASCII.
const rareLook = 4 << 10

// decodeRare decodes what looks like ASCII and is not: UTF-16 that does not say so, of
// which every second byte is zero where the mark-up stands, and HZ, which writes
// Chinese between ~{ and ~}. charset is "" if body is neither.
func decodeRare(body []byte) (text []byte, charset string) {
	head := body[:min(len(body), rareLook)]
	if bytes.IndexByte(head, 0) >= 0 {
		var zeros [2]int
		for i, b := range head {
			if b == 0 {
				zeros[i&1]++
			}
		}
		switch half := len(head) / 2; {
		case zeros[0] > half/2 && zeros[1] < half/8:
			return fromUTF16(body, 0), "utf-16be"
		case zeros[1] > half/2 && zeros[0] < half/8:
			return fromUTF16(body, 1), "utf-16le"
		}
	}
	const least = 3 // pieces of Chinese
	if n := bytes.Count(head, []byte("~{")); n >= least && bytes.Count(head, []byte("~}")) >= n-1 {
		if out, err := simplifiedchinese.HZGB2312.NewDecoder().Bytes(body); err == nil && bytes.Count(out, []byte("\uFFFD")) < n {
			return out, "hz-gb-2312"
		}
	}
	return nil, ""
}
