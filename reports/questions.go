package reports

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
)

// The sheets of a workbook of questions, and the hidden one that says which run
// they are of.
const (
	askedSheet  = "待决定"
	unseenSheet = "未能观察"
	originSheet = "来源"
)

// originMark begins the hidden sheet of every workbook of this kind.
const originMark = "govaudit review 1"

// mostAsked bounds the rows of a sheet of questions: a person reads fewer, and what
// comes back has to be small enough to be read safely.
const mostAsked = 20_000

// Questions counts what a workbook asks.
type Questions struct {
	Asked  int // a person has to decide
	Unseen int // could not be observed this time; a person may decide
	Cut    int // not in the workbook: there are too many
}

// askItem is one row: a question with all that is shown of it.
type askItem struct {
	item
	Clauses, Check, Defect string
	Confidence, Sources    string
	Said                   string // what has been decided so far
	Until                  calendar.Day
	question               review.Question
}

// askColumn is one column of a sheet of questions.
type askColumn struct {
	head  string
	width float64
	style style
	value func(it askItem) any // nil: to be filled in, and the mark
	field review.Field         // of what is filled in
}

// askColumns are what is shown, what is filled in and, last and hidden, the mark.
var askColumns = []askColumn{
	{head: "网站", width: 18, value: func(it askItem) any { return it.Site }},
	{head: "规则编号", width: 18, value: func(it askItem) any { return it.Rule }},
	{head: "指标", width: 22, value: func(it askItem) any { return it.Title }},
	{head: "条款", width: 14, value: func(it askItem) any { return it.Clauses }},
	{head: "依据（文号+条款）", width: 28, value: func(it askItem) any { return it.Basis }},
	{head: "检查", width: 11, value: func(it askItem) any { return it.Check }},
	{head: "问题类别", width: 16, value: func(it askItem) any { return it.Defect }},
	{head: "对象", width: 32, style: linked, value: func(it askItem) any { return cmp.Or(it.Subject, it.URL) }},
	{head: "须决定的情况", width: 40, value: func(it askItem) any { return it.Problem }},
	{head: "程序倾向", width: 10, style: centred, value: func(it askItem) any { return it.Proposed }},
	{head: "把握", width: 7, style: centred, value: func(it askItem) any { return it.Confidence }},
	{head: "证据网址", width: 32, style: linked, value: func(it askItem) any { return it.Sources }},
	{head: "证据摘录", width: 40, value: func(it askItem) any { return it.Quote }},
	{head: "抓取时间", width: 19, style: centred, value: func(it askItem) any { return it.Seen }},
	{head: "已有决定", width: 28, value: func(it askItem) any { return it.Said }},
	{head: "结论", width: 16, style: answer, field: review.FieldAnswer},
	{head: "理由", width: 32, style: answer, field: review.FieldReason},
	{head: "决定人", width: 10, style: answer, field: review.FieldBy},
	{head: "有效期至", width: 12, style: answerDate, field: review.FieldUntil, value: func(it askItem) any { return it.Until }},
	{head: "标识（请勿改动）", width: 20},
}

// WriteQuestions writes the workbook of what a person must decide about the run:
// on its first sheet what was found and must be judged and what no page shows, on
// the second what could not be observed this time. exported is when it is sent out:
// what somebody decides after that is not overruled by what comes back. The file is
// replaced whole or not at all.
func WriteQuestions(path string, r Report, exported time.Time) (n Questions, err error) {
	err = replace(path, func(out io.Writer) error {
		n, err = writeQuestions(out, r, exported)
		return err
	})
	if err != nil {
		return n, fmt.Errorf("write %s: %w", path, err)
	}
	return n, nil
}

func writeQuestions(out io.Writer, r Report, exported time.Time) (Questions, error) {
	if r.Zone == nil {
		r.Zone = beijing
	}
	asked, unseen := r.questions(newBook(r.Sets))
	var n Questions
	n.Asked, n.Unseen = len(asked), len(unseen)
	n.Cut = max(len(asked)-mostAsked, 0) + max(len(unseen)-mostAsked, 0)
	f := excelize.NewFile()
	defer f.Close()
	b := &builder{file: f}
	b.do(f.SetSheetName("Sheet1", askedSheet))
	b.add(unseenSheet)
	b.add(noteSheet)
	b.add(originSheet)
	b.makeStyles()
	asOf := calendar.DayOf(r.Results.Run.AsOf, r.Zone)
	b.questions(askedSheet, asked[:min(len(asked), mostAsked)], asOf)
	b.questions(unseenSheet, unseen[:min(len(unseen), mostAsked)], asOf)
	b.notes(r.askNotes(n))
	b.origin(originMark, r.Results.Run.ID, exported)
	if b.err != nil {
		return n, fmt.Errorf("build workbook: %w", b.err)
	}
	return n, f.Write(out)
}

