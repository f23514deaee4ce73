package rules

import (
	"fmt"
	"strings"
)

// reportSite is a county's portal with the annual reports of 2024 and 2025, both
// as they should be: in time, six parts, tables that add up and agree, files to
// take home. Tests break one thing.
type reportSite struct {
	name, level string
	snapshot    string // further settings of the snapshot, beginning with a comma
	column      string // name of the column
	listExtra   string // further rows
	now, last   *reportPage
	files       string                   // further pages
	home        string                   // further menu entries
	listOf      func(rows string) string // how the list is written; nil: ul
	without     string                   // "column": no column at all
}

// reportPage is one report's page.
type reportPage struct {
	year                  int
	path, title, row      string
	meta, label, rowDay   string // dates; "" leaves the source out
	crumbs                string
	parts                 [7]string // headings
	fifth                 string
	sixth                 string
	second, third, fourth string // tables
	files                 string
	more                  string
}

func newReportSite() *reportSite {
	return &reportSite{name: "示例县人民政府", level: "county", column: "政府信息公开年报",
		now:  newReportPage(2025, "/zfxxgknb/202602/t20260226_11.html", "2026-02-26"),
		last: lastYearsPage()}
}

func lastYearsPage() *reportPage {
	p := newReportPage(2024, "/zfxxgknb/202502/t20250220_7.html", "2025-02-20")
	p.third = requestsTable(map[string][7]int{"new": {90, 4, 0, 0, 0, 0, 94}, "予以公开": {50, 4, 0, 0, 0, 0, 54}, "没有现成": {38, 0, 0, 0, 0, 0, 38}, "total": {88, 4, 0, 0, 0, 0, 92}, "next": {2, 0, 0, 0, 0, 0, 2}})
	p.fifth = `<p>过去一年存在的主要问题是部分乡镇主动公开意识不强，公开内容更新不够及时，政策解读形式较为单一。</p><p>针对上述问题，我县将加强业务培训，完善内部审核机制，丰富图表、视频等解读形式，定期通报检查结果，推动公开工作提质增效，切实保障公众知情权。</p>`
	return p
}

func newReportPage(year int, path, day string) *reportPage {
	title := fmt.Sprintf("示例县%d年政府信息公开工作年度报告", year)
	return &reportPage{year: year, path: path, title: title, row: title, meta: day, label: day, rowDay: day,
		crumbs: `<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/zfxxgknb/">政府信息公开年报</a>`,
		parts:  [7]string{"", "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"},
		fifth:  `<p>对照上级要求，目前仍有差距：一些部门答复文书说理不足，热线咨询件办理周期偏长，基层人员流动大影响衔接。</p><p>下一步将编制答复文书范本，建立会商制度，对新任人员开展轮训，把办理质量纳入年度目标管理，并公开评议结果接受社会监督，力求让群众看得懂、用得上、办得成。</p>`,
		sixth:  `<p>本年度没有收取信息处理费。</p>`,
		second: proactiveTable, fourth: disputesTable("<td>1</td><td>0</td><td>0</td><td>1</td><td>2</td>"),
		third: requestsTable(map[string][7]int{"new": {150, 4, 0, 0, 0, 0, 154}, "carried": {2, 0, 0, 0, 0, 0, 2}, "予以公开": {100, 3, 0, 0, 0, 0, 103}, "国家秘密": {1, 1, 0, 0, 0, 0, 2}, "没有现成": {45, 0, 0, 0, 0, 0, 45}, "total": {146, 4, 0, 0, 0, 0, 150}, "next": {6, 0, 0, 0, 0, 0, 6}}),
		files: fmt.Sprintf(`<p>附件：<a href="./P0%d.pdf">示例县%d年政府信息公开工作年度报告.pdf</a></p>`, year, year)}
}

