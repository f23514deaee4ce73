package crawler

import (
	"testing"
	"unsafe"
)

func TestLedgerKnowsWhatItWasTold(t *testing.T) {
	for _, low := range []uint{5, 20} {
		l := ledger{low: low}
		want := map[uint64]uint64{}
		h := uint64(0)
		for i := range uint64(50_000) {
			n := i % (1 << low)
			l.set(h, n)
			want[h] = n
			if i%3 == 0 {
				l.set(h, n/2)
				want[h] = n / 2
			}
			h = mix(i) &^ (1<<low - 1)
		}
		if l.len() != len(want) {
			t.Errorf("%d bits: %d entries, %d were put in", low, l.len(), len(want))
		}
		for h, n := range want {
			if got, ok := l.get(h); !ok || got != n {
				t.Fatalf("%d bits: %x is %d (%v), want %d", low, h, got, ok, n)
			}
		}
		for i := range uint64(50_000) {
			if _, ok := l.get(mix(i + 1<<40)); ok {
				t.Fatalf("%d bits: knows %x, which it was never told", low, mix(i+1<<40))
			}
		}
	}
}

func TestLedgerTakesFewBytes(t *testing.T) {
	l := ledger{low: 5}
	for i := range uint64(1_000_000) {
		l.set(mix(i), 1)
		if i < 5_000 || i%9973 != 0 {
			continue
		}
		words := 0
		for _, p := range l.parts {
			words += cap(p)
		}
		if each := words * int(unsafe.Sizeof(uint64(0))) / l.len(); each > 20 {
			t.Fatalf("%d bytes an entry at %d entries", each, l.len())
		}
	}
}
