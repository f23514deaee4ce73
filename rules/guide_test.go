package rules

import (
	"strings"
	"testing"

	"github.com/govaudit/govaudit/internal/yamldoc"
)

// Lines of a guide that says all that 条例 article 12 asks for.
const (
	guideIntro    = `<p>为了更好地提供政府信息公开服务，方便公民、法人和其他组织获取本机关的政府信息，根据《中华人民共和国政府信息公开条例》（国务院令第711号），编制本指南，每年修订一次。</p>`
	guideClasses  = `<p>一、信息分类和编排体系</p><p>本机关主动公开的信息按机构职能、政策文件、规划统计、财政资金和重点领域分类，按发布时间由近及远编排。</p>`
	guideWays     = `<p>二、获取方式</p><p>主动公开的信息在本网站公布，也可以到县档案馆、图书馆查阅。</p>`
	guideName     = `<p>名称：示例县人民政府办公室政务公开股</p>`
	guideAddress  = `<p>办公地址：示例县人民路1号行政中心3楼</p>`
	guideHours    = `<p>办公时间：工作日8:30—12:00，14:00—17:30</p>`
	guidePhone    = `<p>联系电话：0513-81234567</p>`
	guideFax      = `<p>传真号码：0513-81234568</p>`
	guideMail     = `<p>电子邮箱：zwgk@example.gov.cn</p>`
	guideOffice   = `<p>三、公开工作机构</p>` + guideName + guideAddress + guideHours + guidePhone + guideFax + guideMail
	guideRequests = `<p>四、依申请公开</p><p>申请人可以通过当面、信函、传真、电子邮件等方式提出申请，本机关自收到申请之日起20个工作日内答复。</p>`
	wholeGuide    = guideIntro + guideClasses + guideWays + guideOffice + guideRequests
)

const guideEntry = `<li><a href="/zwgk/zn/">政府信息公开指南</a></li>`

// guideSite is a county whose guide has the given text.
func guideSite(text string) string {
	return county("", guideEntry, single("/zwgk/zn/", "政府信息公开指南", text))
}

func lessGuide(parts ...string) string {
	text := wholeGuide
	for _, p := range parts {
		if !strings.Contains(text, p) {
			panic("the guide does not say " + p)
		}
		text = strings.Replace(text, p, "", 1)
	}
	return text
}

func changedGuide(old, with string) string { return strings.Replace(wholeGuide, old, with, 1) }

