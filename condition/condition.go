// Package condition evaluates what an evaluator writes in CEL over plain facts
// of a site: typed when it is read, bounded in cost when it is run, without any
// way to reach outside.
package condition

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/ext"
)

// maxCost bounds one evaluation, in CEL's cost units: some ten thousand steps,
// a few milliseconds.
const maxCost = 200_000

// maxLength bounds the text of a condition, in bytes.
const maxLength = 4_000

// About is what a condition is about besides the site.
type About string

// The subjects.
const (
	Sites     About = "site"
	Columns   About = "columns"
	Documents About = "documents"
	Pages     About = "pages"
)

// Validate reports a subject that does not exist.
func (a About) Validate() error {
	switch a {
	case Sites, Columns, Documents, Pages:
		return nil
	}
	return fmt.Errorf("对象 %q 不存在：应为 site、columns、documents、pages 之一", string(a))
}

// Program is a condition ready to be asked. It is safe for concurrent use.
type Program struct {
	text    string
	program cel.Program
}

// Compile reads a condition about a subject. The error says in Chinese where and
// what is wrong; the compiler's own words are kept, for they name the place.
func Compile(about About, text string) (*Program, error) {
	if err := about.Validate(); err != nil {
		return nil, err
	}
	if len(text) > maxLength {
		return nil, fmt.Errorf("条件太长：至多 %d 字节", maxLength)
	}
	env, err := environment(about)
	if err != nil {
		return nil, fmt.Errorf("prepare CEL: %w", err)
	}
	ast, issues := env.Compile(text)
	if issues.Err() != nil {
		return nil, fmt.Errorf("条件写得不对（可用的名称见 docs/conditions.zh.md）：%s", where(issues))
	}
	if ast.OutputType() != cel.BoolType {
		return nil, fmt.Errorf("条件的结果应为真或假，而这里是 %s", ast.OutputType())
	}
	p, err := env.Program(ast, cel.CostLimit(maxCost), cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return nil, fmt.Errorf("条件不能执行：%w", err)
	}
	return &Program{text: text, program: p}, nil
}

// where says what the compiler found, each with its place in the condition.
func where(issues *cel.Issues) string {
	var out []string
	for _, e := range issues.Errors() {
		out = append(out, fmt.Sprintf("条件第 %d 行第 %d 个字：%s", e.Location.Line(), e.Location.Column()+1, e.Message))
	}
	return strings.Join(out, "；")
}

// String returns the condition as it was written.
func (p *Program) String() string { return p.text }

// Holds asks the condition of f. An error means that it could not be answered:
// too much work, or a map key that is not there.
func (p *Program) Holds(f Facts) (bool, error) {
	out, _, err := p.program.Eval(map[string]any{"as_of": f.AsOf, "site": f.Site, "column": f.Column, "doc": f.Document, "page": f.Page})
	if err != nil {
		if strings.Contains(err.Error(), "cost limit") {
			return false, errors.New("条件的计算量超过上限")
		}
		return false, fmt.Errorf("条件无法计算：%w", err)
	}
	return out == types.True, nil
}

func environment(about About) (*cel.Env, error) {
	opts := []cel.EnvOption{
		ext.NativeTypes(ext.ParseStructTags(true), reflect.TypeFor[Site](), reflect.TypeFor[Column](), reflect.TypeFor[Document](), reflect.TypeFor[Page]()),
		ext.Strings(), ext.Sets(),
		cel.Variable("as_of", cel.StringType),
		cel.Variable("site", cel.ObjectType("condition.Site")),
		fold(), containsAny(), days(),
	}
	switch about {
	case Columns:
		opts = append(opts, cel.Variable("column", cel.ObjectType("condition.Column")))
	case Documents:
		opts = append(opts, cel.Variable("doc", cel.ObjectType("condition.Document")))
	case Pages:
		opts = append(opts, cel.Variable("page", cel.ObjectType("condition.Page")))
	}
	return cel.NewEnv(opts...)
}

// refString reads a CEL string; cel has checked the type.
func refString(v ref.Val) string {
	s, _ := v.Value().(string)
	return s
}
