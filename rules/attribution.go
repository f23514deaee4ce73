package rules

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// attribution judges whether reprinted items name their source (国办发〔2017〕47号:
// 转载信息注明来源):
//
//	check: attribution
//	with:
//	  columns: [国务院信息, 转载]
//
// A reprint is an article in a column of reprints, or one whose title says so. The
// source may stand in a label, in the page's tags, in the first words of the report
// (新华社北京4月8日电) or in brackets at its end. It is missing for certain where the
// label stands empty, or where the site's other articles carry one and this does
// not.
type attribution struct {
	Judged  []string `yaml:"judge"`   // the codes this rule looks for; empty: all
	Columns []string `yaml:"columns"` // words in the names of columns of reprints
	Maybe   []string `yaml:"maybe"`   // words of columns that hold reprints beside news of the body's own: a person decides
	Not     []string `yaml:"not"`     // words of columns that hold none
	Titles  []string `yaml:"titles"`  // marks of reprints in titles
	Media   []string `yaml:"media"`   // words in the names of media and bodies that are reprinted
	Vague   []string `yaml:"vague"`   // values of the label that name nobody: a person decides
	Share   float64  `yaml:"share"`   // share of the site's articles that carry a source, from which it is the manner of the site
	Least   int      `yaml:"least"`   // articles from which there is a manner
	Most    int      `yaml:"most"`    // pages that are read again, at most
}

func newAttribution() *attribution {
	return &attribution{
		Columns: []string{"转载", "国务院信息", "国务院要闻", "国务院动态", "国务院新闻", "中央要闻", "中央精神", "中央信息", "国家要闻", "国内要闻", "国内新闻", "国内时政", "全国要闻", "上级要闻", "上级动态", "上级信息",
			"省内要闻", "省委省政府", "省政府信息", "省政府要闻", "省要闻", "省级要闻", "央媒", "媒体关注", "媒体报道", "媒体聚焦", "媒体看", "外媒", "新华社"},
		Maybe:  []string{"时政要闻", "时政新闻", "时事", "要闻转发", "行业动态", "行业新闻"},
		Not:    []string{"文件", "政策", "法规", "法律", "公报", "解读", "督查", "部署", "链接", "网站", "公示", "公告"},
		Titles: []string{"【转载】", "[转载]", "(转载)", "[转]", "【转】", "(转)", "转载:", "转载|", "转载丨"},
		Media: []string{"新华社", "新华网", "人民日报", "人民网", "中国政府网", "央视", "中央电视台", "光明日报", "光明网", "经济日报", "中国新闻网", "中新社", "中新网", "求是", "学习强国", "中国日报", "法治日报", "日报", "晚报", "晨报", "都市报",
			"新闻网", "电视台", "广播", "融媒体", "记者", "通讯员"},
		Vague: []string{"未知", "不详", "网络", "互联网", "网上", "转载", "其他", "其它", "无", "admin", "管理员"},
		Share: 0.6, Least: 5, Most: 60,
	}
}

func (k *attribution) validate() error {
	for _, list := range []*[]string{&k.Columns, &k.Maybe, &k.Not, &k.Titles, &k.Media, &k.Vague} {
		*list = foldAll(*list)
	}
	var problems []error
	if len(k.Columns)+len(k.Titles) == 0 || k.Share <= 0 || k.Share > 1 || k.Least < 1 || k.Most < 1 {
		problems = append(problems, errors.New("columns、titles 不能都为空，应为 0 < share ≤ 1，least、most 不小于 1"))
	}
	problems = append(problems, knownCodes("attribution", k.Judged))
	return errors.Join(problems...)
}

// Describe says what is taken for a reprint, and for its source.
func (k *attribution) Describe() string {
	return fmt.Sprintf("看名称含“%s”等字样的栏目里的文章和标题标明转载的文章，有没有注明来源：“来源”一栏、网页标签 ContentSource、报道开头的电头（新华社某地某日电）、"+
		"文末括注都算。“来源：”后面空着的认定；本站 %.0f%% 以上的文章都注明、独这篇没有的认定；全站都不注明的提请人工；来源由脚本填写的不认定。",
		strings.Join(k.Columns[:min(5, len(k.Columns))], "”“"), 100*k.Share)
}

// reprint is one article that is taken for one.
type reprint struct {
	doc  *portal.Document
	by   string // the column or title that says so
	sure bool
}

