package rules

import (
	"regexp"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
)

// judgeElements looks for what the pages of documents lack. One defect per page
// names all of it. manner says what no document of the site has.
func (k *documentElements) judgeElements(c *Case, p *paperSet) (out []Defect, manner string) {
	var never []string
	for _, x := range p.list {
		var certain, doubts []string
		quote := ""
		for _, e := range k.Elements {
			state, label := k.element(c, p, x, e)
			if state == systemic {
				if name := paperElements[e]; !slices.Contains(never, name) {
					never = append(never, name)
				}
				continue
			}
			if label != "" {
				quote = label
			}
			switch state {
			case lacks:
				certain = append(certain, paperElements[e])
			case mayLack:
				doubts = append(doubts, paperElements[e])
			}
		}
		if len(k.Texts) > 0 && p.again(c, x, k.Most) {
			absent, unclear := k.texts(c, x)
			certain, doubts = append(certain, absent...), append(doubts, unclear...)
		}
		if len(certain)+len(doubts) == 0 {
			continue
		}
		name := "《" + shortTitle(x.doc.Title) + "》"
		seen := Quote(x.doc.Page, strings.TrimSpace(x.doc.Title+" "+boxWords(x)+" "+quote))
		if len(certain) > 0 {
			out = append(out, failing("element_missing", x.doc.Page.URL, name+"的页面没有写明："+strings.Join(certain, "、"), seen))
			continue
		}
		out = append(out, doubtful("element_missing", x.doc.Page.URL, name+"的页面是否应当写明以下要素，须由人工核对："+strings.Join(doubts, "、"), seen))
	}
	if len(never) > 0 {
		manner = "本站的文件页都没有列出" + strings.Join(never, "、") + "，是否列在目录里没有逐一核对"
	}
	return out, manner
}

// boxWords quotes the index box.
func boxWords(x *paper) string {
	var out []string
	for _, f := range x.doc.Page.Facts().Fields {
		out = append(out, f.Label+"："+f.Value)
	}
	return strings.Join(out, " ")
}

// presence is what is known of one element on one page.
type presence int

const (
	stated   presence = iota
	lacks             // for certain
	mayLack           // a person decides
	systemic          // no document of the site has it
)

// element looks for one element on a page, and returns the empty label that stands
// for it, if one does.
func (k *documentElements) element(c *Case, p *paperSet, x *paper, e extract.FieldName) (presence, string) {
	if x.has[e] {
		return stated, ""
	}
	label := emptyLabel(x, e)
	part, of := p.share(x.standing, e)
	usual := of >= k.Least && part >= k.Share
	if k.beyondBox(x, e) {
		return k.emptied(x, e, label, usual), label
	}
	if label == "" && !usual && (of < k.Least || part == 0) && x.boxed < k.Box {
		return stated, "" // neither this page nor the others claim to have it
	}
	if !p.again(c, x, k.Most) {
		return stated, ""
	}
	switch {
	case (label == "" || e != extract.IndexNo) && k.inText(x, e):
		return stated, "" // the line of the box with an empty label is part of some texts
	case label != "" && part == 0 && of > k.Least:
		return systemic, label // the label is empty everywhere: filled in who knows how
	case e == extract.DocNumber && !(label != "" && k.numbered(x)) && (x.standing != normative || wordIn(extract.Fold(x.doc.Title), k.Unnumbered) != ""):
		if label != "" || usual {
			return mayLack, label // papers of this kind may have no number
		}
		return stated, ""
	case unreadPart(x.full) != "", x.boxed == 0 && x.doc.Page.Signals().BoxByScript != "", slices.ContainsFunc(x.doc.Page.Facts().Fields, func(f extract.Field) bool { return f.ByScript }):
		return mayLack, label
	case label != "":
		return lacks, label
	case usual && x.boxed >= k.Box && !figuresBeside(x.full, e):
		return lacks, ""
	case usual:
		return mayLack, ""
	case part == 0 && of > k.Least:
		return systemic, ""
	}
	return mayLack, ""
}

// numbered reports a paper that cannot do without a number: a notice that prints
// and sends another paper (印发) is an official document, and 党政机关公文处理工作条例
// 第九条 gives each of these a 发文字号.
func (k *documentElements) numbered(x *paper) bool {
	return wordIn(extract.Fold(x.doc.Title), k.Numbered) != ""
}

// dayLabels are words before the days of a document.
var dayLabels = map[extract.FieldName][]string{
	extract.Written:   {"成文日期", "成文时间", "生成日期", "发文日期"},
	extract.Published: {"发布日期", "发布时间", "公开日期", "公布日期"},
}

// labelBeside returns what stands after the label of a day beside the text of a page, in its
// line or the next; ok is false where there is no such label.
func labelBeside(f *extract.Facts, e extract.FieldName) (said string, ok bool) {
	for line := range strings.Lines(f.Beside) {
		line = extract.Fold(line)
		if ok {
			return line, true
		}
		for _, label := range dayLabels[e] {
			if rest, found := strings.CutPrefix(line, label); found {
				if said, ok = strings.Trim(rest, ":"), true; said != "" {
					return said, true
				}
			}
		}
	}
	return "", ok
}

