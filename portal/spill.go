package portal

import (
	"os"
	"strings"
)

// spill is the file to which an arena moves blocks that are full, once it has more
// than it may hold in memory: what the pages of a large site say is looked at a few
// times, far apart.
type spill struct {
	file    *os.File
	at      []int64 // by block: where it stands in the file, plus one; 0: in memory
	size    []int   // by block: how long it is there
	end     int64
	waiting []int // full blocks in memory, the oldest first
	held    int   // their bytes
	off     bool  // there is no file to be had
}

// spillFrom is how many bytes of full blocks an arena that may spill holds.
const spillFrom = 2 << 20

// full tells that block n will not grow any more, and moves the oldest blocks out
// where there are too many. Without a file they stay.
func (a *arena) full(n int) {
	s := a.spill
	if s == nil || s.off {
		return
	}
	s.waiting = append(s.waiting, n)
	s.held += a.blocks[n].Len()
	for s.held > spillFrom && len(s.waiting) > 0 && !s.off {
		oldest := s.waiting[0]
		s.waiting = s.waiting[1:]
		s.held -= a.blocks[oldest].Len()
		a.moveOut(oldest)
	}
}

// moveOut writes a block to the file and gives up its memory.
func (a *arena) moveOut(n int) {
	s := a.spill
	if s.file == nil {
		f, err := os.CreateTemp("", "govaudit-portal-*")
		if err != nil {
			s.off = true
			return
		}
		os.Remove(f.Name()) // it ends with the process, or with the portal
		s.file = f
	}
	text := a.blocks[n].String()
	if _, err := s.file.WriteAt([]byte(text), s.end); err != nil {
		s.off = true
		return
	}
	for len(s.at) <= n {
		s.at, s.size = append(s.at, 0), append(s.size, 0)
	}
	s.at[n], s.size[n] = s.end+1, len(text)
	s.end += int64(len(text))
	a.blocks[n] = nil
}

// block returns all of a block, wherever it is.
func (a *arena) block(n int) string {
	if b := a.blocks[n]; b != nil {
		return b.String()
	}
	text := make([]byte, a.spill.size[n])
	if k, err := a.spill.file.ReadAt(text, a.spill.at[n]-1); k < len(text) {
		panic("portal: what was kept of a page cannot be read back: " + err.Error())
	}
	return string(text)
}

// take adds a block that another arena held at the same place.
func (a *arena) take(text string) {
	if n := len(a.blocks); n > 0 {
		a.full(n - 1)
	}
	b := new(strings.Builder)
	b.WriteString(text)
	a.blocks = append(a.blocks, b)
	a.last = len(a.blocks) - 1
	a.size += len(text)
}

// readAhead is how much is read of the file at once: most of what pages say is
// shorter.
const readAhead = 512

// fetch reads a string back that has moved out.
func (a *arena) fetch(at uint32) string {
	s := a.spill
	from := s.at[at>>16] - 1 + int64(at&(lastBlock-1))
	var few [readAhead]byte
	n, _ := s.file.ReadAt(few[:], from) // at the end of the file there is less
	size, k := uvarint(string(few[:min(n, 10)]))
	want := k + int(size)
	if want <= n {
		return string(few[k:want])
	}
	all := make([]byte, want)
	if n, err := s.file.ReadAt(all, from); n < want {
		panic("portal: what was kept of a page cannot be read back: " + err.Error())
	}
	return string(all[k:])
}
