package rules

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/internal/yamldoc"
)

// TestChecksComplete reads the package's own source: whatever can judge must be
// in the registry, under a name that has its codes.
func TestChecksComplete(t *testing.T) {
	judges := typesThatJudge(t)
	registered := map[string]bool{}
	for _, name := range checkNames() {
		c := checks[name]()
		typ := strings.TrimPrefix(fmt.Sprintf("%T", c), "*rules.")
		registered[typ] = true
		if !judges[typ] {
			t.Errorf("check %s is made by %s, which has no Judge method here", name, typ)
		}
		if len(codes[name]) == 0 && name != "manual" { // a person finds no codes
			t.Errorf("check %s has no codes", name)
		}
		if checks[name]() == c {
			t.Errorf("check %s gives the same value twice: rules would share settings", name)
		}
	}
	for typ := range judges {
		if !registered[typ] {
			t.Errorf("%s has a Judge method but is not in checks", typ)
		}
	}
	for name := range codes {
		if checks[name] == nil {
			t.Errorf("codes are listed for %s, which is not in checks", name)
		}
	}
}

func TestDefaultSettingsAreSound(t *testing.T) {
	for _, name := range checkNames() {
		switch name {
		case "column", "disclosure", "expression", "interaction", "manual":
			continue // what they look for has no default: every rule says it
		}
		if _, err := newCheck(name, yamldoc.Node{}); err != nil {
			t.Errorf("%s without settings: %v", name, err)
		}
	}
}

func TestSettingsAreDecodedStrictly(t *testing.T) {
	for _, name := range checkNames() {
		with, err := yamldoc.Parse("pack.yaml", []byte("\nno_such_setting: 1\n"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = newCheck(name, with)
		if err == nil || !strings.HasPrefix(err.Error(), "pack.yaml:2:1: 未知的键 no_such_setting") {
			t.Errorf("%s takes a misspelt setting: %v", name, err)
		}
	}
}

func typesThatJudge(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv == nil || fn.Name.Name != "Judge" || len(fn.Recv.List) != 1 {
				continue
			}
			recv := fn.Recv.List[0].Type
			if star, ok := recv.(*ast.StarExpr); ok {
				recv = star.X
			}
			if id, ok := recv.(*ast.Ident); ok {
				out[id.Name] = true
			}
		}
	}
	if len(out) == 0 {
		t.Fatal("no type with a Judge method found: the test looks in the wrong place")
	}
	return out
}
