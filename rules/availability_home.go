package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// beijingDay is the civil day of an instant in Beijing, by which every period of
// the regulations is counted.
func beijingDay(t time.Time) calendar.Day {
	return calendar.DayOf(t, time.FixedZone("CST", 8*60*60))
}

// homeStale judges whether anything on the home page is younger than the
// period; of a home page that is mere navigation, whether anything on the pages
// it leads to is (19号: 首页仅为导航入口的，看所有二级页面).
func (a *availability) homeStale(c *Case, j *Judgement) {
	p := c.Portal
	pages := []*portal.Page{p.Home}
	limit := a.Home.before(c.day())
	rows := slices.DeleteFunc(slices.Clone(p.Home.Items()), func(it extract.Item) bool { return opensColumn(p, it, limit) })
	if len(rows) == 0 {
		pages, rows = secondLevel(p)
	}
	d := datesOf(p, rows, c.day())
	if d.newest >= limit && d.newest != 0 {
		j.Reason = fmt.Sprintf("首页最新信息为 %s（%s）", d.newest, d.row.Title)
		j.Seen = []Evidence{Quote(pages[0], d.row.Title)}
		return
	}
	if doc := linked(p, limit, c.day()); doc != nil {
		j.Reason = fmt.Sprintf("首页链接的最新信息为 %s（%s）", doc.Published, doc.Title)
		j.Seen = []Evidence{Quote(doc.Page, doc.Title)}
		return
	}
	for _, pg := range pages {
		if why := homeUnseen(pg); why != "" {
			j.Unknown = "首页" + why + "，无法判断是否更新"
			return
		}
	}
	datedRows := d.examined - d.undated - d.unseen - d.guessed - d.future
	said := fmt.Sprintf("首页 %d 条有日期的信息中最新一条为 %s，至 %s 已超过 %s 没有更新", datedRows, d.newest, c.day(), a.Home)
	switch {
	case d.newest == 0 || datedRows < a.MinDated:
		j.Unknown = fmt.Sprintf("首页有日期的信息只有 %d 条，无法判断是否更新", datedRows)
	case d.unseen > 0:
		j.Unknown = fmt.Sprintf("首页有 %d 条信息看不出日期，无法判断是否更新", d.unseen)
	case d.undated+d.guessed+d.future > 0 || d.latest >= limit:
		j.Defects = append(j.Defects, doubtful("home_stale", c.Target.URL, said+"，但部分条目的日期不完整或不一致，须由人工核实", a.homeProof(pages, d)...))
	case len(pages) > 1 && !p.Snapshot.Complete:
		j.Unknown = "首页仅为导航，二级页面未全部取得，无法判断是否更新"
	case len(pages) == 1 && recentWords(p, limit, c.day()) != "":
		words := recentWords(p, limit, c.day())
		j.Defects = append(j.Defects, doubtful("home_stale", c.Target.URL, said+"，但首页另写有“"+words+"”，是否为新的信息须由人工核实", append(a.homeProof(pages, d), Quote(p.Home, words))...))
	default:
		j.Defects = append(j.Defects, failing("home_stale", c.Target.URL, said, a.homeProof(pages, d)...))
	}
}

func (a *availability) homeProof(pages []*portal.Page, d dated) []Evidence {
	for _, pg := range pages {
		for _, it := range pg.Items() {
			if it.URL == d.row.URL {
				return []Evidence{Quote(pg, it.Title+" "+d.newest.String())}
			}
		}
	}
	return []Evidence{Quote(pages[0], d.row.Title)}
}

// secondLevel returns the obtained pages one click from the home page and their
// rows.
func secondLevel(p *portal.Portal) ([]*portal.Page, []extract.Item) {
	pages := []*portal.Page{p.Home}
	var rows []extract.Item
	for _, pg := range p.Pages {
		if pg.OK() && pg.Depth == 1 && pg != p.Home && pg.Kind() != extract.Article && pg.Kind() != extract.File {
			pages = append(pages, pg)
			rows = append(rows, pg.Items()...)
		}
	}
	return pages, rows
}

// opensColumn reports that a row of the home page is the entrance of a column
// without news since limit, as a picture of 政府信息公开 among the news is: it has
// no day of its own.
func opensColumn(p *portal.Portal, it extract.Item, limit calendar.Day) bool {
	pg, col := p.Page(it.URL), p.Column(it.URL)
	return it.Day == 0 && pg.OK() && col != nil && col.Newest < limit && p.Document(pg) == nil && pg.Kind() != extract.File
}

// homeUnseen says what of a page was not seen; "" if nothing.
func homeUnseen(pg *portal.Page) string {
	switch sig := pg.Signals(); {
	case sig.ListByScript != "":
		return "的信息由脚本填充（" + sig.ListByScript + "）"
	case sig.PartByScript != "":
		return "的部分信息由脚本填充（" + sig.PartByScript + "）"
	case sig.Challenge != "":
		return "返回的是访问验证页（" + sig.Challenge + "）"
	case sig.Redirect != "":
		return "转向 " + sig.Redirect
	case pg.Kind() == extract.Frame:
		return "由框架组成"
	}
	return ""
}

// ago says how long ago something was put up; clock is the line that tells a visitor the
// day, and what goes with it.
var (
	ago   = regexp.MustCompile(`(?:^|\D)\d{1,2}(?:分钟|小时|天)前|昨天|昨日|前天|刚刚`)
	clock = regexp.MustCompile(`今天是|星期|现在是|当前时间|农历|天气|℃|今日`)
)

// recentWords returns a line of the home page that is in no row of a list and tells a day
// of the period, or how long ago something was put up; "" if there is none.
func recentWords(p *portal.Portal, limit, asOf calendar.Day) string {
	f, err := p.Full(p.Home)
	if err != nil {
		return ""
	}
	lines := strings.Split(f.Text, "\n")
	for _, l := range f.Links {
		lines = append(lines, l.Text)
	}
	for _, line := range lines {
		folded := extract.Fold(line)
		if len(folded) < 300 && !clock.MatchString(folded) && (ago.MatchString(folded) || dayWithin(folded, limit, asOf)) {
			return abridge(strings.TrimSpace(line))
		}
	}
	return ""
}

// linked returns a document one click from the home page that was published
// within the period: on the home page it may stand as a picture or without a
// date.
func linked(p *portal.Portal, limit, asOf calendar.Day) *portal.Document {
	for _, d := range p.Documents() {
		if d.Page.Depth <= 1 && d.Published >= limit && d.Published <= asOf {
			return d
		}
	}
	return nil
}
