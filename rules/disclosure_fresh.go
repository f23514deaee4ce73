package rules

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
)

// fresh judges how old the newest item is and whether that of the period is
// there.
func (k *disclosure) fresh(c *Case, f *found, out *Judgement) {
	if k.MaxAge.set() {
		k.aged(c, f, out)
	}
	if k.Period != "" {
		k.periodical(c, f, out)
	}
}

// aged judges the newest item. One of exactly the allowed age is in time.
func (k *disclosure) aged(c *Case, f *found, out *Judgement) {
	limit := k.MaxAge.before(c.day())
	newest := newestUpTo(f.items, c.day())
	if newest >= limit {
		return
	}
	if len(f.columns) == 0 {
		k.agedByTitle(c, f, out, newest)
		return
	}
	col := k.column()
	col.MaxAge = k.MaxAge
	j := col.present(c, f.columns, nil)
	switch {
	case len(j.Defects) == 0 && j.Unknown != "":
		out.Unknown = j.Unknown
	case len(j.Defects) > 0:
		d := j.Defects[0]
		d.Message = fmt.Sprintf("“%s”没有按期更新：%s", k.Subject, d.Message)
		if d.Code != "stale" {
			d.Outcome = Review // without dates or rows its age is for a person
		}
		if d.Outcome == Fail {
			if why := k.hidden(c, c.words().around()); why != "" {
				d.Outcome, d.Message = Review, d.Message+"；但"+why
			}
		}
		d.Code, d.Subject = "stale", k.Subject
		out.Defects = append(out.Defects, d)
	}
}

// agedByTitle judges items that no column gathers: a newer one may go by another
// title, so a person decides.
func (k *disclosure) agedByTitle(c *Case, f *found, out *Judgement, newest calendar.Day) {
	if why := k.hidden(c, c.words().around()); why != "" {
		out.Unknown = fmt.Sprintf("没有看到“%s”的近期内容，但%s", k.Subject, why)
		return
	}
	said := fmt.Sprintf("标题相符的内容中最新一项为 %s", newest)
	if newest == 0 {
		said = "标题相符的内容都没有日期"
	}
	out.Defects = append(out.Defects, doubtful("stale", k.Subject, fmt.Sprintf("“%s”没有单独的栏目，%s，至 %s 超过 %s 没有更新，须由人工判断", k.Subject, said, c.day(), k.MaxAge), f.quotes(c, k)...))
}

func newestUpTo(items []disclosedItem, asOf calendar.Day) calendar.Day {
	for _, it := range items { // newest first
		if it.day <= asOf {
			return it.day
		}
	}
	return 0
}

// periodical judges whether the item of the period that is due is there.
func (k *disclosure) periodical(c *Case, f *found, out *Judgement) {
	want := k.wanted(c.day())
	var told, silent []disclosedItem
	for _, it := range f.items {
		said := want.said(it.folded, it.day)
		if said == saysOther && want.later(it.folded, it.day) {
			said = saysYes
		}
		switch said {
		case saysYes:
			out.Reason += fmt.Sprintf("；%s的有《%s》", want, abridgeTitle(it.title))
			return
		case saysOther:
			told = append(told, it)
		default:
			silent = append(silent, it)
		}
	}
	for _, it := range silent {
		if want.dated(it.day) {
			out.Reason += fmt.Sprintf("；%s的从日期看有《%s》（%s）", want, abridgeTitle(it.title), it.day)
			return
		}
	}
	if why := k.hidden(c, c.words().around()); why != "" {
		out.Unknown = fmt.Sprintf("没有看到%s的“%s”，但%s", want, k.Subject, why)
		return
	}
	if why := k.partly(c, f); why != "" {
		out.Unknown = fmt.Sprintf("没有看到%s的“%s”，但%s", want, k.Subject, why)
		return
	}
	said := fmt.Sprintf("没有公开%s的“%s”", want, k.Subject)
	proof := f.quotes(c, k)
	doubt := func(why string, e ...Evidence) {
		out.Defects = append(out.Defects, doubtful("stale", k.Subject, said+"，但"+why+"，须由人工判断", append(e, proof...)...))
	}
	open := slices.IndexFunc(silent, func(it disclosedItem) bool { return it.day == 0 || it.day >= want.first })
	switch {
	case len(told) == 0:
		doubt("其他期间的也没有写明期间的")
	case open >= 0:
		doubt(fmt.Sprintf("《%s》看不出属于哪一期", abridgeTitle(silent[open].title)), silent[open].evidence())
	default:
		if u := k.kindred(c, want); u != nil {
			doubt(fmt.Sprintf("另有《%s》", abridgeTitle(u.text)), Quote(u.on, u.text))
			return
		}
		last := told[0]
		out.Defects = append(out.Defects, failing("stale", k.Subject,
			fmt.Sprintf("%s：按期应于 %s 前公开，最近一期是《%s》", said, want.due, abridgeTitle(last.title)), append([]Evidence{last.evidence()}, proof...)...))
	}
}

// kindred returns a title of the period that has to do with the subject, though
// it is not worded as asked for: 2026年县级预算公开 beside 部门预算.
func (k *disclosure) kindred(c *Case, want duePeriod) *textUse {
	x := c.words()
	not := newPatterns(k.NotTitles)
	for _, w := range k.Titles {
		for _, part := range strings.Split(extract.Fold(w), "+") {
			for _, core := range cores(part) {
				if utf8.RuneCountInString(core) < 2 {
					continue
				}
				for _, n := range x.with(core) {
					t := x.at(n)
					if not.in(t.folded) || want.said(t.folded, 0) != saysYes {
						continue
					}
					for i := range t.uses {
						if t.uses[i].kind == itemUse {
							return &t.uses[i]
						}
					}
				}
			}
		}
	}
	return nil
}

// cores returns the first and the last two characters of a word that are its own:
// 预算 of 部门预算, 审计 of 审计结果公告; none of a word like 清单.
func cores(word string) []string {
	r := []rune(word)
	switch {
	case slices.Contains(generalWords, word):
		return nil
	case len(r) < 4:
		return []string{word}
	}
	var out []string
	for _, s := range []string{string(r[:2]), string(r[len(r)-2:])} {
		if !slices.Contains(generalWords, s) {
			out = append(out, s)
		}
	}
	return out
}

// generalWords stand in titles of every subject.
var generalWords = []string{"部门", "单位", "公告", "公示", "公开", "公布", "通报", "报告", "情况", "信息", "计划", "方案", "工作", "结果", "通知", "名单", "清单", "目录", "事项", "统计", "年度", "政府", "本级", "全县", "全市", "全区", "重大", "重点", "行政", "社会", "关于"}
