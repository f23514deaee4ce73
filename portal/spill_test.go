package portal

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// What an arena moves to its file is read back as it was put, long or short, and
// the file leaves no name behind.
func TestArenaSpills(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	a := arena{spill: &spill{}}
	var want []string
	var at []uint32
	for i := 0; a.size < 3*spillFrom; i++ {
		s := fmt.Sprintf("页%d %s", i, strings.Repeat("文", i%900))
		if i%100 == 0 {
			s = strings.Repeat(s+"长", 9)
		}
		want, at = append(want, s), append(at, a.put(s))
	}
	moved := 0
	for _, b := range a.blocks {
		if b == nil {
			moved++
		}
	}
	if moved == 0 || moved == len(a.blocks) || a.spill.held > spillFrom {
		t.Fatalf("%d of %d blocks moved, %d bytes of full ones held", moved, len(a.blocks), a.spill.held)
	}
	for i, s := range want {
		if a.get(at[i]) != s {
			t.Fatalf("string %d of %d bytes came out with %d", i, len(s), len(a.get(at[i])))
		}
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("%d files are left behind", len(left))
	}
}

// Without a file everything stays in memory.
func TestArenaWithoutAFile(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()+"/missing")
	a := arena{spill: &spill{}}
	var at []uint32
	for a.size < 2*spillFrom {
		at = append(at, a.put(strings.Repeat("字", 500)))
	}
	for _, x := range at {
		if len(a.get(x)) != 1500 {
			t.Fatal("a string is lost")
		}
	}
}
