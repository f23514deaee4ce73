package crawler

import "testing"

func TestIdle(t *testing.T) {
	for address, want := range map[string]bool{
		"http://www.x.gov.cn/search?q=a":                 true,
		"http://www.x.gov.cn/so/doSearch.do":             true,
		"http://www.x.gov.cn/col/rili/2026.html":         true,
		"http://www.x.gov.cn/calendarlist/1.html":        true,
		"http://www.x.gov.cn/sys/userLogin.do":           true,
		"http://www.x.gov.cn/a.do?printview=1":           true,
		"http://www.x.gov.cn/list?date=2026-01-01":       true,
		"http://www.x.gov.cn/list?update=2026-01-01":     false,
		"http://www.x.gov.cn/catalogInfo/1.html":         false,
		"http://www.x.gov.cn/cataloginfo/1.html":         false,
		"http://www.x.gov.cn/research/1.html":            false,
		"http://www.x.gov.cn/blueprint/1.html":           false,
		"http://www.x.gov.cn/huarili/1.html":             false,
		"http://search.x.gov.cn/zcwj/1.html":             false,
		"http://www.x.gov.cn/zwgk/shareholder/1.html":    false,
		"http://www.x.gov.cn/zwgk/t20260101_123456.html": false,
	} {
		if got := idle(address); got != want {
			t.Errorf("%s: %t, want %t", address, got, want)
		}
	}
}
