package extract

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func itemLines(f *Facts) []string {
	var out []string
	for _, x := range f.Items {
		s := fmt.Sprintf("%s %s %s", x.Day, x.Title, strings.TrimPrefix(x.URL, "http://www.test.gov.cn"))
		if x.Label != "" {
			s += " [" + x.Label + "]"
		}
		if x.Guessed {
			s += " guessed"
		}
		out = append(out, strings.TrimSpace(s))
	}
	return out
}

func TestControlsAreShort(t *testing.T) {
	for w := range controls {
		if !fewHan(w) || Fold(w) != w {
			t.Errorf("%q: a link is not looked up among controls in this form", w)
		}
	}
}

// pageOfRows puts rows between a menu, a pager and a footer.
func pageOfRows(rows string) string {
	return `<html><head><title>通知公告-测试市人民政府</title></head><body>
	<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/xw/">新闻中心</a></li><li><a href="/zwgk/">政务公开</a></li><li><a href="/hd/">互动交流</a></li></ul></div>
	<div class="main">` + rows + `<div class="page"><a href="index_1.html">下一页</a> <a href="index_9.html">尾页</a></div></div>
	<div class="footer"><ul><li><a href="http://www.gov.cn/">中国政府网</a></li><li><a href="http://www.a.gov.cn/">省政府网站</a></li></ul><p>主办单位：测试市人民政府办公室 网站标识码：3200000001</p></div></body></html>`
}

