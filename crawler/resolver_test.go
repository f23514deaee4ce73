package crawler

import (
	"testing"
	"time"
)

func TestNamesAreKeptAsLongAsTheirRecordsSay(t *testing.T) {
	w := newWeb(t)
	w.record("none.gov.cn. A", "none.gov.cn. 0 IN A 127.0.0.1")
	w.record("half.gov.cn. A", "half.gov.cn. 30 IN A 127.0.0.1")
	w.record("day.gov.cn. A", "day.gov.cn. 86400 IN A 127.0.0.1")
	for _, tt := range []struct {
		name string
		keep time.Duration
	}{
		{"none.gov.cn", dnsKeepShort},
		{"half.gov.cn", 30 * time.Second},
		{"day.gov.cn", dnsKeep},
		{"missing.gov.cn", dnsKeepNone},
	} {
		r := newResolver(w.resolver)
		before := time.Now()
		_, err := r.addresses(t.Context(), tt.name)
		after := time.Now()
		if (err != nil) != (tt.name == "missing.gov.cn") {
			t.Errorf("%s: %v", tt.name, err)
		}
		until := r.cache[tt.name].until
		if until.Before(before.Add(tt.keep)) || until.After(after.Add(tt.keep)) {
			t.Errorf("%s: kept for %s, want %s", tt.name, until.Sub(before), tt.keep)
		}
	}
}

func TestANameIsAskedForAgainWhenItsTimeIsOver(t *testing.T) {
	w := newWeb(t)
	w.record("a.gov.cn. A", "a.gov.cn. 60 IN A 127.0.0.1")
	r := newResolver(w.resolver)
	if _, err := r.addresses(t.Context(), "a.gov.cn"); err != nil {
		t.Fatal(err)
	}
	w.record("a.gov.cn. A", "a.gov.cn. 60 IN A 127.0.0.2")
	if a, err := r.addresses(t.Context(), "a.gov.cn"); err != nil || a[0].String() != "127.0.0.1" {
		t.Errorf("within its time: %v %v", a, err)
	}
	r.cache["a.gov.cn"].until = time.Now()
	if a, err := r.addresses(t.Context(), "a.gov.cn"); err != nil || a[0].String() != "127.0.0.2" {
		t.Errorf("after its time: %v %v", a, err)
	}
}
