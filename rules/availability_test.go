package rules

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/site"
)

// visits makes per visits on each of n days that end on 2026-04-10, the first
// vain ones of each day in vain.
func visits(n, per, vain int, why site.Failure) []site.Visit {
	var out []site.Visit
	for d := n - 1; d >= 0; d-- {
		start := time.Date(2026, 4, 10, 0, 5, 0, 0, time.FixedZone("CST", 8*3600)).AddDate(0, 0, -d)
		for i := range per {
			v := site.Visit{At: start.Add(time.Duration(i) * time.Hour), Status: 200, Millis: 300}
			if i < vain {
				v.Status, v.Failure, v.Err = 0, why, "超时"
			}
			out = append(out, v)
		}
	}
	return out
}

// withVisits is the county with a record of visits.
func withVisits(t *testing.T, alive bool, list []site.Visit, pages string) string {
	t.Helper()
	b, err := json.Marshal(map[string]any{"visits": list, "alive": alive, "hosts": []site.Host{{Name: "www.example.gov.cn", Record: "ab12"}}})
	if err != nil {
		t.Fatal(err)
	}
	return "-- snapshot.json --\n" + string(b) + "\n" + pages
}

func TestSiteOpens(t *testing.T) {
	const with = `{judge: [unreachable]}`
	up, down := county("", "", ""), "-- / --\nFailure: timeout\n\n"
	week := visits(7, 20, 1, site.FailTimeout) // 7 of 140: 5 %
	late := visits(7, 20, 0, "")
	for i := range late[:7] {
		late[i*20].Millis = 15000
	}
	soon := visits(7, 20, 0, "")
	for i := range soon[:7] {
		soon[i*20].Millis = 14999
	}
	short := visits(7, 20, 1, site.FailTimeout)
	short[0].Failure, short[0].Status = "", 200 // 6 of 140
	gap := append(visits(7, 20, 1, site.FailTimeout)[:60], visits(3, 20, 1, site.FailTimeout)...)
	tests := []struct{ name, site, want string }{
		{"a site that always opened is in order", withVisits(t, true, visits(1, 1, 0, ""), up), "pass"},
		{"a week of twenty visits a day with five in a hundred in vain fails", withVisits(t, true, week, up), "fail unreachable"},
		{"one vain visit fewer passes", withVisits(t, true, short, up), "pass"},
		{"an answer after exactly fifteen seconds is none", withVisits(t, true, late, up), "fail unreachable"},
		{"an answer just within fifteen seconds is one", withVisits(t, true, soon, up), "pass"},
		{"nineteen visits a day are too few", withVisits(t, true, visits(7, 19, 2, site.FailTimeout), up), "pass"},
		{"six days are too few", withVisits(t, true, visits(6, 20, 2, site.FailTimeout), up), "pass"},
		{"a week with a day left out is no week", withVisits(t, true, gap, up), "pass"},
		{"one run that never got through is for a person", withVisits(t, false, visits(1, 3, 3, site.FailConnect), down), "review unreachable"},
		{"a site that refuses the crawler was not observed", withVisits(t, false, visits(1, 3, 3, site.FailBlocked), down), "unknown"},
		{"a site robots.txt closes was not observed", withVisits(t, false, visits(1, 3, 3, site.FailRobots), down), "unknown"},
		{"no visits at all say nothing", withVisits(t, false, nil, down), "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "availability", with, tt.site), tt.want) })
	}
}

func TestHomePageSpeed(t *testing.T) {
	slow := func(ms int) []site.Visit {
		v := visits(1, 3, 0, "")
		for i := range v {
			v[i].Millis = ms
		}
		return v
	}
	tests := []struct {
		name string
		ms   int
		want string
	}{
		{"three seconds are in order", 3000, "pass"},
		{"more is advice, never a failure", 3001, "review slow"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, judgeSite(t, "availability", `{judge: [slow]}`, withVisits(t, true, slow(tt.ms), county("", "", ""))), tt.want)
		})
	}
}

