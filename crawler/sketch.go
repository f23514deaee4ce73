package crawler

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	shingle    = 4  // runes
	sketchSize = 64 // hashes kept
)

// sketch returns the sketchSize smallest distinct hashes of the shingles of
// text, white space aside, ascending. Texts shorter than a shingle give one hash.
func sketch(text string) []uint64 {
	runes := make([]rune, 0, len(text)/2)
	for _, r := range text {
		if !unicode.IsSpace(r) {
			runes = append(runes, r)
		}
	}
	if len(runes) == 0 {
		return nil
	}
	hashes := make([]uint64, 0, len(runes))
	for i := 0; i == 0 || i+shingle <= len(runes); i++ {
		var h uint64
		for _, r := range runes[i:min(i+shingle, len(runes))] {
			h = mix(h ^ uint64(r))
		}
		hashes = append(hashes, h)
	}
	slices.Sort(hashes)
	hashes = slices.Compact(hashes)
	return slices.Clone(hashes[:min(len(hashes), sketchSize)])
}

// mix is the finalizer of splitmix64: the same on every machine and run.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// alike estimates the share of shingles two sketched texts have in common: the
// Jaccard index over the smallest hashes of their union.
func alike(a, b []uint64) float64 {
	if len(a) == 0 || len(b) == 0 {
		if len(a) == len(b) {
			return 1
		}
		return 0
	}
	union, both := 0, 0
	for i, j := 0, 0; union < sketchSize && (i < len(a) || j < len(b)); union++ {
		switch {
		case j == len(b) || i < len(a) && a[i] < b[j]:
			i++
		case i == len(a) || b[j] < a[i]:
			j++
		default:
			both++
			i++
			j++
		}
	}
	return float64(both) / float64(union)
}

// visible returns the text of an HTML page outside tags, scripts, styles and
// comments, with the tags gone without trace. It is for comparing pages with
// each other, not for reading them.
func visible(html []byte) string {
	var out strings.Builder
	out.Grow(len(html) / 4)
	for len(html) > 0 {
		i := bytes.IndexByte(html, '<')
		if i < 0 {
			out.Write(html)
			break
		}
		out.Write(html[:i])
		html = html[i:]
		switch {
		case bytes.HasPrefix(html, []byte("<!--")):
			html = after(html[4:], "-->")
		case opens(html, "script"):
			html = after(html, "</script")
		case opens(html, "style"):
			html = after(html, "</style")
		case len(html) > 1 && !tagStart(html[1]):
			out.WriteByte('<')
			html = html[1:]
			continue
		}
		if end := bytes.IndexByte(html, '>'); end >= 0 && len(html) > 0 && html[0] != 0 {
			html = html[end+1:]
		} else {
			html = nil
		}
	}
	return out.String()
}

func tagStart(c byte) bool {
	return c == '/' || c == '!' || c == '?' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// opens reports whether html starts with the tag name, in any case.
func opens(html []byte, name string) bool {
	if len(html) < len(name)+2 || !strings.EqualFold(string(html[1:len(name)+1]), name) {
		return false
	}
	c := html[len(name)+1]
	return c == '>' || c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '/'
}

// after returns html from the last byte of the end mark on, so that the caller's
// search for ">" finds it or what closes the tag; nil without the mark.
func after(html []byte, mark string) []byte {
	low := []byte(mark)
	for at := 0; ; {
		i := bytes.IndexByte(html[at:], mark[0])
		if i < 0 || at+i+len(mark) > len(html) {
			return nil
		}
		at += i
		if bytes.EqualFold(html[at:at+len(mark)], low) {
			return html[at+len(mark)-1:]
		}
		at++
	}
}

// constant strips text of what a page may echo or count (Latin letters, digits,
// punctuation), so that two answers of one template come out equal. Where hardly
// anything would be left, only digits and echo go.
func constant(text, echo string) string {
	var han, rest strings.Builder
	n := 0
	for _, r := range text {
		switch {
		case r >= utf8.RuneSelf && (unicode.IsLetter(r)):
			han.WriteRune(r)
			n++
		}
	}
	if n >= 8 {
		return han.String()
	}
	if echo != "" {
		text = strings.ReplaceAll(text, echo, "")
	}
	for _, r := range text {
		if !unicode.IsSpace(r) && !unicode.IsDigit(r) {
			rest.WriteRune(r)
		}
	}
	return rest.String()
}
