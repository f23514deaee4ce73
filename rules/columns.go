package rules

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/internal/yamldoc"
	"github.com/govaudit/govaudit/portal"
)

// columns counts the columns of a site that are not kept up or hold nothing
// (国办秘函〔2019〕19号, 单项否决 4: 动态要闻类一级栏目 2 周、通知公告和政策文件类一级栏目 6 个月
// 累计 5 个及以上未更新; 应更新未更新的栏目 10 个及以上; 空白栏目 5 个及以上):
//
//	check: columns
//	with:
//	  judge: [stale_many]
//	  kinds:
//	    - {words: [动态, 要闻, 新闻], max_age: 2 weeks}
//	    - {words: [公告, 公示], max_age: 6 months}
//	  top: true
//	  count: 5
//
// Each column is judged as the column check judges it. Only columns that fail for
// certain make the count certain; with those that are doubtful it is a proposal.
type columns struct {
	Judged []string       `yaml:"judge"`  // the codes this rule looks for; empty: all
	Kinds  []columnPeriod `yaml:"kinds"`  // for stale_many: which columns have which period; others have none
	Top    bool           `yaml:"top"`    // first-level columns (一级栏目) only
	Count  int            `yaml:"count"`  // from how many on
	Unlike []string       `yaml:"unlike"` // names with one of these words are no columns of content
	Forms  []string       `yaml:"forms"`  // … are pages to write or search on: never blank for certain
}

// columnPeriod is the period of a kind of column.
type columnPeriod struct {
	Words  []string `yaml:"words,required"`   // a name with one of these words is of the kind
	Unlike []string `yaml:"unlike"`           // unless one of these stands in it
	MaxAge age      `yaml:"max_age,required"` // how old its newest row may be
}

func newColumns() *columns {
	return &columns{
		Count:  5,
		Unlike: []string{"登录", "注册", "网站地图", "联系我们", "关于我们", "版权", "无障碍", "english", "手机版", "移动版", "邮箱", "rss", "微博", "微信", "客户端", "收藏", "设为首页", "长者", "适老", "繁体", "网站声明", "隐私", "帮助", "友情链接"},
		Forms:  []string{"搜索", "检索", "查询", "申请", "信箱", "写信", "留言", "咨询", "投诉", "举报", "办事", "服务", "大厅", "互动", "参与", "访谈", "调查", "征集", "视频", "图片", "专题", "地图", "数据", "问答", "预约"},
	}
}

func (k *columns) validate() error {
	var problems []error
	if k.Count < 1 {
		problems = append(problems, yamldoc.At("count", "count 应不小于 1"))
	}
	if slices.Contains(k.Judged, "stale_many") && len(k.Kinds) == 0 {
		problems = append(problems, errors.New("要数未更新的栏目（stale_many），须写明 kinds：哪些栏目、多长时间"))
	}
	return errors.Join(problems...)
}

func (k *columns) wants(code string) bool {
	return len(k.Judged) == 0 || slices.Contains(k.Judged, code)
}

// Describe says which columns are counted.
func (k *columns) Describe() string {
	which := "各级栏目"
	if k.Top {
		which = "一级栏目（导航中的第一级）"
	}
	var parts []string
	if k.wants("stale_many") && len(k.Kinds) > 0 {
		for _, p := range k.Kinds {
			parts = append(parts, fmt.Sprintf("名称含“%s”等的超过%s未更新", strings.Join(p.Words[:min(len(p.Words), 4)], "”“"), p.MaxAge))
		}
	}
	if k.wants("blank_many") {
		parts = append(parts, "没有条目、正文、附件和图片的空白栏目")
	}
	return fmt.Sprintf("在%s中逐个判断：%s；确定的达到 %d 个才认定，加上看不准的才达到的提请人工。没有更新周期的栏目、列表由脚本填写或没有打开的栏目不计；"+
		"同一页面有几个入口的只数一次。", which, strings.Join(parts, "，"), k.Count)
}

// tally is what was counted of one kind.
type tally struct {
	certain, doubtful []Evidence
	names, perhaps    []string // of the certain ones, of the doubtful
	unseen            int
	looked            int
}

