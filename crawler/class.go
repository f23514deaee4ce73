package crawler

import (
	"path"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
)

// class orders addresses by how much an audit needs them: the lowest first.
type class uint8

// The classes. classNone is for what is not fetched at all.
const (
	classTaken      class = iota // already handed out
	classHome                    // the home page
	classFrame                   // frames and scripts that hold a page's navigation
	classDisclosure              // columns of disclosure, by their names
	classMenu                    // what the home page's menus lead to
	classMenuDeep                // what other pages' menus lead to
	classDutyList                // further pages of disclosure lists
	classDutyDoc                 // documents of disclosure columns
	classList                    // first further pages of other lists
	classDoc                     // documents of other columns
	classRest                    // everything else, and the far pages of long lists
	classSitemap                 // what only the site's sitemap names
	classFile                    // attachments
	classPicture                 // pictures, looked at for their existence
	classNone
	classDeep     // known only from too deep: one that may matter
	classDeepIdle // the same: one that does not
	classVain     // known only from pages that bring nothing: see trap
)

// duties are words in the names of columns and documents the law requires or an
// audit follows, folded. They come from the regulations' own headings.
var duties = []string{
	"公开", "指南", "制度", "年报", "年度报告", "依申请", "政策", "解读", "规范性文件", "规章", "机构", "领导",
	"公示", "职能", "职责", "目录", "文件", "法规", "预算", "决算", "规划", "计划", "许可", "处罚", "强制",
	"事业性收费", "收费", "采购", "招标", "项目", "应急", "人事", "招录", "统计", "建议提案", "提案", "议案", "意见征集",
	"征集", "决策", "权责清单", "权力清单", "责任清单", "清单", "执法", "政务", "互动", "信箱", "公报", "废止", "失效",
	"有效性", "网站地图", "站点地图", "年度", "办事", "通知公告", "公告",
}

// named reports whether text, as a person reads it, names a duty.
func named(text string) bool {
	text = extract.Fold(text)
	for i, r := range text {
		for _, w := range dutiesBy[r] {
			if strings.HasPrefix(text[i:], w) {
				return true
			}
		}
	}
	return false
}

// dutiesBy holds the duties by their first character: it is asked for every link.
var dutiesBy = byFirst(duties)

func byFirst(words []string) map[rune][]string {
	out := map[rune][]string{}
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		out[r] = append(out[r], w)
	}
	return out
}

const columnRunes = 14 // the longest name a column is believed to have

// theme is what the page a link stands on tells about the link.
type theme struct {
	depth   int
	duty    bool // a page of a disclosure column
	script  bool // a script: its links are navigation
	dated   map[string]extract.Item
	isFront bool // the home page or a frame of it
}

// themeOf reads the theme of a page from its facts alone, so that a crawl that
// goes on from stored pages orders what is left as the first one did.
func themeOf(f *extract.Facts, depth int, contentType string) theme {
	t := theme{depth: depth, script: strings.Contains(contentType, "javascript"), isFront: depth == 0}
	t.duty = named(f.Meta.ColumnName)
	for _, c := range f.Crumbs {
		t.duty = t.duty || named(c.Name)
	}
	if f.Kind == extract.List && !t.duty {
		t.duty = named(f.Title)
	}
	if len(f.Items) > 0 {
		t.dated = make(map[string]extract.Item, len(f.Items))
		for _, it := range f.Items {
			t.dated[it.URL] = it
		}
	}
	return t
}

