package rules

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// timeliness judges whether documents were made public in time: within 20 working
// days of being made (条例 article 26: 自该政府信息形成或者变更之日起20个工作日内), and
// decisions on licences and penalties within 7 where a rule says so:
//
//	check: timeliness
//	with: {max: 7, columns: [行政许可, 行政处罚]}
//
// The day a document was made is the one it states; the day it was published, the
// earliest that any part of the page claims. Where the dates disagree on which
// side of the limit it is, or many documents went up on one day, a person decides.
type timeliness struct {
	policyScope `yaml:",inline"`
	Judged      []string     `yaml:"judge"`   // the codes this rule looks for; empty: all
	Max         int          `yaml:"max"`     // working days
	In          []string     `yaml:"in"`      // words of columns whose documents are judged; empty: normative and policy documents
	Since       calendar.Day `yaml:"since"`   // documents made before are not judged
	Shared      int          `yaml:"shared"`  // documents of different days published on one day, that speak of a migration
	Long        int          `yaml:"long"`    // days above which the page may be a later copy: a person decides
	Forward     []string     `yaml:"forward"` // title words of documents passed on from other bodies
}

func newTimeliness() *timeliness {
	scope := newPolicyScope()
	scope.Routine = slices.DeleteFunc(scope.Routine, func(w string) bool { return w == "要点" || w == "计划的通知" }) // nothing to interpret, but to be told in time
	return &timeliness{policyScope: scope, Max: 20, Since: calendar.MustDay(2019, 5, 15), Shared: 5, Long: 400,
		Forward: []string{"转发", "转载"}}
}

func (k *timeliness) validate() error {
	k.policyScope = k.folded()
	k.In, k.Forward = foldAll(k.In), foldAll(k.Forward)
	var problems []error
	if k.Max < 1 || k.Shared < 2 || k.Long < 1 {
		problems = append(problems, errors.New("应为 max ≥ 1，shared ≥ 2，long ≥ 1"))
	}
	problems = append(problems, knownCodes("timeliness", k.Judged))
	return errors.Join(problems...)
}

// Describe says which days are compared.
func (k *timeliness) Describe() string {
	what := "规范性文件和政策文件"
	if len(k.In) > 0 {
		what = "名称含“" + strings.Join(k.In, "”“") + "”的栏目里的文件"
	}
	return fmt.Sprintf("对%s以后形成的%s，比较成文日期和发布日期相隔的工作日（按国务院的放假安排，次日起算），超过 %d 个为晚。发布日期取页面各处所载的最早一个；"+
		"页面标签、“发布日期”字样和网址说法不一的，同一天集中上网 %d 件以上的（改版迁移），转发的，相隔超过 %d 天的，提请人工；当年放假安排未公布的按区间计算。",
		k.Since, what, k.Max, k.Shared, k.Long)
}

// timed is a document with the days that are compared.
type timed struct {
	doc         *portal.Document
	made, last  calendar.Day // the earliest and latest day on which it may have been made
	first, late calendar.Day // the earliest and latest day on which it may have been published
	vague       string       // why the day of publication may be another
}

// Judge implements [Check].
func (k *timeliness) Judge(c *Case) Judgement {
	list := k.documents(c)
	crowd := crowds(list)
	j := Judgement{Examined: len(list)}
	var copies map[string][]copyOf
	for _, t := range list {
		d := k.judge(c, t, crowd[t.late])
		if d == nil {
			continue
		}
		if copies == nil {
			copies = firstCopies(c)
		}
		if day := t.firstCopy(c, copies); day != 0 && day < t.first {
			if _, most := c.Calendar.Between(t.made, day); most <= k.Max {
				continue // another page of the document, or the list, shows it in time
			}
		}
		j.Defects = append(j.Defects, *d)
	}
	for _, t := range list[:min(3, len(list))] {
		j.Seen = append(j.Seen, k.quote(t))
	}
	j.Reason = fmt.Sprintf("%d 件写明成文日期和发布日期的文件，均在 %d 个工作日内公开", len(list), k.Max)
	if len(j.Defects) > 0 {
		j.Reason = fmt.Sprintf("比较了 %d 件文件的成文日期和发布日期", len(list))
	}
	switch {
	case !c.documentsSeen() && len(list) == 0:
		j.Unknown = "采集不完整，已见页面中没有写明成文日期和发布日期的文件"
	case len(list) == 0:
		j.Exempt = "站内未见 " + k.Since.String() + " 以后写明成文日期的文件"
	case !c.documentsSeen():
		j.Unknown = fmt.Sprintf("已查 %d 件文件；采集不完整（%s）", len(list), c.Portal.Snapshot.Stopped)
	}
	return j
}

