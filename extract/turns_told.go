package extract

import (
	"bytes"
	"path"
	"slices"
	"strconv"
	"strings"
)

// told returns the number of pages that the page tells its reader: 共 31 页.
func (t *turns) told() int {
	for src := t.p.tree.Source(); ; {
		_, rest, ok := bytes.Cut(src, []byte("共"))
		if !ok {
			return 0
		}
		src = rest
		s := pastMarkup(rest[:min(len(rest), 120)])
		n := 0
		for n < len(s) && isDigit(s[n]) {
			n++
		}
		if n > 0 && n < 5 && bytes.HasPrefix(pastMarkup(s[n:]), []byte("页")) {
			pages, _ := strconv.Atoi(string(s[:n]))
			return pages
		}
	}
}

// Short reports a list that says it has more rows than it shows, and leads to no
// further page. That of which this is a later page is not one.
func (f *Facts) Short() bool {
	if f.Kind != List || f.Signals.Total <= len(f.Items) || len(f.Items) < minRowsOfPage || laterPage(f.URL) || f.belowFirst() {
		return false
	}
	return !slices.ContainsFunc(f.Links, func(l Link) bool {
		_, turn := turnNumber(l.Text)
		return turn && (l.Via == Anchor || l.Via == OnClick) || l.Via == Pager || l.Via == Called
	})
}

// belowFirst reports a page called by a number in the folder named as the first page of
// its list, to which it leads: tzgg/30.htm beside tzgg.htm.
func (f *Facts) belowFirst() bool {
	dir, name := path.Split(f.URL)
	ext := path.Ext(name)
	if n, err := strconv.Atoi(strings.TrimSuffix(name, ext)); err != nil || n < 1 || len(name)-len(ext) > 4 {
		return false
	}
	first := strings.TrimSuffix(dir, "/") + ext
	return slices.ContainsFunc(f.Links, func(l Link) bool { return l.URL == first })
}

// laterPage reports an address with a number as the further pages of a list have it:
// index_2.html, ?page=2.
func laterPage(address string) bool {
	address, query, _ := strings.Cut(address, "?")
	for query != "" {
		var pair string
		pair, query, _ = strings.Cut(query, "&")
		key, value, _ := strings.Cut(pair, "=")
		if n, err := strconv.Atoi(value); err == nil && n > 1 && (pageKey(ofBox(key)) || offsetKey(key)) {
			return true
		}
	}
	name := path.Base(address)
	stem := strings.TrimSuffix(name, path.Ext(name))
	at := strings.LastIndexAny(stem, "_-")
	n, err := strconv.Atoi(stem[at+1:])
	return err == nil && n > 0 && at > 0
}

// ofBox returns the name of a parameter without the number of the box on the page that
// it belongs to: a19137p.
func ofBox(key string) string {
	if rest := strings.TrimPrefix(key, "a"); rest != key {
		if own := strings.TrimLeft(rest, "0123456789"); own != rest && own != "" {
			return own
		}
	}
	return key
}

// rowUnits are what the rows of a list are counted in: 共 57 条.
var rowUnits = [...]string{"条", "篇", "项", "件", "则", "份", "个文件", "个结果"}

// countedThings follow the unit where a pager speaks, not an article: 共 57 条记录.
var countedThings = [...]string{"记录", "信息", "数据", "结果", "内容", "文件", "公开信息"}

// toldRows returns the number of rows that a list tells its reader it has: 共 57 条,
// 共有57条记录; 0 without. A number within a sentence is none.
func (t *turns) toldRows() int {
	for src := t.p.tree.Source(); ; {
		_, rest, ok := bytes.Cut(src, []byte("共"))
		if !ok {
			return 0
		}
		src = rest
		s := rest[:min(len(rest), 160)]
		for _, word := range [...]string{"有", "计", "找到"} {
			s = bytes.TrimPrefix(s, []byte(word))
		}
		s = pastMarkup(s)
		n := 0
		for n < len(s) && isDigit(s[n]) {
			n++
		}
		if n == 0 || n > 6 {
			continue
		}
		rows, _ := strconv.Atoi(string(s[:n]))
		if s = pastMarkup(s[n:]); countsRows(s) {
			return rows
		}
	}
}

// countsRows reports that s begins with what rows are counted in, and no sentence
// goes on behind it.
func countsRows(s []byte) bool {
	for _, unit := range rowUnits {
		rest, ok := bytes.CutPrefix(s, []byte(unit))
		if !ok {
			continue
		}
		for _, thing := range countedThings {
			rest = bytes.TrimPrefix(rest, []byte(thing))
		}
		if rest = bytes.TrimLeft(rest, " \t\r\n"); len(rest) == 0 || bytes.IndexByte([]byte("<&/|"), rest[0]) >= 0 || isDigit(rest[0]) {
			return true
		}
		for _, mark := range [...]string{"，", ",", "；", "、", ")", "）", "]", "】"} {
			rest = bytes.TrimPrefix(rest, []byte(mark))
		}
		for _, next := range [...]string{"第", "每页", "当前", "共", "分", "<"} {
			if bytes.HasPrefix(rest, []byte(next)) {
				return true
			}
		}
	}
	return false
}

// pastMarkup returns b from its first word on.
func pastMarkup(b []byte) []byte {
	for {
		b = bytes.TrimLeft(b, " \t\r\n:")
		switch {
		case bytes.HasPrefix(b, []byte("&nbsp;")):
			b = b[len("&nbsp;"):]
		case bytes.HasPrefix(b, []byte("：")):
			b = b[len("："):]
		case len(b) > 0 && b[0] == '<':
			end := bytes.IndexByte(b, '>')
			if end < 0 {
				return nil
			}
			b = b[end+1:]
		default:
			return b
		}
	}
}
