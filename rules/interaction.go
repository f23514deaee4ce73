package rules

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// interaction judges whether the public can turn to the site and is spoken with:
// a message board or mailbox (国办秘函〔2019〕19号 单项否决 5: 未提供网上有效咨询建言渠道),
// frequent questions, surveys, interviews:
//
//	check: interaction
//	with:
//	  kind: board
//	  columns: [咨询投诉, 领导信箱, 我要写信]   # the first is the name it is recorded by
//	  endings: [信箱, 留言板]                  # so does a name of a column that ends so, unless unlike
//	  near: [信箱, 留言, "12345"]            # there may be a channel all the same
//	  beside: [互动, 参与, 访谈]              # the part of the site it would stand in
//	  max_age: 1 year
//
// A form to write in, published letters and a link to a shared platform are a
// channel too.
type interaction struct {
	Judged  []string        `yaml:"judge"`            // the codes this rule looks for; empty: all
	Kind    interactionKind `yaml:"kind"`             // what it is
	Columns []string        `yaml:"columns,required"` // names it may go by
	Unlike  []string        `yaml:"unlike"`           // a name with one of these words is something else
	Endings []string        `yaml:"endings"`          // a short name that ends so is another of its names
	Near    []string        `yaml:"near"`             // words that may stand for another channel: a person decides
	Beside  []string        `yaml:"beside"`           // words of the part of a site it belongs to: where that is wholly absent, a person decides
	MaxAge  age             `yaml:"max_age"`          // how old the newest entry may be; default: not judged
}

// interactionKind is what a channel is for.
type interactionKind string

const (
	boardKind     interactionKind = "board"     // message board, mailbox, complaints
	faqKind       interactionKind = "faq"       // frequent questions
	surveyKind    interactionKind = "survey"    // surveys, opinions asked for
	interviewKind interactionKind = "interview" // interviews
	channelKind   interactionKind = "channel"   // a way to reach somebody: telephone, address
)

// Validate reports a kind that does not exist.
func (k interactionKind) Validate() error {
	if slices.Contains([]interactionKind{boardKind, faqKind, surveyKind, interviewKind, channelKind}, k) {
		return nil
	}
	return fmt.Errorf("互动渠道的类型 %q 不存在：应为 board、faq、survey、interview、channel 之一", string(k))
}

func newInteraction() *interaction { return &interaction{Kind: boardKind} }

func (k *interaction) validate() error {
	if len(k.Columns) == 0 || slices.ContainsFunc(k.Columns, func(n string) bool { return strings.TrimSpace(n) == "" }) {
		return errors.New("columns 至少要有一个栏目名称，且不能为空")
	}
	return nil
}

func (k *interaction) wants(code string) bool {
	return len(k.Judged) == 0 || slices.Contains(k.Judged, code)
}

// Describe says what is looked for.
func (k *interaction) Describe() string {
	out := fmt.Sprintf("在全站的菜单、栏目、图片链接、框架和页面板块里找“%s”一类的栏目（columns 所列的 %d 个名称）", k.Columns[0], len(k.Columns))
	if k.Kind == boardKind || k.Kind == channelKind {
		out += "；公开的信件、通往 12345 或统一平台的链接都算有渠道"
	}
	if len(k.Near) > 0 {
		out += fmt.Sprintf("；有名称或链接含“%s”等字样时提请人工", strings.Join(k.Near[:min(len(k.Near), 4)], "”“"))
	}
	if k.MaxAge.set() {
		out += fmt.Sprintf("；有带日期的列表的，最近一条超过%s为长期没有更新", k.MaxAge)
	}
	return out + "。抓取不完整、菜单由脚本写出而看不到时，记为未能观察。"
}

// Judge looks for the channel as for a column, then beyond the columns.
func (k *interaction) Judge(c *Case) Judgement {
	col := &column{Names: k.names(c), Unlike: k.Unlike, Near: k.Near, Kind: anyColumn}
	j := col.Judge(c)
	var out Judgement
	out.Unknown, out.Reason, out.Seen, out.Confidence = j.Unknown, j.Reason, j.Seen, j.Confidence
	for _, d := range j.Defects {
		k.translate(c, &out, d)
	}
	missing := slices.ContainsFunc(out.Defects, func(d Defect) bool { return d.Code == "missing" })
	if missing || out.Unknown != "" {
		if e, why := k.otherwise(c); why != "" {
			return Judgement{Reason: why, Seen: []Evidence{e}, Confidence: 0.9}
		}
		if missing {
			k.hint(c, &out)
			k.alone(c, &out)
		}
	}
	if k.MaxAge.set() && k.wants("stale") && !missing && len(out.Defects) == 0 && out.Unknown == "" {
		k.fresh(c, col, &out)
	}
	out.Defects = slices.DeleteFunc(out.Defects, func(d Defect) bool { return !k.wants(d.Code) })
	return out
}

