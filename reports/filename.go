package reports

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// names gives every name asked for a file name of its own, in the order asked.
// The zero names is ready to use.
type names struct{ taken map[string]bool }

// file returns a file name without extension: one path element, valid on every
// common system, different from those given before even where case or Unicode
// form are ignored. A name without any usable character becomes other.
func (n *names) file(name, other string) string {
	if n.taken == nil {
		n.taken = map[string]bool{}
	}
	base := safeName(name)
	if base == "" {
		base = other
	}
	out := base
	for i := 2; n.taken[strings.ToLower(out)]; i++ {
		out = fmt.Sprintf("%s-%d", base, i)
	}
	n.taken[strings.ToLower(out)] = true
	return out
}

// reserved are the device names of Windows, which no extension saves.
var reserved = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$`)

// nameBytes keeps a name with its number and extension within the 255 bytes that
// file systems allow.
const nameBytes = 180

func safeName(name string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(clean(name)) {
		switch {
		case strings.ContainsRune(`/\:*?"<>|%#;`, r), unicode.IsSpace(r):
			r = '_'
		case unicode.In(r, unicode.M, unicode.S, unicode.Z):
			continue
		}
		if b.Len()+len(string(r)) > nameBytes {
			break
		}
		b.WriteRune(r)
	}
	out := strings.Trim(b.String(), "._- ")
	if reserved.MatchString(out) {
		out = "_" + out
	}
	return out
}
