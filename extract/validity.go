package extract

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// validityWord reports whether s is nothing but a statement of validity.
func validityWord(s string) bool {
	s = strings.Trim(Fold(s), "()[]【】〔〕!.。\"'")
	if i := strings.IndexAny(s, "(["); i > 0 {
		s = s[:i]
	}
	s = strings.TrimPrefix(s, "已")
	s = strings.TrimPrefix(s, "现行")
	s = strings.TrimPrefix(s, "继续")
	s = strings.TrimPrefix(s, "宣布")
	s = strings.TrimPrefix(s, "部分")
	s = strings.TrimPrefix(s, "自动")
	s = strings.TrimPrefix(s, "全文")
	s = strings.TrimPrefix(s, "该文件")
	s = strings.TrimPrefix(s, "本文件")
	s = strings.TrimPrefix(s, "已")
	switch s {
	case "有效", "失效", "废止", "无效", "修改", "修订", "过期", "尚未生效", "未生效", "停止执行", "废止失效", "失效废止", "被修改", "被废止", "撤销":
		return true
	}
	return false
}

// validityValue reports whether s can be the value of a validity label.
func validityValue(s string) bool {
	if validityWord(s) {
		return true
	}
	s = Fold(s)
	return len(s) <= 60 && (strings.Contains(s, "有效") || strings.Contains(s, "失效") || strings.Contains(s, "废止") || strings.Contains(s, "修改") || strings.HasSuffix(s, "执行") || strings.HasSuffix(s, "施行") || s == "是" || s == "否")
}

// scriptFields reads validity out of inline scripts. A status given to a variable
// (var file_status='失效') is what the reader sees. A literal that a condition
// writes (a script that turns 有效 into 失效 after a date) makes the static value
// doubtful: the field then says ByScript. A label without a value whose place
// some script knows by id says so too.
func (c *content) scriptFields(found []candidate) {
	var label *Field
	for i := range c.f.Fields {
		if c.f.Fields[i].Name == Validity {
			label = &c.f.Fields[i]
			break
		}
	}
	for i := range c.p.scripts {
		s := &c.p.scripts[i]
		written := ""
		for _, k := range s.states {
			lit := &s.literals[k]
			if statusName(lit.name) {
				c.setValidity(label, lit.value)
				return
			}
			written = lit.value
		}
		if written != "" && label != nil {
			label.Via, label.ByScript = "script", true
			return
		}
	}
	if label == nil {
		c.writtenMark()
		return
	}
	if label.Value == "" && c.filledLater(found) {
		label.Via, label.ByScript = "script", true
	}
}

// compared reports whether a literal is compared with, not given to anything.
func compared(src string, lit *literal) bool {
	before := strings.TrimRight(src[:lit.at], " \t")
	after := strings.TrimLeft(src[lit.end:], " \t")
	return strings.HasSuffix(before, "==") || strings.HasSuffix(before, "!=") || strings.HasPrefix(after, "==") || strings.HasPrefix(after, "!=") || lit.name == "case"
}

// writtenMark is a mark of validity that a script writes.
type writtenMark struct {
	word   string
	unsure bool // it is written on a condition
}

// writtenMark looks for a script that writes a mark of validity where the page
// has no label for it. What it writes by itself is what the reader sees; what it
// writes on a condition may be seen or not, and the field says so.
func (c *content) writtenMark() {
	for i := range c.p.scripts {
		m := c.p.scripts[i].mark
		if m == nil {
			continue
		}
		f := Field{Name: Validity, Via: "script", ByScript: m.unsure}
		if !m.unsure {
			f.Value = strings.TrimSpace(m.word)
		}
		c.f.Fields = append(c.f.Fields, f)
		return
	}
}

// findMark finds the first mark of validity that the script writes.
func (s *code) findMark() *writtenMark {
	for k := range s.literals {
		lit := &s.literals[k]
		if len(lit.value) > 300 {
			continue
		}
		word := withoutTags(lit.value)
		if !validityWord(word) || !writes(lit.name) && (lit.name != "" || !partOfWriting(s.src[:lit.at])) {
			continue
		}
		return &writtenMark{word: word, unsure: strings.Contains(s.src, "if") || strings.Contains(s.src, "?") || strings.Contains(s.src, "switch")}
	}
	return nil
}

// writes reports whether the function or property of this name puts its argument
// on the page.
func writes(name string) bool {
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		name = name[i+1:]
	}
	switch name {
	case "write", "writeln", "html", "text", "append", "prepend", "after", "before", "innerHTML", "innerText", "textContent", "outerHTML", "insertAdjacentHTML":
		return true
	}
	return false
}

// partOfWriting reports whether the statement that before breaks off in puts
// something on the page: x.innerHTML = over ? "废止" : …
func partOfWriting(before string) bool {
	before = before[max(0, len(before)-300):]
	if i := strings.LastIndexAny(before, ";{}\n"); i >= 0 {
		before = before[i:]
	}
	return containsWord(before, []string{"innerHTML", "innerText", "textContent", ".html(", ".text(", ".append(", "write("})
}

