package extract

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// called returns the addresses of data that a page asks for.
func called(f *Facts) string {
	var out []string
	for _, l := range f.Links {
		if l.Via == Called {
			out = append(out, strings.TrimPrefix(l.URL, "http://www.example.gov.cn"))
		}
	}
	return strings.Join(out, "\n")
}

func TestTablesThatNameTheirData(t *testing.T) {
	for _, tt := range []struct{ name, table, want string }{
		{"pages told by the server", `<table data-toggle="table" data-url="/api/list?cat=3" data-side-pagination="server" data-page-size="20"></table>`, "/api/list?cat=3&order=asc&offset=0&limit=20"},
		{"pages by number", `<table data-toggle="table" data-url="/api/list" data-side-pagination="server" data-query-params-type="page"></table>`, "/api/list?pageSize=10&pageNumber=1"},
		{"all rows at once", `<table data-toggle="table" data-url="/data/list.json" data-pagination="true"></table>`, "/data/list.json"},
		{"rows asked for by POST", `<table data-toggle="table" data-url="/api/list" data-method="post"></table>`, ""},
		{"settings in one attribute", `<table class="layui-table" lay-data="{url:'/api/news?c=4', page:true, limit:15}" lay-filter="t"></table>`, "/api/news?c=4&page=1&limit=15"},
		{"settings that name no address", `<table class="layui-table" lay-data="{height:300}"></table>`, ""},
		{"a number beyond all measure", `<table data-toggle="table" data-url="/api/list" data-side-pagination="server" data-page-size="999999"></table>`, "/api/list?order=asc&offset=0&limit=10"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			at := "http://www.example.gov.cn/zwgk/list/index.html"
			f := Page(&site.Page{URL: at, Final: at, ContentType: "text/html", Body: []byte("<html><body><h2>政策文件</h2>" + tt.table + "</body></html>")}, false)
			if got := called(f); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if len(f.Links) > 1 {
				t.Errorf("links %v", f.Links)
			}
			if waits := f.Signals.ListByScript != ""; waits != !strings.Contains(tt.name, "no address") {
				t.Errorf("by script: %q", f.Signals.ListByScript)
			}
		})
	}
}

