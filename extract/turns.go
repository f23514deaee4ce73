package extract

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// readTurns adds the pages of a list that its pager leads to and no link names:
// those between the numbers it shows, and those its scripts put together. What it
// cannot follow it notes: the list is then not wholly seen.
func (p *page) readTurns() {
	f := p.f
	if f.Kind == Article || f.Kind == Report || f.Kind == Frame || p.home {
		return
	}
	t := turns{p: p}
	t.read()
	if len(f.Items) > 0 && f.Signals.PartByScript == "" && !p.ran {
		f.Signals.PartByScript = t.more()
	}
	if t.fill() || t.atEnd() {
		return
	}
	for i := range f.Links {
		if v := f.Links[i].Via; v == Pager || v == Called {
			return
		}
	}
	if p.choice > 1 && p.choice >= t.last { // by GET, whatever its numbers do
		return
	}
	t.last = max(t.last, f.Signals.Pages)
	if rows := len(f.Items); rows >= minRowsOfPage {
		if t.last == 0 && f.Signals.Total > rows {
			t.last, t.counted = (f.Signals.Total+rows-1)/rows, true
		} else if n := t.toldRows(); f.Signals.Total < 0 && n > 0 && !laterPage(f.URL) {
			f.Signals.Total = n
			if pages := (n + rows - 1) / rows; pages > t.last {
				t.last, t.said = pages, "共"+strconv.Itoa(n)+"条"
			}
		}
	}
	t.last = max(t.last, t.told())
	if t.posted && !t.single() && len(f.Items) > 0 {
		f.Signals.PartByScript = PostedPages
		return
	}
	if t.last < 2 && t.code == "" {
		return
	}
	for _, s := range p.scripts {
		t.static = t.static || strings.Contains(s.src, "maxStaticIndex")
	}
	if t.put() || t.form() || t.guess() && t.opaque == "" {
		return
	}
	if t.posted && len(f.Items) > 0 {
		f.Signals.PartByScript = PostedPages
	} else if code := cmp.Or(t.code, t.opaque); code != "" && f.Signals.PartByScript == "" && (t.code != "" || !p.ran) {
		f.Signals.PartByScript = code
	} else if t.last > 1 && !p.ran && len(t.shown) == 0 && len(f.Items) > 0 && f.Signals.PartByScript == "" {
		f.Signals.PartByScript = cmp.Or(t.said, "共"+strconv.Itoa(t.last)+"页") // and nothing that leads to them
	}
}

// turns is the pager of a page while it is read.
type turns struct {
	p     *page
	shown []shownTurn // links that are named by the number of a page or the like
	last  int         // the greatest number of a page
	said  string      // how the page says how many rows there are
	code  string      // an entry of the pager that is a script

	opaque  string // where a script writes links to pages whose addresses it works out
	posted  bool   // an entry of the pager sends a form by POST
	counted bool   // the greatest number follows from that of the rows
	static  bool   // the greatest number is that of the last static page
}

// minRowsOfPage is how many rows a page of a list that has several has at least.
const minRowsOfPage = 5

type shownTurn struct {
	url    string
	number int  // 0: the next or the last page
	next   bool // it is called the next
}

// maxShown bounds the entries of a pager that are compared.
const maxShown = 14

// turnNumber reads what an entry of a pager is called: a number, or 0 for the next
// and the last page.
func turnNumber(text string) (int, bool) {
	if len(text) > 24 || text == "" {
		return 0, false
	}
	switch text {
	case "下一页", "下页", "后一页", "尾页", "末页", "最后一页", "最末页", "末尾页", ">", ">>", "›", "»", "next", "Next", "last", "Last", "下一页>", "下一页>>", "尾页>>":
		return 0, true
	}
	s := strings.TrimSuffix(strings.TrimPrefix(strings.Trim(text, "[]【】()·. "), "第"), "页")
	if len(s) == 0 || len(s) > 4 || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n > 0
}

