package reports

import (
	"bytes"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// visit calls f for every element of a page, and fails the test unless its tags
// balance.
func visit(t *testing.T, page []byte, f func(n html.Token)) {
	t.Helper()
	void := []string{"meta", "br", "link", "img", "input", "hr"}
	z := html.NewTokenizer(bytes.NewReader(page))
	var open []string
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("left open: %v", open)
			}
			return
		case html.StartTagToken:
			n := z.Token()
			f(n)
			if !slices.Contains(void, n.Data) {
				open = append(open, n.Data)
			}
		case html.SelfClosingTagToken:
			f(z.Token())
		case html.EndTagToken:
			n := z.Token()
			if len(open) == 0 || open[len(open)-1] != n.Data {
				t.Fatalf("</%s> closes nothing: open are %v", n.Data, open)
			}
			open = open[:len(open)-1]
		}
	}
}

func attr(n html.Token, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// pagesOf returns the HTML files of a report.
func pagesOf(t *testing.T, r Report) map[string][]byte {
	out := map[string][]byte{}
	for name, b := range written(t, r) {
		if strings.HasSuffix(name, ".html") {
			out[name] = b
		}
	}
	return out
}

func TestHostileTextStaysText(t *testing.T) {
	allowed := strings.Fields("html head meta title style body a header h1 h2 h3 p nav ul li main section b small details summary dl div dt dd span svg g text rect figure figcaption table caption thead tbody tr th td ol article blockquote strong code footer br")
	for name, page := range pagesOf(t, hostile(t)) {
		t.Run(name, func(t *testing.T) {
			visit(t, page, func(n html.Token) {
				if !slices.Contains(allowed, n.Data) {
					t.Errorf("<%s> came out of hostile text", n.Data)
				}
				for _, a := range n.Attr {
					if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "src" {
						t.Errorf("<%s %s=%.60q>", n.Data, a.Key, a.Val)
					}
				}
				if ref := attr(n, "href"); ref != "" {
					u, err := url.Parse(ref)
					if err != nil || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" || u.User != nil || len(ref) > 2079 {
						t.Errorf("link to %.80q", ref)
					}
				}
			})
			if bytes.ContainsAny(page, "\x00\x07\x1b\u202E\u200B\uFEFF") {
				t.Error("control or direction characters survived")
			}
			if bytes.Contains(page, []byte(strings.Repeat("长", mostShown+1))) {
				t.Error("a text of 40,000 characters is shown whole")
			}
		})
	}
}

func TestPagesAreSound(t *testing.T) {
	for name, page := range pagesOf(t, sample(t)) {
		t.Run(name, func(t *testing.T) {
			level, ids := 0, map[string]bool{}
			var local []string
			visit(t, page, func(n html.Token) {
				if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
					now := int(n.Data[1] - '0')
					if now > level+1 {
						t.Errorf("h%d follows h%d", now, level)
					}
					level = now
				}
				if id := attr(n, "id"); id != "" {
					if ids[id] {
						t.Errorf("id %s stands twice", id)
					}
					ids[id] = true
				}
				if ref := attr(n, "href"); strings.HasPrefix(ref, "#") {
					local = append(local, ref[1:])
				}
			})
			for _, id := range local {
				if !ids[id] {
					t.Errorf("#%s leads nowhere", id)
				}
			}
			for _, want := range []string{"<main", `lang="zh-CN"`, "2026-04-10", "govaudit 0.1", sum, "2026.1"} {
				if !bytes.Contains(page, []byte(want)) {
					t.Errorf("%q is missing", want)
				}
			}
		})
	}
}

func TestPagesLinkOnlyToFilesThatExist(t *testing.T) {
	files := written(t, sample(t))
	for name, page := range pagesOf(t, sample(t)) {
		base := &url.URL{Path: "/" + name}
		visit(t, page, func(n html.Token) {
			ref, err := base.Parse(attr(n, "href"))
			if err != nil || ref.Host != "" || n.Data != "a" {
				return
			}
			if files[strings.TrimPrefix(ref.Path, "/")] == nil {
				t.Errorf("%s links to %s, which is not written", name, ref.Path)
			}
		})
	}
}

func words(t *testing.T, page []byte) string {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "style" {
			b.WriteString(n.Data)
		}
	}
	return b.String()
}

