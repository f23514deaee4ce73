package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// unshown reports an article that was answered without itself: its frame stands there,
// perhaps with a sentence or a picture for people to read, but neither its text nor a box
// of fields, a file or a table, or its template was not filled in, or rows of others stand
// there under another heading. Walls, programs that found no data and scans look so. What
// such a page lacks was not seen to be lacking.
func unshown(c *Case, pg *portal.Page) bool {
	if !pg.OK() || pg.Kind() == extract.File {
		return false
	}
	rows, says := pg.Rows(), int(pg.Residue)
	if rows > 0 && c.Portal.Shared(pg) {
		rows, says = 0, besideRows(pg, pg.Facts())
	}
	says = c.articleFrame().without(c, pg, says)
	if rows == 0 && says >= saysSomething {
		return false
	}
	f := pg.Facts()
	if rows > 0 && (bearsItsName(pg, f) || besideRows(pg, f) >= saysSomething) {
		return false // a list, or an article with one
	}
	if len(f.Attachments)+len(f.Tables)+f.Media.Videos+f.Media.Audios > 0 || slices.ContainsFunc(f.Fields, boxed) {
		return false
	}
	if !bearsItsName(pg, f) {
		return true
	}
	if says <= saysNothing {
		return f.Media.Images == 0 && !f.Signals.Embedded
	}
	text, err := c.Portal.Text(pg)
	if err != nil {
		return false
	}
	said := offersIt.ReplaceAllString(extract.Fold(text), "$1")
	return extract.Unfilled(said) != "" || wordIn(said, withheld) != ""
}

// besideRows counts the characters of a page beside the titles of its rows.
func besideRows(pg *portal.Page, f *extract.Facts) int {
	left := int(pg.Residue)
	for _, it := range f.Items {
		for _, r := range it.Title {
			if unicode.IsLetter(r) {
				left--
			}
		}
	}
	return left
}

// instead reports an article of which hardly anything but its name tells what it is: a short
// text without a number, a file, a table or a picture, and not a word on when and by whom it
// was published. What stands in the place of a document, at whatever length, looks so, and
// so does a short text below a box of elements none of which has a value. And one that is
// another article's by the rows that lead to both.
func instead(c *Case, d *portal.Document) bool {
	if d.Swapped || unshown(c, d.Page) {
		return true
	}
	f := d.Page.Facts()
	if d.Page.Kind() == extract.File || d.Page.Residue >= briefRunes || documentNumber(d) != "" ||
		len(f.Attachments)+f.Media.Images+f.Media.Videos+f.Media.Audios > 0 || f.Signals.Embedded {
		return false
	}
	return len(f.Tables) <= 1 && boxUnfilled(f) || len(f.Tables) == 0 &&
		!slices.ContainsFunc(f.Fields, func(x extract.Field) bool { return x.Via != "meta" && x.Via != "script" })
}

// textless reports a document of whose text, beside its box, nothing is there, or no more than
// a beginning that breaks off: what the rest may say was not seen.
func textless(p *portal.Portal, pg *portal.Page) bool {
	f := pg.Facts()
	if pg.Kind() == extract.File || pg.Residue >= maxTextless || len(f.Attachments)+f.Media.Images+f.Media.Videos+f.Media.Audios > 0 || f.Signals.Embedded {
		return false
	}
	text, err := p.Text(pg)
	if err != nil {
		return false
	}
	if !strings.Contains(text, "。") {
		return true
	}
	at := strings.LastIndex(text, "……")
	return at >= 0 && !strings.Contains(text[at:], "。") && utf8.RuneCountInString(text[at:]) <= endRunes
}

// Bounds of a text that is not there.
const (
	maxTextless = 500 // characters from which a text is one, however it ends
	endRunes    = 40  // behind which it broke off: a button for the rest, a date
)

// boxUnfilled reports a box of several elements of which none has a value: it was not filled,
// nor was what it speaks of.
func boxUnfilled(f *extract.Facts) bool {
	n := 0
	for _, x := range f.Fields {
		if !boxed(x) {
			continue
		}
		if valued(x.Value) || x.ByScript {
			return false
		}
		n++
	}
	return n >= leastUnfilled
}

// leastUnfilled is how many elements without a value are a box that was not filled: one or
// two may be left out where the others are not asked for.
const leastUnfilled = 3

// briefRunes is below how many characters a document is short.
const briefRunes = 300

// offersIt matches the words before the name of the text that an article is about.
var offersIt = regexp.MustCompile(`(?:原文|全文|正文):(《|\p{Han}{4})`)

// withheld are words by which a page that says hardly more sends its reader elsewhere for
// the article itself, or lets only some have it. Folded.
var withheld = []string{"全文", "正文", "原文", "扫码", "二维码", "公众号", "客户端", "登录", "核验", "验证", "档案馆", "内网", "权限"}

// bearsItsName reports an article whose heading is its title, or that says in its text
// when it was published or by whom.
func bearsItsName(pg *portal.Page, f *extract.Facts) bool {
	title, heading := extract.Fold(pg.Title()), extract.Fold(f.Heading)
	return heading != "" && (strings.Contains(title, heading) || strings.Contains(heading, title)) ||
		slices.ContainsFunc(f.Fields, func(x extract.Field) bool { return x.Via != "meta" && x.Via != "script" })
}

// unshownWords says that an article was answered without itself.
func unshownWords(pg *portal.Page) string {
	return "页面没有显示出文章的内容：" + pg.URL
}

// boxed reports a field of the box that only a document has, which the page shows.
func boxed(x extract.Field) bool {
	return x.Name != extract.Published && x.Name != extract.Source && x.Via != "meta" && x.Via != "script" && x.Via != "stamp"
}

// Bounds from which articles without anything in them speak of the server.
const (
	blankLeast = 5
	blankOf    = 4 // if they are one in so many
)

// blanked says that so many articles of the site came without anything in them that its
// empty columns, and what is not linked to, prove nothing; "" where that is not so.
func (c *Case) blanked() string {
	if c.blank != nil {
		return *c.blank
	}
	blank, all, example := 0, 0, ""
	for _, d := range c.Portal.Documents() {
		all++
		if unshown(c, d.Page) {
			if blank++; blank == 1 {
				example = d.Page.URL
			}
		}
	}
	c.blank = new("")
	if blank >= blankLeast && blank*blankOf >= all {
		*c.blank = fmt.Sprintf("本站 %d 篇文章中有 %d 篇没有显示出任何内容（如 %s），可能没有向本次采集提供内容", all, blank, example)
	}
	return *c.blank
}

// unrun reports a page with scripts of its own that could write into it and that no browser
// ran, where no list with rows is known to have the same: those are part of the frame of
// the site, and leave an empty page empty.
func unrun(p *portal.Portal, pg *portal.Page) bool {
	acts := pg.Signals().Acts
	return acts != 0 && !slices.ContainsFunc(p.Columns, func(col *portal.Column) bool {
		return col.Page.OK() && col.Page.Rows() > 0 && col.Page.Signals().Acts == acts
	})
}
