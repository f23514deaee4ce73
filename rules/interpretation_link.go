package rules

import (
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
)

// judgeForward judges whether the page of a document links to its interpretation
// (regulations.md JD-03, KF-06). Menus, side bars and lists do not count; an
// interpretation on the same page does.
func (n *interpretation) judgeForward(b *policyBook, p *policy) (*Defect, string) {
	if len(p.sure) == 0 || p.elsewhere != "" || b.forward(p) {
		return nil, ""
	}
	for _, d := range p.copies {
		if f := d.Page.Facts(); d.Page.Kind() != extract.File && !bearsItsName(d.Page, f) {
			return nil, unshownWords(d.Page)
		}
		if scripted(d.Page.Facts()) != "" {
			return nil, "文件页的相关链接由脚本生成，静态页面看不到：" + d.Page.URL
		}
		if d.Page.ManyLinks() {
			return nil, "文件页的链接过多，没有逐一核对：" + d.Page.URL
		}
	}
	if inline, err := b.inline(p); err != nil || inline {
		return nil, ""
	}
	e := p.sure[0]
	d := p.defect("not_linked_forward", Fail, "有解读《"+shortTitle(e.doc.Title)+"》，但文件页没有链接到它", p.evidence(), e.evidence())
	switch {
	case b.says(p):
		d.Outcome = Review
		d.Message += "；文件页写有该解读的标题，可能由脚本打开"
	case p.gone != "":
		d.Outcome = Review
		d.Message += "；另有题为“" + shortTitle(p.gone) + "”的链接，其网页打不开"
	}
	return d, ""
}

// says reports that a line of the document's page, or a link there of which only a script
// knows the address, reads like the title of its interpretation.
func (b *policyBook) says(p *policy) bool {
	for _, d := range p.copies {
		if slices.ContainsFunc(d.Page.Unopened(), p.explained) {
			return true
		}
	}
	text, err := b.c.Portal.Text(p.page())
	if err != nil {
		return false
	}
	for line := range strings.SplitSeq(text, "\n") {
		if p.explained(line) {
			return true
		}
	}
	return false
}

// explained reports a text that reads like the title of the document's interpretation.
func (p *policy) explained(text string) bool {
	k := extract.Fold(text)
	return len(k) <= maxTitleLine && explainingTitle(k) && wordIn(unquote.Replace(k), p.near) != ""
}

// forward reports that a copy of the document links to one of its interpretations.
func (b *policyBook) forward(p *policy) bool {
	for _, d := range p.copies {
		for _, r := range b.c.Portal.LinksFrom(d.Page) {
			if e := b.byPage[r.Page]; e != nil && (slices.Contains(p.sure, e) || slices.Contains(p.maybe, e)) {
				return true
			}
		}
	}
	return false
}

// maxTitleLine is the length in bytes, about 80 characters, up to which a line
// may be a title.
const maxTitleLine = 240

// judgeBack judges whether an interpretation links back to its document. One of
// several that does is enough.
func (n *interpretation) judgeBack(b *policyBook, p *policy) (*Defect, string) {
	if len(p.sure) == 0 {
		return nil, ""
	}
	for _, e := range p.sure {
		if b.back(p, e) || e.page() == p.page() {
			return nil, ""
		}
	}
	for _, e := range p.sure {
		if scripted(e.page().Facts()) != "" {
			return nil, "解读页的相关链接由脚本生成，静态页面看不到：" + e.page().URL
		}
		if e.page().ManyLinks() {
			return nil, "解读页的链接过多，没有逐一核对：" + e.page().URL
		}
	}
	e := p.sure[0]
	d := p.defect("not_linked_back", Fail, "的解读《"+shortTitle(e.doc.Title)+"》没有链接回文件页", p.evidence(), e.evidence())
	if p.elsewhere != "" || !b.c.Portal.Snapshot.Complete {
		d.Outcome = Review
		d.Message += "；另有解读未能取得"
	} else if slices.ContainsFunc(p.sure, p.unopened) {
		d.Outcome = Review
		d.Message += "；解读页有以文件标题为名的链接，其地址由脚本给出"
	}
	return d, ""
}

// unopened reports that an interpretation has a link named like the document
// whose address only a script knows.
func (p *policy) unopened(e *explainer) bool {
	return slices.ContainsFunc(e.page().Unopened(), func(text string) bool {
		return !explainingTitle(extract.Fold(text)) && shares(titleKeys(text), p.keys)
	})
}

// back reports that an interpretation links to a copy of the document or to a
// file that the document's page offers.
func (b *policyBook) back(p *policy, e *explainer) bool {
	for _, l := range e.page().Related() {
		if b.leadsTo(p, l.URL) {
			return true
		}
	}
	for _, l := range e.page().Attachments() {
		if b.leadsTo(p, l.URL) || shares(titleKeys(l.Text), p.keys) {
			return true
		}
	}
	return false
}

func (b *policyBook) leadsTo(p *policy, url string) bool {
	if pg := b.c.Portal.Page(url); pg != nil && b.ofPage[pg] == p {
		return true
	}
	for _, d := range p.copies {
		if slices.ContainsFunc(d.Page.Attachments(), func(l extract.Link) bool { return l.URL == url }) {
			return true
		}
	}
	return false
}
