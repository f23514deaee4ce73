package extract

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/govaudit/govaudit/site"
)

// A page that has more than is kept of one says so.
func TestPagesWithMoreThanIsKept(t *testing.T) {
	many := func(n int, row func(i int) string, between string) string {
		rows := make([]string, n)
		for i := range rows {
			rows[i] = row(i)
		}
		return strings.Join(rows, between)
	}
	link := func(i int) string {
		return fmt.Sprintf(`<li><a href="/a/%d.html">某某事项第%d号公告</a></li>`, i, i)
	}
	object := func(i int) string {
		return fmt.Sprintf(`{"title":"某某事项第%d号公告","url":"/a/%d.html","date":"2026-01-02"}`, i, i)
	}
	element := func(i int) string {
		return fmt.Sprintf(`<row><title>某某事项第%d号公告</title><url>/a/%d.html</url></row>`, i, i)
	}
	for _, tt := range []struct {
		name, kind, body string
		within, full     bool
	}{
		{"a few links", "text/html", "<ul>" + many(20, link, "") + "</ul>", false, false},
		{"more links than are kept", "text/html", "<ul>" + many(MaxLinks+1, link, "") + "</ul>", false, true},
		{"more script than is read", "text/html", "<script>var s='" + strings.Repeat("x", maxScript) + "'</script><script>var more=1</script>", false, true},
		{"data of a few rows", "application/json", "[" + many(20, object, ",") + "]", true, false},
		{"data of more rows than are read", "application/json", "[" + many(maxDataRows+1, object, ",") + "]", true, true},
		{"more data than are read", "application/json", "[" + object(1) + `,"` + strings.Repeat("x", maxDataText) + `",` + object(2) + "]", true, true},
		{"data of more numbers than are read", "application/json", `{"rows":[` + object(1) + `],"map":[` + strings.Repeat("1,", maxJSNodes) + `1],"more":[` + object(2) + `]}`, true, true},
		{"a script file that holds no rows", "application/javascript", "var s='" + strings.Repeat("x", maxScript) + "'", true, false},
		{"XML of a few rows", "text/xml", "<rows>" + many(20, element, "") + "</rows>", true, false},
		{"XML of more rows than are read", "text/xml", "<rows>" + many(maxXMLNodes/4, element, "") + "</rows>", true, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			at := "http://www.example.gov.cn/list"
			p := &site.Page{URL: at, Final: at, ContentType: tt.kind, Body: []byte(tt.body)}
			if tt.within {
				p.Within = "http://www.example.gov.cn/"
			}
			if f := Page(p, false); f.Signals.Full != tt.full {
				t.Errorf("full %t, want %t; %d links", f.Signals.Full, tt.full, len(f.Links))
			}
		})
	}
}

// Of a text that is too long there is as much as there is room for, however it is cut
// into lines.
func TestALongTextIsReadUpToTheBound(t *testing.T) {
	at := "http://www.example.gov.cn/1.html"
	body := "<h1>某某报告</h1><p>" + strings.Repeat("文字，", maxText/8) + "</p>"
	f := Page(&site.Page{URL: at, Final: at, ContentType: "text/html; charset=utf-8", Body: []byte(body)}, false)
	if len(f.Text) < maxText-8 || len(f.Text) > maxText || !utf8.ValidString(f.Text) {
		t.Errorf("%d bytes, want nearly %d, in whole characters", len(f.Text), maxText)
	}
}
