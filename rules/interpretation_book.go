package rules

import (
	"regexp"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// policyBook holds the policy documents of a site and what explains each.
type policyBook struct {
	c        *Case
	policies []*policy    // to be judged, one per document, by URL
	explains []*explainer // every interpretation, by URL
	byPage   map[*portal.Page]*explainer
	rows     []unseenRow // list rows of interpretation columns whose pages were not obtained
	dead     []unseenRow // the same, whose pages are not there
	strays   []string    // folded titles of pages that explain something but were not read as articles
	columns  []*portal.Column
	byNumber map[string]*policy
	byKey    map[string][]*policy
	byHead   map[string][]string // keys of titles by their first runes
	ofPage   map[*portal.Page]*policy
	// textOnly is the share of the interpreted documents with text only; counted
	// when first asked for, -1 before.
	textOnly float64
	loose    []looseName // of the interpretations that are of no document; nil: not gathered
	unsure   *string     // see blind; nil: not asked
	// unshown is an interpretation that was answered without itself; nil: none.
	unshown *portal.Page
}

// policy is one policy document with all the pages that carry it.
type policy struct {
	doc    *portal.Document // the copy that is judged
	copies []*portal.Document
	number string
	keys   []string     // exact forms of its title
	near   []string     // and further forms
	sure   []*explainer // interpretations that are certainly of it
	maybe  []*explainer // interpretations that may be of it
	linked bool         // one that may be of it is linked with it
	// elsewhere is the title of an interpretation that is listed or linked but whose
	// page was not obtained; "" if none.
	elsewhere string
	gone      string // the same, whose page is not there
	certain   bool   // a normative document: it must have one
	day       calendar.Day
}

func (p *policy) page() *portal.Page { return p.doc.Page }

// explainer is one page that explains a policy.
type explainer struct {
	doc     *portal.Document
	title   string   // folded
	named   []string // keys of the titles between 《 》 in its title
	rest    string   // its title without the words of explaining, where it has no 《 》
	numbers []string // 文号 its text names
	// explicit reports that its title names a document between 《 》.
	explicit bool
	of       []*policy
}

func (e *explainer) page() *portal.Page { return e.doc.Page }

type unseenRow struct {
	title, url string
}

func (n *interpretation) newBook(c *Case) *policyBook {
	b := &policyBook{c: c, byPage: map[*portal.Page]*explainer{}, byNumber: map[string]*policy{}, byKey: map[string][]*policy{}, byHead: map[string][]string{}, ofPage: map[*portal.Page]*policy{}, textOnly: -1}
	view, rows := n.view(c), rowMarks(c.Portal)
	var all []*policy
	for _, d := range c.Portal.Documents() {
		is, _ := view.standing(d)
		switch is {
		case explains:
			if d.Swapped || unshown(c, d.Page) {
				b.strays, b.unshown = append(b.strays, extract.Fold(d.Title)), d.Page
				continue
			}
			b.addExplainer(d)
		case normative, policyPaper:
			if c.Portal.InScope(d.Page.URL) && !over(d, rows[d.Page]) {
				all = b.addPolicy(all, d, is)
			}
		}
	}
	for _, col := range c.Portal.Columns {
		if s, ok := view.columnStanding(col); ok && s == explains {
			b.columns = append(b.columns, col)
		}
	}
	b.unseenRows()
	for _, pg := range c.Portal.Pages {
		if pg.OK() && pg.Kind() == extract.Other && explainingTitle(extract.Fold(pg.Title())) {
			b.strays = append(b.strays, extract.Fold(pg.Title()))
		}
	}
	b.match(all)
	for _, p := range all {
		if p.day == 0 || p.day >= n.Since && p.day <= c.day() {
			b.policies = append(b.policies, p)
		}
	}
	return b
}

// over reports that a document is marked as no longer in force, on its page or in rows
// of lists: it needs no interpretation any more.
func over(d *portal.Document, rows []rowMark) bool {
	for _, k := range new(validityMark).marks(d, rows) {
		if k.status == dead || k.status == pending && statusOfWord(extract.Fold(k.value)) == dead {
			return true
		}
	}
	return false
}

// addPolicy adds a document, or joins it to its copy: the same number, or the
// same title where one has no number, or the same title on the same day.
func (b *policyBook) addPolicy(all []*policy, d *portal.Document, is standing) []*policy {
	number, keys := documentNumber(d), titleKeys(d.Title)
	old := b.byNumber[number]
	if number == "" {
		old = nil
	}
	if old != nil && !shares(old.keys, keys) {
		old = nil // one number, two papers: the notice and its annex, or a slip
	}
	if old == nil && len(keys) > 0 {
		for _, p := range b.byKey[keys[0]] {
			if p.keys[0] == keys[0] && (p.number == "" || number == "" || p.number == number) && dayOf(p.doc) == dayOf(d) {
				old = p
			}
		}
	}
	if old != nil {
		old.copies = append(old.copies, d)
		if is == normative && !old.certain {
			old.doc, old.certain = d, true
		}
		if day := dayOf(d); day != 0 && day < old.day {
			old.day = day
		}
		if old.number == "" {
			old.number = number
		}
		b.ofPage[d.Page] = old
		return all
	}
	p := &policy{doc: d, copies: []*portal.Document{d}, number: number, keys: keys, certain: is == normative, day: dayOf(d)}
	p.near = nearKeys(keys)
	b.ofPage[d.Page] = p
	if number != "" && b.byNumber[number] == nil {
		b.byNumber[number] = p
	}
	for _, k := range p.near {
		if len(b.byKey[k]) == 0 {
			b.byHead[titleHead(k)] = append(b.byHead[titleHead(k)], k)
		}
		b.byKey[k] = append(b.byKey[k], p)
	}
	return append(all, p)
}

func shares(a, b []string) bool {
	return slices.ContainsFunc(a, func(k string) bool { return slices.Contains(b, k) })
}

var (
	bookTitle = regexp.MustCompile(`《([^《》]*(?:《[^《》]*》)?[^《》]*)》`)
	leading   = regexp.MustCompile(`^(?:[\[【(〔][^\])】〕]{1,12}[\])】〕]|(?:一图|图解|图说|图文|文字|视频|音频|政策|专家|权威)*(?:解读|读懂|看懂|了解|图解|图说|动漫|漫画|问答|h5)?(?:之[一二三四五])?[:|丨!,，])+`)
	trailing  = regexp.MustCompile(`(?:的)?(?:相关|有关|文字|图文|图表|视频|音频|政策|文件|专家|简要|权威)*(?:解读(?:材料|说明|稿)?|图解|说明|问答|答记者问|一图读懂|新闻发布会|(?:政策)?吹风会)(?:[(（].{1,10}[)）])?(?:之?[一二三四五])?$`)
)

func (b *policyBook) addExplainer(d *portal.Document) {
	e := &explainer{doc: d, title: extract.Fold(d.Title)}
	for _, m := range bookTitle.FindAllStringSubmatch(e.title, -1) {
		e.named = append(e.named, titleKeys(m[1])...)
	}
	e.explicit = len(e.named) > 0
	if !e.explicit {
		rest := leading.ReplaceAllString(e.title, "")
		rest = trailing.ReplaceAllString(rest, "")
		for _, w := range []string{"一图读懂", "图解", "解读"} {
			rest = strings.TrimPrefix(rest, w)
		}
		rest = strings.TrimLeft(rest, ":|丨,，!—-")
		e.rest = unquote.Replace(rest)
		if strings.HasPrefix(e.rest, "关于") && !strings.HasPrefix(e.rest, "关于印发") {
			e.named = appendKey(titleKeys(e.rest), unquote.Replace(strings.TrimPrefix(e.rest, "关于")))
		} else {
			e.named = titleKeys(e.rest)
		}
	}
	e.named = nearKeys(e.named)
	for _, m := range d.Page.Mentions() {
		if m.Number != "" && !slices.Contains(e.numbers, m.Number) {
			e.numbers = append(e.numbers, m.Number)
		}
	}
	b.explains = append(b.explains, e)
	b.byPage[d.Page] = e
}

// unseenRows gathers the rows of interpretation columns that lead to pages that
// were not obtained, to attachments or to other sites, and those that lead nowhere.
func (b *policyBook) unseenRows() {
	seen := map[string]bool{}
	for _, col := range b.columns {
		for _, it := range col.Items() {
			pg := b.c.Portal.Page(it.URL)
			if seen[it.URL] {
				continue
			}
			if pg != nil && pg.Failure.Definite() {
				seen[it.URL] = true
				b.dead = append(b.dead, unseenRow{extract.Fold(it.Title), it.URL})
				continue
			}
			if b.c.Portal.Document(pg) != nil && (b.byPage[pg] != nil || !explainingTitle(extract.Fold(it.Title))) {
				continue // known for what it is
			}
			seen[it.URL] = true
			b.rows = append(b.rows, unseenRow{extract.Fold(it.Title), it.URL})
		}
	}
}
