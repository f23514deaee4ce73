package crawler

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
)

// nameHash is what is kept of the words of a link until its page has come; 0 where
// they are too few to name one page.
func nameHash(text string) uint32 {
	if len(text) > longName {
		return 0
	}
	h, runes := uint32(2166136261), 0
	for _, r := range text {
		if unicode.IsSpace(r) {
			continue
		}
		h = (h ^ uint32(r)) * 16777619
		runes++
	}
	if runes < 2 || h == 0 {
		return 0
	}
	return h
}

// longName is the length in bytes above which words are no name.
const longName = 600

// calledAs reports a page that calls itself what the link to it does. An answer that
// is given for any address does not know what was asked for.
func calledAs(j *job, f *extract.Facts) bool {
	if j.name == 0 {
		return false
	}
	for _, s := range []string{f.Title, f.Meta.ArticleTitle, f.Meta.ColumnName, f.HTMLTitle} {
		if nameHash(s) == j.name {
			return true
		}
	}
	for rest := f.HTMLTitle; rest != ""; {
		part := rest
		if i := strings.IndexAny(rest, "-_|—–·>，,"); i >= 0 {
			_, n := utf8.DecodeRuneInString(rest[i:])
			part, rest = rest[:i], rest[i+n:]
		} else {
			rest = ""
		}
		if nameHash(part) == j.name {
			return true
		}
	}
	return false
}
