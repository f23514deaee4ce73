package rules

import (
	"io/fs"
	"maps"

	"github.com/govaudit/govaudit/internal/yamldoc"
)

// maxLikes bounds how deep templates may rest on one another.
const maxLikes = 8

// templates are unfinished rules by name. A rule that says `like: NAME` has
// every field of the template that it does not give itself; settings (`with`)
// and deduct are merged key by key. Duties that repeat from document to document
// share their settings so, instead of copying them:
//
//	budget:
//	  check: disclosure
//	  remedy: 公开本年度部门预算。
//	  with: {columns: [财政预决算, 部门预算], titles: [预算]}
//
// Built-in templates stand in templates/*.yaml beside the packs; a pack may add
// its own under `templates`, and those it extends are known too.
type templates map[string]yamldoc.Node

// builtinTemplates reads templates/*.yaml.
func builtinTemplates(packs fs.FS) (templates, yamldoc.Errors) {
	out := templates{}
	files, err := fs.Glob(packs, "templates/*.yaml")
	if err != nil {
		panic("rules: " + err.Error()) // the pattern is well-formed
	}
	var problems yamldoc.Errors
	for _, name := range files {
		data, err := fs.ReadFile(packs, name)
		if err != nil {
			problems = append(problems, yamldoc.Problem{File: name, Message: err.Error()})
			continue
		}
		n, err := yamldoc.Parse(name, data)
		if err != nil {
			problems = append(problems, err.(yamldoc.Errors)...) // Parse returns nothing else
			continue
		}
		problems = append(problems, out.add(n)...)
	}
	return out, problems
}

// add takes the templates of the mapping n in. One name means one thing.
func (t templates) add(n yamldoc.Node) yamldoc.Errors {
	var problems yamldoc.Errors
	for _, name := range n.Keys() {
		if _, ok := t[name]; ok {
			problems = append(problems, n.Key(name).Problem("模板 %s 已经有了：换一个名称", name))
			continue
		}
		t[name] = n.Child(name)
	}
	return problems
}

// with returns t and more, which wins.
func (t templates) with(more templates) templates {
	out := maps.Clone(t)
	maps.Copy(out, more)
	return out
}

// complete lays the rule n over the templates it is like.
func (t templates) complete(n yamldoc.Node) (yamldoc.Node, yamldoc.Errors) {
	for range maxLikes {
		like := n.Child("like")
		if like.IsZero() {
			return n, nil
		}
		base, ok := t[like.Text()]
		if !ok {
			return n, yamldoc.Errors{like.Problem("没有模板 %q：看 templates 里有哪些，或去掉 like 自己写全", like.Text())}
		}
		n = overlay(base, n.Without("like"))
	}
	return n, yamldoc.Errors{n.Key("like").Problem("模板一层套一层超过 %d 层，或者套成了圈", maxLikes)}
}

// overlay lays one rule over another: field by field, `with` and `deduct` key by
// key.
func overlay(base, over yamldoc.Node) yamldoc.Node {
	out := base.Merge(over)
	for _, key := range []string{"with", "deduct"} {
		if b, o := base.Child(key), over.Child(key); !b.IsZero() && !o.IsZero() {
			out = out.Put(key, b.Merge(o))
		}
	}
	return out
}
