package extract

import (
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// contentNames are ids and classes under which content management systems put
// the main text.
var contentNames = map[string]bool{
	"trs_editor": true, "trs_ueditor": true, "ucapcontent": true, "zoom": true, "zoomcon": true, "conzoom": true, "fontzoom": true,
	"vsb_content": true, "vsb_content_2": true, "vsb_content_4": true, "vsb_content_100": true, "vsb_content_500": true, "vsb_newscontent": true,
	"v_news_content": true, "wp_articlecontent": true, "news_content": true, "newscontent": true, "news-content": true,
	"article-content": true, "article_content": true, "articlecontent": true, "article-con": true, "article_con": true, "articlecon": true,
	"art_content": true, "art_con": true, "artcon": true, "article-body": true, "article_body": true,
	"content_text": true, "con_text": true, "contenttext": true, "contenttxt": true, "text_content": true, "textcontent": true,
	"view_content": true, "detail_content": true, "detail-content": true, "detailcontent": true, "detail_con": true, "xl_content": true,
	"info_cont": true, "info_content": true, "infocontent": true, "info-content": true, "pages_content": true, "page-content": true,
	"xxgk_content": true, "zwnr": true, "nr": true, "neirong": true, "zhengwen": true, "maintext": true, "main-text": true,
	"content_body": true, "contentbody": true, "bt-content": true, "j-fontcontent": true, "ivs_content": true, "ewb-article-content": true,
	"ewb-info-content": true, "contentbox": true, "conter": true, "content_con": true, "artibody": true, "mycontent": true, "doccontent": true,
	"document_content": true, "gkml_content": true, "zfxxgk_content": true, "content-text": true, "rich_text": true, "richtext": true,
	"wzcontent": true, "wz_content": true, "wenzhang": true, "newstext": true, "news_text": true, "newsbody": true, "news_body": true,
	"text-content": true, "showcontent": true, "show_content": true, "cont_txt": true, "txt_con": true, "txtcon": true, "con_txt": true,
}

// looseNames are weaker: they name the main text on one site and the whole page
// on another.
var looseNames = map[string]bool{
	"content": true, "article": true, "cont": true, "con": true, "text": true, "detail": true, "txt": true, "view": true, "main_content": true,
}

// share of the page's weight an element must keep to be taken for its main part.
const mainShare = 70

// findMain finds the element that holds the main part and, below it, the one
// that holds the main text. It relies on the text itself first and on names only
// to choose between elements that hold it.
func (c *content) findMain() {
	t := c.t
	root := t.Find(0, htmltree.Body)
	total := c.weight(root)
	dense := root
	for total > 0 {
		next := int32(0)
		for k := t.Nodes[dense].First; k != 0; k = t.Nodes[k].Next {
			nd := &t.Nodes[k]
			if nd.Kind == htmltree.Element && container(nd.Tag) && c.weight(k)*100 >= total*mainShare && !c.paragraph(k) {
				next = k
				break
			}
		}
		if next == 0 {
			break
		}
		dense = next
	}
	c.body = c.namedContent(root, dense, total)
	named := c.body != 0
	if !named {
		c.body = dense
	}
	c.findHeading()
	main := c.body
	if c.heading != 0 && !t.Contains(main, c.heading) {
		up := main
		for steps := 0; up != 0 && up != root && !t.Contains(up, c.heading) && steps < 12; steps++ {
			up = t.Nodes[up].Parent
		}
		if up != 0 && up != root && t.Nodes[up].Tag != htmltree.HTML {
			main = up
		} else if t.Contains(dense, c.body) && dense != root {
			main = dense
		}
	} else if !named && c.heading == 0 {
		main = dense
	}
	c.p.main = main
}

// paragraph reports a block without a name, and without blocks in it, beside others: the
// longest paragraph of a text is not the text.
func (c *content) paragraph(n int32) bool {
	t := c.t
	nd := &t.Nodes[n]
	if nd.Tag != htmltree.Div && nd.Tag != htmltree.Section {
		return false
	}
	named := false
	t.Attrs(n, func(key, _ []byte) bool {
		named = isIDOrClass(key)
		return !named
	})
	if named {
		return false
	}
	for i := n + 1; i < nd.Stop; i++ {
		if t.Nodes[i].Kind == htmltree.Element && t.Nodes[i].Tag.Block() && t.Nodes[i].Tag != htmltree.Br {
			return false
		}
	}
	return true
}

func container(tag htmltree.Tag) bool {
	switch tag {
	case htmltree.A, htmltree.P, htmltree.H1, htmltree.H2, htmltree.H3, htmltree.Tr, htmltree.Li, htmltree.Dd:
		return tag == htmltree.Tr || tag == htmltree.Li || tag == htmltree.Dd
	}
	return true
}

// namedContent returns the element under a name of a main text that holds most
// of it, 0 if none does.
func (c *content) namedContent(root, dense, total int32) int32 {
	t := c.t
	best, bestScore := int32(0), int32(0)
	grafts, next := graftAt(c.p.grafts, root)
	for i := root; i < t.Nodes[root].Stop; i++ {
		if i == next {
			g := &grafts[0]
			if grafts, next = graftAt(grafts[1:], i); !g.named {
				i = g.stop - 1
				continue
			}
		}
		switch t.Nodes[i].Tag {
		case htmltree.Div, htmltree.Td, htmltree.Article, htmltree.Section, htmltree.Span, htmltree.Font, htmltree.Table, htmltree.Main:
		default:
			continue
		}
		if c.p.zones[i] != inBody {
			continue
		}
		strength := c.named(i)
		if strength == 0 {
			continue
		}
		w := c.weight(i)
		if strength == 1 && (w*100 < total*40 || !t.Contains(dense, i)) {
			continue
		}
		score := w
		if strength == 2 {
			if w*100 < total*25 && w > 0 && total > 400 {
				continue
			}
			score = w*3 + 30
		}
		if w == 0 && !c.showsSomething(i) {
			continue
		}
		if score > bestScore || score == bestScore && t.Contains(best, i) {
			best, bestScore = i, score
		}
	}
	return best
}

// showsSomething reports whether there is a picture, frame or link below n.
func (c *content) showsSomething(n int32) bool {
	for i := n + 1; i < c.t.Nodes[n].Stop; i++ {
		switch c.t.Nodes[i].Tag {
		case htmltree.Img, htmltree.A, htmltree.Iframe, htmltree.Object, htmltree.Embed, htmltree.Video, htmltree.Audio:
			return true
		}
	}
	return false
}

// named tells how surely the names of n are those of a main text: 2, 1 or 0.
func (c *content) named(n int32) int {
	switch v := c.p.namesOf(n); {
	case v&saysText != 0:
		return 2
	case v&saysLoose != 0:
		return 1
	}
	return 0
}

func textName(value []byte) (says names) {
	if len(value) > 120 {
		return 0
	}
	for w := range strings.FieldsSeq(strings.ToLower(string(value))) {
		switch {
		case contentNames[w] || strings.HasPrefix(w, "vsb_content") || strings.HasPrefix(w, "trs_editor"):
			says |= saysText
		case looseNames[w]:
			says |= saysLoose
		}
	}
	return says
}

func isIDOrClass(key []byte) bool {
	return len(key) == 2 && key[0]|0x20 == 'i' && key[1]|0x20 == 'd' || len(key) == 5 && strings.EqualFold(string(key), "class")
}