func TestDataCalls(t *testing.T) {
	tests := []struct{ name, script, want string }{
		{"ajax by GET with an object of data", `$.ajax({url:"/api/list", type:"get", data:{channelId: 12, page:1, size:15}, success:function(r){ render(r); }});`, "/api/list?channelId=12&page=1&size=15"},
		{"ajax without a method is GET", `jQuery.ajax({ url: '../data/list.json', dataType: 'json', success: function (d) {} })`, "/zwgk/data/list.json"},
		{"ajax by POST is not followed", `$.ajax({url:"/irs/front/list", type:"POST", data:{channel:1}})`, ""},
		{"getJSON with a variable of the page", `var columnId = "c100123"; $.getJSON("/common/search/" + columnId + "?_isAgg=true&_isJson=true&_pageSize=20&_template=index&page=1", function(d){})`, "/common/search/c100123?_isAgg=true&_isJson=true&_pageSize=20&_template=index&page=1"},
		{"get with a random number", `$.get("/data/tzgg.json?t=" + Math.random(), function(d){})`, "/data/tzgg.json"},
		{"fetch with a template text", "const cid = 7; fetch(`/api/articles?cid=${cid}&pageNo=1&pageSize=10`).then(r => r.json())", "/api/articles?cid=7&pageNo=1&pageSize=10"},
		{"fetch by POST", `fetch("/api/list", {method: "POST", body: "{}"})`, ""},
		{"axios with params", `axios.get('/api/news', {params: {type: 'zcwj', page: 1}}).then(function(r){})`, "/api/news?type=zcwj&page=1"},
		{"a file handed to a function of another file", `loadMenu("/xml/zwgk.xml"); show("images/a.png")`, "/xml/zwgk.xml"},
		{"XMLHttpRequest", `var x = new XMLHttpRequest(); x.open("GET", "list_data.xml", true); x.send();`, "/zwgk/list/list_data.xml"},
		{"a function of the page that is called with its number", `function loadList(page){ $.get("/api/list?col=5&page=" + page, show) } loadList(1);`, "/api/list?col=5&page=1"},
		{"a method of another object of that name is not called with its number", `var q = new URLSearchParams(location.search), t = q.get("t"); function get(p){ $.get("/api/list?p=" + p, show) } get(1);`, "/api/list?p=1"},
		{"a function called for several tabs", `function tab(id){ $.getJSON("/api/col/" + id + ".json", show) } tab('a1'); tab('b2');`, "/api/col/a1.json\n/api/col/b2.json"},
		{"the number of the page unknown", `function load(pageNo){ $.ajax({url:"/api/list", data:{pageNo:pageNo, pageSize:10, colId:9}}) } $(function(){ load(cur) })`, "/api/list?pageNo=1&pageSize=10&colId=9"},
		{"a call that a text of the page is made of", `function show(p){ $.get("/api/list?col=5&page=" + p, put) } function put(t){ box.append("<a href='javascript:show("+i+")'>"+i+"</a>") } show(1);`, "/api/list?col=5&page=1"},
		{"a call that a text holds whole", `function show(p){ $.get("/api/list?col=5&page=" + p, put) } box.html("<a href='javascript:show(2)'>2</a>");`, "/api/list?col=5&page=2"},
		{"an address in two statements", `var u = "/api/list?col=5"; u += "&page=1"; $.get(u, show)`, "/api/list?col=5&page=1"},
		{"an address that a condition adds to", `var u = "/api/list?col=5"; if (word) { u += "&q=1"; } $.get(u, show)`, "/api/list?col=5"},
		{"a config object", `var CONFIG = {base: "/jsp", channel: "301"}; $.get(CONFIG.base + "/list.jsp", {channelid: CONFIG.channel, page: 1})`, "/jsp/list.jsp?channelid=301&page=1"},
		{"the page's own query", `function getQueryString(n){ return "" } var id = getQueryString("type"); $.getJSON("/api/list", {type: id})`, "/api/list?type=4"},
		{"a field of the page", `$.get("/api/list?id=" + $("#cid").val())`, "/api/list?id=8899"},
		{"addresses of rows made by the script", `$.getJSON("/api/list?page=1", function(d){ for (var i in d) html += '<li><a href="detail.jsp?id=' + d[i].id + '&c=' + d[i].cat + '">' + d[i].title + '</a></li>'; })`, "/api/list?page=1#rows=http://www.example.gov.cn/zwgk/list/detail.jsp?id={id}&c={cat}"},
		{"addresses of rows made in a template text", "fetch('/api/list?page=1').then(r=>r.json()).then(d=>d.forEach(x => { h += `<li><a href=\"/art/${x.id}.html\">${x.title}</a></li>` }))", "/api/list?page=1#rows=http://www.example.gov.cn/art/{id}.html"},
		{"rows that carry their addresses", `$.getJSON("/api/list?page=1", function(d){ html += '<a href="' + d.url + '">' + d.title + '</a>'; })`, "/api/list?page=1"},
		{"a shell that only the server knows", `$.get(ctx + "/api/list?id=3")`, "/api/list?id=3"},
		{"an id nobody gives", `$.get("/api/list?id=" + row.id)`, ""},
		{"load into a block", `$("#list").load("/inc/list_12.html #main")`, "/inc/list_12.html"},
		{"counters, logins and the weather", `$.get("/api/visit/count?id=1"); $.getJSON("/getWeather?c=1"); $.ajax({url:"/user/login"}); $.get("/hits.jsp?id=3"); $.get("/api/news/delete?id=3")`, ""},
		{"settings of jpage that are its parameters", `$('#p').jpage({perPage:2,totalRecord:3,totalPage:2,proxyUrl:'/module/web/jpage/dataproxy.jsp',col:1,path:'/',columnid:12,unitid:'77'});`,
			"/module/web/jpage/dataproxy.jsp?startrecord=3&endrecord=3&perpage=2&col=1&path=/&columnid=12&unitid=77\n/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=2&perpage=2&col=1&path=/&columnid=12&unitid=77"},
		{"a country is no counter", `$.get("/api/country/list?p=1")`, "/api/country/list?p=1"},
		{"a window is no request", `window.open("/a/b.html")`, ""},
		{"another site", `$.getJSON("http://api.map.baidu.com/list?ak=1")`, ""},
		{"a sister host", `$.getJSON("http://api.example.gov.cn/list?ak=1")`, "http://api.example.gov.cn/list?ak=1"},
		{"commented out", `// $.get("/api/list?x=1")` + "\n/* $.get('/api/list?x=2') */", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			html := `<html><body><ul id="list"></ul><input type="hidden" id="cid" value="8899"><script>` + tt.script + `</script></body></html>`
			at := "http://www.example.gov.cn/zwgk/list/index.html?type=4"
			f := Page(&site.Page{URL: at, Final: at, ContentType: "text/html", Body: []byte(html)}, false)
			if got := called(f); got != tt.want {
				t.Errorf("asks for\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func dataLines(f *Facts) string {
	var b strings.Builder
	for _, it := range f.Items {
		fmt.Fprintf(&b, "%s %s %s\n", strings.TrimPrefix(it.URL, "http://www.example.gov.cn"), it.Title, it.Day)
	}
	return strings.TrimSpace(b.String())
}

func TestDataAnswers(t *testing.T) {
	tests := []struct{ name, address, kind, body, want, next string }{
		{"articles of gkmlpt", "/gkmlpt/api/all/5?page=1&sid=2", "application/json",
			`{"articles":[{"id":1,"title":"关于印发某办法的通知","url":"http://www.example.gov.cn/gkmlpt/content/4/1/post_1.html","display_publish_time":"2026-03-02","create_time":1772380800},{"id":2,"title":"关于开展检查的公告","url":"http://www.example.gov.cn/gkmlpt/content/4/2/post_2.html","create_time":1767196800}],"total":5}`,
			"/gkmlpt/content/4/1/post_1.html 关于印发某办法的通知 2026-03-02\n/gkmlpt/content/4/2/post_2.html 关于开展检查的公告 2026-01-01",
			"/gkmlpt/api/all/5?page=2&sid=2\n/gkmlpt/api/all/5?page=3&sid=2"},
		{"results of UCAP, sent as text/html", "/common/search/c1?_isAgg=true&_isJson=true&_pageSize=2&page=1", "text/html;charset=utf-8",
			`{"data":{"total":3,"page":1,"rows":2,"results":[{"title":"<em>政府</em>工作报告","url":"/zwgk/c1/t20260105_1.html","publishedTimeStr":"2026-01-05 10:00:00","publishedTime":1767578400000},{"title":"某市 2025 年统计公报","url":"/zwgk/c1/2.html","publishedTime":1767232800000}]}}`,
			"/zwgk/c1/t20260105_1.html 政府工作报告 2026-01-05\n/zwgk/c1/2.html 某市 2025 年统计公报 2026-01-01",
			"/common/search/c1?_isAgg=true&_isJson=true&_pageSize=2&page=2"},
		{"JSONP", "/api/list?callback=show", "application/javascript", `show([{"docTitle":"通知一：春节放假安排","docPubUrl":"./t1.html","docRelTime":"2026/01/20"}]);`,
			"/t1.html 通知一：春节放假安排 2026-01-20", ""},
		{"records of jcms", "/module/jpage/dataproxy.jsp?startrecord=1&endrecord=2&perpage=2&columnid=5", "text/xml",
			`<?xml version='1.0' encoding='UTF-8'?><datastore><totalrecord>9</totalrecord><recordset><record><![CDATA[<li><a href="/art/2026/3/5/art_5_1.html" title="关于某事项的通知">关于某事项的通知</a><span>2026-03-05</span></li>]]></record><record><![CDATA[<li><a href="/art/2026/3/4/art_5_2.html" title="关于另一事项的通知">关于另一事项的通知</a><span>2026-03-04</span></li>]]></record></recordset></datastore>`,
			"/art/2026/3/5/art_5_1.html 关于某事项的通知 2026-03-05\n/art/2026/3/4/art_5_2.html 关于另一事项的通知 2026-03-04", ""},
		{"files told by their folder and their name", "/api/files.json", "application/json",
			`[{"title":"关于某事项的通知","path":"/files/202603/","name":"a1.pdf","date":"2026-03-02"},{"title":"关于另一事项的通知","path":"/zn/","date":"2026-03-01"}]`,
			"/files/202603/a1.pdf 关于某事项的通知 2026-03-02\n/zn/ 关于另一事项的通知 2026-03-01", ""},
		{"records of jcms that name what follows", "/module/jpage/dataproxy.jsp?page=1&columnid=5", "text/xml",
			`<datastore><totalpage>4</totalpage><nextgroup><![CDATA[<a href="/module/jpage/dataproxy.jsp?page=2&columnid=5"></a>]]></nextgroup><recordset><record><![CDATA[<li><a href="/art/2026/3/5/art_5_1.html" title="关于某事项的通知">关于某事项的通知</a><span>2026-03-05</span></li>]]></record></recordset></datastore>`,
			"/art/2026/3/5/art_5_1.html 关于某事项的通知 2026-03-05", "/module/jpage/dataproxy.jsp?page=2&columnid=5"},
		{"a page number inside an object", "/build/unit?tagId=ab&paramJson={%22pageNo%22:1,%22pageSize%22:1}", "application/json",
			`{"data":{"html":"<ul><li><a href=\"/a/9.html\">关于调整某收费标准的通知</a><span>2026-03-01</span></li></ul>","count":3,"pageSize":1}}`,
			"/a/9.html 关于调整某收费标准的通知 2026-03-01", "/build/unit?tagId=ab&paramJson={%22pageNo%22:2,%22pageSize%22:1}\n/build/unit?tagId=ab&paramJson={%22pageNo%22:3,%22pageSize%22:1}"},
		{"items of XML", "/data/list.xml", "text/xml", `<?xml version="1.0"?><list><item><title>公告甲：拟任职公示</title><url>/a/1.html</url><date>2026-02-01</date></item><item><title>公告乙：招聘结果</title><url>/a/2.html</url><date>2026-01-31</date></item></list>`,
			"/a/1.html 公告甲：拟任职公示 2026-02-01\n/a/2.html 公告乙：招聘结果 2026-01-31", ""},
		{"XML that names the file that follows, with spaces in its addresses", "/tz/list_1.xml", "text/xml", `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="/l.xsl"?><column pages="3"><item><title>公告甲：拟任职公示</title><link>/tz/2026 年/Doc1.htm</link><pubdate>2026-02-01</pubdate></item><next>list_2.xml</next></column>`,
			"/tz/2026%20%E5%B9%B4/Doc1.htm 公告甲：拟任职公示 2026-02-01", "/list_2.xml"},
		{"XML whose files are numbered", "/tz/list_1.xml", "text/xml", `<column pages="3" page="1"><item><title>公告甲：拟任职公示</title><link>/tz/1.htm</link><pubdate>2026-02-01</pubdate></item></column>`,
			"/tz/1.htm 公告甲：拟任职公示 2026-02-01", "/tz/list_2.xml\n/tz/list_3.xml"},
		{"markup inside JSON", "/api/build/unit?id=3", "application/json", `{"code":"200","data":{"html":"<ul><li><a href=\"/a/9.html\">关于调整某收费标准的通知</a><span>2026-03-01</span></li><li><a href=\"/a/8.html\">关于公布某名单的通知</a><span>2026-02-01</span></li></ul>"}}`,
			"/a/9.html 关于调整某收费标准的通知 2026-03-01\n/a/8.html 关于公布某名单的通知 2026-02-01", ""},
		{"rows without an address, by the pattern of the page", "/api/list?page=1" + rowsMark + "http://www.example.gov.cn/detail.jsp?id={id}", "application/json",
			`{"list":[{"id":7,"name":"某某工程环评批复公示","date":"2026-01-02"}]}`, "/detail.jsp?id=7 某某工程环评批复公示 2026-01-02", ""},
		{"a full page without a total leads to the next", "/api/list?page=1&size=5", "application/json",
			`[{"title":"标题一二三四五","url":"/1.html","date":"2026-01-05"},{"title":"标题二二三四五","url":"/2.html","date":"2026-01-04"},{"title":"标题三二三四五","url":"/3.html","date":"2026-01-03"},{"title":"标题四二三四五","url":"/4.html","date":"2026-01-02"},{"title":"标题五二三四五","url":"/5.html","date":"2026-01-01"}]`,
			"/1.html 标题一二三四五 2026-01-05\n/2.html 标题二二三四五 2026-01-04\n/3.html 标题三二三四五 2026-01-03\n/4.html 标题四二三四五 2026-01-02\n/5.html 标题五二三四五 2026-01-01", "/api/list?page=2&size=5"},
		{"offsets", "/api/list?start=0&limit=2", "application/json", `{"total":5,"rows":[{"bt":"通知甲：关于防汛工作","url":"/1.html","fbsj":"20260105"},{"bt":"通知乙：关于抗旱工作","url":"/2.html","fbsj":"20260104"}]}`,
			"/1.html 通知甲：关于防汛工作 2026-01-05\n/2.html 通知乙：关于抗旱工作 2026-01-04", "/api/list?start=2&limit=2\n/api/list?start=4&limit=2"},
		{"the entries of an Atom feed", "/atom.xml", "application/atom+xml", `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>通知公告</title><link rel="self" href="/atom.xml"/><entry><title type="text">公告甲：拟任职公示</title><link rel="enclosure" href="/a/1.pdf"/><link rel="alternate" href="/a/1.html"/><published>2026-02-01T20:00:00Z</published></entry><entry><title>公告乙：招聘结果</title><link href="/a/2.html"/><updated>2026-01-31T09:00:00+08:00</updated></entry></feed>`,
			"/a/1.html 公告甲：拟任职公示 2026-02-01\n/a/2.html 公告乙：招聘结果 2026-01-31", ""},
		{"RSS whose rows are told by what stays", "/rss.xml", "application/rss+xml", `<?xml version="1.0"?><rss><channel><item><title>公告甲：拟任职公示</title><guid isPermaLink="true">http://www.example.gov.cn/a/1.html</guid><pubDate>2026-02-01</pubDate></item><item><title>公告乙：招聘结果</title><guid>http://www.example.gov.cn/a/2.html</guid><pubDate>2026-01-31</pubDate></item></channel></rss>`,
			"/a/1.html 公告甲：拟任职公示 2026-02-01\n/a/2.html 公告乙：招聘结果 2026-01-31", ""},
		{"midnight of Beijing, told in universal time", "/api/list", "application/json", `[{"title":"公告甲：拟任职公示","url":"/a/1.html","createTime":"2026-02-01T16:00:00.000+0000"},{"title":"公告乙：招聘结果","url":"/a/2.html","createTime":"2026-01-30T16:00:00.000Z"}]`,
			"/a/1.html 公告甲：拟任职公示 2026-02-02\n/a/2.html 公告乙：招聘结果 2026-01-31", ""},
		{"a menu gives no rows", "/api/menu", "application/json", `[{"name":"政策文件","url":"/zcwj/"},{"name":"通知公告","url":"/tzgg/"}]`, "", ""},
		{"broken JSON", "/api/list", "application/json", `{"rows":[{"title":"通知丙：停水","url":"/1.html","date":"2026-01-05"},{"title":`, "/1.html 通知丙：停水 2026-01-05", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			at := "http://www.example.gov.cn" + tt.address
			f := Page(&site.Page{URL: at, Final: at, Within: "http://www.example.gov.cn/list.html", ContentType: tt.kind, Body: []byte(tt.body)}, false)
			if f.Kind != Data {
				t.Errorf("kind %s", f.Kind)
			}
			if got := dataLines(f); got != tt.want {
				t.Errorf("rows\n%s\nwant\n%s", got, tt.want)
			}
			if got := called(f); got != tt.next {
				t.Errorf("further pages\n%s\nwant\n%s", got, tt.next)
			}
		})
	}
}

func TestMenuAsData(t *testing.T) {
	at := "http://www.example.gov.cn/api/tree"
	f := Page(&site.Page{URL: at, Final: at, ContentType: "application/json", Body: []byte(`[{"id":1,"pId":0,"name":"政府信息公开","url":"/xxgk/","children":[{"name":"政府信息公开指南","url":"/xxgk/zn/"}]}]`)}, false)
	want := "script /xxgk/ 政府信息公开\nscript /xxgk/zn/ 政府信息公开指南\n"
	if got := linkLines(f); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, l := range f.Links {
		if l.Region != Nav {
			t.Errorf("%s stands in %s", l.URL, l.Region)
		}
	}
}

// A list of feeds leads to each of them.
func TestListOfFeeds(t *testing.T) {
	at := "http://www.example.gov.cn/feeds.opml"
	f := Page(&site.Page{URL: at, Final: at, ContentType: "text/x-opml", Body: []byte(`<?xml version="1.0"?><opml version="1.0"><body><outline text="重大项目" type="rss" xmlUrl="/rss/17.xml"/><outline text="规划计划"><outline text="城市规划" xmlUrl="/rss/18.xml"/></outline></body></opml>`)}, false)
	if got, want := linkLines(f), "script /rss/17.xml 重大项目\nscript /rss/18.xml 城市规划\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzData(f *testing.F) {
	f.Add(`{"a":[{"title":"x","url":"/1"}]}`)
	f.Add("f(`${a}` + 'b', {c, d: function(){}})")
	f.Add(`<?xml version="1.0"?><a><b>c</b>`)
	u, _ := url.Parse("http://www.example.gov.cn/a?page=1")
	f.Fuzz(func(t *testing.T, s string) {
		readData(&Facts{URL: u.String()}, &site.Page{URL: u.String(), Body: []byte(s)}, u)
		Page(&site.Page{URL: u.String(), Final: u.String(), ContentType: "text/html", Body: []byte("<html><script>$.get(" + s + ")</script>")}, false)
	})
}

// The blocks of a long list of jcms are all asked for.
func TestLongListOfJpage(t *testing.T) {
	const script = `$('#p').jpage({perPage:15,groupSize:3,totalRecord:20000,totalPage:1334,proxyUrl:'/module/web/jpage/dataproxy.jsp',col:1,path:'/',columnid:12,unitid:'77'});`
	at := "http://www.example.gov.cn/col/col12/index.html"
	f := Page(&site.Page{URL: at, Final: at, ContentType: "text/html", Body: []byte(`<html><body><div id="p"></div><script>` + script + `</script></body></html>`)}, false)
	asked := called(f)
	if n := strings.Count(asked, "startrecord="); n != 445 || !strings.Contains(asked, "endrecord=20000&") {
		t.Errorf("%d blocks, with the last: %v", n, strings.Contains(asked, "endrecord=20000&"))
	}
}
