package rules

import (
	"slices"

	"github.com/govaudit/govaudit/internal/yamldoc"
)

// patch replaces inherited rules by copies with the fields of the pack's patch
// laid over them; settings (`with`) are merged key by key, everything else is
// replaced, deduct by code. The copy belongs to the pack that patches: its full
// id changes, because its judgement is no longer the inherited one. It returns
// the new full id of each patched rule.
func (s *Set) patch(p pack) (map[string]string, yamldoc.Errors) {
	var problems yamldoc.Errors
	renamed := map[string]string{}
	for _, n := range p.Patch {
		id := n.Child("id").Text()
		i := slices.IndexFunc(s.Rules, func(r *Rule) bool { return r.FullID() == id })
		if id == "" || i < 0 {
			problems = append(problems, n.Key("id").Problem("要修改的规则 %q 不在继承的规则包内：写全名，如 national/annual-report", id))
			continue
		}
		old := s.Rules[i]
		r := *old
		if err := n.Decode(&r); err != nil {
			problems = append(problems, err.(yamldoc.Errors)...) // Decode returns nothing else
			continue
		}
		r.ID, r.Pack = old.ID, p.ID
		r.node = old.node.Merge(n)
		r.With = old.With.Merge(n.Child("with"))
		if other := s.Rule(r.FullID()); other != nil {
			problems = append(problems, n.Key("id").Problem("规则 %s 重复", r.FullID()))
			continue
		}
		s.Rules[i] = &r
		renamed[id] = r.FullID()
	}
	return renamed, problems
}

// remove takes inherited rules out.
func (s *Set) remove(p pack) yamldoc.Errors {
	var problems yamldoc.Errors
	items := p.node.Child("remove").Items()
	for i, id := range p.Remove {
		before := len(s.Rules)
		s.Rules = slices.DeleteFunc(s.Rules, func(r *Rule) bool { return r.FullID() == id })
		if len(s.Rules) == before {
			problems = append(problems, items[i].Problem("要去掉的规则 %q 不在继承的规则包内", id))
		}
	}
	return problems
}
