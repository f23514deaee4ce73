package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// maxSets bounds how many pages of decisions are read.
const maxSets = 40

// sets judges the parts that stand together for each decision.
func (k *majorDecision) sets(c *Case, out *Judgement) {
	x := c.words()
	seen := map[*portal.Page]bool{}
	examined, read := 0, 0
	for _, m := range x.find(k.Columns) {
		if m.Column == nil || m.Grade > portal.Declared || m.Place == portal.Foreign {
			continue
		}
		for _, sub := range m.Column.Subs {
			if sub.Page.OK() && !seen[sub.Page] {
				seen[sub.Page] = true
				examined += k.subColumn(c, sub, out)
			}
		}
		for _, it := range x.listed(m) {
			pg := c.Portal.Page(it.url)
			if !pg.OK() || seen[pg] || c.Portal.Document(pg) == nil || read == maxSets {
				continue
			}
			seen[pg] = true
			read++
			examined += k.onePage(c, pg, it.title, out)
		}
	}
	if examined == 0 && len(out.Defects) == 0 && out.Reason == "" && out.Unknown == "" && out.Exempt == "" {
		out.Exempt = "没有见到按决策事项集成公开的页面"
		if why := c.words().around().unseen; why != "" || !c.Portal.Snapshot.Complete {
			out.Exempt, out.Unknown = "", "没有见到按决策事项集成公开的页面，但没有看全"
		}
		return
	}
	out.Examined += examined
	if examined > 0 {
		out.Reason = strings.TrimPrefix(out.Reason+fmt.Sprintf("；核对了 %d 项决策的集成公开", examined), "；")
	}
}

// subColumn judges a sub-column that gathers the papers of one decision. It
// returns how many decisions were judged.
func (k *majorDecision) subColumn(c *Case, sub *portal.Column, out *Judgement) int {
	var said []string
	for _, it := range sub.Items() {
		said = append(said, extract.Fold(it.Title))
	}
	left := k.left(said)
	if !k.isSet(left) || (&column{}).partly(c, portal.Match{Column: sub, Page: sub.Page}) != "" {
		return 0
	}
	if kinds := k.several(said); kinds {
		return 0
	}
	if len(left) > 0 {
		message := fmt.Sprintf("决策“%s”的公开缺少%s：子栏目列有 %d 项材料，其中没有", sub.Names[0], wantedNames(left), sub.Rows())
		out.Defects = append(out.Defects, k.incomplete(c, sub.Page, message, k.inTexts(c, sub.Items(), left)))
	}
	return 1
}

// several reports that the rows are of several decisions: two of them are drafts
// of different names.
func (k *majorDecision) several(rows []string) bool {
	cores := map[string]bool{}
	for _, r := range rows {
		if core := coreOf(r); core != "" {
			cores[core] = true
		}
	}
	for a := range cores {
		for b := range cores {
			if a != b && !sameCore(a, b) {
				return true
			}
		}
	}
	return false
}

// inTexts says that the texts of the papers speak of all that is left.
func (k *majorDecision) inTexts(c *Case, items []extract.Item, left []wanted) string {
	var said []string
	for i, it := range items {
		pg := c.Portal.Page(it.URL)
		if i == maxDocumentsRead {
			return fmt.Sprintf("材料多达 %d 份，没有逐一读取", len(items))
		}
		if !pg.OK() || pg.Kind() == extract.File {
			return fmt.Sprintf("《%s》没有读到", abridgeTitle(it.Title))
		}
		text, ok := c.words().text(pg)
		if !ok {
			return fmt.Sprintf("《%s》没有读到", abridgeTitle(it.Title))
		}
		said = append(said, text)
	}
	for _, e := range left {
		if words := newPatterns(e.Words); slices.ContainsFunc(said, words.in) {
			return fmt.Sprintf("材料的正文提到“%s”", e.Name)
		}
	}
	return ""
}

// onePage judges a page that gathers a decision. It returns how many were judged.
func (k *majorDecision) onePage(c *Case, pg *portal.Page, title string, out *Judgement) int {
	f, err := c.Portal.Full(pg)
	if folded := extract.Fold(title); err != nil || asksOpinions(folded) || newPatterns(k.NotSets).in(folded) || newPatterns(k.Titles).in(folded) {
		return 0
	}
	var links []string
	for _, l := range f.Links {
		if l.Region == extract.Body || l.Region == extract.Related {
			links = append(links, extract.Fold(l.Text))
		}
	}
	for _, a := range f.Attachments {
		links = append(links, extract.Fold(a.Text))
	}
	if !k.isSet(k.left(links)) {
		return 0
	}
	said := append(links, foldAll(f.Unopened)...)
	for line := range strings.Lines(f.Text) {
		said = append(said, extract.Fold(line))
	}
	left := k.left(said)
	if len(left) > 0 {
		out.Defects = append(out.Defects, k.incomplete(c, pg, fmt.Sprintf("决策《%s》的公开缺少%s：页面上的链接、附件和正文中都没有", abridgeTitle(title), wantedNames(left)), ""))
	}
	return 1
}

// left returns the parts of which none of the folded texts speaks.
func (k *majorDecision) left(said []string) []wanted {
	var out []wanted
	for _, e := range k.Parts {
		if !slices.ContainsFunc(said, newPatterns(e.Words).in) {
			out = append(out, e)
		}
	}
	return out
}

// isSet reports that enough parts were found for a page to be one decision's.
func (k *majorDecision) isSet(left []wanted) bool { return len(k.Parts)-len(left) >= k.Enough }

func (k *majorDecision) incomplete(c *Case, pg *portal.Page, message, doubt string) Defect {
	quote := pg.Title()
	if quote == "" {
		quote = pg.Facts().HTMLTitle
	}
	switch {
	case doubt != "":
	case allNotText(pg) || unfollowed(pg):
		doubt = "页面有图片或由脚本显示的内容"
	case !c.Portal.Snapshot.Complete:
		doubt = "抓取不完整"
	}
	if doubt != "" {
		return doubtful("part_missing", pg.URL, message+"，但"+doubt+"，须由人工核实", Quote(pg, quote))
	}
	return failing("part_missing", pg.URL, message, Quote(pg, quote))
}
