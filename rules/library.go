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
	"sync"

	"github.com/govaudit/govaudit/internal/yamldoc"
)

// Library finds packs by name: built-in ones, those added, and files by path. It
// remembers what it has read and is safe for concurrent use.
type Library struct {
	builtin fs.FS
	names   []string // of the built-in packs, sorted

	templates templates      // built in
	broken    yamldoc.Errors // what is wrong with them

	mu    sync.Mutex
	added map[string]file
	read  map[string]*Set // by path; nil while being read
	ids   map[string]string
}

// file is a pack's content with its path, which complaints name and which its
// own `extends` is relative to.
type file struct {
	path    string
	data    []byte
	builtin bool
	draft   bool // words that somebody typed: no file is read for it
}

// NewLibrary returns a library of the packs in builtin, each in a file named
// ID.yaml. None is read until it is asked for.
func NewLibrary(builtin fs.FS) (*Library, error) {
	entries, err := fs.ReadDir(builtin, ".")
	if err != nil {
		return nil, fmt.Errorf("list built-in packs: %w", err)
	}
	l := &Library{builtin: builtin, added: map[string]file{}, read: map[string]*Set{}, ids: map[string]string{}}
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".yaml"); ok {
			l.names = append(l.names, name)
		}
	}
	slices.Sort(l.names)
	l.templates, l.broken = builtinTemplates(builtin)
	return l, nil
}

// Builtin returns the names of the built-in packs, sorted.
func (l *Library) Builtin() []string { return slices.Clone(l.names) }

// Add makes the pack in data, read from path, known under name, before any file
// of that path. The error is a yamldoc.Errors with what is wrong with the file
// alone; whether it fits what it extends shows when the set is asked for.
func (l *Library) Add(name, path string, data []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.added[name] = file{path: path, data: data}
	_, problems := readPack(path, data)
	return problems.Err()
}

// Sets reads the named packs, each once, in the order of names. A name with a
// slash or ending in .yaml or .yml is a path. The error is a yamldoc.Errors with
// every problem of every pack.
func (l *Library) Sets(names ...string) ([]*Set, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []*Set
	problems := slices.Clone(l.broken)
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
	f, err := l.find(s.name, dir)
	if err != nil {
		return nil, s.problem("%v", err)
	}
	if set, ok := l.read[f.path]; ok {
		if set == nil {
			return nil, s.problem("规则包 %s 直接或间接继承了自己：去掉这一处继承", s.name)
		}
		return set, nil
	}
	l.read[f.path] = nil
	set, problems := l.build(f)
	if other, ok := l.ids[set.ID]; ok && other != f.path && len(problems) == 0 {
		problems = s.problem("规则包编号 %s 已被 %s 使用：换一个编号", set.ID, other)
	}
	if len(problems) > 0 {
		delete(l.read, f.path)
		return nil, problems
	}
	l.read[f.path], l.ids[set.ID] = set, f.path
	return set, nil
}

// part returns a further file of the pack f.
func (l *Library) part(f file, name string) (file, error) {
	if f.draft {
		return file{}, errors.New("试用的规则包不能有分册：把规则写在一起")
	}
	if !filepath.IsLocal(name) {
		return file{}, fmt.Errorf("%s 应是本规则包文件旁边的文件，写相对路径", name)
	}
	if f.builtin {
		name = path.Join(path.Dir(f.path), name)
		data, err := fs.ReadFile(l.builtin, name)
		return file{path: name, data: data, builtin: true}, err
	}
	name = filepath.Join(filepath.Dir(f.path), name)
	data, err := os.ReadFile(name)
	return file{path: name, data: data}, err
}

// find returns the content of a named pack.
func (l *Library) find(name, dir string) (file, error) {
	if f, ok := l.added[name]; ok && dir == "" {
		return f, nil
	}
	if isPath(name) {
		at := name
		if !filepath.IsAbs(at) {
			at = filepath.Join(dir, at)
		}
		data, err := os.ReadFile(at)
		if errors.Is(err, fs.ErrNotExist) {
			return file{}, fmt.Errorf("找不到规则包文件 %s", at)
		}
		return file{path: at, data: data}, err
	}
	if !slices.Contains(l.names, name) {
		return file{}, fmt.Errorf("没有名为 %s 的内置规则包：有 %s；自己的规则包请写文件路径", name, strings.Join(l.names, "、"))
	}
	data, err := fs.ReadFile(l.builtin, name+".yaml")
	return file{path: name + ".yaml", data: data, builtin: true}, err
}
