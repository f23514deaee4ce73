package crawler

import (
	"net/http"
	"strings"
	"testing"
)

// A part that scripts fill with words alone may be a tree that nobody could press: what
// is behind it was not seen.
func TestPagesFilledWithWordsThatLeadNowhere(t *testing.T) {
	const plain = `<html><head><title>政务公开</title></head><body><div><a href="/1.html">通知公告</a></div><ul id="tt"></ul><script>$('#tt').tree({url:'/tree.do',method:'get'});</script></body></html>`
	filled := func(s string) string {
		return strings.Replace(plain, `<ul id="tt"></ul>`, `<ul id="tt">`+s+`</ul>`, 1)
	}
	for _, c := range []struct {
		name, shown string
		complete    bool
	}{
		{"branches that lead nowhere", `<li>机构</li><li>法规公文</li><li>重点领域</li>`, false},
		{"entries that lead on", `<li><a href="/2.html">机构职能</a></li><li><a href="/3.html">法规公文</a></li>`, true},
		{"words that say there is nothing", `<li>暂无数据，敬请期待</li>`, true},
		{"a short article", `<li><h1>停水通知</h1><p>发布时间：2026-03-01</p><p>本周六城东停水一天。</p></li>`, true},
		{"nothing", ``, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWeb(t)
			w.pages("www.a.gov.cn", map[string]string{
				"/": page("甲市人民政府", "/gk/ 政务公开", "/1.html 通知公告", "/2.html 机构职能", "/3.html 法规公文"), "/gk/": plain,
				"/1.html": page("通知公告"), "/2.html": page("机构职能"), "/3.html": page("法规公文"), "/tree.do": `[{"id":1,"text":"机构","state":"closed"}]`,
			})
			b := &pretender{views: map[string]BrowserView{"/gk/": whole(filled(c.shown))}, asks: map[string][]string{"/gk/": {"data /tree.do"}}}
			snap, _, _ := shownCrawl(t, w, w.settings(), b, "")
			if len(b.shown) != 1 || snap.Complete != c.complete {
				t.Errorf("shown %q, complete %t (%s)", b.shown, snap.Complete, snap.Stopped)
			}
		})
	}
}

// The rows that a list asks for by POST are had by GET where it says how: the browser,
// which gets none, does not make of it a list that was not seen to its end.
func TestListsAskedForByPostAndHadByGet(t *testing.T) {
	const rows = `<record><![CDATA[<li><a href="/a/%.html">关于第%号事项办理情况的通知公告</a><span>2026-04-01</span></li>]]></record>`
	record := func(from, to int) (s string) {
		for n := from; n <= to; n++ {
			s += strings.ReplaceAll(rows, "%", string(rune('0'+n)))
		}
		return s
	}
	list := `<div id="81"><script type="text/xml"><datastore><nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&columnid=5&unitid=81"></a>]]></nextgroup><recordset>` + record(1, 3) + `</recordset></datastore></script></div><script>$("#81").jpage({perpage:3,totalRecord:6,proxyUrl:'/module/web/jpage/dataproxy.jsp',columnid:5,unitid:81});$("#more").append(draw(all));</script>`
	for _, c := range []struct {
		name, post string
		complete   bool
	}{
		{"the address that was asked", "/module/web/jpage/dataproxy.jsp?startrecord=4&endrecord=6", true},
		{"another one", "/other/list.do", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWeb(t)
			w.dataproxy(list, record(4, 6))
			view := whole("<html><head><title>通知公告</title></head><body><ul>" + strings.NewReplacer("<record><![CDATA[", "", "]]></record>", "").Replace(record(1, 3)) + "</ul><span>下一页</span></body></html>")
			view.Rest, view.Posted, view.Posts = "下一页", "尾页", []string{w.url("www.a.gov.cn") + c.post}
			b := &pretender{views: map[string]BrowserView{"/col/": view, "/": whole(page("甲市人民政府", "/col/ 通知公告"))}}
			snap, m, _ := shownCrawl(t, w, w.settings(), b, "")
			if snap.Complete != c.complete || m.page("/a/6.html") == nil {
				t.Errorf("shown %q, complete %t (%s)", b.shown, snap.Complete, snap.Stopped)
			}
		})
	}
}

// dataproxy serves a portal with one list, whose further rows an address of their own has.
func (w *web) dataproxy(list, further string) {
	pages := map[string]string{"/": page("甲市人民政府", "/col/ 通知公告", "/x.html 机构职能", "/y.html 联系我们"), "/x.html": page("机构职能"), "/y.html": page("联系我们"),
		"/col/": "<html><head><title>通知公告</title></head><body>" + list + "</body></html>"}
	for n := '1'; n <= '6'; n++ {
		pages["/a/"+string(n)+".html"] = page("关于第" + string(n) + "号事项办理情况的通知公告")
	}
	w.name("www.a.gov.cn")
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		switch text, ok := pages[r.URL.Path]; {
		case r.URL.Path == "/module/web/jpage/dataproxy.jsp":
			rw.Header().Set("Content-Type", "text/xml; charset=utf-8")
			rw.Write([]byte("<datastore><totalrecord>6</totalrecord><recordset>" + further + "</recordset></datastore>"))
		case ok:
			rw.Header().Set("Content-Type", "text/html; charset=utf-8")
			rw.Write([]byte(text))
		default:
			http.NotFound(rw, r)
		}
	}
}
