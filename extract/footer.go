package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// Bottom is what stands at the end of a page, where 国办发〔2017〕47号 wants the body
// that runs the site, its identifier and its registrations. What counts as one of
// them is for rules to say.
type Bottom struct {
	Text      string   // visible text, alternative texts of pictures and titles included
	Addresses []string // of links, pictures and frames there, as written, and the ids of elements
	Scripts   []string // of the whole page: addresses of script files; what inline scripts at its end say
	Silent    int      // pictures there of which nothing says what they show
}

// Bounds of a footer.
const (
	footerRunes   = 1500 // of text; of a home page footerHome
	footerHome    = 4000
	footerAddress = 80 // addresses, and as many scripts
	inlineBytes   = 600
)

// readBottom gathers the end of the page, from its last node back.
func (p *page) readBottom() *Bottom {
	f := &Bottom{}
	t := p.tree
	limit := footerRunes
	if p.home {
		limit = footerHome
	}
	var texts []string // from the last to the first
	runes := 0
	at := int32(len(t.Nodes) - 1)
	for ; at > 0 && runes < limit; at-- {
		nd := &t.Nodes[at]
		switch {
		case nd.Kind == htmltree.Text && !nd.RawText && !t.Blank(at):
			if unseen(t, at) {
				continue
			}
			s := t.Text(at)
			runes += utf8.RuneCountInString(s)
			texts = append(texts, s)
		case nd.Kind == htmltree.Element:
			texts = p.footerElement(f, at, texts)
		}
	}
	var b strings.Builder
	for i := len(texts) - 1; i >= 0; i-- {
		b.WriteString(texts[i])
		b.WriteByte(' ')
	}
	f.Text = strings.TrimSpace(b.String())
	p.footerScripts(f, at)
	return f
}

// unseen reports text that belongs to a script, style or the like, or to the head.
func unseen(t *htmltree.Tree, n int32) bool {
	for up := t.Nodes[n].Parent; up > 0; up = t.Nodes[up].Parent {
		switch t.Nodes[up].Tag {
		case htmltree.Script, htmltree.Style, htmltree.Noscript, htmltree.Head, htmltree.Textarea:
			return true
		}
	}
	return false
}

// footerElement notes what an element says by its attributes.
func (p *page) footerElement(f *Bottom, n int32, texts []string) []string {
	t := p.tree
	tag := t.Nodes[n].Tag
	if tag == htmltree.Script || tag == htmltree.Meta || tag == htmltree.Link {
		return texts
	}
	said := false
	picture := tag == htmltree.Img || tag == htmltree.Input
	t.Attrs(n, func(key, value []byte) bool {
		switch strings.ToLower(string(key)) {
		case "href", "src", "id", "onclick", "data-src":
			if len(f.Addresses) < footerAddress && len(value) > 0 && len(value) < 300 {
				f.Addresses = append(f.Addresses, htmltree.Decode(value))
			}
		case "alt", "title", "aria-label", "value":
			if s := clean(htmltree.Decode(value)); s != "" && len(s) < 300 && (picture || tag == htmltree.A || tag == htmltree.Area) {
				texts = append(texts, s)
				said = true
			}
		}
		return true
	})
	if tag == htmltree.Img && !said {
		f.Silent++
	}
	return texts
}

// footerScripts notes the script files of the page and what its inline scripts
// after node from say.
func (p *page) footerScripts(f *Bottom, from int32) {
	t := p.tree
	for i := range t.Nodes {
		n := int32(i)
		if t.Nodes[i].Tag != htmltree.Script || len(f.Scripts) >= footerAddress {
			continue
		}
		if src, ok := t.Attr(n, "src"); ok {
			f.Scripts = append(f.Scripts, cutRunes(src, 200))
			continue
		}
		if n <= from {
			continue
		}
		if src := strings.TrimSpace(t.Raw(n)); src != "" {
			f.Scripts = append(f.Scripts, strings.Clone(src[:min(len(src), inlineBytes)]))
		}
	}
}
