package extract

import (
	"bytes"
	"encoding/xml"
	"io"
	"net/url"
	"strings"

	"github.com/govaudit/govaudit/site"
)

// isData reports whether a body is what a script asks for rather than a page: JSON,
// JSONP or XML, whatever its header says.
func isData(b []byte, kind string) bool {
	head := bytes.TrimLeft(b[:min(len(b), 2048)], "\xEF\xBB\xBF \t\r\n")
	if len(head) < 2 {
		return false
	}
	switch {
	case head[0] == '{' || head[0] == '[':
		next := bytes.TrimLeft(head[1:], " \t\r\n")
		return len(next) > 0 && bytes.IndexByte([]byte(`"'{[]}`), next[0]) >= 0 || strings.Contains(kind, "json")
	case head[0] == '<':
		if !bytes.HasPrefix(head, []byte("<?xml")) && !strings.Contains(kind, "xml") && indexFold(head, "<datastore") < 0 && indexFold(head, "<recordset") < 0 {
			return false
		}
		return indexFold(head, "<html") < 0 && indexFold(head, "<!doctype") < 0 && indexFold(head, "<xsl:") < 0 && indexFold(head, "<svg") < 0
	}
	return jsonpStart(head) > 0 && !strings.Contains(kind, "css")
}

// jsonpStart returns where the value begins in callback({…}) or callback([…]), 0 in
// anything else. What servers write before it is passed over: /**/, ;, try{, and the
// question whether the function is there.
func jsonpStart(head []byte) int {
	i := 0
	for {
		i += len(head[i:]) - len(bytes.TrimLeft(head[i:], "; \t\r\n"))
		rest := head[i:]
		switch end := 0; {
		case bytes.HasPrefix(rest, []byte("/*")):
			if end = bytes.Index(rest, []byte("*/")); end < 0 {
				return 0
			}
			i += end + 2
			continue
		case bytes.HasPrefix(rest, []byte("try{")), bytes.HasPrefix(rest, []byte("try {")):
			i += bytes.IndexByte(rest, '{') + 1
			continue
		}
		if and := bytes.Index(rest[:min(len(rest), 120)], []byte("&&")); and > 0 && !bytes.ContainsAny(rest[:and], "({[\n") {
			i += and + 2
			continue
		}
		break
	}
	from := i
	for i < len(head) && (isWordByte(head[i]) || isDigit(head[i]) || head[i] == '.') && i-from < 80 {
		i++
	}
	if i == from || i == len(head) || head[i] != '(' {
		return 0
	}
	rest := bytes.TrimLeft(head[i+1:], " \t\r\n")
	if len(rest) < 2 || rest[0] != '{' && rest[0] != '[' {
		return 0
	}
	return i + 1
}

// maxDataText bounds how much of an answer is read, in bytes.
const maxDataText = 4 << 20

// readData fills f with the rows of an answer that a script of a page asks for.
func readData(f *Facts, sp *site.Page, u *url.URL) {
	text, charset := Decode(sp.Body, sp.ContentType)
	f.Charset, f.Kind = charset, Data
	f.Signals.Full = len(text) > maxDataText
	text = text[:min(len(text), maxDataText)]
	d := &answer{f: f, u: u, gb: charset == "gb18030"}
	d.address, d.pattern = cutPattern(sp.URL)
	head := bytes.TrimLeft(text, "\uFEFF \t\r\n")
	if len(head) > 0 && head[0] == '<' {
		v, whole := xmlValue(head)
		d.walk(v, 0)
		f.Signals.Full = f.Signals.Full || !whole
	} else {
		r := jsReader{src: string(head), at: jsonpStart(head)}
		d.walk(r.value(), 0)
		f.Signals.Full = f.Signals.Full || r.nodes > maxJSNodes
	}
	d.finish()
}

// readRowScript reads a script file that holds the rows of a list as data, and
// reports whether it does.
func readRowScript(f *Facts, text []byte, u *url.URL) bool {
	d := &answer{f: f, u: u}
	d.address, d.pattern = cutPattern(f.Asked)
	d.script(string(text[:min(len(text), maxScript)]))
	if len(d.rows) == 0 && d.html.Len() == 0 {
		return false
	}
	f.Kind, f.Signals.Full = Data, len(text) > maxScript
	d.finish()
	return true
}

// Bounds on an answer in XML.
const (
	maxXMLNodes = 50_000
	maxXMLDepth = 30
)

// xmlValue reads XML as values: an element without elements is its text, others
// are objects. What is broken ends it; whole is false where there is more than is
// read.
func xmlValue(b []byte) (v jsValue, whole bool) {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 by now
	type open struct {
		name string
		v    jsValue
		text strings.Builder
	}
	stack := []*open{{}}
	for n := 0; ; n++ {
		t, err := d.RawToken()
		if err != nil {
			whole = true
			break
		}
		if n == maxXMLNodes {
			break
		}
		top := stack[len(stack)-1]
		switch t := t.(type) {
		case xml.StartElement:
			if len(stack) >= maxXMLDepth {
				return jsValue{}, false
			}
			e := &open{name: t.Name.Local}
			for _, a := range t.Attr {
				e.v.keys, e.v.list = append(e.v.keys, a.Name.Local), append(e.v.list, jsValue{kind: jsText, text: a.Value})
			}
			stack = append(stack, e)
		case xml.CharData:
			top.text.Write(t)
		case xml.EndElement:
			if len(stack) > 1 {
				stack = stack[:len(stack)-1]
				stack[len(stack)-1].v.add(top.name, closed(top.v, top.text.String()))
			}
		}
	}
	for len(stack) > 1 {
		top := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		stack[len(stack)-1].v.add(top.name, closed(top.v, top.text.String()))
	}
	v = stack[0].v
	v.kind = jsObject
	return v, whole
}

func (v *jsValue) add(key string, x jsValue) { v.keys, v.list = append(v.keys, key), append(v.list, x) }

func closed(v jsValue, text string) jsValue {
	text = strings.TrimSpace(text)
	if len(v.list) == 0 {
		return jsValue{kind: jsText, text: text}
	}
	v.kind = jsObject
	if text != "" {
		v.add("text", jsValue{kind: jsText, text: text})
	}
	return v
}
