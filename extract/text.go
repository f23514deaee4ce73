package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// maxText bounds Facts.Text in bytes.
const maxText = 64 << 10

// maxBeside and maxFoot bound Facts.Beside and Facts.Footer in bytes.
const (
	maxBeside = 16 << 10
	maxFoot   = 4 << 10
)

// readText fills Text: the lines of the main text, without menus and footers,
// without the heading and what stands between it and the text (source, date,
// type size, share buttons). The lines left out are Beside and Footer.
func (c *content) readText() {
	text, beside, foot := lineBuffer{buf: c.texts[0][:0]}, lineBuffer{buf: c.texts[1][:0]}, lineBuffer{buf: c.texts[2][:0]}
	start, end := c.bodyStart(), c.lastLine(c.t.Nodes[c.body].Stop)
	for i := range c.rows {
		switch z := c.p.zones[c.rows[i].node]; {
		case z == inFooter:
			foot.add(c.words(i), maxFoot)
		case z != inBody && z != inRelated || text.full && i >= start && i < end:
		case i < start || i >= end:
			beside.add(c.words(i)+c.sourcePicture(i), maxBeside)
		default:
			s := c.words(i)
			text.full = neighbours(s)
			text.add(s, maxText)
		}
	}
	c.f.Text, c.f.Beside, c.f.Footer = string(text.buf), string(beside.buf), string(foot.buf)
	c.texts = [3][]byte{text.buf, beside.buf, foot.buf}
}

// sourcePicture returns what the picture behind the label of the source shows on
// line i: 来源：and the sign of a newspaper; "" if there is none.
func (c *content) sourcePicture(i int) string {
	l := &c.rows[i]
	if !c.p.m.pictures || l.runes > 120 || !strings.Contains(c.line(i), "来源") && !strings.Contains(c.line(i), "來源") {
		return ""
	}
	t := c.t
	for n := l.block; n < min(t.Nodes[l.block].Stop, l.block+64); n++ {
		if t.Nodes[n].Tag != htmltree.Img {
			continue
		}
		before := strings.TrimRight(precedingText(t, n), " :：")
		if !strings.HasSuffix(before, "来源") && !strings.HasSuffix(before, "來源") {
			continue
		}
		if alt, ok := t.Attr(n, "alt"); ok && clean(alt) != "" {
			return " 来源：" + clean(alt)
		}
		return " 来源：图片"
	}
	return ""
}

// lineBuffer gathers lines up to a bound; of the one beyond it there is a beginning.
type lineBuffer struct {
	buf  []byte
	full bool
}

func (b *lineBuffer) add(s string, most int) {
	if b.full || s == "" {
		return
	}
	if room := most - len(b.buf) - 1; len(s) > room {
		b.full = true
		room = max(room, 0)
		for room > 0 && !utf8.RuneStart(s[room]) {
			room--
		}
		s = s[:room]
	}
	if len(b.buf) > 0 {
		b.buf = append(b.buf, '\n')
	}
	b.buf = append(b.buf, s...)
}

// bodyStart returns the first line of the main text proper.
func (c *content) bodyStart() int {
	i := c.firstLine(c.body)
	if c.heading == 0 || !c.t.Contains(c.body, c.heading) {
		return i
	}
	// Start behind the heading where it stands near the beginning.
	end := c.t.Nodes[c.heading].Stop
	runes := int32(0)
	for j := i; j < len(c.rows); j++ {
		if c.rows[j].node >= end {
			for k := 0; k < 8 && j < len(c.rows) && c.infoLine(j); k++ {
				j++
			}
			return j
		}
		if runes += c.rows[j].runes; runes > 600 {
			return i
		}
	}
	return i
}

// firstLine returns the index of the first line at or below node n.
func (c *content) firstLine(n int32) int {
	lo, hi := 0, len(c.rows)
	for lo < hi {
		mid := (lo + hi) / 2
		if c.rows[mid].node < n {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// infoWords stand in the line between heading and text.
var infoWords = [...]string{"时间", "日期", "来源", "作者", "字体", "字号", "浏览", "点击", "分享", "打印", "阅读", "访问", "稿源", "编辑", "發佈", "來源", "瀏覽"}

// infoLine reports whether line i is about the text instead of part of it.
func (c *content) infoLine(i int) bool {
	l := &c.rows[i]
	if l.runes > 120 {
		return false
	}
	s := c.words(i)
	if l.runes <= 3 {
		return true
	}
	if m, ok := nextDay(s, 0); ok && m.start <= 3 && len(s)-m.end <= 12 {
		return true
	}
	for _, w := range infoWords {
		if strings.Contains(s, w) && (strings.ContainsAny(s, "：:") || l.runes <= 10) {
			return true
		}
	}
	return false
}

// neighbours reports whether a line begins what stands below an article: the
// links to the ones before and after it.
func neighbours(s string) bool {
	for _, w := range [...]string{"上一篇：", "上一篇:", "下一篇：", "下一篇:", "上一条：", "上一条:", "下一条：", "下一条:"} {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}
