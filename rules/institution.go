package rules

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// institution judges what a body makes public of itself: 机关职能、机构设置、办公地址、
// 办公时间、联系方式、负责人姓名 (条例 article 20 (2)):
//
//	check: institution
//	with:
//	  elements: [{name: 办公时间, kind: hours, words: [办公时间, 上班时间]}]
//
// Bodies put it into one text, into a column of several, or into columns side by
// side; all of them are read together, with the contact page and the footer. What
// is missing is certain only where everything was read and nothing says it.
type institution struct {
	Judged   []string `yaml:"judge"`     // the codes this rule looks for; empty: all
	Subject  string   `yaml:"subject"`   // the name under which missing information is recorded
	Columns  []string `yaml:"columns"`   // names of the column
	Unlike   []string `yaml:"unlike"`    // words of names of other columns
	Near     []string `yaml:"near"`      // words of names of columns and titles that may serve instead: a person decides
	Leaders  []string `yaml:"leaders"`   // names of the column of leaders
	Contacts []string `yaml:"contacts"`  // names of the page of contacts
	Guide    []string `yaml:"guide"`     // names of the guide, which tells the same of one office
	Elements details  `yaml:"elements"`  // what must be said
	MinRunes int      `yaml:"min_runes"` // characters below which the pages are too short to judge
}

func newInstitution() *institution {
	return &institution{
		Subject: "机构职能",
		Columns: []string{"机构职能", "机构设置", "机构概况", "机关简介", "机关职能", "机构信息", "机构简介", "部门职责", "部门职能", "主要职责", "主要职能",
			"单位职能", "职能职责", "工作职能", "组织机构", "机关概况", "单位概况", "部门概况", "政府机构", "内设机构", "单位简介", "部门简介",
			"职能配置", "机构职责", "机构", "职责职能", "机构领导", "本局概况", "部门介绍", "机构介绍", "单位职责", "工作职责", "机关机构", "政府概况", "政府职能"},
		Unlike:   []string{"信箱", "名录", "下属机构名单", "中介", "培训机构", "医疗机构", "投诉"},
		Near:     []string{"职能", "职责", "机构", "简介", "三定"},
		Leaders:  []string{"领导信息", "领导之窗", "领导介绍", "政府领导", "领导简介", "领导分工", "领导班子", "负责人信息", "领导成员", "现任领导", "领导", "机关领导", "单位领导", "部门领导", "县领导", "市领导", "区领导", "局领导", "省领导", "镇领导", "厅领导", "委领导", "办领导", "省政府领导", "市政府领导", "县政府领导", "区政府领导", "镇政府领导", "街道领导", "省长之窗", "区长之窗", "班子成员", "领导团队", "县长之窗", "市长之窗", "领导名单"},
		Contacts: []string{"联系我们", "联系方式", "办公信息", "办公地址", "联系电话", "机构联系方式", "通讯录", "办公时间", "联络我们"},
		Guide:    []string{"政府信息公开指南", "信息公开指南", "公开指南", "政务公开指南"},
		Elements: details{
			{Name: "机关职能", Words: []string{"职责", "职能", "主要任务", "贯彻执行", "组织实施", "负责全", "负责本", "负责贯彻", "负责组织", "负责制定", "负责指导", "负责协调", "负责省", "负责市", "负责县", "负责区", "负责镇", "负责乡", "日常工作", "行政区域内的", "拟订", "统筹", "等行政工作"}, Near: []string{"负责", "主管", "行政工作", "领导全", "承担", "协助", "起草", "职权", "行使", "工作内容"}},
			{Name: "机构设置", Words: []string{"内设机构", "机构设置", "内设科室", "内设处室", "内设股室", "科室设置", "处室设置", "下设", "所属单位", "下属单位", "直属单位", "组织机构", "机关处室", "机关科室", "工作机构", "内设", "设下列机构", "部门设置", "政府部门", "工作部门"}, Near: []string{"办公室", "处室", "科室", "股室", "机关设", "本局设", "设有", "职能机构", "组成部门", "办事机构", "站所", "党政办"}},
			{Name: "办公地址", Kind: addressDetail, Words: []string{"办公地址", "办公地点", "通信地址", "通讯地址", "联系地址", "单位地址", "机构地址", "详细地址", "地址", "地点"}},
			{Name: "办公时间", Kind: hoursDetail, Words: []string{"办公时间", "工作时间", "上班时间", "对外办公时间", "服务时间", "受理时间", "接待时间", "作息时间"}},
			{Name: "联系方式", Kind: phoneDetail, Words: []string{"联系方式", "联系电话", "办公电话", "咨询电话", "服务电话", "电话号码", "值班电话", "公开电话", "电话"}, Near: []string{"邮箱", "传真", "值班", "座机", "联系方法"}},
			{Name: "负责人姓名", Kind: personDetail, Words: []string{"负责人姓名", "主要负责人", "负责人", "主要领导", "单位领导", "局领导", "法定代表人", "姓名", "局长", "主任", "县长", "市长", "区长", "镇长", "乡长", "厅长", "省长", "州长", "盟长", "旗长", "秘书长", "处长", "书记"}, Near: []string{"分管", "主持"}},
		},
		MinRunes: 60,
	}
}

