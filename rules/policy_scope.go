package rules

import (
	"regexp"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// policyScope says which documents of a site are normative documents (行政规范性文件,
// 规章), other policy documents, and interpretations. Words are compared in
// folded form. A list given in a pack replaces the one here.
//
//	with:
//	  columns: [规范性文件, 规章]
//	  numbers: [规, 规字, 规发]
type policyScope struct {
	// Columns are words in the names of columns that hold normative documents.
	Columns []string `yaml:"columns"`
	// Numbers end the issuing part of a normative document's 文号: 规 as in
	// X府规〔2024〕5号.
	Numbers []string `yaml:"numbers"`
	// PolicyColumns are words in the names of columns that hold policy documents
	// of every kind.
	PolicyColumns []string `yaml:"policy_columns"`
	// OtherColumns are words in the names of columns whose pages are no documents
	// of this body in force: consultations, clean-up results, news, documents of
	// higher bodies.
	OtherColumns []string `yaml:"other_columns"`
	// Substance are title words of documents with substance of their own.
	Substance []string `yaml:"substance"`
	// NotTitles are title words of pages that are never the document itself.
	NotTitles []string `yaml:"not_titles"`
	// Routine are title words of papers on persons, meetings and lists. They do
	// not count where the 文号 says the paper is normative.
	Routine []string `yaml:"routine"`
	// Foreign begin the 文号 or title of documents of national bodies.
	Foreign []string `yaml:"foreign"`
}

func newPolicyScope() policyScope {
	return policyScope{
		Columns:       []string{"规范性文件", "规章"},
		Numbers:       []string{"规", "规字", "规发", "规范", "规范字"},
		PolicyColumns: []string{"文件", "政策法规", "公文", "政策"},
		OtherColumns: []string{"征求意见", "意见征集", "民意征集", "征集", "草案", "清理", "备案", "立法", "制定计划", "评估", "上级", "国务院", "国家", "中央", "法律",
			"转载", "动态", "要闻", "新闻", "公示", "公报", "人事", "招聘", "规章制度", "采购", "招标"},
		Substance: []string{"办法", "规定", "细则", "意见", "方案", "条例", "规则", "措施", "若干政策", "扶持政策", "标准", "规划", "决定", "准则", "规范", "计划", "通告", "指引", "预案"},
		NotTitles: []string{"征求意见", "公开征集", "征集意见", "意见征集", "征求社会", "听证会", "草案", "起草说明", "制定说明", "编制说明", "清理结果", "清理情况", "文件清理",
			"文件目录", "采纳情况", "意见反馈", "年度报告", "后评估", "新闻"},
		Routine: []string{"召开", "公示", "通报", "任免", "任职", "免职", "任命", "聘任", "表彰", "表扬", "转发", "招聘", "招考", "录用", "名单", "名录", "目录", "清单", "备案",
			"放假", "值班", "批复", "复函", "机构和人员", "领导小组", "分工", "组织申报", "申报工作", "评选", "命名", "培训", "竞赛", "活动的通知", "计划的通知", "要点", "决定书", "告知书", "催告书", "裁决书"},
		Foreign: []string{"中华人民共和国", "国家", "国务院", "全国人民代表大会", "中共中央", "中央办公厅", "国发", "国办发", "国办函", "国函", "中发", "中办发", "主席令"},
	}
}

// standing is what a document is to the rules on policies.
type standing int

const (
	otherPage   standing = iota // news, notices on persons, lists, drafts, documents of other bodies
	policyPaper                 // a policy document that may or may not be normative
	normative                   // a rule (规章) or normative document (行政规范性文件)
	explains                    // an interpretation
	decision                    // repeals, amends or cleans up other documents
)

// folded returns the scope with its words in the form texts are compared in.
func (s policyScope) folded() policyScope {
	for _, list := range []*[]string{&s.Columns, &s.Numbers, &s.PolicyColumns, &s.OtherColumns, &s.Substance, &s.NotTitles, &s.Routine, &s.Foreign} {
		*list = foldAll(*list)
	}
	return s
}

func foldAll(list []string) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = extract.Fold(w)
	}
	return out
}

// wordIn returns the first of words that s contains, "" if none. Both are folded.
func wordIn(s string, words []string) string {
	for _, w := range words {
		if w != "" && strings.Contains(s, w) {
			return w
		}
	}
	return ""
}

func (v *policyView) classify(d *portal.Document) (standing, string) {
	s, t := v.scope, v.c.Target
	title := withoutMark(extract.Fold(d.Title))
	if v.further(d) {
		return otherPage, ""
	}
	if explainingTitle(title) {
		return explains, ""
	}
	if wordIn(title, s.NotTitles) != "" {
		if place, _ := v.place(d); place == explains && strings.Contains(title, "说明") {
			return explains, "" // 起草说明 among the interpretations
		}
		return otherPage, ""
	}
	if changesOthers(title) {
		return decision, ""
	}
	place, name := v.place(d)
	number := documentNumber(d)
	switch {
	case place == explains:
		return explains, ""
	case place == otherPage && name != "", s.foreign(title, number, d, t):
		return otherPage, ""
	case s.normativeNumber(number):
		return normative, "文号“" + number + "”"
	case wordIn(withoutPrinted(title), s.Routine) != "":
		return otherPage, ""
	case place == normative:
		return normative, "栏目“" + name + "”"
	}
	if by := registeredAs(d); by != "" {
		return normative, by
	}
	if (place == policyPaper || number != "") && wordIn(title, s.Substance) != "" {
		return policyPaper, ""
	}
	return otherPage, ""
}

