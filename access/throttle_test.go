package access

import (
	"fmt"
	"net/netip"
	"testing"
	"time"
)

func TestThrottle(t *testing.T) {
	start := time.Date(2026, 4, 10, 0, 0, 0, 0, time.UTC)
	home, away := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("198.51.100.7")
	fail := func(th *Throttle, name string, from netip.Addr, times int, at time.Time) (refused int) {
		for range times {
			if th.Begin(name, Caller{From: from}, at) > 0 {
				refused++
			}
		}
		return refused
	}
	t.Run("five mistakes are free, then one waits", func(t *testing.T) {
		th := new(Throttle)
		if got := fail(th, "a", home, 7, start); got != 2 {
			t.Errorf("%d of 7 refused, want 2", got)
		}
		if got := th.Begin("a", Caller{From: home}, start); got != time.Second {
			t.Errorf("wait %v, want 1s", got)
		}
	})
	t.Run("the wait doubles up to a quarter of an hour", func(t *testing.T) {
		th := new(Throttle)
		at := start
		fail(th, "a", home, 5, at)
		for _, want := range []time.Duration{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900} {
			want *= time.Second
			if got := th.Begin("a", Caller{From: home}, at); got != want {
				t.Fatalf("wait %v, want %v", got, want)
			}
			at = at.Add(want)
			if got := th.Begin("a", Caller{From: home}, at); got != 0 {
				t.Fatalf("after waiting %v: another %v", want, got)
			}
		}
	})
	t.Run("success takes the mistakes back", func(t *testing.T) {
		th := new(Throttle)
		fail(th, "a", home, 4, start)
		th.Begin("a", Caller{From: home}, start)
		th.Succeeded("a", Caller{From: home}, start)
		if got := fail(th, "a", home, 5, start); got != 0 {
			t.Errorf("%d of 5 refused", got)
		}
	})
	t.Run("an hour later all is forgotten", func(t *testing.T) {
		th := new(Throttle)
		fail(th, "a", home, 5, start)
		if got := fail(th, "a", home, 5, start.Add(61*time.Minute)); got != 0 {
			t.Errorf("%d of 5 refused", got)
		}
	})
	t.Run("one address cannot try many accounts", func(t *testing.T) {
		th := new(Throttle)
		refused := 0
		for i := range 30 {
			refused += fail(th, fmt.Sprint("user", i), away, 1, start)
		}
		if refused != 10 {
			t.Errorf("%d of 30 refused, want 10", refused)
		}
	})
	t.Run("many addresses cannot try one account, and its owner still gets in", func(t *testing.T) {
		th := new(Throttle)
		th.Begin("owner", Caller{From: home}, start)
		th.Succeeded("owner", Caller{From: home}, start)
		refused := 0
		for i := range 100 {
			refused += fail(th, "owner", netip.AddrFrom4([4]byte{203, 0, 113, byte(i)}), 1, start.Add(time.Minute))
		}
		if refused != 80 {
			t.Errorf("%d of 100 refused, want 80", refused)
		}
		if got := th.Begin("owner", Caller{From: home}, start.Add(time.Minute)); got != 0 {
			t.Errorf("the owner waits %v", got)
		}
	})
	t.Run("others at the same address cannot lock out who signed in with this device", func(t *testing.T) {
		th := new(Throttle)
		mine := Caller{From: home, Device: "mine"}
		th.Begin("owner", mine, start)
		th.Succeeded("owner", mine, start)
		fail(th, "owner", home, 100, start.Add(time.Minute))
		if got := th.Begin("owner", Caller{From: home}, start.Add(time.Minute)); got == 0 {
			t.Error("another device at the address may go on guessing")
		}
		if got := th.Begin("owner", mine, start.Add(time.Minute)); got != 0 {
			t.Errorf("the owner waits %v", got)
		}
		if got := th.Begin("other", Caller{From: home, Device: "mine"}, start.Add(time.Minute)); got != 0 {
			t.Errorf("another account at the address waits %v for what was tried of this one", got)
		}
		for range freeFailures {
			th.Begin("owner", mine, start.Add(time.Minute))
		}
		if got := th.Begin("owner", mine, start.Add(time.Minute)); got == 0 {
			t.Error("with a device that was signed in one may guess without end")
		}
	})
	t.Run("a device of one account is none of another", func(t *testing.T) {
		th := new(Throttle)
		th.Begin("thief", Caller{From: away, Device: "mine"}, start)
		th.Succeeded("thief", Caller{From: away, Device: "mine"}, start)
		refused := 0
		for range 10 {
			if th.Begin("owner", Caller{From: away, Device: "mine"}, start) > 0 {
				refused++
			}
		}
		if refused != 5 {
			t.Errorf("%d of 10 refused, want 5", refused)
		}
	})
	t.Run("addresses of one IPv6 network count as one", func(t *testing.T) {
		th := new(Throttle)
		refused := 0
		for i := range 10 {
			refused += fail(th, "a", netip.MustParseAddr(fmt.Sprintf("2001:db8::%d", i+1)), 1, start)
		}
		if refused != 5 {
			t.Errorf("%d of 10 refused, want 5", refused)
		}
	})
	t.Run("what is remembered is bounded", func(t *testing.T) {
		th := new(Throttle)
		for i := range mostRemembered {
			th.Begin(fmt.Sprint(i), Caller{From: netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)})}, start)
		}
		if n := len(th.failed); n > mostRemembered+3 {
			t.Errorf("%d are remembered", n)
		}
	})
}
