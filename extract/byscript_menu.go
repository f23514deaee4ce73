package extract

import "strings"

// minMade is how many names a menu has at least that a script puts together.
const minMade = 3

// madeMenu returns the first name of a menu of which a script holds the names and puts
// the addresses together in a way that is not read here; "" where there is none. What
// asks for data is looked into where the data are, and the numbers of a pager are no
// names.
func (p *page) madeMenu() string {
	for _, s := range p.scripts {
		if s.fetches || len(s.pairs) > 0 || !s.makes {
			continue
		}
		if s.tabled != "" {
			return s.tabled
		}
		n, first := 0, ""
		for _, name := range s.names {
			if strings.ContainsAny(name, "页年月日") {
				continue
			}
			if n++; first == "" {
				first = name
			}
		}
		if n >= minMade {
			return first
		}
	}
	return ""
}

// makesLinks reports a script that writes a link whose address goes on in a value:
// '<a href="/list?id=' + id. names is where such a link is made of the entries of a
// table, '<a href="' + to[i] + '">' + names[i]: the first words that the script holds.
func makesLinks(src string, list []literal) (makes bool, names string) {
	for i := range list {
		l := &list[i]
		at := strings.LastIndexByte(l.value, '<')
		if at < 0 || !chainedAfter(src, l.end) {
			continue
		}
		tag := strings.ToLower(l.value[at:])
		ref := strings.LastIndex(tag, "href=")
		if !strings.HasPrefix(tag, "<a ") || ref < 0 || strings.ContainsAny(strings.TrimLeft(tag[ref+len("href="):], `"'`), `"'>`) {
			continue
		}
		makes = true
		if ofTable(src, list[i:]) {
			return true, firstName(list)
		}
	}
	return makes, ""
}

// ofTable reports that both the address and the words of a link whose markup begins in
// the first literal are entries of tables.
func ofTable(src string, list []literal) bool {
	address, words := false, false
	for i := 0; i+1 < len(list); i++ {
		between := src[list[i].end:list[i+1].at]
		if !chained(between) {
			return false
		}
		entry := strings.IndexByte(between, '[') > 0
		if i > 0 && strings.HasSuffix(strings.TrimSpace(list[i].value), ">") {
			words = entry
			return address && words
		}
		address = address || entry
	}
	return false
}

// firstName returns the first words of a script that may name columns, "" where it holds
// none but those of a pager.
func firstName(list []literal) string {
	for i := range list {
		if v := list[i].value; hasHan(v) && !strings.ContainsAny(v, "<>页") {
			return cutRunes(strings.Clone(v), maxTabRunes)
		}
	}
	return ""
}

// maxBinding is how many bytes behind a selector it says what is bound to it.
const maxBinding = 40

// boundTo returns the selectors of what a script has something done at a click:
// $(".tabs span").click(…), $(document).on("click", ".item", …).
func boundTo(src string, list []literal) []string {
	if !containsWord(src, binds) {
		return nil
	}
	var out []string
	for i := range list {
		l := &list[i]
		if len(l.value) < 2 || len(l.value) > 80 || !strings.ContainsAny(l.value, ".#") || strings.ContainsAny(l.value, "</=") {
			continue
		}
		after, _, _ := strings.Cut(src[l.end:min(len(src), l.end+maxBinding)], ";")
		before := strings.TrimRight(src[:l.at], " ")
		if containsWord(after, binds) || strings.HasSuffix(before, `"click",`) || strings.HasSuffix(before, `'click',`) {
			out = append(out, l.value)
		}
	}
	return out
}

// bound reports an element that a script of the page names by its class or id where it
// has something done at a click.
func (p *page) bound(i int32) bool {
	for _, s := range p.scripts {
		for _, selector := range s.bound {
			id, _ := p.tree.Attr(i, "id")
			class, _ := p.tree.Attr(i, "class")
			if selects(selector, id, class) {
				return true
			}
		}
	}
	return false
}

// selects reports a selector that names an element by its id or one of its classes.
func selects(selector, id, class string) bool {
	for _, part := range strings.FieldsFunc(selector, func(r rune) bool { return strings.ContainsRune(" >,+~", r) }) {
		part, _, _ := strings.Cut(part, ":")
		if id != "" && strings.HasSuffix(part, "#"+id) {
			return true
		}
		for _, name := range strings.Fields(class) {
			if strings.HasSuffix(part, "."+name) {
				return true
			}
		}
	}
	return false
}
