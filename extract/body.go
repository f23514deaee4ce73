package extract

import (
	"bytes"
	"mime"
	"strings"
)

// body is what kind of bytes an answer holds.
type body uint8

const (
	markup body = iota
	script
	binary
	data
)

// bodyOf tells what kind of bytes b are. The bytes count more than the header:
// servers send pages as text/plain and files as text/html.
func bodyOf(b []byte, contentType, path string) body {
	kind, _, _ := mime.ParseMediaType(contentType)
	head := bytes.TrimLeft(b[:min(len(b), 512)], "\xEF\xBB\xBF \t\r\n")
	if isBinary(b) {
		return binary
	}
	if isData(b, kind) {
		return data
	}
	if indexFold(head, "<xsl:stylesheet") >= 0 || indexFold(head, "<xsl:transform") >= 0 {
		return binary // how XML is shown: the addresses in it have yet to be made
	}
	if looksMarkup(head) {
		return markup
	}
	switch {
	case strings.Contains(kind, "javascript") || strings.Contains(kind, "ecmascript"):
		return script
	case kind == "" || kind == "text/html" || kind == "application/xhtml+xml" || kind == "text/xml" || kind == "application/xml":
		if strings.HasSuffix(strings.ToLower(path), ".js") {
			return script
		}
		return markup
	case strings.HasSuffix(strings.ToLower(path), ".js"):
		return script
	case strings.HasPrefix(kind, "text/") && bytes.IndexByte(b, '<') >= 0 && kind != "text/css" && kind != "text/csv":
		return markup
	}
	return binary
}

// isBinary knows the beginnings of documents, archives, pictures and films, and
// zero bytes that no text in UTF-8 or GB18030 has.
func isBinary(b []byte) bool {
	if isKnownFile(b) {
		return true
	}
	if bytes.HasPrefix(b, []byte("\xFF\xFE")) || bytes.HasPrefix(b, []byte("\xFE\xFF")) {
		return false
	}
	return bytes.Count(b[:min(len(b), 1024)], []byte{0}) > 4
}

func isKnownFile(b []byte) bool {
	for _, magic := range [...]string{"%PDF-", "PK\x03\x04", "\xD0\xCF\x11\xE0", "\x89PNG", "\xFF\xD8\xFF", "GIF8", "Rar!", "7z\xBC\xAF", "\x1F\x8B", "RIFF", "BM", "ID3", "{\\rtf", "\x00\x00\x00"} {
		if bytes.HasPrefix(b, []byte(magic)) && (magic != "BM" || bytes.IndexByte(b[:min(len(b), 64)], 0) >= 0) {
			return true
		}
	}
	return false
}

// Packed reports bytes that are gzip, or neither text nor a file whose kind can be told:
// what a server compressed without saying so.
func Packed(b []byte) bool {
	if bytes.HasPrefix(b, []byte("\x1F\x8B")) {
		return true
	}
	if len(b) < packedLeast || isKnownFile(b) {
		return false
	}
	head := b[:min(len(b), 1024)]
	odd := 0
	for _, c := range head {
		if c < 0x20 && c != 0 && c != 0x1B && (c < '\t' || c > '\r') {
			odd++
		}
	}
	return odd*packedShare >= len(head)
}

// Bounds on what no text is: of bytes at random, one in eleven is a control character
// that no text has.
const (
	packedLeast = 64
	packedShare = 25
)

func looksMarkup(head []byte) bool {
	if len(head) < 4 || head[0] != '<' {
		return false
	}
	for _, tag := range [...]string{"<!doctype", "<html", "<head", "<body", "<meta", "<title", "<div", "<table", "<!--", "<script", "<frameset", "<?xml", "<style", "<link", "<ul", "<p", "<a"} {
		if indexFold(head[:min(len(head), len(tag))], tag) == 0 {
			return true
		}
	}
	return false
}

// isFragment reports markup that is no document of its own.
func isFragment(b []byte) bool {
	head := b[:min(len(b), 4096)]
	return indexFold(head, "<html") < 0 && indexFold(head, "<body") < 0 && indexFold(head, "<!doctype") < 0 && indexFold(head, "<frameset") < 0
}