// withoutTags returns the text of a piece of HTML.
func withoutTags(s string) string {
	for {
		from := strings.IndexByte(s, '<')
		if from < 0 {
			return s
		}
		to := strings.IndexByte(s[from:], '>')
		if to < 0 {
			return s[:from]
		}
		s = s[:from] + s[from+to+1:]
	}
}

// setValidity records a value a script shows.
func (c *content) setValidity(label *Field, value string) {
	if label == nil {
		c.f.Fields = append(c.f.Fields, Field{Name: Validity, Value: value, Via: "script"})
		return
	}
	label.Value, label.Via = value, "script"
}

// statusName reports whether a variable of this name holds the validity.
func statusName(name string) bool {
	name = strings.ToLower(name)
	for _, w := range [...]string{"status", "state", "yxx", "sxx", "validity", "youxiao", "shixiao", "xiaoli", "effect", "zhuangtai"} {
		if strings.Contains(name, w) {
			return true
		}
	}
	return false
}

// filledLater reports whether the place beside an empty validity label carries
// an id that a script of the page names.
func (c *content) filledLater(found []candidate) bool {
	for _, x := range found {
		if x.Name != Validity {
			continue
		}
		for _, n := range [...]int32{x.value, c.rows[x.line].block, c.t.Nodes[c.rows[x.line].node].Parent} {
			if n != 0 && c.scriptKnows(n) {
				return true
			}
		}
		if x.value != 0 && c.awaits(x.value) && c.loadsScript() {
			return true
		}
	}
	return false
}

// counters are parts of ids under which scripts write how often a page was read.
var counters = []string{"visit", "count", "click", "hit", "pv", "read", "view", "num", "share", "font", "zoom"}

// filledByScript reports whether a script seems to fill in an empty field that is
// no validity. Beside other labels of its line only an empty place with an id
// speaks for it: the counter of readers stands in the same line.
func (c *content) filledByScript(x candidate) bool {
	if x.value != 0 {
		return c.scriptKnows(x.value) || c.awaits(x.value) && c.loadsScript() || c.heldBack(x.value, true)
	}
	block := c.rows[x.line].block
	if c.weight(block) <= maxBesideRunes && c.heldBack(block, false) {
		return true
	}
	if c.labelsOf(x.line) == 1 {
		return c.weight(block) <= maxBesideRunes && c.scriptKnows(block)
	}
	t := c.t
	loads := c.loadsScript()
	for k := block; k < t.Nodes[block].Stop && k < block+200; k++ {
		id, ok := t.Attr(k, "id")
		if !ok || len(id) < 2 || t.Nodes[k].Kind != htmltree.Element || t.Text(k) != "" || containsWord(strings.ToLower(id), counters) {
			continue
		}
		if loads || c.scriptKnows(k) {
			return true
		}
	}
	return false
}

// awaits reports whether n, or an element in it, is an empty place with an id: one
// that only a script can mean to fill.
func (c *content) awaits(n int32) bool {
	t := c.t
	for k := n; k < t.Nodes[n].Stop && k < n+16; k++ {
		if id, ok := t.AttrBytes(k, "id"); ok && len(id) >= 2 && t.Text(k) == "" {
			return true
		}
	}
	return false
}

// heldBack reports whether the place of a value holds a picture, or an empty element that
// has the value as data: what it shows is up to a script or a style. In a line with other
// labels, pictures are icons.
func (c *content) heldBack(n int32, pictures bool) bool {
	t := c.t
	for k := n; k < t.Nodes[n].Stop && k < n+64; k++ {
		if t.Nodes[k].Tag == htmltree.Img && pictures {
			return true
		}
		if t.Nodes[k].Kind != htmltree.Element || t.Text(k) != "" {
			continue
		}
		held := false
		t.Attrs(k, func(key, value []byte) bool {
			held = len(value) >= dataDigits && (bytes.EqualFold(key, []byte("datetime")) || bytes.HasPrefix(bytes.ToLower(key), []byte("data-"))) && digits(value) >= dataDigits
			return !held
		})
		if held {
			return true
		}
	}
	return false
}

// dataDigits is how many figures a day written as data has at least: 2026-4-2.
const dataDigits = 6

func digits(s []byte) (n int) {
	for _, b := range s {
		if b >= '0' && b <= '9' {
			n++
		}
	}
	return n
}

// loadsScript reports whether the page includes a script that was not read here.
func (c *content) loadsScript() bool {
	t := c.t
	for i := range c.p.each(scriptTags) {
		if _, ok := t.AttrBytes(i, "src"); ok {
			return true
		}
	}
	return false
}

// scriptKnows reports whether n or an element below it has an id some inline
// script names, or a script of its own.
func (c *content) scriptKnows(n int32) bool {
	t := c.t
	for k := n; k < t.Nodes[n].Stop && k < n+64; k++ {
		if t.Nodes[k].Tag == htmltree.Script {
			return true
		}
		id, ok := t.AttrBytes(k, "id")
		if !ok || len(id) < 2 {
			continue
		}
		for _, s := range c.p.scripts {
			if bytes.Contains(t.RawBytes(s.node), id) {
				return true
			}
		}
	}
	return false
}

