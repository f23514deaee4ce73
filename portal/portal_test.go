package portal_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

const root = "http://www.example.gov.cn"

var target = site.Target{ID: "example", Name: "示例县人民政府", URL: root + "/", Level: site.County}

// pair is one page with its facts.
type pair struct {
	p *site.Page
	f *extract.Facts
}

// page makes a page at path with facts of a kind; edit fills them in.
func page(path string, kind extract.Kind, depth int, edit ...func(*extract.Facts)) pair {
	p := &site.Page{URL: root + path, Final: root + path, Status: 200, Depth: depth, SHA256: "ab"}
	f := &extract.Facts{URL: p.Final, Asked: p.URL, Kind: kind, SHA256: "ab"}
	f.Signals.Total = -1
	for _, e := range edit {
		e(f)
	}
	return pair{p, f}
}

func links(r extract.Region, v extract.Via, pairs ...string) func(*extract.Facts) {
	return func(f *extract.Facts) {
		for i := 0; i < len(pairs); i += 2 {
			f.Links = append(f.Links, extract.Link{URL: root + pairs[i], Text: pairs[i+1], Region: r, Via: v})
		}
	}
}

func items(day calendar.Day, pairs ...string) func(*extract.Facts) {
	return func(f *extract.Facts) {
		for i := 0; i < len(pairs); i += 2 {
			f.Items = append(f.Items, extract.Item{URL: root + pairs[i], Title: pairs[i+1], Day: day})
		}
	}
}

func crumbs(pairs ...string) func(*extract.Facts) {
	return func(f *extract.Facts) {
		for i := 0; i < len(pairs); i += 2 {
			c := extract.Crumb{Name: pairs[i]}
			if pairs[i+1] != "" {
				c.URL = root + pairs[i+1]
			}
			f.Crumbs = append(f.Crumbs, c)
		}
	}
}

func titled(s string) func(*extract.Facts) { return func(f *extract.Facts) { f.Title = s } }

func build(pairs ...pair) *portal.Portal {
	b := portal.NewBuilder(target, nil)
	for _, x := range pairs {
		b.Add(x.p, x.f)
	}
	return b.Build(&site.Snapshot{Alive: true, Complete: true})
}

var day = calendar.MustDay(2026, 3, 1)

func sample() []pair {
	nav := links(extract.Nav, extract.Anchor, "/zwgk/", "政务公开", "/zwgk/index.html", "公开", "/tzgg/", "通知公告")
	redirected := page("/new/zn/", extract.Article, 2, titled("政府信息公开指南"))
	redirected.p.URL = root + "/old/zn/"
	return []pair{
		page("/", extract.Home, 0, nav, titled("示例县人民政府")),
		page("/zwgk/", extract.List, 1, nav, links(extract.Body, extract.Anchor, "/zwgk/cz/", "财政信息"), crumbs("政务公开", "/zwgk/")),
		page("/zwgk/cz/", extract.List, 2, nav, crumbs("政务公开", "/zwgk/", "财政信息", "/zwgk/cz/"), items(day-9, "/zwgk/cz/1.html", "2026年部门预算")),
		page("/tzgg/", extract.List, 1, nav, crumbs("通知公告", "/tzgg/"), items(day, "/tzgg/1.html", "停水公告", "/zc/1.html", "示例县办法"), links(extract.Body, extract.Pager, "/tzgg/index_1.html", "")),
		page("/tzgg/index_1.html", extract.List, 2, nav, crumbs("通知公告", "/tzgg/"), items(day-30, "/tzgg/2.html", "停电公告", "/tzgg/1.html", "停水公告")),
		page("/zc/1.html", extract.Article, 2, nav, titled("示例县办法"), links(extract.Related, extract.Anchor, "/jd/1.html", "解读")),
		page("/jd/1.html", extract.Article, 2, nav, titled("《示例县办法》解读"), links(extract.Body, extract.Anchor, "/zc/1.html", "示例县办法")),
		{&site.Page{URL: root + "/dead/", Final: root + "/dead/", Status: 404, Failure: site.FailGone, Depth: 1}, nil},
		redirected,
	}
}

