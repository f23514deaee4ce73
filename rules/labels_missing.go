package rules

import (
	"cmp"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/portal"
)

// unlabelled is a page with the labels it does not have.
type unlabelled struct {
	pg    *portal.Page
	names []string
}

// missing looks for labels that are not there. Labels that nearly no page of a
// kind has are a fault of the template, told once of the home page.
func (k *labels) missing(c *Case, columns, articles []*portal.Page) []Defect {
	home := front(c)
	var certain, soft []string // what is said of the home page
	if whole(home) && !home.Signals().MetaByScript {
		certain = spread("首页", k.lacks(home, k.Site))
		soft = spread("首页", k.lacks(home, append(slices.Clone(k.Column), k.Seldom...)))
	}
	evidence := []Evidence{k.carries(home, slices.Concat(k.Site, k.Column, k.Seldom))}
	var out []Defect
	for _, kind := range []struct {
		word   string
		pages  []*portal.Page
		asked  []string
		seldom []string
	}{
		{"栏目页", columns, append(slices.Clone(k.Site), k.Column...), k.Seldom},
		{"文章页", articles, append(slices.Clone(k.Site), k.Article...), nil},
	} {
		all, single := k.split(kind.pages, kind.asked)
		rare, few := k.split(kind.pages, kind.seldom)
		if len(all)+len(rare) > 0 {
			evidence = append(evidence, k.carries(k.example(kind.pages, slices.Concat(all, rare)), slices.Concat(kind.asked, kind.seldom)))
		}
		// A label that the site never sets although it sets others is one its program
		// does not know: whether that is held against it is for a person.
		sure := slices.DeleteFunc(slices.Clone(all), func(n string) bool {
			return !slices.Contains(k.Site, n) && k.never(n, kind.pages) && k.labelled(kind.pages)
		})
		rare = append(slices.DeleteFunc(all, func(n string) bool { return slices.Contains(sure, n) }), rare...)
		where := fmt.Sprintf("%d 个%s", len(kind.pages), kind.word)
		certain = append(certain, spread(where, sure)...)
		soft = append(soft, spread(where, rare)...)
		for _, l := range merged(single, few) {
			message := fmt.Sprintf("该%s没有网页标签 %s", kind.word, strings.Join(l.names, "、"))
			d := failing("meta_missing", l.pg.URL, message, k.carries(l.pg, slices.Concat(kind.asked, kind.seldom)))
			if k.mayBeNever(c, l.names, kind.pages) {
				d.Outcome, d.Message = Review, d.Message+"；见到的同类网页都没有，网站没有看全，是否全站都没有设由人工决定"
			}
			if on, words := archive(c, l.pg); on != nil {
				said := map[bool]string{true: "该页", false: "该页所在目录的首页 " + on.URL + " "}[on == l.pg]
				d.Outcome, d.Message = Review, d.Message+"；"+said+"注明“"+words+"”，是否仍要求由人工决定"
			}
			out = append(out, d)
		}
	}
	switch {
	case len(certain) > 0:
		out = append(out, failing("meta_missing", c.Portal.Home.URL, "缺少网页标签："+strings.Join(append(certain, soft...), "；"), evidence...))
	case len(soft) > 0:
		out = append(out, doubtful("meta_missing", c.Portal.Home.URL, "缺少网页标签："+strings.Join(soft, "；")+"；许多网站都没有设，是否要求由人工决定", evidence...))
	}
	return out
}

// archiveWords are what 国办发〔2017〕47号 wants on pages of a former site that are kept
// as they were (归档), and what is written there instead.
var archiveWords = []string{"已归档", "归档页面", "归档网站", "网站归档", "旧版网站", "历史版本网站", "停止更新", "不再更新", "网页存档", "网站存档", "存档网站"}

// archiveRunes is how far down a page that says so says it, in characters.
const archiveRunes = 200

// archive returns the page that says that pg belongs to a former site, and its words:
// pg itself, or the first page of a folder above it; nil if none does.
func archive(c *Case, pg *portal.Page) (*portal.Page, string) {
	if words := archived(c, pg); words != "" {
		return pg, words
	}
	u, err := url.Parse(pg.URL)
	for err == nil {
		folder := path.Dir(strings.TrimSuffix(u.Path, "/"))
		if folder == "/" || folder == "." {
			break
		}
		u.Path, u.RawPath, u.RawQuery = folder+"/", "", ""
		first := c.Portal.Page(u.String())
		if first == nil || !first.OK() || first == pg || first == c.Portal.Home {
			continue
		}
		if words := archived(c, first); words != "" {
			return first, words
		}
	}
	return nil, ""
}

