package extract

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// PersonalKind is what sort of number about a person was seen.
type PersonalKind string

// The kinds of number.
const (
	IDNumber    PersonalKind = "id_number" // 18 characters, valid by GB 11643: region, date of birth and check digit
	OldIDNumber PersonalKind = "old_id"    // 15 digits, region and date of birth as before 1999; no check digit
	CardNumber  PersonalKind = "bank_card" // 13 to 19 digits that pass the Luhn test
	Mobile      PersonalKind = "mobile"    // 11 digits of the mobile networks
)

// Personal is one number in the text of a page or file that may be somebody's
// own, with what stands around it. No such number is ever kept whole: whoever
// reads the facts or a report learns no more than where to look.
type Personal struct {
	Kind   PersonalKind
	Masked string // the number with its middle hidden: 3201**********1234
	Start  string // its first six digits (three of a mobile number): region or issuer
	Quote  string // the row or sentence around it, at most 160 runes, every long number masked
	Label  string // what the number is called: the head of its table column, or the words right before it
	Heads  string // the head row of its table, or the lines right before it, masked
	Lead   string // the last text before the table
	Beside string // a person's name in the same row or right before the number; "" if none was seen
	Table  bool   // it stands in a row of several cells
	Alike  int    // numbers of this kind in the same table or list, this one counted
}

const (
	maxPersonal      = 40  // numbers kept of one page
	maxPersonalAlike = 3   // of one kind in one table
	maxPersonalLook  = 400 // numbers of a page that are looked at closely, kept or not
	personalRunes    = 160
)

// textRow is a line of a text or a row of a table.
type textRow struct {
	cells []string
	table int // number of the table; 0: a line of its own
}

// PersonalNumbers finds the numbers about persons in a text whose table rows are
// lines of cells parted by tabs. No date of birth after seen is one; the zero time
// allows any.
func PersonalNumbers(text string, seen time.Time) []Personal {
	if !hasPersonal(text) {
		return nil
	}
	var rows []textRow
	table := 0
	inTable := false
	for line := range strings.Lines(text) {
		line = strings.Trim(line, "\r\n")
		if strings.TrimSpace(line) == "" {
			continue
		}
		cells := strings.Split(line, "\t")
		many := len(cells) > 1
		if many && !inTable {
			table++
		}
		inTable = many
		r := textRow{cells: cells}
		if many {
			r.table = table
		}
		rows = append(rows, r)
	}
	return personalIn(rows, seen)
}

// numbered is one number found in a cell.
type numbered struct {
	row, cell int
	personNumber
}

// personalIn finds the numbers in rows and what stands around them.
func personalIn(rows []textRow, seen time.Time) []Personal {
	var found []numbered
	type group struct {
		kind  PersonalKind
		table int
	}
	inTable := map[group]int{}
	for i := range rows {
		for k, cell := range rows[i].cells {
			if !hasPersonal(cell) {
				continue
			}
			cell = wholeID(plainDigits(cell), seen)
			rows[i].cells[k] = cell
			for _, n := range numbersIn(cell, seen) {
				found = append(found, numbered{i, k, n})
				inTable[group{n.kind, rows[i].table}]++
			}
		}
	}
	var out []Personal
	kept := map[group]int{}
	looked := 0
	for k, n := range found {
		g := group{n.kind, rows[n.row].table}
		if len(out) == maxPersonal || looked == maxPersonalLook {
			break
		}
		if g.table != 0 {
			if kept[g]++; kept[g] > maxPersonalAlike {
				continue
			}
		}
		looked++
		p := personalAt(rows, n)
		if n.card && !strings.Contains(p.Label+p.Heads+p.Quote, "残") {
			continue // twenty digits of another kind may agree by chance
		}
		p.Alike = inTable[g]
		if g.table == 0 {
			p.Alike = nearby(found, k)
		}
		out = append(out, p)
	}
	return out
}

// nearby counts the numbers of the kind of found[k] in its line and the lines
// around it.
func nearby(found []numbered, k int) int {
	n := 1
	for step := -1; step <= 1; step += 2 {
		last := found[k].row
		for i := k + step; i >= 0 && i < len(found) && n < 100; i += step {
			f := found[i]
			if f.kind != found[k].kind {
				continue
			}
			if f.row-last > 4 || last-f.row > 4 {
				break
			}
			last = f.row
			n++
		}
	}
	return n
}

