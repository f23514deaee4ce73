package rules

import (
	"fmt"
	"strings"
	"testing"
)

// explaining is a valid site: a normative document of 2026 with an interpretation
// in words and one in pictures, linked both ways, published the same day, and a
// policy paper with its own.
func explaining() string {
	const title = "示例县人民政府关于印发" + roads + "的通知"
	const plan = "示例县人民政府办公室关于印发示例县乡村客运实施方案的通知"
	return homePage + portalPage("首页", "", `<div class="block"><h2><a href="/tzgg/">通知公告</a></h2><ul><li><a href="/tzgg/1.html">示例县开展春季植树活动</a><span>2026-03-12</span></li></ul></div>`) +
		listPage("规范性文件", "/gfxwj/", "/gfxwj/1.html", title, "2026-03-02") +
		docPage("/gfxwj/1.html", "规范性文件", "/gfxwj/", title, "2026-03-02", indexBox("示政规〔2026〕2号", "2026-02-27", "有效"), roadsText+
			`<div class="xgjd"><h3>相关解读</h3><ul><li><a href="/zcjd/1.html">《`+roads+`》政策解读</a></li><li><a href="/zcjd/2.html">一图读懂《`+roads+`》</a></li></ul></div>`) +
		listPage("政策文件", "/zcwj/", "/zcwj/1.html", plan, "2026-02-10") +
		docPage("/zcwj/1.html", "政策文件", "/zcwj/", plan, "2026-02-10", indexBox("示政办发〔2026〕5号", "2026-02-09", ""), `<p>各镇人民政府：</p><p>现将《示例县乡村客运实施方案》印发给你们。到2027年，全县建制村全部通客车。</p>`+
			`<p>相关解读：<a href="/zcjd/3.html">图解：示例县乡村客运实施方案</a></p>`) +
		listPage("政策解读", "/zcjd/", "/zcjd/1.html", "《"+roads+"》政策解读", "2026-03-02", "/zcjd/2.html", "一图读懂《"+roads+"》", "2026-03-03",
			"/zcjd/3.html", "图解：示例县乡村客运实施方案", "2026-02-10") +
		docPage("/zcjd/1.html", "政策解读", "/zcjd/", "《"+roads+"》政策解读", "2026-03-02", "", explained+`<p>相关文件：<a href="/gfxwj/1.html">`+title+`</a></p>`) +
		docPage("/zcjd/2.html", "政策解读", "/zcjd/", "一图读懂《"+roads+"》", "2026-03-03", "", `<p><img src="/images/ytdd.jpg" width="800"></p><p>相关文件：<a href="/gfxwj/1.html">`+title+`</a></p>`) +
		docPage("/zcjd/3.html", "政策解读", "/zcjd/", "图解：示例县乡村客运实施方案", "2026-02-10", "", `<p><img src="/images/kycx.jpg" width="800"></p><p>原文：<a href="/zcwj/1.html">`+plan+`</a></p>`) +
		listPage("通知公告", "/tzgg/", "/tzgg/1.html", "示例县开展春季植树活动", "2026-03-12") +
		docPage("/tzgg/1.html", "通知公告", "/tzgg/", "示例县开展春季植树活动", "2026-03-12", "", `<p>3月12日，县领导和干部群众一起参加义务植树，共植树一千余株。</p>`)
}

const roadsText = `<p>各镇人民政府，县直各部门：</p><p>《` + roads + `》已经县政府同意，现印发给你们，请认真贯彻执行。</p>` + roadsBody