func TestPagesSayWhatANonProgrammerNeeds(t *testing.T) {
	tests := []struct{ name, page, want string }{
		{"what the points were lost for", "sites/jiangzhou.html", "扣 7 分（最多扣 10 分），因为年度报告于 2026-04-13 公布，晚于期限，等共 2 处"},
		{"the basis with document, article and words", "sites/jiangzhou.html", "《中华人民共和国政府信息公开条例》（国务院令第711号）第四十九条：“应当在每年1月31日前”"},
		{"when evidence was seen, in Beijing", "sites/jiangzhou.html", "2026-04-10 09:30:00（北京时间）看到"},
		{"the hash of the evidence", "sites/jiangzhou.html", sum},
		{"the deadline", "sites/jiangzhou.html", "不晚于 2026-05-06（15 个工作日）"},
		{"what to mend", "sites/jiangzhou.html", "补齐后重新公布。"},
		{"the points", "sites/jiangzhou.html", "97 分 （满分 100，含加分最多 104） 优秀"},
		{"the interval", "sites/jiangzhou.html", "得分在 89–97 之间"},
		{"a bonus", "sites/jiangzhou.html", "加 4 分"},
		{"that a doubtful case costs nothing", "sites/jiangzhou.html", "暂不扣分（涉及 5 分）"},
		{"what the program would decide", "sites/jiangzhou.html", "程序倾向于：不合格（把握约 70%）"},
		{"a veto", "sites/gujiang.html", "单项否决：网站可以访问。出现一项即不合格。"},
		{"why a site was seen in part", "sites/nanping.html", "达到页数上限 3000"},
		{"that a site seen in part is not blamed", "sites/nanping.html", "没有看到的内容不作“缺失”认定"},
		{"that a site that did not open is not punished", "sites/yunling.html", "不能断定"},
		{"that it has no grade", "sites/yunling.html", "未评定"},
		{"why it has none", "sites/yunling.html", "现在给不出有意义的得分"},
		{"that it is not ranked", "report.html", "不排名"},
		{"that less was seen of a site than before", "report.html", "比上一次（1300 个）少 37%"},
		{"that on the page about the crawl too", "crawl.html", "请先查明是网站改版、内容下线，还是对检查程序作了限制"},
		{"what was discovered and obtained", "crawl.html", "812 个网页，共发现 840 个属于本网站的地址（96%）；发出请求 901 次；另见 77 个站外地址"},
		{"why addresses gave no page", "crawl.html", "超时：1 个"},
		{"why addresses were not asked for", "crawl.html", "离首页太远：25 个"},
		{"how many columns are not shown", "crawl.html", "2 个栏目，另有 6 个未列出"},
		{"a column's newest row", "crawl.html", "2026-04-02"},
		{"a crawl recorded before coverage was", "crawl.html", "3000 个网页"},
		{"the sites concerned by a rule", "report.html", "网站可用性 · national/opens"},
	}
	pages := pagesOf(t, sample(t))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if !strings.Contains(words(t, pages[tt.page]), tt.want) {
				t.Errorf("%s does not say %q", tt.page, tt.want)
			}
		})
	}
}

// A site nobody could see must not seem to have earned full marks.
func TestAnUnseenSiteIsNotPraised(t *testing.T) {
	if text := words(t, pagesOf(t, sample(t))["sites/yunling.html"]); strings.Contains(text, "100 分 （满分") {
		t.Error("a site that did not open is shown with full marks")
	}
}

func TestALongListIsCutWithACount(t *testing.T) {
	r := sample(t)
	f := &r.Results.Sites[1].Findings[0]
	for len(f.Defects) < mostDefects+13 {
		f.Defects = append(f.Defects, failing("late", "http://www.jiangzhou.gov.cn/nb/2.html", "又一处"))
	}
	text := words(t, pagesOf(t, r)["sites/jiangzhou.html"])
	if n := strings.Count(text, "又一处"); n != mostDefects-3 {
		t.Errorf("%d of the added defects are shown, want %d", n, mostDefects-3)
	}
	if !strings.Contains(text, "还有 13 处未在此列出") {
		t.Error("the page does not say that 13 are left out")
	}
}
