// Package extract turns the bytes of one page into facts: its links, columns,
// list rows, dates, document fields and text. It never fetches, never judges
// and never reads the clock; the same bytes always give the same facts.
package extract

import (
	"time"

	"github.com/govaudit/govaudit/calendar"
)

// Version names the behaviour of this package. It changes with every change of
// what Page returns, so that stored facts are never mixed with newer ones.
const Version = 21

// Facts is what one page says. Strings are copies: they do not pin the page's
// bytes. Everything is in page order.
type Facts struct {
	URL     string    // the address that answered
	Asked   string    // the address asked for
	Seen    time.Time // when it was fetched
	SHA256  string    // of the raw body
	Charset string    // the encoding it was read in: utf-8, gb18030, big5, …
	Kind    Kind

	Title     string // the page's own title: ArticleTitle, else its heading, else <title> without the site's name
	HTMLTitle string // <title>, verbatim
	Heading   string // the most prominent heading of the main part; "" if none
	Meta      Meta
	Stray     Stray
	Crumbs    []Crumb // breadcrumb (当前位置), outermost first, without 首页 and a final 正文

	Links       []Link       // every link, once per address and text
	Labels      []Label      // names of columns that lead nowhere by themselves; empty for articles
	Unopened    []string     // titles of links in or beside the text of an article whose address only a script knows
	Presses     []string     // calls behind the words of links, of functions that are not in the page: where they lead is not known
	Items       []Item       // list rows of the main part
	Fields      []Field      // index box (索引框), labelled lines and what scripts set in them
	Dates       []Date       // every date that may be the page's own, with where each came from
	Hidden      []HiddenLink // links to foreign hosts that nobody can see
	Bottom      *Bottom      // what stands at the end of the page; nil for articles
	Attachments []Link       // files offered for download in the main part
	Media       Media        // pictures, video, audio in the main part
	Mentions    []Mention    // documents named in the main text
	Letters     []Letter     // letters of the public the page shows, with the days they were asked and answered
	Text        string       // main text, white space collapsed, paragraphs separated by \n
	Beside      string       // the other lines of the page's body: under the title, in boxes beside the text; at most 16 KiB
	Footer      string       // the lines of the footer; at most 4 KiB
	Tables      []Table      // data tables of the main part; only where Kind is Report

	Personal []Personal // numbers in the text that may be somebody's own
	// PersonalByDay reports that a number is not in Personal only because the date of
	// birth in it was still to come when the page was seen.
	PersonalByDay bool
	// Unread says of a File, in Chinese, why its text could not be had, or which
	// part of it could not; "" where Text is all the file says. Page leaves it
	// empty: reading files is not its work.
	Unread string

	Signals Signals
}

// Kind is what a page is used for. A page the classifier cannot place is Other.
type Kind string

// The kinds of page.
const (
	Home    Kind = "home"    // decided by the caller: the site's home page
	List    Kind = "list"    // rows that lead to documents
	Article Kind = "article" // one document, news item, notice
	Report  Kind = "report"  // an article that is a 政府信息公开工作年度报告
	Frame   Kind = "frame"   // a frameset or a page of nothing but frames
	File    Kind = "file"    // not HTML: an attachment
	Data    Kind = "data"    // rows that a script of a page asks for: JSON, XML, a piece of markup
	Other   Kind = "other"
)

// Meta holds the page labels of 国办发〔2017〕47号 and their kin. Names are matched
// without regard to case; values are trimmed, otherwise verbatim.
type Meta struct {
	SiteName, SiteDomain, SiteIDCode                          string
	ColumnName, ColumnDescription, ColumnKeywords, ColumnType string
	ArticleTitle, PubDate, ContentSource                      string
	Keywords, Description, Author                             string
}

// Crumb is one step of a breadcrumb.
type Crumb struct {
	Name string
	URL  string // "" where the step is not a link
}

// Region is the part of the page a link stands in.
type Region string

// The regions. Nav holds menus, headers, side bars and tabs; Body the main part.
const (
	Nav        Region = "nav"
	Breadcrumb Region = "breadcrumb"
	Body       Region = "body"
	Related    Region = "related" // a block headed 相关…, 解读, 政策原文, or beside the main text
	Footer     Region = "footer"
)

// Link is one way from this page to another address.
type Link struct {
	URL    string // absolute, normalised (see Normalize)
	Text   string // what a person reads: text, else title, else the picture's alt
	Title  string // title attribute, where it says more than Text
	Region Region
	Via    Via
}

