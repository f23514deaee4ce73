package configs_test

import (
	"testing"

	"github.com/govaudit/govaudit/configs"
)

func TestSize(t *testing.T) {
	tests := []struct {
		name, text string
		want       configs.Size
		again      string // as it is printed; "" refused
	}{
		{"mebibytes", "150MiB", 150 << 20, "150MiB"},
		{"a blank before the unit", "2 GiB", 2 << 30, "2GiB"},
		{"decimal units are printed in bytes that mean the same", "1MB", 1e6, "1000000"},
		{"plain bytes", "1048576", 1 << 20, "1MiB"},
		{"no bound", "0", 0, "0"},
		{"negative", "-1MiB", 0, ""},
		{"a fraction", "1.5GiB", 0, ""},
		{"no number", "MiB", 0, ""},
		{"more than there is", "9999999999GiB", 0, ""},
		{"nothing", "", 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var s configs.Size
			err := s.UnmarshalText([]byte(tt.text))
			if (err == nil) != (tt.again != "") || s != tt.want {
				t.Fatalf("%q is read as %d, %v", tt.text, s, err)
			}
			if again, _ := s.MarshalText(); err == nil && string(again) != tt.again {
				t.Errorf("printed as %s, want %s", again, tt.again)
			}
		})
	}
}