// Judge implements [Check].
func (k *attribution) Judge(c *Case) Judgement {
	list := k.reprints(c)
	if len(list) == 0 {
		if !c.documentsSeen() {
			return Judgement{Unknown: "采集不完整，已见页面中没有转载的信息"}
		}
		return Judgement{Exempt: "站内未见转载的信息"}
	}
	part, of := k.manner(c)
	j := Judgement{Examined: len(list), Reason: fmt.Sprintf("%d 篇转载的信息都注明了来源", len(list))}
	read := 0
	for _, r := range list {
		if k.named(r.doc.Page.Facts()) {
			continue
		}
		if read++; read > k.Most {
			j.Unknown = fmt.Sprintf("没有来源一栏的转载信息超过 %d 篇，其余没有逐一重读", k.Most)
			break
		}
		f, err := c.Portal.Full(r.doc.Page)
		if err != nil {
			j.Unknown = cmp.Or(j.Unknown, "页面未能重新读取："+r.doc.Page.URL)
			continue
		}
		if k.inText(f) {
			continue
		}
		j.Defects = append(j.Defects, k.defect(r, f, of >= k.Least && part >= k.Share))
	}
	if len(j.Defects) > 0 {
		j.Reason = fmt.Sprintf("看了 %d 篇转载的信息", len(list))
	}
	for _, r := range list[:min(3, len(list))] {
		j.Seen = append(j.Seen, Quote(r.doc.Page, r.doc.Title))
	}
	if j.Unknown == "" && !c.documentsSeen() {
		j.Unknown = fmt.Sprintf("已查 %d 篇转载的信息；采集不完整（%s）", len(list), c.Portal.Snapshot.Stopped)
	}
	return j
}

// reprints lists the articles that are taken for reprints.
func (k *attribution) reprints(c *Case) []reprint {
	var out []reprint
	columns := map[*portal.Column]string{}
	unsure := map[*portal.Column]string{}
	for _, col := range c.Portal.Columns {
		for _, n := range col.Names {
			if k.columnOf(c, n, k.Columns) {
				columns[col] = n
			} else if k.columnOf(c, n, k.Maybe) {
				unsure[col] = n
			}
		}
	}
	for _, d := range c.Portal.Documents() {
		sig := d.Page.Signals()
		if !c.Portal.InScope(d.Page.URL) || sig.Challenge != "" || sig.Error != "" {
			continue
		}
		if by, sure := k.reprinted(c, d, columns, unsure); by != "" {
			out = append(out, reprint{d, by, sure})
		}
	}
	return out
}

// reprinted says by what a document is taken for a reprint.
func (k *attribution) reprinted(c *Case, d *portal.Document, columns, unsure map[*portal.Column]string) (by string, sure bool) {
	if w := wordIn(extract.Fold(d.Title), k.Titles); w != "" {
		return "标题“" + w + "”", true
	}
	names := []string{d.Page.Facts().Meta.ColumnName}
	for _, b := range d.Page.Facts().Crumbs {
		names = append(names, b.Name)
	}
	for _, n := range names {
		if k.columnOf(c, n, k.Columns) {
			return "栏目“" + n + "”", true
		}
	}
	for _, col := range d.Columns {
		if n := columns[col]; n != "" {
			return "栏目“" + n + "”", true
		}
		if n := unsure[col]; n != "" {
			by = "栏目“" + n + "”"
		}
	}
	return by, false
}

// columnOf reports whether the name of a column is one of words. What names the
// body's own tier is no reprint: 省政府要闻 on the site of the province.
func (k *attribution) columnOf(c *Case, name string, words []string) bool {
	f := extract.Fold(name)
	if f == "" || len([]rune(f)) > 16 || wordIn(f, k.Not) != "" {
		return false
	}
	w := wordIn(f, words)
	return w != "" && (!strings.Contains(w, "省") || !strings.Contains(c.Target.Name, "省") || !c.Target.Level.Government() || strings.Contains(f, "转载"))
}

// named reports that the facts of a page name a source, or that a script does.
func (k *attribution) named(f *extract.Facts) bool {
	if k.names(f.Meta.ContentSource) {
		return true
	}
	return slices.ContainsFunc(f.Fields, func(x extract.Field) bool {
		return (x.Name == extract.Source || x.Name == extract.Issuer) && (k.names(x.Value) || x.ByScript)
	})
}

// names reports that the value of a label names somebody.
func (k *attribution) names(value string) bool {
	return valued(value) && !slices.Contains(k.Vague, extract.Fold(value))
}

// manner says which part of the site's articles name a source, of how many.
func (k *attribution) manner(c *Case) (part float64, of int) {
	n := 0
	for _, d := range c.Portal.Documents() {
		if d.Page.Kind() != extract.Article || d.Published == 0 {
			continue
		}
		of++
		if k.named(d.Page.Facts()) {
			n++
		}
	}
	if of == 0 {
		return 0, 0
	}
	return float64(n) / float64(of), of
}

// fromWords find a source in folded text: behind its label, in the first words of a
// report, or told in a sentence.
var fromWords = regexp.MustCompile(`(?:来源|稿源|出处|供稿|来稿|信息提供|稿件提供|提供单位|报送单位|供稿单位)[】\])]?[:于]?[“《(]?\p{Han}{2,}|(?:转自|转载自|转发自|摘自|摘编自|选自|引自|源自|来自|原载|原刊|首发)[:于]?[“《(]?\p{Han}{2,}|` +
	// 据新华社报道, not 据了解, 根据, 依据
	`(?:^|[^\p{Han}]|讯)据[“《]?\p{Han}{2,12}[”》]?(?:网站|客户端|微信公众号)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:报道|消息|电|刊发|发布的消息)|` +
	`\p{Han}{2,12}\d{1,2}月\d{1,2}日(?:电|讯)|新华(?:视点|全媒|时评|国际|财经|述评|时政|网评)|本报讯|本台消息|原文(?:链接|地址|网址|出处)[:]?https?[:/]`)

