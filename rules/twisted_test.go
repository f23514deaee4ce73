package rules

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"
)

// A site that is in order stays so however its pages are written: what a reader sees the
// same is judged the same.
func TestSitesWrittenInOtherWays(t *testing.T) {
	// A column of one line beside a menu, on a site of a few words.
	const menu = `<div><ul><li><a href="/zn/">政府信息公开指南</a></li><li><a href="/zd/">政府信息公开制度</a></li><li><a href="/nb/">政府信息公开年报</a></li><li><a href="/sq/">依申请公开</a></li></ul></div>`
	page := func(path, title, body string) string {
		return "-- " + path + " --\n<html><head><title>" + title + "</title></head><body>" + menu + "<div>" + body + "</div></body></html>\n"
	}
	little := page("/", "示例县人民政府", guideText) + page("/zn/", "政府信息公开指南", guideText) + page("/nb/", "政府信息公开年报", guideText) + page("/sq/", "依申请公开", guideText) +
		page("/zd/", "政府信息公开制度", `<p>制度请见<a href="http://fzb.other.gov.cn/">县司法局网站</a>。</p>`)
	const form = "-- /zwgk/ysq/sqb.doc --\nContent-Type: application/msword\n\nform\n"
	verdicts := func(check, with, text string) string {
		f := judgeWorkdays(t, check, with, text)
		got := string(f.Outcome)
		for _, d := range f.Defects {
			got += " " + d.Code + " " + d.Message
		}
		return got
	}
	for _, site := range []struct{ check, with, text string }{
		{"guide", "{}", guideSite(wholeGuide)},
		{"institution", "{}", county("", orgEntry, single("/zwgk/jg/", "机构职能", wholeOrg))},
		{"application", "{}", county("", applyEntry, single("/zwgk/ysq/", "依申请公开", wholeApply)+form)},
		{"column", "{names: [通知公告], max_age: 1 month}", county("", `<li><a href="/tz/">通知公告</a></li>`, list("/tz/", "通知公告", "关于清明节放假安排的通知|2026-04-02|/tz/1.html", "关于城区供水管网检修的公告|2026-03-25|/tz/2.html")+
			article("/tz/1.html", "关于清明节放假安排的通知", "2026-04-02")+article("/tz/2.html", "关于城区供水管网检修的公告", "2026-03-25"))},
		{"reply", "{judge: [late]}", mailbox("县长信箱", "关于修路的来信|2026-03-02|2026-03-09|已答复|/xx/1.html")},
		{"reply", "{judge: [late]}", strings.Replace(mailbox("县长信箱", "修路|2026-03-02|2026-03-10|已答复|/xx/1.html"), "<p>答复内容：", "<p>已于3月4日电话答复来信人。</p><p>答复内容：", 1)},
		{"disclosure", "{subject: 应急预案, columns: [应急管理, 应急预案], titles: [应急预案]}", county("", `<li><a href="/tz/">通知公告</a></li>`, single("/tz/", "通知公告", `<ul id="list"></ul><script>$.ajax({url:"/api/list?c=9",success:function(d){$("#list").html(d)}})</script>`))},
		{"column", "{names: [政府信息公开制度]}", little},
		{"column", "{names: [组织机构图]}", county("", `<li><a href="/jg/">组织机构图</a></li>`, single("/jg/", "组织机构图", `<p><img src="/jg/tu.jpg" alt="组织机构图" width="800"></p>`))},
		{"column", "{names: [规划计划]}", county("", `<li><a href="/gh/">规划计划</a></li>`, single("/gh/", "规划计划", `<p>该类信息涉密，不予公开</p>`)+tenArticles())},
		{"column", guideWith, county(`<li><a href="/gk/">政府信息公开</a></li>`, "", single("/gk/", "政府信息公开", "<p>小编正在努力恢复这部分。</p>"))},
		{"column", guideWith, county("", "", blankArticles(5))},
		{"validity_mark", "{}", marking()},
		{"validity_mark", "{}", strings.Replace(marking(), "<td>有效性：</td><td>有效</td>", "<td>备注：</td><td></td>", 1) + "-- /gfxwj/list.html --\n" + portalPage("规范性文件", "", `<ul><li><a href="/gfxwj/1.html">示例县人民政府关于印发`+roads+`的通知（有效）</a><span>2024-03-05</span></li><li><a href="/gfxwj/2.html">示例县地名管理规定（有效）</a><span>2022-03-05</span></li></ul>`)},
		{"interpretation", "{codes: [missing, late]}", explaining()},
	} {
		if got := verdicts(site.check, site.with, site.text); strings.Contains(got, "fail") {
			t.Fatalf("%s: the site is not in order: %s", site.check, got)
		}
		for _, w := range writings {
			t.Run(site.check+" "+w.name, func(t *testing.T) {
				if got := verdicts(site.check, site.with, rewritten(site.text, w.write)); strings.Contains(got, "fail") {
					t.Errorf("got %s, want no fail", got)
				}
			})
		}
	}
}

