package crawler

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// What is answered in place of a page shows nothing of it: it is no empty page and
// no missing one.
func TestWhatStandsInForAPageIsNotThePage(t *testing.T) {
	menu := `<a href="/">首页</a><a href="/xw/">新闻</a><a href="/gk/">公开</a><a href="/hd/">互动</a>`
	rows := `<ul><li><a href="/nb/1.html">关于印发第一个办法的通知</a><span>2026-03-02</span></li><li><a href="/nb/2.html">关于印发第二个办法的通知</a><span>2026-03-01</span></li></ul>`
	for name, tt := range map[string]struct {
		status int
		body   string
		want   string
	}{
		"a status that says gone on a page that does not": {404, `<title>公开</title>` + menu + `<p>您的操作过于频繁，请十分钟后再来</p>`, "server"},
		"the same of work on the site":                    {404, `<title>公开</title><p>系统维护中，请稍后访问</p>`, "server"},
		"a page that is gone and asks to come again":      {404, `<title>公开</title>` + menu + `<p>您访问的页面不存在，请稍后再试</p>`, "gone"},
		"a page that is gone without a word":              {404, `<title>404</title>`, "gone"},
		"an answer without content":                       {204, "", "other"},
		"a part that was not asked for":                   {206, "<html><body><p>一部分", "other"},
		"the words of a data base that is away":           {200, `<title>错误</title>Microsoft OLE DB Provider for SQL Server 错误 '80004005' SQL Server 不存在或拒绝访问。/conn.asp，行 12`, "server"},
		"the words of a script engine":                    {200, `<title>提示</title><p>Fatal error: Call to undefined function mysql_connect()</p>`, "server"},
		"a site that is being worked on":                  {200, `<title>系统维护</title><p>系统正在升级维护，暂停服务，请稍后访问。</p>`, "server"},
		"a program that broke within the site":            {200, `<title>公开</title>` + menu + `<pre>org.apache.jasper.JasperException: java.lang.NullPointerException at com.cms.Index.doGet(Index.java:120)</pre>`, "server"},
		"a list that breaks off with a warning":           {200, `<title>公开</title>` + menu + rows + `<br /><b>Warning</b>: mysql_fetch_array() expects parameter 1 to be resource in <b>/www/list.php</b> on line <b>88</b><br />`, "server"},
		"a list that breaks off in the template":          {200, `<title>公开</title>` + menu + rows + `<pre>Template error: Expression rs.next is undefined on line 41, column 9 in list.ftl.</pre>`, "server"},
		"a list of which a part came from elsewhere":      {200, `<title>公开</title>` + menu + strings.Replace(rows, "<ul>", "<ul><li>查询超时（errno=2013），仅显示部分</li>", 1), "server"},
		"an article that quotes what a program said":      {200, `<title>关于防范漏洞的通知</title><meta name="ArticleTitle" content="关于防范漏洞的通知"><meta name="PubDate" content="2026-03-01">` + menu + `<h1>关于防范漏洞的通知</h1><div>` + strings.Repeat("<p>请各单位立即排查所用的组件，并于本周内上报结果。</p>", 20) + `<p>日志中如有 java.lang.NullPointerException 一类的字样，请联系我们。</p></div>`, ""},
		"rows that did not load within the site":          {200, `<title>公开</title>` + menu + `<div>数据加载失败，请刷新重试</div>`, "server"},
		"a page that wants another browser":               {200, `<title>提示</title><p>您的浏览器版本过低，请升级浏览器后访问。</p>`, "server"},
		"nothing but zero bytes":                          {200, "\x00\x00\x00\x00", "other"},
		"a column that says it is being built":            {200, `<title>年报</title><p>栏目建设中</p>`, ""},
		"a notice of maintenance within the site":         {200, `<title>通知</title>` + menu + `<p>关于系统维护的通知：本周六暂停服务。</p>`, ""},
		"a machine behind that did not answer":            {200, `<title>公开</title>` + menu + `<h3>公开指南</h3><p>您请求的 /zwgk/zn/ 暂时无法提供（节点 cdn-bj-12，请求号 1f0c9a2b77d301）</p>`, "server"},
		"a source that cannot be reached":                 {200, `<title>公开</title><meta name="ArticleTitle" content="公开指南"><meta name="PubDate" content="2026-03-01">` + menu + `<p>编号为 7741 的数据源连接不上，请联系管理员</p>`, "server"},
		"a word of the same in a longer text":             {200, `<title>公开</title>` + menu + `<p>` + strings.Repeat("群众反映部分路段无法访问公共网络，已由通信管理部门处理。", 6) + `</p>`, ""},
		"an article that could not be done":               {200, `<title>公告</title>` + menu + `<h1>停电公告</h1><div>发布时间：2026-03-01</div><p>因停电，二楼窗口无法提供服务。</p>`, ""},
		"an article on systems that are busy":             {200, `<title>说明</title>` + menu + `<h1>关于登记系统拥堵的说明</h1><div>发布时间：2026-03-01 来源：登记中心</div><p>近日登记系统繁忙，请稍后再试。</p>`, ""},
		"an article without the frame of the site":        {200, `<title>停机公告</title><h1>停机公告</h1><div>发布日期：2026-03-01</div><p>因系统维护，办税厅4月2日暂停服务。</p>`, ""},
		"an article on a page that was not let in":        {200, `<title>问答</title>` + menu + `<h1>挂号提示</h1><div>发布时间：2026-03-01</div><p>提示访问过于频繁的，请更换号码。</p>`, ""},
		"a wall that bears the time of the request":       {200, `<title>提示</title><p>访问过于频繁</p><p>发布时间：2999-01-01</p>`, "blocked"},
		"an article whose text did not come":              {200, `<title>公开</title>` + menu + `<h1>公开指南</h1><div>发布时间：2026-03-01</div><p>内容加载失败，请刷新重试</p>`, "server"},
		"a column for those who log in":                   {200, `<title>年报</title>` + menu + `<h2>年报</h2><div>您尚未登录，请登录后查看本栏目内容。</div>`, "other"},
		"an article of which others see more":             {200, `<title>年报</title>` + menu + `<h1>2025年年报</h1><div>发布时间：2026-03-01</div><p>您没有查看权限。</p>`, "other"},
		"a column that tells where to apply":              {200, `<title>申请</title>` + menu + `<h2>申请</h2><p>请登录政务服务网统一申请。</p>`, ""},
		"a page of the site with a login at its side":     {200, `<title>公开</title>` + menu + `<form><input type="password"></form>`, ""},
	} {
		w := newWeb(t)
		w.name("www.a.gov.cn")
		w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Content-Type", "text/html; charset=utf-8")
			switch r.URL.Path {
			case "/":
				fmt.Fprint(rw, page("甲市人民政府", "/nb/ 政府信息公开年报"))
			case "/nb/":
				rw.WriteHeader(tt.status)
				if tt.body != "" {
					fmt.Fprint(rw, tt.body)
				}
			default:
				http.NotFound(rw, r)
			}
		}
		_, m := crawlOf(t, w, w.settings())
		if got := string(m.page("/nb/").Failure); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// What a host shows at addresses that cannot exist says that there is nothing, in whatever
// words.
func TestWhatAHostSaysOfEveryLostAddressIsNoExcuse(t *testing.T) {
	for _, tt := range []struct {
		name, says string
		want       site.Failure
	}{
		{"it asks to come again", "抱歉，系统繁忙，请稍后再试。", site.FailGone},
		{"it asks to log in", "请登录后访问", site.FailGone},
		{"it may have asked too much", "您的操作过于频繁", site.FailServer},
	} {
		w := newWeb(t)
		w.name("www.a.gov.cn")
		w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Content-Type", "text/html; charset=utf-8")
			switch r.URL.Path {
			case "/":
				fmt.Fprint(rw, page("甲市人民政府", "/gk/ 政府信息公开"))
			case "/gk/":
				fmt.Fprint(rw, page("政府信息公开", "/nb/ 政府信息公开年报"))
			default:
				rw.WriteHeader(http.StatusNotFound)
				fmt.Fprintf(rw, "<title>提示</title><p>%s</p><p>您访问的是 %s</p>", tt.says, r.URL.Path)
			}
		}
		snap, m := crawlOf(t, w, w.settings())
		if got := m.page("/nb/").Failure; got != tt.want || snap.Complete != (tt.want == site.FailGone) {
			t.Errorf("%s: %q, want %q; complete %v: %s", tt.name, got, tt.want, snap.Complete, snap.Stopped)
		}
	}
}

// A server that answers with nothing in passing answers when it is asked again.
func TestAnEmptyAnswerIsAskedForAgain(t *testing.T) {
	w := newWeb(t)
	w.name("www.a.gov.cn")
	var once sync.Once
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		switch r.URL.Path {
		case "/":
			fmt.Fprint(rw, page("甲市人民政府", "/nb/ 政府信息公开年报"))
		case "/nb/":
			empty := false
			once.Do(func() { empty = true })
			if !empty {
				fmt.Fprint(rw, page("政府信息公开年报", "/nb/2025.html 2025年度报告"))
			}
		default:
			http.NotFound(rw, r)
		}
	}
	_, m := crawlOf(t, w, w.settings())
	if p := m.page("/nb/"); p.Failure != "" || len(p.Body) == 0 {
		t.Errorf("the column is %q with %d bytes, want the page of the second answer", p.Failure, len(p.Body))
	}
}
