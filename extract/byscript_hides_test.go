package extract

import (
	"fmt"
	"testing"

	"github.com/govaudit/govaudit/site"
)

func TestWhatOnlyAScriptLeadsOnFrom(t *testing.T) {
	const acts = `<script>x.innerHTML=rows</script>`
	pressed := func(row string) string { return fmt.Sprintf(row, 1) + fmt.Sprintf(row, 2) + fmt.Sprintf(row, 3) }
	for _, c := range []struct{ name, body, want string }{
		{"an empty element of the site's own making", `<ul><li><a href="/1.html">甲</a></li></ul><z-more k="3"></z-more>` + acts, "<z-more>"},
		{"one that shows something", `<z-more><a href="/1.html">关于甲的通知</a></z-more>` + acts, ""},
		{"tabs of which one is marked, above a single pane", `<div class="tt"><div class="on">机构职能</div><div>通知公告</div></div><div class="pane"><p><a href="/1.html">甲</a></p></div>` + acts, "通知公告"},
		{"tabs that say they can be pressed", `<div><span role="tab">机构职能</span><span role="tab">通知公告</span></div><div><p>甲</p></div>` + acts, "机构职能"},
		{"names of columns above news that call themselves links", `<h3><span role="link">政策文件</span></h3><h3><span role="link">政策解读</span></h3><ul><li><a href="/1.html">甲</a></li></ul>` + acts, "政策文件"},
		{"one of them alone", `<h3><span role="link">政策文件</span></h3><ul><li><a href="/1.html">甲</a></li></ul>` + acts, ""},
		{"names that call themselves links around one", `<h3><span role="link"><a href="/a/">政策文件</a></span></h3><h3><span role="link"><a href="/b/">政策解读</a></span></h3>` + acts, ""},
		{"tabs with a pane for each", `<ul class="tab"><li class="on">通知公告</li><li>政策文件</li></ul><div class="con"><div><a href="/1.html">甲</a></div><div style="display:none"><a href="/2.html">乙</a></div></div>` + acts, ""},
		{"tabs that are links", `<ul><li class="on"><a href="/a/">通知公告</a></li><li><a href="/b/">政策文件</a></li></ul><div><p>甲</p></div>` + acts, ""},
		{"words in a row that nothing says can be pressed", `<div><span>市长</span><span>副市长</span></div><div><p>甲</p></div>` + acts, ""},
		{"a side menu that is not there yet", `<div class="side"></div><ul><li><a href="/1.html">甲</a></li></ul>` + acts, ".side"},
		{"a block for a share button", `<div class="bdsharebox"></div><ul><li><a href="/1.html">甲</a></li></ul>` + acts, ""},
		{"a part that opens and holds nothing yet", `<details><summary>往期要闻</summary></details>` + acts, "往期要闻"},
		{"one that holds it", `<details><summary>往期要闻</summary><p><a href="/1.html">甲</a></p></details>` + acts, ""},
		{"a choice of years", `<select><option>2026年</option><option>2025年</option></select>` + acts, "2025年"},
		{"one that a form sends", `<form><select name="y"><option>2026年</option><option>2025年</option></select></form>` + acts, ""},
		{"a year that sends its form when it is pressed", `<form action="/list.do"><input type="hidden" name="c" value="3"><input type="radio" name="y" value="2026" checked onclick="this.form.submit()"><input type="radio" name="y" value="2025" onclick="this.form.submit()"></form>` + acts, "2025"},
		{"one that belongs to a search", `<form action="/so.do"><input type="text" name="q"><input type="radio" name="y" value="2025" onclick="this.form.submit()"></form>` + acts, ""},
		{"one that is sent by POST", `<form method="post" action="/vote.do"><input type="radio" name="y" value="2025" onclick="this.form.submit()"></form>` + acts, ""},
		{"a box of entries that nothing but a script opens", `<select size="8"><option value="5">规划信息</option><option value="6">统计信息</option></select>` + acts, "规划信息"},
		{"one of addresses", `<select size="8"><option value="/gh/">规划信息</option><option value="/tj/">统计信息</option></select>` + acts, ""},
		{"a choice with a button that goes there", `<p><select><option value="">请选择</option><option value="6">统计信息</option></select><input type="button" value="进入"></p>` + acts, "请选择"},
		{"a choice of what a page is sorted by", `<p><select><option value="1">按时间</option><option value="2">按标题</option></select><input type="button" value="搜索"></p>` + acts, ""},
		{"an entry whose address was made unreadable", `<ul><li><a data-href="/arjf/45.ugzy">关于甲的通知</a></li></ul>` + acts, "关于甲的通知"},
		{"an entry whose address can be read", `<ul><li><a data-href="/news/45.html">关于甲的通知</a></li></ul>` + acts, ""},
		{"a choice of other sites", `<select><option value="http://a.gov.cn/">甲市</option><option value="http://b.gov.cn/">乙市</option></select>` + acts, ""},
		{"entries that a script listens to by the name of their row", `<div class="kinds"><span id="a">统计信息</span><span id="b">重大项目</span></div><ul id="l"></ul><script>$(".kinds span").click(function(){ show(this.id); });function show(k){ $("#l").html(k); }</script>`, "统计信息"},
		{"entries that the document listens for by their own", `<div><p class="go">统计信息</p><p class="go">重大项目</p></div><script>$(document).on("click", ".go", function(){ location.href = "/c/" + this.id; });</script>`, "统计信息"},
		{"entries that a script only measures", `<div class="kinds"><span>统计信息</span><span>重大项目</span></div><script>var w = $(".kinds span").width();$(".print").click(function(){ print(); });</script>` + acts, ""},
		{"a menu whose addresses a script puts together", `<div id="m"></div><script>var c=[["1","公开指南"],["2","机构职能"],["3","政策解读"]],s="";for(var i=0;i<c.length;i++){s+="<a href=\"/list.jsp?id="+c[i][0]+"\">"+c[i][1]+"</a>";}document.getElementById("m").innerHTML=s;</script>`, "公开指南"},
		{"one of names that stand in one text", `<script>var ids="12,14".split(","),ns="公开指南,机构职能".split(",");for(var i=0;i<ids.length;i++){document.write('<li><a href="'+base+'?id='+ids[i]+'">'+ns[i]+'</a></li>');}</script>`, "公开指南,机构职能"},
		{"a menu of one entry in two tables", `<div id="m"></div><script>var n=["政府采购"],u=[["c",5]],o="";for(var i=0;i<n.length;i++){o+="<a href='/"+u[i][0]+"/"+u[i][1]+".html'>"+n[i]+"</a>"}document.getElementById("m").innerHTML=o</script>`, "政府采购"},
		{"a link to the next article that a script writes", `<script>var to="./2.html",t="关于乙的通知";if(t!=""){document.write('<a href="'+to+'" title="'+t+'">'+t+'</a>');}</script>`, ""},
		{"a pager of numbers in a table", `<script>var n=["上一页","下一页"],u=["0","2"];for(var i=0;i<2;i++){document.write("<a href='index_"+u[i]+".html'>"+n[i]+"</a>")}</script>`, ""},
		{"a menu whose addresses stand there", `<script>var c=[["/zn/","公开指南"],["/jg/","机构职能"],["/zc/","政策解读"]];for(var i=0;i<c.length;i++){document.write("<a href=\""+c[i][0]+"\">"+c[i][1]+"</a>");}</script>`, ""},
		{"a pager that a script writes", `<ul><li><a href="/1.html">甲</a></li></ul><script>function pager(n){document.write("<a href='index.html'>首页</a><a href='index_"+(n-1)+".html'>上一页</a><a href='index_"+(n+1)+".html'>下一页</a><a href='index_9.html'>最后一页</a>");}pager(1)</script>`, ""},
		{"rows that a script leads on from by their own class", `<table>` + pressed(`<tr class="row"><td>%d</td><td>关于开展安全检查的通知</td></tr>`) + `</table><script>document.querySelectorAll(".row").forEach(function(r){r.onclick=function(){location.href="/f/"+r.rowIndex+".html";}});</script>`, "1 关于开展安全检查的通知"},
		{"rows that a script leads on from by what holds them", `<ul id="gk">` + pressed(`<li>%d 关于开展安全检查的通知</li>`) + `</ul><script>$("#gk li").click(function(){ window.open("/d/" + $(this).index()); });</script>`, "1 关于开展安全检查的通知"},
		{"a dated row whose link says nothing of where it leads", `<ul><li><a class="art" name="501" href="#">机构职能</a> 2026-01-12</li></ul>` + acts, "机构职能"},
		{"one whose link leads there", `<ul><li><a class="art" name="501" href="/501.html">机构职能</a> 2026-01-12</li></ul>` + acts, ""},
		{"several such rows without days", `<ul>` + pressed(`<li><a href="javascript:;" id="i%d">关于开展安全检查的通知</a></li>`) + `</ul>` + acts, "关于开展安全检查的通知"},
		{"a word beside a day that leads nowhere", `<p><a href="#">打印</a> 2026-01-12</p><p><a href="#">关闭</a></p>` + acts, ""},
		{"a link to nowhere in a sentence", `<p>请按<a href="#">关于开展安全检查的通知</a>的要求，于2026-01-12前报送材料，逾期不予受理，联系电话另行通知。</p>` + acts, ""},
		{"rows beside something whose name ends like theirs", `<ul id="gk">` + pressed(`<li>%d 关于开展安全检查的通知</li>`) + `</ul><script>$("#gk .uli").click(function(){ window.open("/d/" + $(this).index()); });</script>`, ""},
		{"paragraphs beside pictures that a script opens", `<div id="gk">` + pressed(`<div>%d 为加强安全生产工作，现通知如下。</div>`) + `</div><script>$("#gk img").click(function(){ window.open(this.src); });</script>`, ""},
		{"rows with keys", `<ul>` + pressed(`<li data-id="12%d">关于开展安全检查的通知</li>`) + `</ul>` + acts, "关于开展安全检查的通知"},
		{"rows with keys and links", `<ul>` + pressed(`<li data-id="12%d"><a href="/1.html">关于开展安全检查的通知</a></li>`) + `</ul>` + acts, ""},
		{"paragraphs that an editor numbered", `<div>` + pressed(`<section data-id="12%d">为加强安全生产工作，现通知如下。</section>`) + `</div>` + acts, ""},
		{"entries whose addresses are in a cipher", `<a href="#" data-no="=8yZnpHdvQHZ3h3L">公示公告</a><a data-k="=8yd5pnavQHZ3h3L">江州要闻</a><a href="javascript:;" onclick="jump('vs2Z3p3L')">政务公开</a>` + acts, "公示公告"},
		{"buttons that hand on the number of their page", `<a href="#" onclick="like('8a81e2f0c3d44b7f')">我觉得有用</a><a href="#" data-id="8a81e2f0c3d44b7f">转给同事</a><a href="#" data-id="8a81e2f0c3d44b7f">记下来</a>` + acts, ""},
		{"entries that name panes of the page", `<a href="#" data-target="tabPane1">公开指南</a><a href="#" data-target="tabPane2">公开制度</a><a href="#" data-target="tabPane3">公开年报</a>` + acts, ""},
		{"entries with numbers and days", `<a href="#" data-t="t20260110_5501">公开指南</a><a href="#" data-t="2026-01-11">公开制度</a><a href="#" data-t="4028818273">公开年报</a>` + acts, ""},
		{"entries with an address beside their code", `<a href="/1/" data-no="=8yZnpHdvQHZ3h3L">公示公告</a><a href="/2/" data-k="=8yd5pnavQHZ3h3L">江州要闻</a><a href="/3/" data-k="vs2Z3p3L">政务公开</a>` + acts, ""},
		{"the same without a script", `<div class="side"></div><z-more></z-more>`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := &site.Page{URL: "http://www.a.gov.cn/x/", Final: "http://www.a.gov.cn/x/", From: "http://www.a.gov.cn/", Depth: 1, Status: 200, ContentType: "text/html; charset=utf-8",
				Body: []byte("<html><body><h1>栏目</h1>" + c.body + "</body></html>")}
			if got := Read(p).Signals.Hides; got != c.want {
				t.Errorf("hides %q, want %q", got, c.want)
			}
		})
	}
}
