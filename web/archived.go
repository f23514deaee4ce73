package web

import (
	"bytes"
	"html/template"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// archived rewrites a stored page into one that can be looked at and can do nothing:
// of its elements only those that give text its structure remain, of its attributes
// only the spans of table cells. Scripts, styles, frames, forms and addresses are
// gone; what they stood for is said in words. Nothing of the source is copied but
// text, so nothing of it can act.
type archived struct {
	tree   htmltree.Tree
	out    bytes.Buffer
	texts  []string
	at     map[int32]int // text node to its place in texts
	parts  [][]span
	linked map[int32]bool // elements that lead to what is quoted
	marked int
	cut    bool
}

const (
	mostArchived = 8 << 20 // bytes of a page that is rewritten; of more, the beginning
	mostWritten  = 12 << 20
)

// rewriteArchived returns the page, UTF-8, with what is quoted marked, and how many
// places were. Title and address are for the head of the document.
func rewriteArchived(src []byte, address, quote string) (doc []byte, marked int) {
	a := &archived{at: map[int32]int{}, linked: map[int32]bool{}}
	if len(src) > mostArchived {
		src, a.cut = src[:mostArchived], true
	}
	a.tree.Parse(src)
	a.cut = a.cut || a.tree.Cut
	a.collect(0)
	if strings.TrimSpace(quote) != "" {
		a.parts = marks(a.texts, quote)
		a.links(address, quote)
	}
	a.out.WriteString(archivedHead)
	a.children(0)
	if a.cut {
		a.out.WriteString(`<p class="cut">（网页过长，以下从略。全文见原始文件。）</p>`)
	}
	a.out.WriteString("</body></html>\n")
	return a.out.Bytes(), a.marked
}

// archivedHead has its style inline: the page may load nothing, not even from us.
const archivedHead = `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>存档的网页</title><style>
:root{color-scheme:light dark}body{margin:1rem;font:16px/1.7 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
mark{background:#ffe08a;color:#000;outline:3px solid #b3261e;scroll-margin:6rem}table{border-collapse:collapse}td,th{border:1px solid #888;padding:.2rem .4rem;text-align:left;vertical-align:top}
.gone,.cut{opacity:.75;font-size:.85em}pre{white-space:pre-wrap}</style></head><body>`

// shownAs is what becomes of an element: its name, or div or nothing.
func shownAs(t htmltree.Tag) string {
	switch t {
	case htmltree.H1, htmltree.H2, htmltree.H3, htmltree.H4, htmltree.H5, htmltree.H6, htmltree.P, htmltree.Ul, htmltree.Ol, htmltree.Li, htmltree.Dl, htmltree.Dt, htmltree.Dd,
		htmltree.Table, htmltree.Caption, htmltree.Thead, htmltree.Tbody, htmltree.Tfoot, htmltree.Tr, htmltree.Td, htmltree.Th,
		htmltree.Blockquote, htmltree.Pre, htmltree.B, htmltree.Strong, htmltree.I, htmltree.Em, htmltree.U, htmltree.S, htmltree.Sub, htmltree.Sup, htmltree.Small, htmltree.Del, htmltree.Ins:
		return t.String()
	case htmltree.A:
		return "u"
	case htmltree.Select, htmltree.Option:
		return "div"
	case htmltree.Button:
		return ""
	}
	if t.Block() {
		return "div"
	}
	return ""
}

// unseen are elements whose content no reader sees.
func unseen(t htmltree.Tag) bool {
	switch t {
	case htmltree.Head, htmltree.Script, htmltree.Style, htmltree.Template, htmltree.Title, htmltree.Noframes, htmltree.Noembed, htmltree.Noscript:
		return true
	}
	return false
}

func (a *archived) collect(n int32) {
	a.tree.Walk(n, func(n int32) bool {
		node := &a.tree.Nodes[n]
		switch {
		case node.Kind == htmltree.Element:
			return !unseen(node.Tag)
		case node.Kind == htmltree.Text && !a.tree.Blank(n):
			text := a.tree.Raw(n)
			if !node.RawText {
				text = htmltree.Decode([]byte(text))
			}
			a.at[n] = len(a.texts)
			a.texts = append(a.texts, text)
		}
		return true
	})
}

// links finds the elements that lead to an address in the quote.
func (a *archived) links(address, quote string) {
	base, err := url.Parse(address)
	if err != nil {
		return
	}
	wanted := map[string]bool{}
	for _, w := range strings.Fields(quote) {
		if strings.HasPrefix(w, "http") {
			wanted[strings.TrimSuffix(w, "/")] = true
		}
	}
	if len(wanted) == 0 {
		return
	}
	a.tree.Walk(0, func(n int32) bool {
		if a.tree.Nodes[n].Kind != htmltree.Element {
			return true
		}
		for _, name := range []string{"href", "src"} {
			if ref, ok := a.tree.Attr(n, name); ok {
				if u, err := base.Parse(strings.TrimSpace(ref)); err == nil && wanted[strings.TrimSuffix(u.String(), "/")] {
					a.linked[n] = true
				}
			}
		}
		return true
	})
}

func (a *archived) children(n int32) {
	for c := a.tree.Nodes[n].First; c != 0; c = a.tree.Nodes[c].Next {
		a.node(c)
	}
}

func (a *archived) node(n int32) {
	if a.out.Len() > mostWritten {
		a.cut = true
		return
	}
	node := &a.tree.Nodes[n]
	switch node.Kind {
	case htmltree.Text:
		a.text(n)
		return
	case htmltree.Element:
	default:
		return
	}
	if unseen(node.Tag) {
		return
	}
	if words, only := a.instead(n); words != "" || only {
		a.words(n, words)
		return
	}
	switch node.Tag {
	case htmltree.Br, htmltree.Hr:
		a.out.WriteString("<" + node.Tag.String() + ">")
		return
	case htmltree.Wbr:
		return
	}
	name := shownAs(node.Tag)
	if name != "" {
		a.out.WriteString("<" + name)
		a.cellSpans(n)
		a.out.WriteByte('>')
	}
	if a.linked[n] {
		a.openMark()
	}
	a.children(n)
	if a.linked[n] {
		a.out.WriteString("</mark>")
	}
	if name != "" {
		a.out.WriteString("</" + name + ">")
	}
}

// instead says in words what an element was that cannot be shown; only reports that
// nothing else of it is.
func (a *archived) instead(n int32) (words string, only bool) {
	attr := func(name string) string {
		v, _ := a.tree.Attr(n, name)
		if runes := []rune(strings.TrimSpace(v)); len(runes) > 120 {
			return string(runes[:120]) + "…"
		}
		return strings.TrimSpace(v)
	}
	switch a.tree.Nodes[n].Tag {
	case htmltree.Img:
		return "[图片" + colon(attr("alt")) + "]", true
	case htmltree.Iframe, htmltree.Frame:
		return "[框架" + colon(attr("src")) + "]", true
	case htmltree.Object, htmltree.Embed, htmltree.Video, htmltree.Audio, htmltree.Canvas, htmltree.SVG:
		return "[" + a.tree.Nodes[n].Tag.String() + "]", true
	case htmltree.Input:
		if strings.EqualFold(attr("type"), "hidden") {
			return "", true
		}
		return "[" + attr("value") + attr("placeholder") + "]", true
	}
	return "", false
}

func colon(s string) string {
	if s == "" {
		return ""
	}
	return "：" + s
}

func (a *archived) words(n int32, words string) {
	if words == "" {
		return
	}
	if a.linked[n] {
		a.openMark()
		defer a.out.WriteString("</mark>")
	}
	a.out.WriteString(`<span class="gone">`)
	a.escape(words)
	a.out.WriteString("</span>")
}

// text writes a text node with what is quoted marked.
func (a *archived) text(n int32) {
	i, ok := a.at[n]
	if !ok {
		if a.tree.Nodes[n].Kind == htmltree.Text {
			a.out.WriteByte(' ')
		}
		return
	}
	text, from := a.texts[i], 0
	if a.parts != nil {
		for _, p := range inOrder(a.parts[i]) {
			a.escape(text[from:p.from])
			a.openMark()
			a.escape(text[p.from:p.to])
			a.out.WriteString("</mark>")
			from = p.to
		}
	}
	a.escape(text[from:])
}

func (a *archived) openMark() {
	if a.marked == 0 {
		a.out.WriteString(`<mark id="mark">`)
	} else {
		a.out.WriteString("<mark>")
	}
	a.marked++
}

// identity are numbers of identity cards: whoever looks at a page need not see them
// whole.
var identity = regexp.MustCompile(`[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])\d{5}[\dXx]`)

// presentable makes text of a stored page fit to be shown: identity numbers are
// covered, and marks that turn the direction of writing, with which text can pose as
// other text, are dropped.
func presentable(text string) string {
	text = strings.Map(func(r rune) rune {
		if r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	return identity.ReplaceAllStringFunc(text, func(s string) string { return s[:6] + "********" + s[14:] })
}

func (a *archived) escape(text string) { template.HTMLEscape(&a.out, []byte(presentable(text))) }

func (a *archived) cellSpans(n int32) {
	if t := a.tree.Nodes[n].Tag; t != htmltree.Td && t != htmltree.Th {
		return
	}
	for _, name := range []string{"colspan", "rowspan"} {
		v, _ := a.tree.Attr(n, name)
		if k, err := strconv.Atoi(strings.TrimSpace(v)); err == nil && k > 1 && k <= 200 {
			a.out.WriteString(" " + name + `="` + strconv.Itoa(k) + `"`)
		}
	}
}
