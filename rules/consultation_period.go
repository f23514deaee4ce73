package rules

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
)

// consultTime is the time a notice gives for opinions.
type consultTime struct {
	from, to calendar.Day // to 0: not known
	days     int          // first and last day counted
	quote    string       // the words, folded
	implied  bool         // they do not name from: it is the day of publication
}

func (t consultTime) known() bool { return t.days > 0 }

// digitGap is white space between digits, which folding would join: 2026-03-01
// 08:00.
var digitGap = regexp.MustCompile(`(\d)[\s\x{a0}\x{3000}]+(\d)`)

// bracketedDay is a day in brackets of its own: [2026-03-01] 至 [2026-03-31].
var bracketedDay = regexp.MustCompile(`[\[【［]\s*(20\d\d\s*[年\-./]\s*\d{1,2}\s*[月\-./]\s*\d{1,2}[^\[\]【】［］]{0,12})[\]】］]`)

// foldSpoken folds a line and keeps numbers apart.
func foldSpoken(line string) string {
	line = bracketedDay.ReplaceAllString(line, "$1")
	for range 2 {
		line = digitGap.ReplaceAllString(line, "${1}_$2")
	}
	return arabicDates(extract.Fold(line))
}

var chineseDate = regexp.MustCompile(`([二〇零○0一三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日`)

// arabicDates writes dates in Chinese numerals in digits.
func arabicDates(s string) string {
	if !strings.Contains(s, "年") {
		return s
	}
	return chineseDate.ReplaceAllStringFunc(s, func(d string) string {
		m := chineseDate.FindStringSubmatch(d)
		year, n := yearBefore(m[1])
		if n == 0 {
			return d
		}
		return fmt.Sprintf("%d年%d月%d日", year, hanNumber(m[2]), hanNumber(m[3]))
	})
}

const (
	fullDate  = `(20\d\d)[年\-./](\d{1,2})[月\-./](\d{1,2})日?`
	shortDate = `(?:(?:(20\d\d)[年\-./])?(\d{1,2})[月\-./])?(\d{1,2})日?`
	clockTail = `(?:_?(?:上午|下午|晚)?\d{1,2}[:时点](?:\d{1,2})?分?(?::\d{2})?)?(?:\([^()\n]{1,6}\))?(?:_?(?:上午|下午|晚)?\d{1,2}[:时点](?:\d{1,2})?分?(?::\d{2})?)?`
	rangeDash = `[_\n]?(?:起|开始|始)?[_\n]?(?:至|到|——|--|-|—|–|―|~|～|─)[_\n]?`
	countWord = `(\d{1,3}|[一二两三四五六七八九十]{1,3})`
)

var (
	timeRange     = regexp.MustCompile(fullDate + clockTail + rangeDash + shortDate)
	monthTime     = regexp.MustCompile(`(?:^|[^\d年\-./])(\d{1,2})月(\d{1,2})日` + clockTail + rangeDash + shortDate)
	labelledTime  = regexp.MustCompile(`(?:开始|起始|发布|征集开始|公示开始)(?:时间|日期|日):?\n?` + fullDate + clockTail + `[^\d]{0,24}(?:截止|结束|截至|终止)(?:时间|日期|日)?:?\n?` + fullDate)
	closingLabel  = regexp.MustCompile(`(?:截止|截至|结束|终止)(?:时间|日期|日)?(?:为|是|到|至|于)?:?\n?(?:(20\d\d)[年\-./])?(\d{1,2})[月\-./](\d{1,2})日?`)
	closingBefore = regexp.MustCompile(`(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日` + clockTail + `(?:\([^()\n]{1,10}\))?(?:下班|当天|当日)?(?:之前|以前|前|截止|为止|止)`)
	openUntil     = regexp.MustCompile(`(?:即日|今日|之日|日)起(?:至|到|-|—)(?:(20\d\d)[年\-./])?(\d{1,2})[月\-./](\d{1,2})日?`)
	withinTime    = regexp.MustCompile(`(?:^|[^申邀聘报提\d])请[^。;\n]{0,24}?(?:在|于)[^。;\n\d]{0,16}?` + countWord + `(个工作日|工作日|个自然日|自然日|个月|个?星期|周|日|天)(?:之|以)?内[^。;\n]{0,24}(?:反馈|提出|反映|告知|提交|发送|寄送|报送|函告)`)
	prolonged     = regexp.MustCompile(`(?:(?:延长|顺延|延期|推迟)(?:到|至)|(?:截止|结束)[^。;\n\d]{0,10}(?:改|调整|变更|修改)(?:为|到|至))(?:(20\d\d)[年\-./])?(\d{1,2})[月\-./](\d{1,2})日?`)
	prolongedBy   = regexp.MustCompile(`(?:延长|顺延|延期|推迟)[^。;\n\d]{0,8}?` + countWord + `(个工作日|工作日|个自然日|自然日|个月|个?星期|周|日|天)`)
	lastingTime   = regexp.MustCompile(`(?:之日起|即日起|日起|期限|时限|时间|时长|公示期|征集期|为期|期)(?:内|后|算|计算)?(?:的)?(?:为|是|共|:)*` + countWord + `(个工作日|工作日|个自然日|自然日|个月|个?星期|周|日|天)`)
)

