package rules

import (
	"strings"
	"testing"
)

const roads = "示例县农村公路管理办法"

// marking is a valid site: two normative documents with their marks, a clean-up
// decision, and pages of other kinds that need none.
func marking() string {
	return homePage + portalPage("首页", "", `<div class="block"><h2><a href="/tzgg/">通知公告</a></h2><ul><li><a href="/tzgg/1.html">示例县开展春季植树活动</a><span>2026-03-12</span></li></ul></div>`) +
		listPage("规范性文件", "/gfxwj/", "/gfxwj/1.html", "示例县人民政府关于印发"+roads+"的通知", "2024-03-05",
			"/gfxwj/2.html", "示例县人民政府关于印发示例县地名管理规定的通知", "2022-05-10",
			"/gfxwj/3.html", "示例县人民政府关于废止和宣布失效部分规范性文件的决定", "2025-06-20") +
		docPage("/gfxwj/1.html", "规范性文件", "/gfxwj/", "示例县人民政府关于印发"+roads+"的通知", "2024-03-05", indexBox("示政规〔2024〕2号", "2024-03-01", "有效"),
			`<p>各镇人民政府，县直各部门：</p><p>《`+roads+`》已经县政府同意，现印发给你们，请认真贯彻执行。</p><p>第一条 为加强农村公路管理，根据《中华人民共和国公路法》，制定本办法。</p><p>第二条 本办法适用于本县行政区域内农村公路的建设、养护和管理。</p><p>第二十条 本办法自2024年4月1日起施行，有效期5年。</p>`) +
		docPage("/gfxwj/2.html", "规范性文件", "/gfxwj/", "示例县人民政府关于印发示例县地名管理规定的通知", "2022-05-10", indexBox("示政规〔2022〕4号", "2022-05-06", "现行有效"),
			`<p>各镇人民政府，县直各部门：</p><p>现将《示例县地名管理规定》印发给你们，请遵照执行。</p><p>第一条 为了规范地名管理，制定本规定。</p><p>第九条 本规定自印发之日起施行。</p>`) +
		docPage("/gfxwj/3.html", "规范性文件", "/gfxwj/", "示例县人民政府关于废止和宣布失效部分规范性文件的决定", "2025-06-20", indexBox("示政发〔2025〕9号", "2025-06-18", ""),
			`<p>根据《规章制定程序条例》有关规定，县政府决定，对下列文件予以废止：</p><p>一、《示例县城市养犬管理规定》（示政规〔2015〕7号）</p><p>二、《示例县人民政府关于加强税收保障工作的通知》（示政发〔2012〕3号）</p><p>本决定自公布之日起施行。</p>`) +
		listPage("通知公告", "/tzgg/", "/tzgg/1.html", "示例县开展春季植树活动", "2026-03-12") +
		docPage("/tzgg/1.html", "通知公告", "/tzgg/", "示例县开展春季植树活动", "2026-03-12", "", `<p>3月12日，县领导和干部群众一起参加义务植树，共植树一千余株。</p>`) +
		listPage("政策解读", "/zcjd/", "/zcjd/1.html", "《"+roads+"》政策解读", "2024-03-05") +
		docPage("/zcjd/1.html", "政策解读", "/zcjd/", "《"+roads+"》政策解读", "2024-03-05", "", `<p>一、制定背景。现行办法已不适应需要。二、主要内容。共二十条。</p>`) +
		listPage("政策文件", "/zcwj/")
}