// rewritten returns a site with all its pages written otherwise.
func rewritten(site string, write func(string) string) string {
	a := txtar.Parse([]byte(site))
	for i := range a.Files {
		if page := string(a.Files[i].Data); strings.HasPrefix(strings.TrimSpace(page), "<") {
			a.Files[i].Data = []byte(write(page))
		}
	}
	return string(txtar.Format(a))
}

var (
	isoDay   = regexp.MustCompile(`(20\d\d)-(\d\d)-(\d\d)`)
	ownRef   = regexp.MustCompile(`href="(/[^"]*)"`)
	openTag  = regexp.MustCompile(`</?[a-z][a-z0-9]*`)
	pageBody = regexp.MustCompile(`(?s)<body>(.*)</body>`)
)

// writings are ways to write a page that a reader does not notice, or hardly.
var writings = []struct {
	name  string
	write func(string) string
}{
	{"every text in an element", inTexts(func(s string) string { return "<span>" + s + "</span>" })},
	{"every character in an element", inTexts(func(s string) string {
		return replaceHan(s, func(r rune) string { return fmt.Sprintf("<font>%c</font>", r) })
	})},
	{"characters by their numbers", inTexts(func(s string) string {
		return replaceHan(s, func(r rune) string { return fmt.Sprintf("&#x%x;", r) })
	})},
	{"zero-width spaces in words", inTexts(within("\u200b"))},
	{"soft hyphens in words", inTexts(within("&shy;"))},
	{"places to break in words", inTexts(within("<wbr>"))},
	{"comments in words", inTexts(within("<!-- x -->"))},
	{"lines that break in words", inTexts(within("\n   "))},
	{"ASCII colons", inTexts(func(s string) string { return strings.ReplaceAll(s, "：", ": ") })},
	{"spaces around colons", inTexts(func(s string) string { return strings.ReplaceAll(s, "：", " ： ") })},
	{"days with strokes", inTexts(func(s string) string { return isoDay.ReplaceAllString(s, "$1/$2/$3") })},
	{"days with dots", inTexts(func(s string) string { return isoDay.ReplaceAllString(s, "$1.$2.$3") })},
	{"days in Chinese", inTexts(func(s string) string { return isoDay.ReplaceAllString(s, "${1}年${2}月${3}日") })},
	{"days with hours", inTexts(func(s string) string { return isoDay.ReplaceAllString(s, "$1-$2-$3 09:30:12") })},
	{"days in brackets", inTexts(func(s string) string { return isoDay.ReplaceAllString(s, "[$1-$2-$3]") })},
	{"whole addresses", func(s string) string { return ownRef.ReplaceAllString(s, `href="http://www.example.gov.cn$1"`) }},
	{"addresses without a scheme", func(s string) string { return ownRef.ReplaceAllString(s, `href="//www.example.gov.cn$1"`) }},
	{"spaces around addresses", func(s string) string { return ownRef.ReplaceAllString(s, `target="_blank" title="" href=" $1 "`) }},
	{"tags in capitals", func(s string) string { return openTag.ReplaceAllStringFunc(s, strings.ToUpper) }},
	{"no end tags where none are needed", func(s string) string {
		return strings.NewReplacer("</p>", "", "</li>", "", "</td>", "", "</tr>", "").Replace(s)
	}},
	{"lines broken by br", func(s string) string { return strings.NewReplacer("<p>", "　　", "</p>", "<br>\n").Replace(s) }},
	{"in the form of a program", inBlock(`<form method="post" action="./Default.aspx" id="form1"><input type="hidden" name="__VIEWSTATE" value="x">`, `</form>`)},
	{"in the table of a layout", inBlock(`<table width="1000" align="center"><tr><td>`, `</td></tr></table>`)},
	{"in the middle of the screen", inBlock(`<center><div id="wrapper"><div class="container">`, `</div></div></center>`)},
	{"below a head that tells the day", inBlock(`<div class="top"><span>今天是2026年4月10日 星期五</span> <a href="javascript:;">设为首页</a> <a href="javascript:;">加入收藏</a> <input name="q"><button>搜索</button></div>`, ``)},
	{"above a foot", inBlock(``, `<div class="footer"><p>主办：示例县人民政府办公室 滇ICP备05000001号 网站标识码：5301000001</p></div>`)},
	{"above what follows and precedes", inBlock(``, `<div class="page-nav"><p>上一篇：<a href="http://www.gov.cn/1.htm">国务院关于加强某项工作的通知</a></p><p>下一篇：没有了</p></div>`)},
	{"above a row of tools", inBlock(``, `<div class="fx">【字体：<a href="javascript:doZoom(18)">大</a> <a href="javascript:doZoom(14)">小</a>】 分享到： <a href="javascript:;">微信</a> <a href="javascript:window.print()">打印本页</a> <a href="javascript:window.close()">关闭窗口</a></div>`)},
	{"below a line that moves", inBlock(`<marquee><a href="http://www.gov.cn/1.htm">国务院关于加强某项工作的通知</a> <a href="http://www.gov.cn/2.htm">国务院办公厅印发某办法</a></marquee>`, ``)},
	{"beside hot news", inBlock(``, `<div class="hot"><h3>热门推荐</h3><ul><li><a href="http://www.gov.cn/1.htm">国务院关于加强某项工作的通知</a><span>2026-04-01</span></li><li><a href="http://www.gov.cn/2.htm">国务院办公厅印发某办法</a><span>2026-04-02</span></li></ul></div>`)},
	{"with a hidden place to log in", inBlock(`<div style="display:none"><form action="/login"><p>请登录后查看</p>用户名：<input name="u"> 密码：<input type="password" name="p"><input type="submit" value="登录"></form></div>`, ``)},
	{"labels in brackets", inTexts(asLabel("【", "】"))},
	{"values on the line below", inTexts(asLabel("", "：<br>"))},
	{"as XHTML", func(s string) string {
		return `<?xml version="1.0" encoding="utf-8"?>` + strings.Replace(s, "<html>", `<html xmlns="http://www.w3.org/1999/xhtml">`, 1)
	}},
}

