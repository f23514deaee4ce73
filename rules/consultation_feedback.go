package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// answeredBelow tells in a notice's own text what came of it.
var answeredBelow = regexp.MustCompile(`(?:收到|征集到|征求到|收集到|收集)[^。\n]{0,24}(?:意见|建议)|(?:未|没有)(?:收到|接到|征集到)|采纳情况|予以采纳|已采纳|未采纳|均采纳|不予采纳|采纳\d|无反馈意见|无意见|期间[^。\n]{0,16}(?:未|没有)提出[^。;\n]{0,8}(?:意见|建议|异议)(?:[。;\n]|$)|(?:征集|征求意见|反馈)结果:(?:无|没有)|参与人数:0|共0人参与|(?:没有|未有|无)[^。;\n]{0,10}(?:提出|反馈)[^。;\n]{0,8}(?:意见|建议|异议)|无(?:不同|反对|修改)(?:意见|建议)|(?:意见|建议|反馈)[^。;\n]{0,6}(?::|为|共)?0(?:条|件|个)|零意见|(?:均|一致)(?:表示)?(?:同意|赞成)|\d+(?:位|名|人|家)[^。;\n]{0,10}提出[^。;\n]{0,10}(?:意见|建议)|收悉(?:意见|建议)|(?:均|全部|已)[^。;\n]{0,6}(?:吸纳|采纳|吸收)|一致(?:认可|通过)|没有[^。;\n]{0,12}反映|(?:征集|参与)[^。;\n]{0,6}0(?:条|人|件)|暂缓(?:出台|制定|印发)|(?:不再|停止|终止)(?:制定|出台|印发|推进)|(?:结果|采纳)[^。;\n]{0,16}(?:公布|公告|刊登|发布|登载|刊载)(?:于|在)|(?:项目|事项|程序|工作|立法|起草|制定)已(?:经)?(?:终止|中止|停止)`)

// answeredAfter tells, anywhere on a page, what came of a consultation; the text of
// a draft has no such words.
var answeredAfter = regexp.MustCompile(`(?:征求|征集|公示)(?:意见|建议)?[^。;\n]{0,16}(?:期间|期内|期满|结束|过程中)[^。;\n]{0,24}(?:收到|收集|接到|征集到|采纳)|(?:采纳|反馈)情况:|(?:未|没有|共|累计)(?:收到|接到|征集到|收集到?)[^。;\n]{0,20}(?:意见|建议)|(?:采纳|吸收)(?:意见|建议)?\d+(?:条|项|个)`)

// toCome tells a promise or a warning from a report: 意见采纳情况将及时公布, 逾期视为无意见.
var toCome = regexp.MustCompile(`将|拟|届时|另行|视为|视同|如无|若无|逾期`)

// reports is whether a sentence of the text that promises nothing has the words.
func reports(text string, words *regexp.Regexp) bool {
	return slices.ContainsFunc(words.FindAllStringIndex(text, 20), func(at []int) bool { return !toCome.MatchString(sentence(text, at)) })
}

// answered reports that the notice itself says what came of it: before the draft,
// after it, or in a box below its attachments.
func (n *notice) answered() bool {
	return reports(n.text, answeredBelow) || reports(n.whole, answeredAfter) || reports(n.beside, answeredAfter)
}

// maxAnswers bounds how many pages named like a draft are read for what came of it.
const maxAnswers = 4

// answeredElsewhere reports that a page on the draft published after the
// consultation, as the document itself or its interpretation, says what came of it, or
// else which such page was not read.
func (b *consultBook) answeredElsewhere(n *notice) (answered bool, unread string) {
	seen := map[string]bool{}
	for _, u := range b.titled(n) {
		pg := b.c.Portal.Page(u.url)
		d := b.c.Portal.Document(pg)
		if d == nil || pg == n.page || seen[pg.URL] || !n.time.known() || d.Published <= n.time.to {
			continue
		}
		if seen[pg.URL] = true; len(seen) > maxAnswers {
			return false, fmt.Sprintf("名称相同的网页超过 %d 个，没有逐一读取", maxAnswers)
		}
		text, ok := b.c.words().text(pg)
		switch {
		case !ok:
			unread = "《" + abridgeTitle(d.Title) + "》没有读到"
		case reports(text, answeredAfter):
			return true, ""
		}
	}
	return false, unread
}

