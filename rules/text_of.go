package rules

import (
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// texts keeps what textOf found out, for the rules that ask again.
type texts struct {
	known map[*portal.Page]pageText
	size  int // bytes kept
}

type pageText struct{ text, why string }

const (
	// maxTexts bounds the bytes that texts keeps: beyond it pages are read again.
	maxTexts = 16 << 20
	// maxTextFiles bounds the attachments of one page that are read with it.
	maxTextFiles = 20
	// fewWords is below how many characters a page with pictures may say what it
	// says in them.
	fewWords = 120
)

// textOf returns what a page says: its main text, that of the site's pages it
// shows in frames, and that of its attachments, one after the other on lines of
// their own. why tells in Chinese what of it could not be read; only where why is
// "" does "the text lacks it" mean "it is not there". What the text holds is
// certain either way.
//
// It reads stored pages again: ask for the few pages a rule is about.
func (c *Case) textOf(pg *portal.Page) (text, why string) {
	if t, ok := c.texts.known[pg]; ok {
		return t.text, t.why
	}
	var t gathered
	t.page(c, pg, true)
	text, why = t.text.String(), strings.Join(t.why, "；")
	if c.texts.size += len(text); c.texts.size <= maxTexts {
		if c.texts.known == nil {
			c.texts.known = map[*portal.Page]pageText{}
		}
		c.texts.known[pg] = pageText{text, why}
	}
	return text, why
}

// gathered is a text as it grows, and what is lacking in it.
type gathered struct {
	text strings.Builder
	why  []string
}

func (t *gathered) add(text string) {
	if text == "" {
		return
	}
	if t.text.Len() > 0 {
		t.text.WriteByte('\n')
	}
	t.text.WriteString(text)
}

func (t *gathered) lacks(why string) {
	for _, have := range t.why {
		if have == why {
			return
		}
	}
	t.why = append(t.why, why)
}

// page adds a page, or the text of a file. Frames and attachments are followed
// from the first page only.
func (t *gathered) page(c *Case, pg *portal.Page, first bool) {
	if !pg.OK() {
		t.lacks("页面未取得")
		return
	}
	f, err := c.Portal.Full(pg)
	if err != nil || f == nil {
		t.lacks("页面未能重新读取")
		return
	}
	t.add(f.Text)
	if f.Kind == extract.File {
		if why := unread(f); why != "" {
			t.lacks(why)
		}
		return
	}
	if why := unreadPart(f); why != "" {
		t.lacks(why)
	}
	if !first {
		return
	}
	t.foot(c, pg, f.Footer)
	for _, l := range f.Links {
		if l.Via == extract.FrameSrc && l.Region == extract.Body && !isDocument(l.URL) {
			t.frame(c, pg, l)
		}
	}
	for i, l := range attached(f) {
		if i == maxTextFiles {
			t.lacks("附件过多，未逐一读取")
			return
		}
		t.file(c, l)
	}
}

// foot adds the lines of a page's foot that stand on none of the pages which show what the
// site has in common: a text may end in a block that is named like a footer.
func (t *gathered) foot(c *Case, pg *portal.Page, foot string) {
	if strings.TrimSpace(foot) == "" {
		return
	}
	others := fellows(c, pg)
	if len(others) == 0 {
		return
	}
	common := map[string]bool{}
	for _, other := range others {
		f, err := c.Portal.Full(other)
		if err != nil {
			return
		}
		for line := range strings.Lines(f.Footer) {
			common[strings.TrimSpace(line)] = true
		}
	}
	for line := range strings.Lines(foot) {
		if line = strings.TrimSpace(line); !common[line] {
			t.add(line)
		}
	}
}

// frame adds what a frame shows.
func (t *gathered) frame(c *Case, pg *portal.Page, l extract.Link) {
	inner := c.Portal.Page(l.URL)
	if inner == pg {
		return
	}
	if !inner.OK() {
		t.lacks("部分内容在内嵌框架里，没有取得")
		return
	}
	t.page(c, inner, false)
}

// file adds what an attachment says.
func (t *gathered) file(c *Case, l extract.Link) {
	name := l.Text
	if utf8.RuneCountInString(name) > 40 {
		name = string([]rune(name)[:39]) + "…"
	}
	pg := c.Portal.Page(l.URL)
	if l.Via == extract.OnClick || !pg.OK() {
		t.lacks("附件“" + name + "”没有取得")
		return
	}
	if pg.Kind() != extract.File {
		t.page(c, pg, false) // an attachment that is a page
		return
	}
	f, err := c.Portal.Full(pg)
	if err != nil || f == nil {
		t.lacks("附件“" + name + "”未能重新读取")
		return
	}
	t.add(f.Text)
	if why := unread(f); why != "" {
		t.lacks("附件“" + name + "”：" + why)
	}
}

// unread says why the text of a file is not, or not all, at hand; "" if it is.
func unread(f *extract.Facts) string {
	if f.Unread == "" && f.Text == "" {
		return "没有读取其文字"
	}
	return f.Unread
}

// attached returns the files a page offers or shows, once each.
func attached(f *extract.Facts) []extract.Link {
	var out []extract.Link
	seen := map[string]bool{}
	take := func(l extract.Link) {
		if !seen[l.URL] {
			seen[l.URL] = true
			out = append(out, l)
		}
	}
	for _, l := range f.Attachments {
		take(l)
	}
	for _, l := range f.Links {
		if l.Via == extract.FrameSrc && l.Region == extract.Body && isDocument(l.URL) {
			take(l)
		}
	}
	return out
}

// unreadPart says why the text of a page may not be all it shows, "" if it is.
func unreadPart(f *extract.Facts) string {
	switch {
	case f.Signals.Challenge != "":
		return "页面被防护系统拦截"
	case f.Signals.ListByScript != "", f.Signals.PartByScript != "":
		return "页面内容由脚本填入，静态页面里读不到"
	case f.Signals.Pages > 1:
		return "正文分为多页，没有全部读取"
	case f.Media.Images > 0 && utf8.RuneCountInString(f.Text) < fewWords:
		return "内容可能在图片里，读不到文字"
	case f.Signals.Embedded && utf8.RuneCountInString(f.Text) < fewWords:
		return "内容可能在内嵌的对象里，读不到文字"
	case f.Signals.Sealed, f.Signals.Drawn > 0 && utf8.RuneCountInString(f.Text) < fewWords/2:
		return "部分文字以图形、文本框或内嵌文档的形式显示，读不到"
	case len(f.Text) >= longText:
		return "正文过长，只读取了开头部分"
	}
	return ""
}

// longText is the length in bytes near which extract stops reading a text.
const longText = 60 << 10
