package rules

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"

	"github.com/govaudit/govaudit/condition"
	"github.com/govaudit/govaudit/internal/yamldoc"
)

// Set is a pack with everything it inherits, ready to judge. It is read-only and
// safe for concurrent use.
type Set struct {
	ID        string
	Title     string
	Version   string
	Note      string
	Documents map[string]Document // what the rules rest on, by key
	Scoring   Scoring
	Rules     []*Rule // inherited ones first; shared between sets where unpatched
	SHA256    string  // of the effective content: equal hashes judge alike

	templates templates // that its rules may be like
}

// Rule returns the rule with the full id, nil if the set has none.
func (s *Set) Rule(fullID string) *Rule {
	i := slices.IndexFunc(s.Rules, func(r *Rule) bool { return r.FullID() == fullID })
	if i < 0 {
		return nil
	}
	return s.Rules[i]
}

// build turns a pack into a set: what it extends, then patched, thinned and
// added to.
func (l *Library) build(f file) (*Set, yamldoc.Errors) {
	p, problems := readPack(f.path, f.data)
	problems = append(problems, l.join(&p, f)...)
	s := &Set{ID: p.ID, Title: p.Title, Version: p.Version, Note: p.Note, Documents: map[string]Document{}, Scoring: defaultScoring(), templates: l.templates}
	missing := l.inherit(s, p, f)
	own := templates{}
	problems = append(problems, own.add(p.Templates)...)
	s.templates = s.templates.with(own)
	maps.Copy(s.Documents, p.Documents)
	if len(missing) > 0 {
		// What refers to things inherited would only add confusion.
		return s, append(append(problems, missing...), s.add(p)...)
	}
	renamed, errs := s.patch(p)
	problems = append(problems, errs...)
	problems = append(problems, s.remove(p)...)
	problems = append(problems, s.score(p, renamed)...)
	problems = append(problems, s.add(p)...)
	problems = append(problems, s.check(p)...)
	s.SHA256 = s.hash()
	return s, problems
}

func (l *Library) inherit(s *Set, p pack, f file) yamldoc.Errors {
	var problems yamldoc.Errors
	dir := ""
	if !f.builtin && !f.draft {
		dir = filepath.Dir(f.path)
	}
	for i, name := range p.Extends {
		if _, known := l.added[name]; f.draft && isPath(name) && !known {
			problems = append(problems, p.node.Child("extends").Items()[i].Problem("试用的规则包只能继承内置的和已经在用的规则包，不能引用文件 %s", name))
			continue
		}
		base, errs := l.set(source{name, p.node.Child("extends").Items()[i]}, dir)
		problems = append(problems, errs...)
		if base == nil {
			continue
		}
		maps.Copy(s.Documents, base.Documents)
		s.templates = s.templates.with(base.templates)
		s.Scoring = base.Scoring
		for _, r := range base.Rules {
			if !slices.Contains(s.Rules, r) { // two bases may share a base
				s.Rules = append(s.Rules, r)
			}
		}
	}
	return problems
}

// join adds what stands in the further files of the pack.
func (l *Library) join(p *pack, f file) yamldoc.Errors {
	var problems yamldoc.Errors
	for i, name := range p.Parts {
		more, err := l.part(f, name)
		if err != nil {
			problems = append(problems, p.node.Child("parts").Items()[i].Problem("读不到规则包的分册：%v", err))
			continue
		}
		var read part
		if err := yamldoc.Decode(more.path, more.data, &read); err != nil {
			problems = append(problems, err.(yamldoc.Errors)...) // Decode returns nothing else
		}
		if p.Documents == nil {
			p.Documents = map[string]Document{}
		}
		maps.Copy(p.Documents, read.Documents)
		p.Rules = append(p.Rules, read.Rules...)
	}
	return problems
}

// score lays the pack's scoring block over the inherited one.
func (s *Set) score(p pack, renamed map[string]string) yamldoc.Errors {
	s.Scoring.Tree = rename(s.Scoring.Tree, renamed)
	if p.Scoring.IsZero() {
		return nil
	}
	if err := p.Scoring.Decode(&s.Scoring); err != nil {
		return err.(yamldoc.Errors) // Decode returns nothing else
	}
	return nil
}