// feedbackOf returns the feedback on a notice, nil if none was found, and whether
// something may be it although that is not sure.
func (b *consultBook) feedbackOf(n *notice) (found *feedback, maybe *feedback) {
	for _, f := range b.feedbacks {
		switch {
		case f.page == n.page && n.page != nil:
		case sameCore(n.core, f.core), n.core != "" && strings.Contains(extract.Fold(f.title), n.core), b.linked(n, f) && !b.answersOther(n, f):
			if found == nil || f.page.OK() && !found.page.OK() {
				found = f
			}
		case maybe == nil && b.mayAnswer(n, f) && !b.answersOther(n, f):
			maybe = f
		}
	}
	return found, maybe
}

// answersOther reports that feedback names the draft of another notice: drafts of
// one body have much in common, its name and 管理办法, and a page links to those before
// and after it (上一篇), whatever they are about.
func (b *consultBook) answersOther(n *notice, f *feedback) bool { return b.namesOther(n, f.core) }

// namesOther reports that core is the draft of another notice than n.
func (b *consultBook) namesOther(n *notice, core string) bool {
	return core != "" && slices.ContainsFunc(b.notices, func(m *notice) bool { return m != n && m.core == core && m.core != n.core })
}

// linked reports that one of the two pages links to the other.
func (b *consultBook) linked(n *notice, f *feedback) bool {
	if !f.page.OK() {
		return false
	}
	for _, r := range b.c.Portal.LinksFrom(f.page) {
		if r.Page == n.page && r.Region == extract.Body {
			return true
		}
	}
	for _, r := range b.c.Portal.LinksFrom(n.page) {
		if r.Page == f.page && (f.core == "" || r.Region == extract.Body) {
			return true
		}
	}
	return false
}

// alike is the share of pairs of characters in common from which on two names may
// be of one draft.
const alike = 0.5

// mayAnswer reports that feedback may be on the notice: its name is much the same,
// or it names no draft and its text speaks of this one.
func (b *consultBook) mayAnswer(n *notice, f *feedback) bool {
	if f.day != 0 && n.published != 0 && f.day < n.published {
		return false
	}
	if n.core != "" && f.core != "" && portal.Resemblance(n.core, f.core) >= alike {
		return true
	}
	if tail := lastRunes(n.core, leastTail); tail != "" && strings.Contains(extract.Fold(f.title), tail) {
		return true // by its name without the place
	}
	if f.core != "" && utf8.RuneCountInString(f.core) >= 6 && !ofAPeriod.MatchString(f.core) {
		text, ok := b.c.words().text(f.page)
		return ok && f.page.OK() && !strings.ContainsAny(f.title, "《〈") && strings.Contains(text, "《"+n.core) // its title names it in other words
	}
	if !f.page.OK() || f.page.Kind() == extract.File {
		return true
	}
	text, ok := b.c.words().text(f.page)
	if !ok || n.core == "" || strings.Contains(text, n.core) || len(f.page.Attachments()) > 0 {
		return true
	}
	return n.time.known() && f.day > n.time.to && aPeriod.MatchString(extract.Fold(f.title)) && !strings.ContainsAny(text, "《〈") // one report on all of a quarter's drafts
}

// leastTail is how many characters at the end of a draft's name tell it from others:
// 物业管理办法 of 示例县物业管理办法.
const leastTail = 6

// lastRunes returns the last n characters of s; "" where it has no more.
func lastRunes(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return ""
	}
	return string(r[len(r)-n:])
}

// ofAPeriod is what is left of the title of a report on all consultations of a time:
// 2025年第四季度意见征集.
var ofAPeriod = regexp.MustCompile(`^(?:(?:\d{4}年)?(?:度|第?[一二三四1-4]季度|\d{1,2}月份?|[上下]半年|全年|第[一二三四五六]批|意见|征集|征求|网上|公众|民意|建议|公开|结果|公示|\(|\))*)$`)

// aPeriod names a time in a title.
var aPeriod = regexp.MustCompile(`季度|半年|年度|\d{1,2}月|第[一二三四五六]批`)