// documents lists the documents that say when they were made and published.
func (k *timeliness) documents(c *Case) []timed {
	var out []timed
	view := k.view(c)
	for _, d := range c.Portal.Documents() {
		sig := d.Page.Signals()
		if !c.Portal.InScope(d.Page.URL) || sig.Challenge != "" || sig.Error != "" || !k.bound(view, d) {
			continue
		}
		if t, ok := k.days(d); ok && t.made >= k.Since {
			out = append(out, t)
		}
	}
	return out
}

// bound reports that a document is one the rule is about.
func (k *timeliness) bound(view *policyView, d *portal.Document) bool {
	if len(k.In) == 0 {
		is := view.paper(d)
		return is == normative || is == policyPaper
	}
	return slices.ContainsFunc(d.Columns, func(col *portal.Column) bool {
		return slices.ContainsFunc(col.Names, func(n string) bool { return wordIn(extract.Fold(n), k.In) != "" })
	}) || slices.ContainsFunc(d.Page.Facts().Crumbs, func(b extract.Crumb) bool { return wordIn(extract.Fold(b.Name), k.In) != "" })
}

// days reads the days of a document; false where it does not say when it was made
// or published.
func (k *timeliness) days(d *portal.Document) (timed, bool) {
	t := timed{doc: d}
	claimed := false
	var labels []string // under which the day of writing stands
	for _, f := range d.Page.Facts().Fields {
		if f.Name != extract.Written {
			continue
		}
		if day, ok := extract.ParseDay(f.Value); ok {
			t.takeMade(day)
			labels = append(labels, f.Label)
		}
	}
	if t.made == 0 && !signedPaper(d) {
		return t, false
	}
	for _, x := range d.Page.Facts().Dates {
		switch {
		case x.Source == extract.FromSignature:
			t.takeMade(x.Day)
		case x.Source == extract.FromField, x.Source == extract.FromLabel && slices.Contains(labels, x.Label):
		case x.Source == extract.FromLabel && !surelyPublished(x.Label):
			t.takePublished(x.Day)
			if !claimed {
				t.vague = "“" + x.Label + "”不一定是上网的日期"
			}
		case x.Published, x.Source == extract.FromURL:
			t.takePublished(x.Day)
			claimed = claimed || x.Source != extract.FromURL
		}
	}
	if claimed {
		t.vague = ""
	} else if t.vague == "" {
		t.vague = "发布日期只有网址可查"
	}
	return t, t.made != 0 && t.first != 0
}

// signedPaper reports that the day under a text is that on which it was made: the
// text is a document with a number, and the body signs it.
func signedPaper(d *portal.Document) bool { return documentNumber(d) != "" }

// surelyPublished reports that a label speaks of publication: 发文日期 may be the day
// of issue, 更新时间 that of a later change.
func surelyPublished(label string) bool {
	return wordIn(extract.Fold(label), []string{"发文", "颁布", "更新", "修改", "时间:"}) == ""
}

func (t *timed) takeMade(day calendar.Day) {
	if t.made == 0 || day < t.made {
		t.made = day
	}
	t.last = max(t.last, day)
}

func (t *timed) takePublished(day calendar.Day) {
	if t.first == 0 || day < t.first {
		t.first = day
	}
	t.late = max(t.late, day)
}

// crowds counts, by day of publication, the different days on which its documents
// were made.
func crowds(list []timed) map[calendar.Day]int {
	days := map[calendar.Day][]calendar.Day{}
	for _, t := range list {
		if !slices.Contains(days[t.late], t.last) {
			days[t.late] = append(days[t.late], t.last)
		}
	}
	out := map[calendar.Day]int{}
	for day, made := range days {
		out[day] = len(made)
	}
	return out
}

// copyOf is one page of a document.
type copyOf struct {
	day    calendar.Day // published
	number string       // "": it gives none
}

// firstCopies returns the days on which any page of a document was published, by
// its number and by the keys of its title.
func firstCopies(c *Case) map[string][]copyOf {
	out := map[string][]copyOf{}
	for _, d := range c.Portal.Documents() {
		if d.Published == 0 {
			continue
		}
		for _, key := range copyKeys(d) {
			if len(out[key]) < maxCopies {
				out[key] = append(out[key], copyOf{d.Published, documentNumber(d)})
			}
		}
	}
	return out
}

// maxCopies bounds the pages that go by one title.
const maxCopies = 50

func copyKeys(d *portal.Document) []string {
	keys := titleKeys(d.Title)
	if n := documentNumber(d); n != "" {
		keys = append(keys, n)
	}
	return keys
}

