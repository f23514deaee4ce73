package extract

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/internal/htmltree"
)

// answer is an answer of data while it is read.
type answer struct {
	f       *Facts
	u       *url.URL // what its addresses refer to
	gb      bool
	address string // without the pattern
	pattern string // how the page makes the addresses of rows that have none: /art/{id}.html
	rows    []dataRow
	html    strings.Builder // markup that the answer carries
	nested  int
	next    string   // where it says that its next rows are
	total   int      // rows it says there are; 0: it does not say
	count   int      // a number called count: of all rows, or of those that came
	pages   int      // pages it says there are
	size    int      // rows of a page
	page    int      // the page it says it is
	names   []string // texts that may name columns
}

type dataRow struct {
	item  Item
	entry bool // of a menu: it has rows below it, or a parent
}

const maxDataRows = 3000

// walk looks for rows in every array and object of an answer.
func (d *answer) walk(v jsValue, depth int) {
	if depth > maxJSDepth || len(d.rows) >= maxDataRows {
		d.f.Signals.Full = d.f.Signals.Full || v.kind == jsObject
		return
	}
	switch v.kind {
	case jsArray:
		for i := range v.list {
			d.walk(v.list[i], depth+1)
		}
	case jsObject:
		d.numbers(&v)
		d.row(&v)
		for i := range v.list {
			switch v.keys[i] {
			case "nextgroup":
				d.group(v.list[i].text)
				continue
			case "next", "nextpage", "nexturl", "nextPage", "nextUrl":
				if s := strings.TrimSpace(v.list[i].text); d.next == "" && (looksLikePath(s) || looksLikeData(s) && dataFile(s)) {
					d.next, _ = normalize(d.u, s, d.gb)
				}
				continue
			}
			switch k := v.list[i].kind; {
			case k == jsArray, k == jsObject, k == jsText && carries(v.list[i].text):
				d.walk(v.list[i], depth+1)
			case k == jsText:
				d.name(v.list[i].text)
			}
		}
	case jsText:
		d.name(v.text)
		switch s := strings.TrimSpace(v.text); {
		case indexFold([]byte(s), "<a") >= 0 && indexFold([]byte(s), "href") >= 0:
			if d.html.Len()+len(s) >= maxDataText {
				d.f.Signals.Full = true
				break
			}
			d.html.WriteString(s)
			d.html.WriteByte('\n')
		case len(s) > 10 && (s[0] == '[' || s[0] == '{') && d.nested < 3:
			d.nested++
			r := jsReader{src: s}
			d.walk(r.value(), depth+1)
			d.f.Signals.Full = d.f.Signals.Full || r.nodes > maxJSNodes
		}
	}
}

// name notes a text that may name a column, whatever the page makes of it.
func (d *answer) name(s string) {
	if s = strings.TrimSpace(s); len(d.names) < maxLoneNames && isLoneName(s) {
		d.names = append(d.names, strings.Clone(s))
	}
}

// group notes the address that an answer names for the rows that follow its own.
func (d *answer) group(markup string) {
	_, rest, ok := strings.Cut(markup, "href=")
	if !ok || d.next != "" {
		return
	}
	rest = strings.TrimLeft(rest, `"'`)
	if end := strings.IndexAny(rest, `"'> `); end > 0 {
		d.next, _ = normalize(d.u, htmltree.Decode([]byte(rest[:end])), d.gb)
	}
}

// carries reports a text that may hold rows itself: markup, or data as text.
func carries(s string) bool {
	s = strings.TrimSpace(s)
	return len(s) > 10 && (s[0] == '<' || s[0] == '[' || s[0] == '{' || strings.Contains(s, "href="))
}

// row adds an object that has a title and an address.
func (d *answer) row(v *jsValue) {
	title := d.title(v)
	if title == "" {
		return
	}
	address := d.link(v)
	if address == "" {
		return
	}
	row := dataRow{item: Item{URL: address, Title: title, Day: rowDay(v)}}
	for i, k := range v.keys {
		switch plainKey(k) {
		case "children", "childs", "child", "pid", "parentid", "nodes", "isparent", "open":
			row.entry = row.entry || v.list[i].kind != jsArray || len(v.list[i].list) > 0
		}
	}
	if row.item.Day != 0 {
		row.entry = false
	}
	d.rows = append(d.rows, row)
}

// plainKey is a key without what people write it in: DOC_TITLE, docTitle, _title.
func plainKey(k string) string {
	if !strings.ContainsAny(k, "_-ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		return k
	}
	return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(k))
}

