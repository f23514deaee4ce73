package extract

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// read reads a page of the site of the tests at a path.
func readAt(path, html string) *Facts {
	u := "http://www.x.gov.cn" + path
	return Read(&site.Page{URL: u, Final: u, From: "http://www.x.gov.cn/", Depth: 1, Status: 200, ContentType: "text/html; charset=utf-8",
		Body: []byte("<html><head><title>某页</title></head><body>" + html + "</body></html>")})
}

func TestLinksThatLeadTwoWays(t *testing.T) {
	for _, c := range []struct{ name, html, want string }{
		{"a picture map opens the columns in one frame and a page in another", `<map name="m"><area href="left.asp?c=2" target="left" onclick="parent.main.location.href='class.asp?c=2'" alt="财政"></map>`, "/left.asp?c=2 /class.asp?c=2"},
		{"a link whose script sends the same window there", `<a href="/a.asp" onclick="location='/b.asp'">财政</a>`, "/a.asp /b.asp"},
		{"a link whose script goes the same way", `<a href="/a.asp" onclick="location.href='/a.asp';return false">财政</a>`, "/a.asp"},
		{"a link whose script goes elsewhere instead", `<a href="/old.asp" onclick="location.href='/new.asp';return false;">财政</a>`, "/new.asp"},
		{"a link whose script opens a file instead", `<a href="/down.html?u=1" onclick="window.open('/files/1.pdf'); return false">附件</a>`, "/files/1.pdf"},
		{"a link whose script opens a viewer with a file instead", `<a href="/v.html#none" onclick="window.open('/pdf/viewer.html?file='+encodeURIComponent('/files/1.pdf'));return false">在线阅读</a>`, "/files/1.pdf"},
		{"a link whose script opens what is worked out", `<a href="/a.html" onclick="window.open('/v.html?id='+current());return false">在线阅读</a>`, "/a.html"},
		{"a language named in large letters", `<a href="JavaScript:go(&quot;/b.asp&quot;)">财政</a>`, "/b.asp"},
		{"a language named before what a click does", `<span onclick="javascript:go('/b.asp')">财政</span>`, "/b.asp"},
		{"a link whose script only goes there for some", `<a href="/a.asp" onclick="if(old){location.href='/b.asp';return false}">财政</a>`, "/a.asp /b.asp"},
		{"an address put together of what is known", `<span onclick="window.open('view.asp?id='+2009+'&c=4','_blank')">关于春耕的通知</span>`, "/view.asp?id=2009&c=4"},
		{"one put together of what is not", `<span onclick="window.open('view.asp?id='+current())">关于春耕的通知</span>`, ""},
		{"a link whose script counts", `<a href="/a.asp" onclick="count('/hits.asp')">财政</a>`, "/a.asp"},
		{"a link whose script asks first", `<a href="/a.asp" onclick="return confirm('确定离开本站吗')">财政</a>`, "/a.asp"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, l := range readAt("/", c.html).Links {
				got = append(got, strings.TrimPrefix(l.URL, "http://www.x.gov.cn"))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("links %q, want %s", got, c.want)
			}
		})
	}
}

// A link that its script does not let the browser follow, and says not where it goes
// instead, is no sure way.
func TestLinksThatAClickDoesNotFollow(t *testing.T) {
	for _, c := range []struct {
		name, html string
		want       Via
	}{
		{"a function of another file", `<a href="/a.html" onclick="show(12);return false">财政</a>`, OnClick},
		{"a function that is given the address", `<a href="/a.html" onclick="show(this.href);return false">财政</a>`, Anchor},
		{"a function that counts, and the link is followed", `<a href="/a.html" onclick="show(12)">财政</a>`, Anchor},
		{"a question", `<a href="/a.html" onclick="if(!confirm('离开？')) return false">财政</a>`, Anchor},
	} {
		t.Run(c.name, func(t *testing.T) {
			if links := readAt("/", c.html).Links; len(links) != 1 || links[0].Via != c.want {
				t.Errorf("links %v, want one by %s", links, c.want)
			}
		})
	}
}

func TestDocumentsThatScriptsShow(t *testing.T) {
	text := strings.Repeat("<p>各县区人民政府，市直各部门：现将有关事项通知如下，请认真贯彻执行，执行中的问题请及时反馈。</p>", 5)
	for _, c := range []struct{ name, html, want string }{
		{"a call that shows a document in its place", `<div id="c">` + text + `<script>showPdf("/__local/1/2/A_50.pdf","100%","600","0")</script></div>`, "/__local/1/2/A_50.pdf"},
		{"a variable that a viewer shows", `<div>` + text + `<script>var file='./files/a.ofd';view(file)</script></div>`, "/info/files/a.ofd"},
		{"the beginning of an address that is put together", `<div>` + text + `<script>var file='/files/'+id+'.pdf';view(file)</script></div>`, ""},
		{"a document that only the footer speaks of", `<div>` + text + `</div><div class="footer"><p>主办：某局 网站标识码：3299000001</p><script>more("/help/use.pdf")</script></div>`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := readAt("/info/1.htm", `<div class="article"><h1>某局2026年度部门预算</h1><p>发布时间：2026-01-02 来源：某局</p>`+c.html+`</div>`)
			var got []string
			for _, l := range f.Attachments {
				got = append(got, strings.TrimPrefix(l.URL, "http://www.x.gov.cn"))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("attachments %q, want %q", got, c.want)
			}
		})
	}
}

