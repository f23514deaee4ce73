package crawler

import "testing"

// TestBoundOnBytesGrowsWithPages reads settings in which nobody says how many bytes a
// site may send.
func TestBoundOnBytesGrowsWithPages(t *testing.T) {
	tests := []struct {
		name     string
		maxPages int
		maxBytes int64
		want     int64
	}{
		{"a small site may send 2 GiB", 3000, 0, 2147483648},
		{"a site without a bound on pages has the default of both", 0, 0, 2147483648},
		{"a site of 80,000 pages may send 64 KiB a page", 80_000, 0, 5_242_880_000},
		{"what an operator sets counts", 80_000, 1000, 1000},
	}
	for _, tt := range tests {
		s := Settings{Crawl: Limits{MaxPages: tt.maxPages, MaxBytes: tt.maxBytes}}.filled()
		if got := s.Crawl.MaxBytes; got != tt.want {
			t.Errorf("%s: %d bytes, want %d", tt.name, got, tt.want)
		}
	}
}
