package crawler

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestRobots(t *testing.T) {
	for _, tt := range []struct {
		name, robots string
		status       int
		mode         string
		want         []string
		complete     bool
	}{
		{"no robots.txt allows everything", "", 404, RobotsHonor, []string{"/ ok", "/a/1 ok", "/b/1 ok"}, true},
		{"a broken server allows everything", "", 500, RobotsHonor, []string{"/ ok", "/a/1 ok", "/b/1 ok"}, true},
		{"a rule is honoured, and leaves the crawl incomplete", "User-agent: *\nDisallow: /a/\n", 200, RobotsHonor, []string{"/ ok", "/a/1 robots", "/b/1 ok"}, false},
		{"our own group counts", "User-agent: govaudit\nDisallow: /b/\n\nUser-agent: *\nDisallow: /\n", 200, RobotsHonor, []string{"/ ok", "/a/1 ok", "/b/1 robots"}, false},
		{"the switch ignores it", "User-agent: *\nDisallow: /\n", 200, RobotsIgnore, []string{"/ ok", "/a/1 ok", "/b/1 ok"}, true},
		{"bad lines do not undo good ones", "Disallow: /early\n<p>x</p>\nUser-agent: *\nCrawl-delay: abc\nNonsense\nDisallow: /a/\n", 200, RobotsHonor, []string{"/ ok", "/a/1 robots", "/b/1 ok"}, false},
		{"a page in its place allows everything", "<!DOCTYPE html><html><body>User-agent</body></html>", 200, RobotsHonor, []string{"/ ok", "/a/1 ok", "/b/1 ok"}, true},
		{"everything forbidden gives no home page", "User-agent: *\nDisallow: /\n", 200, RobotsHonor, []string{"/ robots"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			w.name("www.a.gov.cn")
			w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
				switch r.URL.Path {
				case "/robots.txt":
					rw.WriteHeader(tt.status)
					fmt.Fprint(rw, tt.robots)
				case "/":
					fmt.Fprint(rw, page("甲市", "/a/1 公开", "/b/1 公开"))
				case "/a/1", "/b/1":
					fmt.Fprint(rw, page(r.URL.Path))
				default:
					http.NotFound(rw, r)
				}
			}
			s := w.settings()
			s.Crawl.Robots = tt.mode
			snap, m := crawlOf(t, w, s)
			if d := cmp.Diff(tt.want, m.outcomes()); d != "" {
				t.Errorf("pages (-want +got):\n%s", d)
			}
			if snap.Complete != tt.complete {
				t.Errorf("complete %v (%s), want %v", snap.Complete, snap.Stopped, tt.complete)
			}
		})
	}
}

func TestRobotsHoldsAfterARedirect(t *testing.T) {
	w := newWeb(t)
	w.pages("www.a.gov.cn", map[string]string{
		"/":         page("甲市", "/go 公开"),
		"/go":       "→/secret/1",
		"/secret/1": page("密"),
	})
	inner := w.sites["www.a.gov.cn"]
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			fmt.Fprint(rw, "User-agent: *\nDisallow: /secret\n")
			return
		}
		inner(rw, r)
	}
	_, m := crawlOf(t, w, w.settings())
	if p := m.page("/go"); p.Failure != "robots" {
		t.Errorf("failure %q", p.Failure)
	}
	for _, r := range w.asked() {
		if strings.Contains(r, "secret") {
			t.Errorf("fetched %s", r)
		}
	}
}

func TestCrawlDelayIsHonouredUpToABound(t *testing.T) {
	h := newHost("http://www.a.gov.cn", Limits{PerHost: 4, Timeout: time.Second})
	h.slower(2 * time.Second)
	if h.gap != 2*time.Second {
		t.Errorf("gap %s", h.gap)
	}
	h.slower(time.Hour)
	if h.gap != maxCrawlDelay {
		t.Errorf("gap %s, want the bound", h.gap)
	}
}

func TestCleanRobots(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"byte order mark and comments go", "\xef\xbb\xbfUser-agent: * # all\r\nDisallow: /a # why\r\n", "user-agent: *\ndisallow: /a\n"},
		{"GBK comments go", "#\xb2\xe2\xca\xd4\nUser-Agent: *\nAllow: /", "user-agent: *\nallow: /\n"},
		{"lone carriage returns end lines", "User-agent: *\rDisallow: /a\r", "user-agent: *\ndisallow: /a\n"},
		{"sitemaps stay, wherever they stand", "Sitemap: http://x/s.xml", "sitemap: http://x/s.xml\n"},
		{"a rule before any agent goes", "Disallow: /\nUser-agent: *", "user-agent: *\n"},
		{"a delay that is no number goes", "User-agent: *\nCrawl-delay: soon\nCrawl-delay: 2.5", "user-agent: *\ncrawl-delay: 2.5\n"},
	} {
		if got := string(cleanRobots([]byte(tt.in))); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func FuzzCleanRobots(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a\n"))
	f.Add([]byte("\r\r:\n#\x00Crawl-delay: 1e400\nuser-agent:"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, line := range strings.Split(string(cleanRobots(b)), "\n") {
			if line != "" && !strings.Contains(line, ": ") {
				t.Errorf("line %q", line)
			}
		}
	})
}
