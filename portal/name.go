package portal

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
)

// maxName bounds the folded name of a column, in runes. What is longer is a
// title or a sentence.
const maxName = 30

// nameKey is the form in which names of columns are compared: folded, without
// brackets at the end, punctuation and decoration. It is "" for texts that name
// nothing (更多, 首页, 2) or are too long to be a name.
func nameKey(text string) string {
	if len(text) > 4*maxName*3 {
		return ""
	}
	k := trimBracket(extract.Fold(text))
	k = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, k)
	k = strings.TrimSuffix(strings.TrimSuffix(k, "more"), "更多")
	if n := utf8.RuneCountInString(k); n < 2 || n > maxName || furnitureName(k) {
		return ""
	}
	return k
}

// partKeys returns the keys of the parts of a name that joins several: 预算/决算,
// 行政许可、行政处罚, 机构｜领导. A name that joins nothing has none.
func partKeys(text string) []string {
	if len(text) > 4*maxName*3 {
		return nil
	}
	parts := strings.FieldsFunc(trimBracket(extract.Fold(text)), func(r rune) bool {
		return r == '/' || r == '、' || r == '|' || r == '·' || r == '&' || r == '+'
	})
	if len(parts) < 2 || len(parts) > 4 {
		return nil
	}
	var keys []string
	for _, s := range parts {
		if k := nameKey(s); k != "" {
			keys = append(keys, k)
		}
	}
	return keys
}

// trimBracket takes one bracketed remark off the end: 指南（2024年修订）.
func trimBracket(k string) string {
	for _, pair := range [...][2]string{{"(", ")"}, {"（", "）"}, {"[", "]"}, {"〔", "〕"}, {"【", "】"}} {
		if rest, ok := strings.CutSuffix(k, pair[1]); ok {
			if i := strings.LastIndex(rest, pair[0]); i > 0 {
				return rest[:i]
			}
		}
	}
	return k
}

func furnitureName(k string) bool {
	switch k {
	case "首页", "网站首页", "更多", "上一页", "下一页", "上页", "下页", "尾页", "末页", "返回", "返回首页", "返回顶部", "查看更多", "查看详情", "详情", "正文", "进入", "点击查看", "点击进入", "more":
		return true
	}
	for _, r := range k {
		if !unicode.IsDigit(r) {
			return false
		}
	}
	return true
}

// Grade says how well a name found on the site answers a name asked for. The
// smaller, the better.
type Grade int

// The grades.
const (
	Exact     Grade = iota + 1 // the name itself, an accepted synonym, or one of them behind 政府, 信息公开, 本机关, the body's own name
	Contained                  // the name with a small remainder: 通知公告 in 采购通知公告, 依申请公开 in 依申请公开平台
	Declared                   // only the page's ColumnType label says so
	Titled                     // only an article or attachment of that title
	OnPage                     // only a heading, tab or breadcrumb step that is no link
	DeadEntry                  // only a menu entry that leads nowhere (javascript:;, #)
	InScript                   // only words in a script
)

// grade compares the key of a name found with the keys asked for. own is the key
// of the body's own name.
func grade(found string, asked []string, own string) (Grade, int) {
	best, which := Grade(0), -1
	for i, want := range asked {
		g := gradeOne(found, want, own)
		if g != 0 && (best == 0 || g < best) {
			best, which = g, i
		}
		if best == Exact && found == want {
			break
		}
	}
	return best, which
}

func gradeOne(found, want, own string) Grade {
	if found == want {
		return Exact
	}
	if front, ok := strings.CutSuffix(found, want); ok {
		switch {
		case generic(front, own):
			return Exact
		case isLong(want) && utf8.RuneCountInString(front) <= 14 && !strings.Contains(front, "关于"):
			return Contained
		}
	}
	if back, ok := strings.CutPrefix(found, want); ok {
		switch back {
		case "栏目", "栏", "专栏", "专区", "频道", "列表", "一览":
			return Exact
		case "平台", "系统", "入口", "信息", "公开", "目录", "窗口", "服务", "公示", "库", "集", "汇编", "查询", "全文":
			if isLong(want) {
				return Contained
			}
		}
	}
	return 0
}

// isLong reports a name that is itself, whatever is said with it.
func isLong(name string) bool { return utf8.RuneCountInString(name) >= 4 }

// ownName is the folded name of a body, followed by what it is called for short where
// that is no part of it.
func ownName(name string) string {
	own := extract.Fold(name)
	if strings.Contains(own, "管理委员会") {
		own += " 管委会"
	}
	return own
}

// generic reports whether front, the words before a name, add nothing to it.
func generic(front, own string) bool {
	for front != "" {
		if strings.HasPrefix(own, front) || utf8.RuneCountInString(front) >= 2 && strings.Contains(own, front) {
			return true
		}
		rest := front
		for _, w := range genericWords {
			if r, ok := strings.CutSuffix(rest, w); ok {
				rest = r
				break
			}
		}
		if rest == front {
			return false
		}
		front = rest
	}
	return true
}

// genericWords may stand before the name of a column without changing what it
// means, longest first.
var genericWords = []string{"人民政府", "政府信息", "政务信息", "信息公开", "政务公开", "本机关", "本部门", "本单位", "本级", "本局", "本市", "本县", "本区", "本旗", "本州", "政府", "政务", "信息", "公开", "我市", "我县", "我区", "我旗", "我州", "我局", "市级", "县级", "区级", "市", "县", "区", "旗", "州", "盟", "省", "镇", "乡", "局", "厅"}

// Resemblance says from 0 to 1 how much two names of columns have in common
// when the words that all names of disclosure columns share are left out.
func Resemblance(a, b string) float64 { return inCommon(Pairs(a), Pairs(b)) }

// inCommon is the share of pairs that two names have in common.
func inCommon(x, y []uint64) float64 {
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	common := 0
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i] < y[j]:
			i++
		case x[i] > y[j]:
			j++
		default:
			common++
			i++
			j++
		}
	}
	return 2 * float64(common) / float64(len(x)+len(y))
}

// Pairs returns what [Resemblance] compares of a name: the pairs of characters
// that follow each other in it, sorted, each once.
func Pairs(name string) []uint64 {
	k := kernel(nameKey(name))
	if k == "" {
		return nil
	}
	out := make([]uint64, 0, len(k)/3)
	last := rune(-1)
	for _, r := range k {
		if last >= 0 {
			out = append(out, uint64(last)<<32|uint64(r))
		}
		last = r
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func kernel(k string) string {
	for _, w := range [...]string{"政府信息公开", "信息公开", "政务公开", "主动公开", "公开", "政府", "政务", "信息", "工作"} {
		k = strings.ReplaceAll(k, w, "")
	}
	return k
}
