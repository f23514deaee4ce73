package rules

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// surroundings is what every absence on a site rests on, found out once: where
// the menus are, what was not seen, and what short lines they say in words.
type surroundings struct {
	platforms []*portal.Page // the pages of the 政府信息公开 column
	unseen    string         // why columns could be there unseen, whatever their name; "" if they could not
	evidence  []Evidence     // the menus in which all was looked for
	lines     []spokenLine
	scripted  []scriptedPage
}

// spokenLine is one short line of the text of the home page or a platform.
type spokenLine struct {
	folded, text string
	on           *portal.Page
}

// scriptedPage is a list whose rows could not be seen.
type scriptedPage struct {
	page  *portal.Page
	names string // all its names, folded
	why   string
}

func (x *wordIndex) around() *surroundings {
	if x.surround != nil {
		return x.surround
	}
	p := x.c.Portal
	s := &surroundings{platforms: x.c.platforms()}
	switch {
	case menusUnread(x.c) != "":
		s.unseen = menusUnread(x.c)
	case blanket(p):
		s.unseen = "本站多数链接都返回同一页面，看不到各栏目"
	default:
		s.unseen = platformUnseen(x.c)
	}
	pages := append([]*portal.Page{p.Home}, s.platforms...)
	for _, pg := range pages {
		quote := strings.Join(pg.Menu(), " ")
		if quote == "" {
			quote = pg.Title()
		}
		if quote != "" && len(s.evidence) < 3 {
			s.evidence = append(s.evidence, Quote(pg, quote))
		}
		text, err := p.Text(pg)
		if err != nil {
			continue // without the text the links and labels still stand
		}
		for line := range strings.Lines(text) {
			if utf8.RuneCountInString(line) <= maxMention && !strings.Contains(line, "关于") {
				s.lines = append(s.lines, spokenLine{extract.Fold(line), strings.TrimSpace(line), pg})
			}
		}
	}
	for _, pg := range p.Pages {
		if why := hidesRows(p, pg); why != "" {
			s.scripted = append(s.scripted, scriptedPage{pg, namesOf(p, pg), why})
		}
	}
	x.surround = s
	return s
}

// hidesRows says why a page of the site may list what was not seen; "" if it
// cannot.
func hidesRows(p *portal.Portal, pg *portal.Page) string {
	if !pg.OK() || p.Document(pg) != nil {
		return ""
	}
	if why := unfilled(p, pg); why != "" {
		return why
	}
	if w := pg.Signals().PartByScript; w != "" {
		return partWords(w)
	}
	return ""
}

// partWords says that rows beside those that were seen may be there.
func partWords(w string) string {
	if w == extract.PostedPages || w == extract.KeptChoice {
		return "的" + w
	}
	return "的部分列表由脚本填充（" + w + "）"
}

func namesOf(p *portal.Portal, pg *portal.Page) string {
	var b strings.Builder
	for _, s := range []string{pg.Title(), pg.Facts().Heading, pg.Facts().Meta.ColumnName} {
		b.WriteString(extract.Fold(s) + "\n")
	}
	for _, a := range p.Anchors(pg.URL) {
		b.WriteString(extract.Fold(a.Text) + "\n")
	}
	return b.String()
}

// publishing are words in names of lists that may hold any subject.
var publishing = []string{"公开", "公告", "公示", "文件", "目录", "领域", "专题", "专栏", "规划", "通知", "搜索", "检索"}

