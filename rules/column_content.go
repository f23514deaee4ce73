package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// Bounds of what counts as text, in characters without the furniture of a list.
const (
	saysNothing   = 4  // up to here the main part is empty
	saysSomething = 30 // from here on it is content
	placeholding  = 150
	sideEntries   = 3   // entries of the menu that a page repeats in its content
	sideMenu      = 100 // what a menu of its own may add to a page
)

// contents judges whether the column holds anything, then whether it is kept up.
func (k *column) contents(c *Case, s *columnState) {
	rows := k.rows(s.match)
	if len(rows) == 0 {
		k.withoutRows(c, s)
		return
	}
	if len(rows) < k.MinItems {
		s.defect = new(doubtful("empty", k.subject(), fmt.Sprintf("栏目“%s”只有 %d 条内容，要求不少于 %d 条", s.match.Text, len(rows), k.MinItems), k.evidence(c, s.match)...))
		return
	}
	s.reason = fmt.Sprintf("栏目“%s”可以打开，有 %d 条内容", s.match.Text, len(rows))
	s.seen = k.evidence(c, s.match)
	if k.MaxAge.set() {
		k.fresh(c, s, rows)
	}
}

// rows returns what the column lists, with its sub-columns and further pages.
func (k *column) rows(m portal.Match) []extract.Item {
	switch {
	case m.Column != nil:
		return m.Column.Items()
	case m.Page.Kind() == extract.Article:
		return nil
	}
	return m.Page.Items()
}

// columnPages returns the pages the column's rows come from.
func columnPages(m portal.Match) []*portal.Page {
	if m.Column != nil {
		return m.Column.Pages()
	}
	return []*portal.Page{m.Page}
}

// withoutRows judges a column without a list: it may be one text or file, be
// filled by a script, or be empty.
func (k *column) withoutRows(c *Case, s *columnState) {
	m := s.match
	pages := columnPages(m)
	if slices.ContainsFunc(pages, func(pg *portal.Page) bool { return holds(pg) && !onlyBorrowed(c.Portal, m, pg) }) {
		k.single(c, s)
		return
	}
	if why := subUnseen(c.Portal, m.Column); why != "" {
		s.unknown = fmt.Sprintf("栏目“%s”%s", m.Text, why)
		return
	}
	if why := c.blanked(); why != "" {
		s.unknown = fmt.Sprintf("栏目“%s”没有条目和正文，但%s", m.Text, why)
		return
	}
	hollow := m.Page
	for _, pg := range pages {
		if why := unfilled(c.Portal, pg); why != "" {
			s.unknown = fmt.Sprintf("栏目“%s”%s", m.Text, why)
			return
		}
		if pg.OK() && hollow.Facts().Signals.Placeholder == "" && pg.Signals().Placeholder != "" {
			hollow = pg
		}
	}
	if unrun(c.Portal, m.Page) {
		s.unknown = fmt.Sprintf("栏目“%s”没有条目和正文，但它的脚本可能写入内容，没有在浏览器中看过", m.Text)
		return
	}
	if k.persons(c, s) || k.shelf(c, s) || k.landing(c, s) || k.pointed(c, s) {
		return
	}
	k.hollow(c, s, hollow)
}

// subUnseen names a sub-column that was never asked for; "" if there is none.
func subUnseen(p *portal.Portal, col *portal.Column) string {
	if col == nil {
		return ""
	}
	for _, sub := range col.Subs {
		if sub.Page == nil && p.InScope(sub.URL) {
			return fmt.Sprintf("的子栏目“%s”未访问", sub.Names[0])
		}
	}
	return ""
}

