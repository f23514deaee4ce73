package access

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func TestHasher(t *testing.T) {
	ctx := t.Context()
	h := NewHasher(Cost{64, 1}, 1)
	kept, err := h.Hash(ctx, "密码é")
	if err != nil {
		t.Fatal(err)
	}
	again, _ := h.Hash(ctx, "密码é")
	if kept == again {
		t.Error("the same password gives the same hash")
	}
	for _, tt := range []struct {
		password string
		with     *Hasher
		ok, old  bool
	}{
		{"密码é", h, true, false},
		{"密码e\u0301", h, true, false}, // the same letter in two pieces
		{"密码e", h, false, false},
		{"", h, false, false},
		{"密码é", NewHasher(Cost{128, 1}, 1), true, true},
	} {
		ok, old, err := tt.with.Check(ctx, tt.password, kept)
		if ok != tt.ok || old != tt.old || err != nil {
			t.Errorf("%q: %v %v %v", tt.password, ok, old, err)
		}
	}
	for _, bad := range []string{"x", "$argon2i$v=19$m=64,t=1,p=1$AAAA$AAAA", "$argon2id$v=19$m=99999999,t=1,p=1$AAAA$AAAA", "$argon2id$v=19$m=64,t=0,p=1$AAAA$AAAA", "$argon2id$v=19$m=64,t=1,p=1$?$AAAA"} {
		if ok, _, err := h.Check(ctx, "x", bad); ok || err == nil {
			t.Errorf("%s: %v %v", bad, ok, err)
		}
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	h.slots <- struct{}{}
	if _, err := h.Hash(gone, "x"); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller that gave up: %v", err)
	}
}

func TestOneTime(t *testing.T) {
	a, b := OneTime(), OneTime()
	if a == b || len(a) != 23 || strings.Count(a, "-") != 3 {
		t.Errorf("%q %q", a, b)
	}
}

func BenchmarkCheck(b *testing.B) {
	h := NewHasher(Due(), 1)
	for b.Loop() {
		if _, _, err := h.Check(b.Context(), "x", ""); err != nil {
			b.Fatal(err)
		}
	}
}
