package web

import (
	"slices"
	"strings"
	"unicode"
)

// span is a part of a text, in bytes.
type span struct{ from, to int }

// marks finds the words of a quote in the texts of a page, one after the other, and
// returns the parts to be marked in each. Words are compared without white space:
// lines break anywhere, and elements end anywhere. Words from several places, set
// apart by blanks, are found each by itself, in their order where they keep one. A
// quote whose middle is hidden by asterisks finds the number it stands for.
func marks(texts []string, quote string) [][]span {
	out := make([][]span, len(texts))
	s := squeeze(texts)
	if part := s.find(squeezed(strings.TrimSuffix(quote, "…")), 0); part.to > 0 {
		s.mark(out, part)
		return out
	}
	pieces := strings.FieldsFunc(quote, func(r rune) bool { return unicode.IsSpace(r) || r == '|' || r == '…' })
	from, found := 0, 0
	for _, p := range pieces {
		words := squeezed(p)
		if len(words) < 2 || found == mostPieces {
			continue
		}
		part := s.find(words, from)
		if part.to == 0 {
			part = s.find(words, 0)
		}
		if part.to == 0 {
			continue
		}
		from = part.to
		found++
		s.mark(out, part)
	}
	return out
}

const (
	mostPieces   = 8
	mostSearched = 2_000_000         // runes of a page
	mostCompared = 40 * mostSearched // of all pieces together: a page may be made so that every place nearly fits
)

// squeezedText is the texts without white space, and where each rune came from.
type squeezedText struct {
	runes []rune
	text  []int32 // which
	at    []int32 // byte in it
	left  int     // runes that may still be compared
}

func squeeze(texts []string) *squeezedText {
	s := &squeezedText{left: mostCompared}
	for i, t := range texts {
		for at, r := range t {
			if unicode.IsSpace(r) {
				continue
			}
			if len(s.runes) == mostSearched {
				return s
			}
			s.runes, s.text, s.at = append(s.runes, r), append(s.text, int32(i)), append(s.at, int32(at))
		}
	}
	return s
}

func squeezed(s string) []rune {
	return slices.DeleteFunc([]rune(s), unicode.IsSpace)
}

// find returns where words stand from a place on, the zero span if they do not. An
// asterisk beside another stands for any rune.
func (s *squeezedText) find(words []rune, from int) span {
	hidden := strings.Contains(string(words), "**")
	if len(words) == 0 {
		return span{}
	}
	for i := from; i+len(words) <= len(s.runes) && s.left > 0; i++ {
		k := 0
		for k < len(words) && (s.runes[i+k] == words[k] || hidden && words[k] == '*') {
			k++
		}
		s.left -= k + 1
		if k == len(words) {
			return span{i, i + k}
		}
	}
	return span{}
}

// mark adds a part of the squeezed runes to the parts of the texts they came from.
func (s *squeezedText) mark(out [][]span, part span) {
	for i := part.from; i < part.to; i++ {
		t, at := s.text[i], int(s.at[i])
		end := at + len(string(s.runes[i]))
		list := out[t]
		if n := len(list); n > 0 && i > part.from && s.text[i-1] == t {
			list[n-1].to = end
			continue
		}
		out[t] = append(list, span{at, end})
	}
}

// inOrder sorts spans and joins those that touch.
func inOrder(list []span) []span {
	slices.SortFunc(list, func(a, b span) int { return a.from - b.from })
	var out []span
	for _, p := range list {
		if n := len(out); n > 0 && p.from <= out[n-1].to {
			out[n-1].to = max(out[n-1].to, p.to)
			continue
		}
		out = append(out, p)
	}
	return out
}
