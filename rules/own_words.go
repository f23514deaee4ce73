package rules

import (
	"slices"
	"strings"
	"unicode/utf8"

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
	shared := map[string]bool{}
	for _, other := range others {
		f, err := c.Portal.Full(other)
		if err != nil {
			return 0
		}
		for line := range strings.Lines(f.Text + "\n" + f.Beside) {
			shared[strings.TrimSpace(line)] = true
		}
	}
	var left strings.Builder
	for line := range strings.Lines(own.Beside) {
		if !shared[strings.TrimSpace(line)] {
			left.WriteString(line)
		}
	}
	return int(portal.Residue(own, portal.WithoutLinks(own, left.String(), map[string]bool{})))
}

// mainWords counts the characters of the main text that are not on every page.
func mainWords(c *Case, pg *portal.Page, own *extract.Facts) int {
	common := furniture(c, pg)
	var left strings.Builder
	for line := range strings.Lines(own.Text) {
		if !common[strings.TrimSpace(line)] {
			left.WriteString(line)
		}
	}
	return int(min(pg.Residue, portal.Residue(own, left.String())))
}

// furniture returns the lines that stand on the home page and on several columns beside
// pg: they are of the site, not of the page. nil where too little was seen to tell.
func furniture(c *Case, pg *portal.Page) map[string]bool {
	others := fellows(c, pg)
	if len(others) <= furnished {
		return nil
	}
	common := map[string]int{}
	for _, other := range others {
		f, err := c.Portal.Full(other)
		if err != nil {
			return nil
		}
		seen := map[string]bool{}
		for line := range strings.Lines(f.Text + "\n" + f.Beside) {
			if line = strings.TrimSpace(line); !seen[line] {
				seen[line] = true
				common[line]++
			}
		}
	}
	lines := map[string]bool{}
	for line, n := range common {
		if n == len(others) {
			lines[line] = true
		}
	}
	return lines
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

// frameArticles is how many articles are compared to find what is the frame of all;
// frameMost is how many of them show a line that is.
const (
	frameArticles = 5
	frameMost     = 3
)

// frameLines are the lines that the pages of most articles show, and other pages too or
// as links: a bar with a notice that stands over the whole site, hot news.
type frameLines struct {
	lines   map[string]bool
	letters int
}

// articleFrame returns what the pages of most articles show, as some of them tell.
func (c *Case) articleFrame() *frameLines {
	if c.frame != nil {
		return c.frame
	}
	c.frame = &frameLines{lines: map[string]bool{}}
	docs := c.Portal.Documents()
	pages := make([]*portal.Page, 0, frameArticles)
	for i := range docs {
		if pg := docs[len(docs)-1-i].Page; pg.OK() && pg.Kind() == extract.Article && len(pages) < frameArticles {
			pages = append(pages, pg)
		}
	}
	if len(pages) == 0 {
		return c.frame
	}
	elsewhere := map[string]bool{} // what pages that are no articles show
	for _, pg := range fellows(c, pages[0]) {
		f, err := c.Portal.Full(pg)
		if err != nil {
			return c.frame
		}
		for line := range strings.Lines(f.Text + "\n" + f.Beside) {
			elsewhere[strings.TrimSpace(line)] = true
		}
	}
	count := map[string]int{}
	for _, pg := range pages {
		f, err := c.Portal.Full(pg)
		if err != nil {
			return c.frame
		}
		seen := map[string]bool{}
		for line := range strings.Lines(f.Text) {
			name := strings.TrimSpace(line)
			if !seen[name] && (elsewhere[name] || portal.WithoutLinks(f, line, map[string]bool{}) == "") {
				count[name]++
			}
			seen[name] = true
		}
	}
	for line, n := range count {
		if n >= frameMost {
			c.frame.lines[line] = true
			c.frame.letters += utf8.RuneCountInString(line)
		}
	}
	return c.frame
}

// without returns how many characters an article says beside these lines, of those it says
// with them; it is only looked at where that could make it say hardly anything.
func (l *frameLines) without(c *Case, pg *portal.Page, says int) int {
	if l.letters == 0 || says <= saysNothing || says >= saysSomething+l.letters {
		return says
	}
	f, err := c.Portal.Full(pg)
	if err != nil {
		return says
	}
	var left strings.Builder
	for line := range strings.Lines(f.Text) {
		if !l.lines[strings.TrimSpace(line)] {
			left.WriteString(line)
		}
	}
	return min(says, int(portal.Residue(f, left.String())))
}
