package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
)

// claim is one source's word on when a report was published.
type claim struct {
	source   string // Chinese
	day      calendar.Day
	evidence Evidence
}

// claims gathers what the page, its address and the lists say of the day of
// publication. Days of writing, signatures and the time of the crawl prove
// nothing.
func (r *report) claims() []claim {
	var out []claim
	add := func(source string, day calendar.Day, e Evidence) {
		for _, c := range out {
			if c.source == source && c.day == day {
				return
			}
		}
		out = append(out, claim{source, day, e})
	}
	if r.page.OK() {
		for _, d := range r.page.Facts().Dates {
			if name := sourceName(d); name != "" && d.Day != 0 {
				add(name, d.Day, Quote(r.page, strings.TrimSpace(labelled(d))))
			}
		}
	}
	for _, row := range r.rows {
		if row.item.Day != 0 && !row.item.Guessed {
			add("列表日期", row.item.Day, Quote(row.on, row.item.Title+" "+row.item.Day.String()))
		}
	}
	return out
}

func labelled(d extract.Date) string {
	if d.Label == "" || strings.Contains(d.Quote, d.Label) {
		return d.Quote
	}
	return d.Label + "：" + d.Quote
}

// sourceName names the source of a date that claims to be that of publication,
// "" for the others.
func sourceName(d extract.Date) string {
	if !d.Published && d.Source != extract.FromURL {
		return ""
	}
	switch d.Source {
	case extract.FromMeta:
		return "页面标签PubDate"
	case extract.FromLabel, extract.FromField:
		return "页面标注的发布日期"
	case extract.FromText:
		return "标题旁的日期"
	case extract.FromURL:
		return addressDay
	}
	return ""
}

// judgeDates decides whether the report was published in time. It is late only
// where every source says so; where they disagree, or the day is that of a move
// of the whole site, a person decides.
func (a *annualReport) judgeDates(v *verdict, s *search, r *report, deadline calendar.Day) {
	claims := r.claims()
	if len(claims) == 0 {
		v.cannot("没有找到%d年度报告的发布日期，是否按期公布无法判断", r.year)
		return
	}
	after, before := sides(claims, deadline)
	v.note("期限%s，%s", deadline, describe(claims))
	if len(after) > 0 {
		if other := s.inTimeElsewhere(r, deadline); other != nil {
			v.note("另一处“%s”%s在期限内", other.url, describe(other.claims()))
			return
		}
	}
	switch {
	case len(after) == 0:
		a.hint(v, s, claims, r.year)
	case len(before) > 0:
		v.add(Review, "date_doubt", r.url, fmt.Sprintf("%d年度报告的公布日期相互矛盾（%s），期限为%s，疑似晚于期限或倒填日期", r.year, describe(claims), deadline), proofs(claims)...)
	default:
		if why := s.moved(r, after); why != "" {
			v.add(Review, "date_doubt", r.url, fmt.Sprintf("%d年度报告标注的日期（%s）晚于期限%s，但%s，可能是网站迁移所致", r.year, describe(claims), deadline, why), proofs(claims)...)
			return
		}
		if r.dayHeldBack(s.c, after) {
			v.add(Review, "date_doubt", r.url, fmt.Sprintf("%d年度报告的网址中的日期%s晚于期限%s，但页面标注的发布日期由脚本或图片显示，没有看到", r.year, earliest(after), deadline), proofs(claims)...)
			return
		}
		if told := r.toldBefore(s.c, deadline); told != "" {
			v.add(Review, "date_doubt", r.url, fmt.Sprintf("%d年度报告标注的日期（%s）晚于期限%s，但页面写有“%s”，可能早已公布", r.year, describe(claims), deadline, abridge(told)), append(proofs(claims), Quote(r.page, told))...)
			return
		}
		v.add(Fail, "late", r.url, fmt.Sprintf("%d年度报告应在%s前公布，实际公布于%s（%s）", r.year, deadline, earliest(after), describe(claims)), proofs(after)...)
	}
}