// Judge counts.
func (k *columns) Judge(c *Case) Judgement {
	switch {
	case c.Portal.Home == nil || !c.Portal.Home.OK():
		return Judgement{Unknown: "首页未取得，无法查找栏目"}
	case blanket(c.Portal):
		return Judgement{Unknown: "本站多数链接都返回同一页面，看不到各栏目"}
	}
	var j Judgement
	if k.wants("stale_many") && len(k.Kinds) > 0 {
		k.settle(c, &j, "stale_many", "超过期限未更新", k.stale(c))
	}
	if k.wants("blank_many") {
		k.settle(c, &j, "blank_many", "空白", k.blank(c))
	}
	return j
}

// someOf names the first of a list in brackets.
func someOf(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "（" + strings.Join(names[:min(len(names), 12)], "、") + "）"
}

// settle makes the judgement of a count.
func (k *columns) settle(c *Case, j *Judgement, code, what string, t tally) {
	j.Examined += t.looked
	certain, all := len(t.certain), len(t.certain)+len(t.doubtful)
	said := fmt.Sprintf("看了 %d 个栏目，%s的有 %d 个%s", t.looked, what, certain, someOf(t.names))
	if all > certain {
		said += fmt.Sprintf("，另有 %d 个看不准%s", all-certain, someOf(t.perhaps))
	}
	subject := c.Target.URL
	switch {
	case certain >= k.Count:
		j.Defects = append(j.Defects, failing(code, subject, fmt.Sprintf("%s，达到 %d 个", said, k.Count), t.certain...))
	case all >= k.Count:
		d := doubtful(code, subject, fmt.Sprintf("%s，确定的不足 %d 个，须由人工逐个核实", said, k.Count), append(t.certain, t.doubtful...)...)
		j.Defects = append(j.Defects, d)
	case all+t.unseen >= k.Count, c.Portal.Snapshot.Cut:
		j.Unknown = said + fmt.Sprintf("，还有 %d 个没有看到全部内容，不能断定是否达到 %d 个", t.unseen, k.Count)
	default:
		j.Reason = said + fmt.Sprintf("，不足 %d 个", k.Count)
		j.Seen = append(j.Seen, Quote(c.Portal.Home, strings.Join(c.Portal.Home.Menu(), " ")))
		if len(c.Portal.Home.Menu()) == 0 {
			j.Seen = []Evidence{Quote(c.Portal.Home, c.Portal.Home.Facts().HTMLTitle)}
		}
	}
}

// stale counts the columns of the kinds that are older than their period.
// One that several hosts show is one.
func (k *columns) stale(c *Case) tally {
	var t tally
	shown := map[string]bool{} // by name and the row that was quoted
	for _, col := range k.candidates(c) {
		name, maxAge, ok := k.kind(col)
		if !ok {
			continue
		}
		t.looked++
		s := (&column{Names: []string{name}, Kind: anyColumn, MaxAge: maxAge, Top: k.Top}).look(c, matchOf(c, col, name))
		again := false
		if s.defect != nil {
			key := name + "\n" + proofOf(s).Quote
			again, shown[key] = shown[key], true
		}
		switch {
		case s.unknown != "":
			t.unseen++
		case s.defect == nil || again:
		case s.defect.Code != "stale" && s.defect.Code != "undated":
		case s.defect.Code == "stale" && s.defect.Outcome == Fail && (!k.Top || col.Level == 1):
			t.certain, t.names = append(t.certain, proofOf(s)), append(t.names, name)
		default:
			t.doubtful, t.perhaps = append(t.doubtful, proofOf(s)), append(t.perhaps, name)
		}
	}
	return t
}

