package rules

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// lifeTerm is how long a document says it is valid.
type lifeTerm struct {
	last  calendar.Day // the last day on which it is valid; 0: no term was read
	doubt string       // why that day is not certain; "" if it is
	since string       // from when it was counted, in Chinese; "" where the document names the day
	quote string
}

// dayWords matches a date in a folded text: 2025年12月31日, 二〇二五年十二月三十一日.
const dayWords = `(?:(?:19|20)\d\d年\d{1,2}月\d{1,2}日|[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)`

// Patterns over one folded sentence of a document.
var (
	// explicitEnd is an explicit end: 有效期至2025年12月31日, 有效期自…至….
	explicitEnd = regexp.MustCompile(`(?:有效期(?:限)?(?:统一)?(?:为|延长(?:至|到)|延续(?:至|到)|顺延(?:至|到)|延至|至|到|截至|截止到?|自[^,，;；。]{4,24}?(?:起)?(?:至|到))*|(?:施行|实施|执行|试行|有效|适用)(?:期)?,?(?:至|到|截至)|(?:执行|实施|施行)期限?(?:为|是|:)?(?:自|从)?[^,，;；。]{4,24}?起?(?:至|到))` +
		`(` + dayWords + `)`)
	// termLength is a length: 有效期5年, 有效期为三年.
	termLength = regexp.MustCompile(`(有效|试行)期(?:限)?(?:为|是|:|共)?([一二三四五六七八九十两\d]{1,3})(?:个)?(年|月)`)
	// extendedTo is an end that was moved, to a day, a month or a year: 经评估延续至2028年底.
	extendedTo = regexp.MustCompile(`(?:延[长续期]|顺延|展期|续期|继续(?:有效|执行|实施|施行|适用|试行))[^,，:。;；]{0,8}?(?:至|到)(20\d\d)年(?:(\d{1,2})月(?:(\d{1,2})日)?)?`)
	// extendedBy is an end that was moved by so much: 届满后延长三年.
	extendedBy = regexp.MustCompile(`(?:延[长续期]|顺延|展期|续期)(?:有效|执行|实施|施行|试行)?(?:期限|期)?(?:为|了)?(?:\d{1,2}|[一二三四五六七八九十两]{1,3})(?:个)?[年月]`)
	// mayExtend says that an end could be moved, not that it was.
	mayExtend = regexp.MustCompile(`可|需|应|拟|如|若|不超过|不得|最长|一般|的,`)
	// goesOn says that the end of the term is not the end of the document.
	goesOn = regexp.MustCompile(`(?:期满|届满|到期)[^。;；]{0,10}(?:自动|自行|继续|可)?(?:延续|延长|顺延|续期|继续有效|继续执行)`)
	// ofItself says that the sentence speaks of the document itself.
	ofItself = regexp.MustCompile(`本(?:办法|规定|细则|实施细则|意见|实施意见|方案|实施方案|条例|规则|通知|通告|公告|决定|措施|政策|标准|规划|规范|制度|文件|准则|暂行办法|暂行规定|规范性文件|若干措施|指引|预案)`)
	// beginsSo is a sentence that needs no subject: 自2021年1月1日起施行，….
	beginsSo = regexp.MustCompile(`^(?:第[一二三四五六七八九十百零\d]+条|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|\d+[.、])?(?:以上|上述)?(?:自|从)(?:(?:19|20)\d\d年|[一二][〇○零一二三四五六七八九]{3}年|印发|发布|公布|颁布|下发|发文)`)
	// runPeriod is a period in which a policy is carried out.
	runPeriod = regexp.MustCompile(`^(?:执行|实施|施行)期限?[^至到]`)
	// ownNumeral is the number of an article at the head of its own text.
	ownNumeral = regexp.MustCompile(`^第[一二三四五六七八九十百零\d]+条`)
	// ofPart says that a clause speaks of a part of the document: 其中第六条….
	ofPart = regexp.MustCompile(`其中|第[一二三四五六七八九十百零\d]+[条款项章]|附件\d*[^,，]{0,6}(?:自|有效)`)
	// ofOther are the things other than documents that have a term.
	ofOther    = regexp.MustCompile(`(?:证|证书|许可|执照|资格|资质|合同|协议|牌照|标志|名单|称号|批件|批文|凭证|认定|认证|备案|意见书|通知书|报告|入围|公示|承诺|质保|产品|药品|券|卡)[^,，;；。]{0,8}(?:有效|试行)期`)
	fixedStart = regexp.MustCompile(`(?:自|从)?(` + dayWords + `)(?:零时)?起`)
	issueStart = regexp.MustCompile(`(?:自|从)?(?:印发|发布|公布|颁布|下发|发文|签发|施行|实施)(?:之日|日)起(?:满)?(?:(\d{1,3}|[一二三四五六七八九十]{1,3})(?:个)?(日|天|工作日|月)后)?`)
)

// maxTermYears is the longest term believed: a rule's term is five years, of a
// provisional one two.
const maxTermYears = 20