// homeOf is a portal whose home page has these rows "title|day", each with its
// article; extra stands in its main part.
func homeOf(extra string, rows ...string) string {
	var b, pages strings.Builder
	for i, r := range rows {
		title, day, _ := strings.Cut(r, "|")
		path := fmt.Sprintf("/yw/%d.html", i)
		shown, _, _ := strings.Cut(day, "!")
		fmt.Fprintf(&b, "<li><a href=%q>%s</a><span>%s</span></li>\n", path, title, shown)
		if shown == day && day != "" {
			pages.WriteString(article(path, title, day))
		}
	}
	return "-- / --\n<html><head><title>示例县人民政府</title></head><body>" + menu("") + `<div class="main"><h2>政务要闻</h2><ul class="list">` + b.String() + "</ul>" + extra + "</div></body></html>\n" + pages.String()
}

func TestHomeUpdates(t *testing.T) {
	const with = `{judge: [home_stale]}`
	old := []string{"全县经济工作会议召开部署重点任务|2026-02-01", "县领导调研乡村振兴工作进展情况|2026-01-20", "示例县举办春季招聘会活动现场火热|2026-01-18", "全县教育工作会议在县城召开|2026-01-10", "县政府召开第一次全体会议|2026-01-05"}
	with1 := func(first string) []string { return append([]string{first}, old...) }
	pictured := strings.NewReplacer(`<ul class="list">`, "<table>", "</ul></div>", `<tr><td colspan="2"><a href="/zwgk/"><img src="/i/1.png" alt="政府信息公开"></a></td></tr></table></div>`, "<li>", "<tr><td>", "</li>", "</td></tr>", "<span>", "</td><td>", "</span>", "").Replace(homeOf("", with1("县委常委会召开会议研究当前工作|2026-03-26")...)) +
		list("/zwgk/", "政府信息公开", "示例县国土空间总体规划|2026-02-01|/gh/1.html", "示例县专项规划汇编材料|2026-01-05|/gh/2.html")
	tests := []struct{ name, site, want string }{
		// 2026-04-10 less fourteen days is 2026-03-27.
		{"a home page with news of this week is fresh", homeOf("", with1("县委常委会召开会议研究当前工作|2026-04-08")...), "pass"},
		{"news of exactly fourteen days ago is fresh", homeOf("", with1("县委常委会召开会议研究当前工作|2026-03-27")...), "pass"},
		{"news of fifteen days ago is stale", homeOf("", with1("县委常委会召开会议研究当前工作|2026-03-26")...), "fail home_stale"},
		{"the picture of a column among old news is none", pictured, "fail home_stale"},
		{"four dated rows are too few to be certain", homeOf("", old[:4]...), "unknown"},
		{"an undated row that was not seen may be new", homeOf("", with1("县委常委会召开会议研究当前工作|!")...), "unknown"},
		{"rows filled by a script may be new", homeOf(`<ul id="tz"></ul><script>$.ajax({url:"/api/list?c=9",success:function(d){$("#tz").html(d)}})</script>`, old...), "unknown"},
		{"a picture that leads to fresh news is news", homeOf(`<a href="/yw/t20260408_9.html"><img src="/i/9.jpg" alt="县政府召开常务会议研究防汛抗旱工作"></a>`, old...) + article("/yw/t20260408_9.html", "县政府召开常务会议研究防汛抗旱工作", "2026-04-08"), "pass"},
		{"a home page of navigation only goes by its second-level pages", "-- / --\n<html><head><title>示例县人民政府</title></head><body>" + menu(`<li><a href="/tzgg/">通知公告</a></li>`) + "</body></html>\n" + list("/tzgg/", "通知公告", "关于城区停水检修安排的公告|2026-04-01|/tzgg/1.html", "关于城区停电检修安排的公告|2026-03-01|/tzgg/2.html"), "pass"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "availability", with, tt.site), tt.want) })
	}
}
