package rules

import (
	"strings"
	"testing"
)

const (
	orgDuties  = `<p>主要职责：贯彻执行国家和上级的方针政策，组织实施本地区有关工作，承办上级交办的其他事项。</p>`
	orgUnits   = `<p>内设机构：办公室、综合科、业务一科、业务二科。</p>`
	orgAddress = `<p>办公地址：示例县人民路1号</p>`
	orgHours   = `<p>办公时间：工作日8:30—12:00，14:00—17:30</p>`
	orgPhone   = `<p>联系电话：0513-81234567</p>`
	orgHead    = `<p>负责人：张明</p>`
	wholeOrg   = orgDuties + orgUnits + orgAddress + orgHours + orgPhone + orgHead
	orgEntry   = `<li><a href="/zwgk/jg/">机构职能</a></li>`
)

func TestInstitution(t *testing.T) {
	site := func(text, files string) string {
		return county("", orgEntry, single("/zwgk/jg/", "机构职能", text)+files)
	}
	less := func(parts ...string) string {
		text := wholeOrg
		for _, p := range parts {
			text = strings.Replace(text, p, "", 1)
		}
		return text
	}
	beside := func(text, entries, files string) string {
		return county("", orgEntry+entries, single("/zwgk/jg/", "机构职能", text)+files)
	}
	leaders := single("/zwgk/ld/", "领导信息", `<p>张明，党组书记、局长，主持全面工作。</p><p>李华，副局长，分管财务、审计等方面的工作。</p>`)
	parts := county("", orgEntry, list("/zwgk/jg/", "机构职能", "主要职责|2025-01-02|/zwgk/jg/1.html", "内设机构|2025-01-02|/zwgk/jg/2.html", "联系我们|2025-01-02|/zwgk/jg/3.html", "领导分工|2025-01-02|/zwgk/jg/4.html")+
		single("/zwgk/jg/1.html", "主要职责", orgDuties)+single("/zwgk/jg/2.html", "内设机构", orgUnits)+single("/zwgk/jg/3.html", "联系我们", orgAddress+orgHours+orgPhone)+single("/zwgk/jg/4.html", "领导分工", `<p>张明，局长，主持全面工作。</p>`))
	tests := []struct {
		name, site, want string
	}{
		{"all in one page", site(wholeOrg, ""), "pass"},
		{"place and hours in prose", site(less(orgAddress, orgHours)+`<p>县政府位于县行政中心A座，工作日八点半到十八点办公。</p>`, ""), "pass"},
		{"where the place lies is no address", site(less(orgAddress)+`<p>本镇位于示例县东部，面积120平方公里。</p>`, ""), "fail element_missing"},
		{"duties in other words may be duties", site(less(orgDuties)+`<p>县政府领导全县经济、教育、科学和文化工作。</p>`, ""), "review element_missing"},
		{"without office hours", site(less(orgHours), ""), "fail element_missing"},
		{"hours and telephone in prose", site(less(orgHours, orgPhone)+`<p>每日9时至17时对外办公，总值班室81234567。</p>`, ""), "review element_missing"},
		{"units in prose", site(less(orgUnits)+`<p>机关设人秘科、业务科。</p>`, ""), "review element_missing"},
		{"the head after the name", site(less(orgHead)+`<p>张明 县长</p>`, ""), "review element_missing"},
		{"a head of a name in two parts", site(less(orgHead)+`<p>负责人姓名 买买提·艾力</p>`, ""), "pass"},
		{"what stands on every page is no address in strange words", strings.ReplaceAll(county("", orgEntry, single("/zwgk/jg/", "机构职能", less(orgAddress))), `<div class="main">`, `<div class="main"><p>站内搜一搜</p>`), "fail element_missing"},
		{"without an address", site(less(orgAddress), ""), "fail element_missing"},
		{"without a telephone", site(less(orgPhone), ""), "fail element_missing"},
		{"without the units", site(less(orgUnits), ""), "fail element_missing"},
		{"without the name of its head", site(less(orgHead), ""), "fail element_missing"},
		{"the heads have a column of their own", beside(less(orgHead), `<li><a href="/zwgk/ld/">领导信息</a></li>`, leaders), "pass"},
		{"the column of leaders is a few names", beside(less(orgHead), `<li><a href="/zwgk/ld/">省政府领导</a></li>`, single("/zwgk/ld/", "省政府领导", `<ul><li><b>省长</b> 张明</li><li><b>副省长</b> 李华</li></ul>`)), "pass"},
		{"the column of leaders is called by their post", beside(less(orgHead), `<li><a href="/zwgk/ld/">旗长之窗</a></li>`, single("/zwgk/ld/", "旗长之窗", `<table><tr><td>巴特尔</td><td>旗委副书记、旗长</td></tr><tr><td>敖其尔</td><td>副旗长</td></tr></table>`)), "pass"},
		{"the column of leaders is called by the kind of the body", beside(less(orgHead), `<li><a href="/zwgk/ld/">管委会领导</a></li>`, single("/zwgk/ld/", "管委会领导", `<h4>管委会主任</h4><p>柏树森</p><h4>管委会副主任</h4><p>谭雅芝</p>`)), "pass"},
		{"a letter box of the leaders is no column of leaders", beside(less(orgHead), `<li><a href="/zwgk/ld/">致信领导信箱</a></li>`, single("/zwgk/ld/", "致信领导信箱", `<p>欢迎您来信，请填写。</p>`)), "fail element_missing"},
		{"the column of leaders is empty", beside(less(orgHead), `<li><a href="/zwgk/ld/">领导信息</a></li>`, single("/zwgk/ld/", "领导信息", "")), "fail element_missing"},
		{"the column of leaders did not come", beside(less(orgHead), `<li><a href="/zwgk/ld/">领导信息</a></li>`, "-- /zwgk/ld/ --\nFailure: timeout\n\n"), "review element_missing"},
		{"the leaders are told in the text, name and post", site(less(orgHead)+`<p>张明，党组书记、局长，主持全面工作。</p>`, ""), "pass"},
		{"the leaders are told post by post", site(less(orgHead)+`<ul><li><b>县长</b> 张明</li><li><b>副县长</b> 李国华</li></ul>`, ""), "pass"},
		{"a duty of heads names no head", site(less(orgHead)+`<p>办公室主任科员负责人民来信。</p>`, ""), "fail element_missing"},
		{"each in a row of the column", parts, "pass"},
		{"each in a row, hours nowhere", strings.Replace(parts, orgHours, "", 1), "fail element_missing"},
		{"one of the rows did not come", strings.Replace(parts, "-- /zwgk/jg/3.html --\n", "-- /zwgk/jg/3.html --\nFailure: timeout\n\n", 1), "review element_missing"},
		{"a page of contacts gives them", beside(less(orgAddress, orgHours, orgPhone), `<li><a href="/zwgk/lx/">联系我们</a></li>`, single("/zwgk/lx/", "联系我们", orgAddress+orgHours+orgPhone)), "pass"},
		{"the footer gives address and telephone", strings.ReplaceAll(site(less(orgAddress, orgPhone), ""), "</body>", `<div class="footer"><p>地址：示例县人民路1号 电话：0513-81234567</p></div></body>`), "pass"},
		{"a footer without a mark gives address and telephone", strings.ReplaceAll(site(less(orgAddress, orgPhone), ""), "</body>", `<p>主办单位：示例县人民政府办公室 地址：示例县人民路1号 电话：0513-81234567</p></body>`), "pass"},
		{"the footer of its own page only gives them", strings.Replace(site(less(orgAddress, orgPhone), ""), orgDuties, orgDuties+`<div class="footer"><p>地址：示例县人民路1号 电话：0513-81234567</p></div>`, 1), "pass"},
		{"the units are not in the footer", strings.ReplaceAll(site(less(orgUnits), ""), "</body>", `<div class="footer"><p>主办：示例县人民政府办公室</p></div></body>`), "fail element_missing"},
		{"the guide gives the hours of the office for openness, the page none of the contacts", beside(less(orgHours, orgAddress, orgPhone), guideEntry, single("/zwgk/zn/", "政府信息公开指南", wholeGuide)), "review element_missing"},
		{"the guide gives the hours, the page all other contacts", beside(less(orgHours), guideEntry, single("/zwgk/zn/", "政府信息公开指南", wholeGuide)), "fail element_missing"},
		{"in a table", site(`<table><tr><th>机构职责</th><td>组织实施有关工作，贯彻执行有关的方针政策</td></tr><tr><th>内设机构</th><td>办公室、业务科</td></tr><tr><th>办公 地址</th><td>人民路1号</td></tr><tr><th>办公时间</th><td>周一至周五8:30-17:30</td></tr><tr><th>办公电话</th><td>81234567</td></tr><tr><th>主要负责人</th><td>张明</td></tr></table>`, ""), "pass"},
		{"in a table with an empty cell", site(`<table><tr><th>机构职责</th><td>组织实施有关工作，贯彻执行有关的方针政策</td></tr><tr><th>内设机构</th><td>办公室、业务科</td></tr><tr><th>办公地址</th><td>人民路1号</td></tr><tr><th>办公时间</th><td></td></tr><tr><th>办公电话</th><td>81234567</td></tr><tr><th>主要负责人</th><td>张明</td></tr></table>`, ""), "fail element_missing"},
		{"a picture only", site(`<p><img src="/jg.jpg"></p>`, ""), "unknown"},
		{"the hours may stand on a page that was not visited", site(less(orgHours), "") + partial, "review element_missing"},
		{"no column, but leaders", county("", `<li><a href="/zwgk/ld/">领导信息</a></li>`, leaders), "review missing"},
		{"nothing at all", county("", "", ""), "fail missing"},
		{"nothing seen in a crawl that was cut", county("", "", "") + "-- snapshot.json --\n{\"complete\": false, \"stopped\": \"达到页数上限\", \"skipped\": {\"max_pages\": 9}}\n", "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "institution", "{}", tt.site), tt.want) })
	}
}
