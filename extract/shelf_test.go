package extract

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// forget empties the room.
func (r *shelfRoom) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sites = map[string]*shelf{}
}

// framed is a page of a site whose head, side bar and foot are those of its other
// pages, put together in one of several ways.
func framed(r *rand.Rand, k int) []byte {
	menu := func(class, item string, n int) string {
		var b strings.Builder
		fmt.Fprintf(&b, `<div class="%s"><ul>`, class)
		for i := range n {
			fmt.Fprintf(&b, `<li><a href="/%s/%d/" title="%s%d">%s%d</a></li>`, class, i, item, i, item, i)
		}
		return b.String() + "</ul></div>\n"
	}
	head := menu("nav", "政务公开", 12)
	crumb := `<div class="dqwz">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开栏目</a> &gt; <a href="/zwgk/tzgg/">通知公告栏目</a> &gt; <span>正文内容</span></div>` + strings.Repeat("<!-- -->", 10)
	side := `<div class="side"><h3>最新公开</h3><ul>` + strings.Repeat(`<li><span>2024-01-0`+fmt.Sprint(1+k%3)+`</span><a href="x.html">关于印发某某办法的通知</a><img title="发布时间" src="t.png"></li>`, 6) + "</ul></div>"
	foot := `<div class="foot"><p>主办单位：某市人民政府办公室</p><p>网站标识码：3100000000 <a href="http://beian.miit.gov.cn/">沪ICP备00000000号</a></p><table><tr><td>联系我们</td><td onclick="location.href='/lx/'">电话</td></tr></table></div>`
	text := fmt.Sprintf(`<h1>关于印发某某办法第%d号的通知</h1><p>发布时间：2024-03-0%d 来源：某局</p><p>%s</p>`, k, 1+k%9, strings.Repeat("各有关单位要认真执行，", 1+k%40))
	parts := []string{head, crumb, side, text, foot}
	switch r.IntN(6) {
	case 0:
		parts = []string{"<a href=/all/>", head, "</a>", text, side, foot}
	case 1:
		parts = []string{"<table><tr><td>", head, "<td><p>", side, text, "</table>", foot}
	case 2:
		parts = []string{`<div class="related">`, head, side, `</div><noscript>`, head, `</noscript>`, text, foot}
	case 3:
		parts = []string{head, side, side, foot, "正文：", head}
	case 4:
		r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	}
	base := ""
	if r.IntN(8) == 0 {
		base = `<base href="http://other.gov.cn/x/">`
	}
	return []byte("<html><head><title>某某通知</title>" + base + "</head><body>" + strings.Join(parts, "\n") + "</body></html>")
}

// factsOf writes the facts of a page down.
func factsOf(tb testing.TB, address string, body []byte) string {
	tb.Helper()
	b, err := json.Marshal(Page(&site.Page{URL: address, Final: address, ContentType: "text/html; charset=utf-8", Body: body}, false))
	if err != nil {
		tb.Fatal(err)
	}
	return string(b)
}

func TestWhatWasReadBeforeSaysNothingOfAPage(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var bodies [][]byte
	for k := range 120 {
		bodies = append(bodies, framed(r, k))
	}
	var alone []string
	for k, body := range bodies {
		shelves.forget()
		alone = append(alone, factsOf(t, fmt.Sprintf("http://www.a.gov.cn/zwgk/%d.html", k), body))
	}
	shelves.forget()
	for round := range 3 {
		for _, k := range r.Perm(len(bodies)) {
			if got := factsOf(t, fmt.Sprintf("http://www.a.gov.cn/zwgk/%d.html", k), bodies[k]); got != alone[k] {
				t.Fatalf("round %d, page %d:\n%s\nafter others:\n%s\nalone:\n%s", round, k, bodies[k], got, alone[k])
			}
		}
	}
	index := shelves.of(scopeOf(&url.URL{Scheme: "http", Host: "www.a.gov.cn"}, false)).index.Load()
	if index == nil || len(*index) < 3 {
		t.Error("hardly a part of the pages was kept")
	}
}

func TestPartsOfOneSiteSayNothingOfAnother(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	shelves.forget()
	for k := range 60 {
		body := framed(r, k)
		for _, address := range []string{"http://www.a.gov.cn/zwgk/1.html", "https://www.a.gov.cn/zwgk/1.html", "http://www.b.gov.cn/zwgk/1.html"} {
			got := factsOf(t, address, body)
			kept := shelves.sites
			shelves.sites = map[string]*shelf{}
			alone := factsOf(t, address, body)
			shelves.sites = kept
			if got != alone {
				t.Fatalf("page %d at %s:\n%s\nafter others:\n%s\nalone:\n%s", k, address, body, got, alone)
			}
		}
	}
}

func TestShelvesAreBounded(t *testing.T) {
	room := shelfRoom{sites: map[string]*shelf{}}
	for k := range 3 * maxShelves {
		s := room.of(fmt.Sprint(k))
		s.size.Store(maxShelf)
	}
	var size int64
	for _, s := range room.sites {
		size += s.size.Load()
	}
	if size > maxShelved+maxShelf || len(room.sites) > maxShelves {
		t.Errorf("%d shelves of %d bytes are kept", len(room.sites), size)
	}
	newest := fmt.Sprint(3*maxShelves - 1)
	if !slices.Contains(slices.Collect(maps.Keys(room.sites)), newest) {
		t.Error("the site read last has no shelf")
	}
}

// FuzzSharedParts holds that the facts of a page do not depend on pages read before
// that have parts in common with it.
func FuzzSharedParts(f *testing.F) {
	r := rand.New(rand.NewPCG(7, 8))
	f.Add([]byte("<div class=nav><ul>"+strings.Repeat("<li><a href=/a/>政务公开</a>", 20)+"</ul></div>"), []byte("<body>"), []byte("<p>a</p>"), []byte("<body><a href=x>"), []byte("</a>"))
	f.Add(framed(r, 1), []byte("<body>"), []byte("</div>"), []byte("<table><td>"), []byte("<p>2024-01-02</p>"))
	f.Fuzz(func(t *testing.T, shared, before1, after1, before2, after2 []byte) {
		if len(shared)+len(before1)+len(before2)+len(after1)+len(after2) > 20_000 {
			return
		}
		one, two := slices.Concat(before1, shared, after1), slices.Concat(before2, shared, after2, shared)
		shelves.forget()
		alone := factsOf(t, "http://www.a.gov.cn/zwgk/2.html", two)
		for k := range pieceMet {
			factsOf(t, fmt.Sprintf("http://www.a.gov.cn/%d", k), one)
			factsOf(t, fmt.Sprintf("http://www.a.gov.cn/%d", k), slices.Concat([]byte("<body>"), shared))
		}
		if got := factsOf(t, "http://www.a.gov.cn/zwgk/2.html", two); got != alone {
			t.Fatalf("%q:\nafter others:\n%s\nalone:\n%s", two, got, alone)
		}
	})
}
