package extract

import (
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/site"
)

// TestHostilePages reads pages made to be slow. Each is half a megabyte; what
// is quadratic anywhere takes many minutes on them, even without the race detector.
func TestHostilePages(t *testing.T) {
	repeat := func(s string) string { return strings.Repeat(s, 500_000/len(s)) }
	tests := map[string]string{
		"open blocks":        repeat("<div>"),
		"open links":         repeat("<a href=x><div>"),
		"breadcrumbs":        repeat(`<div class=crumb>当前位置：`),
		"named breadcrumbs":  strings.Repeat(`<div class="crumb">`, 500) + repeat("<i></i>"),
		"related headings":   repeat("<h3>相关解读</h3><a href=x>y</a>"),
		"related ids":        "<script>" + strings.Repeat("var a='b';", 20000) + "</script><div class=related>" + repeat("<p id=abc>"),
		"pagination calls":   "<script>" + repeat("createPageHTML(a, b, c);") + "</script>",
		"redirects":          "<script>" + repeat("location.href='/a';") + "</script>",
		"data calls":         "<script>" + repeat("$.ajax({});") + "</script>",
		"literals":           "<script>" + repeat("'政策解读','/a/',") + "</script>",
		"quotes":             "<script>" + repeat("'\n") + "</script>",
		"regular expression": "<script>" + repeat("=/") + "</script>",
		"comments":           "<script>" + repeat("/*") + "</script>",
		"chains":             "<script>document.write(" + repeat("'<a>'+x+") + "'')</script>",
		"empty containers":   "<script>var a='b'</script>" + repeat("<ul id=l1></ul>"),
		"clicks":             repeat(`<p onclick="go('/a')">b</p>`),
		"footers":            repeat("<p>版权所有</p>"),
		"dates":              repeat("<li><a href=x>关于通知</a>2024-01-05</li>"),
		"labels":             repeat("发布时间："),
		"numbers":            repeat("〔2020〕1号"),
		"titles":             repeat("《办法》"),
		"cells":              "<table>" + repeat("<tr><td rowspan=9 colspan=9>1"),
		"entities":           repeat("&amp"),
		"lines of numbers":   repeat("11010119900307123X 13800138000<br>"),
		"cards":              repeat("11010119900307123411<br>"),
	}
	for name, html := range tests {
		t.Run(name, func(t *testing.T) {
			from := time.Now()
			Page(&site.Page{URL: "http://www.example.gov.cn/", ContentType: "text/html", Body: []byte(html)}, false)
			if d := time.Since(from); d > 2*time.Minute {
				t.Errorf("took %v", d)
			} else {
				t.Log(d)
			}
		})
	}
}

// TestManyNumbersAboutPersons reads eight megabytes of numbers in one cell: masking
// all that follows each of them takes minutes.
func TestManyNumbersAboutPersons(t *testing.T) {
	for name, between := range map[string]string{"one line": " ", "one row": "<td>"} {
		body := "<table><tr><td>" + strings.Repeat("11010119900307123X"+between+"13800138000"+between, 250_000)
		from := time.Now()
		f := Page(&site.Page{URL: "http://www.example.gov.cn/", ContentType: "text/html", Body: []byte(body)}, false)
		if d := time.Since(from); d > 30*time.Second {
			t.Errorf("%s: took %v", name, d)
		}
		if n := len(f.Personal); n == 0 || n > maxPersonal {
			t.Errorf("%s: %d numbers are kept, want some and no more than %d", name, n, maxPersonal)
		}
	}
}

func TestLongDeclarationsAreCut(t *testing.T) {
	long := strings.Repeat("某", 300_000)
	f := Page(&site.Page{URL: "http://www.example.gov.cn/1.html", Body: []byte("<html><head><title>" + long + "</title><meta name=ArticleTitle content=" + long + "><meta name=Keywords content=" + long + "></head><body><h1>" + long + "</h1><p>正文</p></body></html>")}, false)
	for name, got := range map[string]string{"<title>": f.HTMLTitle, "the declared title": f.Meta.ArticleTitle, "keywords": f.Meta.Keywords, "the title": f.Title, "the heading": f.Heading} {
		if n := runeCount(got); n > 1000 {
			t.Errorf("%s has %d characters, want no more than 1000", name, n)
		}
	}
	if !strings.HasPrefix(long, f.HTMLTitle) || f.HTMLTitle == "" {
		t.Error("<title> is gone")
	}
}
