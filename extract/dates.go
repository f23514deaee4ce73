package extract

import (
	"strings"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/internal/htmltree"
)

// maxDates bounds Facts.Dates.
const maxDates = 24

// readDates fills Dates with every date the page offers as its own, strongest
// source first. Nothing is chosen: what disagrees stands side by side.
func (c *content) readDates() {
	if m, ok := nextDay(c.f.Meta.PubDate, 0); ok {
		c.addDate(Date{Day: m.day, Source: FromMeta, Label: "PubDate", Quote: clean(c.f.Meta.PubDate), Published: true})
	} else if day, n := compactDay(c.f.Meta.PubDate); n > 0 {
		c.addDate(Date{Day: day, Source: FromMeta, Label: "PubDate", Quote: clean(c.f.Meta.PubDate), Published: true})
	}
	c.labelDates()
	if day, quote, ok := urlDay(c.f.URL); ok {
		c.addDate(Date{Day: day, Source: FromURL, Quote: quote, Published: true})
	}
	c.headDates()
	c.fieldDates()
	c.signatureDate()
}

func (c *content) addDate(d Date) {
	if len(c.f.Dates) >= maxDates {
		return
	}
	d.Quote = clean(d.Quote)
	for i := range c.f.Dates {
		if x := &c.f.Dates[i]; x.Day == d.Day && x.Source == d.Source && x.Label == d.Label {
			return
		}
	}
	c.f.Dates = append(c.f.Dates, d)
}

// labelDates reads 发布时间：2024-05-30 and its kin outside the main text.
func (c *content) labelDates() {
	text := c.bodyStart()
	end := c.t.Nodes[c.body].Stop
	var late []Date
	claimed := c.f.Meta.PubDate != ""
	for i, h := range c.hits {
		if h.label.date != isPublished && h.label.date != mayPublish || !h.colon && !h.starts {
			continue
		}
		l := &c.rows[h.line]
		inText := h.line >= text+3 && l.node < end && c.t.Contains(c.body, l.node)
		if inText && (h.label.weak || h.line < c.lastLine(end)-4) {
			continue
		}
		if h.label.weak && (c.list || !inText && !c.nearHeading(h.line)) || c.inRow(h.line) {
			continue
		}
		s := c.inlineValue(i)
		if strings.Trim(s, " \x01\u3000\u00a0") == "" {
			if v, ok := c.filledDate(h); ok {
				s = v
			} else if v, _, ok := c.neighbour(h); ok && int32(h.to) >= l.to {
				s = v
			} else if int32(h.to) >= l.to && h.line+1 < len(c.rows) && c.rows[h.line+1].runes <= 20 {
				s = c.line(h.line + 1)
			}
		}
		m, ok := nextDay(s, 0)
		if !ok || m.start > 12 {
			if day, n := compactDay(strings.TrimLeft(clean(s), "：: ")); n == 8 && !h.label.weak {
				m, ok = dayMatch{day, 0, min(len(s), 8)}, true
			} else {
				continue
			}
		}
		d := Date{Day: m.day, Source: FromLabel, Label: h.words, Quote: c.text[h.from:h.to] + s[:m.end], Published: h.label.date == isPublished}
		if !d.Published {
			late = append(late, d)
			continue
		}
		claimed = true
		c.addDate(d)
	}
	for _, d := range late {
		d.Published = !claimed
		c.addDate(d)
	}
}

// filledDate returns the date that a script puts into an empty element beside a
// label: $("#pubtime").text("2025-01-02").
func (c *content) filledDate(h hit) (string, bool) {
	t := c.t
	block := c.rows[h.line].block
	for n := block; n < t.Nodes[block].Stop && n < block+60; n++ {
		if t.Nodes[n].Kind != htmltree.Element || t.Nodes[n].First != 0 {
			continue
		}
		id, ok := t.Attr(n, "id")
		if !ok || len(id) < 2 {
			continue
		}
		for _, s := range c.p.scripts {
			for k := range s.literals {
				if v := s.literals[k].value; v != id && (len(v) != len(id)+1 || v[0] != '#' || v[1:] != id) || k+1 == len(s.literals) {
					continue
				}
				next := &s.literals[k+1]
				if m, ok := nextDay(next.value, 0); ok && m.start == 0 && writes(next.name) && next.at-s.literals[k].end < 40 {
					return next.value[:m.end], true
				}
			}
		}
	}
	return "", false
}

// lastLine returns the index after the last line before node end.
func (c *content) lastLine(end int32) int { return c.firstLine(end) }

// nearHeading reports whether line i stands where the line under the title
// stands: within a few lines of the heading, or anywhere before the main text
// where there is no heading.
func (c *content) nearHeading(i int) bool {
	if c.heading == 0 {
		return i <= c.bodyStart()+2
	}
	at := c.firstLine(c.heading)
	return i >= at-4 && i <= at+14 || i >= c.lastLine(c.t.Nodes[c.body].Stop) && c.f.Meta.PubDate == ""
}

