package extract

import (
	"testing"
	"unicode/utf8"
)

func FuzzRuneCount(f *testing.F) {
	f.Add("")
	f.Add("某市人民政府 2026-04-10 ，«é»𠀀")
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		if got, want := runeCount(s), utf8.RuneCountInString(s); got != want {
			t.Errorf("%q: %d, want %d", s, got, want)
		}
	})
}