func TestValidityMark(t *testing.T) {
	const box = "有效性：</td><td>有效</td>"
	const gfxwjFirst = `<li><a href="/gfxwj/1.html" title="示例县人民政府关于印发` + roads + `的通知">示例县人民政府关于印发` + roads + `的通知</a><span>2024-03-05</span></li>` + "\n"
	const cut = "-- snapshot.json --\n" + `{"complete": false, "stopped": "有 2 个列表在浏览器里没有看完"}` + "\n"
	fine := []string{"pass"}
	doc := func(title, day, box, text string) string {
		return docPage("/gfxwj/9.html", "规范性文件", "/gfxwj/", title, day, box, text)
	}
	for _, row := range []struct {
		name   string
		change change
		more   string
		with   string
		want   []string
	}{
		{name: "every document is marked", want: fine},

		// missing
		{name: "the mark's row is gone from the index box", change: change{`<td>` + box, `<td>备注：</td><td></td>`}, want: []string{"missing fail /gfxwj/1.html"}},
		{name: "no row of it, and a script fetches a box for the page", change: change{`<td>` + box, `<td>备注：</td><td></td>`, roads + "的通知</h1>", roads + `的通知</h1><div id="gk"></div><script>$.getJSON("/api/box?id=1",function(r){$("#gk").html(r)})</script>`}, want: []string{"missing review /gfxwj/1.html"}},
		{name: "no row of it, and a picture that tells nothing stands on the page", change: change{`<td>` + box, `<td>备注：</td><td></td>`, roads + "的通知</h1>", roads + `的通知</h1><div class="yz"><img src="/images/s2.png"></div>`}, want: []string{"missing review /gfxwj/1.html"}},
		{name: "no row of it, and a stamp is set on the page by its style", change: change{`<td>` + box, `<td>备注：</td><td></td>`, roads + "的通知</h1>", roads + `的通知</h1><div class="stamp s3"></div>`}, want: []string{"missing review /gfxwj/1.html"}},
		{name: "no row of it, and the rows of the list came as data", change: change{`<td>` + box, `<td>备注：</td><td></td>`},
			more: "-- /gfxwj/sj/ --\n" + portalPage("规范性文件", `<a href="/gfxwj/">规范性文件</a>`, `<ul id="list"></ul><script>$.ajax({url:"/api/gfx?c=9",dataType:"json",success:function(d){for(var i=0;i<d.rows.length;i++){$("#list").append("<li><a href='"+d.rows[i].url+"'>"+d.rows[i].title+"</a>"+d.rows[i].date+"</li>")}}})</script>`) +
				"-- /api/gfx?c=9 --\nContent-Type: application/json\n\n" + `{"total":2,"rows":[{"title":"示例县人民政府关于印发` + roads + `的通知","url":"/gfxwj/1.html","date":"2024-03-05"},{"title":"示例县人民政府关于印发示例县地名管理规定的通知","url":"/gfxwj/2.html","date":"2022-05-10"}]}` + "\n",
			want: []string{"missing fail /gfxwj/1.html"}},
		{name: "no row of it, and the list, which may have it, was not seen", change: change{`<td>` + box, `<td>备注：</td><td></td>`, "-- /gfxwj/ --\n", "-- /gfxwj/ --\nFailure: server\n\n"}, want: []string{"missing review /gfxwj/1.html"}},
		{name: "no row of it, and the list, which may have it, shows rows of another column only", change: change{`<td>` + box, `<td>备注：</td><td></td>`, listPage("规范性文件", "/gfxwj/", "/gfxwj/1.html", "示例县人民政府关于印发"+roads+"的通知", "2024-03-05", "/gfxwj/2.html", "示例县人民政府关于印发示例县地名管理规定的通知", "2022-05-10", "/gfxwj/3.html", "示例县人民政府关于废止和宣布失效部分规范性文件的决定", "2025-06-20"), listPage("规范性文件", "/gfxwj/", "/tzgg/1.html", "示例县开展春季植树活动", "2026-03-12")}, want: []string{"missing review /gfxwj/1.html", "missing review /tzgg/1.html"}},
		{name: "no row of it, and of a list that was not read to its end other rows", change: change{`<td>` + box, `<td>备注：</td><td></td>`, gfxwjFirst, ""}, more: cut, want: []string{"missing review /gfxwj/1.html"}},
		{name: "no row of it, and its own row of a list that was not read to its end", change: change{`<td>` + box, `<td>备注：</td><td></td>`}, more: cut, want: []string{"missing fail /gfxwj/1.html"}},
		{name: "no row of it, and no list names it on a site that was seen whole", change: change{`<td>` + box, `<td>备注：</td><td></td>`, gfxwjFirst, ""}, want: []string{"missing fail /gfxwj/1.html"}},
		{name: "the label stands, its value is empty", change: change{box, "有效性：</td><td></td>"}, want: []string{"missing fail /gfxwj/1.html"}},
		{name: "the value is a dash", change: change{box, "有效性：</td><td>——</td>"}, want: []string{"missing fail /gfxwj/1.html"}},
		{name: "the value is written by a script that names its place", change: change{box, `有效性：</td><td><span id="yxx"></span><script>document.getElementById("yxx").innerHTML=getState(12);</script></td>`}, want: []string{"unknown"}},
		{name: "the value is given by a script's variable", change: change{box, `文件状态：</td><td><span id="zt"></span><script>var file_status='有效';document.getElementById("zt").innerHTML=file_status;</script></td>`}, want: fine},
		{name: "the label is split by tags and blanks", change: change{box, "有<span></span>效&emsp;性:</td><td>有效</td>"}, want: fine},
		{name: "the mark stands beside the title only", change: change{`<td>` + box, `<td>备注：</td><td></td>`, "<h1>示例县人民政府关于印发" + roads + "的通知</h1>", "<h1>示例县人民政府关于印发" + roads + "的通知（现行有效）</h1>"}, want: fine},
		{name: "（试行） beside the title is no mark", change: change{`<td>` + box, `<td>备注：</td><td></td>`, roads + "的通知</h1>", roads + "（试行）的通知</h1>"}, want: []string{"missing fail /gfxwj/1.html"}},
		{name: "the column is that of documents in force", change: change{`<td>` + box, `<td>备注：</td><td></td>`, ">规范性文件</a>", ">现行有效规范性文件</a>"}, want: fine},
		{name: "an unmarked document of a policy column with 规 in its number",
			more: docPage("/zcwj/9.html", "政策文件", "/zcwj/", "示例县人民政府办公室关于印发示例县公租房管理细则的通知", "2023-02-02", indexBox("示政办规〔2023〕1号", "2023-02-01", ""), "<p>现将细则印发给你们。本细则自印发之日起施行。</p>"),
			want: []string{"missing fail /zcwj/9.html"}},
		{name: "an unmarked government order",
			more: docPage("/zcwj/9.html", "政府令", "/zcwj/", "示例市户外广告设施管理办法", "2023-02-02", indexBox("示例市人民政府令第31号", "2023-02-01", ""), "<p>第一条 为规范户外广告设施，制定本办法。</p>") +
				"-- snapshot.json --\n{\"target\":{\"id\":\"x\",\"name\":\"示例市人民政府\",\"url\":\"http://www.example.gov.cn/\",\"level\":\"city\"}}\n",
			want: []string{"missing fail /zcwj/9.html"}},
		{name: "the second page of a marked document has no box of its own", more: docPage("/gfxwj/1_2.html", "规范性文件", "/gfxwj/", "示例县人民政府关于印发"+roads+"的通知", "2024-03-05", "", "<p>第十一条 镇人民政府负责乡道的养护。</p>"), want: fine},
		{name: "nor has one told by a parameter", more: docPage("/gfxwj/1.html?page=2", "规范性文件", "/gfxwj/", "示例县人民政府关于印发"+roads+"的通知", "2024-03-05", "", "<p>第十一条 镇人民政府负责乡道的养护。</p>"), want: fine},
		{name: "an address that only looks like that of a second page", more: docPage("/gfxwj/1_3.html", "规范性文件", "/gfxwj/", "示例县人民政府关于印发示例县公墓管理办法的通知", "2024-03-05", "", "<p>第十一条 镇人民政府负责乡道的养护。</p>"), want: []string{"missing fail /gfxwj/1_3.html"}},
		{name: "a catalogue keeps the unmarked document in force", change: change{`<td>` + box, `<td>备注：</td><td></td>`},
			more: doc("示例县人民政府关于公布继续有效规范性文件目录的通知", "2026-01-20", "", "<p>现将继续有效的规范性文件目录公布如下：</p><p>1.《"+roads+"》（示政规〔2024〕2号）</p>"),
			want: []string{"missing review /gfxwj/1.html"}},
		{name: "the end of the term stands in the box instead", change: change{"有效性：</td><td>有效</td>", "失效日期：</td><td>2029-03-31</td>"}, want: []string{"missing review /gfxwj/1.html"}},

		{name: "a copy on the notice board, the document itself is marked", more: docPage("/tzgg/9.html", "通知公告", "/tzgg/", "示例县人民政府关于印发"+roads+"的通知", "2024-03-05", "", "<p>示政规〔2024〕2号</p><p>各镇人民政府：</p><p>现将办法印发给你们。</p>"), want: fine},
		{name: "on the notice board only", more: docPage("/tzgg/9.html", "通知公告", "/tzgg/", "示例县人民政府关于印发示例县殡葬管理办法的通知", "2024-03-05", "", "<p>示政规〔2024〕3号</p><p>各镇人民政府：</p><p>现将办法印发给你们。</p>"), want: []string{"missing fail /tzgg/9.html"}},
		{name: "on the notice board, half a crawl", more: docPage("/tzgg/9.html", "通知公告", "/tzgg/", "示例县人民政府关于印发示例县殡葬管理办法的通知", "2024-03-05", "", "<p>示政规〔2024〕3号</p><p>各镇人民政府：</p><p>现将办法印发给你们。</p>") + "-- snapshot.json --\n{\"complete\": false, \"stopped\": \"达到页数上限\"}\n", want: []string{"missing review /tzgg/9.html"}},
		{name: "in the gazette", more: docPage("/zfgb/9.html", "政府公报", "/zfgb/", "示例县人民政府关于印发示例县殡葬管理办法的通知", "2024-03-05", "", "<p>示政规〔2024〕3号</p><p>各镇人民政府：</p><p>现将办法印发给你们。</p>"), want: fine},
		{name: "the title carries the number", more: docPage("/tzgg/9.html", "通知公告", "/tzgg/", "示例县人民政府关于印发示例县殡葬管理办法的通知（示政规〔2024〕3号）", "2024-03-05", "", "<p>各镇人民政府：</p><p>现将办法印发给你们。</p>"), want: []string{"missing fail /tzgg/9.html"}},
		{name: "a paper that only names a normative document", more: docPage("/tzgg/9.html", "通知公告", "/tzgg/", "关于办理公路养护补助的通知", "2024-03-05", "", "<p>根据示政规〔2024〕2号文件，现就补助办理通知如下。</p>"), want: fine},

		// look-alikes that need no mark
		{name: "a policy paper that is not normative", more: docPage("/zcwj/9.html", "政策文件", "/zcwj/", "示例县2024年春季造林工作方案", "2024-02-02", indexBox("示政办发〔2024〕8号", "2024-02-01", ""), "<p>为做好造林工作，制定本方案。</p>"), want: fine},
		{name: "a number of the planning bureau", more: docPage("/zcwj/9.html", "政策文件", "/zcwj/", "示例县国土空间规划实施办法", "2024-02-02", indexBox("示自然资规划〔2024〕8号", "2024-02-01", ""), "<p>制定本办法。</p>"), want: fine},
		{name: "an interpretation in the column of documents", more: doc("《"+roads+"》政策解读", "2024-03-06", "", "<p>一、背景。二、内容。</p>"), want: fine},
		{name: "a picture interpretation whose title ends like a document's", more: doc("一图读懂：示例县人民政府关于印发"+roads+"的通知", "2024-03-06", "", "<p><img src=1.jpg></p>"), want: fine},
		{name: "a draft for consultation", more: doc("关于《示例县停车场管理办法（征求意见稿）》公开征求意见的公告", "2025-03-06", "", "<p>现公开征求意见。</p>"), want: fine},
		{name: "a draft in a column of consultations below the documents", more: "-- /gfxwj/yj/1.html --\n" + portalPage("示例县停车场管理办法", `<a href="/gfxwj/">规范性文件</a> &gt; <a href="/gfxwj/yj/">征求意见</a>`, "<h1>示例县停车场管理办法</h1><p>发布时间：2025-03-06</p><p>第一条 为规范停车场管理，制定本办法。</p>"), want: fine},
		{name: "a clean-up result", more: doc("示例县人民政府关于行政规范性文件清理结果的通知", "2025-03-06", "", "<p>清理结果如下。</p>"), want: fine},
		{name: "a catalogue", more: doc("示例县现行有效规范性文件目录", "2025-03-06", "", "<p>目录如下。</p>"), want: fine},
		{name: "a notice of a meeting", more: doc("示例县人民政府关于召开全县安全生产会议的通知", "2025-03-06", "", "<p>请准时参加。</p>"), want: fine},
		{name: "an appointment", more: doc("示例县人民政府关于张某同志任职的通知", "2025-03-06", "", "<p>任命。</p>"), want: fine},
		{name: "a decree of the State Council reprinted", more: doc("国务院关于修改部分行政法规的决定", "2025-03-06", indexBox("国务院令第797号", "2024-12-06", ""), "<p>修改。</p>"), want: fine},
		{name: "a document of the province reprinted", more: doc("示范省人民政府关于印发示范省公路条例实施办法的通知", "2025-03-06", "", "<p>印发给你们。</p>"), want: fine},
		{name: "a regulation of the province without issuer", more: doc("示范省农村公路条例", "2025-03-06", "", "<p>第一条 制定本条例。</p>"), want: fine},
		{name: "a rule of the city above", more: doc("示范市公路管理办法", "2025-03-06", "", "<p>第一条 制定本办法。</p>"), want: fine},
		{name: "a county's document that names city and county", more: doc("示范市示例县公路养护办法", "2025-03-06", "", "<p>第一条 制定本办法。</p>"), want: []string{"missing fail /gfxwj/9.html"}},
		{name: "a column of laws and rules of everybody", more: docPage("/fg/1.html", "法规规章", "/fg/", "公路安全保护条例", "2025-03-06", "", "<p>第一条 为了加强公路保护。</p>"), want: fine},
		{name: "a column of documents and their interpretations", more: docPage("/wj/1.html", "规范性文件及解读", "/wj/", "示例县公路养护办法", "2025-03-06", "", "<p>第一条 制定本办法。</p>"), want: []string{"missing fail /wj/1.html"}},
		{name: "a column of interpretations of documents", more: docPage("/wj/1.html", "规范性文件解读", "/wj/", "示例县公路养护办法看点", "2025-03-06", "", "<p>这个办法好在哪里。</p>"), want: fine},
		{name: "a law in a column of laws", more: docPage("/fl/1.html", "法律法规规章", "/fl/", "公路安全保护条例", "2025-03-06", "", "<p>第一条 为了加强公路保护。</p>"), want: fine},
		{name: "an internal rule in a column 规章制度", more: docPage("/gz/1.html", "规章制度", "/gz/", "县政府办公室考勤管理办法", "2025-03-06", "", "<p>第一条 制定本办法。</p>"), want: fine},
		{name: "a dead link in the list", change: change{`<li><a href="/gfxwj/2.html"`, `<li><a href="/gfxwj/404.html">示例县旧办法</a><span>2010-01-01</span></li><li><a href="/gfxwj/2.html"`}, more: "-- /gfxwj/404.html --\nHTTP 404\n\nnot found\n", want: fine},

		// not observed
		{name: "a document was answered without its text and its box", more: bareDoc("/gfxwj/9.html", "规范性文件", "示例县公路养护办法", `<p><img src="/scan/9.png"></p>`), want: []string{"unknown"}},
		{name: "a document whose template was not filled in", change: change{`<li><a href="/gfxwj/2.html"`, `<li><a href="/gfxwj/9.html">示例县公路养护办法</a><span>2025-03-06</span></li><li><a href="/gfxwj/2.html"`}, more: doc("示例县公路养护办法", "2025-03-06", "", "<p>[field:content/]</p>"), want: []string{"unknown"}},
		{name: "a document whose text is to be had elsewhere", more: doc("示例县公路养护办法", "2025-03-06", "", "<p>全文已归档，请到县档案馆查阅。</p>"), want: []string{"unknown"}},
		{name: "a document of which neither the box nor the text came", more: doc("示例县公路养护办法", "2025-03-06", `<dl><dt>索引号</dt><dd></dd><dt>发文机关</dt><dd></dd><dt>发文字号</dt><dd></dd><dt>成文日期</dt><dd></dd><dt>有效性</dt><dd></dd></dl>`, "<p>null</p>"), want: []string{"unknown"}},
		{name: "a document whose box was left empty above its whole text", more: doc("示例县公路养护办法", "2025-03-06", `<dl><dt>索引号</dt><dd></dd><dt>发文机关</dt><dd></dd><dt>发文字号</dt><dd></dd><dt>成文日期</dt><dd></dd><dt>有效性</dt><dd></dd></dl>`, roadsText), want: []string{"missing fail /gfxwj/9.html"}},
		{name: "a document whose text breaks off before its end", more: doc("示例县公路养护办法", "2025-03-06", `<dl><dt>索引号</dt><dd>003412/2025-00012</dd><dt>发文机关</dt><dd>示例县人民政府</dd><dt>发文字号</dt><dd>示政规〔2025〕9号</dd><dt>成文日期</dt><dd>2025-03-01</dd></dl>`, `<p>各镇人民政府：</p><p>现将《示例县公路养护办法》印发给你们，请遵照执行。</p><p>第一条 为规范公路养护……</p><a href="javascript:nextPart(2)">[展开剩余内容]</a>`), want: []string{"unknown"}},
		{name: "a document with a short text and no mark", more: doc("示例县公路养护办法", "2025-03-06", `<dl><dt>索引号</dt><dd>003412/2025-00012</dd><dt>发文机关</dt><dd>示例县人民政府</dd><dt>发文字号</dt><dd>示政规〔2025〕9号</dd><dt>成文日期</dt><dd>2025-03-01</dd></dl>`, `<p>各镇人民政府：</p><p>现将《示例县公路养护办法》印发给你们，请遵照执行。</p><p>第一条 公路养护由各镇负责。</p>`), want: []string{"missing fail /gfxwj/9.html"}},
		{name: "an excuse in the place of a document, at any length", more: bareDoc("/gfxwj/9.html", "规范性文件", "示例县公路养护办法", "<h1>示例县公路养护办法</h1><p>内容服务没有在规定的时间里给出结果，本页依赖的目录服务已离线。请您喝杯茶，过一会儿再来看看，对此造成的不便我们深表歉意。</p><p>存储节点正在重建索引，预计需要数小时，恢复之后不会另行告知。编号：d7f3-41</p>"), want: []string{"unknown"}},
		{name: "rows of other articles in the place of a document", more: bareDoc("/gfxwj/9.html", "规范性文件", "示例县公路养护办法", `<h2>热门内容</h2><ul><li><a href="/tzgg/1.html">示例县开展春季植树活动</a><span>2026-03-12</span></li><li><a href="/zcjd/1.html">《`+roads+`》政策解读</a><span>2024-03-05</span></li></ul>`), want: []string{"unknown"}},
		{name: "an article that is another row's", change: change{`<li><a href="/gfxwj/2.html"`, `<li><a href="/gfxwj/9.html">示例县公路养护办法</a><span>2025-03-06</span></li><li><a href="/gfxwj/7.html">示例县公墓管理办法</a><span>2025-03-07</span></li><li><a href="/gfxwj/2.html"`}, more: doc("示例县公墓管理办法", "2025-03-07", "", "<p>第一条 为加强公墓管理，制定本办法。</p>") + docPage("/gfxwj/7.html", "规范性文件", "/gfxwj/", "示例县公墓管理办法", "2025-03-07", indexBox("示政规〔2025〕1号", "2025-03-01", "有效"), "<p>第一条 为加强公墓管理，制定本办法。</p>"), want: []string{"unknown"}},
		{name: "an article whose row says it shorter", change: change{`<li><a href="/gfxwj/2.html"`, `<li><a href="/gfxwj/9.html">示例县公路养护…</a><span>2025-03-06</span></li><li><a href="/gfxwj/2.html"`}, more: doc("示例县公路养护办法", "2025-03-06", "", "<p>现印发施行。</p>"), want: []string{"missing fail /gfxwj/9.html"}},
		{name: "a document of one sentence shows itself", more: doc("示例县公路养护办法", "2025-03-06", "", "<p>现印发施行。</p>"), want: []string{"missing fail /gfxwj/9.html"}},
		{name: "a listed document could not be obtained", change: change{`<li><a href="/gfxwj/2.html"`, `<li><a href="/gfxwj/8.html">示例县新办法</a><span>2025-01-01</span></li><li><a href="/gfxwj/2.html"`}, more: "-- /gfxwj/8.html --\nFailure: timeout\n", want: []string{"unknown"}},
		{name: "half a crawl", more: "-- snapshot.json --\n{\"complete\": false, \"stopped\": \"达到页数上限\"}\n", want: []string{"unknown"}},
		{name: "half a crawl does not hide what was seen", change: change{box, "有效性：</td><td></td>"}, more: "-- snapshot.json --\n{\"complete\": false, \"stopped\": \"达到页数上限\"}\n", want: []string{"missing fail /gfxwj/1.html"}},

		// bad_label
		{name: "the mark is 是", change: change{box, "有效性：</td><td>是</td>"}, want: []string{"bad_label review /gfxwj/1.html"}},
		{name: "the mark is a tick", change: change{box, "有效性：</td><td>√</td>"}, want: []string{"bad_label review /gfxwj/1.html"}},
		{name: "the mark is English", change: change{box, "有效性：</td><td>Valid</td>"}, want: []string{"bad_label review /gfxwj/1.html"}},
		{name: "the mark is a figure drawn by a style sheet", change: change{box, `有效性：</td><td><i class="yx"></i></td>`}, want: []string{"unknown"}},
		{name: "the mark is a drawing", change: change{box, `有效性：</td><td><svg><path d="M0"/></svg></td>`}, want: []string{"unknown"}},
		{name: "an empty element for the value", change: change{box, `有效性：</td><td><span class="value"></span></td>`}, want: []string{"missing fail /gfxwj/1.html"}},
		{name: "the mark stands alone below the title", change: change{`<td>` + box, `<td>备注：</td><td></td>`, roads + "的通知</h1>", roads + `的通知</h1><span class="tag">有效</span>`}, want: fine},
		{name: "the mark stands behind a stroke", change: change{`<td>` + box, `<td>备注：</td><td></td>`, roads + "的通知</h1>", roads + `的通知</h1><p>状态|有效</p>`}, want: fine},
		{name: "a remark says so", change: change{box, "备注：</td><td>本文件有效</td>"}, want: []string{"missing review /gfxwj/1.html"}},
		{name: "another label says so", change: change{box, "废止情况：</td><td>未废止</td>"}, want: []string{"missing review /gfxwj/1.html"}},
		{name: "the head of the mark without a colon, and nothing beside it", change: change{`<td>` + box, `<th>有 效 性</th><td></td>`}, want: []string{"missing fail /gfxwj/1.html"}},
		{name: "the head of the mark without a colon, and a figure beside it", change: change{`<td>` + box, `<th>有 效 性</th><td><i class="yx"></i></td>`}, want: []string{"unknown"}},
		{name: "a seal is drawn in the page", change: change{`<td>` + box, `<td>备注：</td><td></td>`, roads + "的通知</h1>", roads + `的通知</h1><svg class="seal"><text>有效</text></svg>`}, want: []string{"missing review /gfxwj/1.html"}},
		{name: "a seal is a class of a style sheet", change: change{`<td>` + box, `<td>备注：</td><td></td>`, roads + "的通知</h1>", roads + `的通知</h1><div class="youxiao"></div>`}, want: []string{"missing review /gfxwj/1.html"}},
		{name: "a seal is an object", change: change{`<td>` + box, `<td>备注：</td><td></td>`, roads + "的通知</h1>", roads + `的通知</h1><object data="/i/yx.svg"></object>`}, want: []string{"missing review /gfxwj/1.html"}},
		{name: "an icon to share with", change: change{`<td>` + box, `<td>备注：</td><td></td>`, roads + "的通知</h1>", roads + `的通知</h1><svg class="share"><g><path d="M0"/><path d="M1"/></g></svg>`}, want: []string{"missing fail /gfxwj/1.html"}},
		{name: "the mark is 在用", change: change{box, "有效性：</td><td>在用</td>"}, want: []string{"bad_label fail /gfxwj/1.html"}},
		{name: "the mark is 在用 and the pack knows it", change: change{box, "有效性：</td><td>在用</td>"}, with: "words: {valid: [在用]}", want: fine},
		{name: "the mark is a date", change: change{box, "有效性：</td><td>2024-03-05</td>"}, want: []string{"bad_label fail /gfxwj/1.html"}},
		{name: "the list's column 有效性 says 一般", change: change{`<td>` + box, `<td>备注：</td><td></td>`},
			more: listTable("/gfxwj/list.html", "/gfxwj/1.html", "示例县人民政府关于印发"+roads+"的通知", "一般"), want: []string{"bad_label fail /gfxwj/1.html"}},
		{name: "the mark says that none is due", change: change{box, "有效性：</td><td>非规范性文件</td>"}, want: []string{"bad_label review /gfxwj/1.html"}},
		{name: "the mark is a near word", change: change{box, "有效性：</td><td>现行</td>"}, want: []string{"bad_label review /gfxwj/1.html"}},
		{name: "the question 是否有效 is answered by 是", change: change{box, "是否有效：</td><td>是</td>"}, want: fine},
		{name: "有效（延续实施）", change: change{box, "有效性：</td><td>有效（延续实施）</td>"}, want: fine},
		{name: "部分失效", change: change{box, "有效性：</td><td>部分失效</td>"}, want: fine},
		{name: "已修改", change: change{box, "有效性：</td><td>已修改</td>"}, want: fine},
		{name: "尚未生效", change: change{box, "有效性：</td><td>尚未生效</td>"}, want: fine},
		{name: "traditional characters", change: change{box, "有效性：</td><td>現行有效</td>"}, want: fine},
		{name: "the list's title says （有效） and the page nothing", change: change{`<td>` + box, `<td>备注：</td><td></td>`},
			more: "-- /gfxwj/list.html --\n" + portalPage("规范性文件", "", `<ul><li><a href="/gfxwj/1.html" title="示例县人民政府关于印发`+roads+`的通知">示例县人民政府关于印发`+roads+`的通知（有效）</a><span>2024-03-05</span></li><li><a href="/gfxwj/2.html">示例县地名管理规定（有效）</a><span>2022-03-05</span></li></ul>`), want: fine},
		{name: "the row of the list says 废止, the page 有效", change: change{`<span>2024-03-05</span></li>
<li><a href="/gfxwj/2.html"`, `<span class="state">废止</span> <span>2024-03-05</span></li>
<li><a href="/gfxwj/2.html"`}, want: []string{"bad_label review /gfxwj/1.html"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			sameLines(t, policyVerdict(t, "validity_mark", row.with, edited(t, marking(), row.change, row.more)), row.want)
		})
	}
}

