package docs

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// block is a piece of Go in CONTRIBUTING.md; its first line names the file.
var block = regexp.MustCompile("(?s)```go\n// (rules/[a-z_]+\\.go)\n(.*?)```")

// lists are where the lines of the second step go: before the closing brace of
// the literal that begins so.
var lists = map[string]string{
	"rules/registry.go": "var checks = ",
	"rules/codes.go":    "var codes = ",
}

// TestContributingAddsACheck does what "Adding a check" tells a stranger to do,
// in an overlay over the source, and runs its test and those of the registry
// that do not read the source themselves.
func TestContributingAddsACheck(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles package rules anew: left out of short runs")
	}
	text, err := os.ReadFile("../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	replace := map[string]string{}
	for _, m := range block.FindAllStringSubmatch(string(text), -1) {
		name, code := m[1], m[2]
		if opening := lists[name]; opening != "" {
			code = inserted(t, filepath.Join(root, name), opening, code)
		}
		to := filepath.Join(dir, filepath.Base(name))
		if err := os.WriteFile(to, []byte(code), 0o600); err != nil {
			t.Fatal(err)
		}
		replace[filepath.Join(root, name)] = to
	}
	if len(replace) != 4 {
		t.Fatalf("CONTRIBUTING.md shows %d files of package rules, want the check, its test and the two lists", len(replace))
	}
	overlay := filepath.Join(dir, "overlay.json")
	data, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(overlay, data, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "test", "-overlay", overlay, "-v", "-run", "^(TestOfficialDomain|TestDefaultSettingsAreSound|TestSettingsAreDecodedStrictly)$", "./rules")
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "--- PASS: TestOfficialDomain/a_name_that_only_looks_official") {
		t.Errorf("the test of the text did not run:\n%s", out)
	}
}

// inserted returns the file with lines added at the end of the literal that
// begins with opening.
func inserted(t *testing.T, file, opening, lines string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, after, ok := strings.Cut(string(data), opening)
	literal, rest, closed := strings.Cut(after, "\n}\n")
	if !ok || !closed {
		t.Fatalf("%s has no %q", file, opening)
	}
	return before + opening + literal + "\n" + lines + "}\n" + rest
}
