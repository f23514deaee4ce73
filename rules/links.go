package rules

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

// links judges whether what the site's own pages link to is there: pages,
// attachments and pictures (国办秘函〔2019〕19号 可用性; 国办发〔2017〕47号: links are kept
// in order):
//
//	check: links
//	with:
//	  what: [page, attachment, picture]
//	  ignore: [/login, /sso/]             # parts of addresses that are not judged
//	  gone: [页面不存在, 404notfound]       # words of an error page that was answered with status 200
//
// A link is broken for certain only where the site itself said so: 404, 410, the
// answer its host gives for addresses that cannot exist, or an error page that
// says there is no such page; and only where the link stands on a page as a link.
// What an address that a script may put together answers, proves nothing. What
// failed in another way may work tomorrow: a person decides. Links to other sites
// are not visited.
type links struct {
	Judged    []string `yaml:"judge"`     // the codes this rule looks for; empty: all
	What      []string `yaml:"what"`      // page, attachment, picture
	Ignore    []string `yaml:"ignore"`    // parts of addresses that are not judged
	Gone      []string `yaml:"gone"`      // folded words by which a page says that there is nothing
	Temporary int      `yaml:"temporary"` // up to how many addresses that failed otherwise are listed for a person
	Pictures  int      `yaml:"pictures"`  // how many pictures must have been found for a missing one to be certain
}

// Kinds of address.
const (
	linkPage       = "page"
	linkAttachment = "attachment"
	linkPicture    = "picture"
)

func newLinks() *links {
	return &links{
		What:   []string{linkPage, linkAttachment, linkPicture},
		Ignore: []string{"/login", "/logout", "/sso/", "/captcha", "/search"},
		Gone: []string{
			"404", "notfound", "页面不存在", "网页不存在", "找不到页面", "页面找不到", "页面未找到", "找不到网页", "找不到文件", "无法找到", "页面走丢", "页面丢失", "页面已删除",
			"内容不存在", "信息不存在", "文章不存在", "栏目不存在", "文件不存在", "该信息已删除", "该文章已删除", "信息已被删除", "不存在或已删除", "已被删除",
		},
		Temporary: 20,
		Pictures:  1,
	}
}

func (k *links) validate() error {
	var problems []error
	problems = append(problems, linkCodes("links", k.Judged))
	for _, w := range k.What {
		if w != linkPage && w != linkAttachment && w != linkPicture {
			problems = append(problems, fmt.Errorf("what: %q 应为 page、attachment、picture 之一", w))
		}
	}
	if len(k.What) == 0 {
		problems = append(problems, errors.New("what 不能为空"))
	}
	if k.Temporary < 0 || k.Pictures < 0 {
		problems = append(problems, errors.New("temporary、pictures 不能为负"))
	}
	return errors.Join(problems...)
}

// linkCodes reports codes that the check does not have.
func linkCodes(check string, judged []string) error {
	var problems []error
	for _, code := range judged {
		if !slices.Contains(Codes(check), code) {
			problems = append(problems, fmt.Errorf("judge: 没有缺陷代码 %q", code))
		}
	}
	return errors.Join(problems...)
}

// Describe says which links are tried, and what counts as broken.
func (k *links) Describe() string {
	return "对首页、栏目、正文里指向本站的链接、附件和图片逐个访问。服务器答 404、410，答的是它对不存在的地址一律所作的应答，或者页面写明“页面不存在”，才算打不开；" +
		"同时要求该链接确实写在某个页面上，脚本拼出的、翻页推算的、网站地图里的地址不算。附件和图片先问 HEAD，被拒绝时改用 GET。" +
		"超时、连接失败、服务器出错的在抓取末尾重试，仍不成功的提请人工；被防护系统拦截、robots.txt 不许访问的不判断。站外链接不访问。"
}

// broken is one address asked for in vain and the place that links to it.
type broken struct {
	to      *portal.Page
	kind    string
	from    *portal.Page
	link    extract.Link
	pages   int  // on which it stands
	certain bool // the site itself says there is nothing
	said    string
}