// The keys under which answers keep what a row shows, best first.
var (
	titleKeys = []string{"title", "doctitle", "infotitle", "articletitle", "newstitle", "showtitle", "maintitle", "bt", "biaoti", "subject", "headline", "name", "docname", "articlename", "filename", "mc", "shorttitle", "listtitle", "text", "label"}
	linkKeys  = []string{"url", "link", "href", "docpuburl", "puburl", "showurl", "linkurl", "pageurl", "weburl", "articleurl", "detailurl", "infourl", "htmlurl", "posturl", "viewurl", "contenturl", "jumpurl", "targeturl", "docurl", "staticurl", "fileurl", "htmlpath", "pagepath", "path", "uri", "address", "visiturl", "domainurl", "arturl", "doclink", "xmlurl", "file", "guid"}
	dayKeys   = []string{"pubdate", "publishtime", "publishdate", "publishedtimestr", "publishedtime", "displaypublishtime", "displaydate", "firstpublishtime", "docreltime", "docpubtime", "pubtime", "releasetime", "releasedate", "fbsj", "fbrq", "fwrq", "publishtimestr", "date", "time", "showdate", "showtime", "docdate", "infodate", "articledate", "day", "rq", "sj", "cwrq", "writtendate", "createtime", "createdate", "created", "createdat", "inputtime", "adddate", "addtime", "crtime", "opertime", "updatetime", "deploytime", "deploydate", "ptime", "published", "datepublished", "updated"}
)

func (d *answer) title(v *jsValue) string {
	best, rank := "", len(titleKeys)
	for i, k := range v.keys {
		x := words(&v.list[i])
		if x == nil || x.text == "" {
			continue
		}
		key := plainKey(k)
		for n, want := range titleKeys[:rank] {
			if key == want {
				if s := plainText(x.text); s != "" && hasLetter(s) {
					best, rank = s, n
				}
				break
			}
		}
	}
	return cutRunes(best, maxLinkRunes)
}

func hasLetter(s string) bool {
	for _, r := range s {
		if r >= firstHan && r <= lastHan || r|0x20 >= 'a' && r|0x20 <= 'z' {
			return true
		}
	}
	return false
}

// plainText is a text without its markup.
func plainText(s string) string {
	if strings.ContainsAny(s, "<&") {
		var t htmltree.Tree
		t.Parse([]byte(s[:min(len(s), 4000)]))
		s = t.Text(0)
	}
	return strings.Clone(clean(s))
}

// link returns the address of a row: its own, or the one the page makes of its
// other values.
func (d *answer) link(v *jsValue) string {
	best, rank := "", len(linkKeys)
	for i, k := range v.keys {
		x := target(&v.list[i])
		if x == nil || len(x.text) < 2 || len(x.text) > 1000 {
			continue
		}
		key := plainKey(k)
		if key == "guid" && !strings.HasPrefix(x.text, "http") {
			continue // a number
		}
		for n, want := range linkKeys[:rank] {
			if key == want {
				if s := strings.TrimSpace(htmltree.Decode([]byte(x.text))); looksLikeLink(s) {
					best, rank = s, n
				}
				break
			}
		}
	}
	if strings.HasSuffix(best, "/") {
		best += fileNameIn(v)
	}
	if best == "" {
		best = d.made(v)
	}
	if best == "" {
		return ""
	}
	if d.fromRoot(best) {
		best = "/" + best
	}
	abs, _ := normalize(d.u, best, d.gb)
	return abs
}

// fileNameIn returns the name of a document that an object holds beside its folder,
// "" where it holds none: {"path":"/files/2026/","name":"1.pdf"}.
func fileNameIn(v *jsValue) string {
	for i := range v.list {
		x := &v.list[i]
		if x.kind == jsText && documentTypes[extension(x.text)] && !strings.ContainsAny(x.text, "/\\?<") {
			return strings.TrimSpace(x.text)
		}
	}
	return ""
}

// fromRoot reports an address that is told from the root of the site without its first
// slash: tzgg/2026/1.html in the data of a page in /tzgg/.
func (d *answer) fromRoot(ref string) bool {
	folder, rest, ok := strings.Cut(ref, "/")
	if !ok || rest == "" || folder == "" || folder[0] == '.' || strings.ContainsAny(folder, ":?#") {
		return false
	}
	return strings.HasPrefix(d.u.EscapedPath(), "/"+folder+"/")
}

// looksLikeLink reports whether a value is an address: a path or a name with an
// ending, no word.
func looksLikeLink(s string) bool {
	if strings.Contains(s, " ") {
		if !looksLikePath(strings.ReplaceAll(s, " ", "_")) {
			return false
		}
		s = strings.ReplaceAll(s, " ", "_") // names of folders and files may hold them
	}
	if strings.ContainsAny(s, "<>{}\n\""+holeMark) || strings.HasPrefix(s, "javascript:") || strings.HasPrefix(s, "#") || s == "/" {
		return false
	}
	low := strings.ToLower(pathOnly(s))
	return strings.ContainsAny(s, "/?.") && !isAsset(low)
}

