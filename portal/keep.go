package portal

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
)

// keep copies the small part of f into pg. Repeated strings are shared between
// pages; what only the first reading needs is left out.
func (b *Builder) keep(pg *Page, f *extract.Facts) {
	k := &extract.Facts{URL: pg.URL, Asked: pg.Asked, Seen: f.Seen, SHA256: pg.SHA256, Charset: b.word(f.Charset), Kind: f.Kind,
		Title: b.title(f.Title), Media: f.Media, Signals: f.Signals}
	if k.SHA256 == "" {
		k.SHA256 = strings.Clone(f.SHA256)
		pg.SHA256 = k.SHA256
	}
	k.HTMLTitle = k.Title // that of an article adds only the site's name
	if f.Kind != extract.Article || !strings.HasPrefix(f.HTMLTitle, k.Title) {
		k.HTMLTitle = shared(b, f.HTMLTitle, k.Title)
	}
	k.Heading = shared(b, f.Heading, k.Title)
	k.Meta = b.meta(f.Meta, k.Title)
	k.Crumbs = slices.Clone(f.Crumbs)
	for i := range k.Crumbs {
		k.Crumbs[i].Name = b.word(k.Crumbs[i].Name)
		k.Crumbs[i].URL = b.word(k.Crumbs[i].URL)
	}
	k.Fields = slices.Clone(f.Fields)
	for i := range k.Fields {
		k.Fields[i].Label = b.word(k.Fields[i].Label)
		k.Fields[i].Via = b.word(k.Fields[i].Via)
	}
	k.Dates = slices.Clone(f.Dates)
	for i := range k.Dates {
		k.Dates[i].Label = b.word(k.Dates[i].Label)
	}
	k.Attachments = slices.Clone(f.Attachments)
	k.Mentions = slices.Clone(f.Mentions)
	k.Unopened = f.Unopened
	k.Hidden = f.Hidden
	k.Bottom = b.bottom(f.Bottom)
	k.Letters = f.Letters
	k.Items = slices.Clone(f.Items)
	for i := range k.Items {
		it := &k.Items[i] // its link and its article have the same words
		it.URL = b.address(b.table.id(it.URL), it.URL)
		it.Label = b.word(it.Label)
		it.Title = b.title(it.Title)
	}
	if f.Kind == extract.Report {
		k.Tables = f.Tables
	}
	k.Personal, k.Unread = f.Personal, b.word(f.Unread)
	pg.Facts = k
	pg.Runes = utf8.RuneCountInString(f.Text)
	pg.Residue = pg.Runes
	if pg.Runes <= maxResidue {
		pg.Residue = residue(f, f.Text)
		pg.unlinked = pg.Residue
		if text := withoutLinks(f); text != f.Text {
			pg.unlinked = residue(f, text)
		}
	}
}

// bottom shares what repeats from page to page: footers are parts of templates.
func (b *Builder) bottom(f *extract.Bottom) *extract.Bottom {
	if f == nil {
		return nil
	}
	k := &extract.Bottom{Text: b.word(f.Text), Silent: f.Silent, Addresses: make([]string, len(f.Addresses)), Scripts: make([]string, len(f.Scripts)), Mute: make([]string, len(f.Mute))}
	for i, s := range f.Addresses {
		k.Addresses[i] = b.word(s)
	}
	for i, s := range f.Scripts {
		k.Scripts[i] = b.word(s)
	}
	for i, s := range f.Mute {
		k.Mute[i] = b.word(s)
	}
	return k
}

func (b *Builder) meta(m extract.Meta, title string) extract.Meta {
	return extract.Meta{SiteName: b.word(m.SiteName), SiteDomain: b.word(m.SiteDomain), SiteIDCode: b.word(m.SiteIDCode),
		ColumnName: b.word(m.ColumnName), ColumnDescription: b.word(m.ColumnDescription), ColumnKeywords: b.word(m.ColumnKeywords),
		ColumnType: b.word(m.ColumnType), ArticleTitle: shared(b, m.ArticleTitle, title), PubDate: strings.Clone(m.PubDate),
		ContentSource: b.word(m.ContentSource), Author: b.word(m.Author)}
}

// word returns the one copy of a string that repeats between pages.
func (b *Builder) word(s string) string {
	if s == "" {
		return ""
	}
	if own, ok := b.words[s]; ok {
		return own
	}
	own := strings.Clone(s)
	b.words[own] = own
	return own
}

// title returns the one copy of a title that links may have as their text.
func (b *Builder) title(s string) string {
	if own := b.table.words[b.table.text(s)]; own == s {
		return own
	}
	return strings.Clone(s)
}

func shared(b *Builder, s, same string) string {
	if s == same {
		return same
	}
	return strings.Clone(s)
}

// maxResidue is the length of main text, in runes, up to which it is worth
// asking whether the text says anything.
const maxResidue = 600

// residue counts the runes of a text of the page that are neither the page's
// own name nor the furniture of a list.
func residue(f *extract.Facts, text string) int {
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
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// withoutLinks returns the main text without the lines that say nothing but the
// words of links, as an unmarked menu does: links that stand in the menu too are
// known by that one only.
func withoutLinks(f *extract.Facts) string {
	words := map[string]bool{}
	for i := range f.Links {
		l := &f.Links[i]
		if l.Via == extract.Picture || l.Via == extract.Include {
			continue
		}
		for _, w := range strings.Fields(l.Text) {
			words[w] = true
		}
	}
	if len(words) == 0 {
		return f.Text
	}
	var b strings.Builder
	for line := range strings.Lines(f.Text) {
		if slices.ContainsFunc(strings.Fields(line), func(w string) bool { return !words[w] && strings.ContainsFunc(w, unicode.IsLetter) }) {
			b.WriteString(line)
		}
	}
	return b.String()
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
