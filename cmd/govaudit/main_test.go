package main

import (
	"os"
	"path/filepath"
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
	examples, err := filepath.Abs("../../docs/examples")
	if err != nil {
		t.Fatal(err)
	}
	own := map[string]func(*testscript.TestScript, bool, []string){"fill": fillCells}
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Cmds: own, Setup: func(e *testscript.Env) error {
		e.Setenv("EXAMPLES", examples)
		return nil
	}})
}