// read collects the entries of the pager.
func (t *turns) read() {
	tree := t.p.tree
	for i := range t.p.f.Links {
		l := &t.p.f.Links[i]
		if l.Via != Anchor && l.Via != OnClick || len(t.shown) >= maxShown {
			continue
		}
		if n, ok := turnNumber(l.Text); ok {
			t.shown = append(t.shown, shownTurn{l.URL, n, isNext(l.Text)})
		}
	}
	for i := range tree.Nodes {
		n := int32(i)
		if nd := &tree.Nodes[i]; nd.Tag != htmltree.A && nd.Tag != htmltree.Span && nd.Tag != htmltree.Button && nd.Tag != htmltree.Li && nd.Tag != htmltree.Input || nd.Kind != htmltree.Element || nd.From == nd.To {
			continue
		}
		if _, off := tree.Attr(n, "disabled"); off {
			continue
		}
		code := t.codeOf(n)
		if tag := tree.Nodes[i].Tag; code == "" && tag != htmltree.Button && tag != htmltree.Input {
			continue
		}
		text := clean(tree.Text(n))
		if text == "" {
			text, _ = tree.Attr(n, "value")
		}
		if text == "" {
			text = t.p.linkText(n)
		}
		number, ok := turnNumber(text)
		if !ok {
			continue
		}
		if t.posts(n, code) {
			t.posted = t.posted || number != 1
			t.last = max(t.last, number)
			continue
		}
		if code == "" {
			continue
		}
		t.last = max(t.last, number, lastNumber(code))
		if t.code == "" && (number > 1 || lastNumber(code) > 1 || number == 0 && (t.steps(code) || t.departs(code))) {
			t.code = quoteLine(code)
		}
	}
}

// backWords are what an entry of a pager that leads back is called.
var backWords = []string{"上一页", "上页", "前一页", "<上一页", "<<上一页", "‹", "«", "<", "prev", "Prev"}

// atEnd reports the last page of a list whose pager is made of links: one leads back and
// none on. A form beside it, for the number of a page, leads to no others.
func (t *turns) atEnd() bool {
	return laterPage(t.p.f.URL) && len(t.shown) == 0 && t.code == "" && !t.posted && slices.ContainsFunc(t.p.f.Links, func(l Link) bool {
		return (l.Via == Anchor || l.Via == OnClick) && l.Region == Body && slices.Contains(backWords, strings.Trim(l.Text, "[]【】()· ")) && l.URL != t.p.f.URL
	})
}

// steps reports a call without a number that works out itself which page comes next
// and goes there: nextPage() with function nextPage(){ location.href = … (cur+20) … }.
func (t *turns) steps(code string) bool {
	name, _, ok := strings.Cut(strings.TrimPrefix(code, "return "), "(")
	if !ok || !isIdentifier(name) {
		return false
	}
	body, _ := t.p.functionOf(strings.TrimSpace(name))
	return strings.Contains(body, "+") && (strings.Contains(body, "location") || strings.Contains(body, "submit("))
}

// departs reports code that goes to where it works out itself, as
// location = document.querySelector("link[rel=next]").href does.
func (t *turns) departs(code string) bool {
	if !strings.Contains(code, "location") {
		return false
	}
	to := newScope(t.p).goes(code)
	return len(to) == 1 && to[0] == ""
}

// moreWords are what is pressed for more rows of a list.
var moreWords = []string{"加载更多", "点击加载", "上拉加载", "查看更多", "显示更多", "展开更多", "浏览更多"}

// more returns the words of a list that are pressed for more of its rows, and are no
// link: only a script knows what then comes.
func (t *turns) more() string {
	tree := t.p.tree
	for i := range int32(len(tree.Nodes)) {
		nd := &tree.Nodes[i]
		if nd.Kind != htmltree.Text || nd.RawText || nd.To-nd.From > 60 || nd.To-nd.From < int32(len("更多")) || t.p.zones[i] != inBody {
			continue
		}
		raw := string(tree.RawBytes(i))
		if !containsWord(raw, moreWords) || utf8.RuneCountInString(clean(raw)) > 12 {
			continue
		}
		if a := tree.Up(i, htmltree.A); a > 0 {
			if ref, ok := tree.Attr(a, "href"); ok && strings.Trim(ref, "# ") != "" && !strings.HasPrefix(strings.ToLower(strings.TrimSpace(ref)), "javascript:") {
				continue
			}
		}
		return clean(raw)
	}
	return ""
}

// Turns reports whether rows of a list come when its reader presses something that
// only a script knows the meaning of.
func (s *Signals) Turns() bool { return s.PartByScript != "" && s.PartByScript[0] != '#' }

// codeOf returns the script that an element runs when it is clicked.
func (t *turns) codeOf(n int32) string {
	if v, ok := t.p.tree.AttrBytes(n, "onclick"); ok && len(v) < 300 {
		return decided(htmltree.Decode(v))
	}
	if v, ok := t.p.tree.AttrBytes(n, "href"); ok && len(v) > 11 && len(v) < 300 && strings.EqualFold(string(v[:11]), "javascript:") {
		return strings.TrimSpace(htmltree.Decode(v[11:]))
	}
	return ""
}