// changesOthers reports that a folded title is that of a decision on other
// documents, which itself is not judged as one.
func changesOthers(title string) bool {
	i := strings.Index(title, "关于")
	if i < 0 {
		return strings.Contains(title, "废止") || strings.Contains(title, "宣布失效")
	}
	return wordIn(title[i:], []string{"废止", "失效", "继续有效", "停止执行", "停止实施", "延长有效", "延长实施", "延长执行", "延续", "关于继续执行", "关于继续实施", "关于继续施行", "关于继续沿用", "关于修改", "关于修订", "关于修正", "修改部分", "有效期"}) != ""
}

// documentNumber is the 文号 that the page's own fields give, else the one in its
// title, else the first that stands on a line by itself.
func documentNumber(d *portal.Document) string {
	for _, f := range d.Page.Facts().Fields {
		if f.Name != extract.DocNumber {
			continue
		}
		if n, ok := extract.DocNo(f.Value); ok {
			return n
		}
	}
	if d.Number != "" {
		return d.Number
	}
	if t := extract.Fold(d.Title); ownNumber.MatchString(t) {
		n, _ := extract.DocNo(ownNumber.FindString(t))
		return n
	}
	for _, m := range d.Page.Mentions() {
		if m.Number == "" || m.Title != "" {
			continue
		}
		if len([]rune(strings.TrimSpace(m.Quote))) <= len([]rune(m.Number))+2 {
			return m.Number
		}
	}
	return ""
}

// normativeNumber reports whether a normalised 文号 is one of normative
// documents: its issuing part ends with 规, 规字 … or it is a government's order.
func (s *policyScope) normativeNumber(number string) bool {
	if i := strings.Index(number, "令"); i > 0 && strings.HasSuffix(number[:i], "人民政府") {
		return true
	}
	issuer, _, ok := strings.Cut(number, "〔")
	if !ok {
		return false
	}
	for _, w := range s.Numbers {
		if w != "" && strings.HasSuffix(issuer, w) {
			return true
		}
	}
	return false
}

// registeredAs says by which field a document calls itself normative.
func registeredAs(d *portal.Document) string {
	for _, f := range d.Page.Facts().Fields {
		v := extract.Fold(f.Value)
		switch {
		case f.Name == extract.UnifiedNo && v != "":
			return "统一编号“" + f.Value + "”"
		case f.Name == extract.Topic && len(v) <= 90 && strings.Contains(v, "规范性文件") && !strings.Contains(v, "解读"):
			return f.Label + "“" + f.Value + "”"
		}
	}
	return ""
}

// place classifies the column a document stands in: the nearest name that says
// anything decides, of its own labels first, then of the columns that list it.
// name is "" where no name says anything.
func (v *policyView) place(d *portal.Document) (where standing, name string) {
	f := d.Page.Facts()
	own := extract.Fold(f.Title)
	names := []string{f.Meta.ColumnName}
	for i := len(f.Crumbs) - 1; i >= 0; i-- {
		names = append(names, f.Crumbs[i].Name)
	}
	for _, n := range names {
		c := v.column(n)
		if k := c.folded; k == "" || k == own || strings.HasPrefix(own, k) && len(k) > 60 {
			continue
		}
		if c.ok {
			return c.is, n
		}
	}
	deepest := -1
	for _, c := range d.Columns {
		for _, n := range c.Names {
			if w := v.column(n); w.ok && c.Level > deepest {
				where, name, deepest = w.is, n, c.Level
			}
		}
	}
	return where, name
}

// both is the name of a column of documents and their interpretations, where only
// a page's own title tells which it is: 政策文件及解读.
var both = regexp.MustCompile(`[及和与、/](?:其|相关|政策)*(?:解读|图解)|解读[及和与、/].*文件`)

// column classifies the folded name of a column; ok is false where the name
// says nothing.
func (s *policyScope) column(name string) (where standing, ok bool) {
	norm := s.normativeColumn(name)
	if explainingColumn(name) && !both.MatchString(name) {
		return explains, true
	}
	if wordIn(name, s.OtherColumns) != "" {
		return otherPage, true
	}
	if norm != "" {
		return normative, true
	}
	if wordIn(name, s.PolicyColumns) != "" {
		return policyPaper, true
	}
	return otherPage, false
}

func (s *policyScope) normativeColumn(name string) string {
	w := wordIn(name, s.Columns)
	if w == "规章" && (strings.Contains(name, "规章制度") || strings.Contains(name, "法规")) {
		return "" // rules of the house, or the laws of everybody above
	}
	return w
}
