package extract

import "testing"

func TestAddressesThatSayWhenTheyWereMade(t *testing.T) {
	for _, c := range []struct {
		address string
		timed   bool
		kept    string
	}{
		{"http://a.gov.cn/api?c=1&_t=1767225600123&sign=3f2a", true, "http://a.gov.cn/api?c=1&_t=1767225600123"},
		{"http://a.gov.cn/api?r=0.8373661523", true, "http://a.gov.cn/api?r=0.8373661523"},
		{"http://a.gov.cn/api?nonce=8c1f", false, "http://a.gov.cn/api"},
		{"http://a.gov.cn/api?t=3&page=2", false, "http://a.gov.cn/api?t=3&page=2"},
		{"http://a.gov.cn/api", false, "http://a.gov.cn/api"},
	} {
		if got := Timed(c.address); got != c.timed {
			t.Errorf("Timed(%s) = %v", c.address, got)
		}
		if got := WithoutSeal(c.address); got != c.kept {
			t.Errorf("WithoutSeal(%s) = %s, want %s", c.address, got, c.kept)
		}
	}
}
