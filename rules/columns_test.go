package rules

import (
	"fmt"
	"strings"
	"testing"
)

// columnsOf is a county whose menu has these columns "name|day of the newest row";
// a day of "" leaves the column empty, "js" fills it by a script.
func columnsOf(extra string, cols ...string) string {
	var links, pages strings.Builder
	for i, col := range cols {
		name, day, _ := strings.Cut(col, "|")
		path := fmt.Sprintf("/c%d/", i)
		fmt.Fprintf(&links, "<li><a href=%q>%s</a></li>", path, name)
		switch day {
		case "":
			pages.WriteString(list(path, name))
		case "js":
			pages.WriteString(single(path, name, `<ul id="rows"></ul><script>$.ajax({url:"/api/list?c=9",success:function(d){$("#rows").html(d)}})</script>`))
		default:
			title := fmt.Sprintf("关于第%d号事项办理情况的说明材料", i)
			pages.WriteString(list(path, name, title+"|"+day+"|"+path+"1.html") + article(path+"1.html", title, day))
		}
	}
	return county(links.String()+extra, "", pages.String())
}

func TestStaleColumnsAreCounted(t *testing.T) {
	const with = `{judge: [stale_many], top: true, count: 3, kinds: [{words: [动态, 要闻], max_age: 14d}, {words: [公告, 政策文件], unlike: [解读], max_age: 6 months}]}`
	// The day of judgement is 2026-04-10: fourteen days before is 03-27, six months before 2025-10-10.
	tests := []struct{ name, site, want string }{
		{"three of two kinds", columnsOf("", "工作动态|2026-03-26", "政务要闻|2026-02-01", "通知公告|2025-10-09"), "fail stale_many"},
		{"two and one just in time", columnsOf("", "工作动态|2026-03-26", "政务要闻|2026-02-01", "通知公告|2025-10-10"), "pass"},
		{"news of exactly fourteen days is in time", columnsOf("", "工作动态|2026-03-27", "政务要闻|2026-02-01", "通知公告|2025-10-09"), "pass"},
		{"a column without a period does not count", columnsOf("", "工作动态|2026-03-26", "政务要闻|2026-02-01", "历史沿革|2015-01-01"), "pass"},
		{"a column of another kind does not count", columnsOf("", "工作动态|2026-03-26", "政务要闻|2026-02-01", "政策文件解读|2015-01-01"), "pass"},
		{"one filled by a script leaves it open", columnsOf("", "工作动态|2026-03-26", "政务要闻|2026-02-01", "通知公告|js"), "unknown"},
		{"one that three hosts show is one", strings.NewReplacer("关于第1号事项", "关于第0号事项", "关于第2号事项", "关于第0号事项").Replace(columnsOf("", "通知公告|2025-10-09", "通知公告|2025-10-09", "通知公告|2025-10-09")), "pass"},
		{"three of one name with rows of their own are three", columnsOf("", "通知公告|2025-10-09", "通知公告|2025-10-09", "通知公告|2025-10-09"), "fail stale_many"},
		{"two links to one column are one", columnsOf(`<li><a href="/c0/">政务动态</a></li><li><a href="/c0/index.html">动态</a></li>`, "工作动态|2026-03-26", "政务要闻|2026-02-01"), "pass"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "columns", with, tt.site), tt.want) })
	}
}

func TestBlankColumnsAreCounted(t *testing.T) {
	const belowMain = `<p>本页列出法定主动公开的各项内容，点击名称查看。</p><p><a href="/fd/a/">规划信息</a></p><p><a href="/fd/b/">统计信息</a></p><p><a href="/fd/c/">应急管理</a></p>`
	const with = `{judge: [blank_many], count: 3}`
	tests := []struct{ name, site, want string }{
		{"three blank columns", columnsOf("", "工作规则|", "人事信息|", "乡村振兴|", "通知公告|2026-04-01"), "fail blank_many"},
		{"two are fewer", columnsOf("", "工作规则|", "人事信息|", "通知公告|2026-04-01"), "pass"},
		{"columns below a page of them that call themselves columns", county(`<li><a href="/fd/">法定主动公开内容</a></li>`, "", single("/fd/", "法定主动公开内容", belowMain)+list("/fd/a/", "规划信息")+list("/fd/b/", "统计信息")+list("/fd/c/", "应急管理")), "fail blank_many"},
		{"a mailbox without text may be a form", columnsOf("", "工作规则|", "人事信息|", "县长信箱|"), "review blank_many"},
		{"one filled by a script is not blank", columnsOf("", "工作规则|", "人事信息|", "乡村振兴|js"), "unknown"},
		{"the page of a login is no column", columnsOf("", "工作规则|", "人事信息|", "用户登录|"), "pass"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "columns", with, tt.site), tt.want) })
	}
}