// classify tells how much an audit needs the target of l. pager is the number
// of pager links on the page before it.
func (t theme) classify(l extract.Link, pager int) class {
	switch kindOfPath(l.URL) {
	case pathPicture:
		if isPicture(l.URL) && (l.Via == extract.Picture || l.Via == extract.Anchor) {
			return classPicture
		}
		return classNone
	case pathFile:
		return classFile
	case pathScript:
		if l.Via != extract.Include && l.Via != extract.Called {
			return classNone
		}
	}
	switch l.Via {
	case extract.Picture:
		return classNone
	case extract.FrameSrc, extract.Refresh, extract.Include:
		return classFrame
	case extract.Called:
		if t.isFront {
			return classFrame
		}
		return t.pager(pager)
	case extract.Pager:
		return t.pager(pager)
	}
	_, item := t.dated[l.URL]
	short := utf8.RuneCountInString(l.Text) <= columnRunes
	switch {
	case short && !(item && t.dated[l.URL].Day != 0) && named(l.Text):
		return classDisclosure
	case t.script, t.isFront && (l.Region == extract.Nav || l.Via == extract.Script):
		return classMenu
	case item && t.duty:
		return classDutyDoc
	case l.Region == extract.Nav, l.Region == extract.Breadcrumb, t.isFront && short && !item:
		return classMenuDeep
	case l.Region == extract.Related, t.duty && l.Region == extract.Body, named(l.Text):
		return classDutyDoc
	case item:
		return classDoc
	}
	return classRest
}

// slight reports that l leads to nothing whose absence says anything of the site:
// the body of an article outside of disclosure mentions it, by a title too long for
// a column's name that speaks of no duty, or by its bare address.
func (t theme) slight(f *extract.Facts, l extract.Link) bool {
	if f.Kind != extract.Article || t.duty || t.script || l.Region != extract.Body || l.Via != extract.Anchor {
		return false
	}
	text := strings.TrimSpace(l.Text)
	address := strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "www.")
	return address || utf8.RuneCountInString(text) > columnRunes && !named(text)
}

func (t theme) pager(n int) class {
	switch {
	case t.duty && n < 50:
		return classDutyList
	case n < 5:
		return classList
	}
	return classRest
}

// pathKind is what an address looks like it leads to.
type pathKind int

const (
	pathPage pathKind = iota
	pathFile
	pathPicture // and everything else an audit never reads
	pathScript
)

// extensions tells what lies under a file name; all others are pages.
var extensions = map[string]pathKind{
	".doc": pathFile, ".docx": pathFile, ".xls": pathFile, ".xlsx": pathFile, ".ppt": pathFile, ".pptx": pathFile,
	".pdf": pathFile, ".wps": pathFile, ".et": pathFile, ".ofd": pathFile, ".ceb": pathFile, ".rtf": pathFile,
	".zip": pathFile, ".rar": pathFile, ".7z": pathFile, ".gz": pathFile, ".csv": pathFile,
	".jpg": pathPicture, ".jpeg": pathPicture, ".png": pathPicture, ".gif": pathPicture, ".bmp": pathPicture,
	".webp": pathPicture, ".svg": pathPicture, ".ico": pathPicture, ".css": pathPicture, ".woff": pathPicture,
	".woff2": pathPicture, ".ttf": pathPicture, ".eot": pathPicture, ".mp3": pathPicture, ".mp4": pathPicture,
	".flv": pathPicture, ".swf": pathPicture, ".avi": pathPicture, ".wmv": pathPicture, ".wma": pathPicture,
	".m3u8": pathPicture, ".mov": pathPicture, ".apk": pathPicture, ".exe": pathPicture, ".dmg": pathPicture,
	".iso": pathPicture, ".map": pathPicture,
	".js": pathScript,
}

// kindOfPath judges an address by the extension of its path.
func kindOfPath(address string) pathKind {
	if i := strings.IndexAny(address, "?#"); i >= 0 {
		address = address[:i]
	}
	if i := strings.Index(address, "://"); i >= 0 {
		address = address[i+3:]
		if i = strings.IndexByte(address, '/'); i < 0 {
			return pathPage
		}
		address = address[i:]
	}
	ext := path.Ext(address)
	if ext == "" || len(ext) > 6 {
		return pathPage
	}
	return extensions[strings.ToLower(ext)]
}

// pagePath reports whether a path by its extension is a page.
func pagePath(p string) bool {
	switch strings.ToLower(path.Ext(p)) {
	case ".html", ".htm", ".shtml", ".shtm", ".jsp", ".asp", ".aspx", ".php", ".do", ".action", ".js", ".xml", ".json":
		return true
	}
	return false
}