// unfilled says why a page without rows may still show some; "" if it cannot.
func unfilled(p *portal.Portal, pg *portal.Page) string {
	if !pg.OK() {
		if pg.Failure.Definite() {
			return ""
		}
		return fmt.Sprintf("的页面 %s 未能打开（%s）", pg.URL, failureWords(pg))
	}
	sig := pg.Signals()
	if pg.Rows() > 0 && sig.ListByScript == "" {
		return ""
	}
	switch {
	case sig.ListByScript != "":
		return "的列表由脚本填充（" + sig.ListByScript + "），需要浏览器才能看到"
	case sig.Total > 0:
		return fmt.Sprintf("的脚本声称有 %d 条内容，需要浏览器才能看到", sig.Total)
	case sig.Pages > 1:
		return fmt.Sprintf("的脚本声称有 %d 页内容，需要浏览器才能看到", sig.Pages)
	case sig.Challenge != "":
		return "返回的是访问验证页（" + sig.Challenge + "）"
	case behindLogin(pg):
		return "返回的是登录页（" + pg.Facts().HTMLTitle + "），没有看到内容"
	case sig.Redirect != "" && leadsOn(p.Page(sig.Redirect)):
		return "转向未能看到的地址 " + sig.Redirect
	}
	if frame := unseenFrame(p, pg, framesWithin); frame != "" {
		return "的内容在未取得的框架 " + frame + " 中"
	}
	if k := pg.Kind(); k != extract.File && k != extract.Data && sig.TextRunes == 0 && pg.Facts().Media.Images == 0 { // an honest empty column has a name at least
		return "返回的是一片空白的页面，没有任何文字"
	}
	return ""
}

// leadsOn reports that what a page turns to was not seen, or only turns on in its
// turn: pages that send the reader round show nothing.
func leadsOn(to *portal.Page) bool { return !to.OK() || to.Facts().Signals.Redirect != "" }

// framesWithin is how many frames within frames are followed: what lies deeper, no
// honest page has.
const framesWithin = 3

// unseenFrame returns the address of a frame of pg, or of a frame within it, that
// was not seen; "" if all were.
func unseenFrame(p *portal.Portal, pg *portal.Page, depth int) string {
	for _, frame := range pg.Frames() {
		within := p.Page(frame)
		if !within.OK() || depth == 0 {
			return frame
		}
		if within != pg {
			if deeper := unseenFrame(p, within, depth-1); deeper != "" {
				return deeper
			}
		}
	}
	return ""
}

// holds reports that a page without rows has content of its own.
func holds(pg *portal.Page) bool {
	if !pg.OK() {
		return false
	}
	f := pg.Facts()
	if len(f.Attachments) > 0 || len(f.Tables) > 0 || f.Media.Videos+f.Media.Audios > 0 {
		return true
	}
	if f.Signals.Placeholder != "" && pg.Runes <= placeholding {
		return false
	}
	return f.Media.Images > 0 || pg.Residue >= saysSomething
}

// onlyBorrowed reports that a page without media says nothing but the rows of a
// block that many pages of the site have.
func onlyBorrowed(p *portal.Portal, m portal.Match, pg *portal.Page) bool {
	f := pg.Facts()
	if m.Column == nil || len(f.Attachments)+len(f.Tables)+f.Media.Images+f.Media.Videos+f.Media.Audios > 0 || !p.Borrowed(m.Column, pg) {
		return false
	}
	return besideRows(pg, f) < saysSomething
}

func (k *column) single(c *Case, s *columnState) {
	if k.MaxAge.set() {
		s.unknown = fmt.Sprintf("栏目“%s”没有条目列表，无法判断更新情况", s.match.Text)
		return
	}
	s.reason = fmt.Sprintf("栏目“%s”可以打开，有正文或附件", s.match.Text)
	s.seen = k.evidence(c, s.match)
}