const proactiveTable = `<table border="1"><tbody><tr><td colspan="4"><p>第二十条第（一）项</p></td></tr>
<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr><tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr><tr><td>行政规范性文件</td><td>5</td><td>3</td><td>60</td></tr>
<tr><td colspan="4">第二十条第（五）项</td></tr><tr><td>信息内容</td><td colspan="3">本年处理决定数量</td></tr><tr><td>行政许可</td><td colspan="3">1,234</td></tr>
<tr><td colspan="4">第二十条第（六）项</td></tr><tr><td>信息内容</td><td colspan="3">本年处理决定数量</td></tr><tr><td>行政处罚</td><td colspan="3">88</td></tr><tr><td>行政强制</td><td colspan="3">—</td></tr>
<tr><td colspan="4">第二十条第（八）项</td></tr><tr><td>信息内容</td><td colspan="3">本年收费金额（单位：万元）</td></tr><tr><td>行政事业性收费</td><td colspan="3">106.53</td></tr></tbody></table>`

// requestItems are the rows of results, word for word, by the key of their words.
var requestItems = []struct{ group, key, label string }{
	{"", "予以公开", "（一）予以公开"}, {"", "部分公开", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"},
	{"（三）不予公开", "国家秘密", "1.属于国家秘密"}, {"（三）不予公开", "法规禁止公开", "2.其他法律行政法规禁止公开"}, {"（三）不予公开", "危及", "3.危及“三安全一稳定”"}, {"（三）不予公开", "第三方", "4.保护第三方合法权益"},
	{"（三）不予公开", "内部事务", "5.属于三类内部事务信息"}, {"（三）不予公开", "过程性", "6.属于四类过程性信息"}, {"（三）不予公开", "执法案卷", "7.属于行政执法案卷"}, {"（三）不予公开", "行政查询", "8.属于行政查询事项"},
	{"（四）无法提供", "不掌握", "1.本机关不掌握相关政府信息"}, {"（四）无法提供", "没有现成", "2.没有现成信息需要另行制作"}, {"（四）无法提供", "补正后", "3.补正后申请内容仍不明确"},
	{"（五）不予处理", "信访", "1.信访举报投诉类申请"}, {"（五）不予处理", "重复申请", "2.重复申请"}, {"（五）不予处理", "公开出版物", "3.要求提供公开出版物"}, {"（五）不予处理", "反复申请", "4.无正当理由大量反复申请"}, {"（五）不予处理", "重新出具", "5.要求行政机关确认或重新出具已获取信息"},
	{"（六）其他处理", "不补正", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"}, {"（六）其他处理", "收费通知", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"}, {"（六）其他处理", "其他", "3.其他"},
}

// requestsTable writes table three as the format prints it, spans and all. Rows
// that are not given are zero.
func requestsTable(rows map[string][7]int) string {
	var b strings.Builder
	b.WriteString(`<table><tr><td colspan="3" rowspan="3">（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</td><td colspan="7">申请人情况</td></tr>
<tr><td rowspan="2">自然人</td><td colspan="5">法人或其他组织</td><td rowspan="2">总计</td></tr>
<tr><td>商业<br>企业</td><td>科研<br>机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>`)
	cells := func(key string) string {
		out := ""
		for _, n := range rows[key] {
			out += fmt.Sprintf("<td><p>%d</p></td>", n)
		}
		return out + "</tr>\n"
	}
	b.WriteString(`<tr><td colspan="3">一、本年新收政府信息公开申请数量</td>` + cells("new"))
	b.WriteString(`<tr><td colspan="3">二、上年结转政府信息公开申请数量</td>` + cells("carried"))
	sizes := map[string]int{}
	for _, it := range requestItems {
		sizes[it.group]++
	}
	last := ""
	for i, it := range requestItems {
		b.WriteString("<tr>")
		if i == 0 {
			fmt.Fprintf(&b, `<td rowspan="%d">三、本年度办理结果</td>`, len(requestItems)+1)
		}
		switch {
		case it.group == "":
			b.WriteString(`<td colspan="2">` + it.label + "</td>")
		case it.group != last:
			fmt.Fprintf(&b, `<td rowspan="%d">%s</td><td>%s</td>`, sizes[it.group], it.group, it.label)
		default:
			b.WriteString("<td>" + it.label + "</td>")
		}
		last = it.group
		b.WriteString(cells(it.key))
	}
	b.WriteString(`<tr><td colspan="2">（七）总计</td>` + cells("total"))
	b.WriteString(`<tr><td colspan="3">四、结转下年度继续办理</td>` + cells("next") + "</table>")
	return b.String()
}

// disputesTable writes table four; review are the five cells of 行政复议.
func disputesTable(review string) string {
	names := `<td>结果<br/>维持</td><td>结果<br/>纠正</td><td>其他<br/>结果</td><td>尚未<br/>审结</td><td>总计</td>`
	spanned := strings.ReplaceAll(names, "<td>", `<td rowspan="2">`)
	return `<table><tr><td colspan="5">行政复议</td><td colspan="10">行政诉讼</td></tr>
<tr>` + spanned + `<td colspan="5">未经复议直接起诉</td><td colspan="5">复议后起诉</td></tr><tr>` + names + names + `</tr>
<tr>` + review + `<td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>2</td><td>0</td><td>1</td><td></td><td>3</td></tr></table>`
}

func (p *reportPage) html() string {
	var b strings.Builder
	fmt.Fprintf(&b, "-- %s --\n<html><head><title>%s-示例县人民政府</title>", p.path, p.title)
	fmt.Fprintf(&b, `<meta name="ArticleTitle" content="%s">`, p.title)
	if p.meta != "" {
		fmt.Fprintf(&b, `<meta name="PubDate" content="%s 10:12">`, p.meta)
	}
	fmt.Fprintf(&b, `</head><body><div class="position">当前位置：%s &gt; 正文</div><div class="article"><h1>%s</h1>`, p.crumbs, p.title)
	if p.label != "" {
		fmt.Fprintf(&b, `<div class="info">发布时间：%s　来源：县政府办公室</div>`, p.label)
	}
	b.WriteString(`<div class="content"><p>本报告根据《中华人民共和国政府信息公开条例》要求编制，所列数据的统计期限为` + fmt.Sprintf("%d年1月1日至12月31日", p.year) + `。如有疑问，请与县政府办公室联系，地址：示例县人民路1号。</p>`)
	bodies := [7]string{"", "<p>" + fmt.Sprintf("%d年，", p.year) + firstPart[p.year%2] + "</p>", p.second, p.third, p.fourth, p.fifth, p.sixth}
	for i := 1; i <= 6; i++ {
		if p.parts[i] != "" {
			b.WriteString("<p><strong>" + p.parts[i] + "</strong></p>\n")
		}
		b.WriteString(bodies[i] + "\n")
	}
	b.WriteString(p.files + "</div>" + p.more + "</div></body></html>\n")
	return b.String()
}

var firstPart = [2]string{
	"我县坚持以公开促落实、促规范、促服务，围绕中心工作主动公开各类信息，办理群众申请，加强政府网站和政务新媒体建设，组织开展考核和社会评议，没有发生责任追究情形。",
	"全县认真落实政务公开部署，突出重点领域和民生事项，规范答复程序，推进信息管理，整合平台栏目，主动接受人大代表和公众监督，工作考核结果已按规定公布。",
}

func (s *reportSite) text() string {
	rows := ""
	for _, p := range []*reportPage{s.now, s.last} {
		if p != nil {
			rows += listRow(p.path, p.row, p.rowDay)
		}
	}
	rows += s.listExtra
	list := "<ul class=\"list\">" + rows + "</ul>"
	if s.listOf != nil {
		list = s.listOf(rows)
	}
	entry := `<li><a href="/zfxxgknb/">` + s.column + "</a></li>"
	column := "-- /zfxxgknb/ --\n<html><head><title>" + s.column + "-示例县人民政府</title><meta name=\"ColumnName\" content=\"" + s.column + "\"></head><body>" + menu("") +
		`<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; ` + s.column + `</div><div class="main">` + list + "</div></body></html>\n"
	if s.without == "column" {
		entry, column = "", ""
	}
	text := county(s.home, entry, column+s.files)
	for _, p := range []*reportPage{s.now, s.last} {
		if p != nil {
			text += p.html()
		}
	}
	return text + "-- snapshot.json --\n{\"target\": {\"name\": \"" + s.name + "\", \"level\": \"" + s.level + "\"}" + s.snapshot + "}\n"
}

func listRow(path, title, day string) string {
	if day != "" {
		day = "<span>" + day + "</span>"
	}
	return `<li><a href="` + path + `" title="` + title + `">` + title + "</a>" + day + "</li>\n"
}
