package rules

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// judgeMark judges whether a mark is there and is a word of the dictionary.
func (v *validityMark) judgeMark(c *Case, m *marked, all []*marked, acts *acts) (out []Defect, doubt string) {
	if m.doc.Swapped {
		return nil, unshownWords(m.page())
	}
	k := m.mark
	name := "《" + shortTitle(m.doc.Title) + "》"
	at := Quote(m.page(), k.quote)
	if k.page != nil {
		at = Quote(k.page, k.quote)
	}
	switch k.status {
	case pending:
		return nil, "有效性由脚本填写，静态页面看不到：" + m.page().URL
	case outside:
		return []Defect{{Code: "bad_label", Outcome: Fail, Subject: m.page().URL, Evidence: []Evidence{at},
			Message: name + "的有效性标注为“" + k.value + "”，不是“有效、修改、失效、废止”等规定用语"}}, ""
	case nearly:
		return []Defect{{Code: "bad_label", Outcome: Review, Subject: m.page().URL, Evidence: []Evidence{at},
			Message: name + "的有效性标注为“" + k.value + "”，是否属于规定用语需人工判断"}}, ""
	case unmarked:
		if instead(c, m.doc) || m.mark.quote == "" && textless(c.Portal, m.page()) {
			return nil, unshownWords(m.page())
		}
		return v.missing(c, m, all, acts), ""
	}
	if k.conflict {
		return []Defect{{Code: "bad_label", Outcome: Review, Subject: m.page().URL, Evidence: []Evidence{at, k.against},
			Message: name + "的有效性标注前后不一致：“" + k.value + "”与“" + k.against.Quote + "”"}}, ""
	}
	return nil, ""
}

// missing is the defect of a document without a mark. A document known by its
// number alone may be a second copy (a notice board, an old column): where
// another copy carries the mark there is nothing to say, and where not all was
// seen a person decides.
func (v *validityMark) missing(c *Case, m *marked, all []*marked, acts *acts) []Defect {
	name := "《" + shortTitle(m.doc.Title) + "》"
	d := Defect{Code: "missing", Outcome: Fail, Subject: m.page().URL,
		Message: name + "是规范性文件（" + m.by + "），页面没有标注有效性"}
	quote := m.doc.Title
	if m.mark.quote != "" {
		quote = m.mark.quote
		d.Message = name + "是规范性文件（" + m.by + "），页面有“" + strings.TrimRight(quote, "：:") + "”一栏但没有填写"
	}
	d.Evidence = []Evidence{Quote(m.page(), quote)}
	doubt := func(why string, more ...Evidence) {
		d.Outcome = Review
		d.Message += "；" + why
		d.Evidence = append(d.Evidence, more...)
	}
	if o := markedCopy(m, all); o != nil {
		if !m.inColumn {
			return nil
		}
		doubt("同一文件在另一页面标注为“"+o.mark.value+"”", Quote(o.page(), o.mark.quote))
	}
	if !m.inColumn && !c.Portal.Snapshot.Complete {
		doubt("它不在规范性文件栏目中，采集不完整，可能另有已标注的页面")
	}
	if col := v.unlisted(c); col != "" {
		doubt("规范性文件栏目“" + col + "”的列表没有看到，有效性可能标在列表里")
	} else if !c.Portal.Snapshot.Complete && !v.listed(c, m.page()) {
		doubt("它在规范性文件栏目里的那一行没有看到，有效性可能标在列表里")
	}
	if by := m.page().Signals().BoxByScript; by != "" && m.mark.quote == "" {
		doubt("页面的信息框可能由脚本填入（" + by + "），静态页面里看不到")
	}
	if m.page().Facts().Media.Images > 0 && m.mark.quote == "" {
		doubt("页面上有图片，图片里的字看不到，有效性可能以图章标在其中")
	}
	if m.mark.quote == "" {
		if w := drawnMark(c, m.page()); w != "" {
			doubt(w)
		}
	}
	if term := termField(m.page().Facts()); term != nil && term.Via != "text" {
		doubt("页面另列“" + term.Label + " " + term.Value + "”，是否视为标注需人工判断")
	}
	if k := acts.keeping(m); k != nil {
		doubt("站内另有目录把它列为继续有效", Quote(k.page, k.mention.Quote))
	}
	return []Defect{d}
}