// hollow judges a column that was seen whole and shows neither rows nor text.
func (k *column) hollow(c *Case, s *columnState, pg *portal.Page) {
	m := s.match
	quote := pg.Signals().Placeholder
	if rest := strings.TrimSpace(strings.TrimPrefix(quote, m.Text)); rest != "" {
		quote = rest // its heading stands before it
	}
	said, otherwise := excused(c, pg), showsOtherwise(c, pg)
	switch {
	case pg.Kind() == extract.Data: // XML that a style sheet shows
		s.unknown = fmt.Sprintf("栏目“%s”是一份数据，怎样显示由样式表或脚本决定，没有看到显示出来的样子", m.Text)
	case noPage(pg):
		s.unknown = fmt.Sprintf("栏目“%s”返回的应答里没有网页：没有标题、菜单，也几乎没有文字，可能是服务器一时的故障", m.Text)
	case framedOnly(c.Portal, pg): // the head of a frameset, a menu beside the frame that shows the content
		s.defect = new(doubtful("empty", k.subject(), fmt.Sprintf("栏目“%s”没有条目和正文，但该页只是显示在框架中的一部分，须由人工对照整个页面判断是否为空白", m.Text), k.evidence(c, m)...))
	case pg.BodyLinks > 0 && quote == "":
		s.defect = new(doubtful("empty", k.subject(), fmt.Sprintf("栏目“%s”没有条目和正文，只有 %d 个链接，须由人工判断是否为空白", m.Text, pg.BodyLinks), k.evidence(c, m)...))
	case quote != "" && pg.Facts().Media.Images > 0:
		s.defect = new(doubtful("placeholder", k.subject(), fmt.Sprintf("栏目“%s”显示“%s”，另有图片，须由人工判断", m.Text, quote), Quote(pg, quote)))
	case quote != "" && pg.BodyLinks > 0:
		s.defect = new(doubtful("placeholder", k.subject(), fmt.Sprintf("栏目“%s”显示“%s”，另有 %d 个链接，须由人工判断", m.Text, quote, pg.BodyLinks), Quote(pg, quote)))
	case quote != "" && said != "":
		s.defect = new(doubtful("placeholder", k.subject(), fmt.Sprintf("栏目“%s”没有内容，但写有“%s”，须由人工判断", m.Text, said), Quote(pg, said)))
	case quote != "" && otherwise != "":
		s.defect = new(doubtful("placeholder", k.subject(), fmt.Sprintf("栏目“%s”显示“%s”，但%s，须由人工判断", m.Text, quote, otherwise), Quote(pg, quote)))
	case quote != "":
		s.defect = new(failing("placeholder", k.subject(), fmt.Sprintf("栏目“%s”只有“%s”，没有内容", m.Text, quote), append([]Evidence{Quote(pg, quote)}, k.evidence(c, m)...)...))
	case pg.Signals().Embedded && !c.Portal.Embeds():
		s.defect = new(doubtful("empty", k.subject(), fmt.Sprintf("栏目“%s”没有条目和正文，但页面嵌有视频、音频或其他对象，须由人工判断是否为空白", m.Text), k.evidence(c, m)...))
	case pg.Signals().Again >= c.Portal.TypicalRepeats()+sideEntries:
		s.defect = new(doubtful("empty", k.subject(), fmt.Sprintf("栏目“%s”的主体部分没有条目和正文，只重复了菜单中的 %d 个链接，须由人工判断是否为空白", m.Text, pg.Signals().Again), k.evidence(c, m)...))
	case onlyBorrowed(c.Portal, m, pg):
		s.defect = new(doubtful("empty", k.subject(), fmt.Sprintf("栏目“%s”可以打开，看到的只有全站共用的推荐列表，须由人工判断是否为空白", m.Text), k.evidence(c, m)...))
	case pg.OwnLinks > 0 || pg.Signals().TextRunes > c.Portal.TypicalRunes()+sideMenu:
		s.defect = new(doubtful("empty", k.subject(), fmt.Sprintf("栏目“%s”的主体部分没有条目和正文，但页面上另有该页特有的文字或链接，须由人工判断是否为空白", m.Text), k.evidence(c, m)...))
	case ownWords(c, pg) > saysNothing:
		s.defect = new(doubtful("empty", k.subject(), fmt.Sprintf("栏目“%s”没有条目，只有 %d 个字，须由人工判断是否为空白", m.Text, pg.Residue), k.evidence(c, m)...))
	case said != "":
		s.defect = new(doubtful("empty", k.subject(), fmt.Sprintf("栏目“%s”没有条目，但写有“%s”，须由人工判断", m.Text, said), Quote(pg, said)))
	case otherwise != "":
		s.defect = new(doubtful("empty", k.subject(), fmt.Sprintf("栏目“%s”没有条目和正文，但%s，须由人工判断是否为空白", m.Text, otherwise), k.evidence(c, m)...))
	default:
		s.defect = new(failing("empty", k.subject(), fmt.Sprintf("栏目“%s”可以打开，但没有任何条目、正文、附件或图片", m.Text), k.evidence(c, m)...))
	}
}

// excuse says why a column holds nothing: the body has no such task, or what it held
// stands elsewhere.
var excuse = regexp.MustCompile(`(?:不|未|无|没有|尚未)(?:涉及|承担|开展|具有|具备|设立|发生|此类|此项|该类|该项|行使)|职责分工|(?:无|没有)[^。;\n]{0,14}(?:职能|职责|职权|事项|任务)|由[^。;\n]{2,20}(?:公开|公布|发布|负责|承担)|并入|合并到|合并至|迁移|迁至|移至|转至|整合到|整合至|跳转|移步|前往|截至|截止|本年度|本季度|待[^。;\n]{2,20}后`)

