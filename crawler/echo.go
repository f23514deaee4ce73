package crawler

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// What a server says in the place of a page, in the frame of its site and with the page's
// own title, has as many words as there are programmers. What tells is that one sentence
// stands alone where the content of several pages should be.

// Bounds on pages that say one sentence.
const (
	echoLeast   = 6       // addresses that say the same, from which on it is no page's own
	echoHome    = 3       // the same, where the home page says it too
	echoRunes   = 60      // characters of such a page
	echoWords   = 5       // letters of such a sentence, at least
	echoFigures = 12      // figures in it, at most: more are what the page is for
	echoNumber  = 3       // figures in the name of an article's page, at least
	maxEchoes   = 2000    // pages that are held back
	maxArticles = 16      // texts of articles, which tell what is furniture
	maxLists    = 4       // the same of lists
	properMost  = 4 << 10 // bytes of such a text, and as many of its end
)

// echoes are pages that say one sentence, and what pages with content say.
type echoes struct {
	mu       sync.Mutex
	held     []*held
	home     string    // what the home page says, if it is one sentence
	articles specimens // of pages with content
	lists    specimens
}

// meaning are the words of sentences that may well stand on several pages as the content
// of each: that there is nothing, where to go on, and how notices begin and end. They are
// folded, without figures.
var meaning = []string{"没有", "暂无", "未发生", "未收到意见", "未收到建议", "未收到相关", "未产生", "未列入", "未涉及", "未开展", "未制定", "未出台", "不涉及", "无此类", "无异议", "无行政", "无新增", "不予公开", "已废止", "已失效", "已作废", "已办结", "征集", "无相关", "无数据", "无信息", "无内容", "无记录", "无此", "共条", "共页", "上一页", "下一页", "尾页", "末页", "请选择", "选择", "点击", "左侧", "下方", "链接", "详见", "见附件", "迁移至", "移至", "下载", "如下", "现将", "现就", "现予", "特此", "予以公布", "予以公示", "予以公告"}

// trouble are words without which hardly anything tells that a page could not be shown.
// They are folded.
var trouble = []string{
	"失败", "出错", "错误", "异常", "超时", "无法", "不能", "未能", "没能", "繁忙", "拥挤", "过多", "过快", "太快", "频繁", "限制", "拦截", "拒绝", "禁止", "权限", "无权", "验证", "登录", "登陆", "实名", "仅限", "仅支持", "仅对", "外网", "内网", "境外", "客户端",
	"维护", "升级", "检修", "割接", "迁移", "暂停", "恢复", "稍后", "稍候", "再试", "重试", "再来", "加载", "刷新", "等待", "等候", "排队", "连接", "响应", "开放", "浏览器", "网络", "系统", "服务器", "数据", "源站", "节点",
}

// soleSentence returns what a page says where its content should be, folded and without
// figures, if it is one short sentence and nothing else.
func soleSentence(p *site.Page, f *extract.Facts) string {
	if f == nil || !p.OK() || p.Within != "" || !p.Same.IsZero() || !isHTML(p.ContentType) || len(f.Text) > echoRunes*utf8.UTFMax*2 {
		return ""
	}
	s := &f.Signals
	if len(f.Items)+len(f.Attachments)+len(f.Tables)+f.Media.Images+f.Media.Videos+f.Media.Audios > 0 || s.Embedded || len(f.Personal) > 0 || f.Kind == extract.Frame || f.Kind == extract.Data || f.Kind == extract.File ||
		s.Placeholder != "" || s.Redirect != "" || p.Rendered == nil && (s.ListByScript != "" || s.PartByScript != "" || s.NeedsBrowser != "") {
		return ""
	}
	own := []string{extract.Fold(f.Title), extract.Fold(f.HTMLTitle), extract.Fold(f.Heading), extract.Fold(f.Meta.ColumnName)}
	for _, c := range f.Crumbs {
		own = append(own, extract.Fold(c.Name))
	}
	var b strings.Builder
	letters, figures := 0, 0
	for line := range strings.Lines(f.Text) {
		line = extract.Fold(line)
		if slices.Contains(own, line) {
			continue
		}
		for _, r := range line {
			if unicode.IsLetter(r) {
				letters++
			}
			if unicode.IsDigit(r) {
				figures++
			}
		}
		b.WriteString(withoutFigures(line))
	}
	said := b.String()
	switch {
	case letters < echoWords, figures > echoFigures, utf8.RuneCountInString(said) > echoRunes, anyOf(said, meaning) != "":
		return ""
	case anyOf(said, trouble) != "":
	case ofLinks(said, f.Links):
		return ""
	case publishedBefore(p, f):
		return "" // answers to letters, stubs of repealed documents: each is an article of its own
	}
	return said
}

