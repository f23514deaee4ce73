package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// blind says in Chinese why a report that was not found may be there all the
// same, "" if everything in which it would stand was seen.
func (s *search) blind() string {
	if s.c.Portal.Home == nil {
		return "没有看到首页"
	}
	if why := s.c.blanked(); why != "" {
		return why
	}
	if !s.c.Portal.Snapshot.Complete {
		// A page that failed hides the report only if it could have to do with it.
		shelf := &column{Names: s.check.Columns, Near: []string{"年报", "报告", "年度"}}
		if why := shelf.unseen(s.c); why != "" {
			return why
		}
	}
	seen := 0
	for _, m := range s.shelves {
		switch {
		case m.Grade > portal.Declared || m.Place != portal.Inside:
			continue
		case !m.Page.OK():
			if m.Page == nil || !m.Page.Failure.Definite() {
				return "年报栏目“" + m.Text + "”没有打开：" + m.URL
			}
			continue
		}
		if s.othersShelf(m) {
			continue
		}
		seen++
		if why := unseenRows(s.c.Portal, m); why != "" {
			return why
		}
	}
	if seen > 0 {
		return ""
	}
	for _, m := range s.shelves {
		if m.Grade <= portal.Declared && m.Place != portal.Inside {
			return "年报栏目“" + m.Text + "”设在本站以外：" + m.URL
		}
		if m.Grade == portal.DeadEntry || m.Grade == portal.InScript || m.Grade == portal.OnPage {
			return "年报栏目“" + m.Text + "”的入口由脚本控制，没有可跟随的链接"
		}
	}
	return s.platformUnseen()
}

// othersShelf reports that a column of annual reports stands in another body's
// part of the portal: 市直部门 > 市教育局 > 年报.
func (s *search) othersShelf(m portal.Match) bool {
	var names []string
	if m.Page.OK() {
		for _, c := range m.Page.Facts().Crumbs {
			names = append(names, c.Name)
		}
	}
	if m.Column != nil {
		for c := m.Column.Parent; c != nil; c = c.Parent {
			names = append(names, c.Names...)
		}
	}
	return slices.ContainsFunc(append(names, m.Text), s.others)
}

// unseenRows says why rows of a column may not have been seen.
func unseenRows(p *portal.Portal, m portal.Match) string {
	pages := []*portal.Page{m.Page}
	parts := 1
	if m.Column != nil {
		pages = append(pages, m.Column.Parts...)
		parts += len(m.Column.Parts)
	}
	for _, pg := range pages {
		if !pg.OK() {
			if !pg.Failure.Definite() {
				return "年报栏目的分页没有打开：" + pg.URL
			}
			continue
		}
		sig := pg.Signals()
		switch {
		case sig.ListByScript != "":
			return "年报栏目“" + m.Text + "”的列表由脚本生成（" + sig.ListByScript + "）"
		case sig.Challenge != "":
			return "年报栏目返回的是安全验证页"
		case sig.Error != "":
			return "年报栏目返回的是出错页面"
		case behindLogin(pg):
			return "年报栏目返回的是登录页"
		case sig.Redirect != "":
			return "年报栏目的页面转向 " + sig.Redirect + "，没有看到转向后的内容"
		case sig.Pages > parts:
			return fmt.Sprintf("年报栏目“%s”声称有%d页，只看到%d页", m.Text, sig.Pages, parts)
		}
		if frame := unseenFrame(p, pg, framesWithin); frame != "" {
			return "年报栏目的内容在未取得的框架 " + frame + " 中"
		}
	}
	return ""
}

// platformUnseen says why the absence of a column proves nothing: the platform
// it would stand in was not seen, or shows itself only with scripts.
func (s *search) platformUnseen() string {
	if why := menusUnread(s.c); why != "" {
		return why
	}
	if why := platformUnseen(s.c); why != "" {
		return why
	}
	for _, m := range s.c.Portal.FindColumn(s.check.Platform) {
		if m.Grade != portal.Exact || m.Place != portal.Inside || !m.Page.OK() {
			continue
		}
		sig := m.Page.Signals()
		if sig.NavByScript == "" && sig.ListByScript == "" && sig.Challenge == "" && sig.Error == "" {
			s.shelves = append(s.shelves, m)
			return ""
		}
	}
	return "没有找到年报栏目，也没有可查看的政府信息公开专栏"
}

// hidden says what on the shelves may be the report under another title.
func (s *search) hidden(year int) (why string, e []Evidence) {
	for _, m := range s.shelves {
		if m.Grade > portal.Declared || !m.Page.OK() || !s.onShelf[m.Page] {
			continue
		}
		if m.Column == nil || m.Column.Rows() == 0 {
			if why, e := s.inlineOn(m.Page, year); why != "" {
				return why, e
			}
			continue
		}
		for _, it := range m.Column.Items() {
			title := extract.Fold(it.Title)
			if s.byKey[s.address(it.URL)] != nil || wordIn(title, s.check.Not) != "" || wordIn(title, []string{"公开", "报告", "年报", fmt.Sprint(year)}) == "" {
				continue
			}
			if s.c.Portal.RowDay(it).Year() == year+1 {
				return "年报栏目中有一条当年发布、标题不规范的内容“" + it.Title + "”", []Evidence{Quote(m.Page, it.Title)}
			}
		}
	}
	return "", nil
}

func (s *search) address(url string) string {
	if pg := s.c.Portal.Page(url); pg != nil {
		return pg.URL
	}
	return url
}

// inlineOn looks for the report in the text of a column page without rows.
func (s *search) inlineOn(pg *portal.Page, year int) (string, []Evidence) {
	text, err := s.c.Portal.Text(pg)
	if err != nil {
		return "年报栏目页的正文未能读取", nil
	}
	for line := range strings.Lines(text) {
		if f := extract.Fold(line); yearOf(f) == year && (strings.Contains(f, "报告") || strings.Contains(f, "年报")) {
			return "年报栏目页正文提到该年度", []Evidence{Quote(pg, line)}
		}
	}
	if pg.Facts().Media.Images > 0 && pg.Runes < 200 {
		return "年报栏目页是图片", []Evidence{Quote(pg, pg.Title())}
	}
	return "", nil
}

// shelfEvidence names the columns that were looked into and quotes their newest
// rows.
func (s *search) shelfEvidence() (names string, e []Evidence) {
	var list []string
	for _, m := range s.shelves {
		if m.Grade > portal.Declared || !m.Page.OK() || len(e) == 3 {
			continue
		}
		quote := "栏目“" + m.Text + "”"
		if m.Column != nil && m.Column.Rows() > 0 {
			it := m.Column.Items()[0]
			quote += "最新条目：" + it.Title + " " + s.c.Portal.RowDay(it).String()
		} else {
			quote += "没有条目"
		}
		list = append(list, "“"+m.Text+"”")
		e = append(e, Quote(m.Page, strings.TrimSpace(quote)))
	}
	return strings.Join(list, "、"), e
}