func TestGuide(t *testing.T) {
	officeTable := `<table><tr><td>工作机构名称</td><td>示例县人民政府办公室</td></tr><tr><td>办公&nbsp;地址</td><td>人民路1号</td></tr><tr><td>受理时间</td><td>周一至周五8:30-17:30（法定节假日除外）</td></tr>
<tr><td>联系电话/传真</td><td>0513-81234567</td></tr><tr><td>网址</td><td>www.example.gov.cn</td></tr></table>`
	headTable := `<table><tr><th>机构名称</th><th>办公地址</th><th>办公时间</th><th>联系电话</th><th>传真号码</th><th>电子邮箱</th></tr>
<tr><td>县政府办公室</td><td>人民路1号</td><td>工作日8:30—17:30</td><td>0513-81234567</td><td>0513-81234568</td><td>zwgk@example.gov.cn</td></tr></table>`
	inOneLine := `<p>三、公开工作机构名称：示例县人民政府办公室；办公地址：人民路1号；办公时间：工作日8:30—12:00；联系电话：0513-81234567；传真号码：0513-81234568；电子邮箱：zwgk@example.gov.cn</p>`
	listed := func(title, text string) string {
		return county("", guideEntry, list("/zwgk/zn/", "政府信息公开指南", title+"|2025-03-01|/zwgk/zn/1.html")+"-- /zwgk/zn/1.html --\n<html><head><title>"+title+"</title></head><body>"+
			menu("")+`<div class="article"><h1>`+title+`</h1><div class="content">`+text+"</div></div></body></html>\n")
	}
	// A guide of which each part is an article of its own.
	inParts := func(office string) string {
		part := func(path, title, text string) string {
			return "-- " + path + " --\n<html><head><title>" + title + "</title></head><body>" + menu("") + `<div class="article"><h1>` + title + `</h1><div class="content">` + text + "</div></div></body></html>\n"
		}
		return county("", guideEntry, list("/zwgk/zn/", "政府信息公开指南", "一、信息分类、编排体系和获取方式|2025-03-01|/zwgk/zn/1.html", "二、政府信息公开工作机构|2025-03-01|/zwgk/zn/2.html", "三、依申请公开|2025-03-01|/zwgk/zn/3.html")+
			part("/zwgk/zn/1.html", "一、信息分类、编排体系和获取方式", guideIntro+guideClasses+guideWays)+part("/zwgk/zn/2.html", "二、政府信息公开工作机构", office)+part("/zwgk/zn/3.html", "三、依申请公开", guideRequests))
	}
	tests := []struct {
		name, site, want string
	}{
		{"a guide in three articles is whole together", inParts(guideOffice), "pass"},
		{"one in three articles that lacks the fax", inParts(strings.Replace(guideOffice, guideFax, "", 1)), "fail element_missing"},
		{"one of which a part did not come", strings.Replace(inParts(""), "-- /zwgk/zn/2.html --\n", "-- /zwgk/zn/2.html --\nFailure: timeout\n\n", 1), "unknown"},
		{"a guide that says everything", guideSite(wholeGuide), "pass"},
		{"without the fax number, though requests may come by fax", guideSite(lessGuide(guideFax)), "fail element_missing"},
		{"without the office hours", guideSite(lessGuide(guideHours)), "fail element_missing"},
		{"the office behind words on what it does", guideSite(changedGuide(guideName, "<p>三、负责信息公开的机构：局办公室</p>")), "pass"},
		{"a bracket says that the telephone takes faxes", guideSite(changedGuide(guidePhone+guideFax, "<p>咨询电话（兼传真）：（0513）81234567</p>")), "pass"},
		{"a bracket says when the telephone is answered", guideSite(changedGuide(guidePhone, "<p>联系电话（工作日内）：0513-81234567</p>")), "pass"},
		{"a bracket behind the label of the telephone and nothing behind the bracket", guideSite(changedGuide(guidePhone, "<p>联系电话（工作日内）：</p>")), "review element_missing"},
		{"the telephone takes faxes, too", guideSite(changedGuide(guidePhone+guideFax, "<p>联系电话：0513-81234567（兼传真）</p>")), "pass"},
		{"a table whose head has other words", guideSite(changedGuide(guideOffice, `<table><tr><th>单位</th><th>科室</th><th>地点</th><th>时间</th><th>电话</th><th>传真</th><th>网上</th></tr><tr><td>县政府办</td><td>政务公开股</td><td>人民路1号</td><td>工作日8:30—17:30</td><td>0513-81234567</td><td>0513-81234568</td><td>zwgk@example.gov.cn</td></tr></table>`)), "review element_missing"},
		{"a fax without a number in a table of labels and values", guideSite(changedGuide(guideOffice, `<table><tr><td>机构名称</td><td>县政府办公室</td></tr><tr><td>办公地址</td><td>人民路1号</td></tr><tr><td>办公时间</td><td>工作日8:30—17:30</td></tr><tr><td>联系电话</td><td>0513-81234567</td></tr><tr><td>传真号码</td><td></td></tr><tr><td>电子邮箱</td><td>zwgk@example.gov.cn</td></tr></table>`)), "fail element_missing"},
		{"hours in words", guideSite(changedGuide(guideHours, "<p>朝九晚五，周末休息</p>")), "review element_missing"},
		{"hours in Chinese numerals", guideSite(changedGuide(guideHours, "<p>冬令时八时三十分到十二时</p>")), "review element_missing"},
		{"an address without a number", guideSite(changedGuide(guideAddress, "<p>我们在市民之家三楼东区办公，欢迎来访。</p>")), "review element_missing"},
		{"the office has no fax and says so", guideSite(changedGuide(guideFax, "<p>传真号码：（本机关未开通传真）</p>")), "review element_missing"},
		{"a telephone in a sentence that gives the hours, too", guideSite(changedGuide(guideHours+guidePhone, "<p>接待时间为每个工作日上午八时至十二时，可拨打（0771）5500123咨询。</p>")), "review element_missing"},
		{"without the address", guideSite(lessGuide(guideAddress)), "fail element_missing"},
		{"without the telephone", guideSite(lessGuide(guidePhone)), "fail element_missing"},
		{"without internet contact, though requests may come by e-mail", guideSite(lessGuide(guideMail)), "fail element_missing"},
		{"without the name of the office", guideSite(lessGuide(guideName)), "fail element_missing"},
		{"without any contact, and no picture", guideSite(lessGuide(guideOffice)), "fail element_missing"},
		{"without any contact, beside a picture that may show it", guideSite(changedGuide(guideOffice, `<p><img src="/lxfs.jpg"></p>`)), "review element_missing"},
		{"without how to obtain information: network and archive are named elsewhere", guideSite(lessGuide(guideWays)), "review element_missing"},
		{"without classes and arrangement: a word on what is made public is left", guideSite(changedGuide(guideClasses, `<p>本机关的信息主动公开。</p>`)), "fail element_missing"},
		{"the label of the fax stands without a value", guideSite(changedGuide(guideFax, `<p>传真号码：</p>`)), "fail element_missing"},
		{"the label of the hours stands without a value, in a line with others", guideSite(changedGuide(guideHours, "<p>办公时间：</p>")), "fail element_missing"},
		{"the office in a table, telephone and fax in one", guideSite(changedGuide(guideOffice, officeTable)), "pass"},
		{"the office in a table with its labels above", guideSite(changedGuide(guideOffice, headTable)), "pass"},
		{"the same without a fax number", guideSite(changedGuide(guideOffice, strings.Replace(headTable, "0513-81234568", "", 1))), "fail element_missing"},
		{"the office in prose without labels", guideSite(changedGuide(guideOffice, `<p>公开工作机构：示例县人民政府办公室，设在县行政中心A座302室。周一到周五，上午八点半到十二点、下午三点到六点接待。电话0513-81234567，传真与电话同号，邮箱zwgk@example.gov.cn。</p>`)), "pass"},
		{"a house named in prose without a number may be the address", guideSite(changedGuide(guideAddress, `<p>办公室设在县政务服务中心。</p>`)), "review element_missing"},
		{"the office in one line", guideSite(changedGuide(guideOffice, inOneLine)), "pass"},
		{"in traditional characters", guideSite(changedGuide(guideOffice, `<p>受理機構：示例縣人民政府辦公室</p><p>辦公地址：人民路1號</p><p>辦公時間：上午8：30</p><p>聯繫電話：（０５１３）８１２３４５６７</p><p>傳真：０５１３—８１２３４５６８</p><p>電子郵箱：zwgk＠example.gov.cn</p>`)), "pass"},
		{"a number without a label", guideSite(changedGuide(guidePhone, "<p>咨询请拨0513-81234567。</p>")), "pass"},
		{"only the supervisor's number is left", guideSite(changedGuide(guidePhone, "<p>监督电话：0513-81230000</p>")), "fail element_missing"},
		{"a telephone in the footer is not the guide's", strings.ReplaceAll(guideSite(lessGuide(guidePhone)), "</body>", `<p>主办单位：示例县人民政府 联系电话：0513-81230000</p></body>`), "fail element_missing"},
		{"in a definition list", guideSite(changedGuide(guideOffice, `<dl><dt>受理机构</dt><dd>县政府办公室</dd><dt>通信地址</dt><dd>人民路1号</dd><dt>工作时间</dt><dd>8:30—17:30</dd><dt>电话</dt><dd>81234567</dd><dt>传真</dt><dd>81234568</dd><dt>邮箱</dt><dd>zwgk@example.gov.cn</dd></dl>`)), "pass"},
		{"in a definition list with one empty", guideSite(changedGuide(guideOffice, `<dl><dt>受理机构</dt><dd>县政府办公室</dd><dt>通信地址</dt><dd>人民路1号</dd><dt>工作时间</dt><dd></dd><dt>电话</dt><dd>81234567</dd><dt>传真</dt><dd>81234568</dd><dt>邮箱</dt><dd>zwgk@example.gov.cn</dd></dl>`)), "fail element_missing"},
		{"four cells in a row", guideSite(changedGuide(guideOffice, `<table><tr><td>机构名称</td><td>县政府办公室</td><td>办公地址</td><td>人民路1号</td></tr><tr><td>办公时间</td><td>周一至周五上午8:30</td><td>联系电话</td><td>0513-81234567</td></tr><tr><td>传真号码</td><td></td><td>电子邮箱</td><td>zwgk@example.gov.cn</td></tr></table>`)), "fail element_missing"},
		{"one paragraph with line breaks and bold labels", guideSite(changedGuide(guideOffice, `<p><strong>公开工作机构：</strong>县政府办公室<br><strong>地&emsp;址：</strong>人民路1号<br><b>办公时间</b>：工作日8时30分至17时<br><b>联系电话</b>：（0513）81234567<br><b>传&nbsp;&nbsp;真</b>：（0513）81234568<br><b>E-mail</b>：zwgk@example.gov.cn</p>`)), "pass"},
		{"in running text", guideSite(changedGuide(guideOffice, `<p>本机关的政府信息公开工作机构为示例县人民政府办公室，办公地址为示例县人民路1号，办公时间为法定工作日的8:30至17:30，联系电话为0513-81234567，传真为0513-81234568，互联网联系方式为zwgk@example.gov.cn。</p>`)), "pass"},
		{"the office named before what it is", guideSite(changedGuide(guideName, `<p>示例县人民政府办公室是本机关的政府信息公开工作机构。</p>`)), "pass"},
		{"classes counted, an order told", guideSite(changedGuide(guideClasses, `<p>公开的信息分为8大类36小类，按类查找，同类中新的在前。</p>`)), "pass"},
		{"in running text, without the hours", guideSite(changedGuide(guideOffice, `<p>本机关的政府信息公开工作机构为示例县人民政府办公室，办公地址为示例县人民路1号，联系电话为0513-81234567，传真为0513-81234568，互联网联系方式为zwgk@example.gov.cn。</p>`)), "fail element_missing"},
		{"in a frame", county("", guideEntry, single("/zwgk/zn/", "政府信息公开指南", `<iframe src="/zwgk/zn/text.html"></iframe>`)+"-- /zwgk/zn/text.html --\n<html><body><div>"+lessGuide(guideFax)+"</div></body></html>\n"), "fail element_missing"},
		{"labels parted by tags", guideSite(changedGuide(guideFax, `<p><span>传</span><span>真：</span><span>0513-</span>81234568</p>`)), "pass"},
		{"the guide is a row of the column", listed("示例县人民政府信息公开指南", lessGuide(guideFax)), "fail element_missing"},
		{"a department's guide in the column is not the government's", listed("示例县教育局政府信息公开指南", lessGuide(guideFax)), "unknown"},
		{"it still rests on the repealed regulations", guideSite(changedGuide("国务院令第711号", "国务院令第492号")), "review element_missing"},
		{"it names the old regulations as history", guideSite(changedGuide("国务院令第711号", "国务院令第711号，第492号同时修订")), "pass"},
		{"a picture only", guideSite(`<p><img src="/zn.jpg"></p>`), "unknown"},
		{"an attachment that was not read", guideSite(`<p>指南见附件。</p><p><a href="/zn.pdf">政府信息公开指南.pdf</a></p>`), "unknown"},
		{"a text with the whole guide attached", guideSite(lessGuide(guideFax) + `<p><a href="/zn.pdf">政府信息公开指南全文.pdf</a></p>`), "review element_missing"},
		{"an attached application form is no part of the guide", guideSite(lessGuide(guideFax) + `<p><a href="/sqb.doc">政府信息公开申请表.doc</a></p>`), "fail element_missing"},
		{"only announced", guideSite(`<p>本栏目正在建设中。</p>`), "unknown"},
		{"no guide at all", county("", `<li><a href="/zwgk/zd/">政府信息公开制度</a></li>`, single("/zwgk/zd/", "政府信息公开制度", wholeGuide)), "fail missing"},
		{"no guide seen, but the crawl was cut", county("", "", "") + "-- snapshot.json --\n{\"complete\": false, \"stopped\": \"达到页数上限\", \"skipped\": {\"max_pages\": 9}}\n", "unknown"},
		{"the guide's page did not come", county("", guideEntry, "-- /zwgk/zn/ --\nFailure: timeout\n\n"), "unknown"},
		{"on another host", county("", `<li><a href="http://www.other.gov.cn/zn/">政府信息公开指南</a></li>`, ""), "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "guide", "{}", tt.site), tt.want) })
	}
}

// settingsError returns what is wrong with the settings of a check, "" if nothing.
func settingsError(t *testing.T, check, with string) string {
	t.Helper()
	node, err := yamldoc.Parse("with.yaml", []byte(with))
	if err != nil {
		t.Fatalf("settings of the row: %v", err)
	}
	if _, err := newCheck(check, node); err != nil {
		return err.Error()
	}
	return ""
}

// FuzzDetails reads any text: it must not fail, and what it quotes must stand there.
func FuzzDetails(f *testing.F) {
	f.Add(wholeGuide)
	f.Add("电话/传真：0513-81234567\n地址")
	f.Add("机构名称办公地址办公时间联系电话传真号码")
	d := newGuide().Elements
	if err := d.prepare(); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		folded := foldLines(text)
		for _, a := range d.read(folded) {
			label, _, _ := strings.Cut(a.quote, ":")
			if !strings.Contains(folded, label) {
				t.Errorf("%s: quotes %q, which does not stand in %q", a.detail.Name, a.quote, folded)
			}
			if a.said == plainly && a.quote == "" {
				t.Errorf("%s is said without words", a.detail.Name)
			}
		}
	})
}
