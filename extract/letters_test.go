package extract

import (
	"fmt"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// lettersOn reads the letters of a page, one line each:
// path title asked answered [dated] status +replied -blank own.
func lettersOn(t *testing.T, body string) string {
	t.Helper()
	page := "<html><head><title>县长信箱-示例县人民政府</title></head><body>" +
		`<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/hdjl/">互动交流</a></li><li><a href="/zwgk/">政务公开</a></li></ul></div>` +
		`<div class="main">` + body + `</div><div class="footer">主办：示例县人民政府办公室 发布时间：2020-01-01</div></body></html>`
	f := Page(&site.Page{URL: "http://www.example.gov.cn/xzxx/", Final: "http://www.example.gov.cn/xzxx/", Status: 200, ContentType: "text/html; charset=utf-8", Body: []byte(page)}, false)
	var out []string
	for _, l := range f.Letters {
		s := fmt.Sprintf("%s %s %s %s", strings.TrimPrefix(l.URL, "http://www.example.gov.cn"), l.Title, l.Asked, l.Answered)
		if l.Dated != 0 {
			s += " [" + l.Dated.String() + "]"
		}
		if l.Status != "" {
			s += " " + l.Status
		}
		if l.Replied {
			s += " +"
		}
		if l.Blank {
			s += " -"
		}
		if l.Own {
			s += " own"
		}
		out = append(out, strings.Join(strings.Fields(s), " "))
	}
	return strings.Join(out, "; ")
}

func TestLetters(t *testing.T) {
	const (
		first  = "/x/1.html 关于城东小区停水问题的来信 2026-03-02 2026-03-05"
		second = "/x/2.html 咨询城乡居民医保缴费办法 2026-01-05"
	)
	const answer = "您好，经核实，该小区因管道检修临时停水，现已恢复供水，感谢您的来信和对我们工作的支持。"
	tests := []struct{ name, page, want string }{
		{"a table with headings", `<table><tr><th>序号</th><th>信件标题</th><th>来信时间</th><th>答复时间</th><th>状态</th></tr>
			<tr><td>1</td><td><a href="/x/1.html">关于城东小区停水问题的来信</a></td><td>2026-03-02</td><td>2026-03-05</td><td>已答复</td></tr>
			<tr><td>2</td><td><a href="/x/2.html">咨询城乡居民医保缴费办法</a></td><td>2026-01-05</td><td></td><td>办理中</td></tr></table>`,
			first + " 已答复; " + second + " 办理中 -"},
		{"a table of 2008 without th, full-width dates, the heading in a table of its own", `<table><tr><td><b>标 题</b></td><td><b>来信日期</b></td><td><b>回复日期</b></td></tr></table>
			<table><tr><td><a href="/x/1.html">关于城东小区停水问题的来信</a></td><td>２０２６年３月２日</td><td>2026年3月5日</td></tr><tr><td><a href="/x/2.html">咨询城乡居民医保缴费办法</a></td><td>2026年1月5日</td><td>&nbsp;</td></tr></table>`,
			first + "; " + second + " -"},
		{"a list whose first row is the heading", `<ul><li class="t"><span>信件主题</span><span>提交时间</span><span>办结时间</span><span>办理状态</span></li>
			<li><span><a href="/x/1.html">关于城东小区停水问题的来信</a></span><span>2026-03-02 10:11</span><span>2026-03-05 09:00</span><span>已办结</span></li>
			<li><span><a href="/x/2.html">咨询城乡居民医保缴费办法</a></span><span>2026-01-05 08:00</span><span>--</span><span>处理中</span></li></ul>`,
			first + " 已办结; " + second + " 处理中 -"},
		{"a heading in a block above the list, traditional characters", `<div class="hd"><em>標題</em><em>來信時間</em><em>答覆時間</em></div><ul><li><a href="/x/1.html">关于城东小区停水问题的来信</a><i>2026-03-02</i><i>2026-03-05</i></li></ul>`, first},
		{"cards with labels", `<div class="list"><div class="item"><h4><a href="/x/1.html">关于城东小区停水问题的来信</a></h4><p><span>来信时间：2026-03-02</span><span>回复时间：2026-03-05</span></p></div>
			<div class="item"><h4><a href="/x/2.html">咨询城乡居民医保缴费办法</a></h4><p><span>来信时间：2026-01-05</span><span>状态：待回复</span></p></div></div>`,
			first + "; " + second + " 待回复"},
		{"cards that name the answer first", `<ul><li><a href="/x/1.html">关于城东小区停水问题的来信</a> 答复时间：2026-03-05 来信时间：2026-03-02</li><li><a href="/x/2.html">咨询城乡居民医保缴费办法</a> 来信时间：2026-01-05</li></ul>`, first + "; " + second},
		{"a definition list", `<dl><dt><a href="/x/1.html">关于城东小区停水问题的来信</a></dt><dd>留言时间：2026-03-02</dd><dd>答复时间：2026-03-05</dd><dt><a href="/x/2.html">咨询城乡居民医保缴费办法</a></dt><dd>留言时间：2026-01-05</dd></dl>`, first + "; " + second},
		{"a definition list with all of a letter in one definition", `<dl><dt><a href="/x/1.html">关于城东小区停水问题的来信</a></dt><dd>来信时间：2026-03-02　状态：已答复　答复时间：2026-03-05</dd><dt><a href="/x/2.html">咨询城乡居民医保缴费办法</a></dt><dd>来信时间：2026-01-05　状态：办理中</dd></dl>`,
			first + " 已答复; " + second + " 办理中"},
		{"headings with a line below each, side by side", `<div><h4><a href="/x/1.html">关于城东小区停水问题的来信</a></h4><p>来信时间：2026-03-02　答复时间：2026-03-05</p><h4><a href="/x/2.html">咨询城乡居民医保缴费办法</a></h4><p>来信时间：2026-01-05</p></div>`, first + "; " + second},
		{"letters written out on one page", `<div class="m"><p>留言标题：路灯不亮</p><p>留言时间：2026-03-02</p><p>留言内容：城东路的路灯已经一周不亮了，请尽快维修。</p><p>回复时间：2026-03-05</p><p>回复内容：` + answer + `</p></div>
			<div class="m"><p>留言标题：公交改线</p><p>留言时间：2026-01-05</p><p>留言内容：三路公交车改线以后去医院不方便，请考虑。</p><p>回复内容：暂无回复</p></div>`,
			"路灯不亮 2026-03-02 2026-03-05 +; 公交改线 2026-01-05 -"},
		{"the page of a letter as a table", `<h1>关于城东小区停水问题的来信</h1><table><tr><th>来信人</th><td>王**</td><th>来信时间</th><td>2026-03-02</td></tr><tr><th>答复单位</th><td>县住建局</td><th>答复时间</th><td>2026-03-05</td></tr><tr><th>答复内容</th><td colspan="3">` + answer + `</td></tr></table>`,
			"关于城东小区停水问题的来信 2026-03-02 2026-03-05 + own"},
		{"the page of a letter as paragraphs, letters spaced out", `<h1>关于城东小区停水问题的来信</h1><p>来 信 时 间：2026-03-02</p><p>小区已经停水三天了，请问什么时候恢复？</p><p>回 复 时 间：2026年3月5日</p><p>` + answer + `</p>`,
			"关于城东小区停水问题的来信 2026-03-02 2026-03-05 own"},
		{"labels parted from values by elements", `<h1>关于城东小区停水问题的来信</h1><p><b>写信日期</b><span>2026-03-02</span></p><p><b>答复日期</b><span>2026-03-05</span></p>`,
			"关于城东小区停水问题的来信 2026-03-02 2026-03-05 own"},
		{"sections with a bare time each", `<h1>关于城东小区停水问题的来信</h1><div><p>来信内容：小区停水三天了。</p><p>时间：2026-03-02</p></div><div><p>回复单位：县住建局</p><p>时间：2026-03-05</p><p>回复内容：` + answer + `</p></div>`,
			"关于城东小区停水问题的来信 2026-03-02 2026-03-05 + own"},
		{"the writer and who answers, with a bare time each", `<h1>关于落户的问题</h1><div><p><b>网友：</b>张**　<b>时间：</b>2026-03-02</p><p>请问怎么落户？</p></div><div><p><b>回复部门：</b>县公安局　<b>时间：</b>2026-03-20</p><p>` + answer + `</p></div>`,
			"关于落户的问题 2026-03-02 2026-03-20 own"},
		{"rows with bars between the labels", `<ul><li><a href="/x/1.html">关于城东小区停水问题的来信</a><p>来信人：张** | 来信时间：2026-03-02 | 回复时间：2026-03-05 | 浏览：33</p></li><li><a href="/x/2.html">咨询城乡居民医保缴费办法</a><p>来信人：李** | 来信时间：2026-01-05 | 状态：办理中 | 浏览：3</p></li></ul>`,
			first + "; " + second + " 办理中"},
		{"a state and a date that is not said of what", `<table><tr><th>标题</th><th>时间</th><th>办理状态</th></tr><tr><td><a href="/x/2.html">咨询城乡居民医保缴费办法</a></td><td>2026-01-05</td><td>未答复</td></tr></table>`,
			"/x/2.html 咨询城乡居民医保缴费办法 [2026-01-05] 未答复"},
		{"a letter that waits", `<h1>关于城东小区停水问题的来信</h1><p>来信时间：2026-01-05</p><p>办理状态：正在办理</p><p>答复内容：暂无</p>`,
			"关于城东小区停水问题的来信 2026-01-05 正在办理 - own"},
		{"under an answer that is not there stands the footer", `<h1>关于城东小区停水问题的来信</h1><table><tr><th>来信时间</th><td>2026-01-05</td></tr><tr><th>答复内容</th><td></td></tr></table><div class="footer"><p>主办单位：示例县人民政府办公室　承办单位：示例县大数据局　联系电话：0513-85098000</p></div>`,
			"关于城东小区停水问题的来信 2026-01-05 - own"},
		{"under an empty cell for the answer stand links to share the page", `<h1>关于城东小区停水问题的来信</h1><table><tr><th>来信时间</th><td>2026-01-05</td></tr><tr><th>办理状态</th><td>办理中</td></tr><tr><th>答复内容</th><td></td></tr></table><div>点我：微信　微博</div>`,
			"关于城东小区停水问题的来信 2026-01-05 办理中 - own"},
		{"the answer stands in the row below its label", `<h1>关于城东小区停水问题的来信</h1><table><tr><td>来信时间</td><td>2026-01-05</td></tr><tr><td>办理状态</td><td>办理中</td></tr><tr><td>答复内容</td><td></td></tr><tr><td colspan=2>经核实已恢复供水，感谢关注。</td></tr></table>`,
			"关于城东小区停水问题的来信 2026-01-05 办理中 + own"},
		{"a definition without words", `<h1>关于城东小区停水问题的来信</h1><dl><dt>来信时间</dt><dd>2026-01-05</dd><dt>办理状态</dt><dd>待办理</dd><dt>答复内容</dt><dd></dd></dl><div>字号：大 中 小</div>`,
			"关于城东小区停水问题的来信 2026-01-05 待办理 - own"},
		{"below an empty paragraph stand the tools of the page", `<h1>关于城东小区停水问题的来信</h1><p>来信时间：2026-01-05</p><p>办理状态：办理中</p><p>答复内容：</p><div>分享到：微信</div>`,
			"关于城东小区停水问题的来信 2026-01-05 办理中 - own"},
		{"words that report on the work are more than none", `<h1>关于城东小区停水问题的来信</h1><p>来信时间：2026-01-05</p><p>办理状态：办理中</p><p>答复内容：您反映的管网破损正在办理招标手续，预计四月底前开工修复，请您谅解。</p>`,
			"关于城东小区停水问题的来信 2026-01-05 办理中 own"},
		{"an answer named after who gives it", `<h1>关于城东小区停水问题的来信</h1><p>留言时间：2026-01-05<p>留言内容：小区停水三天。<p>镇政府回复：`, "关于城东小区停水问题的来信 2026-01-05 - own"},
		{"a guest book in tables, of which the last has no answer", `<table><tr><td><table><tr><td>留言时间：2026-3-2 10:20:11</td></tr><tr><td>留言内容：小作坊登记要什么材料？</td></tr><tr><td>局长回复：您好，请带身份证到大厅三楼办理。　回复时间：2026-3-5</td></tr></table></td></tr>
			<tr><td><table><tr><td>留言时间：2026-1-5 20:13:55</td></tr><tr><td>留言内容：烧烤店油烟很大。</td></tr><tr><td>局长回复：　回复时间：</td></tr></table></td></tr></table><div>网站地图 联系我们</div>`,
			"2026-03-02 2026-03-05 +; 2026-01-05 -"},
		{"a day that is told in words", `<h1>关于城东小区停水问题的来信</h1><p>来信时间：2026-01-05</p><p>回复时间：</p><p>昨天</p>`, "关于城东小区停水问题的来信 2026-01-05 own"},
		{"words of an answer below the label of its day", `<h1>关于城东小区停水问题的来信</h1><p>来信时间：2026-01-05</p><p>回复时间：</p><p>由承办人员口头作了答复，来信人表示理解。</p>`, "关于城东小区停水问题的来信 2026-01-05 own"},
		{"an answer by the one who keeps the board", `<h1>关于城东小区停水问题的来信</h1><p>留言时间：2026-01-05</p><p>管理员回复：您好，经核实已恢复供水。</p>`, "关于城东小区停水问题的来信 2026-01-05 + own"},
		{"cards with blanks behind their labels", `<div class="card"><div><a href="/x/1.html">关于城东小区停水问题的来信</a></div><div><span>提交时间 2026-03-02</span><span>承办单位 县水务局</span><span>答复时间 2026-03-05</span><em>已答复</em></div></div><div class="card"><div><a href="/x/2.html">咨询城乡居民医保缴费办法</a></div><div><span>提交时间 2026-01-05</span><span>承办单位 县医保局</span><span></span><em>处理中</em></div></div>`,
			first + " 已答复; " + second + " 处理中"},
		{"an answer that is a sentence about answering", `<h1>关于城东小区停水问题的来信</h1><table><tr><td>来信时间</td><td>2026-01-05</td></tr><tr><td>处理状态</td><td>已转办</td></tr><tr><td>答复内容</td><td>已电话答复来信人。</td></tr></table>`,
			"关于城东小区停水问题的来信 2026-01-05 已转办 + own"},
		{"an answer that is a picture is not read, and not missing", `<h1>关于城东小区停水问题的来信</h1><table><tr><td>来信时间</td><td>2026-01-05</td></tr><tr><td>答复内容</td><td><img src="/upload/df.png"></td></tr></table>`,
			"关于城东小区停水问题的来信 2026-01-05 own"},
		{"whether it was answered, and not", `<h1>关于城东小区停水问题的来信</h1><table><tr><td>来信时间</td><td>2026-01-05</td></tr><tr><td>是否答复</td><td>否</td></tr><tr><td>答复内容</td><td></td></tr></table>`,
			"关于城东小区停水问题的来信 2026-01-05 否 - own"},
		{"the state of the vote is not that of the letter", `<table><tr><th>标题</th><th>来信时间</th><th>办理状态</th><th>评价状态</th></tr><tr><td><a href="/x/2.html">咨询城乡居民医保缴费办法</a></td><td>2026-01-05</td><td>已办结</td><td>未评价</td></tr></table>`,
			second + " 已办结"},
		{"two answers: the first counts", `<h1>关于城东小区停水问题的来信</h1><p>来信时间：2026-03-02</p><p>回复时间：2026-03-20</p><p>回复时间：2026-03-05</p>`, "关于城东小区停水问题的来信 2026-03-02 2026-03-05 own"},
		{"a limit is no answer", `<h1>关于城东小区停水问题的来信</h1><p>来信时间：2026-03-02</p><p>答复期限：2026-03-09</p><p>应答复时间：2026-03-09</p>`, "关于城东小区停水问题的来信 2026-03-02 own"},
		{"a form to fill in is no letter", `<form action="/send"><p>来信时间：2026-03-02</p><p>来信内容：</p><textarea name="c"></textarea></form>`, ""},
		{"office hours are no letter", `<h1>投诉指南</h1><p>投诉受理时间：2026-01-01 起每个工作日</p><p>咨询时间：周一至周五</p>`, ""},
		{"a list of news is no list of letters", `<ul><li><a href="/x/1.html">县长信箱来信办理情况通报</a><span>2026-03-02</span></li><li><a href="/x/2.html">回复内容质量抽查结果的通报</a><span>2026-03-05</span></li></ul>`, ""},
		{"a script's letter has no address", `<table><tr><th>标题</th><th>来信时间</th><th>回复时间</th></tr><tr><td><a href="javascript:show(3)">关于城东小区停水问题的来信</a></td><td>2026-03-02</td><td>2026-03-05</td></tr></table>`,
			"关于城东小区停水问题的来信 2026-03-02 2026-03-05"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := lettersOn(t, tt.page); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func FuzzLetters(f *testing.F) {
	f.Add(`<table><tr><th>标题</th><th>来信时间</th><th>答复时间</th></tr><tr><td colspan=9><a href=x>咨询</a></td><td>2026-03-02</td></tr></table>`)
	f.Add(`<p>来信时间：2026-03-02<p>回复时间：<p>来信时间:]【答复内容】`)
	f.Add("00 来信时间：来信时间】")
	f.Fuzz(func(t *testing.T, body string) {
		p := &site.Page{URL: "http://a.gov.cn/", Status: 200, ContentType: "text/html; charset=utf-8", Body: []byte(body)}
		for _, l := range Page(p, false).Letters {
			if l.Asked == 0 && l.Answered == 0 && l.Dated == 0 || len([]rune(l.Quote)) > letterQuote {
				t.Fatalf("%+v", l)
			}
		}
	})
}
