package rules

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// leak is how sure it is that a number is a person's own and should not stand
// there.
type leak int

const (
	noLeak leak = iota
	unclearLeak
	leaked
)

// leak judges one number by what stands around it.
func (k *privacy) leak(pg *portal.Page, p *extract.Personal) (leak, string) {
	title := extract.Fold(pg.Title() + " " + pg.Facts().HTMLTitle)
	a := numberContext{title: title, label: extract.Fold(p.Label), heads: extract.Fold(withoutByline(p.Heads)), lead: extract.Fold(p.Lead), quote: extract.Fold(p.Quote)}
	switch p.Kind {
	case extract.IDNumber:
		return k.identity(p, a)
	case extract.OldIDNumber:
		if anyIn(a.label, k.IDWords) || anyIn(a.heads, k.IDWords) {
			return unclearLeak, "是旧式 15 位号码，没有校验码"
		}
		return noLeak, ""
	case extract.CardNumber:
		return k.card(p, a)
	}
	return k.mobile(p, a)
}

// withoutByline leaves out of the lines above a number the one under the title: that
// the page comes from an office says nothing of whose number it is.
func withoutByline(heads string) string {
	if !strings.Contains(heads, " | ") {
		return heads
	}
	kept := slices.DeleteFunc(strings.Split(heads, " | "), func(line string) bool {
		return anyIn(extract.Fold(line), []string{"来源:", "发布日期:", "发布时间:", "发布于", "发表于"})
	})
	return strings.Join(kept, " | ")
}

// numberContext are the folded words around a number.
type numberContext struct{ title, label, heads, lead, quote string }

// row returns the words of the number's own row or sentence and of its head.
func (a numberContext) row() string { return a.label + " " + a.heads + " " + a.quote }

func (a numberContext) all() string { return a.title + " " + a.lead + " " + a.row() }

// identity: the number itself is certain, unless it is called something else, or
// printed to show how a form is filled in.
func (k *privacy) identity(p *extract.Personal, a numberContext) (leak, string) {
	called := anyIn(a.label, k.IDWords) || anyIn(a.heads, k.IDWords) || anyIn(a.quote, k.IDWords)
	if !anyIn(a.label, k.IDWords) && anyIn(a.label, k.OtherWords) {
		return noLeak, ""
	}
	if anyIn(a.all(), k.Samples) {
		return unclearLeak, "可能是填写示例"
	}
	if !called && otherCertificate.MatchString(a.label) && !strings.Contains(a.label, "残疾") {
		return unclearLeak, "写明的是“" + p.Label + "”"
	}
	if called || p.Beside != "" {
		return leaked, ""
	}
	return unclearLeak, "没有写明是身份证号"
}

// otherCertificate is the head of numbers of some other certificate, which may be those of
// persons all the same.
var otherCertificate = regexp.MustCompile(`证书?编?号码?$`)

// card: a sum that agrees is not much, one number in ten has it. It must be called
// a card, begin as one, and belong to a person.
func (k *privacy) card(p *extract.Personal, a numberContext) (leak, string) {
	if !startsWith(p.Start, k.Issuers) || !anyIn(a.row(), k.CardWords) {
		return noLeak, ""
	}
	if !anyIn(a.label, k.CardWords) && anyIn(a.label, k.OtherWords) {
		return noLeak, ""
	}
	person := p.Beside != "" && (anyIn(a.row(), k.Persons) || anyIn(a.row(), k.Holders))
	unit := anyIn(a.quote, k.Units)
	if p.Beside == "" && !anyIn(a.label+" "+a.heads, k.Persons) {
		unit = anyIn(a.all(), k.Units)
	}
	switch {
	case anyIn(a.all(), k.Samples):
		return unclearLeak, "可能是填写示例"
	case unit && p.Beside == "":
		return noLeak, ""
	case unit && !person:
		return noLeak, ""
	case unit:
		return unclearLeak, "可能是单位账户"
	case p.Beside != "":
		return leaked, ""
	}
	return unclearLeak, "没有写明是谁的账户"
}

