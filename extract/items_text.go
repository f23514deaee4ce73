package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// fill reads title, address, date and status of a row; false where it is none.
func (c *content) fill(r *row) bool {
	t := c.t
	if r.line < 0 && c.textSize(r.node) > maxRowText {
		return false
	}
	title := r.text
	words := c.beside(r)
	rest := strings.Join(words, " ")
	r.item.URL = c.p.leads(r.link)
	r.readDay(words, rest, &title)
	if v, ok := t.Attr(r.link, "title"); ok {
		title = fullTitle(title, clean(v))
		if m, ok := edgeDay(title); ok && (r.item.Day == m.day || r.item.Day == 0 && m.start > 0 && shows(rest, m.day)) {
			r.item.Day = m.day // the whole date, of which the row shows month and day
			title = cutOut(title, m.start, m.end)
		}
	}
	if r.item.Day == 0 && r.item.Guessed && r.line < 0 {
		r.item.Day = c.hinted(r.node, rest)
	}
	r.item.Title = strings.Trim(title, " ·•・\u00a0")
	c.readStatus(r, rest)
	if r.item.URL == "" && sameText(r.item.Title, c.f.Heading) {
		return false
	}
	if r.item.URL == "" && r.item.Day == 0 && !r.item.Guessed {
		return false
	}
	runes := utf8.RuneCountInString(r.item.Title)
	return runes >= minTitleRunes || runes >= 2 && r.item.Day != 0 // 公示
}

// beside returns the short texts of a row other than its title: dates, states,
// departments, not the summary of the document.
func (c *content) beside(r *row) []string {
	from, to := r.line, r.line+1
	if r.line < 0 {
		from, to = c.firstLine(r.node), c.firstLine(c.t.Nodes[c.rowEnd(r.node)].Stop)
	}
	var words []string
	for i := from; i < to; i++ {
		s := c.line(i)
		if len(s) == len(r.text) && s == r.text {
			continue
		}
		if k := strings.Index(s, r.text); k >= 0 {
			for _, part := range [...]string{s[:k], s[k+len(r.text):]} {
				if part = strings.Trim(part, " \x01"); part != "" && runeCount(part) <= besideRunes {
					words = append(words, spaced(part))
				}
			}
			continue
		}
		if runeCount(s) <= 2*besideRunes {
			if s = spaced(s); runeCount(s) <= besideRunes {
				words = append(words, s)
			}
		}
	}
	return words
}

// rowEnd returns the last element of a row: of <dt> the entries that follow it
// and hold no link, such as <dd> with the date, else the row itself.
func (c *content) rowEnd(n int32) int32 {
	if c.t.Nodes[n].Tag != htmltree.Dt {
		return n
	}
	for k := c.t.Nodes[n].Next; k != 0; k = c.t.Nodes[k].Next {
		nd := &c.t.Nodes[k]
		if nd.Kind != htmltree.Element {
			continue
		}
		if nd.Tag != htmltree.Dd || c.linkCount(k) > 0 {
			break
		}
		n = k
	}
	return n
}

// spaced returns s with inline elements set apart by a blank: day and month may
// stand in elements of their own.
func spaced(s string) string {
	if strings.IndexByte(s, mark) < 0 {
		return s
	}
	return clean(strings.ReplaceAll(s, string(mark), " "))
}

func cutColon(s string) (before, after string, ok bool) {
	if i := strings.IndexAny(s, "：:"); i >= 0 {
		_, w := utf8.DecodeRuneInString(s[i:])
		return s[:i], s[i+w:], true
	}
	return s, "", false
}

// textSize bounds the bytes of text below n without making it.
func (c *content) textSize(n int32) int {
	size := 0
	for i := c.firstLine(n); i < len(c.rows) && c.rows[i].node < c.t.Nodes[n].Stop && size <= maxRowText; i++ {
		size += int(c.rows[i].to - c.rows[i].from)
	}
	return size
}

// readDay finds the date of a row: one that stands alone beside the link, else
// one at the edge of its text, which is taken off the title, else any beside it;
// without a year it is completed from the address.
func (r *row) readDay(words []string, rest string, title *string) {
	for _, w := range words {
		if m, ok := nextDay(w, 0); ok && isTimeOrNothing(w[m.end:]) && strings.Trim(w[:m.start], " [(（【〔·•-|") == "" {
			r.item.Day = m.day
		}
	}
	if r.item.Day != 0 {
		if day, ok := bestRowDay(rest); ok && len(words) > 1 {
			r.item.Day = day
		}
		return
	}
	if m, ok := edgeDay(*title); ok {
		r.item.Day = m.day
		*title = cutOut(*title, m.start, m.end)
	} else if day, ok := bestRowDay(rest); ok {
		r.item.Day = day
	} else if day, ok := splitDay(rest); ok {
		r.item.Day = day
	} else if day, ok := splitDay(*title); ok {
		r.item.Day = day
		*title = trimSplit(*title)
	} else if mm, dd, ok := monthDay(rest); ok {
		r.item.Guessed = true
		if day, _, ok := urlDay(r.item.URL); ok {
			if _, m, d := day.Date(); int(m) == mm && d == dd {
				r.item.Day = day
			}
		} else if y := urlYear(r.item.URL); y != "" {
			if day, ok := civil(y, two(mm), two(dd)); ok {
				r.item.Day = day
			}
		}
	}
}