func (k *institution) validate() error {
	var problems []error
	if k.Subject == "" || len(k.Columns) == 0 {
		problems = append(problems, errors.New("subject、columns 不能为空"))
	}
	problems = append(problems, k.Elements.prepare(), knownCodes("institution", k.Judged))
	return errors.Join(problems...)
}

// Describe says where the body's information is looked for.
func (k *institution) Describe() string {
	return fmt.Sprintf("把“%s”一类栏目、领导信息、联系我们等页面和页脚合在一起读，看有没有：%s。写在一页里、分在几个栏目里、列成表格的都算；"+
		"公开指南里的地址、电话、时间说的是公开工作机构，只有指南里有的，机构页面另写了别的联系信息而独缺这一项时才认定，否则提请人工；"+
		"页面没有读全的不认定。", k.Subject, strings.Join(k.Elements.names(), "、"))
}

// Judge reads everything that tells of the body.
func (k *institution) Judge(c *Case) Judgement {
	if !c.Portal.Home.OK() {
		return Judgement{Unknown: "首页未取得，无法查找机构信息"}
	}
	col := &column{Names: k.Columns, Unlike: k.Unlike, Near: k.Near, Kind: anyColumn, Own: true}
	strong, titled, labels := col.sort(c)
	own := inside(append(strong, titled...))
	l := newLeaflet(c)
	for _, m := range append(slices.Clone(strong), titled...) {
		l.add(m, nil)
	}
	if len(own) == 0 {
		return k.absent(c, col, labels, l)
	}
	if !wants(k.Judged, "element_missing") {
		return Judgement{Reason: "公开了机构信息", Seen: []Evidence{Quote(own[0].Page, guideTitle(own[0].Page))}}
	}
	l.lacks(col.unseen(c)) // what was not visited may be where the rest is said
	return k.judge(c, own[0].Page, l)
}

// absent judges a site without a column on its body.
func (k *institution) absent(c *Case, col *column, labels []portal.Match, l *leaflet) Judgement {
	switch {
	case l.why != "":
		return Judgement{Unknown: l.why}
	case len(labels) > 0:
		return Judgement{Unknown: fmt.Sprintf("“%s”没有可跟随的链接，看不到内容", labels[0].Text)}
	}
	j := col.absent(c)
	if said := k.elsewhere(c); said != "" {
		for i := range j.Defects {
			d := &j.Defects[i]
			d.Outcome, d.Message = Review, d.Message+"；但有"+said+"，须由人工判断"
		}
	}
	return only1(j, k.Judged)
}

// elsewhere names what tells of the body where there is no column for it.
func (k *institution) elsewhere(c *Case) string {
	for _, names := range [][]string{k.Leaders, k.Contacts} {
		for _, m := range c.Portal.FindColumn(names) {
			if m.Grade == portal.Exact && m.Page.OK() {
				return "“" + m.Text + "”"
			}
		}
	}
	for _, d := range c.Portal.Documents() {
		if t := extract.Fold(d.Title); wordIn(t, foldAll(k.Near)) != "" && c.Portal.InScope(d.Page.URL) {
			return "《" + shortTitle(d.Title) + "》"
		}
	}
	return ""
}

