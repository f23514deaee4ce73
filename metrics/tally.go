package metrics

import "github.com/govaudit/govaudit/rules"

// tallies count sites by level, by a name, and by outcome.
type tallies struct {
	names  []string
	levels map[string][][outcomes]int // by level, by place in names
}

func newTally(names []string) *tallies {
	return &tallies{names, map[string][][outcomes]int{}}
}

func (t *tallies) add(level string, at int, m mark) {
	list := t.levels[level]
	if list == nil {
		list = make([][outcomes]int, len(t.names))
		t.levels[level] = list
	}
	list[at][m]++
}

// counts returns all that is not 0, by name and level.
func (t *tallies) counts() map[[2]string]map[rules.Outcome]int {
	out := map[[2]string]map[rules.Outcome]int{}
	for level, list := range t.levels {
		for at, n := range list {
			if n == [outcomes]int{} {
				continue
			}
			by := map[rules.Outcome]int{}
			for m, count := range n {
				if count > 0 {
					by[worse[m]] = count
				}
			}
			out[[2]string{t.names[at], level}] = by
		}
	}
	return out
}
