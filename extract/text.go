package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// maxText bounds Facts.Text in bytes.
const maxText = 64 << 10

// readText fills Text: the lines of the main text, without menus and footers,
// without the heading and what stands between it and the text (source, date,
// type size, share buttons).
func (c *content) readText() {
	var b strings.Builder
	for i := c.bodyStart(); i < len(c.rows); i++ {
		l := &c.rows[i]
		if l.node >= c.t.Nodes[c.body].Stop {
			break
		}
		if z := c.p.zones[l.node]; z != inBody && z != inRelated {
			continue
		}
		s := c.words(i)
		if s == "" {
			continue
		}
		if neighbours(s) {
			break
		}
		if b.Len()+len(s)+1 > maxText {
			break
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(s)
	}
	c.f.Text = b.String()
}

// bodyStart returns the first line of the main text proper.
func (c *content) bodyStart() int {
	i := c.firstLine(c.body)
	if c.heading == 0 || !c.t.Contains(c.body, c.heading) {
		return i
	}
	// Start behind the heading where it stands near the beginning.
	end := c.t.Nodes[c.heading].Stop
	runes := int32(0)
	for j := i; j < len(c.rows); j++ {
		if c.rows[j].node >= end {
			for k := 0; k < 8 && j < len(c.rows) && c.infoLine(j); k++ {
				j++
			}
			return j
		}
		if runes += c.rows[j].runes; runes > 600 {
			return i
		}
	}
	return i
}

// firstLine returns the index of the first line at or below node n.
func (c *content) firstLine(n int32) int {
	lo, hi := 0, len(c.rows)
	for lo < hi {
		mid := (lo + hi) / 2
		if c.rows[mid].node < n {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// infoWords stand in the line between heading and text.
var infoWords = [...]string{"时间", "日期", "来源", "作者", "字体", "字号", "浏览", "点击", "分享", "打印", "阅读", "访问", "稿源", "编辑", "發佈", "來源", "瀏覽"}

// infoLine reports whether line i is about the text instead of part of it.
func (c *content) infoLine(i int) bool {
	l := &c.rows[i]
	if l.runes > 120 {
		return false
	}
	s := c.words(i)
	if l.runes <= 3 {
		return true
	}
	if m, ok := nextDay(s, 0); ok && m.start <= 3 && len(s)-m.end <= 12 {
		return true
	}
	for _, w := range infoWords {
		if strings.Contains(s, w) && (strings.ContainsAny(s, "：:") || l.runes <= 10) {
			return true
		}
	}
	return false
}

// readMedia counts what is not text in the main part.
func (c *content) readMedia() {
	t := c.t
	for i := c.p.main; i < t.Nodes[c.p.main].Stop; i++ {
		if !c.p.inMain(i) {
			continue
		}
		switch t.Nodes[i].Tag {
		case htmltree.Img:
			if t.Contains(c.body, i) && !smallPicture(t, i) && !emptyPicture(t, i) {
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
			if v, ok := t.Attr(i, "href"); ok {
				switch fileExtension(v) {
				case "mp4", "flv", "m3u8", "webm", "wmv":
					c.f.Media.Videos++
				case "mp3", "wav", "m4a", "wma":
					c.f.Media.Audios++
				}
			}
		}
	}
	if c.f.Media.Images == 0 && len(c.f.Text) >= minPictured {
		c.readPictures()
	}
}

// pictureWords stand in the name of a picture that explains something.
var pictureWords = [...]string{"图解", "图读", "图看", "图懂", "长图", "漫画", "海报", "图说"}

// minPictured is the length of text, in bytes, from which a page is an article
// whose pictures may stand beside it. Above a list they are banners.
const minPictured = 180

// readPictures counts the pictures of an article that stand beside its text, not
// in it: those that bear its title or say that they explain, and figures. A picture
// within a link leads to something else.
func (c *content) readPictures() {
	t, title := c.t, Fold(c.f.Title)
	linkStop, figureStop := int32(0), int32(0)
	for i := range t.Nodes {
		n := int32(i)
		switch t.Nodes[i].Tag {
		case htmltree.A:
			linkStop = max(linkStop, t.Nodes[i].Stop)
		case htmltree.Figure:
			figureStop = max(figureStop, t.Nodes[i].Stop)
		case htmltree.Img:
			if n < linkStop || c.p.zones[n] != inBody || t.Contains(c.body, n) || emptyPicture(t, n) || smallPicture(t, n) {
				continue
			}
			alt, _ := t.Attr(n, "alt")
			alt = Fold(alt)
			named := utf8.RuneCountInString(alt) >= 6 && (strings.Contains(title, alt) || title != "" && strings.Contains(alt, title))
			for _, w := range pictureWords {
				named = named || strings.Contains(alt, w)
			}
			if named || n < figureStop && c.p.inMain(n) {
				c.f.Media.Images++
			}
		}
	}
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
	src, ok := t.Attr(n, "src")
	if !ok || src == "" {
		return true
	}
	low := strings.ToLower(src)
	if strings.Contains(low, "icon") || strings.Contains(low, "/fileicon/") || strings.Contains(low, "filetype") || strings.Contains(low, "arrow") {
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

// neighbours reports whether a line begins what stands below an article: the
// links to the ones before and after it.
func neighbours(s string) bool {
	for _, w := range [...]string{"上一篇：", "上一篇:", "下一篇：", "下一篇:", "上一条：", "上一条:", "下一条：", "下一条:"} {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}
