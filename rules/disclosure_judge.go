package rules

import (
	"fmt"

	"github.com/govaudit/govaudit/portal"
)

// Judge looks for the subject, then at how fresh and how whole it is.
func (k *disclosure) Judge(c *Case) Judgement {
	home := c.Portal.Home
	if !home.OK() {
		return Judgement{Unknown: "首页未取得，无法查找“" + k.Subject + "”"}
	}
	if ch := home.Signals().Challenge; ch != "" {
		return Judgement{Unknown: "首页返回的是访问验证页（" + ch + "），看不到网站内容"}
	}
	f := k.search(c)
	if len(f.items) == 0 {
		j := k.withoutItems(c, f)
		if len(j.Defects) > 0 && !wants(k.Judged, "missing") {
			return Judgement{Unknown: fmt.Sprintf("没有找到“%s”的内容，无从判断其更新和要素", k.Subject)}
		}
		return j
	}
	out := Judgement{Reason: "找到" + f.summary(k), Seen: f.quotes(c, k), Examined: len(f.items)}
	if n := len(f.items); n < k.Min && wants(k.Judged, "missing") {
		out.Defects = append(out.Defects, k.tooFew(c, f, n)...)
		if len(out.Defects) == 0 {
			out.Unknown = fmt.Sprintf("只看到 %d 项，要求不少于 %d 项，但没有看全", n, k.Min)
		}
	}
	if wants(k.Judged, "stale") {
		k.fresh(c, f, &out)
	}
	if wants(k.Judged, "element_missing") && len(k.Elements) > 0 {
		k.elements(c, f, &out)
	}
	return out
}

// tooFew reports a subject with fewer items than asked for; nothing where not all
// was seen. What counts as one item is for a person to judge.
func (k *disclosure) tooFew(c *Case, f *found, n int) []Defect {
	if k.hidden(c, c.words().around()) != "" || k.partly(c, f) != "" {
		return nil
	}
	return []Defect{doubtful("missing", k.Subject, fmt.Sprintf("“%s”只找到 %d 项，要求不少于 %d 项", k.Subject, n, k.Min), f.quotes(c, k)...)}
}

// withoutItems judges a subject of which no document, row or file was found: its
// column may hold one text, lead elsewhere, or be empty.
func (k *disclosure) withoutItems(c *Case, f *found) Judgement {
	if len(f.columns) > 0 {
		return k.bareColumn(c, f)
	}
	if len(f.labels) > 0 {
		return k.onlyNamed(f.labels[0])
	}
	if len(f.foreign) > 0 {
		it := f.foreign[0]
		return k.doubtfully(fmt.Sprintf("“%s”只见于本站之外的 %s，须由人工判断是否算作本机关的公开", k.Subject, it.url), 0.5, it.evidence())
	}
	if len(f.dead) > 0 {
		it := f.dead[0]
		return k.doubtfully(fmt.Sprintf("“%s”只有已经打不开的《%s》（%s）", k.Subject, abridgeTitle(it.title), it.url), 0.6, append([]Evidence{it.evidence()}, c.words().around().evidence...)...)
	}
	return k.absent(c)
}

// onlyNamed judges a subject whose name stands on a page without leading anywhere.
func (k *disclosure) onlyNamed(m portal.Match) Judgement {
	seen := Quote(m.Page, m.Text)
	switch {
	case m.Grade == portal.InScript:
		return Judgement{Unknown: fmt.Sprintf("“%s”只在页面脚本或接口返回的数据里出现，没有看到相应的页面", m.Text)}
	case m.Grade == portal.DeadEntry && m.Page.OK() && m.Page.Signals().NavByScript != "":
		return Judgement{Unknown: fmt.Sprintf("“%s”是由脚本处理的菜单项，需要浏览器才能看到", m.Text)}
	case m.Grade == portal.DeadEntry:
		return k.doubtfully(fmt.Sprintf("导航中有“%s”，但没有可用的链接地址，须用浏览器核实", m.Text), 0.5, seen)
	}
	return k.doubtfully(fmt.Sprintf("“%s”只作为页面上的板块或标题出现，须由人工判断其中是否公开了“%s”", m.Text, k.Subject), 0.4, seen)
}

// bareColumn judges a subject that has a column without rows. What the column
// check finds wrong with the column tells whether the subject is disclosed.
func (k *disclosure) bareColumn(c *Case, f *found) Judgement {
	j := k.column().present(c, f.columns, nil)
	if len(j.Defects) == 0 {
		if d := k.otherRows(c, f); j.Unknown == "" && d != nil {
			return Judgement{Defects: []Defect{*d}, Confidence: 0.6}
		}
		if j.Unknown == "" && k.needsRows() {
			j.Unknown = j.Reason + "，其中没有条目列表，无法判断更新和要素"
			j.Reason = ""
		}
		return j
	}
	d := j.Defects[0]
	if !k.Blank && d.Code != "missing" {
		return Judgement{Unknown: fmt.Sprintf("“%s”的栏目打不开或是空白的，由栏目规则认定：%s", k.Subject, d.Message)}
	}
	out := Defect{Code: "missing", Outcome: d.Outcome, Subject: k.Subject, Message: fmt.Sprintf("没有公开“%s”：%s", k.Subject, d.Message), Evidence: d.Evidence}
	switch {
	case d.Outcome == Fail && d.Code == "unreachable":
		out.Outcome = Review // it may be there all the same, behind another door
	case d.Outcome == Fail && len(f.foreign)+len(f.dead) > 0:
		out.Outcome = Review
	case d.Outcome == Fail:
		if why := k.hidden(c, c.words().around()); why != "" {
			out.Outcome, out.Message = Review, out.Message+"；但"+why
		}
	}
	return Judgement{Defects: []Defect{out}}
}

// otherRows judges a subject of which an issue is due and whose columns have rows, none of
// them of it: 财政信息 with accounts alone is no 财政预算. What the rows are called is for a
// person to see. Nil where there are no rows, or not all were seen.
func (k *disclosure) otherRows(c *Case, f *found) *Defect {
	if !wants(k.Judged, "stale") || k.Period == "" || k.hidden(c, c.words().around()) != "" || k.partly(c, f) != "" {
		return nil
	}
	for _, m := range f.columns {
		if m.Column == nil || m.Column.Rows() == 0 {
			continue
		}
		rows := m.Column.Items()
		d := doubtful("stale", k.Subject, fmt.Sprintf("栏目“%s”有 %d 条内容，没有一条从标题看是“%s”，须由人工核对", m.Text, len(rows), k.Subject), Quote(m.Page, rows[0].Title))
		return &d
	}
	return nil
}

// needsRows reports that the rule asks for more than that the subject is there.
func (k *disclosure) needsRows() bool {
	return wants(k.Judged, "stale") && (k.MaxAge.set() || k.Period != "")
}

// partly says why not all items were seen; "" where they were.
func (k *disclosure) partly(c *Case, f *found) string {
	for _, m := range f.columns {
		if m.Page == nil || m.Place != portal.Inside {
			return fmt.Sprintf("栏目“%s”（%s）没有看到", m.Text, m.URL)
		}
		if why := k.column().partly(c, m); why != "" {
			return fmt.Sprintf("栏目“%s”%s", m.Text, why)
		}
	}
	return ""
}
