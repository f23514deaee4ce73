package evidence

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
)

// diagnose looks in the whole file for records that are not at their place, so
// that a record taken out or put in is told as such and not as a change of all
// that follow it. The list goes to end; left records beyond those in bad are wrong, too.
func (v *verifier) diagnose(in *os.File, f *File, bad []badRecord, left int, end int64) error {
	want := make(map[string]int, len(bad)) // by the hash of the stored bytes
	for i, b := range bad {
		want[b.Packed] = i
	}
	found := make([]int64, len(bad)) // where, plus one; 0: nowhere
	var others []Problem
	from := bad[0].Offset // what comes before is in order
	err := members(in, from, func(at, to int64, s *seen) {
		i, ok := want[s.packed]
		switch {
		case ok && found[i] == 0:
			found[i] = at + 1
		case len(others) < maxProblems && !inOrder(bad, at, end):
			others = append(others, Problem{File: f.Path, From: at, To: to,
				Words: fmt.Sprintf("多出的记录：%s %s（%s）", printable(s.kind), printable(s.target), printable(s.date))})
		}
	})
	if err != nil {
		return fmt.Errorf("read %s: %w", f.Path, err)
	}
	v.misplaced(f, bad, found)
	changed := map[int64]bool{} // places where a record stands in changed form
	for i, b := range bad {
		changed[b.Offset] = found[i] == 0
	}
	for _, p := range others {
		if !changed[p.From] {
			v.report.problem(p)
		}
	}
	if left > 0 {
		v.report.file(f.Path, "其后还有 %d 条记录不在原处或被改动，没有逐条查找", left)
	}
	return nil
}

// inOrder reports whether what stands at this place was found to be in order: none
// of the bad records claims it, and the list goes as far.
func inOrder(bad []badRecord, at, end int64) bool {
	i, _ := slices.BinarySearchFunc(bad, at, func(b badRecord, at int64) int { return cmp.Compare(b.Offset+b.Length, at+1) })
	return at < end && (i == len(bad) || at < bad[i].Offset)
}

// misplaced tells of each bad record, and once of several that moved together.
func (v *verifier) misplaced(f *File, bad []badRecord, found []int64) {
	shift := int64(0) // of what stood before
	for i := 0; i < len(bad); {
		b := bad[i]
		tell := func(format string, args ...any) {
			e := b.Entry
			v.report.problem(Problem{File: f.Path, From: b.Offset, To: b.Offset + b.Length, Record: &e, Words: fmt.Sprintf(format, args...)})
		}
		if found[i] == 0 {
			n := taken(bad, found, i, shift)
			switch {
			case n > 0:
				for _, gone := range bad[i : i+n] {
					b = gone
					tell("记录被删除")
				}
				i += n
				continue
			case shift != 0:
				tell("已改动或被删除（它之前的记录已经移位）")
			default:
				tell("%s", b.words)
			}
			i++
			continue
		}
		moved := found[i] - 1 - b.Offset
		if moved == 0 {
			tell("%s", b.words)
			i++
			continue
		}
		n := 1
		for i+n < len(bad) && found[i+n] != 0 && found[i+n]-1-bad[i+n].Offset == moved {
			n++
		}
		if n == 1 {
			tell("内容没有变，位置从第 %d 字节移到了第 %d 字节", b.Offset, b.Offset+moved)
		} else {
			tell("自这一条起 %d 条记录内容没有变，位置整体移动了 %+d 字节", n, moved)
		}
		shift = moved
		i += n
	}
}

// taken returns how many records from bad[i] on were taken out: what follows them
// has moved up by just their length. 0: they were not.
func taken(bad []badRecord, found []int64, i int, shift int64) int {
	var length int64
	for n := i; n < len(bad); n++ {
		if found[n] != 0 {
			if found[n]-1-bad[n].Offset == shift-length {
				return n - i
			}
			return 0
		}
		length += bad[n].Length
	}
	return 0
}

// members yields every gzip member from a place of a file on that holds a record,
// with the bytes it takes. What is none is passed over.
func members(in *os.File, from int64, yield func(at, end int64, s *seen)) error {
	info, err := in.Stat()
	if err != nil {
		return err
	}
	size := info.Size()
	budget := 4*size + 1<<20 // a file made of beginnings of members must not be read for each
	rr := newRecordReader()
	for at := from; at < size && budget > 0; {
		src := &counter{r: io.NewSectionReader(in, at, size-at)}
		s, used := rr.member(src)
		budget -= src.n
		if s.err == nil {
			sum := sha256.New()
			if _, err := io.Copy(sum, io.NewSectionReader(in, at, used)); err != nil {
				return err
			}
			s.packed = hex.EncodeToString(sum.Sum(nil))
			yield(at, at+used, &s)
			at += used
			continue
		}
		next, err := magic(in, at+1, size)
		if err != nil || next < 0 {
			return err
		}
		at = next
	}
	return nil
}

// member reads the record that begins at src, whatever its length, and returns how
// many stored bytes it takes.
func (rr *recordReader) member(src *counter) (s seen, used int64) {
	rr.in.Reset(src)
	if s.err = rr.gz.Reset(rr.in); s.err != nil {
		return s, 0
	}
	rr.gz.Multistream(false)
	rr.out.Reset(io.LimitReader(rr.gz, math.MaxInt64))
	if s.err = rr.parts(&s); s.err != nil {
		return s, 0
	}
	if _, s.err = io.Copy(io.Discard, rr.out); s.err != nil {
		return s, 0
	}
	return s, src.n - int64(rr.in.Buffered())
}

// magic returns where the next gzip member may begin; -1: nowhere.
func magic(in *os.File, from, size int64) (int64, error) {
	want := []byte{0x1f, 0x8b, 8}
	r := bufio.NewReaderSize(io.NewSectionReader(in, from, size-from), 64<<10)
	for at := from; ; {
		b, err := r.Peek(r.Size())
		if i := bytes.Index(b, want); i >= 0 {
			return at + int64(i), nil
		}
		if len(b) < r.Size() {
			if err == io.EOF {
				err = nil
			}
			return -1, err
		}
		n, err := r.Discard(len(b) - len(want) + 1)
		at += int64(n)
		if err != nil {
			return -1, err
		}
	}
}
