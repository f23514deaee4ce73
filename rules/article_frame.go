package rules

import (
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

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
	elsewhere, err := shownLines(c, fellows(c, pages[0])) // what pages that are no articles show
	if err != nil {
		return c.frame
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
			if !seen[name] && (elsewhere[name] > 0 || portal.WithoutLinks(f, line, map[string]bool{}) == "") {
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
	left := linesWithout(f.Text, func(line string) bool { return l.lines[line] })
	return min(says, int(portal.Residue(f, left)))
}
