package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// column judges one required column (必设栏目): that it is there, can be reached,
// holds something and is kept up to date (条例 articles 12, 20, 24 and 49;
// 国办公开办函〔2019〕61号; 国办秘函〔2019〕19号 for the periods):
//
//	check: column
//	with:
//	  names: [通知公告, 公示公告, 公告公示]   # the first is the name it is recorded by
//	  max_age: 6 months
//
// Anything that may be the column speaks for the site: a column is missing only
// where the whole site was seen and nothing answers to any of its names.
type column struct {
	Names    []string   `yaml:"names,required"` // accepted names, the one it is spoken of by first
	Unlike   []string   `yaml:"unlike"`         // a name with one of these words is another column
	Near     []string   `yaml:"near"`           // a column with one of these words may serve: a person decides
	Within   []string   `yaml:"within"`         // names of the column below which it belongs; empty: anywhere
	Kind     columnKind `yaml:"kind"`           // what it holds; default any
	Own      bool       `yaml:"own"`            // each body needs its own: one of the host's portal does not do
	MaxAge   age        `yaml:"max_age"`        // how old the newest row may be; default: not judged
	MinItems int        `yaml:"min_items"`      // rows it should have; fewer is for a person to judge
	Top      bool       `yaml:"top"`            // the period binds first-level columns (一级栏目) only
	Persons  bool       `yaml:"persons"`        // a few words that name persons with their posts are what it holds: 领导之窗
	Shelf    bool       `yaml:"shelf"`          // links to its parts are what it holds, the menu's own too: 法定主动公开内容
}

// columnKind is what a column holds.
type columnKind string

const (
	listColumn    columnKind = "list"    // rows that lead to documents
	articleColumn columnKind = "article" // one text or file: a guide
	anyColumn     columnKind = "any"
)

// Validate reports a kind that does not exist.
func (k columnKind) Validate() error {
	if k == listColumn || k == articleColumn || k == anyColumn {
		return nil
	}
	return fmt.Errorf("栏目类型 %q 不存在：应为 list、article、any 之一", string(k))
}

func newColumn() *column { return &column{Kind: anyColumn} }

func (k *column) validate() error {
	var problems []error
	if len(k.Names) == 0 || slices.ContainsFunc(k.Names, func(n string) bool { return strings.TrimSpace(n) == "" }) {
		problems = append(problems, errors.New("names 至少要有一个栏目名称，且不能为空"))
	}
	if k.MinItems < 0 {
		problems = append(problems, errors.New("min_items 不能为负"))
	}
	return errors.Join(problems...)
}

// subject is the name under which defects are recorded.
func (k *column) subject() string { return k.Names[0] }

// Judge looks for the column, then at what it holds.
func (k *column) Judge(c *Case) Judgement {
	home := c.Portal.Home
	if !home.OK() {
		return Judgement{Unknown: "首页未取得，无法查找栏目"}
	}
	if ch := home.Signals().Challenge; ch != "" {
		return Judgement{Unknown: "首页返回的是访问验证页（" + ch + "），没有看到栏目"}
	}
	strong, titled, labels := k.sort(c)
	switch {
	case len(strong) > 0:
		return k.present(c, strong, titled)
	case len(titled) > 0 && k.Kind != listColumn:
		return k.present(c, titled, nil)
	case len(labels) > 0:
		return k.onlyNamed(c, labels)
	case len(titled) > 0:
		return k.onlyTitled(titled[0])
	}
	return k.absent(c)
}

// sort tells apart what can be followed, what is only an article's title, and
// what is a bare name.
func (k *column) sort(c *Case) (strong, titled, labels []portal.Match) {
	for _, m := range c.Portal.FindColumn(k.Names, k.parents(c)...) {
		switch {
		case k.others(c, m.Text), m.Place == portal.Outside && k.hosts(c, m):
		case m.URL == "":
			labels = append(labels, m)
		case m.Grade == portal.Titled:
			titled = append(titled, m)
		default:
			strong = append(strong, m)
		}
	}
	return strong, titled, labels
}

func (k *column) parents(c *Case) []*portal.Column {
	var out []*portal.Column
	if len(k.Within) == 0 {
		return nil
	}
	for _, m := range c.Portal.FindColumn(k.Within) {
		if m.Column != nil && m.Grade == portal.Exact {
			out = append(out, m.Column)
		}
	}
	return out
}

func (k *column) unlike(text string) bool { return foldedWord(text, k.Unlike) != "" }

