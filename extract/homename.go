package extract

import "strings"

// IsHomeName reports whether the text of a link is that of the way back home.
func IsHomeName(text string) bool { return isHomeName(Fold(text)) }

// isHomeName reports whether a folded name is that of the way back home.
func isHomeName(name string) bool {
	name = strings.Trim(name, "-·|[]【】")
	switch name {
	case "首页", "主页", "home", "网站首页", "本站首页", "返回首页", "门户首页", "homepage", "index", "官网首页", "门户网站":
		return true
	}
	return strings.HasSuffix(name, "首页") && !strings.HasPrefix(name, "设") && runeCount(name) <= 22
}
