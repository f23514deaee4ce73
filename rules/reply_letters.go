package rules

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// letterState is what the portal says of how far a letter is.
type letterState int

const (
	silent letterState = iota
	waits
	replied
	void // none that has to be answered
)

// letter is one letter with everything the portal says of it: its row in a list
// and its own page.
type letter struct {
	url              string // its own page; "" if it has none
	title            string
	asked, askedLast calendar.Day // the earliest and latest day told
	answered         calendar.Day // its first answer
	dated            calendar.Day // a day without a name
	says             letterState
	status           string // the words of a letter that waits
	bare             bool   // only an empty place says that it waits
	shown            bool   // its own page was read as a letter
	seen             []sighting
}

// sighting is one place where a letter stands.
type sighting struct {
	page *portal.Page
	of   *extract.Letter
}

// letters gathers the letters of all pages, one entry for a letter.
func (k *reply) letters(c *Case) []letter {
	var out []letter
	at := map[string]int{}
	for _, pg := range c.Portal.Pages {
		if !pg.OK() || len(pg.Letters()) == 0 {
			continue
		}
		where, ok := k.place(c, pg)
		if !ok {
			continue
		}
		for i := range pg.Letters() {
			l := &pg.Letters()[i]
			if !where && !named(l.By) {
				continue
			}
			url := l.URL
			if l.Own {
				url = pg.URL
			}
			if own := c.Portal.Page(url); url != "" && own != nil {
				url = own.URL
			}
			key := url
			if url == "" || url == pg.URL && !l.Own {
				url, key = "", pg.URL+"\x00"+l.Title+"\x00"+l.Asked.String()+l.Dated.String()
			}
			n, ok := at[key]
			if !ok {
				n = len(out)
				at[key] = n
				out = append(out, letter{url: url})
			}
			k.join(&out[n], pg, l)
		}
	}
	slices.SortStableFunc(out, func(a, b letter) int {
		return cmp.Or(strings.Compare(a.subject(), b.subject()), cmp.Compare(a.asked, b.asked), strings.Compare(a.title, b.title))
	})
	return out
}

// named reports a label that can only be that of a letter; complaints are lodged
// with procurement offices and market regulators too, by terms of their own.
func named(by string) bool {
	return foldedWord(by, []string{"来信", "写信", "去信", "发信", "信件", "留言", "咨询", "诉求", "提问"}) != ""
}

// place reports whether a page belongs to a column of letters, and false where
// its column is one whose letters do not count.
func (k *reply) place(c *Case, pg *portal.Page) (letters, counts bool) {
	names := []string{pg.Facts().Meta.ColumnName, pg.Facts().Meta.ColumnType}
	if pg.Kind() != extract.Article {
		names = append(names, pg.Title(), pg.Facts().Heading)
	}
	for _, crumb := range pg.Facts().Crumbs {
		if crumb.Name != pg.Title() && crumb.Name != pg.Facts().Heading {
			names = append(names, crumb.Name)
		}
	}
	if col := c.Portal.Column(pg.URL); col != nil {
		for up := col; up != nil && len(names) < 40; up = up.Parent {
			names = append(names, up.Names...)
		}
	}
	if d := c.Portal.Document(pg); d != nil {
		for _, col := range d.Columns {
			names = append(names, col.Names...)
		}
	}
	for _, n := range names {
		if n == "" || len([]rune(n)) > 30 {
			continue
		}
		if foldedWord(n, k.Unlike) != "" && foldedWord(n, []string{"信箱", "留言"}) == "" {
			return false, false
		}
		letters = letters || foldedWord(n, k.Places) != ""
	}
	return letters, true
}

