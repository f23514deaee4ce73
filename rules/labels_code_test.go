package rules

import "testing"

func TestTextFromWhereItMayNameAnIdentifier(t *testing.T) {
	for _, row := range []struct{ name, text, want string }{
		{"no identifier", "标题 号码 目标", ""},
		{"an identifier", "标题 网站标识码：bm01000001", "标识码：bm01000001"},
		{"as some write it", "标题 标志码 4400000001", "标志码 4400000001"},
		{"a compatible character, which becomes the usual one", "标\U0002F89E码 4400000001", "标\U0002F89E码 4400000001"},
		{"the text ends too early", "网站标", ""},
		{"and in the middle of a character", "网站标识\xe7\xa0", ""},
	} {
		if got := fromCode(row.text); got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}