// emptySource is the label of a source without a value at the end of a line, or
// before another label.
var emptySource = regexp.MustCompile(`(?m)(?:来源|稿源|信息来源|文章来源|稿件来源)[:]?[-—/|]*(?:$|发布|时间|日期|作者|浏览|点击|阅读|字体|字号|编辑|责任|访问|打印|分享)`)

// inText reports that the text, or the line under its title, names a source.
func (k *attribution) inText(f *extract.Facts) bool {
	folded := foldLines(withoutFriends(f, f.Beside+"\n"+f.Text))
	for _, w := range k.Vague {
		folded = strings.NewReplacer("来源:"+w, "来源:", "来源"+w, "来源:").Replace(folded)
	}
	if fromWords.MatchString(emptySource.ReplaceAllString(folded, "")) {
		return true
	}
	lines := strings.Split(strings.TrimSpace(folded), "\n")
	for i, l := range lines {
		if i >= 6 && i < len(lines)-4 || nextArticle.MatchString(l) {
			continue
		}
		l = noReporter.ReplaceAllString(l, "")
		if r := []rune(l); len(r) > 60 {
			l = string(r[:firstWords]) // 央视网消息：…
		}
		if wordIn(l, k.Media) != "" || i < 6 && opensBy.MatchString(l) || i >= len(lines)-4 && closesBy.MatchString(l) {
			return true
		}
	}
	return false
}

var (
	// opensBy is a first line that says who published what follows.
	opensBy = regexp.MustCompile(`^[^,。;]{2,16}(?:刊登|刊发|登载|全文发布|发布[^。]{0,8}(?:如下|全文))`)
	// closesBy is a last line that says whose it is: a remark in brackets, a paper, the body
	// that signed it.
	closesBy = regexp.MustCompile(`^[(【\[].{0,20}(?:供[图文稿]|社|报|网|台|办公厅|政府|公报).{0,8}[)】\]]$|《[^》]{2,14}(?:报|公报|杂志|周刊)》|^\p{Han}{2,16}(?:办公厅|政府|部|委员会|总局|总署|国务院)$`)
)

// withoutFriends takes away the lines that are links and nothing else, as links to
// 新华网 and 人民网 at the foot of a page are: they do not say whose report it is.
func withoutFriends(f *extract.Facts, text string) string {
	var words []string
	for _, l := range f.Links {
		if w := strings.TrimSpace(l.Text); w != "" {
			words = append(words, w, "")
		}
	}
	links := strings.NewReplacer(words...)
	var b strings.Builder
	for line := range strings.Lines(text) {
		rest := friendsLabel.ReplaceAllString(strings.TrimSpace(line), "")
		if strings.ContainsFunc(links.Replace(rest), unicode.IsLetter) {
			b.WriteString(line)
		}
	}
	return b.String()
}

var friendsLabel = regexp.MustCompile(`^(?:友情|相关|网站|媒体|友好)(?:链接|連結|鏈接|网站)[:：\s]*`)

// firstWords is how many characters of a paragraph may say whose report it is.
const firstWords = 16

var (
	// nextArticle begins the line of a link to another article.
	nextArticle = regexp.MustCompile(`^[\[【(<]*[上下][一]?(?:篇|条|页|则)`)
	// noReporter are words that hold 记者 and name none.
	noReporter = regexp.MustCompile(`答?记者问|答记者|记者会|记者见面会|记者招待会`)
)

// defect is that of a reprint in which no source was found.
func (k *attribution) defect(r reprint, f *extract.Facts, usual bool) Defect {
	at := r.doc.Page.URL
	said := fmt.Sprintf("《%s》是转载的信息（%s），没有注明来源", shortTitle(r.doc.Title), r.by)
	seen := Quote(r.doc.Page, strings.TrimSpace(r.doc.Title+" "+abridge(f.Beside)))
	label := ""
	for _, x := range f.Fields {
		if x.Name != extract.Source {
			continue
		}
		if valued(x.Value) {
			return doubtful("missing", at, said+"：“来源”写的是“"+x.Value+"”，须由人工核对", seen)
		}
		label = x.Label
	}
	if label == "" {
		label = strings.TrimSpace(emptySource.FindString(foldLines(f.Beside)))
	}
	switch {
	case !r.sure:
		return doubtful("missing", at, said+"；该栏目也可能有本单位自己的稿件，须由人工核对", seen)
	case unreadPart(f) != "" && label == "":
		return doubtful("missing", at, said+"；"+unreadPart(f), seen)
	case label != "":
		return failing("missing", at, said+"：“来源”一栏是空的", seen)
	case usual:
		return failing("missing", at, said+"，本站其他文章多数注明", seen)
	}
	return doubtful("missing", at, said+"；本站的文章多数没有来源一栏，须由人工核对", seen)
}
