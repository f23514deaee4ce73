package portal

import (
	"testing"

	"github.com/govaudit/govaudit/extract"
)

func TestTurnsPage(t *testing.T) {
	tests := []struct {
		name, from, to, text string
		want                 bool
	}{
		{"the words of a next page", "/tzgg/index.html", "/tzgg/index_1.html", "下一页", true},
		{"the words of a next page in the folder of the list's name", "/index/tzgg.htm", "/index/tzgg/12.htm", "下页", true},
		{"back from that folder", "/index/tzgg/12.htm", "/index/tzgg.htm", "上页", true},
		{"the home page of the site", "/list-1.html", "/", "首页", false},
		{"a number to the numbered name", "/tzgg/index.shtml", "/tzgg/index_2.shtml", "2", true},
		{"a number in brackets", "/list.asp?cls=3", "/list.asp?cls=3&page=2", "[2]", true},
		{"a number in words", "/tzgg/", "/tzgg/list_3.html", "第3页", true},
		{"a number in the folder of the list's name", "/index/tzgg.htm", "/index/tzgg/3.htm", "3", true},
		{"a number that leads to an article", "/tzgg/index.html", "/tzgg/t20260303_12.html", "3", false},
		{"a number that leads elsewhere", "/tzgg/index.html", "/zwgk/index_2.html", "2", false},
		{"a year", "/nb/index.html", "/nb/2024/index.html", "2024", false},
		{"a title", "/tzgg/index.html", "/tzgg/index_2.html", "关于停水的公告", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := extract.Link{URL: "http://a.gov.cn" + tt.to, Text: tt.text, Region: extract.Body, Via: extract.Anchor}
			if got := turnsPage("http://a.gov.cn"+tt.from, &l); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