// feedback judges whether it was published what came of the consultation, and in
// time.
func (k *consultation) feedback(b *consultBook, n *notice) *Defect {
	if n.repeal || n.answered() {
		return nil
	}
	decided := b.decision(n)
	found, maybe := b.feedbackOf(n)
	if found != nil {
		return k.late(b, n, found, decided)
	}
	answered, unread := b.answeredElsewhere(n)
	if answered {
		return nil
	}
	if !n.time.known() || n.time.to >= b.c.day() {
		return nil
	}
	why := ""
	switch {
	case decided != nil && k.overdue(b.c, decided.Published, b.c.day()) == 1:
		why = fmt.Sprintf("正式文件《%s》已于 %s 发布，超过 %d 个工作日", abridgeTitle(decided.Title), decided.Published, k.Within)
	case decided == nil && n.time.to < k.Wait.before(b.c.day()):
		why = fmt.Sprintf("征求意见已于 %s 结束，超过 %s", n.time.to, k.Wait)
	default:
		return nil
	}
	said := fmt.Sprintf("《%s》没有公布意见采纳情况：%s，全站没有找到反馈", abridgeTitle(n.title), why)
	seen := []Evidence{Quote(n.page, original(n.full.Text, n.time.quote, n.title))}
	if decided != nil {
		seen = append(seen, Quote(decided.Page, decided.Title))
	}
	doubt := ""
	switch {
	case maybe != nil:
		doubt = fmt.Sprintf("但《%s》（%s）可能就是", abridgeTitle(maybe.title), maybe.url)
	case n.core == "":
		doubt = "但公告的标题看不出是哪份文件"
	case n.extended:
		doubt = "但征求意见的期限后来延长过"
	case unfollowed(n.page):
		doubt = "但公告页有只能由脚本显示的内容"
	case n.page.ManyLinks():
		doubt = "但公告页的链接过多，没有逐一核对"
	case unread != "":
		doubt = "但" + unread
	default:
		doubt = b.hidden()
	}
	for _, text := range n.offers() {
		if b.namesOther(n, coreOf(text)) {
			continue
		}
		if isFeedback(text) || wordIn(text, []string{"反馈结果", "结果反馈", "查看结果", "征集结果", "采纳"}) != "" {
			doubt = "但公告页有链接“" + abridgeTitle(text) + "”"
		}
	}
	if doubt != "" {
		return new(doubtful("no_feedback", n.page.URL, said+"，"+doubt+"，须由人工核实", seen...))
	}
	return new(failing("no_feedback", n.page.URL, said, seen...))
}

// overdue compares the working days from one day to another with what is allowed:
// 1 more for certain, 0 perhaps, -1 not.
func (k *consultation) overdue(c *Case, from, to calendar.Day) int {
	if from == 0 {
		return -1
	}
	least, most := c.workdays().Between(from, to)
	switch {
	case least > k.Within:
		return 1
	case most > k.Within:
		return 0
	}
	return -1
}

// late judges feedback that is there.
func (k *consultation) late(b *consultBook, n *notice, f *feedback, decided *portal.Document) *Defect {
	if decided == nil || f.day == 0 || f.day <= decided.Published {
		return nil
	}
	over := k.overdue(b.c, decided.Published, f.day)
	if over < 0 {
		return nil
	}
	said := fmt.Sprintf("《%s》于 %s 公布，晚于正式文件《%s》发布（%s）后 %d 个工作日", abridgeTitle(f.title), f.day, abridgeTitle(decided.Title), decided.Published, k.Within)
	subject := f.url
	if subject == "" {
		subject = n.page.URL
	}
	seen := []Evidence{Quote(f.on, f.title+" "+f.day.String()), Quote(decided.Page, decided.Title)}
	if over == 0 || manyDays(f) || manyDates(decided) {
		return new(doubtful("feedback_late", subject, said+"，须由人工核实", seen...))
	}
	return new(failing("feedback_late", subject, said, seen...))
}

// manyDays reports that the page of feedback gives several days of publication.
func manyDays(f *feedback) bool {
	return f.page.OK() && portal.Latest(f.page.Facts()) != portal.Published(f.page.Facts()) && portal.Latest(f.page.Facts()) != 0
}

func manyDates(d *portal.Document) bool { return firstClaim(d) != d.Published }

// decision returns the document that the draft became, nil if none was found: the
// first that carries its name after the notice and is neither about it nor another
// consultation.
func (b *consultBook) decision(n *notice) *portal.Document {
	if n.core == "" || utf8.RuneCountInString(n.core) < 6 {
		return nil
	}
	var best *portal.Document
	for _, u := range b.titled(n) {
		pg := b.c.Portal.Page(u.url)
		d := b.c.Portal.Document(pg)
		if d == nil || pg == n.page || d.Published == 0 || d.Published <= n.published || n.time.known() && d.Published <= n.time.to || explainsOthers(d) {
			continue
		}
		folded := extract.Fold(d.Title)
		if !strings.Contains(folded, n.core) || !issued(folded, n.core) {
			continue
		}
		if best == nil || d.Published < best.Published {
			best = d
		}
	}
	return best
}

