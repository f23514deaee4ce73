package rules

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// match finds for each interpretation the policies it is of.
func (b *policyBook) match(all []*policy) {
	for _, e := range b.explains {
		b.matchOne(e)
	}
	for _, p := range all {
		p.elsewhere = b.unseen(p)
		p.gone = b.lost(p)
	}
}

// matchOne matches by the title first, then by the number, then by links. A
// title that names another document is stronger than any link: lists of related
// items link to anything.
func (b *policyBook) matchOne(e *explainer) {
	named, linked, numbered := b.byTitle(e), b.byLink(e), b.byNumbers(e)
	switch {
	case len(named) == 1 && (otherEdition(e, named[0]) && !slices.Contains(linked, named[0])):
		b.assign(e, nil, named)
	case len(named) == 1:
		b.assign(e, named, nil)
	case len(named) > 1:
		b.assign(e, narrow(named, numbered, linked), named)
	case len(numbered) == 1 && (slices.Contains(linked, numbered[0]) || len(linked) == 0 && e.maySpeakOf(numbered[0]) && speaksOf(e, numbered[0])):
		b.assign(e, numbered, nil)
	case len(linked) == 1 && e.maySpeakOf(linked[0]) && (b.mutual(e, linked[0]) || b.givesOriginal(e, linked[0])):
		b.assign(e, linked, nil)
	case len(named)+len(numbered)+len(linked) == 0 && !e.explicit:
		b.assignSpoken(e)
	default:
		numbered = slices.DeleteFunc(numbered, func(p *policy) bool { return !e.maySpeakOf(p) })
		b.assign(e, nil, append(slices.Clone(linked), numbered...))
		for _, p := range linked {
			p.linked = true
		}
	}
}

// assignSpoken matches an interpretation that nothing but its text tells the
// document of: 养犬有了新规矩, which begins with 近日，我市印发了《…》. It is certainly of the
// document its text names first, where it names no other of the site; else it may
// be of each.
func (b *policyBook) assignSpoken(e *explainer) {
	var spoken []*policy
	first := true
	for _, m := range e.page().Mentions() {
		known := false
		for _, k := range nearKeys(titleKeys(m.Title)) {
			known = known || len(b.byKey[k]) > 0
			for _, p := range b.byKey[k] {
				if !slices.Contains(spoken, p) {
					spoken = append(spoken, p)
				}
			}
		}
		first = first && (known || len(spoken) > 0 || m.Title == "")
	}
	if len(spoken) == 1 && first && !otherEdition(e, spoken[0]) {
		b.assign(e, spoken, nil)
		return
	}
	b.assign(e, nil, spoken)
}

func (b *policyBook) assign(e *explainer, sure, maybe []*policy) {
	for _, p := range sure {
		p.sure = append(p.sure, e)
		e.of = append(e.of, p)
	}
	for _, p := range maybe {
		if !slices.Contains(sure, p) && !slices.Contains(p.maybe, e) {
			p.maybe = append(p.maybe, e)
		}
	}
}

// narrow picks the one of several namesakes that a number or a link tells; nil
// where they do not.
func narrow(named, numbered, linked []*policy) []*policy {
	for _, by := range [][]*policy{numbered, linked} {
		var both []*policy
		for _, p := range named {
			if slices.Contains(by, p) {
				both = append(both, p)
			}
		}
		if len(both) == 1 {
			return both
		}
	}
	return nil
}

// minContained is the length, in runes, from which a document's title found
// inside an interpretation's title tells that it is meant.
const minContained = 8

// extends are the words by which a longer title is that of another document.
var extends = []string{"实施细则", "细则", "实施办法", "的补充", "补充", "的修改", "修改", "(修订)", "配套", "操作规程", "实施方案", "的实施意见"}

// byTitle returns the policies an interpretation's title names. Exact titles
// come before parts; of parts the longest.
func (b *policyBook) byTitle(e *explainer) []*policy {
	for _, k := range e.named {
		if list := b.byKey[k]; len(list) > 0 {
			return list
		}
	}
	if e.rest == "" {
		return nil
	}
	var out []*policy
	best := 0
	runes := []rune(e.rest)
	for i := 0; i+minTitle <= len(runes); i++ {
		rest := string(runes[i:])
		for _, k := range b.byHead[string(runes[i:i+minTitle])] {
			n := utf8.RuneCountInString(k)
			if n < max(minContained, best) || !strings.HasPrefix(rest, k) || startsWithAny(rest[len(k):], extends) {
				continue
			}
			if n > best {
				out, best = nil, n
			}
			for _, p := range b.byKey[k] {
				if !slices.Contains(out, p) {
					out = append(out, p)
				}
			}
		}
	}
	return out
}

func titleHead(k string) string {
	r := []rune(k)
	return string(r[:min(minTitle, len(r))])
}

