package rules

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// maxMention is the length in characters of a line that can be the name of a
// block; longer ones speak of the column rather than being it.
const maxMention = 24

// mentioned returns a page among those searched whose text has one of the names
// in words that are no link, and the line.
func (k *column) mentioned(c *Case) (*portal.Page, string) {
	names := k.long()
	for i, n := range names {
		names[i] = extract.Fold(n)
	}
	for _, l := range c.shortLines() {
		if slices.ContainsFunc(names, func(n string) bool { return strings.Contains(l.folded, n) }) && !k.unlike(l.text) {
			return l.page, l.text
		}
	}
	return nil, ""
}

// shortLine is a line of a page's text that can be the name of a block.
type shortLine struct {
	page         *portal.Page
	text, folded string
}

// shortLines are those of the pages that are searched for columns, read once for all
// of them.
func (c *Case) shortLines() []shortLine {
	if c.lines != nil {
		return *c.lines
	}
	var out []shortLine
	for _, pg := range append([]*portal.Page{c.Portal.Home}, c.platforms()...) {
		text, err := c.Portal.Text(pg)
		if err != nil {
			continue // without the text the links and labels still stand
		}
		for line := range strings.Lines(text) {
			if utf8.RuneCountInString(line) <= maxMention && !strings.Contains(line, "关于") {
				out = append(out, shortLine{pg, line, extract.Fold(line)})
			}
		}
	}
	c.lines = &out
	return out
}

// long returns the names that are long enough not to stand in other words.
func (k *column) long() []string {
	var out []string
	for _, n := range k.Names {
		if len([]rune(n)) >= 4 {
			out = append(out, n)
		}
	}
	return out
}
