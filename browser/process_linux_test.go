package browser

import "testing"

// What the processes of a browser share among themselves is held once.
func TestHeld(t *testing.T) {
	const of = "Name:\tchromium\nRssAnon:\t   20000 kB\nRssFile:\t  90000 kB\nRssShmem:\t    9000 kB\n"
	for _, c := range []struct {
		name   string
		status []string
		want   int64 // KiB
	}{
		{"one process", []string{of}, 29000},
		{"two that show each other the same pictures", []string{of, of}, 49000},
		{"one that is gone", []string{of, ""}, 29000},
		{"none", nil, 0},
	} {
		if got := held(c.status) >> 10; got != c.want {
			t.Errorf("%s: %d KiB, want %d", c.name, got, c.want)
		}
	}
}
