package rules

import (
	"fmt"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// Bounds of reading: a subject's newest documents tell how it is disclosed.
const (
	maxDocumentsRead = 20
	minDocumentRunes = 50 // a shorter text leaves what it says to a picture or a file
)

// elements judges whether what must be there is there.
func (k *disclosure) elements(c *Case, f *found, out *Judgement) {
	if k.Each {
		k.ofEach(c, f, out)
		return
	}
	k.together(c, f, out)
}

// together looks for each element in all the subject shows: titles, names of
// columns and sub-columns, texts.
func (k *disclosure) together(c *Case, f *found, out *Judgement) {
	x := c.words()
	left := k.Elements
	look := func(folded string) {
		var still []wanted
		for _, e := range left {
			if !newPatterns(e.Words).in(folded) {
				still = append(still, e)
			}
		}
		left = still
	}
	for _, m := range f.columns {
		look(extract.Fold(m.Text))
		if m.Column == nil {
			continue
		}
		for _, sub := range m.Column.Subs {
			look(extract.Fold(strings.Join(sub.Names, "\n")))
		}
	}
	for _, it := range f.items {
		look(it.folded)
	}
	unread := ""
	for _, pg := range k.readable(f) {
		if len(left) == 0 {
			break
		}
		folded, ok := x.text(pg)
		if !ok {
			unread = fmt.Sprintf("页面 %s 未能重新读取", pg.URL)
			continue
		}
		look(folded)
		if why := x.notAllText(pg); why != "" && unread == "" && c.Portal.Document(pg) != nil {
			unread = why // what hides rows of a list is asked below
		}
	}
	if len(left) == 0 {
		out.Reason += "；要素齐全"
		return
	}
	for _, it := range f.items {
		if !it.page.OK() || it.page.Kind() == extract.File {
			unread = fmt.Sprintf("《%s》（%s）的内容没有读到", abridgeTitle(it.title), it.url)
		}
	}
	if len(f.items) > maxDocumentsRead {
		unread = fmt.Sprintf("内容多达 %d 项，只读了最新的 %d 项", len(f.items), maxDocumentsRead)
	}
	if unread == "" {
		unread = k.hidden(c, c.words().around())
	}
	if unread == "" {
		unread = k.partly(c, f)
	}
	said := fmt.Sprintf("“%s”缺少%s", k.Subject, wantedNames(left))
	if unread != "" {
		out.Defects = append(out.Defects, doubtful("element_missing", k.Subject, said+"：在标题、栏目名称和已读到的正文中没有找到，但"+unread+"，须由人工核实", f.quotes(c, k)...))
		return
	}
	out.Defects = append(out.Defects, failing("element_missing", k.Subject, said+"：在标题、栏目名称和正文中都没有找到", f.quotes(c, k)...))
}

// readable returns the pages whose texts tell of the subject, newest first: its
// documents, then the columns themselves.
func (k *disclosure) readable(f *found) []*portal.Page {
	var out []*portal.Page
	add := func(pg *portal.Page) {
		if pg.OK() && pg.Kind() != extract.File && len(out) < maxDocumentsRead {
			for _, have := range out {
				if have == pg {
					return
				}
			}
			out = append(out, pg)
		}
	}
	for _, it := range f.items {
		add(it.page)
	}
	for _, m := range f.columns {
		add(m.Page)
	}
	return out
}

// ofEach looks for the elements in each of the newest documents.
func (k *disclosure) ofEach(c *Case, f *found, out *Judgement) {
	x := c.words()
	read := 0
	for _, it := range f.items {
		if read == maxDocumentsRead {
			break
		}
		pg := it.page
		if !pg.OK() || c.Portal.Document(pg) == nil {
			continue
		}
		folded, ok := x.text(pg)
		if !ok {
			break
		}
		read++
		folded += it.folded
		var left []wanted
		for _, e := range k.Elements {
			if !newPatterns(e.Words).in(folded) {
				left = append(left, e)
			}
		}
		if len(left) == 0 {
			continue
		}
		said := fmt.Sprintf("《%s》缺少%s", abridgeTitle(it.title), wantedNames(left))
		if why := x.notAllText(pg); why != "" {
			out.Defects = append(out.Defects, doubtful("element_missing", pg.URL, said+"，但"+why+"，须由人工核实", Quote(pg, it.title)))
			continue
		}
		out.Defects = append(out.Defects, failing("element_missing", pg.URL, said, Quote(pg, it.title)))
	}
	if read == 0 {
		out.Unknown = fmt.Sprintf("“%s”的内容都没有可读的正文，无法核对要素", k.Subject)
		return
	}
	out.Reason += fmt.Sprintf("；逐件核对了最新的 %d 件", read)
}

// notAllText says why a page may say more than the text that was read of it; "" if
// it does not.
func (x *wordIndex) notAllText(pg *portal.Page) string {
	f := pg.Facts()
	why := x.unread(pg)
	switch {
	case len(f.Attachments) > 0 && why != "":
		return fmt.Sprintf("页面 %s 的%s", pg.URL, why)
	case f.Media.Images+f.Media.Videos+f.Media.Audios > 0 || f.Signals.Embedded:
		return fmt.Sprintf("页面 %s 带有图片、视频或嵌入的内容", pg.URL)
	case len(f.Unopened) > 0:
		return fmt.Sprintf("页面 %s 有只能由脚本打开的链接", pg.URL)
	case len(pg.Frames()) > 0 || f.Signals.ListByScript != "" || f.Signals.PartByScript != "" || f.Signals.Challenge != "" || f.Signals.Redirect != "":
		return fmt.Sprintf("页面 %s 有未能看到的部分", pg.URL)
	case pg.Runes < minDocumentRunes && len(f.Attachments) == 0:
		return fmt.Sprintf("页面 %s 几乎没有正文", pg.URL)
	}
	return ""
}

func wantedNames(list []wanted) string {
	var names []string
	for _, e := range list {
		names = append(names, "“"+e.Name+"”")
	}
	return strings.Join(names, "、")
}