// questions lists what is asked of all sites, and what could not be observed.
func (r *Report) questions(b book) (asked, unseen []askItem) {
	until := calendar.DayOf(r.Results.Run.AsOf, r.Zone).AddDate(1, 0, 0)
	for _, s := range r.Results.Sites {
		for _, q := range review.Questions(s.ID, s.Findings) {
			it := r.askItem(b, q)
			it.Site, it.Until = cmp.Or(clean(s.Name), s.ID), until
			if it.URL == "" {
				it.URL = href(s.URL)
			}
			if q.Asked() {
				asked = append(asked, it)
			} else {
				unseen = append(unseen, it)
			}
		}
	}
	// What was found comes before the duties that no page shows.
	slices.SortStableFunc(asked, func(a, b askItem) int { return cmp.Compare(unfounded(a), unfounded(b)) })
	return asked, unseen
}

func unfounded(it askItem) int {
	if it.question.Finding.Outcome == rules.Unknown {
		return 1
	}
	return 0
}

func (r *Report) askItem(b book, q review.Question) askItem {
	f := q.Finding
	it := askItem{question: q, Check: checkWord(f.Check), Clauses: clean(strings.Join(f.Clauses, "；"))}
	it.Rule, it.Title, it.Basis = clean(f.Rule), b.title(f.Rule), b.basisLine(f.Rule)
	d := rules.Defect{Message: f.Reason, Evidence: f.Seen}
	if q.Defect != nil {
		d = *q.Defect
		it.Defect = cmp.Or(rules.CodeMeaning(f.Check, d.Code), clean(d.Code))
		it.Defect += "（" + clean(d.Code) + "）"
	}
	it.describe(f.Check, d, r.Zone)
	it.Quote = clipUnits(it.Quote, mostQuoted)
	if f.Proposed != "" {
		it.Proposed = proposalWord(f.Proposed)
	}
	if f.Outcome == rules.Review && f.Confidence > 0 {
		it.Confidence = fmt.Sprintf("%.0f%%", f.Confidence*100)
	}
	it.Sources = sources(d.Evidence)
	it.Said = verdictWords(q.Verdict(), r.Zone)
	return it
}

// mostQuoted and mostSources bound what a row shows of its evidence; the rest stands
// in the report of the site.
const (
	mostQuoted  = 1500
	mostSources = 5
)

// sources lists the addresses of the evidence, one a line.
func sources(list []rules.Evidence) string {
	var out []string
	for _, e := range list {
		if u := clean(e.URL); u != "" && !slices.Contains(out, u) && len(out) < mostSources {
			out = append(out, u)
		}
	}
	return clipUnits(strings.Join(out, "\n"), mostQuoted)
}

func (r *Report) askNotes(n Questions) []string {
	run := r.Results.Run
	out := []string{
		"人工决定 · 须由人判断的事项",
		"监测时间点：" + asOfWords(run.AsOf, r.Zone) + "；检查编号：" + clean(run.ID) + "；程序：" + clean(run.Program),
		fmt.Sprintf("“%s”：程序收集了证据、须由人判断的情况，以及网站上看不出来、须由人录入的要求（检查一栏为“人工检查”），共 %d 项。", askedSheet, n.Asked),
		fmt.Sprintf("“%s”：这次没有看到足以判断的情况，共 %d 项。可以留待下次检查；您已用别的办法核实的，也可以在这里决定。", unseenSheet, n.Unseen),
		"只填浅黄色的四列。“结论”从下拉列表选择，不决定的行留空：",
		"　　属实（不合格）：情况确实如此，或者要求没有做到。按规则扣分，列入整改清单。",
		"　　不属实（合格）：经核对并非如此，或者要求已经做到。不扣分。",
		"　　不适用：这项要求不约束这个网站，或者这一处不在要求之内。不计分。",
		"　　暂缓：现在不作决定。这一项以前的决定不再有效。",
		"“理由”写明根据什么这样决定，“决定人”写姓名，两项必填。“有效期至”是决定有效的最后一天，已预填一年，可以改；不得早于监测时间点。",
		"决定依据的是这里列出的证据。以后的检查里证据（网址和摘录）没有变化，决定在有效期内继续有效；证据变了，决定失效，须重新决定。",
		"填好后运行 govaudit review import 导入，再运行 govaudit judge 使决定计入得分。程序的结论和原来的得分照旧保留，与决定后的得分并列。",
		"其他单元格受保护，没有密码；被改动的单元格会在导入时逐一指出，一处有误，全部不导入。不要删改最后一列（隐藏）和隐藏的工作表；不需要的行可以删去。",
	}
	if n.Cut > 0 {
		out = append(out, fmt.Sprintf("另有 %d 项没有列出：每张表最多 %d 行，请用 --site 分批导出。", n.Cut, mostAsked))
	}
	return out
}
