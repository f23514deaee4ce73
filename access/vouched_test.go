package access

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
)

// TestOneSubjectOneAccount has one person of a provider come in for the first time by
// several names at once: two accounts would be two people where two have to agree.
func TestOneSubjectOneAccount(t *testing.T) {
	a, _ := newAccounts()
	var added atomic.Int32
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			v := Voucher{Issuer: "https://idp", Subject: "17", Name: fmt.Sprint("zhang", i), Display: "张三", Role: Reviewer}
			if _, err := a.Welcome(t.Context(), v); err == nil {
				added.Add(1)
			}
		})
	}
	wg.Wait()
	if n := added.Load(); n != 1 {
		t.Errorf("one person has %d accounts", n)
	}
}
