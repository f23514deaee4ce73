package extract

import (
	"strings"
)

func pathOnly(s string) string {
	s, _, _ = strings.Cut(s, "?")
	return s
}

// looksLikeData reports whether the address of a call, which may have holes, is
// one: it has a path.
func looksLikeData(s string) bool {
	s = strings.TrimSpace(s)
	return len(s) > 1 && len(s) < 1500 && strings.ContainsAny(s, "/.?") && !strings.ContainsAny(s, "<>{}\n\" ") && strings.Trim(s, holeMark+"./") != "" && !strings.HasPrefix(s, "javascript:") && !strings.HasPrefix(s, "data:")
}

// withData completes an address by the data of its call and settles what is only
// known at run time: the number of a page is that of the first, what a reader may
// search for is empty, what defeats caches is left out. False where something else
// is missing.
func withData(address string, data *jsValue) (string, bool) {
	path, query, _ := strings.Cut(address, "?")
	path, ok := settlePath(path)
	if !ok {
		return path, false
	}
	var pairs []string
	add := func(key, value string) {
		if key == "" || !ok {
			return
		}
		if strings.Contains(key, holeMark) { // several parameters that only the script knows: $.param({…})
			ok = false
			return
		}
		if v, keep, fine := settle(key, value); !fine {
			ok = false
		} else if keep {
			pairs = append(pairs, key+"="+v)
		}
	}
	split := func(s string) {
		for pair := range strings.SplitSeq(s, "&") {
			key, value, _ := strings.Cut(pair, "=")
			add(key, value)
		}
	}
	split(query)
	if data != nil {
		switch data.kind {
		case jsText:
			split(data.text)
		case jsObject:
			for i, key := range data.keys {
				if v := textOf(data.list[i], key); v.kind != jsWord || v.text == "true" || v.text == "false" {
					add(key, escapeValue(v.text))
				}
			}
		case jsUnknown:
			ok = ok && data.text == ""
		}
	}
	if len(pairs) > 0 {
		path += "?" + strings.Join(pairs, "&")
	}
	return path, ok
}

// settlePath fills the holes of a path: a prefix known only to the server is none,
// the number of a page is that of the first.
func settlePath(path string) (string, bool) {
	for {
		i := strings.Index(path, holeMark)
		if i < 0 {
			return path, true
		}
		n := strings.Index(path[i+1:], holeMark)
		if n < 0 {
			return path, false
		}
		name, rest := path[i+1:i+1+n], path[i+n+2:]
		switch {
		case i == 0 && strings.HasPrefix(rest, "/"):
			path = rest
		case pageKey(name):
			path = path[:i] + "1" + rest
		default:
			return path, false
		}
	}
}

// settle returns the value of one parameter, whether it is sent at all, and
// whether it is known.
func settle(key, value string) (string, bool, bool) {
	if strings.Contains(value, holed("random")) {
		return "", false, true
	}
	if value == "?" { // jQuery puts the name of a function of its own there
		return placeholderName, true, true
	}
	if !strings.Contains(value, holeMark) {
		return value, true, true
	}
	switch low := strings.ToLower(key); {
	case low == "callback" || low == "jsoncallback" || low == "_" || low == "t" || low == "rnd":
		return "", false, true
	case offsetKey(low):
		return "0", true, true
	case pageKey(low):
		return "1", true, true
	case sizeKey(low):
		return "", false, true
	case searchKey(low):
		return "", true, true
	}
	return "", false, false
}

// escapeValue encodes what would end a value inside a query.
func escapeValue(s string) string {
	return strings.NewReplacer("%", "%25", "&", "%26", "#", "%23", "+", "%2B", " ", "%20", "=", "%3D").Replace(s)
}

// pageKey, offsetKey, sizeKey and searchKey tell by its name what a parameter of a
// list is for.
func pageKey(key string) bool {
	switch strings.ToLower(strings.Trim(key, "_")) {
	case "page", "pageno", "pagenum", "pageindex", "currentpage", "curpage", "current", "p", "pn", "pg", "page_no", "page_num", "pagenumber", "nowpage", "cpage", "page_index", "current_page", "pageid", "i", "n", "num":
		return true
	}
	return false
}

func offsetKey(key string) bool {
	switch strings.ToLower(strings.Trim(key, "_")) {
	case "start", "offset", "skip", "from", "startindex", "firstresult":
		return true
	}
	return false
}

func sizeKey(key string) bool {
	switch strings.ToLower(strings.Trim(key, "_")) {
	case "size", "pagesize", "rows", "limit", "perpage", "page_size", "per_page", "pagerows", "pagecount", "count", "length", "len":
		return true
	}
	return false
}

func searchKey(low string) bool {
	switch low {
	case "keyword", "keywords", "key", "search", "searchword", "q", "wd", "title", "starttime", "endtime", "startdate", "enddate", "begindate", "begintime", "year", "name", "text", "content", "sort", "order", "orderby", "_channelname", "_rangetimegte", "_rangetimelte", "beginymd", "endymd", "word":
		return true
	}
	return false
}

// Aside reports an address that is for something else than the content of a page,
// or may do something: counters, logins, weather, whatever writes.
func Aside(address string) bool {
	path := pathOnly(address)
	if i := strings.Index(path, "://"); i >= 0 {
		path = path[i+3:]
		path = path[max(0, strings.IndexByte(path, '/')):]
	}
	return anyWord(path, asideWords)
}

// anyWord reports whether one of the words a name is made of is among words: userInfo
// is user and Info.
func anyWord(name string, words map[string]bool) bool {
	for i := 0; i < len(name); {
		from := i
		for i < len(name) && isLetter(name[i]) && (i == from || name[i] >= 'a' || name[i-1] < 'a') {
			i++
		}
		if words[strings.ToLower(name[from:i])] {
			return true
		}
		if i == from {
			i++
		}
	}
	return false
}

var asideWords = wordSet("visit visits visitor count counter counts click clicks hit hits pv uv login logout logon signin signout register user userinfo weather tianqi tongji stat stats " +
	"jiucuo captcha verify verifycode vcode checkcode token session like zan praise comment comments share wx wechat weixin jssdk jsapi save add insert delete del remove update submit " +
	"edit upload vote sms send log logs browse readcount viewcount pageview hotword hotwords suggest jsonpuser isvalid encrypt sso cas auth oauth websocket robot chat")

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}
