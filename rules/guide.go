package rules

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// guide judges the 政府信息公开指南: that there is one, and that it says what 条例
// article 12 asks of it — how information is classified, arranged and obtained,
// and name, address, hours, telephone, fax and internet contact of the office for
// openness — and rests on the law in force:
//
//	check: guide
//	with:
//	  judge: [element_missing]
//	  elements: [{name: 传真号码, kind: fax, words: [传真号码, 传真]}]
//
// The best of several guides speaks for the site. What is missing is certain only
// where the guide is a text that was read whole.
type guide struct {
	Judged   []string `yaml:"judge"`     // the codes this rule looks for; empty: all
	Subject  string   `yaml:"subject"`   // the name under which a missing guide is recorded
	Columns  []string `yaml:"columns"`   // names of the column or article
	Unlike   []string `yaml:"unlike"`    // words of names and titles of other guides
	Near     []string `yaml:"near"`      // words of columns that may serve instead: a person decides
	Title    []string `yaml:"title"`     // words of the guide's own title, for finding it among rows
	Elements details  `yaml:"elements"`  // what it must say
	MinRunes int      `yaml:"min_runes"` // characters from which a text is a guide
	Beside   []string `yaml:"beside"`    // words of attachments that are no part of it: 申请表, 流程图
	Outdated []string `yaml:"outdated"`  // words of repealed law it must not rest on: for a person to judge
	Current  []string `yaml:"current"`   // words of the law in force: with one of them the outdated ones are history
	MaxAge   age      `yaml:"max_age"`   // how old it may be, for a person to judge; default: not judged
}

func newGuide() *guide {
	return &guide{
		Subject: "政府信息公开指南",
		Columns: []string{"政府信息公开指南", "信息公开指南", "公开指南", "政务公开指南", "政府信息公开工作指南", "信息公开工作指南"},
		Unlike:  []string{"申请", "办事", "服务指南", "下载", "解读", "标准", "流程图", "通知", "征求"},
		Near:    []string{"公开指引", "公开须知", "公开说明", "公开指南", "目录和指南", "目录及指南", "公开导引", "公开手册"},
		Title:   []string{"指南"},
		Elements: details{
			{Name: "信息的分类", Words: []string{"分类", "类别", "公开范围", "主动公开的内容", "主动公开内容", "主动公开的范围", "分为以下", "分为下列", "以下几类", "下列几类", "几大类", "个大类", "种类"}, Near: []string{"主动公开", "公开内容", "公开事项", "范围", "分为", "几类", "类信息"}},
			{Name: "编排体系", Words: []string{"编排", "目录体系", "目录编制", "编目", "编码", "索引"}, Near: []string{"目录", "体系", "排列", "栏目", "次序", "顺序", "排序", "序号", "先后"}},
			{Name: "获取方式", Words: []string{"获取方式", "获取途径", "获取渠道", "获取信息的方式", "获取政府信息的方式", "公开方式", "公开形式", "公开途径", "公开渠道", "查询方式", "查阅方式", "查阅"}, Near: []string{"获取", "查询", "网站", "公报", "档案馆", "发布渠道", "公开载体", "公告栏", "显示屏", "浏览"}},
			{Name: "公开工作机构名称", Kind: bodyDetail, Words: []string{"机构名称", "工作机构", "公开机构", "受理机构", "受理部门", "受理单位", "工作部门", "责任机构", "责任部门", "承办机构", "承办部门", "办理机构", "办理部门", "负责机构", "负责部门", "负责单位", "主管机构", "机构为", "联系单位", "联系部门", "部门名称", "单位名称", "名称:"}, Near: []string{"具体负责", "负责受理", "负责本机关", "办公室负责", "负责组织", "负责推进"}},
			{Name: "办公地址", Kind: addressDetail, Words: []string{"办公地址", "办公地点", "通信地址", "通讯地址", "联系地址", "受理地址", "受理地点", "接待地址", "接待地点", "邮寄地址", "单位地址", "机构地址", "地址", "地点"}},
			{Name: "办公时间", Kind: hoursDetail, Words: []string{"办公时间", "工作时间", "受理时间", "接待时间", "服务时间", "上班时间", "对外办公时间", "接听时间", "办理时间"}},
			{Name: "联系电话", Kind: phoneDetail, Words: []string{"联系电话", "咨询电话", "办公电话", "受理电话", "服务电话", "电话号码", "固定电话", "联系方式", "电话", "热线"}},
			{Name: "传真号码", Kind: faxDetail, Words: []string{"传真号码", "传真电话", "传真", "fax"}},
			{Name: "互联网联系方式", Kind: onlineDetail, Words: []string{"互联网联系方式", "网络联系方式", "网上联系方式", "电子邮箱", "电子邮件", "电子信箱", "电子邮件地址", "邮箱", "e-mail", "email", "互联网地址", "网站地址", "网址", "网上申请地址", "微信公众号"}, Near: []string{"http", "www."}},
		},
		MinRunes: 150,
		Beside:   []string{"申请表", "流程图", "告知书", "样表", "样本", "示范文本"},
		Outdated: []string{"第492号", "492号令"},
		Current:  []string{"711号", "第七百一十一号"},
	}
}

