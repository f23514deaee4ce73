package crawler

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// mirrorPortal draws n articles, each of which links to its mirrors below folders;
// shows makes what stands there of an article.
func mirrorPortal(n int, folders []string, shows func(folder, body string) string) *drawn {
	d := portalOf("/tzgg/", "通知公告")
	d.page("/tzgg/", column("通知公告", "<ul>"+strings.Join(d.docs("/tzgg/", n), "")+"</ul>"))
	for i := range n {
		address := fmt.Sprintf("/tzgg/%d.html", i+1)
		body := d.pages[address]
		for _, folder := range folders {
			d.pages[address] = strings.Replace(d.pages[address], "</body>", `<a href="`+folder+address+`">另一版</a></body>`, 1)
			d.pages[folder+address] = shows(folder, strings.ReplaceAll(body, "号事项", fmt.Sprintf("号%d事项", i)))
		}
		d.pages[address] = strings.ReplaceAll(d.pages[address], "号事项", fmt.Sprintf("号%d事项", i))
	}
	return d
}

func TestMirrorsAreLookedAtInPart(t *testing.T) {
	same := func(_, body string) string { return body }
	for _, tt := range []struct {
		name    string
		n       int
		folders []string
		shows   func(folder, body string) string
		want    int // mirrors that are fetched
		skipped int
	}{
		{"pages for phones and for printing say the same", 12, []string{"/mobile", "/print"}, same, 2 * mirrorSamples, 2 * (12 - mirrorSamples)},
		{"pages in traditional characters do", 12, []string{"/big5"}, func(_, body string) string {
			return strings.NewReplacer("关于", "關於", "办理", "辦理", "号", "號", "认真贯彻执行", "認真貫徹執行").Replace(body)
		}, mirrorSamples, 12 - mirrorSamples},
		{"a folder of that name holds other pages", 12, []string{"/m"}, func(_, body string) string {
			return strings.NewReplacer("通知", "讲话", "请结合实际认真贯彻执行", "会议强调要统筹发展和安全", "各乡镇人民政府、县政府各部门", "在全县经济工作会议上").Replace(body)
		}, 12, 0},
		{"a few are fetched like others", 5, []string{"/wap"}, same, 5, 0},
		{"a folder of another name is no mirror", 12, []string{"/gov"}, same, 12, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := mirrorPortal(tt.n, tt.folders, tt.shows)
			w := newWeb(t)
			w.pages("www.a.gov.cn", d.pages)
			snap, m := crawlOf(t, w, w.settings())
			if n := mirrorsAsked(w, tt.folders); n != tt.want {
				t.Errorf("%d mirrors fetched, want %d", n, tt.want)
			}
			if !snap.Complete || snap.Skipped[skipMirror] != tt.skipped {
				t.Errorf("complete %v (%s), %d left out, want %d", snap.Complete, snap.Stopped, snap.Skipped[skipMirror], tt.skipped)
			}
			for _, path := range d.truth {
				if p := m.page(path); p == nil || !p.OK() {
					t.Errorf("not in the snapshot: %s", path)
				}
			}
		})
	}
}

func mirrorsAsked(w *web, folders []string) (n int) {
	for _, r := range w.asked() {
		if slices.ContainsFunc(folders, func(f string) bool { return strings.HasPrefix(r, "GET www.a.gov.cn"+f+"/") }) {
			n++
		}
	}
	return n
}

