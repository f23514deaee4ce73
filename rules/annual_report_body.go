package rules

import (
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// kinship is how the body named in a title stands to the body that runs the
// site.
type kinship int

const (
	own     kinship = iota // the same body
	unnamed                // the title names nobody
	unsure                 // it may be the same
	foreign                // another body: a department, a lower government, a school
)

// bodyName is the name of a public body, folded, split into the place it
// governs and the organ: 南通市 | 教育局.
type bodyName struct {
	place, organ string
}

// owner decides whose reports a site must publish.
type owner struct {
	government bool
	names      []bodyName
	known      bool // a name says what body it is, unlike 首都之窗
}

func newOwner(t site.Target) owner {
	o := owner{government: t.Level.Government()}
	name, office := splitBody(siteless(extract.Fold(t.Name))), splitBody(extract.Fold(t.Department))
	if o.government {
		if name.place == "" && !bodyLike(name.organ) && utf8.RuneCountInString(name.organ) <= 4 {
			name = bodyName{place: name.organ} // 中国·南通
		}
		// The office that receives the list governs the same place: it helps where
		// the site goes by a name of its own.
		office.organ = ""
		if utf8.RuneCountInString(office.place) < 2 {
			office.place = ""
		}
	}
	for _, b := range [...]bodyName{name, office} {
		if b != (bodyName{}) {
			o.names = append(o.names, b)
			o.known = o.known || b.place != "" && b.place != trimPlace(b.place) || bodyLike(b.organ)
		}
	}
	return o
}

// siteless takes the words off a site's name that belong to the site, not to
// the body that runs it.
func siteless(name string) string {
	name = strings.Trim(name, "!。·-_ ")
	for _, front := range [...]string{"欢迎访问", "中国政府网", "中国·", "中国"} {
		if rest := strings.TrimPrefix(name, front); utf8.RuneCountInString(rest) >= 2 {
			name = rest
		}
	}
	for range 3 {
		for _, tail := range [...]string{"政府门户网站", "门户网站", "官方网站", "网站", "官网", "政府网", "门户", "网"} {
			rest, ok := strings.CutSuffix(name, tail)
			if !ok || utf8.RuneCountInString(rest) < 2 {
				continue
			}
			if strings.HasPrefix(tail, "政府") {
				rest += "政府"
			}
			name = rest
			break
		}
	}
	return strings.ReplaceAll(strings.Trim(name, "·-_ "), "人民政府人民政府", "人民政府")
}

// kin compares the body a title names with the body that runs the site.
func (o owner) kin(folded string) kinship {
	if folded == "" {
		return unnamed
	}
	b := splitBody(siteless(folded))
	result := foreign
	if len(o.names) == 0 {
		return unsure
	}
	for _, n := range o.names {
		k := n.kinDepartment(b)
		if o.government {
			k = n.kinGovernment(b)
		}
		result = min(result, k)
	}
	if result == foreign && !o.known && (!o.government || b.organ == "") {
		return unsure
	}
	return result
}

func (n bodyName) kinGovernment(b bodyName) kinship {
	switch b.organ {
	case "", "本级":
	case "办公室", "办公厅", "政府办公室", "政府办公厅", "政府办", "办":
		// The office's own report, or the government's signed by its office.
		if samePlace(n.place, b.place) {
			return unsure
		}
		return foreign
	default:
		if n.organ != "" && (n.organ == b.organ || shortBody(n.organ, b.organ) || shortBody(b.organ, n.organ)) && samePlace(n.place, b.place) {
			return own
		}
		if n.place == "" {
			return unsure
		}
		if b.place == "" && utf8.RuneCountInString(b.organ) >= 2 && !bodyLike(b.organ) && samePlace(n.place, b.organ) {
			return own // 南通2025年…, the place without its unit
		}
		return foreign
	}
	if n.place == "" {
		return unsure
	}
	if samePlace(n.place, b.place) {
		return own
	}
	return foreign
}

func (n bodyName) kinDepartment(b bodyName) kinship {
	if b.organ == "" {
		if n.organ == "" && samePlace(n.place, b.place) {
			return own
		}
		return foreign
	}
	if !samePlace(n.place, b.place) {
		return foreign
	}
	if n.organ != b.organ && (generic(n.organ) || generic(b.organ)) {
		return foreign
	}
	if n.organ == b.organ || shortBody(n.organ, b.organ) || shortBody(b.organ, n.organ) {
		return own
	}
	if n.organ == "" || commonRunes(n.organ, b.organ) >= 0.5 || sameBranch(n.organ, b.organ) {
		return unsure // renamed or merged, or called by a name of its own
	}
	return foreign
}

// shortBody reports whether short, of two runes or more, is long with runes
// left out: 发展改革委 of 发展和改革委员会, 人社局 of 人力资源和社会保障局.
func shortBody(long, short string) bool {
	if utf8.RuneCountInString(short) < 2 {
		return false
	}
	rest := []rune(short)
	for _, r := range long {
		if len(rest) > 0 && r == rest[0] {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}

// generic reports whether an organ's name says only that it is an office: it is
// part of the names of many others.
func generic(organ string) bool {
	switch organ {
	case "办公室", "办公厅", "委员会", "管理局", "分局", "中心":
		return true
	}
	return false
}

// sameBranch reports whether two names may be those of one branch, its place
// before or behind: 生态环境局海门分局, 海门生态环境分局.
func sameBranch(a, b string) bool {
	if !strings.HasSuffix(a, "分局") || !strings.HasSuffix(b, "分局") {
		return false
	}
	if len(a) < len(b) {
		a, b = b, a
	}
	for _, r := range b {
		if !strings.ContainsRune(a, r) {
			return false
		}
	}
	return true
}

// commonRunes returns the share of the shorter name's runes that stand, in
// order, in the other, without the last (局, 委, 办).
func commonRunes(a, b string) float64 {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 2 {
		return 0
	}
	x = x[:len(x)-1]
	hit, from := 0, 0
	for _, r := range x {
		for i := from; i < len(y); i++ {
			if y[i] == r {
				hit, from = hit+1, i+1
				break
			}
		}
	}
	return float64(hit) / float64(len(x))
}

// bodyLike reports whether a folded name is that of a public body.
func bodyLike(name string) bool {
	for _, tail := range [...]string{"局", "委", "委员会", "厅", "办公室", "街道", "镇", "乡", "人民政府", "街道办事处", "学校", "大学", "医院", "集团", "公司", "管委会", "支队"} {
		if strings.HasSuffix(name, tail) {
			return true
		}
	}
	return false
}
