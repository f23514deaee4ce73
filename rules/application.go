package rules

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// application judges the channel for requests (依申请公开, 条例 articles 28 to 33):
// that there is one, how to apply, within what time the answer comes, and the
// form, on paper or on line:
//
//	check: application
//	with:
//	  elements: [{name: 办理时限, words: [20个工作日], near: [个工作日]}]
//	  forms: [申请表]
//
// The column, the pages it lists and those below it are read together. What only
// the guide says is for a person to judge.
type application struct {
	Judged   []string `yaml:"judge"`     // the codes this rule looks for; empty: all
	Subject  string   `yaml:"subject"`   // the name under which a missing channel is recorded
	Columns  []string `yaml:"columns"`   // names of the column
	Unlike   []string `yaml:"unlike"`    // words of names of other columns
	Near     []string `yaml:"near"`      // words of columns that may serve instead: a person decides
	Elements details  `yaml:"elements"`  // what it must say
	Forms    []string `yaml:"forms"`     // words of the form's name; empty: the form is not judged
	Online   []string `yaml:"online"`    // words of the entry to an application on line, which does for a form
	Sheet    []string `yaml:"sheet"`     // words of a form that is to be filled in on the page
	Counter  []string `yaml:"counter"`   // words that say the form is had at the counter: a person decides
	Contents []string `yaml:"contents"`  // words of what a request in free words has to say
	Guide    []string `yaml:"guide"`     // names of the guide, which may say the same
	MinRunes int      `yaml:"min_runes"` // characters below which the pages are too short to judge
}

func newApplication() *application {
	return &application{
		Subject: "依申请公开",
		Columns: []string{"依申请公开", "政府信息公开申请", "信息公开申请", "政府信息依申请公开", "信息依申请公开", "依申请公开政府信息", "依申请公开信息",
			"申请公开", "依申请", "公开申请", "网上申请公开", "在线申请公开", "政府信息申请", "信息申请", "我要申请公开", "依申请公开申请"},
		Unlike: []string{"年报", "统计", "满意度", "目录清单", "查询", "指南"},
		Near:   []string{"申请公开", "公开申请", "在线申请", "网上申请"},
		Elements: details{
			{Name: "申请方式", Words: []string{"当面", "现场", "邮寄", "邮政", "信函", "信件", "网上申请", "在线申请", "网上提交", "电子邮件", "电子邮箱", "申请方式", "申请途径", "书面申请", "书面形式", "数据电文", "口头提出", "口头申请", "传真", "邮递", "快递", "特快专递", "挂号", "面交", "上门", "来访", "窗口递交", "窗口提交"}, Near: []string{"提出申请", "提交申请", "书面", "申请渠道", "邮件", "邮箱", "寄", "递交", "送交", "送至", "交到", "交至", "窗口", "填表", "办理地点", "受理地点", "受理地址", "通信地址", "通讯地址", "地址", "前往", "网上", "线上", "线下"}},
			{Name: "办理时限", Words: []string{"20个工作日", "二十个工作日", "(20)个工作日", "20(二十)个工作日", "20工作日", "20个法定工作日", "二十个法定工作日", "20日(工作日)", "二十日(工作日)", "20日内", "二十日内", "20个(法定)工作日", "二十个(法定)工作日"}, Near: []string{"个工作日", "办理期限", "办理时限", "答复期限", "答复时限", "答复时间", "办理时间", "办结时限", "办结期限", "法定期限", "法定时限", "规定期限", "规定时限", "规定的期限", "规定的时限", "规定时间", "第三十三条", "第33条", "天内", "日内答复", "日内予以", "日内作出", "日内给予", "工作日答复", "(工作日)", "个月内", "周内答复"}},
		},
		Forms:    []string{"申请表", "申请书", "表格下载", "申请样表"},
		Online:   []string{"在线申请", "网上申请", "我要申请", "在线提交", "申请入口", "申请平台", "申请系统", "在线填写", "网上提交", "立即申请", "在线填报"},
		Sheet:    []string{"所需信息", "内容描述", "获取方式", "申请人姓名", "证件号码", "联系电话", "通信地址", "提供方式", "验证码"},
		Counter:  []string{"领取", "索取"},
		Contents: []string{"姓名", "身份证明", "有效证件", "联系方式", "名称、文号", "特征性描述", "形式要求", "所需信息", "所需政府信息", "信息的名称"},
		Guide:    []string{"政府信息公开指南", "信息公开指南", "公开指南", "政务公开指南"},
		MinRunes: 60,
	}
}