// timeWords are words near the time that is meant.
var timeWords = []string{"征求", "征集", "意见", "反馈", "建议", "公示", "期限", "起止", "截止", "截至"}

// termWordsOfDrafts tell that what is put off is the term of a document.
var termWordsOfDrafts = []string{"有效期", "施行", "试行", "执行期", "实施期"}

// nearTime is how far around a date, in bytes, the words that tell its meaning may
// stand.
const nearTime = 180

// readTime finds the time in a text folded line by line. Of several the longest
// counts: it timeWords for the site.
func readTime(text string, published calendar.Day, c *Case) consultTime {
	text = text[:min(len(text), 60000)]
	var best consultTime
	take := func(t consultTime, at []int) {
		switch {
		case t.to < t.from || t.to-t.from > 400 || t.from == 0:
			return
		case published != 0 && (t.to < published-31 || t.from < published-120 || t.from > published+60):
			return
		case wordIn(textAround(text, at), timeWords) == "":
			return
		}
		t.days = int(t.to-t.from) + 1
		t.quote = sentence(text, at)
		if t.days > best.days {
			best = t
		}
	}
	each := func(re *regexp.Regexp, f func(m []string, at []int)) {
		for _, at := range re.FindAllStringSubmatchIndex(text, 40) {
			f(groups(text, at), at[:2])
		}
	}
	each(timeRange, func(m []string, at []int) {
		from := dayFrom(m[1], m[2], m[3], 0, 0)
		take(consultTime{from: from, to: endDay(m[4], m[5], m[6], from)}, at)
	})
	each(monthTime, func(m []string, at []int) {
		from := dayFrom("", m[1], m[2], published.Year(), 0)
		take(consultTime{from: from, to: endDay(m[3], m[4], m[5], from)}, at)
	})
	each(labelledTime, func(m []string, at []int) {
		take(consultTime{from: dayFrom(m[1], m[2], m[3], 0, 0), to: dayFrom(m[4], m[5], m[6], 0, 0)}, at)
	})
	for _, re := range []*regexp.Regexp{lastingTime, withinTime} {
		each(re, func(m []string, at []int) {
			from, to := lasts(m[1], m[2], published, c)
			take(consultTime{from: from, to: to, implied: true}, at)
		})
	}
	if best.known() && published != 0 {
		first := best.from
		each(prolonged, func(m []string, at []int) {
			if wordIn(sentence(text, at), termWordsOfDrafts) == "" {
				take(consultTime{from: first, to: endDay(m[1], m[2], m[3], published)}, at)
			}
		})
		last := best.to
		each(prolongedBy, func(m []string, at []int) {
			if _, to := lasts(m[1], m[2], last+1, c); to != 0 && wordIn(sentence(text, at), termWordsOfDrafts) == "" {
				take(consultTime{from: first, to: to}, at)
			}
		})
	}
	if best.known() || published == 0 {
		return best
	}
	for _, re := range []*regexp.Regexp{openUntil, closingLabel, closingBefore} {
		each(re, func(m []string, at []int) {
			take(consultTime{from: published, to: endDay(m[1], m[2], m[3], published), implied: true}, at)
		})
	}
	return best
}

// lasts returns the first and the last day of a time told by its length from
// publication. A month counts as thirty days at least: 一个月 is what law means by
// them. Working days of a year without a calendar count as the most they can be.
func lasts(number, unit string, published calendar.Day, c *Case) (from, to calendar.Day) {
	n, err := strconv.Atoi(number)
	if err != nil {
		n = hanNumber(strings.ReplaceAll(number, "两", "二"))
	}
	if strings.HasSuffix(unit, "周") || strings.HasSuffix(unit, "星期") {
		n *= 7
	}
	if n == 0 || published == 0 {
		return 0, 0
	}
	switch {
	case strings.HasSuffix(unit, "工作日"):
		_, last := c.workdays().AddWorkdays(published, n)
		return published, last
	case unit == "个月":
		return published, max(published.AddDate(0, n, 0), published+calendar.Day(30*n-1))
	}
	return published, published + calendar.Day(n) - 1
}