// personalAt gathers what stands beside a number.
func personalAt(rows []textRow, n numbered) Personal {
	r := rows[n.row]
	cell := r.cells[n.cell]
	p := Personal{Kind: n.kind, Masked: n.masked(), Start: n.start(), Table: r.table != 0}
	p.Quote = rowAround(r.cells, n)
	before := cell[:n.from]
	p.Label = calledBefore(before)
	head := headOf(rows, n.row)
	if n.cell > 0 && callsNumber(r.cells[n.cell-1]) {
		head = -1 // a form of labels and values
	}
	if head >= 0 {
		p.Heads = maskNumbers(strings.Join(nonEmpty(rows[head].cells), " | "))
	}
	if p.Label == "" && head >= 0 && len(rows[head].cells) == len(r.cells) {
		p.Label = strings.TrimSpace(rows[head].cells[n.cell])
	}
	if p.Label == "" && n.cell > 0 {
		p.Label = labelCell(calledBefore(r.cells[n.cell-1]))
	}
	first := firstRow(rows, n.row)
	if head < 0 {
		p.Heads = linesBefore(rows, n.row, first)
		if p.Label == "" && len(r.cells) == 1 && n.row > 0 && runeCount(before) <= 1 {
			p.Label = labelCell(strings.Join(rows[n.row-1].cells, " "))
		}
	}
	if r.table == 0 {
		first = firstOfRun(rows, n.row)
	}
	if k := headLine(rows, first); k >= 0 && (r.table == 0 || head < 0) {
		p.Heads, first = maskNumbers(strings.Join(rows[k].cells, " | ")), k
	}
	for i := first - 1; i >= 0 && i > first-4; i-- {
		if s := strings.TrimSpace(strings.Join(rows[i].cells, " ")); runeCount(s) > 3 {
			p.Lead = maskNumbers(firstRunes(s, personalRunes))
			break
		}
	}
	p.Beside = nameBeside(rows, n, head)
	p.Label, p.Heads = maskNumbers(firstRunes(p.Label, 30)), firstRunes(p.Heads, personalRunes)
	return p
}

// firstRow returns the first row of the table that row i is of; i itself for a line.
func firstRow(rows []textRow, i int) int {
	for rows[i].table != 0 && i > 0 && rows[i-1].table == rows[i].table {
		i--
	}
	return i
}

// maxRun bounds how far up the first of many lines with numbers is looked for.
const maxRun = 500

// firstOfRun returns the first of the lines with numbers that follow one another
// up to line i: rows of a table of which only the text is left.
func firstOfRun(rows []textRow, i int) int {
	for last := i - maxRun; i > 0 && i > last && rows[i-1].table == 0 && hasPersonal(strings.Join(rows[i-1].cells, " ")); {
		i--
	}
	return i
}

// headLine returns the line right before line i where it reads as the heads of a
// table whose text only is left: 姓名 联系电话 村, or 姓名身份证号账号 where nothing
// parts its cells; -1 if it does not.
func headLine(rows []textRow, i int) int {
	if i == 0 || rows[i-1].table != 0 {
		return -1
	}
	s := strings.Join(rows[i-1].cells, " ")
	if runeCount(s) > 60 || strings.ContainsAny(s, "0123456789：:，,。；") {
		return -1
	}
	if len(strings.Fields(s)) < 2 && (!namesPerson(s) || !namesNumber(s)) || rows[i].table != 0 && !namesNumber(s) {
		return -1
	}
	return i - 1
}

// headOf returns the head row of the table that row i is of: the first of its
// rows with two words or more and without numbers; -1 if none.
func headOf(rows []textRow, i int) int {
	if rows[i].table == 0 {
		return -1
	}
	first := firstRow(rows, i)
	for k := first; k < i && k < first+4; k++ {
		words := 0
		for _, c := range rows[k].cells {
			c = strings.TrimSpace(c)
			if strings.ContainsAny(c, "0123456789") {
				words = -100
			}
			if c != "" && runeCount(c) <= 20 {
				words++
			}
		}
		if words >= 2 {
			return k
		}
	}
	return -1
}

// linesBefore joins the short lines or rows right before row i: a form of labels
// and values, one on each line.
func linesBefore(rows []textRow, i, first int) string {
	var out []string
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		s := strings.TrimSpace(strings.Join(nonEmpty(rows[k].cells), " "))
		if runeCount(s) > 40 || rows[i].table != 0 && k < first {
			break
		}
		out = append([]string{maskNumbers(plainDigits(s))}, out...)
	}
	return strings.Join(out, " | ")
}