// others reports a name that is another column's. What the body itself is called tells
// nothing of the kind: 街道动态 is the news of a 街道办事处.
func (k *column) others(c *Case, text string) bool {
	own := extract.Fold(c.Target.Name)
	return slices.ContainsFunc(k.Unlike, func(w string) bool {
		return !strings.Contains(own, extract.Fold(w)) && foldedWord(text, []string{w}) != ""
	})
}

// foldedWord returns the first of words that stands in text, both folded.
func foldedWord(text string, words []string) string {
	folded := extract.Fold(text)
	for _, w := range words {
		if strings.Contains(folded, extract.Fold(w)) && !withinNumber(text, w) {
			return w
		}
	}
	return ""
}

// withinNumber reports that word is a number that stands in text only as a piece of
// longer ones: 12345 in 闽ICP备05012345号.
func withinNumber(text, word string) bool {
	digit := func(r byte) bool { return r >= '0' && r <= '9' }
	if word == "" || !digit(word[0]) || !digit(word[len(word)-1]) {
		return false
	}
	pieces := 0
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return pieces > 0
		}
		i += from
		end := i + len(word)
		if (i == 0 || !digit(text[i-1])) && (end == len(text) || !digit(text[end])) {
			return false
		}
		pieces, from = pieces+1, i+1
	}
}

// hosts reports that m is a column of the portal that hosts this site, not of
// the site: the same link stands on nearly every page of the site, leads out of
// the site's paths, and its address names nothing of them.
func (k *column) hosts(c *Case, m portal.Match) bool {
	if !k.Own || len(c.Target.Scope) == 0 || m.Anchor.Region == extract.Body || m.Anchor.Region == extract.Related {
		return false
	}
	for _, scope := range c.Target.Scope {
		for _, part := range strings.FieldsFunc(scope, func(r rune) bool { return strings.ContainsRune("/?=&", r) }) {
			if len(part) > 2 && strings.Contains(m.URL, part) {
				return false
			}
		}
	}
	seen := 0
	for _, pg := range c.Portal.Pages {
		if pg.OK() && pg.Kind() != extract.File {
			seen++
		}
	}
	return m.Anchor.Count >= 3 && 10*m.Anchor.Count >= 8*seen
}

// onlyNamed judges a column whose name stands on a page without leading anywhere.
func (k *column) onlyNamed(c *Case, labels []portal.Match) Judgement {
	m := labels[0]
	seen := Quote(m.Page, m.Text)
	switch {
	case m.Grade == portal.InScript:
		return Judgement{Unknown: fmt.Sprintf("“%s”只在页面脚本或接口返回的数据里出现，没有看到相应的栏目页", m.Text)}
	case m.Grade == portal.DeadEntry && m.Page.OK() && m.Page.Signals().NavByScript != "":
		return Judgement{Unknown: fmt.Sprintf("“%s”是由脚本处理的菜单项，需要浏览器才能看到栏目", m.Text)}
	case m.Grade == portal.DeadEntry && !k.MaxAge.set() && k.group(c, m):
		return Judgement{Reason: fmt.Sprintf("“%s”是菜单中的分组，下设的栏目可以打开", m.Text), Seen: []Evidence{seen}, Confidence: 0.8}
	case m.Grade == portal.DeadEntry:
		return Judgement{Defects: []Defect{doubtful("unreachable", k.subject(),
			fmt.Sprintf("导航中有“%s”，但没有可用的链接地址，须用浏览器核实能否打开", m.Text), seen)}, Confidence: 0.5}
	case k.MaxAge.set():
		return Judgement{Unknown: fmt.Sprintf("“%s”只作为页面上的板块出现，没有单独的栏目页，无法判断更新情况", m.Text)}
	}
	return Judgement{Reason: fmt.Sprintf("“%s”以页面板块或路径的形式存在", m.Text), Seen: []Evidence{seen}, Confidence: 0.8}
}

// group reports that a dead menu entry is the head of a group: one of the
// columns that serve in its place stands in the same menu.
func (k *column) group(c *Case, m portal.Match) bool {
	if m.Page == nil {
		return false
	}
	for _, name := range m.Page.Menu() {
		if foldedWord(name, k.Near) != "" && !k.unlike(name) && name != m.Text {
			return true
		}
	}
	return false
}

func (k *column) onlyTitled(m portal.Match) Judgement {
	return Judgement{Defects: []Defect{doubtful("missing", k.subject(),
		fmt.Sprintf("没有找到“%s”栏目，只有标题相近的文章《%s》，须由人工判断能否算作该栏目", k.subject(), m.Text), Quote(m.Page, m.Text))},
		Confidence: 0.5}
}
