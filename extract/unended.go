package extract

import (
	"bytes"
	"strings"
)

// tailBytes is how much of a page's end is searched for its end tag: comments and
// counters of portals stand behind it.
const tailBytes = 4 << 10

// blocks are the elements of which a page that was sent whole leaves few open, even
// where it omits its end tag.
var blocks = []struct{ open, close []byte }{
	{[]byte("<div"), []byte("</div")}, {[]byte("<table"), []byte("</table")}, {[]byte("<ul"), []byte("</ul")},
	{[]byte("<script"), []byte("</script")}, {[]byte("<ol"), []byte("</ol")}, {[]byte("<dl"), []byte("</dl")}, {[]byte("<form"), []byte("</form")},
	{[]byte("<main"), []byte("</main")}, {[]byte("<section"), []byte("</section")}, {[]byte("<article"), []byte("</article")},
	{[]byte("<nav"), []byte("</nav")}, {[]byte("<header"), []byte("</header")}, {[]byte("<footer"), []byte("</footer")},
}

// unended reports that a document breaks off: there is no end tag, and more blocks
// were begun than closed. A page that omits its end tag but closes what it begins is
// a matter of style.
func unended(source []byte) bool {
	tail := source[max(0, len(source)-tailBytes):]
	if bytes.Contains(tail, []byte("</html")) { // nearly every page, and nothing is copied
		return false
	}
	lower := bytes.ToLower(source)
	tail = lower[len(lower)-min(len(lower), tailBytes):]
	if !bytes.Contains(lower, []byte("<html")) || bytes.Contains(lower, []byte("</html")) || bytes.Contains(tail, []byte("</body")) {
		return false
	}
	for _, b := range blocks {
		if bytes.Count(lower, b.open) > bytes.Count(lower, b.close) {
			return true
		}
	}
	return withinTag(source) >= 0
}

// withinTag returns where the tag begins that source breaks off in, -1 where it does
// not: what stands there of an address is not the address.
func withinTag(source []byte) int {
	if bytes.IndexByte(source, '<') < 0 {
		return -1 // a file, most often: looking from its end would take far longer
	}
	for at := len(source) - 1; at >= 0; at-- {
		switch source[at] {
		case '<':
			return at
		case '>':
			return -1
		}
	}
	return -1
}

// manyOpen is how many blocks are open at the end of a page that was cut, whatever its
// server says of its length: templates forget to close one or two.
const manyOpen = 3

// brokenOff reports that a document without its end tag ends in the middle of
// something: of a word or a tag, or within many blocks. Some servers send the length of
// the part they have, so that nothing but the page itself tells that it is one.
func brokenOff(source []byte) bool {
	source = bytes.TrimSpace(source)
	if !bytes.HasSuffix(source, []byte(">")) {
		return true
	}
	lower, open := bytes.ToLower(source), 0
	for _, b := range blocks {
		open += max(0, bytes.Count(lower, b.open)-bytes.Count(lower, b.close))
	}
	return open >= manyOpen
}

// Unmeasured reports that the head of an answer does not say where its body ends: it
// ends with the connection, and one that was cut looks like a whole one.
func Unmeasured(head string) bool {
	if head == "" {
		return false
	}
	for line := range strings.Lines(head) {
		name, value, _ := strings.Cut(line, ":")
		switch strings.ToLower(name) {
		case "content-length":
			return false
		case "transfer-encoding":
			if strings.Contains(strings.ToLower(value), "chunked") {
				return false
			}
		}
	}
	return true
}

// reachesFooter reports that a page without its end tag, with many blocks open, shows
// its footer at the end all the same: its template is careless, and nothing is missing.
func reachesFooter(f *Facts, source []byte) bool {
	if source = bytes.TrimSpace(source); !bytes.HasSuffix(source, []byte(">")) {
		return false
	}
	n := 0
	for _, w := range footWords.words {
		if strings.Contains(f.Footer, w) {
			n++
		}
	}
	return n >= 2
}
