package extract

import (
	"strconv"
	"strings"
)

// selfWords writes into code what it asks of the attributes of element n, which it knows
// by name, this or a parameter: o.getAttribute("data-id"), o.dataset.id, o.id,
// $(o).attr("rel"), $(o).data("id").
func (p *page) selfWords(code, name string, n int32) string {
	var b strings.Builder
	for {
		at := wordIn(code, name)
		if at < 0 {
			break
		}
		from, end := at, at+len(name)
		if strings.HasPrefix(code[end:], ")") && (strings.HasSuffix(code[:at], "$(") || strings.HasSuffix(code[:at], "jQuery(")) {
			from, end = strings.LastIndexAny(code[:at-1], "$y"), end+1
			if code[from] == 'y' {
				from -= len("jQuer")
			}
		}
		key, after := attributeAsked(code[end:])
		value, ok := "", false
		if key != "" {
			value, ok = p.tree.Attr(n, key)
		}
		if !ok {
			b.WriteString(code[:end])
			code = code[end:]
			continue
		}
		b.WriteString(code[:from])
		b.WriteString(strconv.Quote(value))
		code = code[end+after:]
	}
	b.WriteString(code)
	return b.String()
}

// wordIn returns where a word stands in code by itself, -1 where it does not.
func wordIn(code, word string) int {
	for from := 0; ; {
		i := strings.Index(code[from:], word)
		if i < 0 {
			return -1
		}
		i += from
		end := i + len(word)
		if (i == 0 || !isWordByte(code[i-1]) && !isDigit(code[i-1]) && code[i-1] != '.') && (end == len(code) || !isWordByte(code[end]) && !isDigit(code[end])) {
			return i
		}
		from = end
	}
}

// attributeAsked reads which attribute of an element is asked for by what follows it, and
// how long that is; "" for anything else.
func attributeAsked(s string) (key string, length int) {
	for _, x := range [...]struct{ call, prefix string }{{".getAttribute(", ""}, {".attr(", ""}, {".data(", "data-"}, {".dataset[", "data-"}} {
		rest, ok := strings.CutPrefix(s, x.call)
		if !ok || len(rest) < 3 || rest[0] != '"' && rest[0] != '\'' {
			continue
		}
		end := strings.IndexByte(rest[1:], rest[0]) + 1
		if end < 2 || end+1 >= len(rest) || rest[end+1] != ')' && rest[end+1] != ']' {
			return "", 0
		}
		key = rest[1:end]
		if x.prefix != "" {
			key = x.prefix + dashed(key)
		}
		return key, len(x.call) + end + 2
	}
	rest, ok := strings.CutPrefix(s, ".dataset.")
	if ok {
		n := identifierLen(rest)
		return "data-" + dashed(rest[:n]), len(".dataset.") + n
	}
	if rest, ok = strings.CutPrefix(s, "."); ok {
		switch n := identifierLen(rest); rest[:n] {
		case "id", "title", "rel", "name":
			return rest[:n], 1 + n
		}
	}
	return "", 0
}

func identifierLen(s string) (n int) {
	for n < len(s) && (isWordByte(s[n]) || isDigit(s[n])) {
		n++
	}
	return n
}

// dashed is the name of an attribute for that of a property: articleId is article-id.
func dashed(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c >= 'A' && c <= 'Z' {
			b.WriteByte('-')
			c |= 0x20
		}
		b.WriteByte(c)
	}
	return b.String()
}

// goesBySelf returns where an element that is pressed goes by what stands in its own
// attributes: onclick="show(this)", onclick="location.href='/a?id='+this.dataset.id".
func (p *page) goesBySelf(code string, n int32) (string, bool) {
	if wordIn(code, "this") < 0 {
		return "", false
	}
	var to []string
	if with := p.selfWords(code, "this", n); with != code {
		to = newScope(p).goes(with)
	}
	name, args, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(code), "return "), "(")
	if args = strings.TrimLeft(args, " "); len(to) == 0 && ok && isIdentifier(name) && strings.HasPrefix(args, "this") && identifierLen(args) == len("this") {
		body, params := p.functionOf(name)
		if len(params) == 0 || strings.TrimSpace(params[0]) == "" {
			return "", false
		}
		with := p.selfWords(body, strings.TrimSpace(params[0]), n)
		if with == body {
			return "", false
		}
		scope := newScope(p)
		scope.bound = map[string]jsValue{}
		to = scope.goes(with)
	}
	if len(to) != 1 || !looksLikePath(to[0]) {
		return "", false
	}
	return p.resolve(to[0])
}
