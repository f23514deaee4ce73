package extract

import (
	"testing"

	"github.com/govaudit/govaudit/site"
)

// Rows that are clicked are a list however much of a menu stands beside them, and an
// article is none for the few that it leads to.
func TestRowsThatAreClicked(t *testing.T) {
	const (
		menu = `<ul><li onclick="location.href='/c/7'">本市要闻</li><li onclick="location.href='/c/11'">通知公告</li><li><div>政府信息公开</div></li><li><div>政策公开</div></li><li><div>重点领域</div></li></ul>`
		rows = `<ul><li onclick="location.href='/a/53'"><span>某某市人民政府关于印发就业管理办法的通知</span><em>2026-04-01</em></li><li onclick="location.href='/a/54'"><span>某某市人民政府关于印发安全管理办法的通知</span><em>2026-03-15</em></li><li onclick="location.href='/a/55'"><span>某某市人民政府关于印发应急管理办法的通知</span><em>2026-02-27</em></li></ul>`
		back = `<li onclick="location.href='/a/59'"><span>某某市人民政府关于印发统计管理办法的通知</span><em>2025-12-23</em></li><li onclick="location.href='/a/60'"><span>某某市人民政府关于印发环境管理办法的通知</span><em>2025-12-02</em></li>`
		sub  = `<div><ul><li onclick="location.href='/c/43'">政策解读</li><li onclick="location.href='/c/47'">意见征集</li><li onclick="location.href='/c/51'">财政预决算</li><li onclick="location.href='/c/55'">重大项目</li><li onclick="location.href='/c/56'">行政许可</li></ul></div>`
		text = `<h2>某某市就业管理办法</h2><p>第一条 为了加强就业管理，维护劳动者和用人单位的合法权益，根据有关法律法规的规定，结合本市实际情况，制定本办法。</p><p>第二条 在本市行政区域内从事就业服务、职业培训和其他有关活动的单位和个人，应当遵守本办法的规定。</p><p>第三条 市人力资源主管部门负责本市就业管理工作，其他有关部门在各自职责范围内做好相关工作。</p>`
	)
	for _, tt := range []struct {
		name, body string
		meta       string
		kind       Kind
		items      int
	}{
		{"rows alone", rows, "", List, 3},
		{"beside menus, and rows of its other pages behind them", menu + rows + sub + back, "", List, 5},
		{"below an article", menu + text + rows + sub, `<meta name="ArticleTitle" content="某某市就业管理办法"><meta name="PubDate" content="2026-01-02">`, Article, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			at := "http://www.example.gov.cn/c/39"
			f := Page(&site.Page{URL: at, Final: at, ContentType: "text/html; charset=utf-8", Body: []byte("<html><head><title>某某市人民政府</title>" + tt.meta + "</head><body>" + tt.body + "</body></html>")}, false)
			if f.Kind != tt.kind || len(f.Items) != tt.items {
				t.Errorf("%v with %d rows, want %v with %d; text %q", f.Kind, len(f.Items), tt.kind, tt.items, f.Text)
			}
		})
	}
}
