package web

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/site"
)

const storedURL = "http://www.jiangzhou.gov.cn/nb/1.html"

func TestStored(t *testing.T) {
	s := newTestServer(t, nil)
	at := storedPath(lastRun, "jiangzhou", storedURL, "", "发布日期：2026-04-13")
	part := func(name string) string { return strings.Replace(at, "/stored?", "/stored/"+name+"?", 1) }
	body := s.get(t, evaluator, at).Body.String()
	for _, want := range []string{storedURL, "2026-04-10 09:30", "HTTP 200", "已在下面标出（2 处）", `<iframe class="archived" title="存档的网页内容" sandbox src="`, "stored/view?"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	if strings.Contains(body, "onload") {
		t.Error("the stored page stands in ours")
	}
	ways := regexp.MustCompile(`(?:href|src)="(/runs/[^"]*/stored[^"]*)"`).FindAllStringSubmatch(body, -1)
	for _, m := range ways {
		if at, _, _ := strings.Cut(html.UnescapeString(m[1]), "#"); s.get(t, evaluator, at).Code != 200 {
			t.Errorf("%s leads nowhere", at)
		}
	}
	if len(ways) != 5 {
		t.Errorf("%d ways to see it", len(ways))
	}
	w := s.get(t, evaluator, part("view"))
	if csp := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(csp, "sandbox; default-src 'none'") || strings.Contains(csp, "allow-") || strings.Contains(csp, "script-src") {
		t.Errorf("policy %q", csp)
	}
	if doc := w.Body.String(); !strings.Contains(doc, `<mark id="mark">发布日期：</mark>`) || strings.Contains(doc, "ran") || strings.Contains(doc, "evil") {
		t.Errorf("the rewritten page: %s", doc)
	}
	if text := s.get(t, evaluator, part("text")).Body.String(); !strings.Contains(text, `<mark id="mark">发布日期：2026-04-13</mark>`) {
		t.Error("the words are not marked in the text")
	}
	w = s.get(t, evaluator, part("body"))
	if w.Header().Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") || !strings.Contains(w.Body.String(), "onload") {
		t.Errorf("the original: %v", w.Header())
	}
	if w := s.get(t, evaluator, part("photo")); w.Header().Get("Content-Type") != "image/png" {
		t.Errorf("the picture: %d %v", w.Code, w.Header())
	}
	if body := s.get(t, evaluator, storedPath(lastRun, "jiangzhou", storedURL, "", "没有的话")).Body.String(); !strings.Contains(body, "没有找到引用的文字") {
		t.Error("words that are not there are not said to be missing")
	}
}

// Who is to mend a page reads why it did not open in Chinese; who has to defend it sees
// what the network said as well.
func TestWhyAStoredPageDidNotOpen(t *testing.T) {
	const raw = "read tcp 10.0.0.5:40112->203.0.113.7:80: read: connection reset by peer"
	m := fixture()
	for _, p := range m.snapshots[lastRun+" jiangzhou"].list {
		p.Failure, p.Err = site.FailConnect, "连接失败（"+raw+"）"
	}
	s := newTestServer(t, func(c *Config) { c.Archive = m })
	at := storedPath(lastRun, "jiangzhou", storedURL, "", "")
	if body := html.UnescapeString(s.get(t, evaluator, at).Body.String()); !strings.Contains(body, raw) {
		t.Error("the evaluator does not see what the network said")
	}
	if body := html.UnescapeString(s.get(t, jiangzhou, at).Body.String()); strings.Contains(body, "tcp") || !strings.Contains(body, "连接失败（连接被重置）") {
		t.Error("the department is not told in Chinese, or in more than that")
	}
}

// What a recheck saw is shown to those who may see the site, though a recheck has no
// result of it.
func TestStoredByARecheck(t *testing.T) {
	const recheck = "20260411-1-recheck"
	m := fixture()
	m.runs = append(m.runs, audit.Run{ID: recheck, Kind: audit.Recheck, Started: now, Finished: now})
	m.snapshots[recheck+" jiangzhou"] = m.snapshots[lastRun+" jiangzhou"]
	s := newTestServer(t, func(c *Config) { c.Archive = m })
	at := storedPath(recheck, "jiangzhou", storedURL, "", "发布日期：2026-04-13")
	for _, tt := range []struct {
		who  access.User
		want int
	}{{evaluator, 200}, {supervisor, 200}, {jiangzhou, 200}, {gujiang, 404}, {nobody, 303}} {
		for _, part := range []string{"", "/view", "/text", "/body"} {
			if got := s.get(t, tt.who, strings.Replace(at, "/stored?", "/stored"+part+"?", 1)).Code; got != tt.want {
				t.Errorf("%s%s: %d, want %d", tt.who.Name, part, got, tt.want)
			}
		}
	}
	if body := s.get(t, jiangzhou, at).Body.String(); !strings.Contains(body, `href="/sites/jiangzhou">`) {
		t.Error("the way back does not lead to the site")
	}
}

