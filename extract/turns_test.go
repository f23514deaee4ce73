package extract

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

func TestTurns(t *testing.T) {
	list := `<ul>` + strings.Repeat(`<li><a href="/a/X.html">关于某某事项的通知公告</a><span>2026-01-02</span></li>`, 1)
	for _, n := range []string{"1", "2", "3", "4", "5", "6"} {
		list += `<li><a href="/a/` + n + `.html">关于第` + n + `号事项办理情况的通知</a><span>2026-01-02</span></li>`
	}
	list += `</ul>`
	tests := []struct{ name, at, html, want, part string }{
		{"numbers and the last page leave a gap", "/list.asp?type=4&page=1", `<a href="list.asp?type=4&page=2">2</a><a href="list.asp?type=4&page=3">3</a>…<a href="list.asp?type=4&page=6">尾页</a>`,
			"/list.asp?type=4&page=4 /list.asp?type=4&page=5", ""},
		{"the next and the last page alone", "/tzgg/", `<a href="index_1.html">下一页</a><a href="index_4.html">末页</a>`, "/tzgg/index_2.html /tzgg/index_3.html", ""},
		{"pages that count down", "/tzgg.htm", `<span>1</span><a href="tzgg/7.htm">2</a><a href="tzgg/6.htm">3</a>...<a href="tzgg/1.htm">8</a><a href="tzgg/7.htm">下页</a><a href="tzgg/1.htm">尾页</a>`,
			"/tzgg/5.htm /tzgg/4.htm /tzgg/3.htm /tzgg/2.htm", ""},
		{"offsets of twenty", "/l.jsp?start=0", `<a href="l.jsp?start=20">2</a><a href="l.jsp?start=40">3</a><a href="l.jsp?start=100">6</a>`, "/l.jsp?start=60 /l.jsp?start=80", ""},
		{"a script writes the links of TRS", "/tzgg/", `<script>var currentPage = 0; var countPage = 4; var nextPage = currentPage+1; document.write("<a href=\"index_" + nextPage + ".html\">下一页</a>");</script>`,
			"/tzgg/index_1.html /tzgg/index_2.html /tzgg/index_3.html", ""},
		{"a remark behind the number of pages", "/tzgg/", "<script>\nvar currentPage = 0;//所在页从0开始\nvar countPage = 3//共多少页\ndocument.write(\"<a href=\\\"index\"+\"_\" + nextPage + \".\"+\"html\\\">下一页</a>\");</script>",
			"/tzgg/index_1.html /tzgg/index_2.html", ""},
		{"a page whose links are based elsewhere", "/yw/", `<head><base href="http://www.example.gov.cn/"></head><script>show({totalPage:3, currentPage:1, first:"index.jspx"})</script>`, "/yw/index_2.jspx", ""},
		{"a name with a low line of its own, counted from nought", "/c510/xwzx_list.shtml", `<script>var _nPageCount=2;var _nCurrIndex=0;</script>`, "/c510/xwzx_list_1.shtml", ""},
		{"a call of a further make", "/c/list.html", `<script>var n=3;var at=0;createPageHTML2(n,at,"list","html");function createPageHTML2(a,b,c,d){}</script>`, "/c/list_1.html /c/list_2.html", ""},
		{"the numbers of rows and of rows a page", "/tzgg/", `<script>var m_nRecordCount = "14";var m_nCurrPage = 0;var m_strPageName = "index";var m_nPageSize = 7;</script>`, "/tzgg/index_1.html", ""},
		{"a loop that counts the pages", "/list.asp?id=5", `<script>var pageCount=3;for(var k=1;k<=pageCount;k++)document.write('<a href="list.asp?id=5&page='+k+'">'+k+'</a> ');</script>`,
			"/list.asp?id=5&page=2 /list.asp?id=5&page=3", ""},
		{"a loop whose first page has another name", "/tzgg/list.shtml", `<script>var pageCount=3,cur=1;for(var i=1;i<=pageCount;i++){if(i==cur)document.write("<b>"+i+"</b>");else document.write("<a href='list"+(i==1?"":"-"+i)+".shtml'>"+i+"</a> ");}</script>`,
			"/tzgg/list-2.shtml /tzgg/list-3.shtml", ""},
		{"the next page in the head", "/c/sj", `<link rel="next" href="/c/sj/2"><button onclick="location=document.querySelector('link[rel=next]').href">下一页</button>`, "/c/sj/2", ""},
		{"a button that works out itself where it goes", "/c/sj", `<button onclick="location=next()">下一页</button>`, "", "location=next()"},
		{"one that is off", "/c/sj", `<button onclick="location=next()" disabled>下一页</button>`, "", ""},
		{"a drop-down list of numbers", "/list.asp?id=5", `<select onchange="location.href='list.asp?id=5&page='+this.value"><option value="1">1</option><option value="2">2</option></select>`,
			"/list.asp?id=5&page=2", ""},
		{"a function that goes to the page", "/list.jsp?id=7", `<a href="javascript:goPage(2)">2</a><a href="javascript:goPage(3)">3</a><a href="javascript:goPage(5)">尾页</a><script>function goPage(n){ location.href = "list.jsp?id=7&pageNo=" + n; }</script>`,
			"/list.jsp?id=7&pageNo=2 /list.jsp?id=7&pageNo=3 /list.jsp?id=7&pageNo=4 /list.jsp?id=7&pageNo=5", ""},
		{"a place kept for the number", "/list.shtml", `<a href="javascript:;" onclick="jumpPage('list_{page}.shtml')">跳转</a> 共 3 页`, "/list_2.shtml /list_3.shtml", ""},
		{"a call whose numbers a script reckons", "/nb/", `<script>function createPageHTML(a,b,c,d){}var pc = Math.ceil(6/4);createPageHTML(pc, 0, "in"+"dex", "shtml");</script>`, "", `createPageHTML(pc, 0, "in"+"dex", "shtml")`},
		{"an address with the next number is not the number behind another", "/list.htm", `共3页<script>for(var i=0;i<3;i++)document.write("<a href="+at(i)+">"+(i+1)+"</a>");function at(n){return "node_"+nodeId+(n>0?"_"+(n+1):"")+".htm"}var nodeId=7,currentPage=0;</script>`, "/node_7_2.htm /node_7_3.htm", ""},
		{"pictures that step on from where the list is", "/v.nsf/w", `<script>function next(){location.href="/v.nsf/w?Start="+(cur+cnt)}</script><a href="javascript:next()"><img src="n.gif" alt="下一页"></a>`, "", "next()"},
		{"a form that asks by GET", "/l.asp", `共3页<form method="get" action="l.asp"><input type="hidden" name="cat" value="9"><input name="page"></form><a href="javascript:turn(2)">下一页</a>`, "/l.asp?cat=9&page=2 /l.asp?cat=9&page=3", ""},
		{"a form that posts", "/l.asp", `共3页<form method="post" action="l.asp"><input name="page"></form><a href="javascript:turn(2)">下一页</a>`, "", PostedPages},
		{"the last page of a list whose pager is links, with a form beside it", "/l.jsp?PAGENUM=3&id=7", `第3页/共3页<form method="post" action="l.jsp?id=7"><a href="l.jsp?PAGENUM=2&id=7">上一页</a><input name="PAGENUM"><input type="submit" value="转到"></form>`, "", ""},
		{"a way back on the first page tells nothing of those that follow", "/l.jsp?id=7", `第1页/共3页<form method="post" action="l.jsp?id=7"><a href="l.jsp?PAGENUM=1&id=7">上一页</a><input name="PAGENUM"><input type="submit" value="转到"></form>`, "", PostedPages},
		{"ASP.NET", "/l.aspx", `<a href="javascript:__doPostBack('AspNetPager1','2')">2</a><a href="javascript:__doPostBack('AspNetPager1','9')">尾页</a>`, "", PostedPages},
		{"ASP.NET whose next page has no number", "/l.aspx", `<form method="post" action="l.aspx"><a href="javascript:__doPostBack('lbtnNext','')">下一页</a></form>`, "", PostedPages},
		{"ASP.NET with a single page", "/l.aspx", `<form method="post" action="l.aspx">共1页 <a href="javascript:__doPostBack('lbtnNext','')">下一页</a></form>`, "", ""},
		{"ASP.NET with links beside it", "/l.aspx?id=3", `<form method="post" action="l.aspx"><a href="l.aspx?id=3&page=2">2</a><a href="l.aspx?id=3&page=3">3</a><a href="javascript:__doPostBack('lbtnGo','')">下一页</a></form>`, "", ""},
		{"a button of a form that posts", "/l.jsp", `<form method="post" action="l.jsp"><input type="hidden" name="cat" value="2"><input type="submit" value="下一页"></form>`, "", PostedPages},
		{"a function that submits a form that posts", "/l.jsp", `<form name="f" method="POST" action="l.jsp"><input type="hidden" name="cat"></form><a href="javascript:turnTo(2)">下一页</a><script>function turnTo(n){document.f.cat.value=n;document.f.submit();}</script>`, "", PostedPages},
		{"only the number of pages is known", "/xxgk/", `<script>var countPage = 5, currentPage = 0;</script>`, "/xxgk/index_1.html", ""},
		{"the second page shows how the others are called", "/xxgk/index_1.html", `<script>var countPage = 5;</script>`, "/xxgk/index_2.html /xxgk/index_3.html /xxgk/index_4.html", ""},
		{"the number of static pages", "/xxgk/index_1.html", `<script>listModel({maxStaticIndex:3,pagebar:{recordCount:'90'}})</script>`, "/xxgk/index_2.html /xxgk/index_3.html", ""},
		{"a drop-down list of pages", "/l/list.html", `<select onchange="location.href=this.value"><option value="list.html">1</option><option value="list_2.html">2</option><option value="list_3.html">3</option></select>`, "", ""},
		{"a list that says how many pages it has and leads to none", "/l/", `<div>共3页</div>`, "", "共3页"},
		{"a list that says it has more rows than it shows, and leads to none", "/l/", `<div class="page">共有<b>57</b>条记录，第1页</div>`, "", "共57条"},
		{"ASP.NET with a drop-down list that goes to every page", "/l.aspx?id=3", `<form method="post" action="l.aspx"><a href="javascript:__doPostBack('P','2')">2</a><select onchange="location.href='l.aspx?id=3&page='+this.value"><option value="1">第1页</option><option value="2">第2页</option></select></form>`,
			"/l.aspx?id=3&page=2", ""},
		{"its second page, from which the list leads back", "/l.aspx?id=3&page=2", `<form method="post" action="l.aspx"><a href="javascript:__doPostBack('P','1')">1</a><a href="javascript:__doPostBack('P','2')">2</a><select onchange="location.href='l.aspx?id=3&page='+this.value"><option value="1">第1页</option><option value="2">第2页</option></select></form>`,
			"", ""},
		{"ASP.NET with a drop-down list of fewer pages", "/l.aspx?id=3&page=2", `<form method="post" action="l.aspx"><a href="javascript:__doPostBack('P','9')">9</a><select onchange="location.href='l.aspx?id=3&page='+this.value"><option value="1">1</option><option value="2">2</option></select></form>`,
			"", PostedPages},
		{"the last page of a list that says how many rows all have", "/l/index_2.html", `<div>共27条</div>`, "", ""},
		{"the same by its query", "/l/list.jsp?id=7&pageNo=3", `<div>共27条</div>`, "", ""},
		{"the rows it says it has are shown", "/l/", `<div class="page">共 7 条</div>`, "", ""},
		{"a sentence with a number of things", "/l/", `<div>全年共57项（其中行政许可2项）办结，共57条意见被采纳，共印发57件</div>`, "", ""},
		{"rows counted beside a pager that is followed", "/l/", `<div>共20条 <a href="index_2.html">2</a><a href="index_3.html">3</a></div>`, "", ""},
		{"a list that says it has one page", "/l/", `<div>共1页</div>`, "", ""},
		{"rows that come when something is pressed", "/l/", `<div class="more">点击加载更多</div><script src="/js/l.js"></script>`, "", "点击加载更多"},
		{"a link for more rows is a link", "/l/", `<a href="/l/all.html"><span>查看更多</span></a>`, "", ""},
		{"an article is no list", "/a/1.html", `<h1>关于印发办法的通知</h1><p>发布时间：2026-01-01</p><p>` + longText + longText + `</p><script>var countPage = 5;</script>`, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			html := list
			if strings.Contains(tt.html, "<h1>") {
				html = ""
			}
			at := "http://www.example.gov.cn" + tt.at
			f := Page(&site.Page{URL: at, Final: at, ContentType: "text/html", Body: []byte("<html><body>" + html + tt.html + "</body></html>")}, false)
			var got []string
			for _, l := range f.Links {
				if l.Via == Pager {
					got = append(got, strings.TrimPrefix(l.URL, "http://www.example.gov.cn"))
				}
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("got %s, want %s (%s)", strings.Join(got, " "), tt.want, f.Kind)
			}
			if f.Signals.PartByScript != tt.part {
				t.Errorf("not followed: %q, want %q", f.Signals.PartByScript, tt.part)
			}
		})
	}
}

