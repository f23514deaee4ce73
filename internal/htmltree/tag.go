package htmltree

import (
	"bytes"
	"strings"
)

// Tag is the name of an element as a small number. None stands for no element,
// Other for every name that is not listed here; Own for one of a page's own making that
// most likely is shown as a block: uni-view, app-root.
type Tag uint8

// The tags this package knows.
const (
	None Tag = iota
	Other
	Own
	A
	Abbr
	Address
	Area
	Article
	Aside
	Audio
	B
	Base
	Big
	Blockquote
	Body
	Br
	Button
	Canvas
	Caption
	Center
	Col
	Colgroup
	Dd
	Del
	Details
	Dir
	Div
	Dl
	Dt
	Em
	Embed
	Fieldset
	Figcaption
	Figure
	Font
	Footer
	Form
	Frame
	Frameset
	H1
	H2
	H3
	H4
	H5
	H6
	Head
	Header
	Hr
	HTML
	I
	Iframe
	Img
	Input
	Ins
	Label
	Legend
	Li
	Link
	Main
	Map
	Marquee
	Menu
	Meta
	Nav
	Nobr
	Noembed
	Noframes
	Noscript
	Object
	Ol
	Optgroup
	Option
	P
	Param
	Pre
	Q
	S
	Script
	Section
	Select
	Small
	Source
	Span
	Strike
	Strong
	Style
	Sub
	Summary
	Sup
	SVG
	Table
	Tbody
	Td
	Template
	Textarea
	Tfoot
	Th
	Thead
	Time
	Title
	Tr
	Track
	Tt
	U
	Ul
	Video
	Wbr
	Xmp
	tagCount
)

var tagNames = [tagCount]string{
	A: "a", Abbr: "abbr", Address: "address", Area: "area", Article: "article", Aside: "aside", Audio: "audio",
	B: "b", Base: "base", Big: "big", Blockquote: "blockquote", Body: "body", Br: "br", Button: "button",
	Canvas: "canvas", Caption: "caption", Center: "center", Col: "col", Colgroup: "colgroup", Dd: "dd", Del: "del",
	Details: "details", Dir: "dir", Div: "div", Dl: "dl", Dt: "dt", Em: "em", Embed: "embed", Fieldset: "fieldset",
	Figcaption: "figcaption", Figure: "figure", Font: "font", Footer: "footer", Form: "form", Frame: "frame",
	Frameset: "frameset", H1: "h1", H2: "h2", H3: "h3", H4: "h4", H5: "h5", H6: "h6", Head: "head", Header: "header",
	Hr: "hr", HTML: "html", I: "i", Iframe: "iframe", Img: "img", Input: "input", Ins: "ins", Label: "label",
	Legend: "legend", Li: "li", Link: "link", Main: "main", Map: "map", Marquee: "marquee", Menu: "menu", Meta: "meta",
	Nav: "nav", Nobr: "nobr", Noembed: "noembed", Noframes: "noframes", Noscript: "noscript", Object: "object",
	Ol: "ol", Optgroup: "optgroup", Option: "option", P: "p", Param: "param", Pre: "pre", Q: "q", S: "s",
	Script: "script", Section: "section", Select: "select", Small: "small", Source: "source", Span: "span",
	Strike: "strike", Strong: "strong", Style: "style", Sub: "sub", Summary: "summary", Sup: "sup", SVG: "svg",
	Table: "table", Tbody: "tbody", Td: "td", Template: "template", Textarea: "textarea", Tfoot: "tfoot", Th: "th",
	Thead: "thead", Time: "time", Title: "title", Tr: "tr", Track: "track", Tt: "tt", U: "u", Ul: "ul",
	Video: "video", Wbr: "wbr", Xmp: "xmp",
}

// String returns the name in lower case, "" for those that are not listed.
func (t Tag) String() string {
	if t < tagCount {
		return tagNames[t]
	}
	return ""
}

// Heading returns 1–6 for h1–h6 and 0 for every other tag.
func (t Tag) Heading() int {
	if t >= H1 && t <= H6 {
		return int(t-H1) + 1
	}
	return 0
}

// Block reports whether a browser starts a new line for the element.
func (t Tag) Block() bool { return traits[t]&block != 0 }

type trait uint8

const (
	void       trait = 1 << iota // has no content and no end tag
	raw                          // content is text up to the end tag
	block                        // separates words
	special                      // an end tag of another name does not reach through it
	scope                        // nothing outside is closed from inside
	closesP                      // its start ends an open paragraph
	formatting                   // a, b, font …: may be closed across blocks
	headOnly                     // may stand in head
)

