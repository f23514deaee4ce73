package extract

import (
	"slices"
	"strings"
)

// KeptChoice says in Chinese why what several entries of a page lead to is not seen: all
// have one address, and what it shows depends on what the script kept in the browser when
// one of them was pressed. Signals.PartByScript holds it, and no browser shows more.
const KeptChoice = "几个栏目的网址相同，显示哪一个由脚本存在浏览器里的值决定，没有逐个看到"

// keeps reports the body of a function that keeps one of its parameters in the browser.
func keeps(body string, params []string) bool {
	for _, where := range [...]string{"document.cookie", "sessionStorage", "localStorage"} {
		_, after, ok := strings.Cut(body, where)
		if !ok {
			continue
		}
		after = strings.TrimLeft(after, " ")
		end := strings.IndexAny(after, ";\n}")
		if end < 0 {
			end = len(after)
		}
		set := strings.HasPrefix(after, "=") && !strings.HasPrefix(after, "==") || strings.HasPrefix(after, ".setItem(") || strings.HasPrefix(after, "[") || strings.HasPrefix(after, ".") && strings.Contains(after[:end], "=")
		if set && slices.ContainsFunc(params, func(p string) bool { return holdsName(after[:end], p) }) {
			return true
		}
	}
	return false
}

// holdsName reports whether code has name as a word of its own.
func holdsName(code, name string) bool {
	for from := 0; name != ""; {
		i := strings.Index(code[from:], name)
		if i < 0 {
			return false
		}
		i += from
		from = i + len(name)
		if (i == 0 || !isWordByte(code[i-1]) && !isDigit(code[i-1])) && (from == len(code) || !isWordByte(code[from]) && !isDigit(code[from])) {
			return true
		}
	}
	return false
}

// noteKept notes a call of a function that keeps its choice and goes where every other
// choice goes, too.
func (p *page) noteKept(call string) {
	if !slices.Contains(p.choices, call) && len(p.choices) < 2 {
		p.choices = append(p.choices, strings.Clone(call))
	}
	if len(p.choices) > 1 && p.f.Signals.PartByScript == "" {
		p.f.Signals.PartByScript = KeptChoice
	}
}