// termOf reads the term a text states for the document it is of. Of several the
// one that ends last counts.
func termOf(text string, d *portal.Document) lifeTerm {
	var out lifeTerm
	moved := false
	for raw := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '。' || r == ';' || r == '；' || r == '\n' }) {
		if !strings.Contains(raw, "期") && !strings.Contains(raw, "至") {
			continue
		}
		folded := extract.Fold(raw)
		moved = moved || movedOn(folded)
		if t := termIn(folded, d); t.last != 0 && (t.last > out.last || out.last == 0) {
			t.quote = strings.TrimSpace(raw)
			out = t
		}
	}
	if moved && out.doubt == "" {
		out.doubt = "文中写有延长，延长后的截止日须人工核对"
	}
	return out
}

// movedOn reports a sentence by which the end of a document was moved by so much.
func movedOn(s string) bool {
	at := extendedBy.FindStringIndex(s)
	return at != nil && !ofOther.MatchString(s) && !mayExtend.MatchString(s[:at[0]]) && (strings.Contains(s, "有效") || ofItself.MatchString(s))
}

// movedTo returns the day to which a sentence says that the end was moved; 0 if none.
func movedTo(s string) calendar.Day {
	m := extendedTo.FindStringSubmatch(s)
	if m == nil {
		return 0
	}
	year, month, day := smallNumber(m[1]), smallNumber(m[2]), smallNumber(m[3])
	if month < 1 || month > 12 {
		return calendar.MustDay(year, 12, 31)
	}
	if day < 1 || day > 31 {
		return calendar.MustDay(year, month, 1).AddDate(0, 1, 0) - 1
	}
	return calendar.MustDay(year, month, 1) + calendar.Day(day-1)
}

// termWords are those of which each term has one.
var termWords = newPatterns([]string{"有效", "施行", "实施", "执行", "试行", "适用", "延续", "延长", "延期", "延至", "顺延"})

func termIn(s string, d *portal.Document) lifeTerm {
	if !termWords.in(s) {
		return lifeTerm{}
	}
	m, length := explicitEnd.FindStringSubmatch(s), termLength.FindStringSubmatch(s)
	if ofOther.MatchString(s) {
		return lifeTerm{}
	}
	if day := movedTo(s); day != 0 && m == nil {
		return lifeTerm{last: day}
	}
	if m == nil && length == nil {
		return lifeTerm{}
	}
	speaksOfItself := ofItself.MatchString(s) && !strings.Contains(beforeTerm(s), "《") || beginsSo.MatchString(s)
	if m != nil {
		if partOnly(s, m[0]) {
			return lifeTerm{}
		}
		day, ok := extract.ParseDay(m[1])
		if ok && strings.Contains(m[0], "延") { // a note on its extension names the decision
			return lifeTerm{last: day}
		}
		if !ok || !speaksOfItself && !strings.HasPrefix(s, "有效期") {
			return lifeTerm{}
		}
		doubt := trialDoubt(m[0])
		if ofSomethingElse(s, m[0]) {
			doubt = "所写的可能是其中一项的期限"
		}
		if doubt == "" && runPeriod.MatchString(m[0]) {
			doubt = "所写的是执行期限，期满是否失效需人工判断"
		}
		return lifeTerm{last: day, doubt: doubt}
	}
	if m = length; !speaksOfItself || partOnly(s, m[0]) || goesOn.MatchString(s) {
		return lifeTerm{}
	}
	n := smallNumber(m[2])
	from := beginningOf(s, d)
	if n == 0 || from.day == 0 || n > maxTermYears && m[3] == "年" {
		return lifeTerm{}
	}
	t := lifeTerm{doubt: trialDoubt(m[0]), since: fmt.Sprintf("（自 %s 起 %d %s）", from.day, n, map[string]string{"年": "年", "月": "个月"}[m[3]])}
	if from.doubt {
		t.doubt = "起算日不确定"
	}
	if m[3] == "年" {
		t.last = from.day.AddDate(n, 0, 0)
	} else {
		t.last = from.day.AddDate(0, n, 0)
	}
	return t
}

// partOnly reports that the clause in which a term stands speaks of a part of the
// document.
func partOnly(s, term string) bool {
	before, _, _ := strings.Cut(ownNumeral.ReplaceAllString(s, ""), term)
	return ofPart.MatchString(clauseEnd(before))
}

// clauseStart is what a clause on the term of the document itself may begin with.
var clauseStart = regexp.MustCompile(`^(?:(?:自|从)[^,，;；。]*|以上|上述|本\p{Han}{0,10}|该\p{Han}{0,6}|其|并|且|暂|试行|施行|实施|执行|有效|期限|起|共|[^\p{Han}])*$`)

// ofSomethingElse reports that the clause in which a term stands, which is not the first
// of its sentence, has a subject of its own: 本办法自…起施行，补贴执行至….
func ofSomethingElse(s, term string) bool {
	before, _, _ := strings.Cut(s, term)
	return strings.ContainsAny(before, ",，") && !clauseStart.MatchString(clauseEnd(before))
}

