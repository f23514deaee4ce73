package web

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// show writes the marked parts of texts in brackets.
func show(texts []string, quote string) string {
	var out []string
	for i, list := range marks(texts, quote) {
		t, from, b := texts[i], 0, ""
		for _, p := range inOrder(list) {
			b += t[from:p.from] + "[" + t[p.from:p.to] + "]"
			from = p.to
		}
		out = append(out, b+t[from:])
	}
	return strings.Join(out, "/")
}

func TestMarks(t *testing.T) {
	for _, tt := range []struct{ why, texts, quote, want string }{
		{"in one text", "发布日期：2026-04-13。", "2026-04-13", "发布日期：[2026-04-13]。"},
		{"across elements", "发布日期：/2026-04-13", "发布日期：2026-04-13", "[发布日期：]/[2026-04-13]"},
		{"with line breaks between", "发布\n  日期： 2026", "发布日期：2026", "[发布\n  日期： 2026]"},
		{"only the first place", "甲乙/甲乙", "甲乙", "[甲乙]/甲乙"},
		{"cut at the end", "第一条 为了规范", "第一条 为了…", "[第一条 为了]规范"},
		{"words from several places, in order", "索引号 A1/发布 B2/索引号 C3", "索引号 发布 C3", "[索引号] A1/[发布] B2/索引号 [C3]"},
		{"a number whose middle is hidden", "身份证110101199003071234号", "110101********1234", "身份证[110101199003071234]号"},
		{"a single character by itself is not looked for", "甲乙丙", "丙 丁", "甲乙丙"},
		{"what is not there", "甲乙丙", "丁戊", "甲乙丙"},
		{"nothing", "甲", "", "甲"},
		{"blanks", "甲", "  ", "甲"},
		{"asterisks alone mark the first runes, no more", "甲乙丙", "**", "[甲乙]丙"},
		{"longer than the page", "甲", "甲乙丙丁", "甲"},
	} {
		if got := show(strings.Split(tt.texts, "/"), tt.quote); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.why, got, tt.want)
		}
	}
}

func FuzzMarks(f *testing.F) {
	f.Add("发布日期：/2026", "日期：2026")
	f.Add("a\xffb", "\xff")
	f.Fuzz(func(t *testing.T, text, quote string) {
		texts := strings.Split(text, "/")
		for i, list := range marks(texts, quote) {
			last := 0
			for _, p := range inOrder(list) {
				if p.from < last || p.to <= p.from || p.to > len(texts[i])+utf8.UTFMax {
					t.Fatalf("%v in %q", list, texts[i])
				}
				last = p.to
			}
		}
	})
}
