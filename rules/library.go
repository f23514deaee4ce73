package rules

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/internal/yamldoc"
)

// Library finds packs by name: built-in ones, and files by path. It remembers
// what it has read; it is not safe for concurrent use.
type Library struct {
	builtin fs.FS
	read    map[string]*Set // by resolved name; nil while being read
	ids     map[string]string
}

// NewLibrary returns a library of the packs in builtin, each in a file named
// ID.yaml.
func NewLibrary(builtin fs.FS) *Library {
	return &Library{builtin: builtin, read: map[string]*Set{}, ids: map[string]string{}}
}

// Builtin returns the names of the built-in packs, sorted.
func (l *Library) Builtin() []string {
	files, err := fs.Glob(l.builtin, "*.yaml")
	if err != nil {
		panic(err) // the pattern is well-formed
	}
	var out []string
	for _, f := range files {
		out = append(out, strings.TrimSuffix(f, ".yaml"))
	}
	slices.Sort(out)
	return out
}

// Sets reads the named packs, each once, in the order of names. A name with a
// slash or ending in .yaml or .yml is a path. The error is a yamldoc.Errors with
// every problem of every pack.
func (l *Library) Sets(names ...string) ([]*Set, error) {
	var out []*Set
	var problems yamldoc.Errors
	for _, name := range names {
		s, errs := l.set(source{name: name}, "")
		problems = append(problems, errs...)
		if s != nil && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return out, nil
}

// source says where the name of a pack was met.
type source struct {
	name string
	from yamldoc.Node // the extends list; zero: named by the operator
}

func (s source) problem(format string, args ...any) yamldoc.Errors {
	if s.from.IsZero() {
		return yamldoc.Errors{{File: s.name, Message: fmt.Sprintf(format, args...)}}
	}
	return yamldoc.Errors{s.from.Problem(format, args...)}
}

func isPath(name string) bool {
	return strings.ContainsAny(name, `/\`) || strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}

// set reads one pack. dir is the folder its name is relative to; "" is the
// working directory.
func (l *Library) set(s source, dir string) (*Set, yamldoc.Errors) {
	file := s.name + ".yaml"
	if isPath(s.name) {
		file = s.name
		if !filepath.IsAbs(file) {
			file = filepath.Join(dir, file)
		}
	}
	if set, ok := l.read[file]; ok {
		if set == nil {
			return nil, s.problem("规则包 %s 直接或间接继承了自己：去掉这一处继承", s.name)
		}
		return set, nil
	}
	data, err := l.data(s.name, file)
	if err != nil {
		return nil, s.problem("%v", err)
	}
	l.read[file] = nil
	set, problems := l.build(file, data)
	if len(problems) > 0 {
		delete(l.read, file)
		return nil, problems
	}
	if other, ok := l.ids[set.ID]; ok && other != file {
		delete(l.read, file)
		return nil, s.problem("规则包编号 %s 已被 %s 使用：换一个编号", set.ID, other)
	}
	l.read[file], l.ids[set.ID] = set, file
	return set, nil
}

func (l *Library) data(name, file string) ([]byte, error) {
	if isPath(name) {
		data, err := os.ReadFile(file)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("找不到规则包文件 %s", file)
		}
		return data, err
	}
	data, err := fs.ReadFile(l.builtin, path.Clean(file))
	if err != nil {
		return nil, fmt.Errorf("没有名为 %s 的内置规则包：有 %s；自己的规则包请写文件路径", name, strings.Join(l.Builtin(), "、"))
	}
	return data, nil
}
