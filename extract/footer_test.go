package extract

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/govaudit/govaudit/site"
)

func TestTheEndOfAPageThatIsOneTextIsNotThePage(t *testing.T) {
	end := "网站标识码：3299000001"
	for name, body := range map[string]string{
		"one text of a megabyte": strings.Repeat("长长的正文", 70_000) + end,
		"characters that unfold": strings.Repeat("\ufdfa", 300_000) + "<p>" + end + "</p>",
		"an ordinary page":       strings.Repeat("<p>正文</p>", 100) + "<div>" + end + "</div>",
	} {
		t.Run(name, func(t *testing.T) {
			f := Read(&site.Page{URL: "http://www.a.gov.cn/1.html", Final: "http://www.a.gov.cn/1.html", Status: 200, ContentType: "text/html; charset=utf-8",
				Body: []byte("<html><head><title>通知</title></head><body>" + body + "</body></html>")})
			if f.Bottom == nil || !strings.HasSuffix(f.Bottom.Text, end) {
				t.Fatalf("the end is not told: %+v", f.Bottom)
			}
			if most := 2 * footerRoom * 3 * footerHome; len(f.Bottom.Text) > most || !utf8.ValidString(f.Bottom.Text) {
				t.Errorf("%d bytes are told, at most %d wanted", len(f.Bottom.Text), most)
			}
		})
	}
}
