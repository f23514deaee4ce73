package crawler

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
)

func TestReadSitemap(t *testing.T) {
	const one = `<urlset><url><loc> http://www.a.gov.cn/1.html </loc></url><url><loc>http://www.a.gov.cn/2.html?a=1&amp;b=2</loc></url></urlset>`
	zip := func(s string) string {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write([]byte(s))
		z.Close()
		return b.String()
	}
	tests := []struct{ name, body, pages, more string }{
		{"addresses", `<?xml version="1.0" encoding="UTF-8"?>` + one, "http://www.a.gov.cn/1.html http://www.a.gov.cn/2.html?a=1&b=2", ""},
		{"behind a mark of the byte order", "\xEF\xBB\xBF" + `<?xml version="1.0"?>` + one, "http://www.a.gov.cn/1.html http://www.a.gov.cn/2.html?a=1&b=2", ""},
		{"declared as GBK", `<?xml version="1.0" encoding="GBK"?>` + one, "http://www.a.gov.cn/1.html http://www.a.gov.cn/2.html?a=1&b=2", ""},
		{"compressed", zip(one), "http://www.a.gov.cn/1.html http://www.a.gov.cn/2.html?a=1&b=2", ""},
		{"an index", `<sitemapindex><sitemap><loc>http://www.a.gov.cn/s1.xml.gz</loc></sitemap></sitemapindex>`, "", "http://www.a.gov.cn/s1.xml.gz"},
		{"lines of text", "http://www.a.gov.cn/1.html\r\nhttp://www.a.gov.cn/2.html\n", "http://www.a.gov.cn/1.html http://www.a.gov.cn/2.html", ""},
		{"a page in its place", "<!DOCTYPE html><html><body>找不到</body></html>", "", ""},
		{"words in its place", "not found", "", ""},
		{"cut short", `<urlset><url><loc>http://www.a.gov.cn/1.html</loc></url><url><lo`, "http://www.a.gov.cn/1.html", ""},
		{"entities that grow", `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><urlset><url><loc>http://www.a.gov.cn/&b;</loc></url></urlset>`, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var pages []string
			more := readSitemap(unzipped([]byte(tt.body), 1<<20), 10, func(loc string) { pages = append(pages, loc) })
			if got := strings.Join(pages, " "); got != tt.pages {
				t.Errorf("pages %s, want %s", got, tt.pages)
			}
			if got := strings.Join(more, " "); got != tt.more {
				t.Errorf("more %s, want %s", got, tt.more)
			}
		})
	}
}