const roadsBody = `<p>第一条 为加强农村公路的建设、养护和管理，保障农村公路安全畅通，结合本县实际，制定本办法。</p>
<p>第二条 本县行政区域内农村公路的规划、建设、养护、运营和管理，适用本办法。农村公路包括县道、乡道和村道及其所属设施。</p>
<p>第三条 县人民政府是农村公路管理的责任主体，组织协调有关部门做好农村公路工作；镇人民政府在职责范围内负责本行政区域内乡道、村道的建设和养护。</p>
<p>第四条 农村公路养护资金由县级财政统筹安排，每年列入预算，并随财力增长逐步提高；任何单位和个人不得截留、挤占和挪用。</p>
<p>第五条 在农村公路上行驶的车辆不得超过限载标准；需要占用、挖掘农村公路的，应当依法办理手续，并按照不低于原有技术标准予以修复。</p>
<p>第二十条 本办法自2026年4月1日起施行，有效期5年。</p>`

const explained = `<p>一、起草背景</p><p>近年来我县农村公路里程快速增长，原有做法已不适应群众出行需要，县交通运输局据此起草了新办法，并两次公开听取群众意见。</p>
<p>二、目的意义</p><p>让村村通的路养得好、管得住，群众走得安心。</p><p>三、主要内容</p><p>明确谁来管、钱从哪来、车能不能上路三个问题，村民最关心的限高限宽设施怎样设置也写清楚了。</p>`

// Pieces of the valid site that rows take away.
const (
	toWords    = `<li><a href="/zcjd/1.html">《` + roads + `》政策解读</a></li>`
	toPicture  = `<li><a href="/zcjd/2.html">一图读懂《` + roads + `》</a></li>`
	relatedBox = `<div class="xgjd"><h3>相关解读</h3><ul>` + toWords + toPicture + `</ul></div>`
	backLink   = `<p>相关文件：<a href="/gfxwj/1.html">示例县人民政府关于印发` + roads + `的通知</a></p>`
	wordsRow   = `<li><a href="/zcjd/1.html" title="《` + roads + `》政策解读">《` + roads + `》政策解读</a><span>2026-03-02</span></li>`
	pictureRow = `<li><a href="/zcjd/2.html" title="一图读懂《` + roads + `》">一图读懂《` + roads + `》</a><span>2026-03-03</span></li>`
)

// without returns the site without the pages at paths.
func without(text string, paths ...string) string {
	parts := strings.Split(text, "\n-- ")
	out := parts[:1]
	for _, p := range parts[1:] {
		keep := true
		for _, path := range paths {
			keep = keep && !strings.HasPrefix(p, path+" --")
		}
		if keep {
			out = append(out, p)
		}
	}
	return strings.Join(out, "\n-- ") + "\n"
}

