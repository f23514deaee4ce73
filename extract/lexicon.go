package extract

import (
	"bytes"
	"strings"
)

// lexicon is a list of words that many short texts are asked for. Each word has a
// mark of the characters it is made of: a text without one of them is not searched.
type lexicon struct {
	words []string
	marks []uint64
}

func lexiconOf(words ...string) lexicon {
	l := lexicon{words: words}
	for _, w := range words {
		l.marks = append(l.marks, markOf(w))
	}
	return l
}

// markOf has a bit for each character of s, which many characters share: that of
// the last byte of its encoding.
func markOf[T string | []byte](s T) uint64 {
	var m uint64
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c < 0xC0: // also the rest of a character that was cut
		case c < 0xE0:
			i++
		case c < 0xF0:
			i += 2
		default:
			i += 3
		}
		if i >= len(s) {
			return m
		}
		m |= 1 << (s[i] & 63)
	}
	return m
}

// in reports whether a word stands in s, whose mark is m.
func (l *lexicon) in(s string, m uint64) bool {
	for i, w := range l.marks {
		if m&w == w && strings.Contains(s, l.words[i]) {
			return true
		}
	}
	return false
}

// inBytes is in for a part of the source.
func (l *lexicon) inBytes(b []byte, m uint64) bool {
	for i, w := range l.marks {
		if m&w == w && bytes.Contains(b, []byte(l.words[i])) {
			return true
		}
	}
	return false
}

// first returns the least index in s, whose mark is m, at which a word stands; -1
// if none does.
func (l *lexicon) first(s string, m uint64) int {
	first := -1
	for i, w := range l.marks {
		if m&w != w {
			continue
		}
		if at := strings.Index(s, l.words[i]); at >= 0 && (first < 0 || at < first) {
			first = at
		}
	}
	return first
}
