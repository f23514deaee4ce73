package extract

import (
	"bytes"
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// readSignals fills what tells how far the page can be trusted to show
// everything. It is conservative: each signal quotes what it rests on.
func (p *page) readSignals() {
	s := &p.f.Signals
	t := p.tree
	root := t.Find(0, htmltree.Body)
	s.Writable = p.m.writable
	s.Entries = p.entries()
	s.Unended = unended(t.Source())
	s.Deep = t.Deep
	s.TextRunes = int(p.m.of(p.m.plain, t, root) + p.m.of(p.m.linked, t, root))
	if s.Redirect == "" {
		s.Redirect = p.redirect()
	}
	if len(p.f.Items) == 0 && runeCount(p.bareText()) <= 80 {
		s.Placeholder = firstPhrase(p.bareText(), placeholders)
		for i := p.main; s.Placeholder == "" && i < t.Nodes[p.main].Stop; i++ {
			if nd := &t.Nodes[i]; nd.Kind == htmltree.Element && nd.Tag == htmltree.Img && p.inMain(i) {
				s.Placeholder = builtPicture(t, i)
			}
		}
		if words := s.Placeholder; words != "" && strings.Contains(p.bareText(), words) {
			s.Placeholder = verbatim(string(p.readBare()), words)
		}
	}
	s.Error = p.errorWords()
	s.Challenge = p.challenge()
	s.ListByScript = p.listByScript()
	if p.home || len(p.f.Items) > 0 {
		s.PartByScript = cmp.Or(s.PartByScript, p.emptyContainer())
	}
	if n := len(p.f.Items); !p.home && n > 0 && n <= FewRows && p.main != 0 && s.PartByScript == "" {
		s.AsideByScript = p.emptyContainerIn(0)
	}
	s.BoxByScript = p.boxByScript()
	s.NavByScript = p.navByScript()
	s.RelatedByScript = p.relatedByScript()
	s.FooterByScript = p.footerByScript()
	s.MetaByScript = p.metaByScript()
	p.readActs()
	if s.Acts != 0 || s.Files != 0 {
		s.Hides = p.hides()
	}
}

// bareText returns the text of the main part that is no menu, breadcrumb or
// footer: what is left when the frame of the page is taken away.
func (p *page) bareText() string {
	if p.bare == nil {
		s := Fold(string(p.readBare()))
		p.bare = &s
	}
	return *p.bare
}

// verbatim returns the part of a text that reads as folded words do, as it is written there;
// the words themselves where no part does.
func verbatim(text, words string) string {
	var folded strings.Builder
	at := make([]int, 0, len(text)) // where in text each byte of folded stands
	for i, r := range text {
		f := Fold(string(r))
		folded.WriteString(f)
		for range len(f) {
			at = append(at, i)
		}
	}
	i := strings.Index(folded.String(), words)
	if i < 0 {
		return words
	}
	to := len(text)
	if end := i + len(words); end < len(at) {
		to = at[end]
	}
	return strings.Join(strings.Fields(text[at[i]:to]), " ")
}

// beginning returns the first characters of a text, as many as most bytes hold.
func beginning(text []byte, most int) []byte {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}

// bareMost bounds the words of a page that say little, in bytes: one text alone may be
// the whole page.
const bareMost = 4 << 10

// readBare returns it as it is written, in a buffer that is used again.
func (p *page) readBare() []byte {
	t := p.tree
	from := p.main
	if from == 0 {
		from = t.Find(0, htmltree.Body)
	}
	buf := p.foot[:0]
	for i := from; i < t.Nodes[from].Stop; i++ {
		nd := &t.Nodes[i]
		if nd.Kind == htmltree.Element && (nd.Tag == htmltree.Script || nd.Tag == htmltree.Style || nd.Tag == htmltree.Noscript || nd.Tag == htmltree.Select || nd.Tag == htmltree.Textarea) {
			i = nd.Stop - 1
			continue
		}
		if nd.Kind == htmltree.Text && !nd.RawText && (p.zones[i] == inBody || p.zones[i] == inRelated) {
			buf = t.AppendText(buf, i)
			if len(buf) > 600 {
				break
			}
		}
	}
	p.foot = toReuse(buf)
	return beginning(buf, bareMost)
}

// placeholders stand where content should. They are folded.
var placeholders = []string{
	"正在建设", "建设中", "暂无数据", "暂无信息", "暂无内容", "暂无相关", "暂无记录", "暂无文章", "没有相关", "暂时没有", "暂无", "内容更新中", "正在更新", "栏目更新中", "更新中",
	"敬请期待", "没有相关信息", "没有找到相关", "没有符合条件", "没有查询到", "没有检索到", "没有搜索到", "未查询到", "未检索到", "未搜索到", "没有信息", "没有数据", "没有内容", "正在完善", "正在整理", "整理中", "完善中", "维护中", "正在维护", "即将上线", "栏目调整", "underconstruction", "comingsoon", "nodata",
}

// firstPhrase returns the words of text around the first of phrases it holds.
func firstPhrase(text string, phrases []string) string {
	for _, w := range phrases {
		if i := strings.Index(text, w); i >= 0 {
			return around(text, i, len(w))
		}
	}
	return ""
}

// around returns text[i:i+n] with a few characters on both sides, of the same sentence.
func around(text string, i, n int) string {
	from, to := i, i+n
	for k := 0; k < 12 && from > 0; k++ {
		r, w := utf8.DecodeLastRuneInString(text[:from])
		if endsSentence(r) {
			break
		}
		from -= w
	}
	for k := 0; k < 12 && to < len(text); k++ {
		r, w := utf8.DecodeRuneInString(text[to:])
		if to += w; endsSentence(r) {
			break
		}
	}
	return strings.Clone(text[from:to])
}

func endsSentence(r rune) bool { return r == '。' || r == '!' || r == '?' }

var errorTitles = []string{"404", "502", "503", "500", "403", "notfound", "badgateway", "页面不存在", "网页不存在", "找不到页面", "页面找不到", "页面未找到", "找不到网页", "找不到文件", "无法找到", "错误页", "出错了",
	"页面错误", "系统错误", "服务器错误", "访问出错", "error", "页面走丢", "页面丢失", "内容不存在", "信息不存在", "文章不存在"}

var errorPhrases = []string{"页面不存在", "网页不存在", "您访问的页面", "您要访问的页面", "您要查看的页面", "您请求的页面", "您要找的页面", "您查找的页面", "页面找不到", "找不到页面", "页面未找到", "页面走丢", "页面已删除", "内容不存在", "信息不存在", "文章不存在", "该信息已删除", "该文章已删除", "信息已被删除", "栏目不存在",
	"404notfound", "notfound", "404错误", "error404", "badgateway", "internalservererror", "serviceunavailable", "服务器内部错误", "系统异常", "系统繁忙", "serverererror", "数据库连接", "pagenotfound", "无权访问", "源站出现问题", "源站异常", "站点已关闭", "网站已关闭"}

// questions stand in the titles of answers to people who met an error.
var questions = []string{"怎么", "如何", "为什么", "为何", "怎样"}

// statusTitles are whole titles that only an error page has.
var statusTitles = map[string]bool{
	"404": true, "403": true, "500": true, "502": true, "503": true, "504": true, "404notfound": true, "403forbidden": true, "500internalservererror": true, "internalservererror": true,
	"502badgateway": true, "badgateway": true, "503serviceunavailable": true, "serviceunavailable": true, "503servicetemporarilyunavailable": true, "504gatewaytime-out": true, "504gatewaytimeout": true,
	"404错误": true, "404页面": true, "404-notfound": true, "notfound": true, "error404": true, "http404": true,
}

// errorWords returns the words of an error page that was answered as a page: a
// title that names an error, or such a sentence with hardly anything beside it.
func (p *page) errorWords() string {
	title := Fold(p.f.HTMLTitle)
	if len(p.f.Items) > 2 {
		return ""
	}
	// A whole title like this names no document, however long the page explains.
	if statusTitles[title] {
		return title
	}
	bare := p.bareText()
	runes := runeCount(bare)
	if runes > 200 {
		return ""
	}
	if firstPhrase(title, questions) != "" {
		return ""
	}
	if runeCount(title) <= 30 {
		for _, w := range errorTitles {
			if title == w || strings.HasPrefix(title, w) && !isMore(title[len(w):]) || len(w) > 8 && strings.Contains(title, w) {
				return title
			}
		}
	}
	if runes <= 120 {
		if words := firstPhrase(bare, errorPhrases); words != "" {
			return words
		}
		if mark := p.unfilled(bare); mark != "" {
			return mark
		}
	}
	if runes == 0 && p.f.Text == "" {
		return p.errorInFrame()
	}
	return ""
}

// frameRunes is the longest that all the text of an error page is, frame included.
const frameRunes = 300

// gonePhrases say of what was asked for that it is not there. No menu or footer
// has them.
var gonePhrases = []string{"页面不存在", "网页不存在", "内容不存在", "信息不存在", "文章不存在", "栏目不存在", "记录不存在", "数据不存在", "找不到页面", "页面找不到", "不存在或已", "不存在或者已", "已被删除或不存在", "该信息已删除", "该文章已删除", "信息已被删除", "文章已被删除"}

// errorInFrame returns the words of an error page of which nothing seems to be
// content: the sentence stands where a table of the frame ends, or a script says it
// and sends the reader back.
func (p *page) errorInFrame() string {
	t := p.tree
	root := t.Find(0, htmltree.Body)
	if p.f.Signals.TextRunes > frameRunes || p.home {
		return ""
	}
	var buf []byte
	for i := root; i < t.Nodes[root].Stop; i++ {
		nd := &t.Nodes[i]
		if nd.Kind == htmltree.Element {
			style, _ := t.Attr(i, "style")
			if nd.Tag == htmltree.Script || nd.Tag == htmltree.Style || nd.Tag == htmltree.Noscript || nd.Tag == htmltree.Select || strings.Contains(strings.ReplaceAll(style, " ", ""), "display:none") {
				i = nd.Stop - 1
			}
			continue
		}
		if nd.Kind == htmltree.Text && !nd.RawText {
			buf = t.AppendText(buf, i)
		}
	}
	if words := firstPhrase(Fold(string(buf)), gonePhrases); words != "" {
		return words
	}
	if p.f.Signals.TextRunes > 0 {
		return ""
	}
	for _, s := range p.scripts {
		// at once, not when something turns out
		if src := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(s.src), "<!--")); strings.HasPrefix(strings.TrimPrefix(src, "window."), "alert(") && (strings.Contains(s.src, "history") || strings.Contains(s.src, "location") || strings.Contains(s.src, "window.close")) {
			for _, l := range s.literals {
				if words := firstPhrase(Fold(l.value), gonePhrases); words != "" {
					return words
				}
			}
		}
	}
	return ""
}

