package htmltree

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// shape writes the tree as nested names with the text in between.
func shape(t *Tree, n int32) string {
	var b strings.Builder
	for c := t.Nodes[n].First; c != 0; c = t.Nodes[c].Next {
		switch t.Nodes[c].Kind {
		case Text:
			b.WriteString(Decode(t.RawBytes(c)))
		case Comment:
			b.WriteString("!")
		default:
			fmt.Fprintf(&b, "%s(%s)", t.Name(c), shape(t, c))
		}
	}
	return b.String()
}

func TestParse(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"list items end each other", `<ul><li>a<li>b</ul>c`, `ul(li(a)li(b))c`},
		{"a nested list keeps its item open", `<ul><li>a<ul><li>b</ul>c<li>d</ul>`, `ul(li(aul(li(b))c)li(d))`},
		{"a block ends a paragraph", `<p>a<div>b</div>c`, `p(a)div(b)c`},
		{"rows and cells end each other", `<table><tr><td>a<td>b<tr><th>c</table>`, `table(tr(td(a)td(b))tr(th(c)))`},
		{"a cell without a row gets one", `<table><td>a<td>b</table>`, `table(tr(td(a)td(b)))`},
		{"a table inside a cell stays there", `<table><tr><td><table><tr><td>a</table>b<td>c</table>`, `table(tr(td(table(tr(td(a)))b)td(c)))`},
		{"a stray end tag in a cell does not leave the table", `<div><table><tr><td>a</div>b</table></div>`, `div(table(tr(td(ab))))`},
		{"a link ends the open link", `<a href=1>x<a href=2>y</a></a>z`, `a(x)a(y)z`},
		{"a link closed across a block ends with the block", `<a><div>x</a>y</div>z`, `a(div(xy))z`},
		{"formatting may be closed in the wrong order", `<b><i>x</b>y</i>z`, `b(i(x))yz`},
		{"a void element has no content", `<p>a<br>b<img src=x>c</p>`, `p(abr()bimg()c)`},
		{"a script holds its markup as text", `<script>document.write("<a href='x'>y</a>")</script>z`, `script(document.write("<a href='x'>y</a>"))z`},
		{"an upper-case end tag ends a script", `<SCRIPT>a</ScRiPt >b`, `script(a)b`},
		{"a title that is never closed does not swallow the page", `<title>t<p>x</p>`, `title()tp(x)`},
		{"a comment hides its markup", `a<!-- <a href=x>y</a> -->b`, `a!b`},
		{"a comment that is never closed does not swallow the page", `a<!-- b>c`, `ac`},
		{"a conditional comment for others shows its content", `<!--[if !IE]><!-->a<!--<![endif]-->`, `!a!`},
		{"a lone angle is text", `1 < 2 <3 a`, `1 < 2 <3 a`},
		{"a second body counts for nothing", `<html><body>a<html><head><meta name=x><body>b`, `html(body(ameta()b))`},
		{"the body begins without its tag", `<html><head><title>t</title><div>a</div>`, `html(head(title(t))div(a))`},
		{"options end each other", `<select><option>a<option>b</select>c`, `select(option(a)option(b))c`},
		{"definition lists", `<dl><dt>a<dd>b<dt>c</dl>`, `dl(dt(a)dd(b)dt(c))`},
		{"unknown elements nest", `<o:p>a<x-y>b</x-y></o:p>c`, `o:p(ax-y(b))c`},
		{"an unknown element closes itself", `<o:p/>a`, `o:p()a`},
		{"frames", `<frameset rows=1><frame src=a><frameset><frame src=b></frameset></frameset>`, `frameset(frame()frameset(frame()))`},
		{"an end tag without a bracket ends at the next tag", `<div>a</div<p>b</p>`, `div(a)p(b)`},
		{"records of a list in an XML script are markup", `<div><script type="text/xml"><record><![CDATA[<li><a href=x>a</a></li>]]></record></script>b</div>`, `div(div(record(li(a(a))))b)`},
		{"rows of a table in an XML script close nothing around it", `<table><tr><td><script type="text/xml"><record><![CDATA[<tr><td><a href=x>a</a></td></tr>]]></record><record><![CDATA[<tr><td><a href=y>b</a></td></tr>]]></record></script>c</td></tr></table>`, `table(tr(td(div(record(tr(td(a(a))))record(tr(td(a(b)))))c)))`},
		{"the end of a form inside a row does not end the row", `<form><table><tr><td>a</form>b</table>`, `form(table(tr(td(ab))))`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var tree Tree
			tree.Parse([]byte(tt.src))
			if got := shape(&tree, 0); got != tt.want {
				t.Errorf("%s\n got %s\nwant %s", tt.src, got, tt.want)
			}
		})
	}
}

