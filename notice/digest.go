package notice

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/govaudit/govaudit/ledger"
)

// Audience is who is told: a department, or those who watch over all of them, who
// have no name here.
type Audience struct {
	Department string `json:"department,omitempty"`
}

// Name is the audience as people read it.
func (a Audience) Name() string { return cmp.Or(ledger.Tidy(a.Department), "各责任单位汇总") }

// Digest is what an audience is told at once.
type Digest struct {
	Audience Audience
	At       time.Time // in the zone of the configuration
	Matters  []Matter
	Link     string // where the console is reached, without a slash at its end; "": unknown
}

// mostListed bounds the matters of one kind that a digest lists; all are counted.
const mostListed = 30

// newDigest sorts what is to be told.
func newDigest(to Audience, at time.Time, matters []Matter, link string) Digest {
	kinds := Kinds()
	slices.SortStableFunc(matters, func(a, b Matter) int {
		return cmp.Or(cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)),
			cmp.Compare(b.Level, a.Level), cmp.Compare(a.Due, b.Due), strings.Compare(a.SiteName, b.SiteName), strings.Compare(a.Item+a.Rule+a.Subject, b.Item+b.Rule+b.Subject))
	})
	return Digest{Audience: to, At: at, Matters: matters, Link: strings.TrimRight(link, "/")}
}

// Keys are the names of all that has been told once the digest is.
func (d *Digest) Keys() []string {
	var out []string
	for i := range d.Matters {
		out = append(out, d.Matters[i].Keys()...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Count is how many matters of a kind there are.
func (d *Digest) Count(k Kind) (n int) {
	for i := range d.Matters {
		if d.Matters[i].Kind == k {
			n++
		}
	}
	return n
}

// Subject counts what is told.
func (d *Digest) Subject() string {
	return "【政务公开整改】" + counts(d.Matters) + "（" + clip(d.Audience.Name(), mostName) + "）"
}

// counts are how many matters there are of each kind, as people read it.
func counts(list []Matter) string {
	by := map[Kind]int{}
	for i := range list {
		by[list[i].Kind]++
	}
	var parts []string
	for _, k := range subjectOrder {
		if n := by[k]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", k.Word(), n))
		}
	}
	return strings.Join(parts, "、")
}

// mostName bounds the name of a department in a subject, in characters.
const mostName = 60

// part is the matters of one kind, as far as they are listed.
type part struct {
	Kind  Kind
	About string
	Lines []line
	More  int
}

// line is a matter as it is written, clean of what could pose as something else.
type line struct {
	Where, What, When, Item, Link, Page, Doubt string
}

func (d *Digest) parts() (out []part) {
	for _, k := range Kinds() {
		n := d.Count(k)
		if n == 0 || d.Audience.Department == "" && k != Overdue && k != Reopened {
			continue // of the others those who watch over all read the numbers
		}
		p := part{Kind: k, About: k.about(), More: max(n-mostListed, 0)}
		for i := range d.Matters {
			if m := &d.Matters[i]; m.Kind == k && len(p.Lines) < mostListed {
				p.Lines = append(p.Lines, d.line(m))
			}
		}
		out = append(out, p)
	}
	return out
}

// row is what is told of one department to those who watch over all.
type row struct{ Name, Counts string }

// mostRows bounds the departments of a digest.
const mostRows = 100

func (d *Digest) rows() []row {
	of := d.departments()
	out := make([]row, 0, min(len(of), mostRows))
	for _, name := range slices.Sorted(maps.Keys(of)) {
		if len(out) < mostRows {
			out = append(out, row{clip(cmp.Or(name, nobody), mostName), counts(of[name])})
		}
	}
	return out
}

func (d *Digest) moreRows() int { return max(len(d.departments())-mostRows, 0) }

// departments are the matters by department, none where the digest is for one.
func (d *Digest) departments() map[string][]Matter {
	of := map[string][]Matter{}
	for _, m := range d.Matters {
		if d.Audience.Department == "" {
			of[m.Department] = append(of[m.Department], m)
		}
	}
	return of
}

// nobody stands for the department of a site that has none.
const nobody = "未登记责任单位"

func (d *Digest) line(m *Matter) line {
	l := line{Where: clip(cmp.Or(m.SiteName, m.Site), 60), What: clip(m.Message, 200), Item: m.Item, Doubt: clip(m.Doubt, 200), When: m.when()}
	if d.Audience.Department == "" {
		l.Where = clip(cmp.Or(m.Department, nobody), 60) + " " + l.Where
	}
	if ledger.IsPage(m.Subject) {
		l.Page = clip(m.Subject, 300)
	}
	if m.Item != "" && d.Link != "" {
		l.Link = d.Link + "/items/" + m.Item
	}
	return l
}

// when says which day counts, and what it means.
func (m *Matter) when() string {
	day := m.Due.String()
	switch {
	case m.Kind == Ahead:
		return day + " 起将成为问题"
	case m.Kind == Lapsing:
		return "豁免到 " + day + " 为止"
	case m.Kind == Closed && m.Due != 0:
		return "豁免到 " + day + " 为止"
	case m.Kind == Verified || m.Kind == Closed || m.Due == 0:
		return ""
	case m.Late > 0 && m.Level == 2:
		return fmt.Sprintf("期限 %s，已超期 %d 天，二级督办", day, m.Late)
	case m.Late > 0:
		return fmt.Sprintf("期限 %s，已超期 %d 天", day, m.Late)
	}
	return "期限 " + day
}

// clip makes text from outside fit for a line.
func clip(s string, most int) string {
	r := []rune(ledger.Tidy(s))
	if len(r) > most {
		return string(r[:most]) + "…"
	}
	return string(r)
}