// isMore reports whether what follows a number goes on as a name, as in
// "500强企业".
func isMore(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return rest != "" && (r >= firstHan && r <= lastHan && !strings.HasPrefix(rest, "错误") && !strings.HasPrefix(rest, "页面") && !strings.HasPrefix(rest, "找不到") || isDigit(rest[0]))
}

var challengeMarks = []string{"__jsl_clearance", "acw_sc__v2", "cf-browser-verification", "challenge-platform", "cf_chl_", "yunsuo_session", "_guard/auto.js", "waf_captcha", "/_waf/", "incapsula", "safedog", "wangsu", "HWWAFSESID", "__tst_status", "C3VK", "FSSBBIl1UgzbN7N", "$_ts=window"}

var challengeWords = []string{"人机验证", "安全验证", "访问验证", "请完成验证", "滑动验证", "网站防火墙", "访问被拦截", "访问请求被", "您的请求可能存在威胁", "您的访问可能对网站", "造成安全威胁", "访问被阻断", "带有不合法参数", "被网站管理员设置拦截", "创宇盾", "由云锁", "被云锁", "云锁防护", "云锁提示", "d盾_拦截", "请开启javascript并刷新", "正在进行安全检查", "浏览器安全检查", "检测到异常访问", "访问过于频繁", "请求被阻断", "已被拦截", "webapplicationfirewall", "justamoment", "checkingyourbrowser", "requestblocked", "accessdenied", "ip已被封"}

// challenge returns the mark of a page that a firewall sends in place of the
// one asked for. Pages with text of their own are none, whatever they load.
func (p *page) challenge() string {
	if p.f.Signals.TextRunes > 250 {
		return ""
	}
	src := p.tree.Source()
	if p.f.Signals.TextRunes < 60 {
		for _, m := range challengeMarks {
			if bytes.Contains(src, []byte(m)) {
				return m
			}
		}
		if p.f.Signals.TextRunes == 0 && bytes.Contains(src, []byte("document.cookie")) && (bytes.Contains(src, []byte("location")) || bytes.Contains(src, []byte("eval("))) {
			return "document.cookie"
		}
	}
	root := p.tree.Find(0, htmltree.Body)
	text := Fold(p.f.HTMLTitle + p.tree.Text(root))
	return firstPhrase(text, challengeWords)
}
