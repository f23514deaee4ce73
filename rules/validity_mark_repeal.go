package rules

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
)

// judgeRepeal judges a document marked in force against the repeals of it.
func (v *validityMark) judgeRepeal(c *Case, m *marked, all []*marked, acts *acts) []Defect {
	byNumber, byTitle := acts.on(m)
	kept := acts.keeping(m)
	var doubtful *Defect
	for i, x := range append(byNumber, byTitle...) {
		if x.mention.Act != extract.Repeals {
			continue
		}
		sure, why := v.repeals(c, x, m, all, i < len(byNumber))
		if why == "" {
			continue // is no repeal of it
		}
		if kept != nil && (kept.day == 0 || x.day == 0 || kept.day >= x.day) {
			sure, why = false, "另有文件把它列为继续有效或延长有效期"
		}
		if sure && acts.undone(x) {
			sure, why = false, "该废止决定本身似已被废止"
		}
		d := v.contradiction(m, x, sure, why)
		if sure {
			return []Defect{d}
		}
		if doubtful == nil {
			doubtful = &d
		}
	}
	if doubtful == nil {
		return nil
	}
	return []Defect{*doubtful}
}

func (v *validityMark) contradiction(m *marked, x *act, sure bool, why string) Defect {
	d := Defect{Code: "contradicts_repeal", Outcome: Fail, Subject: m.page().URL,
		Message:  "《" + shortTitle(m.doc.Title) + "》标注" + m.mark.said() + "，但站内《" + shortTitle(x.doc.Title) + "》已将其废止或宣布失效（" + why + "）",
		Evidence: []Evidence{Quote(m.page(), m.mark.quote), Quote(x.page, x.mention.Quote)}}
	if !sure {
		d.Outcome = Review
		d.Message = "《" + shortTitle(m.doc.Title) + "》标注" + m.mark.said() + "，站内《" + shortTitle(x.doc.Title) + "》提到将其废止或宣布失效，需人工核对：" + why
	}
	return d
}

var (
	// repealVerb is what ends a document's force.
	repealVerb = regexp.MustCompile(`废止|废除|失效|停止(?:执行|实施|施行|使用)|终止(?:执行|实施)|不再(?:执行|施行|有效)`)
	// notDone are the words by which a repeal is refused, planned or proposed.
	notDone = regexp.MustCompile(`不予废止|不废止|暂不|暂缓|未废止|不宜废止|拟(?:予以?)?(?:废止|宣布)|建议(?:予以)?废止|不再废止|未(?:被)?(?:废止|失效)`)
	// partialRepeal is what follows a mention where only a part of it falls.
	partialRepeal = regexp.MustCompile(`^(?:\([^()]{0,40}\)|〔[^〕]*〕|[0-9号第令等]|中的?|的|内)*(?:第[一二三四五六七八九十百零\d]+[条款项章节]|部分|有关|相关|附件|附表|个别)`)
	// belongsToIt is what follows a mention that only says whose a thing is: 《甲》中涉及
	// 许可的内容, 《甲》（文号）的配套文件.
	belongsToIt = regexp.MustCompile(`^(?:\([^()]{0,40}\))?(?:中|里|内)[^,，;；。]{0,24}(?:内容|规定|条款|部分|事项|表述|职责)|^\([^()]{0,40}\)(?:所)?(?:设立|设置|规定|确定|明确|要求|成立|建立|制定)?的\p{Han}{2}`)
	// lawBasis is what a document rests on: it stands before the mention in its clause.
	lawBasis = regexp.MustCompile(`(?:根据|依据|按照|依照|遵照|贯彻|落实|执行)[^，,；;。]*$`)
	// begins is what follows the name of a document from whose day on another falls:
	// 自《乙》施行之日起废止.
	begins = regexp.MustCompile(`^(?:\([^()]{0,40}\))?(?:正式)?(?:施行|实施|生效|公布|发布|印发|出台|执行)(?:之日|之后|以后|后|时|起|当日)`)
	// besideIt is what follows the name of a document that others have to give way to:
	// 与《甲》不一致的文件.
	besideIt = regexp.MustCompile(`^(?:\([^()]{0,40}\))?(?:的规定|规定)?(?:不一致|不相符|不符|相抵触|抵触|相冲突|有冲突)`)
	// forceFrom is a day on which something begins or ends.
	forceFrom = regexp.MustCompile(`(` + dayWords + `)(?:零时)?(?:起|(?:开始|后|正式|自动|予以|即行|同时)*(?:施行|实施|执行|生效|废止|失效|停止))`)
)

