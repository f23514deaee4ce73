package site

import (
	"net/url"
	"testing"
)

func TestScopeContains(t *testing.T) {
	whole := Target{URL: "http://www.linxi.gov.cn/"}
	port := Target{URL: "http://www.linxi.gov.cn:8080/"}
	byPath := Target{URL: "http://www.linxi.gov.cn/bm/jyj/", Scope: []string{"/bm/jyj/"}, Hosts: []string{"jyj.linxi.gov.cn"}}
	sister := Target{URL: "http://www.linxi.gov.cn:8080/", Hosts: []string{"zwgk.linxi.gov.cn", "gk.linxi.gov.cn:81"}}
	byQuery := Target{URL: "http://www.linxi.gov.cn/list.jsp?org=12", Scope: []string{"/list.jsp?org=12", "/show.jsp?org=12"}}
	less := Target{URL: "http://www.linxi.gov.cn/", Exclude: []string{"/bm/", "/list.jsp?org=12"}}
	for _, tt := range []struct {
		name    string
		target  Target
		address string
		want    bool
	}{
		{"a page of the host", whole, "http://www.linxi.gov.cn/a/b.html", true},
		{"the host in capitals", whole, "http://WWW.LinXi.gov.cn/a", true},
		{"the host without www", whole, "http://linxi.gov.cn/a", true},
		{"the same over https", whole, "https://www.linxi.gov.cn/a", true},
		{"the default port written out", whole, "http://www.linxi.gov.cn:80/a", true},
		{"another port", whole, "http://www.linxi.gov.cn:8080/a", false},
		{"a site on a port", port, "http://www.linxi.gov.cn:8080/a", true},
		{"a sister host", whole, "http://jyj.linxi.gov.cn/", false},
		{"a host that only ends alike", whole, "http://www.nolinxi.gov.cn/", false},
		{"a host that only begins alike", whole, "http://www.linxi.gov.cn.evil.example/", false},
		{"a path below the prefix", byPath, "http://www.linxi.gov.cn/bm/jyj/tz/1.html", true},
		{"the prefix without its slash", byPath, "http://www.linxi.gov.cn/bm/jyj", true},
		{"a path that only begins alike", byPath, "http://www.linxi.gov.cn/bm/jyjx/1.html", false},
		{"another department", byPath, "http://www.linxi.gov.cn/bm/czj/", false},
		{"a further host at the port of the home page", sister, "http://zwgk.linxi.gov.cn:8080/a", true},
		{"a further host at its own port", sister, "http://zwgk.linxi.gov.cn/a", true},
		{"a further host at a third port", sister, "http://zwgk.linxi.gov.cn:9090/a", false},
		{"a further host with a port of its own", sister, "http://gk.linxi.gov.cn:8080/a", false},
		{"a further host belongs whole", byPath, "http://jyj.linxi.gov.cn/anything", true},
		{"the query pair asked for", byQuery, "http://www.linxi.gov.cn/list.jsp?page=2&org=12", true},
		{"another value of it", byQuery, "http://www.linxi.gov.cn/list.jsp?org=13", false},
		{"a value that only begins alike", byQuery, "http://www.linxi.gov.cn/list.jsp?org=123", false},
		{"without the pair", byQuery, "http://www.linxi.gov.cn/list.jsp", false},
		{"the other page with the pair", byQuery, "http://www.linxi.gov.cn/show.jsp?org=12&id=7", true},
		{"what is excluded by path", less, "http://www.linxi.gov.cn/bm/jyj/1.html", false},
		{"what is excluded by query", less, "http://www.linxi.gov.cn/list.jsp?org=12", false},
		{"what is not excluded", less, "http://www.linxi.gov.cn/list.jsp?org=1", true},
		{"a site without address contains nothing", Target{URL: "::"}, "http://www.linxi.gov.cn/", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			u, err := url.Parse(tt.address)
			if err != nil {
				t.Fatal(err)
			}
			if got := NewScope(tt.target).Contains(u); got != tt.want {
				t.Errorf("Contains(%s) = %v, want %v", tt.address, got, tt.want)
			}
		})
	}
}

func TestSameHostLooksPastThePrefix(t *testing.T) {
	s := NewScope(Target{URL: "http://www.linxi.gov.cn/bm/jyj/", Scope: []string{"/bm/jyj/"}})
	for address, want := range map[string]bool{"http://www.linxi.gov.cn/bm/czj/": true, "http://other.gov.cn/bm/jyj/": false} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.SameHost(u); got != want {
			t.Errorf("SameHost(%s) = %v, want %v", address, got, want)
		}
	}
}
