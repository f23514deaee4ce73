package portal

import (
	"cmp"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
)

// label is a name that stands on a page without leading anywhere.
type label struct {
	Anchor
	key string
}

func (p *Portal) setLabels(m map[labelKey]*labelCount) {
	p.labels = make([]label, 0, len(m))
	for k, c := range m {
		text := p.table.words.text(k.text)
		name := nameKey(text)
		if name == "" {
			continue
		}
		a := Anchor{Text: text, From: p.table.url(c.from), Count: int(c.pages), Region: regions[k.region], Via: vias[k.via]}
		p.labels = append(p.labels, label{a, name})
	}
	slices.SortFunc(p.labels, func(a, b label) int {
		return cmp.Or(strings.Compare(a.Text, b.Text), strings.Compare(string(a.Region), string(b.Region)), strings.Compare(string(a.Via), string(b.Via)))
	})
}

// labelHome takes the parts of the home page's own title for names: the whole
// site may be the column, as a department's page on a common platform is.
func (p *Portal) labelHome() {
	if p.Home == nil {
		return
	}
	f := p.Home.Facts()
	parts := strings.FieldsFunc(f.HTMLTitle, func(r rune) bool { return strings.ContainsRune("-_|—–－＿｜>", r) })
	for _, s := range append(parts, f.Heading) {
		if k := nameKey(s); k != "" {
			p.labels = append(p.labels, label{Anchor{Text: strings.TrimSpace(s), From: p.Home.URL, Count: 1, Region: extract.Body, Via: extract.Heading}, k})
		}
	}
}
