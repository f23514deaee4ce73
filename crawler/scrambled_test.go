package crawler

import (
	"strings"
	"testing"
)

// Pages whose text is not what readers see are told from pages that hide a panel or two.
func TestScrambledText(t *testing.T) {
	const text = "本办法自二〇二六年五月一日起施行，有效期五年，由市城市管理局负责解释，原来的办法同时废止。本条例另有规定的除外。"
	each := func(form string) string {
		var b strings.Builder
		for _, r := range text {
			b.WriteString(strings.ReplaceAll(form, "x", string(r)))
		}
		return b.String()
	}
	for _, tt := range []struct {
		name, page, read string
		want             bool
	}{
		{"a text", "<p>" + text + "</p>", text, false},
		{"a hidden character after each", each(`x<i style="display:none">的</i>`), text, true},
		{"one of no size", each(`x<span style="font-size:0;">的</span>`), "", true},
		{"words that a style sheet takes from attributes", "<style>.t::before{content:attr(data-t)}</style>" + each(`<b class="t" data-t="x"></b>`), "", true},
		{"a dozen buttons whose hints a style sheet shows, beside a text", "<style>.t:hover::after{content:attr(data-t)}</style>" + strings.Repeat(`<i data-t="分享到微信"></i>`, 14), text, false},
		{"a dozen words that a style sheet writes, and no others", "<style>.t::after{content:attr(data-t)}</style>" + strings.Repeat(`<i data-t="有效性"></i>`, 14), "2026-04-10", true},
		{"attributes that no style sheet takes", each(`<b class="t" data-t="x"></b>`), "", false},
		{"hints beside the text that has them", "<style>.t:hover::after{content: attr(title)}</style>" + each(`<b class="t" title="x">x</b>`), text, false},
		{"characters that stand backwards", each(`<bdo dir="rtl">x</bdo>`), "", true},
		{"panels that a script shows", strings.Repeat(`<div style="display:none">通知公告</div>`, 60), "", false},
		{"hidden arrows and numbers", strings.Repeat(`<span style="display:none">></span><em style="display: none">12</em>`, 60), "", false},
		{"a few hidden characters", strings.Repeat(`<i style="display:none">的</i>`, 20) + text, "", false},
		{"a tag that never ends", strings.Repeat(`<i style="display:none`, 60), "", false},
		{"nothing", "", "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := scrambled([]byte(tt.page), tt.read); got != tt.want {
				t.Errorf("scrambled %v, want %v", got, tt.want)
			}
		})
	}
}

func FuzzScrambled(f *testing.F) {
	f.Add([]byte(`x<i style="display:none">的</i><style>a{content:attr(t)}</style><b t="的"></b><bdo dir="rtl">`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if scrambled(b, "") && len(b) < scrambledLeast {
			t.Errorf("%d bytes are scrambled", len(b))
		}
	})
}
