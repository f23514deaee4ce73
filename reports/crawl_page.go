package reports

import (
	"slices"
	"strconv"

	"github.com/govaudit/govaudit/audit"
)

// crawlPage is the page about what the crawls of a run saw, and what not.
type crawlPage struct {
	Sites  []crawlRow
	Alerts []crawlRow // sites of which clearly less was seen than the time before
	Total  crawlTotal
}

type crawlTotal struct{ Discovered, Fetched, Failed, Skipped, Requests int }

// crawlRow is the crawl of one site.
type crawlRow struct {
	Site     *audit.Site
	Page     string
	Seen     audit.Coverage
	FailedN  int
	SkippedN int
	Share    string // of the addresses met that were obtained
	Before   string // when the crawl before ended
	Columns  []audit.Branch
	Unlisted int // columns not shown
}

// Bounds on the column rows of crawl.html: all together, and of one site where
// there are many.
const (
	mostBranches  = 8000
	leastBranches = 12
)

func (r *Report) crawlPage(pages pageOf) (crawlPage, error) {
	var v crawlPage
	n := max(leastBranches, mostBranches/max(1, len(r.Results.Sites)))
	err := r.each(r.Results.Sites, func(s *audit.Site) error {
		row := crawlRow{Site: light(s), Page: pages[s.ID]}
		if s.Coverage != nil {
			row.Seen = *s.Coverage
		} else { // recorded before coverage was
			row.Seen = audit.Coverage{Discovered: s.Crawl.Pages + s.Crawl.Failed, Fetched: s.Crawl.Pages}
		}
		row.FailedN = s.Crawl.Failed
		for _, c := range row.Seen.Skipped {
			row.SkippedN += c.N
		}
		row.Share = share(row.Seen.Fetched, row.Seen.Discovered)
		if b := row.Seen.Before; b != nil {
			row.Before = moment(b.Finished, r.Zone)
		}
		row.Columns = row.Seen.Columns
		if len(row.Columns) > n {
			row.Columns = slices.Clone(row.Columns[:n])
		}
		row.Unlisted = row.Seen.More + len(row.Seen.Columns) - len(row.Columns)
		row.Seen.Columns = nil
		v.Sites = append(v.Sites, row)
		if row.Seen.Alert != "" {
			v.Alerts = append(v.Alerts, row)
		}
		v.Total.Discovered += row.Seen.Discovered
		v.Total.Fetched += row.Seen.Fetched
		v.Total.Failed += row.FailedN
		v.Total.Skipped += row.SkippedN
		v.Total.Requests += row.Seen.Requests
		return nil
	})
	return v, err
}

// skips says in Chinese why addresses were not asked for. Those on which nothing
// of the site can hide are said to be so.
var skips = map[string]string{
	"page_limit":       "达到页数上限",
	"time_limit":       "达到时间上限",
	"only_waiting":     "长时间取不到网页，不再等待",
	"byte_limit":       "达到流量上限",
	"address_limit":    "记下的地址达到上限",
	"attachment_limit": "附件达到数量上限",
	"picture_limit":    "图片达到数量上限",
	"mirror":           "与已取回的网页内容相同（手机版、打印版、繁体版等），抽查后未再取回",
	"depth":            "离首页太远",
	"query_variants":   "同一程序的参数组合过多",
	"endless_path":     "地址无限重复（如相对链接成环）",
	"host_down":        "主机连续没有应答",
	"blocked":          "主机拒绝访问",
	"scripts":          "脚本库，不含栏目",
	"sitemap_limit":    "仅见于站点地图，达到页数上限",
	"duplicate":        "与已取回的页面内容相同",
	"no_news":          "翻页不再有新内容",
	"render_limit":     "需用浏览器的页面达到上限",
	"suspect":          "首页不像登记的网站",
	"interrupted":      "抓取中断",
}

func skipWord(why string) string {
	if w := skips[why]; w != "" {
		return w
	}
	return why
}

// failures says in Chinese why an address gave no page.
var failures = map[string]string{
	"gone": "不存在（404、410）", "soft404": "不存在（以 200 应答的错误页）", "server": "服务器错误（5xx）", "forbidden": "拒绝访问（401、403）",
	"blocked": "被防护系统拦截", "throttled": "要求降低频率（429、503）", "timeout": "超时", "connect": "连接失败", "dns": "域名没有解析",
	"robots": "robots.txt 不允许", "guard": "指向内部网络，程序不访问", "redirect": "跳转到站外或跳转过多", "too_large": "超过大小上限", "other": "其他",
}

func failureWord(kind string) string {
	if w := failures[kind]; w != "" {
		return w
	}
	return kind
}

// share is part of whole as a percentage, cut, not rounded: 99.9 % is not all.
func share(part, whole int) string {
	if whole == 0 {
		return "—"
	}
	return strconv.Itoa(part*100/whole) + "%"
}
