package rules

import (
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/internal/yamldoc"
)

// Duty is one atomic requirement of a document (条款).
type Duty struct {
	ID         string `yaml:"id,required"` // within its document: 1-1.5
	Item       string `yaml:"item"`        // where it stands
	Duty       string `yaml:"duty,required"`
	Modality   string `yaml:"modality"`   // must, encourage (鼓励), prohibit (不得), reported (工作总结中的陈述)
	Automation string `yaml:"automation"` // full, assisted, manual: what the catalogue's author thought possible
	Topic      string `yaml:"topic"`
}

// DutyList is the catalogue of one document.
type DutyList struct {
	Slug   string `yaml:"slug,required"` // what its clauses begin with: nantong-2021
	Title  string `yaml:"title,required"`
	Duties []Duty `yaml:"duties,required"`
}

// Duties reads every catalogue of dir, by slug. The error is a yamldoc.Errors
// with what is wrong with the files, or says why one could not be read.
func Duties(dir fs.FS) ([]DutyList, error) {
	names, err := fs.Glob(dir, "*.yaml")
	if err != nil {
		panic("rules: " + err.Error()) // the pattern is well-formed
	}
	var out []DutyList
	var problems yamldoc.Errors
	for _, name := range names {
		data, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, fmt.Errorf("read duties: %w", err)
		}
		var l DutyList
		n, err := yamldoc.Read(path.Base(name), data, &l)
		if err != nil {
			problems = append(problems, err.(yamldoc.Errors)...) // Read returns nothing else
			continue
		}
		problems = append(problems, l.twice(n)...)
		out = append(out, l)
	}
	return out, problems.Err()
}

func (l DutyList) twice(n yamldoc.Node) yamldoc.Errors {
	var problems yamldoc.Errors
	seen := map[string]bool{}
	for i, d := range l.Duties {
		if seen[d.ID] {
			problems = append(problems, n.Child("duties").Items()[i].Problem("条款 %s/%s 重复", l.Slug, d.ID))
		}
		seen[d.ID] = true
	}
	return problems
}

// Way says how a duty is covered.
type Way string

// The ways, best first.
const (
	Decided    Way = "程序判定"
	Proposed   Way = "程序取证、人工判定"
	ByHand     Way = "人工录入"
	NotCovered Way = "没有规则"
)

var ways = []Way{Decided, Proposed, ByHand, NotCovered}

// Way says how the rule treats what it covers: by hand if only a person can
// know; proposed if everything it finds is left to a person; else decided.
func (r *Rule) Way() Way {
	switch {
	case r.Check == "manual":
		return ByHand
	case r.Propose:
		return Proposed
	}
	for _, code := range r.codes() {
		if !slices.Contains(r.Review, code) {
			return Decided
		}
	}
	return Proposed
}

// Covered is one duty with the rules that name it.
type Covered struct {
	Duty
	Clause string  // SLUG/ID
	Rules  []*Rule // in the order of the sets
	Way    Way     // the best of them
}

// Coverage says which rule covers which duty.
type Coverage struct {
	Lists  []DutyList
	Duties []Covered // in the order of Lists
	// Wrong holds the complaints about rules that name a duty which does not exist.
	Wrong yamldoc.Errors
}

// Cover compares the duties with the rules of the sets.
func Cover(lists []DutyList, sets ...*Set) Coverage {
	out := Coverage{Lists: lists}
	at := map[string]int{}
	slugs := map[string]bool{}
	for _, l := range lists {
		slugs[l.Slug] = true
		for _, d := range l.Duties {
			clause := l.Slug + "/" + d.ID
			at[clause] = len(out.Duties)
			out.Duties = append(out.Duties, Covered{Duty: d, Clause: clause, Way: NotCovered})
		}
	}
	for _, r := range distinctRules(sets) {
		for _, clause := range r.Clauses {
			slug, _, _ := strings.Cut(clause, "/")
			if !slugs[slug] {
				continue // a document without a catalogue: 条例, 19号
			}
			i, ok := at[clause]
			if !ok {
				out.Wrong = append(out.Wrong, r.node.Key("clauses").Problem("规则 %s 所列的条款 %s 不存在：核对 configs/duties/%s.yaml", r.FullID(), clause, slug))
				continue
			}
			out.Duties[i].take(r)
		}
	}
	return out
}

func (c *Covered) take(r *Rule) {
	c.Rules = append(c.Rules, r)
	if w := r.Way(); slices.Index(ways, w) < slices.Index(ways, c.Way) {
		c.Way = w
	}
}

// Err reports duties without a rule and rules that name none that exists; nil
// where neither is.
func (c Coverage) Err() error {
	var missing []string
	for _, d := range c.Duties {
		if d.Way == NotCovered {
			missing = append(missing, d.Clause)
		}
	}
	if len(missing) == 0 {
		return c.Wrong.Err()
	}
	return cmp.Or(c.Wrong.Err(), fmt.Errorf("%d 条要求没有规则：%s", len(missing), shortList(missing)))
}

// shortList names the first of many.
func shortList(names []string) string {
	const shown = 20
	if len(names) <= shown {
		return strings.Join(names, "、")
	}
	return strings.Join(names[:shown], "、") + fmt.Sprintf(" 等（其余 %d 条见上表“%s”）", len(names)-shown, NotCovered)
}

// Write prints a line for every duty if all is true, then the totals.
func (c Coverage) Write(w io.Writer, all bool) error {
	var b strings.Builder
	if all {
		rows := [][]string{{"条款", "要求", "怎样覆盖", "检查", "规则"}}
		for _, d := range c.Duties {
			var names, kinds []string
			for _, r := range d.Rules {
				names = append(names, r.FullID())
				if !slices.Contains(kinds, r.Check) {
					kinds = append(kinds, r.Check)
				}
			}
			rows = append(rows, []string{d.Clause, d.Duty.Duty, string(d.Way), strings.Join(kinds, "、"), strings.Join(names, "、")})
		}
		if err := writeTable(&b, rows); err != nil {
			return err
		}
		b.WriteString("\n")
	}
	if err := writeTable(&b, c.totals()); err != nil {
		return err
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (c Coverage) totals() [][]string {
	head := []string{"文件", "要求"}
	for _, w := range ways {
		head = append(head, string(w))
	}
	rows := [][]string{append(head, "标题")}
	sum := map[Way]int{}
	i := 0
	for _, l := range c.Lists {
		n := map[Way]int{}
		for range l.Duties {
			n[c.Duties[i].Way]++
			sum[c.Duties[i].Way]++
			i++
		}
		rows = append(rows, totalRow(l.Slug, len(l.Duties), n, l.Title))
	}
	return append(rows, totalRow("合计", len(c.Duties), sum, ""))
}

func totalRow(name string, all int, n map[Way]int, title string) []string {
	row := []string{name, fmt.Sprint(all)}
	for _, w := range ways {
		row = append(row, fmt.Sprint(n[w]))
	}
	return append(row, title)
}
