package rules

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// labels judges the page labels (网页标签) and the footer that 国办发〔2017〕47号 wants
// on every page of a government site:
//
//	check: labels
//	with:
//	  judge: [meta_missing]
//	  site: [SiteName, SiteDomain, SiteIDCode]       # on every page
//	  column: [ColumnName]                           # on columns
//	  article: [ArticleTitle, PubDate, ContentSource]
//	  often_left_out: [ColumnDescription]            # asked for too, but a whole site without is for a person
//	  footer: [...]                                  # see footerPart
//	  sample: 200                                    # pages of one kind that are looked at
//
// What a whole kind of pages lacks is a fault of the template and one defect, of
// the home page; what single pages lack is a defect of each.
type labels struct {
	Judged  []string     `yaml:"judge"`          // the codes this rule looks for; empty: all
	Site    []string     `yaml:"site"`           // labels of every page
	Column  []string     `yaml:"column"`         // labels of columns
	Article []string     `yaml:"article"`        // labels of articles
	Seldom  []string     `yaml:"often_left_out"` // labels of columns and the home page that many sites never set
	Footer  []footerPart `yaml:"footer"`         // what the foot of the page has to show
	Parts   []string     `yaml:"parts"`          // names of those of them that this rule asks for; empty: all
	Inner   bool         `yaml:"inner"`          // the footers of columns are asked for too
	Least   int          `yaml:"least"`          // parts a footer must show before what it lacks is certain
	Sample  int          `yaml:"sample"`         // pages of one kind that are looked at
}

// labelValue reads the labels of 国办发〔2017〕47号 by their names.
var labelValue = map[string]func(extract.Meta) string{
	"SiteName":          func(m extract.Meta) string { return m.SiteName },
	"SiteDomain":        func(m extract.Meta) string { return m.SiteDomain },
	"SiteIDCode":        func(m extract.Meta) string { return m.SiteIDCode },
	"ColumnName":        func(m extract.Meta) string { return m.ColumnName },
	"ColumnDescription": func(m extract.Meta) string { return m.ColumnDescription },
	"ColumnKeywords":    func(m extract.Meta) string { return m.ColumnKeywords },
	"ColumnType":        func(m extract.Meta) string { return m.ColumnType },
	"ArticleTitle":      func(m extract.Meta) string { return m.ArticleTitle },
	"PubDate":           func(m extract.Meta) string { return m.PubDate },
	"ContentSource":     func(m extract.Meta) string { return m.ContentSource },
}

func newLabels() *labels {
	return &labels{
		Site:    []string{"SiteName", "SiteDomain", "SiteIDCode"},
		Column:  []string{"ColumnName"},
		Article: []string{"ArticleTitle", "PubDate", "ContentSource"},
		Seldom:  []string{"ColumnType", "ColumnDescription", "ColumnKeywords"},
		Footer:  footerParts(),
		Inner:   true,
		Least:   4,
		Sample:  200,
	}
}

func (k *labels) validate() error {
	problems := []error{linkCodes("labels", k.Judged)}
	for _, list := range [][]string{k.Site, k.Column, k.Article, k.Seldom} {
		for _, name := range list {
			if labelValue[name] == nil {
				problems = append(problems, fmt.Errorf("没有网页标签 %q：应为 %s 之一", name, strings.Join(sortedKeys(labelValue), "、")))
			}
		}
	}
	for i := range k.Footer {
		problems = append(problems, k.Footer[i].validate())
	}
	for _, name := range k.Parts {
		if !slices.ContainsFunc(k.Footer, func(p footerPart) bool { return p.Name == name }) {
			problems = append(problems, fmt.Errorf("parts: footer 里没有 %q", name))
		}
	}
	if k.Least < 0 {
		problems = append(problems, errors.New("least 不能为负"))
	}
	if k.Sample < 1 {
		problems = append(problems, errors.New("sample 应大于 0"))
	}
	return errors.Join(problems...)
}

