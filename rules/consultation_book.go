package rules

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

// consultBook is what a site shows of consultations, worked out once for rules of
// the same settings.
type consultBook struct {
	c         *Case
	notices   []*notice
	feedbacks []*feedback
}

// notice is one call for opinions on a draft.
type notice struct {
	page      *portal.Page
	title     string
	core      string       // what it is about, folded: the name of the draft
	published calendar.Day // the earliest day it can have been published; 0: not known
	full      *extract.Facts
	text      string // of the notice, folded line by line; without the draft itself
	whole     string // with it
	files     string // what its attachments say, folded line by line
	beside    string // what stands beside and below its text, folded line by line
	unread    string // why not all that it says was read; "" if it was
	time      consultTime
	repeal    bool // it is about repealing: there is no draft but the notice
	extended  bool // its time was extended later
}

// read reports that the text of the notice was read: it speaks of opinions, as a
// page does not that is a picture, a file or about something else.
func (n *notice) read() bool {
	return n.full != nil && n.page.Runes >= minNotice && wordIn(n.whole, []string{"意见", "建议", "反馈"}) != ""
}

// bare reports that the page gives neither time nor draft nor a way to give an
// opinion: it may be about the consultation rather than the notice itself.
func (n *notice) bare() bool {
	return !n.time.known() && len(n.full.Attachments) == 0 && !n.holdsDraft() && !n.hasChannel()
}

// minNotice is the length in characters below which a notice stands in a picture
// or a file.
const minNotice = 40

// feedback is one document on what came of a consultation.
type feedback struct {
	title string
	core  string // what it is about; "" where its title does not say
	url   string
	on    *portal.Page // where its title stands
	page  *portal.Page // nil: never asked for
	day   calendar.Day
}

// book gathers the notices, newest first, and all feedback.
func (k *consultation) book(c *Case) *consultBook {
	x := c.words()
	like := *k
	like.Judged = nil
	key := fmt.Sprintf("%+v", like)
	if b := x.consults[key]; b != nil {
		return b
	}
	b := &consultBook{c: c}
	inColumn := k.columnPages(c)
	extended := map[string]bool{}
	for _, d := range c.Portal.Documents() {
		title := d.Title
		if title == "" {
			title = d.Page.Facts().HTMLTitle
		}
		folded := extract.Fold(title)
		bare := unquoted(folded)
		asks := asksOpinions(folded)
		switch {
		case asks && strings.Contains(bare, "延长"):
			extended[coreOf(folded)] = true
		case isFeedback(bare):
			b.feedbacks = append(b.feedbacks, &feedback{title: title, core: coreOf(folded), url: d.Page.URL, on: d.Page, page: d.Page, day: d.Published})
		case !asks && !(inColumn[d.Page] && strings.Contains(folded, "征求意见稿")), wordIn(bare, foldAll(k.NotTitles)) != "", wordIn(folded, foldAll(k.Except)) != "" && !rulesName(coreOf(folded)), wordIn(folded, foldAll(k.Applies)) == "", k.passedOn(c, bare):
		default:
			if day := firstClaim(d); day == 0 || day >= k.Since {
				b.notices = append(b.notices, &notice{page: d.Page, title: title, core: coreOf(folded), published: day, repeal: strings.Contains(folded, "废止") || strings.Contains(folded, "失效")})
			}
		}
	}
	slices.SortStableFunc(b.notices, func(x, y *notice) int {
		return cmp.Or(cmp.Compare(y.published, x.published), strings.Compare(x.page.URL, y.page.URL))
	})
	b.dropDrafts()
	b.notices = b.notices[:min(len(b.notices), k.Most)]
	b.rowFeedbacks()
	for _, n := range b.notices {
		n.extended = extended[n.core]
		b.readNotice(n)
	}
	x.consults[key] = b
	return b
}

// rulesName reports the name of rules: what they are about, such as how roads are named
// or land is taken, makes them no other matter.
func rulesName(core string) bool {
	return slices.ContainsFunc([]string{"办法", "规定", "细则", "条例", "规则"}, func(w string) bool { return strings.HasSuffix(core, w) })
}

// passedOn reports that the notice is another body's which the site passes on: its
// title says so, or opens with the name of a body above.
func (k *consultation) passedOn(c *Case, bare string) bool {
	if prefixed(bare, foldAll(k.Forward)) {
		return true
	}
	asker, _, _ := strings.Cut(bare, "关于")
	if w := wordIn(asker, foldAll(k.Above)); w != "" && !strings.Contains(extract.Fold(c.Target.Name), w) {
		return true
	}
	return c.Target.Level != site.Province && c.Target.Of != site.Province && ofProvince.MatchString(asker)
}