func (g *guide) validate() error {
	var problems []error
	if g.Subject == "" || len(g.Columns) == 0 || len(g.Title) == 0 {
		problems = append(problems, errors.New("subject、columns、title 不能为空"))
	}
	g.Title, g.Outdated, g.Current = foldAll(g.Title), foldAll(g.Outdated), foldAll(g.Current)
	problems = append(problems, g.Elements.prepare(), knownCodes("guide", g.Judged))
	return errors.Join(problems...)
}

// Describe says where the guide is looked for and what in it.
func (g *guide) Describe() string {
	return fmt.Sprintf("在全站找“%s”栏目或文章，读全正文和附件，看有没有：%s。标签换了说法（通信地址、受理机构）、写在表格里、没有标签只有号码的都算；"+
		"传真须有“传真”字样。正文不足 %d 字、只有图片或附件读不出的，记为未能观察；意思接近而说法不同的提请人工。有几份指南的，以写得最全的一份为准。",
		g.Subject, strings.Join(g.Elements.names(), "、"), g.MinRunes)
}

// Judge looks for the guide, then at what it says.
func (g *guide) Judge(c *Case) Judgement {
	if !c.Portal.Home.OK() {
		return Judgement{Unknown: "首页未取得，无法查找指南"}
	}
	col := &column{Names: g.Columns, Unlike: g.Unlike, Near: g.Near, Kind: articleColumn, Own: true}
	strong, titled, labels := col.sort(c)
	texts, why := g.texts(c, append(strong, titled...))
	if len(texts) == 0 {
		switch {
		case why != "":
			return Judgement{Unknown: why}
		case len(strong)+len(titled) > 0:
			return Judgement{Unknown: "指南栏目里没有看到指南的正文"}
		case len(labels) > 0 || !wants(g.Judged, "missing"):
			return Judgement{Unknown: "没有看到指南的正文"}
		}
		return only1(col.absent(c), g.Judged)
	}
	best := slices.MaxFunc(texts, func(a, b guidePage) int {
		return cmp.Or(cmp.Compare(a.spoken, b.spoken), strings.Compare(b.page.URL, a.page.URL))
	})
	return g.judge(c, best)
}

// only1 keeps the defects a rule looks for; where none is left the judgement says
// nothing is known.
func only1(j Judgement, codes []string) Judgement {
	had := len(j.Defects) > 0
	j.Defects = only(j.Defects, codes)
	if had && len(j.Defects) == 0 && j.Unknown == "" {
		j.Unknown = "由其他规则判断"
	}
	return j
}

// guidePage is one text that may be the guide.
type guidePage struct {
	page    *portal.Page
	text    string // as written
	why     string // what of it could not be read
	answers []answer
	spoken  int
}

// maxGuides bounds the pages that are read.
const maxGuides = 12

