package extract

import (
	"iter"
	"strconv"
	"strings"
)

// maxPagerLinks bounds the pages of one list that are worked out on one of them.
const maxPagerLinks = 200

// maxListTurns bounds the same where the first page alone can work them out.
const maxListTurns = 2000

// turnsFrom yields the numbers of the pages of a list that are worked out on the page
// with the number own: the first ones, and as many behind own. Of a longer list each
// page names a few that the ones before it do not.
func turnsFrom(first, last, own int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for n := first; n <= min(last, first+maxPagerLinks-1); n++ {
			if !yield(n) {
				return
			}
		}
		for n := max(first+maxPagerLinks, own+1); n <= min(last, own+maxPagerLinks); n++ {
			if !yield(n) {
				return
			}
		}
	}
}

// ownTurn returns the number of this page where its address is before, a number and
// after; 0 where it is not.
func (p *page) ownTurn(before, after string) int {
	at, ok := p.resolve(before + "0" + after)
	if !ok || !strings.HasSuffix(at, "0"+after) {
		return 0
	}
	rest, some := strings.CutPrefix(p.f.URL, strings.TrimSuffix(at, "0"+after))
	digits, all := strings.CutSuffix(rest, after)
	if n, err := strconv.Atoi(digits); err == nil && some && all && n >= 0 {
		return n
	}
	return 0
}

// maxPagerCalls bounds the pagination calls read in one script.
const maxPagerCalls = 20

// follows reads <link rel="next">: the next page of a list.
func (p *page) follows(n int32) {
	rel, ok := p.tree.AttrBytes(n, "rel")
	if !ok || !strings.EqualFold(strings.TrimSpace(string(rel)), "next") {
		return
	}
	ref, _ := p.tree.Attr(n, "href")
	if abs, ok := p.resolve(ref); ok && abs != p.f.URL {
		p.addLink(Link{URL: abs, Region: Body, Via: Pager})
	}
}

// readPager reads how many pages and rows the scripts say a list has, and adds
// links to the pages that follow the first.
func (p *page) readPager() {
	for _, s := range p.scripts {
		for from, calls := 0, 0; calls < maxPagerCalls && s.has("createPageHTML"); calls++ {
			i := strings.Index(s.src[from:], "createPageHTML")
			if i < 0 {
				break
			}
			from += i + len("createPageHTML")
			if strings.HasSuffix(strings.TrimRight(s.src[:from-len("createPageHTML")], " \t"), "function") {
				continue
			}
			for from < len(s.src) && (isWordByte(s.src[from]) || isDigit(s.src[from])) {
				from++ // createPageHTML2
			}
			p.pageCall(s.src, arguments(s.src, from))
		}
		if s.has("Pager({") {
			p.pageObject(s.src[strings.Index(s.src, "Pager({"):])
		}
		for _, n := range s.pages {
			p.claim(n)
		}
		if p.f.Signals.Total < 0 {
			p.f.Signals.Total = s.total
		}
	}
}

// arguments splits the call whose "(" is the next character from i on; literals
// keep their quotes. It is nil where there is no call.
func arguments(s string, i int) []string {
	i = skipSpace(s, i)
	if i == len(s) || s[i] != '(' {
		return nil
	}
	end := strings.IndexByte(s[i:], ')')
	if end < 0 || end > 300 {
		return nil
	}
	var out []string
	for a := range strings.SplitSeq(s[i+1:i+end], ",") {
		out = append(out, strings.TrimSpace(a))
	}
	return out
}

// pageCall reads createPageHTML in the orders in use: (pages, current, name,
// ext), (container, pages, current, name, ext, rows), (current, pages, call, …).
func (p *page) pageCall(src string, args []string) {
	var numbers []int
	var words []string
	first := ""
	for i, a := range args {
		switch {
		case a == "":
			continue
		case strings.ContainsAny(a, "+*") || i < 2 && p.reckoned(src, a):
			if p.f.Signals.PartByScript == "" {
				p.f.Signals.PartByScript = quoteLine("createPageHTML(" + strings.Join(args, ", ") + ")")
			}
			return
		case a[0] == '"' || a[0] == '\'':
			w := strings.Trim(a, `"'`)
			if n, err := strconv.Atoi(w); err == nil {
				numbers = append(numbers, n)
			} else if i == 0 {
				first = w
			} else {
				words = append(words, w)
			}
		default:
			if n, ok := number(src, a); ok {
				numbers = append(numbers, n)
			} else if w, ok := assignedWord(src, a); ok {
				words = append(words, w)
			}
		}
	}
	if len(numbers) == 0 {
		return
	}
	pages := numbers[0]
	if len(numbers) > 1 {
		pages = max(numbers[0], numbers[1])
	}
	p.claim(pages)
	if first != "" && len(numbers) > 2 && p.f.Signals.Total < 0 {
		p.f.Signals.Total = numbers[2]
	}
	if len(words) < 2 || strings.Contains(words[0], ":") || strings.Contains(words[0], "/") && strings.Contains(words[0], "(") {
		return
	}
	start := 1
	if first != "" { // these count pages from 1: name.ext, name_2.ext
		start = 2
	}
	p.pageLinks(words[0], strings.TrimPrefix(words[1], "."), start, pages-1+start-1)
}

