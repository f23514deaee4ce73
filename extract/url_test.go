package extract

import (
	"net/url"
	"testing"
)

func TestNormalize(t *testing.T) {
	const base = "http://www.example.gov.cn/zwgk/list/index.html?x=1"
	tests := []struct{ name, ref, want string }{
		{"absolute", "http://a.gov.cn/b", "http://a.gov.cn/b"},
		{"host in capitals", "HTTP://A.GOV.CN/B", "http://a.gov.cn/B"},
		{"no path", "http://a.gov.cn", "http://a.gov.cn/"},
		{"default port", "http://a.gov.cn:80/b", "http://a.gov.cn/b"},
		{"default port of the other scheme stays", "https://a.gov.cn:80/b", "https://a.gov.cn:80/b"},
		{"relative to the folder", "t1.html", "http://www.example.gov.cn/zwgk/list/t1.html"},
		{"dot", "./t1.html", "http://www.example.gov.cn/zwgk/list/t1.html"},
		{"two dots", "../zcjd/", "http://www.example.gov.cn/zwgk/zcjd/"},
		{"more dots than folders", "../../../../a", "http://www.example.gov.cn/a"},
		{"dots inside", "/a/./b/../c", "http://www.example.gov.cn/a/c"},
		{"dots at the end", "/a/b/..", "http://www.example.gov.cn/a/"},
		{"from the root", "/a.html", "http://www.example.gov.cn/a.html"},
		{"without scheme", "//b.gov.cn/c", "http://b.gov.cn/c"},
		{"backslashes", `..\zcjd\a.html`, "http://www.example.gov.cn/zwgk/zcjd/a.html"},
		{"backslashes after the scheme", `http:\\b.gov.cn\c`, "http://b.gov.cn/c"},
		{"blanks around", "  /a.html\u3000", "http://www.example.gov.cn/a.html"},
		{"a line break inside", "/a\n.html", "http://www.example.gov.cn/a.html"},
		{"a blank inside", "/a b.html", "http://www.example.gov.cn/a%20b.html"},
		{"Chinese in the path", "/附件.doc", "http://www.example.gov.cn/%E9%99%84%E4%BB%B6.doc"},
		{"encoded in small letters", "/%e9%99%84", "http://www.example.gov.cn/%E9%99%84"},
		{"a fragment", "/a.html#top", "http://www.example.gov.cn/a.html"},
		{"a query keeps its order", "/l.jsp?b=2&a=1", "http://www.example.gov.cn/l.jsp?b=2&a=1"},
		{"only a query", "?page=2", "http://www.example.gov.cn/zwgk/list/index.html?page=2"},
		{"an empty query", "/a.html?", "http://www.example.gov.cn/a.html"},
		{"a session in the path", "/a.jsp;jsessionid=0123ABCD?id=1", "http://www.example.gov.cn/a.jsp?id=1"},
		{"a session in the query", "/a.php?PHPSESSID=1&id=2", "http://www.example.gov.cn/a.php?id=2"},
		{"sid may be a column", "/a.php?sid=2", "http://www.example.gov.cn/a.php?sid=2"},
		{"a sid of many hexadecimal digits is a session", "/a.php?id=2&sid=0123456789abcdef0123456789abcdef", "http://www.example.gov.cn/a.php?id=2"},
		{"milliseconds against caches", "/l.jsp?id=3&_=1767225600123", "http://www.example.gov.cn/l.jsp?id=3"},
		{"the time a grid asks at", "/grid?c=3&nd=1767225600123&page=2", "http://www.example.gov.cn/grid?c=3&page=2"},
		{"nd may be a year", "/l.jsp?nd=2024", "http://www.example.gov.cn/l.jsp?nd=2024"},
		{"a random number against caches", "/l.jsp?t=0.7236451982&id=3", "http://www.example.gov.cn/l.jsp?id=3"},
		{"t may be a type", "/l.jsp?t=4", "http://www.example.gov.cn/l.jsp?t=4"},
		{"r may be a year", "/l.jsp?r=2026", "http://www.example.gov.cn/l.jsp?r=2026"},
		{"a session segment of ASP.NET", "/(S(abcdef))/a.aspx", "http://www.example.gov.cn/a.aspx"},
		{"a host in Chinese", "http://政务.中国/a", "http://xn--zfr164b.xn--fiqs8s/a"},
		{"a host with too many dots", "http://0..", ""},
		{"a scheme before a name in the folder", "http:t1.html", "http://www.example.gov.cn/zwgk/list/t1.html"},
		{"a scheme before a path", "HTTP:/a.html", "http://www.example.gov.cn/a.html"},
		{"another scheme before a host", "https:/a.gov.cn/b", "https://a.gov.cn/b"},
		{"a host with a final dot", "http://a.gov.cn./b", "http://a.gov.cn/b"},
		{"a user", "http://u:p@a.gov.cn/b", "http://a.gov.cn/b"},
		{"an address in other digits", "http://0x7f.1/b", "http://127.0.0.1/b"},
		{"an address as one number", "http://2130706433/b", "http://127.0.0.1/b"},
		{"IPv6", "http://[2001:DB8::1]:8080/b", "http://[2001:db8::1]:8080/b"},
		{"script", "javascript:void(0)", ""},
		{"script in capitals", " JavaScript:;", ""},
		{"mail", "mailto:a@b.cn", ""},
		{"telephone", "tel:12345", ""},
		{"data", "data:text/html,a", ""},
		{"only a fragment", "#", ""},
		{"nothing", "  ", ""},
		{"a piece of markup", "</a", ""},
		{"a template", "/a/{{id}}.html", ""},
		{"a host that cannot be", "http://a b/c", ""},
		{"a port that cannot be", "http://a.gov.cn:x/c", ""},
	}
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := Normalize(u, tt.ref)
			if got != tt.want || ok != (tt.want != "") {
				t.Errorf("%q: got %q, %v, want %q", tt.ref, got, ok, tt.want)
			}
		})
	}
	if got, _ := normalize(u, "/s.asp?q=公开", true); got != "http://www.example.gov.cn/s.asp?q=%B9%AB%BF%AA" {
		t.Errorf("the query of a GBK page: got %q", got)
	}
}