// join adds what one place says of a letter.
func (k *reply) join(l *letter, pg *portal.Page, x *extract.Letter) {
	l.seen = append(l.seen, sighting{pg, x})
	l.title = cmp.Or(l.title, x.Title)
	l.shown = l.shown || x.Own
	widen(&l.asked, &l.askedLast, x.Asked)
	if x.Answered != 0 && (l.answered == 0 || x.Answered < l.answered) {
		l.answered = x.Answered
	}
	l.dated = max(l.dated, x.Dated)
	says := k.state(x)
	switch {
	case says == replied, says == void && l.says != replied, says == waits && l.says == silent:
		l.says = says
	}
	if says == waits {
		l.bare = (l.bare || l.status == "") && x.Status == ""
		l.status = cmp.Or(l.status, x.Status)
	}
}

func widen(first, last *calendar.Day, day calendar.Day) {
	if day == 0 {
		return
	}
	if *first == 0 || day < *first {
		*first = day
	}
	*last = max(*last, day)
}

// unfinished is a state with a word of an answer in it that is still to come: 未办结.
var unfinished = regexp.MustCompile(`(?:未|待|尚未|没有)(?:予以)?(?:办结|结案|答复|回复|处理|解决)`)

// answeredFirst is a state of one that was answered and waits for something else: 已答待评.
var answeredFirst = regexp.MustCompile(`^已经?(?:答|复|回|答复|回复)(?:[^中未]|$)`)

// state reads how far a letter is from one place.
func (k *reply) state(x *extract.Letter) letterState {
	switch {
	case x.Answered != 0, x.Replied, answeredFirst.MatchString(x.Status):
		return replied
	case unfinished.MatchString(x.Status):
		return waits
	case foldedWord(x.Status, k.Done) != "":
		return replied
	case x.Status == "是" || x.Status == "否": // 是否答复
		if x.Status == "是" {
			return replied
		}
		return waits
	case foldedWord(x.Status, k.Void) != "":
		return void
	case foldedWord(x.Status, k.Open) != "", x.Blank && (x.Own || x.Status == ""):
		return waits
	}
	return silent
}

// maybeAnswered says why a letter that is said to wait may have been answered all
// the same; "" if it cannot.
func (l *letter) maybeAnswered(c *Case, k *reply) string {
	if w := foldedWord(l.title, []string{"感谢", "表扬", "致谢", "点赞", "点个赞", "致敬", "祝贺", "恭祝", "祝福", "新年快乐", "节日快乐"}); w != "" {
		return "来信的标题有“" + w + "”，可能无须答复"
	}
	if slices.ContainsFunc(l.seen, func(s sighting) bool { return s.of.Interim }) {
		return "信件页上有办理情况的说明"
	}
	if l.url == "" {
		if l.bare {
			return "列表只是没有写答复时间，信件没有单独的页面可看"
		}
		if l.title == "" {
			return "没有看到信件的标题和单独的页面，所问的是什么要看原文"
		}
		return ""
	}
	if l.status != "" && foldedWord(l.status, k.Open) == "" && !unfinished.MatchString(l.status) && l.status != "否" {
		return "这一状态没有说明是否答复"
	}
	pg := c.Portal.Page(l.url)
	if words := toldOnPage(c, pg); words != "" {
		return "信件页上有“" + words + "”字样"
	}
	switch {
	case !pg.OK():
		return "信件页没有取得"
	case pg.Signals().Challenge != "", pg.Signals().Redirect != "":
		return "信件页需要验证或转向别处"
	case slices.ContainsFunc(l.seen, func(s sighting) bool {
		return s.of.Own && s.of.Asked != 0 && foldedWord(s.of.Status, []string{"未", "待", "中"}) != ""
	}):
		return "" // what the page says itself of this letter no script is to fill in
	case pg.Signals().ListByScript != "", pg.Signals().PartByScript != "":
		return "信件页的内容由脚本填充"
	case len(pg.Frames()) > 0:
		return "信件页的内容在框架中"
	case slices.ContainsFunc(l.seen, func(s sighting) bool { return s.of.Own && (s.of.Blank || s.of.Status != "") }):
		return ""
	case l.shown:
		return "信件页没有答复一栏，是否答复要看正文"
	}
	f, err := c.Portal.Full(pg)
	if err != nil {
		return "信件页未能重新读取"
	}
	text := extract.Fold(f.Text)
	for _, w := range []string{"答复内容", "回复内容", "答复:", "回复:", "答复如下", "回复如下", "现回复", "现答复", "收悉"} {
		if strings.Contains(text, w) {
			return "信件页上有“" + w + "”字样"
		}
	}
	if l.bare && !strings.Contains(text, "复") {
		return "信件页没有写明是否答复"
	}
	return ""
}