// absent judges a subject of which neither column nor item was found.
func (k *disclosure) absent(c *Case) Judgement {
	x := c.words()
	around := x.around()
	if why := k.hidden(c, around); why != "" {
		return Judgement{Unknown: fmt.Sprintf("没有找到“%s”，但%s，不能断定没有公开", k.Subject, why)}
	}
	if u, score := k.akin(x); u != nil {
		return k.doubtfully(fmt.Sprintf("没有找到“%s”，名称相近的有“%s”，须由人工判断是否就是", k.Subject, u.text), score, append([]Evidence{Quote(u.on, u.text)}, around.evidence...)...)
	}
	words, not := k.spoken(), newPatterns(slices.Concat(k.Unlike, k.NotTitles))
	for _, l := range around.lines {
		if words.in(l.folded) && !not.in(l.folded) {
			return k.doubtfully(fmt.Sprintf("没有找到“%s”，但页面 %s 的文字提到“%s”，须由人工判断是否就在该页", k.Subject, l.on.URL, l.text), 0.6, append([]Evidence{Quote(l.on, l.text)}, around.evidence...)...)
		}
	}
	return Judgement{Defects: []Defect{failing("missing", k.Subject, fmt.Sprintf("全站没有公开“%s”：%s，均未找到", k.Subject, k.lookedFor()), around.evidence...)}}
}

func (k *disclosure) doubtfully(message string, confidence float64, evidence ...Evidence) Judgement {
	return Judgement{Defects: []Defect{doubtful("missing", k.Subject, message, evidence...)}, Confidence: min(confidence, 0.6)}
}

// lookedFor says what was looked for and where.
func (k *disclosure) lookedFor() string {
	var parts []string
	if len(k.Columns) > 0 {
		parts = append(parts, "在导航、栏目、面包屑、图片说明和脚本中查找了栏目 "+inShort(k.Columns))
	}
	if len(k.Titles) > 0 {
		parts = append(parts, "在全部文章、列表条目和附件的标题中查找了 "+inShort(k.Titles))
	}
	return strings.Join(parts, "，")
}

// inShort lists the first words, and how many there are.
func inShort(words []string) string {
	const shown = 6
	if len(words) <= shown {
		return strings.Join(words, "、")
	}
	return fmt.Sprintf("%s等 %d 个名称", strings.Join(words[:shown], "、"), len(words))
}

// hidden says why the subject could be there without having been seen; "" if it
// could not.
func (k *disclosure) hidden(c *Case, around *surroundings) string {
	if around.unseen != "" {
		return around.unseen
	}
	if !c.Portal.Snapshot.Complete {
		if why := k.column().unseen(c); why != "" {
			return why
		}
	}
	own := newPatterns(slices.Concat(k.Columns, k.Titles))
	for _, s := range around.scripted {
		if wordIn(s.names, publishing) != "" || own.in(s.names) {
			return fmt.Sprintf("页面 %s %s", s.page.URL, s.why)
		}
	}
	return ""
}

// column is the subject's column as the column check sees it.
func (k *disclosure) column() *column {
	names := k.Columns
	if len(names) == 0 {
		names = []string{k.Subject}
	}
	return &column{Names: names, Unlike: k.Unlike, Near: k.Near, Own: k.Own, Kind: anyColumn}
}

// akin returns a name that may be the subject's in other words.
func (k *disclosure) akin(x *wordIndex) (*textUse, float64) {
	skip := func(u textUse) bool {
		return foldedWord(u.text, k.Unlike) != "" || slices.Contains(k.known, u.text) || k.Own && u.url != "" && !x.c.Portal.InScope(u.url)
	}
	for _, w := range k.Near {
		for _, n := range x.with(w) {
			t := x.at(n)
			if utf8.RuneCountInString(t.folded) > 16 {
				continue
			}
			for i := range t.uses {
				if u := &t.uses[i]; u.kind != itemUse && !skip(*u) {
					return u, 0.6
				}
			}
		}
	}
	return x.nearest(slices.Concat(k.Columns, k.plainTitles()), skip)
}

// plainTitles returns the words of titles that are one word.
func (k *disclosure) plainTitles() []string {
	var out []string
	for _, t := range k.Titles {
		if !strings.Contains(t, "+") {
			out = append(out, t)
		}
	}
	return out
}

// spoken returns the words that are long enough not to stand in other words.
func (k *disclosure) spoken() patterns {
	var long []string
	for _, w := range slices.Concat(k.Columns, k.Titles) {
		if utf8.RuneCountInString(w) >= 4 {
			long = append(long, w)
		}
	}
	return newPatterns(long)
}