func (a *application) validate() error {
	var problems []error
	if a.Subject == "" || len(a.Columns) == 0 {
		problems = append(problems, errors.New("subject、columns 不能为空"))
	}
	for _, list := range []*[]string{&a.Forms, &a.Online, &a.Sheet, &a.Counter, &a.Contents} {
		*list = foldAll(*list)
	}
	if len(a.Elements) > 0 || len(a.Forms) == 0 {
		problems = append(problems, a.Elements.prepare())
	}
	problems = append(problems, knownCodes("application", a.Judged))
	return errors.Join(problems...)
}

// Describe says where the channel is looked for and what in it.
func (a *application) Describe() string {
	what := a.Elements.names()
	if len(a.Forms) > 0 {
		what = append(what, "申请表（可以下载，或者有在线填写的入口）")
	}
	return fmt.Sprintf("在全站找“%s”栏目，把栏目页、其中各条和下级栏目合在一起读，看有没有：%s。申请表的链接打不开的不算有；"+
		"指南里另有写明的、只说可以领取表格的提请人工；栏目设在其他网站或者由脚本填写的，记为未能观察。", a.Subject, strings.Join(what, "、"))
}

// Judge looks for the channel, then at what it says.
func (a *application) Judge(c *Case) Judgement {
	if !c.Portal.Home.OK() {
		return Judgement{Unknown: "首页未取得，无法查找依申请公开渠道"}
	}
	col := &column{Names: a.Columns, Unlike: a.Unlike, Near: a.Near, Kind: anyColumn, Own: true}
	strong, titled, labels := col.sort(c)
	found := append(strong, titled...)
	here := inside(found)
	if len(here) == 0 {
		switch {
		case len(found) > 0 && found[0].Place != portal.Inside:
			return Judgement{Reason: "依申请公开设在本站以外：" + found[0].URL, Unknown: a.outside(found[0])}
		case len(found) > 0:
			return Judgement{Unknown: "依申请公开的页面没有打开：" + found[0].URL}
		case len(labels) > 0:
			return Judgement{Unknown: fmt.Sprintf("“%s”没有可跟随的链接，看不到内容", labels[0].Text)}
		}
		return only1(col.absent(c), a.Judged)
	}
	if !wants(a.Judged, "element_missing") {
		return Judgement{Reason: "设有依申请公开渠道", Seen: []Evidence{Quote(here[0].Page, guideTitle(here[0].Page))}}
	}
	l := newLeaflet(c)
	for _, m := range found {
		l.add(m, a.Forms)
	}
	l.lacks(col.unseen(c)) // what was not visited may be where the rest is said
	return a.judge(c, here[0].Page, l)
}

// outside says that what a channel elsewhere holds is not known, "" where only its
// being there is asked.
func (a *application) outside(m portal.Match) string {
	if !wants(a.Judged, "element_missing") {
		return ""
	}
	return "依申请公开设在本站以外（" + m.URL + "），没有检查其内容"
}

func (a *application) judge(c *Case, pg *portal.Page, l *leaflet) Judgement {
	folded := foldLines(l.text.String())
	answers := a.Elements.read(folded)
	absent, unclear := lacking(answers)
	absent, unclear = inOtherWords(folded, absent, unclear)
	switch form, name := a.form(c, l, folded); form {
	case unsaid:
		absent = append(absent, name)
	case perhaps:
		unclear = append(unclear, name)
	}
	absent, moved := a.inGuide(c, absent)
	j := Judgement{Examined: 1, Reason: "依申请公开的内容齐全", Seen: l.seen()}
	doubt := l.why
	if spoken(answers) == 0 && l.pictures() > 0 {
		doubt = cmp.Or(doubt, "内容可能在图片里，须由人工核对")
	}
	switch short := l.runes() < a.MinRunes && spoken(answers) == 0; { // a page that tells one thing tells what it has to
	case len(absent) > 0 && doubt == "" && !short:
		said := "依申请公开没有写明或者提供：" + strings.Join(absent, "、")
		j.Defects = append(j.Defects, failing("element_missing", pg.URL, said, l.seen()...))
	case len(absent) > 0 && doubt != "" && spoken(answers) == 0 && short:
		return Judgement{Unknown: "依申请公开的内容读不到：" + doubt}
	case len(absent) > 0:
		j.Defects = append(j.Defects, doubtful("element_missing", pg.URL,
			fmt.Sprintf("依申请公开的页面里没有看到：%s；%s", strings.Join(absent, "、"), cmp.Or(doubt, "页面文字很少，须由人工核对")), l.seen()...))
	case len(unclear)+len(moved) > 0:
		j.Defects = append(j.Defects, doubtful("element_missing", pg.URL,
			fmt.Sprintf("依申请公开是否写明或者提供了%s，须由人工核对", strings.Join(append(unclear, moved...), "、")), l.seen()...))
	}
	return j
}