func TestFrameThatHoldsItsDocument(t *testing.T) {
	f := readAt("/zt/", `<p>专题</p><iframe srcdoc="&lt;base target=_parent&gt;&lt;a href=/zt/c1&gt;统计信息&lt;/a&gt; &lt;a href=c2&gt;规划计划&lt;/a&gt;" src="/old.html"></iframe>`)
	var got []string
	for _, l := range f.Links {
		got = append(got, strings.TrimPrefix(l.URL, "http://www.x.gov.cn")+" "+l.Text)
	}
	if strings.Join(got, "|") != "/zt/c1 统计信息|/zt/c2 规划计划" {
		t.Errorf("links %q", got)
	}
}

// An address that a call puts into the markup is not known, and what is written behind
// it is no part of it.
func TestMarkupAroundACall(t *testing.T) {
	f := readAt("/a/", `<div id="l"></div><script>var h="";rows.each(function(){var r=$(this);h+="<li><a href='/"+r.find("link").text()+"'>"+r.find("title").text()+"</a><i>"+r.find("date").text()+"</i></li>"});$("#l").html(h)</script>`)
	if i := slices.IndexFunc(f.Links, func(l Link) bool { return strings.Contains(l.URL, "%3C") }); i >= 0 {
		t.Errorf("a link to %s", f.Links[i].URL)
	}
}

// Data of a page in /tzgg/ tells its rows from the root of the site, or from the page.
func TestRowsToldFromTheRoot(t *testing.T) {
	for _, c := range []struct{ written, want string }{
		{"tzgg/2026/1.html", "/tzgg/2026/1.html"},
		{"2026/1.html", "/tzgg/2026/1.html"},
		{"./tzgg/1.html", "/tzgg/tzgg/1.html"},
		{"zcjd/1.html", "/tzgg/zcjd/1.html"},
	} {
		u, _ := url.Parse("http://www.x.gov.cn/tzgg/")
		f := &Facts{}
		readData(f, &site.Page{URL: "http://www.x.gov.cn/data/tzgg.xml", ContentType: "text/xml", Body: []byte("<rows><row><title>关于某某事项的通知</title><link><![CDATA[" + c.written + "]]></link><date>2026-01-02</date></row></rows>")}, u)
		if len(f.Items) != 1 || f.Items[0].URL != "http://www.x.gov.cn"+c.want {
			t.Errorf("%s: %v, want %s", c.written, f.Items, c.want)
		}
	}
}

func TestMenuThatAScriptDraws(t *testing.T) {
	for _, c := range []struct{ name, html, want string }{
		{"an empty tree that a script speaks of", `<h1>某局</h1><div id="tree"></div><iframe src="list/1.html"></iframe><script>$("#tree").jstree({core:{data:{url:"/tree.ashx"}}})</script>`, "#tree"},
		{"an empty tree that no script speaks of", `<h1>某局</h1><div id="tree"></div><iframe src="list/1.html"></iframe><script>start()</script>`, ""},
		{"beside a menu of its own", `<div class="nav"><a href="/a/">政务公开</a><a href="/b/">政务服务</a><a href="/c/">政民互动</a><a href="/d/">新闻中心</a></div><div id="tree"></div><script>$("#tree").jstree({})</script>`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := readAt("/", c.html).Signals.NavByScript; got != c.want {
				t.Errorf("navigation by script %q, want %q", got, c.want)
			}
		})
	}
}

// A list that says how many rows it has leads to its further pages by plain links, and
// its last page to the first: both are seen whole.
func TestListsThatAreNotShort(t *testing.T) {
	rows := "<ul>"
	for _, n := range []string{"1", "2", "3", "4", "5", "6"} {
		rows += `<li><a href="/info/` + n + `.htm">关于第` + n + `号事项办理情况的通知</a><span>2026-01-02</span></li>`
	}
	rows += "</ul><div>共14条 "
	for _, c := range []struct {
		name, at, html string
		want           bool
	}{
		{"the next page is a link", "/tzgg.htm", `<a href="tzgg/1.htm">下页</a>`, false},
		{"the last page is in the folder of the first", "/tzgg/1.htm", `<a href="../tzgg.htm">通知公告</a>`, false},
		{"the last page names the box it turns", "/list.jsp?urltype=tree.TreeTempUrl&wbtreeid=1005&a19137t=3&a19137p=3&a19137c=6", `<a href="javascript:go(2)">上页</a>`, false},
		{"nothing leads on", "/tzgg.htm", ``, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := readAt(c.at, rows+c.html+"</div>")
			if f.Signals.Total = 14; f.Short() != c.want {
				t.Errorf("short: %t, of %d rows", f.Short(), len(f.Items))
			}
		})
	}
}