// firstCopy returns the first day on which the document was to be seen, on another
// page or in a list.
func (t *timed) firstCopy(c *Case, copies map[string][]copyOf) calendar.Day {
	first := calendar.Day(0)
	take := func(day calendar.Day) {
		if day != 0 && day >= t.made && (first == 0 || day < first) {
			first = day
		}
	}
	own := documentNumber(t.doc)
	for _, key := range copyKeys(t.doc) {
		for _, x := range copies[key] {
			if own == "" || x.number == "" || x.number == own { // decisions on one party go by one title
				take(x.day)
			}
		}
	}
	for _, col := range t.doc.Columns {
		for _, it := range col.Items() {
			if !it.Guessed && it.Day != t.made && c.Portal.Page(it.URL) == t.doc.Page { // lists may show the day of writing
				take(it.Day)
			}
		}
	}
	return first
}

// judge compares the days of one document.
func (k *timeliness) judge(c *Case, t timed, crowd int) *Defect {
	least, _ := c.Calendar.Between(t.last, t.first)
	_, most := c.Calendar.Between(t.made, t.late)
	if most <= k.Max {
		return nil
	}
	said := fmt.Sprintf("《%s》%s 形成，%s 发布，相隔 %s 个工作日，超过 %d 个工作日", shortTitle(t.doc.Title), t.last, t.first, gapText(least, most), k.Max)
	why := t.vague
	switch {
	case t.last != t.made || t.late != t.first:
		if least <= k.Max {
			said = fmt.Sprintf("《%s》的日期前后不一致：形成 %s，发布 %s，相隔 %s 个工作日", shortTitle(t.doc.Title), span(t.made, t.last), span(t.first, t.late), gapText(least, most))
			why = "是否超过期限须由人工核对"
		}
	case least <= k.Max:
		why = "当年的放假安排尚未公布，是否超期须由人工核对"
	}
	switch {
	case crowd >= k.Shared:
		why = cmp.Or(why, fmt.Sprintf("同一天集中发布了 %d 个不同日期的文件，可能是改版迁移", crowd))
	case wordIn(extract.Fold(t.doc.Title), k.Forward) != "":
		why = cmp.Or(why, "转发的文件，须核对收到的日期")
	case ofOthers(c, t.doc):
		why = cmp.Or(why, "由其他机关制发，须核对收到的日期")
	case int(t.first-t.last) > k.Long:
		why = cmp.Or(why, "相隔很久，可能另有更早的发布")
	}
	if why == "" {
		if told := openedBefore(c, t.doc.Page); told != "" {
			return new(doubtful("late", t.doc.Page.URL, said+"；页面说明另有更早的公布，或者后来才改为公开，须由人工核对", k.quote(t), Quote(t.doc.Page, told)))
		}
	}
	if why != "" {
		return new(doubtful("late", t.doc.Page.URL, said+"；"+why, k.quote(t)))
	}
	return new(failing("late", t.doc.Page.URL, said, k.quote(t)))
}

// ofOthers reports that the title names another body as the issuer: who makes a
// document makes it public (条例 article 10), and this site reprints it. On the site
// of a government the departments of the place are no others.
func ofOthers(c *Case, d *portal.Document) bool {
	title := extract.Fold(d.Title)
	i := strings.Index(title, "关于")
	if i <= 0 || !bodyLike(title[:i]) {
		return false
	}
	if ministry.MatchString(title) && !strings.Contains(extract.Fold(c.Target.Name), "部") {
		return true
	}
	own := newOwner(c.Target)
	if !own.government {
		return own.kin(title[:i]) == foreign
	}
	b := splitBody(siteless(title[:i]))
	return b.place != "" && len(own.names) > 0 && !slices.ContainsFunc(own.names, func(n bodyName) bool {
		return n.place == "" || samePlace(n.place, b.place)
	})
}

func span(a, b calendar.Day) string {
	if a == b {
		return a.String()
	}
	return a.String() + " 至 " + b.String()
}

// quote gives the words both days were read from.
func (k *timeliness) quote(t timed) Evidence {
	words := []string{t.doc.Title}
	for _, f := range t.doc.Page.Facts().Fields {
		if f.Name == extract.Written {
			words = append(words, f.Label+"："+f.Value)
		}
	}
	for _, x := range t.doc.Page.Facts().Dates {
		if x.Source == extract.FromSignature || x.Day == t.first || x.Day == t.late {
			said := x.Quote
			if !strings.HasPrefix(said, x.Label) {
				said = x.Label + " " + said
			}
			words = append(words, said)
		}
	}
	return Quote(t.doc.Page, strings.Join(words, " "))
}