// maxAside is the length of a line, in characters, that may state something of the
// document beside its text.
const maxAside = 20

// emptyMark is a folded line that is the head of a mark and no more: what stood beside it
// would have been read.
var emptyMark = regexp.MustCompile(`^(?:有效性|时效性?|效力|(?:效力|有效|时效|文件)状态|是否有效):?$`)

// drawnMark says where a page may show the validity in a way that is not read as a mark:
// drawn, or in a line of its own words.
func drawnMark(c *Case, pg *portal.Page) string {
	f, err := c.Portal.Full(pg)
	if err != nil {
		return ""
	}
	if f.Signals.Drawn > 0 || f.Signals.Embedded && !c.Portal.Embeds() {
		return "页面上有图形或内嵌的内容，有效性可能以这种形式标出"
	}
	for line := range strings.Lines(f.Beside + "\n" + f.Text) {
		line = strings.TrimSpace(line)
		if n := utf8.RuneCountInString(line); n == 0 || n > maxAside || strings.ContainsAny(line, "。；，《") {
			continue
		}
		if emptyMark.MatchString(extract.Fold(line)) {
			continue
		}
		if w := wordIn(extract.Fold(strings.ReplaceAll(line, "有效期", "")), []string{"有效", "失效", "废止", "现行"}); w != "" {
			return "页面上另有“" + line + "”，是否视为标注需人工判断"
		}
	}
	return ""
}

// markedCopy returns another page of the same document that carries a mark.
func markedCopy(m *marked, all []*marked) *marked {
	for _, o := range all {
		if o == m || o.mark.status == unmarked || !shares(o.keys, m.keys) {
			continue
		}
		if m.number != "" && o.number == m.number || m.number == "" && dayOf(o.doc) == dayOf(m.doc) {
			return o
		}
	}
	return nil
}

// unlisted names a column of normative documents whose list was not seen, "" if all were:
// some sites mark validity in the rows of the list only.
func (v *validityMark) unlisted(c *Case) string {
	view := v.view(c)
	for _, col := range c.Portal.Columns {
		if is, ok := view.columnStanding(col); !ok || is != normative {
			continue
		}
		for _, pg := range append([]*portal.Page{col.Page}, col.Parts...) {
			if pg.OK() && pg.Kind() == extract.Data {
				continue // what a script asked for: the rows of a list that was shown
			}
			if pg == nil && !c.Portal.Snapshot.Complete || pg != nil && (pg.Failure != "" && !pg.Failure.Definite() || pg.OK() && (pg.Signals().ListByScript != "" || noPage(pg) || shownInstead(c.Portal, pg) != nil || pg == col.Page && !listsOwn(c.Portal, col))) {
				return col.Names[0]
			}
		}
	}
	return ""
}

// listed reports that a row of a column of normative documents leads to a page.
func (v *validityMark) listed(c *Case, pg *portal.Page) bool {
	view := v.view(c)
	return slices.ContainsFunc(c.Portal.Columns, func(col *portal.Column) bool {
		is, ok := view.columnStanding(col)
		return ok && is == normative && slices.ContainsFunc(col.Items(), func(it extract.Item) bool { return c.Portal.Page(it.URL) == pg })
	})
}

// listsOwn reports that a column lists something that is not put under another one.
func listsOwn(p *portal.Portal, col *portal.Column) bool {
	return slices.ContainsFunc(col.Items(), func(it extract.Item) bool { return !p.Elsewhere(col, it) })
}