// texts reads the pages that may be the guide: the matches themselves and the rows
// of those that are lists. why tells what could not be read where nothing was.
func (g *guide) texts(c *Case, matches []portal.Match) (out []guidePage, why string) {
	seen := map[*portal.Page]bool{}
	read := func(pg *portal.Page) {
		if len(seen) >= maxGuides || seen[pg] {
			return
		}
		seen[pg] = true
		t, lacks := g.read(c, pg)
		if t.page != nil {
			out = append(out, t)
			return
		}
		why = cmp.Or(why, lacks)
	}
	for _, m := range matches {
		if !g.ours(c, m.Text) || m.Page.OK() && !g.ours(c, guideTitle(m.Page)) {
			continue
		}
		if m.Place != portal.Inside {
			why = cmp.Or(why, "指南设在本站以外："+m.URL)
			continue
		}
		if !m.Page.OK() {
			why = cmp.Or(why, "指南没有打开："+m.URL)
			continue
		}
		read(m.Page)
		items := m.Page.Items()
		if m.Column != nil {
			items = m.Column.Items()
		}
		whole := false // one of the rows is a guide
		for _, it := range items {
			whole = whole || wordIn(extract.Fold(it.Title), g.Title) != ""
			if wordIn(extract.Fold(it.Title), g.Title) == "" || foldedWord(it.Title, g.Unlike) != "" || !g.ours(c, it.Title) {
				continue
			}
			if pg := c.Portal.Page(it.URL); pg.OK() && c.Portal.InScope(pg.URL) {
				read(pg)
			} else {
				why = cmp.Or(why, "指南没有打开："+it.URL)
			}
		}
		if t := g.joined(c, m.Page, items); !whole && t.page != nil {
			out = append(out, t)
		}
	}
	return out, why
}

// joined reads the rows of a column as the parts of one guide: 一、信息分类,
// 二、获取方式, 三、公开机构. page is nil where they say nothing a guide does.
func (g *guide) joined(c *Case, column *portal.Page, rows []extract.Item) guidePage {
	if len(rows) == 0 || len(rows) > maxGuides {
		return guidePage{}
	}
	x := c.leaf(column)
	texts, lacks := []string{x.text}, []string{withoutForms(x.why, g.Beside)}
	for _, it := range rows {
		pg := c.Portal.Page(it.URL)
		if !pg.OK() || !c.Portal.InScope(pg.URL) {
			lacks = append(lacks, "指南的一部分没有打开："+it.URL)
			continue
		}
		part := c.leaf(pg)
		texts, lacks = append(texts, part.text), append(lacks, withoutForms(part.why, g.Beside))
	}
	t := guidePage{page: column, text: strings.Join(texts, "\n")}
	t.why = strings.Join(slices.DeleteFunc(lacks, func(s string) bool { return s == "" }), "；")
	t.answers = g.Elements.read(foldLines(t.text))
	if t.spoken = spoken(t.answers); t.spoken < 4 {
		return guidePage{}
	}
	return t
}

// ours reports that a title does not name another body.
func (g *guide) ours(c *Case, title string) bool {
	t := extract.Fold(title)
	for _, w := range foldAll(g.Columns) {
		if i := strings.Index(t, w); i > 0 {
			t = t[:i]
			break
		}
	}
	if !bodyLike(t) {
		return true
	}
	return newOwner(c.Target).kin(t) != foreign
}

// read reads a page; page is nil where it is no guide, and then why says what of
// it could not be read.
func (g *guide) read(c *Case, pg *portal.Page) (t guidePage, why string) {
	x := c.leaf(pg)
	text, lacks := x.text, withoutForms(x.why, g.Beside)
	folded := foldLines(text)
	t = guidePage{page: pg, text: text, why: lacks, answers: g.Elements.read(folded)}
	t.spoken = spoken(t.answers)
	list := pg.Rows() > 2 && pg.Kind() == extract.List
	if list && t.spoken < 4 || utf8.RuneCountInString(folded) < g.MinRunes && t.spoken < 4 {
		if list {
			return guidePage{}, ""
		}
		if lacks == "" && pg.Facts().Media.Images > 0 {
			lacks = "指南可能在图片里"
		}
		if lacks != "" {
			lacks = "指南的正文读不到：" + lacks
		}
		return guidePage{}, lacks
	}
	return t, ""
}