func TestInterpretationPresence(t *testing.T) {
	fine := []string{"pass"}
	gone := change{relatedBox, "", wordsRow, "", pictureRow, ""}[:6:6]
	alone := []string{"/zcjd/1.html", "/zcjd/2.html"}
	at := func(outcome string) []string { return []string{"missing " + outcome + " /gfxwj/1.html"} }
	for _, row := range []struct {
		name   string
		drop   []string
		change change
		more   string
		with   string
		want   []string
	}{
		{name: "every document is explained", want: fine},
		{name: "a normative document has none", drop: alone, change: gone, want: at("fail")},
		{name: "a policy paper has none", drop: []string{"/zcjd/3.html"}, change: change{`<p>相关解读：<a href="/zcjd/3.html">图解：示例县乡村客运实施方案</a></p>`, "",
			`<li><a href="/zcjd/3.html" title="图解：示例县乡村客运实施方案">图解：示例县乡村客运实施方案</a><span>2026-02-10</span></li>`, ""}, want: []string{"missing review /zcwj/1.html"}},
		{name: "a heading 相关解读 with nothing below", drop: alone, change: change{relatedBox, `<h3>相关解读</h3><p>暂无</p>`, wordsRow, "", pictureRow, ""}, want: at("fail")},
		{name: "news of the document is no interpretation", drop: alone, change: gone,
			more: docPage("/xw/1.html", "新闻动态", "/xw/", "《"+roads+"》出台", "2026-03-04", "", "<p>县政府印发《"+roads+"》（示政规〔2026〕2号）。</p>"), want: at("fail")},
		{name: "an interpretation of another document is no interpretation of it", drop: alone, change: gone,
			more: docPage("/zcjd/9.html", "政策解读", "/zcjd/", "《示例县地名管理规定》解读", "2026-03-04", "", explained+"<p>根据《"+roads+"》（示政规〔2026〕2号）等文件制定。</p>"), want: at("fail")},
		{name: "an interpretation shortens the name", drop: alone, change: gone,
			more: docPage("/zcjd/9.html", "政策解读", "/zcjd/", "《农路管理办法》解读", "2026-03-04", "", explained), want: at("review")},
		{name: "an interpretation shortens the name and gives the number", drop: alone, change: gone,
			more: docPage("/zcjd/9.html", "政策解读", "/zcjd/", "《农路管理办法》解读", "2026-03-04", "", "<p>县政府印发了《"+roads+"》（示政规〔2026〕2号）。</p>"), want: fine},
		{name: "an interpretation names it in its text only", drop: alone, change: gone,
			more: docPage("/zcjd/9.html", "政策解读", "/zcjd/", "修路的钱从哪来？县交通运输局答记者问", "2026-03-04", "", "<p>近日，县政府印发了《"+roads+"》，现将有关内容解读如下。</p>"+explained), want: fine},
		{name: "an interpretation names in its text a law before it", drop: alone, change: gone,
			more: docPage("/zcjd/9.html", "政策解读", "/zcjd/", "修路的钱从哪来？县交通运输局答记者问", "2026-03-04", "", "<p>根据《中华人民共和国公路法》，县里实施《"+roads+"》。</p>"+explained), want: at("review")},
		{name: "the interpretation explains its rules of procedure only", drop: alone, change: gone,
			more: docPage("/zcjd/9.html", "政策解读", "/zcjd/", "《"+roads+"实施细则》解读", "2026-03-04", "", explained), want: at("fail")},

		{name: "the last working day to explain it", drop: alone, change: append(change{"2026-03-02", "2026-04-02"}, gone2("2026-04-02")...), want: fine},
		{name: "one working day later", drop: alone, change: append(change{"2026-03-02", "2026-04-01"}, gone2("2026-04-01")...), want: at("fail")},
		{name: "published before the duty began", drop: alone, change: append(change{"2026-03-02", "2018-03-02", "2026-02-27", "2018-02-27", "〔2026〕2号", "〔2018〕2号"}, gone2("2018-03-02")...), want: fine},
		{name: "half a crawl", drop: alone, change: gone, more: "-- snapshot.json --\n{\"complete\": false, \"stopped\": \"达到页数上限\"}\n", want: []string{"unknown"}},
		{name: "related links come from a script", drop: alone, change: change{relatedBox, `<h3>相关解读</h3><div id="relList"></div><script>$.getJSON("/fjdzapp/search?RelDocPath=zcjd&docid=12",function(d){$("#relList").html(d.html)});</script>`, wordsRow, "", pictureRow, ""}, want: []string{"unknown"}},
		{name: "the column's rows come from a script", drop: append([]string{"/zcjd/"}, alone...), change: change{relatedBox, ""},
			more: "-- /zcjd/ --\n" + portalPage("政策解读", `<a href="/zcjd/">政策解读</a>`, `<ul id="list"></ul><script>$.ajax({url:"/api/list?channel=12",success:function(d){for(var i=0;i<d.rows.length;i++){$("#list").append("<li>"+d.rows[i].title+"</li>")}}});</script>`), want: []string{"unknown"}},
		{name: "the interpretation is a row whose page did not come", drop: alone, change: change{relatedBox, ""}, more: "-- /zcjd/1.html --\nFailure: timeout\n", want: []string{"unknown"}},
		{name: "the interpretation is a row whose page is gone", drop: alone, change: change{relatedBox, "", pictureRow, ""}, more: "-- /zcjd/1.html --\nHTTP 404\n\nnot found\n", want: at("review")},
		{name: "a page that is gone is listed as another document's", drop: alone, change: change{relatedBox, "", pictureRow, "", wordsRow, `<li><a href="/zcjd/9.html">《示例县地名管理规定》政策解读</a><span>2026-03-02</span></li>`}, more: "-- /zcjd/9.html --\nHTTP 404\n\nnot found\n", want: at("fail")},
		{name: "the interpretation was answered without its text", drop: alone, change: change{relatedBox, "", pictureRow, ""}, more: bareDoc("/zcjd/1.html", "政策解读", "《"+roads+"》政策解读", `<p><img src="/yzm.png"><input name="code"><button>提交</button></p>`), want: []string{"unknown"}},
		{name: "the document is no longer in force", drop: alone, change: append(gone, "有效性：</td><td>有效</td>", "有效性：</td><td>废止</td>"), want: fine},
		{name: "the document answers that it is not in force", drop: alone, change: append(gone, "有效性：</td><td>有效</td>", "是否有效：</td><td>否</td>"), want: fine},
		{name: "the document stands in a column of what is repealed", drop: alone, change: append(gone, "规范性文件</a>", "已废止规范性文件</a>"), want: fine},
		{name: "the column of interpretations lists the document itself", drop: alone, change: change{relatedBox, "", pictureRow, "", wordsRow, `<li><a href="/gfxwj/1.html">示例县人民政府关于印发` + roads + `的通知</a><span>2026-03-02</span></li>`}, want: at("fail")},
		{name: "the interpretation is a row that leads elsewhere", drop: alone, change: change{relatedBox, "", pictureRow, "", `href="/zcjd/1.html"`, `href="https://mp.weixin.qq.com/s/abc"`}, want: fine},
		{name: "the interpretation is an attachment", drop: alone, change: change{relatedBox, `<p>附件：<a href="/files/jd.pdf">《` + roads + `》政策解读.pdf</a></p>`, wordsRow, "", pictureRow, ""}, want: fine},
		{name: "the interpretation stands on the document's page", drop: alone, change: change{relatedBox, `<h3>政策解读</h3>` + explained, wordsRow, "", pictureRow, ""}, want: fine},
		{name: "a paper on the work of explaining is no interpretation but a document", more: docPage("/zcwj/9.html", "政策文件", "/zcwj/", "示例县人民政府办公室关于加强政策解读工作的通知", "2026-03-04", "", "<p>请做好解读。</p>"), want: fine},
		{name: "papers on persons, meetings and lists need none", more: docPage("/gfxwj/8.html", "规范性文件", "/gfxwj/", "示例县人民政府关于表彰先进集体的决定", "2026-03-04", "", "<p>表彰。</p>") +
			docPage("/gfxwj/7.html", "规范性文件", "/gfxwj/", "示例县人民政府关于废止部分规范性文件的决定", "2026-03-04", "", "<p>废止。</p>"), want: fine},
		{name: "a document of the province needs none here", more: docPage("/gfxwj/8.html", "规范性文件", "/gfxwj/", "示范省人民政府关于印发示范省农村公路规划的通知", "2026-03-04", "", "<p>印发。</p>"), want: fine},
	} {
		t.Run(row.name, func(t *testing.T) {
			with := row.with
			if with == "" {
				with = "codes: [missing]"
			}
			sameLines(t, policyVerdict(t, "interpretation", with, edited(t, without(explaining(), row.drop...), row.change, row.more)), row.want)
		})
	}
}

