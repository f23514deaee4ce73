package crawler

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// contentless says of an answer with a status of success that it brought nothing of
// the page asked for: no page is shown by it, so nothing is concluded from it.
func contentless(p *site.Page) (site.Failure, string) {
	switch {
	case p.Failure != "":
	case p.Status == http.StatusNoContent, p.Status == http.StatusResetContent, p.Status == http.StatusPartialContent, p.Status == http.StatusIMUsed:
		return site.FailOther, fmt.Sprintf("没有返回完整的页面（HTTP %d）", p.Status)
	case p.Status == http.StatusOK && partOfMore(answered(p.Exchange.Answer, "content-range")):
		return site.FailOther, "没有返回完整的页面（Content-Range）"
	case p.OK() && isHTML(p.ContentType) && extract.Packed(p.Body):
		return site.FailOther, "返回的不是文字，可能是没有说明的压缩内容"
	case len(p.Body) > 0 && len(bytes.Trim(p.Body, "\x00")) == 0:
		return site.FailOther, "返回的不是文字"
	}
	return "", ""
}

// Bounds of the text of a page that stands in for the one asked for.
const (
	standInRunes = 200      // all of it, where the frame of the site is not there
	standInMain  = 60       // the main part, where it is
	standInHead  = 400      // bytes of the main part that are looked at
	dumpLook     = 64 << 10 // bytes of a page in which words of programs are looked for
)

// stoodIn says of a page answered with status 200 that something stands there in
// its place for now: a fault of the server's, or work on it.
func stoodIn(p *site.Page, f *extract.Facts) (site.Failure, string) {
	if f == nil || p.Failure != "" || p.Within != "" || !isHTML(p.ContentType) {
		return "", ""
	}
	if len(f.Items) > 0 {
		return "", ""
	}
	if f.Meta.ArticleTitle != "" {
		if words := failsToShow(f); words != "" && !publishedBefore(p, f) {
			return site.FailServer, "返回的是没能显示的提示（" + words + "）"
		}
		return "", ""
	}
	said := extract.Fold(f.HTMLTitle + " " + strings.ToValidUTF8(f.Text[:min(len(f.Text), standInHead)], ""))
	if words := membersOnly(said); words != "" && utf8.RuneCountInString(f.Text) <= standInMain {
		return site.FailOther, "返回的是登录以后才能查看的提示（" + words + "）"
	}
	if publishedBefore(p, f) {
		if words := anyOf(said, unshownWords); words != "" && utf8.RuneCountInString(f.Text) <= standInMain {
			return site.FailServer, "返回的是一时不能显示的提示（" + words + "）"
		}
		return "", ""
	}
	if words := failsToShow(f); words != "" && p.Depth > 0 {
		return site.FailServer, "返回的是没能显示的提示（" + words + "）"
	}
	w := waysOf(f)
	if framed := w.frames || w.plain >= 3; framed {
		if utf8.RuneCountInString(f.Text) > standInMain {
			return "", ""
		}
	} else {
		if f.Signals.TextRunes > standInRunes {
			return "", ""
		}
		if words := anyOf(said, faultWords); words != "" {
			return site.FailServer, "返回的是服务器出错的提示（" + words + "）"
		}
		if words := anyOf(said, pausedWords); words != "" {
			return site.FailServer, "返回的是暂停服务的提示（" + words + "）"
		}
	}
	if words := cmp.Or(anyOf(said, unshownWords), anyOf(said, passingWords)); words != "" {
		return site.FailServer, "返回的是一时不能显示的提示（" + words + "）"
	}
	return "", ""
}

// brokeInside returns the words of a program that broke while it made a page, "" if none
// did: what came of the page by then is there, the rest of its rows is not. An article
// may quote such words.
func brokeInside(f *extract.Facts) string {
	look := dumpLook
	if f.Kind == extract.Article || f.Kind == extract.Report {
		look = standInHead
	}
	return anyOf(extract.Fold(f.HTMLTitle+"\n"+strings.ToValidUTF8(f.Text[:min(len(f.Text), look)], "")), dumpWords)
}

func anyOf(said string, words []string) string {
	for _, w := range words {
		if strings.Contains(said, w) {
			return w
		}
	}
	return ""
}

// dumpWords are what programs say when they break, and nobody else. They are folded.
var dumpWords = []string{
	"oledbprovider", "odbcdriver", "sqlexception", "jasperexception", "mysql_connect", "mysql_fetch", "mysql_query", "mysqli_", "java.lang.", "nullpointerexception", "servererrorin", "应用程序中的服务器错误", "anerroroccurredwhileprocessing",
	"microsoftvbscript", "microsoftjetdatabase", "templateerror:", "freemarker.core", "templateexception", "whitelabelerrorpage", "exceptionreport", "theserverencounteredaninternalerror", "tracebackmostrecentcalllast", "objectreferencenotset", "org.springframework.web", "org.apache.jasper", "phpstacktrace", "errno=", "sqlstate", ".phponline",
}

// faultWords are what servers say when a page could not be made. They are folded.
var faultWords = []string{
	"sqlserver不存在", "mysqlserverhasgoneaway", "ora-0", "数据库连接", "连接数据库", "建立连接时", "databaseerror", "errorestablishingadatabase", "fatalerror:", "internalservererror", "serviceunavailable", "badgateway", "gatewaytime-out",
}

// pausedWords are what stands on the pages of a site that is being worked on.
var pausedWords = []string{
	"系统维护", "系统升级", "网站维护", "网站升级", "升级维护", "维护升级", "站点维护", "平台升级", "服务器维护", "暂停服务", "暂停访问", "暂停对外服务",
}

// unshownWords say of the page they stand on that it did not come whole.
var unshownWords = []string{"加载失败", "加载超时", "未能显示", "刷新重试"}

// passingWords stand where a page would be, were it asked for at another time or by
// another program.
var passingWords = []string{
	"稍后再试", "稍后重试", "稍候再试", "系统繁忙", "网络异常", "服务异常", "接口异常", "请求超时", "连接超时", "非开放时间", "浏览器版本过低", "升级浏览器", "升级您的浏览器",
}

// Of a page that only those see who log in. The words are folded.
var (
	logInWords = []string{"登录", "登陆"}
	seeWords   = []string{"查看", "浏览", "阅读", "访问", "可见", "可看"}
	noneToSee  = []string{"无权查看", "无权访问", "没有权限查看", "没有权限访问", "没有访问权限", "没有查看权限", "无访问权限", "无查看权限", "用户可见", "会员可见"}
)

// logInSpan is how far behind the words of logging in those of seeing stand, in characters.
const logInSpan = 6

// membersOnly returns the words by which a page tells who sees it that others see more,
// "" if it has none: what stands there for them was not seen.
func membersOnly(said string) string {
	for _, in := range logInWords {
		for rest := said; ; {
			_, after, ok := strings.Cut(rest, in)
			if !ok {
				break
			}
			rest = after
			next := []rune(after[:min(len(after), utf8.UTFMax*logInSpan)])
			span := string(next[:min(len(next), logInSpan)])
			if see := anyOf(span, seeWords); see != "" {
				before, _, _ := strings.Cut(span, see)
				return in + before + see
			}
		}
	}
	return anyOf(said, noneToSee)
}

// wordless reports a page without a single character: a server that is overloaded
// sends such, so that it is asked again before it is taken for the page.
func wordless(p *site.Page) bool {
	return p.Failure == "" && p.Status == http.StatusOK && p.Within == "" && p.Same.IsZero() && isHTML(p.ContentType) && len(bytes.TrimSpace(p.Body)) == 0
}
