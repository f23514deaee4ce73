package rules

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

// judgeMissing judges whether a document has an interpretation at all (应解读尽解读,
// regulations.md JD-04). Only normative documents must have one for certain, and
// only where everything that could hold it was read.
func (n *interpretation) judgeMissing(b *policyBook, p *policy) (*Defect, string) {
	if len(p.sure) > 0 || p.linked || p.elsewhere != "" {
		return nil, ""
	}
	if n.stillDue(b, p) {
		return nil, ""
	}
	if why := b.cannotSee(p); why != "" {
		return nil, why
	}
	inline, err := b.inline(p)
	if err != nil {
		return nil, "正文未能读取：" + p.page().URL
	}
	if inline {
		return nil, ""
	}
	message := "没有找到解读：文件页没有解读链接，" + b.looked()
	d := p.defect("missing", Fail, message, p.evidence())
	switch {
	case p.gone != "":
		d.Outcome = Review
		d.Message += "；站内有题为“" + shortTitle(p.gone) + "”的链接，其网页打不开"
	case b.candidate(p) != nil:
		e := b.candidate(p)
		d.Outcome = Review
		d.Message = "《" + shortTitle(p.doc.Title) + "》的解读需人工确认：《" + shortTitle(e.doc.Title) + "》可能是它的解读"
		d.Evidence = append(d.Evidence, e.evidence())
	case !p.certain:
		d.Outcome = Review
		d.Message += "；它是否属于应当解读的文件需人工判断"
	case p.day == 0:
		d.Outcome = Review
		d.Message += "；文件的发布日期不明"
	case wordIn(extract.Fold(p.doc.Title), n.Substance) == "":
		d.Outcome = Review
		d.Message += "；文件有无实质内容需人工判断"
	}
	return d, ""
}

// candidate returns an interpretation that may be of p, nil if none: one whose
// text or name leaves that open, or whose name is short for p's.
func (b *policyBook) candidate(p *policy) *explainer {
	if len(p.maybe) > 0 {
		return p.maybe[0]
	}
	if b.loose == nil {
		b.loose = b.looseNames()
	}
	for _, long := range p.keys {
		characters := charactersOf(long)
		for i := range b.loose {
			if l := &b.loose[i]; l.characters&^characters == 0 && shortFor(l.name, long) {
				return b.firstOf(p)
			}
		}
	}
	return nil
}

// firstOf returns the first interpretation of no document whose title names one
// that may be short for p.
func (b *policyBook) firstOf(p *policy) *explainer {
	i := slices.IndexFunc(b.loose, func(l looseName) bool {
		return slices.ContainsFunc(p.keys, func(long string) bool {
			return l.characters&^charactersOf(long) == 0 && shortFor(l.name, long)
		})
	})
	return b.loose[i].by
}

// looseName is what an interpretation that is of no document of the site names.
type looseName struct {
	name       string
	characters uint64
	by         *explainer
}

func (b *policyBook) looseNames() []looseName {
	out := []looseName{}
	for _, e := range b.explains {
		if len(e.of) > 0 {
			continue
		}
		for _, n := range e.named {
			out = append(out, looseName{n, charactersOf(n), e})
		}
	}
	return out
}

// charactersOf is a set of the characters of s, in which several may share a place:
// where that of one title is not within that of another, the first cannot be short
// for the second.
func charactersOf(s string) uint64 {
	set := uint64(0)
	for _, r := range s {
		set |= 1 << (uint32(r) * 2654435769 >> 26)
	}
	return set
}

// stillDue reports that the time to publish an interpretation has not run out.
func (n *interpretation) stillDue(b *policyBook, p *policy) bool {
	if p.day == 0 {
		return false
	}
	least, _ := b.c.Calendar.Between(p.day, b.c.day())
	return least <= max(n.MaxGap, n.HintGap)
}

// looked says where interpretations were looked for.
func (b *policyBook) looked() string {
	if len(b.columns) == 0 {
		return "全站没有解读栏目"
	}
	return "“" + b.columns[0].Names[0] + "”等解读栏目和全站页面中也没有与其标题或文号对应的解读"
}

// cannotSee says why an interpretation could be there without having been seen;
// "" if it could not.
func (b *policyBook) cannotSee(p *policy) string {
	if !b.c.Portal.Snapshot.Complete {
		return "采集不完整，不能断定没有解读"
	}
	for _, d := range p.copies {
		if why := scripted(d.Page.Facts()); why != "" {
			return "文件页的相关解读由脚本生成，静态页面看不到：" + d.Page.URL
		}
		if d.Page.ManyLinks() {
			return "文件页的链接过多，没有逐一核对：" + d.Page.URL
		}
	}
	if b.unsure == nil {
		b.unsure = new(b.blind())
	}
	return *b.unsure
}

// blind says why the interpretation of any document could be there without having
// been seen; "" if it could not.
func (b *policyBook) blind() string {
	if why := masked(b.c); why != "" {
		return why
	}
	if why := b.c.blanked(); why != "" {
		return why
	}
	for _, col := range b.columns {
		if col.Page == nil && b.c.Portal.InScope(col.URL) {
			continue // named, never linked to a page of the site
		}
		if col.Page == nil || col.Page.Failure != "" && !col.Page.Failure.Definite() {
			return "解读栏目“" + col.Names[0] + "”不在本站或未能取得"
		}
		if why := unfilled(b.c.Portal, col.Page); why != "" {
			return "解读栏目“" + col.Names[0] + "”" + why
		}
		if col.Page.OK() && !readable(col) || incomplete(col) {
			return "解读栏目“" + col.Names[0] + "”的列表由脚本生成或未能全部取得"
		}
	}
	if home := b.c.Portal.Home; len(b.columns) == 0 && (!home.OK() || home.Signals().NavByScript != "") {
		return "导航由脚本生成，不能断定没有解读栏目"
	}
	for _, pg := range b.c.Portal.Pages {
		if pg.Failure != "" && !pg.Failure.Definite() && pg.Failure != site.FailRobots && b.mayExplain(pg) {
			return "可能是解读的页面未能取得：" + pg.URL
		}
		if behindLogin(pg) && b.mayExplain(pg) {
			return "可能是解读的页面须登录才能看到：" + pg.URL
		}
	}
	return ""
}

// mayExplain reports that a page that was not obtained is linked by a name that
// says it explains something.
func (b *policyBook) mayExplain(pg *portal.Page) bool {
	for _, a := range b.c.Portal.Anchors(pg.URL) {
		if explainingTitle(extract.Fold(a.Text)) {
			return true
		}
	}
	return false
}

// incomplete reports that a column claims more rows or pages than were read.
func incomplete(col *portal.Column) bool {
	if !col.Page.OK() {
		return false
	}
	s := col.Page.Signals()
	return s.Pages > 1+len(col.Parts) || s.Total > col.Rows() && s.Total > 0
}

// minInline is the length, in runes, of a passage under a heading 政策解读 on the
// document's own page from which it is an interpretation.
const minInline = 60

// inline reports that a document's page holds its interpretation itself: a
// passage under a heading of that name.
func (b *policyBook) inline(p *policy) (bool, error) {
	for _, d := range p.copies {
		text, err := b.c.Portal.Text(d.Page)
		if err != nil {
			return false, err
		}
		lines := strings.Split(text, "\n")
		for i, line := range lines {
			if k := extract.Fold(line); utf8.RuneCountInString(k) <= 16 && explainingTitle(k) && !strings.HasPrefix(k, "相关") &&
				utf8.RuneCountInString(strings.Join(lines[i+1:], "")) >= minInline {
				return true, nil
			}
		}
	}
	return false, nil
}