// gone2 takes the interpretations away from a site whose days were moved.
func gone2(day string) change {
	return change{relatedBox, "", strings.ReplaceAll(wordsRow, "2026-03-02", day), "", pictureRow, ""}
}

// manyLinks is a part of a page with that many links of its own.
func manyLinks(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<p><a href=\"/cx/%d.html\">第%d号农村公路管理养护责任单位</a></p>\n", i, i)
	}
	return b.String()
}

func TestInterpretationLinks(t *testing.T) {
	fine := []string{"pass"}
	for _, row := range []struct {
		name   string
		drop   []string
		change change
		more   string
		want   []string
	}{
		{name: "both ways", want: fine},
		{name: "the document links to none", change: change{relatedBox, ""}, want: []string{"not_linked_forward fail /gfxwj/1.html"}},
		{name: "the related links stand behind more links than are kept", change: change{relatedBox, manyLinks(260) + relatedBox}, want: []string{"unknown"}},
		{name: "the document links to one of two", change: change{toPicture, ""}, want: fine},
		{name: "nothing on the page of the document bears its name or its day", change: change{relatedBox, "", `<h1>示例县人民政府关于印发` + roads + `的通知</h1><p class="info">发布时间：2026-03-02 来源：示例县人民政府办公室</p>`, "", indexBox("示政规〔2026〕2号", "2026-02-27", "有效"), ""}, want: []string{"unknown"}},
		{name: "the menu alone leads to the interpretation", change: change{relatedBox, "", `<li><a href="/zcjd/">政策解读</a></li>`, `<li><a href="/zcjd/">政策解读</a></li><li><a href="/zcjd/1.html">农村公路政策解读</a></li>`}, want: []string{"not_linked_forward fail /gfxwj/1.html"}},
		{name: "the document links to another document's interpretation", change: change{relatedBox, `<p>相关解读：<a href="/zcjd/3.html">图解：示例县乡村客运实施方案</a></p>`}, want: []string{"not_linked_forward fail /gfxwj/1.html"}},
		{name: "the interpretation stands on the same page too", change: change{relatedBox, `<h3>政策解读</h3>` + explained}, want: fine},
		{name: "the link's address is written otherwise", change: change{toWords + toPicture, `<li><a href="http://www.example.gov.cn:80/zcwj/../zcjd/1.html#top">解读</a></li>`}, want: fine},
		{name: "the interpretation's title stands there without an address", change: change{relatedBox, `<p>相关解读</p><p><a href="javascript:;">《` + roads + `》政策解读</a></p>`}, want: []string{"not_linked_forward review /gfxwj/1.html"}},
		{name: "the interpretation's title stands in the box beside, its address in a cipher", change: change{relatedBox, `</div><div class="xgwj"><h4>相关解读</h4><ul><li><a data-k="=8yd5pnavQHZ3h3L">《` + roads + `》政策解读</a></li></ul></div><div>`}, want: []string{"not_linked_forward review /gfxwj/1.html"}},
		{name: "related links come from a script", change: change{relatedBox, `<h3>相关解读</h3><div id="relList"></div><script>$.getJSON("/fjdzapp/search?RelDocPath=zcjd&docid=12",function(d){$("#relList").html(d.html)});</script>`}, want: []string{"unknown"}},
		{name: "a policy paper's interpretation is not linked", change: change{`<p>相关解读：<a href="/zcjd/3.html">图解：示例县乡村客运实施方案</a></p>`, ""}, want: []string{"not_linked_forward fail /zcwj/1.html"}},
		{name: "the interpretations were answered without their texts", drop: []string{"/zcjd/1.html", "/zcjd/2.html"}, more: bareDoc("/zcjd/1.html", "政策解读", "《"+roads+"》政策解读", "<p>您的操作已触发防护策略 63473622</p>") +
			bareDoc("/zcjd/2.html", "政策解读", "一图读懂《"+roads+"》", `<p><img src="/yzm.png"></p>`), want: []string{"unknown"}},
		{name: "the document was answered without its text", drop: []string{"/gfxwj/1.html"}, more: bareDoc("/gfxwj/1.html", "规范性文件", "示例县人民政府关于印发"+roads+"的通知", ""), want: []string{"unknown"}},
		{name: "an interpretation that is a picture below its title shows itself", drop: []string{"/zcjd/1.html", "/zcjd/2.html"}, change: change{toWords, "", wordsRow, ""}, more: docPage("/zcjd/2.html", "政策解读", "/zcjd/", "一图读懂《"+roads+"》", "2026-03-03", "", `<p><img src="/images/ytdd.jpg" width="800"></p>`), want: []string{"not_linked_back fail /gfxwj/1.html"}},
		{name: "no interpretation links back", change: change{backLink, ""}, want: []string{"not_linked_back fail /gfxwj/1.html"}},
		{name: "the document's title stands there as a link whose address a script has", change: change{backLink, `<p>相关文件：<a href="javascript:;" onclick="openDoc(this)">示例县人民政府关于印发` + roads + `的通知</a></p>`}, want: []string{"not_linked_back review /gfxwj/1.html"}},
		{name: "title and number without a link are no way back", change: change{backLink, `<p>相关文件：《` + roads + `》（示政规〔2026〕2号）</p>`}, want: []string{"not_linked_back fail /gfxwj/1.html"}},
		{name: "one of two interpretations links back", drop: []string{"/zcjd/2.html"}, more: docPage("/zcjd/2.html", "政策解读", "/zcjd/", "一图读懂《"+roads+"》", "2026-03-03", "", `<p><img src="/images/ytdd.jpg" width="800"></p>`), want: fine},
		{name: "it links back to a copy of the document", change: change{`<a href="/gfxwj/1.html">示例县人民政府关于印发` + roads + `的通知</a></p>`, `<a href="/zcwj/7.html">示例县人民政府关于印发` + roads + `的通知</a></p>`},
			more: docPage("/zcwj/7.html", "政策文件", "/zcwj/", "示例县人民政府关于印发"+roads+"的通知", "2026-03-02", indexBox("示政规〔2026〕2号", "2026-02-27", "有效"), roadsText), want: fine},
		{name: "neither way, and the title leaves out the county", change: change{relatedBox, "", backLink, "", "《" + roads + "》政策解读", "《农村公路管理办法》政策解读", "一图读懂《" + roads + "》", "一图读懂《农村公路管理办法》"},
			want: []string{"not_linked_back fail /gfxwj/1.html", "not_linked_forward fail /gfxwj/1.html"}},
		{name: "matched by number, not linked", change: change{toWords + toPicture, `<li><a href="/zcjd/2.html">一图读懂</a></li>`, "《" + roads + "》政策解读", "农村公路新政策解读", "<p>一、起草背景</p>", "<p>县政府印发了《" + roads + "》（示政规〔2026〕2号）。</p>"}, want: fine},
		{name: "an interpretation that names nothing gives the original", change: change{`<p>相关解读：<a href="/zcjd/3.html">图解：示例县乡村客运实施方案</a></p>`, "", "图解：示例县乡村客运实施方案", "村里的客车怎么坐？一图读懂"}, want: []string{"not_linked_forward fail /zcwj/1.html"}},
		{name: "an interpretation of another document gives it as related", change: change{relatedBox, "", "《" + roads + "》政策解读", "《示例县公路条例实施办法》政策解读", "一图读懂《" + roads + "》", "一图读懂《示例县公路条例实施办法》"}, want: fine},
		{name: "an old edition's interpretation proves nothing", change: change{relatedBox, "", backLink, "", "2026-03-03", "2019-05-06", "发布时间：2026-03-02 来源：示例县人民政府办公室</p><div class=\"content\"><p>一、起草背景", "发布时间：2019-05-06 来源：示例县人民政府办公室</p><div class=\"content\"><p>一、起草背景",
			`政策解读</a><span>2026-03-02`, `政策解读</a><span>2019-05-06`}, want: fine},
	} {
		t.Run(row.name, func(t *testing.T) {
			sameLines(t, policyVerdict(t, "interpretation", "codes: [not_linked_forward, not_linked_back]", edited(t, without(explaining(), row.drop...), row.change, row.more)), row.want)
		})
	}
}

