package extract

import "testing"

func TestLabelsOfAnotherArticleAreNotThePages(t *testing.T) {
	const labels = `<meta name="ArticleTitle" content="关于开展春季植树活动的通知"><meta name="PubDate" content="2019-01-02 10:00"><meta name="ContentSource" content="县林业局">`
	page := func(title, body string) string {
		return `<html><head><title>` + title + `</title>` + labels + `</head><body>` + body + `</body></html>`
	}
	const text = `<p>请各单位做好安全生产工作，落实各项责任，并于五月底前把工作情况报县安全生产委员会办公室，由办公室汇总后报县人民政府。</p>`
	for _, tt := range []struct {
		name, page string
		title      string
		stray      bool
	}{
		{"an article with another title, which is its heading", page("关于安全生产工作的通告-示例县人民政府", `<h1>关于安全生产工作的通告</h1>`+text), "关于安全生产工作的通告", true},
		{"a list", page("通告公示-示例县人民政府", `<h2>通告公示</h2><ul><li><a href="/1.html">关于安全生产工作的通告</a><span>2026-01-05</span></li><li><a href="/2.html">关于供水管网检修停水的通告</a><span>2026-01-06</span></li><li><a href="/3.html">关于道路交通管制的通告</a><span>2026-01-07</span></li></ul>`+text), "通告公示", true},
		{"the article itself", page("关于开展春季植树活动的通知-示例县人民政府", `<h1>关于开展春季植树活动的通知</h1>`+text), "关于开展春季植树活动的通知", false},
		{"the article below the name of its column, which <title> tells", page("通告公示-示例县人民政府", `<h2>通告公示</h2><div>关于开展春季植树活动的通知</div>`+text), "关于开展春季植树活动的通知", false},
		{"the article in two lines below the name of its column", page("通告公示-示例县人民政府", `<h2>通告公示</h2><div>关于开展春季植树<br>活动的通知</div>`+text), "关于开展春季植树活动的通知", false},
		{"a page that waits for its article", page("通告公示-示例县人民政府", `<h2>通告公示</h2><div id="text"></div>`), "关于开展春季植树活动的通知", false},
		{"a title in other words", page("春季植树活动的通知（2019年）-示例县人民政府", `<h1>春季植树活动的通知（2019年）</h1>`+text), "关于开展春季植树活动的通知", false},
		{"no title that the page shows", page("示例县人民政府", `<p>导语</p>`+text), "关于开展春季植树活动的通知", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := read(tt.page)
			if f.Title != tt.title || (f.Stray.ArticleTitle != "") != tt.stray || (f.Meta.PubDate == "") != tt.stray {
				t.Errorf("title %q, strays %+v, labels %+v", f.Title, f.Stray, f.Meta)
			}
			if d := f.Declared(); d.ArticleTitle != "关于开展春季植树活动的通知" || d.PubDate != "2019-01-02 10:00" || d.ContentSource != "县林业局" {
				t.Errorf("declared %+v", d)
			}
		})
	}
}
