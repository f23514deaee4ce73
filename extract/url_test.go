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
		{"a session segment of ASP.NET", "/(S(abcdef))/a.aspx", "http://www.example.gov.cn/a.aspx"},
		{"a host in Chinese", "http://政务.中国/a", "http://xn--zfr164b.xn--fiqs8s/a"},
		{"a host with too many dots", "http:0..", ""},
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
