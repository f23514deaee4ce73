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

// dated is what the rows of a list say of its age.
type dated struct {
	newest   calendar.Day // latest day not after the day of judgement; 0: none
	row      extract.Item // the row of that day
	latest   calendar.Day // latest day any row could have, going by every date of its page
	future   int          // rows dated after the day of judgement
	undated  int          // rows without any date of publication, their pages seen
	loose    int          // of those, rows whose pages have some other date
	unseen   int          // rows without a date whose pages were not obtained
	guessed  int          // rows without a year of their own and without another date
	examined int
}

// datesOf reads the dates of rows: a row's own, else those of the page it leads to.
func datesOf(p *portal.Portal, rows []extract.Item, asOf calendar.Day) dated {
	var d dated
	for _, it := range rows {
		d.examined++
		day, latest := p.RowDay(it), it.Day
		pg := p.Page(it.URL)
		article := pg.OK() && pg.Kind() != extract.File
		if article && (it.Day == 0 || it.Guessed) {
			latest = max(latest, portal.Latest(pg.Facts()))
		}
		switch {
		case day == 0 && article && latest == 0:
			d.undated++
			if len(pg.Facts().Dates) > 0 {
				d.loose++
			}
		case day == 0 && latest == 0:
			d.unseen++
		case it.Guessed && (!article || portal.Published(pg.Facts()) == 0):
			d.guessed++
		}
		if day > asOf {
			d.future++
			continue
		}
		if latest <= asOf {
			d.latest = max(d.latest, latest)
		}
		if day > d.newest {
			d.newest, d.row = day, it
		}
	}
	d.latest = max(d.latest, d.newest)
	return d
}

// fresh judges a column's newest row. A row of exactly the allowed age is in time.
func (k *column) fresh(c *Case, s *columnState, rows []extract.Item) {
	d := datesOf(c.Portal, rows, c.day())
	limit := k.MaxAge.before(c.day())
	name := s.match.Text
	if d.newest >= limit {
		s.reason += fmt.Sprintf("，最新一条为 %s（%s）", d.newest, d.row.Title)
		return
	}
	if why := k.partly(c, s.match); why != "" {
		s.unknown = fmt.Sprintf("栏目“%s”%s，无法判断更新情况", name, why)
		return
	}
	said := fmt.Sprintf("栏目“%s”最新一条为 %s，至 %s 已超过 %s 未更新", name, d.newest, c.day(), k.MaxAge)
	proof := append(k.rowEvidence(c, s.match, d), k.evidence(c, s.match)...)
	switch {
	case d.newest == 0 && d.unseen+d.guessed+d.future == 0 && d.loose > 0:
		s.defect = new(doubtful("undated", k.subject(), fmt.Sprintf("栏目“%s”的 %d 条内容都没有标注发布日期，但其中 %d 条的页面有其他日期，须由人工判断", name, d.examined, d.loose), k.evidence(c, s.match)...))
	case d.newest == 0 && d.unseen+d.guessed+d.future == 0:
		bare := fmt.Sprintf("栏目“%s”的 %d 条内容都没有标注发布日期", name, d.examined)
		if words := toldOtherwise(c.Portal, s.match.Page, rows); words != "" {
			s.defect = new(doubtful("undated", k.subject(), bare+fmt.Sprintf("，但页面上有“%s”，须由人工判断", words), k.evidence(c, s.match)...))
			return
		}
		s.defect = new(failing("undated", k.subject(), bare, k.evidence(c, s.match)...))
	case d.newest == 0 && d.future == 0, d.unseen > 0:
		s.unknown = fmt.Sprintf("栏目“%s”有 %d 条内容看不出日期，无法判断更新情况", name, d.unseen+d.guessed)
	case d.future > 0:
		s.defect = new(doubtful("stale", k.subject(), said+fmt.Sprintf("，但有 %d 条日期晚于监测时间点，须由人工核实", d.future), proof...))
	case d.latest >= limit:
		s.defect = new(doubtful("stale", k.subject(), said+fmt.Sprintf("，但条目页面另有 %s 的日期，须由人工核实", d.latest), proof...))
	case d.guessed > 0 || d.undated > 0:
		s.defect = new(doubtful("stale", k.subject(), said+fmt.Sprintf("，但有 %d 条没有完整日期，须由人工核实", d.guessed+d.undated), proof...))
	case k.Top && !topColumn(s.match.Column):
		s.defect = new(doubtful("stale", k.subject(), said+"，但它不是一级栏目，须由人工判断", proof...))
	case closing(c.Portal, s.match.Page) != "":
		notice := closing(c.Portal, s.match.Page)
		s.defect = new(doubtful("stale", k.subject(), said+"，但页面写有“"+notice+"”，须由人工判断", append(proof, Quote(s.match.Page, notice))...))
	case strayed(c, s.match, rows, limit) != nil:
		doc := strayed(c, s.match, rows, limit)
		s.defect = new(doubtful("stale", k.subject(), said+fmt.Sprintf("，但栏目路径下有 %s 发布的《%s》，须由人工核实", doc.Published, doc.Title), append(proof, Quote(doc.Page, doc.Title))...))
	default:
		s.defect = new(failing("stale", k.subject(), said, proof...))
	}
}