// figuresBeside reports that the label of a day stands beside the text with figures of which no
// day could be read: 150天前, a day in another calendar.
func figuresBeside(f *extract.Facts, e extract.FieldName) bool {
	said, ok := labelBeside(f, e)
	return ok && strings.ContainsAny(said, "0123456789")
}

// emptied judges a label without a value where the page gives the element outside
// its box. A number or day in the text may do; who issues a document is told by
// every title and signature, which is no value of the label.
func (k *documentElements) emptied(x *paper, e extract.FieldName, label string, usual bool) presence {
	switch {
	case label == "" || !usual:
		return stated
	case e == extract.Issuer && !slices.ContainsFunc(x.doc.Page.Facts().Fields, func(f extract.Field) bool { return f.ByScript }):
		return lacks
	case e == extract.DocNumber, e == extract.Written:
		return mayLack
	}
	return stated
}

// emptyLabel returns the label of an element that stands without a value.
func emptyLabel(x *paper, e extract.FieldName) string {
	for _, f := range x.doc.Page.Facts().Fields {
		if f.Name == e && !valued(f.Value) && !f.ByScript && f.Value == "" {
			return f.Label
		}
	}
	return ""
}

// beyondBox reports that the facts of a page give an element outside its box.
func (k *documentElements) beyondBox(x *paper, e extract.FieldName) bool {
	f := x.doc.Page.Facts()
	dated := func(sources ...extract.DateSource) bool {
		return slices.ContainsFunc(f.Dates, func(d extract.Date) bool { return slices.Contains(sources, d.Source) })
	}
	switch e {
	case extract.DocNumber:
		return documentNumber(x.doc) != "" || slices.ContainsFunc(f.Fields, func(f extract.Field) bool { return f.Name == extract.DocNumber && f.Value != "" })
	case extract.Written:
		return x.doc.Written != 0 || dated(extract.FromSignature)
	case extract.Published:
		return dated(extract.FromMeta, extract.FromLabel, extract.FromText)
	case extract.Issuer:
		return valued(f.Meta.ContentSource) || valued(f.Meta.Author) || x.has[extract.Source] || issuerInTitle(x.doc.Title)
	case extract.DocTitle:
		return f.Title != ""
	case extract.Subject:
		return valued(f.Meta.Keywords)
	}
	return false
}

func issuerInTitle(title string) bool {
	t := extract.Fold(title)
	i := strings.Index(t, "关于")
	return i > 0 && bodyLike(t[:i])
}

// anyNumber finds a document number in folded text.
var anyNumber = regexp.MustCompile(`[\p{Han}]{2,10}[〔\[(【](?:19|20)\d\d[〕\])】]第?\d+号|第\d+号`)

// anyDay finds a day in folded text, in figures or in words.
var anyDay = regexp.MustCompile(`(?:19|20)\d\d[年\-/.]\d{1,2}[月\-/.]\d{1,2}|[二一][〇○零0九oO][〇○零0-9一二三四五六七八九oO]{2}年[一二三四五六七八九十]{1,2}月`)

// ownDay is a line that gives the day of a document: nothing but the day, perhaps
// behind the body that signs or in brackets.
var ownDay = regexp.MustCompile(`^\(?[\p{Han}]{0,25}?(?:` + anyDay.String() + `)\d{0,2}[一二三四五六七八九十廿卅]{0,3}日?(?:印发|发布|公布|通过)?\)?[。]?$`)

// edge is how many lines at the beginning and the end of a text may give the
// number, the issuer and the day of the document itself.
const edge = 10

// inText reports that the text gives an element: the number or the body under the
// title, the signature and the day at the end.
func (k *documentElements) inText(x *paper, e extract.FieldName) bool {
	text := strings.Split(strings.TrimSpace(foldLines(x.full.Text)), "\n")
	above := strings.Split(strings.TrimSpace(foldLines(x.full.Beside)), "\n")
	head, tail := text[:min(edge, len(text))], text[max(0, len(text)-edge):]
	some := func(lines []string, says func(line string) bool) bool {
		return slices.ContainsFunc(lines, func(l string) bool { return len([]rune(l)) <= 80 && says(l) })
	}
	switch e {
	case extract.DocNumber:
		return some(above, anyNumber.MatchString) || some(head, anyNumber.MatchString) || some(tail, anyNumber.MatchString)
	case extract.Written:
		return some(tail, ownDay.MatchString) || some(head, ownDay.MatchString)
	case extract.Issuer:
		return some(tail, func(l string) bool { return bodyLike(l) || bodyLike(ownDay.ReplaceAllString(l, "")) })
	case extract.IndexNo:
		return some(append(above, head...), func(l string) bool {
			i := strings.Index(l, "索引号")
			return i >= 0 && valued(l[i+len("索引号"):])
		})
	case extract.Published:
		return some(append(above, head...), anyDay.MatchString)
	}
	return false
}

// texts looks for words that must stand somewhere on the page.
func (k *documentElements) texts(c *Case, x *paper) (absent, unclear []string) {
	text, why := c.textOf(x.doc.Page)
	absent, unclear = lacking(k.Texts.read(foldLines(text + "\n" + x.full.Beside + "\n" + boxWords(x))))
	if why != "" {
		return nil, append(absent, unclear...)
	}
	return absent, unclear
}
