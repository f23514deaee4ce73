package extract

import (
	"strconv"
	"strings"
)

// maxDataTables bounds the tables of one page whose rows are asked for.
const maxDataTables = 6

// tableCalls reads the tables that say in their own attributes where their rows come
// from, page by page: <table data-toggle="table" data-url="…">, <table
// lay-data="{url:'…', page:true}">. A script file of a library asks for them.
func (p *page) tableCalls() []dataCall {
	var out []dataCall
	for i := range p.each(tableTags) {
		if c, ok := p.tableCall(i); ok && len(out) < maxDataTables {
			out = append(out, c)
		}
	}
	return out
}

// tableCall reads one table.
func (p *page) tableCall(n int32) (dataCall, bool) {
	if from, ok := p.tree.Attr(n, "data-url"); ok && p.hasAttr(n, "data-toggle", "data-side-pagination", "data-pagination", "data-page-size") {
		method, _ := p.tree.Attr(n, "data-method")
		c := dataCall{address: from, post: strings.EqualFold(method, "post"), words: quoteLine("data-url=" + from)}
		if side, _ := p.tree.Attr(n, "data-side-pagination"); side == "server" {
			size, _ := p.tree.Attr(n, "data-page-size")
			if kind, given := p.tree.Attr(n, "data-query-params-type"); given && kind != "limit" {
				c.address = withPairs(from, "pageSize="+sizeOf(size)+"&pageNumber=1")
			} else {
				c.address = withPairs(from, "order=asc&offset=0&limit="+sizeOf(size))
			}
		}
		return c, looksLikePath(from)
	}
	settings, ok := p.tree.Attr(n, "lay-data")
	if !ok || len(settings) > 2000 {
		return dataCall{}, false
	}
	r := jsReader{src: settings}
	v := r.value()
	from := v.get("url")
	if from == nil || from.kind != jsText || !from.plain() || !looksLikePath(from.text) {
		return dataCall{}, false
	}
	c := dataCall{address: from.text, words: quoteLine(settings)}
	if method := v.get("method"); method != nil {
		c.post = strings.EqualFold(method.text, "post")
	}
	if paged := v.get("page"); paged != nil && paged.text != "false" {
		size := ""
		if limit := v.get("limit"); limit != nil {
			size = limit.text
		}
		c.address = withPairs(from.text, "page=1&limit="+sizeOf(size))
	}
	return c, true
}

// hasAttr reports whether an element has one of these attributes.
func (p *page) hasAttr(n int32, names ...string) bool {
	for _, name := range names {
		if _, ok := p.tree.AttrBytes(n, name); ok {
			return true
		}
	}
	return false
}

// sizeOf returns the number of rows that a table shows on one page, as its library
// has it where nothing sensible is said.
func sizeOf(s string) string {
	if n, err := strconv.Atoi(s); err == nil && n > 0 && n <= 200 {
		return s
	}
	return "10"
}

func withPairs(address, pairs string) string {
	if strings.Contains(address, "?") {
		return address + "&" + pairs
	}
	return address + "?" + pairs
}
