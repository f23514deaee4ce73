package crawler

import "testing"

// What scripts ask for beside the content of a page is told by words of its address that
// stand alone there: others hold them by chance.
func TestWhatIsAskedForAside(t *testing.T) {
	for address, want := range map[string]bool{
		"http://www.a.gov.cn/visitcount.jsp?id=3":          true,
		"http://www.a.gov.cn/api/user/info":                true,
		"http://www.a.gov.cn/api/getLog":                   true,
		"http://www.a.gov.cn/stat/add":                     true,
		"http://hm.baidu.com/h.js":                         true,
		"http://www.a.gov.cn/wx/sign":                      true,
		"http://www.a.gov.cn/article/like?id=4":            true,
		"http://www.a.gov.cn/catalog/list.json":            false,
		"http://www.a.gov.cn/static/data/menu.json":        false,
		"http://www.a.gov.cn/zwxx/list":                    false,
		"http://www.stats.gov.cn/tjsj/list.json":           false,
		"http://www.wx.gov.cn/api/list":                    false,
		"http://www.a.gov.cn/api/statistics/list":          false,
		"http://www.a.gov.cn/zanzhu/list":                  false,
		"http://www.a.gov.cn/account/publicity/query.json": false,
	} {
		if got := aside(address); got != want {
			t.Errorf("%s: aside %v, want %v", address, got, want)
		}
	}
}
