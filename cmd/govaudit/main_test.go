package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"govaudit": main})
}

// TestCommand runs the sessions in testdata/script, each as a person would type it.
func TestCommand(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}
