package extract

import (
	"bytes"
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// click reads onclick and its kin and, where data is set, data-href and its kin. It reports
// whether there was an address.
func (p *page) click(n int32, data bool) bool {
	found, pieces := false, false
	p.tree.Attrs(n, func(key, value []byte) bool {
		switch {
		case isPress(key):
			found = p.addCode(htmltree.Decode(value), p.clickText(n), "", n)
		case data && len(key) >= len("data-url") && isDataLink(key) && p.pieceOfFile(n, value):
			pieces = true
		case data && len(key) >= len("data-url") && isDataLink(key) && (!isDataFile(key) || documentTypes[extension(string(value))]) && looksLikePath(string(value)) && !oddEnding(string(value)) && p.tree.Nodes[n].Tag != htmltree.Table:
			if abs, ok := p.resolve(htmltree.Decode(value)); ok {
				p.addLink(Link{URL: abs, Text: p.clickText(n), Region: p.region(n), Via: OnClick})
				found = true
			}
		}
		return !found
	})
	if pieces && !found { // a document, of which the function knows the address
		p.f.Attachments = append(p.f.Attachments, Link{URL: p.f.URL, Text: p.clickText(n), Region: p.region(n), Via: OnClick})
	}
	return found
}

// pieceOfFile reports the name of a document, perhaps with its last folders, that an
// element hands with itself to a function: in which folder that is, the function knows.
func (p *page) pieceOfFile(n int32, value []byte) bool {
	piece := string(value)
	if !documentTypes[extension(piece)] || strings.HasPrefix(piece, "/") || strings.HasPrefix(piece, ".") || strings.Contains(piece, ":") || len(p.f.Attachments) >= maxAttachments {
		return false
	}
	code, _ := p.tree.Attr(n, "onclick")
	name, args, ok := strings.Cut(code, "(")
	return ok && isIdentifier(name) && strings.HasPrefix(strings.TrimLeft(args, " "), "this")
}

// fileEndings are those of the files that sites have, but for pictures and the like.
var fileEndings = map[string]bool{"html": true, "htm": true, "shtml": true, "shtm": true, "jhtml": true, "xhtml": true, "phtml": true, "dhtml": true, "mhtml": true, "jsp": true, "jspx": true, "jspa": true, "jsf": true, "asp": true, "aspx": true, "ashx": true, "php": true, "do": true, "action": true, "cgi": true, "cfm": true, "nsf": true, "dll": true, "pl": true, "py": true, "exe": true,
	"xml": true, "json": true, "txt": true, "csv": true, "rss": true, "pdf": true, "doc": true, "docx": true, "xls": true, "xlsx": true, "ppt": true, "pptx": true, "wps": true, "et": true, "dps": true, "ofd": true, "ceb": true, "cebx": true, "caj": true, "rtf": true, "zip": true, "rar": true, "tar": true, "gz": true, "mp": true, "flv": true, "avi": true, "wmv": true, "mov": true, "apk": true, "tif": true, "tiff": true, "bmp": true, "webp": true}

// oddEnding reports an address that ends like a file of a kind no site has: its letters
// were exchanged, and only a script knows for which.
func oddEnding(address string) bool {
	if i := strings.Index(address, "://"); i >= 0 {
		if _, address, _ = strings.Cut(address[i+3:], "/"); address == "" {
			return false
		}
	}
	path := pathOnly(address)
	dot := strings.LastIndexByte(path, '.')
	if dot < 0 || strings.IndexByte(path[dot:], '/') >= 0 {
		return false
	}
	ending := strings.ToLower(path[dot+1:])
	if len(ending) < 2 || len(ending) > 6 || fileEndings[ending] || isAsset("."+ending) {
		return false
	}
	for _, c := range []byte(ending) {
		if c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

// goesToo adds where else a link to abs takes its reader when it is pressed: it opens the
// columns of a part in one frame and, by its script, what is new of it in another.
func (p *page) goesToo(n int32, abs, text string) {
	p.tree.Attrs(n, func(key, value []byte) bool {
		if !isPress(key) {
			return true
		}
		for _, l := range literals(htmltree.Decode(value), nil) {
			if !setsLocation(&l) && !setsFrame(&l) || !looksLikePath(l.value) {
				continue
			}
			if to, ok := p.resolve(l.value); ok && to != abs {
				p.addLink(Link{URL: to, Text: text, Region: p.region(n), Via: OnClick})
			}
		}
		return true
	})
}

// setsFrame reports a literal that a frame known by its name is sent to:
// parent.main.location.href = '…'.
func setsFrame(l *literal) bool {
	return l.assigned && (strings.HasSuffix(l.name, ".location") || strings.HasSuffix(l.name, ".location.href"))
}

// isPress reports an attribute with what an element does when it is pressed.
func isPress(key []byte) bool {
	if len(key) < len("onclick") || len(key) > len("onmousedown") || key[0]|0x20 != 'o' {
		return false
	}
	switch strings.ToLower(string(key)) {
	case "onclick", "onmousedown", "onmouseup", "ondblclick":
		return true
	}
	return false
}

func isDataLink(key []byte) bool {
	switch strings.ToLower(string(key)) {
	case "data-href", "data-url", "data-link", "data-path":
		return true
	}
	return isDataFile(key)
}

// isDataFile reports an attribute that holds the address of a document.
func isDataFile(key []byte) bool {
	switch strings.ToLower(string(key)) {
	case "data-file", "data-pdf", "data-doc", "data-download", "data-attach":
		return true
	}
	return false
}

func (p *page) clickText(n int32) string {
	text := p.linkText(n)
	if runeCount(text) > 80 {
		return cutRunes(text, 80)
	}
	if text == "" {
		for _, name := range [...]string{"alt", "title", "value"} {
			if v, ok := p.tree.Attr(n, name); ok && clean(v) != "" {
				return clean(v)
			}
		}
	}
	return text
}

// addCode adds the address that a piece of script written in an attribute goes
// to: location.href='…', window.open("…"), openUrl('…').
func (p *page) addCode(code, text, title string, n int32) bool {
	if code = decided(code); code == "" {
		return false
	}
	if abs, ok := p.codeLeads(code, text, n); ok {
		p.addLink(Link{URL: abs, Text: text, Title: title, Region: p.region(n), Via: OnClick})
		return true
	}
	if _, turn := turnNumber(text); turn {
		return false
	}
	if p.zones[n] != inFooter {
		if id, ok := p.tree.Attr(n, "id"); ok {
			code = strings.ReplaceAll(code, "this.id", "'"+id+"'") // rows are told apart by it
		}
		p.press(code, text)
	}
	return false
}

// givenMore reports a call that is given a path which other calls of the page are given,
// too, each with something else beside it: go('show.asp', 'id', '12'). Where it leads, only
// its function knows.
func (p *page) givenMore(code string, l *literal) bool {
	if l.assigned || strings.HasSuffix(l.name, "open") || strings.ContainsAny(l.value, "0123456789") {
		return false
	}
	if after := skipSpace(code, l.end); after >= len(code) || code[after] != ',' {
		return false
	}
	source := p.tree.Source()
	own := bytes.Count(source, []byte(code))
	return own > 0 && bytes.Count(source, []byte(code[:l.end])) > own
}

// codeLeads returns where code goes that is decided upon and belongs to element n, which
// says text; the functions that a pager calls are not read here.
func (p *page) codeLeads(code, text string, n int32) (string, bool) {
	if abs, ok := p.goesBySelf(code, n); ok {
		return abs, true
	}
	_, turn := turnNumber(text)
	for _, l := range literals(code, nil) {
		if looksLikePath(l.value) && !turn {
			if abs, ok := p.goesByFunction(code); ok { // it may add to what it is given
				return abs, true
			}
		}
		if joined(code, l) {
			if abs, ok := p.goesPieced(code); ok {
				return abs, true
			}
			break // the beginning of an address is none
		}
		if !looksLikePath(l.value) || isFileName(l.value) && !setsLocation(&l) && !strings.HasSuffix(l.name, "open") {
			continue // in which folder a file is, the function knows
		}
		if p.givenMore(code, &l) {
			break
		}
		if abs, ok := p.resolve(l.value); ok {
			return abs, true
		}
	}
	if turn {
		return "", false
	}
	return p.goesByFunction(code)
}

// leads returns where link n takes its reader, by its address or by what a press on it
// runs; "" where that is not known.
func (p *page) leads(n int32) string {
	w := p.wayOf(n)
	if !w.has && p.namesOf(n)&hasClick == 0 {
		return ""
	}
	if w.has && !w.drawn {
		if abs, ok := p.resolve(strings.TrimSpace(w.ref)); ok {
			return abs
		}
	}
	if code, ok := scriptOf(w.ref); ok {
		if code = decided(code); code != "" {
			if abs, ok := p.codeLeads(code, w.text, n); ok {
				return abs
			}
		}
	}
	to := ""
	p.tree.Attrs(n, func(key, value []byte) bool {
		if isPress(key) {
			if code := decided(htmltree.Decode(value)); code != "" {
				to, _ = p.codeLeads(code, w.text, n)
			}
		}
		return to == ""
	})
	return to
}

// goesPieced returns where code goes that puts its address together of what is known:
// window.open('view.asp?id=' + 12).
func (p *page) goesPieced(code string) (string, bool) {
	to := newScope(p).goes(code)
	if len(to) != 1 || !looksLikePath(to[0]) {
		return "", false
	}
	return p.resolve(to[0])
}

// isFileName reports the name of a document without a folder.
func isFileName(s string) bool {
	if strings.ContainsAny(s, "/?") {
		return false
	}
	switch strings.ToLower(s[strings.LastIndexByte(s, '.')+1:]) {
	case "pdf", "doc", "docx", "xls", "xlsx", "wps", "ofd", "rar", "zip":
		return true
	}
	return false
}
