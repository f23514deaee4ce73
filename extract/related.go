package extract

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// relatedHeads begin the heading of a block of related links.
var relatedHeads = []string{"相关", "政策解读", "解读", "文件解读", "政策原文", "原文链接", "关联", "延伸阅读", "政策图解", "图解", "一图读懂"}

// markRelated finds blocks headed 相关解读, 政策原文 and the like: a short text
// that is no link of a menu, followed by links.
func (p *page) markRelated(root int32) {
	t, m := p.tree, &p.m
	grafts, next := graftAt(p.grafts, root)
	for i := root; i < t.Nodes[root].Stop; i++ {
		if i == next {
			g := &grafts[0]
			if grafts, next = graftAt(grafts[1:], i); !g.heads {
				i = g.stop - 1
				continue
			}
		}
		if t.Nodes[i].Kind != htmltree.Text || p.zones[i] != inBody {
			continue
		}
		word := p.relatedHead(i)
		if word == "" {
			continue
		}
		if !strings.HasPrefix(word, "相关") {
			word = strings.TrimRight(word, "】]):>")
			if !isHead(word) || p.ownColumn(word) || m.plain[i]-m.plain[root] < 100 {
				continue
			}
		}
		p.fillRelated(i)
	}
}

// relatedHead returns the words of a text that may head related links, wherever it
// stands, as Fold writes them; "" of another.
func (p *page) relatedHead(n int32) string {
	nd := &p.tree.Nodes[n]
	if nd.Kind != htmltree.Text || nd.RawText || nd.To-nd.From > 120 {
		return ""
	}
	raw := p.tree.RawBytes(n)
	if runes := p.m.of(p.m.plain, p.tree, n); runes == 0 || runes > 12 || !mayBegin(raw, relatedHeads) {
		return ""
	}
	if word := strings.TrimLeft(Fold(htmltree.Decode(raw)), "【[(·>"); hasAnyPrefix(word, relatedHeads) {
		return word
	}
	return ""
}

// mayBegin reports whether source text may begin, as Fold writes it, with one of
// words: not where its first character is Chinese and that of none.
func mayBegin(raw []byte, words []string) bool {
	r, _ := utf8.DecodeRune(bytes.TrimLeft(raw, " \t\r\n"))
	if r < firstHan || r > lastHan {
		return true
	}
	r = foldRune(r)
	for _, w := range words {
		if first, _ := utf8.DecodeRuneInString(w); first == r {
			return true
		}
	}
	return false
}

// ownColumn reports whether the folded word is the name of the column the page
// itself belongs to, so that what it heads is the page.
func (p *page) ownColumn(word string) bool {
	for _, s := range p.trail {
		if Fold(s.Name) == word {
			return true
		}
	}
	return strings.HasPrefix(Fold(p.tree.Text(p.tree.Find(0, htmltree.Title))), word)
}

// isHead reports whether word is a heading of related links by itself; longer
// texts that begin so are titles.
func isHead(word string) bool {
	switch word {
	case "政策解读", "解读", "文件解读", "政策原文", "原文链接", "原文", "关联信息", "关联文件", "关联解读", "延伸阅读", "政策图解", "图解",
		"一图读懂", "解读材料", "解读文件", "解读信息", "解读链接", "解读文章", "文件原文", "政策文件原文":
		return true
	}
	return false
}

// fillRelated marks the block headed by the text node n: the nearest ancestor
// with links of its own beside the heading.
func (p *page) fillRelated(n int32) {
	t, m := p.tree, &p.m
	up := t.Nodes[n].Parent
	for steps := 0; steps < 4 && up != 0 && t.Nodes[up].Tag != htmltree.Body; steps++ {
		if m.of(m.links, t, up) > 0 {
			break
		}
		up = t.Nodes[up].Parent
	}
	plain := m.of(m.plain, t, up)
	if dates := m.of(m.dates, t, up); dates >= 5 && dates*2 > m.dates[len(t.Nodes)] {
		return // the rows of the page itself
	}
	if up == 0 || t.Nodes[up].Tag == htmltree.Body || m.of(m.links, t, up) == 0 || plain > 150 && plain > 2*m.of(m.linked, t, up) {
		return
	}
	if m.plain[n]-m.plain[up] > 20 || m.linked[n]-m.linked[up] > 40 { // the heading stands far inside
		return
	}
	for i := up; i < t.Nodes[up].Stop; i++ {
		if p.zones[i] == inBody {
			p.zones[i] = inRelated
		}
	}
}
