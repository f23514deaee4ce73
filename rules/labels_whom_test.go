package rules

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The county of TestLabels with a fifth column, whose page has no labels of an article.
func TestLabelsOfWhatOthersWrote(t *testing.T) {
	with := func(column, title, page string) string {
		s := labelledCounty()
		s = strings.ReplaceAll(s, `<li><a href="/c3/">财政信息</a></li>`, `<li><a href="/c3/">财政信息</a></li><li><a href="/x/">`+column+`</a></li>`)
		at := strings.Index(s, "-- /c0/ --\n")
		list := strings.NewReplacer("/c0/t0.html", "/x/1.html", "/c0/t1.html", "/x/1.html", "/c0/t2.html", "/x/1.html", "-- /c0/ --", "-- /x/ --", "政务要闻", column, `href="/c0/"`, `href="/x/"`).
			Replace(s[at : at+strings.Index(s[at:], "\n-- ")+1])
		at = strings.Index(s, "-- /c0/t0.html --\n")
		article := s[at : at+strings.Index(s[at:], "\n-- ")+1]
		article = strings.NewReplacer("-- /c0/t0.html --", "-- /x/1.html --", "关于做好政务要闻第1批有关工作的通知", title, `name="ArticleTitle"`, `name="a"`, `name="PubDate"`, `name="b"`, `name="ContentSource"`, `name="c"`,
			`<div class="content">`, page+`<div class="content">`).Replace(article)
		return s + list + article
	}
	tests := []struct {
		name, site string
		want       []string
	}{
		{"a letter to the mayor was not published by the portal", with("县长信箱", "反映文化路路灯不亮", `<p>来信人：张**</p><p>来信时间：2026-03-30</p><p>来信内容：路灯不亮。</p><p>答复单位：县住建局</p><p>答复时间：2026-04-01</p>`), []string{"pass"}},
		{"nor was one whose page has no words of a letter but its column", with("网上留言", "建议增加公交班次", ""), []string{"pass"}},
		{"an edition in English has labels of its own", with("English", "Mayor meets foreign guests", ""), []string{"pass"}},
		{"a notice of another column was", with("公示公告", "关于道路施工的公告", ""), []string{"meta_missing fail /x/1.html"}},
		{"and so was one whose name is a number", with("公示公告", "2026-12", ""), []string{"meta_missing fail /x/1.html"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := linksVerdict(t, "labels", "{judge: [meta_missing]}", tt.site)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