func TestInterpretationInTime(t *testing.T) {
	const info = `<h1>《` + roads + `》政策解读</h1><p class="info">发布时间：2026-03-02`
	late := func(day string) change {
		return change{info, strings.ReplaceAll(info, "2026-03-02", day), wordsRow, strings.ReplaceAll(wordsRow, "2026-03-02", day), `一图读懂《` + roads + `》</h1><p class="info">发布时间：2026-03-03`, `一图读懂《` + roads + `》</h1><p class="info">发布时间：` + day,
			pictureRow, strings.ReplaceAll(pictureRow, "2026-03-03", day)}
	}
	for _, row := range []struct {
		name   string
		change change
		more   string
		with   string
		want   []string
	}{
		{name: "the same day", want: []string{"pass"}},
		{name: "a day before its document", change: late("2026-03-01"), want: []string{"pass"}},
		{name: "three working days", change: late("2026-03-05"), want: []string{"pass"}},
		{name: "four working days", change: late("2026-03-06"), want: []string{"late review /gfxwj/1.html"}},
		{name: "five working days", change: late("2026-03-09"), want: []string{"late review /gfxwj/1.html"}},
		{name: "six working days", change: late("2026-03-10"), want: []string{"late fail /gfxwj/1.html"}},
		{name: "one working day where the same day is asked", with: "max_gap: 1\nhint_gap: 0", change: late("2026-03-03"), want: []string{"late review /gfxwj/1.html"}},
		{name: "two working days where the same day is asked", with: "max_gap: 1\nhint_gap: 0", change: late("2026-03-04"), want: []string{"late fail /gfxwj/1.html"}},
		{name: "the page's dates disagree", change: append(late("2026-03-10"), "<title>《"+roads+"》政策解读_示例县人民政府</title>", `<title>《`+roads+`》政策解读</title><meta name="PubDate" content="2026-03-03 09:00">`), want: []string{"late review /gfxwj/1.html"}},
		{name: "half a crawl", change: late("2026-03-10"), more: "-- snapshot.json --\n{\"complete\": false, \"stopped\": \"达到页数上限\"}\n", want: []string{"late review /gfxwj/1.html"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			sameLines(t, policyVerdict(t, "interpretation", "codes: [late]\n"+row.with, edited(t, explaining(), row.change, row.more)), row.want)
		})
	}
}

