package crawler

import (
	"fmt"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// story is an article under 新闻动态 whose body holds the given links "path text".
func story(title string, links ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<html><head><title>%s</title><meta name="ColumnName" content="新闻动态"><meta name="ArticleTitle" content="%s"><meta name="PubDate" content="2026-03-01"></head><body>`, title, title)
	fmt.Fprintf(&b, `<div class="nav"><a href="/">首页</a></div><h1>%s</h1><div>发布时间：2026-03-01 来源：本报</div><div class="content">`, title)
	for _, l := range links {
		href, text, _ := strings.Cut(l, " ")
		fmt.Fprintf(&b, `<p>昨天全市召开了会议，与会者就有关事情交换了看法，<a href="%s">%s</a>，会议开了一整天。</p>`, href, text)
	}
	b.WriteString(strings.Repeat("<p>会议指出，要把工作一件一件做好，把日子一天一天过好，让大家满意。</p>", 12))
	return b.String() + "</div></body></html>"
}

func TestWhatAnUnansweredAddressHides(t *testing.T) {
	long := "我市第三届运动会昨天在体育中心隆重开幕来自各地的运动员参加"
	for _, tt := range []struct {
		name     string
		pages    map[string]string
		complete bool
	}{
		{"nothing, where only the body of an article mentions it by a title", map[string]string{
			"/1.html": story("甲", "/x.html "+long)}, true},
		{"nothing, where it is mentioned by its bare address", map[string]string{
			"/1.html": story("甲", "/x.html http://www.a.gov.cn/x.html")}, true},
		{"nothing, where two articles mention it", map[string]string{
			"/1.html": story("甲", "/x.html "+long), "/2.html": story("乙", "/x.html "+long)}, true},
		{"a column, where the words may be its name", map[string]string{
			"/1.html": story("甲", "/x.html 走进我市")}, false},
		{"a document, where the title names a duty", map[string]string{
			"/1.html": story("甲", "/x.html 我市二〇二五年政府信息公开工作年度报告全文刊登在这里")}, false},
		{"a part of the site, where the home page leads there too", map[string]string{
			"/1.html": story("甲", "/x.html "+long), "home": "/x.html 走进我市"}, false},
		{"a part of the site, where a later page leads there too", map[string]string{
			"/1.html": story("甲", "/x.html "+long), "/2.html": page("新闻动态", "/x.html "+long)}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			home := page("甲市", "/1.html 第一条新闻", "/2.html 第二条新闻", tt.pages["home"])
			tt.pages["/"], tt.pages["/x.html"] = home, "503"
			if tt.pages["/2.html"] == "" {
				tt.pages["/2.html"] = story("丙")
			}
			w.pages("www.a.gov.cn", tt.pages)
			snap, m := crawlOf(t, w, w.settings())
			if p := m.page("/x.html"); p == nil || p.Failure != site.FailServer {
				t.Fatalf("the address was not asked for: %+v", p)
			}
			if snap.Complete != tt.complete {
				t.Errorf("complete %v: %s", snap.Complete, snap.Stopped)
			}
			again, err := crawlInto(t, t.Context(), w, w.settings(), m, nil)
			if err != nil || again.Complete != tt.complete {
				t.Errorf("gone on with: complete %v: %s (%v)", again.Complete, again.Stopped, err)
			}
		})
	}
}