// otherWords are sentences that may say an element of the channel in words of their own.
var otherWords = map[string]*regexp.Regexp{
	"办理时限": regexp.MustCompile(`(?:答复|回复|办理|处理|办结|承诺)[^。;\n]{0,30}(?:[\d一二两三四五六七八九十廿](?:个|\)|\(|自然|法定|工作)*(?:日|天|周|月|工作)|期间|时限|条例》)|(?:[\d一二两三四五六七八九十廿])(?:个|日|天|\)|\(|均|指|自然|法定)*工作[日天]|[\d一二两三四五六七八九十廿]个?(?:日|天|周|星期|月)(?:之内|以内|内|左右)?[^。;\n]{0,10}(?:答复|回复|答覆|回音|回信|办结|办妥|告知)`),
	"申请方式": regexp.MustCompile(`(?:申请|材料|表)[^。;\n]{0,12}(?:交|递|寄|送|投)|收件|窗口|口述|代填|公众号|到场|函件|电子化|到访|现场|来人|亲自|大厅|(?:交|递|寄|送|投|发)(?:送|交|至|到|往|给)?[^。;\n]{0,8}(?:申请|材料|表)|(?:通过|登录|登陆|经由|利用)[^。;\n]{0,16}(?:系统|平台|网站|网页|专栏|入口|栏目|客户端)`),
}

// inOtherWords moves the elements that a sentence may say to those that are not clear.
func inOtherWords(folded string, absent, unclear []string) (nowhere, perhaps []string) {
	folded = appeals.ReplaceAllString(folded, "")
	for _, name := range absent {
		if re := otherWords[name]; re != nil && slices.ContainsFunc(re.FindAllString(folded, 10), func(s string) bool { return !clockTime.MatchString(s) }) {
			unclear = append(unclear, name)
		} else {
			nowhere = append(nowhere, name)
		}
	}
	return nowhere, unclear
}

// appeals are clauses on what an applicant may do against the answer, within a time of
// their own: 可以在六十日内申请行政复议.
var appeals = regexp.MustCompile(`[^,。;\n]*(?:复议|诉讼|起诉|投诉|举报)[^,。;\n]*`)

// clockTime is a time of the day, which office hours have.
var clockTime = regexp.MustCompile(`\d[:点时]\d`)

// inGuide parts what the guide says from what is nowhere.
func (a *application) inGuide(c *Case, absent []string) (nowhere, guide []string) {
	if len(absent) == 0 {
		return nil, nil
	}
	folded := a.guideText(c)
	if !strings.Contains(folded, "申请") {
		return absent, nil // its telephones and mail boxes are not there to apply by
	}
	said := map[string]bool{}
	for _, x := range a.Elements.read(folded) {
		said[x.detail.Name] = x.said == plainly
	}
	for _, name := range absent {
		if said[name] {
			guide = append(guide, name+"（公开指南里有）")
		} else {
			nowhere = append(nowhere, name)
		}
	}
	return nowhere, guide
}

// guideText returns what the guide says, folded.
func (a *application) guideText(c *Case) string {
	l := newLeaflet(c)
	col := &column{Names: a.Guide, Unlike: []string{"办事", "解读"}, Own: true}
	strong, titled, _ := col.sort(c)
	for _, m := range inside(append(strong, titled...)) {
		l.page(m.Page, a.Forms)
	}
	return foldLines(l.text.String())
}

// namelessFile is the text of a link to a file whose name tells nothing of it: 点此下载,
// 附件1, sqb.doc, 个人.
var namelessFile = regexp.MustCompile(`下载|附件|^[^\p{Han}]*$|^\p{Han}{1,4}$`)

