package extract

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
	"github.com/govaudit/govaudit/site"
)

// Bounds on the data calls of one page.
const (
	maxDataCalls  = 240
	maxTriedCalls = 400 // of one script, whatever comes of them
	maxDataLinks  = 120
	maxCallText   = 6000
)

// dataCall is one request that a script of the page makes for what it shows.
type dataCall struct {
	address string // as the page would ask for it, relative to the page
	post    bool   // asked for by POST: not followed
	open    bool   // its address could not be worked out
	script  bool   // it comes as a script
	pattern string // how the addresses of its rows are made; "": they carry them
	words   string // the call as written
}

// readDataCalls adds links to the data that the scripts of the page ask for, and
// notes in Signals what they ask for in ways that are not followed. An article
// shows its text itself; what its scripts ask for stands beside it.
func (p *page) readDataCalls() {
	if p.f.Kind == Article || p.f.Kind == Report {
		return
	}
	var asked []string
	added := 0
	for _, c := range slices.Concat(p.dataCalls(), p.tableCalls(), p.fileCalls()) {
		if c.post || c.open {
			p.f.Signals.Asks = cmp.Or(p.f.Signals.Asks, c.words)
			continue
		}
		abs, ok := p.resolve(c.address)
		if !ok || abs == p.f.URL || !sameSite(abs, p.url.Hostname()) || slices.Contains(asked, abs) {
			continue
		}
		if added >= maxDataLinks {
			p.f.Signals.Asks = cmp.Or(p.f.Signals.Asks, c.words) // which is not followed
			p.f.Signals.Full = true
			continue
		}
		asked = append(asked, abs)
		added++
		if c.script && p.f.Signals.ListByScript == "" && !p.home && len(p.f.Items) == 0 && runeCount(p.bareText()) <= 120 {
			p.f.Signals.ListByScript = c.words
		}
		if c.pattern != "" {
			abs += rowsMark + c.pattern
		}
		p.addLink(Link{URL: abs, Region: Body, Via: Called})
	}
	if added == 0 && p.f.Signals.ListByScript != "" && p.f.Signals.Redirect == "" {
		p.f.Signals.NeedsBrowser = p.f.Signals.ListByScript
		p.listScripts()
	}
}

// fileCalls finds the files of data that the page hands to functions of script files:
// loadMenu("/xml/menu.xml").
func (p *page) fileCalls() (out []dataCall) {
	for _, s := range p.scripts {
		for i := range s.literals {
			l := &s.literals[i]
			if l.assigned || l.name == "" || len(out) >= maxDataCalls || !dataFile(l.value) || !looksLikeData(l.value) || chainedAfter(s.src, l.end) || Aside(l.value) {
				continue
			}
			if before := strings.TrimRight(s.src[:l.at], " "); !strings.HasSuffix(before, l.name+"(") {
				continue
			}
			out = append(out, dataCall{address: l.value, words: quoteLine(s.src[max(0, l.at-len(l.name)-1):l.end])})
		}
	}
	return out
}

// dataFile reports an address whose ending says that it is data.
func dataFile(address string) bool {
	low := strings.ToLower(pathOnly(address))
	return strings.HasSuffix(low, ".xml") || strings.HasSuffix(low, ".json")
}

// maxListScripts bounds the script files of one page that are read for calls.
const maxListScripts = 4

// listScripts adds links to the script files of a page that looks empty: the call
// for its rows may stand in them. See CallsWith.
func (p *page) listScripts() {
	t := p.tree
	for i, n := 0, 0; i < len(t.Nodes) && n < maxListScripts; i++ {
		if t.Nodes[i].Tag != htmltree.Script {
			continue
		}
		ref, ok := t.Attr(int32(i), "src")
		if !ok || isLibrary(strings.ToLower(pathOnly(ref))) {
			continue
		}
		if abs, ok := p.resolve(ref); ok && sameSite(abs, p.url.Hostname()) {
			p.addLink(Link{URL: abs, Region: Body, Via: Called})
			n++
		}
	}
}

// CallsWith returns the links to the data that a page asks for by the help of its
// script files, whose text is given: the call stands in a file, what it asks for in
// variables of the page.
func CallsWith(sp *site.Page, files [][]byte) []Link {
	return readWith(sp, files, (*page).readDataCalls)
}

