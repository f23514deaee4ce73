package crawler

import (
	"net/url"
	"path"
	"strings"
)

// mirrorNames are the folders that hold a site once more.
var mirrorNames = map[string]bool{
	"mobile": true, "m": true, "wap": true, "3g": true, "h5": true, "phone": true, "touch": true, "print": true, "printpage": true,
	"big5": true, "gb2big5": true, "ft": true, "fanti": true, "zh-hant": true, "zh_hant": true, "zh-tw": true, "zh_tw": true, "tw": true, "hk": true, "wza": true,
}

// errandNames are those of programs that do something with the article whose number they
// are given: keep it, recommend it, take a comment on it.
var errandNames = map[string]bool{"stow": true, "fav": true, "favorite": true, "favorites": true, "collect": true, "shoucang": true, "recommend": true, "tuijian": true, "feedback": true, "comment": true, "comments": true, "pinglun": true, "erradd": true, "digg": true}

// isErrand reports the address of such a program.
func isErrand(address string) bool {
	at, _, asks := strings.Cut(address, "?")
	name := path.Base(at)
	return asks && errandNames[strings.ToLower(strings.TrimSuffix(name, path.Ext(name)))]
}

// mirrorOf returns the kind of a mirror and the address it is one of, by its form; from
// is the page that leads to it.
func mirrorOf(u *url.URL, from string) (kind, original string, ok bool) {
	host := u.Scheme + "://" + u.Host + "/"
	at := strings.TrimPrefix(u.EscapedPath(), "/")
	if first, rest, found := strings.Cut(at, "/"); found && rest != "" && mirrorNames[strings.ToLower(first)] {
		original = host + rest
		if u.RawQuery != "" {
			original += "?" + u.RawQuery
		}
		return host + first + "/", original, true
	}
	if u.RawQuery != "" {
		var left []string
		named := ""
		for pair := range strings.SplitSeq(u.RawQuery, "&") {
			if key, value, _ := strings.Cut(pair, "="); named == "" && setsLook(key, value) {
				named = key
				continue
			}
			left = append(left, pair)
		}
		if named != "" {
			original = host + at
			if len(left) > 0 {
				original += "?" + strings.Join(left, "&")
			}
			return host + "?" + strings.ToLower(named), original, true
		}
	}
	name := path.Base(at)
	if from != "" && from != u.String() && (printing(strings.TrimSuffix(name, path.Ext(name))) || isErrand(u.String())) {
		return host + shapeOf(name), from, true
	}
	return "", "", false
}

// originalOf is the page that a job's address may show again.
func originalOf(j *job) string {
	u, err := url.Parse(j.url)
	if err != nil {
		return ""
	}
	_, original, _ := mirrorOf(u, j.from)
	return original
}

// setsLook reports a parameter that says how a page is to look, not which: font=16,
// fontsize=big, print=1, view=print.
func setsLook(key, value string) bool {
	switch key = strings.ToLower(key); key {
	case "zoom", "fs", "textsize":
		return true
	}
	return strings.HasPrefix(key, "font") || strings.HasSuffix(key, "font") || strings.HasSuffix(key, "fontsize") || printing(key) || printing(value) && len(value) <= len("printable")
}

// printing reports a name of pages for printing: print, DoPrint, print_view, newsprint.
func printing(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "print") || strings.HasSuffix(name, "print")
}

// shapeOf is a name with its numbers left out: those of one kind share it.
func shapeOf(name string) string {
	return strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return -1
		}
		return c
	}, name)
}