// Label is a short text (at most 30 runes) that looks like the name of a column
// but is not a link here: a menu entry with href="javascript:;" or "#", a tab, the
// heading of a block or panel, a menu name in a script literal without an address.
// A required column that is there only in this form is not missing.
type Label struct {
	Text   string
	Region Region
	Via    Via // Anchor: a dead link; Heading: a heading or tab; Script: a script literal
}

// Via is how a link is made.
type Via string

// The ways a link is made.
const (
	Anchor   Via = "a"       // <a href>, <area href>
	FrameSrc Via = "frame"   // <frame>, <iframe>
	Refresh  Via = "refresh" // <meta http-equiv=refresh>, location.href= at load
	OnClick  Via = "onclick" // onclick="location.href=…", window.open(…)
	Script   Via = "script"  // written by document.write, or a literal in a script
	Include  Via = "include" // <script src>: may hold the navigation
	Picture  Via = "picture" // <img src>
	Pager    Via = "pager"   // a page of the same list, worked out from a pagination call
	Called   Via = "data"    // data that a script of the page asks for by GET: what comes is part of the page
	Heading  Via = "heading" // of a Label: a heading, tab or panel title that is no link
)

// Item is one row of a list.
type Item struct {
	URL   string
	Title string       // the full title: title attribute where the text is cut with "…"
	Day   calendar.Day // 0: no date in the row
	Label string       // validity or status shown in the row (有效, 废止), verbatim; "" if none
	// Headed reports that Label stands under a table heading that says it is the
	// validity: it is meant as one, whatever it says.
	Headed bool
	// Guessed reports that the row gives no year (01-08) and Day was completed
	// from the address or left 0.
	Guessed bool
}

// FieldName is the canonical name of a document field.
type FieldName string

// The fields of an index box.
const (
	IndexNo   FieldName = "index_no"   // 索引号
	DocNumber FieldName = "doc_number" // 发文字号、文号
	Issuer    FieldName = "issuer"     // 发文机关、发布机构
	Written   FieldName = "written"    // 成文日期、生成日期
	Published FieldName = "published"  // 发布日期、发文日期
	Effective FieldName = "effective"  // 实施日期、生效日期
	Expires   FieldName = "expires"    // 失效日期、废止日期、有效期至
	Validity  FieldName = "validity"   // 有效性、文件状态、时效性
	Topic     FieldName = "topic"      // 主题分类
	Source    FieldName = "source"     // 信息来源
	UnifiedNo FieldName = "unified_no" // 统一编号
	DocTitle  FieldName = "doc_title"  // 标题、名称
	Subject   FieldName = "subject"    // 主题词、关键词
)

// Field is one labelled value.
type Field struct {
	Name  FieldName
	Label string // as written, white space removed
	Value string // as written, trimmed; may be "": the label stands without a value
	Via   string // table, dl, list, text, script, meta, stamp (a picture)
	// ByScript says that Value is empty because a script seems to fill it in: the
	// element that should hold it carries an id, a data or template attribute, or a
	// script of the page names it, and what it will say could not be read.
	ByScript bool
}

// DateSource is where a date was read.
type DateSource string

// The sources, strongest claim of being the publication date first.
const (
	FromMeta      DateSource = "meta"      // PubDate and kin
	FromLabel     DateSource = "label"     // 发布时间：… and kin
	FromURL       DateSource = "url"       // /2020/1/17/, t20260313_, /202311/
	FromText      DateSource = "text"      // an unlabelled date beside the title
	FromField     DateSource = "field"     // 成文日期, 实施日期 and other fields
	FromSignature DateSource = "signature" // the date under the text
)

// Date is one date a page offers.
type Date struct {
	Day    calendar.Day
	Source DateSource
	Label  string // 发布时间, 成文日期, PubDate; "" for url, text, signature
	Quote  string // the characters it was read from
	// Published reports that the source claims to be the date of publication.
	Published bool
}

// Media counts what is not text in the main part.
type Media struct {
	Images, Videos, Audios int
}

// Mention is a document named in running text.
type Mention struct {
	Title  string // between 《 and 》; "" where only the number stands
	Number string // the 文号 beside it, normalised as DocNo does; "" if none
	Quote  string // the sentence, at most 160 runes
	Act    Act
}

// Act is what the sentence or the list around a mention says is done to the document.
type Act string

// The acts.
const (
	Named    Act = ""        // only named
	Repeals  Act = "repeal"  // 废止、宣布失效、停止执行
	Amends   Act = "amend"   // 修改、修订
	Keeps    Act = "keep"    // 继续有效
	Extends  Act = "extend"  // 延长有效期、延续实施
	Explains Act = "explain" // 解读、说明 of that document
)

