package rules

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
)

// Patterns over folded titles.
var (
	// printed is a notice that carries another document: 关于印发《…办法》的通知.
	printed = regexp.MustCompile(`^关于(?:印发|发布|公布|颁布|颁发|下发)(.+?)的(?:通知|公告|通告|决定|命令)$`)
	// markedTitle is a mark set beside the title: …办法（已废止）, 【失效】….
	markedTitle = regexp.MustCompile(`[(\[【〔]([^()\[\]【】〔〕]{1,14})[)\]】〕]`)
	// markBegins are the characters it begins with.
	markBegins = "([【〔"
	// version is what tells editions of one document apart: （试行）, （2024年修订）.
	version = regexp.MustCompile(`\((?:试行|暂行|修订|修正|修订版|(?:19|20)\d\d年?(?:修订|修正|版|修改)?(?:版|本)?)\)`)
	// ownNumber is a 文号 set beside the title: …的通知（川办发〔2020〕71号）.
	ownNumber = regexp.MustCompile(`[(\[【][^()\[\]【】]{1,16}[〔\[(](?:19|20)\d\d[〕\])]第?\d+号[)\]】]$`)
	// region is the name of a place at the beginning of a title.
	region = regexp.MustCompile(`^[^关印发]{1,8}?(?:自治区|自治州|省|市|县|区|州|盟|旗|镇|乡|街道)(?:人民政府)?`)
)

// printedName is the quoted name of a rule that a notice prints: 《…备案管理办法》.
var printedName = regexp.MustCompile(`《[^《》]*(?:办法|规定|细则|条例)(?:\((?:试行|暂行)\))?》`)

// withoutPrinted takes the names of rules out of a folded title: what such a rule
// is about (备案, 名单, 培训) says nothing of the notice that prints it.
func withoutPrinted(title string) string {
	if !strings.Contains(title, "印发") {
		return title
	}
	return printedName.ReplaceAllString(title, "")
}

// unquote removes what only sets a title off: book-title marks and quotation
// marks. s is folded.
var unquote = strings.NewReplacer("《", "", "》", "", "〈", "", "〉", "", "<", "", ">", "", "\"", "", "'", "",
	"“", "", "”", "", "‘", "", "’", "", "「", "", "」", "", "『", "", "』", "")

// minTitle is the length, in runes, below which a title names no document.
const minTitle = 5

// titleKeys returns the forms by which a document's title is compared exactly:
// the whole title, the title without its issuer, and the title of what a notice
// prints. Marks of validity beside the title are no part of it.
func titleKeys(title string) []string {
	t := withoutMark(extract.Fold(title))
	t = unquote.Replace(strings.TrimSuffix(t, ownNumber.FindString(t)))
	keys := appendKey(nil, t)
	if i := strings.Index(t, "关于"); i > 0 {
		keys = appendKey(keys, t[i:])
		t = t[i:]
	}
	if m := printed.FindStringSubmatch(t); m != nil {
		keys = appendKey(keys, m[1])
	}
	return keys
}

// nearKeys returns further forms of a title, for finding what explains it: its
// keys without the edition and without the name of the place.
func nearKeys(keys []string) []string {
	out := slices.Clone(keys)
	for _, k := range keys {
		bare := version.ReplaceAllString(k, "")
		out = appendKey(out, bare)
		if m := region.FindString(bare); m != "" {
			out = appendKey(out, bare[len(m):])
		}
	}
	return out
}

func appendKey(keys []string, k string) []string {
	if utf8.RuneCountInString(k) < minTitle || slices.Contains(keys, k) {
		return keys
	}
	return append(keys, k)
}

// withoutMark removes bracketed marks of validity from a folded title, and
// leaves other brackets, which belong to the name (试行, 第二批).
func withoutMark(folded string) string {
	if !strings.ContainsAny(folded, markBegins) {
		return folded
	}
	return markedTitle.ReplaceAllStringFunc(folded, func(m string) string {
		inner := strings.Trim(m, "()[]【】〔〕")
		switch statusOfWord(inner) {
		case inForce, amended, partly, dead, notYet:
			if !strings.ContainsAny(inner, "0123456789") && !strings.HasPrefix(inner, "修") {
				return ""
			}
		}
		return m
	})
}

// titleMark returns the mark of validity that stands beside a title, "" if none.
// （试行） and （修订） are part of the name and no mark.
func titleMark(title string) string {
	folded := extract.Fold(title)
	if !strings.ContainsAny(folded, markBegins) {
		return ""
	}
	for _, m := range markedTitle.FindAllStringSubmatch(folded, -1) {
		switch statusOfWord(m[1]) {
		case inForce, partly, dead, notYet:
			return m[1]
		case amended:
			if strings.HasPrefix(m[1], "已") || strings.HasPrefix(m[1], "部分") {
				return m[1]
			}
		}
	}
	return ""
}