// Judge goes through the addresses that gave no page.
func (k *links) Judge(c *Case) Judgement {
	var j Judgement
	var failed []broken
	book := linkBook{c: c, read: map[*portal.Page][]extract.Link{}}
	passing := passes{c: c}
	blocked, gone := 0, 0
	for _, pg := range c.Portal.Vain {
		b, ok := k.consider(book, pg)
		switch {
		case !ok:
			continue
		case b.said == "":
			blocked++
			continue
		case b.certain && passing.hold(pg.Asked()):
			b.said, b.certain = b.said+"；同一网页换一个一次性参数可以打开，链接可能只是过了有效时间", false
		case b.certain:
			gone++
		}
		failed = append(failed, b)
	}
	// A server that suddenly says of most of what it links to that it is not there
	// turns a client away, or was just moved: a person looks.
	flood := gone > floodLeast && 2*gone > len(c.Portal.Pages)
	failed, unserved := k.unserved(c, failed)
	listed := 0
	for _, b := range failed {
		if !b.certain {
			if listed++; listed > k.Temporary {
				continue
			}
		}
		if d, ok := k.defect(c, b, flood); ok {
			j.Defects = append(j.Defects, d)
		}
	}
	if unserved != nil {
		j.Defects = append(j.Defects, *unserved)
	}
	j.Examined = len(c.Portal.Pages)
	j.Reason = fmt.Sprintf("核对了指向本站的 %d 个地址", len(c.Portal.Pages))
	if blocked > 0 {
		j.Reason += fmt.Sprintf("，其中 %d 个被拦截或不许访问，未作判断", blocked)
	}
	j.Reason += "；站外链接未访问"
	if listed > k.Temporary {
		j.Unknown = fmt.Sprintf("另有 %d 个地址超时或出错，未能得到确定的结果", listed-k.Temporary)
	}
	if why := unvisited(c); why != "" && len(j.Defects) == 0 && j.Unknown == "" {
		j.Unknown = why
	}
	if home := c.Portal.Home; home.OK() {
		j.Seen = []Evidence{Quote(home, home.Facts().HTMLTitle)}
	}
	return j
}

// floodLeast is how many addresses said to be gone, more than half of all, are
// too many to be broken links.
const floodLeast = 50

// consider says what became of an address and where it is linked. It is false for
// addresses that are not this rule's business; said is "" for those that could
// not be judged.
func (k *links) consider(book linkBook, pg *portal.Page) (broken, bool) {
	c := book.c
	b := broken{to: pg, kind: kindOfLink(pg.Asked())}
	low := strings.ToLower(pg.Asked())
	if b.kind == "" || !slices.Contains(k.What, b.kind) || pg == c.Portal.Home || !c.Portal.InScope(pg.Asked()) ||
		slices.ContainsFunc(k.Ignore, func(w string) bool { return strings.Contains(low, strings.ToLower(w)) }) {
		return b, false
	}
	if pg.Failure == "" && publishes(pg) {
		return b, false // an article about errors
	}
	b.said, b.certain = k.verdict(c, pg)
	if b.said == "" {
		return b, pg.Failure != site.FailRedirect // one that leads out of the site works
	}
	return b, b.place(book)
}

// verdict says in words what the site answered, and whether that is certain;
// "" where nothing can be concluded.
func (k *links) verdict(c *Case, pg *portal.Page) (said string, certain bool) {
	switch pg.Failure {
	case site.FailGone:
		return fmt.Sprintf("HTTP %d，页面不存在", pg.Status), true
	case site.FailSoft404:
		return "返回的是该网站对不存在的地址一律所作的应答", true
	case site.FailServer, site.FailTimeout, site.FailConnect, site.FailDNS:
		return "多次访问均未成功：" + site.Plain(pg.Err()), false
	case site.FailRedirect:
		if to := pg.Err()[max(0, strings.LastIndex(pg.Err(), "http")):]; isLostPage(to) {
			return "转到了表示页面不存在的地址 " + abridge(to), true
		}
	case "":
		words := pg.Signals().Error
		return "页面显示“" + words + "”", k.saysGone(c, pg, words)
	}
	return "", false
}

// lostPage is the address of a page for what is not there, which may stand outside
// of the site where the site is a part of a host.
var lostPage = regexp.MustCompile(`(?i)/(?:err(?:or)?[-_]?|page[-_]?)?(?:404|not[-_]?found)(?:[-_.][a-z]+)*/?$`)

func isLostPage(address string) bool {
	if i := strings.IndexAny(address, "?#"); i >= 0 {
		address = address[:i]
	}
	return lostPage.MatchString(address)
}

// saysGone reports that a short page says in so many words that there is nothing
// here. A long page under the title of an error may be a page after all.
func (k *links) saysGone(c *Case, pg *portal.Page, words string) bool {
	if pg.Runes > errorRunes {
		return false
	}
	says := func(text string) bool {
		text = extract.Fold(text)
		return slices.ContainsFunc(k.Gone, func(w string) bool { return strings.Contains(text, extract.Fold(w)) })
	}
	if says(words) || says(pg.Facts().Heading) {
		return true
	}
	text, err := c.Portal.Text(pg)
	return err == nil && says(text)
}

// publishes reports a page that says when it was published, as error pages do not.
func publishes(pg *portal.Page) bool {
	return slices.ContainsFunc(pg.Facts().Dates, func(d extract.Date) bool { return d.Published && d.Source != extract.FromURL })
}

// errorRunes is the longest an error page explains itself, in characters.
const errorRunes = 400