// workdays is the case's calendar, or one that knows no year.
func (c *Case) workdays() *calendar.Calendar {
	if c.Calendar == nil {
		return &calendar.Calendar{}
	}
	return c.Calendar
}

func groups(text string, at []int) []string {
	out := make([]string, len(at)/2)
	for i := range out {
		if at[2*i] >= 0 {
			out[i] = text[at[2*i]:at[2*i+1]]
		}
	}
	return out
}

// dayFrom reads a day whose year or month may be left out.
func dayFrom(y, m, d string, year, month int) calendar.Day {
	if n, err := strconv.Atoi(y); err == nil {
		year = n
	}
	if n, err := strconv.Atoi(m); err == nil {
		month = n
	}
	n, _ := strconv.Atoi(d)
	day, _ := calendar.NewDay(year, month, n)
	return day
}

// endDay reads the end of a time that began on from; what is left out is as in
// from, or of the next year where that would lie before it.
func endDay(y, m, d string, from calendar.Day) calendar.Day {
	year, month, _ := from.Date()
	end := dayFrom(y, m, d, year, int(month))
	if end != 0 && end < from && y == "" && m != "" {
		end = dayFrom("", m, d, year+1, 0)
	}
	return end
}

// textAround returns the text around a place.
func textAround(text string, at []int) string {
	return text[max(0, at[0]-nearTime):min(len(text), at[1]+nearTime)]
}

// sentence returns the sentence around a place.
func sentence(text string, at []int) string {
	from := strings.LastIndexAny(text[:at[0]], "\n。;；") + 1
	for from > 0 && from < len(text) && text[from]&0xc0 == 0x80 {
		from++
	}
	to := strings.IndexAny(text[at[1]:], "\n。;；")
	if to < 0 {
		return text[from:]
	}
	return text[from : at[1]+to]
}

// period judges whether the public had the time it is to have.
func (k *consultation) period(b *consultBook, n *notice) *Defect {
	said := fmt.Sprintf("《%s》", abridgeTitle(n.title))
	if !n.time.known() {
		return k.untimed(n, said)
	}
	t := n.time
	if t.days >= k.MinDays || n.extended || k.explained(n) {
		return nil
	}
	seen := []Evidence{Quote(n.page, original(n.full.Text, t.quote, n.title))}
	if t.implied {
		said += fmt.Sprintf("于 %s 发布，征求意见至 %s，共 %d 日，少于 %d 日，也没有说明缩短的理由", t.from, t.to, t.days, k.MinDays)
		seen = append(seen, datedEvidence(n.page, n.title, t.from))
	} else {
		said += fmt.Sprintf("征求意见的时间为 %s 至 %s，共 %d 日，少于 %d 日，也没有说明缩短的理由", t.from, t.to, t.days, k.MinDays)
	}
	if n.repeal || shortText(n) && (allNotText(n.page) || len(n.full.Attachments) > 0) {
		return new(doubtful("period_short", n.page.URL, said+"，须由人工核实", seen...))
	}
	if again := calledAgain.FindString(n.text); again != "" {
		return new(doubtful("period_short", n.page.URL, said+"；但公告写有“"+again+"”，以前的时间是否一并计算须由人工判断", seen...))
	}
	return new(failing("period_short", n.page.URL, said, seen...))
}

// calledAgain tells that the public was asked before.
var calledAgain = regexp.MustCompile(`(?:再次|第[二三]次|二次|重新)(?:向社会|面向社会)?(?:公开)?(?:征求|征集)(?:社会)?意见|补充(?:公示|征求)|(?:时限|期限|时间)[^。;\n]{0,4}(?:限定|确定|定)为|已(?:经)?(?:延长|延期|顺延)[,，。;]`)

// untimed judges a notice in which no time was read.
func (k *consultation) untimed(n *notice, said string) *Defect {
	return new(doubtful("period_short", n.page.URL, said+"的正文中没有读到征求意见的起止时间，须由人工核实", Quote(n.page, n.title)))
}

// explained reports that the notice says why its time is short.
func (k *consultation) explained(n *notice) bool {
	for _, s := range strings.FieldsFunc(n.text, func(r rune) bool { return strings.ContainsRune("\n。;；", r) }) {
		if wordIn(s, foldAll(k.Shortened)) != "" && wordIn(s, []string{"征求", "征集", "意见", "公示", "期限", "反馈", "时间"}) != "" {
			return true
		}
	}
	return false
}

// original returns the line of a page's text that was folded to have the words,
// else other.
func original(text, folded, other string) string {
	for line := range strings.Lines(text) {
		if folded != "" && strings.Contains(foldSpoken(line), folded) {
			return strings.TrimSpace(line)
		}
	}
	return other
}