// told are words on a letter's page that tell what was done about it, though no label
// of an answer stands there, and untold begins what such a label says as long as
// nothing was done.
var (
	told   = regexp.MustCompile(`(?:办理|处理|处置|调查|核查)(?:情况|结果|意见|反馈|经过|单位意见|部门意见):[^\n]{6,40}|(?:结果反馈|反馈结果|回音|批示):[^\n]{4,40}|(?:已|予以)(?:修复|整改|修补|解决|维修|更换|清理|清运|拆除|查处|处罚|责成|派人|派员|列入|安排)[^\n]{0,20}|(?:来信|留言)(?:已)?(?:收悉|收到|已阅)[^\n]{0,20}|经(?:查|核实|了解|调查)[,:][^\n]{0,20}|问题已经?(?:得到)?解决|的(?:答复|回复)\.(?:pdf|docx?|wps)|(?:阶段|初步|先行)(?:性)?(?:回复|答复)[^\n]{0,20}|(?:答复|回复)(?:详)?见[^\n]{0,20}|您(?:所)?(?:反映|咨询|提出|来信)[^\n]{0,20}|(?:不|未)(?:予)?公开`)
	untold = regexp.MustCompile(`:(?:暂|正在|处理中|办理中|无|待|未|尚)`)
)

// toldOnPage returns such words; "" if there are none.
func toldOnPage(c *Case, pg *portal.Page) string {
	if !pg.OK() {
		return ""
	}
	f, err := c.Portal.Full(pg)
	if err != nil {
		return ""
	}
	for _, words := range told.FindAllString(foldLines(f.Text), 20) {
		if !untold.MatchString(words) {
			return words
		}
	}
	return ""
}

// heardBefore tells that the writer heard something before the answer that is dated, or had
// to hand something in.
var heardBefore = regexp.MustCompile(`\d{1,2}月\d{1,2}日[^。;\n]{0,12}(?:电话|口头|当面|短信|微信)[^。;\n]{0,6}(?:答复|回复|联系|沟通|告知)|(?:第一次|首次|初次|初步|阶段性|先行)(?:答复|回复)|延期(?:答复|办理|回复|说明|至)|延长(?:答复|办理)|补充(?:材料|资料)`)

// toldBefore returns such words from the letter's page; "" if there are none.
func (l *letter) toldBefore(c *Case) string {
	pg := c.Portal.Page(l.url)
	if l.url == "" || !pg.OK() {
		return ""
	}
	f, err := c.Portal.Full(pg)
	if err != nil {
		return ""
	}
	return heardBefore.FindString(foldLines(f.Text))
}

// subject is the letter's page, or the list it stands in.
func (l *letter) subject() string { return cmp.Or(l.url, l.seen[0].page.URL) }

func (l *letter) name() string {
	if l.title == "" {
		return "信件"
	}
	return "《" + shortTitle(l.title) + "》"
}

// evidence quotes the letter where it stands, its own page first, at most twice.
func (l *letter) evidence() []Evidence {
	var out []Evidence
	for _, own := range []bool{true, false} {
		for _, s := range l.seen {
			if s.of.Own == own && len(out) < 2 {
				out = append(out, Quote(s.page, s.of.Quote))
			}
		}
	}
	return out
}
