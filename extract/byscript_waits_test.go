package extract

import (
	"testing"

	"github.com/govaudit/govaudit/site"
)

// A block that says it is being fetched, and from where, is not all there is to a page,
// whatever menu stands above it.
func TestWaitsInPlace(t *testing.T) {
	const menu = `<div><p>政府信息公开指南</p><p>政府信息公开制度</p><p>政府信息公开年报</p><p>依申请公开</p><p>机构职能</p><p>领导信息</p><p>规范性文件</p><p>政策解读</p><p>意见征集</p><p>财政预决算</p><p>重大项目</p><p>应急管理</p><p>人事信息</p><p>统计信息</p><p>规划计划</p><p>行政执法公示</p><p>建议提案办理</p><p>政府采购</p><p>通知公告栏目</p></div>`
	for _, tt := range []struct {
		name, page string
		waits      bool
	}{
		{"a block that names what is fetched", menu + `<div hx-get="/part/col/7" hx-trigger="load">正在加载…</div>`, true},
		{"one that names it by another attribute", menu + `<section data-url="./rows.do?c=7">数据加载中，请稍候</section>`, true},
		{"one that names nothing", menu + `<div class="mask">正在加载…</div>`, false},
		{"one whose address a browser follows", menu + `<a href="/more.html">正在加载…</a>`, false},
		{"a longer sentence", menu + `<p data-url="/help">页面正在加载的时候请不要关闭窗口，以免填写的内容丢失</p>`, false},
		{"one beside a text", `<p>　　现将有关事项通知如下，请认真贯彻执行。各单位要加强领导，明确责任分工，细化工作措施，按时完成各项任务，并于每季度末将进展情况报送办公室汇总。办公室要会同有关部门加强督促检查，定期通报情况，对工作推进不力的单位予以提醒，重要事项及时报告县人民政府研究决定，确保全年目标任务如期完成。</p><div data-url="/c.do">评论加载中</div>`, false},
	} {
		f := Read(&site.Page{URL: "http://www.a.gov.cn/col/7", Final: "http://www.a.gov.cn/col/7", Status: 200, Depth: 1, ContentType: "text/html; charset=utf-8",
			Body: []byte("<html><head><title>甲县人民政府</title><script src=/h.js></script></head><body><h1>甲县人民政府</h1>" + tt.page + "</body></html>")})
		if waits := f.Signals.ListByScript != ""; waits != tt.waits {
			t.Errorf("%s: %q", tt.name, f.Signals.ListByScript)
		}
	}
}
