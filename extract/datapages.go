package extract

import (
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

// further returns the addresses of the other pages of the list an answer is a page
// of, worked out from its own address. Only the first page gives them all; without
// a number of pages a full page gives the next one.
func (d *answer) further() []string {
	rows := max(len(d.f.Items), 0)
	path, query, ok := strings.Cut(d.address, "?")
	if !ok || rows == 0 {
		return nil
	}
	pairs := strings.Split(query, "&")
	at, start, now, size, last := -1, false, 0, 0, -1
	for i, pair := range pairs {
		key, value, _ := strings.Cut(pair, "=")
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
		if size >= 5 && rows >= size {
			return []string{make(now + step)}
		}
		return nil
	}
	if now > first {
		return nil
	}
	var out []string
	for n := 1; n < count && n <= maxPagerLinks; n++ {
		out = append(out, make(first+n*step))
	}
	return out
}
