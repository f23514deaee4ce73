package rules

import (
	"strings"
	"testing"

	"github.com/govaudit/govaudit/extract"
)

func TestWordsOfAFooterAreFoundWhereverTheyStand(t *testing.T) {
	rest := strings.Repeat("字", footerBytes/3-1) // with a character of three bytes more, the last words
	for _, tt := range []struct {
		name, text string
		shown      bool
	}{
		{"at the very end", strings.Repeat("文", 2000) + "网站标识码", true},
		{"long before the end", "网站标识码" + strings.Repeat("文", 2000), true},
		{"half of it before the last words", "网站标识码" + rest, true},
		{"parted by a space before the last words", "网站标识 码" + rest, true},
		{"the last words begin within a character", "网站标识码" + rest + "a", true},
		{"in traditional characters of full width", "網站標識碼：" + strings.Repeat("文", 2000), true},
		{"nowhere", strings.Repeat("文", 2000), false},
		{"in a short text", "网站标识码", true},
		{"not in a short text", "主办单位", false},
		{"not in no text", "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			part := footerPart{Words: []string{"网站标识码"}}
			if got := part.look(&ending{Bottom: &extract.Bottom{Text: tt.text}}); (got == present) != tt.shown {
				t.Errorf("found: %v, want %v", got == present, tt.shown)
			}
		})
	}
}

func TestAFooterShowsAPartByItsLinksAndScripts(t *testing.T) {
	for _, tt := range []struct {
		name string
		end  extract.Bottom
		want seeing
	}{
		{"a link says so in any case", extract.Bottom{Addresses: []string{"/a.html", "http://WWW.Conac.cn/x"}}, present},
		{"a script writes it", extract.Bottom{Scripts: []string{"https://dcs.CONAC.cn/js/1.js"}}, present},
		{"two addresses are not one", extract.Bottom{Addresses: []string{"/co", "nac"}}, notShown},
		{"a silent picture may be it", extract.Bottom{Silent: 1, Mute: []string{"/images/7.png"}}, mayShow},
		{"a silent picture that tells what it is", extract.Bottom{Silent: 1, Mute: []string{"/images/logo.png"}}, notShown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			part := footerPart{Words: []string{"党政机关"}, Links: []string{"conac"}, Scripts: []string{"conac"}, Picture: true}
			if got := part.look(&ending{Bottom: &tt.end}); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
