package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// labelled is a county of a home page, four columns and an article each, with
// every label and a whole footer.
func labelledCounty() string {
	const head = `<meta name="SiteName" content="示例县人民政府"><meta name="SiteDomain" content="www.example.gov.cn"><meta name="SiteIDCode" content="3206230001">`
	const foot = `<div class="footer"><p>主办单位：示例县人民政府办公室 联系电话：0513-80000000</p><p>网站标识码：3206230001 <a href="https://beian.miit.gov.cn/">苏ICP备05000001号</a> <a href="http://www.beian.gov.cn/portal/x">苏公网安备 32062302000001号</a></p>` +
		`<a href="https://bszs.conac.cn/x"><img src="/red.png" alt="党政机关"></a><script src="http://pucha.kaipuyun.cn/exposure/jiucuo.js"></script></div>`
	column := func(name string) string {
		return fmt.Sprintf(`<meta name="ColumnName" content="%s"><meta name="ColumnType" content="工作动态"><meta name="ColumnDescription" content="%s栏目"><meta name="ColumnKeywords" content="%s">`, name, name, name)
	}
	var b strings.Builder
	var nav strings.Builder
	names := []string{"政务要闻", "通知公告", "政策文件", "财政信息"}
	for i, n := range names {
		fmt.Fprintf(&nav, `<li><a href="/c%d/">%s</a></li>`, i, n)
	}
	menu := `<div class="nav"><ul>` + nav.String() + `</ul></div>`
	fmt.Fprintf(&b, "-- / --\n<html><head><title>示例县人民政府</title>%s%s</head><body>%s<p>欢迎访问示例县人民政府网站</p>%s</body></html>\n", head, column("首页"), menu, foot)
	for i, n := range names {
		fmt.Fprintf(&b, "-- /c%d/ --\n<html><head><title>%s-示例县人民政府</title>%s%s</head><body>%s<div class=\"position\">当前位置：<a href=\"/\">首页</a> &gt; <a href=\"/c%d/\">%s</a></div><div class=\"main\"><ul>", i, n, head, column(n), menu, i, n)
		for k := range 3 {
			fmt.Fprintf(&b, `<li><a href="/c%d/t%d.html">关于做好%s第%d批有关工作的通知</a><span>2026-04-0%d</span></li>`, i, k, n, k+1, k+1)
		}
		fmt.Fprintf(&b, "</ul></div>%s</body></html>\n", foot)
		for k := range 3 {
			title := fmt.Sprintf("关于做好%s第%d批有关工作的通知", n, k+1)
			fmt.Fprintf(&b, "-- /c%d/t%d.html --\n<html><head><title>%s-示例县人民政府</title>%s%s<meta name=\"ArticleTitle\" content=\"%s\"><meta name=\"PubDate\" content=\"2026-04-0%d 10:00\"><meta name=\"ContentSource\" content=\"县政府办公室\"></head><body>%s<h1>%s</h1><div class=\"info\">发布时间：2026-04-0%d</div><div class=\"content\"><p>为做好有关工作，经县人民政府研究，现将有关事项通知如下，请各乡镇人民政府、县政府各部门结合实际认真贯彻落实。</p><p>各单位要加强组织领导，明确责任分工，按时完成任务，并及时报告进展情况。</p></div>%s</body></html>\n",
				i, k, title, head, column(n), title, k+1, menu, title, k+1, foot)
		}
	}
	return b.String()
}

// onlyIn edits the one file of that name.
func onlyIn(path string, c ...string) func(string) string {
	return func(text string) string {
		at := strings.Index(text, "-- "+path+" --\n")
		if at < 0 {
			panic("no file " + path)
		}
		end := strings.Index(text[at+1:], "\n-- ")
		if end < 0 {
			end = len(text) - at - 1
		}
		file := text[at : at+1+end]
		for i := 0; i+1 < len(c); i += 2 {
			if !strings.Contains(file, c[i]) {
				panic(path + " does not say " + c[i])
			}
			file = strings.ReplaceAll(file, c[i], c[i+1])
		}
		return text[:at] + file + text[at+1+end:]
	}
}