// inRow reports whether a line is part of a row that leads to a document.
func (c *content) inRow(i int) bool {
	l := &c.rows[i]
	if c.heading != 0 && i <= c.firstLine(c.heading)+6 && i >= c.firstLine(c.heading)-4 && !c.list {
		return false
	}
	if l.linked >= titleRunes && l.linked*2 > l.runes {
		return true
	}
	for n, k := l.block, 0; n != 0 && k < 5; n, k = c.t.Nodes[n].Parent, k+1 {
		switch c.t.Nodes[n].Tag {
		case htmltree.Li, htmltree.Tr, htmltree.Dd, htmltree.A:
			if c.heading != 0 && c.t.Contains(n, c.heading) || c.textSize(n) > maxRowText {
				return false // the row of a layout that holds the document
			}
			return c.longLink(n)
		}
	}
	return false
}

// longLink reports whether there is a link below n, or n is one, that is long
// enough to be a title.
func (c *content) longLink(n int32) bool {
	for k := n; k < c.t.Nodes[n].Stop && k < n+200; k++ {
		if c.t.Nodes[k].Tag == htmltree.A && c.p.m.of(c.p.m.linked, c.t, k) >= titleRunes {
			return true
		}
	}
	return false
}

// headDates reads dates without a label between the heading and the text.
func (c *content) headDates() {
	if c.heading == 0 || c.list {
		return
	}
	at := c.firstLine(c.t.Nodes[c.heading].Stop)
	text := c.bodyStart()
	for i := at; i < len(c.rows) && i < at+8; i++ {
		if c.t.Contains(c.body, c.rows[i].node) && i > text {
			return
		}
		l := &c.rows[i]
		if c.p.zones[l.node] != inBody || l.linked >= titleRunes && !c.linksDay(l.block) || l.runes > 80 {
			continue
		}
		s := c.line(i)
		m, ok := nextDay(s, 0)
		if !ok || m.start > 60 {
			continue
		}
		// A labelled date was read with its label.
		before := strings.TrimRight(s[:m.start], " \x01\u3000\u00a0（([")
		if r := lastRune(before); r == '：' || r == ':' || r == '∶' || labelled(before) {
			continue
		}
		if before == "" && i > 0 {
			if _, ok := labels[Fold(strings.TrimRight(c.words(i-1), "：:∶ "))]; ok {
				continue
			}
		}
		tail := strings.TrimRight(s[m.end:], " \x01")
		_, label := labels[Fold(strings.TrimRight(tail, "："))] // 来源： without a value
		if strings.ContainsAny(tail, "，。；") || strings.HasSuffix(tail, "：") && !label {
			return // 2025年9月11日，市政府印发了…: the text has begun
		}
		for _, d := range c.f.Dates {
			if d.Day == m.day && d.Source == FromLabel {
				return
			}
		}
		c.addDate(Date{Day: m.day, Source: FromText, Quote: s[m.start:m.end], Published: len(before) < 40})
		return
	}
}

// labelled reports whether s ends with words that say what a date is of.
func labelled(s string) bool {
	for _, w := range [...]string{"日期", "时间", "時間", "于", "自", "至", "从", "期限", "截止", "今天是", "施行", "实施"} {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}

// fieldDates reads the dates of the index box that are not of publication.
func (c *content) fieldDates() {
	for _, f := range c.f.Fields {
		switch f.Name {
		case Written, Effective, Expires:
			if day, ok := ParseDay(f.Value); ok {
				c.addDate(Date{Day: day, Source: FromField, Label: f.Label, Quote: f.Value})
			}
		case Published: // one that the lines did not give
			if day, ok := ParseDay(f.Value); ok && !c.list && (f.Via == "table" || f.Via == "dl") && len(c.f.Fields) >= 3 && !c.hasDate(FromLabel) {
				c.addDate(Date{Day: day, Source: FromLabel, Label: f.Label, Quote: f.Value, Published: true})
			}
		}
	}
}

func (c *content) hasDate(from DateSource) bool {
	for i := range c.f.Dates {
		if c.f.Dates[i].Source == from {
			return true
		}
	}
	return false
}

// signatureDate reads the date under the text: a short line among the last ones
// that is nothing but a date, perhaps with the name of the body before it.
func (c *content) signatureDate() {
	if c.list {
		return
	}
	end := c.lastLine(c.t.Nodes[c.body].Stop)
	start := c.bodyStart()
	var found calendar.Day
	quote := ""
	for i := end - 1; i >= start && i >= 0; i-- {
		l := &c.rows[i]
		if l.runes > 40 || c.p.zones[l.node] != inBody || l.linked > 0 {
			continue
		}
		s := c.words(i)
		m, ok := nextDay(s, 0)
		if !ok || len(strings.Trim(s[m.end:], " 。)）")) > 0 {
			continue
		}
		before := strings.TrimSpace(s[:m.start])
		if strings.ContainsAny(before, "：:；;，,。") || labelled(before) {
			continue
		}
		if before == "" && i > start && labelled(strings.TrimRight(c.words(i-1), " ：:")) {
			continue // the value of a label in the cell before it
		}
		if strings.Trim(before, " (（") == "" || signer(before) {
			found, quote = m.day, s[m.start:m.end]
			break
		}
	}
	if found != 0 {
		c.addDate(Date{Day: found, Source: FromSignature, Quote: quote})
	}
}

// signer reports whether s names a body that signs.
func signer(s string) bool {
	for _, w := range [...]string{"政府", "厅", "廳", "局", "委员会", "委", "办公室", "部", "院", "中心", "会", "处", "科", "站", "所", "组", "馆", "大队", "支队", "集团", "公司"} {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}
