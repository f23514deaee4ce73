package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// majorDecision judges 重大行政决策: the catalogue of the year's decisions by its
// date (国务院令第713号 article 3 says 可以; local programmes ask for it by 31 March),
// and the parts of each decision (draft, explanation, opinions, result …) linked
// together (articles 15 and 32):
//
//	check: decision
//	with:
//	  judge: [catalogue_missing, catalogue_late]
//	  due: 03-31
//	  required: false    # only where the site shows decisions at all
type majorDecision struct {
	Judged    []string       `yaml:"judge"`      // the codes this rule looks for; empty: all
	Subject   string         `yaml:"subject"`    // the name by which a missing catalogue is recorded
	Catalogue []string       `yaml:"catalogue"`  // names of a column of catalogues
	Titles    []string       `yaml:"titles"`     // words of a catalogue's title, 甲+乙: both
	NotTitles []string       `yaml:"not_titles"` // words of titles that are about one
	Year      disclosureYear `yaml:"year"`       // which year's catalogue is due: current or previous
	Due       monthDay       `yaml:"due"`        // last day for it; it is still in time
	Required  bool           `yaml:"required"`   // it is due even where nothing else on the site is about decisions
	Own       bool           `yaml:"own"`        // each body needs its own
	Columns   []string       `yaml:"columns"`    // names of columns of decisions
	Parts     []wanted       `yaml:"parts"`      // what stands together for each decision
	NotSets   []string       `yaml:"not_sets"`   // words of titles of pages that are no set of a decision: one of its papers alone
	Enough    int            `yaml:"enough"`     // parts from which on a page is the set of one decision
}

func newMajorDecision() *majorDecision {
	return &majorDecision{
		Subject:   "重大行政决策事项目录",
		Catalogue: []string{"重大行政决策事项目录", "重大行政决策目录", "决策事项目录", "重大决策目录", "年度重大行政决策事项目录", "重大行政决策事项", "决策目录"},
		Titles:    []string{"重大行政决策+目录", "重大决策+目录", "重大行政决策事项", "重大行政决策+清单"},
		NotTitles: []string{"解读", "征求意见", "征集", "反馈", "听证", "培训", "会议", "条例", "规定", "办法", "后评估", "专家库", "案例", "审查", "主动公开"},
		Year:      "current", Due: monthDay{3, 31}, Required: true,
		Columns: []string{"重大行政决策", "重大决策", "重大行政决策公开", "重大行政决策专栏", "重大决策公开", "决策公开", "重大行政决策专题", "行政决策", "重大行政决策管理", "决策专栏", "重大行政决策事项"},
		Parts: []wanted{
			{"决策草案", []string{"草案", "征求意见稿", "送审稿"}},
			{"草案说明", []string{"说明", "背景"}},
			{"意见收集和采纳情况", []string{"采纳", "反馈", "征集结果", "意见收集", "征求意见情况"}},
			{"决策结果", []string{"决策结果", "决策文件", "正式文件", "印发", "决定", "政策原文", "文件全文", "审议通过", "最终文件", "最终文本", "最终稿", "出台文件", "定稿"}},
		},
		NotSets: []string{"解读", "征求意见", "征集", "征询", "反馈", "采纳", "听证", "培训", "会议", "后评估", "专家库", "案例", "审查", "公示", "印发", "起草说明", "编制说明", "草案说明", "主动公开"},
		Enough:  2,
	}
}

func (k *majorDecision) validate() error {
	problems := []error{validCodes("decision", k.Judged), validElements(k.Parts)}
	if strings.TrimSpace(k.Subject) == "" || len(k.Titles) == 0 || slices.ContainsFunc(slices.Concat(k.Titles, k.NotTitles, k.Columns, k.Catalogue), blankWord) {
		problems = append(problems, errors.New("subject、titles 不能为空，各词也不能为空"))
	}
	if k.Due == (monthDay{}) {
		problems = append(problems, errors.New("due 不能为空：每年应公布目录的截止日（MM-DD）"))
	}
	if k.Enough < 1 {
		problems = append(problems, errors.New("enough 至少为 1"))
	}
	return errors.Join(problems...)
}