func TestColumns(t *testing.T) {
	p := build(sample()...)
	type col struct {
		Names  string
		Parent string
		Level  int
		Items  int
		Newest calendar.Day
		Parts  int
	}
	got := map[string]col{}
	for _, c := range p.Columns {
		x := col{strings.Join(c.Names, " "), "", c.Level, c.Rows(), c.Newest, len(c.Parts)}
		if c.Parent != nil {
			x.Parent = strings.TrimPrefix(c.Parent.URL, root)
		}
		got[strings.TrimPrefix(c.URL, root)] = x
	}
	want := map[string]col{
		"/zwgk/":    {"公开 政务公开", "", 1, 1, day - 9, 0}, // fed by its sub-column
		"/zwgk/cz/": {"财政信息", "/zwgk/", 2, 1, day - 9, 0},
		"/tzgg/":    {"通知公告", "", 1, 3, day, 1}, // the row on both pages counts once
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}
}

// A page that a server hands out at the address of another has relative breadcrumbs, which
// then lead to columns that go by other names.
func TestABreadcrumbOfOnePageGivesNoColumnTheNameOfAnother(t *testing.T) {
	tests := []struct {
		name  string
		crumb string // what one page calls the column of plans
		want  string
	}{
		{"the name of another column, on one page", "规范性文件", "规划计划"},
		{"a name nothing else goes by", "规划信息公示", "规划计划 规划信息公示"},
		{"a longer name of its own, which another column has too", "规划计划信息", "规划计划 规划计划信息"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pairs := []pair{page("/", extract.Home, 0, links(extract.Nav, extract.Anchor, "/gh/", "规划计划", "/gw/", "规范性文件", "/gb/", "规划计划信息"))}
			for i := range 3 {
				pairs = append(pairs,
					page(fmt.Sprintf("/gh/%d.html", i), extract.Article, 2, crumbs("规划计划", "/gh/")),
					page(fmt.Sprintf("/gw/%d.html", i), extract.Article, 2, crumbs("规范性文件", "/gw/")),
					page(fmt.Sprintf("/gb/%d.html", i), extract.Article, 2, crumbs("规划计划信息", "/gb/")))
			}
			pairs = append(pairs, page("/gh/9.html", extract.Article, 2, crumbs(tt.crumb, "/gh/")))
			for _, c := range build(pairs...).Columns {
				if c.URL == root+"/gh/" {
					if got := strings.Join(c.Names, " "); got != tt.want {
						t.Errorf("the column goes by %q, want %q", got, tt.want)
					}
				}
			}
		})
	}
}

func TestAddressesOfOnePage(t *testing.T) {
	p := build(sample()...)
	tests := []struct{ name, ask, want string }{
		{"as it was asked for", "/tzgg/", "/tzgg/"},
		{"with the name of the default file", "/tzgg/index.html", "/tzgg/"},
		{"before a redirect", "/old/zn/", "/new/zn/"},
		{"after a redirect", "/new/zn/", "/new/zn/"},
		{"that failed", "/dead/", "/dead/"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if pg := p.Page(root + tt.ask); pg == nil || pg.URL != root+tt.want {
				t.Errorf("got %+v, want %s", pg, tt.want)
			}
		})
	}
	if pg := p.Page("https://example.gov.cn/tzgg/"); pg == nil || pg.URL != root+"/tzgg/" {
		t.Errorf("over the other scheme: got %+v", pg)
	}
	if pg := p.Page(root + "/never/"); pg != nil {
		t.Errorf("an address never asked for: got %+v", pg)
	}
}

