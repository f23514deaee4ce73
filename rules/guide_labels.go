package rules

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
)

// labelHit is a label found in the folded text.
type labelHit struct {
	from, to int
	detail   int // index, -1: a label of something else
}

// otherLabels end the value before them and are labels of nothing asked for. The
// numbers behind those of supervisors are not the body's own.
var otherLabels = foldAll([]string{"监督电话", "投诉电话", "举报电话", "监督投诉电话", "监督传真", "邮政编码", "邮编", "监督机构", "主管部门", "网站标识码", "技术支持"})

// foldLines folds a text line by line.
func foldLines(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if f := extract.Fold(line); f != "" {
			b.WriteString(f)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// labelRunes is the length, in characters, of a label that stands alone on a line.
const labelRunes = 12

// bracketed is a label in brackets at the beginning of a line: 【联系电话】0513-81234567.
var bracketed = regexp.MustCompile(`(?m)^[【\[〔「『<]([^【】\[\]〔〕「」『』<>:\d\n]{2,12})[】\]〕」』>]:?([^\n])`)

// unbroken returns a folded text in which labels stand before a colon and on the line of
// their value, where that follows them in brackets or on a line of its own.
func unbroken(folded string) string {
	folded = bracketed.ReplaceAllString(folded, "$1:$2")
	if !strings.Contains(folded, ":\n") {
		return folded
	}
	lines := strings.Split(folded, "\n")
	out := lines[:0]
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if strings.HasSuffix(line, ":") && utf8.RuneCountInString(line) <= labelRunes && i+1 < len(lines) && lines[i+1] != "" && !strings.Contains(lines[i+1], ":") {
			i++
			line += lines[i]
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

// headRow reports that label n is one of the head of a table, whose values stand in
// another row: three or more in a row are followed by another label.
func (d details) headRow(s string, hits []labelHit, n int) bool {
	bare := func(k int) bool {
		if k < 0 || k >= len(hits) {
			return false
		}
		_, next := d.value(s, hits, k)
		return next
	}
	run := 1
	for k := n - 1; run < 3 && bare(k); k-- {
		run++
	}
	for k := n + 1; run < 3 && bare(k); k++ {
		run++
	}
	return run >= 3
}

// underHead returns the value of label n where the labels are the head of a table
// with one more row: as many lines follow as there are labels, and the value under
// each is what its label calls for. "" where not.
func (d details) underHead(s string, hits []labelHit, n int) string {
	bare := func(k int) bool {
		_, next := d.value(s, hits, k)
		return next
	}
	first, last := n, n
	for first > 0 && n-first < maxChain && bare(first-1) {
		first--
	}
	for last+1 < len(hits) && last-n < maxChain && bare(last) {
		last++
	}
	if last-first < 2 {
		return ""
	}
	rest := strings.TrimLeft(s[hits[last].to:], "号码名称:\n")
	lines := strings.SplitN(rest, "\n", last-first+2)
	if len(lines) <= last-first {
		return ""
	}
	for k := first; k <= last; k++ {
		if i := hits[k].detail; i >= 0 && !d[i].Kind.shape(lines[k-first]) {
			return ""
		}
	}
	return lines[n-first]
}

// labels finds the labels of all details, the longest where several begin.
func (d details) labels(s string) []labelHit {
	var all []labelHit
	find := func(words []string, detail int) {
		for _, w := range words {
			if w == "" {
				continue
			}
			for from := 0; ; {
				k := strings.Index(s[from:], w)
				if k < 0 {
					break
				}
				all = append(all, labelHit{from + k, from + k + len(w), detail})
				from += k + len(w)
			}
		}
	}
	for i := range d {
		if d[i].Kind != wordsDetail {
			find(d[i].Words, i)
		}
	}
	find(otherLabels, -1)
	slices.SortFunc(all, func(a, b labelHit) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to), cmp.Compare(a.detail, b.detail))
	})
	out := all[:0]
	end := 0
	for _, h := range all {
		if h.from >= end {
			out = append(out, h)
			end = h.to
		}
	}
	return out
}

const (
	maxValue = 60 // of a value, in characters
	maxChain = 8  // labels that share one
)

// value returns the text behind label n: in the same line or, where the label
// ends its line, in the next. Labels that share a value (电话/传真) both have it.
// next tells that another label stands where the value should.
func (d details) value(s string, hits []labelHit, n int) (v string, next bool) {
	i := hits[n].to
	last := n + maxChain
	if remark := labelRemark.FindString(s[i:]); remark != "" {
		for i += len(remark); n+1 < len(hits) && hits[n+1].from < i; n++ {
		}
	}
	for n++; n < last; n++ {
		parted := false
		for _, w := range [...]string{"名称", "号码"} { // the end of a longer label
			if strings.HasPrefix(s[i:], w) && (n >= len(hits) || i+len(w) <= hits[n].from) {
				i += len(w)
			}
		}
		for i < len(s) && (n >= len(hits) || i < hits[n].from) {
			r, w := utf8.DecodeRuneInString(s[i:])
			if !joins(r) {
				break
			}
			parted = parted || r == ':' || r == '\n'
			i += w
		}
		if n >= len(hits) || i != hits[n].from {
			break
		}
		if parted && hits[n].detail != hits[n-1].detail {
			return "", true
		}
		i = hits[n].to
	}
	end := len(s)
	if n < len(hits) {
		end = hits[n].from
	}
	v = s[i:end]
	if k := strings.IndexAny(v, "\n。;"); k >= 0 {
		v = v[:k]
	}
	if r := []rune(v); len(r) > maxValue {
		v = string(r[:maxValue])
	}
	return v, false
}

// labelRemark is what a bracket adds to the label before it, other labels included:
// 电话(兼传真):, 电话(工作日):.
var labelRemark = regexp.MustCompile(`^\([^()\d\n:;。]{1,12}\):`)

// joins reports whether r stands between a label and its value, or between two
// labels of one value.
func joins(r rune) bool {
	return strings.ContainsRune(":\n()[]【】/、,.-—_|·*#及和与为是号码\"“”", r) || unicode.IsSpace(r)
}

// alone returns where a value of the kind stands without a label, -1 if nowhere.
// A number behind the label of a fax or of a supervisor is no telephone.
func (k detailKind) alone(s string, hits []labelHit, d details) int {
	first := func(re *regexp.Regexp) int {
		if at := re.FindStringIndex(s); at != nil {
			return at[0]
		}
		return -1
	}
	switch k {
	case hoursDetail:
		return first(hoursAlone)
	case addressDetail:
		return max(first(addressAlone), first(addressProse))
	case faxDetail:
		if phoneShape.MatchString(s) {
			return first(faxAsPhone)
		}
	case onlineDetail:
		return first(onlineAlone)
	case personDetail:
		return first(personAlone)
	case bodyDetail:
		if at := first(officeTold); at >= 0 {
			return at
		}
		if at := labelledOffice(s, officeLabel); at >= 0 {
			return at
		}
		for _, h := range hits {
			if h.detail < 0 || d[h.detail].Kind != bodyDetail {
				continue
			}
			clause := s[strings.LastIndexAny(s[:h.from], "\n。;,")+1 : h.from]
			if at := officeIs.FindStringIndex(clause); at != nil {
				return h.from - len(clause) + at[0]
			}
		}
	case phoneDetail:
		for _, at := range phoneAlone.FindAllStringIndex(s, 50) {
			if owner := before(hits, s, at[0]); owner == nil || owner.detail >= 0 && d[owner.detail].Kind == phoneDetail {
				return at[0]
			}
		}
	}
	return -1
}

// hinted returns where words stand that may be a value of the kind: 设在行政中心. -1 if
// nowhere.
func (k detailKind) hinted(s string) int {
	if re := nearShapes[k]; re != nil {
		if at := re.FindStringIndex(s); at != nil {
			return at[0]
		}
	}
	if k == bodyDetail {
		return labelledOffice(s, nil)
	}
	if k != faxDetail {
		return -1
	}
	if at := faxHead.FindStringIndex(s); at != nil && len(phoneShape.FindAllString(s, 3)) >= 2 {
		return at[0]
	}
	return -1
}

// titles reports that what follows the name of a post is set off from it: 主任：张明,
// not 主任科员 or 负责人民政府的工作.
func titles(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return strings.ContainsRune(":\n(-姓为是", r)
}

// holdsPost reports that nothing but a person's name follows the name of a post in its
// line: 省长张明.
func holdsPost(rest string) bool {
	line, _, _ := strings.Cut(rest, "\n")
	return extract.IsName(line) || dottedName.MatchString(line)
}

// dottedName is a name of two parts: 买买提·艾力.
var dottedName = regexp.MustCompile(`^\p{Han}{1,6}·\p{Han}{1,8}$`)

// before returns the label whose line or clause position at stands in.
func before(hits []labelHit, s string, at int) *labelHit {
	for n := len(hits) - 1; n >= 0; n-- {
		if h := &hits[n]; h.to <= at {
			if strings.ContainsAny(strings.TrimLeft(s[h.to:at], ":\n"), "\n。;") {
				return nil
			}
			return h
		}
	}
	return nil
}

// wordsFrom returns some words of s from at on.
func wordsFrom(s string, at int) string {
	end := at
	for n := 0; end < len(s) && n < 40; n++ {
		r, w := utf8.DecodeRuneInString(s[end:])
		if r == '\n' {
			break
		}
		end += w
	}
	return s[at:end]
}
