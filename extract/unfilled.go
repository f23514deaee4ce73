package extract

import "strings"

// What page generators and scripts leave where they had nothing to fill in, or did not
// run: marks that only a server understands, and those that a script may still fill. Folded.
var (
	servedBlanks   = []string{"<%=", "[field:", "[!--", "$!", "{pboot:", "{dede:", "{tag_", "system.data.datarow"}
	scriptedBlanks = []string{"{{", "${", "{$", "undefined", "nan-nan"}
)

// Unfilled returns the mark of a template that stands in a folded text of few words in place
// of what should have been filled in; "" if there is none.
func Unfilled(text string) string {
	if w := firstIn(text, servedBlanks); w != "" {
		return w
	}
	return firstIn(text, scriptedBlanks)
}

func firstIn(text string, words []string) string {
	for _, w := range words {
		if strings.Contains(text, w) {
			return w
		}
	}
	return ""
}

// unfilled returns the mark of a template in a page that says hardly more, and that no
// script of the page can fill any more.
func (p *page) unfilled(bare string) string {
	if p.home || len(p.f.Items) > 0 {
		return ""
	}
	if w := firstIn(bare, servedBlanks); w != "" {
		return w
	}
	if w := firstIn(bare, scriptedBlanks); w != "" && !p.hasScript() {
		return w
	}
	return ""
}
