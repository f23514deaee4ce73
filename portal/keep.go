package portal

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
)

// keep packs the small part of f that judging needs. Repeated strings are shared
// between pages; what only the first reading needs is left out.
func (b *Builder) keep(pg *Page, h head, f *extract.Facts) {
	pg.set(markRead, true)
	if h.sha == "" {
		h.sha = f.SHA256
	}
	t := b.shelf.table
	pg.kind, pg.title = code(kinds[:], f.Kind), t.word(f.Title)
	pg.Published = Published(f)
	pg.texts, pg.again = int32(f.Signals.TextRunes), int32(f.Signals.Again)
	pg.set(markError, f.Signals.Error != "")
	pg.set(markRedirect, f.Signals.Redirect != "")
	pg.set(markEmbedded, f.Signals.Embedded)
	pg.set(markTyped, f.Meta.ColumnType != "")
	if len(f.Items) > 0 {
		pg.more = &outline{rows: uint32(len(b.shelf.rows))}
		for i := range f.Items {
			b.shelf.addRow(&f.Items[i])
		}
		pg.more.end = uint32(len(b.shelf.rows))
	}
	htmlTitle := f.HTMLTitle
	if f.Kind == extract.Article && strings.HasPrefix(htmlTitle, f.Title) {
		htmlTitle = f.Title // that of an article adds only the site's name
	}
	same := func(s string) bool { return s == "" || s == f.Title }
	pg.set(markOneTitle, same(f.Heading) && same(f.Meta.ArticleTitle) && same(htmlTitle))
	pg.set(markActs, slices.ContainsFunc(f.Mentions, func(m extract.Mention) bool { return m.Act != extract.Named }))
	b.packer.b, b.packer.mask = b.packer.b[:0], 0
	b.packer.facts(h, f, htmlTitle)
	b.packer.putFacts(pg, h)
	pg.Runes = int32(utf8.RuneCountInString(f.Text))
	pg.Residue = pg.Runes
	if pg.Runes <= maxResidue {
		pg.Residue = Residue(f, f.Text)
		pg.unlinked = pg.Residue
		if text := WithoutLinks(f, f.Text, b.scratch()); text != f.Text {
			pg.unlinked = Residue(f, text)
		}
	}
}

// maxResidue is the length of main text, in runes, up to which it is worth
// asking whether the text says anything.
const maxResidue = 600

// Residue counts the letters of a text of a page that are neither the page's own name
// nor the furniture of a list.
func Residue(f *extract.Facts, text string) int32 {
	s := extract.Fold(withoutFooter(text))
	for _, own := range []string{f.Title, f.HTMLTitle, f.Heading, f.Meta.ColumnName} {
		if k := extract.Fold(own); k != "" {
			s = strings.ReplaceAll(s, k, "")
		}
	}
	for _, c := range f.Crumbs {
		if k := extract.Fold(c.Name); k != "" {
			s = strings.ReplaceAll(s, k, "")
		}
	}
	for _, w := range furniture {
		s = strings.ReplaceAll(s, w, "")
	}
	n := int32(0)
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// WithoutLinks returns a text of a page without the lines that say nothing but the
// words of links, as an unmarked menu does: links that stand in the menu too are
// known by that one only. It uses words, which is empty.
func WithoutLinks(f *extract.Facts, text string, words map[string]bool) string {
	for i := range f.Links {
		l := &f.Links[i]
		if l.Via == extract.Picture || l.Via == extract.Include {
			continue
		}
		for w := range strings.FieldsSeq(l.Text) {
			words[w] = true
		}
	}
	if len(words) == 0 {
		return text
	}
	var left strings.Builder
	for line := range strings.Lines(text) {
		for w := range strings.FieldsSeq(line) {
			if !words[w] && strings.ContainsFunc(w, unicode.IsLetter) {
				left.WriteString(line)
				break
			}
		}
	}
	return left.String()
}

// scratchMost is how many words the scratch map may have held to be used again: one
// that was large is slow to clear.
const scratchMost = 2000

// scratch returns an empty map, until it is called again.
func (b *Builder) scratch() map[string]bool {
	if len(b.words) > scratchMost {
		b.words = map[string]bool{}
	}
	clear(b.words)
	return b.words
}

// withoutFooter leaves out the lines of a text that stand in the footer of a
// site: a page of tables or bare blocks does not mark where its footer begins.
func withoutFooter(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if utf8.RuneCountInString(line) > maxFooter || !slices.ContainsFunc(footerWords, func(w string) bool { return strings.Contains(line, w) }) {
			b.WriteString(line)
		}
	}
	return b.String()
}

// maxFooter is the length in runes up to which a line can be one of a footer.
const maxFooter = 80

// footerWords stand in the lines of a footer, or of the strip with the day above
// the menu, and not in an empty list.
var footerWords = []string{"主办", "承办", "主辦", "承辦", "版权所有", "版權所有", "ICP备", "ICP備", "公网安备", "网站标识码", "網站標識碼", "技术支持", "建议使用", "访问量", "位访问者", "友情链接", "今天是"}

// furniture are the words a list shows even when it has no rows, longest first,
// as Fold writes them.
var furniture = []string{
	"您现在所在的位置", "您现在的位置", "您所在的位置", "您的位置", "当前位置", "所在位置", "首页", "上一页", "下一页", "上页", "下页", "尾页", "末页", "第一页", "最后一页",
	"每页", "条记录", "总记录数", "记录", "页次", "跳转到", "跳转", "转到", "共", "第", "条", "页", "确定", "更多", "more", "go", "标题", "发布日期", "发布时间", "日期", "序号",
	"打印", "关闭", "分享到", "字体大中小", "返回顶部",
}
