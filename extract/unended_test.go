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

func TestBrokenOff(t *testing.T) {
	for name, tt := range map[string]struct {
		page string
		want bool
	}{
		"a page cut within a word":                      {"<html><body><div><ul><li>关于印", true},
		"a page cut within a tag":                       {"<html><body><div><ul><li><a href=\"/a", true},
		"a page cut behind a tag within many blocks":    {"<html><body><div><div><ul><li>甲</li>", true},
		"a page whose template forgets to close one":    {"<html><body><div><p>甲</p>", false},
		"a page whose template forgets its end":         {"<html><body><div><p>甲</p></div>", false},
		"a page with a counter behind an open block":    {"<html><body><div>甲<script>n()</script>\r\n", false},
		"a page with a comment behind one, in capitals": {"<HTML><BODY><DIV>甲<!-- 12 ms -->", false},
	} {
		if got := brokenOff([]byte(tt.page)); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}
