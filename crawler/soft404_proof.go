package crawler

import (
	"bytes"
	"net/url"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// loginRunes is the text, in characters, up to which a page that asks for a
// password does nothing else.
const loginRunes = 200

// proves reports whether p, the answer to an address that cannot exist, tells
// anything of other addresses with the same answer. The page that asks a visitor
// to log in and the shell of a script application are sent for real addresses too.
func proves(p *site.Page, f *face) bool {
	low := bytes.ToLower(p.Body[:min(len(p.Body), 256<<10)])
	if f.final != "" && hasAny(lastSegments(f.final), "404", "error", "notfound") {
		f.worded = true
		return true
	}
	if f.final != "" && hasAny(lastSegments(f.final), "login", "signin", "/sso", "/cas/", "oauth", "passport") {
		return false
	}
	if (f.final != "" || f.runes < loginRunes) && hasAny(string(low), `type="password"`, `type='password'`, "type=password") {
		return false
	}
	q := *p
	q.Depth = max(q.Depth, 1) // it is nobody's home page
	s := extract.Read(&q).Signals
	f.worded = f.final != "" || s.Error != "" || hasAny(extract.Fold(f.title+f.text), missingWords...)
	if !bytes.Contains(low, []byte("<script")) {
		return f.final != "" || f.runes > 0
	}
	switch {
	case s.Error != "":
		return true
	case s.NeedsBrowser != "" || s.ListByScript != "": // what a script puts there may differ by address
		return false
	}
	mounted := hasAny(string(low), `id="app"`, `id='app'`, "id=app>", "id=app ", `id="root"`, `id='root'`, "id=root>", `id="__nuxt"`, `id="__next"`)
	// Hardly any text without a redirect is a shell as well.
	return !mounted && (f.final != "" || f.runes >= shellRunes)
}

// missingWords say that there is no such page, or that there is an error. They are folded.
var missingWords = []string{"不存在", "找不到", "没有找到", "未找到", "走丢", "丢失", "已删除", "被删除", "已失效", "已下线", "无此", "没有这个", "没有该", "错误", "出错", "有误", "无效", "404", "error", "notfound", "notexist", "nosuch", "invalid", "抱歉", "对不起", "返回首页"}

// lastSegments returns the path of an address with its query, in lower case.
func lastSegments(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Path + "?" + u.RawQuery)
}

func hasAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