// blank counts the columns that show nothing. A column whose own sub-columns are
// counted is not counted again.
func (k *columns) blank(c *Case) tally {
	var t tally
	counted := map[*portal.Column]bool{}
	list := k.candidates(c)
	// Sub-columns before the columns they belong to.
	slices.SortStableFunc(list, func(a, b *portal.Column) int { return cmp.Compare(b.Level, a.Level) })
	for _, col := range list {
		name := col.Names[0]
		t.looked++
		s := (&column{Names: []string{name}, Kind: anyColumn}).look(c, matchOf(c, col, name))
		over := slices.ContainsFunc(col.Subs, func(sub *portal.Column) bool { return counted[sub] })
		switch {
		case s.unknown != "":
			t.unseen++
		case s.defect == nil || s.defect.Code != "empty" && s.defect.Code != "placeholder" || over:
		case s.defect.Outcome == Fail && foldedWord(name, k.Forms) == "":
			counted[col] = true
			t.certain, t.names = append(t.certain, proofOf(s)), append(t.names, name)
		default:
			counted[col] = true
			t.doubtful, t.perhaps = append(t.doubtful, proofOf(s)), append(t.perhaps, name)
		}
	}
	return t
}

// candidates returns the columns of the site itself that a menu opens or that call
// themselves columns, once for a page.
func (k *columns) candidates(c *Case) []*portal.Column {
	var out []*portal.Column
	seen := map[*portal.Page]bool{}
	for _, col := range c.Portal.Columns {
		switch pg := col.Page; {
		case pg == nil || pg == c.Portal.Home || seen[pg] || !c.Portal.InScope(col.URL):
		case !col.InNav && !col.OnHome && (k.Top || foldedWord(col.Names[0], k.Forms) != "" || !c.declaresItself(col)), k.Top && !topColumn(col):
		case pg.OK() && (pg.Kind() == extract.File || pg.Kind() == extract.Article || c.Portal.IsSiteMap(pg)):
		case foldedWord(col.Names[0], k.Unlike) != "":
		default:
			seen[pg] = true
			out = append(out, col)
		}
	}
	return out
}

// declaresItself reports a list that says by its page label (ColumnName) or as the
// last step of its breadcrumb that it is a column, and to which more leads than the
// site map: columns below 法定主动公开内容 stand in the main part of that page, and in no
// menu.
func (c *Case) declaresItself(col *portal.Column) bool {
	if !col.Page.OK() || !slices.ContainsFunc(c.Portal.Anchors(col.URL), func(a portal.Anchor) bool {
		return a.Count > 1 || !c.Portal.IsSiteMap(c.Portal.Page(a.From))
	}) {
		return false
	}
	f := col.Page.Facts()
	says := f.Meta.ColumnName
	if n := len(f.Crumbs); says == "" && n > 0 && c.Portal.Page(f.Crumbs[n-1].URL) == col.Page {
		says = f.Crumbs[n-1].Name
	}
	return f.Meta.ArticleTitle == "" && slices.ContainsFunc(col.Names, func(n string) bool { return extract.Fold(n) == extract.Fold(says) })
}

// kind returns the name by which a column is of one of the kinds, and its period.
func (k *columns) kind(col *portal.Column) (string, age, bool) {
	name := col.Names[0]
	if len([]rune(name)) > 12 {
		return "", age{}, false
	}
	for _, p := range k.Kinds {
		if foldedWord(name, p.Words) != "" && foldedWord(name, p.Unlike) == "" {
			return name, p.MaxAge, true
		}
	}
	return "", age{}, false
}

// matchOf is a column as a search for its own name finds it.
func matchOf(c *Case, col *portal.Column, name string) portal.Match {
	m := portal.Match{Grade: portal.Exact, Name: name, Text: name, URL: col.URL, Place: portal.Inside, Column: col, Page: col.Page, Linked: true}
	for i, a := range c.Portal.Anchors(col.URL) {
		if i == 0 || a.Region == extract.Nav && m.Anchor.Region != extract.Nav {
			m.Anchor = a
		}
	}
	return m
}

// proofOf is the first evidence of what is wrong with a column.
func proofOf(s columnState) Evidence {
	for _, e := range s.defect.Evidence {
		if e.complete() && e.URL != s.match.Anchor.From {
			return e
		}
	}
	return Quote(s.match.Page, s.match.Text)
}
