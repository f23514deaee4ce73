package crawler

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

const (
	noticeRunes = 400 // text of a page that is a notice rather than a home page, at most
	noticeLinks = 6   // links into the site on such a page, at most
)

// notices are the words of pages that stand in a portal's place, folded, with what
// they are.
var notices = []struct {
	what  string
	words []string
}{
	{"是域名停放或出售的页面", []string{"域名出售", "域名转让", "域名交易", "域名停放", "域名正在出售", "域名已过期", "域名到期", "domainforsale", "domainisforsale", "buythisdomain", "domainparking", "parkeddomain", "sedoparking"}},
	{"是服务器软件的默认页面", []string{"welcometonginx", "apache2debiandefaultpage", "apache2ubuntudefaultpage", "iiswindowsserver", "站点创建成功", "没有找到站点", "testpagefor", "accountsuspended", "itworks!"}},
	{"是网站未备案、停用或关闭的提示", []string{"网站未备案", "域名未备案", "尚未备案", "网站已关闭", "站点已关闭", "网站已停用", "站点已暂停", "网站已暂停", "网站关停", "已关停", "停止运行", "网站已下线", "站点已下线"}},
	{"是网站迁移或整合的提示", []string{"网站已迁移", "网站迁移", "已迁移至", "已迁移到", "已整合至", "已整合到", "已并入", "新网址", "请访问新"}},
	{"是系统维护的提示", []string{"系统维护中", "网站维护中", "正在维护", "正在升级", "升级维护", "维护升级", "升级改造", "停机维护", "暂停服务", "暂停访问", "暂时关闭", "改版中", "undermaintenance"}},
	{"是网站建设中的提示", []string{"网站建设中", "网站正在建设", "underconstruction", "comingsoon"}},
}

// betting are words of the pages that hijacked portals show, folded. Each alone may
// stand on an honest page.
var betting = []string{"娱乐城", "博彩", "百家乐", "时时彩", "六合彩", "真人荷官", "棋牌", "老虎机", "开户送", "首存", "彩金", "赌场", "下注", "葡京", "威尼斯人", "开元棋牌", "体育投注", "电子游艺", "北京赛车", "彩票平台", "太阳城", "皇冠体育", "澳门金沙", "金沙娱乐", "博天堂"}

// suspicion says in Chinese why the page obtained as the home page of t does not look
// like the portal that is to be audited, "" if nothing speaks against it. A site's
// identity is what the operator registered: where a page denies it, the page may be
// the wrong one, and nothing is concluded from what it lacks.
func suspicion(t site.Target, scope site.Scope, p *site.Page, f *extract.Facts) string {
	inside, outside := 0, ""
	for _, l := range f.Links {
		if u, err := url.Parse(l.URL); err == nil && scope.Contains(u) && l.URL != p.URL && l.URL != p.Final {
			inside++
		}
	}
	if to := f.Signals.Redirect; to != "" {
		if u, err := url.Parse(to); err == nil && !scope.SameHost(u) {
			outside = u.Host
		}
	}
	if outside != "" && inside < noticeLinks {
		return fmt.Sprintf("首页只把访问者转到另一网站 %s，可能已经迁移", clip(outside, 200))
	}
	if garbled(f) {
		return "首页" + garbledWords
	}
	if scrambled(p.Body, f.Text) {
		return "首页" + scrambledWords
	}
	page, _ := extract.Decode(p.Body, p.ContentType)
	text := strings.ReplaceAll(extract.Fold(visible(page)), "维护中心", "")
	title := extract.Fold(f.HTMLTitle)
	if inside < noticeLinks && utf8.RuneCountInString(text) <= noticeRunes {
		for _, n := range notices {
			for _, w := range n.words {
				if strings.Contains(text, w) {
					return fmt.Sprintf("首页%s（“%s”）", n.what, w)
				}
			}
		}
	}
	if found := distinct(title+text, betting); len(found) >= 3 && distinct(title, betting) != nil {
		return fmt.Sprintf("首页是与政务无关的内容（%s），可能已被篡改", strings.Join(found[:3], "、"))
	}
	return anotherUnit(t, p, f)
}

// hijackLinks is how many links of a page that others took over speak of betting, at least: a
// warning of it, or a report on it, has none.
const hijackLinks = 5

// hijacked returns the words of betting by which a page is not the site's own, "" if it is.
func hijacked(f *extract.Facts) string {
	title := distinct(f.HTMLTitle, betting)
	if title == nil {
		return ""
	}
	n := 0
	for i := range f.Links {
		if distinct(f.Links[i].Text, betting) != nil {
			n++
		}
	}
	if n < hijackLinks {
		return ""
	}
	return title[0]
}

func distinct(text string, words []string) (found []string) {
	for _, w := range words {
		if strings.Contains(text, w) {
			found = append(found, w)
		}
	}
	return found
}

// anotherUnit says that a page names itself as another unit's: by its name and, as
// names are written in many ways and labels are filled in wrongly, by its code or
// domain too.
func anotherUnit(t site.Target, p *site.Page, f *extract.Facts) string {
	name := f.Meta.SiteName
	if name == "" || alikeNames(name, t.Name) || alikeNames(f.HTMLTitle, t.Name) {
		return ""
	}
	code := strings.TrimSpace(f.Meta.SiteIDCode)
	switch {
	case t.Code != "" && len(code) == len(t.Code) && len(code) >= 6:
		if code[:6] == t.Code[:6] {
			return ""
		}
		return fmt.Sprintf("首页自称“%s”，网站标识码为 %s，与登记的“%s”（%s）不符", clip(name, 200), clip(code, 40), t.Name, t.Code)
	case t.Code == "" && governmental(hostName(p.Final)) && governmental(hostName(f.Meta.SiteDomain)) && unit(hostName(p.Final)) != unit(hostName(f.Meta.SiteDomain)):
		return fmt.Sprintf("首页自称“%s”（%s），与登记的“%s”不符", clip(name, 200), clip(f.Meta.SiteDomain, 200), t.Name)
	}
	return ""
}

// generic are the parts of names that say nothing of whose they are, longest first.
var generic = strings.NewReplacer("人民政府", "", "门户网站", "", "官方网站", "", "政府网站", "", "政务公开", "", "信息公开", "", "门户", "", "网站", "", "政府", "", "中国", "", "平台", "", "首页", "")

// alikeNames reports whether two names have two characters in a row in common that
// say whose they are, or one of them says nothing of that.
func alikeNames(a, b string) bool {
	if !tells(a) || !tells(b) {
		return true
	}
	return sharesName(a, b)
}

// tells reports whether a name says whose it is.
func tells(name string) bool { return utf8.RuneCountInString(generic.Replace(extract.Fold(name))) >= 2 }

// sharesName reports whether text holds two characters in a row of those of name that
// say whose it is.
func sharesName(text, name string) bool {
	text = extract.Fold(text)
	own := []rune(generic.Replace(extract.Fold(name)))
	for i := 0; i+2 <= len(own); i++ {
		if strings.Contains(text, string(own[i:i+2])) {
			return true
		}
	}
	return false
}

// hostName returns the host of an address written with or without its scheme.
func hostName(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	s, _, _ = strings.Cut(s, "/")
	s, _, _ = strings.Cut(s, ":")
	return s
}

func governmental(host string) bool { return strings.HasSuffix(host, ".gov.cn") }

// unit returns the part of a .gov.cn host that tells governments apart.
func unit(host string) string {
	labels := strings.Split(strings.TrimSuffix(host, ".gov.cn"), ".")
	return labels[len(labels)-1]
}