func TestValidityMarkAgainstRepeals(t *testing.T) {
	const entry = "一、《示例县城市养犬管理规定》（示政规〔2015〕7号）"
	fine := []string{"pass"}
	at := func(outcome string) []string { return []string{"contradicts_repeal " + outcome + " /gfxwj/1.html"} }
	dogs := func(number, day string) string {
		return docPage("/gfxwj/9.html", "规范性文件", "/gfxwj/", "示例县城市养犬管理规定", day, indexBox(number, day, "有效"), "<p>第一条 为规范养犬，制定本规定。</p>")
	}
	decision := func(title, day, text string) string {
		return docPage("/gfxwj/8.html", "规范性文件", "/gfxwj/", title, day, "", text)
	}
	const mine = "《" + roads + "》（示政规〔2024〕2号）"
	for _, row := range []struct {
		name   string
		change change
		more   string
		want   []string
	}{
		{name: "a decision names its number", change: change{entry, "一、" + mine}, want: at("fail")},
		{name: "a decision in traditional characters", more: decision("示例縣人民政府關於廢止部分文件的決定", "2025-09-01", "<p>縣政府決定，《"+roads+"》（示政規〔2024〕2號）自本決定發布之日起停止執行。</p>"), want: at("fail")},
		{name: "another falls on the day it begins", more: decision("示例县人民政府关于废止一件文件的通知", "2025-09-01", "<p>《示例县农村公路管理办法（试行）》（示政规〔2020〕9号）自"+mine+"施行之日起废止。</p>"), want: fine},
		{name: "a decision writes the number with other brackets", change: change{entry, "一、《" + roads + "》（示政规[2024]2号）"}, want: at("fail")},
		{name: "a decision names its title alone, and no other bears it", change: change{entry, "一、《" + roads + "》"}, want: at("fail")},
		{name: "a decision names the title of the notice that prints it", change: change{entry, "一、《示例县人民政府关于印发" + roads + "的通知》"}, want: at("fail")},
		{name: "a table of repealed documents lists it", more: decision("示例县人民政府关于公布规范性文件清理结果的决定", "2025-09-01", "<p>附件：废止的规范性文件目录</p><table><tr><th>序号</th><th>文件名称</th><th>文号</th></tr><tr><td>1</td><td>示例县人民政府关于加强税收保障工作的通知</td><td>示政发〔2012〕3号</td></tr><tr><td>2</td><td>示例县人民政府关于印发"+roads+"的通知</td><td>示政规〔2024〕2号</td></tr></table>"), want: at("fail")},
		{name: "a page beside the decision names it only in its link to it", more: decision("示例县人民政府关于废止《示例县农村公路管理办法》的决定", "2025-09-01", "<p>决定自2026年12月1日起废止"+mine+"。</p>") + docPage("/zcwj/8.html", "政策文件", "/zcwj/", "关于做好绿化工作的通知", "2025-09-02", "", "<p>现将有关事项通知如下。</p><div><p>上一篇：<a href=\"/zcwj/9.html\">示例县人民政府关于废止《示例县农村公路管理办法》的决定</a></p><p>相关：示例县人民政府关于废止《示例县农村公路管理办法》的决定</p></div>"), want: fine},
		{name: "of two lists the one that keeps holds it", more: decision("示例县人民政府关于公布规范性文件清理结果的决定", "2025-09-01", "<p>一、继续有效的规范性文件</p><p>1."+mine+"</p><p>2.《示例县地名管理规定》（示政规〔2022〕4号）</p><p>二、废止的规范性文件</p><p>1.《示例县人民政府关于加强税收保障工作的通知》（示政发〔2012〕3号）</p>"), want: fine},
		{name: "of two lists the one that repeals holds it", more: decision("示例县人民政府关于公布规范性文件清理结果的决定", "2025-09-01", "<p>一、继续有效的规范性文件</p><p>1.《示例县地名管理规定》（示政规〔2022〕4号）</p><p>二、废止的规范性文件</p><p>1.《示例县人民政府关于加强税收保障工作的通知》（示政发〔2012〕3号）</p><p>2."+mine+"</p>"), want: at("fail")},
		{name: "a table says of each document what becomes of it", more: decision("示例县人民政府关于公布规范性文件清理结果的决定", "2025-09-01", "<table><tr><th>文件名称</th><th>文号</th><th>清理意见</th></tr><tr><td>示例县人民政府关于加强税收保障工作的通知</td><td>示政发〔2012〕3号</td><td>废止</td></tr><tr><td>示例县人民政府关于印发"+roads+"的通知</td><td>示政规〔2024〕2号</td><td>继续有效</td></tr></table>"), want: fine},
		{name: "a policy paper that says it is in force is repealed", change: change{entry, "一、《示例县名单管理办法》（示政发〔2019〕9号）"},
			more: docPage("/zcwj/9.html", "政策文件", "/zcwj/", "示例县人民政府关于印发《示例县名单管理办法》的通知", "2019-03-05", indexBox("示政发〔2019〕9号", "2019-03-01", "有效"), "<p>第一条 制定本办法。</p>"), want: []string{"contradicts_repeal fail /zcwj/9.html"}},
		{name: "a policy paper of the same number in another year is repealed", change: change{entry, "一、《示例县名单管理办法》（示政发〔2013〕9号）"},
			more: docPage("/zcwj/9.html", "政策文件", "/zcwj/", "示例县人民政府关于印发《示例县名单管理办法》的通知", "2019-03-05", indexBox("示政发〔2019〕9号", "2019-03-01", "有效"), "<p>第一条 制定本办法。</p>"), want: fine},
		{name: "its mark says 废止", change: change{entry, "一、" + mine, "有效性：</td><td>有效</td>", "有效性：</td><td>废止</td>"}, want: fine},
		{name: "a newer document replaces it", more: decision("示例县公路条例实施办法", "2026-01-10", "<p>第三十条 本办法自2026年2月1日起施行。"+mine+"同时废止。</p>"),
			want: []string{"contradicts_repeal fail /gfxwj/1.html", "missing fail /gfxwj/8.html"}},
		{name: "the replacement is in force from the day of judgement", more: decision("示例县人民政府关于废止文件的通知", "2026-03-10", "<p>"+mine+"自2026年4月10日起废止。</p>"), want: at("fail")},
		{name: "the repeal comes into force a day later", more: decision("示例县人民政府关于废止文件的通知", "2026-03-10", "<p>"+mine+"自2026年4月11日起废止。</p>"), want: fine},
		{name: "the deciding document comes into force later", more: decision("示例县人民政府关于废止文件的决定", "2026-03-10", "<p>废止"+mine+"。</p><p>本决定自2026年5月1日起施行。</p>"), want: fine},

		{name: "the decision keeps it in force", change: change{"对下列文件予以废止：", "对下列文件继续有效：", entry, "一、" + mine}, want: fine},
		{name: "the decision only amends it", change: change{entry, "一、《示例县城市养犬管理规定》（示政规〔2015〕7号）。修改" + mine + "第三条"}, want: fine},
		{name: "the decision refuses to repeal it", more: decision("示例县人民政府关于规范性文件清理情况的说明", "2025-09-01", "<p>经研究，"+mine+"不予废止。</p>"), want: fine},
		{name: "it is the basis of the decision", change: change{"根据《规章制定程序条例》有关规定", "根据" + mine + "有关规定"}, want: fine},
		{name: "an article of it falls", more: decision("示例县人民政府关于废止部分条款的通知", "2025-09-01", "<p>"+mine+"第三条予以废止。</p>"), want: fine},
		{name: "a draft proposes to repeal it", more: decision("关于公开征求《示例县人民政府关于废止部分文件的决定（征求意见稿）》意见的公告", "2025-09-01", "<p>拟废止"+mine+"。</p><p>一、废止"+mine+"。</p>"), want: fine},
		{name: "news tell of a repeal", more: docPage("/xw/1.html", "新闻动态", "/xw/", "县政府常务会议研究规范性文件", "2025-09-01", "", "<p>会议决定废止"+mine+"。</p>"), want: fine},
		{name: "a decision of the province bears the same title", more: docPage("/sj/1.html", "上级文件", "/sj/", "示范省人民政府关于废止部分文件的决定", "2025-09-01", "", "<p>废止《"+roads+"》。</p>"), want: fine},
		{name: "a new document bears the name of the repealed one", more: dogs("示政规〔2025〕8号", "2025-08-01"), want: fine},
		{name: "a document of that name without number is newer than the repeal", change: change{entry, "一、《示例县城市养犬管理规定》"}, more: dogs("", "2025-08-01"), want: fine},
		{name: "an older edition by its number's year is repealed, the page shows none", change: change{"二、《", "二、《示例县停车管理规定》（示政规〔2010〕7号）</p><p>三、《"},
			more: docPage("/gfxwj/9.html", "规范性文件", "/gfxwj/", "示例县停车管理规定", "2023-05-05", indexBox("", "2023-05-01", "有效"), "<p>制定本规定。</p>"), want: fine},
		{name: "two documents bear the title the decision names", change: change{entry, "一、《" + roads + "》"},
			more: docPage("/gfxwj/9.html", "规范性文件", "/gfxwj/", roads, "2019-05-05", indexBox("示政规〔2019〕2号", "2019-05-01", "废止"), "<p>制定本办法。</p>"), want: at("review")},
		{name: "a later clean-up keeps it", change: change{entry, "一、" + mine},
			more: decision("示例县人民政府关于公布继续有效文件目录的通知", "2026-01-05", "<p>下列文件继续有效：</p><p>1."+mine+"</p>"), want: at("review")},
		{name: "the deciding document was itself repealed", change: change{entry, "一、" + mine},
			more: decision("示例县人民政府关于废止有关决定的通知", "2026-01-05", "<p>《示例县人民政府关于废止和宣布失效部分规范性文件的决定》（示政发〔2025〕9号）予以废止。</p>"), want: at("review")},
	} {
		t.Run(row.name, func(t *testing.T) {
			sameLines(t, policyVerdict(t, "validity_mark", "", edited(t, marking(), row.change, row.more)), row.want)
		})
	}
}

