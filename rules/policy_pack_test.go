package rules

import (
	"os"
	"slices"
	"testing"
)

// TestPacksCoverPolicyCodes proves that the national pack judges every code of
// the two checks exactly once, and that the local packs load over it.
func TestPacksCoverPolicyCodes(t *testing.T) {
	l, err := NewLibrary(os.DirFS("../configs/packs"))
	if err != nil {
		t.Fatal(err)
	}
	sets, err := l.Sets("national", "nantong-2021", "shucheng-2021")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range sets[0].Rules {
		switch c := r.check.(type) {
		case *validityMark:
			for _, code := range c.Codes {
				got = append(got, "validity_mark "+code)
			}
		case *interpretation:
			for _, code := range c.Codes {
				got = append(got, "interpretation "+code)
			}
		}
	}
	var want []string
	for _, check := range []string{"validity_mark", "interpretation"} {
		for _, code := range Codes(check) {
			want = append(want, check+" "+code)
		}
	}
	slices.Sort(got)
	sameLines(t, got, want)
}
