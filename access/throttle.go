package access

import (
	"net/netip"
	"sync"
	"time"
)

// Throttle slows down guessing. Somebody who fails has to wait, twice as long each
// time, up to a quarter of an hour: per address, and per account for all addresses
// together. An address from which the account was signed in before is not held up by
// what others do to the account, and a device not even by what others do from its
// address, so that nobody can lock its owner out. The zero Throttle is ready to use; it
// forgets at a restart, which a guesser cannot cause.
type Throttle struct {
	mu     sync.Mutex
	failed map[string]failures
	known  map[string]time.Time // account and address, or device: when it was last signed in
}

// Caller is who asks to be let in.
type Caller struct {
	From netip.Addr
	// Device is a secret that was given to a browser with which the account was signed
	// in before; "": none.
	Device string
}

// keys names what an attempt counts against, and how many failures of each are free.
func (t *Throttle) keys(name string, by Caller) map[string]int {
	if _, ok := t.known[deviceKey(name, by.Device)]; ok {
		return map[string]int{deviceKey(name, by.Device): freeFailures}
	}
	address := group(by.From)
	keys := map[string]int{"a" + address: freeByAddress, "b" + name + knownAddressSep + address: freeFailures}
	if _, ok := t.known[name+knownAddressSep+address]; !ok {
		keys["n"+name] = freeByAccount
	}
	return keys
}

// deviceKey begins as no address does.
func deviceKey(name, device string) string {
	return "d" + hashSecret(name+knownAddressSep+device)
}

type failures struct {
	count int
	last  time.Time
}

const (
	freeFailures    = 5  // of one address with one account
	freeByAddress   = 20 // of one address: offices share one
	freeByAccount   = 20 // of one account, by addresses it does not know
	longestWait     = 15 * time.Minute
	forgetFailures  = time.Hour
	forgetKnown     = 90 * 24 * time.Hour
	mostRemembered  = 50_000
	knownAddressSep = "\x00"
)

// Begin counts an attempt, as one that fails until Succeeded says otherwise, and
// returns how long to wait if it must not be made now.
func (t *Throttle) Begin(name string, by Caller, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.forget(now)
	keys := t.keys(name, by)
	wait := time.Duration(0)
	for k, free := range keys {
		wait = max(wait, t.failed[k].wait(free, now))
	}
	if wait > 0 {
		return wait
	}
	if t.failed == nil {
		t.failed = map[string]failures{}
	}
	for k := range keys {
		f := t.failed[k]
		if now.Sub(f.last) > forgetFailures {
			f.count = 0
		}
		t.failed[k] = failures{f.count + 1, now}
	}
	return 0
}

func (f failures) wait(free int, now time.Time) time.Duration {
	if f.count < free {
		return 0
	}
	d := longestWait
	if n := f.count - free; n < 10 {
		d = min(d, time.Second<<n)
	}
	return max(0, f.last.Add(d).Sub(now))
}

// Succeeded takes back what Begin counted and remembers address and device for the
// account.
func (t *Throttle) Succeeded(name string, by Caller, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	address := group(by.From)
	for k, free := range t.keys(name, by) {
		switch f, ok := t.failed[k]; {
		case free == freeFailures:
			delete(t.failed, k)
		case ok:
			f.count = max(0, f.count-1)
			t.failed[k] = f
		}
	}
	if t.known == nil {
		t.known = map[string]time.Time{}
	}
	t.known[name+knownAddressSep+address] = now
	if by.Device != "" {
		t.known[deviceKey(name, by.Device)] = now
	}
}

// forget keeps memory bounded: first of what is old, then of all.
func (t *Throttle) forget(now time.Time) {
	if len(t.failed) > mostRemembered {
		for k, f := range t.failed {
			if now.Sub(f.last) > longestWait {
				delete(t.failed, k)
			}
		}
		if len(t.failed) > mostRemembered {
			clear(t.failed)
		}
	}
	if len(t.known) > mostRemembered {
		for k, at := range t.known {
			if now.Sub(at) > forgetKnown {
				delete(t.known, k)
			}
		}
		if len(t.known) > mostRemembered {
			clear(t.known)
		}
	}
}

// group is the network of one subscriber: an IPv6 address stands for its /64.
func group(a netip.Addr) string {
	a = a.Unmap().WithZone("")
	if a.Is6() {
		p, _ := a.Prefix(64) // 64 fits
		return p.String()
	}
	return a.String()
}