// file reports that a file hangs where a form is spoken of, under a name that does not
// tell that it is another.
func (a *application) file(c *Case, l *leaflet) bool {
	return slices.ContainsFunc(l.links, func(x extract.Link) bool {
		if !isDocument(x.URL) || x.Region == extract.Nav || x.Region == extract.Footer || !namelessFile.MatchString(extract.Fold(x.Text)) {
			return false
		}
		pg := c.Portal.Page(x.URL)
		return pg == nil || !pg.Failure.Definite()
	})
}

// handedOut tells how else a form is had, and headsForm is the line above one.
var (
	handedOut = regexp.MustCompile(`申请[表书][^。;\n]{0,24}(?:发放|提供|获取|取得|索要|附后|后附|见附|如下|样式|打印|复印|放置|格式|文末|大厅|窗口|小程序|平台|自制|自拟)|(?:登录|平台|小程序|网站)[^。;\n]{0,8}填写[^。;\n]{0,6}申请[表书]|(?:二维码|扫码)[^。;\n]{0,16}申请[表书]|(?m:申请[表书][)》”]?:?(?:请?点[击此](?:此处|这里)?)?下载[。;]?$)`)
	headsForm = regexp.MustCompile(`(?m)^[^,。;:、\n]{0,16}申请[表书](?:\([^()\n]{1,8}\))?(?:\(?(?:样式|样表|式样|格式)\)?)?:?$`)
)

// shown reports that the form may stand on the page, as text, as a picture or behind a
// button, or be handed out some other way.
func (a *application) shown(l *leaflet, folded string) bool {
	if handedOut.MatchString(folded) || headsForm.MatchString(folded) || l.pictures() > 0 {
		return true
	}
	return slices.ContainsFunc(l.pages, func(pg *portal.Page) bool {
		return wordIn(strings.Join(foldAll(pg.Unopened()), "\n"), append([]string{"下载"}, a.Forms...)) != ""
	})
}

// contents counts what a request in free words has to say (条例 article 29): a page
// that lists it does without a form.
func (a *application) contents(folded string) int {
	n := 0
	for _, w := range a.Contents {
		if strings.Contains(folded, w) {
			n++
		}
	}
	return n
}

// form says whether a form can be had, and what to call it where not. Where no form
// is spoken of, requests in free words may do.
func (a *application) form(c *Case, l *leaflet, folded string) (is said, name string) {
	if len(a.Forms) == 0 {
		return plainly, ""
	}
	dead := ""
	offered := func(text, url string) bool {
		t := extract.Fold(text)
		if wordIn(t, a.Forms) == "" && wordIn(t, a.Online) == "" {
			return false
		}
		if pg := c.Portal.Page(url); pg != nil && pg.Failure.Definite() {
			dead = cmp.Or(dead, text)
			return false
		}
		return true
	}
	for _, x := range l.links {
		if offered(x.Text, x.URL) && (x.Region != extract.Nav || wordIn(extract.Fold(x.Text), a.Online) != "") {
			return plainly, ""
		}
	}
	for _, it := range l.rows {
		if offered(it.Title, it.URL) {
			return plainly, ""
		}
	}
	asked := 0
	for _, w := range a.Sheet {
		if strings.Contains(folded, w) {
			asked++
		}
	}
	if asked >= 4 {
		return plainly, "" // to be filled in on the page
	}
	for _, m := range c.Portal.FindColumn(append(append([]string{}, a.Online...), a.Forms...)) {
		if m.URL != "" && offered(m.Text, m.URL) {
			return plainly, ""
		}
	}
	spoken := wordIn(folded, a.Forms) != ""
	switch {
	case dead != "":
		return unsaid, "申请表（“" + dead + "”打不开）"
	case spoken && a.file(c, l):
		return plainly, ""
	case spoken && (asked >= 3 || a.shown(l, folded)):
		return perhaps, "申请表"
	case spoken && strings.Contains(folded, "下载"):
		return unsaid, "申请表（正文说可以下载，全站没有下载的链接）"
	case spoken && wordIn(folded, a.Counter)+wordIn(folded, a.Online) == "":
		return unsaid, "申请表"
	case !spoken && wordIn(folded, a.Online) != "":
		return plainly, "" // the law asks for a written request, not for a form
	case !spoken && wordIn(folded, a.Counter) == "" && a.contents(folded) < 2 && wordIn(a.guideText(c), a.Forms) == "":
		return unsaid, "申请表"
	}
	return perhaps, "申请表"
}