func startsWith(s string, list []string) bool {
	for _, p := range list {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// mobile: most mobile numbers on portals are there to be called. One is somebody's
// own beside a full name on a list of persons.
func (k *privacy) mobile(p *extract.Personal, a numberContext) (leak, string) {
	lead := a.lead
	for _, w := range k.Process {
		lead = strings.ReplaceAll(lead, w, "")
	}
	if p.Beside == "" || anyIn(a.title+" "+lead+" "+a.row(), k.Official) || anyIn(a.all(), k.Samples) || p.Table && ofParty(a.label) {
		return noLeak, ""
	}
	if !p.Table {
		return k.mobileInText(p, a)
	}
	list := anyIn(a.title+" "+a.lead, k.Lists)
	switch {
	case anyIn(a.heads, k.Writers) && !k.perhaps(a) && !anyIn(a.label, k.Answerers):
		return leaked, ""
	case !anyIn(a.label+" "+a.heads, k.Persons) && !(list && p.Alike >= aList):
		return noLeak, ""
	case k.perhaps(a):
		if list {
			return unclearLeak, "名单上的人可能因其工作而公布电话"
		}
		return noLeak, ""
	case list && !k.stated(a):
		return unclearLeak, "名单没有说明列的是什么人"
	case list:
		return leaked, ""
	}
	return unclearLeak, "不能确定是不是个人名单"
}

// stated reports that the title of a list, or its heads, say why the persons are on it.
func (k *privacy) stated(a numberContext) bool {
	return slices.ContainsFunc(k.Lists, func(w string) bool {
		return !slices.Contains(k.Bare, w) && anyIn(a.title+" "+a.lead, []string{w})
	}) || anyIn(a.label+" "+a.heads, k.Stakes)
}

// ofParty reports that the head of a column says that its numbers are those of a firm or
// an office, not of the person in the row: 经销商电话, 开户行电话. Its last character tells
// what a noun is.
func ofParty(label string) bool {
	for range 2 {
		for _, w := range [...]string{"号码", "手机号", "手机", "联系电话", "联系方式", "电话", "联络", "联系"} {
			label = strings.TrimSuffix(label, w)
		}
	}
	last, _ := utf8.DecodeLastRuneInString(label)
	return strings.ContainsRune("商厂店方司社站行校院所部处局铺企", last)
}

// perhaps reports whether the heads of a table, or the row of one without heads,
// tell of a person's work.
func (k *privacy) perhaps(a numberContext) bool {
	words := a.label + " " + a.heads
	if a.heads == "" {
		words = a.row()
	}
	for _, w := range k.Aside {
		words = strings.ReplaceAll(words, w, "")
	}
	return anyIn(words, k.Perhaps)
}

// aList is how many rows alike make a list without a head.
const aList = 3

// mobileInText judges a number in a sentence, or in lines of labels and values.
func (k *privacy) mobileInText(p *extract.Personal, a numberContext) (leak, string) {
	list := anyIn(a.title+" "+a.lead, k.Lists)
	context := a.heads + " " + beforeNumber(a.quote)
	switch {
	case anyIn(context, k.Writers):
		return leaked, ""
	case p.Alike >= aList && list && a.heads != "" && !strings.ContainsAny(a.heads, "*,:;。|") && k.perhaps(numberContext{heads: a.heads}):
		return unclearLeak, "名单上的人可能因其工作而公布电话"
	case anyIn(context, k.Persons) && list && !anyIn(a.quote, k.Perhaps):
		if anyIn(strings.ReplaceAll(context, "联系电话", ""), k.Contact) {
			return unclearLeak, "可能是留下的联系电话"
		}
		return leaked, ""
	case p.Alike >= aList && list && !anyIn(a.quote, k.Contact) && !anyIn(a.quote, k.Perhaps):
		return leaked, "" // rows of name and number
	}
	return noLeak, ""
}

// beforeNumber returns what a quotation says before its first hidden number.
func beforeNumber(quote string) string {
	if i := strings.Index(quote, "***"); i >= 0 {
		return quote[:i]
	}
	return quote
}

// anyIn reports whether text holds one of words.
func anyIn(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}