func FuzzNormalize(f *testing.F) {
	for _, s := range []string{"../a", "http://a:80/", "//", "http://[::1]", "?", "\\\\a\\b", "http:a", "/%zz", "http://a/..//./..", "http://1.2.3"} {
		f.Add(s)
	}
	base, err := url.Parse("http://www.example.gov.cn/a/b")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, ref string) {
		once, ok := Normalize(base, ref)
		if !ok {
			return
		}
		if twice, ok := Normalize(base, once); !ok || twice != once {
			t.Fatalf("%.99q gives %.99q and that %.99q", ref, once, twice)
		}
		if _, err := url.Parse(once); err != nil {
			t.Fatalf("%.99q gives %.99q: %v", ref, once, err)
		}
	})
}

func BenchmarkNormalize(b *testing.B) {
	base, err := url.Parse("http://www.example.gov.cn/zwgk/list/index.html")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		for range 150 {
			Normalize(base, "./202401/t20240105_1234567.html")
		}
	}
}

func TestIdentity(t *testing.T) {
	tests := []struct{ name, address, want string }{
		{"no query", "http://a.gov.cn/l.jsp", "http://a.gov.cn/l.jsp"},
		{"one parameter", "http://a.gov.cn/l.jsp?b=1", "http://a.gov.cn/l.jsp?b=1"},
		{"parameters in another order", "http://a.gov.cn/l.jsp?type=4&cat=12", "http://a.gov.cn/l.jsp?cat=12&type=4"},
		{"values of one name keep their order", "http://a.gov.cn/l.jsp?b=2&a=9&b=1", "http://a.gov.cn/l.jsp?a=9&b=2&b=1"},
		{"the fragment stays", "http://a.gov.cn/l.jsp?b=2&a=9#/x", "http://a.gov.cn/l.jsp?a=9&b=2#/x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Identity(tt.address); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
