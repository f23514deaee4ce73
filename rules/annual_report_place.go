package rules

import (
	"strings"
	"unicode/utf8"
)

// samePlace reports whether two places may be one: 南通市海门区 and 海门区, 市
// and 南通市, 本市, or nothing said on either side.
func samePlace(a, b string) bool {
	if a == "" || b == "" {
		return true
	}
	for _, pair := range [2][2]string{{a, b}, {b, a}} {
		long, short := pair[0], pair[1]
		for _, w := range [...]string{"本", "全", "我"} {
			short = strings.TrimPrefix(short, w)
		}
		if strings.HasSuffix(long, short) {
			return true
		}
		if bare := trimPlace(long); bare == short || utf8.RuneCountInString(short) >= 2 && strings.HasSuffix(bare, short) {
			return true // 南通 for 南通市
		}
		if autonomous(long, short) || zone(long, short) {
			return true
		}
	}
	return false
}

// autonomous reports whether short is the everyday name of the autonomous place
// long: 红河州 or 红河 of 红河哈尼族彝族自治州, 宁夏 of
// 宁夏回族自治区, 红旗乡 of 红旗彝族乡.
func autonomous(long, short string) bool {
	stem, unit, ok := cutLast(long, "自治")
	if town, found := strings.CutSuffix(long, "族乡"); found && strings.HasSuffix(short, "乡") {
		stem, unit, ok = town, "乡", true
	}
	if !ok || unit != "区" && unit != "州" && unit != "县" && unit != "旗" && unit != "乡" {
		return false
	}
	short = strings.TrimSuffix(strings.TrimSuffix(short, unit), "自治")
	if utf8.RuneCountInString(short) < 2 {
		return false
	}
	i := strings.LastIndex(stem, short)
	return i >= 0 && trimPlace(stem[i+len(short):]) == stem[i+len(short):] && !strings.ContainsAny(stem[i+len(short):], "省市县州镇区")
}

// zone reports whether short is the everyday name of the development zone long:
// 南通经开区 of 南通经济技术开发区, 海门高新区 of 海门高新技术产业开发区.
func zone(long, short string) bool {
	a, b := []rune(long), []rune(short)
	if len(b) < 4 || len(a) <= len(b) || string(a[:2]) != string(b[:2]) || !strings.HasSuffix(short, "区") || !strings.HasSuffix(long, "区") {
		return false
	}
	return wordIn(long, []string{"技术", "产业", "经济", "工业", "开发", "示范"}) != "" && wordAt(string(b[len(b)-3:]), "经开", "高新", "技术", "开发", "示范", "园") && shortBody(long, short)
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

func trimPlace(p string) string {
	for _, u := range placeUnits {
		if rest, ok := strings.CutSuffix(p, u); ok {
			return rest
		}
	}
	return p
}

// placeUnits are the endings of places that have a government, longest first.
var placeUnits = []string{"特别行政区", "自治区", "自治州", "自治县", "自治旗", "开发区", "高新区", "新区", "林区", "特区", "矿区", "街道", "地区", "省", "市", "县", "区", "州", "盟", "旗", "镇", "乡"}

// splitBody splits a folded name into place and organ. Of a government only the
// place remains.
func splitBody(name string) bodyName {
	b := bodyName{organ: name}
	for range 5 {
		n := placePrefix(b.organ)
		if n == 0 || wordAt(b.organ, "人民政府", "政府", "行政公署", "行署") {
			break
		}
		b.place += b.organ[:n]
		b.organ = b.organ[n:]
	}
	for _, gov := range [...]string{"人民政府", "政府", "行政公署", "行署", "办事处"} {
		if rest, ok := strings.CutPrefix(b.organ, gov); ok {
			return b.below(rest)
		}
		if rest, ok := strings.CutSuffix(b.organ, gov); ok && b.place == "" {
			return bodyName{place: rest} // a place without its unit: 南通政府
		}
	}
	return b
}

// below is the organ rest of the government of b's place, or the government of a
// place below it: 海门区人民政府海门街道办事处.
func (b bodyName) below(rest string) bodyName {
	for _, tail := range [...]string{"街道办事处", "街道", "镇", "乡"} {
		if strings.HasSuffix(rest, tail) {
			inner := splitBody(rest)
			return bodyName{place: b.place + inner.place, organ: inner.organ}
		}
	}
	if rest == "办" {
		rest = "办公室"
	}
	b.organ = rest
	return b
}

// placePrefix returns the length in bytes of the place a name begins with: the
// shortest that ends in a unit and leaves no other unit dangling (市区).
func placePrefix(name string) int {
	runes := 0
	for i, r := range name {
		if runes++; runes > 16 || strings.ContainsRune("厅局委处院-·", r) {
			return 0
		}
		for _, u := range placeUnits {
			if !strings.HasPrefix(name[i:], u) {
				continue
			}
			end := i + len(u)
			if notPlace(name[end:]) || cityWord(name[:i], u, name[end:]) {
				break
			}
			return end
		}
	}
	return 0
}

// cityWord reports whether a unit is the end of 城市, 城乡 or 城镇 as words of an
// organ's name: 城市管理局, 住房和城乡建设局. There are places so called: 盐城市,
// 古城乡.
func cityWord(stem, unit, rest string) bool {
	if !strings.HasSuffix(stem, "城") {
		return false
	}
	switch unit {
	case "市":
		return stem == "城"
	case "乡", "镇":
		return stem == "城" || wordAt(rest, "建设", "规划", "统筹", "一体", "发展", "居民")
	}
	return false
}

// notPlace reports whether the characters before rest only look like the end of
// a place: 市场监督管理局, 市政园林局, 区划, 乡村振兴局, 镇江.
func notPlace(rest string) bool {
	for _, w := range [...]string{"场监", "场管", "政园", "政管", "政公用", "容", "划", "域", "村", "江", "民政事", "际", "长"} {
		if strings.HasPrefix(rest, w) {
			return true
		}
	}
	return false
}
