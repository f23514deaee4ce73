package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

// platformNames are the names of the 政府信息公开 column (61号), below which
// required columns stand.
var platformNames = []string{"政府信息公开", "政府信息公开专栏", "政务公开", "信息公开", "政府信息公开平台"}

// lawfulNames are those of them that name the column itself, not the channel of which it
// may be a part.
var lawfulNames = []string{"政府信息公开", "政府信息公开专栏", "政府信息公开平台"}

// harmless are the reasons for leaving an address out that hide no column: it
// belongs to others, is a picture or a file, or leads only to its like.
var harmless = []string{"out_of_scope", "not_a_page", "attachment_limit", "picture_limit", "mirror", "no_news"}

// likeness is the resemblance from which on a name found may be the one asked
// for in other words.
const likeness = 0.6

// absent judges a column of which no name was found anywhere.
func (k *column) absent(c *Case) Judgement {
	if why := k.unseen(c); why != "" {
		return Judgement{Unknown: fmt.Sprintf("没有找到“%s”，但%s，不能断定没有", k.subject(), why)}
	}
	seen := k.searched(c)
	if text, pg := k.serving(c); text != "" {
		return Judgement{Defects: []Defect{doubtful("missing", k.subject(),
			fmt.Sprintf("没有找到“%s”，但有“%s”，须由人工判断是否包含该内容", k.subject(), text), append([]Evidence{Quote(pg, text)}, seen...)...)}, Confidence: 0.6}
	}
	if pg, line := k.mentioned(c); pg != nil {
		return Judgement{Defects: []Defect{doubtful("missing", k.subject(),
			fmt.Sprintf("没有找到“%s”栏目，但页面 %s 的文字提到它，须由人工判断是否就在该页", k.subject(), pg.URL), append([]Evidence{Quote(pg, line)}, seen...)...)}, Confidence: 0.6}
	}
	if near, ok := c.Portal.Nearest(k.Names, func(text, url string) bool {
		return k.unlike(text) || k.Own && url != "" && !c.Portal.InScope(url)
	}); ok && near.Score >= likeness {
		return Judgement{Defects: []Defect{doubtful("missing", k.subject(),
			fmt.Sprintf("没有找到“%s”，名称最接近的是“%s”，须由人工判断是否就是该栏目", k.subject(), near.Anchor.Text),
			append([]Evidence{Quote(c.Portal.Page(near.Anchor.From), near.Anchor.Text)}, seen...)...)}, Confidence: 0.6}
	}
	return Judgement{Defects: []Defect{failing("missing", k.subject(),
		fmt.Sprintf("全站没有“%s”栏目：在导航、面包屑、页面标题、图片说明、网站地图和脚本中查找了 %s，均未找到", k.subject(), k.namesInShort()), seen...)}}
}

// namesInShort lists the first names that were looked for, and how many.
func (k *column) namesInShort() string {
	const shown = 6
	if len(k.Names) <= shown {
		return strings.Join(k.Names, "、")
	}
	return fmt.Sprintf("%s等 %d 个名称", strings.Join(k.Names[:shown], "、"), len(k.Names))
}

// unseen says why the column could be there without having been seen; "" if it
// could not.
func (k *column) unseen(c *Case) string {
	if why := menusUnread(c); why != "" {
		return why
	}
	if blanket(c.Portal) {
		return "本站多数链接都返回同一页面，看不到各栏目"
	}
	if why := platformUnseen(c); why != "" {
		return why
	}
	s := c.Portal.Snapshot
	if s.Complete {
		return ""
	}
	if s.Cut {
		return "抓取不完整：" + s.Stopped
	}
	for _, why := range sortedKeys(s.Skipped) {
		if s.Skipped[why] > 0 && !slices.Contains(harmless, why) {
			return fmt.Sprintf("抓取不完整：%s", cmp.Or(s.Stopped, fmt.Sprintf("有 %d 个地址未访问", s.Skipped[why])))
		}
	}
	if len(s.Unanswered) == 0 { // something else is open than addresses that gave no answer
		return stoppedBy(s)
	}
	open := 0
	for _, pg := range c.Portal.Pages {
		if pg.Failure == "" || pg.Failure.Definite() || kindOfLink(pg.URL) == linkPicture || pg.Failure == site.FailRedirect && !c.Portal.InScope(pg.URL) {
			continue
		}
		open++
		if k.concerns(c.Portal, pg) {
			return fmt.Sprintf("可能相关的页面 %s 未能打开（%s）", pg.URL, site.Plain(pg.Err()))
		}
	}
	if open == 0 || len(c.platforms()) == 0 {
		return stoppedBy(s)
	}
	return ""
}