var traits = func() (t [tagCount]trait) {
	set := func(f trait, tags ...Tag) {
		for _, x := range tags {
			t[x] |= f
		}
	}
	set(void, Area, Base, Br, Col, Embed, Frame, Hr, Img, Input, Link, Meta, Param, Source, Track, Wbr)
	set(raw, Script, Style, Textarea, Title, Xmp, Iframe, Noembed, Noframes)
	set(block, Address, Article, Aside, Blockquote, Body, Br, Button, Caption, Center, Dd, Details, Dir, Div, Dl, Dt,
		Fieldset, Figcaption, Figure, Footer, Form, H1, H2, H3, H4, H5, H6, Header, Hr, Iframe, Legend, Li, Main, Marquee, Menu,
		Nav, Ol, Optgroup, Option, P, Pre, Section, Select, Summary, Table, Tbody, Td, Textarea, Tfoot, Th, Thead,
		Title, Tr, Ul, Video, Xmp, Own)
	set(special, Address, Article, Aside, Blockquote, Body, Button, Caption, Center, Dd, Details, Dir, Div, Dl, Dt,
		Fieldset, Figcaption, Figure, Footer, Form, Frameset, H1, H2, H3, H4, H5, H6, Head, Header, HTML, Li, Main,
		Marquee, Menu, Nav, Object, Ol, P, Pre, Section, Summary, Table, Tbody, Td, Template, Tfoot, Th, Thead, Tr, Ul)
	set(scope, HTML, Body, Caption, Table, Td, Th, Marquee, Object, Template, Frameset)
	set(closesP, Address, Article, Aside, Blockquote, Center, Details, Dir, Div, Dl, Fieldset, Figcaption, Figure,
		Footer, Header, Main, Menu, Nav, Ol, P, Section, Summary, Ul, H1, H2, H3, H4, H5, H6, Pre, Form, Table, Hr,
		Li, Dd, Dt, Xmp)
	set(formatting, A, B, Big, Em, Font, I, Nobr, S, Small, Strike, Strong, Tt, U, Form)
	set(headOnly, Base, Link, Meta, Noscript, Script, Style, Template, Title)
	return t
}()

func (t Tag) is(f trait) bool { return traits[t]&f != 0 }

type tagEntry struct {
	key uint64
	len uint8
	tag Tag
}

const tableSize = 512

// tagTable is an open-addressed hash of tagNames, filled once.
var tagTable = func() (table [tableSize]tagEntry) {
	for t := A; t < tagCount; t++ {
		name := []byte(tagNames[t])
		key := pack(name)
		i := slot(key, len(name))
		for table[i].tag != None {
			i = (i + 1) % tableSize
		}
		table[i] = tagEntry{key, uint8(len(name)), t}
	}
	return table
}()

// pack folds the first eight bytes to lower case into one number.
func pack(name []byte) uint64 {
	var k uint64
	for i, c := range name {
		if i == 8 {
			break
		}
		k = k<<8 | uint64(c|0x20)
	}
	return k
}

func slot(key uint64, n int) int {
	return int((key*0x9E3779B97F4A7C15 + uint64(n)<<50) >> 55 % tableSize)
}

// readName reads the name of a tag that begins at src[i] and returns where it ends.
func readName(src []byte, i int) (tag Tag, end int) {
	var key uint64
	end = i
	for end < len(src) && isNameByte(src[end]) {
		if end < i+8 {
			key = key<<8 | uint64(src[end]|0x20)
		}
		end++
	}
	return lookup(key, src[i:end]), end
}

// lookup returns the tag of a name, which packs to key.
func lookup(key uint64, name []byte) Tag {
	if len(name) == 0 || len(name) > 10 {
		return unlisted(name)
	}
	for i := slot(key, len(name)); tagTable[i].tag != None; i = (i + 1) % tableSize {
		e := &tagTable[i]
		if e.key != key || int(e.len) != len(name) {
			continue
		}
		if len(name) <= 8 || equalFold(name, tagNames[e.tag]) {
			return e.tag
		}
	}
	return unlisted(name)
}

// unlisted returns Own for a name with a hyphen, unless it ends as those of parts of a line
// do: uni-text, el-icon.
func unlisted(name []byte) Tag {
	i := bytes.LastIndexByte(name, '-')
	if i <= 0 {
		return Other
	}
	switch strings.ToLower(string(name[i+1:])) {
	case "text", "span", "icon", "label", "link", "a", "i", "image", "img", "button", "btn", "tag", "badge", "time", "date", "input", "checkbox", "radio", "switch":
		return Other
	}
	return Own
}

func (t Tag) unlisted() bool { return t == Other || t == Own }

// equalFold reports whether b is s in any case; s is lower-case ASCII.
func equalFold(b []byte, s string) bool {
	if len(b) != len(s) {
		return false
	}
	for i, c := range b {
		if c != s[i] && (c < 'A' || c > 'Z' || c|0x20 != s[i]) {
			return false
		}
	}
	return true
}

func lower(b []byte) string {
	out := make([]byte, len(b))
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		out[i] = c
	}
	return string(out)
}