// reckoned reports the name of a number that a script works out: how many pages a
// list has is then not known.
func (p *page) reckoned(src, arg string) bool {
	if _, known := number(src, arg); known || !isIdentifier(arg) {
		return false
	}
	at, ok := assignment(src, arg, 0, false)
	if !ok {
		return false
	}
	rest := strings.TrimLeft(src[at:min(len(src), at+60)], " ")
	return strings.HasPrefix(rest, "Math.") || strings.HasPrefix(rest, "parseInt")
}

// pageLinks adds name_start.ext … name_last.ext.
func (p *page) pageLinks(name, ext string, start, last int) {
	if name == "" || ext == "" || len(name) > 100 || len(ext) > 10 {
		return
	}
	for i := range turnsFrom(start, last, p.ownTurn(name+"_", "."+ext)) {
		if abs, ok := p.resolve(name + "_" + strconv.Itoa(i) + "." + ext); ok && abs != p.f.URL {
			p.addLink(Link{URL: abs, Text: "", Region: Body, Via: Pager})
		}
	}
}

// pageObject reads Pager({size:3, current:0, prefix:'index', suffix:'html'}).
func (p *page) pageObject(s string) {
	end := strings.IndexByte(s, '}')
	if end < 0 || end > 600 {
		return
	}
	s = s[:end]
	size, ok := property(s, "size")
	if !ok {
		return
	}
	n, err := strconv.Atoi(size)
	if err != nil {
		return
	}
	p.claim(n)
	prefix, _ := property(s, "prefix")
	suffix, _ := property(s, "suffix")
	p.pageLinks(prefix, suffix, 1, n-1)
}

func property(s, key string) (string, bool) {
	i := strings.Index(s, key)
	if i < 0 {
		return "", false
	}
	rest := strings.TrimLeft(s[i+len(key):], " \"'")
	if !strings.HasPrefix(rest, ":") {
		return "", false
	}
	rest = strings.TrimLeft(rest[1:], " ")
	end := strings.IndexAny(rest, ",}\n")
	if end < 0 {
		end = len(rest)
	}
	return strings.Trim(rest[:end], " \"'"), true
}

// Names of variables in which the numbers of pages and rows are kept.
var (
	pageNames  = []string{"maxStaticIndex", "countPage", "_nPageCount", "nPageCount", "totalPage", "totalPages", "pageCount", "page_count", "m_nPageCount"}
	totalNames = []string{"recordCount", "totalRecord", "totalRecords", "totalrecord", "totalCount", "total_count", "recordcount", "m_nRecordCount"}
	sizeNames  = []string{"m_nPageSize", "pageSize", "perPage", "pagesize", "page_size"}
)

// pageNumbers returns the numbers of pages that a script gives to variables, and
// the first number of rows, -1 if there is none.
func pageNumbers(src string) (pages []int, total int) {
	for _, name := range pageNames {
		if n, ok := number(src, name); ok {
			pages = append(pages, n)
		}
	}
	if i := strings.Index(src, "laypage"); i >= 0 {
		if n := laypages(src[i:]); n > 0 {
			pages = append(pages, n)
		}
	}
	for _, name := range totalNames {
		n, ok := number(src, name)
		if !ok {
			continue
		}
		for _, name := range sizeNames {
			if size, ok := number(src, name); ok && len(pages) == 0 && size > 0 && n > size {
				pages = append(pages, (n+size-1)/size)
			}
		}
		return pages, n
	}
	return pages, -1
}

// laypages returns the number of pages that the call of the pager laypage or
// layui.laypage states: pages, or count rows by limit.
func laypages(src string) int {
	src = src[:min(len(src), 600)]
	if n, ok := number(src, "pages"); ok {
		return n
	}
	rows, ok := number(src, "count")
	if !ok {
		return 0
	}
	per, ok := number(src, "limit")
	if !ok {
		per = 10 // what it takes by itself
	}
	return (rows + max(per, 1) - 1) / max(per, 1)
}

func (p *page) claim(pages int) {
	if pages > p.f.Signals.Pages && pages < 1_000_000 {
		p.f.Signals.Pages = pages
	}
}

// number returns a as a number: written out, or as a variable that src gives a
// number to.
func number(src, a string) (int, bool) {
	if n, err := strconv.Atoi(a); err == nil {
		return n, n >= 0
	}
	v, ok := assignedWord(src, a)
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(v)
	return n, err == nil && n >= 0
}

// assignedWord returns the number or literal that src gives to the variable or
// property name.
func assignedWord(src, name string) (string, bool) {
	for from := 0; ; {
		i := strings.Index(src[from:], name)
		if i < 0 || name == "" {
			return "", false
		}
		i += from
		from = i + len(name)
		if i > 0 && (isWordByte(src[i-1]) || isDigit(src[i-1])) {
			continue
		}
		j := skipSpace(src, from)
		if j < len(src) && (src[j] == '"' || src[j] == '\'') {
			j = skipSpace(src, j+1)
		}
		if j == len(src) || src[j] != '=' && src[j] != ':' || j+1 < len(src) && src[j+1] == '=' {
			continue
		}
		rest := strings.TrimLeft(src[j+1:min(len(src), j+120)], " ")
		rest = strings.TrimLeft(rest, `"'`)
		end := strings.IndexAny(rest, ";,\n\r}\"')")
		if end < 0 {
			end = len(rest)
		}
		if i := strings.Index(rest[:end], "//"); i > 0 && isDigit(rest[0]) {
			end = i // a remark behind the number
		}
		if v := strings.TrimSpace(rest[:end]); v != "" {
			return v, true
		}
	}
}