// archived returns the words by which a page says that it belongs to a former site;
// "" if it does not.
func archived(c *Case, pg *portal.Page) string {
	full, err := c.Portal.Full(pg)
	if err != nil {
		return ""
	}
	for _, text := range []string{full.Beside, full.Text} {
		r := []rune(text)
		if words := foldedWord(string(r[:min(len(r), archiveRunes)]), archiveWords); words != "" {
			return words
		}
	}
	return ""
}

// carries quotes which of the labels a page has, so that what a person decided on the
// lack of one does not cover the next.
func (k *labels) carries(pg *portal.Page, names []string) Evidence {
	lacking := k.lacks(pg, names)
	words := "没有这些网页标签"
	if has := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return slices.Contains(lacking, n) }); len(has) > 0 {
		words = "已有网页标签 " + strings.Join(has, "、")
	}
	return Quote(pg, words+"｜"+pg.Facts().HTMLTitle)
}

// example is the oldest page that lacks any of the labels: next week it is the same.
func (k *labels) example(pages []*portal.Page, names []string) *portal.Page {
	lacking := slices.DeleteFunc(slices.Clone(pages), func(pg *portal.Page) bool { return len(k.lacks(pg, names)) == 0 })
	return slices.MinFunc(lacking, func(a, b *portal.Page) int {
		return cmp.Or(cmp.Compare(a.Published, b.Published), cmp.Compare(a.URL, b.URL))
	})
}

// never reports that none of the pages has the label.
func (k *labels) never(name string, pages []*portal.Page) bool {
	return !slices.ContainsFunc(pages, func(pg *portal.Page) bool { return len(k.lacks(pg, []string{name})) == 0 })
}

// mayBeNever reports labels that none of the pages has, of a site that was not seen
// whole: with all of its pages, it could be one that never sets them.
func (k *labels) mayBeNever(c *Case, names []string, pages []*portal.Page) bool {
	return !c.Portal.Snapshot.Complete && k.labelled(pages) && !slices.ContainsFunc(names, func(n string) bool {
		return slices.Contains(k.Site, n) || !k.never(n, pages)
	})
}

// labelled reports that the pages have page labels at all.
func (k *labels) labelled(pages []*portal.Page) bool {
	return slices.ContainsFunc(k.Site, func(name string) bool { return !k.never(name, pages) })
}

// spread says which pages lack which labels; nothing where none are unlabelled.
func spread(where string, names []string) []string {
	if len(names) == 0 {
		return nil
	}
	return []string{where + "没有 " + strings.Join(names, "、")}
}

// lacks returns the labels that a page does not have or leaves empty.
func (k *labels) lacks(pg *portal.Page, names []string) []string {
	var out []string
	for _, name := range names {
		if strings.TrimSpace(labelValue[name](pg.Facts().Declared())) == "" {
			out = append(out, name)
		}
	}
	return out
}

// ofTemplate is on how many pages a label has to be missing before its template
// is to blame.
const ofTemplate = 3

// split tells labels that the pages of a kind lack in common from those that
// single ones lack. Half of the pages decide what the template has.
func (k *labels) split(pages []*portal.Page, names []string) (all []string, single []unlabelled) {
	for _, name := range names {
		n := 0
		for _, pg := range pages {
			if len(k.lacks(pg, []string{name})) > 0 {
				n++
			}
		}
		if n >= ofTemplate && 2*n > len(pages) {
			all = append(all, name)
		}
	}
	for _, pg := range pages {
		if pg.Signals().MetaByScript {
			continue
		}
		own := slices.DeleteFunc(k.lacks(pg, names), func(n string) bool { return slices.Contains(all, n) })
		if len(own) > 0 {
			single = append(single, unlabelled{pg, own})
		}
	}
	return all, single
}

// merged joins what two lists say of the same pages.
func merged(a, b []unlabelled) []unlabelled {
	for _, l := range b {
		if i := slices.IndexFunc(a, func(x unlabelled) bool { return x.pg == l.pg }); i >= 0 {
			a[i].names = append(a[i].names, l.names...)
			continue
		}
		a = append(a, l)
	}
	return a
}