func TestInterpretationSubstance(t *testing.T) {
	words := func(text string) change { return change{explained, text, toPicture, "", pictureRow, ""} }
	const empty = `<p>各位村民朋友，村里的路修好以后怎么走、怎么护，大家都很关心。下面就来说一说：货车不要上窄桥，晒粮不要占路面，发现坑槽请拨打电话告诉我们，路政员会在一天之内赶到现场处理，谢谢大家支持，也请相互转告身边的亲戚朋友，让更多的人知道这件事情，共同爱护好家门口的路，一起把它守护好。</p>`
	const files = `<p>附件1：农村公路养护责任路段一览表.pdf</p><p>附件2：农村公路限载标准对照表.pdf</p><p>附件3：农村公路占用挖掘申请表.docx</p><p>附件4：农村公路养护资金分配方案.xlsx</p><p>附件5：农村公路规划示意图.pdf</p><p>附件6：农村公路建设项目清单.pdf</p><p>附件7：农村公路养护质量检查评分表.pdf</p><p>附件8：农村公路桥梁隧道基本情况登记表.xlsx</p><p>附件9：农村公路安全隐患排查整治任务分解表.docx</p><p>附件10：农村公路管理机构和人员配备情况统计表.pdf</p><p>附件11：农村公路管理办法起草说明及意见采纳情况.pdf</p><p>附件12：农村公路养护工程验收资料目录及样式.docx</p><p>附件13：农村公路路政巡查记录簿格式.pdf</p>`
	fine := []string{"pass"}
	for _, row := range []struct {
		name   string
		codes  string
		change change
		want   []string
	}{
		{name: "all elements are there", codes: "elements_missing", change: words(explained), want: fine},
		{name: "none is there", codes: "elements_missing", change: words(empty), want: []string{"elements_missing fail /gfxwj/1.html"}},
		{name: "none is there, in too few words to tell", codes: "elements_missing", change: words(`<p>请认真学习。</p>`), want: []string{"elements_missing review /gfxwj/1.html"}},
		{name: "one is there", codes: "elements_missing", change: words("<p>出台背景：群众有呼声。</p>" + empty), want: []string{"elements_missing review /gfxwj/1.html"}},
		{name: "the contents alone, neither why nor what for", codes: "elements_missing", change: words("<p>办法共六章，主要内容如下。</p>" + empty), want: []string{"elements_missing review /gfxwj/1.html"}},
		{name: "the contents, and why in words of its own", codes: "elements_missing", change: words("<p>办法共六章，主要内容如下。先说由来。</p>" + empty), want: []string{"elements_missing review /gfxwj/1.html"}},
		{name: "a picture may say it all", codes: "elements_missing", change: change{explained, empty}, want: fine},
		{name: "in words of its own", codes: "copied", change: words(explained), want: fine},
		{name: "the document word for word", codes: "copied", change: words(roadsBody), want: []string{"copied fail /gfxwj/1.html"}},
		{name: "the document and as much besides", codes: "copied", change: words(roadsBody + explained), want: []string{"copied review /gfxwj/1.html"}},
		{name: "one article quoted", codes: "copied", change: words("<p>第三条 县人民政府是农村公路管理的责任主体。</p>" + explained + empty), want: fine},
		{name: "the names of the document's files and no more", codes: "copied", change: change{explained, files, toPicture, "", pictureRow, "", roadsBody, roadsBody + files}, want: fine},
		{name: "words and a picture", codes: "text_only", want: fine},
	} {
		t.Run(row.name, func(t *testing.T) {
			text := explaining()
			if len(row.change) > 2 {
				text = without(text, "/zcjd/2.html")
			}
			sameLines(t, policyVerdict(t, "interpretation", "codes: ["+row.codes+"]", edited(t, text, row.change, "")), row.want)
		})
	}
}

