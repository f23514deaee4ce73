package portal

import (
	"testing"

	"github.com/govaudit/govaudit/site"
)

func TestAddressesBelongToTheSiteWhetherParsedOrNot(t *testing.T) {
	whole := site.Target{URL: "http://www.example.gov.cn:8080/"}
	for _, row := range []struct {
		name    string
		target  site.Target
		address string
		want    bool
	}{
		{"a page of the site", whole, "http://www.example.gov.cn:8080/zwgk/t20260101_1.html?id=2&n=3", true},
		{"the home page", whole, "http://www.example.gov.cn:8080/", true},
		{"the home page without slash", whole, "http://www.example.gov.cn:8080", true},
		{"a host in capitals", whole, "http://WWW.example.gov.cn:8080/a", true},
		{"without www", whole, "http://example.gov.cn:8080/a", true},
		{"words in the address", whole, "http://www.example.gov.cn:8080/公开/1.html", true},
		{"an escape that is none", whole, "http://www.example.gov.cn:8080/a%zz", false},
		{"a control character", whole, "http://www.example.gov.cn:8080/a\x01", false},
		{"a host that only begins so", whole, "http://www.example.gov.cn:8080.evil.cn/", false},
		{"another port", whole, "http://www.example.gov.cn:8081/", false},
		{"inside the paths of a part", site.Target{URL: "http://a.gov.cn/x/", Scope: []string{"/x/"}}, "http://a.gov.cn/x/1.html", true},
		{"outside the paths of a part", site.Target{URL: "http://a.gov.cn/x/", Scope: []string{"/x/"}}, "http://a.gov.cn/y/1.html", false},
		{"excluded", site.Target{URL: "http://a.gov.cn/", Exclude: []string{"/bbs/"}}, "http://a.gov.cn/bbs/1.html", false},
		{"beside what is excluded", site.Target{URL: "http://a.gov.cn/", Exclude: []string{"/bbs/"}}, "http://a.gov.cn/xw/1.html", true},
		{"a site registered deep in its host", site.Target{URL: "http://a.gov.cn/x/index.html"}, "http://a.gov.cn/y/1.html", true},
		{"a site registered without slash", site.Target{URL: "http://a.gov.cn"}, "http://a.gov.cn/y/1.html", true},
	} {
		p := NewBuilder(row.target, nil).Build(&site.Snapshot{})
		if got := p.InScope(row.address); got != row.want {
			t.Errorf("%s: InScope(%q) = %v, want %v", row.name, row.address, got, row.want)
		}
	}
}