// everyFile edits every file.
func everyFile(c ...string) func(string) string {
	return func(text string) string {
		for i := 0; i+1 < len(c); i += 2 {
			if !strings.Contains(text, c[i]) {
				panic("the county does not say " + c[i])
			}
		}
		return strings.NewReplacer(c...).Replace(text)
	}
}

// inFrame moves the home page into the one frame of a frame set, without what is cut.
func inFrame(cut string) func(string) string {
	return func(text string) string {
		return "-- / --\n<html><head><title>示例县人民政府</title></head><frameset rows=\"*\"><frame src=\"/main.htm\"></frameset></html>\n" +
			strings.Replace(onlyIn("/", cut, "")(text), "-- / --\n", "-- /main.htm --\n", 1)
	}
}

// footFramed has the footer of every page stand in one frame, without what is cut.
func footFramed(cut string) func(string) string {
	return func(text string) string {
		at := strings.Index(text, `<div class="footer">`)
		foot := text[at : at+strings.Index(text[at:], "</body>")]
		return strings.ReplaceAll(text, foot, `<iframe src="/inc/foot.html" height="160"></iframe>`) +
			"-- /inc/foot.html --\n<html><head><title>页脚</title></head><body>" + strings.Replace(foot, cut, "", 1) + "</body></html>\n"
	}
}

// footScripted has the footer of every page written by one script file, without what is cut.
func footScripted(cut string) func(string) string {
	return func(text string) string {
		at := strings.Index(text, `<div class="footer">`)
		foot := text[at : at+strings.Index(text[at:], "</body>")]
		file := "-- /js/footer.js --\nContent-Type: application/javascript\n\ndocument.getElementById('f').innerHTML='" + strings.Replace(strings.Replace(foot, cut, "", 1), "</script>", "<\\/script>", 1) + "';\n"
		return strings.ReplaceAll(text, foot, `<div id="f"></div><script src="/js/footer.js"></script>`) + file
	}
}

