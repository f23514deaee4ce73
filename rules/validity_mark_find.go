package rules

import (
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// mark is what marks the validity of a document, wherever it stands.
type mark struct {
	status status
	value  string // verbatim
	quote  string // label and value as evidence; of an empty mark the label
	page   *portal.Page
	// conflict reports that another mark of the document says otherwise.
	conflict bool
	against  Evidence
}

// said quotes the mark as part of a sentence: an answer alone says nothing without its
// question.
func (k mark) said() string {
	if slices.Contains(answers, extract.Fold(k.value)) {
		return "“" + k.quote + "”"
	}
	return "为“" + k.value + "”"
}

// mark finds the mark of a document: in its fields, beside its title, in the row
// of a list, or as the column it stands in (现行有效规范性文件). The first that
// says something counts; what the others say is kept only where it disagrees.
func (v *validityMark) mark(d *portal.Document, rows map[*portal.Page][]rowMark) mark {
	var best mark
	for _, k := range v.marks(d, rows[d.Page]) {
		switch {
		case best.status == unmarked || best.status == pending && k.status != unmarked:
			if k.quote != "" || best.quote == "" {
				best = k
			}
		case !best.conflict && opposed(best.status, k.status):
			best.conflict = true
			best.against = Quote(k.page, k.quote)
		}
	}
	return best
}

// opposed reports that one mark says in force and the other that it is over.
func opposed(a, b status) bool { return a == inForce && b == dead || a == dead && b == inForce }

func (v *validityMark) marks(d *portal.Document, rows []rowMark) []mark {
	var out []mark
	for _, f := range d.Page.Facts().Fields {
		if f.Name != extract.Validity {
			continue
		}
		k := mark{status: v.statusOf(f.Label, f.Value), value: f.Value, quote: strings.TrimLeft(strings.TrimSpace(f.Label+"："+f.Value), "：")}
		if f.ByScript {
			k.status = pending // what stands there is empty, or only the default
		}
		out = append(out, k)
	}
	if w := titleMark(d.Title); w != "" {
		out = append(out, mark{status: statusOfWord(w), value: w, quote: d.Title})
	}
	for _, r := range rows {
		if k := v.statusOf("", r.label); r.headed || k != outside && k != nearly {
			out = append(out, mark{status: k, value: r.label, quote: r.label, page: r.list})
		}
	}
	if w, s := columnMark(d); s != unmarked {
		out = append(out, mark{status: s, value: w, quote: w})
	}
	for i := range out {
		if out[i].page == nil {
			out[i].page = d.Page
		}
	}
	return out
}

// rowMark is the mark a row of a list shows for the document it leads to.
type rowMark struct {
	label  string
	headed bool // it stands under a heading that says it is the validity
	list   *portal.Page
}

// rowMarks gathers what the lists of the site say of their documents.
func rowMarks(p *portal.Portal) map[*portal.Page][]rowMark {
	out := map[*portal.Page][]rowMark{}
	for _, pg := range p.Pages {
		if !pg.OK() {
			continue
		}
		for _, it := range pg.Items() {
			label := it.Label
			if label == "" {
				label = titleMark(it.Title) // 某某办法（有效）
			}
			if label == "" {
				continue
			}
			if to := p.Page(it.URL); to != nil {
				out[to] = append(out[to], rowMark{label, it.Headed, pg})
			}
		}
	}
	return out
}

// columnMark returns the name of the column that marks all its documents:
// 现行有效规范性文件, 已废止文件.
func columnMark(d *portal.Document) (string, status) {
	var names []string
	for i := len(d.Page.Facts().Crumbs) - 1; i >= 0; i-- {
		names = append(names, d.Page.Facts().Crumbs[i].Name)
	}
	names = append(names, d.Page.Facts().Meta.ColumnName)
	for _, c := range d.Columns {
		names = append(names, c.Names...)
	}
	own := extract.Fold(d.Title)
	for _, n := range names {
		k := extract.Fold(n)
		if k == own || len([]rune(k)) > 20 || strings.Contains(k, "有效性") || strings.Contains(k, "有效期") || strings.Contains(k, "清理") {
			continue
		}
		switch {
		case strings.Contains(k, "有效") && !strings.Contains(k, "失效") && !strings.Contains(k, "废止"):
			return n, inForce
		case strings.Contains(k, "部分失效") || strings.Contains(k, "有效"):
			continue // 有效失效文件: says nothing of one document
		case strings.Contains(k, "失效") || strings.Contains(k, "废止"):
			return n, dead
		}
	}
	return "", unmarked
}

// termField returns the field that gives the end of the document's term.
func termField(f *extract.Facts) *extract.Field {
	for i := range f.Fields {
		if f.Fields[i].Name == extract.Expires && strings.TrimSpace(f.Fields[i].Value) != "" {
			return &f.Fields[i]
		}
	}
	return nil
}
