package extract

import (
	"net/url"
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// maxAttachments bounds Facts.Attachments.
const maxAttachments = 200

// documentTypes are the file types that are offered for download.
var documentTypes = map[string]bool{
	"pdf": true, "doc": true, "docx": true, "xls": true, "xlsx": true, "wps": true, "et": true, "ofd": true, "ceb": true, "ppt": true,
	"pptx": true, "dps": true, "zip": true, "rar": true, "7z": true, "txt": true, "rtf": true, "csv": true, "tif": true,
}

var pictureTypes = map[string]bool{"jpg": true, "jpeg": true, "png": true, "gif": true, "bmp": true}

// fileExtension returns the file type an address names in its path, or in a
// parameter such as file=…, in lower case; "" if none.
func fileExtension(ref string) string {
	path, query, _ := strings.Cut(ref, "?")
	path, _, _ = strings.Cut(path, "#")
	if ext := extension(path); ext != "" && !pageTypes[ext] {
		return ext
	}
	for query != "" {
		var pair string
		pair, query, _ = strings.Cut(query, "&")
		if _, v, ok := strings.Cut(pair, "="); ok {
			if u, err := url.QueryUnescape(v); err == nil {
				v = u
			}
			if ext := extension(v); documentTypes[ext] || pictureTypes[ext] {
				return ext
			}
		}
	}
	return ""
}

// viewed returns the document that a page made to view documents is asked to show, for
// which the page itself is nothing: pdfjs/web/viewer.html?file=/files/1.pdf. Any other
// address is returned as it is.
func viewed(ref string) string {
	i := strings.Index(ref, "?file=")
	if i < 0 || !strings.HasSuffix(ref[:i], ".html") && !strings.HasSuffix(ref[:i], ".htm") {
		return ref
	}
	file := ref[i+len("?file="):]
	if end := strings.IndexAny(file, "&#"); end >= 0 {
		file = file[:end]
	}
	file, err := url.QueryUnescape(file)
	if err != nil || !documentTypes[extension(file)] || !strings.HasPrefix(file, "/") && !strings.Contains(file, "://") {
		return ref
	}
	return file
}

// pageTypes are endings of addresses that are programs or pages.
var pageTypes = map[string]bool{"jsp": true, "do": true, "aspx": true, "asp": true, "php": true, "action": true, "ashx": true, "html": true, "htm": true, "shtml": true, "jspx": true}

func extension(path string) string {
	path = strings.TrimRight(path, " \t\r\n\"'")
	i := strings.LastIndexByte(path, '.')
	if i < 0 || len(path)-i > 6 || strings.ContainsAny(path[i:], "/\\") {
		return ""
	}
	return strings.ToLower(path[i+1:])
}

// namesFile reports whether words end with (or hold) the name of a file.
func namesFile(words string) bool {
	low := strings.ToLower(words)
	for i := strings.IndexByte(low, '.'); i >= 0; {
		n := i + 1
		for n < len(low) && low[n] >= 'a' && low[n] <= 'z' {
			n++
		}
		if ext := low[i+1 : n]; documentTypes[ext] || pictureTypes[ext] {
			return true
		}
		k := strings.IndexByte(low[i+1:], '.')
		if k < 0 {
			return false
		}
		i += 1 + k
	}
	return false
}

// downloads reports whether an address without a file type serves a file.
func downloads(ref string) bool {
	low := strings.ToLower(ref)
	for _, w := range [...]string{"download", "fileid=", "attachid=", "attach/", "attachment", "downfile", "filedown", "getfile", "wbfileid"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// program reports whether an address asks a program for something: show.asp?id=12.
// A link to it that goes by the name of a file offers that file.
func program(ref string) bool {
	path, query, ok := strings.Cut(ref, "?")
	if !ok || query == "" || scripted(ref) {
		return false
	}
	ext := extension(path)
	return ext == "" || pageTypes[ext] && !strings.HasSuffix(ext, "html") && ext != "htm"
}

// readAttachments fills Attachments: links to files and embedded documents in
// the main part or right behind it, never those of menus and footers.
func (c *content) readAttachments() {
	t := c.t
	main := c.p.main
	seen := map[string]bool{}
	for i := range c.p.shown(main, fileTags) {
		if len(c.f.Attachments) >= maxAttachments {
			break
		}
		nd := &t.Nodes[i]
		if z := c.p.zones[i]; z != inBody && z != inRelated {
			continue
		}
		ref, ok := "", false
		switch nd.Tag {
		case htmltree.A:
			ref, ok = c.p.href(i)
		case htmltree.Iframe, htmltree.Embed:
			ref, ok = t.Attr(i, "src")
		case htmltree.Object:
			ref, ok = t.Attr(i, "data")
		}
		if !ok || len(ref) > 2048 {
			continue
		}
		l, ok := c.attachment(i, nd.Tag, strings.TrimSpace(ref))
		if key := l.URL + l.Text; !ok || seen[l.URL] || seen[key] {
			continue
		}
		if !t.Contains(main, i) && !c.underAttachments(i) || c.list && l.Via == OnClick {
			continue
		}
		if l.Via == OnClick {
			seen[l.URL+l.Text] = true
		} else {
			seen[l.URL] = true
		}
		if nd.Tag == htmltree.A && c.p.wayOf(i).unheeded {
			l.Via = OnClick
		}
		c.f.Attachments = append(c.f.Attachments, l)
	}
	c.scriptAttachments(seen)
}

// scriptAttachments adds the documents that scripts standing in the text have shown or
// offered there: showPdf("/files/1.pdf", "100%").
func (c *content) scriptAttachments(seen map[string]bool) {
	if c.list {
		return
	}
	for _, s := range c.p.scripts {
		if z := c.p.zones[s.node]; z != inBody && z != inRelated || !c.t.Contains(c.p.main, s.node) && !c.underAttachments(s.node) {
			continue
		}
		for i := range s.literals {
			l := &s.literals[i]
			if len(c.f.Attachments) >= maxAttachments {
				return
			}
			if !documentTypes[fileExtension(l.value)] || !strings.Contains(l.value, "/") || !looksLikePath(l.value) || joined(s.src, *l) {
				continue
			}
			if abs, ok := c.p.resolve(l.value); ok && !seen[abs] {
				seen[abs] = true
				c.f.Attachments = append(c.f.Attachments, Link{URL: abs, Region: Body, Via: Script})
			}
		}
	}
}

// attachment reads one element that may offer a file.
func (c *content) attachment(n int32, tag htmltree.Tag, ref string) (Link, bool) {
	l := Link{Region: c.p.region(n), Via: Anchor}
	ext := fileExtension(ref)
	if tag == htmltree.A {
		if !scripted(ref) && !documentTypes[ext] && !pictureTypes[ext] && !downloads(ref) && !program(ref) {
			return l, false
		}
		l.Text = clean(c.t.Text(n))
		if v, ok := c.t.Attr(n, "title"); ok && clean(v) != l.Text {
			l.Title = clean(v)
		}
		if l.Text == "" {
			l.Text, l.Title = l.Title, ""
		}
		if saysDownload[Fold(l.Text)] && !namesFile(l.Title) {
			if name := c.nameBefore(n); name != "" {
				l.Text = name
			}
		}
	} else {
		l.Via = FrameSrc
		if u, err := url.Parse(ref); err == nil { // a viewer page: the document is its parameter
			for _, key := range [...]string{"file", "src", "url", "pdf"} {
				if v := u.Query().Get(key); documentTypes[fileExtension(v)] {
					ref = v
				}
			}
		}
		ext = fileExtension(ref)
	}
	switch {
	case tag == htmltree.A && scripted(ref):
		return c.scriptedAttachment(n, l)
	case documentTypes[ext]:
	case tag != htmltree.A:
		return l, false
	case pictureTypes[ext]:
		if !strings.Contains(l.Text, "附件") && !namesFile(l.Text) {
			return l, false
		}
	case downloads(ref):
		if !namesFile(l.Text) && !namesFile(l.Title) && !strings.Contains(l.Text, "附件") && !strings.Contains(l.Text, "下载") {
			return l, false
		}
	case program(ref) && (endsWithFile(l.Text) || endsWithFile(l.Title)):
	default:
		return l, false
	}
	abs, ok := c.p.resolve(ref)
	if !ok {
		return l, false
	}
	l.URL = abs
	return l, true
}

// saysDownload are folded texts of links that leave the name of the file to the
// words before them.
var saysDownload = map[string]bool{"下载": true, "点击下载": true, "附件下载": true, "立即下载": true, "文件下载": true, "下载附件": true, "点此下载": true, "查看": true, "预览": true, "在线预览": true, "download": true}

// nameBefore returns the words that stand before link n in its line, without the
// word 附件 and the size of the file; "" if there are none or too many.
func (c *content) nameBefore(n int32) string {
	t := c.t
	up := t.Nodes[n].Parent
	for k := 0; k < 2 && up != 0; k, up = k+1, t.Nodes[up].Parent {
		if c.linkCount(up) > 3 || n-up > 60 {
			return ""
		}
		var buf []byte
		for i := up + 1; i < n; i++ {
			if nd := &t.Nodes[i]; nd.Kind == htmltree.Text && !nd.RawText {
				buf = t.AppendText(buf, i)
			}
		}
		name := strings.Trim(clean(string(buf)), " []【】|：:")
		if at := strings.LastIndexAny(name, "(（"); at > 0 && len(name)-at < 24 && strings.ContainsAny(name[at:], "kKmMbB") && strings.ContainsAny(name[at:], "0123456789") {
			name = strings.TrimSpace(name[:at])
		}
		name = strings.TrimLeft(strings.TrimPrefix(name, "附件"), "：: ")
		if runes := runeCount(name); runes >= 3 && runes <= 150 {
			return name
		}
	}
	return ""
}

// scripted reports whether an address is none: what the link does is up to a
// script.
func scripted(ref string) bool {
	return ref == "" || ref[0] == '#' || len(ref) >= 11 && strings.EqualFold(ref[:11], "javascript:")
}

// scriptedAttachment reads a link that shows the name of a file and leaves the
// download to a script. The file is offered, its address unknown: it gets the
// page's own address, or the one TRS keeps in oldsrc.
func (c *content) scriptedAttachment(n int32, l Link) (Link, bool) {
	if l.Text == "" {
		l.Text, l.Title = l.Title, ""
	}
	if v, ok := c.t.Attr(n, "oldsrc"); ok && documentTypes[fileExtension(v)] {
		if abs, ok := c.p.resolve(v); ok {
			l.URL, l.Via = abs, OnClick
			return l, true
		}
	}
	if !endsWithFile(l.Text) && !endsWithFile(l.Title) {
		if v, ok := c.t.Attr(n, "alt"); !ok || !endsWithFile(v) {
			return l, false
		}
	}
	l.URL, l.Via = c.f.URL, OnClick
	return l, true
}

// endsWithFile reports whether words end with the name of a document file.
func endsWithFile(words string) bool {
	return documentTypes[extension(strings.TrimRight(words, " ）)】]"))]
}

// underAttachments reports whether n, behind the main part, stands in a block
// that says 附件.
func (c *content) underAttachments(n int32) bool {
	i := c.firstLine(n)
	for k := i; k >= 0 && k > i-12; k-- {
		if k < len(c.rows) && c.rows[k].node >= c.t.Nodes[c.p.main].Stop-1 && strings.Contains(c.line(k), "附件") && c.p.zones[c.rows[k].node] != inFooter {
			return true
		}
	}
	return false
}