// Describe says which labels are asked of which page, and what of the footer.
func (k *labels) Describe() string {
	var parts []string
	for _, p := range k.Footer {
		parts = append(parts, p.Name)
	}
	return fmt.Sprintf("看首页、列表栏目页和列表里的文章页源码中的网页标签（不分大小写）：每页应有 %s，栏目页另有 %s，文章页另有 %s，空值算没有；%s 全站都没有时提请人工。"+
		"标签与事实不符：SiteDomain 不是本站域名，SiteIDCode 格式不对、与页脚或登记的标识码不同，PubDate 不是日期，ArticleTitle 与页面标题毫不相干；格式小异（带秒、全角、带协议）不算。"+
		"页脚看首页和栏目页：%s；由脚本写出的（如找错、党政机关标识的常用脚本）视为有，看不出的不判缺。整类页面都缺的记在首页上一处，个别页面缺的逐页记。",
		strings.Join(k.Site, "、"), strings.Join(k.Column, "、"), strings.Join(k.Article, "、"), strings.Join(k.Seldom, "、"), strings.Join(parts, "、"))
}

func (k *labels) wants(code string) bool {
	return len(k.Judged) == 0 || slices.Contains(k.Judged, code)
}

// Judge looks at the home page, the columns and the articles.
func (k *labels) Judge(c *Case) Judgement {
	if !c.Portal.Home.OK() {
		return Judgement{Unknown: "首页未取得，无法核对网页标签和页脚"}
	}
	home := front(c)
	var j Judgement
	columns, articles := k.columns(c), k.articles(c)
	if k.wants("meta_missing") {
		j.Defects = append(j.Defects, k.missing(c, columns, articles)...)
	}
	if k.wants("meta_wrong") {
		j.Defects = append(j.Defects, k.wrong(c, columns, articles)...)
	}
	if k.wants("footer_missing") {
		inner := columns
		if !k.Inner {
			inner = nil
		}
		defects, unknown := k.footers(c, inner)
		j.Defects, j.Unknown = append(j.Defects, defects...), unknown
	}
	j.Examined = 1 + len(columns) + len(articles)
	j.Reason = fmt.Sprintf("核对了首页、%d 个栏目页、%d 个文章页", len(columns), len(articles))
	j.Seen = []Evidence{Quote(home, home.Facts().HTMLTitle)}
	return j
}

// front is the page a reader sees as the home page: the one that a home page that
// only sends him on leads to.
func front(c *Case) *portal.Page {
	home := c.Portal.Home
	if to := home.Signals().Redirect; to != "" {
		if pg := c.Portal.Page(to); pg.OK() {
			return pg
		}
	}
	return home
}

// isFront reports the home page, be it under another address: where it sends its readers
// on to, the same bytes, or the first page by name of the folder it stands in, under the
// same title.
func isFront(c *Case, pg *portal.Page) bool {
	if pg.Depth == 0 && pg.From() == c.Portal.Home.Asked() {
		return true
	}
	for _, home := range [...]*portal.Page{c.Portal.Home, front(c)} {
		if pg == home || pg.SHA256() != "" && pg.SHA256() == home.SHA256() || indexBeside(pg.URL, home.URL) && pg.Facts().HTMLTitle == home.Facts().HTMLTitle {
			return true
		}
	}
	return false
}

// indexBeside reports an address of a file called index or the like in the folder of
// home.
func indexBeside(address, home string) bool {
	address, _, _ = strings.Cut(address, "?")
	home, _, _ = strings.Cut(home, "?")
	folder, name := address[:strings.LastIndexByte(address, '/')+1], address[strings.LastIndexByte(address, '/')+1:]
	if folder != home[:strings.LastIndexByte(home, '/')+1] {
		return false
	}
	name, _, _ = strings.Cut(strings.ToLower(name), ".")
	return name == "index" || name == "default" || name == "main" || name == "home"
}

// whole reports a page whose head was seen as the site sends it: not a frame set,
// not one that only leads on, not an error page.
func whole(pg *portal.Page) bool {
	s := pg.Signals()
	return pg.OK() && pg.Kind() != extract.Frame && pg.Kind() != extract.File && !styled(pg.URL) && s.Redirect == "" && s.Error == "" && s.Challenge == "" && s.TextRunes > 0
}