// made fills the pattern of the page that asked with the values of a row.
func (d *answer) made(v *jsValue) string {
	if d.pattern == "" {
		return ""
	}
	s := d.pattern
	for {
		i := strings.IndexByte(s, '{')
		n := strings.IndexByte(s[max(i, 0):], '}')
		if i < 0 || n < 0 {
			return s
		}
		x := v.get(s[i+1 : i+n])
		if x == nil || x.kind != jsText && x.kind != jsNumber || x.text == "" {
			return ""
		}
		value := x.text
		if !strings.Contains(value, "/") {
			value = url.PathEscape(value)
		}
		if s = s[:i] + value + s[i+n+1:]; len(s) > maxURL {
			return ""
		}
	}
}

// rowDay returns the day of a row: of publication, if it says several.
func rowDay(v *jsValue) calendar.Day {
	best, rank := calendar.Day(0), len(dayKeys)
	for i, k := range v.keys {
		key := plainKey(k)
		for n, want := range dayKeys[:rank] {
			if key == want {
				if day := dayOf(&v.list[i]); day != 0 {
					best, rank = day, n
				}
				break
			}
		}
	}
	return best
}

// beijing is the time of the portals.
var beijing = time.FixedZone("UTC+8", 8*3600)

// dayOf reads a date as text or as seconds or milliseconds since 1970.
func dayOf(v *jsValue) calendar.Day {
	if v.kind != jsText && v.kind != jsNumber {
		return 0
	}
	s := strings.TrimSpace(v.text)
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && len(s) >= 9 {
		if len(s) >= 12 {
			n /= 1000
		}
		if n < 200_000_000 || n > 4_200_000_000 {
			return 0
		}
		y, m, day := time.Unix(n, 0).In(beijing).Date()
		out, _ := calendar.NewDay(y, int(m), day)
		return out
	}
	if len(s) > 40 {
		return 0
	}
	day, _ := ParseDay(strings.Replace(s, "T", " ", 1))
	if day != 0 && midnight(s) {
		day++
	}
	return day
}

// midnight reports a day told by the universal time at which it begins in Beijing. Other
// times in the evening of that clock are left: nobody publishes at night, but many servers
// call their own time universal.
func midnight(s string) bool {
	_, at, ok := strings.Cut(s, "T16:00:00")
	at = strings.TrimLeft(at, ".0")
	return ok && (at == "Z" || at == "+00:00" || at == "+0000")
}

// numbers notes what an object says of the pages of the list.
func (d *answer) numbers(v *jsValue) {
	for i, k := range v.keys {
		x := &v.list[i]
		if x.kind != jsNumber && x.kind != jsText || len(x.text) > 7 {
			continue
		}
		n, err := strconv.Atoi(x.text)
		if err != nil || n < 0 {
			continue
		}
		switch plainKey(k) {
		case "total", "totalcount", "totalrecord", "totalrecords", "recordcount", "totalrows", "totalnum", "totalelements", "totalsize", "rowcount", "allcount", "totalhits", "sumcount":
			d.total = max(d.total, n)
		case "count":
			d.count = max(d.count, n)
		case "pages", "totalpage", "totalpages", "pagecount", "lastpage", "maxpage", "countpage", "pagetotal":
			d.pages = max(d.pages, n)
		case "pagesize", "size", "perpage", "limit", "pagerows", "rows":
			d.size = max(d.size, n)
		case "page", "pageno", "pagenum", "pageindex", "currentpage", "current", "curpage", "pagenumber":
			d.page = max(d.page, n)
		}
	}
}

// finish turns what was read into facts.
func (d *answer) finish() {
	f := d.f
	p := pages.Get().(*page)
	defer p.release()
	p.url, p.base, p.home, p.f, p.gb = d.u, d.u, false, f, d.gb
	p.seen.reset(f)
	if d.html.Len() > 0 {
		p.readMarkup([]byte("<ul>" + d.html.String() + "</ul>"))
	}
	var list []Item
	for i := range d.rows {
		if !d.rows[i].entry {
			list = append(list, d.rows[i].item)
		}
	}
	menu := !rowsOfList(list)
	for i := range d.rows {
		r := &d.rows[i]
		region := Body
		if r.entry || menu {
			region = Nav
		} else if len(f.Items) < MaxItems {
			f.Items = append(f.Items, r.item)
		}
		p.addLink(Link{URL: r.item.URL, Text: r.item.Title, Region: region, Via: Script})
	}
	for _, name := range d.names {
		if !slices.ContainsFunc(d.rows, func(r dataRow) bool { return r.item.Title == name }) {
			p.addLabel(name, Nav, Script)
		}
	}
	f.Signals.Total = -1
	if d.total > 0 {
		f.Signals.Total = d.total
	}
	further := d.further()
	if d.next != "" && len(f.Items) > 0 {
		further = []string{d.next} // it says itself what follows
	}
	for _, next := range further {
		p.addLink(Link{URL: next, Region: Body, Via: Called})
	}
}
