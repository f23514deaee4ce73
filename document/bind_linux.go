package document

import (
	"time"

	"golang.org/x/sys/unix"
)

// bind sets the bounds of memory and processor time of a process. One that is
// gone already needs none.
func bind(pid int, memory uint64, t time.Duration) {
	seconds := uint64(t/time.Second) + 1
	for _, l := range []struct {
		what int
		most uint64
	}{{unix.RLIMIT_AS, memory}, {unix.RLIMIT_CPU, seconds}, {unix.RLIMIT_CORE, 0}} {
		_ = unix.Prlimit(pid, l.what, &unix.Rlimit{Cur: l.most, Max: l.most}, nil)
	}
}
