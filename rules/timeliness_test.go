package rules

import (
	"fmt"
	"strings"
	"testing"
)

func TestTimeliness(t *testing.T) {
	paper := func(written, day string) string {
		return homePage + portalPage("首页", "", `<h2><a href="/gfxwj/">规范性文件</a></h2>`) +
			listPage("规范性文件", "/gfxwj/", "/gfxwj/1.html", "示例县人民政府关于印发"+roads+"的通知", day) +
			docPage("/gfxwj/1.html", "规范性文件", "/gfxwj/", "示例县人民政府关于印发"+roads+"的通知", day, indexBox("示政规〔2024〕2号", written, "有效"), "<p>第一条 为了加强管理，制定本办法。</p><p>第二条 本办法自印发之日起施行。</p>")
	}
	change := func(site string, c ...string) string { return edited(t, site, c, "") }
	late := []string{"late fail /gfxwj/1.html"}
	doubt := []string{"late review /gfxwj/1.html"}
	fine := []string{"pass"}
	migrated := func(n int) string {
		var rows []string
		pages := ""
		for i := range n {
			at, title := fmt.Sprintf("/gfxwj/%d.html", i+1), fmt.Sprintf("示例县人民政府关于印发示例县第%d号管理办法的通知", i+1)
			rows = append(rows, at, title, "2024-08-01")
			pages += docPage(at, "规范性文件", "/gfxwj/", title, "2024-08-01", indexBox(fmt.Sprintf("示政规〔2024〕%d号", i+1), fmt.Sprintf("2024-03-%02d", i+5), "有效"), "<p>第一条 为了加强管理，制定本办法。</p>")
		}
		return homePage + portalPage("首页", "", `<h2><a href="/gfxwj/">规范性文件</a></h2>`) + listPage("规范性文件", "/gfxwj/", rows...) + pages
	}
	// 2024-06-03 is a Monday; 06-10 is 端午. Its twentieth working day is 2024-07-02.
	for _, row := range []struct {
		name, with, site string
		want             []string
	}{
		{"published on the day", "{}", paper("2024-06-03", "2024-06-03"), fine},
		{"on the twentieth working day", "{}", paper("2024-06-03", "2024-07-02"), fine},
		{"on the twenty-first", "{}", paper("2024-06-03", "2024-07-03"), late},
		{"a day stated as written after it was published", "{}", paper("2024-07-03", "2024-06-03"), fine},
		{"before the law was in force", "{}", paper("2019-05-14", "2019-12-02"), []string{"exempt"}},
		{"on its first day", "{}", paper("2019-05-15", "2019-12-02"), late},
		{"no day of writing", "{}", paper("", "2024-07-31"), []string{"exempt"}},
		{"a year later: perhaps a copy", "{}", paper("2022-06-03", "2024-07-31"), doubt},
		{"the label is that of issue", "{}", change(paper("2024-06-03", "2024-07-31"), "发布时间：", "发文日期："), doubt},
		{"the address tells an earlier day within the limit", "{}", change(paper("2024-06-03", "2024-07-31"), "/gfxwj/1.html", "/gfxwj/t20240605_1.html"), []string{"late review /gfxwj/t20240605_1.html"}},
		{"the signature tells a later day within the limit", "{}", change(paper("2024-06-03", "2024-07-31"), "<p>第二条 本办法自印发之日起施行。</p>", "<p>第二条 本办法自印发之日起施行。</p><p>示例县人民政府</p><p>2024年7月20日</p>"), doubt},
		{"no day of writing in the box, but one under the text", "{}", change(paper("", "2024-07-31"), "<p>第二条 本办法自印发之日起施行。</p>", "<p>第二条 本办法自印发之日起施行。</p><p>示例县人民政府</p><p>2024年6月3日</p>"), late},
		{"a numbered notice of ordinary work among the policy documents", "{}", strings.NewReplacer("规范性文件", "政策文件", "关于印发"+roads+"的通知", "关于做好公路工作的通知", "示政规〔", "示政办发〔").Replace(paper("2024-06-03", "2024-07-31")), late},
		{"one of persons", "{}", strings.NewReplacer("规范性文件", "政策文件", "关于印发"+roads+"的通知", "关于表彰公路工作先进单位的通知", "示政规〔", "示政办发〔").Replace(paper("2024-06-03", "2024-07-31")), []string{"exempt"}},
		{"a document of the county above on a town's site, or of another county", "{}", strings.ReplaceAll(paper("2024-06-03", "2024-07-31"), "示例县人民政府关于", "远山县人民政府关于"), doubt},
		{"a document of a department of the county", "{}", strings.ReplaceAll(paper("2024-06-03", "2024-07-31"), "示例县人民政府关于", "示例县交通运输局关于"), late},
		{"passed on from above", "{}", change(paper("2024-06-03", "2024-07-31"), "关于印发"+roads+"的通知", "关于转发"+roads+"的通知"), doubt},
		{"a copy on the notice board was in time", "{}", paper("2024-06-03", "2024-07-31") + listPage("通知公告", "/tzgg/", "/tzgg/1.html", "示例县人民政府关于印发"+roads+"的通知", "2024-06-05") +
			docPage("/tzgg/1.html", "通知公告", "/tzgg/", "示例县人民政府关于印发"+roads+"的通知", "2024-06-05", "", "<p>第一条 为了加强管理，制定本办法。</p>"), fine},
		{"another document of the same title with a number of its own was in time", "{}", paper("2024-06-03", "2024-07-31") + listPage("通知公告", "/tzgg/", "/tzgg/1.html", "示例县人民政府关于印发"+roads+"的通知", "2024-06-05") +
			docPage("/tzgg/1.html", "通知公告", "/tzgg/", "示例县人民政府关于印发"+roads+"的通知", "2024-06-05", indexBox("示政规〔2023〕9号", "", "有效"), "<p>第一条 为了加强管理，制定本办法。</p>"), late},
		{"the list shows it in time", "{}", change(paper("2024-06-03", "2024-07-31"), "<span>2024-07-31</span>", "<span>2024-06-05</span>"), fine},
		{"four documents of one day", "{}", migrated(4), []string{"late fail /gfxwj/1.html", "late fail /gfxwj/2.html", "late fail /gfxwj/3.html", "late fail /gfxwj/4.html"}},
		{"five documents of one day", "{}", migrated(5), []string{"late review /gfxwj/1.html", "late review /gfxwj/2.html", "late review /gfxwj/3.html", "late review /gfxwj/4.html", "late review /gfxwj/5.html"}},
		{"a limit of seven working days, on the seventh", "{max: 7, in: [规范性文件]}", paper("2024-06-03", "2024-06-13"), fine},
		{"a limit of seven working days, on the eighth", "{max: 7, in: [规范性文件]}", paper("2024-06-03", "2024-06-14"), late},
		{"documents of other columns", "{max: 7, in: [行政许可]}", paper("2024-06-03", "2024-07-31"), []string{"exempt"}},
		{"a year whose holidays are not told, near the limit", "{}", change(paper("2026-12-25", "2027-01-25"), homePage, "-- snapshot.json --\n{\"as_of\": \"2027-04-10\"}\n"+homePage), doubt},
		{"the same year, far from the limit", "{}", change(paper("2026-12-25", "2027-03-25"), homePage, "-- snapshot.json --\n{\"as_of\": \"2027-04-10\"}\n"+homePage), late},
		{"nothing seen in a crawl that was cut", "{}", county("", "", "") + partial, []string{"unknown"}},
	} {
		t.Run(row.name, func(t *testing.T) { sameLines(t, policyVerdict(t, "timeliness", row.with, row.site), row.want) })
	}
}
