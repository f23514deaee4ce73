package rules

import (
	"log/slog"
	"os"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/internal/sitetest"
)

// TestCompiledPacks judges small portals by single rules of the packs that came
// in one compilation: those whose settings the table of subjects does not reach.
func TestCompiledPacks(t *testing.T) {
	l, err := NewLibrary(os.DirFS("../configs/packs"))
	if err != nil {
		t.Fatal(err)
	}
	cal := testCalendar(t)
	const text = `<p>本页介绍的内容由办公室整理，供来访的群众了解情况，如有不明白的地方，请在上班的时候当面询问，我们会耐心解释。</p>`
	tests := []struct {
		name, rule, site string
		want             string // outcome, then codes; for a proposal what is proposed
	}{
		{"a hospital discloses under a name of its own", "county-opinion/enterprise-platform", subjectText("[院务公开]"), "pass"},
		{"an unfolded column without content is a defect", "county-opinion/enterprise-platform", subjectText("[信息公开*0]"), "fail empty"},
		{"an enterprise without such a column is for a person", "county-opinion/enterprise-platform", subjectText(""), "review missing"},

		{"ask the government, by another name", "anhui-25/ask-politics", subjectText("[问政平台]"), "pass"},
		{"an empty column of questions", "anhui-25/ask-politics", subjectText("[网络问政*0]"), "fail empty"},
		{"no column of questions is for a person", "anhui-25/ask-politics", subjectText(""), "review missing"},

		{"topics of the street", "chengxiang-2013/topics", subjectText("[热点专题]"), "pass"},
		{"an empty column of topics", "chengxiang-2013/topics", subjectText("[专题专栏*0]"), "fail empty"},
		{"the platform of disclosure is no column of topics", "chengxiang-2013/topics", subjectText("[信息公开专栏]"), "review missing"},

		{"a column for complaints", "county-opinion/enterprise-complaint", onePage("投诉举报", text+"<p>投诉电话：0513-81234567。</p>"), "pass"},
		{"a hotline by another name", "county-opinion/enterprise-complaint", onePage("客服热线", text+"<p>服务监督电话：0513-81234567。</p>"), "pass"},
		{"a telephone for complaints in the footer is for a person", "county-opinion/enterprise-complaint", subjectText("[公司简介] / foot:服务监督电话：0513-81234567"), "review missing"},
		{"an empty column for complaints", "county-opinion/enterprise-complaint", subjectText("[投诉电话*0]"), "fail unusable"},

		{"duties and powers of a department", "county-opinion/dept-duties", onePage("机构职能", text+"<p>主要职责：贯彻执行教育方针，组织实施义务教育，行使行政许可、行政处罚等职权。</p>"), "proposes pass"},
		{"duties without powers", "county-opinion/dept-duties", onePage("机构职能", text+"<p>主要职责：贯彻执行教育方针，组织实施义务教育。</p>"), "proposes fail element_missing"},
		{"leaders with their shares of work", "county-opinion/dept-leaders", onePage("领导分工", text+"<p>张三，局长，主持全面工作。李四，副局长，分管基础教育。</p>"), "proposes pass"},
		{"units and what they do", "county-opinion/dept-units", onePage("机构职能", text+"<p>内设机构：办公室，负责文电；基教股，承担义务教育管理。</p>"), "proposes pass"},
		{"leaders and duties of a town", "county-opinion/town-institution", onePage("机构职能", text+"<p>镇政府主要职责是管理本行政区域内的事务。王五，镇长，主持政府工作。</p>"), "proposes pass"},
		{"a town that tells its duties only", "county-opinion/town-institution", onePage("机构职能", text+"<p>镇政府主要职责是管理本行政区域内的事务。</p>"), "proposes fail element_missing"},
		{"a street tells who does what", "jiedao-plan/duties", onePage("机构职能", text+"<p>街道办事处主要职责如下。内设机构：党政办公室。赵六分管城建。窗口工作人员岗位职责见附表。</p>"), "proposes pass"},

		{"a paper with a mark of secrecy", "county-opinion/no-secrets", subjectText("某工作方案（机密★1年）"), "review violated"},
		{"a paper on the law of secrets", "county-opinion/no-secrets", subjectText("学习宣传保守国家秘密法"), "pass"},
		{"a paper for use inside", "county-opinion/no-forbidden", subjectText("会议材料（内部资料，注意保存）"), "review violated"},
		{"a rule on internal audit", "county-opinion/no-forbidden", subjectText("内部审计工作规定"), "pass"},

		{"an inquiry answered on the third day", "xinbei-2020/three-days", mailbox("领导信箱", "入学|2026-03-02|2026-03-05|已答复|/xx/1.html"), "pass"},
		{"an inquiry answered on the fourth day", "xinbei-2020/three-days", mailbox("领导信箱", "入学|2026-03-02|2026-03-06|已答复|/xx/1.html"), "fail late"},
		{"a complaint answered on the fifth day", "xinbei-2020/five-days", mailbox("领导信箱", "噪声|2026-03-02|2026-03-07|已答复|/xx/1.html"), "pass"},
		{"a complaint answered on the sixth day", "xinbei-2020/five-days", mailbox("领导信箱", "噪声|2026-03-02|2026-03-08|已答复|/xx/1.html"), "fail late"},

		{"a fund explains its change of terms", "anhui-25/housing-fund-interpretation", fundSite(true), "pass"},
		{"a fund does not explain its change of terms", "anhui-25/housing-fund-interpretation", fundSite(false), "fail missing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pack, id, _ := strings.Cut(tt.rule, "/")
			sets, err := l.Sets(pack)
			if err != nil {
				t.Fatal(err)
			}
			r := sets[0].Rule(pack + "/" + id)
			if r == nil {
				t.Fatalf("there is no rule %s", tt.rule)
			}
			s := sitetest.Load(t, tt.site)
			f := settle(Finding{}, r, r.check.Judge(subjectCase(cal, s)))
			got := string(f.Outcome)
			if r.Propose {
				got = "proposes " + string(f.Proposed)
			}
			seen := ""
			for _, d := range f.Defects {
				if d.Code != seen {
					got += " " + d.Code
				}
				seen = d.Code
			}
			if got != tt.want {
				t.Errorf("%s, want %s: %s %+v", got, tt.want, f.Reason, f.Defects)
			}
		})
	}
}