// calledBefore returns the words right before a number: 身份证号 of 张三，身份证号：.
func calledBefore(s string) string {
	s = strings.TrimRight(endOf(s), " :：(（[【是为\u00a0\u3000")
	i := strings.LastIndexAny(s, "，,。；;、 |:：)）(（]】[【\t")
	if i >= 0 {
		_, w := utf8.DecodeRuneInString(s[i:])
		s = s[i+w:]
	}
	if r := []rune(s); len(r) > 14 {
		s = string(r[len(r)-14:])
	}
	return strings.TrimSpace(s)
}

// callsNumber reports whether a cell is the label of a number.
func callsNumber(cell string) bool { return namesNumber(labelCell(cell)) }

// namesNumber reports whether words tell of a number about a person.
func namesNumber(s string) bool {
	for _, w := range [...]string{"电话", "手机", "联系方式", "身份证", "证件号", "账号", "帐号", "卡号", "電話", "手機", "身份證", "賬號"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// labelCell returns a cell's words where they may be a label.
func labelCell(s string) string {
	s = strings.TrimSpace(strings.TrimRight(s, ":： "))
	if s == "" || runeCount(s) > 12 || strings.ContainsAny(s, "0123456789") {
		return ""
	}
	return s
}

func nonEmpty(cells []string) []string {
	var out []string
	for _, c := range cells {
		if c = strings.TrimSpace(c); c != "" {
			out = append(out, c)
		}
	}
	return out
}

// aroundBytes bounds how much of a row before and after a number is read: more than
// personalRunes of any script, however much of it is dropped, and whole numbers.
const aroundBytes = 8 * personalRunes

// rowAround joins a row and cuts what stands around the number out of it, masked.
func rowAround(cells []string, n numbered) string {
	first, last := n.cell, n.cell+1
	for size := 0; first > 0 && size < aroundBytes; first-- {
		size += len(strings.TrimSpace(cells[first-1]))
	}
	for size := 0; last < len(cells) && size < aroundBytes; last++ {
		size += len(strings.TrimSpace(cells[last]))
	}
	var b strings.Builder
	at := 0
	for i, c := range cells[first:last] {
		if i == n.cell-first {
			if b.Len() > 0 {
				b.WriteString(" | ")
			}
			at = b.Len() + n.from
			b.WriteString(c)
			continue
		}
		if c = strings.TrimSpace(c); c != "" {
			if b.Len() > 0 {
				b.WriteString(" | ")
			}
			b.WriteString(c)
		}
	}
	s := b.String()
	at = min(at, len(s))
	from, runes := at, 0
	for from > 0 && runes < personalRunes/2 {
		_, w := utf8.DecodeLastRuneInString(s[:from])
		from, runes = from-w, runes+1
	}
	// A number that the cut would halve could not be known as one: leave it out.
	for from > 0 && from < at && isDigit(s[from]) && isDigit(s[from-1]) {
		from++
	}
	to := min(at+aroundBytes, len(s))
	for to < len(s) && !utf8.RuneStart(s[to]) {
		to++
	}
	return firstRunes(maskNumbers(plainDigits(s[from:to])), personalRunes)
}

// endOf returns what s ends with, no more than a sentence may be long.
func endOf(s string) string {
	if len(s) <= aroundBytes {
		return s
	}
	at := len(s) - aroundBytes
	for !utf8.RuneStart(s[at]) {
		at++
	}
	return s[at:]
}

func firstRunes(s string, n int) string {
	if len(s) <= n {
		return strings.Clone(s)
	}
	for i := range s {
		if n == 0 {
			return strings.Clone(s[:i])
		}
		n--
	}
	return strings.Clone(s)
}

// longNumber is any number that could be somebody's, whole or in groups.
var longNumber = regexp.MustCompile(`\d{6}[ -]\d{8}[ -]\d{3}[\dXx]|\d{4}(?:[ -]\d{4}){3}(?:[ -]?\d{1,3})?|1[3-9]\d[ -]\d{4}[ -]\d{4}|\d{11,}[Xx]?`)

// maskNumbers hides the middle of every long number in s.
func maskNumbers(s string) string { return longNumber.ReplaceAllStringFunc(s, mask) }

func mask(s string) string {
	head := 4
	if len(s) < 15 {
		head = 3
	}
	var b strings.Builder
	for i := range len(s) {
		if i < head || i >= len(s)-4 || !isDigit(s[i]) {
			b.WriteByte(s[i])
		} else {
			b.WriteByte('*')
		}
	}
	return b.String()
}