// endingRunes bounds a name that is known by its ending.
const endingRunes = 10

// names returns the names asked for and those of the site's columns that end as
// names of the channel do: 民生信箱 where 市长信箱 was expected.
func (k *interaction) names(c *Case) []string { return endingSo(c, k.Columns, k.Unlike, k.Endings) }

// endingSo returns names and those of the site's columns that are short, end with one of
// endings and have none of unlike in them.
func endingSo(c *Case, names, unlike, endings []string) []string {
	out := names
	for _, col := range c.Portal.Columns {
		for _, n := range col.Names {
			if utf8.RuneCountInString(n) > endingRunes || foldedWord(n, unlike) != "" || slices.Contains(out, n) {
				continue
			}
			folded := extract.Fold(n)
			if slices.ContainsFunc(endings, func(end string) bool { return strings.HasSuffix(folded, extract.Fold(end)) }) {
				out = append(slices.Clip(out), n)
			}
		}
	}
	return out
}

// translate gives what was found of the column the meaning it has for a channel:
// one that cannot be opened or is empty is for a person, for a form may be what
// it holds.
func (k *interaction) translate(c *Case, out *Judgement, d Defect) {
	switch d.Code {
	case "missing":
		out.Defects = append(out.Defects, d)
	case "unreachable":
		if d.Outcome == Review && k.byScript(c) {
			out.Reason, out.Seen, out.Confidence = "渠道的入口由脚本打开", d.Evidence, 0.7
			return
		}
		d.Code = "unusable"
		out.Defects = append(out.Defects, d)
	case "empty", "placeholder":
		if d.Code == "empty" && k.form(c, d) {
			out.Reason = "有填写信件的页面"
			out.Seen = d.Evidence
			return
		}
		d.Code = "unusable"
		if d.Outcome == Fail && k.Kind == boardKind {
			d.Outcome = Review
			d.Message += "；可能要登录或由脚本显示，须由人工核实"
		}
		out.Defects = append(out.Defects, d)
	default:
		d.Outcome = Review
		d.Code = "unusable"
		out.Defects = append(out.Defects, d)
	}
}

// byScript reports that the best way to the channel is a menu entry that a script
// opens.
func (k *interaction) byScript(c *Case) bool {
	m := c.Portal.FindColumn(k.Columns)
	return len(m) > 0 && m[0].Grade == portal.DeadEntry
}

// form reports that the page of an empty column is one to write on.
func (k *interaction) form(c *Case, d Defect) bool {
	for _, e := range d.Evidence {
		pg := c.Portal.Page(e.URL)
		if !pg.OK() || pg == c.Portal.Home {
			continue
		}
		if f, err := c.Portal.Full(pg); err == nil && (f.Signals.Writable || foldedWord(f.Text, []string{"提交", "验证码", "您的姓名", "联系电话", "信件标题", "写信须知"}) != "") {
			return true
		}
	}
	return false
}

// otherwise finds a channel that is no column of the names asked for: published
// letters, or the common platform.
func (k *interaction) otherwise(c *Case) (Evidence, string) {
	if k.Kind != boardKind && k.Kind != channelKind {
		return Evidence{}, ""
	}
	for _, pg := range c.Portal.Pages {
		if !pg.OK() || pg.Letters() == nil {
			continue
		}
		for _, l := range pg.Letters() {
			if named(l.By) {
				return Quote(pg, l.Quote), "网站公开了群众来信及其办理情况"
			}
		}
	}
	return k.platform(c)
}