// subjectText is the text of [subjectSite].
func subjectText(answers string) string { return subjectPages(answers, "", "") }

// onePage is a portal with one column that holds a text.
func onePage(name, body string) string {
	return subjectPages("", `<li><a href="/one/">`+name+`</a></li>`, "-- /one/ --\n<html><head><title>"+name+`-示例县</title></head><body><ul class="nav">MENU</ul><div class="position">当前位置：<a href="/">首页</a> &gt; `+name+`</div><div class="main"><h2>`+name+"</h2>"+body+"</div></body></html>\n")
}

// fundSite is a housing fund with a paper on its terms, explained or not.
func fundSite(explained bool) string {
	const title = "示例县住房公积金管理中心关于调整住房公积金提取政策的通知"
	more := `<li><a href="/zcwj/">政策文件</a></li><li><a href="/zcjd/">政策解读</a></li>`
	page := func(path, column, href, title, text string) string {
		return "-- " + path + " --\n<html><head><title>" + title + `-示例县</title></head><body><ul class="nav">MENU</ul><div class="position">当前位置：<a href="/">首页</a> &gt; <a href="` + href + `">` + column + `</a></div>` + text + "</body></html>\n"
	}
	rows := func(column, href, row string) string {
		return page(href, column, href, column, `<div class="main"><h2>`+column+`</h2><ul class="list">`+row+"</ul></div>")
	}
	about := ""
	pages := rows("政策文件", "/zcwj/", `<li><a href="/zcwj/1.html">`+title+`</a><span>2026-02-02</span></li>`)
	if explained {
		about = `<li><a href="/zcjd/1.html">《` + title + `》政策解读</a><span>2026-02-02</span></li>`
		pages += page("/zcjd/1.html", "政策解读", "/zcjd/", "《"+title+"》政策解读", `<div class="article"><h1>《`+title+`》政策解读</h1><div class="info">发布时间：2026-02-02</div><div class="content"><p>为帮助职工理解新的提取政策，现就出台背景、主要内容解读如下：租房提取额度提高，提取次数放宽，办理更加便利。</p></div></div>`)
	}
	pages += rows("政策解读", "/zcjd/", about+`<li><a href="/zcjd/9.html">一图看懂怎样缴存</a><span>2026-01-05</span></li>`)
	pages += page("/zcjd/9.html", "政策解读", "/zcjd/", "一图看懂怎样缴存", `<div class="article"><h1>一图看懂怎样缴存</h1><div class="info">发布时间：2026-01-05</div><div class="content"><p>单位和职工按月缴存，缴存比例由单位自行选择，缴存基数每年调整一次，可以在网上办理，也可以到柜台办理。</p></div></div>`)
	pages += page("/zcwj/1.html", "政策文件", "/zcwj/", title, `<div class="article"><h1>`+title+`</h1><div class="info">发布时间：2026-02-02</div>`+indexBox("示公积金规〔2026〕1号", "2026-02-01", "有效")+`<div class="content"><p>各缴存单位：为支持缴存职工解决住房问题，经研究，现就调整住房公积金提取政策的有关事项通知如下：一、租房提取额度由每月一千元提高到一千五百元。二、提取间隔由一年缩短为半年。三、本通知自2026年3月1日起施行。</p></div></div>`)
	return subjectPages("", more, pages)
}