func TestAttr(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"double quotes", `<a href="x y">`, "x y"},
		{"single quotes", `<a href='x"y'>`, `x"y`},
		{"no quotes", `<a href=x/y>`, "x/y"},
		{"upper case and blanks", "<A\nHREF = \"x\">", "x"},
		{"a bracket inside quotes", `<a title="a>b" href="x">`, "x"},
		{"the first of two counts", `<a href=x href=y>`, "x"},
		{"an entity is decoded", `<a href="?a=1&amp;b=2">`, "?a=1&b=2"},
		{"what only looks like an entity is an address", `<a href="?a=1&copy=2&lt=3&sect=4">`, "?a=1&copy=2&lt=3&sect=4"},
		{"a numeric entity", `<a href="&#x4e2d;&#20013;">`, "中中"},
		{"a stray quote does not hide what follows", `<a title=关于"印发" href="x">`, "x"},
		{"no blank between attributes", `<a title="t"href="x">`, "x"},
		{"a quote that is never closed", `<a href="x>y`, "x"},
		{"a longer name is another attribute", `<a data-href="y" href="x">`, "x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var tree Tree
			tree.Parse([]byte(tt.src))
			got, ok := tree.Attr(1, "href")
			if !ok || got != tt.want {
				t.Errorf("%s: got %q, %v, want %q", tt.src, got, ok, tt.want)
			}
		})
	}
	var tree Tree
	tree.Parse([]byte(`<a name=x>`))
	if got, ok := tree.Attr(1, "href"); ok {
		t.Errorf("an attribute that is not there: got %q", got)
	}
}

func TestText(t *testing.T) {
	tests := []struct{ name, src, want, lines string }{
		{"white space is one space", "<p> a \n\t b </p>", "a b", "a b"},
		{"NBSP, EMSP and U+3000 are white space", "文&emsp;&nbsp;\u3000号", "文 号", "文 号"},
		{"inline elements do not separate", "有<span></span>效<b>性</b>：", "有效性：", "有效性："},
		{"blocks separate", "<div>a</div><div>b</div>c", "a b c", "a\nb\nc"},
		{"cells separate, rows make lines", "<table><tr><td>a<td>b<tr><td>c</table>", "a b c", "a b\nc"},
		{"br separates", "a<br>b", "a b", "a\nb"},
		{"scripts, styles, comments and noscript are silent", "a<script>b</script><style>c</style><!--d--><noscript>e</noscript>f", "af", "af"},
		{"zero-width characters vanish", "政\u200b务\ufeff公开", "政务公开", "政务公开"},
		{"so do soft hyphens", "政\u00ad务&shy;公开", "政务公开", "政务公开"},
		{"a line of the source that ends within Chinese text", "继续有\r\n\t效", "继续有效", "继续有效"},
		{"one that ends at a sign", "见附件。\n第二条", "见附件。 第二条", "见附件。 第二条"},
		{"one that ends beside Latin letters", "使用IPv6\n的网站", "使用IPv6 的网站", "使用IPv6 的网站"},
		{"a space between Chinese characters", "县长 何某", "县长 何某", "县长 何某"},
		{"elements set apart by a line of the source", "<b>县长</b>\n<b>何某</b>", "县长 何某", "县长 何某"},
		{"entities", "&lt;a&gt; &ldquo;b&rdquo; &yen;1 &unknown; A&B &#39;", "<a> “b” ¥1 &unknown; A&B '", "<a> “b” ¥1 &unknown; A&B '"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var tree Tree
			tree.Parse([]byte(tt.src))
			if got := tree.Text(0); got != tt.want {
				t.Errorf("text: got %q, want %q", got, tt.want)
			}
			if got := string(tree.AppendLines(nil, 0)); got != tt.lines {
				t.Errorf("lines: got %q, want %q", got, tt.lines)
			}
		})
	}
}

