package extract

import (
	"slices"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
	"github.com/govaudit/govaudit/site"
)

// A document may be offered by a function of a script file that all pages share:
// downFile('P020260103.pdf'). In which folder it is, the function knows, and may ask
// the page's own address for.

// OffersByScript reports a page with documents of which only a script knows the address.
func (f *Facts) OffersByScript() bool {
	return slices.ContainsFunc(f.Attachments, func(l Link) bool { return l.Via == OnClick && l.URL == f.URL })
}

// FilesWith returns the links to the documents that a page offers by functions of its
// script files, whose text is given.
func FilesWith(sp *site.Page, files [][]byte) []Link {
	return readWith(sp, files, (*page).readFileCalls)
}

// readFileCalls adds where the links go that call a function with the name or the
// address of a document.
func (p *page) readFileCalls() {
	for i := range p.tree.Nodes {
		n := int32(i)
		if p.tree.Nodes[i].Kind != htmltree.Element {
			continue
		}
		code := ""
		if p.namesOf(n)&hasClick != 0 {
			code, _ = p.tree.Attr(n, "onclick")
		} else if ref, ok := p.tree.Attr(n, "href"); ok {
			var runs bool
			if code, runs = scriptOf(ref); !runs {
				continue
			}
		}
		abs, ok := p.goesBySelf(code, n)
		if !ok {
			if name, _, call := callOf(code); call && p.declares(name) {
				abs, ok = p.goesByFunction(code)
			}
		}
		if ok && (documentTypes[fileExtension(abs)] || downloads(abs)) {
			p.addLink(Link{URL: abs, Text: p.clickText(n), Region: p.region(n), Via: OnClick})
		}
	}
}

// declares reports that a script, or a file read with the page, has the function name.
func (p *page) declares(name string) bool {
	body, _ := p.functionOf(strings.TrimSpace(name))
	return body != ""
}

// withFolder writes into the body of a function the folder of the page where it asks for
// that: location.href.substring(0, location.href.lastIndexOf("/") + 1).
func (p *page) withFolder(body string) string {
	const asks = ".lastIndexOf("
	folder := p.url.Scheme + "://" + p.url.Host + p.url.Path[:strings.LastIndexByte(p.url.Path, '/')+1]
	for from := 0; ; {
		i := strings.Index(body[from:], asks)
		if i < 0 {
			return body
		}
		i += from
		from = i + len(asks)
		slash, end, ok := quoted(body, min(skipSpace(body, from), len(body)-1))
		end = skipSpace(body, end)
		if !ok || slash != "/" || end >= len(body) || body[end] != ')' {
			continue
		}
		end = skipSpace(body, end+1)
		to := strings.TrimSuffix(folder, "/")
		if rest := body[end:]; strings.HasPrefix(rest, "+") {
			if one := skipSpace(body, end+1); one < len(body) && body[one] == '1' {
				to, end = folder, skipSpace(body, one+1)
			}
		}
		owner := nameUpTo(body, i)
		head := strings.TrimRight(body[:i-len(owner)], " ")
		head, ok = strings.CutSuffix(head, ",")
		if head = strings.TrimRight(head, " "); !ok || !strings.HasSuffix(head, "0") || end >= len(body) || body[end] != ')' || !p.isOwnAddress(body, owner) {
			continue
		}
		head = strings.TrimRight(strings.TrimSuffix(head, "0"), " ")
		for _, cut := range [...]string{".substring(", ".substr(", ".slice("} {
			if before, ok := strings.CutSuffix(head, cut); ok && strings.HasSuffix(before, owner) {
				before = before[:len(before)-len(owner)]
				body = before + strconv.Quote(to) + body[end+1:]
				from = len(before)
				break
			}
		}
	}
}

// nameUpTo returns the name that ends at src[i]: window.location.href.
func nameUpTo(src string, i int) string {
	from := i
	for from > 0 && (isWordByte(src[from-1]) || isDigit(src[from-1]) || src[from-1] == '.') {
		from--
	}
	return src[from:i]
}

// isOwnAddress reports a name for the page's address: location.href, or a variable of the
// function that was given it.
func (p *page) isOwnAddress(body, name string) bool {
	for _, of := range [...]string{"window.", "self.", "document."} {
		name = strings.TrimPrefix(name, of)
	}
	switch name {
	case "location.href", "location.pathname", "location", "URL":
		return true
	}
	at, ok := assignment(body, name, 0, false)
	if !ok {
		return false
	}
	at = skipSpace(body, at)
	end := at
	for end < len(body) && (isWordByte(body[end]) || isDigit(body[end]) || body[end] == '.') {
		end++
	}
	return body[at:end] != name && strings.Contains(body[at:end], "ocation") && p.isOwnAddress("", body[at:end])
}