// TestDutiesOfOneBureau proves that a duty whose owner the document names binds
// the governments and that bureau, not its neighbours.
func TestDutiesOfOneBureau(t *testing.T) {
	l, err := NewLibrary(os.DirFS("../configs/packs"))
	if err != nil {
		t.Fatal(err)
	}
	cal := testCalendar(t)
	sets, err := l.Sets("anhui-25")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, target, rule string
		bound              bool
	}{
		{"the audit bureau discloses audits", `"name": "甲市审计局", "level": "department", "of": "city"`, "audit-results", true},
		{"the bureau of education does not", `"name": "甲市教育局", "level": "department", "of": "city"`, "audit-results", false},
		{"the city does", `"name": "甲市人民政府", "level": "city"`, "audit-results", true},
		{"a town does not", `"name": "乙镇人民政府", "level": "town"`, "audit-results", false},
		{"the housing fund reports", `"name": "甲市住房公积金管理中心", "level": "department", "of": "city"`, "housing-fund-report", true},
		{"a county has no housing fund of its own", `"name": "丙县人民政府", "level": "county"`, "housing-fund-report", false},
		{"only the fund itself explains its terms", `"name": "甲市人民政府", "level": "city"`, "housing-fund-interpretation", false},
		{"every bureau discloses its budget", `"name": "甲市教育局", "level": "department", "of": "city"`, "budgets", true},
		{"a bureau of a county is not the city's", `"name": "丙县审计局", "level": "department", "of": "county"`, "audit-results", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := sitetest.Load(t, subjectText("")+"-- snapshot.json --\n"+`{"target": {"id": "jia", "url": "http://www.example.gov.cn/", `+tt.target+"}}\n")
			c := subjectCase(cal, s)
			c.Log = slog.New(slog.DiscardHandler)
			for _, f := range Judge(c, sets...) {
				if f.Rule == "anhui-25/"+tt.rule && (f.Outcome != Exempt) != tt.bound {
					t.Errorf("%s: %s %s", f.Rule, f.Outcome, f.Reason)
				}
			}
		})
	}
}
