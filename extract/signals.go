package extract

import (
	"bytes"
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
	s.TextRunes = int(p.m.of(p.m.plain, t, root) + p.m.of(p.m.linked, t, root))
	if s.Redirect == "" {
		s.Redirect = p.redirect()
	}
	if bare := p.bareText(); utf8.RuneCountInString(bare) <= 80 && len(p.f.Items) == 0 {
		s.Placeholder = firstPhrase(bare, placeholders)
	}
	s.Error = p.errorWords()
	s.Challenge = p.challenge()
	s.ListByScript = p.listByScript()
	if p.home || len(p.f.Items) > 0 {
		s.PartByScript = p.emptyContainer()
	}
	s.NavByScript = p.navByScript()
	s.RelatedByScript = p.relatedByScript()
	s.FooterByScript = p.footerByScript()
}

// bareText returns the text of the main part that is no menu, breadcrumb or
// footer: what is left when the frame of the page is taken away.
func (p *page) bareText() string {
	t := p.tree
	from := p.main
	if from == 0 {
		from = t.Find(0, htmltree.Body)
	}
	var buf []byte
	for i := from; i < t.Nodes[from].Stop; i++ {
		nd := &t.Nodes[i]
		if nd.Kind == htmltree.Element && (nd.Tag == htmltree.Script || nd.Tag == htmltree.Style || nd.Tag == htmltree.Noscript || nd.Tag == htmltree.Select) {
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
	return Fold(string(buf))
}

// placeholders stand where content should. They are folded.
var placeholders = []string{
	"正在建设", "建设中", "暂无数据", "暂无信息", "暂无内容", "暂无相关", "暂无记录", "暂无文章", "暂时没有", "暂无", "内容更新中", "正在更新", "栏目更新中", "更新中",
	"敬请期待", "没有相关信息", "没有找到相关", "没有信息", "没有数据", "没有内容", "正在完善", "正在整理", "整理中", "完善中", "维护中", "正在维护", "即将上线", "栏目调整", "underconstruction", "comingsoon", "nodata",
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

// around returns text[i:i+n] with a few characters on both sides.
func around(text string, i, n int) string {
	from, to := i, i+n
	for k := 0; k < 12 && from > 0; k++ {
		_, w := utf8.DecodeLastRuneInString(text[:from])
		from -= w
	}
	for k := 0; k < 12 && to < len(text); k++ {
		_, w := utf8.DecodeRuneInString(text[to:])
		to += w
	}
	return strings.Clone(text[from:to])
}

var errorTitles = []string{"404", "502", "503", "500", "403", "notfound", "badgateway", "页面不存在", "网页不存在", "找不到页面", "页面找不到", "页面未找到", "找不到网页", "找不到文件", "无法找到", "错误页", "出错了",
	"页面错误", "系统错误", "服务器错误", "访问出错", "error", "页面走丢", "页面丢失", "内容不存在", "信息不存在", "文章不存在"}

var errorPhrases = []string{"页面不存在", "网页不存在", "您访问的页面", "您要访问的页面", "您要查看的页面", "您请求的页面", "您要找的页面", "您查找的页面", "页面找不到", "找不到页面", "页面未找到", "页面走丢", "页面已删除", "内容不存在", "信息不存在", "文章不存在", "该信息已删除", "该文章已删除", "信息已被删除", "栏目不存在",
	"404notfound", "notfound", "404错误", "error404", "badgateway", "internalservererror", "serviceunavailable", "服务器内部错误", "系统异常", "系统繁忙", "serverererror", "数据库连接", "pagenotfound", "无权访问", "站点已关闭", "网站已关闭"}

// errorWords returns the words of an error page that was answered as a page: a
// title that names an error, or such a sentence with hardly anything beside it.
func (p *page) errorWords() string {
	title := Fold(p.f.HTMLTitle)
	bare := p.bareText()
	runes := utf8.RuneCountInString(bare)
	if runes > 200 || len(p.f.Items) > 2 {
		return ""
	}
	if utf8.RuneCountInString(title) <= 30 {
		for _, w := range errorTitles {
			if title == w || strings.HasPrefix(title, w) && !isMore(title[len(w):]) || len(w) > 8 && strings.Contains(title, w) {
				return title
			}
		}
	}
	if runes <= 120 {
		return firstPhrase(bare, errorPhrases)
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

var challengeWords = []string{"人机验证", "安全验证", "访问验证", "请完成验证", "滑动验证", "网站防火墙", "访问被拦截", "访问请求被", "您的请求可能存在威胁", "您的访问可能对网站", "请开启javascript并刷新", "正在进行安全检查", "浏览器安全检查", "检测到异常访问", "访问过于频繁", "请求被阻断", "已被拦截", "webapplicationfirewall", "justamoment", "checkingyourbrowser", "requestblocked", "accessdenied", "ip已被封"}

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

// redirect returns where a script sends the reader as soon as the page opens.
func (p *page) redirect() string {
	small := p.f.Signals.TextRunes < smallPage && len(p.f.Links) < 6
	for _, s := range p.scripts {
		depth := 0
		for i := 0; i < len(s.literals); i++ {
			l := s.literals[i]
			name := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(l.name, "window."), "self."), "top."), "document.")
			goes := l.assigned && (name == "location" || name == "location.href") || name == "location.replace" || name == "location.assign" || name == "parent.location.href" || name == "parent.location"
			if !goes || chainedAfter(s.src, l.end) {
				continue
			}
			depth = strings.Count(s.src[:l.at], "{") - strings.Count(s.src[:l.at], "}")
			before := s.src[max(0, l.at-160):l.at]
			if depth > 0 && !small || conditional(before) {
				continue
			}
			if abs, ok := p.resolve(l.value); ok && abs != p.f.URL {
				p.addLink(Link{URL: abs, Region: Body, Via: Refresh})
				return abs
			}
		}
	}
	if small {
		return p.hiddenTarget()
	}
	return ""
}

func chainedAfter(s string, i int) bool {
	i = skipSpace(s, i)
	return i < len(s) && s[i] == '+'
}

// conditional reports whether the source before an assignment asks something
// about the reader: only some are sent on.
func conditional(before string) bool {
	i := strings.LastIndexAny(before, ";}")
	tail := before[i+1:]
	return strings.Contains(tail, "if") || strings.Contains(before, "userAgent") || strings.Contains(before, "Mobile") || strings.Contains(before, "Android") || strings.Contains(before, "iPhone")
}

// hiddenTarget reads the address that a page with nothing else keeps in an
// element for its script: <p id="url">/a/b.html</p> … window.open(url,"_self").
func (p *page) hiddenTarget() string {
	opens := false
	for _, s := range p.scripts {
		opens = opens || strings.Contains(s.src, "window.open") && strings.Contains(s.src, "_self") || strings.Contains(s.src, "location.href") || strings.Contains(s.src, "location.replace")
	}
	if !opens {
		return ""
	}
	t := p.tree
	for i := range t.Nodes {
		n := int32(i)
		if t.Nodes[i].Kind != htmltree.Element {
			continue
		}
		if id, ok := t.AttrBytes(n, "id"); ok && indexFold(id, "url") >= 0 {
			text := strings.TrimSpace(t.Text(n))
			if v, ok := t.Attr(n, "value"); ok && text == "" {
				text = v
			}
			if !looksLikePath(text) {
				continue
			}
			if abs, ok := p.resolve(text); ok && abs != p.f.URL {
				p.addLink(Link{URL: abs, Region: Body, Via: Refresh})
				return abs
			}
		}
	}
	return ""
}

// dataCalls are how scripts fetch data; templates how pages show it.
var (
	dataCalls = []string{"$.ajax", "$.get(", "$.post(", "$.getJSON", "jQuery.ajax", "jQuery.get", "jQuery.post", "fetch(", "XMLHttpRequest", "axios", "dataproxy.jsp", ".jpage(", "trsapi", "$http", "loadData(", "getJSON(", "ActiveXObject"}
	templates = []string{"ng-repeat", "v-for", "ms-for", "ms-repeat", "ms-visible", "ms-attr-href", ":ms-for", "ng-bind", "v-html", "{{", "<%=", "avalon", "id=\"app\"", "id='app'", "id=\"root\"", "trs-list", "laytpl"}
	// asides are calls for something else than the content of the page.
	asides = []string{"visit", "count", "click", "hits", "login", "user", "weather", "tianqi", "search", "tongji", "stat", "jiucuo", "read", "pv", "log", "captcha", "token", "browse", "session", "like", "zan", "comment", "share", "wx", "jssdk", "footer", "head", "top", "nav"}
)

// listByScript returns the words of a data call on a page whose main part shows
// no rows and hardly any text.
func (p *page) listByScript() string {
	if p.home || len(p.f.Items) > 0 || utf8.RuneCountInString(p.bareText()) > 120 || p.f.Signals.TextRunes == 0 && len(p.scripts) == 0 {
		return ""
	}
	src := p.tree.Source()
	for _, w := range templates {
		if i := bytes.Index(src, []byte(w)); i >= 0 {
			return w
		}
	}
	for _, s := range p.scripts {
		for _, w := range dataCalls {
			from := 0
			for {
				i := strings.Index(s.src[from:], w)
				if i < 0 {
					break
				}
				i += from
				from = i + len(w)
				call := s.src[i:min(len(s.src), i+300)]
				if !containsWord(strings.ToLower(firstPath(call)), asides) {
					return quoteLine(call)
				}
			}
		}
	}
	return p.emptyContainer()
}

// firstPath returns the first literal of a call, which is its address.
func firstPath(call string) string {
	for _, l := range literals(call, nil) {
		if strings.ContainsAny(l.value, "/.?") {
			return l.value
		}
	}
	return ""
}

func quoteLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return strings.Clone(strings.TrimSpace(cutRunes(s, 60)))
}

// emptyContainer returns the id of an empty list or block of the main part that
// a script of the page names, or that a script file for data may fill.
func (p *page) emptyContainer() string {
	t := p.tree
	from := p.main
	for i := max(from, 1); i < max(t.Nodes[from].Stop, 1); i++ {
		nd := &t.Nodes[i]
		switch nd.Tag {
		case htmltree.Ul, htmltree.Ol, htmltree.Tbody, htmltree.Table, htmltree.Div, htmltree.Dl:
		default:
			continue
		}
		if p.zones[i] != inBody || p.m.of(p.m.plain, t, i)+p.m.of(p.m.linked, t, i) > 0 {
			continue
		}
		id, ok := t.Attr(i, "id")
		if !ok || len(id) < 2 {
			continue
		}
		for _, s := range p.scripts {
			for _, l := range s.literals {
				if (l.value == id || l.value == "#"+id) && !containsWord(strings.ToLower(id), []string{"page", "share", "qr", "jiucuo", "conac", "ewm", "video", "player"}) {
					return "#" + id
				}
			}
		}
		if low := strings.ToLower(id); (strings.Contains(low, "list") || strings.Contains(low, "data")) && p.dataScript() {
			return "#" + id
		}
	}
	return ""
}

// dataScript reports whether the page loads a script file named like one that
// fetches lists.
func (p *page) dataScript() bool {
	t := p.tree
	for i := range t.Nodes {
		if t.Nodes[i].Tag != htmltree.Script {
			continue
		}
		ref, ok := t.Attr(int32(i), "src")
		path, _, _ := strings.Cut(strings.ToLower(ref), "?")
		if ok && !containsWord(path, libraryNames) && containsWord(path[strings.LastIndexByte(path, '/')+1:], []string{"list", "data", "ajax", "api", "page", "query", "load", "article", "content"}) {
			return true
		}
	}
	return false
}

// navByScript returns where the navigation comes from when this page shows next
// to none.
func (p *page) navByScript() string {
	nav := 0
	for i := range p.f.Links {
		if l := &p.f.Links[i]; l.Region == Nav && l.Via != Include && l.Via != FrameSrc {
			nav++
		}
	}
	if nav >= 4 {
		return ""
	}
	for i := range p.f.Links {
		l := &p.f.Links[i]
		if l.Via == Include || l.Via == FrameSrc && containsWord(strings.ToLower(l.URL), []string{"head", "top", "nav", "menu", "left", "tree", "col/"}) {
			return l.URL
		}
	}
	for _, s := range p.scripts {
		for _, l := range s.literals {
			low := strings.ToLower(l.value)
			if looksLikePath(l.value) && containsWord(low, []string{"head", "top.", "nav", "menu"}) && (strings.HasSuffix(l.name, "load") || strings.HasSuffix(l.name, "get") || l.name == "url") {
				return strings.Clone(l.value)
			}
		}
	}
	return ""
}

var relatedMarks = []string{"listbyrelated", "RelDocPath", "fjdzapp", "relatedList", "relatedDoc", "getRelated", "xgjdList", "xgwjList", "relationDoc", "getRelation", "loadRelated"}

// relatedByScript returns the mark of a script that adds related documents.
func (p *page) relatedByScript() string {
	for _, s := range p.scripts {
		for _, w := range relatedMarks {
			if strings.Contains(s.src, w) {
				return w
			}
		}
	}
	t := p.tree
	for i := range t.Nodes {
		n := int32(i)
		if p.zones[n] != inRelated || t.Nodes[i].Kind != htmltree.Element || p.zones[t.Nodes[i].Parent] == inRelated || p.m.of(p.m.links, t, n) > 0 {
			continue
		}
		for k := n; k < t.Nodes[n].Stop; k++ {
			if t.Nodes[k].Tag == htmltree.Script {
				return quoteLine(strings.TrimSpace(t.Raw(k)))
			}
			id, ok := t.Attr(k, "id")
			if !ok || len(id) < 2 {
				continue
			}
			for _, s := range p.scripts {
				if strings.Contains(s.src, "#"+id) || strings.Contains(s.src, `"`+id+`"`) || strings.Contains(s.src, `'`+id+`'`) {
					return "#" + id
				}
			}
		}
	}
	return ""
}

var footerMarks = []string{"_ideConac", "_span_jiucuo", "footer.js", "foot.js", "bottom.js", "footer.html", "foot.html", "bottom.html"}

// footerByScript returns the mark of a footer, or part of one, that a script
// writes.
func (p *page) footerByScript() string {
	src := p.tree.Source()
	for _, w := range footerMarks {
		if bytes.Contains(src, []byte(w)) {
			return w
		}
	}
	return ""
}
