package main

import (
	"context"
	"fmt"
	"os"
	"slices"

	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/rules"
)

type rulesCmd struct {
	List     rulesListCmd     `cmd:"" help:"列出规则。"`
	Show     rulesShowCmd     `cmd:"" help:"解释一条规则：依据、查什么、在哪里查、阈值、分值、何时不适用。"`
	Check    rulesCheckCmd    `cmd:"" help:"检查规则包文件，逐条列出问题（文件:行:列）。"`
	Coverage rulesCoverageCmd `cmd:"" help:"各文件的要求由哪些规则覆盖、怎样覆盖；有要求没有规则，或规则写了不存在的条款，即为失败。"`
}

type rulesListCmd struct {
	Packs []string `arg:"" name:"规则包" optional:"" help:"规则包名或文件；默认全部内置规则包。"`
}

// Run lists the rules of the packs.
func (r *rulesListCmd) Run(_ context.Context, e env) error {
	sets, err := packSets(r.Packs, asNamed)
	if err != nil {
		return usageError{err}
	}
	return rules.List(e.Stdout, sets...)
}

type rulesShowCmd struct {
	Rule  string   `arg:"" name:"规则" help:"规则编号，如 national/annual-report。"`
	Packs []string `help:"内置规则包之外，另外读入的规则包文件。" placeholder:"文件"`
}

// Run explains one rule.
func (r *rulesShowCmd) Run(_ context.Context, e env) error {
	sets, err := packSets(r.Packs, withBuiltin)
	if err != nil {
		return usageError{err}
	}
	if err := rules.Show(e.Stdout, r.Rule, sets...); err != nil {
		return usageError{err}
	}
	return nil
}

type rulesCheckCmd struct {
	Packs []string `arg:"" name:"规则包" optional:"" help:"规则包名或文件；默认全部内置规则包。"`
}

// Run reports every problem of the packs.
func (r *rulesCheckCmd) Run(_ context.Context, e env) error {
	sets, err := packSets(r.Packs, asNamed)
	if err != nil {
		return usageError{err}
	}
	return rules.Summary(e.Stdout, sets...)
}

type rulesCoverageCmd struct {
	Packs []string `arg:"" name:"规则包" optional:"" help:"规则包名或文件；默认全部内置规则包。"`
	Total bool     `help:"只看合计，不逐条列出。"`
}

// Run prints which duty is covered by which rule, and fails where one is not.
func (r *rulesCoverageCmd) Run(_ context.Context, e env) error {
	lists, err := rules.Duties(configs.Duties())
	if err != nil {
		return err
	}
	sets, err := packSets(r.Packs, withBuiltin)
	if err != nil {
		return usageError{err}
	}
	c := rules.Cover(lists, sets...)
	if err := c.Write(e.Stdout, !r.Total); err != nil {
		return err
	}
	return c.Err()
}

// choice says which packs a command reads besides those named.
type choice bool

const (
	asNamed     choice = false // the built-in ones only where none is named
	withBuiltin choice = true  // the built-in ones always
)

// packSets returns the sets of the packs named, and of the built-in ones where
// they are asked for.
func packSets(names []string, c choice) ([]*rules.Set, error) {
	lib, err := rules.NewLibrary(configs.Packs())
	if err != nil {
		return nil, err
	}
	if c == withBuiltin || len(names) == 0 {
		names = slices.Concat(lib.Builtin(), names)
	}
	for _, n := range names {
		if !isPath(n) {
			continue
		}
		data, err := os.ReadFile(n)
		if err != nil {
			return nil, fmt.Errorf("读取规则包：%w", err)
		}
		if err := lib.Add(n, n, data); err != nil {
			return nil, err
		}
	}
	sets, err := lib.Sets(names...)
	return rules.BasesFirst(sets), err
}
