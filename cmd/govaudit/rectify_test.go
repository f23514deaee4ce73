package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/store"
)

// county is a small portal whose pages a test alters from week to week.
type county struct {
	t     *testing.T
	mu    sync.Mutex
	pages map[string]string // by path; "" answers with an error of the server, "404" as if it were not there
	asked map[string]int
	lone  map[string]bool // paths that nothing leads to
	down  bool
	url   string
	dir   string
}

const leak = "领取人王小明，身份证号11010519491231002X。"

func newCounty(t *testing.T) *county {
	c := &county{t: t, pages: map[string]string{}, asked: map[string]int{}, lone: map[string]bool{}, dir: t.TempDir()}
	server := httptest.NewServer(c)
	t.Cleanup(server.Close)
	c.url = server.URL
	config := "store: sqlite:c.db\npacks: [national]\nnetwork: {allow: [127.0.0.0/8], ipv6: \"off\"}\n" +
		"crawl: {robots: ignore, timeout: 5s, retries: 0, backoff: 1ms, render: never}\nsites:\n" +
		"  - {id: jia, name: 甲县人民政府, url: \"" + c.url + "/\", level: county, department: 甲县政府办}\n"
	if err := os.WriteFile(filepath.Join(c.dir, "c.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *county) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked[r.URL.Path]++
	text, ok := c.pages[r.URL.Path]
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	switch {
	case c.down:
		w.WriteHeader(http.StatusServiceUnavailable)
	case r.URL.Path == "/":
		fmt.Fprint(w, c.home())
	case !ok, text == "404":
		http.Error(w, "<h1>404</h1>您访问的页面不存在", http.StatusNotFound)
	case text == "":
		w.WriteHeader(http.StatusInternalServerError)
	default:
		fmt.Fprint(w, text)
	}
}

// home lists all pages, also those that are gone.
func (c *county) home() string {
	var rows strings.Builder
	paths := make([]string, 0, len(c.pages))
	for p := range c.pages {
		if !c.lone[p] {
			paths = append(paths, p)
		}
	}
	slices.Sort(paths)
	for _, p := range paths {
		fmt.Fprintf(&rows, `<li><a href="%s">关于第%s号事项的公示</a><span>2026-04-01</span></li>`, p, p)
	}
	return `<html><head><title>甲县人民政府</title></head><body><div class="nav"><a href="/">首页</a></div><ul>` + rows.String() + `</ul></body></html>`
}

// article sets a page: "" is an error of the server.
func (c *county) article(path, text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if text == "" {
		c.pages[path] = ""
		return
	}
	name := path[strings.LastIndexByte(path, '/'):]
	c.pages[path] = `<html><head><title>关于` + name + `救助资金发放的公示-甲县人民政府</title></head><body><h1>关于` + name + `救助资金发放的公示</h1>
		<table><tr><td>发文字号：甲政发〔2026〕` + strings.Trim(name, "/a.html") + `号</td><td>成文日期：2026-03-30</td></tr></table>
		<div class="content"><p>` + text + `现将有关情况予以公示，公示期为七天，如有异议请以书面形式向本机关反映，联系地址为甲县人民路一号政府大楼。</p></div></body></html>`
}

func (c *county) remove(path string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pages[path] = "404"
}

// move has a page at another address, and nothing leads to the old one.
func (c *county) move(from, to string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pages[to] = c.pages[from]
	delete(c.pages, from)
}

// run is the program with the arguments, as a person would type them.
func (c *county) run(args ...string) (string, int) {
	c.t.Helper()
	var out bytes.Buffer
	code := run(context.Background(), append(args, "--config", filepath.Join(c.dir, "c.yaml")), env{Stdout: &out, Stderr: &out, Now: time.Now})
	return out.String(), code
}

func (c *county) must(args ...string) string {
	c.t.Helper()
	out, code := c.run(args...)
	if code != exitDone {
		c.t.Fatalf("govaudit %s: exit %d\n%s", strings.Join(args, " "), code, out)
	}
	return out
}

func (c *county) audit() string {
	c.t.Helper()
	return c.must("audit", "--quiet", "--fresh", "--out", filepath.Join(c.dir, "out"))
}

// items are those of leaks, by the path of their page.
func (c *county) items() map[string]ledger.Item {
	c.t.Helper()
	st, err := store.Open(c.t.Context(), "sqlite:"+filepath.Join(c.dir, "c.db"), slog.New(slog.DiscardHandler))
	if err != nil {
		c.t.Fatal(err)
	}
	defer st.Close()
	list, err := st.Items(c.t.Context(), store.ItemFilter{Site: "jia"})
	if err != nil {
		c.t.Fatal(err)
	}
	out := map[string]ledger.Item{}
	for _, it := range list {
		if it.Check == "privacy" {
			out[strings.TrimPrefix(it.Subject, c.url)] = it
		}
	}
	return out
}

// stand compares how the leaks stand with what is told of each page in a word.
func (c *county) stand(when string, want map[string]string) {
	c.t.Helper()
	got := c.items()
	for path, w := range want {
		it, ok := got[path]
		state := "none"
		if ok {
			state = string(it.State)
			if it.Recurred > 0 {
				state += fmt.Sprint(" recurred ", it.Recurred)
			}
		}
		if state != w {
			c.t.Errorf("%s: %s is %s, want %s (%s)", when, path, state, w, it.Doubt)
		}
	}
	if len(got) != len(want) {
		c.t.Errorf("%s: %d leaks, want %d", when, len(got), len(want))
	}
}

// fill answers in the workbook of the department what stands in its rows, by path.
func (c *county) fill(answers map[string][]string) string {
	c.t.Helper()
	name := filepath.Join(c.dir, "rectify", "甲县政府办.xlsx")
	f, err := excelize.OpenFile(name)
	if err != nil {
		c.t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("整改台账")
	if err != nil {
		c.t.Fatal(err)
	}
	for i, r := range rows {
		if a := answers[strings.TrimPrefix(r[9], c.url)]; i > 0 && a != nil && strings.Contains(r[8], "身份证") {
			for k, text := range a {
				if err := f.SetCellStr("整改台账", fmt.Sprint(string(rune('R'+k)), i+1), text); err != nil {
					c.t.Fatal(err)
				}
			}
		}
	}
	name = filepath.Join(c.dir, "filled.xlsx")
	if err := f.SaveAs(name); err != nil {
		c.t.Fatal(err)
	}
	return name
}

// TestRectification follows leaks on a portal over some weeks: part of them is mended,
// part is not, one cannot be seen, one moves, one comes again.
func TestRectification(t *testing.T) {
	c := newCounty(t)
	for i := 1; i <= 4; i++ {
		c.article(fmt.Sprintf("/a/%d.html", i), leak)
	}
	for i := 10; i < 50; i++ {
		c.article(fmt.Sprintf("/b/%d.html", i), "本次没有需要公示的个人信息。")
	}
	c.audit()
	c.stand("found", map[string]string{"/a/1.html": "open", "/a/2.html": "open", "/a/3.html": "open", "/a/4.html": "open"})

	c.must("rectify", "export", "--out", filepath.Join(c.dir, "rectify"))
	c.stand("told", map[string]string{"/a/1.html": "notified", "/a/2.html": "notified", "/a/3.html": "notified", "/a/4.html": "notified"})
	done := c.fill(map[string][]string{"/a/1.html": {"已整改", "已遮盖", c.url + "/a/1.html", "", "王五"}, "/a/2.html": {"已整改", "已遮盖", c.url + "/a/2.html", "", "王五"}})
	c.must("rectify", "import", done)
	if again := c.must("rectify", "import", done); !strings.Contains(again, "0 项答复；2 项与已登记的相同") {
		t.Errorf("imported twice:\n%s", again)
	}

	c.article("/a/1.html", "领取人王小明。")
	before := c.asked["/b/10.html"]
	out := c.must("rectify", "recheck", "--quiet")
	if !strings.Contains(out, "销号 1，重新打开 1") {
		t.Errorf("rechecked:\n%s", out)
	}
	if c.asked["/b/10.html"] != before {
		t.Error("the recheck visited a page that nothing is about")
	}
	c.stand("rechecked", map[string]string{"/a/1.html": "verified", "/a/2.html": "reopened", "/a/3.html": "notified", "/a/4.html": "notified"})

	c.article("/a/3.html", "") // cannot be seen
	c.remove("/a/4.html")      // withdrawn
	c.article("/a/5.html", leak)
	if out := c.audit(); !strings.Contains(out, "整改台账（1 个网站）：") {
		t.Errorf("the run does not tell what became of the items:\n%s", out)
	}
	c.stand("audited", map[string]string{"/a/1.html": "verified", "/a/2.html": "reopened", "/a/3.html": "notified", "/a/4.html": "verified", "/a/5.html": "open"})
	if c.items()["/a/3.html"].Doubt == "" {
		t.Error("nothing says that a page could not be seen")
	}

	moved := c.items()["/a/5.html"].ID
	c.move("/a/5.html", "/n/5.html")
	c.article("/a/1.html", leak)
	c.article("/a/3.html", "领取人李四。")
	c.audit()
	c.stand("some weeks later", map[string]string{"/a/1.html": "reopened recurred 1", "/a/2.html": "reopened", "/a/3.html": "verified", "/a/4.html": "verified", "/n/5.html": "open"})
	if it := c.items()["/n/5.html"]; it.ID != moved || !it.Has(c.url+"/a/5.html") {
		t.Errorf("the document that moved has the item %s (%v), want %s", it.ID, it.Aliases, moved)
	}

	out = c.must("judge", "--quiet", "--out", filepath.Join(c.dir, "out"))
	if !strings.Contains(out, "新增 0，") || !strings.Contains(out, "销号 0，重新打开 0，不再要求 0") {
		t.Errorf("the same snapshot judged again:\n%s", out)
	}
	c.mu.Lock()
	c.down = true
	c.mu.Unlock()
	was := c.items()
	c.audit()
	for path, it := range c.items() {
		if it.State != was[path].State {
			t.Errorf("the portal was down, and %s became %s", path, it.State)
		}
	}
	if st := c.must("report", "--quiet", "--out", filepath.Join(c.dir, "out")); !strings.Contains(st, "报告写在") {
		t.Error(st)
	}
}

// TestPagesThatNothingLeadsTo has pages of open items fall out of all lists: an audit
// visits them all the same, concludes from what it sees there, and judges the site
// without them.
func TestPagesThatNothingLeadsTo(t *testing.T) {
	c := newCounty(t)
	for i := 1; i <= 4; i++ {
		c.article(fmt.Sprintf("/a/%d.html", i), leak)
	}
	c.article("/b/1.html", "本次没有需要公示的个人信息。")
	c.audit()
	for i := 1; i <= 4; i++ {
		c.lone[fmt.Sprintf("/a/%d.html", i)] = true
	}
	c.article("/a/1.html", "领取人王小明。")
	c.remove("/a/3.html")
	c.article("/a/4.html", "") // cannot be seen
	asked := c.asked["/a/2.html"]
	out := c.audit()
	c.stand("a week later", map[string]string{"/a/1.html": "verified", "/a/2.html": "open", "/a/3.html": "verified", "/a/4.html": "open"})
	items := c.items()
	if it := items["/a/2.html"]; it.Doubt != "" || it.Last.Observed.Before(it.Opened) || c.asked["/a/2.html"] == asked {
		t.Errorf("the leak that is there was not seen there: %+v", it)
	}
	if it := items["/a/4.html"]; !strings.Contains(it.Doubt, "访问失败") {
		t.Errorf("nothing says that the page did not answer: %q", it.Doubt)
	}
	if !strings.Contains(out, "新增 0，") || !strings.Contains(out, "销号 2，重新打开 0") {
		t.Errorf("the run tells of it:\n%s", out)
	}
	page, err := os.ReadFile(filepath.Join(c.dir, "out", "crawl.html"))
	if err != nil || !strings.Contains(string(page), "另按整改台账访问了 4 个") {
		t.Errorf("crawl.html does not tell of the pages visited for the ledger (%v)", err)
	}
	results, err := os.ReadFile(filepath.Join(c.dir, "out", "results.json"))
	if err != nil || strings.Contains(string(results), "/a/2.html") {
		t.Errorf("a page that nothing leads to is held against the site (%v)", err)
	}
	if out := c.must("judge", "--quiet", "--out", filepath.Join(c.dir, "out")); !strings.Contains(out, "新增 0，") || !strings.Contains(out, "销号 0，重新打开 0") {
		t.Errorf("the same snapshot judged again:\n%s", out)
	}
	c.stand("judged again", map[string]string{"/a/1.html": "verified", "/a/2.html": "open", "/a/3.html": "verified", "/a/4.html": "open"})
}

// TestWordsByCommand says of items by the command line what people say in the console.
func TestWordsByCommand(t *testing.T) {
	c := newCounty(t)
	for i := 1; i <= 4; i++ {
		c.article(fmt.Sprintf("/a/%d.html", i), leak)
	}
	c.audit()
	id := map[string]string{}
	for path, it := range c.items() {
		id[strings.TrimSuffix(strings.TrimPrefix(path, "/a/"), ".html")] = it.ID
	}
	open := map[string]string{"/a/1.html": "open", "/a/2.html": "open", "/a/3.html": "open", "/a/4.html": "open"}
	for _, tt := range []struct {
		name string
		args []string
		want string // in what it says
	}{
		{"nobody says it", []string{"false-alarm", id["1"], "--why", "看过"}, "缺少选项 --by"},
		{"a name that cannot be seen", []string{"false-alarm", id["1"], "--by", "\u200b", "--why", "看过"}, "没有写姓名"},
		{"no reason", []string{"false-alarm", id["1"], "--by", "李四", "--why", " "}, "没有写理由"},
		{"no such item", []string{"lapse", "ZG-0000-0000-0000", "--by", "李四", "--why", "撤销"}, "台账里没有 ZG-0000-0000-0000"},
		{"a wrong digit", []string{"lapse", "ZG-1", "--by", "李四", "--why", "撤销"}, "不是整改编号"},
		{"an excuse without a day", []string{"exempt", id["1"], "--by", "李四", "--why", "另有规定", "--proof", "某函", "--until", "明年"}, "不是日期"},
		{"an excuse for too long", []string{"exempt", id["1"], "--by", "李四", "--why", "另有规定", "--proof", "某函", "--until", "2099-12-31"}, "超过三年"},
		{"an answer without where it shows", []string{"answer", id["1"], "--by", "王五", "--done", "已遮盖"}, "没有写整改链接"},
		{"an answer that leads elsewhere", []string{"answer", id["1"], "--by", "王五", "--done", "已遮盖", "--link", "http://other.gov.cn/"}, "不在本站"},
		{"an answer of no kind", []string{"answer", id["1"], "--by", "王五", "--done", "已遮盖", "--kind", "随便"}, "不是可选的说明类型"},
		{"one of two is not to be reopened", []string{"reopen", id["1"], id["2"], "--by", "李四", "--why", "不认可"}, "什么都没有登记"},
	} {
		out, code := c.run(append([]string{"rectify"}, tt.args...)...)
		if code != exitUsage || !strings.Contains(out, tt.want) {
			t.Errorf("%s: exit %d, want %q in\n%s", tt.name, code, tt.want, out)
		}
		c.stand(tt.name, open)
	}
	until := time.Now().AddDate(1, 0, 0).Format(time.DateOnly)
	c.must("rectify", "answer", id["1"], "--by", "王五", "--done", "已遮盖", "--link", c.url+"/a/1.html")
	c.must("rectify", "exempt", id["2"], "--by", "李四", "--why", "另有规定", "--proof", "某政函〔2026〕3号", "--until", until)
	c.must("rectify", "false-alarm", id["3"], "--by", "李四", "--why", "看过原文")
	out := c.must("rectify", "lapse", strings.ToLower(id["4"]), "--by", "李四", "--why", "栏目已经撤销")
	if !strings.Contains(out, id["4"]+"：待通知 → 不再要求") {
		t.Error(out)
	}
	c.stand("said", map[string]string{"/a/1.html": "answered", "/a/2.html": "exempt", "/a/3.html": "false_alarm", "/a/4.html": "lapsed"})
	c.must("rectify", "reopen", id["1"], id["3"], "--by", "赵六", "--why", "原文仍有身份证号")
	c.stand("not agreed", map[string]string{"/a/1.html": "reopened", "/a/2.html": "exempt", "/a/3.html": "reopened", "/a/4.html": "lapsed"})
	c.must("rectify", "verify", id["1"], "--by", "赵六", "--why", "当场看过，已遮盖")
	c.stand("seen by a person", map[string]string{"/a/1.html": "verified", "/a/2.html": "exempt", "/a/3.html": "reopened", "/a/4.html": "lapsed"})
}

// TestRectifyRefuses sees that what is wrong with a workbook is told by cell, and that
// nothing of it counts.
func TestRectifyRefuses(t *testing.T) {
	c := newCounty(t)
	c.article("/a/1.html", leak)
	c.article("/a/2.html", leak)
	c.audit()
	c.must("rectify", "export", "--out", filepath.Join(c.dir, "rectify"))
	bad := c.fill(map[string][]string{"/a/1.html": {"已整改", "已遮盖", c.url + "/a/1.html", "", "王五"}, "/a/2.html": {"已整改", "", "ftp://x/", "", ""}})
	out, code := c.run("rectify", "import", bad)
	if code != exitUsage || !strings.Contains(out, "什么都没有导入") || !strings.Contains(out, "没有写整改措施") || !strings.Contains(out, "不是网页地址") {
		t.Errorf("exit %d\n%s", code, out)
	}
	c.stand("refused", map[string]string{"/a/1.html": "notified", "/a/2.html": "notified"})
	for _, item := range []string{"ZG-0000-0000-0001", "x"} {
		if out, code := c.run("rectify", "recheck", "--item", item); code != exitUsage {
			t.Errorf("--item %s: exit %d\n%s", item, code, out)
		}
	}
	if out := c.must("rectify", "recheck"); !strings.Contains(out, "没有要复查的事项") {
		t.Error(out)
	}
	id := c.items()["/a/1.html"].ID
	if out := c.must("rectify", "recheck", "--quiet", "--item", strings.ToLower(strings.ReplaceAll(id, "-", " "))); !strings.Contains(out, id+" 整改中") {
		t.Errorf("still there, but nobody has answered:\n%s", out)
	}
}
