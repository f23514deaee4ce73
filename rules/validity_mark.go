package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/portal"
)

// validityMark judges whether each rule (规章) and normative document (行政规范性文件)
// of a site carries its validity (统一标注有效性, regulations.md §6.1 GW-01), in a
// word of the dictionary, and whether the mark agrees with the repeal decisions
// found on the site and with the document's own term.
//
//	check: validity_mark
//	with:
//	  words: {valid: [在用]}
type validityMark struct {
	policyScope `yaml:",inline"`
	// Codes are the defects this rule looks for; empty: all.
	Codes []string `yaml:"codes"`
	// Words extend the dictionary of marks.
	Words markWords `yaml:"words"`
}

// markWords are further marks, each the whole value of a field.
type markWords struct {
	Valid   []string `yaml:"valid"`
	Amended []string `yaml:"amended"`
	Partly  []string `yaml:"partly"`
	Invalid []string `yaml:"invalid"`
	Pending []string `yaml:"not_yet"`
}

func newValidityMark() *validityMark { return &validityMark{policyScope: newPolicyScope()} }

func (v *validityMark) validate() error {
	v.policyScope = v.folded()
	for _, list := range []*[]string{&v.Words.Valid, &v.Words.Amended, &v.Words.Partly, &v.Words.Invalid, &v.Words.Pending} {
		*list = foldAll(*list)
	}
	return knownCodes("validity_mark", v.Codes)
}

// knownCodes checks the codes setting of a check.
func knownCodes(check string, list []string) error {
	for _, c := range list {
		if CodeMeaning(check, c) == "" {
			return fmt.Errorf("codes: 检查 %s 没有缺陷代码 %s", check, c)
		}
	}
	return nil
}

// marked is one normative document with what marks it.
type marked struct {
	doc    *portal.Document
	number string
	keys   []string // of its title
	by     string   // what makes it a normative document
	// inColumn reports that it stands in a column of normative documents.
	inColumn bool
	mark     mark
}

func (m *marked) page() *portal.Page { return m.doc.Page }

// Judge implements [Check].
func (v *validityMark) Judge(c *Case) Judgement {
	seen := v.documents(c)
	docs, papers, unseen := seen.docs, seen.papers, seen.unseen
	var out []Defect
	var doubts []string // why single documents could not be judged
	all, acts := slices.Concat(docs, papers), seen.acts
	for _, m := range docs {
		d, doubt := v.judge(c, m, all, acts)
		out = append(out, d...)
		if doubt != "" {
			doubts = append(doubts, doubt)
		}
	}
	for _, m := range papers {
		d, _ := v.judgeTruth(c, m, all, acts)
		out = append(out, d...)
	}
	if len(docs) == 0 && len(out) == 0 {
		return v.nothing(c, unseen)
	}
	j := Judgement{Defects: out, Examined: len(all)}
	if len(out) > 0 {
		return j
	}
	switch {
	case unseen > 0:
		j.Unknown = fmt.Sprintf("已查 %d 件规章、规范性文件，未发现问题；另有 %d 件的页面未能取得", len(docs), unseen)
	case len(doubts) > 0:
		j.Unknown = doubts[0]
	case !c.documentsSeen():
		j.Unknown = fmt.Sprintf("已查 %d 件规章、规范性文件，未发现问题；采集不完整（%s）", len(docs), c.Portal.Snapshot.Stopped)
	default:
		j.Reason = fmt.Sprintf("%d 件规章、规范性文件均标注了有效性，与站内废止决定及自身有效期不矛盾", len(docs))
	}
	for _, m := range docs[:min(3, len(docs))] {
		j.Seen = append(j.Seen, Quote(m.page(), m.mark.quote))
	}
	return j
}

// nothing is the judgement where no normative document was seen.
func (v *validityMark) nothing(c *Case, unseen int) Judgement {
	if unseen > 0 {
		return Judgement{Unknown: fmt.Sprintf("有 %d 件规章、规范性文件的页面未能取得，未见其他", unseen)}
	}
	if !c.documentsSeen() {
		return Judgement{Unknown: "采集不完整，已见页面中没有规章、规范性文件"}
	}
	view := v.view(c)
	for _, col := range c.Portal.Columns {
		if s, ok := view.columnStanding(col); ok && s == normative && !readable(col) {
			return Judgement{Unknown: "规范性文件栏目的列表由脚本生成或未能取得，未见其中的文件"}
		}
	}
	if why := view.unreadColumn(c.Portal); why != "" {
		return Judgement{Unknown: why}
	}
	return Judgement{Exempt: "站内未见规章、规范性文件"}
}

// columnStanding classifies a column by its most frequent telling name.
func (v *policyView) columnStanding(col *portal.Column) (standing, bool) {
	for _, n := range col.Names {
		if w := v.column(n); w.ok {
			return w.is, true
		}
	}
	return otherPage, false
}

