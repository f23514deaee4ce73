package rules

import (
	"strings"
	"unicode/utf8"
)

// withoutOrgans takes out of a folded title the names of bodies that hold a word
// titles are refused for: 财政局, 新闻出版局, 机构编制委员会办公室, 考核办.
func withoutOrgans(title string) string {
	for _, w := range [...]string{"财政", "新闻", "编制", "考核", "会议", "评估", "环境信息", "网站工作"} {
		for from := 0; ; {
			i := strings.Index(title[from:], w)
			if i < 0 {
				break
			}
			i += from
			end := organEnd(title[i+len(w):])
			if end == 0 {
				from = i + len(w)
				continue
			}
			title, from = title[:i]+title[i+len(w)+end:], i
		}
	}
	return title
}

// organEnd returns the bytes up to and with the 局, 委, 办 … that ends a body's
// name within four runes, 0 if none does.
func organEnd(rest string) int {
	runes := 0
	for i, r := range rest {
		if runes++; runes > 5 || r >= '0' && r <= '9' || strings.ContainsRune("《“(年", r) {
			return 0
		}
		if !strings.ContainsRune("局厅委办处所署站", r) && !strings.HasPrefix(rest[i:], "中心") {
			continue
		}
		end := i + utf8.RuneLen(r)
		if r == '中' {
			end = i + len("中心")
		}
		if wordAt(rest[i:], "办法", "办理", "办事", "处理", "处置", "处罚", "委托", "所有") {
			return 0
		}
		return end
	}
	return 0
}

func wordAt(s string, words ...string) bool {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}
