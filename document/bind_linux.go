package document

import (
	"time"

	"golang.org/x/sys/unix"
)

// maxMemory bounds the memory of one pdftotext, its programs and libraries (some 50
// MiB) included. A page of a hundred thousand glyphs, more than any that is meant to be
// read, takes 30 MiB.
const maxMemory = 128 << 20

// bind sets the bounds of memory and processor time of a process. One that is
// gone already needs none.
func bind(pid int, t time.Duration) {
	seconds := uint64(t/time.Second) + 1
	for _, l := range []struct {
		what int
		most uint64
	}{{unix.RLIMIT_AS, maxMemory}, {unix.RLIMIT_CPU, seconds}, {unix.RLIMIT_CORE, 0}} {
		_ = unix.Prlimit(pid, l.what, &unix.Rlimit{Cur: l.most, Max: l.most}, nil)
	}
}
