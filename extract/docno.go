package extract

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// DocNo finds the first document number (发文字号) in s and returns its normal
// form: simplified characters, Arabic digits without leading zeros, the year in
// 〔 〕, no blanks. 川办发[2020]71号, 川辦發（２０２０）第71號 and 川办发〔2020〕71号 are
// one number; so are 广州市人民政府令第179号 and 广州市人民政府第179号令.
func DocNo(s string) (string, bool) {
	m, ok := nextDocNo(s, 0)
	return m.number, ok
}

// docNoMatch is one document number found in a text, at s[start:end].
type docNoMatch struct {
	number     string
	start, end int
}

// Bounds on what is read as the issuing words and the serial number.
const (
	maxIssuerRunes = 24
	maxSerial      = 99999
)

// nextDocNo finds the first document number in s that ends after from. It looks
// for 号, which is rare, and reads backwards from there.
func nextDocNo(s string, from int) (docNoMatch, bool) {
	for i := from; i < len(s); {
		k := nextHao(s, i)
		if k < 0 {
			return docNoMatch{}, false
		}
		if m, ok := docNoBefore(s, k, from); ok {
			return m, true
		}
		i = k + 3
	}
	return docNoMatch{}, false
}

func nextHao(s string, i int) int {
	a := strings.Index(s[i:], "号")
	b := s[i:]
	if a >= 0 {
		b = b[:a]
	}
	if k := strings.Index(b, "號"); k >= 0 {
		a = k
	}
	if a < 0 {
		return -1
	}
	return i + a
}

// docNoBefore reads the number whose 号 stands at s[k].
func docNoBefore(s string, k, floor int) (docNoMatch, bool) {
	end := k + len("号")
	serial, i, ok := serialBefore(s, k, floor)
	if !ok {
		return docNoMatch{}, false
	}
	ordinal := false
	if r, j := runeBefore(s, i, floor); r == '第' {
		ordinal, i = true, j
	}
	r, j := runeBefore(s, i, floor)
	if closesYear(r) {
		year, y, ok := yearBefore(s, j, floor)
		if r, o := runeBefore(s, y, floor); ok && opensYear(r) {
			issuer, start := issuerBefore(s, o, floor)
			if issuer == "" {
				return docNoMatch{}, false
			}
			return docNoMatch{issuer + "〔" + year + "〕" + serial + "号", start, end}, true
		}
	}
	if !ordinal {
		return docNoMatch{}, false
	}
	year := ""
	if r == '年' {
		if y, at, ok := yearBefore(s, j, floor); ok {
			year, i = y+"年", at
		}
	} else if opensYear(r) { // 国务院令（第711号）
		i = j
	}
	issuer, start := issuerBefore(s, i, floor)
	if endsWithOrder(issuer) {
		return docNoMatch{strings.TrimPrefix(issuer, "中华人民共和国") + year + "第" + serial + "号", start, end}, true
	}
	if strings.HasPrefix(s[end:], "令") && issuer != "" { // 广州市人民政府第179号令
		return docNoMatch{strings.TrimPrefix(issuer, "中华人民共和国") + "令第" + serial + "号", start, end + len("令")}, true
	}
	return docNoMatch{}, false
}

func endsWithOrder(issuer string) bool {
	return strings.HasSuffix(issuer, "令") || strings.HasSuffix(issuer, "公告") || strings.HasSuffix(issuer, "通告")
}

// runeBefore returns the last rune of s[floor:i] that is not blank, and where it
// begins.
func runeBefore(s string, i, floor int) (rune, int) {
	for i > floor {
		r, w := utf8.DecodeLastRuneInString(s[floor:i])
		i -= w
		if r != mark && r != '\u200b' && r != '\ufeff' && (r == '\n' || !unicode.IsSpace(r)) {
			return r, i
		}
	}
	return 0, i
}

// serialBefore reads the serial number that ends at s[i], Arabic of either
// width or Chinese.
func serialBefore(s string, i, floor int) (string, int, bool) {
	n, scale, digits := 0, 1, 0
	for digits < 6 {
		r, j := runeBefore(s, i, floor)
		d := arabic(r)
		if d < 0 {
			break
		}
		n, scale, i = n+d*scale, scale*10, j
		digits++
	}
	if digits > 0 {
		if r, _ := runeBefore(s, i, floor); digits == 6 || arabic(r) >= 0 || n == 0 || n > maxSerial {
			return "", 0, false
		}
		return strconv.Itoa(n), i, true
	}
	var runes [8]rune
	k := len(runes)
	for k > 0 {
		r, j := runeBefore(s, i, floor)
		if chineseDigit(r) == 0 && r != '百' && r != '〇' && r != '零' {
			break
		}
		k--
		runes[k], i = r, j
	}
	n = chineseNumber(runes[k:])
	if n == 0 {
		return "", 0, false
	}
	return strconv.Itoa(n), i, true
}

