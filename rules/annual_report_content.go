package rules

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// judgeContent looks into the report itself: parts, tables, sums, its likeness
// to last year's, and whether it can be taken home. What is only in an
// attachment, a picture or on a further page was not seen.
func (a *annualReport) judgeContent(v *verdict, s *search, r *report) {
	if !r.html() {
		if pg, f := s.inFile(r, nil); pg != nil {
			a.judgeFile(v, r, pg, f)
			return
		}
		a.unread(v, "年报以附件形式公布，六个部分和表格未能核对")
		return
	}
	full, err := s.c.Portal.Full(r.page)
	if err != nil {
		v.cannot("年报正文未能重新读取")
		return
	}
	b := readBook(full)
	if len(b.parts) < 2 {
		if len(downloads(full)) > 0 {
			a.judgeDownload(v, s, r, full)
		}
		if pg, f := s.inFile(r, full); pg != nil {
			a.judgeFile(v, r, pg, f)
			return
		}
		if pictures(full) > 0 && !framed(full) && len(downloads(full)) == 0 && offer(full.Text) == "" {
			v.add(Review, "no_download", r.url, "年报以图片公布，页面没有可下载的版本", Quote(r.page, r.title))
		}
		if len(downloads(full)) == 0 {
			v.cannot("年报正文不在网页中（可能在图片或内嵌框架里），六个部分和表格未能核对")
			return
		}
		a.unread(v, "年报正文不在网页中（可能在附件、图片或内嵌框架里），六个部分和表格未能核对")
		return
	}
	if r.year < a.Since {
		v.note("%d年度报告的格式早于现行规定，不核对部分和表格", r.year)
		return
	}
	if why := onSeveralPages(full); why != "" {
		if len(downloads(full)) == 0 {
			v.cannot("%s，可下载的版本和六个部分、表格未能完整核对", why)
			return
		}
		a.judgeDownload(v, s, r, full)
		a.unread(v, why+"，六个部分和表格未能完整核对")
		return
	}
	a.judgeDownload(v, s, r, full)
	a.judgeParts(v, r, b)
	a.judgeTables(v, r, b)
	last := s.lastYear(r)
	if len(last) == 0 {
		v.note("未见可核对的上年度报告")
		return
	}
	a.judgeCarry(v, r, b, last)
	a.judgeLikeness(v, r, b, last[0])
}

// onSeveralPages says that the text of a report goes on at other addresses; "" if it
// stands on one page.
func onSeveralPages(full *extract.Facts) string {
	if full.Signals.Pages > 1 {
		return fmt.Sprintf("年报正文分为%d页", full.Signals.Pages)
	}
	if more := continuation(full); more != "" {
		return "年报正文分为多页（另有" + more + "）"
	}
	return ""
}

// unread says that the text of a report was not seen, to rules that ask for it: a
// report that is a file can be taken home.
func (a *annualReport) unread(v *verdict, why string) {
	if a.wants("part_missing", "table_missing", "sum_mismatch", "carry_mismatch", "copied") {
		v.cannot("%s", why)
	}
}

// book is a report as far as it stands in the page.
type book struct {
	report *report // nil for the one judged
	facts  *extract.Facts
	parts  map[int]heading
	odd    []string       // numbered headings that name none of the six parts
	text   map[int]string // what stands below a heading, by part
	tables []reportTable
}

func readBook(f *extract.Facts) book {
	b := book{facts: f}
	for i := range f.Tables {
		b.tables = append(b.tables, classify(f.Tables[i]))
	}
	b.readParts()
	return b
}

// lastYear returns the own reports of the year before that can be read: several
// where one was corrected, the best first.
func (s *search) lastYear(r *report) []*book {
	if r.year-1 < s.check.Since {
		return nil
	}
	var books []*book
	for _, last := range s.ownOf(r.year - 1) {
		if !last.html() || len(books) == 4 {
			continue
		}
		if f, err := s.c.Portal.Full(last.page); err == nil {
			b := readBook(f)
			b.report = last
			books = append(books, &b)
		}
	}
	return books
}

