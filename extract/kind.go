package extract

import (
	"strings"

	"github.com/govaudit/govaudit/internal/htmltree"
)

// classify says what the page is used for, from what was read of it.
func (p *page) classify() {
	f := p.f
	switch {
	case p.home:
		f.Kind = Home
	case f.Signals.Error != "" && len(f.Items) == 0 && f.Meta.ArticleTitle == "":
		f.Kind = Other // it stands in for the page that was asked for
	case p.isFrame():
		f.Kind = Frame
	case p.isArticle():
		f.Kind = Article
		if isReportTitle(f.Title) || isReportTitle(f.Meta.ArticleTitle) || isReportTitle(f.Heading) {
			f.Kind = Report
		}
	case len(f.Items) >= 3 || f.Signals.Pages > 0 || f.Signals.ListByScript != "" || len(f.Items) > 0:
		f.Kind = List
	}
}

// isFrame reports whether the page shows nothing but other pages.
func (p *page) isFrame() bool {
	if p.tree.Find(0, htmltree.Frame) != 0 {
		return true
	}
	return p.f.Signals.TextRunes < 30 && len(p.f.Items) == 0 && p.tree.Find(0, htmltree.Iframe) != 0
}

// isArticle reports whether the page is one document: it says so in its labels,
// or it has a title of its own with a date of its own or a long text.
func (p *page) isArticle() bool {
	f := p.f
	text := runeCount(f.Text)
	linked := 0
	for i := range f.Items {
		linked += runeCount(f.Items[i].Title)
	}
	rows := len(f.Items) >= 3 && linked*2 > text || len(f.Items) >= 8 && linked*4 > text
	if f.Meta.ArticleTitle != "" && (f.Meta.PubDate != "" || !rows) {
		return true
	}
	dated, labelled := false, false
	for _, d := range f.Dates {
		switch d.Source {
		case FromLabel, FromMeta:
			labelled = true
		case FromURL, FromText:
			dated = true
		}
	}
	if rows {
		return labelled && p.saysMoreAboveRows()
	}
	substance := text >= 40 || len(f.Attachments) > 0 || f.Media.Images+f.Media.Videos+f.Media.Audios > 0
	switch {
	case f.Title == "" && f.Heading == "":
		return len(f.Fields) >= 3 && text >= 200
	case labelled || len(f.Fields) >= 3:
		return substance || text > 0
	case dated:
		return substance
	}
	return text >= 200 && len(f.Items) < 3
}

// titleLength is the length of a title, in characters: names of columns are shorter.
const titleLength = 10

// saysMoreAboveRows reports a page under a title of its own that says something in
// sentences before its first row: what follows stands below an article, as the news that
// are read most do.
func (p *page) saysMoreAboveRows() bool {
	f := p.f
	title := Fold(f.Heading)
	if runeCount(title) < titleLength || !strings.Contains(Fold(f.HTMLTitle), title) {
		return false
	}
	above, _, _ := strings.Cut(f.Text, f.Items[0].Title)
	return strings.Contains(above, "。")
}

// isReportTitle reports whether a title is that of a 政府信息公开工作年度报告:
// it names disclosure, a year and an annual report, and is not about one.
func isReportTitle(title string) bool {
	s := Fold(title)
	if !strings.Contains(s, "信息公开") && !strings.Contains(s, "政务公开") || !strings.Contains(s, "报告") && !strings.Contains(s, "年报") {
		return false
	}
	for _, w := range [...]string{"通知", "解读", "说明", "公告", "培训", "会议", "指南", "汇总", "目录", "答复", "模板", "格式", "关于做好", "关于报送", "编制", "第三方", "评估"} {
		if strings.Contains(s, w) {
			return false
		}
	}
	return strings.Contains(s, "年度") || strings.Contains(s, "年报") || strings.Contains(s, "年政府信息公开") || strings.Contains(s, "年信息公开") || strings.Contains(s, "年政务公开")
}