// chineseNumber reads 十二, 一百零三, 二〇 and the like; 0 where it is none.
func chineseNumber(rs []rune) int {
	n, digit, place := 0, 0, false
	for _, r := range rs {
		switch d := chineseDigit(r); {
		case r == '百':
			n, digit, place = n+max(digit, 1)*100, 0, true
		case d == 10:
			n, digit, place = n+max(digit, 1)*10, 0, true
		case d > 0 && d < 10, r == '〇', r == '零':
			if !place {
				digit = digit*10 + d
			} else {
				digit = d
			}
		default:
			return 0
		}
	}
	return n + digit
}

func arabic(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r >= '０' && r <= '９':
		return int(r - '０')
	}
	return -1
}

// yearBefore reads the four digits of a year that end at s[i].
func yearBefore(s string, i, floor int) (string, int, bool) {
	var b [4]byte
	for k := 3; k >= 0; k-- {
		r, j := runeBefore(s, i, floor)
		d := arabic(r)
		if d < 0 {
			if d = chineseDigit(r); r != '〇' && r != '○' && (d < 1 || d > 9) {
				return "", 0, false
			}
		}
		b[k], i = byte('0'+d), j
	}
	if b[0] != '1' && b[0] != '2' {
		return "", 0, false
	}
	return string(b[:]), i, true
}

func opensYear(r rune) bool {
	return r != 0 && strings.ContainsRune("〔[【（(［﹝{｛〖「『﹙<＜〈", r)
}
func closesYear(r rune) bool {
	return r != 0 && strings.ContainsRune("〕]】）)］﹞}｝〗」』﹚>＞〉", r)
}

// issuerBefore reads the issuing words (机关代字) that end at s[i], without the
// words of a sentence that lead up to them.
func issuerBefore(s string, i, floor int) (string, int) {
	end := i
	var runes []rune
	var at []int
	for len(runes) < maxIssuerRunes {
		r, j := runeBefore(s, i, floor)
		if !unicode.Is(unicode.Han, r) {
			break
		}
		if r == '日' && len(runes) > 0 {
			if d, _ := runeBefore(s, j, floor); arabic(d) >= 0 {
				break // 2019年8月5日 某政发〔2019〕7号
			}
		}
		runes, at, i = append(runes, r), append(at, j), j
	}
	if len(runes) == 0 {
		return "", end
	}
	for l, r := 0, len(runes)-1; l < r; l, r = l+1, r-1 {
		runes[l], runes[r], at[l], at[r] = runes[r], runes[l], at[r], at[l]
	}
	cut := leadIn(runes)
	if cut == len(runes) {
		return "", end
	}
	return Fold(string(runes[cut:])), at[cut]
}

// leadIns are words after which issuing words begin.
var leadIns = [...]string{
	"根据", "依据", "依照", "按照", "参照", "遵照", "落实", "贯彻", "执行", "废止", "修改", "替代", "代替", "转发", "印发",
	"关于", "通知", "意见", "办法", "规定", "决定", "方案", "细则", "文件", "文号", "字号", "编号", "复函", "批复", "以及",
	"的", "以", "及", "见",
}

// leadIn returns how many leading runes belong to the sentence and not to the
// issuing words.
func leadIn(rs []rune) int {
	cut := 0
	for i := range rs {
		for _, w := range leadIns {
			if n, ok := prefixRunes(rs[i:], w); ok && i+n < len(rs) {
				cut = max(cut, i+n)
			}
		}
	}
	if cut < len(rs) && len(rs)-cut > 2 {
		switch two := string(rs[cut : cut+2]); {
		case rs[cut] == '和' && !strings.Contains("和政和田和平和县和静和顺和林和硕和布和龙", two),
			rs[cut] == '与', rs[cut] == '原' && !strings.Contains("原平原阳原州", two),
			rs[cut] == '将' && !strings.Contains("将政将乐将委将府", two), rs[cut] == '即' && !strings.Contains("即政即墨即委", two):
			cut++
		}
	}
	return cut
}

func prefixRunes(rs []rune, w string) (int, bool) {
	n := 0
	for _, r := range w {
		if n >= len(rs) || rs[n] != r {
			return 0, false
		}
		n++
	}
	return n, true
}