// stamps reads pictures that mark a document as out of force.
func (c *content) stamps() {
	t := c.t
	for i := range c.p.shown(1, stampTags) {
		if c.p.zones[i] != inBody && c.p.zones[i] != inRelated {
			continue
		}
		if nd := &t.Nodes[i]; nd.Tag != htmltree.Img && nd.First != 0 { // no picture set by a style sheet
			continue
		}
		word := ""
		t.Attrs(i, func(key, value []byte) bool {
			switch strings.ToLower(string(key)) {
			case "alt", "title":
				if s := htmltree.Decode(value); len(s) <= 60 && validityWord(s) {
					word = s
				}
			case "src":
				if word == "" {
					word = stampFile(string(value))
				}
			}
			return true
		})
		if word != "" && !c.hidden(i) && t.Up(i, htmltree.Li) == 0 {
			c.addField(candidate{Field: Field{Name: Validity, Value: strings.TrimSpace(word), Via: "stamp"}})
			return
		}
	}
}

// stampFile returns what the file name of a stamp says, "" if it is none.
func stampFile(src string) string {
	if i := strings.LastIndexByte(src, '/'); i >= 0 {
		src = src[i+1:]
	}
	name, _, _ := strings.Cut(strings.ToLower(src), ".")
	name = strings.Trim(name, "0123456789-_")
	name = strings.TrimPrefix(strings.TrimPrefix(name, "icon_"), "img_")
	switch name {
	case "feizhi", "yifeizhi", "yfz", "fz_stamp", "废止", "已废止":
		return "废止"
	case "shixiao", "yishixiao", "ysx", "失效", "已失效":
		return "失效"
	}
	return ""
}

// hidden reports whether n or something near above it is not displayed.
func (c *content) hidden(n int32) bool {
	for k := 0; n != 0 && k < 5; n, k = c.t.Nodes[n].Parent, k+1 {
		if v, ok := c.t.AttrBytes(n, "style"); ok {
			s := strings.ReplaceAll(strings.ToLower(string(v)), " ", "")
			if strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden") {
				return true
			}
		}
	}
	return false
}

// titleMark reads 〔已废止〕 and the like at either end of the title.
func (c *content) titleMark() {
	for _, s := range [...]string{c.f.Heading, c.f.Title, c.f.HTMLTitle} {
		s = strings.TrimSpace(s)
		for _, b := range [...][2]string{{"（", "）"}, {"(", ")"}, {"【", "】"}, {"[", "]"}, {"〔", "〕"}} {
			word := ""
			if i := strings.LastIndex(s, b[0]); i > 0 && strings.HasSuffix(s, b[1]) {
				word = s[i+len(b[0]) : len(s)-len(b[1])]
			} else if rest, ok := strings.CutPrefix(s, b[0]); ok {
				word, _, ok = strings.Cut(rest, b[1])
				if !ok {
					word = ""
				}
			}
			if word = strings.TrimSpace(word); word != "" && word != "修改" && word != "修订" && validityWord(word) {
				c.addField(candidate{Field: Field{Name: Validity, Value: word, Via: "text"}})
				return
			}
		}
	}
}

// plainMark reads a state that stands alone near the heading, or behind a stroke:
// 【现行有效】, <span class="tag">废止</span>, 状态|有效.
func (c *content) plainMark() {
	for _, f := range c.f.Fields {
		if f.Name == Validity {
			return
		}
	}
	from, to := 0, min(len(c.rows), c.bodyStart()+3)
	if c.heading != 0 {
		from = max(0, c.firstLine(c.heading)-6)
	}
	for i := from; i < to; i++ {
		l := &c.rows[i]
		if l.runes > 12 || l.linked > 0 || c.p.zones[l.node] != inBody {
			continue
		}
		s := c.words(i)
		if k := strings.LastIndexAny(s, "|｜丨/"); k >= 0 { // 状态|有效
			_, size := utf8.DecodeRuneInString(s[k:])
			s = strings.TrimSpace(s[k+size:])
		}
		bare := strings.Trim(s, "【】[]〔〕()（） ")
		apart := bare != c.words(i) || c.namedState(c.t.Nodes[l.node].Parent) || c.namedState(l.block) || c.cellTag(l.block) == htmltree.None
		if validityWord(s) && bare != "修改" && bare != "修订" && apart {
			c.addField(candidate{Field: Field{Name: Validity, Value: bare, Via: "text"}})
			return
		}
	}
}

// namedState reports whether an id or class of n says it shows a state.
func (c *content) namedState(n int32) bool {
	found := false
	c.t.Attrs(n, func(key, value []byte) bool {
		if isIDOrClass(key) && len(value) <= 80 {
			low := strings.ToLower(string(value))
			found = found || statusName(low) || strings.Contains(low, "feizhi") || strings.Contains(low, "stamp") || strings.Contains(low, "valid")
		}
		return !found
	})
	return found
}