// platform finds a link to the government's own 12345 platform, by its host: a
// host of another kind, or the number alone, may be only a telephone.
func (k *interaction) platform(c *Case) (Evidence, string) {
	for _, f := range c.Portal.Away() {
		if !strings.Contains(f.Host, "12345") || !inDomain(f.Host, "gov.cn") {
			continue
		}
		for _, a := range f.Anchors {
			if pg := c.Portal.Page(a.From); a.Via != extract.Script && pg.OK() {
				return Quote(pg, strings.TrimSpace(a.Text+" "+f.URL)), "通往 12345 政务服务便民热线平台"
			}
		}
	}
	return Evidence{}, ""
}

// hint makes a missing channel doubtful where a menu anywhere, or the words of a
// page about interaction, speak of one.
func (k *interaction) hint(c *Case, out *Judgement) {
	if len(k.Near) == 0 {
		return
	}
	pg, text := k.named(c)
	if text == "" {
		pg, text = k.spokenOf(c)
	}
	if text == "" {
		return
	}
	for i := range out.Defects {
		if d := &out.Defects[i]; d.Code == "missing" && d.Outcome == Fail {
			d.Outcome = Review
			d.Message += fmt.Sprintf("；但有“%s”，须由人工判断", text)
			d.Evidence = append([]Evidence{Quote(pg, text)}, d.Evidence...)
		}
	}
}

// alone makes a missing channel doubtful where the site has no part for
// interaction at all: all of it may stand on a common platform.
func (k *interaction) alone(c *Case, out *Judgement) {
	if len(k.Beside) == 0 {
		return
	}
	for _, col := range c.Portal.Columns {
		if slices.ContainsFunc(col.Names, func(n string) bool { return len([]rune(n)) <= 12 && foldedWord(n, k.Beside) != "" }) {
			return
		}
	}
	for i := range out.Defects {
		if d := &out.Defects[i]; d.Code == "missing" && d.Outcome == Fail {
			d.Outcome = Review
			d.Message += "；整个互动交流部分都没有看到，可能设在统一的平台上，须由人工核实"
		}
	}
}

// named returns a short name in a menu that may be that of a channel.
func (k *interaction) named(c *Case) (*portal.Page, string) {
	for _, pg := range c.Portal.Pages {
		if !pg.OK() || pg.Kind() == extract.Article {
			continue
		}
		for _, name := range pg.Menu() {
			if len([]rune(name)) <= 16 && (foldedWord(name, k.Near) != "" || k.Kind == boardKind && speaksUp.MatchString(extract.Fold(name))) && foldedWord(name, k.Unlike) == "" {
				return pg, name
			}
		}
	}
	return nil, ""
}

// speaksUp matches a name, folded, by which people turn to those in office: what they do
// (我要提问, 提意见), whom they tell (有话跟县长说), how they are heard (民呼我应, 网络理政).
var speaksUp = regexp.MustCompile(`我要(?:提|问|说|反映|建|诉|投|留)|(?:有话|心里话|说事|提问|吐槽|提意见|提建议|出主意|理政|问计|客服|呼声|心声)|民(?:呼|声|意直|情|有所呼)|(?:跟|给|向|对|和|找|@)\p{Han}{0,3}(?:长|书记|主任)`)

// spokenPages bounds the pages about interaction whose text is read.
const spokenPages = 5

// spokenOf returns a line of a page about interaction that speaks of a channel: an
// address or a telephone number may stand there as text.
func (k *interaction) spokenOf(c *Case) (*portal.Page, string) {
	read := 0
	for _, pg := range c.Portal.Pages {
		if !pg.OK() || pg.Kind() == extract.Article || read == spokenPages || foldedWord(pg.Title(), []string{"互动", "参与", "交流", "联系我们"}) == "" {
			continue
		}
		read++
		f, err := c.Portal.Full(pg)
		if err != nil {
			continue
		}
		for line := range strings.Lines(f.Text) {
			if foldedWord(line, k.Near) != "" && foldedWord(line, k.Unlike) == "" {
				return pg, abridge(line)
			}
		}
	}
	return nil, ""
}

// fresh judges the newest entry of a channel that shows dated ones.
func (k *interaction) fresh(c *Case, col *column, out *Judgement) {
	dated := *col
	dated.MaxAge = k.MaxAge
	j := dated.Judge(c)
	for _, d := range j.Defects {
		if d.Code == "stale" {
			out.Defects = append(out.Defects, d)
		}
	}
	if len(out.Defects) == 0 && j.Unknown == "" && len(j.Defects) == 0 {
		out.Reason, out.Seen = j.Reason, j.Seen
	}
}