func stoppedBy(s *site.Snapshot) string {
	if s.Stopped == "" {
		return "抓取不完整"
	}
	return "抓取不完整：" + s.Stopped
}

// menusUnread says which menu of the home page or of the platform was not seen.
func menusUnread(c *Case) string {
	p := c.Portal
	for _, pg := range append([]*portal.Page{front(c)}, c.platforms()...) {
		if w := pg.Signals().NavByScript; w != "" && !read(p, w) {
			return fmt.Sprintf("页面 %s 的导航由脚本或框架生成（%s），需要浏览器才能看到", pg.URL, w)
		}
		if w := pg.Signals().Challenge; w != "" {
			return fmt.Sprintf("页面 %s 返回的是访问验证页（%s）", pg.URL, w)
		}
		for _, frame := range pg.Frames() {
			if !p.Page(frame).OK() && p.InScope(frame) {
				return fmt.Sprintf("页面 %s 中的框架 %s 未能取得", pg.URL, frame)
			}
		}
	}
	if why := platformCopied(c); why != "" {
		return why
	}
	if why := masked(c); why != "" {
		return why
	}
	if why := c.blanked(); why != "" {
		return why
	}
	if home := front(c); len(home.Menu())+int(home.BodyLinks) < 3 && len(home.Frames()) == 0 {
		return "首页几乎没有可读的导航链接，可能需要浏览器才能看到"
	}
	return ""
}

// read reports that what a menu was said to come from is a page that was
// obtained, as a frame is.
func read(p *portal.Portal, from string) bool {
	pg := p.Page(from)
	return pg.OK() && pg.Kind() != extract.File
}

// platforms returns the obtained pages of the 政府信息公开 column. Every rule on a
// column that is not there asks for them.
func (c *Case) platforms() []*portal.Page {
	if c.platform != nil {
		return *c.platform
	}
	var out []*portal.Page
	for _, m := range c.Portal.FindColumn(platformNames) {
		if m.Grade == portal.Exact && m.Place == portal.Inside && m.Page.OK() && !slices.Contains(out, m.Page) {
			out = append(out, m.Page)
		}
	}
	c.platform = &out
	return out
}

// platformUnseen says why the 政府信息公开 column to which the site leads was not
// seen; "" where one of its addresses opened, and where the site has none. What
// it would have held cannot be called missing: it is gone, or stands on another
// host that this site was not said to have.
func platformUnseen(c *Case) string {
	p := c.Portal
	named := platformNames
	if len(c.platforms()) > 0 {
		// 政务公开 opens, and the column of the law itself, to which it leads, does not.
		named = lawfulNames
		if slices.ContainsFunc(c.platforms(), func(pg *portal.Page) bool { return called(p, pg, lawfulNames) }) {
			return platformShut(c)
		}
	}
	for _, m := range p.FindColumn(named) {
		switch {
		case m.Grade != portal.Exact || m.URL == "":
		case m.Place == portal.Inside && m.Page != nil && !m.Page.OK():
			return fmt.Sprintf("政府信息公开专栏 %s 打不开（%s），看不到其中的栏目", m.URL, failureWords(m.Page))
		case m.Place != portal.Inside && len(p.Target.Scope) == 0 && m.Anchor.From == p.Home.URL:
			return fmt.Sprintf("政府信息公开专栏设在本站之外的 %s，没有看到其中的栏目", m.URL)
		}
	}
	return ""
}

