package rules

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
)

// continuation returns the address of another page of the same article that a
// pager below the text leads to, "" if there is none: 12.html and 12_2.html,
// show.asp?id=12 and show.asp?id=12&page=2.
func continuation(f *extract.Facts) string {
	whole, stem := seriesOf(f.URL)
	for _, l := range f.Links {
		if l.URL == f.URL || l.Region == extract.Nav || l.Region == extract.Footer || !pagerWord(extract.Fold(l.Text)) {
			continue
		}
		// The numbers of two articles may differ as the numbers of two pages do:
		// one of the two must be without.
		if w, s := seriesOf(l.URL); w == whole || w == stem || s == whole {
			return l.URL
		}
	}
	return ""
}

// pagerWord reports whether a folded link text is one of a pager: a number of one
// or two digits, 下一页, 尾页, 余下全文.
func pagerWord(text string) bool {
	text = strings.Trim(text, "[]()第页<>«»‹›")
	switch text {
	case "", "下一", "上一", "下", "上", "后一", "前一", "尾", "末", "首", "最后一", "next", "prev", "余下全文", "阅读全文", "查看全文", "全文", "显示全部", "在本显示全文", "单阅读":
		return true
	}
	return len(text) <= 2 && strings.Trim(text, "0123456789") == "" || wordIn(text, []string{"下一页", "余下"}) != "" && utf8.RuneCountInString(text) <= 8
}

// seriesOf returns an address in the form in which pages of one article can be
// compared, and the same without the number of the page, if it may have one.
func seriesOf(address string) (whole, stem string) {
	u, err := url.Parse(address)
	if err != nil {
		return address, address
	}
	query := ""
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		name, _, _ := strings.Cut(strings.ToLower(pair), "=")
		if name != "" && !pageParam(name) {
			query += "&" + pair
		}
	}
	name, ext := u.Path, ""
	if dot := strings.LastIndexByte(name, '.'); dot > strings.LastIndexByte(name, '/') {
		name, ext = name[:dot], name[dot:]
	}
	whole = u.Host + indexless(name, ext) + query
	return whole, u.Host + indexless(pageless(name), ext) + query
}

// pageParam reports that a parameter in lower case says which page it is.
func pageParam(name string) bool {
	switch name {
	case "page", "p", "pn", "pageno", "pageindex", "pagenum", "currentpage", "curpage", "cur":
		return true
	}
	return false
}

// pageless is the path of a page, without its extension, without the number of the
// page, if it may have one.
func pageless(name string) string {
	if i := strings.LastIndexAny(name, "_-"); i > 0 && len(name)-i <= 3 && strings.Trim(name[i+1:], "0123456789") == "" {
		return name[:i]
	}
	return name
}

// indexless writes the path of a folder's index page as that of the folder.
func indexless(name, ext string) string {
	if folder, ok := strings.CutSuffix(name, "/index"); ok {
		return folder + "/"
	}
	return name + ext
}