// ofLinks reports a sentence of which next to nothing is left without the words of the
// links in it: the month before, this one and the next.
func ofLinks(said string, links []extract.Link) bool {
	if said == "" {
		return false
	}
	some := false
	for i := range links {
		if l := &links[i]; l.Region == extract.Body && l.Text != "" && len(l.Text) <= len(said) {
			if rest := strings.ReplaceAll(said, withoutFigures(extract.Fold(l.Text)), ""); rest != said {
				said, some = rest, true
			}
		}
	}
	letters := 0
	for _, r := range said {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return some && letters < echoWords
}

// handOn hands a page on, unless it is held back because it shows nothing, or nothing but
// a sentence, or names itself another portal's.
func (cr *crawl) handOn(p *site.Page, f *extract.Facts) {
	if !cr.holdHollow(p, f) && !cr.holdStranger(p, f) && !cr.holdEcho(p, f) {
		cr.each(p, f)
	}
}

// holdEcho keeps a page back that says one sentence, and reports whether it did.
func (cr *crawl) holdEcho(p *site.Page, f *extract.Facts) bool {
	if cr.only || f == nil {
		return false
	}
	e := &cr.echoes
	said := soleSentence(p, f)
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case p.Depth == 0:
		e.home = cmp.Or(e.home, said)
		return false
	case said == "":
		switch {
		case f.Kind == extract.Article:
			e.articles.add(maxArticles, p, f)
		case len(f.Items) >= touchstoneRows:
			e.lists.add(maxLists, p, f)
		}
		return false
	case len(e.held) >= maxEchoes:
		return false
	}
	q := *p
	q.Body = nil
	e.held = append(e.held, &held{page: &q, facts: f, why: said})
	return true
}

// settleEchoes hands on the pages that say one sentence: as not obtained, where several
// say the same and no page with content does.
func (cr *crawl) settleEchoes(ctx context.Context) error {
	e := &cr.echoes
	e.mu.Lock()
	list, home := e.held, e.home
	e.held = nil
	e.mu.Unlock()
	slices.SortFunc(list, func(a, b *held) int {
		return cmp.Or(cmp.Compare(a.page.Depth, b.page.Depth), strings.Compare(a.page.URL, b.page.URL))
	})
	say := map[string]int{}
	column := map[string]string{}
	gone, pages := map[string]bool{}, int(cr.counts.pages.Load())
	for _, x := range list {
		if was, some := gone[x.why]; was || !some {
			gone[x.why] = tellsItIsGone(x)
		}
		say[x.why]++
		at := columnOf(x)
		if was, some := column[x.why]; some && was != at {
			at = ""
		}
		column[x.why] = at
	}
	for _, x := range list {
		n := say[x.why]
		if n < echoLeast && (n < echoHome || x.why != home) || e.furniture(x.why) || column[x.why] != "" && x.why != home && anyOf(x.why, trouble) == "" || gone[x.why] && x.why != home && n*takenDownOf <= pages {
			cr.each(x.page, x.facts)
			continue
		}
		why := fmt.Sprintf("内容的位置只有“%s”，另有 %d 个网页也是这一句，不是本页的内容", clip(x.why, 200), n-1)
		if err := cr.releaseFailed(ctx, x, why); err != nil {
			return err
		}
		if x.why == home {
			cr.mu.Lock()
			cr.snap.Suspect = cmp.Or(cr.snap.Suspect, fmt.Sprintf("首页和另外 %d 个网页在内容的位置都只有“%s”，网站可能暂停了服务，不能据此判断", n, clip(x.why, 200)))
			cr.mu.Unlock()
		}
	}
	return nil
}

