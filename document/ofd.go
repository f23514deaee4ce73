package document

import (
	"encoding/xml"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

var pageName = regexp.MustCompile(`(?:^|/)pages/page_(\d+)/content\.xml$`)

// ofd reads the pages of an OFD document (GB/T 33190—2016: TextObject with its
// Boundary, the words in TextCode): objects of one height make one line, and a
// gap wider than a character parts two cells.
func (b *box) ofd(t *Text) error {
	pages := b.parts(pageName)
	if len(pages) == 0 {
		return fmt.Errorf("no pages: %w", ErrDamaged)
	}
	empty := 0
	for _, name := range pages {
		before := b.text.Len()
		if err := b.ofdPage(name); err != nil {
			return err
		}
		t.Pages++
		if strings.TrimSpace(b.text.String()[before:]) == "" {
			empty++
		}
	}
	t.Lacks = emptyPages(empty)
	return nil
}

// emptyPages says that some pages gave no text.
func emptyPages(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("有 %d 页没有文字，可能是扫描件或图片", n)
}

// bounds is where an object stands: left, top, width, height in millimetres.
type bounds [4]float64

func parseBounds(s string) (bounds, bool) {
	f := strings.Fields(s)
	var out bounds
	if len(f) != len(out) {
		return out, false
	}
	for i := range out {
		v, err := strconv.ParseFloat(f[i], 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return out, false
		}
		out[i] = v
	}
	return out, true
}

func (b *box) ofdPage(name string) error {
	var last, here bounds
	known, began, inText := false, false, false
	touches, digits := false, 0 // the words here touch those before, which end with so many digits
	err := b.each(name, func(tok xml.Token) error {
		switch e := tok.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "TextObject":
				here, known = parseBounds(attr(e, "Boundary"))
			case "TextCode":
				inText, touches = true, false
				if !began {
					began = true
					last = here
					return nil
				}
				gap := "\n"
				if known && math.Abs(here[1]-last[1]) < max(last[3], here[3])/2 && here[0] >= last[0] {
					gap = ""
					touches = true
					if here[0]-(last[0]+last[2]) > max(here[3], 1) {
						gap, touches = "\t", false
					}
				}
				last = here
				return b.text.add(gap)
			}
		case xml.EndElement:
			if e.Name.Local == "TextCode" {
				inText = false
			}
		case xml.CharData:
			if inText {
				s := strings.NewReplacer("\n", "", "\r", "").Replace(string(e))
				if lead := digitsAt(s, false); touches && lead > 0 && digits > 0 && max(lead, digits) >= wholeNumber {
					s = "\t" + s
				}
				touches, digits = false, digitsAt(s, true)
				return b.text.add(s)
			}
		}
		return nil
	})
	if err == nil && began {
		err = b.text.add("\n")
	}
	return err
}

// wholeNumber is the length from which digits are a number by themselves, of a
// telephone or a person: another number beside it stands in the next cell, however
// closely their boxes touch.
const wholeNumber = 11

// digitsAt counts the digits, some perhaps hidden by stars, a text begins or ends
// with.
func digitsAt(s string, end bool) int {
	n := 0
	for n < len(s) {
		c := s[n]
		if end {
			c = s[len(s)-1-n]
		}
		if (c < '0' || c > '9') && c != '*' && !(end && n == 0 && (c == 'X' || c == 'x')) {
			break
		}
		n++
	}
	return n
}