// unreadColumn says of a column of policy documents that what it lists was not seen: a
// site that seems to have no such document may have some there. "" if there is none.
func (v *policyView) unreadColumn(p *portal.Portal) string {
	for _, col := range p.Columns {
		is, ok := v.columnStanding(col)
		if !ok || is != normative && is != policyPaper || col.Page == nil || len(col.Items()) > 0 {
			continue
		}
		if why := unfilled(p, col.Page); why != "" {
			return fmt.Sprintf("栏目“%s”%s", col.Names[0], why)
		}
	}
	return ""
}

// readable reports whether all rows of a column were there to be read.
func readable(col *portal.Column) bool {
	if !col.Page.OK() || col.Page.Signals().ListByScript != "" {
		return false
	}
	for _, pg := range col.Parts {
		if !pg.OK() && !pg.Failure.Definite() || pg.OK() && pg.Signals().ListByScript != "" {
			return false
		}
	}
	return true
}

// markedSet is the documents of a site on which marks are judged. A paper need carry
// no mark, but one that it carries has to be true.
type markedSet struct {
	docs   []*marked // normative documents
	papers []*marked // other policy papers that say they are in force
	unseen int       // normative documents that are listed but whose pages could not be obtained
	acts   *acts
}

func (v *validityMark) newSet(c *Case) *markedSet {
	s := &markedSet{acts: newActs(c, &v.policyScope)}
	rows, view := rowMarks(c.Portal), v.view(c)
	for _, d := range c.Portal.Documents() {
		if !c.Portal.InScope(d.Page.URL) {
			continue
		}
		is, by := view.standing(d)
		if is != normative && is != policyPaper {
			continue
		}
		m := &marked{doc: d, number: documentNumber(d), keys: titleKeys(d.Title), by: by}
		m.mark = v.mark(d, rows)
		where, _ := view.place(d)
		m.inColumn = where == normative
		switch {
		case is == normative:
			s.docs = append(s.docs, m)
		case m.mark.status == inForce:
			s.papers = append(s.papers, m)
		}
	}
	seen := map[*portal.Page]bool{}
	for _, col := range c.Portal.Columns {
		if s, ok := view.columnStanding(col); !ok || s != normative {
			continue
		}
		for _, it := range col.Items() {
			pg := c.Portal.Page(it.URL)
			if !c.Portal.InScope(it.URL) || pg != nil && (pg.OK() && !saysError(c.Portal, pg) || pg.Failure.Definite()) || seen[pg] {
				continue
			}
			if pg == nil && c.Portal.Snapshot.Complete {
				continue // not a page: an attachment, or excluded
			}
			seen[pg] = true
			s.unseen++
		}
	}
	return s
}

// saysError reports a page in the place of a document that says an error, or that its
// template was not filled in.
func saysError(p *portal.Portal, pg *portal.Page) bool {
	return pg.Signals().Error != "" && p.Document(pg) == nil
}

func (v *validityMark) judge(c *Case, m *marked, all []*marked, acts *acts) (out []Defect, doubt string) {
	if m.page().Signals().Challenge != "" || m.page().Signals().Error != "" {
		return nil, "页面未能正常取得：" + m.page().URL
	}
	if wants(v.Codes, "missing") || wants(v.Codes, "bad_label") {
		d, why := v.judgeMark(c, m, all, acts)
		out, doubt = append(out, d...), why
	}
	d, why := v.judgeTruth(c, m, all, acts)
	out = append(out, d...)
	if doubt == "" {
		doubt = why
	}
	return only(out, v.Codes), doubt
}

// judgeTruth judges a mark that says in force against repeals and the document's
// own term.
func (v *validityMark) judgeTruth(c *Case, m *marked, all []*marked, acts *acts) (out []Defect, doubt string) {
	if m.mark.status != inForce || m.mark.conflict || m.page().Signals().Challenge != "" || m.page().Signals().Error != "" {
		return nil, ""
	}
	if wants(v.Codes, "contradicts_repeal") {
		out = append(out, v.judgeRepeal(c, m, all, acts)...)
	}
	if wants(v.Codes, "expired") {
		d, why := v.judgeTerm(c, m, acts)
		out, doubt = append(out, d...), why
	}
	return only(out, v.Codes), doubt
}

// wants reports whether a rule with these codes looks for one of them.
func wants(codes []string, code string) bool {
	if len(codes) == 0 {
		return true
	}
	for _, c := range codes {
		if c == code {
			return true
		}
	}
	return false
}

func only(list []Defect, codes []string) []Defect {
	var out []Defect
	for _, d := range list {
		if wants(codes, d.Code) {
			out = append(out, d)
		}
	}
	return out
}

// shortTitle bounds a title for a message that sets it between 《 》.
func shortTitle(t string) string { return betweenMarks(t, 60) }

// betweenMarks is a title of at most so many characters, written as it is between 《 》:
// without such marks around it, and with single ones within it.
func betweenMarks(t string, most int) string {
	if inner, ok := strings.CutPrefix(t, "《"); ok && strings.HasSuffix(inner, "》") && strings.Count(inner, "》") == 1 {
		t = strings.TrimSuffix(inner, "》")
	}
	t = strings.NewReplacer("《", "〈", "》", "〉").Replace(t)
	if r := []rune(t); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return t
}