// readWith reads a page, then has its links read as if the script files whose text is
// given stood in it.
func readWith(sp *site.Page, files [][]byte, read func(*page)) []Link {
	u, err := url.Parse(sp.Final)
	if err != nil || bodyOf(sp.Body, sp.ContentType, u.Path) != markup {
		return nil
	}
	p := pages.Get().(*page)
	defer p.release()
	f := &Facts{URL: sp.Final, Asked: sp.URL, Signals: Signals{Total: -1}}
	p.url, p.base, p.f, p.home, p.ran = u, u, f, false, false
	p.seen.reset(f)
	text, charset := Decode(sp.Body, sp.ContentType)
	p.gb = charset == "gb18030"
	p.readMarkup(text)
	f.Links = nil
	p.seen.reset(f)
	for _, file := range files {
		src, _ := Decode(file, "application/javascript")
		p.scripts = append(p.scripts, inline{code: newCode(string(src[:min(len(src), maxScript)]))})
	}
	read(p)
	return f.Links
}

// nextGroup makes data of the address that XML inside the page names for the rows
// that follow, and leaves it out where the call for them was read. It comes last:
// no link is added afterwards.
func (p *page) nextGroup() {
	kept := p.f.Links[:0]
	for _, l := range p.f.Links {
		if l.Via == Script && l.Text == "" && l.Region == Body && strings.Contains(l.URL, "dataproxy") {
			if p.paged {
				continue
			}
			l.Via = Called
		}
		kept = append(kept, l)
	}
	p.f.Links = kept
}

// dataCalls reads every call for data in the inline scripts.
func (p *page) dataCalls() []dataCall {
	var out []dataCall
	var scope *jsScope
	for i := range p.scripts {
		if !p.scripts[i].calls {
			continue
		}
		if scope == nil {
			scope = newScope(p)
		}
		src := scope.scripts[i]
		for from, tried := 0, 0; len(out) < maxDataCalls && tried < maxTriedCalls; tried++ {
			k, at := nextCall(src, from)
			if at < 0 {
				break
			}
			from = at + 1
			out = append(out, scope.read(src, at, k)...)
		}
	}
	return out
}

// callKind is how a call for data is written.
type callKind uint8

const (
	callObject callKind = iota // ajax({url: …, data: …})
	callGet                    // get(url, data)
	callPost                   // post(url, data)
	callFetch                  // fetch(url, {method: …})
	callOpen                   // open("GET", url)
	callLoad                   // load("url selector")
	callPage                   // jpage({proxyUrl: …, ajaxParam: …})
	callScript                 // createElement("script"), whose src is data
)

var callNames = []struct {
	name string
	kind callKind
}{
	{".ajax(", callObject}, {"axios(", callObject}, {"$http(", callObject}, {".request(", callObject}, {".get(", callGet}, {".getJSON(", callGet}, {"getJSON(", callGet},
	{".post(", callPost}, {"fetch(", callFetch}, {".open(", callOpen}, {".load(", callLoad}, {".jpage(", callPage},
	{".createElement(", callScript},
}

// nextCall finds the first call at or after from, and where its bracket opens.
func nextCall(src string, from int) (callKind, int) {
	for i := from; i < len(src); {
		n := strings.IndexByte(src[i:], '(')
		if n < 0 {
			break
		}
		i += n
		for _, c := range callNames {
			if i+1 >= len(c.name) && src[i+1-len(c.name):i+1] == c.name {
				if c.kind == callScript && !loadsData(src, i) {
					continue
				}
				before := byte(' ')
				if k := i - len(c.name); k >= 0 {
					before = src[k]
				}
				if c.name[0] == '.' || c.name[0] == '$' || !isWordByte(before) && !isDigit(before) {
					return c.kind, i
				}
			}
		}
		i++
	}
	return 0, -1
}

// read reads the call whose bracket opens at src[at]: once for each place that
// calls the function it stands in.
func (s *jsScope) read(src string, at int, kind callKind) []dataCall {
	words := quoteLine(src[max(0, at-8):min(len(src), at+60)])
	name, params := function(src, at)
	s.bound = nil
	var bindings []map[string]jsValue
	if name != "" && len(params) > 0 {
		for _, args := range s.callers(name) {
			b := map[string]jsValue{}
			for i, p := range params {
				if i < len(args) {
					b[p] = args[i]
				}
			}
			bindings = append(bindings, b)
		}
	}
	if len(bindings) == 0 {
		b := map[string]jsValue{}
		for _, p := range params {
			b[p] = jsValue{text: p} // no variable of the page, though it may have that name
		}
		bindings = append(bindings, b)
	}
	var out []dataCall
	seen := map[string]bool{}
	for _, b := range bindings {
		s.bound = b
		known := s.known
		if len(b) > 0 {
			s.known = map[string]jsValue{} // variables may rest on the arguments
		}
		c, ok := s.one(s.reader(src[:min(len(src), at+maxCallText)], at), kind)
		s.known, s.bound = known, nil
		if ok && !seen[c.address] {
			seen[c.address] = true
			c.words = words
			c.pattern = s.pattern(src, at)
			out = append(out, c)
		}
	}
	return out
}

