package browser

import "testing"

func TestABrowserWithoutAWindowMayHoldLess(t *testing.T) {
	for product, want := range map[string]int64{
		"HeadlessChrome/156.0.8078.79": ShellMemory,
		"Chrome/156.0.8078.79":         DefaultMemory,
		"Edg/150.0.1.2":                DefaultMemory,
	} {
		if got := memoryFor(product); got != want {
			t.Errorf("%s may hold %d MiB, want %d", product, got>>20, want>>20)
		}
	}
}
