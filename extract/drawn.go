package extract

import (
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// drawingNodes is how many nodes a drawing without words has at least that is more than
// an icon.
const drawingNodes = 24

// littleText is the length of a text, in bytes, up to which a page may show what it is for
// in a picture behind a block, or in a link that opens a letter.
const littleText = 600

// drawn reports an element of the main part that shows what is not read as text and is no
// picture for itself: an organisation drawn in the page, a chart as the background of a
// block, a document within an attribute, a button.
func (c *content) drawn(i int32) bool {
	t := c.t
	nd := &t.Nodes[i]
	if nd.Kind != htmltree.Element || c.p.zones[i] != inBody {
		return false
	}
	little := len(c.f.Text) <= littleText
	switch nd.Tag {
	case htmltree.SVG:
		return nd.Stop-i > drawingNodes || nd.Stop > i+1 && t.Name(i+1) == "image" || strings.TrimSpace(t.Text(i)) != ""
	case htmltree.Canvas, htmltree.Xmp:
		return true
	case htmltree.Textarea:
		return c.sealed(i)
	case htmltree.Iframe:
		_, ok := t.Attr(i, "srcdoc")
		return ok
	case htmltree.Template: // shown as the inside of the element that holds it
		_, ok := t.Attr(i, "shadowrootmode")
		return ok
	case htmltree.Source: // of a <picture> without <img>; those of films count as films
		_, ok := t.Attr(i, "srcset")
		return ok
	case htmltree.Input:
		kind, _ := t.Attr(i, "type")
		value, _ := t.Attr(i, "value")
		return strings.EqualFold(strings.TrimSpace(kind), "button") && hasHan(value)
	case htmltree.A:
		if !little {
			return false
		}
		ref, _ := t.Attr(i, "href")
		low := strings.ToLower(strings.TrimSpace(ref))
		return strings.HasPrefix(low, "mailto:") || strings.HasPrefix(low, "tel:")
	case htmltree.Table, htmltree.Td:
		if !little {
			return false
		}
		if _, ok := t.Attr(i, "background"); ok {
			return true
		}
	case htmltree.Other:
		switch t.Name(i) {
		case "math", "applet":
			return true
		}
	case htmltree.Div, htmltree.Section, htmltree.P, htmltree.Span, htmltree.Ul, htmltree.Li:
	default:
		return false
	}
	if !little || nd.From == nd.To || c.p.m.of(c.p.m.plain, t, i)+c.p.m.of(c.p.m.linked, t, i) > 0 {
		return false
	}
	style, ok := t.AttrBytes(i, "style")
	return ok && indexFold(style, "url(") >= 0
}

// Lengths from which words count that stand where none are read, in characters.
const (
	sealedRunes  = 20
	writtenRunes = 60 // of a field to write in, which may say what to write
)

// sealed reports a drawn element that holds words of some length.
func (c *content) sealed(i int32) bool {
	t := c.t
	switch t.Nodes[i].Tag {
	case htmltree.Xmp, htmltree.Iframe, htmltree.Template:
		return true
	case htmltree.SVG:
		return runeCount(strings.TrimSpace(t.Text(i))) >= sealedRunes
	case htmltree.Textarea:
		runes := runeCount(strings.TrimSpace(t.Text(i)))
		_, only := t.Attr(i, "readonly")
		_, off := t.Attr(i, "disabled")
		return runes >= writtenRunes || (only || off) && runes >= sealedRunes
	}
	return false
}