func TestLabels(t *testing.T) {
	const (
		code    = `<meta name="SiteIDCode" content="3206230001">`
		domain  = `<meta name="SiteDomain" content="www.example.gov.cn">`
		news    = `<meta name="ColumnName" content="政务要闻">`
		source  = `<meta name="ContentSource" content="县政府办公室">`
		jiucuo  = `<script src="http://pucha.kaipuyun.cn/exposure/jiucuo.js"></script>`
		conac   = `<a href="https://bszs.conac.cn/x"><img src="/red.png" alt="党政机关"></a>`
		icp     = `<a href="https://beian.miit.gov.cn/">苏ICP备05000001号</a>`
		noted   = "网站标识码：3206230001"
		article = "/c0/t1.html"
	)
	with := func(c string) string { return "-- snapshot.json --\n" + c + "\n" }
	registered := `{"target": {"id": "example", "name": "示例县人民政府", "url": "http://www.example.gov.cn/", "level": "county", "code": "3206230001"}}`
	tests := []struct {
		name, before, with string
		change             func(string) string
		want               []string
	}{
		{"everything is there", "", "{}", nil, []string{"pass"}},
		{"in other letters, with blanks and a protocol", "", "{}", everyFile(`name="SiteIDCode" content="3206230001"`, `NAME='siteidcode' content='3206230001 '`, `content="www.example.gov.cn"`, `content="http://www.example.gov.cn/"`), []string{"pass"}},
		{"as a property", "", "{}", everyFile(`meta name="SiteName"`, `meta property="sitename"`), []string{"pass"}},
		{"a code with a mark behind it", "", "{}", onlyIn("/", `content="3206230001"`, `content="3206230001；"`), []string{"pass"}},
		{"a code among words", "", "{}", onlyIn("/", `content="3206230001"`, `content="标识码：3206230001"`), []string{"meta_wrong review /"}},
		{"a domain in Chinese", "", "{}", onlyIn("/", `content="www.example.gov.cn"`, `content="示例县.政务"`), []string{"meta_wrong review /"}},
		{"who keeps the site instead of who runs it", "", "{}", everyFile("主办单位：示例县人民政府办公室 联系电话：", "示例县信息中心建设维护 值班室"), []string{"pass"}},
		{"who runs the site in words of its own", "", "{}", everyFile("主办单位：示例县人民政府办公室 联系电话：", "示例县人民政府倾情奉献 值班室"), []string{"footer_missing review /"}},
		{"the number of a record is no telephone", "", "{judge: [footer_missing]}", everyFile("联系电话：0513-80000000", ""), []string{"footer_missing fail /"}},
		{"a row of news that speaks of a contact is none", "", "{judge: [footer_missing]}", func(text string) string {
			return strings.Replace(everyFile("联系电话：0513-80000000", "")(text), `<div class="footer">`, `<div class="box"><h3>公告</h3><ul><li><a href="/c0/t77.html">关于元旦值班热线安排的通知</a><span>2025-12-30</span></li><li><a href="/c0/t78.html">关于春季植树安排的通知</a><span>2025-12-28</span></li></ul></div><div class="footer">`, 1)
		}, []string{"footer_missing fail /"}},
		{"nobody named who runs the site", "", "{}", everyFile("主办单位：示例县人民政府办公室 联系电话：", "值班室"), []string{"footer_missing fail /"}},
		{"a code without a word for it", "", "{}", everyFile(noted, "3206230001"), []string{"pass"}},
		{"a record number without its letters", "", "{}", everyFile(icp, "备案序号：苏05000001"), []string{"pass"}},
		{"a telephone number is no record number", "", "{}", everyFile(icp, "苏州路1号 80000000"), []string{"footer_missing fail /"}},
		{"two domains of which one is ours", "", "{}", everyFile(`content="www.example.gov.cn"`, `content="www.other.gov.cn,example.gov.cn"`), []string{"pass"}},
		{"the home page lacks its code", "", "{}", onlyIn("/", code, ""), []string{"meta_missing fail /"}},
		{"an empty label is none", "", "{}", onlyIn("/", `content="3206230001"`, `content=""`), []string{"meta_missing fail /"}},
		{"a script sets the labels", "", "{}", onlyIn("/", code, `<script>setMeta('SiteIDCode','3206230001')</script>`), []string{"pass"}},
		{"one column lacks its name", "", "{}", onlyIn("/c0/", news, ""), []string{"meta_missing fail /c0/"}},
		{"the home page under another name has no labels of a column", "", "{}", func(s string) string {
			s = onlyIn("/c0/", news, "", "<title>政务要闻-示例县人民政府", "<title>示例县人民政府")(s)
			return strings.NewReplacer("-- /c0/ --", "-- /Index.aspx --", `href="/c0/"`, `href="/Index.aspx"`).Replace(s)
		}, []string{"pass"}},
		{"the home page behind an entry page has no labels of a column", "", "{}", func(s string) string {
			s = onlyIn("/c0/", news, "")(s)
			s = strings.NewReplacer(`<a href="/">首页</a>`, `<a href="/c0/">首页</a>`, `<li><a href="/c0/">政务要闻</a></li>`, `<li><a href="/c0/">首页</a></li>`).Replace(s)
			return onlyIn("/", `<li><a href="/c0/">首页</a></li>`, `<li><a href="/c0/">进入主站</a></li>`)(s)
		}, []string{"pass"}},
		{"the home page for phones has no labels of a column", "", "{}", func(s string) string {
			s = onlyIn("/c0/", news, "")(s)
			return strings.NewReplacer("-- /c0/ --", "-- /wap/index.htm --", `<a href="/c0/">政务要闻</a>`, `<a href="/wap/index.htm">手机版</a>`, `href="/c0/"`, `href="/wap/index.htm"`).Replace(s)
		}, []string{"pass"}},
		{"a column named after telephones has", "", "{}", func(s string) string {
			return strings.ReplaceAll(onlyIn("/c0/", news, "")(s), "政务要闻", "手机资费")
		}, []string{"meta_missing fail /c0/"}},
		{"a list of data that a style sheet shows has the head that makes", "", "{}", func(s string) string {
			return strings.NewReplacer("-- /c0/ --", "-- /c0/list.xml --", `href="/c0/"`, `href="/c0/list.xml"`).Replace(onlyIn("/c0/", news, "")(s))
		}, []string{"pass"}},
		{"a list that only a frame of a column shows has no head of its own", "-- /c0/ --\n<html><head><title>政务要闻</title></head><frameset cols=\"20,*\"><frame src=\"/c0/list.html\"></frameset></html>\n", "{}", func(s string) string {
			s = onlyIn("/c0/", news, "", `<a href="/c0/">政务要闻</a>`, "")(s)
			return strings.Replace(s, "-- /c0/ --", "-- /c0/list.html --", 1)
		}, []string{"pass"}},
		{"one column of a former site lacks its name", "", "{}", onlyIn("/c0/", news, "", "<ul>", "<p>旧版网站（已归档）</p><ul>"), []string{"meta_missing review /c0/"}},
		{"a page below the first page of a former site lacks its name", "-- /old/ --\n<html><head><title>旧版</title></head><body><p>以下为历史网页存档。</p><a href=\"/old/c9/\">旧闻</a></body></html>\n", "{}", func(s string) string {
			return strings.ReplaceAll(onlyIn("/c0/", news, "")(s), "/c0/", "/old/c9/")
		}, []string{"meta_missing review /old/c9/"}},
		{"one article lacks its source", "", "{}", onlyIn(article, source, ""), []string{"meta_missing fail " + article}},
		{"no article has a source", "", "{}", everyFile(source, ""), []string{"meta_missing review /"}},
		{"no page has a code", "", "{}", everyFile(code, ""), []string{"meta_missing fail /"}},
		{"no column has keywords", "", "{}", everyFile(`name="ColumnKeywords"`, `name="x"`), []string{"meta_missing review /"}},
		{"which the rule does not want", "", "{often_left_out: []}", everyFile(`name="ColumnKeywords"`, `name="x"`), []string{"pass"}},
		{"which only one column lacks", "", "{}", onlyIn("/c1/", `name="ColumnKeywords"`, `name="x"`), []string{"meta_missing fail /c1/"}},
		{"a column of one text that a list leads to has no article's labels", "", "{}", onlyIn(article, `<meta name="ArticleTitle" content="关于做好政务要闻第2批有关工作的通知"><meta name="PubDate" content="2026-04-02 10:00">`, "", source, "",
			"<title>关于做好政务要闻第2批有关工作的通知-", "<title>政务要闻-", "<h1>关于做好政务要闻第2批有关工作的通知</h1>", "<h1>示例县人民政府政务要闻</h1>"), []string{"pass"}},
		{"only the footer is asked for", "", "{judge: [footer_missing]}", onlyIn("/", code, ""), []string{"pass"}},

		{"another's domain", "", "{}", everyFile(`content="www.example.gov.cn"`, `content="www.other.gov.cn"`), []string{"meta_wrong fail /"}},
		{"another's domain on one page", "", "{}", onlyIn("/c0/", `content="www.example.gov.cn"`, `content="www.other.gov.cn"`), []string{"meta_wrong fail /c0/"}},
		{"a domain beside ours", "", "{}", everyFile(`content="www.example.gov.cn"`, `content="zwgk.example.gov.cn"`), []string{"meta_wrong review /"}},
		{"no domain at all", "", "{}", everyFile(`content="www.example.gov.cn"`, `content="示例县"`), []string{"meta_wrong fail /"}},
		{"a code of nine digits", "", "{}", everyFile(`content="3206230001"`, `content="320623001"`), []string{"meta_wrong fail /"}},
		{"a code that the footer contradicts", "", "{}", everyFile(`content="3206230001"`, `content="4500000001"`), []string{"meta_wrong fail /"}},
		{"the registered code, whatever the footer says", with(registered), "{}", everyFile(noted, "网站标识码：4500000001"), []string{"pass"}},
		{"not the registered code", with(registered), "{}", everyFile(`content="3206230001"`, `content="4500000001"`, noted, "网站标识码：4500000001"), []string{"meta_wrong fail /"}},
		{"a code in full width", "", "{}", everyFile(`content="3206230001"`, `content="３２０６２３０００１"`), []string{"pass"}},
		{"a part of another's host has the host's code", with(strings.Replace(registered, `"code"`, `"scope": ["/", "/c0/"], "code"`, 1)), "{}", everyFile(`content="3206230001"`, `content="4500000001"`, noted, "网站标识码：4500000001"), []string{"meta_wrong review /"}},
		{"a part of another's host has a foreign domain throughout", with(strings.Replace(registered, `"code"`, `"scope": ["/", "/c0/"], "code"`, 1)), "{}", everyFile(`content="www.example.gov.cn"`, `content="www.other.gov.cn"`), []string{"meta_wrong review /"}},
		{"and on one page only, where its home page names the host", with(strings.Replace(registered, `"code"`, `"scope": ["/", "/c0/"], "code"`, 1)), "{}", onlyIn("/c0/", `content="www.example.gov.cn"`, `content="www.other.gov.cn"`), []string{"meta_wrong fail /c0/"}},
		{"a code that is not that of the home page, on one article", "", "{}", onlyIn(article, `content="3206230001"`, `content="3206230011"`), []string{"meta_wrong fail " + article}},
		{"a code of another body, on its own page", "", "{}", onlyIn(article, `content="3206230001"`, `content="3206230011"`, `content="示例县人民政府"`, `content="示例县教育局"`, noted, "网站标识码：3206230011"), []string{"pass"}},
		{"two pages with the same foreign domain", "", "{}", func(s string) string {
			return onlyIn("/c1/", `content="www.example.gov.cn"`, `content="www.other.gov.cn"`)(onlyIn("/c0/", `content="www.example.gov.cn"`, `content="www.other.gov.cn"`)(s))
		}, []string{"meta_wrong fail /c0/", "meta_wrong fail /c1/"}},
		{"no day of any calendar", "", "{}", onlyIn(article, `content="2026-04-02 10:00"`, `content="0000-00-00 00:00:00"`), []string{"meta_wrong fail " + article}},
		{"a date with seconds", "", "{}", everyFile(`10:00"`, `10∶00:00"`), []string{"pass"}},
		{"a word for a date", "", "{}", onlyIn(article, `content="2026-04-02 10:00"`, `content="昨天"`), []string{"meta_wrong fail " + article}},
		{"the title of something else", "", "{}", onlyIn(article, `<meta name="ArticleTitle" content="关于做好政务要闻第2批有关工作的通知">`, `<meta name="ArticleTitle" content="县医院招聘护士面试成绩公示">`), []string{"meta_wrong fail " + article}},
		{"a shortened title", "", "{}", onlyIn(article, `<meta name="ArticleTitle" content="关于做好政务要闻第2批有关工作的通知">`, `<meta name="ArticleTitle" content="第2批有关工作的通知">`), []string{"pass"}},

		{"the home page shows no code", "", "{}", onlyIn("/", noted, ""), []string{"footer_missing fail /"}},
		{"nor its way to report errors", "", "{}", everyFile(jiucuo, ""), []string{"footer_missing fail /"}},
		{"which may be a picture without words", "", "{}", everyFile(jiucuo, `<img src="/images/f1.png">`), []string{"footer_missing review /"}},
		{"which a picture that says something else by its name is not", "", "{}", everyFile(jiucuo, `<img src="/images/ewm2.png"><a href="http://bszs.conac.cn/y"><img src="/b.png"></a>`), []string{"footer_missing fail /"}},
		{"which a script of the usual name writes", "", "{}", everyFile(jiucuo, `<span id="_span_jiucuo"></span>`), []string{"pass"}},
		{"one column shows no registration", "", "{}", onlyIn("/c2/", icp, ""), []string{"footer_missing fail /c2/"}},
		{"no column does, but the home page", "", "{}", func(s string) string {
			for i := range 4 {
				s = onlyIn(fmt.Sprintf("/c%d/", i), icp, "")(s)
			}
			return s
		}, []string{"footer_missing fail /"}},
		{"columns are not asked for", "", "{inner: false}", onlyIn("/c2/", icp, ""), []string{"pass"}},
		{"a script file that was read writes the footer", "", "{}", footScripted(""), []string{"pass"}},
		{"one that writes no registration leaves that open", "", "{}", footScripted(icp), []string{"unknown"}},
		{"a frame at the end of every page shows the footer", "", "{judge: [footer_missing]}", footFramed(""), []string{"pass"}},
		{"one that shows no registration leaves that open", "", "{judge: [footer_missing]}", footFramed(icp), []string{"unknown"}},
		{"a frame set shows the footer of its frame", "", "{judge: [footer_missing]}", inFrame("欢迎访问"), []string{"pass"}},
		{"a frame set shows no registration in its frame", "", "{judge: [footer_missing]}", inFrame(icp), []string{"footer_missing fail /"}},
		{"a frame did not come", "", "{judge: [footer_missing]}", func(s string) string {
			return strings.Replace(inFrame(icp)(s), `<frame src="/main.htm">`, `<frame src="/main.htm"><frame src="/top.htm">`, 1) + "-- /top.htm --\nFailure: timeout\n\n"
		}, []string{"unknown"}},
		{"one part is asked for, another is missing", "", "{parts: [ICP备案编号]}", everyFile(conac, ""), []string{"pass"}},
		{"one part is asked for, and missing", "", "{parts: [ICP备案编号]}", everyFile(icp, ""), []string{"footer_missing fail /"}},
		{"a script file writes the footer", "", "{}", func(s string) string {
			at := strings.Index(s, `<div class="footer">`)
			end := strings.Index(s, "</body>")
			return strings.ReplaceAll(s, s[at:end], `<script src="/js/footer.js"></script>`)
		}, []string{"unknown"}},
		{"there is no footer to speak of", "", "{judge: [footer_missing]}", func(s string) string {
			at := strings.Index(s, `<div class="footer">`)
			end := strings.Index(s, "</body>")
			return strings.ReplaceAll(s, s[at:end], `<p>示例县人民政府版权所有</p>`)
		}, []string{"footer_missing review /"}},
		{"a home page that was not obtained", "", "{}", func(s string) string { return onlyIn("/", "<html>", "Failure: timeout\n\n<html>")(s) }, []string{"unknown"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := labelledCounty()
			if tt.change != nil {
				text = tt.change(text)
			}
			if d := cmp.Diff(tt.want, linksVerdict(t, "labels", tt.with, tt.before+text)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// TestWhatIsExcusedOfLabelsStaysTheSame compares the evidence of weeks: what a person
// decided holds as long as it is the same.
func TestWhatIsExcusedOfLabelsStaysTheSame(t *testing.T) {
	rests := func(edits ...func(string) string) string {
		text := labelledCounty()
		for _, e := range edits {
			text = e(text)
		}
		var out []string
		for _, d := range judgeSite(t, "labels", "{judge: [meta_missing]}", text).Defects {
			for _, e := range d.Evidence {
				out = append(out, e.URL+" "+e.Quote)
			}
		}
		return strings.Join(out, "\n")
	}
	noCode := onlyIn("/", `<meta name="SiteIDCode" content="3206230001">`, "")
	noDay := everyFile(`name="PubDate"`, `name="Day"`)
	news := func(text string) string {
		row := `<li><a href="/c0/t0.html">`
		added := onlyIn("/c0/", row, `<li><a href="/c0/new.html">关于防汛值守的通知</a><span>2026-04-05</span></li>`+row)(text)
		at := strings.Index(added, "-- /c0/t0.html --\n")
		end := at + 1 + strings.Index(added[at+1:], "\n-- ")
		page := strings.NewReplacer("-- /c0/t0.html --", "-- /c0/new.html --", "关于做好政务要闻第1批有关工作的通知", "关于防汛值守的通知", "2026-04-01", "2026-04-05").Replace(added[at : end+1])
		return added[:at] + page + added[at:]
	}
	for _, tt := range []struct {
		name   string
		was    string
		is     string
		differ bool
	}{
		{"the home page lacks another label too", rests(noCode), rests(noCode, onlyIn("/", `<meta name="SiteDomain" content="www.example.gov.cn">`, "")), true},
		{"there is a new article, without the label like all others", rests(noDay), rests(noDay, news), false},
	} {
		if tt.was == "" {
			t.Errorf("%s: nothing is missing in the first week", tt.name)
		}
		if (tt.was != tt.is) != tt.differ {
			t.Errorf("%s: it rested on\n%s\nand rests on\n%s", tt.name, tt.was, tt.is)
		}
	}
}

func TestHostFront(t *testing.T) {
	for _, tt := range []struct {
		address string
		want    bool
	}{
		{"http://xxgk.example.gov.cn/", true},
		{"http://xxgk.example.gov.cn", true},
		{"http://xxgk.example.gov.cn/?c=9", false},
		{"http://xxgk.example.gov.cn/tzgg/", false},
	} {
		if got := hostFront(tt.address); got != tt.want {
			t.Errorf("%s is the first page of a host: %v", tt.address, got)
		}
	}
}