// asLabel sets what stands before a colon at the beginning of a text between two others.
func asLabel(before, after string) func(string) string {
	return func(s string) string {
		label, value, ok := strings.Cut(s, "：")
		if !ok || utf8.RuneCountInString(label) > 10 {
			return s
		}
		return before + label + after + value
	}
}

func inBlock(before, after string) func(string) string {
	return func(s string) string { return pageBody.ReplaceAllString(s, "<body>"+before+"${1}"+after+"</body>") }
}

// inTexts applies write to the texts of a page that a reader sees.
func inTexts(write func(string) string) func(string) string {
	return func(page string) string {
		var b strings.Builder
		for page != "" {
			text, rest, tagged := strings.Cut(page, "<")
			if strings.TrimSpace(text) != "" {
				text = write(text)
			}
			b.WriteString(text)
			if !tagged {
				break
			}
			end := strings.IndexByte(rest, '>') + 1
			for _, name := range [...]string{"script", "style", "title"} {
				if k := strings.Index(rest, "</"+name+">"); strings.HasPrefix(rest, name) && k > 0 {
					end = k + len("</"+name+">")
				}
			}
			if end == 0 {
				end = len(rest)
			}
			b.WriteString("<" + rest[:end])
			page = rest[end:]
		}
		return b.String()
	}
}

func replaceHan(s string, write func(rune) string) string {
	var b strings.Builder
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			b.WriteString(write(r))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// within puts something between every second and third Chinese character.
func within(what string) func(string) string {
	return func(s string) string {
		var b strings.Builder
		runes := []rune(s)
		for i, r := range runes {
			b.WriteRune(r)
			if i%3 == 1 && i+1 < len(runes) && unicode.Is(unicode.Han, r) && unicode.Is(unicode.Han, runes[i+1]) {
				b.WriteString(what)
			}
		}
		return b.String()
	}
}