// lastNumber returns the last number of up to four digits in a call, 0 without.
func lastNumber(code string) int {
	end := strings.LastIndexAny(code, "0123456789")
	if end < 0 || strings.IndexByte(code, '(') < 0 {
		return 0
	}
	from := end
	for from > 0 && isDigit(code[from-1]) {
		from--
	}
	if end-from >= 4 || from > 0 && isWordByte(code[from-1]) {
		return 0
	}
	n, _ := strconv.Atoi(code[from : end+1])
	return n
}

// fill adds the pages between those a pager links to, and reports whether it
// links to pages at all.
func (t *turns) fill() bool {
	var best []int // indices in shown
	var prefix, suffix string
	for i := range t.shown {
		for j := i + 1; j < len(t.shown); j++ {
			pre, suf, ok := around2(t.shown[i].url, t.shown[j].url)
			if !ok || len(best) > 0 && pre == prefix && suf == suffix {
				continue
			}
			var group []int
			for k := range t.shown {
				if _, ok := between2(t.shown[k].url, pre, suf); ok {
					group = append(group, k)
				}
			}
			if len(group) > len(best) {
				best, prefix, suffix = group, pre, suf
			}
		}
	}
	if len(best) == 0 {
		return t.lastAlone() || len(t.shown) > 0
	}
	step, low, high, from, width := 0, 1<<30, -1, -1, 0
	var known *shownTurn
	have := map[int]bool{}
	for _, k := range best {
		x := &t.shown[k]
		mid, _ := between2(x.url, prefix, suffix)
		v, _ := strconv.Atoi(mid)
		have[v] = true
		low, high = min(low, v), max(high, v)
		if mid[0] == '0' && len(mid) > 1 {
			width = len(mid)
		}
		if x.number == 0 {
			continue
		}
		if known == nil {
			known, from = x, v
		} else if first, _ := between2(known.url, prefix, suffix); x.number != known.number {
			v1, _ := strconv.Atoi(first)
			if d := (v - v1) / (x.number - known.number); d != 0 && (v-v1)%(x.number-known.number) == 0 {
				step = max(d, -d)
			}
		}
	}
	if step == 0 {
		step = 1
		if key := lastKey(prefix); offsetKey(key) {
			step = max(low, 1)
		}
	}
	if (high-low)/step > 2*maxPagerLinks && from < 0 {
		return true // no numbers of pages
	}
	add := func(v int) {
		if !have[v] {
			s := strconv.Itoa(v)
			if len(s) < width {
				s = strings.Repeat("0", width-len(s)) + s
			}
			if abs, ok := t.p.resolve(prefix + s + suffix); ok && abs != t.p.f.URL {
				t.p.addLink(Link{URL: abs, Region: Body, Via: Pager})
			}
		}
	}
	if from >= 0 && from-low > high-from { // the numbers fall: tzgg/30.htm is the second page of 31
		for n := range turnsFrom(0, (high-low)/step, (high-from)/step) {
			add(high - n*step)
		}
		return true
	}
	for n := range turnsFrom(0, (high-low)/step, max(from-low, 0)/step) {
		add(low + n*step)
	}
	return true
}

// around2 returns what stands before and after the one number in which two
// addresses differ.
func around2(a, b string) (prefix, suffix string, ok bool) {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	for i > 0 && isDigit(a[i-1]) {
		i--
	}
	j := 0
	for j < len(a)-i && j < len(b)-i && a[len(a)-1-j] == b[len(b)-1-j] {
		j++
	}
	for j > 0 && isDigit(a[len(a)-j]) {
		j--
	}
	prefix, suffix = a[:i], a[len(a)-j:]
	_, ok = between2(a, prefix, suffix)
	_, also := between2(b, prefix, suffix)
	return prefix, suffix, ok && also && a != b
}

// between2 returns the number, of up to six digits, between two parts of an address.
func between2(s, prefix, suffix string) (string, bool) {
	if len(s) <= len(prefix)+len(suffix) || !strings.HasPrefix(s, prefix) || !strings.HasSuffix(s, suffix) {
		return "", false
	}
	mid := s[len(prefix) : len(s)-len(suffix)]
	return mid, len(mid) <= 6 && strings.Trim(mid, "0123456789") == ""
}

// lastKey is the name of the parameter whose value begins where s ends.
func lastKey(s string) string {
	s = strings.TrimSuffix(s, "=")
	return strings.ToLower(s[strings.LastIndexAny(s, "?&")+1:])
}