func TestInterpretationForms(t *testing.T) {
	only := change{toPicture, "", pictureRow, ""}
	for _, row := range []struct {
		name   string
		change change
		more   string
		with   string
		want   []string
	}{
		{name: "one document has words only, the other a picture", want: []string{"text_only fail /gfxwj/1.html"}},
		{name: "words only is the manner of the site", with: "text_only_share: 0.4", want: []string{"text_only review /gfxwj/1.html"}},
		{name: "a film beside the words", change: change{explained, explained + `<video src="/v/1.mp4" controls></video>`}, want: []string{"pass"}},
		{name: "a picture among the words", change: change{explained, explained + `<p><img src="/images/tj.png" width="700"></p>`}, want: []string{"pass"}},
		{name: "a press conference", change: change{"《" + roads + "》政策解读", "《" + roads + "》新闻发布会"}, want: []string{"pass"}},
		{name: "questions and answers are words", change: change{"《" + roads + "》政策解读", "《" + roads + "》政策问答"}, want: []string{"text_only fail /gfxwj/1.html"}},
		{name: "another form is gone", change: change{`</ul></div></div>`, `<li><a href="/zcjd/8.html">视频解读</a></li></ul></div></div>`}, more: "-- /zcjd/8.html --\nHTTP 404\n\nnot found\n", want: []string{"text_only review /gfxwj/1.html"}},
		{name: "all it says is in a file shown in a frame, which did not come", change: change{explained, `<iframe src="/pdfjs/web/viewer.html?file=/f/1.pdf"></iframe>`}, want: []string{"unknown"}},
		{name: "another form did not come", change: change{`</ul></div></div>`, `<li><a href="/zcjd/8.html">视频解读</a></li></ul></div></div>`}, more: "-- /zcjd/8.html --\nFailure: timeout\n", want: []string{"pass", "unknown"}[1:]},
	} {
		t.Run(row.name, func(t *testing.T) {
			text := edited(t, without(explaining(), "/zcjd/2.html"), only, "")
			sameLines(t, policyVerdict(t, "interpretation", "codes: [text_only]\n"+row.with, edited(t, text, row.change, row.more)), row.want)
		})
	}
}