func TestItems(t *testing.T) {
	two := []string{"2024-03-05 关于甲事项的通知全文 /zwgk/1.html", "2024-03-04 关于乙事项的公告全文 /zwgk/2.html"}
	tests := []struct {
		name, rows string
		want       []string
	}{
		{"date behind the link", `<ul><li><a href="1.html">关于甲事项的通知全文</a><span>2024-03-05</span></li><li><a href="2.html">关于乙事项的公告全文</a><span>2024-03-04</span></li></ul>`, two},
		{"date before the link", `<ul><li><span>[2024-03-05]</span><a href="1.html">关于甲事项的通知全文</a></li><li><span>[2024-03-04]</span><a href="2.html">关于乙事项的公告全文</a></li></ul>`, two},
		{"date within the link", `<ul><li><a href="1.html">关于甲事项的通知全文<i>2024-03-05</i></a></li><li><a href="2.html">关于乙事项的公告全文<i>2024-03-04</i></a></li></ul>`, two},
		{"date in brackets after the title", `<div><a class="box" href="1.html"><h3>关于甲事项的通知全文(2024-03-05)</h3><p>摘要：2020年1月1日起</p></a></div><div><a class="box" href="2.html"><h3>关于乙事项的公告全文(2024-03-04)</h3><p>摘要</p></a></div>`, two},
		{"table rows", `<table><tr><td>·</td><td><a href="1.html">关于甲事项的通知全文</a></td><td>2024/3/5</td></tr><tr><td>·</td><td><a href="2.html">关于乙事项的公告全文</a></td><td>2024/3/4</td></tr></table>`, two},
		{"a table for every row", `<table><tr><td><a href="1.html">关于甲事项的通知全文</a></td><td>2024-3-5</td></tr></table><table><tr><td><a href="2.html">关于乙事项的公告全文</a></td><td>2024-3-4</td></tr></table>`, two},
		{"lines broken by br in one cell", `<table><tr><td>· <a href="1.html">关于甲事项的通知全文</a> (2024-03-05)<br>· <a href="2.html">关于乙事项的公告全文</a> (2024-03-04)<br></td></tr></table>`, two},
		{"day and month apart", `<ul><li><div><b>05</b><span>2024-03</span></div><a href="1.html">关于甲事项的通知全文</a></li><li><div><b>04</b><span>2024-03</span></div><a href="2.html">关于乙事项的公告全文</a></li></ul>`, two},
		{"two posts in one entry of the page", `<ul><li><h3><a href="/zwgk/">通知</a></h3><div><h3><a href="1.html">关于甲事项的通知全文</a></h3><p><i>05</i><em>2024-03</em></p></div><div><h3><a href="2.html">关于乙事项的公告全文</a></h3><p><i>04</i><em>2024-03</em></p></div></li></ul>`, two},
		{"div rows", `<div class="r"><a href="1.html">关于甲事项的通知全文</a><em>2024年3月5日</em></div><div class="r"><a href="2.html">关于乙事项的公告全文</a><em>2024年3月4日</em></div>`, two},
		{"definition list", `<dl><dd><a href="1.html">关于甲事项的通知全文</a> 2024.03.05</dd><dd><a href="2.html">关于乙事项的公告全文</a> 2024.03.04</dd></dl>`, two},
		{"definition list with dates apart", `<dl><dt><a href="1.html">关于甲事项的通知全文</a></dt><dd>2024/3/5</dd><dt><a href="2.html">关于乙事项的公告全文</a></dt><dd>2024/3/4</dd></dl>`, two},
		{"cut titles", `<ul><li><a href="1.html" title="关于甲事项的通知全文">关于甲事项的...</a> 2024-03-05</li><li><a href="2.html" title="关于乙事项的公告全文">关于乙事项的…</a> 2024-03-04</li></ul>`, two},
		{"nested anchors", `<ul><li><a href="1.html"><a href="1.html">关于甲事项的通知全文</a></a> 2024-03-05</li><li><a href="2.html"><a href="2.html">关于乙事项的公告全文</a></a> 2024-03-04</li></ul>`, two},
		{"a department before the title", `<ul><li><a href="/jyj/">[市教育局]</a><a href="1.html">关于甲事项的通知全文</a> 2024-03-05</li><li><a href="/czj/">[市财政局]</a><a href="2.html">关于乙事项的公告全文</a> 2024-03-04</li></ul>`, two},
		{"a separator between two lists", `<ul class="l"><li><a href="1.html">关于甲事项的通知全文</a> 2024-03-05</li></ul><p class="line"></p><ul class="l"><li><a href="2.html">关于乙事项的公告全文</a> 2024-03-04</li></ul>`, two},
		{"no year", `<ul><li><a href="../202403/t20240305_1.html">关于甲事项的通知全文</a> 03-05</li><li><a href="2.html">关于乙事项的公告全文</a> 03-04</li></ul>`,
			[]string{"2024-03-05 关于甲事项的通知全文 /202403/t20240305_1.html guessed", "关于乙事项的公告全文 /zwgk/2.html guessed"}},
		{"no year but in the title of the link", `<table><tr><td><a href="1.html" title="关于甲事项的通知全文  2024-3-5 9:12:33">关于甲事项的通知…</a> <font>[03-05]</font></td></tr><tr><td><a href="2.html" title="关于乙事项的公告全文 2024-3-4 10:02:03">关于乙事项的公告全文</a> <font>[03-04]</font></td></tr></table>`,
			[]string{"2024-03-05 关于甲事项的通知全文 /zwgk/1.html guessed", "2024-03-04 关于乙事项的公告全文 /zwgk/2.html guessed"}},
		{"no year but in the title of the date", `<div><div><a href="1.html">关于甲事项的通知全文</a></div><div title="2024-03-05">03/05</div></div><div><div><a href="2.html">关于乙事项的公告全文</a></div><div title="2023-03-04">03/05</div></div>`,
			[]string{"2024-03-05 关于甲事项的通知全文 /zwgk/1.html guessed", "关于乙事项的公告全文 /zwgk/2.html guessed"}},
		{"dates in English", `<article><h2><a href="1.html">关于甲事项的通知全文</a></h2><div>Posted on <a href="/2024/03"><time datetime="2024-03-05T09:00:00+08:00">March 5, 2024</time></a></div></article><article><h2><a href="2.html">关于乙事项的公告全文</a></h2><div>Posted on <a href="/2024/03"><time datetime="2024-03-04T09:00:00+08:00">March 4, 2024</time></a></div></article>`, two},
		{"posts with links to author and column", `<article><h2><a href="1.html">关于甲事项的通知全文</a></h2><div>2024-03-05 <a href="/author/1">市人民政府办公室政务公开科</a> <a href="/category/tz/">通知公告</a></div></article><article><h2><a href="2.html">关于乙事项的公告全文</a></h2><div>2024-03-04 <a href="/author/1">市人民政府办公室政务公开科</a> <a href="/category/tz/">通知公告</a></div></article>`, two},
		{"posts in blocks with the date linked", `<div class="post"><h2><a href="1.html">关于甲事项的通知全文</a></h2><div><a href="/2024/03">2024-03-05</a></div></div><div class="post"><h2><a href="2.html">关于乙事项的公告全文</a></h2><div><a href="/2024/03">2024-03-04</a></div></div>`, two},
		{"no dates", `<ul><li><a href="1.html">关于甲事项的通知全文</a></li><li><a href="2.html">关于乙事项的公告全文</a></li><li><a href="3.html">关于丙事项的公告全文</a></li></ul>`,
			[]string{"关于甲事项的通知全文 /zwgk/1.html", "关于乙事项的公告全文 /zwgk/2.html", "关于丙事项的公告全文 /zwgk/3.html"}},
		{"documents with validity", `<table><tr><th>标题</th><th>文号</th><th>成文日期</th><th>发布日期</th><th>有效性</th></tr><tr><td><a href="1.html">关于甲事项的通知全文</a></td><td>测府发〔2024〕1号</td><td>2024-03-01</td><td>2024-03-05</td><td>有效</td></tr><tr><td><a href="2.html">关于乙事项的公告全文</a></td><td>测府发〔2024〕2号</td><td>2024-03-01</td><td>2024-03-04</td><td>废止</td></tr></table>`,
			[]string{"2024-03-05 关于甲事项的通知全文 /zwgk/1.html [有效]", "2024-03-04 关于乙事项的公告全文 /zwgk/2.html [废止]"}},
		{"a word outside the dictionary under the heading 有效性", `<table><tr><th colspan="2">标题</th><th>有 效 性</th><th>发布日期</th></tr><tr><td>1</td><td><a href="1.html">关于甲事项的通知全文</a></td><td>一般</td><td>2024-03-05</td></tr><tr><td>2</td><td><a href="2.html">关于乙事项的公告全文</a></td><td></td><td>2024-03-04</td></tr></table>`,
			[]string{"2024-03-05 关于甲事项的通知全文 /zwgk/1.html [一般]", "2024-03-04 关于乙事项的公告全文 /zwgk/2.html"}},
		{"a word under another heading is no validity", `<table><tr><th>标题</th><th>状态</th><th>发布日期</th></tr><tr><td><a href="1.html">关于甲事项的通知全文</a></td><td>已办结</td><td>2024-03-05</td></tr><tr><td><a href="2.html">关于乙事项的公告全文</a></td><td>办理中</td><td>2024-03-04</td></tr></table>`, two},
		{"one row is a list too", `<ul><li><a href="1.html">关于甲事项的通知全文</a><span>2024-03-05</span></li></ul>`, two[:1]},
		{"an empty list", `<ul class="list"></ul>`, nil},
		{"tabs are no rows", `<ul class="tab"><li><a href="a/">政府文件</a></li><li><a href="b/">部门文件</a></li><li><a href="c/">政策解读</a></li></ul>`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, itemLines(read(pageOfRows(tt.rows)))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNeighboursAreNoItems(t *testing.T) {
	body := article("") + `<div class="prenext"><p>上一篇：<a href="0.html">关于上一事项的通知全文</a></p><p>下一篇：<a href="2.html">关于下一事项的通知全文</a></p></div>`
	if got := itemLines(read(body)); got != nil {
		t.Errorf("items %q on an article", got)
	}
}