// judge judges what the pages on the body say, then looks further for what they do
// not.
func (k *institution) judge(c *Case, pg *portal.Page, l *leaflet) Judgement {
	here := k.Elements.read(foldLines(l.text.String()))
	more := k.further(c, l)
	all := k.Elements.read(foldLines(l.text.String() + "\n" + more))
	for i := range all {
		if !all[i].detail.Kind.contact() { // footers name other bodies too
			all[i] = here[i]
		}
	}
	if k.led(c, l) {
		for i := range all {
			if all[i].detail.Kind == personDetail {
				all[i].said = plainly
			}
		}
	}
	absent, unclear := lacking(all)
	absent, moved := k.inGuide(c, here, absent)
	j := Judgement{Examined: 1, Seen: l.seen()}
	if len(absent)+len(unclear)+len(moved) == 0 {
		j.Reason = "机构信息齐全"
	}
	doubt := l.why
	if spoken(all) == 0 && l.pictures() > 0 {
		doubt = cmp.Or(doubt, "内容可能在图片里，须由人工核对")
	}
	if len(absent) > 0 && doubt == "" {
		near := !slices.ContainsFunc(all, func(a answer) bool { return a.said == unsaid && !a.detail.Kind.contact() })
		if strange := k.Elements.strange(foldLines(l.own(pg)), guideFold(pg), near); strange != "" {
			doubt = "“" + strange + "”一行可能就是，须由人工核对"
		}
	}
	short := l.runes() < k.MinRunes
	switch {
	case len(absent) > 0 && doubt == "" && !short:
		j.Defects = append(j.Defects, failing("element_missing", pg.URL, "机构信息没有写明："+strings.Join(absent, "、"), l.seen()...))
	case len(absent) > 0 && short && spoken(here) == 0:
		return Judgement{Unknown: "机构信息的内容读不到：" + cmp.Or(doubt, "页面文字很少")}
	case len(absent) > 0:
		j.Defects = append(j.Defects, doubtful("element_missing", pg.URL,
			fmt.Sprintf("机构信息里没有看到：%s；%s", strings.Join(absent, "、"), cmp.Or(doubt, "页面文字很少，须由人工核对")), l.seen()...))
	case len(unclear)+len(moved) > 0:
		j.Defects = append(j.Defects, doubtful("element_missing", pg.URL,
			fmt.Sprintf("机构信息是否写明了%s，须由人工核对", strings.Join(append(unclear, moved...), "、")), l.seen()...))
	}
	return j
}

// further reads the page of contacts and the footers.
func (k *institution) further(c *Case, l *leaflet) string {
	var b strings.Builder
	for _, m := range c.Portal.FindColumn(k.Contacts) {
		if m.Grade != portal.Exact || m.Place != portal.Inside || !m.Page.OK() || slices.Contains(l.pages, m.Page) {
			continue
		}
		x := c.leaf(m.Page)
		if x.why != "" {
			l.lacks("“" + m.Text + "”：" + x.why)
		}
		b.WriteString(x.text + "\n")
	}
	b.WriteString(c.leaf(c.Portal.Home).footer)
	for _, pg := range l.pages { // where the home page is a set of frames it has none
		b.WriteString("\n" + c.leaf(pg).footer)
	}
	return b.String()
}

// leaderEndings end the names of columns of leaders, whatever the body calls its posts:
// 旗长之窗, 管委会领导.
var leaderEndings = []string{"长之窗", "主任之窗", "领导", "领导班子", "领导分工", "领导简介"}

// led reports that a column of leaders has content: their names are there, in
// words, pictures or on pages of their own.
func (k *institution) led(c *Case, l *leaflet) bool {
	for _, m := range c.Portal.FindColumn(endingSo(c, k.Leaders, k.Unlike, leaderEndings)) {
		if m.Grade == portal.Titled && m.Place == portal.Inside && m.Page.OK() && k.names(c.leaf(m.Page).text) { // a column that is one page
			return true
		}
		if m.Grade > portal.Contained || m.URL == "" || foldedWord(m.Text, k.Unlike) != "" {
			continue
		}
		if m.Place != portal.Inside {
			return true
		}
		if !m.Page.OK() {
			if m.Page == nil || !m.Page.Failure.Definite() {
				l.lacks("“" + m.Text + "”没有打开")
			}
			continue
		}
		if holds(m.Page) || m.Page.Rows() > 0 || m.Column != nil && m.Column.Rows() > 0 || m.Page.BodyLinks > 0 || unfilled(c.Portal, m.Page) != "" || k.names(c.leaf(m.Page).text) {
			return true
		}
	}
	return false
}

// names reports that a short text names a person: with the post, or in a line of
// its own.
func (k *institution) names(text string) bool {
	folded := foldLines(text)
	for line := range strings.Lines(folded) {
		if extract.IsName(strings.TrimSpace(line)) {
			return true
		}
	}
	return slices.ContainsFunc(k.Elements.read(folded), func(a answer) bool { return a.detail.Kind == personDetail && a.said == plainly })
}

// inGuide parts off what the guide says of the office for openness: where the
// body's own pages give no contact at all, they may mean it to do for both.
func (k *institution) inGuide(c *Case, here []answer, absent []string) (nowhere, guide []string) {
	contacts := 0
	for _, a := range here {
		if a.detail.Kind.contact() && a.said == plainly {
			contacts++
		}
	}
	if contacts > 0 || len(absent) == 0 {
		return absent, nil
	}
	l := newLeaflet(c)
	col := &column{Names: k.Guide, Unlike: []string{"办事", "解读"}, Own: true}
	strong, titled, _ := col.sort(c)
	for _, m := range inside(append(strong, titled...)) {
		l.page(m.Page, nil)
	}
	said := map[string]bool{}
	for _, a := range k.Elements.read(foldLines(l.text.String())) {
		said[a.detail.Name] = a.said == plainly && a.detail.Kind.contact()
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