// dayHeldBack reports that only the address tells a day, beside a label of the page whose day
// could not be read: a script or a picture shows it, or it is put in other words.
func (r *report) dayHeldBack(c *Case, claims []claim) bool {
	if !r.page.OK() || slices.ContainsFunc(claims, func(c claim) bool { return c.source != addressDay }) {
		return false
	}
	if slices.ContainsFunc(r.page.Facts().Fields, func(f extract.Field) bool { return f.Name == extract.Published && f.ByScript }) {
		return true
	}
	full, err := c.Portal.Full(r.page)
	if err != nil {
		return false
	}
	_, ok := labelBeside(full, extract.Published)
	return ok
}

// addressDay is what the day in an address is called.
const addressDay = "网址中的日期"

// sides parts claims at the deadline.
func sides(claims []claim, deadline calendar.Day) (after, before []claim) {
	for _, c := range claims {
		if c.day > deadline {
			after = append(after, c)
		} else {
			before = append(before, c)
		}
	}
	return after, before
}

// inTimeElsewhere returns another address of the same report, published without
// doubt in time: a corrected version put up later does not make the first late.
func (s *search) inTimeElsewhere(r *report, deadline calendar.Day) *report {
	for _, other := range s.reports {
		if other == r || other.year != r.year || other.kin != own || other.about {
			continue
		}
		if after, before := sides(other.claims(), deadline); len(after) == 0 && len(before) > 0 {
			return other
		}
	}
	return nil
}

// hint notes a day after the earlier one some bodies are advised to keep.
func (a *annualReport) hint(v *verdict, s *search, claims []claim, year int) {
	md, ok := a.Hint[s.c.Target.Level]
	if !ok {
		return
	}
	if day := md.in(year + 1); earliest(claims) > day {
		v.note("提示：晚于国办公开办函〔2021〕30号对本层级的建议时间%s", day)
	}
}

// moved says why the late days may be those of a move to another system: reports
// of other years, or many other pages, bear the same day.
func (s *search) moved(r *report, claims []claim) string {
	days := map[calendar.Day]bool{}
	for _, c := range claims {
		days[c.day] = true
	}
	years := 0
	for _, other := range s.reports {
		if other.year != 0 && other.year < r.year && other.kin != foreign && anyClaim(other.claims(), days) {
			years++
		}
	}
	if years >= 2 {
		return fmt.Sprintf("另有%d个年度的报告标着同一天", years)
	}
	same, all := 0, 0
	for _, pg := range s.c.Portal.Pages {
		if !pg.OK() || pg == r.page || pg.Kind() != extract.Article && pg.Kind() != extract.Report {
			continue
		}
		if other := s.byKey[pg.URL]; other != nil && other.year == r.year {
			continue // the departments' reports of the same year come on one day
		}
		dated, hit := false, false
		for _, d := range pg.Facts().Dates {
			dated = dated || d.Published
			hit = hit || d.Published && days[d.Day]
		}
		if dated {
			all++
		}
		if hit {
			same++
		}
	}
	if same >= s.check.Shared && same*10 >= all {
		return fmt.Sprintf("全站%d篇文章中有%d篇标着同一天", all, same)
	}
	return ""
}

func anyClaim(claims []claim, days map[calendar.Day]bool) bool {
	for _, c := range claims {
		if days[c.day] {
			return true
		}
	}
	return false
}

func earliest(claims []claim) calendar.Day {
	first := claims[0].day
	for _, c := range claims {
		first = min(first, c.day)
	}
	return first
}

func describe(claims []claim) string {
	var list []string
	for _, c := range claims {
		list = append(list, c.source+c.day.String())
	}
	return strings.Join(list, "、")
}

func proofs(claims []claim) []Evidence {
	var out []Evidence
	for _, c := range claims {
		out = append(out, c.evidence)
	}
	return out
}