// closed tells that a column has come to its end, or why it rests.
var closed = regexp.MustCompile(`(?:停止|不再|暂停|终止)(?:进行)?(?:更新|发布|维护)|栏目[^。;\n]{0,16}(?:并入|合并|迁移|迁至|移至|转至|整合|归档|关闭|撤销|取消)|(?:历史|存档|归档)栏目|栏目[^。;\n]{0,16}下线|(?:本|该|此)栏目[^。;\n]{0,20}(?:停|改|并|移|转|关|撤|合|暂|终)|停用|弃用|推送|\d{4}年(?:以前|之前|及以前|及之前)|旧版|旧栏目|存量|仅供(?:查阅|检索|参考)|此后[^。;\n]{0,20}(?:发布|公开|公布)|(?:统一|改)[在由到][^。;\n]{0,16}(?:发布|公开|公布)|新(?:公告|内容|信息)[^。;\n]{0,6}(?:请|见|在)|请(?:到|至|移步|转到|访问|查看)[^。;\n]{0,12}(?:新版|新网站|新栏目)`)

// closing returns the line of a list that says so; "" if none does.
func closing(p *portal.Portal, list *portal.Page) string {
	f, err := p.Full(list)
	if err != nil {
		return ""
	}
	rows := map[string]bool{}
	for _, it := range list.Items() {
		rows[extract.Fold(it.Title)] = true
	}
	for line := range strings.Lines(f.Beside + "\n" + f.Text) {
		folded := extract.Fold(line)
		if utf8.RuneCountInString(folded) <= placeholding && closed.MatchString(folded) && !rows[strings.TrimRight(folded, "0123456789-./[]()年月日:")] {
			return strings.TrimSpace(line)
		}
	}
	return ""
}

// strayed returns a document of the period that stands below the column's
// address though none of its rows leads there: a row may have been overlooked. A column of one
// text beside it is none.
func strayed(c *Case, m portal.Match, rows []extract.Item, limit calendar.Day) *portal.Document {
	p := c.Portal
	i := strings.LastIndexByte(m.Page.URL, '/')
	folder := m.Page.URL[:i+1]
	if strings.Count(folder, "/") <= 3 {
		return nil // the root holds everything
	}
	shared := sharesFolder(p, m, folder)
	if shared && !slices.ContainsFunc(rows, func(it extract.Item) bool { return strings.HasPrefix(it.URL, folder) }) {
		return nil // documents stand elsewhere: /channels/12.html lists /contents/3.html
	}
	for _, d := range p.Documents() {
		if shared && len(d.Columns) > 0 {
			continue // a row of another column beside this one
		}
		if d.Published >= limit && d.Published <= c.day() && !isColumnText(c, d) && strings.HasPrefix(d.Page.URL, folder) && d.Page != m.Page {
			return d
		}
	}
	return nil
}

