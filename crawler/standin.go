package crawler

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// contentless says of an answer with a status of success that it brought nothing of
// the page asked for: no page is shown by it, so nothing is concluded from it.
func contentless(p *site.Page) (site.Failure, string) {
	switch {
	case p.Failure != "":
	case p.Status == http.StatusNoContent, p.Status == http.StatusResetContent, p.Status == http.StatusPartialContent:
		return site.FailOther, fmt.Sprintf("没有返回完整的页面（HTTP %d）", p.Status)
	}
	return "", ""
}

// standInRunes is the most text a page has that stands in for the one asked for.
const standInRunes = 200

// stoodIn says of a page answered with status 200 that something stands there in
// its place for now: a fault of the server's, or work on it.
func stoodIn(p *site.Page, f *extract.Facts) (site.Failure, string) {
	if f == nil || p.Failure != "" || p.Within != "" || !isHTML(p.ContentType) || len(f.Items) > 0 || f.Signals.TextRunes > standInRunes {
		return "", ""
	}
	w := waysOf(f)
	if w.frames || w.plain >= 3 {
		return "", "" // the frame of the site is there: what it says of itself is read by the rules
	}
	said := extract.Fold(f.HTMLTitle + " " + f.Text)
	for _, words := range faultWords {
		if strings.Contains(said, words) {
			return site.FailServer, "返回的是服务器出错的提示（" + words + "）"
		}
	}
	for _, words := range pausedWords {
		if strings.Contains(said, words) {
			return site.FailServer, "返回的是暂停服务的提示（" + words + "）"
		}
	}
	return "", ""
}

// faultWords are what servers say when a page could not be made. They are folded.
var faultWords = []string{
	"oledbprovider", "odbcdriver", "sqlserver不存在", "sqlexception", "mysql_connect", "mysqlserverhasgoneaway", "ora-0", "数据库连接", "连接数据库", "databaseerror", "errorestablishingadatabase",
	"servererrorin", "fatalerror:", "java.lang.", "nullpointerexception", "internalservererror", "serviceunavailable", "badgateway", "gatewaytime-out",
}

// pausedWords are what stands on the pages of a site that is being worked on.
var pausedWords = []string{
	"系统维护", "系统升级", "网站维护", "网站升级", "升级维护", "维护升级", "站点维护", "平台升级", "服务器维护", "暂停服务", "暂停访问", "暂停对外服务",
}

// wordless reports a page without a single character: a server that is overloaded
// sends such, so that it is asked again before it is taken for the page.
func wordless(p *site.Page) bool {
	return p.Failure == "" && p.Status == http.StatusOK && p.Within == "" && p.Same.IsZero() && isHTML(p.ContentType) && len(bytes.TrimSpace(p.Body)) == 0
}