// beforeTerm returns what stands before the words on the term.
func beforeTerm(s string) string {
	for _, w := range []string{"有效期", "试行期"} {
		if i := strings.Index(s, w); i >= 0 {
			return s[:i]
		}
	}
	return ""
}

func trialDoubt(words string) string {
	if strings.Contains(words, "试行") {
		return "试行期满后是否继续有效需人工判断"
	}
	return ""
}

// beginning is the day from which a term runs.
type beginning struct {
	day   calendar.Day // 0: none was read
	doubt bool         // the day may be earlier or later
}

// beginningOf reads from which day a document says it works: a date, or so many days
// from its issue, which is the later of the days it was written and published.
func beginningOf(s string, d *portal.Document) beginning {
	if m := fixedStart.FindStringSubmatch(s); m != nil {
		if day, ok := extract.ParseDay(m[1]); ok {
			return beginning{day: day}
		}
	}
	m := issueStart.FindStringSubmatch(s)
	if m == nil {
		return beginning{}
	}
	day := max(d.Written, d.Published)
	if day == 0 {
		return beginning{}
	}
	b := beginning{day: day, doubt: d.Published == 0}
	if d.Written != 0 && d.Published > d.Written+maxIssueGap {
		b.doubt = true // published again later, or moved from an older site
	}
	if n := smallNumber(m[1]); n > 0 {
		switch m[2] {
		case "月":
			b.day = b.day.AddDate(0, n, 0)
		case "工作日":
			b.day += calendar.Day(2*n + 10)
		default:
			b.day += calendar.Day(n)
		}
	}
	return b
}

// maxIssueGap is the number of days between writing and publishing a document
// above which its publication date may be that of a later copy.
const maxIssueGap = 90

// smallNumber reads 5, 十, 十二, 二十; 0 where s is none.
func smallNumber(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	n, digit := 0, 0
	for _, r := range s {
		if r == '十' {
			n += max(digit, 1) * 10
			digit = 0
			continue
		}
		i := strings.IndexRune("零一二三四五六七八九", r)
		switch {
		case r == '两':
			digit = 2
		case i < 0:
			return 0
		default:
			digit = i / len("零")
		}
	}
	return n + digit
}

// judgeTerm judges whether a document marked in force has outlived its term.
// doubt says why that could not be seen.
func (v *validityMark) judgeTerm(c *Case, m *marked, acts *acts) (out []Defect, doubt string) {
	t, err := v.term(c, m)
	if err != nil {
		return nil, "正文未能读取，有效期无法核验：" + m.page().URL
	}
	if t.last == 0 || t.last >= c.day() || strings.Contains(m.mark.value, "延") || strings.Contains(m.mark.value, "继续") {
		return nil, ""
	}
	kept := acts.keeping(m)
	if kept != nil && (kept.mention.Act == extract.Extends || kept.day == 0 || kept.day >= t.last.AddDate(-1, 0, 0)) {
		return nil, "" // its term was extended, or a later clean-up kept it
	}
	d := Defect{Code: "expired", Outcome: Fail, Subject: m.page().URL,
		Message:  "《" + shortTitle(m.doc.Title) + "》有效期至 " + t.last.String() + t.since + "，已届满，仍标注" + m.mark.said(),
		Evidence: []Evidence{Quote(m.page(), m.mark.quote), Quote(m.page(), t.quote)}}
	switch {
	case t.doubt != "":
		d.Outcome = Review
		d.Message += "；" + t.doubt
	case kept != nil:
		d.Outcome = Review
		d.Message += "；此前的清理曾把它列为继续有效"
		d.Evidence = append(d.Evidence, Quote(kept.page, kept.mention.Quote))
	case !c.Portal.Snapshot.Complete:
		d.Outcome = Review
		d.Message += "；采集不完整，是否另有延期文件需人工核对"
	}
	return []Defect{d}, ""
}

// term is the document's term by its fields and its text: the later of both,
// because an extension is often shown in the field only.
func (v *validityMark) term(c *Case, m *marked) (lifeTerm, error) {
	var out lifeTerm
	for _, f := range m.page().Facts().Fields {
		if f.Name != extract.Expires || f.Value == "" {
			continue
		}
		if strings.Contains(f.Value, "长期") {
			return lifeTerm{}, nil
		}
		day, ok := extract.ParseDay(f.Value)
		if !ok || day <= out.last {
			continue
		}
		out = lifeTerm{last: day, quote: strings.TrimSpace(f.Label + "：" + f.Value)}
		if f.Via == "text" && strings.Contains(f.Label, "有效期") {
			out.doubt = "“" + f.Label + "”出自正文，可能另有所指"
		}
	}
	if out.last >= c.day() {
		return out, nil
	}
	text, err := c.Portal.Text(m.page())
	if err != nil {
		return lifeTerm{}, err
	}
	if t := termOf(text, m.doc); t.last > out.last {
		out = t
	}
	return out, nil
}
