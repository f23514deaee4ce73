package rules

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/govaudit/govaudit/calendar"
)

const budgetWith = `{subject: 部门预算, columns: [财政预决算, 部门预算], unlike: [政府采购], near: [资金管理], titles: [部门预算, 单位+预算], not_titles: [决算, 绩效, 解读], period: year, due: 03-31}`

// budgets is a county whose column of budgets has rows "title|day|path".
func budgets(rows ...string) string {
	var b strings.Builder
	b.WriteString(list("/cz/", "财政预决算", rows...))
	for _, r := range rows {
		f := strings.Split(r, "|")
		b.WriteString(article(f[2], f[0], f[1]))
	}
	return county("", `<li><a href="/cz/">财政预决算</a></li>`, b.String())
}

// judged on 2026-04-10
func TestDisclosure(t *testing.T) {
	nav := func(href, text string) string { return fmt.Sprintf(`<li><a href="%s">%s</a></li>`, href, text) }
	const plans = `{subject: 应急预案, columns: [应急管理, 应急预案], titles: [应急预案], near: [突发事件]}`
	const listed = `{subject: 审计结果, columns: [审计结果, 审计公告], titles: [审计结果公告, 审计+整改], max_age: 1 year}`
	const text = `<p>为做好突发事件应对工作，县政府办公室组织有关部门修订了各项工作方案，现予公布，请遵照执行，并及时报告执行中的问题和建议。</p>`
	tests := []struct{ name, with, site, want string }{
		{"nothing of the subject on a site seen whole is missing", plans, county("", "", ""), "fail missing"},
		{"nothing seen of a site cut off proves nothing", plans, county("", "", "") + partial, "unknown"},
		{"a column with rows discloses", plans, county("", nav("/yj/", "应急管理"), list("/yj/", "应急管理", "防汛抗旱预案|2026-01-05|/yj/1.html", "森林防火预案|2026-01-04|/yj/2.html")), "pass"},
		{"one article of the title discloses", plans, county("", "", list("/gg/", "公告", "示例县地震应急预案|2025-06-01|/gg/1.html", "关于停水的公告|2025-06-01|/gg/2.html")+article("/gg/1.html", "示例县地震应急预案", "2025-06-01")+article("/gg/2.html", "关于停水的公告", "2025-06-01")), "pass"},
		{"a title in traditional characters discloses", plans, county("", "", article("/gg/1.html", "示例縣地震應急預案", "2025-06-01")), "pass"},
		{"a file of the title discloses", plans, county("", "", single("/gg/1.html", "公告", text+`<p><a href="/f/1.pdf">示例县地震应急预案.pdf</a></p>`)), "pass"},
		{"a row whose page is gone is for a person", plans, county("", nav("/gg/", "公告"), list("/gg/", "公告", "示例县地震应急预案|2025-06-01|/gg/1.html", "关于停水的公告|2025-06-01|/gg/2.html")+"-- /gg/1.html --\nHTTP 404\n\n"+article("/gg/2.html", "关于停水的公告", "2025-06-01")), "review missing"},
		{"an empty column and nothing else is missing", plans, county("", nav("/yj/", "应急管理"), list("/yj/", "应急管理")), "fail missing"},
		{"an empty column is another rule's where the rule says so", strings.Replace(plans, "{", "{blank: false, ", 1), county("", nav("/yj/", "应急管理"), list("/yj/", "应急管理")), "unknown"},
		{"a column under construction is missing", plans, county("", nav("/yj/", "应急管理"), single("/yj/", "应急管理", "<p>栏目正在建设中，敬请期待！</p>")), "fail missing"},
		{"a column filled by a script is unknown", plans, county("", nav("/yj/", "应急管理"), single("/yj/", "应急管理", `<ul id="list"></ul><script>$.ajax({url:"/api/list?c=9",success:function(d){$("#list").html(d)}})</script>`)), "unknown"},
		{"a list of notices filled by a script may hold it", plans, county("", nav("/tz/", "通知公告"), single("/tz/", "通知公告", `<ul id="list"></ul><script>$.ajax({url:"/api/list?c=9",success:function(d){$("#list").html(d)}})</script>`)), "unknown"},
		{"a dead link to the column is for a person", plans, county("", nav("/yj/", "应急管理"), "-- /yj/ --\nHTTP 404\n\n"), "review missing"},
		{"a column on a shared platform is there", plans, county("", nav("http://yj.province.gov.cn/", "应急管理"), ""), "pass"},
		{"a column of a near name is for a person", plans, county("", nav("/tf/", "突发事件处置"), list("/tf/", "突发事件处置", "关于停水的公告|2026-01-05|/tf/1.html", "关于停电的公告|2026-01-04|/tf/2.html")), "review missing"},
		{"a menu entry that leads nowhere is for a person", plans, county("", `<li><a href="javascript:;">应急预案</a></li>`, ""), "review missing"},
		{"a report on last year's budget and this year's draft is this year's budget", `{subject: 财政预算, titles: [财政预算, 预算草案], not_titles: [执行情况+!草案], period: year, due: 03-31}`, county("", "", article("/x/1.html", "关于示例县2025年财政预算执行情况与2026年财政预算（草案）的报告", "2026-01-20")+article("/x/2.html", "示例县2025年财政预算", "2025-01-20")), "pass"},
		{"a report on last year's budget alone is not", `{subject: 财政预算, titles: [财政预算, 预算草案], not_titles: [执行情况+!草案], period: year, due: 03-31}`, county("", "", article("/x/1.html", "关于示例县2026年上半年财政预算执行情况的报告", "2026-03-20")+article("/x/2.html", "示例县2025年财政预算", "2025-01-20")), "fail stale"},
		{"another subject's title is none", `{subject: 部门决算, titles: [决算], not_titles: [解读, 审查]}`, county("", "", article("/x/1.html", "2024年度县级决算草案审查结果的报告", "2025-08-01")), "fail missing"},
		{"fewer items than asked for are for a person", `{subject: 应急预案, titles: [应急预案], min: 2}`, county("", "", article("/gg/1.html", "示例县地震应急预案", "2025-06-01")), "review missing"},
		{"as many as asked for will do", `{subject: 应急预案, titles: [应急预案], min: 2}`, county("", "", article("/gg/1.html", "示例县地震应急预案", "2025-06-01")+article("/gg/2.html", "示例县防汛应急预案", "2025-06-01")), "pass"},
		{"both words of a pair must stand in the title", `{subject: 审计整改, titles: [审计+整改]}`, county("", "", article("/x/1.html", "2025年度审计发现问题整改情况", "2026-01-01")), "pass"},
		{"one word of a pair is not enough", `{subject: 审计整改, titles: [审计+整改]}`, county("", "", article("/x/1.html", "2025年度审计工作计划", "2026-01-01")), "fail missing"},

		// 2026-04-10 less a year is 2025-04-10.
		{"a newest row of exactly a year is in time", listed, county("", nav("/sj/", "审计结果"), list("/sj/", "审计结果", "县教育局审计情况|2025-04-10|/sj/1.html", "县卫健局审计情况|2024-01-04|/sj/2.html")+article("/sj/1.html", "县教育局审计情况", "2025-04-10")+article("/sj/2.html", "县卫健局审计情况", "2024-01-04")), "pass"},
		{"a newest row one day older is stale", listed, county("", nav("/sj/", "审计结果"), list("/sj/", "审计结果", "县教育局审计情况|2025-04-09|/sj/1.html", "县卫健局审计情况|2024-01-04|/sj/2.html")+article("/sj/1.html", "县教育局审计情况", "2025-04-09")+article("/sj/2.html", "县卫健局审计情况", "2024-01-04")), "fail stale"},
		{"an old column beside a new notice of the title is fresh", listed, county("", nav("/sj/", "审计结果"), list("/sj/", "审计结果", "县教育局审计情况|2025-04-09|/sj/1.html", "县卫健局审计情况|2024-01-04|/sj/2.html")+article("/gg/3.html", "2026年第1号审计结果公告", "2026-03-01")), "pass"},
		{"old titles without a column are for a person", listed, county("", "", article("/gg/3.html", "2023年第1号审计结果公告", "2023-03-01")), "review stale"},
		{"old rows of a site cut off are unknown", listed, county("", "", article("/gg/3.html", "2023年第1号审计结果公告", "2023-03-01")) + partial, "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "disclosure", tt.with, tt.site), tt.want) })
	}
}

func TestDisclosurePeriod(t *testing.T) {
	const quarterly = `{subject: 直达资金, columns: [财政预决算], titles: [直达资金], period: quarter, grace: 10d}`
	quarters := func(titles ...string) string {
		var rows []string
		for i, title := range titles {
			rows = append(rows, fmt.Sprintf("%s|/cz/%d.html", title, i))
		}
		return budgets(rows...)
	}
	tests := []struct{ name, with, site, want string }{
		{"this year's budget after its day is in its period", budgetWith, budgets("县教育局2026年部门预算|2026-02-10|/cz/1.html", "县教育局2025年部门预算|2025-02-10|/cz/2.html"), "pass"},
		{"no budget of this year ten days after its day is late", budgetWith, budgets("县教育局2025年部门预算|2025-02-10|/cz/1.html", "县教育局2024年部门预算|2024-02-10|/cz/2.html"), "fail stale"},
		{"on the day itself it is still in time", strings.Replace(budgetWith, "03-31", "04-10", 1), budgets("县教育局2025年部门预算|2025-02-10|/cz/1.html", "县教育局2024年部门预算|2024-02-10|/cz/2.html"), "pass"},
		{"the day after its day it is not", strings.Replace(budgetWith, "03-31", "04-09", 1), budgets("县教育局2025年部门预算|2025-02-10|/cz/1.html", "县教育局2024年部门预算|2024-02-10|/cz/2.html"), "fail stale"},
		{"a year in Chinese numerals counts", budgetWith, budgets("县教育局二〇二六年部门预算|2026-02-10|/cz/1.html", "县教育局2025年部门预算|2025-02-10|/cz/2.html"), "pass"},
		{"a year as bare digits counts", budgetWith, budgets("县教育局部门预算(2026)|2026-02-10|/cz/1.html", "县教育局2025年部门预算|2025-02-10|/cz/2.html"), "pass"},
		{"a title without a year goes by its day", budgetWith, budgets("县教育局部门预算公开|2026-02-10|/cz/1.html", "县教育局2025年部门预算|2025-02-10|/cz/2.html"), "pass"},
		{"this year's budget in other words is for a person", budgetWith, budgets("县教育局2025年部门预算|2025-02-10|/cz/1.html", "县教育局2024年部门预算|2024-02-10|/cz/2.html") + article("/x/9.html", "示例县2026年财政预算草案的报告", "2026-02-10"), "review stale"},
		{"a column of final accounts alone has no budget", budgetWith, budgets("县教育局2025年决算|2025-09-10|/cz/1.html", "县教育局2024年决算|2024-09-10|/cz/2.html"), "review stale"},
		{"of which not all was seen", budgetWith, budgets("县教育局2025年决算|2025-09-10|/cz/1.html", "县教育局2024年决算|2024-09-10|/cz/2.html") + partial, "unknown"},
		{"a final account is no budget", budgetWith, budgets("县教育局2025年部门预算|2025-02-10|/cz/1.html", "县教育局2026年决算编制说明|2026-02-10|/cz/2.html"), "fail stale"},
		{"a column among columns is no document without a date", `{subject: 财政决算, columns: [财政信息], titles: [决算], period: year, year: previous, due: 12-31}`, county("", `<li><a href="/fd/">法定主动公开内容</a></li>`, `-- /fd/ --
<html><head><title>法定主动公开内容</title></head><body>`+menu("")+`<div class="main"><ul><li><a href="/cz/">财政预决算</a><span>2026-03-01</span></li><li><a href="/gh/">规划计划</a></li></ul></div></body></html>
`+list("/cz/", "财政预决算", "示例县2023年财政决算|2024-09-10|/cz/1.html", "示例县2022年财政决算|2023-09-11|/cz/2.html")+article("/cz/1.html", "示例县2023年财政决算", "2024-09-10")+article("/cz/2.html", "示例县2022年财政决算", "2023-09-11")+list("/gh/", "规划计划", "示例县国土空间总体规划|2026-02-01|/gh/1.html", "示例县专项规划汇编材料|2026-01-05|/gh/2.html")), "fail stale"},
		{"last year's final account is due this year", `{subject: 部门决算, columns: [财政预决算], titles: [部门决算], period: year, year: previous, due: 03-31}`, budgets("县教育局2025年部门决算|2026-03-10|/cz/1.html", "县教育局2024年部门决算|2025-02-10|/cz/2.html"), "pass"},
		{"before its day the one of two years ago will do", `{subject: 部门决算, columns: [财政预决算], titles: [部门决算], period: year, year: previous, due: 10-31}`, budgets("县教育局2024年部门决算|2025-10-10|/cz/1.html", "县教育局2023年部门决算|2024-10-10|/cz/2.html"), "pass"},
		{"a final account under the name of the year it came out in counts", `{subject: 部门决算, columns: [财政预决算], titles: [部门决算], period: year, year: previous, due: 12-31}`, budgets("县教育局2025年部门决算|2025-10-10|/cz/1.html", "县教育局2023年部门决算|2023-10-10|/cz/2.html"), "pass"},
		{"a later budget shows that the site keeps up", strings.Replace(budgetWith, "03-31", "06-30", 1), budgets("县教育局2026年部门预算|2026-02-10|/cz/1.html"), "pass"},
		{"rows that tell no year are for a person", budgetWith, budgets("县教育局部门预算公开|2024-02-10|/cz/1.html", "县卫健局部门预算公开|2024-02-10|/cz/2.html"), "review stale"},
		{"no budget of this year on a site cut off is unknown", budgetWith, budgets("县教育局2025年部门预算|2025-02-10|/cz/1.html", "县教育局2024年部门预算|2024-02-10|/cz/2.html") + partial, "unknown"},

		// Of quarters ending 2026-03-31 the item is due 2026-04-10 with ten days' grace.
		{"until the grace is over the quarter before will do", quarterly, quarters("2025年第四季度直达资金情况|2026-01-10", "2025年第三季度直达资金情况|2025-10-10"), "pass"},
		{"once the grace is over it will not", strings.Replace(quarterly, "10d", "9d", 1), quarters("2025年第四季度直达资金情况|2026-01-10", "2025年第三季度直达资金情况|2025-10-10"), "fail stale"},
		{"a quarter told by its months counts", strings.Replace(quarterly, "10d", "9d", 1), quarters("2026年1-3月直达资金情况|2026-04-05", "2025年第三季度直达资金情况|2025-10-10"), "pass"},
		{"a whole year tells of its last quarter", quarterly, quarters("2025年度直达资金情况|2026-01-10", "2025年第三季度直达资金情况|2025-10-10"), "pass"},
		{"half a year is told by its months", `{subject: 直达资金, columns: [财政预决算], period: half}`, quarters("2025年下半年直达资金情况|2026-01-10", "2025年上半年直达资金情况|2025-07-10"), "pass"},
		{"half a year left out is late", `{subject: 直达资金, columns: [财政预决算], period: half}`, quarters("2025年上半年直达资金情况|2025-07-10", "2024年下半年直达资金情况|2025-01-10"), "fail stale"},
		{"a month told in Chinese counts", `{subject: 直达资金, columns: [财政预决算], period: month}`, quarters("2026年二月份直达资金情况|2026-03-10", "2026年一月份直达资金情况|2026-02-10"), "pass"},
		{"a month left out is late", `{subject: 直达资金, columns: [财政预决算], period: month}`, quarters("2026年1月直达资金情况|2026-02-10", "2025年12月直达资金情况|2026-01-10"), "fail stale"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "disclosure", tt.with, tt.site), tt.want) })
	}
}

