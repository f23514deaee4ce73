package extract

import (
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// readMedia counts what is not text in the main part.
func (c *content) readMedia() {
	t := c.t
	crumbs := c.firstCrumb() // what stands above the path to the page is its masthead
	for i := c.p.main; i < t.Nodes[c.p.main].Stop; i++ {
		if !c.p.inMain(i) {
			continue
		}
		if c.drawn(i) {
			c.f.Signals.Drawn++
			c.f.Signals.Sealed = c.f.Signals.Sealed || c.sealed(i)
		}
		switch t.Nodes[i].Tag {
		case htmltree.Img:
			if z := c.p.zones[i]; z != inFooter && z != inNav && i > crumbs && t.Contains(c.body, i) && !smallPicture(t, i) && !emptyPicture(t, i) {
				c.f.Media.Images++
			}
		case htmltree.Video:
			c.f.Media.Videos++
		case htmltree.Audio:
			c.f.Media.Audios++
		case htmltree.Embed, htmltree.Iframe, htmltree.Object, htmltree.Source:
			name := "src"
			if t.Nodes[i].Tag == htmltree.Object {
				name = "data"
			}
			if v, ok := t.Attr(i, name); ok {
				switch fileExtension(v) {
				case "mp4", "flv", "m3u8", "webm", "wmv", "avi", "mov", "swf":
					if p := t.Nodes[t.Nodes[i].Parent].Tag; p != htmltree.Video {
						c.f.Media.Videos++
					}
				case "mp3", "wav", "m4a", "wma", "ogg":
					if p := t.Nodes[t.Nodes[i].Parent].Tag; p != htmltree.Audio {
						c.f.Media.Audios++
					}
				}
			}
		case htmltree.A:
			if v, ok := c.p.href(i); ok {
				switch fileExtension(v) {
				case "mp4", "flv", "m3u8", "webm", "wmv":
					c.f.Media.Videos++
				case "mp3", "wav", "m4a", "wma":
					c.f.Media.Audios++
				}
			}
		}
	}
	switch {
	case c.f.Media.Images == 0 && len(c.f.Text) >= minPictured:
		c.readPictures()
	case c.f.Media.Images+int(c.f.Signals.Drawn) == 0 && len(c.f.Text) <= littleText:
		c.readBeside(crumbs)
	}
}

// readBeside counts what is drawn or pictured beside a main part of little text: where a
// page shows hardly a word of its own, the rows beside it may have been taken for that.
func (c *content) readBeside(crumbs int32) {
	t := c.t
	for i := range c.p.shown(crumbs+1, drawnTags) {
		if c.p.zones[i] != inBody || c.p.inMain(i) {
			continue
		}
		if c.drawn(i) || t.Nodes[i].Tag == htmltree.Img && !smallPicture(t, i) && !emptyPicture(t, i) && !below(t, i, htmltree.A) {
			c.f.Signals.DrawnBeside++
		}
	}
}

// below reports a node below an element with a tag.
func below(t *htmltree.Tree, n int32, tag htmltree.Tag) bool {
	for n = t.Nodes[n].Parent; n != 0 && t.Nodes[n].Tag != tag; n = t.Nodes[n].Parent {
	}
	return n != 0
}

// drawnTags are elements that may be drawn, or are pictures.
var drawnTags = tagsOf(htmltree.Img, htmltree.SVG, htmltree.Canvas, htmltree.Xmp, htmltree.Textarea, htmltree.Iframe, htmltree.Template, htmltree.Source,
	htmltree.Input, htmltree.A, htmltree.Table, htmltree.Td, htmltree.Other, htmltree.Div, htmltree.Section, htmltree.P, htmltree.Span, htmltree.Ul, htmltree.Li)

// firstCrumb returns the first node of the main part that belongs to the path to
// the page, 0 where it has none.
func (c *content) firstCrumb() int32 {
	for i := c.p.main; i < c.t.Nodes[c.p.main].Stop; i++ {
		if c.p.zones[i] == inCrumbs {
			return i
		}
	}
	return 0
}

// pictureWords stand in the name of a picture that explains something.
var pictureWords = [...]string{"图解", "图读", "图看", "图懂", "长图", "漫画", "海报", "图说"}

// minPictured is the length of text, in bytes, from which a page is an article
// whose pictures may stand beside it. Above a list they are banners.
const minPictured = 180

// toolWords stand in the names and addresses of pictures that are tools of a page.
var toolWords = [...]string{"二维码", "扫一扫", "微信", "分享", "打印", "返回", "关闭", "logo", "qr", "ewm", "erweima", "share", "weixin", "wechat", "print", "banner"}

// pictureTags are elements that are pictures, or that hold some in their way.
var pictureTags = tagsOf(htmltree.A, htmltree.Figure, htmltree.Img, htmltree.Div, htmltree.Span, htmltree.I, htmltree.P, htmltree.Em, htmltree.B)

// readPictures counts the pictures of an article that stand beside its text, not
// in it: those that bear its title or say that they explain, figures, and what
// stands between heading and text. A picture within a link leads to something else.
func (c *content) readPictures() {
	t, title, crumbs := c.t, Fold(c.f.Title), c.firstCrumb()
	name := Fold(c.f.Meta.SiteName)
	linkStop, figureStop := int32(0), int32(0)
	above := t.Nodes[t.Nodes[c.body].Parent].First // beside the text, before it
	for n := range c.p.shown(1, pictureTags) {
		switch t.Nodes[n].Tag {
		case htmltree.A:
			linkStop = max(linkStop, t.Nodes[n].Stop)
		case htmltree.Figure:
			figureStop = max(figureStop, t.Nodes[n].Stop)
		case htmltree.Img:
			if n < linkStop || n < crumbs || c.p.zones[n] != inBody || t.Contains(c.body, n) || emptyPicture(t, n) || smallPicture(t, n) {
				continue
			}
			alt, _ := t.Attr(n, "alt")
			if alt = Fold(alt); alt != "" && alt == name {
				continue // the name of the site, as a picture
			}
			named := runeCount(alt) >= 6 && (strings.Contains(title, alt) || title != "" && strings.Contains(alt, title))
			for _, w := range pictureWords {
				named = named || strings.Contains(alt, w)
			}
			if named || n < figureStop && c.p.inMain(n) || n > max(above, c.heading) && n < c.body && !toolPicture(t, n, alt) {
				c.f.Media.Images++
			}
		case htmltree.Div, htmltree.Span, htmltree.I, htmltree.P, htmltree.Em, htmltree.B:
			if n > max(above, c.heading) && n < c.body && n >= linkStop && c.p.zones[n] == inBody && (c.p.stamp(n) || c.p.blank(n) && c.namedState(n)) {
				c.f.Media.Images++
			}
		}
	}
}

// stamp reports whether an element without text is a picture by its style: a stamp
// set on a document.
func (p *page) stamp(n int32) bool {
	if !p.blank(n) {
		return false
	}
	t := p.tree
	if style, ok := t.AttrBytes(n, "style"); ok && indexFold(style, "url(") >= 0 {
		return true
	}
	class, _ := t.AttrBytes(n, "class")
	for _, w := range [...]string{"stamp", "seal", "yinzhang", "gaizhang"} {
		if indexFold(class, w) >= 0 {
			return true
		}
	}
	return false
}

// blank reports an element with next to nothing in it, and no text.
func (p *page) blank(n int32) bool {
	t := p.tree
	return t.Nodes[n].Kind == htmltree.Element && t.Nodes[n].Stop <= n+2 && p.m.of(p.m.plain, t, n)+p.m.of(p.m.linked, t, n) == 0
}

// toolPicture reports whether a picture serves the page: a code to scan, a logo.
func toolPicture(t *htmltree.Tree, n int32, alt string) bool {
	src, _ := t.Attr(n, "src")
	src = strings.ToLower(src)
	for _, w := range toolWords {
		if strings.Contains(alt, w) || strings.Contains(src, w) {
			return true
		}
	}
	return false
}

// emptyPicture reports whether a picture is no content: the ground of an image
// map, which is a menu, or one that says the page is being built.
func emptyPicture(t *htmltree.Tree, n int32) bool {
	if _, ok := t.AttrBytes(n, "usemap"); ok {
		return true
	}
	return builtPicture(t, n) != ""
}

// builtPicture returns the words of a picture that stands for content to come
// (栏目建设中), "" if it does not.
func builtPicture(t *htmltree.Tree, n int32) string {
	alt, ok := t.Attr(n, "alt")
	if !ok || len(alt) > 60 {
		return ""
	}
	return firstPhrase(Fold(alt), placeholders)
}

// smallPicture reports whether a picture is an icon: of a file type, an arrow,
// a button.
func smallPicture(t *htmltree.Tree, n int32) bool {
	src := pictureAddress(t, n)
	if src == "" {
		return true
	}
	low := strings.ToLower(src)
	if strings.Contains(low, "icon") || strings.Contains(low, "/fileicon/") || strings.Contains(low, "filetype") || strings.Contains(low, "arrow") {
		return true
	}
	if bulletNames[strings.TrimRight(fileStem(low), "0123456789_-")] {
		return true
	}
	for _, name := range [...]string{"width", "height"} {
		if v, ok := t.AttrBytes(n, name); ok && len(v) > 0 && len(v) <= 2 && isDigit(v[0]) {
			if len(v) == 1 || v[0] < '4' && isDigit(v[1]) {
				return true
			}
		}
	}
	return false
}

// lateSources are attributes from which scripts have a picture come when it is looked at.
var lateSources = [...]string{"data-src", "data-original", "data-lazy-src", "data-lazy", "data-echo", "data-url", "lazy-src", "lazysrc", "original", "_src", "srcset", "data-srcset"}

// pictureAddress returns where a picture is, also one that only comes when it is looked
// at; "" if nothing says.
func pictureAddress(t *htmltree.Tree, n int32) string {
	if src, ok := t.Attr(n, "src"); ok && src != "" {
		return src
	}
	for _, name := range lateSources {
		if src, ok := t.Attr(n, name); ok && src != "" {
			return src
		}
	}
	return ""
}

// bulletNames are file names of the marks before the rows of lists.
var bulletNames = map[string]bool{"dot": true, "bullet": true, "point": true, "li": true, "line": true, "spacer": true, "blank": true, "space": true, "jt": true,
	"jiantou": true, "new": true, "hot": true, "ico": true, "sanjiao": true, "arr": true}

// fileStem returns the file name an address ends with, without its type.
func fileStem(address string) string {
	address, _, _ = strings.Cut(address, "?")
	address = address[strings.LastIndexByte(address, '/')+1:]
	stem, _, _ := strings.Cut(address, ".")
	return stem
}