// sharesFolder reports that columns are told apart by something other than the
// folder of their address: list.aspx?id=1 and list.aspx?id=2, a.htm and b.htm.
func sharesFolder(p *portal.Portal, m portal.Match, folder string) bool {
	for _, col := range p.Columns {
		if col != m.Column && col.Page.OK() && col.Page != m.Page && col.Rows() > 0 &&
			strings.HasPrefix(col.URL, folder) && !strings.Contains(col.URL[len(folder):], "/") {
			return true
		}
	}
	return false
}

// topColumn reports whether a column is of the first level (一级栏目). One that the
// home page's menu opens counts as such though it stands below another, but not
// deeper: menus that unfold whole hold the columns of every level.
func topColumn(col *portal.Column) bool {
	return col != nil && (col.Level == 1 || col.OnHome && col.Level == 2)
}

// rowEvidence quotes the newest row from the page it stands on.
func (k *column) rowEvidence(c *Case, m portal.Match, d dated) []Evidence {
	for _, pg := range columnPages(m) {
		if !pg.OK() {
			continue
		}
		for _, it := range pg.Items() {
			if it.URL == d.row.URL {
				return []Evidence{Quote(pg, it.Title+" "+d.newest.String())}
			}
		}
	}
	return nil
}

// partly says why newer rows could be there unseen; "" if they could not.
func (k *column) partly(c *Case, m portal.Match) string {
	own := 0
	if m.Column != nil {
		own = len(m.Column.Parts)
	}
	for i, pg := range columnPages(m) {
		if !pg.OK() && pg.Failure.Definite() {
			continue
		}
		further := i > 0 && i <= own
		switch {
		case !pg.OK() && further && descending(c.Portal, m.Page.Items()):
			continue // an older page of a list that begins with the newest
		case !pg.OK():
			return fmt.Sprintf("的页面 %s 未能打开（%s）", pg.URL, failureWords(pg))
		case pg.Signals().ListByScript != "":
			return "的列表由脚本填充（" + pg.Signals().ListByScript + "）"
		case pg.Signals().PartByScript != "":
			return partWords(pg.Signals().PartByScript)
		case pg.Signals().Full, pg.Rows() >= extract.MaxItems:
			return "的内容超过一页能读取的上限"
		case pg.Signals().Redirect != "" && c.Portal.Page(pg.Signals().Redirect) == nil:
			return "转向未访问的地址 " + pg.Signals().Redirect
		}
		if pg.Signals().Pages > 1+own && !descending(c.Portal, m.Page.Items()) && i == 0 {
			return fmt.Sprintf("共有 %d 页，未全部取得", pg.Signals().Pages)
		}
		for _, frame := range pg.Frames() {
			if !c.Portal.Page(frame).OK() && !saysWhole(pg) {
				return "有未取得的框架 " + frame
			}
		}
	}
	return subUnseen(c.Portal, m.Column)
}

// saysWhole reports that a page shows as many rows as its list says it has: an
// address for further ones, which some systems write beside every list, has none.
func saysWhole(pg *portal.Page) bool {
	total := pg.Signals().Total
	return total > 0 && pg.Rows() >= total
}

// descending reports that a list begins with its newest rows, a few pinned ones
// aside.
func descending(p *portal.Portal, rows []extract.Item) bool {
	breaks, last := 0, calendar.Day(0)
	for _, it := range rows {
		day := p.RowDay(it)
		if day == 0 {
			continue
		}
		if last != 0 && day > last {
			breaks++
		}
		last = day
	}
	return breaks <= 1
}