// absence is what a line says that stands in place of content.
var absence = regexp.MustCompile(`暂无|暂时没有|暂未|建设中|正在建设|更新中|正在更新|完善中|整理中|维护中`)

// bareAbsence is what lines in place of content say without telling why.
var bareAbsence = regexp.MustCompile(`(?:本|该|此)?(?:栏目|页面|频道|网页)?(?:内容)?(?:正在|还在|尚在)?(?:紧张)?(?:地)?(?:建设|更新|完善|整理|维护|制作|筹备|开发|升级)(?:之中|中)?|(?:没有|未|暂未)(?:查询|检索|搜索|查|找|搜)到|暂时没有|暂无|暂未|没有|尚无|敬请(?:期待|关注|谅解)|请(?:稍后|稍候)(?:再来|访问|再试)?|谢谢|抱歉|对不起|[本该此](?:栏目|页面|频道|网页)|(?:任何|相关|有关|最新)?(?:数据|信息|内容|记录|文章|资料|新闻|条目|资讯|结果|发布|更新)|no ?data|empty|[啊哦哟呢吧了的！!]`)

// noneAtAll is a whole line that says there is nothing to publish.
var noneAtAll = regexp.MustCompile(`^(?:本[级局县市区镇单位机关]{1,3})?(?:无|没有|不涉及|无此项|无此类|不适用|空|暂缺|略|零报告|零公开|n/a|none)[。!]?$`)

// excused returns the line of a page with little text that says why there is no more;
// "" if none does.
func excused(c *Case, pg *portal.Page) string {
	f, err := c.Portal.Full(pg)
	if err != nil || pg.Runes > placeholding {
		return ""
	}
	names := foldAll([]string{pg.Facts().Heading, pg.Facts().Meta.ColumnName})
	for line := range strings.Lines(f.Text + "\n" + f.Beside) {
		folded := extract.Fold(line)
		bare := folded
		for _, name := range names {
			bare = strings.ReplaceAll(bare, name, "")
		}
		if absence.MatchString(folded) && strings.ContainsFunc(bareAbsence.ReplaceAllString(bare, ""), unicode.IsLetter) {
			return strings.TrimSpace(line)
		}
		if excuse.MatchString(folded) || noneAtAll.MatchString(folded) {
			return strings.TrimSpace(line)
		}
	}
	return ""
}

// noPage reports an answer that is no page of a site, whatever its status says: a server
// at a loss sends nothing, or what one program says to another.
func noPage(pg *portal.Page) bool {
	f := pg.Facts()
	return f.HTMLTitle == "" && f.Heading == "" && len(pg.Menu()) == 0 && pg.BodyLinks == 0 && len(f.Crumbs) == 0 && f.Signals.Placeholder == "" && f.Signals.TextRunes <= saysOfItself
}

// saysOfItself is how many characters an answer has at most that is no page.
const saysOfItself = 60

// framedOnly reports a page that is only shown in frames of others.
func framedOnly(p *portal.Portal, pg *portal.Page) bool {
	framed := false
	for _, a := range append(p.Anchors(pg.URL), p.Anchors(pg.Asked())...) {
		if a.Via != extract.FrameSrc {
			return false
		}
		framed = true
	}
	return framed
}

// showsOtherwise says how a page without rows and text may show something all the same: it
// has more to fill in or to choose, or more drawings and buttons, than the home page and
// most other columns have; "" if it has not.
func showsOtherwise(c *Case, pg *portal.Page) string {
	own, err := c.Portal.Full(pg)
	if err != nil {
		return ""
	}
	others := fellows(c, pg)
	more := func(count func(*extract.Signals) int) bool {
		n, alike := count(&own.Signals), 0
		for _, other := range others {
			if f, err := c.Portal.Full(other); err == nil && count(&f.Signals) >= n {
				alike++
			}
		}
		return n > 0 && (2*alike < len(others) || len(others) == 0)
	}
	switch {
	case more(func(s *extract.Signals) int { return s.Entries }):
		return "该页供填写或选择，可能填写后才显示内容"
	case more(func(s *extract.Signals) int { return s.Drawn + s.DrawnBeside }):
		return "该页有图形、背景图或按钮，内容可能以这种形式显示"
	}
	return ""
}
