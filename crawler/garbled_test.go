package crawler

import (
	"strings"
	"testing"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// What a wrong conversion left of a text says nothing; other languages, and a few spoiled
// words in a sound text, are read.
func TestGarbledText(t *testing.T) {
	const text = "本办法自二〇二六年五月一日起施行，有效期五年，由市城市管理局负责解释，原办法同时废止。"
	each := func(s string) func(rune) string { return func(rune) string { return s } }
	spoil := func(f func(rune) string) string {
		var b strings.Builder
		for _, r := range text {
			b.WriteString(f(r))
		}
		return b.String()
	}
	latin := func(s string) string {
		var b strings.Builder
		for _, c := range []byte(s) {
			b.WriteRune(rune(c))
		}
		return b.String()
	}
	for _, tt := range []struct {
		name, text string
		want       bool
	}{
		{"a text", text, false},
		{"a question mark for each character", spoil(each("?")), true},
		{"the sign for what is no character", spoil(each("\uFFFD")), true},
		{"that sign read as GBK", strings.Repeat("锟斤拷", 20), true},
		{"its UTF-8 read as ISO 8859-1", latin(text), true},
		{"its UTF-8 read as Windows-1252", strings.Map(func(r rune) rune {
			if r >= 0x80 && r < 0xA0 {
				return []rune("€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ")[r-0x80]
			}
			return r
		}, latin(text)), true},
		{"a text with a few spoiled words", text + strings.Repeat("?", 30), false},
		{"more spoiled than sound", text + strings.Repeat(text, 1) + strings.Repeat("\uFFFD", 200), true},
		{"a short rest of a spoiled text", "????", false},
		{"questions in English", strings.Repeat("Where do I apply? Who answers? ", 20), false},
		{"French", strings.Repeat("Les élèves ont été reçus à la préfecture, où l’évêque était déjà arrivé. ", 10), false},
		{"Vietnamese and German", strings.Repeat("Việt Nam – Đà Nẵng, Grüße über Äcker und Öfen ", 10), false},
		{"nothing", "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := garbled(&extract.Facts{Text: tt.text}); got != tt.want {
				t.Errorf("garbled %v, want %v: %.90q", got, tt.want, tt.text)
			}
		})
	}
}

// A page of rubbish is not obtained, but leads on; a portal that begins with one is not
// the portal.
func TestGarbledPages(t *testing.T) {
	rubbish := `<html><head><title>????</title></head><body><a href="/gg/1.html">????????</a><p>` + strings.Repeat("?????，", 20) + "</p></body></html>"
	t.Run("a column", func(t *testing.T) {
		w := newWeb(t)
		w.pages("www.a.gov.cn", map[string]string{"/": page("甲市人民政府", "/gg/ 通知公告"), "/gg/": rubbish, "/gg/1.html": story("关于办理事项的通知")})
		snap, m := crawlOf(t, w, w.settings())
		for path, want := range map[string]site.Failure{"/": "", "/gg/": site.FailOther, "/gg/1.html": ""} {
			if p := m.page(path); p == nil || p.Failure != want {
				t.Errorf("%s: %+v, want failure %q", path, p, want)
			}
		}
		if snap.Complete {
			t.Error("complete")
		}
	})
	t.Run("the home page", func(t *testing.T) {
		w := newWeb(t)
		w.pages("www.a.gov.cn", map[string]string{"/": rubbish})
		snap, _ := crawlOf(t, w, w.settings())
		if !strings.Contains(snap.Suspect, "乱码") {
			t.Errorf("suspect %q", snap.Suspect)
		}
	})
}

func FuzzSpoils(f *testing.F) {
	f.Add("有效性：??????\uFFFD锟斤拷æ±Ÿå·ž")
	f.Fuzz(func(t *testing.T, s string) {
		spoiled, sound := spoils(s)
		if n := len([]rune(s)); spoiled < 0 || sound < 0 || spoiled+sound > n {
			t.Errorf("%d spoiled and %d sound of %d characters", spoiled, sound, n)
		}
	})
}
