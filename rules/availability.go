package rules

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/site"
)

// availability judges whether the site opens and its home page changes
// (国办秘函〔2019〕19号, 单项否决 2 and 3):
//
//	check: availability
//	with:
//	  window: 7d        # 监测 1 周
//	  per_day: 20       # 每天间隔性访问 20 次以上
//	  patience: 15s     # 15 秒仍打不开
//	  share: 0.05       # 累计占比 5% 及以上
//	  home: 14d         # 首页 2 周没有信息更新
//
// One crawl is not a week of visits: what it sees of a site that does not open
// is for a person to judge.
type availability struct {
	Judged   []string      `yaml:"judge"`     // the codes this rule looks for; empty: all
	Window   age           `yaml:"window"`    // days of visits that must be covered
	PerDay   int           `yaml:"per_day"`   // visits on each of them
	Patience time.Duration `yaml:"patience"`  // an answer slower than this is none
	Share    float64       `yaml:"share"`     // share of vain visits from which on the site counts as not opening
	Slow     time.Duration `yaml:"slow"`      // 页面加载时长不宜超过 (国办发〔2017〕47号): advice
	Home     age           `yaml:"home"`      // how old the newest thing on the home page may be
	MinDated int           `yaml:"min_dated"` // dated rows, or entries, a home page must have to be judged by them
	MinSeen  int           `yaml:"min_seen"`  // snapshots over the period that make an unchanged home page certain
}

func newAvailability() *availability {
	return &availability{Window: age{days: 7}, PerDay: 20, Patience: 15 * time.Second, Share: 0.05, Slow: 3 * time.Second, Home: age{days: 14}, MinDated: 5, MinSeen: 3}
}

func (a *availability) validate() error {
	var problems []error
	for _, code := range a.Judged {
		if !slices.Contains(Codes("availability"), code) {
			problems = append(problems, fmt.Errorf("judge: 没有缺陷代码 %q", code))
		}
	}
	if a.Share <= 0 || a.Share > 1 {
		problems = append(problems, errors.New("share 应大于 0、不大于 1"))
	}
	if a.PerDay < 1 || a.MinDated < 1 || a.Patience <= 0 || a.Slow <= 0 || !a.Window.set() || !a.Home.set() {
		problems = append(problems, errors.New("per_day、min_dated、patience、slow、window、home 应大于 0"))
	}
	return errors.Join(problems...)
}

// JudgesUnreached says that a site that never opened is this check's business.
func (a *availability) JudgesUnreached() {}

func (a *availability) wants(code string) bool {
	return len(a.Judged) == 0 || slices.Contains(a.Judged, code)
}

// Judge looks at the visits to the home page, then at the home page.
func (a *availability) Judge(c *Case) Judgement {
	var j Judgement
	if a.wants("unreachable") {
		a.opens(c, &j)
	}
	if !c.reached() || c.Portal.Home == nil {
		if len(j.Defects) == 0 && j.Unknown == "" {
			j.Unknown = c.unreached()
		}
		return j
	}
	if a.wants("slow") {
		a.slow(c, &j)
	}
	if a.wants("home_stale") {
		a.homeStale(c, &j)
	}
	if slices.Contains(a.Judged, "home_unchanged") { // asked for by name: it needs a past
		a.homeUnchanged(c, &j)
	}
	if len(j.Defects) == 0 && j.Unknown == "" && j.Reason == "" {
		j.Reason = "首页可以打开"
	}
	if len(j.Defects) == 0 && len(j.Seen) == 0 {
		j.Seen = []Evidence{Quote(c.Portal.Home, c.Portal.Home.Facts().HTMLTitle)}
	}
	return j
}

// opens judges the visits of the window that ends with the last of them.
func (a *availability) opens(c *Case, j *Judgement) {
	if why := c.suspect(); why != "" && c.Portal.Home != nil {
		j.Defects = append(j.Defects, doubtful("unreachable", c.Target.URL, why+"，须人工核实是否仍是登记的网站", Quote(c.Portal.Home, c.Portal.Home.Facts().HTMLTitle)))
		return
	}
	visits := a.visits(c)
	vain := 0
	for _, v := range visits {
		if a.failed(v) {
			vain++
		}
	}
	if vain == 0 {
		return
	}
	host := c.Target.URL
	inWindow, missed, covered := a.window(visits)
	said := fmt.Sprintf("监测窗口内访问首页 %d 次，%d 次打不开（%.1f%%）", inWindow, missed, percent(missed, inWindow))
	switch {
	case covered && float64(missed) >= a.Share*float64(inWindow) && missed > 0:
		j.Defects = append(j.Defects, failing("unreachable", host, said, a.proof(c, visits)...))
	case covered:
		j.Reason = said + "，低于规定的比例"
	case !c.reached():
		d := doubtful("unreachable", host, fmt.Sprintf("本次监测中首页 %d 次访问都没有打开：%s；访问次数不足以认定，须由人工核实是否为站点故障", vain, visitWords(lastVain(a, visits))), a.proof(c, visits)...)
		j.Defects = append(j.Defects, d)
	default:
		j.Reason = fmt.Sprintf("本次访问首页 %d 次，%d 次打不开，最终打开；访问次数不足以认定", len(visits), vain)
	}
}