// Describe says how catalogues and sets are looked for.
func (k *majorDecision) Describe() string {
	out := fmt.Sprintf("在全站栏目、文章、列表条目和附件的标题里找%s（期限 %02d-%02d 已过的那一年）；没有的记缺失，公布日期晚于期限的记晚，日期相互矛盾的提请人工。", k.Subject, k.Due.month, k.Due.day)
	if !k.Required {
		out += "全站既没有决策栏目也没有往年目录的，不在此列。"
	}
	return out + fmt.Sprintf("在“%s”一类栏目里，列有 %d 项以上材料的页面或子栏目视为一项决策的集成公开，看 %s 是否齐全（标题、链接、正文任一处有即可）。", k.Columns[0], k.Enough, wantedNames(k.Parts))
}

// Judge looks for the catalogue, then at the sets.
func (k *majorDecision) Judge(c *Case) Judgement {
	home := c.Portal.Home
	if !home.OK() {
		return Judgement{Unknown: "首页未取得，无法查找重大行政决策"}
	}
	if ch := home.Signals().Challenge; ch != "" {
		return Judgement{Unknown: "首页返回的是访问验证页（" + ch + "），看不到网站内容"}
	}
	var out Judgement
	if wants(k.Judged, "catalogue_missing") || wants(k.Judged, "catalogue_late") {
		out = k.catalogue(c)
	}
	if wants(k.Judged, "part_missing") {
		k.sets(c, &out)
	}
	return out
}

// catalogue judges whether the year's catalogue is there, and since when.
func (k *majorDecision) catalogue(c *Case) Judgement {
	d := &disclosure{Subject: k.Subject, Columns: k.Catalogue, Titles: k.Titles, NotTitles: k.NotTitles, Own: k.Own, Blank: true, Min: 1, Period: "year", Year: k.Year, Due: k.Due, Judged: []string{"missing", "stale"}, known: k.Columns}
	f := d.search(c)
	want := d.wanted(c.day())
	for _, it := range f.items {
		if want.said(it.folded, it.day) == saysYes {
			return k.dated(c, f, it, want)
		}
	}
	if !k.Required && len(f.items) == 0 && !k.shown(c) {
		if !c.documentsSeen() {
			return Judgement{Unknown: "看到的部分没有重大行政决策的栏目和往年目录，而网站没有看完"}
		}
		return Judgement{Exempt: "全站没有重大行政决策的栏目和往年目录"}
	}
	j := d.Judge(c)
	for i := range j.Defects {
		j.Defects[i].Code = "catalogue_missing"
	}
	if !wants(k.Judged, "catalogue_missing") {
		j = Judgement{Unknown: fmt.Sprintf("没有找到%s的%s，无从判断公布时间", want, k.Subject)}
	}
	return j
}

// shown reports that the site has a column of decisions.
func (k *majorDecision) shown(c *Case) bool {
	return slices.ContainsFunc(c.words().find(k.Columns), func(m portal.Match) bool { return m.Grade == portal.Exact })
}

// dated judges the day of the catalogue that is there.
func (k *majorDecision) dated(c *Case, f *found, it disclosedItem, want duePeriod) Judgement {
	out := Judgement{Reason: fmt.Sprintf("%s的目录为《%s》", want, abridgeTitle(it.title)), Seen: []Evidence{it.evidence()}, Examined: 1}
	due := want.due
	if !wants(k.Judged, "catalogue_late") || it.day == 0 || it.day <= due {
		return out
	}
	said := fmt.Sprintf("%s的%s于 %s 公布，晚于 %s", want, k.Subject, it.day, due)
	for _, other := range f.items {
		if other.day == 0 && it.page != nil && other.on == it.page {
			continue // a file of the same page: it came with it
		}
		if want.said(other.folded, other.day) == saysYes && (other.day == 0 || other.day <= due) {
			out.Reason += fmt.Sprintf("；另有《%s》", abridgeTitle(other.title))
			return out
		}
	}
	if it.page.OK() {
		for _, d := range it.page.Facts().Dates {
			if (d.Published || d.Source == extract.FromURL) && d.Day <= due {
				out.Defects = append(out.Defects, doubtful("catalogue_late", it.url, said+fmt.Sprintf("，但页面另有 %s 的日期，须由人工核实", d.Day), it.evidence(), Quote(it.page, d.Quote)))
				return out
			}
		}
	}
	out.Defects = append(out.Defects, failing("catalogue_late", it.url, said, it.evidence()))
	return out
}