func TestDocumentsKnowWhoLinksToThem(t *testing.T) {
	p := build(sample()...)
	policy, reading := p.Page(root+"/zc/1.html"), p.Page(root+"/jd/1.html")
	out, in := p.LinksFrom(policy), p.LinksTo(policy)
	if len(out) != 1 || out[0].Page != reading || out[0].Region != extract.Related {
		t.Errorf("links from the policy: %+v", out)
	}
	if len(in) != 1 || in[0].Page != reading || in[0].Text != "示例县办法" {
		t.Errorf("links to the policy: %+v", in)
	}
	if d := p.Document(policy); d == nil || len(d.Columns) != 1 || d.Columns[0].URL != root+"/tzgg/" {
		t.Errorf("the policy as a document: %+v", d)
	}
}

// A list of hot news beside every article says nothing of how they relate.
func TestFurnitureIsNoRelation(t *testing.T) {
	var pairs []pair
	for i := range 10 {
		path := fmt.Sprintf("/a/%d.html", i)
		pairs = append(pairs, page(path, extract.Article, 2, titled("文章"), links(extract.Related, extract.Anchor, "/hot.html", "热点文章标题", fmt.Sprintf("/b/%d.html", i), "相关文章标题")))
	}
	p := build(pairs...)
	for _, pg := range p.Pages {
		if len(pg.Related()) != 1 || strings.HasSuffix(pg.Related()[0].URL, "/hot.html") {
			t.Errorf("%s: related %+v", pg.URL, pg.Related())
		}
	}
}

// A ranking that leads to a document everywhere does not undo the related block
// that leads to it too.
func TestRelationBesideFurnitureStays(t *testing.T) {
	var pairs []pair
	for i := range 10 {
		edits := []func(*extract.Facts){titled("文章"), links(extract.Body, extract.Anchor, "/hot.html", "热点文章标题")}
		if i == 3 {
			edits = append(edits, links(extract.Related, extract.Anchor, "/hot.html", "热点文章标题"))
		}
		pairs = append(pairs, page(fmt.Sprintf("/a/%d.html", i), extract.Article, 2, edits...))
	}
	related := 0
	for _, pg := range build(pairs...).Pages {
		related += len(pg.Related())
	}
	if related != 1 {
		t.Errorf("%d related links, want the one in the related block", related)
	}
}

func TestOrderOfAddingIsIrrelevant(t *testing.T) {
	pairs := sample()
	want := describe(build(pairs...))
	r := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		r.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
		if diff := cmp.Diff(want, describe(build(pairs...))); diff != "" {
			t.Fatalf("another order gives another portal (-first +now):\n%s", diff)
		}
	}
}

// describe writes down what checks see of a portal.
func describe(p *portal.Portal) string {
	var b strings.Builder
	for _, pg := range p.Pages {
		fmt.Fprintf(&b, "page %s asked %s ok %v related %v menu %v body %d\n", pg.URL, pg.Asked(), pg.OK(), pg.Related(), pg.Menu(), pg.BodyLinks)
		for _, a := range p.Anchors(pg.URL) {
			fmt.Fprintf(&b, "  anchor %+v\n", a)
		}
	}
	for _, c := range p.Columns {
		fmt.Fprintf(&b, "column %s %v %d %v %v %d\n", c.URL, c.Names, c.Level, c.Items(), c.Newest, len(c.Parts))
	}
	for _, d := range p.Documents() {
		fmt.Fprintf(&b, "document %s %d columns\n", d.Page.URL, len(d.Columns))
	}
	for _, m := range p.FindColumn([]string{"政府信息公开指南", "政务公开", "通知公告"}) {
		fmt.Fprintf(&b, "match %d %s %s %+v\n", m.Grade, m.Text, m.URL, m.Anchor)
	}
	return b.String()
}

