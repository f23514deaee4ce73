package main

import (
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
)

var (
	fence = regexp.MustCompile("(?ms)^```sh\n(.*?)^```")
	line  = regexp.MustCompile(`(?m)^(?:govaudit|go run \./cmd/govaudit) (.*?)(?: +#.*)?$`)
	span  = regexp.MustCompile("`(?:govaudit|go run \\./cmd/govaudit) ([^`]+)`")
	note  = regexp.MustCompile(`(?m)^#.*? govaudit ([a-z].*?)(?: +#.*)?$`) // a comment of YAML
)

// commandsIn returns the arguments of every command line that a document shows.
func commandsIn(file, text string) []string {
	var out []string
	add := func(found [][]string) {
		for _, m := range found {
			out = append(out, strings.TrimSpace(m[1]))
		}
	}
	if strings.HasSuffix(file, ".yaml") {
		add(note.FindAllStringSubmatch(text, -1))
		return out
	}
	for _, block := range fence.FindAllStringSubmatch(text, -1) {
		add(line.FindAllStringSubmatch(block[1], -1))
	}
	add(span.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1))
	return out
}

// TestDocumentedCommandsExist parses every command line that the documents show
// with the parser of the program: a command, flag or argument that does not
// exist cannot stay in a text.
func TestDocumentedCommandsExist(t *testing.T) {
	for _, tt := range []struct {
		file  string
		least int // command lines it shows
	}{
		{"README.md", 6}, {"CONTRIBUTING.md", 4}, {"docs/guide.zh.md", 12}, {"docs/rules.zh.md", 1},
		{"docs/examples/my-city.yaml", 2}, {"docs/examples/new-city.yaml", 2}, {"configs/govaudit.example.yaml", 2},
	} {
		text, err := os.ReadFile("../../" + tt.file)
		if err != nil {
			t.Error(err)
			continue
		}
		found := commandsIn(tt.file, string(text))
		if len(found) < tt.least {
			t.Errorf("%s shows %d commands, want at least %d: %q", tt.file, len(found), tt.least, found)
		}
		for _, args := range found {
			if problem := parses(strings.Fields(args)); problem != "" {
				t.Errorf("%s shows %q: %s", tt.file, "govaudit "+args, problem)
			}
		}
	}
}

// parses returns what is wrong with a command line, "" if nothing is.
func parses(args []string) (problem string) {
	defer func() {
		if r := recover(); r != nil {
			shown, ok := r.(helpShown)
			if !ok {
				panic(r)
			}
			if shown.code != 0 {
				problem = "help fails"
			}
		}
	}()
	if args[0] == "help" {
		args = append(args[1:], "--help")
	}
	var c commands
	if _, err := newParser(&c, io.Discard, io.Discard).Parse(args); err != nil {
		return err.Error()
	}
	return ""
}

func TestParsesFindsWhatDoesNotExist(t *testing.T) {
	for _, tt := range []struct {
		line string
		ok   bool
	}{
		{"audit --config a.yaml --site x --site y", true},
		{"help rules", true},
		{"audit", false},
		{"audit --config a.yaml --colour", false},
		{"rules explain", false},
		{"help nothing", false},
	} {
		if problem := parses(strings.Fields(tt.line)); (problem == "") != tt.ok {
			t.Errorf("govaudit %s: %q", tt.line, problem)
		}
	}
}
