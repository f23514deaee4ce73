package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// childEnv makes the test binary be the program, so that a test can kill it.
const childEnv = "GOVAUDIT_TEST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childEnv) != "" {
		main()
	}
	testscript.Main(m, map[string]func(){"govaudit": main})
}

// TestCommand runs the sessions in testdata/script, each as a person would type it.
func TestCommand(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}