func TestBounds(t *testing.T) {
	tests := map[string]string{
		"deep nesting":            strings.Repeat("<div>", 100_000),
		"deep nesting of links":   strings.Repeat("<a><div>", 50_000),
		"many nodes":              strings.Repeat("<br>", 2*MaxNodes),
		"end tags without starts": strings.Repeat("<div>", 400) + strings.Repeat("</p></b>", 100_000),
		"titles never closed":     strings.Repeat("<title>", 100_000),
		"comments never closed":   strings.Repeat("<!--", 100_000),
		"quotes never closed":     strings.Repeat(`<a b="`, 1) + strings.Repeat(`<a b='>`, 100_000),
		"angles":                  strings.Repeat("<", 400_000),
	}
	for name, src := range tests {
		t.Run(name, func(t *testing.T) {
			var tree Tree
			tree.Parse([]byte(src))
			check(t, &tree)
			tree.Text(0)
		})
	}
}

// check verifies what Node promises.
func check(t *testing.T, tree *Tree) {
	t.Helper()
	depth := make([]int, len(tree.Nodes))
	for i := 1; i < len(tree.Nodes); i++ {
		nd := &tree.Nodes[i]
		if int(nd.Parent) >= i || nd.Stop <= int32(i) || nd.Stop > tree.Nodes[nd.Parent].Stop {
			t.Fatalf("node %d %+v lies outside of its parent %+v", i, *nd, tree.Nodes[nd.Parent])
		}
		if nd.Next != 0 && nd.Next != nd.Stop {
			t.Fatalf("node %d ends at %d, but its sibling is %d", i, nd.Stop, nd.Next)
		}
		if nd.From > nd.To || int(nd.To) > len(tree.src) {
			t.Fatalf("node %d spans %d to %d of %d", i, nd.From, nd.To, len(tree.src))
		}
		depth[i] = depth[nd.Parent] + 1
		if depth[i] > MaxDepth+1 {
			t.Fatalf("node %d is %d deep", i, depth[i])
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"<p>a<b>c</p>", `<a href="x`, "<!--", "<![CDATA[a]]>", "<table><td><form></table>", "</", "<script>x</script", "&#x;&#;&a", "<a =b='c'd>",
		"<svg><a/></svg>", "<title>", "<td><a><p></a></td>", "\xff<\xff>", "<frameset><body>", "<a/ / =/ =\">",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		var tree Tree
		tree.Parse(src)
		check(t, &tree)
		if s := tree.Text(0); utf8.Valid(src) && !utf8.ValidString(s) {
			t.Fatalf("text %q is not UTF-8", s)
		}
		for i := range tree.Nodes {
			tree.Attr(int32(i), "href")
			tree.Name(int32(i))
			tree.Raw(int32(i))
		}
	})
}

// sample is a page of about 58 KB made of what portals are made of.
func sample() []byte {
	var b bytes.Buffer
	b.WriteString("<!DOCTYPE html><html><head><meta charset=utf-8><title>政务公开</title><script>var a='b';</script></head><body>")
	for i := range 180 {
		fmt.Fprintf(&b, "<ul class=\"list\">\r\n\t<li><a href=\"./202401/t20240105_%d.html\" target=\"_blank\" title=\"关于印发工作方案的通知\">关于印发工作方案的通知</a>"+
			"<span class='date'>2024-01-05</span></li>\r\n\t<li class='x'>&nbsp;<font color=#333>第%d条</font> 为进一步规范政务公开工作，现将有关事项通知如下。</li></ul>\r\n", i, i)
	}
	b.WriteString("</body></html>")
	return b.Bytes()
}

func TestParseAllocatesNothingWhenWarm(t *testing.T) {
	src := sample()
	var tree Tree
	tree.Parse(src)
	if n := testing.AllocsPerRun(10, func() { tree.Parse(src) }); n != 0 {
		t.Errorf("%v allocations per page", n)
	}
}

func BenchmarkParse(b *testing.B) {
	src := sample()
	b.Run("htmltree", func(b *testing.B) {
		b.SetBytes(int64(len(src)))
		b.ReportAllocs()
		var tree Tree
		for b.Loop() {
			tree.Parse(src)
		}
	})
	b.Run("text", func(b *testing.B) {
		b.SetBytes(int64(len(src)))
		var tree Tree
		tree.Parse(src)
		var dst []byte
		for b.Loop() {
			dst = tree.AppendText(dst[:0], 0)
		}
	})
	b.Run("net/html", func(b *testing.B) {
		b.SetBytes(int64(len(src)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := html.Parse(bytes.NewReader(src)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