// Of a list with more pages than one page names, each page names some behind itself: the
// whole list is reached.
func TestLongLists(t *testing.T) {
	list := `<ul>`
	for n := range 6 {
		list += fmt.Sprintf(`<li><a href="/a/%d.html">关于第%d号事项办理情况的通知</a><span>2026-01-02</span></li>`, n, n)
	}
	list += `</ul>`
	rows := `"data":[{"title":"关于某事项的通知","url":"/a/1.html","date":"2026-01-05"},{"title":"关于另一事项的通知","url":"/a/2.html","date":"2026-01-04"}]`
	for _, c := range []struct {
		name  string
		first string                          // the address of the first page
		body  func(n int) (kind, body string) // of the page with that number, from 1
		want  string                          // the address of the last of 450 pages
	}{
		{"a call of TRS", "/tzgg/", func(n int) (string, string) {
			return "text/html", list + fmt.Sprintf(`<script>createPageHTML(450, %d, "index", "html");</script>`, n-1)
		}, "/tzgg/index_449.html"},
		{"an object", "/tzgg/index.html", func(n int) (string, string) {
			return "text/html", list + fmt.Sprintf(`<script>Pager({size:450, current:%d, prefix:'index', suffix:'html'})</script>`, n-1)
		}, "/tzgg/index_449.html"},
		{"a function that goes to the page", "/list.jsp?id=7&pageNo=1", func(int) (string, string) {
			return "text/html", list + `<a href="javascript:goPage(450)">尾页</a><script>function goPage(n){ location.href = "list.jsp?id=7&pageNo=" + n; }</script>`
		}, "/list.jsp?id=7&pageNo=450"},
		{"links to the next and the last page", "/list.asp?page=1", func(n int) (string, string) {
			return "text/html", list + fmt.Sprintf(`<a href="list.asp?page=1">首页</a><a href="list.asp?page=%d">下一页</a><a href="list.asp?page=450">尾页</a>`, min(n+1, 450))
		}, "/list.asp?page=449"},
		{"links to the first and the last page alone", "/tzgg/index.html", func(n int) (string, string) {
			return "text/html", list + `<a href="index.html">首页</a><a href="index_449.html">尾页</a>`
		}, "/tzgg/index_448.html"},
		{"data that say how many pages there are", "/api/list?page=1&size=2", func(n int) (string, string) {
			return "application/json", fmt.Sprintf(`{%s,"pageNo":%d,"pages":450}`, rows, n)
		}, "/api/list?page=450&size=2"},
		{"files of data", "/data/list_1.json", func(n int) (string, string) {
			return "application/json", fmt.Sprintf(`{%s,"page":%d,"pages":450}`, rows, n)
		}, "/data/list_450.json"},
	} {
		t.Run(c.name, func(t *testing.T) {
			const host = "http://www.example.gov.cn"
			seen, queue := map[string]bool{host + c.first: true}, []string{host + c.first}
			for len(queue) > 0 && len(seen) < 1000 {
				at := queue[0]
				queue = queue[1:]
				n := 1
				if digits := numberInName.FindAllString(at, -1); len(digits) > 0 {
					n, _ = strconv.Atoi(strings.TrimLeft(digits[len(digits)-1], "index_pagNolst="))
					if strings.Contains(at, "index_") {
						n++
					}
				}
				kind, body := c.body(n)
				p := &site.Page{URL: at, Final: at, Status: 200, ContentType: kind, Body: []byte(body)}
				if kind != "text/html" {
					p.Within = host + "/list.html"
				}
				f := Page(p, false)
				named := 0
				for _, l := range f.Links {
					if strings.Contains(l.URL, "/a/") || l.Via == OnClick {
						continue
					}
					if named++; !seen[l.URL] {
						seen[l.URL] = true
						queue = append(queue, l.URL)
					}
				}
				if named > 2*maxPagerLinks+50 {
					t.Fatalf("%s names %d pages", at, named)
				}
			}
			if !seen[host+c.want] || len(seen) < 450 || len(seen) > 452 {
				t.Errorf("%d pages, with the last: %v", len(seen), seen[host+c.want])
			}
		})
	}
}

var numberInName = regexp.MustCompile(`(?:index_|page=|pageNo=|list_)\d+`)
