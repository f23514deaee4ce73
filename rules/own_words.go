package rules

import (
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// furnished is how many pages beside the home page have to show a line that is
// furniture of all of them.
const furnished = 3

// ownWords counts the characters of a short main text that are not on every page: a
// greeting that moves over the whole site is no content of a column. Where they are hardly
// any, it counts what stands beside the main part on none of the other pages looked at:
// rows of news, or what follows and precedes, may have been taken for the main part.
func ownWords(c *Case, pg *portal.Page) int {
	left := int(pg.Residue)
	own, err := c.Portal.Full(pg)
	if err != nil {
		return left
	}
	if left > saysNothing {
		left = mainWords(c, pg, own)
	}
	if left > saysNothing {
		return left
	}
	return max(left, besideWords(c, pg, own))
}

// besideWords counts the characters beside the main part that are no links and that none
// of the fellows of pg shows; 0 where it has none.
func besideWords(c *Case, pg *portal.Page, own *extract.Facts) int {
	others := fellows(c, pg)
	if own.Beside == "" || len(others) == 0 {
		return 0
	}
	shared, err := shownLines(c, others)
	if err != nil {
		return 0
	}
	left := linesWithout(own.Beside, func(line string) bool { return shared[line] > 0 })
	return int(portal.Residue(own, portal.WithoutLinks(own, left, map[string]bool{})))
}

// mainWords counts the characters of the main text that are not on every page.
func mainWords(c *Case, pg *portal.Page, own *extract.Facts) int {
	common := furniture(c, pg)
	left := linesWithout(own.Text, func(line string) bool { return common[line] })
	return int(min(pg.Residue, portal.Residue(own, left)))
}

// furniture returns the lines that stand on the home page and on several columns beside
// pg: they are of the site, not of the page. nil where too little was seen to tell.
func furniture(c *Case, pg *portal.Page) map[string]bool {
	others := fellows(c, pg)
	if len(others) <= furnished {
		return nil
	}
	common, err := shownLines(c, others)
	if err != nil {
		return nil
	}
	lines := map[string]bool{}
	for line, n := range common {
		if n == len(others) {
			lines[line] = true
		}
	}
	return lines
}

// shownLines tells of the lines in and beside the main parts of pages on how many of them
// each stands.
func shownLines(c *Case, pages []*portal.Page) (map[string]int, error) {
	lines := map[string]int{}
	for _, pg := range pages {
		f, err := c.Portal.Full(pg)
		if err != nil {
			return nil, err
		}
		seen := map[string]bool{}
		for line := range strings.Lines(f.Text + "\n" + f.Beside) {
			if line = strings.TrimSpace(line); !seen[line] {
				seen[line] = true
				lines[line]++
			}
		}
	}
	return lines, nil
}

// linesWithout returns a text without the lines of which drop, given them without the
// blanks around them, says so.
func linesWithout(text string, drop func(line string) bool) string {
	var left strings.Builder
	for line := range strings.Lines(text) {
		if !drop(strings.TrimSpace(line)) {
			left.WriteString(line)
		}
	}
	return left.String()
}

// fellows returns the home page and the first columns beside pg, which show what pages of
// the site have in common; none beside the home page itself.
func fellows(c *Case, pg *portal.Page) []*portal.Page {
	if pg == c.Portal.Home || !c.Portal.Home.OK() {
		return nil
	}
	others := []*portal.Page{c.Portal.Home}
	for _, col := range c.Portal.Columns {
		if len(others) <= furnished && col.Page.OK() && col.Page != pg && !slices.Contains(others, col.Page) {
			others = append(others, col.Page)
		}
	}
	return others
}