// pattern returns how the script makes the addresses of rows that carry none, from
// the markup it writes of them after the call at src[at]: "" where it does not.
func (s *jsScope) pattern(src string, at int) string {
	for from, tries := at, 0; tries < 6; tries++ {
		n := strings.Index(src[from:min(len(src), at+maxCallText)], "href=")
		if n < 0 {
			return ""
		}
		from += n + len("href=")
		open := strings.LastIndexAny(src[:from], "'\"`\n")
		if src[from-1] != '=' || open < 0 || src[open] == '\n' {
			continue
		}
		text := s.reader(src[:min(len(src), open+600)], open).value().text
		_, text, _ = strings.Cut(text, "href=")
		text = strings.TrimLeft(text, `"'\`)
		if end := strings.IndexAny(text, `"'\> `); end >= 0 {
			text = text[:end]
		}
		parts := strings.Split(text, holeMark)
		if len(parts) < 3 || len(parts) > 7 || !strings.ContainsAny(parts[0]+parts[2], "/?=.") || strings.ContainsAny(text, "{}") {
			continue
		}
		var b strings.Builder
		for i := 0; i+1 < len(parts); i += 2 {
			b.WriteString(parts[i] + placeOpen + parts[i+1] + placeClose)
		}
		b.WriteString(parts[len(parts)-1])
		abs, ok := s.p.resolve(b.String())
		if !ok {
			continue
		}
		return strings.NewReplacer(placeOpen, "{", placeClose, "}").Replace(abs)
	}
	return ""
}

// placeOpen and placeClose stand around the name of a value in an address that is
// resolved, as characters every address may have.
const (
	placeOpen  = "-_o-"
	placeClose = "-c_-"
)

func (s *jsScope) one(r *jsReader, kind callKind) (dataCall, bool) {
	args := r.args()
	if len(args) == 0 {
		return dataCall{}, false
	}
	var address, data *jsValue
	method := ""
	switch kind {
	case callObject, callPage:
		o := &args[0]
		if o.kind == jsText && len(args) > 1 { // $.ajax(url, {…})
			address, o = &args[0], &args[1]
		}
		if o.kind != jsObject {
			return dataCall{}, false
		}
		for _, key := range [...]string{"proxyUrl", "url"} {
			if v := o.get(key); v != nil && address == nil {
				address = v
			}
		}
		for _, key := range [...]string{"ajaxParam", "params", "data"} {
			if v := o.get(key); v != nil && data == nil {
				data = v
			}
		}
		for _, key := range [...]string{"method", "type"} {
			if v := o.get(key); v != nil && v.kind == jsText {
				method = v.text
			}
		}
		if kind == callPage {
			return s.pages(o, address, data)
		}
	case callGet, callPost, callLoad:
		address = &args[0]
		if len(args) > 1 && (args[1].kind == jsObject || args[1].kind == jsText) {
			data = &args[1]
			if v := data.get("params"); v != nil {
				data = v
			}
		}
		if kind == callPost {
			method = "POST"
		}
		if kind == callLoad {
			address.text, _, _ = strings.Cut(address.text, " ")
		}
	case callScript:
		address = s.scriptSource(r)
	case callFetch:
		address = &args[0]
		if len(args) > 1 {
			if v := args[1].get("method"); v != nil {
				method = v.text
			}
		}
	case callOpen:
		if len(args) < 2 || args[0].kind != jsText {
			return dataCall{}, false
		}
		method, address = args[0].text, &args[1]
		if !strings.EqualFold(method, "get") && !strings.EqualFold(method, "post") {
			return dataCall{}, false // window.open
		}
	}
	if address == nil || address.kind != jsText {
		return dataCall{}, false
	}
	full, ok := withData(address.text, data)
	if kind == callObject && ok {
		if o := &args[min(1, len(args)-1)]; asksWrapped(o) {
			full, method = wrapped(full, o), "" // such is never sent by POST
		}
	}
	switch {
	case !looksLikeData(address.text) || Aside(full):
		return dataCall{}, false
	case strings.EqualFold(method, "post"):
		return dataCall{post: true}, true
	case !ok:
		return dataCall{open: true}, true
	case isAsset(strings.ToLower(full)) && !strings.HasSuffix(strings.ToLower(pathOnly(full)), ".js"):
		return dataCall{}, false
	}
	return dataCall{address: full, script: kind == callScript}, true
}
