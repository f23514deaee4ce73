package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/site"
)

// annualReport judges the 政府信息公开工作年度报告 the site's own body owes for
// the last year whose deadline has passed (条例 articles 49 and 50, and the
// formats of 国办公开办函〔2019〕60号 and 〔2021〕30号):
//
//	check: annual_report
//	with:
//	  judge: [missing, late, date_doubt]
//	  deadline: {province: 03-31, city: 03-31, county: 03-31, department: 01-31, town: 01-31}
//
// A report that is only an attachment is there; what is inside stays unknown.
type annualReport struct {
	Judged   []string                `yaml:"judge"`    // the codes this rule looks for; empty: all
	Subject  string                  `yaml:"subject"`  // the name under which a missing report is recorded
	Columns  []string                `yaml:"columns"`  // names of the column of annual reports
	Platform []string                `yaml:"platform"` // names of the 政府信息公开 platform that holds it
	Not      []string                `yaml:"not"`      // words of titles about a report that are none themselves
	Deadline map[site.Level]monthDay `yaml:"deadline"` // last day of publication in the year after
	Hint     map[site.Level]monthDay `yaml:"hint"`     // earlier days that are advice only
	Since    int                     `yaml:"since"`    // first report year whose format is known
	Shared   int                     `yaml:"shared"`   // pages of one day that speak of a migration
	Similar  float64                 `yaml:"similar"`  // share of text in common with last year's from which a person should look
	Same     float64                 `yaml:"same"`     // share from which it is certain
	Short    int                     `yaml:"short"`    // characters below which likeness proves nothing
}

func newAnnualReport() *annualReport {
	return &annualReport{
		Subject:  "政府信息公开年报",
		Columns:  []string{"政府信息公开年报", "政府信息公开年度报告", "政府信息公开工作年度报告", "信息公开年报", "信息公开年度报告", "信息公开工作年度报告", "政务公开年报", "公开年报", "年报", "年度报告", "工作年报", "信息公开报告"},
		Platform: []string{"政府信息公开", "政务公开", "信息公开", "政府信息公开专栏", "法定主动公开内容"},
		Not: []string{"解读", "图解", "一图", "图说", "读懂", "看懂", "问答", "新闻", "通知", "培训", "召开", "编制", "会议", "考核", "评估", "评议", "要点", "12345", "热线",
			"法治政府", "政府网站", "网站工作", "报表", "统计表", "汇总表", "情况表", "指南", "环境信息", "预算", "决算", "财政", "意见建议", "征集"},
		Deadline: map[site.Level]monthDay{site.Province: {3, 31}, site.City: {3, 31}, site.County: {3, 31}, site.Department: {1, 31}, site.Town: {1, 31}},
		Hint:     map[site.Level]monthDay{site.County: {2, 20}, site.City: {3, 10}},
		Since:    2019, Shared: 5, Similar: 0.85, Same: 0.98, Short: 100,
	}
}

func (a *annualReport) validate() error {
	var problems []error
	for _, code := range a.Judged {
		if !slices.Contains(Codes("annual_report"), code) {
			problems = append(problems, fmt.Errorf("judge: 没有缺陷代码 %q", code))
		}
	}
	if a.Subject == "" || len(a.Columns) == 0 || len(a.Deadline) == 0 {
		problems = append(problems, errors.New("subject、columns、deadline 不能为空"))
	}
	if a.Similar <= 0 || a.Same < a.Similar || a.Same > 1 {
		problems = append(problems, errors.New("应为 0 < similar ≤ same ≤ 1"))
	}
	return errors.Join(problems...)
}

func (a *annualReport) wants(codes ...string) bool {
	if len(a.Judged) == 0 {
		return true
	}
	return slices.ContainsFunc(codes, func(c string) bool { return slices.Contains(a.Judged, c) })
}

// Judge looks at the report of the last year that is due.
func (a *annualReport) Judge(c *Case) Judgement {
	year, deadline, ok := a.due(c)
	if !ok {
		return Judgement{Exempt: "年报期限的规定不适用于本层级"}
	}
	if !c.Portal.Snapshot.Alive {
		return Judgement{Unknown: "网站首页未能打开，无法查找年报"}
	}
	s := a.search(c)
	r := s.best(year)
	if r == nil {
		return a.absent(s, year, deadline)
	}
	v := &verdict{check: a}
	v.note("%d年度报告：%s", year, r.title)
	if a.wants("late", "date_doubt") {
		a.judgeDates(v, s, r, deadline)
	}
	if a.wants("part_missing", "table_missing", "sum_mismatch", "carry_mismatch", "copied", "no_download") {
		a.judgeContent(v, s, r)
	}
	return v.judgement(r)
}