// byNumbers returns the policies whose 文号 an interpretation's text names.
func (b *policyBook) byNumbers(e *explainer) []*policy {
	var out []*policy
	for _, n := range e.numbers {
		if p := b.byNumber[n]; p != nil && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// byLink returns the policies that link to an interpretation or are linked from
// it.
func (b *policyBook) byLink(e *explainer) []*policy {
	var out []*policy
	for _, r := range append(b.c.Portal.LinksFrom(e.page()), b.c.Portal.LinksTo(e.page())...) {
		if p := b.ofPage[r.Page]; p != nil && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// mutual reports that a policy and an interpretation link to each other, or that
// the interpretation's text names the policy besides.
func (b *policyBook) mutual(e *explainer, p *policy) bool {
	to := slices.ContainsFunc(b.c.Portal.LinksFrom(e.page()), func(r portal.Ref) bool { return b.ofPage[r.Page] == p })
	from := slices.ContainsFunc(b.c.Portal.LinksTo(e.page()), func(r portal.Ref) bool { return b.ofPage[r.Page] == p })
	return to && from || names(e, p)
}

// originals are words by which an interpretation offers the text it explains.
var originals = []string{"原文", "文件", "政策全文", "通知", "查看全文"}

// givesOriginal reports that an interpretation links to a policy as to the text
// it explains.
func (b *policyBook) givesOriginal(e *explainer, p *policy) bool {
	return slices.ContainsFunc(b.c.Portal.LinksFrom(e.page()), func(r portal.Ref) bool {
		if b.ofPage[r.Page] != p {
			return false
		}
		text := extract.Fold(r.Text)
		return wordIn(text, originals) != "" || shares(titleKeys(text), p.keys)
	})
}

// names reports that the text of an interpretation names a policy by its title.
func names(e *explainer, p *policy) bool {
	return slices.ContainsFunc(e.page().Mentions(), func(m extract.Mention) bool {
		return m.Title != "" && shares(nearKeys(titleKeys(m.Title)), p.near)
	})
}

// maySpeakOf reports that the title of an interpretation leaves room for its
// being of p: it names no document, or one whose name may be short for p's. What
// a title names otherwise is another document, of which p may be a basis.
func (e *explainer) maySpeakOf(p *policy) bool {
	if !e.explicit {
		return true
	}
	return slices.ContainsFunc(e.named, func(short string) bool {
		return slices.ContainsFunc(p.keys, func(long string) bool { return shortFor(short, long) })
	})
}

// shortFor reports that a title may be short for another: its characters
// stand in it in the same order, and are at least a third of it.
func shortFor(short, long string) bool {
	s, l := []rune(short), []rune(long)
	if len(s) < minTitle || 3*len(s) < len(l) {
		return false
	}
	i := 0
	for _, r := range l {
		if i < len(s) && s[i] == r {
			i++
		}
	}
	return i == len(s)
}

// speaksOf reports that an interpretation's text is about the policy whose
// number it names: no other number is named, or the text says it explains it.
func speaksOf(e *explainer, p *policy) bool {
	if len(e.numbers) == 1 {
		return true
	}
	return slices.ContainsFunc(e.page().Mentions(), func(m extract.Mention) bool {
		return m.Number == p.number && m.Act == extract.Explains
	})
}

// longBefore is the number of days by which an interpretation may come before
// its document; one still earlier is of an older edition.
const longBefore = 60

// otherEdition reports that an interpretation that bears the name of a document
// is of another edition of it: its text gives that name another number, or it is
// far older.
func otherEdition(e *explainer, p *policy) bool {
	if day := dayOf(e.doc); day != 0 && p.day != 0 && day+calendar.Day(longBefore) < p.day {
		return true
	}
	if p.number == "" || slices.Contains(e.numbers, p.number) {
		return false
	}
	return slices.ContainsFunc(e.page().Mentions(), func(m extract.Mention) bool {
		return m.Number != "" && m.Title != "" && shares(nearKeys(titleKeys(m.Title)), p.near)
	})
}

// unseen returns the title of an interpretation of p whose page was not
// obtained: a list row or a link of the document's page that names it.
func (b *policyBook) unseen(p *policy) string {
	for _, d := range p.copies {
		for _, l := range d.Page.Related() {
			pg := b.c.Portal.Page(l.URL)
			if pg.OK() && pg.Kind() != extract.File && !unshown(b.c, pg) || pg != nil && pg.Failure.Definite() {
				continue
			}
			if explainingTitle(extract.Fold(l.Text)) {
				return l.Text
			}
		}
		for _, l := range d.Page.Attachments() {
			if explainingTitle(extract.Fold(l.Text)) {
				return l.Text
			}
		}
	}
	for _, r := range b.rows {
		if wordIn(unquote.Replace(r.title), p.near) != "" {
			return r.title
		}
	}
	for _, title := range b.strays {
		if wordIn(unquote.Replace(title), p.near) != "" {
			return title
		}
	}
	return ""
}

// lost returns the title of an interpretation of p to which the site leads and whose
// page is not there: it was made public once, whatever became of the link.
func (b *policyBook) lost(p *policy) string {
	for _, d := range p.copies {
		for _, l := range d.Page.Related() {
			if pg := b.c.Portal.Page(l.URL); pg != nil && pg.Failure.Definite() && explainingTitle(extract.Fold(l.Text)) {
				return l.Text
			}
		}
	}
	for _, r := range b.dead {
		if wordIn(unquote.Replace(r.title), p.near) != "" {
			return r.title
		}
	}
	return ""
}
