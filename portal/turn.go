package portal

import (
	"path"
	"strings"

	"github.com/govaudit/govaudit/extract"
)

// turnsPage reports whether a link leads to another page of the same list: by
// what a script says, by its words, or by a bare number to an address of the
// same series.
func turnsPage(from string, l *extract.Link) bool {
	if l.Via == extract.Pager {
		return true
	}
	text := extract.Fold(l.Text)
	switch text {
	case "下一页", "下页", "后一页", "上一页", "上页", "前一页", "尾页", "末页", "最后一页", "next", "prev", ">", ">>", "<", "<<":
		return folder(from) == folder(l.URL) || series(from, l.URL)
	}
	text = strings.TrimSuffix(strings.TrimPrefix(strings.Trim(text, "[]【】()·."), "第"), "页")
	return pageNumber(text) && series(from, l.URL)
}

// pageNumber reports whether s is the number of a page as pagers write it.
func pageNumber(s string) bool {
	return len(s) > 0 && len(s) <= 4 && strings.Trim(s, "0123456789") == ""
}

// series reports whether two addresses may be pages of one list: one path with
// different queries, names that differ in their numbers (index.html and
// index_2.html), or a page and the numbers in the folder of its name (tzgg.htm and
// tzgg/3.htm).
func series(a, b string) bool {
	a, aq, _ := strings.Cut(a, "?")
	b, bq, _ := strings.Cut(b, "?")
	if a == b {
		return aq != bq
	}
	if folder(a) == folder(b) {
		return unnumbered(a) == unnumbered(b)
	}
	return folder(b) == stem(a)+"/" && pageNumber(path.Base(stem(b))) || folder(a) == stem(b)+"/" && pageNumber(path.Base(stem(a)))
}

func folder(url string) string {
	url, _, _ = strings.Cut(url, "?")
	return url[:strings.LastIndexByte(url, '/')+1]
}

// stem is an address without its ending.
func stem(url string) string { return strings.TrimSuffix(url, path.Ext(url)) }

// unnumbered is the name of a page without its number and ending; that of a
// folder's own page is empty.
func unnumbered(url string) string {
	name := strings.TrimRight(strings.ToLower(stem(url[strings.LastIndexByte(url, '/')+1:])), "0123456789_-")
	switch name {
	case "index", "default", "list", "page":
		return ""
	}
	return name
}