// Copies go by a name or by what the query says of their look, too: those of a kind that
// say what the page does that leads to them are left out, and no other ones.
func TestCopiesByNameAndQueryAreLookedAtInPart(t *testing.T) {
	for _, tt := range []struct {
		name    string
		n       int
		link    string // of the article N
		shows   func(body string) string
		want    int // copies that are fetched
		skipped int
	}{
		{"a page for printing, by number", 12, "/plus/print.php?aid=N", strings.ToUpper, mirrorSamples, 12 - mirrorSamples},
		{"one in the folder of the article", 12, "/tzgg/print_N.html", strings.ToUpper, mirrorSamples, 12 - mirrorSamples},
		{"the article in larger letters", 12, "/tzgg/N.html?font=16", strings.ToUpper, mirrorSamples, 12 - mirrorSamples},
		{"the article laid out for print", 12, "/tzgg/N.html?view=print", strings.ToUpper, mirrorSamples, 12 - mirrorSamples},
		{"what a page called print shows differs", 12, "/plus/print.php?aid=N", func(body string) string {
			return strings.NewReplacer("通知", "讲话", "请结合实际认真贯彻执行", "会议强调要统筹发展和安全", "各乡镇人民政府、县政府各部门", "在全县经济工作会议上").Replace(body)
		}, 12, 0},
		{"a program that asks everybody to sign in", 12, "/plus/stow.php?aid=N", func(string) string { return page("请先登录，再收藏本文") }, mirrorSamples, 12 - mirrorSamples},
		{"one of that name that shows something else of each", 12, "/plus/feedback.php?aid=N", func(body string) string {
			return strings.NewReplacer("通知", "讲话", "请结合实际认真贯彻执行", "会议强调要统筹发展和安全", "各乡镇人民政府、县政府各部门", "在全县经济工作会议上").Replace(body)
		}, 12, 0},
		{"a few are fetched like others", 5, "/plus/print.php?aid=N", strings.ToUpper, 5, 0},
		{"a page of another name is none", 12, "/plus/view.php?aid=N", strings.ToUpper, 12, 0},
		{"a name with print inside is none", 12, "/sprinter/N.html", strings.ToUpper, 12, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := mirrorPortal(tt.n, nil, nil)
			for i := range tt.n {
				at, link := fmt.Sprintf("/tzgg/%d.html", i+1), strings.ReplaceAll(tt.link, "N", fmt.Sprint(i+1))
				d.pages[link] = tt.shows(d.pages[at])
				d.pages[at] = strings.Replace(d.pages[at], "</body>", `<a href="`+link+`">另一版</a></body>`, 1)
			}
			w := newWeb(t)
			w.pages("www.a.gov.cn", d.pages)
			snap, m := crawlOf(t, w, w.settings())
			n := 0
			for i := range tt.n {
				if m.page(strings.ReplaceAll(tt.link, "N", fmt.Sprint(i+1))) != nil {
					n++
				}
			}
			if n != tt.want || !snap.Complete || snap.Skipped[skipMirror] != tt.skipped {
				t.Errorf("%d copies fetched, want %d; complete %v (%s), %d left out, want %d", n, tt.want, snap.Complete, snap.Stopped, snap.Skipped[skipMirror], tt.skipped)
			}
			for _, path := range d.truth {
				if p := m.page(path); p == nil || !p.OK() {
					t.Errorf("not in the snapshot: %s", path)
				}
			}
		})
	}
}

// What has no original, and what the site itself is, is fetched.
func TestMirrorsWithoutOriginalsAreFetched(t *testing.T) {
	d := portalOf("/big5/tzgg/", "通知公告")
	rows := d.docs("/big5/tzgg/", 12)
	d.page("/big5/tzgg/", column("通知公告", "<ul>"+strings.Join(rows, "")+"</ul>"))
	w := newWeb(t)
	w.pages("www.a.gov.cn", d.pages)
	_, m := crawlOf(t, w, w.settings())
	for _, path := range d.truth {
		if p := m.page(path); p == nil || !p.OK() {
			t.Errorf("not in the snapshot: %s", path)
		}
	}
}

// A crawl that is taken up looks at the same mirrors and fetches nothing again.
func TestMirrorsOfACrawlThatIsTakenUp(t *testing.T) {
	folders := []string{"/mobile"}
	d := mirrorPortal(12, folders, func(_, body string) string { return body })
	w := newWeb(t)
	w.pages("www.a.gov.cn", d.pages)
	whole, all := crawlOf(t, w, w.settings())
	for kept := range all.pages {
		w.mu.Lock()
		w.requests = nil
		w.mu.Unlock()
		m := &memory{pages: slices.Clone(all.pages[:kept])}
		snap, err := crawlInto(t, context.Background(), w, w.settings(), m, nil)
		if err != nil {
			t.Fatal(err)
		}
		if d := fmt.Sprint(snap.Pages, snap.Skipped, snap.Complete); d != fmt.Sprint(whole.Pages, whole.Skipped, whole.Complete) {
			t.Errorf("taken up after %d pages: %s, want %d %v", kept, d, whole.Pages, whole.Skipped)
		}
		for _, r := range w.asked() {
			for _, p := range all.pages[:kept] {
				if r == "GET www.a.gov.cn"+strings.TrimPrefix(p.URL, w.url("www.a.gov.cn")) && p.URL != w.url("www.a.gov.cn")+"/" {
					t.Errorf("taken up after %d pages: %s again", kept, r)
				}
			}
		}
	}
}