// ofProvince tells a body of a province by the front of a folded title.
var ofProvince = regexp.MustCompile(`^.{0,4}省[^市县区州镇乡]{0,12}(?:厅|局|委|办|院|会|政府)`)

// prefixed reports that a folded title begins with one of the words, in brackets
// or not.
func prefixed(folded string, words []string) bool {
	folded = strings.TrimLeft(folded, "[【(")
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(folded, w) })
}

// columnPages returns the documents that stand in columns of notices.
func (k *consultation) columnPages(c *Case) map[*portal.Page]bool {
	out := map[*portal.Page]bool{}
	for _, m := range c.words().find(k.Columns) {
		if m.Column == nil {
			continue
		}
		for _, it := range m.Column.Items() {
			if pg := c.Portal.Page(it.URL); pg != nil {
				out[pg] = true
			}
		}
	}
	return out
}

// dropDrafts leaves out pages of a draft alone where another notice calls for
// opinions on it.
func (b *consultBook) dropDrafts() {
	called := map[string]bool{}
	for _, n := range b.notices {
		if asksOpinions(extract.Fold(n.title)) {
			called[n.core] = true
		}
	}
	b.notices = slices.DeleteFunc(b.notices, func(n *notice) bool {
		return !asksOpinions(extract.Fold(n.title)) && called[n.core]
	})
}

// rowFeedbacks adds rows and files titled like feedback whose pages are no
// documents of the site.
func (b *consultBook) rowFeedbacks() {
	x := b.c.words()
	for _, w := range []string{"采纳", "反馈", "征集结果", "意见汇总", "征集情况", "征求意见情况", "意见处理"} {
		for _, i := range x.with(w) {
			t := x.at(i)
			if !isFeedback(unquoted(t.folded)) {
				continue
			}
			for _, u := range t.uses {
				pg := b.c.Portal.Page(u.url)
				if u.kind != itemUse || pg.OK() && b.c.Portal.Document(pg) != nil {
					continue
				}
				core := coreOf(t.folded)
				if d := b.c.Portal.Document(u.on); core == "" && d != nil {
					core = coreOf(extract.Fold(d.Title)) // a file goes by the name of the page it hangs on
				}
				b.feedbacks = append(b.feedbacks, &feedback{title: u.text, core: core, url: u.url, on: u.on, page: pg, day: u.day})
			}
		}
	}
}

// readNotice reads a notice's text again.
func (b *consultBook) readNotice(n *notice) {
	f, err := b.c.Portal.Full(n.page)
	if err != nil {
		return
	}
	n.full = f
	var lines []string
	for line := range strings.Lines(f.Text) {
		lines = append(lines, foldSpoken(line))
	}
	for _, fd := range f.Fields {
		lines = append(lines, foldSpoken(fd.Label+":"+fd.Value))
	}
	n.whole = strings.Join(lines, "\n")
	n.text = n.whole
	if i := draftBegin.FindStringIndex(n.whole); i != nil {
		n.text = n.whole[:i[0]]
	}
	all, why := b.c.textOf(n.page)
	n.unread = why
	lines = lines[:0]
	for line := range strings.Lines(strings.TrimPrefix(all, f.Text)) {
		lines = append(lines, foldSpoken(line))
	}
	n.files = strings.Join(lines, "\n")
	n.beside = foldLines(f.Beside)
	n.time = readTime(n.text, n.published, b.c)
	if !n.time.known() && len(n.text) < len(n.whole) {
		n.time = readTime(n.whole, n.published, b.c)
	}
}

// draftBegin is where the draft itself begins in the text of a notice.
var draftBegin = regexp.MustCompile(`\n(?:第一章|第一条|第1条|第一节)`)

// hidden says why a notice or feedback may be there unseen; "" if it cannot.
func (b *consultBook) hidden() string {
	k := &disclosure{Subject: "意见采纳情况", Columns: []string{"意见征集", "结果反馈", "征集结果", "意见反馈"}, Titles: []string{"征集", "征求", "采纳", "反馈"}}
	return k.hidden(b.c, b.c.words().around())
}

// firstClaim returns the earliest day a document claims to have been published.
func firstClaim(d *portal.Document) calendar.Day {
	out := d.Published
	for _, x := range d.Page.Facts().Dates {
		if x.Published && x.Day < out {
			out = x.Day
		}
	}
	return out
}

