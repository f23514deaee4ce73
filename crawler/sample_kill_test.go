package crawler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// attacked is an archive that stores so many pages and then no more, as if the
// process had been killed.
type attacked struct {
	*memory
	mu   sync.Mutex
	left int
}

var errKilled = errors.New("killed")

func (a *attacked) Put(ctx context.Context, p *site.Page) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.left == 0 {
		return errKilled
	}
	a.left--
	return a.memory.Put(ctx, p)
}

// hiddenAndEmpty is a site of an unknown form: of nine columns alike the first, fifth
// and eighth lead on when they are shown, and ask for data then. A tenth is empty.
func hiddenAndEmpty() (map[string]string, *pretender) {
	const acts = `<script>$("#more").append(draw(all));</script>`
	pages := map[string]string{"/kong/": `<html><head><title>重大决策</title></head><body><div class="list"><ul></ul><p>暂无数据</p></div></body></html>`}
	b := &pretender{views: map[string]BrowserView{}, asks: map[string][]string{}}
	menu := []string{"/kong/ 重大决策"}
	for c := 1; c <= 9; c++ {
		path, name := fmt.Sprintf("/k%d/", c), fmt.Sprintf("第%d类通知公告", c)
		menu = append(menu, path+" "+name)
		var rows []string
		for i := range 14 - c {
			row := fmt.Sprintf("/a/%d.html", i)
			rows = append(rows, row+" 关于第"+fmt.Sprint(i)+"个项目有关事项的通知公告")
			pages[row] = page(fmt.Sprintf("关于第%d个项目有关事项的通知公告", i))
		}
		pages[path] = page(name, rows...) + acts
		if c == 1 || c == 5 || c == 8 {
			hidden := fmt.Sprintf("/hidden/%d.html", c)
			pages[hidden] = page(fmt.Sprintf("第%d件只有脚本知道的事项", c))
			pages[path+"rows.json"] = `{"rows":[]}`
			b.asks[path] = []string{"data " + path + "rows.json"}
			rows = append(rows, hidden+" 只有脚本知道的一个项目的通知")
		}
		b.views[path] = whole(page(name, rows...))
	}
	for c := 1; c <= 4; c++ { // their rows come without a browser
		path, name := fmt.Sprintf("/f%d/", c), fmt.Sprintf("第%d类政策文件", c)
		menu = append(menu, path+" "+name)
		var rows, data []string
		for i := range 6 {
			row, title := fmt.Sprintf("/p%d/%d.html", c, i), fmt.Sprintf("关于印发第%d类第%d个管理办法的通知", c, i)
			rows, data = append(rows, row+" "+title), append(data, fmt.Sprintf(`{"title":%q,"url":%q,"date":"2026-03-02"}`, title, row))
			pages[row] = page(title)
		}
		pages[path] = `<html><head><title>` + name + `</title></head><body><ul id="l"></ul><script>$.getJSON("` + path + `list.json",draw)</script></body></html>`
		pages[path+"list.json"] = `{"rows":[` + strings.Join(data, ",") + `]}`
		b.asks[path] = []string{"data " + path + "list.json"}
		if c%2 == 1 {
			hidden := fmt.Sprintf("/hidden/f%d.html", c)
			pages[hidden] = page(fmt.Sprintf("第%d件只有脚本知道的文件", c))
			rows = append(rows, hidden+" 只有脚本知道的一个文件的通知")
		}
		b.views[path] = whole(page(name, rows...))
	}
	pages["/"] = page("甲市人民政府", menu...)
	return pages, b
}

// outcome is what the parts of an audit behind the crawl get to see.
type outcome struct {
	Complete bool
	Stopped  string
	Pages    int
	Browser  site.BrowserUse
	Facts    []string
}

// goOn crawls into an archive, or goes on with what it holds.
func goOn(t *testing.T, w *web, b Browser, a Archive) (*outcome, error) {
	t.Helper()
	c, err := New(slog.New(slog.DiscardHandler), w.settings())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.UseBrowser(b, "")
	var mu sync.Mutex
	facts := map[string]string{}
	snap, err := c.Crawl(t.Context(), site.Target{ID: "a", Name: "甲市人民政府", URL: w.url("www.a.gov.cn") + "/", Level: site.City}, a, func(p *site.Page, f *extract.Facts) {
		said := string(p.Failure)
		if f != nil {
			said = fmt.Sprint(f.Kind, " ", f.Title, " ", len(f.Links), " links ", len(f.Items), " rows ", f.Signals.PartByScript, " ", p.Rendered != nil, " within ", p.Within)
		}
		mu.Lock()
		defer mu.Unlock()
		if facts[p.URL] != "" {
			t.Errorf("%s was handed on twice", p.URL)
		}
		facts[p.URL] = p.URL + " " + said
	})
	if err != nil {
		return nil, err
	}
	o := &outcome{Complete: snap.Complete, Stopped: snap.Stopped, Pages: snap.Pages, Facts: slices.Sorted(maps.Values(facts))}
	if snap.Browser != nil {
		o.Browser = *snap.Browser
	}
	return o, nil
}

// A crawl that is killed after any number of pages ends as one left in peace, and asks
// for nothing again that was stored, but for lists that are looked at twice anyway before
// an empty one is believed.
func TestSamplesSurviveKills(t *testing.T) {
	pages, b := hiddenAndEmpty()
	calmWeb := newWeb(t)
	calmWeb.pages("www.a.gov.cn", pages)
	whole := &memory{}
	calm, err := goOn(t, calmWeb, b, whole)
	if err != nil {
		t.Fatal(err)
	}
	if !calm.Complete || whole.page("/hidden/8.html") == nil || whole.page("/hidden/f3.html") == nil || !whole.page("/f1/list.json").OK() || len(whole.pages) < 25 {
		t.Fatalf("in peace: %+v", calm)
	}
	w := newWeb(t)
	w.pages("www.a.gov.cn", pages)
	clean := func(o *outcome, w *web) string {
		return strings.ReplaceAll(strings.Join(o.Facts, "\n"), w.url("www.a.gov.cn"), "")
	}
	for kill := 1; kill < len(whole.pages); kill++ {
		_, b := hiddenAndEmpty()
		first := &attacked{memory: &memory{}, left: kill}
		if _, err := goOn(t, w, b, first); !errors.Is(err, errKilled) {
			t.Fatalf("kill after %d: %v", kill, err)
		}
		last := map[string]*site.Page{}
		for _, p := range first.pages {
			last[p.URL] = p
		}
		kept := &memory{}
		for _, address := range slices.Sorted(maps.Keys(last)) {
			kept.pages = append(kept.pages, last[address])
		}
		asked := len(w.asked())
		got, err := goOn(t, w, b, kept)
		if err != nil {
			t.Fatalf("going on after %d: %v", kill, err)
		}
		if diff := cmp.Diff(clean(calm, calmWeb), clean(got, w)); diff != "" || got.Complete != calm.Complete || got.Stopped != calm.Stopped || got.Pages != calm.Pages || got.Browser != calm.Browser {
			t.Errorf("kill after %d: complete %t (%s), %d pages, browser %+v; in peace %d, %+v\n%s", kill, got.Complete, got.Stopped, got.Pages, got.Browser, calm.Pages, calm.Browser, diff)
		}
		for _, r := range w.asked()[asked:] {
			address := strings.Replace(r, "GET www.a.gov.cn", w.url("www.a.gov.cn"), 1)
			if p := last[address]; p != nil && p.OK() && (!strings.HasSuffix(address, "/") || p.Depth == 0) {
				t.Errorf("kill after %d: %s was stored and asked for again", kill, r)
			}
		}
	}
}
