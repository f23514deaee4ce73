package extract

import (
	"slices"
	"strconv"
	"strings"
)

// rowsMark parts the address of data from the pattern by which the page that asks
// makes the addresses of rows. It stands in the fragment, which no server sees.
const rowsMark = "#rows="

// cutPattern splits the pattern off an address of data.
func cutPattern(address string) (plain, pattern string) {
	plain, pattern, _ = strings.Cut(address, rowsMark)
	return plain, pattern
}

// further returns the addresses of the other pages of the list an answer is a page of,
// worked out from its own address. Of a list with a number of pages the first page
// gives the first ones, each page some behind it that are not among those; without such
// a number a full page gives the next one.
func (d *answer) further() []string {
	rows := max(len(d.f.Items), 0)
	path, query, ok := strings.Cut(d.address, "?")
	if rows == 0 {
		return nil
	}
	if !ok {
		return d.numbered(path)
	}
	pairs := strings.Split(query, "&")
	at, start, now, size, last := -1, false, 0, 0, -1
	var inside [2]int // where the number stands in pairs[at], if not behind its key
	for i, pair := range pairs {
		key, value, _ := strings.Cut(pair, "=")
		if from, to := pageWithin(value); to > 0 {
			at, inside = i, [2]int{len(key) + 1 + from, len(key) + 1 + to}
			now, _ = strconv.Atoi(value[from:to])
			break
		}
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 {
			continue
		}
		low := strings.ToLower(key)
		switch {
		case low == "endrecord" || low == "end":
			last = i
		case low == "startrecord" || offsetKey(low):
			at, start, now = i, true, n
		case sizeKey(low):
			size = n
		case pageKey(low) && low != "i" && low != "n" && low != "num" && (at < 0 || !start):
			at, now = i, n
		}
	}
	if at < 0 || last >= 0 && start {
		return nil // blocks between two numbers: the page that asks knows them all
	}
	if d.total == 0 && d.count > rows {
		d.total = d.count
	}
	if d.size > 0 && d.size <= rows {
		size = d.size
	}
	if size == 0 || size > rows && d.total > rows {
		size = rows
	}
	count := d.pages
	if count == 0 && d.total > 0 {
		count = (d.total + size - 1) / size
	}
	d.f.Signals.Pages = count
	key, _, _ := strings.Cut(pairs[at], "=")
	make := func(n int) string {
		own := append([]string(nil), pairs...)
		own[at] = key + "=" + strconv.Itoa(n)
		if inside[1] > 0 {
			own[at] = pairs[at][:inside[0]] + strconv.Itoa(n) + pairs[at][inside[1]:]
		}
		s := path + "?" + strings.Join(own, "&")
		if d.pattern != "" {
			s += rowsMark + d.pattern
		}
		return s
	}
	step, first := 1, 1
	if start {
		step, first = size, now%max(size, 1)
	} else if now == 0 && !(d.page == 1 && count > 1) {
		first = 0
	}
	if count == 0 {
		if size >= 5 && rows >= size || rows > 1 && asksFor(rows, slices.Delete(slices.Clone(pairs), at, at+1)) {
			return []string{make(now + step)}
		}
		return nil
	}
	var out []string
	for n := range turnsFrom(1, count-1, (now-first)/max(step, 1)) {
		if now <= first || n > maxPagerLinks {
			out = append(out, make(first+n*step))
		}
	}
	return out
}

// asksFor reports whether one of pairs is that number: so many rows were asked for.
func asksFor(rows int, pairs []string) bool {
	return slices.ContainsFunc(pairs, func(pair string) bool { return strings.HasSuffix(pair, "="+strconv.Itoa(rows)) })
}

// numbered returns the addresses of the other pages of a list whose pages have their
// number at the end of their names, list_1.xml, where the answer says how many there are.
func (d *answer) numbered(path string) []string {
	dot := strings.LastIndexByte(path, '.')
	stem := strings.TrimRight(path[:max(dot, 0)], "0123456789")
	own, err := strconv.Atoi(path[len(stem):max(dot, len(stem))])
	if err != nil || d.page > 1 && d.page != own || d.pages < 2 || !strings.HasSuffix(stem, "_") && !strings.HasSuffix(stem, "-") {
		return nil
	}
	d.f.Signals.Pages = d.pages
	var out []string
	for n := range turnsFrom(2, d.pages, own) {
		if own == 1 || n > maxPagerLinks {
			out = append(out, stem+strconv.Itoa(n)+path[dot:])
		}
	}
	return out
}

// pageWithin returns where the number of the page stands in the value of a parameter
// that is an object: paramJson={"pageNo":1,"pageSize":15}.
func pageWithin(value string) (from, to int) {
	if !strings.HasPrefix(value, "{") && !strings.HasPrefix(value, "%7B") {
		return 0, 0
	}
	for _, name := range [...]string{"pageNo", "pageNum", "pageIndex", "currentPage", "curPage", "page"} {
		for _, mark := range [...]string{"%22:", "%22%3A", "\":"} {
			i := strings.Index(value, name+mark)
			if i < 0 {
				continue
			}
			from = i + len(name) + len(mark)
			for to = from; to < len(value) && isDigit(value[to]); to++ {
			}
			if to > from {
				return from, to
			}
		}
	}
	return 0, 0
}

// furtherRows adds the next page of the rows that a script puts into its page: a
// piece of markup says as little as data how many there are.
func (p *page) furtherRows(address string) {
	if slices.ContainsFunc(p.f.Links, func(l Link) bool { return l.Via == Pager }) {
		return
	}
	d := &answer{f: p.f, u: p.base, gb: p.gb}
	d.address, d.pattern = cutPattern(address)
	for _, next := range d.further() {
		p.addLink(Link{URL: next, Region: Body, Via: Called})
	}
}