func TestFindColumnLookAlikes(t *testing.T) {
	guide := []string{"政府信息公开指南", "公开指南"}
	tests := []struct {
		text  string
		names []string
		want  portal.Grade // 0: not found
	}{
		{"政府信息公开指南", guide, portal.Exact},
		{"信息公开指南", guide, portal.Exact},
		{"政 府 信 息 公 开 指 南", guide, portal.Exact},
		{"【政府信息公開指南】", guide, portal.Exact},
		{"示例县政府信息公开指南", guide, portal.Exact},
		{"公开指南>>", guide, portal.Exact},
		{"公开指南（2025版）", guide, portal.Exact},
		{"办事指南", guide, 0},
		{"服务指南", guide, 0},
		{"指南针", guide, 0},
		{"公开指南下载说明", guide, 0},
		{"公开指引", guide, 0},
		{"关于修订政府信息公开指南的通知", guide, 0},
		{"关于编制公开指南", guide, 0},
		{"依申请公开", []string{"依申请公开"}, portal.Exact},
		{"依申请公开平台", []string{"依申请公开"}, portal.Contained},
		{"关于做好依申请公开工作的通知", []string{"依申请公开"}, 0},
		{"主动公开", []string{"依申请公开"}, 0},
		{"行政许可⁄处罚", []string{"行政许可处罚"}, portal.Exact},
		{"采购通知公告", []string{"通知公告"}, portal.Contained},
		{"财政预算/决算", []string{"决算"}, portal.Contained},
		{"行政许可⁄处罚", []string{"行政许可"}, portal.Contained},
		{"机构职能、领导信息", []string{"领导信息"}, portal.Contained},
		{"关于预算、决算公开的通知及其他事项说明", []string{"预算"}, 0},
		{"通知公告栏", []string{"通知公告"}, portal.Exact},
		{"城市规划局", []string{"规划"}, 0},
		{"城市规划", []string{"规划"}, 0},
		{"统计年报", []string{"年报"}, 0},
		{"年报", []string{"年报"}, portal.Exact},
		{"旗领导", []string{"领导"}, portal.Exact},
		{"县委领导", []string{"领导"}, 0},
		{"街道文件", []string{"文件"}, 0},
		{"更多", []string{"更多"}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			p := build(page("/", extract.Home, 0, links(extract.Nav, extract.Anchor, "/x/", tt.text)), page("/x/", extract.List, 1))
			var got portal.Grade
			if m := p.FindColumn(tt.names); len(m) > 0 {
				got = m[0].Grade
			}
			if got != tt.want {
				t.Errorf("grade %d, want %d", got, tt.want)
			}
		})
	}
}

func TestWhereAColumnStands(t *testing.T) {
	label := func(v extract.Via, r extract.Region) func(*extract.Facts) {
		return func(f *extract.Facts) {
			f.Labels = append(f.Labels, extract.Label{Text: "公开指南", Region: r, Via: v})
		}
	}
	home := func(edit ...func(*extract.Facts)) pair { return page("/", extract.Home, 0, edit...) }
	tests := []struct {
		name  string
		pages []pair
		want  portal.Grade
	}{
		{"a tab", []pair{home(label(extract.Heading, extract.Body))}, portal.OnPage},
		{"a dead menu entry", []pair{home(label(extract.Anchor, extract.Nav))}, portal.DeadEntry},
		{"a word in a script", []pair{home(label(extract.Script, extract.Nav))}, portal.InScript},
		{"a step of a breadcrumb", []pair{home(), page("/a.html", extract.Article, 2, crumbs("公开指南", ""))}, portal.OnPage},
		{"a frame's name", []pair{home(links(extract.Body, extract.FrameSrc, "/f/", "公开指南"))}, portal.Exact},
		{"a page's own heading", []pair{home(), page("/f/", extract.List, 2, func(f *extract.Facts) { f.Heading = "公开指南" })}, portal.Exact},
		{"a ColumnType label", []pair{home(), page("/f/", extract.List, 2, func(f *extract.Facts) { f.Meta.ColumnType = "公开指南" })}, portal.Declared},
		{"an article's title with the body's name", []pair{home(), page("/f.html", extract.Article, 2, titled("示例县公开指南"))}, portal.Titled},
		{"nothing", []pair{home()}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got portal.Grade
			if m := build(tt.pages...).FindColumn([]string{"公开指南"}); len(m) > 0 {
				got = m[0].Grade
			}
			if got != tt.want {
				t.Errorf("grade %d, want %d", got, tt.want)
			}
		})
	}
}

