package extract

import (
	"strings"
)

// maxPresses bounds Facts.Presses, maxPress one of them in bytes.
const (
	maxPresses = 60
	maxPress   = 120
)

// gadgets stand in the names of functions, or in what is given to them, that lead
// nowhere: they print, show and hide, go back, change the size of letters.
var gadgets = lexiconOf("print", "close", "history", "favorite", "homepage", "zoom", "font", "share", "login", "logout", "captcha", "scroll", "gotop", "tab", "toggle", "hide", "slide", "hover", "switch", "play", "copy", "speak", "voice",
	"skin", "color", "alert", "search", "submit", "check", "reset", "vote", "like", "comment", "qrcode", "weixin", "stopprop", "preventdefault", "nturn", "settimeout", "style", "classname", "swap", "marquee", "bookmark", "enlarge", "wza", "barrier", "click", "count", "jiucuo", "linkz", "sousuo", "aria", "validate", "confirm", "focus", "blur", "lang", "down")

// errandWords stand on what does something else than lead to a page.
var errandWords = lexiconOf("打印", "关闭", "收藏", "设为首页", "字号", "字体", "返回", "后退", "登录", "登陆", "注册", "退出", "提交", "发送", "搜索", "检索", "查询", "重置", "播放", "暂停", "分享", "转发", "刷新", "验证码", "无障碍", "适老", "长者", "关怀", "繁體", "繁体", "简体", "点赞", "收起", "展开", "顶部", "微信", "微博", "二维码", "复制", "朗读", "投票", "评论", "留言", "举报", "上传", "删除", "纠错", "找错", "党政机关", "事业单位", "客户端", "关怀版")

// press notes code behind the words of a link that calls a function which is not in
// the page: where it leads is only known where the function is.
func (p *page) press(code, text string) {
	code = strings.TrimSpace(code)
	if len(p.f.Presses) >= maxPresses || len(code) > maxPress || !hasHan(text) || runeCount(text) < 2 {
		return
	}
	if _, pager := turnNumber(text); pager || runeCount(text) <= 16 && containsWord(text, errandWords.words) {
		return
	}
	name, args, ok := strings.Cut(strings.TrimPrefix(code, "return "), "(")
	if name = strings.TrimSpace(name); !ok || !isPlainCall(name) || name == "void" || name == "if" || !strings.ContainsAny(args, "'\"0123456789") && !p.leaves(name) || containsWord(strings.ToLower(code), gadgets.words) {
		return
	}
	if body, _ := p.functionOf(name); body != "" && !goesSomewhere(body) {
		return
	}
	if strings.HasPrefix(strings.TrimSpace(args), "this") && !strings.Contains(args, ",") && !strings.Contains(args, ".") {
		return // it does something to the element itself
	}
	for _, known := range p.f.Presses {
		if known == code {
			return
		}
	}
	p.f.Presses = append(p.f.Presses, strings.Clone(code))
}

// leaves reports a function of the page that takes the reader to an address of its
// own making.
func (p *page) leaves(name string) bool {
	body, params := p.functionOf(name)
	return len(params) == 0 && (strings.Contains(body, "location.href") || strings.Contains(body, "location=") || strings.Contains(body, "location =") || strings.Contains(body, "window.open("))
}

// goesSomewhere reports whether the body of a function may lead to another page, or
// fetch something.
func goesSomewhere(body string) bool {
	for _, w := range [...]string{"location", "open", "submit", "href", "src", "Url", "url"} {
		if strings.Contains(body, w) {
			return true
		}
	}
	return fetches(body) || strings.Contains(body, "ajax") || strings.Contains(body, ".load(")
}

// isPlainCall reports the name of a function, or of one of an object.
func isPlainCall(name string) bool {
	for part := range strings.SplitSeq(name, ".") {
		if !isIdentifier(part) {
			return false
		}
	}
	return true
}