// failed reports a visit in vain. What the crawler itself refused or robots.txt
// forbids says nothing of the site.
func (a *availability) failed(v site.Visit) bool {
	switch v.Failure {
	case site.FailRobots, site.FailGuard, site.FailRedirect, site.FailBlocked, site.FailThrottled, site.FailForbidden, site.FailTooLarge:
		return false
	case "":
		return time.Duration(v.Millis)*time.Millisecond >= a.Patience
	}
	return true
}

// window counts the visits of the last days and those in vain, and reports
// whether every day had enough of them. The day of the last visit is left out
// where it is not over yet: one that has too few of them, behind days that have
// enough.
func (a *availability) window(visits []site.Visit) (total, vain int, covered bool) {
	if len(visits) == 0 {
		return 0, 0, false
	}
	last := beijingDay(visits[len(visits)-1].At)
	if total, vain, covered = a.windowTo(visits, last); covered {
		return total, vain, true
	}
	if t, v, ok := a.windowTo(visits, last-1); ok {
		return t, v, true
	}
	return total, vain, false
}

// windowTo counts over the days that end with last.
func (a *availability) windowTo(visits []site.Visit, last calendar.Day) (total, vain int, covered bool) {
	first := a.Window.before(last) + 1
	days := map[int32]int{}
	for _, v := range visits {
		d := beijingDay(v.At)
		if d < first || d > last {
			continue
		}
		total++
		days[int32(d)]++
		if a.failed(v) {
			vain++
		}
	}
	covered = true
	for d := first; d <= last; d++ {
		covered = covered && days[int32(d)] >= a.PerDay
	}
	return total, vain, covered
}

// proof shows the vain visits, at most 5. Visits leave no stored bytes; the
// record of the host's observations stands for them where there is one.
func (a *availability) proof(c *Case, visits []site.Visit) []Evidence {
	record := ""
	for _, h := range c.hosts() {
		if record == "" {
			record = h.Record
		}
	}
	var out []Evidence
	for _, v := range visits {
		if a.failed(v) && len(out) < 5 {
			out = append(out, Evidence{URL: c.Target.URL, Seen: v.At, Quote: visitWords(v), SHA256: record})
		}
	}
	return out
}

func lastVain(a *availability, visits []site.Visit) site.Visit {
	for i := len(visits) - 1; i >= 0; i-- {
		if a.failed(visits[i]) {
			return visits[i]
		}
	}
	return site.Visit{}
}

func visitWords(v site.Visit) string {
	switch {
	case v.Failure == "" && v.Millis > 0:
		return fmt.Sprintf("%.1f 秒后才打开", float64(v.Millis)/1000)
	case v.Status != 0:
		return fmt.Sprintf("HTTP %d", v.Status)
	case v.Err != "":
		return site.Plain(v.Err)
	}
	return string(v.Failure)
}

func percent(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return 100 * float64(part) / float64(whole)
}

// slow is advice: how long a page takes depends on where one stands.
func (a *availability) slow(c *Case, j *Judgement) {
	var opened []int
	for _, v := range c.visits() {
		if v.Failure == "" && v.Status >= 200 && v.Status < 400 {
			opened = append(opened, v.Millis)
		}
	}
	if len(opened) == 0 {
		return
	}
	slices.Sort(opened)
	median := time.Duration(opened[len(opened)/2]) * time.Millisecond
	if median > a.Slow {
		j.Defects = append(j.Defects, doubtful("slow", c.Target.URL, fmt.Sprintf("首页打开用时 %.1f 秒，超过 %.0f 秒；与监测点的网络位置有关，仅供参考", median.Seconds(), a.Slow.Seconds()),
			Quote(c.Portal.Home, c.Portal.Home.Facts().HTMLTitle)))
	}
}