// withoutForms leaves out of what could not be read the attachments whose names
// have one of words: an application form is no part of the guide.
func withoutForms(why string, words []string) string {
	var left []string
	for w := range strings.SplitSeq(why, "；") {
		if w != "" && (!strings.HasPrefix(w, "附件“") || foldedWord(w, words) == "") {
			left = append(left, w)
		}
	}
	return strings.Join(left, "；")
}

// judge judges one guide by its text.
func (g *guide) judge(c *Case, t guidePage) Judgement {
	j := Judgement{Examined: 1, Seen: []Evidence{Quote(t.page, guideTitle(t.page))}}
	if !wants(g.Judged, "element_missing") {
		j.Reason = "有政府信息公开指南"
		return j
	}
	absent, unclear := lacking(t.answers)
	seen := []Evidence{Quote(t.page, strings.TrimSpace(guideTitle(t.page)+" "+t.text))}
	strange := ""
	if len(absent) > 0 {
		strange = g.Elements.strange(foldLines(t.text), guideFold(t.page), true)
	}
	switch {
	case len(absent) > 0 && strange != "" && g.certain(t):
		j.Defects = append(j.Defects, doubtful("element_missing", t.page.URL,
			fmt.Sprintf("指南正文里没有看到：%s；但“%s”一行可能就是，须由人工核对", strings.Join(absent, "、"), strange), seen...))
	case len(absent) > 0 && g.certain(t):
		j.Defects = append(j.Defects, failing("element_missing", t.page.URL, "指南没有写明："+strings.Join(absent, "、"), seen...))
	case len(absent) > 0:
		j.Defects = append(j.Defects, doubtful("element_missing", t.page.URL,
			fmt.Sprintf("指南正文里没有看到：%s；%s", strings.Join(absent, "、"), cmp.Or(t.why, "正文过短或者内容可能在图片里，须由人工核对")), seen...))
	case len(unclear) > 0:
		j.Defects = append(j.Defects, doubtful("element_missing", t.page.URL,
			fmt.Sprintf("指南是否写明了%s，须由人工核对", strings.Join(unclear, "、")), seen...))
	default:
		if d := g.dated(c, t); d != nil {
			j.Defects = append(j.Defects, *d)
		}
	}
	j.Reason = fmt.Sprintf("指南写明了%d项规定的内容", t.spoken)
	return j
}

func guideFold(pg *portal.Page) string { return extract.Fold(guideTitle(pg)) }

func guideTitle(pg *portal.Page) string {
	return cmp.Or(pg.Facts().Heading, pg.Title(), pg.Facts().HTMLTitle)
}

// certain reports that the text is the whole guide: what it does not say is not
// said. A picture may hold all contacts, but not one of them only.
func (g *guide) certain(t guidePage) bool {
	if t.why != "" || utf8.RuneCountInString(t.text) < g.MinRunes && t.spoken < len(t.answers)/2 {
		return false
	}
	contacts := 0
	for _, a := range t.answers {
		if a.detail.Kind.contact() && a.said == plainly {
			contacts++
		}
	}
	return contacts > 0 || t.page.Facts().Media.Images == 0 && len(t.page.Related()) == 0 && t.spoken > 0
}

// dated finds what shows that the guide is not kept up.
func (g *guide) dated(c *Case, t guidePage) *Defect {
	folded := extract.Fold(t.text)
	if w := wordIn(folded, g.Outdated); w != "" && wordIn(folded, g.Current) == "" {
		return new(doubtful("element_missing", t.page.URL, "指南仍以已经修订的旧条例为依据（"+w+"），须核实是否及时更新", Quote(t.page, wordsFrom(folded, max(0, strings.Index(folded, w)-60)))))
	}
	day := portal.Latest(t.page.Facts())
	if g.MaxAge.set() && day != calendar.Day(0) && day < g.MaxAge.before(c.day()) {
		return new(doubtful("element_missing", t.page.URL, fmt.Sprintf("指南的日期是 %s，已超过%s，须核实内容是否仍然准确", day, g.MaxAge), Quote(t.page, guideTitle(t.page)+" "+day.String())))
	}
	return nil
}
