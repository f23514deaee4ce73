package extract

import (
	"slices"
	"strings"

	"github.com/govaudit/govaudit/internal/errand"
)

// maxPresses bounds Facts.Presses, maxPress one of them in bytes.
const (
	maxPresses = 60
	maxPress   = 120
)

// gadgets stand in the names of functions, or in what is given to them, that lead
// nowhere: they print, show and hide, go back, change the size of letters. Short ones
// count where a word begins or ends with them: setTab, not database.
var (
	gadgets = lexiconOf("history", "favorite", "homepage", "logout", "captcha", "scroll", "gotop", "toggle", "switch", "search", "submit", "comment", "qrcode", "weixin",
		"stopprop", "preventdefault", "nturn", "settimeout", "classname", "marquee", "bookmark", "enlarge", "barrier", "jiucuo", "linkz", "sousuo", "validate", "confirm", "fontsize")
	shortGadgets = []string{"print", "close", "zoom", "font", "share", "login", "tab", "tabs", "hide", "slide", "hover", "play", "copy", "speak", "voice", "skin", "color", "alert", "check", "reset", "vote", "like",
		"style", "swap", "wza", "click", "count", "aria", "focus", "blur", "lang", "down"}
	// honestWords begin or end with such a word by chance.
	honestWords = wordSet("table tables tablet county counties country countries playground shutdown sharepoint")
)

// gadget reports code that calls such a function.
func gadget(code string) bool {
	if containsWord(strings.ToLower(code), gadgets.words) {
		return true
	}
	for i := 0; i < len(code); {
		from := i
		for i < len(code) && isLetter(code[i]) && (i == from || code[i] >= 'a' || code[i-1] < 'a') {
			i++
		}
		word := strings.ToLower(code[from:i])
		if word == "" {
			i++
			continue
		}
		if !honestWords[word] && slices.ContainsFunc(shortGadgets, func(w string) bool { return strings.HasPrefix(word, w) || strings.HasSuffix(word, w) }) {
			return true
		}
	}
	return false
}

// idleWords say that what is pressed leads nowhere: it does something, shows more of
// the same, or is a badge.
func idleWords(text string) bool {
	switch strings.TrimSpace(text) {
	case "展开", "党政机关", "事业单位":
		return true
	}
	return errand.Is(text)
}

// press notes code behind the words of a link that calls a function which is not in
// the page: where it leads is only known where the function is.
func (p *page) press(code, text string) {
	code = strings.TrimSpace(code)
	if len(p.f.Presses) >= maxPresses || len(code) > maxPress || !hasHan(text) || runeCount(text) < 2 {
		return
	}
	if _, pager := turnNumber(text); pager || idleWords(text) {
		return
	}
	name, args, ok := strings.Cut(strings.TrimPrefix(code, "return "), "(")
	if name = strings.TrimSpace(name); !ok || !isPlainCall(name) || name == "void" || name == "if" || !strings.ContainsAny(args, "'\"0123456789") && !p.leaves(name) || gadget(code) {
		return
	}
	body, _ := p.functionOf(name)
	if body != "" && !goesSomewhere(body) {
		return
	}
	if strings.HasPrefix(strings.TrimSpace(args), "this") && !strings.Contains(args, ",") && !strings.Contains(args, ".") {
		return // it does something to the element itself
	}
	for _, known := range p.f.Presses {
		if known == code {
			return
		}
	}
	p.f.Presses = append(p.f.Presses, strings.Clone(code))
	p.f.Signals.OwnCalls = p.f.Signals.OwnCalls || containsWord(body, pageAsked)
}

// pageAsked is how a function asks for the page it stands in: its address, its fields.
var pageAsked = []string{"location.pathname", "location.href.", "location.search", "document.URL", ".value", ".val(", "getElementById", "getAttribute", ".attr(", ".data(", ".dataset"}

// leaves reports a function of the page that takes the reader to an address of its
// own making.
func (p *page) leaves(name string) bool {
	body, params := p.functionOf(name)
	return len(params) == 0 && (strings.Contains(body, "location.href") || strings.Contains(body, "location=") || strings.Contains(body, "location =") || strings.Contains(body, "window.open("))
}

// goesSomewhere reports whether the body of a function may lead to another page, or
// fetch something.
func goesSomewhere(body string) bool {
	for _, w := range [...]string{"location", "open", "submit", "href", "src", "Url", "url"} {
		if strings.Contains(body, w) {
			return true
		}
	}
	return fetches(body) || strings.Contains(body, "ajax") || strings.Contains(body, ".load(")
}

// isPlainCall reports the name of a function, or of one of an object.
func isPlainCall(name string) bool {
	for part := range strings.SplitSeq(name, ".") {
		if !isIdentifier(part) {
			return false
		}
	}
	return true
}
