package extract

import (
	"fmt"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

func TestRowsThatAreClicked(t *testing.T) {
	for _, tt := range []struct {
		name, list, more string
		rows             string
	}{
		{"items with a script each", `<ul><li onclick="location.href='/a/1.html'">关于做好第一项工作的通知<span>2026-03-01</span></li><li onclick="window.open('/a/2.html')">关于做好第二项工作的通知<span>2026-03-02</span></li></ul>`, "",
			"/a/1.html 关于做好第一项工作的通知 2026-03-01|/a/2.html 关于做好第二项工作的通知 2026-03-02"},
		{"rows of a table that call a function of the page", `<table><tr><th>标题</th><th>日期</th></tr><tr onclick="openDetail('/a/1.html')"><td>关于做好第一项工作的通知</td><td>2026-03-01</td></tr><tr onclick="openDetail('/a/2.html')"><td>关于做好第二项工作的通知</td><td>2026-03-02</td></tr></table>`, `<script>function openDetail(u){location.href=u}</script>`,
			"/a/1.html 关于做好第一项工作的通知 2026-03-01|/a/2.html 关于做好第二项工作的通知 2026-03-02"},
		{"rows that carry an address", `<div class="l"><div data-url="/a/1.html"><em>[通知]</em><p>关于做好第一项工作的通知</p><i>2026-03-01</i></div><div data-url="/a/2.html"><em>[通知]</em><p>关于做好第二项工作的通知</p><i>2026-03-02</i></div></div>`, "",
			"/a/1.html 关于做好第一项工作的通知 2026-03-01|/a/2.html 关于做好第二项工作的通知 2026-03-02"},
		{"long titles without a day", `<ul><li data-href="/a/1.html">关于做好第一项工作的有关通知</li><li data-href="/a/2.html">关于做好第二项工作的有关通知</li><li data-href="/a/3.html">关于做好第三项工作的有关通知</li></ul>`, "",
			"/a/1.html 关于做好第一项工作的有关通知 0|/a/2.html 关于做好第二项工作的有关通知 0|/a/3.html 关于做好第三项工作的有关通知 0"},
		{"so many that they look like a text", `<div id="feed"><article onclick="location.assign('/a/1')"><h3>关于进一步做好全市第一项重点工作安排部署的通知</h3><time>2026-03-01</time></article><article onclick="location.assign('/a/2')"><h3>关于进一步做好全市第二项重点工作安排部署的通知</h3><time>2026-03-02</time></article><article onclick="location.assign('/a/3')"><h3>关于进一步做好全市第三项重点工作安排部署的通知</h3><time>2026-03-03</time></article><article onclick="location.assign('/a/4')"><h3>关于进一步做好全市第四项重点工作安排部署的通知</h3><time>2026-03-04</time></article><article onclick="location.assign('/a/5')"><h3>关于进一步做好全市第五项重点工作安排部署的通知</h3><time>2026-03-05</time></article><article onclick="location.assign('/a/6')"><h3>关于进一步做好全市第六项重点工作安排部署的通知</h3><time>2026-03-06</time></article><article onclick="location.assign('/a/7')"><h3>关于进一步做好全市第七项重点工作安排部署的通知</h3><time>2026-03-07</time></article><article onclick="location.assign('/a/8')"><h3>关于进一步做好全市第八项重点工作安排部署的通知</h3><time>2026-03-08</time></article><article onclick="location.assign('/a/9')"><h3>关于进一步做好全市第九项重点工作安排部署的通知</h3><time>2026-03-09</time></article></div>`, "",
			"/a/1 关于进一步做好全市第一项重点工作安排部署的通知 2026-03-01|/a/2 关于进一步做好全市第二项重点工作安排部署的通知 2026-03-02|/a/3 关于进一步做好全市第三项重点工作安排部署的通知 2026-03-03|/a/4 关于进一步做好全市第四项重点工作安排部署的通知 2026-03-04|/a/5 关于进一步做好全市第五项重点工作安排部署的通知 2026-03-05|/a/6 关于进一步做好全市第六项重点工作安排部署的通知 2026-03-06|/a/7 关于进一步做好全市第七项重点工作安排部署的通知 2026-03-07|/a/8 关于进一步做好全市第八项重点工作安排部署的通知 2026-03-08|/a/9 关于进一步做好全市第九项重点工作安排部署的通知 2026-03-09"},
		{"cells whose function asks them for their number", `<table><tr><td data-id="1" onclick="show(this)">关于做好第一项工作的通知</td><td>2026-03-01</td></tr><tr><td data-id="2" onclick="show(this)">关于做好第二项工作的通知</td><td>2026-03-02</td></tr></table>`, `<script>function show(o){location.href="/a/view.jsp?id="+o.getAttribute("data-id")}</script>`,
			"/a/view.jsp?id=1 关于做好第一项工作的通知 2026-03-01|/a/view.jsp?id=2 关于做好第二项工作的通知 2026-03-02"},
		{"items that go by their own data", `<ul><li data-art-id="1" onclick="location.href='/a/'+this.dataset.artId+'.html'">关于做好第一项工作的通知<span>2026-03-01</span></li><li data-art-id="2" onclick="location.href='/a/'+this.dataset.artId+'.html'">关于做好第二项工作的通知<span>2026-03-02</span></li></ul>`, "",
			"/a/1.html 关于做好第一项工作的通知 2026-03-01|/a/2.html 关于做好第二项工作的通知 2026-03-02"},
		{"items whose function reads them in the manner of a library", `<ul><li rel="1" onclick="go(this)">关于做好第一项工作的通知<span>2026-03-01</span></li><li rel="2" onclick="go(this)">关于做好第二项工作的通知<span>2026-03-02</span></li></ul>`, `<script>function go(el){ window.open("/a/"+$(el).attr("rel")+".html") }</script>`,
			"/a/1.html 关于做好第一项工作的通知 2026-03-01|/a/2.html 关于做好第二项工作的通知 2026-03-02"},
		{"items that only change themselves are none", `<ul><li id="n1" onclick="mark(this)">关于做好第一项工作的通知<span>2026-03-01</span></li><li id="n2" onclick="mark(this)">关于做好第二项工作的通知<span>2026-03-02</span></li></ul>`, `<script>function mark(o){ o.className="on"; document.getElementById("t").innerHTML=o.id }</script>`, ""},
		{"tiles of a menu are none", `<div><div onclick="location.href='/xxgk/'">信息公开</div><div onclick="location.href='/zwfw/'">政务服务</div><div onclick="location.href='/hdjl/'">互动交流</div></div>`, "", ""},
		{"a single one is none", `<ul><li onclick="location.href='/a/1.html'">关于做好第一项工作的通知<span>2026-03-01</span></li></ul>`, "", ""},
		{"what only says something is none", `<ul><li onclick="alert('请先登录')">关于做好第一项工作的通知<span>2026-03-01</span></li><li onclick="alert('请先登录')">关于做好第二项工作的通知<span>2026-03-02</span></li></ul>`, "", ""},
	} {
		f := Read(&site.Page{URL: "http://www.a.gov.cn/a/", Final: "http://www.a.gov.cn/a/", Depth: 1, Status: 200, ContentType: "text/html; charset=utf-8",
			Body: []byte(`<html><head><title>通知公告</title></head><body><div class="nav"><a href="/">首页</a></div><div class="position">当前位置：<a href="/">首页</a> &gt; 通知公告</div><div class="main">` + tt.list + `</div>` + tt.more + `</body></html>`)})
		var rows []string
		for _, it := range f.Items {
			day := "0"
			if it.Day != 0 {
				day = it.Day.String()
			}
			rows = append(rows, fmt.Sprintf("%s %s %s", strings.TrimPrefix(it.URL, "http://www.a.gov.cn"), it.Title, day))
		}
		if got := strings.Join(rows, "|"); got != tt.rows {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.rows)
		}
		if (tt.rows != "") != (f.Kind == List) {
			t.Errorf("%s: the page is of kind %v", tt.name, f.Kind)
		}
	}
}
