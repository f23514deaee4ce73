package crawler

import (
	"slices"
	"strings"
	"unicode"

	"github.com/govaudit/govaudit/extract"
)

// A converter between two encodings can make rubbish of words for good: what came is
// well-formed and says nothing, not even that something is not there.

// garbledLeast is the number of spoiled characters from which a page may count as rubbish.
const garbledLeast = 24

// garbledWords say why such a page is not read.
const garbledWords = "的文字是乱码，读不出内容"

// garbled reports a page that holds more rubbish than Chinese.
func garbled(f *extract.Facts) bool {
	if !mayBeSpoiled(f.Text) && !mayBeSpoiled(f.HTMLTitle) && !slices.ContainsFunc(f.Items, func(it extract.Item) bool { return mayBeSpoiled(it.Title) }) {
		return false // as almost every page
	}
	spoiled, sound := spoils(f.HTMLTitle)
	for _, s := range [...]string{f.Title, f.Text} {
		a, b := spoils(s)
		spoiled, sound = spoiled+a, sound+b
	}
	for i := range f.Items {
		a, b := spoils(f.Items[i].Title)
		spoiled, sound = spoiled+a, sound+b
	}
	return spoiled >= garbledLeast && spoiled > sound
}

// mayBeSpoiled reports that s has what a wrong conversion leaves, or what looks like it.
func mayBeSpoiled(s string) bool {
	const latin = 0xC3 // the first byte, in UTF-8, of the letters from À to ÿ
	return strings.IndexByte(s, latin) >= 0 || strings.Contains(s, "???") || strings.Contains(s, "\uFFFD") || strings.Contains(s, "锟斤拷")
}

// spoils counts the characters of s that a wrong conversion leaves in the place of
// others, and the Chinese ones: question marks in a row, the sign for what is no
// character, the three that its UTF-8 makes when read as GBK, and the letters of Latin
// that the UTF-8 of Chinese makes, which no language puts side by side.
func spoils(s string) (spoiled, sound int) {
	n := strings.Count(s, "锟斤拷")
	spoiled, sound = 3*n, -3*n
	asked, after := 0, 0
	lead := false
	for _, r := range s {
		switch {
		case r == '?':
			if asked++; asked == 3 {
				spoiled += 3
			} else if asked > 3 {
				spoiled++
			}
			lead = false
			continue
		case r == unicode.ReplacementChar:
			spoiled++
		case r >= 0xE4 && r <= 0xE9: // the first byte of a character in UTF-8
			lead, after = true, 0
			asked = 0
			continue
		case lead && follows(r):
			if after++; after == 2 {
				spoiled++
				lead = false
			}
			asked = 0
			continue
		case unicode.Is(unicode.Han, r):
			sound++
		}
		asked, lead = 0, false
	}
	return spoiled, max(sound, 0)
}

// follows reports what the second and third byte of a character in UTF-8 are as ISO
// 8859-1 or Windows-1252.
func follows(r rune) bool {
	return r >= 0x80 && r <= 0xBF || strings.ContainsRune("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ", r)
}