// platformShut says that the 政府信息公开 column opens onto nothing of its own: some words
// (that it has moved, that it could not be shown), perhaps with rows of other columns. ""
// where one of its pages leads on, and where it is honestly empty.
func platformShut(c *Case) string {
	p, why := c.Portal, ""
	for _, m := range p.FindColumn(lawfulNames) {
		if m.Grade != portal.Exact || m.Place != portal.Inside || !m.Page.OK() {
			continue
		}
		if opensOwn(c, m) {
			return ""
		}
		why = fmt.Sprintf("政府信息公开专栏 %s 打开后没有通向它自己的任何栏目和内容，可能没有显示出来或已迁往别处", m.URL)
	}
	return why
}

// opensOwn reports that the page of a column leads to something of its own, holds more than
// a few words, or says nothing at all.
func opensOwn(c *Case, m portal.Match) bool {
	p, pg, col := c.Portal, m.Page, m.Column
	f := pg.Facts()
	if col == nil || len(p.Below(pg)) > 0 || int(pg.BodyLinks) > max(1, len(f.Items)) || ownFrames(p, pg) || len(pg.Parts()) > 0 ||
		f.Signals.Placeholder != "" || len(f.Attachments)+len(f.Tables)+f.Media.Videos+f.Media.Audios > 0 {
		return true
	}
	if len(f.Items) > 0 && !p.Shared(pg) {
		rest := int(pg.Residue)
		for _, it := range f.Items {
			if !p.Elsewhere(col, it) {
				return true
			}
			rest -= utf8.RuneCountInString(it.Title)
		}
		return rest > shutWords
	}
	words := ownWords(c, pg)
	return words >= saysSomething || words <= saysNothing && excused(c, pg) == ""
}

// ownFrames reports that a page shows another in it that the home page does not: the
// weather stands in the head of all.
func ownFrames(p *portal.Portal, pg *portal.Page) bool {
	var all []string
	if p.Home.OK() {
		all = p.Home.Frames()
	}
	return slices.ContainsFunc(pg.Frames(), func(f string) bool { return !slices.Contains(all, f) })
}

// shutWords is how many characters stand at most beside the rows of other columns on a page
// that only says why it shows nothing.
const shutWords = 400

// concerns reports that a page that was not obtained could be the column or
// hold the only link to it: one without a known name, a frame, a site map, or
// one whose names have to do with disclosure or with the column.
func (k *column) concerns(p *portal.Portal, pg *portal.Page) bool {
	if pg == p.Home {
		return true
	}
	anchors := append(p.Anchors(pg.URL), p.Anchors(pg.Asked())...)
	named := false
	for _, a := range anchors {
		if a.Via == extract.FrameSrc || a.Via == extract.Refresh {
			return true
		}
		if a.Text == "" {
			continue
		}
		named = true
		if a.Region == extract.Body && len([]rune(a.Text)) > 14 {
			continue // a row of a list: an article
		}
		if foldedWord(a.Text, []string{"公开", "地图", "导航", "首页", "目录"}) != "" || foldedWord(a.Text, k.Near) != "" {
			return true
		}
		for _, want := range k.Names {
			if portal.Resemblance(a.Text, want) > 0 {
				return true
			}
		}
	}
	return !named
}

// serving returns a column that may hold what is asked for under another name.
func (k *column) serving(c *Case) (string, *portal.Page) {
	if len(k.Near) == 0 {
		return "", nil
	}
	for _, col := range c.Portal.Columns {
		for _, n := range col.Names {
			if len([]rune(n)) <= 16 && foldedWord(n, k.Near) != "" && !k.unlike(n) {
				if col.Page.OK() {
					return n, col.Page
				}
				return n, c.Portal.Home
			}
		}
	}
	return "", nil
}

// searched is what the judgement rests on: the menus that do not have it.
func (k *column) searched(c *Case) []Evidence {
	var out []Evidence
	for _, pg := range append([]*portal.Page{c.Portal.Home}, c.platforms()...) {
		if len(out) == 3 {
			break
		}
		if len(pg.Menu()) > 0 {
			out = append(out, Quote(pg, strings.Join(pg.Menu(), " ")))
		} else if pg.Title() != "" {
			out = append(out, Quote(pg, pg.Title()))
		}
	}
	return out
}