// rename lets an inherited tree point to the patched rules.
func rename(tree []Branch, names map[string]string) []Branch {
	out := slices.Clone(tree)
	for i := range out {
		if to, ok := names[out[i].Rule]; ok {
			out[i].Rule = to
		}
		out[i].Items = rename(out[i].Items, names)
	}
	return out
}

// add reads the pack's own rules.
func (s *Set) add(p pack) yamldoc.Errors {
	var problems yamldoc.Errors
	for _, given := range p.Rules {
		n, errs := s.templates.complete(given)
		if len(errs) > 0 {
			problems = append(problems, errs...)
			continue
		}
		r := &Rule{Pack: p.ID, node: n, Like: given.Child("like").Text()}
		if err := n.Decode(r); err != nil {
			problems = append(problems, err.(yamldoc.Errors)...)
			problems = append(problems, s.beside(r)...)
			continue
		}
		if s.Rule(r.FullID()) != nil {
			problems = append(problems, n.Key("id").Problem("规则 %s 重复", r.FullID()))
			continue
		}
		s.Rules = append(s.Rules, r)
	}
	return problems
}

// beside reports what else is wrong with a rule that could not be read whole:
// of what was read, only what no misspelt key can be the cause of.
func (s *Set) beside(r *Rule) yamldoc.Errors {
	var problems yamldoc.Errors
	if len(r.Basis) > 0 {
		problems = append(problems, r.basisProblems(s.Documents)...)
	}
	if checks[r.Check] == nil {
		return problems
	}
	problems = append(problems, r.codeProblems()...)
	if _, err := newCheck(r.Check, r.With); err != nil {
		problems = append(problems, err.(yamldoc.Errors)...) // newCheck returns nothing else
	}
	return problems
}

// check makes the checks of the pack's own and patched rules, and reports what
// is wrong with them. Inherited rules were checked with the pack they are from.
func (s *Set) check(p pack) yamldoc.Errors {
	var problems yamldoc.Errors
	for _, r := range s.Rules {
		if r.Pack != p.ID {
			continue
		}
		problems = append(problems, r.problems(s.Documents, s.Scoring.Groups)...)
		if r.When != "" {
			var err error
			if r.when, err = condition.Compile(condition.Sites, r.When); err != nil {
				problems = append(problems, r.node.Child("when").Problem("%v", err))
			}
		}
		if checks[r.Check] == nil {
			continue
		}
		c, err := newCheck(r.Check, r.With)
		if err != nil {
			problems = append(problems, err.(yamldoc.Errors)...) // newCheck returns nothing else
		}
		r.check, r.key = c, r.Check+string(r.With.JSON())
	}
	for _, id := range leaves(s.Scoring.Tree) {
		if s.Rule(id) == nil {
			problems = append(problems, p.node.Child("scoring").Key("tree").Problem("权重树中的规则 %s 不在本规则包内", id))
		} else if r := s.Rule(id); !r.binding() {
			problems = append(problems, r.node.Key("basis").Problem("规则 %s 的依据都未经核实（转、忆），不得列入权重树", id))
		}
	}
	return problems
}

func leaves(tree []Branch) []string {
	var out []string
	for _, b := range tree {
		if b.Rule != "" {
			out = append(out, b.Rule)
		}
		out = append(out, leaves(b.Items)...)
	}
	return out
}

func (s *Set) hash() string {
	type named struct {
		ID   string
		Rule *Rule
	}
	list := make([]named, len(s.Rules))
	for i, r := range s.Rules {
		list[i] = named{r.FullID(), r}
	}
	content, err := json.Marshal(struct {
		ID, Version string
		Documents   map[string]Document
		Scoring     Scoring
		Rules       []named
	}{s.ID, s.Version, s.Documents, s.Scoring, list})
	if err != nil {
		panic("rules: marshal of a set: " + err.Error()) // plain values only
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