// TestStoredOfOthers asks for what is not one's own, in every way.
func TestStoredOfOthers(t *testing.T) {
	s := newTestServer(t, nil)
	for _, tt := range []struct {
		why  string
		who  access.User
		at   string
		want int
	}{
		{"one's own site", jiangzhou, storedPath(lastRun, "jiangzhou", storedURL, "", ""), 200},
		{"another department's", gujiang, storedPath(lastRun, "jiangzhou", storedURL, "", ""), 404},
		{"nobody's site", jiangzhou, storedPath(lastRun, "nanping", storedURL, "", ""), 404},
		{"by the hash of one's own evidence", jiangzhou, storedPath(lastRun, "jiangzhou", "http://www.jiangzhou.gov.cn/none", strings.Repeat("9f", 32), ""), 200},
		{"by the hash of a body that is not evidence here", jiangzhou, storedPath(lastRun, "jiangzhou", "http://www.jiangzhou.gov.cn/none", strings.Repeat("aa", 32), ""), 404},
		{"by a hash that is none", jiangzhou, storedPath(lastRun, "jiangzhou", "http://www.jiangzhou.gov.cn/none", "../../etc/passwd", ""), 404},
		{"an address that was not visited", evaluator, storedPath(lastRun, "jiangzhou", "http://evil.example/", "", ""), 404},
		{"a file", evaluator, storedPath(lastRun, "jiangzhou", "file:///etc/passwd", "", ""), 404},
		{"a run that is not there", evaluator, storedPath("none", "jiangzhou", storedURL, "", ""), 404},
		{"a site that is not there", evaluator, storedPath(lastRun, "../jiangzhou", storedURL, "", ""), 404},
		{"without an address", evaluator, "/runs/" + lastRun + "/sites/jiangzhou/stored", 404},
	} {
		for _, part := range []string{"", "/view", "/text", "/body", "/photo"} {
			s.quota = quota{}
			before := len(s.desk.lines())
			at := strings.Replace(tt.at, "/stored", "/stored"+part, 1)
			w := s.get(t, tt.who, at)
			if tt.want == http.StatusOK {
				if part == "" && w.Code != tt.want {
					t.Errorf("%s: %d", tt.why, w.Code)
				}
				continue
			}
			if w.Code != tt.want || strings.Contains(w.Body.String(), "别人的") {
				t.Errorf("%s%s: %d, want %d", tt.why, part, w.Code, tt.want)
			}
			if refused := tt.who.Role == access.Department && !strings.Contains(tt.at, "etc"); refused && part != "/photo" && len(s.desk.lines()) == before {
				t.Errorf("%s%s: not logged", tt.why, part)
			}
		}
	}
}

func TestStoredAttachment(t *testing.T) {
	s := newTestServer(t, nil)
	at := storedPath(lastRun, "jiangzhou", "http://www.jiangzhou.gov.cn/nb/1.pdf", "", "x")
	if body := s.get(t, evaluator, at).Body.String(); strings.Contains(body, "<iframe") || !strings.Contains(body, "下载原始内容") {
		t.Error("an attachment is shown as a page")
	}
	if w := s.get(t, evaluator, strings.Replace(at, "/stored?", "/stored/view?", 1)); w.Code != http.StatusNotFound {
		t.Errorf("an attachment as a page: %d", w.Code)
	}
	w := s.get(t, evaluator, strings.Replace(at, "/stored?", "/stored/body?", 1))
	if got := w.Header().Get("Content-Disposition"); got != "attachment; filename=1.pdf" || w.Header().Get("Content-Type") != "application/octet-stream" {
		t.Errorf("%q %q", got, w.Header().Get("Content-Type"))
	}
}

func TestFileNameOf(t *testing.T) {
	for _, tt := range []struct{ address, want string }{
		{"http://a.gov.cn/x/附件.pdf", "附件.pdf"},
		{"http://a.gov.cn/", "page.stored.txt"},
		{"http://a.gov.cn/x.exe", "x.exe.stored.txt"},
		{"http://a.gov.cn/x.html", "x.html.stored.txt"},
		{"http://a.gov.cn/..%2f..%2fetc%2fpasswd", "passwd.stored.txt"},
		{"http://a.gov.cn/.htaccess", "htaccess.stored.txt"},
		{"http://a.gov.cn/a%0d%0ab.pdf", "a__b.pdf"},
		{`http://a.gov.cn/a%22b%5cc.pdf`, "a_b_c.pdf"},
		{"::", "page.stored.txt"},
	} {
		if got := fileNameOf(tt.address); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.address, got, tt.want)
		}
	}
}

func TestStoredPathIsOurs(t *testing.T) {
	u, err := url.Parse(storedPath("a/b", "../c", "http://x/?a=1&b=2#c", "", strings.Repeat("长", 1000)))
	if err != nil || u.Host != "" || !strings.HasPrefix(u.EscapedPath(), "/runs/a%2Fb/sites/..%2Fc/stored") || u.Query().Get("url") != "http://x/?a=1&b=2#c" || len([]rune(u.Query().Get("quote"))) != mostQuoted {
		t.Errorf("%v %v", u, err)
	}
}
