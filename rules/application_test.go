package rules

import (
	"strings"
	"testing"
)

const (
	applyWays   = `<p>申请方式：申请人可以当面提交，也可以邮寄书面申请。</p>`
	applyLimits = `<p>答复期限：自收到申请之日起20个工作日内予以答复；需要延长的，延长的期限最长不超过20个工作日。</p>`
	applyForm   = `<p><a href="/zwgk/ysq/sqb.doc">政府信息公开申请表</a></p>`
	applyRest   = `<p>公民、法人和其他组织可以向本机关申请获取政府信息，应当写明姓名或者名称、所需信息的名称以及获取信息的方式。</p>`
	wholeApply  = applyRest + applyWays + applyLimits + applyForm
	applyEntry  = `<li><a href="/zwgk/ysq/">依申请公开</a></li>`
)

func TestApplication(t *testing.T) {
	site := func(text string) string {
		return county("", applyEntry, single("/zwgk/ysq/", "依申请公开", text)+"-- /zwgk/ysq/sqb.doc --\nContent-Type: application/msword\n\nform\n")
	}
	less := func(part string) string { return strings.Replace(wholeApply, part, "", 1) }
	withGuide := func(text, guide string) string {
		return county("", applyEntry+guideEntry, single("/zwgk/ysq/", "依申请公开", text)+single("/zwgk/zn/", "政府信息公开指南", guide))
	}
	rows := county("", applyEntry, list("/zwgk/ysq/", "依申请公开", "申请流程|2025-01-02|/zwgk/ysq/1.html", "政府信息公开申请表下载|2025-01-02|/zwgk/ysq/2.html")+
		single("/zwgk/ysq/1.html", "申请流程", applyRest+applyWays+applyLimits)+single("/zwgk/ysq/2.html", "政府信息公开申请表下载", `<p><a href="/sqb.doc">点击下载</a></p>`))
	tests := []struct {
		name, site, want string
	}{
		{"ways, limits and form", site(wholeApply), "pass"},
		{"no limits", site(less(applyLimits)), "fail element_missing"},
		{"no ways", site(less(applyWays)), "fail element_missing"},
		{"a form that is spoken of and nowhere to be had", site(less(applyForm) + "<p>申请人应当填写《政府信息公开申请表》。</p>"), "fail element_missing"},
		{"a form that is to be had at the counter", site(less(applyForm) + "<p>申请表可以到受理机构领取。</p>"), "review element_missing"},
		{"no form is spoken of, but what a request has to say", site(less(applyForm)), "review element_missing"},
		{"neither a form nor what a request has to say", site(strings.Replace(less(applyForm), applyRest, "<p>公民可以向本机关申请。</p>", 1)), "fail element_missing"},
		{"neither, but the guide speaks of the form", withGuide(strings.Replace(less(applyForm), applyRest, "<p>公民可以向本机关申请。</p>", 1), wholeGuide+"<p>申请人填写《申请表》。</p>"), "review element_missing"},
		{"in writing, as the law has it", site(strings.Replace(wholeApply, applyWays, "<p>申请应当采用书面形式（包括数据电文形式）。</p>", 1)), "pass"},
		{"limits in both figures", site(less(applyLimits) + "<p>自收到申请之日起二十（20）个工作日内答复。</p>"), "pass"},
		{"the guide's fax is no way to apply", withGuide(less(applyWays), strings.Replace(wholeGuide, guideRequests, "", 1)), "fail element_missing"},
		{"no form, but it is said to be for download", site(less(applyForm) + "<p>申请表可以到受理机构领取，也可以在本网站下载。</p>"), "fail element_missing"},
		{"no form is spoken of, requests are made on line", site(less(applyForm) + "<p>也可以网上申请。</p>"), "pass"},
		{"a form to fill in on line, without a link to it", site(less(applyForm) + "<p>也可以在线填写申请表。</p>"), "review element_missing"},
		{"an entry on line does for a form", site(less(applyForm) + `<p><a href="http://apply.example.org/">在线申请</a></p>`), "pass"},
		{"a form to fill in on the page", site(less(applyForm) + "<p>申请人姓名</p><p>证件号码</p><p>联系电话</p><p>所需信息的内容描述</p><p>验证码</p>"), "pass"},
		{"the form's file is gone", strings.Replace(site(wholeApply), "Content-Type: application/msword", "HTTP 404", 1), "fail element_missing"},
		{"the form's file did not come", strings.Replace(site(wholeApply), "Content-Type: application/msword", "Failure: timeout", 1), "pass"},
		{"the limits of the repealed regulations", site(less(applyLimits) + "<p>本机关自收到申请之日起15个工作日内答复。</p>"), "review element_missing"},
		{"limits in days that are said to be working days", site(less(applyLimits) + "<p>自收到申请之日起20日（工作日）内答复。</p>"), "pass"},
		{"limits in working days by law", site(less(applyLimits) + "<p>在二十个法定工作日内答复。</p>"), "pass"},
		{"limits in Chinese figures", site(less(applyLimits) + "<p>自收到申请之日起二十个工作日内答复。</p>"), "pass"},
		{"limits in an odd form", site(less(applyLimits) + "<p>答复：20个（法定）工作日。</p>"), "pass"},
		{"limits by the article of the law", site(less(applyLimits) + "<p>本机关按照《条例》第三十三条规定的期限答复。</p>"), "review element_missing"},
		{"limits in days that may be any", site(less(applyLimits) + "<p>收到申请之日起20天内答复。</p>"), "review element_missing"},
		{"limits by the law in other words", site(less(applyLimits) + "<p>即办件当日答复，承诺件于法定期间内答复。</p>"), "review element_missing"},
		{"working days behind a bracket", site(less(applyLimits) + "<p>办理期间：二十日（均指工作日）。</p>"), "review element_missing"},
		{"office hours under the name of handling", site(less(applyLimits) + "<p>办理咨询：工作日8:30-17:30</p>"), "fail element_missing"},
		{"papers are to be given to an office", site(less(applyWays) + "<p>申请材料交政务公开股（行政中心3楼）</p>"), "review element_missing"},
		{"a form filled in on a platform", site(less(applyForm) + "<p>请登录平台填写申请表。</p>"), "review element_missing"},
		{"the form is to be brought to a room", site(less(applyWays) + "<p>填好申请表后交到县政府办公室301室。</p>"), "pass"},
		{"the form is to be sent by courier", site(less(applyWays) + "<p>申请人可以上门提交或快递送达。</p>"), "pass"},
		{"a form behind a link that says download only", site(less(applyForm) + `<p>申请表可以在本局办公室领取，也可<a href="/zwgk/ysq/sqb.doc">下载</a>。</p>`), "pass"},
		{"a form under the name of its file", site(less(applyForm) + `<p>附件1：<a href="/zwgk/ysq/sqb.doc">sqb.doc</a></p><p>申请人填写《申请表》。</p>`), "pass"},
		{"a form behind a picture without words", site(less(applyForm) + `<p>填写申请表<a href="/zwgk/ysq/sqb.doc"><img src="/i/word.png"></a></p>`), "pass"},
		{"a file of another name that did not come may hold the form", site(less(applyForm) + `<p>申请人填写《申请表》。</p><p><a href="/zwgk/ysq/lct.doc">依申请公开流程示意图</a></p>`), "review element_missing"},
		{"a form behind a button", site(less(applyForm) + `<p>填写申请表：<a href="javascript:;" onclick="down('sqb')">下载</a></p>`), "review element_missing"},
		{"a form as a picture", site(less(applyForm) + `<p>申请表样式：</p><p><img src="/i/sqb.jpg"></p>`), "review element_missing"},
		{"a form below the text", site(less(applyForm) + `<p>申请人应填写《申请表》（附后）。</p><h3>政府信息公开申请表</h3><table><tr><td>姓名</td><td></td></tr><tr><td>内容描述</td><td></td></tr></table>`), "review element_missing"},
		{"a form the office hands out", site(less(applyForm) + "<p>申请表由受理机构提供。</p>"), "review element_missing"},
		{"office hours are no limit", site(less(applyLimits) + "<p>受理时间：工作日8:30-17:30</p>"), "fail element_missing"},
		{"the rows of the column say it together", rows, "pass"},
		{"one of the rows did not come", strings.Replace(rows, "-- /zwgk/ysq/1.html --\n", "-- /zwgk/ysq/1.html --\nFailure: timeout\n\n", 1), "unknown"},
		{"only the guide says the limits", withGuide(less(applyLimits), wholeGuide), "review element_missing"},
		{"the guide does not say them either", withGuide(less(applyLimits), strings.Replace(wholeGuide, guideRequests, "", 1)), "fail element_missing"},
		{"a picture only", site(`<p><img src="/lct.jpg"></p>`), "unknown"},
		{"the limits may stand on a page that was not visited", site(less(applyLimits)) + partial, "review element_missing"},
		{"no channel", county("", guideEntry, single("/zwgk/zn/", "政府信息公开指南", guideIntro)), "fail missing"},
		{"no channel seen in a crawl that was cut", county("", "", "") + "-- snapshot.json --\n{\"complete\": false, \"stopped\": \"达到页数上限\", \"skipped\": {\"max_pages\": 9}}\n", "unknown"},
		{"the channel is a platform elsewhere", county("", `<li><a href="http://ysqgk.other.gov.cn/">依申请公开</a></li>`, ""), "unknown"},
		{"the channel is gone", county("", applyEntry, "-- /zwgk/ysq/ --\nHTTP 404\n\n"), "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "application", "{}", tt.site), tt.want) })
	}
	t.Run("a rule that asks for the channel only", func(t *testing.T) {
		expect(t, judgeSite(t, "application", "{judge: [missing]}", site("<p>见办事大厅。</p>")), "pass")
	})
	t.Run("a rule that does not ask for a form", func(t *testing.T) {
		expect(t, judgeSite(t, "application", "{forms: []}", site(less(applyForm))), "pass")
	})
}