var quotedName = regexp.MustCompile(`《([^《》]+(?:《[^《》]*》[^《》]*)?)》`)

// unquoted takes the names of documents out of a folded title.
func unquoted(folded string) string { return quotedName.ReplaceAllString(folded, "") }

// asksOpinions reports that a folded title asks for opinions.
func asksOpinions(folded string) bool {
	bare := strings.ReplaceAll(unquoted(folded), "征求意见稿", "")
	return wordIn(bare, []string{"征求", "征集", "征询", "公开听取", "听取社会", "听取公众"}) != "" &&
		(strings.Contains(bare, "意见") || strings.Contains(bare, "建议") || strings.Contains(folded, "征求意见稿"))
}

// feedbackWords tell a title on what came of a consultation.
var feedbackWords = regexp.MustCompile(`采纳|反馈|(?:征集|征求|意见|建议|公示).{0,12}(?:结果|汇总|情况|处理|吸收|答复|回复|回应)`)

// isFeedback reports that a folded title, document names left out, is on what
// came of a consultation.
func isFeedback(bare string) bool {
	return feedbackWords.MatchString(bare) && wordIn(bare, []string{"征求", "征集", "意见", "建议", "公示"}) != "" &&
		wordIn(bare, []string{"意见反馈表", "请反馈", "巡视", "巡察", "督察", "整改", "信访", "投诉", "提案", "留言", "问卷", "人大", "政协", "代表", "委员"}) == ""
}

var (
	aboutName   = regexp.MustCompile(`(?:关于)?(?:再次|第二次|公开|向社会|对|就)*(?:征求|征集|征询|听取)(?:社会)?(?:公众|各界|各方|群众|市民)*(?:对|关于)?(.+?)(?:的)?(?:修改)?(?:意见|建议)`)
	aboutFront  = regexp.MustCompile(`关于(?:对|就)?(.+?)(?:的)?(?:再次|第二次|进行|向社会|公开|面向社会|网上)*(?:征求|征集|征询|听取|意见|公示)`)
	kindBefore  = regexp.MustCompile(`^[\[【(][^\[\]【】()]{1,8}[\]】)]`) // 【意见征集】
	aboutHead   = regexp.MustCompile(`^(.+?)(?:的)?(?:再次|第二次|进行|向社会|公开|面向社会|网上)*(?:征求|征集|征询|听取|意见征集|意见采纳|意见反馈|公众意见)`)
	draftSuffix = regexp.MustCompile(`\((?:[^()]*(?:征求意见|草案|送审|修订|修改|试行|暂行|初稿|讨论|意见)[^()]*)\)|征求意见稿|公开征求意见|草案$|送审稿$|修订稿$`)
)

// coreOf returns the name of the draft a folded title is about; "" where it gives
// none.
func coreOf(folded string) string {
	name := ""
	for _, m := range quotedName.FindAllStringSubmatch(folded, -1) {
		if len(m[1]) > len(name) {
			name = m[1]
		}
	}
	if name == "" {
		name = aboutIn(folded)
	}
	name = unquote.Replace(draftSuffix.ReplaceAllString(name, ""))
	for _, front := range []string{"关于印发", "关于公开征求", "关于"} {
		name = strings.TrimPrefix(name, front)
	}
	name = strings.TrimSuffix(name, "的通知")
	if utf8.RuneCountInString(name) < minCore {
		return ""
	}
	return name
}

// aboutIn returns what a folded title without 《》 is about. The mark of a draft
// goes first: it has the words of a call in it.
func aboutIn(folded string) string {
	rest := draftSuffix.ReplaceAllString(kindBefore.ReplaceAllString(folded, ""), "")
	for _, re := range []*regexp.Regexp{aboutFront, aboutName, aboutHead} {
		if m := re.FindStringSubmatch(rest); m != nil && utf8.RuneCountInString(m[1]) >= minCore {
			return strings.TrimSuffix(m[1], "进行")
		}
	}
	if strings.Contains(folded, "征求意见稿") || strings.HasSuffix(folded, ")") && strings.HasPrefix(folded, rest) {
		return rest
	}
	return ""
}

// minCore is the length in characters below which a name tells no two drafts
// apart.
const minCore = 4

// sameCore reports that two names are of one draft: equal, or one within the
// other, as with and without the name of the place.
func sameCore(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	return a == b || strings.Contains(a, b) && utf8.RuneCountInString(b) >= 6 || strings.Contains(b, a) && utf8.RuneCountInString(a) >= 6
}
