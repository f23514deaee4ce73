package extract

import (
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// givenNumber reports that the function in which src[at] stands is given the numbers of
// pages as their readers count them: the entry 2 gives it a 2, or so does the entry 下一页
// on the first page.
func (t *turns) givenNumber(src string, at int) bool {
	name, params := function(src, at)
	if len(params) == 0 {
		return false
	}
	for i := range t.p.tree.Nodes {
		n := int32(i)
		if nd := &t.p.tree.Nodes[i]; nd.Kind != htmltree.Element || nd.From == nd.To {
			continue
		}
		code := t.codeOf(n)
		if !strings.HasPrefix(code, name+"(") || lastNumber(code) != 2 {
			continue
		}
		text := t.p.tree.Text(n)
		if number, ok := turnNumber(text); ok && (number == 2 || number == 0 && isNext(text) && !laterPage(t.p.f.URL)) {
			return true
		}
	}
	return false
}

// isNext reports what the entry of a pager is called that leads one page on.
func isNext(text string) bool { return strings.HasPrefix(text, "下") || text == "后一页" }
