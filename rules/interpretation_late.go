package rules

import (
	"fmt"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// longAfter is the number of days above which an interpretation may be a second
// one (二次解读) or of an amended edition, so that its lateness is for a person to
// decide.
const longAfter = 400

// judgeLate judges how many working days after its document the first
// interpretation was published (同步发布, regulations.md JD-01, JD-02). An earlier
// one is fine, and days are compared, not hours. Where the dates a page offers
// disagree, the gap that is least against the site must still be too long.
func (n *interpretation) judgeLate(b *policyBook, p *policy) (*Defect, string) {
	if len(p.sure) == 0 {
		return nil, ""
	}
	docs := make([]*portal.Document, 0, len(p.copies))
	docs = append(docs, p.copies...)
	first, last := claims(docs)
	var expl []*portal.Document
	for _, e := range p.sure {
		expl = append(expl, e.doc)
	}
	e := byDay(p.sure)[0]
	from, to := claims([]*portal.Document{e.doc})
	for _, d := range expl {
		lo, _ := claims([]*portal.Document{d})
		if lo != 0 && (from == 0 || lo < from) {
			from = lo
		}
	}
	if first == 0 || from == 0 {
		return nil, "文件或解读的发布日期不明：" + p.page().URL
	}
	least, _ := b.c.Calendar.Between(last, from)
	_, most := b.c.Calendar.Between(first, to)
	if most <= n.HintGap {
		return nil, ""
	}
	d := p.defect("late", Fail, "", p.dated(last), e.dated(from))
	d.Message = fmt.Sprintf("《%s》%s 发布，解读《%s》%s 发布，相隔 %s 个工作日，超过 %d 个工作日",
		shortTitle(p.doc.Title), last, shortTitle(e.doc.Title), from, gapText(least, most), n.MaxGap)
	switch {
	case least > n.MaxGap && from-last <= longAfter && b.c.Portal.Snapshot.Complete && p.elsewhere == "" && len(p.maybe) == 0:
		return d, ""
	case least > n.MaxGap:
		d.Outcome = Review
		d.Message += "；可能另有更早的解读"
	case first != last || from != to:
		d.Outcome = Review
		d.Message = fmt.Sprintf("《%s》及其解读的发布日期在页面上不一致，相隔 %s 个工作日，是否超期需人工核对", shortTitle(p.doc.Title), gapText(least, most))
	default:
		d.Outcome = Review
		d.Message = fmt.Sprintf("《%s》%s 发布，解读 %s 发布，相隔 %s 个工作日，未做到同步", shortTitle(p.doc.Title), last, from, gapText(least, most))
	}
	return d, ""
}

func gapText(least, most int) string {
	if least == most {
		return fmt.Sprint(least)
	}
	return fmt.Sprintf("%d 至 %d", least, most)
}

// claims returns the earliest and the latest day on which documents claim to
// have been published first; of several copies that of the earliest.
func claims(docs []*portal.Document) (first, last calendar.Day) {
	for _, d := range docs {
		lo, hi := d.Published, d.Published
		for _, x := range d.Page.Facts().Dates {
			if !x.Published && x.Source != extract.FromURL {
				continue
			}
			if lo == 0 || x.Day < lo {
				lo = x.Day
			}
			hi = max(hi, x.Day)
		}
		if lo == 0 {
			continue
		}
		if first == 0 || lo < first {
			first = lo
		}
		if last == 0 || hi < last {
			last = hi
		}
	}
	return first, max(first, last)
}

// dated quotes the words a date was read from.
func (p *policy) dated(day calendar.Day) Evidence { return datedEvidence(p.page(), p.doc.Title, day) }

func (e *explainer) dated(day calendar.Day) Evidence {
	return datedEvidence(e.page(), e.doc.Title, day)
}

func datedEvidence(pg *portal.Page, title string, day calendar.Day) Evidence {
	for _, x := range pg.Facts().Dates {
		if x.Day == day && x.Published {
			return Quote(pg, title+" "+x.Label+" "+x.Quote)
		}
	}
	return Quote(pg, title)
}
