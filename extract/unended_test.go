package extract

import "testing"

func TestUnended(t *testing.T) {
	for name, tt := range map[string]struct {
		page string
		want bool
	}{
		"a whole page":                                {"<html><body><div>甲</div></body></html>", false},
		"a page with a counter behind its end":        {"<html><body><div>甲</div></body></html><script>n()", false},
		"a page cut within a list":                    {"<html><body><div><ul><li>甲", true},
		"a page cut between blocks of an open one":    {"<HTML><BODY><DIV><DIV>甲</DIV>", true},
		"a page cut within a script":                  {"<html><body><div>甲</div><script>var a=", true},
		"a page that omits its end but closes blocks": {"<html><body><div>甲</div>", false},
		"a fragment without a document":               {"<div><ul><li>甲", false},
		"an empty answer":                             {"", false},
	} {
		if got := unended([]byte(tt.page)); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}
