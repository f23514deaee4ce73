package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

// landingColumns is from how many columns with content on a page that shows
// only their menu is the head of them rather than an empty column.
const landingColumns = 3

// landing judges a page that shows neither rows nor text but opens columns that
// are reached no other way: 政府信息公开 as a bare menu of its parts. It reports
// whether the page is such a one. The period of a dated column cannot be met by
// a menu, so there a person decides.
func (k *column) landing(c *Case, s *columnState) bool {
	pg := s.match.Page
	if pg.Signals().Placeholder != "" {
		return false
	}
	filled := 0
	for _, sub := range c.Portal.Below(pg) {
		if !slices.Contains(pg.Parts(), sub.Page) && (sub.Rows() > 0 || holds(sub.Page)) {
			filled++
		}
	}
	for _, part := range pg.Parts() {
		if part.Rows() > 0 || holds(part) {
			filled++
		}
	}
	switch {
	case filled == 0:
		return false
	case filled < landingColumns || k.MaxAge.set():
		s.defect = new(doubtful("empty", k.subject(), fmt.Sprintf("栏目“%s”本身没有条目和正文，只通往 %d 个有内容的栏目，须由人工判断是否为空白", s.match.Text, filled), k.evidence(c, s.match)...))
	default:
		s.reason = fmt.Sprintf("栏目“%s”可以打开，下设 %d 个有内容的页面", s.match.Text, filled)
		s.seen = k.evidence(c, s.match)
	}
	return true
}

// persons judges a column of persons whose few words name them with their posts: 县长
// 张明. It reports whether the page is such a one.
func (k *column) persons(c *Case, s *columnState) bool {
	if !k.Persons || s.match.Page.Signals().Placeholder != "" {
		return false
	}
	posts := newInstitution().Elements
	posts = slices.DeleteFunc(posts, func(d detail) bool { return d.Kind != personDetail })
	if got := posts.read(foldLines(c.leaf(s.match.Page).text)); got[0].said != plainly {
		return false
	}
	s.reason = fmt.Sprintf("栏目“%s”可以打开，写有负责人的职务和姓名", s.match.Text)
	s.seen = k.evidence(c, s.match)
	return true
}

// shelf judges a page that lists in its main part what the menus list too: for a
// column that is a list of its parts that is what it should show. It reports
// whether the page is such a one.
func (k *column) shelf(c *Case, s *columnState) bool {
	sig := s.match.Page.Signals()
	if !k.Shelf || sig.Placeholder != "" {
		return false
	}
	if sig.Again < c.Portal.TypicalRepeats()+sideEntries {
		return k.shelfAway(c, s) || k.shelfOwn(c, s) || k.shelfBeside(c, s)
	}
	s.reason = fmt.Sprintf("栏目“%s”可以打开，列有 %d 个下设栏目的链接", s.match.Text, sig.Again)
	s.seen = k.evidence(c, s.match)
	return true
}

// shelfAway judges an index whose entries lead to other official sites: 个人服务, 法人服务 of
// a service platform. It reports whether the page is such a one.
func (k *column) shelfAway(c *Case, s *columnState) bool {
	pg, leads := s.match.Page, map[string]bool{}
	for _, to := range c.Portal.Away() {
		if !inDomain(to.Host, "gov.cn") {
			continue
		}
		for _, a := range to.Anchors {
			if a.From == pg.URL && a.Region == extract.Body && a.Via == extract.Anchor && a.Count <= ofTemplate {
				leads[to.URL] = true
			}
		}
	}
	if len(leads) < landingColumns {
		return false
	}
	s.reason = fmt.Sprintf("栏目“%s”可以打开，列有 %d 个通往其他政府网站的链接", s.match.Text, len(leads))
	s.seen = k.evidence(c, s.match)
	return true
}

// besideLines bounds the lines beside an empty main part that are taken for names of
// columns.
const besideLines = 60

// shelfBeside judges an index whose page shows columns with content in its menu
// alone: whether that will do is for a person. It reports whether there are such.
func (k *column) shelfBeside(c *Case, s *columnState) bool {
	pg, listed := s.match.Page, 0
	names := pg.Menu()
	if full, err := c.Portal.Full(pg); err == nil {
		beside := strings.Split(full.Beside, "\n") // a list of columns that nothing marks as a menu
		names = append(names, beside[:min(len(beside), besideLines)]...)
	}
	for _, name := range names {
		for _, m := range c.Portal.FindColumn([]string{name}) {
			if m.Grade == portal.Exact && m.Page.OK() && m.Page != pg && m.Page != c.Portal.Home && (m.Page.Rows() > 0 || holds(m.Page)) {
				listed++
				break
			}
		}
		if listed == landingColumns {
			s.defect = new(doubtful("empty", k.subject(), fmt.Sprintf("栏目“%s”的主体部分没有内容，但页面的菜单中列有其他有内容的栏目，须由人工判断是否算作列出了各项信息", s.match.Text), k.evidence(c, s.match)...))
			return true
		}
	}
	return false
}

// pointing are the words with which a page sends its reader on.
var pointing = []string{"请见", "详见", "请访问", "请登录", "请查", "查阅", "查看", "点击", "请到", "请进入", "请前往", "可见", "参见", "请浏览", "请在", "转至"}

// pointed judges a page whose short text sends the reader to another official site:
// 统计信息请见市统计局网站. The column is there; what it holds was not looked at. It
// reports whether the page is such a one.
func (k *column) pointed(c *Case, s *columnState) bool {
	pg := s.match.Page
	if pg.Signals().Placeholder != "" {
		return false
	}
	full, err := c.Portal.Full(pg)
	if err != nil || foldedWord(full.Text, pointing) == "" {
		return false
	}
	for _, to := range c.Portal.Away() {
		if !inDomain(to.Host, "gov.cn") {
			continue
		}
		for _, a := range to.Anchors {
			if a.From == pg.URL && a.Region == extract.Body && a.Via == extract.Anchor && strings.Contains(full.Text, a.Text) {
				s.match.URL, s.match.Page = to.URL, nil
				k.elsewhere(c, s)
				return true
			}
		}
	}
	return false
}

// blanket reports that the site answered most of its own links with the answer
// it gives for addresses that cannot exist: whether the pages are gone or were
// kept from us (a guard, a failed application) cannot be told from outside.
func blanket(p *portal.Portal) bool {
	const few = 4
	pages, pretended := 0, 0
	for _, pg := range p.Pages {
		switch {
		case pg.Failure == site.FailSoft404:
			pretended++
		case pg.OK() && pg != p.Home && pg.Kind() != extract.File:
			pages++
		}
	}
	return pretended > few && pretended > pages
}