// repeals reports whether an act ends the force of the document, whether that is
// certain, and by what; why is "" where it does not at all.
func (v *validityMark) repeals(c *Case, x *act, m *marked, all []*marked, byNumber bool) (sure bool, why string) {
	if !x.firm || x.doc == m.doc {
		return false, ""
	}
	quote := extract.Fold(x.mention.Quote)
	if notDone.MatchString(quote) {
		return false, ""
	}
	before, after := around(quote, x.mention)
	if lawBasis.MatchString(before) && !repealVerb.MatchString(clauseEnd(before)) {
		return false, ""
	}
	if begins.MatchString(after) || besideIt.MatchString(after) {
		return false, ""
	}
	if day := v.inEffect(c, x, quote); day > c.day() {
		return false, ""
	}
	if partialRepeal.MatchString(after) || belongsToIt.MatchString(after) || strings.Contains(before, "部分条款") || strings.Contains(before, "部分内容") {
		return false, "只涉及部分条款"
	}
	doc := dayOf(m.doc)
	if x.day == 0 || doc == 0 {
		return byNumber && x.day == 0 && doc == 0, undated(byNumber)
	}
	if x.day < doc {
		if byNumber {
			return false, "废止决定的日期早于文件"
		}
		return false, "" // an older namesake
	}
	if words := saysMore(x.mention); words != "" {
		return false, "其后写有“" + words + "”"
	}
	if byNumber {
		return true, "文号一致"
	}
	if x.day == doc {
		return false, ""
	}
	if n := x.mention.Number; n != "" {
		if y := strconv.Itoa(doc.Year()); !strings.Contains(n, y) {
			return false, "" // an older edition of that name
		}
		return false, "标题一致，文件页没有写明文号"
	}
	if namesakes(m, all) > 1 {
		return false, "站内有同名文件，决定没有写明文号"
	}
	return true, "标题一致，站内没有同名文件"
}

var (
	// nameRest is what belongs to the name of a document right behind its title.
	nameRest = regexp.MustCompile(`^(?:[(（][^()（）]{0,40}[)）]|〔[^〔〕]{0,40}〕|\[[^\[\]]{0,40}\]|【[^【】]{0,40}】)*`)
	// organ is who made it, as the last column of a list has it.
	organ = regexp.MustCompile(`(?:局|委|委员会|办|办公室|厅|室|中心|政府|院|会|队|站|处|部|行|公司|股|科)$`)
	// goesWith are words that go on with a list, or with when and by whom.
	goesWith = regexp.MustCompile(`^(?:和|及|以及|与|等|自|从|于|同时|一并|共|印发|发布|公布|已|现|予以|均|全文|全部|原|系|的通知)|\d{4}年|通知$`)
)

// saysMore returns what an entry of a list of repeals says of a document right behind its
// name, where nothing in the entry itself repeals anything: 《甲》（文号）以外的规定 is not 《甲》.
func saysMore(m extract.Mention) string {
	_, rest, named := strings.Cut(m.Quote, "《"+m.Title+"》")
	if !named || repealVerb.MatchString(extract.Fold(m.Quote)) {
		return ""
	}
	rest = rest[len(nameRest.FindString(rest)):]
	if i := strings.IndexFunc(rest, func(r rune) bool { return !unicode.Is(unicode.Han, r) }); i >= 0 {
		rest = rest[:i]
	}
	if f := extract.Fold(rest); utf8.RuneCountInString(f) < 2 || organ.MatchString(f) || goesWith.MatchString(f) {
		return ""
	}
	return rest
}

func undated(byNumber bool) string {
	if byNumber {
		return "文号一致"
	}
	return "日期不明"
}

// around splits a folded quote at the mention.
func around(quote string, m extract.Mention) (before, after string) {
	for _, name := range []string{"《" + extract.Fold(m.Title) + "》", extract.Fold(m.Title), extract.Fold(m.Number)} {
		if name == "" || name == "《》" {
			continue
		}
		if i := strings.Index(quote, name); i >= 0 {
			return quote[:i], quote[i+len(name):]
		}
	}
	return "", ""
}

// clauseEnd returns the part of s after its last clause mark.
func clauseEnd(s string) string {
	if i := strings.LastIndexAny(s, ",，；;。"); i >= 0 {
		_, n := utf8.DecodeRuneInString(s[i:])
		return s[i+n:]
	}
	return s
}

// inEffect is the day from which an act works: the latest day that the act's
// sentence, the deciding document's fields or its own words on coming into force
// name; 0 where none is named.
func (v *validityMark) inEffect(c *Case, x *act, quote string) calendar.Day {
	day := latestForce(quote)
	for _, f := range x.page.Facts().Fields {
		if d, ok := extract.ParseDay(f.Value); ok && f.Name == extract.Effective {
			day = max(day, d)
		}
	}
	if day > c.day() || x.day != 0 && x.day.AddDate(2, 0, 0) < c.day() {
		return day // an old decision has long come into force
	}
	text, err := c.Portal.Text(x.page)
	if err != nil {
		return day
	}
	for _, line := range strings.Split(text, "\n") {
		if !strings.ContainsAny(line, "起") {
			continue
		}
		folded := extract.Fold(line)
		if t := beginningOf(folded, x.doc); t.day != 0 && !t.doubt {
			day = max(day, t.day)
		}
	}
	return day
}

func latestForce(folded string) calendar.Day {
	var out calendar.Day
	for _, m := range forceFrom.FindAllStringSubmatch(folded, -1) {
		if d, ok := extract.ParseDay(m[1]); ok {
			out = max(out, d)
		}
	}
	return out
}

// namesakes counts the normative documents of the site that bear the title,
// copies of one document once.
func namesakes(m *marked, all []*marked) int {
	n := 1
	for _, o := range all {
		if o == m || o.number != "" && o.number == m.number {
			continue
		}
		if slices.ContainsFunc(o.keys, func(k string) bool { return slices.Contains(m.keys, k) }) {
			n++
		}
	}
	return n
}