// judgeDownload asks for a file beside the report (条例 article 24: 检索、查阅、
// 下载).
func (a *annualReport) judgeDownload(v *verdict, s *search, r *report, f *extract.Facts) {
	files := slices.DeleteFunc(downloads(f), s.onManyPages)
	if len(files) == 0 {
		if line := offer(f.Text); line != "" {
			v.add(Review, "no_download", r.url, "年报页面写有“"+line+"”，但没有看到可下载的文件链接", Quote(r.page, line))
			return
		}
		v.add(Fail, "no_download", r.url, "年报页面没有可下载的版本（PDF、Word等）", Quote(r.page, r.title))
		return
	}
	var broken []string
	for _, url := range files {
		pg := s.c.Portal.Page(url)
		if pg == nil || pg.Failure != site.FailGone {
			return
		}
		broken = append(broken, fmt.Sprintf("%s（HTTP %d）", url, pg.Status))
	}
	o := Fail
	if slices.ContainsFunc(f.Attachments, byScript) || slices.ContainsFunc(f.Links, byScript) {
		o = Review // the address was worked out from a script, perhaps wrongly
	}
	v.add(o, "no_download", r.url, "年报的下载链接打不开："+strings.Join(broken, "、"), Quote(r.page, strings.Join(files, " ")))
}

// onManyPages reports that a file belongs to the template: pages of all kinds link
// to it, none as a report.
func (s *search) onManyPages(url string) bool {
	pages := 0
	for _, a := range s.c.Portal.Anchors(url) {
		if wordIn(extract.Fold(a.Text), []string{"报告", "年报"}) != "" {
			return false
		}
		pages += a.Count
	}
	return pages >= 5
}

// byScript reports whether a link to a file was read out of a script.
func byScript(l extract.Link) bool {
	return (l.Via == extract.OnClick || l.Via == extract.Script) && isDocument(l.URL)
}

// offer returns a short line that offers a file: a button whose link is made by
// a script leaves nothing else.
func offer(text string) string {
	for line := range strings.Lines(text) {
		f := extract.Fold(line)
		if utf8.RuneCountInString(f) <= 30 && wordIn(f, []string{"附件", "下载", "pdf", "word版", ".doc"}) != "" {
			return strings.TrimSpace(line)
		}
	}
	return ""
}

// pictures counts the pictures that may belong to the report itself, as against
// logos, buttons and two-dimensional codes of the page around it.
func pictures(f *extract.Facts) int {
	n := f.Media.Images
	folder := f.URL[:strings.LastIndexByte(f.URL, '/')+1]
	for _, l := range f.Links {
		if l.Via == extract.Picture && furniturePicture(strings.ToLower(l.URL), strings.ToLower(folder)) {
			n--
		}
	}
	return max(n, 0)
}

// furniturePicture reports whether a picture is part of a template: its name says
// so, or it lies in a folder of templates and neither beside the page nor among
// uploads.
func furniturePicture(url, folder string) bool {
	if wordIn(url[strings.LastIndexByte(url, '/')+1:], []string{"logo", "qrcode", "ewm", "erwei", "share", "print", "btn", "button", "weixin", "dzjg", "conac"}) != "" {
		return true
	}
	if strings.HasPrefix(url, folder) || wordIn(url, []string{"upload", "attach", "/file", "userfiles", "/20"}) != "" {
		return false
	}
	return wordIn(url, []string{"/images/", "/img/", "/image/", "/static/", "/skin", "/template", "/css/", "/style", "/js/", "/public/", "/assets/"}) != ""
}

// framed reports that part of the page is another page.
func framed(f *extract.Facts) bool {
	for _, l := range f.Links {
		if l.Via == extract.FrameSrc && l.Region == extract.Body {
			return true
		}
	}
	return false
}

// downloads returns the addresses of files offered on a page. Frames may show
// one, and count.
func downloads(f *extract.Facts) []string {
	var out []string
	for _, l := range f.Attachments {
		out = append(out, l.URL)
	}
	for _, l := range f.Links {
		outside := l.Region == extract.Nav || l.Region == extract.Footer
		words := extract.Fold(l.Text + l.Title)
		switch {
		case l.Via == extract.Picture || l.Via == extract.Include || l.Via == extract.Refresh:
		case l.Via == extract.FrameSrc && !outside:
			out = append(out, l.URL)
		case isDocument(l.URL) && (!outside || wordIn(words, []string{"年报", "报告", "附件", "下载"}) != ""):
			out = append(out, l.URL)
		case !outside && wordIn(words, []string{"下载", "附件"}) != "":
			out = append(out, l.URL)
		}
	}
	return out
}

// isDocument reports whether an address ends in the name of a document file.
func isDocument(url string) bool {
	url = strings.ToLower(url)
	if i := strings.IndexAny(url, "?#"); i >= 0 {
		for _, ext := range documentExtensions {
			if strings.HasSuffix(url, ext) {
				return true // download.jsp?file=report.pdf
			}
		}
		url = url[:i]
	}
	for _, ext := range documentExtensions {
		if strings.HasSuffix(url, ext) {
			return true
		}
	}
	return false
}
