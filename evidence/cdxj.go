package evidence

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// capture is what a line of the index is made from, all of it in the record.
type capture struct {
	kind, target, date, mime string
	head                     []byte // begins with the head of the HTTP message
	payload                  string
	method                   string // of the request before it; "" or GET: a plain one
}

// indexLine is the line of the CDXJ index for a record; "" for one that is no
// capture of an address. A HEAD is filed beside its address, not under it: its
// answer has no body to show.
func indexLine(c capture, e Entry) string {
	if c.kind != typeResponse && c.kind != typeRevisit && c.kind != typeResource {
		return ""
	}
	line := struct {
		URL         string `json:"url"`
		MIME        string `json:"mime,omitempty"`
		Status      string `json:"status,omitempty"`
		Digest      string `json:"digest,omitempty"`
		Length      string `json:"length"`
		Offset      string `json:"offset"`
		Filename    string `json:"filename"`
		Method      string `json:"method,omitempty"`
		RequestBody string `json:"requestBody,omitempty"`
	}{URL: c.target, Digest: c.payload, Length: strconv.FormatInt(e.Length, 10), Offset: strconv.FormatInt(e.Offset, 10),
		Filename: strings.TrimPrefix(e.File, archiveDir+"/")}
	switch c.kind {
	case typeResource:
		line.MIME = plainMIME(c.mime)
	case typeResponse:
		line.Status, line.MIME = statusOf(c.head), plainMIME(headerOf(c.head, "content-type"))
	case typeRevisit:
		line.Status, line.MIME = statusOf(c.head), "warc/revisit"
	}
	key := c.target
	if c.method != "" && c.method != "GET" {
		line.Method, line.RequestBody = c.method, "__wb_post_data="
		sep := "?"
		if strings.Contains(key, "?") {
			sep = "&"
		}
		key += sep + "__wb_method=" + c.method + "&" + line.RequestBody
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(line); err != nil {
		panic(err) // strings only
	}
	return surt(key) + " " + digits(c.date) + " " + b.String()
}

// digits is the 14-digit time of an index line.
func digits(date string) string {
	return first(strings.NewReplacer("-", "", ":", "", "T", "").Replace(date), 14)
}

func first(s string, n int) string { return s[:min(n, len(s))] }

// plainMIME is the media type without its parameters, of printable characters.
func plainMIME(s string) string {
	s, _, _ = strings.Cut(s, ";")
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f {
			return -1
		}
		return r
	}, s)
	return first(strings.TrimSpace(s), 200)
}

// methodOf is the method of a request.
func methodOf(head []byte) string {
	method, _, _ := bytes.Cut(head[:min(32, len(head))], []byte(" "))
	return string(method)
}

// statusOf is the status of an answer, in digits.
func statusOf(head []byte) string {
	start, _, _ := bytes.Cut(head, []byte("\r\n"))
	parts := bytes.SplitN(start, []byte(" "), 3)
	if len(parts) < 2 {
		return ""
	}
	n, err := strconv.Atoi(string(parts[1]))
	if err != nil {
		return ""
	}
	return strconv.Itoa(n)
}

// headerOf is the value of a header of an HTTP message; those of several of one
// name are joined.
func headerOf(head []byte, name string) string {
	var values []string
	for i, l := range bytes.Split(head, []byte("\r\n")) {
		if len(l) == 0 {
			break
		}
		if k, v, ok := bytes.Cut(l, []byte(":")); i > 0 && ok && strings.EqualFold(string(k), name) {
			values = append(values, string(bytes.TrimSpace(v)))
		}
	}
	return strings.Join(values, ", ")
}

// surt turns an address round so that those of one host sort together: com,example)/path?query.
func surt(address string) string {
	rest, web := strings.CutPrefix(address, "http://")
	if !web {
		if rest, web = strings.CutPrefix(address, "https://"); !web {
			return address
		}
	}
	port := ":80"
	if strings.HasPrefix(address, "https:") {
		port = ":443"
	}
	rest, _, _ = strings.Cut(strings.ToLower(rest), "#")
	at := strings.IndexAny(rest, "/?")
	if at < 0 {
		at = len(rest)
	}
	host, rest := rest[:at], rest[at:]
	host = strings.TrimSuffix(host[strings.LastIndexByte(host, '@')+1:], port)
	host, number := cutPort(withoutWWW(host))
	parts := strings.Split(host, ".")
	slices.Reverse(parts)
	path, query, _ := strings.Cut(rest, "?")
	if path == "" {
		path = "/"
	}
	key := strings.Join(parts, ",") + number + ")" + path
	if query != "" {
		args := strings.Split(query, "&")
		slices.Sort(args)
		key += "?" + strings.Join(args, "&")
	}
	return key
}

// withoutWWW drops www., www2. and the like.
func withoutWWW(host string) string {
	rest, ok := strings.CutPrefix(host, "www")
	if !ok {
		return host
	}
	if rest, ok = strings.CutPrefix(strings.TrimLeft(rest, "0123456789"), "."); ok && rest != "" {
		return rest
	}
	return host
}

// cutPort takes :8080 off a host.
func cutPort(host string) (name, port string) {
	at := strings.LastIndexByte(host, ':')
	if at < 0 || at < strings.IndexByte(host, ']') {
		return host, ""
	}
	return host[:at], host[at:]
}