// styled reports the address of data: what is shown for them, head and all, a style sheet
// makes.
func styled(address string) bool {
	at, _, _ := strings.Cut(address, "?")
	return strings.EqualFold(path.Ext(at), ".xml") || strings.EqualFold(path.Ext(at), ".rss")
}

// hostFront reports the first page of a host: of another host of the site it is a
// home page, too, and has no labels of a column.
func hostFront(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Path == "" || u.Path == "/") && u.RawQuery == ""
}

// homeByName reports a page that links called 首页 lead to, or such as are called 手机版: the
// home page behind an entry page, that of a part of the site, that for other readers.
func homeByName(c *Case, pg *portal.Page) bool {
	return slices.ContainsFunc(c.Portal.Anchors(pg.URL), func(a portal.Anchor) bool {
		return extract.IsEditionName(a.Text) || (a.Region == extract.Nav || a.Region == extract.Breadcrumb) && extract.IsHomeName(a.Text)
	})
}

// piece reports what is shown as a part of other pages: it has no head of its own, or
// nothing leads to it but the frames of another page, and nobody sees its head.
func piece(c *Case, pg *portal.Page) bool {
	if pg.Facts().HTMLTitle == "" {
		return true
	}
	anchors := c.Portal.Anchors(pg.URL)
	return len(anchors) > 0 && !slices.ContainsFunc(anchors, func(a portal.Anchor) bool { return a.Via != extract.FrameSrc })
}

// columns returns the first pages of the site's list columns.
func (k *labels) columns(c *Case) []*portal.Page {
	var out []*portal.Page
	for _, col := range c.Portal.Columns {
		pg := col.Page
		if len(out) < k.Sample && pg.OK() && !isFront(c, pg) && whole(pg) && pg.Kind() == extract.List && pg.Rows() > 0 && !hostFront(pg.URL) && c.Portal.InScope(pg.URL) &&
			!homeByName(c, pg) && !piece(c, pg) && !slices.Contains(out, pg) {
			out = append(out, pg)
		}
	}
	return out
}

// articles returns the dated articles that lists lead to. A column of one text is
// none, though a list of columns may lead to it: it has the labels of a column.
func (k *labels) articles(c *Case) []*portal.Page {
	var out []*portal.Page
	for _, d := range c.Portal.Documents() {
		pg := d.Page
		if len(out) < k.Sample && len(d.Columns) > 0 && d.Published != 0 && pg.OK() && !isColumnText(c, d) && whole(pg) && pg != c.Portal.Home && c.Portal.Column(pg.URL) == nil && c.Portal.InScope(pg.URL) && published(c, pg) {
			out = append(out, pg)
		}
	}
	return out
}

// texts returns the columns of one text. They have the labels of the site.
func (k *labels) texts(c *Case, columns, articles []*portal.Page) []*portal.Page {
	var out []*portal.Page
	for _, col := range c.Portal.Columns {
		pg := col.Page
		if len(out) < k.Sample && pg.OK() && !isFront(c, pg) && whole(pg) && c.Portal.InScope(pg.URL) && !piece(c, pg) &&
			!slices.Contains(columns, pg) && !slices.Contains(articles, pg) && !slices.Contains(out, pg) {
			out = append(out, pg)
		}
	}
	return out
}

// columnRunes is the longest name of a column, in characters.
const columnRunes = 14

// isColumnText reports a document that is a column by its name, or by a menu that
// leads to it.
func isColumnText(c *Case, d *portal.Document) bool {
	f := d.Page.Facts()
	if name := extract.Fold(f.Meta.ColumnName); name != "" && f.Meta.ArticleTitle == "" {
		first := f.HTMLTitle
		if i := strings.IndexAny(first, "-_|—–－＿｜ "); i > 0 {
			first = first[:i]
		}
		heading := extract.Fold(f.Heading)
		if name == extract.Fold(d.Title) || name == heading || name == extract.Fold(first) && (strings.Contains(heading, name) || utf8.RuneCountInString(heading) <= columnRunes) {
			return true
		}
	}
	return slices.ContainsFunc(c.Portal.Anchors(d.Page.URL), func(a portal.Anchor) bool {
		return a.Region == extract.Nav || a.Region == extract.Breadcrumb
	})
}
