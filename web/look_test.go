package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/access"
)

// lookedAt is a page as somebody got it.
type lookedAt struct {
	name   string
	header http.Header
	body   string
}

// around is what is the same on all pages of a person.
var around = regexp.MustCompile(`(?s)<header class="site-header">.*?</header>`)

// album is the pages that are to be looked at: each once, whoever got it, beside the menu
// of each person.
type album struct {
	pages []lookedAt
	seen  map[string]bool
}

func (a *album) add(name string, w *httptest.ResponseRecorder) {
	body := w.Body.String()
	menu := around.FindString(body)
	rest := strings.Replace(body, menu, "", 1)
	menu = strings.Replace(menu, ` aria-current="page"`, "", 1)
	if a.seen[rest] && a.seen[menu] {
		return
	}
	a.seen[rest], a.seen[menu] = true, true
	a.pages = append(a.pages, lookedAt{name, w.Header(), body})
}

// everyPage is what each role gets from every GET route, and what answers forms. A route
// that nobody gets anything from is an error of the test.
func everyPage(t *testing.T, s *testServer) []lookedAt {
	a := &album{seen: map[string]bool{}}
	trial := s.post(t, evaluator, "/try", url.Values{"text": {goodDraft}}).Header().Get("Location")
	outcome(t, s, trial)
	for _, r := range s.routes {
		if !strings.HasPrefix(r.pattern, "GET ") {
			continue
		}
		if r.pattern == "GET /try/{id}" {
			r.example = trial
		}
		got := false
		for _, u := range everybody() {
			w := s.get(t, u, address(r))
			html := strings.HasPrefix(w.Header().Get("Content-Type"), "text/html")
			got = got || w.Code == http.StatusOK
			if html && w.Code != http.StatusSeeOther && !strings.HasSuffix(r.pattern, "/view") && !strings.Contains(r.pattern, "/files/") { // those are of portals and of the reports
				a.add(fmt.Sprintf("%s as %s (%d)", address(r), u.Role, w.Code), w)
			}
		}
		if !got {
			t.Errorf("nobody gets %s: it is not looked at", address(r))
		}
	}
	for _, f := range []struct {
		who  access.User
		path string
		form url.Values
	}{
		{jiangzhou, "/items/" + lateItem + "/answer", s.itemForm(t, lateItem, "kind", "mended", "done", "已改")},
		{evaluator, "/items/" + lateItem + "/say", s.itemForm(t, lateItem, "say", "exempt", "why", "暂缓", "until", "2026-12-31")},
		{evaluator, "/sites", url.Values{"name": {"新区"}}},
		{evaluator, "/items/recheck", url.Values{"list": {"state=answered"}}},
		{evaluator, "/runs", nil},
		{evaluator, "/try", url.Values{"text": {"id: ["}}},
		{administrator, "/users", url.Values{"name": {"xin"}, "role": {"nobody"}}},
		{administrator, "/users", url.Values{"name": {"xin"}, "display": {"新人"}, "role": {"evaluator"}}},
		{administrator, "/tokens", url.Values{"purpose": {""}, "role": {"supervisor"}}},
		{evaluator, "/account/password", url.Values{"old": {"x"}, "chosen": {"abc"}, "again": {"abd"}}},
		{nobody, "/login", url.Values{"name": {"admin"}, "password": {"no"}}},
	} {
		w := s.post(t, f.who, f.path, f.form)
		if !strings.Contains(w.Body.String(), "</main>") {
			t.Errorf("the answer to %s is no page: %d", f.path, w.Code)
			continue
		}
		a.add("the answer to "+f.path, w)
	}
	return a.pages
}

