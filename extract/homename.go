package extract

import "strings"

// IsHomeName reports whether the text of a link is that of the way back home.
func IsHomeName(text string) bool { return isHomeName(Fold(text)) }

// IsEditionName reports whether the text of a link is that of the home page for other
// readers: for phones, in larger letters, in another writing.
func IsEditionName(text string) bool {
	name := strings.Trim(Fold(text), "-·|[]【】")
	for _, w := range [...]string{"版", "网站", "站", "网", "门户"} {
		name = strings.TrimSuffix(name, w)
	}
	return editionNames[name]
}

var editionNames = wordSet("手机 移动 移动端 手机端 触屏 wap 3g 大字 长者 老年 老年人 适老化 无障碍 关怀 简洁 简 繁体 繁 繁体中文 英文 english en 日文 韩文 旧 老 电脑 pc")

// isHomeName reports whether a folded name is that of the way back home.
func isHomeName(name string) bool {
	name = strings.Trim(name, "-·|[]【】")
	switch name {
	case "首页", "主页", "home", "网站首页", "本站首页", "返回首页", "门户首页", "homepage", "index", "官网首页", "门户网站":
		return true
	}
	return strings.HasSuffix(name, "首页") && !strings.HasPrefix(name, "设") && runeCount(name) <= 22
}