// Table is a data table as a full grid: spans are repeated into every cell they
// cover, so that Rows is rectangular.
type Table struct {
	Rows [][]Cell
	Lead string // the last text before the table, at most 80 runes
}

// Cell is one cell of the grid.
type Cell struct {
	Text string
	Head bool // <th>
	Span bool // repeated from a cell that spans
}

// Signals are hints on how far the page can be trusted to show everything.
type Signals struct {
	// ListByScript says, with the words it was seen in, that rows of this page are
	// filled by a script (an empty container with a data call); "" otherwise.
	ListByScript string
	// Asks quotes the first request of a script for data that is not followed: it is
	// made by POST, or its address is only known at run time; "" if there is none.
	Asks string
	// NeedsBrowser says of a page that looks empty, with the words it was seen in, that
	// a script fills it in a way that cannot be followed without running it; "" where
	// the page shows something or the data it asks for can be asked for.
	NeedsBrowser string
	// PartByScript names an empty block of the main part that a script of the page
	// names, beside rows that are there; "" otherwise. More rows may come.
	PartByScript string
	// AsideByScript names such a block outside the main part of a page with few rows: where
	// these stand on other pages too, the block is what the page is for. "" otherwise.
	AsideByScript string
	// BoxByScript names an empty block of an article that a script fills with what it
	// fetches: the index box may come to stand there.
	BoxByScript string
	// NavByScript says that the navigation comes from a script or frame that was
	// not read here; "" otherwise.
	NavByScript string
	// RelatedByScript says that related links come from a script; "" otherwise.
	RelatedByScript string
	// MetaByScript reports that a script of the page names page labels that the page
	// itself does not have.
	MetaByScript bool
	// FooterByScript says that the footer comes from a script; "" otherwise.
	FooterByScript string
	// Placeholder quotes words such as 正在建设中, 暂无数据 that stand in for content.
	Placeholder string
	// Error quotes words of an error page answered with status 200.
	Error string
	// Challenge quotes the mark of a WAF or challenge page.
	Challenge string
	// Redirect is where the page sends the reader by itself, "" if nowhere.
	Redirect string
	// Pages is the number of pages a pagination call claims; 0: none seen.
	Pages int
	// Again counts the links that repeat one of the page, breadcrumbs and footer
	// aside: a content made of the menu's own entries shows here.
	Again int
	// Embedded reports that something is shown in the page that is no text: a
	// video, a sound, an object, a drawing, wherever it stands.
	Embedded bool
	// Writable reports that the page has a field to write several lines in, as forms
	// for opinions and letters have.
	Writable bool
	// Entries counts the places of the page where a reader enters or chooses something:
	// fields, drop-down lists, boxes to tick. Only full facts have it.
	Entries int
	// Drawn counts what the main part shows that is neither text that is read nor a picture
	// for itself: drawings, backgrounds, buttons, documents within attributes. Only full
	// facts have it.
	Drawn int
	// DrawnBeside counts the same beside a main part that shows neither these nor pictures
	// nor much text, and pictures that are no links. Only full facts have it.
	DrawnBeside int
	// Sealed reports that some of these hold words that are not in Text: a drawing, a
	// document within an attribute, a field that cannot be written in. Only full facts have it.
	Sealed bool
	// Unended reports that the page breaks off: it has no end tag, blocks that were
	// begun are not closed, and the server did not say how long it is, or it ends in
	// the middle of something all the same.
	Unended bool
	// Deep reports that the page nests its elements deeper than they are followed: what
	// belongs to what is lost from there on.
	Deep bool
	// Full reports that the page has more links, rows of data or script than are kept or
	// read of one.
	Full bool
	// Acts is the same for pages whose own scripts do the same things that could add
	// ways to them, whatever they were written for; 0: they do nothing of the kind.
	Acts int
	// Files is the same for pages with the same script files that may be the site's
	// own work; 0: there are none.
	Files int
	// Blank is the same for pages with the same named blocks in which nothing stands, as
	// scripts fill them; 0: there are none. Only pages with Acts or Files have it.
	Blank int
	// Hides names what of the page only a script can lead on from: an empty element of
	// the site's own making or a menu, a row of tabs with a single pane, a choice of
	// years; "" where there is nothing of the kind. Whether a script does is not told.
	Hides string

	// OwnCalls: a call among [Facts.Presses] leads elsewhere on other pages, as its function
	// asks for the address or the fields of the page it stands in.
	OwnCalls bool
	// Total is the number of rows a script variable claims; -1: none seen.
	Total int
	// TextRunes counts the visible characters of the whole page.
	TextRunes int
}