func TestValidityMarkTerm(t *testing.T) {
	const term = "本办法自2024年4月1日起施行，有效期5年。"
	fine := []string{"pass"}
	at := func(outcome string) []string { return []string{"expired " + outcome + " /gfxwj/1.html"} }
	paper := func(validity, length string) string {
		return docPage("/zcwj/9.html", "政策文件", "/zcwj/", "示例县人民政府关于印发《示例县设施农业用地备案管理办法》的通知", "2023-03-05", indexBox("示政发〔2023〕9号", "2023-03-01", validity), "<p>第九条 本办法自2023年4月1日起施行，"+length+"。</p>")
	}
	for _, row := range []struct {
		name   string
		change change
		more   string
		want   []string
	}{
		{name: "the term runs on", want: fine},
		{name: "two years ran out", change: change{term, "本办法自2024年4月1日起施行，有效期两年。"}, want: at("fail")},
		{name: "the last day of the term", change: change{term, "本办法自2024年4月10日起施行，有效期2年。"}, want: fine},
		{name: "the day after the last day", change: change{term, "本办法自2024年4月9日起施行，有效期2年。"}, want: at("fail")},
		{name: "an end is named and is today", change: change{term, "本办法自2024年4月1日起施行，有效期至2026年4月10日。"}, want: fine},
		{name: "an end is named and was yesterday", change: change{term, "本办法自2024年4月1日起施行，有效期至2026年4月9日止。"}, want: at("fail")},
		{name: "days in Chinese numerals", change: change{term, "本办法自二〇二四年四月一日起施行，有效期两年。"}, want: at("fail")},
		{name: "an end in Chinese numerals is today", change: change{term, "本办法自2024年4月1日起施行，有效期至二〇二六年四月十日。"}, want: fine},
		{name: "a note under its title says that it was extended", change: change{term, "（根据2026年1月5日《示例县人民政府关于延长部分文件有效期的通知》，本文件有效期延长至2028年3月31日）</p><p>本办法自2024年4月1日起施行，有效期至2026年3月31日。"}, want: fine},
		{name: "a sentence of its own says that it was kept on", change: change{term, "本办法自2021年4月1日起施行，有效期三年。有效期届满后，经评估延续至2028年3月31日。"}, want: fine},
		{name: "it was kept on to the end of a year", change: change{term, "（经县政府同意，本办法有效期延长至2027年底）</p><p>本办法自2021年4月1日起施行，有效期三年。"}, want: fine},
		{name: "it was kept on by so many years", change: change{term, "本办法自2022年4月1日起施行，有效期三年。2025年3月经评估，有效期延长二年。"}, want: at("review")},
		{name: "it could be kept on", change: change{term, "本办法自2021年4月1日起施行，有效期三年。有效期届满前经评估，确需继续执行的可以延长有效期两年。"}, want: at("fail")},
		{name: "the extension ran out too", change: change{term, "（本文件有效期延长至2026年3月31日）</p><p>本办法自2024年4月1日起施行，有效期至2025年3月31日。"}, want: at("fail")},
		{name: "a period in which it is carried out is over", change: change{term, "本政策执行期限为2023年1月1日至2025年12月31日。"}, want: at("review")},
		{name: "the period of a project is over", change: change{term, "项目实施期限为2023年1月1日至2025年12月31日。本办法自2024年4月1日起施行。"}, want: fine},
		{name: "only an article ends", change: change{term, "本办法自2024年4月1日起施行，其中第六条自2025年1月1日起施行至2025年12月31日止。"}, want: fine},
		{name: "the article on the term has a number", change: change{term, "第二十条 本办法自2024年4月1日起施行，有效期至2025年12月31日。"}, want: at("fail")},
		{name: "from the day of issue", change: change{term, "本办法自印发之日起施行，有效期为2年。"}, want: at("fail")},
		{name: "thirty days after issue", change: change{term, "本办法自公布之日起30日后施行，有效期二年。"}, want: at("fail")},
		{name: "forty days after issue reach beyond today", change: change{term, "本办法自公布之日起40日后施行，有效期二年。"}, want: fine},
		{name: "the field moved the end later than the text", change: change{term, "本办法自2024年4月1日起施行，有效期至2026年3月31日。", "<td>综合政务</td>", "<td>综合政务</td></tr><tr><td>失效日期：</td><td>2029-03-31</td>"}, want: fine},
		{name: "the field names an end that is over", change: change{"<td>2024-03-01</td>", "<td>2024-03-01</td></tr><tr><td>失效日期：</td><td>2026-03-31</td>", term, "本办法自2024年4月1日起施行。"}, want: at("fail")},
		{name: "it was extended by number", change: change{term, "本办法自2024年4月1日起施行，有效期2年。"},
			more: docPage("/gfxwj/8.html", "规范性文件", "/gfxwj/", "示例县人民政府关于延长部分规范性文件有效期的通知", "2026-03-20", "", "<p>《"+roads+"》（示政规〔2024〕2号）有效期延长至2028年3月31日。</p>"), want: fine},
		{name: "a later clean-up kept it", change: change{term, "本办法自2024年4月1日起施行，有效期2年。"},
			more: docPage("/gfxwj/8.html", "规范性文件", "/gfxwj/", "示例县人民政府关于公布继续有效规范性文件目录的通知", "2026-04-02", "", "<p>下列文件继续有效：</p><p>1.《"+roads+"》（示政规〔2024〕2号）</p>"), want: fine},
		{name: "it is marked 失效", change: change{term, "本办法自2024年4月1日起施行，有效期2年。", "有效性：</td><td>有效</td>", "有效性：</td><td>失效</td>"}, want: fine},
		{name: "a policy paper that says it is in force has outlived its term", more: paper("有效", "有效期2年"), want: []string{"expired fail /zcwj/9.html"}},
		{name: "a policy paper's term runs on", more: paper("有效", "有效期5年"), want: fine},
		{name: "a policy paper that says it is over", more: paper("失效", "有效期2年"), want: fine},
		{name: "a policy paper without a mark", more: paper("", "有效期2年"), want: fine},
		{name: "half a crawl", change: change{term, "本办法自2024年4月1日起施行，有效期2年。"}, more: "-- snapshot.json --\n{\"complete\": false, \"stopped\": \"达到页数上限\"}\n", want: at("review")},
		{name: "a trial ran out", change: change{term, "本办法自2024年4月1日起试行，试行期一年。"}, want: at("review")},
		{name: "a trial without days", change: change{term, "本办法自发布之日起试行。"}, want: fine},
		{name: "the term of a licence", change: change{term, "第十条 许可证有效期1年，自2020年1月1日起办理。本办法自2024年4月1日起施行。"}, want: fine},
		{name: "the term of a certificate the document grants", change: change{term, "本办法规定的养护资质证书有效期为2年。本办法自2024年4月1日起施行。"}, want: fine},
		{name: "the term of another document", change: change{term, "《示例县旧办法》自2018年1月1日起施行，有效期5年，现已届满。本办法自2024年4月1日起施行。"}, want: fine},
		{name: "an application period", change: change{term, "申请受理至2025年6月30日止。本办法自2024年4月1日起施行。"}, want: fine},
	} {
		t.Run(row.name, func(t *testing.T) {
			sameLines(t, policyVerdict(t, "validity_mark", "", edited(t, marking(), row.change, row.more)), row.want)
		})
	}
}

func TestValidityMarkWithoutDocuments(t *testing.T) {
	bare := homePage + `<html><body><div class="nav"><a href="/jggk/">机构概况</a></div><p>欢迎访问本站。</p></body></html>
-- /jggk/ --
<html><body><h1>机构概况</h1><p>本机构负责全县气象工作。</p></body></html>
`
	sameLines(t, policyVerdict(t, "validity_mark", "", bare), []string{"exempt"})
	sameLines(t, policyVerdict(t, "validity_mark", "", bare+"-- snapshot.json --\n{\"complete\": false}\n"), []string{"unknown"})
	// What a column of documents lists is not said where it sends its reader to what was not seen.
	away := strings.Replace(bare, `<div class="nav">`, `<div class="nav"><a href="/gfxwj/">行政规范性文件</a>`, 1) + `-- /gfxwj/ --
<html><head><meta http-equiv="refresh" content="0;url=http://169.254.169.254/"></head><body></body></html>
`
	for _, check := range []string{"validity_mark", "interpretation", "document_elements"} {
		sameLines(t, policyVerdict(t, check, "", away), []string{"unknown"})
	}
}