// look is what each page is examined by, in its own frame: by axe-core for a screen, a
// phone, and in dark; by hand for what axe does not see.
const look = `(async () => {
const faults = [], frame = window.frameElement, say = (view, words) => faults.push(view + ': ' + words);
const axeFinds = async (view, only) => {
  const r = await axe.run(document, {iframes: false, resultTypes: ['violations'], ...(only && {runOnly: only})});
  for (const v of r.violations) if (v.impact !== 'minor') say(view, v.impact + ' ' + v.id + ': ' + v.help + v.nodes.slice(0, 3).map(n => '\n    ' + n.html.slice(0, 200) + '\n    ' + n.failureSummary).join(''));
};
const fits = view => {
  const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (over > 0) say(view, over + ' px do not fit: ' + [...document.querySelectorAll('main *')].filter(e => !e.children.length && e.getBoundingClientRect().right > innerWidth).slice(0, 3).map(e => e.parentElement.outerHTML.slice(0, 200)).join('\n'));
};
const ids = new Set();
for (const e of document.querySelectorAll('[id]')) { if (ids.has(e.id)) say('page', 'two with the id ' + e.id); ids.add(e.id); }
for (const e of document.querySelectorAll('a[href^="#"]')) if (!ids.has(decodeURIComponent(e.hash.slice(1)))) say('page', 'no place for ' + e.outerHTML);
const stops = [...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary')].filter(e => !e.disabled && e.checkVisibility());
if (document.querySelector('main') && stops[0].className !== 'skip') say('keyboard', 'begins with ' + stops[0].outerHTML);
const kinds = new Set();
for (const e of stops) {
  const kind = e.tagName + e.type + e.className;
  if (kinds.has(kind)) continue;
  kinds.add(kind);
  e.focus({focusVisible: true, preventScroll: true});
  const ring = getComputedStyle(e);
  if (document.activeElement !== e || ring.outlineStyle === 'none' || parseFloat(ring.outlineWidth) < 2) say('keyboard', 'the focus is not seen on ' + e.outerHTML.slice(0, 200));
}
if (document.activeElement) document.activeElement.blur();
for (const width of [1280, 375]) {
  frame.style.width = width + 'px';
  await new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)));
  fits(width + ' px');
  await axeFinds(width + ' px');
}
for (const sheet of document.styleSheets) for (const rule of sheet.cssRules) if (rule.media && /color-scheme: ?dark/.test(rule.media.mediaText)) rule.media.mediaText = 'screen';
frame.style.width = '1280px';
await axeFinds('dark', ['color-contrast']);
parent.postMessage(faults, '*');
})().catch(e => parent.postMessage(['the examination failed: ' + e], '*'));`

// looks opens one page after another.
const looks = `(async () => {
const frame = document.querySelector('iframe');
for (let i = 0; i < +document.body.dataset.pages; i++) {
  const said = new Promise(r => { addEventListener('message', e => r(e.data), {once: true}); setTimeout(r, 30000, ['it is not examined in time']); });
  frame.src = '/look/' + i;
  await fetch('/looked/' + i, {method: 'POST', body: JSON.stringify(await said)});
}
fetch('/looked/all', {method: 'POST'});
})()`

// TestEveryPageIsLookedAt opens every kind of page, as each role gets it, in a real
// browser, where GOVAUDIT_TEST_CHROMIUM names one and GOVAUDIT_TEST_AXE is axe-core.
func TestEveryPageIsLookedAt(t *testing.T) {
	s := tryServer(t, trials{})
	pages := everyPage(t, s)
	chromium := os.Getenv("GOVAUDIT_TEST_CHROMIUM")
	axe, err := os.ReadFile(os.Getenv("GOVAUDIT_TEST_AXE"))
	if chromium == "" || err != nil {
		t.Skip("GOVAUDIT_TEST_CHROMIUM names no browser, or GOVAUDIT_TEST_AXE no axe-core")
	}
	found, done := make([][]string, len(pages)), make(chan struct{})
	looked := make([]bool, len(pages))
	script := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
			fmt.Fprint(w, text)
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/look.js", script(string(axe)+"\n"+look))
	mux.HandleFunc("/looks.js", script(looks))
	mux.HandleFunc("/looks", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `<!DOCTYPE html><body data-pages="%d"><iframe style="height:900px"></iframe><script src="/looks.js"></script>`, len(pages))
	})
	mux.HandleFunc("/look/{page}", func(w http.ResponseWriter, r *http.Request) {
		p := pages[number(r.PathValue("page"))]
		for k, v := range p.header {
			if !slices.Contains([]string{"Refresh", "X-Frame-Options", "Content-Length"}, k) {
				w.Header()[k] = v
			}
		}
		w.Header().Set("Content-Security-Policy", strings.Replace(policy, "frame-ancestors 'none'", "frame-ancestors 'self'", 1))
		fmt.Fprint(w, strings.Replace(p.body, "</body>", `<script src="/look.js"></script></body>`, 1))
	})
	mux.HandleFunc("POST /looked/{page}", func(_ http.ResponseWriter, r *http.Request) {
		if r.PathValue("page") == "all" {
			close(done)
			return
		}
		i := number(r.PathValue("page"))
		looked[i] = json.NewDecoder(r.Body).Decode(&found[i]) == nil
	})
	mux.Handle("/", s)
	server := httptest.NewServer(mux)
	defer server.Close()
	cmd := exec.Command(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
		"--disable-sync", "--disable-extensions", "--remote-debugging-port=0", "--lang=zh-CN", "--window-size=1400,1000", "--user-data-dir="+t.TempDir(), server.URL+"/looks")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		cmd.Process.Signal(os.Interrupt)
		stubborn := time.AfterFunc(10*time.Second, func() { cmd.Process.Kill() })
		defer stubborn.Stop()
		cmd.Wait()
	}()
	select {
	case <-done:
	case <-time.After(4 * time.Minute):
		t.Error("the browser does not come to an end")
	}
	for i, p := range pages {
		if !looked[i] {
			t.Errorf("page %s, %s, was not examined", strconv.Itoa(i), p.name)
		}
		for _, f := range found[i] {
			t.Errorf("%s: %s", p.name, f)
		}
	}
	t.Logf("%d pages", len(pages))
}
