package rules

import (
	"fmt"
	"strings"
	"testing"
)

// newsPage is an article with a line under its title.
func newsPage(path, column, columnPath, title, info, text string) string {
	return "-- " + path + " --\n" + portalPage(title, `<a href="`+columnPath+`">`+column+`</a> &gt; 正文`,
		`<h1>`+title+`</h1><p class="info">`+info+`</p><div class="content">`+text+`</div>`)
}

func TestAttribution(t *testing.T) {
	const body = `<p>会议强调，要扎实推进重点工作，切实保障和改善民生，推动经济社会高质量发展。</p><p>会议还研究了其他事项，对下一阶段的工作作出了安排。</p>`
	const named = "发布时间：2026-04-01　来源：中国政府网　浏览次数：12"
	site := func(info, text, own string) string {
		rows, pages := []string{}, ""
		for i := range 5 {
			at, title := fmt.Sprintf("/zwdt/%d.html", i+1), fmt.Sprintf("示例县第%d次工作会议召开部署有关任务", i+1)
			rows = append(rows, at, title, "2026-04-01")
			pages += newsPage(at, "政务动态", "/zwdt/", title, own, body)
		}
		return homePage + portalPage("首页", "", `<h2><a href="/gwy/">国务院信息</a></h2><h2><a href="/zwdt/">政务动态</a></h2>`) +
			listPage("国务院信息", "/gwy/", "/gwy/1.html", "国务院常务会议研究部署有关工作", "2026-04-01") +
			newsPage("/gwy/1.html", "国务院信息", "/gwy/", "国务院常务会议研究部署有关工作", info, text) + listPage("政务动态", "/zwdt/", rows...) + pages
	}
	fail, doubt, fine := []string{"missing fail /gwy/1.html"}, []string{"missing review /gwy/1.html"}, []string{"pass"}
	ownNamed := "发布时间：2026-04-01　来源：县政府办"
	for _, row := range []struct {
		name, site string
		want       []string
	}{
		{"a label with a value", site(named, body, ownNamed), fine},
		{"a label without a value", site("发布时间：2026-04-01　来源：　浏览次数：12", body, ownNamed), fail},
		{"a label without a value at the end of the line", site("发布时间：2026-04-01　来源：", body, ownNamed), fail},
		{"links to agencies at the foot of the page are no source", strings.ReplaceAll(site("发布时间：2026-04-01　来源：　浏览次数：12", body, ownNamed), "</body>", `<div class="friend">友情链接：<a href="http://www.gov.cn/">中国政府网</a> <a href="http://www.xinhuanet.com/">新华网</a> <a href="http://www.people.com.cn/">人民网</a></div></body>`), fail},
		{"nor are links without a blank between them", strings.ReplaceAll(site("发布时间：2026-04-01　来源：　浏览次数：12", body, ownNamed), "</body>", `<div class="friend"><a href="http://www.xinhuanet.com/">新华网</a><a href="http://www.people.com.cn/">人民网</a></div></body>`), fail},
		{"a book it was chosen from", site("发布时间：2026-04-01　来源：", body+"<p>选自《国务院公报》</p>", ownNamed), fine},
		{"a line that is a link and more is a source", site("发布时间：2026-04-01　来源：", `<p>稿件刊于<a href="http://www.xinhuanet.com/">新华网</a></p>`+body, ownNamed), fine},
		{"a label with a stroke", site("发布时间：2026-04-01　来源：--", body, ownNamed), fail},
		{"no label, as the site's own news have", site("发布时间：2026-04-01", body, ownNamed), fail},
		{"no label, as on the whole site", site("发布时间：2026-04-01", body, "发布时间：2026-04-01"), doubt},
		{"a value that a script fills in", site(`发布时间：2026-04-01　来源：<span id="ly"></span><script>document.getElementById("ly").innerHTML=source;</script>`, body, ownNamed), fine},
		{"a tag of the page names it", strings.Replace(site("发布时间：2026-04-01　来源：", body, ownNamed), "<title>国务院常务会议研究部署有关工作_", `<meta name="ContentSource" content="新华社"><title>国务院常务会议研究部署有关工作_`, 1), fine},
		{"the report begins with the agency", site("发布时间：2026-04-01", "<p>新华社北京4月1日电 国务院总理主持召开会议。</p>"+body, ownNamed), fine},
		{"a label in brackets", site("发布时间：2026-04-01　【来源】国家统计局", body, ownNamed), fine},
		{"the text says whose report it is", site("发布时间：2026-04-01", "<p>据《人民日报》4月1日报道，会议在京召开。</p>"+body, ownNamed), fine},
		{"the text says 根据 and 据了解, which name no source", site("发布时间：2026-04-01", "<p>根据国务院部署，会议在京召开。据了解，有关部门作了汇报。</p>"+body, ownNamed), fail},
		{"the source is a picture", site(`发布时间：2026-04-01　来源：<img src="/img/xinhua.png" alt="新华网"> 浏览次数：3`, body, ownNamed), fine},
		{"who sent it in", site("发布时间：2026-04-01　供稿：省林业局", body, ownNamed), fine},
		{"a long first paragraph begins with the medium", site("发布时间：2026-04-01", "<p>央视网消息：记者从有关部门了解到，"+strings.Repeat("近日多个工作组赴重点地区开展督导检查，", 5)+"。</p>"+body, ownNamed), fine},
		{"the address it was taken from", site("发布时间：2026-04-01", body+"<p>原文链接：http://www.gov.cn/yaowen/1.htm</p>", ownNamed), fine},
		{"the next article is an interview", site("发布时间：2026-04-01　来源：", body+`</div><div class="next"><p>下一篇：<a href="/zwdt/1.html">国家疾控局答记者问</a></p>`, ownNamed), fail},
		{"the label says that nobody knows", site("发布时间：2026-04-01　来源：未知　浏览次数：3", body, ownNamed), doubt},
		{"the source stands in brackets at the end", site("发布时间：2026-04-01", body+"<p>（来源：人民日报）</p>", ownNamed), fine},
		{"the source stands without a label under the title", site("新华社　2026-04-01", body, ownNamed), fine},
		{"the body's own news need none", site(named, body, "发布时间：2026-04-01　来源："), fine},
		{"a column of news that may be the body's own", strings.ReplaceAll(site("发布时间：2026-04-01　来源：", body, ownNamed), "国务院信息", "时政要闻"), doubt},
		{"a column of the State Council's documents is none of reprints", strings.ReplaceAll(site("发布时间：2026-04-01　来源：", body, ownNamed), "国务院信息", "国务院文件"), []string{"exempt"}},
		{"a title that says it is a reprint", strings.ReplaceAll(strings.ReplaceAll(site("发布时间：2026-04-01　来源：", body, ownNamed), "国务院信息", "工作交流"), "国务院常务会议", "【转载】国务院常务会议"), fail},
		{"a title that begins with the word", strings.ReplaceAll(strings.ReplaceAll(site("发布时间：2026-04-01　来源：", body, ownNamed), "国务院信息", "工作交流"), "国务院常务会议", "转载：国务院常务会议"), fail},
		{"nothing seen in a crawl that was cut", county("", "", "") + partial, []string{"unknown"}},
	} {
		t.Run(row.name, func(t *testing.T) { sameLines(t, policyVerdict(t, "attribution", "{}", row.site), row.want) })
	}
}