// takenDownOf is how many pages a portal has for each article that says it is gone, at least.
const takenDownOf = 10

// tellsItIsGone reports a numbered page, of the kind that rows of lists lead to, which says
// that it is not there any more and nothing of the server: it was taken down, and says so
// with a status of success.
func tellsItIsGone(x *held) bool {
	u, err := url.Parse(x.page.URL)
	if err != nil || anyOf(x.why, lostWords) == "" || anyOf(x.why, trouble) != "" {
		return false
	}
	figures := 0
	for _, r := range path.Base(u.Path) {
		if unicode.IsDigit(r) {
			figures++
		}
	}
	return figures >= echoNumber && !strings.HasSuffix(u.Path, "/")
}

// columnOf returns the folder of the list on which a dated page was found, "" for other
// pages. What all articles of one column say, and no other page, may well be what its
// people wrote: in reply to letters, on certificates that were lost.
func columnOf(x *held) string {
	u, err := url.Parse(x.page.From)
	if err != nil || len(x.facts.Dates) == 0 || x.page.Depth < 2 {
		return ""
	}
	folder, _ := path.Split(u.Path)
	return u.Host + folder
}

// furniture reports a sentence that stands on pages with content, too.
func (e *echoes) furniture(said string) bool {
	has := func(o proper) bool { return strings.Contains(o.text, said) }
	return slices.ContainsFunc(e.articles, has) || slices.ContainsFunc(e.lists, has)
}

// specimens are the texts of some pages of a portal, the same ones in whatever order its
// pages come.
type specimens []proper

// proper is what a page with content says.
type proper struct {
	lot  uint64
	text string // folded, without figures
}

// add draws lots whether p is one of the most specimens.
func (s *specimens) add(most int, p *site.Page, f *extract.Facts) {
	lot := lotOf(p.URL)
	if len(*s) >= most && lot >= (*s)[most-1].lot || slices.ContainsFunc(*s, func(o proper) bool { return o.lot == lot }) {
		return
	}
	text := f.Text
	if len(text) > 2*properMost {
		text = text[:properMost] + "\n" + text[len(text)-properMost:]
	}
	*s = append(*s, proper{lot, withoutFigures(extract.Fold(strings.ToValidUTF8(text, "")))})
	slices.SortFunc(*s, func(a, b proper) int { return cmp.Compare(a.lot, b.lot) })
	*s = (*s)[:min(len(*s), most)]
}

// lotOf depends on the path and query only: a portal may be at another host tomorrow.
func lotOf(address string) uint64 {
	if u, err := url.Parse(address); err == nil {
		address = u.RequestURI()
	}
	h := fnv.New64a()
	h.Write([]byte(address))
	return h.Sum64()
}

func withoutFigures(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, s)
}

// releaseFailed hands a page on that was held back, as one that was not obtained.
func (cr *crawl) releaseFailed(ctx context.Context, x *held, why string) error {
	p, err := cr.archive.Page(ctx, x.page.URL)
	if err != nil {
		return fmt.Errorf("read %s again: %w", x.page.URL, err)
	}
	cr.counts.pages.Add(-1) // as what it counted
	cr.counts.bytes.Add(-receivedBytes(p))
	p.Failure, p.Err, p.Facts = site.FailServer, why, nil
	if err := cr.archive.Put(ctx, p); err != nil {
		return fmt.Errorf("store %s: %w", p.URL, err)
	}
	cr.tally(p)
	cr.each(p, nil)
	return nil
}
