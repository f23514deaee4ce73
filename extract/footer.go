package extract

import (
	"bytes"
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
	Silent    int      // pictures there of which no words say what they show
	Mute      []string // the addresses of the first of them, with where they lead
}

// Bounds of a footer.
const (
	footerRunes   = 1500 // of text; of a home page footerHome
	footerHome    = 4000
	footerAddress = 80 // addresses, and as many scripts
	inlineBytes   = 600
	footerMute    = 12 // pictures without words
)

// readBottom gathers the end of the page.
func (p *page) readBottom() *Bottom {
	f := &Bottom{Addresses: p.ends[:0]}
	t := p.tree
	limit := 3 * footerRunes // in bytes
	if p.home {
		limit = 3 * footerHome
	}
	from := int32(len(t.Nodes) - 1)
	for size := 0; from > 1 && size < limit; from-- {
		if nd := &t.Nodes[from]; nd.Kind == htmltree.Text && !nd.RawText && !t.Blank(from) {
			size += int(nd.To - nd.From)
		}
	}
	text := p.foot[:0]
	for i := from; i < int32(len(t.Nodes)); i++ {
		switch nd := &t.Nodes[i]; {
		case nd.Tag == htmltree.Script || nd.Tag == htmltree.Style || nd.Tag == htmltree.Noscript || nd.Tag == htmltree.Head:
			i = nd.Stop - 1
		case nd.Kind == htmltree.Element && nd.From < nd.To:
			text = p.footerElement(f, i, text)
		case nd.Kind == htmltree.Text && !nd.RawText:
			text = append(t.AppendText(text, i), ' ')
			text = lastOf(text, footerRoom*limit)
		}
	}
	p.foot, p.ends = toReuse(text), f.Addresses
	f.Addresses = append([]string(nil), p.ends...) // nil if there are none
	clear(p.ends)
	f.Text = string(bytes.TrimSpace(text))
	p.footerScripts(f, from)
	return f
}

// footerRoom is how many times what is looked for the end of a page may take: one text
// alone may be the whole page.
const footerRoom = 4

// lastOf cuts a text down to its last characters where it has more than twice as many
// bytes as it may.
func lastOf(text []byte, most int) []byte {
	if len(text) <= 2*most {
		return text
	}
	from := len(text) - most
	for from < len(text) && !utf8.RuneStart(text[from]) {
		from++
	}
	return append(text[:0], text[from:]...)
}

// toReuse returns a buffer to be used for the next page, nil for one that grew beyond what
// pages need.
func toReuse(buf []byte) []byte {
	if cap(buf) > 256<<10 {
		return nil
	}
	return buf
}

// footerElement notes what an element says by its attributes.
func (p *page) footerElement(f *Bottom, n int32, text []byte) []byte {
	tag := p.tree.Nodes[n].Tag
	picture := tag == htmltree.Img || tag == htmltree.Input
	said := false
	p.tree.Attrs(n, func(key, value []byte) bool {
		if len(value) == 0 || len(value) >= 300 {
			return true
		}
		switch {
		case isKey(key, "href"), isKey(key, "src"), isKey(key, "id"), isKey(key, "onclick"), isKey(key, "data-src"):
			if len(f.Addresses) < footerAddress {
				f.Addresses = append(f.Addresses, htmltree.Decode(value))
			}
		case isKey(key, "alt"), isKey(key, "title"), isKey(key, "aria-label"), isKey(key, "value"):
			if picture || tag == htmltree.A || tag == htmltree.Area {
				text = append(htmltree.AppendDecode(text, value), ' ')
				said = true
			}
		}
		return true
	})
	if tag == htmltree.Img && !said {
		f.Silent++
		if src, _ := p.tree.Attr(n, "src"); len(f.Mute) < footerMute && len(src) < 300 {
			href := ""
			if a := p.tree.Up(n, htmltree.A); a != 0 {
				href, _ = p.tree.Attr(a, "href")
			}
			f.Mute = append(f.Mute, cutRunes(src+" "+href, 300))
		}
	}
	return text
}

// isKey reports whether key is the name of an attribute, in any case.
func isKey(key []byte, name string) bool {
	return len(key) == len(name) && (string(key) == name || strings.EqualFold(string(key), name))
}

// footerScripts notes the script files of the page and what its inline scripts
// after node from say.
func (p *page) footerScripts(f *Bottom, from int32) {
	t := p.tree
	for n := range p.each(scriptTags) {
		if len(f.Scripts) >= footerAddress {
			return
		}
		if src, ok := t.Attr(n, "src"); ok {
			f.Scripts = append(f.Scripts, cutRunes(src, 200))
			continue
		}
		if n <= from {
			continue
		}
		if src := bytes.TrimSpace(t.RawBytes(n)); len(src) > 0 {
			f.Scripts = append(f.Scripts, string(src[:min(len(src), inlineBytes)]))
		}
	}
}
