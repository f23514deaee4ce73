package schedule

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/site"
)

// The kinds of group: level=city, department=某某局, pack=national.
const (
	byLevel      = "level"
	byDepartment = "department"
	byPack       = "pack"
)

// maxGroup bounds the name of a group, in bytes.
const maxGroup = 400

var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// checkGroup reports what is wrong with an id or a group.
func checkGroup(g string) error {
	kind, value, isGroup := strings.Cut(g, "=")
	switch {
	case len(g) > maxGroup:
		return fmt.Errorf("网站编号或分组 %q… 太长", strings.ToValidUTF8(g[:60], ""))
	case !isGroup && idForm.MatchString(g):
		return nil
	case !isGroup:
		return fmt.Errorf("%q 既不是网站编号，也不是 level=、department=、pack= 开头的分组", g)
	case kind == byLevel && !site.Level(value).Valid():
		return fmt.Errorf("分组 %q 的层级应为 %s 之一", g, site.LevelNames())
	case kind != byLevel && kind != byDepartment && kind != byPack:
		return fmt.Errorf("不认识分组 %q：可用 level=层级、department=责任单位、pack=规则包", g)
	case value == "":
		return fmt.Errorf("分组 %q 等号后面要写名称", g)
	}
	return nil
}

// CheckGroups reports the first of the ids and groups that cannot be one.
func CheckGroups(groups []string) error {
	for _, g := range groups {
		if err := checkGroup(g); err != nil {
			return err
		}
	}
	return nil
}

// Select returns those of the sites that the ids and groups name, each once and in
// the order of all, and the names that none of them has. Without names it returns
// all. packsOf gives the rule packs of a site.
func Select(all []site.Target, names []string, packsOf func(site.Target) []string) (chosen []site.Target, missing []string) {
	if len(names) == 0 {
		return slices.Clone(all), nil
	}
	met := make([]bool, len(names))
	for _, t := range all {
		in := false
		for i, n := range names {
			if matches(t, n, packsOf) {
				in, met[i] = true, true
			}
		}
		if in {
			chosen = append(chosen, t)
		}
	}
	for i, n := range names {
		if !met[i] {
			missing = append(missing, n)
		}
	}
	return chosen, missing
}

func matches(t site.Target, name string, packsOf func(site.Target) []string) bool {
	kind, value, isGroup := strings.Cut(name, "=")
	switch {
	case !isGroup:
		return t.ID == name
	case kind == byLevel:
		return t.Level == site.Level(value)
	case kind == byDepartment:
		return t.Department == value
	default:
		return kind == byPack && slices.Contains(packsOf(t), value)
	}
}

// Group is a set of sites that can be named together.
type Group struct {
	Name  string `json:"name"`  // as in a schedule: level=city
	Sites int    `json:"sites"` // how many it has
}

// Groups lists the groups of the sites: by level, highest first, then by department
// and by rule pack, each by name.
func Groups(all []site.Target, packsOf func(site.Target) []string) []Group {
	levels, departments, packs := map[string]int{}, map[string]int{}, map[string]int{}
	for _, t := range all {
		levels[string(t.Level)]++
		if t.Department != "" {
			departments[t.Department]++
		}
		for _, p := range packsOf(t) {
			packs[p]++
		}
	}
	var out []Group
	for _, l := range site.Levels {
		if n := levels[string(l)]; n > 0 {
			out = append(out, Group{byLevel + "=" + string(l), n})
		}
	}
	out = append(out, named(byDepartment, departments)...)
	return append(out, named(byPack, packs)...)
}

func named(kind string, counts map[string]int) []Group {
	out := make([]Group, 0, len(counts))
	for name, n := range counts {
		out = append(out, Group{kind + "=" + name, n})
	}
	slices.SortFunc(out, func(a, b Group) int { return strings.Compare(a.Name, b.Name) })
	return out
}
