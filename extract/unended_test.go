package extract

import (
	"testing"

	"github.com/govaudit/govaudit/site"
)

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

// A careless template ends every page alike, with its footer; a page that was cut has
// none.
func TestFooterOfAPageWithoutAnEnd(t *testing.T) {
	const rows = `<html><head><title>通知公告</title></head><body><div class="wrap"><div class="main"><div class="list"><ul><li><a href="/1.html">关于第一项工作安排的通知</a><span>2026-01-02</span></li><li><a href="/2.html">关于第二项工作安排的通知</a><span>2026-01-01</span></li>`
	const foot = `</ul><div class="footer"><p>主办单位：甲县人民政府办公室</p><p>网站标识码：3206230003　苏ICP备05000001号</p>`
	for name, tt := range map[string]struct {
		page string
		want bool
	}{
		"a template that closes nothing behind its footer": {rows + foot, false},
		"a page that is cut before its footer":             {rows, true},
		"a page that is cut within its footer":             {rows + foot[:len(foot)-len("号</p>")], true},
	} {
		at := "http://www.example.gov.cn/tzgg/"
		f := Read(&site.Page{URL: at, Final: at, From: "http://www.example.gov.cn/", Depth: 1, Status: 200, ContentType: "text/html; charset=utf-8", Body: []byte(tt.page),
			Exchange: site.Exchange{Answer: "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"}})
		if got := f.Signals.Unended; got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
		if !tt.want && (len(f.Items) != 2 || f.Signals.PartByScript != "" || f.Signals.FooterByScript == "") {
			t.Errorf("%s: %d rows, part %q, footer %q", name, len(f.Items), f.Signals.PartByScript, f.Signals.FooterByScript)
		}
	}
}

func TestWithinTag(t *testing.T) {
	for _, tt := range []struct {
		name, source string
		want         int
	}{
		{"a page sent whole", "<p>正文</p>\n", -1},
		{"one that breaks off in words", "<p>正", -1},
		{"one that breaks off in a tag", `<p>正文<a href="/zw`, 9},
		{"one that is nothing but the beginning of a tag", "<htm", 0},
		{"a file without any tag", "PK\x03\x04 xxxx", -1},
		{"nothing", "", -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := withinTag([]byte(tt.source)); got != tt.want {
				t.Errorf("withinTag = %d, want %d", got, tt.want)
			}
		})
	}
}