func FuzzResemblance(f *testing.F) {
	f.Add("政府信息公开指南", "信息公开制度")
	f.Add("", "\xff〔(")
	f.Add("（（（", ")))")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := portal.Resemblance(a, b), portal.Resemblance(b, a)
		if x != y || x < 0 || x > 1 {
			t.Errorf("Resemblance(%q, %q) = %v, and the other way %v", a, b, x, y)
		}
	})
}

// BenchmarkBuild folds a portal of 20,000 articles with 150 links each.
func BenchmarkBuild(b *testing.B) {
	const n = 20000
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		builder := portal.NewBuilder(target, nil)
		for i := range n {
			x := bulk(i, n)
			builder.Add(x.p, x.f)
		}
		p := builder.Build(&site.Snapshot{})
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/n, "heap-B/page")
		runtime.KeepAlive(p)
	}
}

// BenchmarkFindColumn looks for a column of ten names that is not there.
func BenchmarkFindColumn(b *testing.B) {
	const n = 20000
	builder := portal.NewBuilder(target, nil)
	for i := range n {
		x := bulk(i, n)
		x.f.Title = fmt.Sprintf("示例县第%d号文件汇编", i)
		builder.Add(x.p, x.f)
	}
	p := builder.Build(&site.Snapshot{})
	names := []string{"政府信息公开指南", "信息公开指南", "公开指南", "领导信息", "通知公告", "机构职能", "规划计划", "统计信息", "预算决算", "收费项目"}
	for b.Loop() {
		p.FindColumn(names)
	}
}

// bulk is one ordinary article, or every twentieth a list, as the synthetic
// portal of the benchmark has them.
func bulk(i, n int) pair {
	kind, path := extract.Article, fmt.Sprintf("/c%d/202603/t20260301_%d.html", i%120, i)
	if i%20 == 0 {
		kind, path = extract.List, fmt.Sprintf("/c%d/index_%d.html", i%120, i)
	}
	x := page(path, kind, 3, titled(fmt.Sprintf("关于做好第%d号文件有关事项的通知", i)), crumbs("政务公开", "/zwgk/", "栏目", fmt.Sprintf("/c%d/", i%120)))
	f := x.f
	f.HTMLTitle = f.Title + "-示例县人民政府"
	f.SHA256 = strings.Repeat("a", 64)
	f.Text = strings.Repeat("正文", 600)
	f.Meta = extract.Meta{SiteName: "示例县人民政府", SiteDomain: "www.example.gov.cn", SiteIDCode: "1234567890", ColumnName: "栏目", ArticleTitle: f.Title, PubDate: "2026-03-01 10:00", ContentSource: "示例县"}
	f.Dates = []extract.Date{{Day: day, Source: extract.FromMeta, Label: "PubDate", Quote: "2026-03-01 10:00", Published: true}, {Day: day, Source: extract.FromURL, Quote: "t20260301", Published: true}}
	for j := range 120 {
		f.Links = append(f.Links, extract.Link{URL: fmt.Sprintf("%s/c%d/", root, j), Text: fmt.Sprintf("栏目名称%d", j), Region: extract.Nav, Via: extract.Anchor})
	}
	for j := range 20 {
		k := (i + j*37) % n
		l := extract.Link{URL: fmt.Sprintf("%s/c%d/202603/t20260301_%d.html", root, k%120, k), Text: fmt.Sprintf("关于做好第%d号文件有关事项的通知", k), Region: extract.Body, Via: extract.Anchor}
		if kind == extract.Article && j >= 5 {
			break
		}
		f.Links = append(f.Links, l)
		if kind == extract.List {
			f.Items = append(f.Items, extract.Item{URL: l.URL, Title: l.Text, Day: day})
		}
	}
	return x
}