// explainsOthers reports a document that its columns say explains others, whatever it is called:
// 一问一答读懂某某办法.
func explainsOthers(d *portal.Document) bool {
	return slices.ContainsFunc(d.Columns, func(col *portal.Column) bool {
		return slices.ContainsFunc(col.Names, func(n string) bool { return foldedWord(n, []string{"解读", "图解", "问答"}) != "" })
	})
}

// issued reports that a folded title is that of the document itself: its name
// alone, or a notice that issues it.
func issued(folded, core string) bool {
	bare := unquoted(folded)
	if wordIn(bare, []string{"征求", "征集", "意见采纳", "反馈", "解读", "图解", "说明", "问答", "听证", "公示", "会议", "审议", "研究", "召开", "宣传", "培训", "政策", "一图", "读懂", "看懂", "一问一答", "答记者问", "修改", "修订", "废止", "评估", "落实情况"}) != "" ||
		wordIn(folded, []string{"征求意见稿", "草案", "送审稿"}) != "" {
		return false
	}
	rest := unquote.Replace(strings.Replace(folded, core, "", 1))
	return strings.Contains(folded, "印发") || strings.Contains(folded, "公布") || strings.Contains(folded, "发布") || utf8.RuneCountInString(rest) <= 16 && (strings.HasSuffix(unquote.Replace(trimTail(folded)), core) || strings.Contains(rest, "令"))
}

// trimTail takes a bracketed remark off the end of a title.
func trimTail(folded string) string {
	if i := strings.LastIndexAny(folded, "(〔["); i > 0 && strings.HasSuffix(strings.TrimRight(folded, ")〕]"), folded[i+1:len(strings.TrimRight(folded, ")〕]"))]) {
		return folded[:i]
	}
	return folded
}

var (
	refusedSome = regexp.MustCompile(`(?:未采纳|不予采纳|未予采纳|不采纳|未被采纳|部分采纳)(?:的)?(?:意见|建议)?(?:为|有|共|:)?([1-9]\d*|[一二三四五六七八九十两]+)(?:条|项|个|处)|(\d+|[一二三四五六七八九十两]+)(?:条|项|个|处)(?:意见|建议)?(?:均)?(?:未采纳|不予采纳|未予采纳|不采纳|未被采纳|部分采纳)|(?:其他|其余|其它)[^。\n]{0,12}(?:未采纳|不予采纳|未予采纳|不采纳)`)
	reasonGiven = regexp.MustCompile(`理由|原因|由于|鉴于|考虑到|不符合|不符|超出|已有|已在|已经|不属于|上位法|不一致|依据|缺乏|另行|尚不|暂不|不宜|主要是|不具备|无法|因[^此素地果]`)
)

// reasons judges whether feedback that tells of refused opinions says why.
func (k *consultation) reasons(b *consultBook, n *notice) *Defect {
	f, _ := b.feedbackOf(n)
	if f == nil || !f.page.OK() {
		return nil
	}
	text, ok := b.c.words().text(f.page)
	if !ok {
		return nil
	}
	at := refusedSome.FindStringIndex(text)
	if at == nil || strings.HasPrefix(text[at[0]:at[1]], "0") || reasonGiven.MatchString(text) {
		return nil
	}
	said := fmt.Sprintf("《%s》写明有意见未采纳，但没有说明理由", abridgeTitle(f.title))
	seen := Quote(f.page, sentence(text, at))
	if own, err := b.c.Portal.Text(f.page); err == nil {
		seen = Quote(f.page, original(own, text[at[0]:at[1]], sentence(text, at)))
	}
	if strings.Contains(text[at[0]:at[1]], "部分采纳") {
		return new(doubtful("no_reasons", f.url, fmt.Sprintf("《%s》写明有意见只采纳了一部分，没有说明理由，是否应当说明须由人工判断", abridgeTitle(f.title)), seen))
	}
	if why := b.c.words().unread(f.page); why != "" || allNotText(f.page) || unfollowed(f.page) {
		if why == "" {
			why = "页面有图片或由脚本显示的内容"
		}
		return new(doubtful("no_reasons", f.url, said+"，但"+why+"，须由人工核实", seen))
	}
	return new(failing("no_reasons", f.url, said, seen))
}
