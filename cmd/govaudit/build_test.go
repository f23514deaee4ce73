package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestBuildIDIsTheLinkers(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("programs are ELF files on Linux")
	}
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	want, err := exec.Command("go", "tool", "buildid", path).Output()
	if err != nil {
		t.Skip("the go command is not there to ask: ", err)
	}
	if got := linked(path); got != strings.TrimSpace(string(want)) {
		t.Errorf("build ID %q, want %q", got, want)
	}
	other := filepath.Join(t.TempDir(), "no-program")
	if err := os.WriteFile(other, []byte("\x7fELF and no more"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := linked(other); got != "" {
		t.Errorf("build ID %q of what is no program", got)
	}
}