// due returns the year whose report is the last one due on the day of
// judgement, and its deadline. The day of the deadline itself is still in time.
func (a *annualReport) due(c *Case) (year int, deadline calendar.Day, ok bool) {
	md, ok := a.Deadline[c.Target.Level]
	if !ok {
		return 0, 0, false
	}
	in := c.day().Year()
	if c.day() <= md.in(in) {
		in--
	}
	return in - 1, md.in(in), true
}

// monthDay is a day of every year, written MM-DD.
type monthDay struct{ month, day int }

// UnmarshalText reads MM-DD.
func (m *monthDay) UnmarshalText(b []byte) error {
	// 2001 is no leap year: a day that is not there every year is refused.
	var d calendar.Day
	if err := d.UnmarshalText(append([]byte("2001-"), b...)); err != nil {
		return fmt.Errorf("%q 不是 MM-DD 形式的日期", b)
	}
	_, month, day := d.Date()
	*m = monthDay{int(month), day}
	return nil
}

func (m monthDay) in(year int) calendar.Day { return calendar.MustDay(year, m.month, m.day) }

// verdict gathers what is found about one report. Defects of one code and
// subject become one, with all their evidence.
type verdict struct {
	check   *annualReport
	defects []Defect
	unknown []string
	notes   []string
}

func (v *verdict) note(format string, args ...any) {
	v.notes = append(v.notes, fmt.Sprintf(format, args...))
}

func (v *verdict) cannot(format string, args ...any) {
	v.unknown = append(v.unknown, fmt.Sprintf(format, args...))
}

// add records a defect if the rule looks for its code.
func (v *verdict) add(o Outcome, code, subject, message string, evidence ...Evidence) {
	if !v.check.wants(code) {
		return
	}
	for i := range v.defects {
		d := &v.defects[i]
		if d.Code != code || d.Subject != subject {
			continue
		}
		if o == Fail && d.Outcome == Review { // what is certain comes first
			d.Outcome, d.Message, message = Fail, message, d.Message
			d.Evidence, evidence = evidence, d.Evidence
		}
		d.Message += "；" + message
		d.Evidence = append(d.Evidence, evidence...)
		return
	}
	v.defects = append(v.defects, Defect{Code: code, Outcome: o, Subject: subject, Message: message, Evidence: evidence})
}

func (v *verdict) judgement(r *report) Judgement {
	return Judgement{
		Unknown: strings.Join(v.unknown, "；"),
		Defects: v.defects,
		Reason:  strings.Join(v.notes, "；"),
		Seen:    []Evidence{r.evidence(r.title)},
	}
}

// absent says what follows from finding no report of the year. That it is not
// there is certain only where all was seen in which it would stand.
func (a *annualReport) absent(s *search, year int, deadline calendar.Day) Judgement {
	if !a.wants("missing") {
		return Judgement{Unknown: fmt.Sprintf("没有找到可核对的%d年度报告", year)}
	}
	doubt := func(why string, e ...Evidence) Judgement {
		return Judgement{Proposed: Fail, Confidence: 0.5, Defects: []Defect{{Code: "missing", Outcome: Review, Subject: a.Subject,
			Message: fmt.Sprintf("没有确认到本机关%d年度政府信息公开工作年度报告：%s", year, why), Evidence: e}}}
	}
	if m := s.maybe(year); m != nil {
		return doubt(fmt.Sprintf("“%s”是否就是该报告，需人工确认", m.title), m.evidence(m.title))
	}
	if why := s.blind(); why != "" {
		return Judgement{Unknown: fmt.Sprintf("没有找到%d年度报告，但不能断定没有：%s", year, why)}
	}
	shelf, e := s.shelfEvidence()
	if why, hint := s.hidden(year); why != "" {
		return doubt(why, append(hint, e...)...)
	}
	return Judgement{Defects: []Defect{{Code: "missing", Outcome: Fail, Subject: a.Subject,
		Message:  fmt.Sprintf("应在%s前公布的%d年度政府信息公开工作年度报告没有找到（已查看%s和全部栏目）", deadline, year, shelf),
		Evidence: e}}}
}