func TestDisclosureElements(t *testing.T) {
	const parts = `{subject: 部门预算, columns: [财政预决算], titles: [部门预算], elements: [{name: 收支总表, words: [收支总表]}, {name: 三公经费, words: [三公经费, "“三公”+经费"]}]%s}`
	together, each := fmt.Sprintf(parts, ""), fmt.Sprintf(parts, ", each: true")
	doc := func(path, title, body string) string {
		return "-- " + path + " --\n<html><head><title>" + title + `</title></head><body>` + menu("") + `<div class="article"><h1>` + title + `</h1><div class="info">发布时间：2026-02-01</div><div class="content"><p>` + body +
			`</p><p>按照预算公开的有关规定，现将本单位本年度预算的编制依据、主要职责、机构设置和支出安排等情况说明如下，请社会各界监督。</p></div></div></body></html>` + "\n"
	}
	site := func(docs string) string {
		return county("", `<li><a href="/cz/">财政预决算</a></li>`, list("/cz/", "财政预决算", "县教育局2026年部门预算|2026-02-01|/cz/1.html", "县卫健局2026年部门预算|2026-02-01|/cz/2.html")+docs)
	}
	const all = "附件1收支总表；附件2“三公”经费支出表。"
	tests := []struct{ name, with, site, want string }{
		{"elements spread over documents are there together", together, site(doc("/cz/1.html", "县教育局2026年部门预算", "收支总表见下。") + doc("/cz/2.html", "县卫健局2026年部门预算", "三公经费见下。")), "pass"},
		{"an element nowhere said is missing", together, site(doc("/cz/1.html", "县教育局2026年部门预算", "收支总表见下。") + doc("/cz/2.html", "县卫健局2026年部门预算", "收支总表见下。")), "fail element_missing"},
		{"an attachment may hold it", together, site(doc("/cz/1.html", "县教育局2026年部门预算", `收支总表见下。<a href="/f/1.pdf">附件.pdf</a>`) + doc("/cz/2.html", "县卫健局2026年部门预算", "收支总表见下。")), "review element_missing"},
		{"a document that was not seen may hold it", together, site(doc("/cz/1.html", "县教育局2026年部门预算", "收支总表见下。")), "review element_missing"},
		{"each document needs its own", each, site(doc("/cz/1.html", "县教育局2026年部门预算", all) + doc("/cz/2.html", "县卫健局2026年部门预算", "收支总表见下。")), "fail element_missing"},
		{"each document that has all is fine", each, site(doc("/cz/1.html", "县教育局2026年部门预算", all) + doc("/cz/2.html", "县卫健局2026年部门预算", all)), "pass"},
		{"a document of pictures is for a person", each, site(doc("/cz/1.html", "县教育局2026年部门预算", all) + doc("/cz/2.html", "县卫健局2026年部门预算", `<img src="/i/1.jpg" width="800" height="900">`)), "review element_missing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "disclosure", tt.with, tt.site), tt.want) })
	}
}

func TestDisclosureSettings(t *testing.T) {
	tests := []struct{ name, with, want string }{
		{"a subject is required", `{columns: [预算]}`, "subject"},
		{"something to look for is required", `{subject: 预算}`, "columns 和 titles"},
		{"half a pair is refused", `{subject: 预算, titles: ["单位+"]}`, "空的词"},
		{"a period must exist", `{subject: 预算, titles: [预算], period: week}`, "周期"},
		{"a yearly period needs its day", `{subject: 预算, titles: [预算], period: year}`, "due"},
		{"a day without a yearly period is refused", `{subject: 预算, titles: [预算], due: 03-31}`, "period: year"},
		{"an element needs words", `{subject: 预算, titles: [预算], elements: [{name: 总表, words: []}]}`, "要素"},
		{"a code must exist", `{subject: 预算, titles: [预算], judge: [late]}`, "late"},
		{"staleness needs a measure", `{subject: 预算, titles: [预算], judge: [stale]}`, "max_age"},
		{"elements to judge are required", `{subject: 预算, titles: [预算], judge: [element_missing]}`, "elements"},
		{"at least one item is asked for", `{subject: 预算, titles: [预算], min: 0}`, "min"},
		{"an unknown setting is refused", `{subject: 预算, titels: [预算]}`, "titels"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { refused(t, "disclosure", tt.with, tt.want) })
	}
}

func TestWhatTitlesSayOfPeriods(t *testing.T) {
	asOf := calendar.MustDay(2026, 4, 10)
	k := &disclosure{Period: "quarter", Grace: age{days: 9}}
	first := k.wanted(asOf)
	if first.String() != "2026年第1季度" {
		t.Fatalf("on %s the last quarter due is %s", asOf, first)
	}
	tests := []struct {
		title string
		want  saying
	}{
		{"2026年第一季度财政收支", saysYes}, {"2026年1季度", saysYes}, {"2026年1—3月", saysYes}, {"2026年3月份统计", saysYes}, {"202603统计月报", saysYes},
		{"2025年第一季度财政收支", saysOther}, {"2026年第二季度", saysOther}, {"2025年1-12月", saysOther}, {"2026年度工作安排", saysNone}, {"财政收支情况", saysNone},
	}
	for _, tt := range tests {
		if got := first.said(tt.title, 0); got != tt.want {
			t.Errorf("%s: got %d, want %d", tt.title, got, tt.want)
		}
	}
}

func FuzzPeriod(f *testing.F) {
	for _, s := range []string{"2026年第一季度", "2024-2026年", "二〇二六年十二月份", "202603", "q4 2026", "2025-12月", "\xff年月"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, y := range yearsIn(s) {
			if y < 2000 || y > 2119 {
				t.Errorf("%q: year %d", s, y)
			}
		}
		for _, m := range spansIn(s) {
			if m.from < 1 || m.to > 12 || m.to < m.from {
				t.Errorf("%q: months %v", s, m)
			}
		}
	})
}

// refused loads a rule whose settings must be refused with want in the complaint.
func refused(t *testing.T, check, with, want string) {
	t.Helper()
	lib, err := NewLibrary(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	pack := "id: test\ntitle: 测试\nversion: \"1\"\ndocuments:\n  条例: {title: 条例}\nrules:\n  - {id: r, title: 规则, check: " + check + ", basis: [{document: 条例, status: 读}], remedy: 改正, with: " + with + "}\n"
	if err = lib.Add("test", "test.yaml", []byte(pack)); err == nil {
		_, err = lib.Sets("test")
	}
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want a complaint with %q", err, want)
	}
}
