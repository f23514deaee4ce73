package rules

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/internal/sitetest"
	"github.com/govaudit/govaudit/internal/yamldoc"
)

// change replaces words of a valid site's text: old, new, old, new, ….
type change []string

// edited returns the site with the changes made; each old text must be there.
func edited(t *testing.T, text string, c change, more string) string {
	t.Helper()
	for i := 0; i+1 < len(c); i += 2 {
		if !strings.Contains(text, c[i]) {
			t.Fatalf("the valid site does not say %q", c[i])
		}
		text = strings.ReplaceAll(text, c[i], c[i+1])
	}
	return text + more
}

// policyVerdict is what a check says of a site, in words: one line per defect (code,
// outcome, path), or the outcome where there is none.
func policyVerdict(t *testing.T, check, with, text string) []string {
	t.Helper()
	s := sitetest.Load(t, text)
	c := &Case{Portal: s.Portal, Target: s.Target, AsOf: s.AsOf, Calendar: testCalendar(t)}
	node, err := yamldoc.Parse("with.yaml", []byte(with))
	if err != nil {
		t.Fatalf("settings of the row: %v", err)
	}
	k, err := newCheck(check, node)
	if err != nil {
		t.Fatalf("settings of the row: %v", err)
	}
	j := k.Judge(c)
	var out []string
	for _, d := range j.Defects {
		for _, e := range d.Evidence {
			if e.URL == "" || e.SHA256 == "" || e.Seen.IsZero() || e.Quote == "" {
				t.Errorf("%s of %s: incomplete evidence %+v", d.Code, d.Subject, e)
			}
		}
		if d.Outcome == Fail && len(d.Evidence) == 0 {
			t.Errorf("%s of %s: fails without evidence", d.Code, d.Subject)
		}
		out = append(out, d.Code+" "+string(d.Outcome)+" "+strings.TrimPrefix(d.Subject, "http://www.example.gov.cn"))
	}
	switch {
	case len(out) > 0:
	case j.Unknown != "":
		out = []string{"unknown"}
	case j.Exempt != "":
		out = []string{"exempt"}
	default:
		out = []string{"pass"}
	}
	slices.Sort(out)
	return out
}

func testCalendar(t *testing.T) *calendar.Calendar {
	t.Helper()
	c, err := calendar.Load(os.DirFS("../configs/calendar"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func sameLines(t *testing.T, got, want []string) {
	t.Helper()
	slices.Sort(want)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// portalPage is a page in the manner most portals share.
func portalPage(title, crumbs, body string) string {
	return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>` + title + `_示例县人民政府</title></head><body>
<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/gfxwj/">规范性文件</a></li><li><a href="/zcwj/">政策文件</a></li><li><a href="/zcjd/">政策解读</a></li><li><a href="/tzgg/">通知公告</a></li></ul></div>
<div class="position">您现在的位置：<a href="/">首页</a> &gt; ` + crumbs + `</div>
<div class="main">` + body + `</div>
<div class="footer">主办：示例县人民政府办公室 网站标识码：3412340001</div></body></html>
`
}

// listPage is a column's list of rows: path, title, day, path, title, day, ….
func listPage(name, path string, rows ...string) string {
	var b strings.Builder
	b.WriteString("<ul class=\"list\">\n")
	for i := 0; i+2 < len(rows); i += 3 {
		b.WriteString(`<li><a href="` + rows[i] + `" title="` + rows[i+1] + `">` + rows[i+1] + `</a><span>` + rows[i+2] + "</span></li>\n")
	}
	b.WriteString("</ul>\n")
	return "-- " + path + " --\n" + portalPage(name, `<a href="`+path+`">`+name+`</a>`, b.String())
}

// listTable is a list of two documents as a table; validity is that of the first.
func listTable(path, link, title, validity string) string {
	return "-- " + path + " --\n" + portalPage("文件目录", `<a href="`+path+`">文件目录</a>`,
		`<table><tr><th>标题</th><th>有效性</th><th>发布日期</th></tr><tr><td><a href="`+link+`">`+title+`</a></td><td>`+validity+`</td><td>2024-03-05</td></tr><tr><td><a href="/tzgg/1.html">示例县开展春季植树活动</a></td><td>有效</td><td>2024-03-04</td></tr></table>`)
}

// docPage is one page with its text and an index box; box may be empty.
func docPage(path, column, columnPath, title, day, box, text string) string {
	return "-- " + path + " --\n" + portalPage(title, `<a href="`+columnPath+`">`+column+`</a> &gt; 正文`,
		box+`<h1>`+title+`</h1><p class="info">发布时间：`+day+` 来源：示例县人民政府办公室</p><div class="content">`+text+`</div>`)
}

// bareDoc is the page of a document in which something else stands than the document.
func bareDoc(path, column, title, instead string) string {
	return "-- " + path + " --\n" + strings.Replace(portalPage(title, column+" &gt; 正文", `<div class="content">`+instead+`</div>`), "<title>", `<meta name="ArticleTitle" content="`+title+`"><meta name="ColumnName" content="`+column+`"><title>`, 1)
}

// indexBox is the index box of a document.
func indexBox(number, written, validity string) string {
	return `<table class="index"><tr><td>索引号：</td><td>003412/2024-00012</td><td>发文机关：</td><td>示例县人民政府</td></tr>
<tr><td>发文字号：</td><td>` + number + `</td><td>成文日期：</td><td>` + written + `</td></tr>
<tr><td>主题分类：</td><td>综合政务</td><td>有效性：</td><td>` + validity + `</td></tr></table>
`
}

const homePage = "-- / --\n"
