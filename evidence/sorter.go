package evidence

import (
	"bufio"
	"container/heap"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
)

// sortBytes is how much a sorter holds before it puts a sorted run aside.
const sortBytes = 16 << 20

// sorter sorts lines in bounded memory: sorted runs go to a temporary file and are
// merged at the end. A line ends with a line feed.
type sorter struct {
	limit int // bytes held at once
	lines []string
	bytes int
	spill *os.File
	runs  []run
	end   int64
}

type run struct{ from, to int64 }

func newSorter(limit int) *sorter { return &sorter{limit: limit} }

func (s *sorter) add(line string) error {
	if line == "" {
		return nil
	}
	s.lines = append(s.lines, line)
	if s.bytes += len(line) + 16; s.bytes < s.limit {
		return nil
	}
	return s.putAside()
}

func (s *sorter) putAside() error {
	slices.Sort(s.lines)
	if s.spill == nil {
		var err error
		if s.spill, err = os.CreateTemp("", "govaudit-index-*"); err != nil {
			return fmt.Errorf("sort index: %w", err)
		}
	}
	w := bufio.NewWriterSize(io.NewOffsetWriter(s.spill, s.end), 256<<10)
	from := s.end
	for _, l := range s.lines {
		w.WriteString(l)
		s.end += int64(len(l))
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("sort index: %w", err)
	}
	s.runs = append(s.runs, run{from, s.end})
	s.lines, s.bytes = s.lines[:0], 0
	return nil
}

// sorted yields every line added, in byte order. Nothing may be added after it.
func (s *sorter) sorted() iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		if len(s.runs) == 0 {
			slices.Sort(s.lines)
			for _, l := range s.lines {
				if !yield(l, nil) {
					return
				}
			}
			return
		}
		if err := s.putAside(); err != nil {
			yield("", err)
			return
		}
		var m merge
		for _, r := range s.runs {
			h := &head{from: bufio.NewReaderSize(io.NewSectionReader(s.spill, r.from, r.to-r.from), 32<<10)}
			if more, err := h.advance(); err != nil {
				yield("", err)
				return
			} else if more {
				m = append(m, h)
			}
		}
		heap.Init(&m)
		for len(m) > 0 {
			if !yield(m[0].line, nil) {
				return
			}
			more, err := m[0].advance()
			switch {
			case err != nil:
				yield("", err)
				return
			case more:
				heap.Fix(&m, 0)
			default:
				heap.Pop(&m)
			}
		}
	}
}

// close removes what was put aside.
func (s *sorter) close() error {
	if s.spill == nil {
		return nil
	}
	return errors.Join(s.spill.Close(), os.Remove(s.spill.Name()))
}

// head is the next line of one sorted run.
type head struct {
	from *bufio.Reader
	line string
}

func (h *head) advance() (more bool, err error) {
	h.line, err = h.from.ReadString('\n')
	if err == io.EOF {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("sort index: %w", err)
	}
	return true, nil
}

// merge is a heap of runs by their next lines.
type merge []*head

func (m merge) Len() int           { return len(m) }
func (m merge) Less(i, j int) bool { return m[i].line < m[j].line }
func (m merge) Swap(i, j int)      { m[i], m[j] = m[j], m[i] }
func (m *merge) Push(x any)        { *m = append(*m, x.(*head)) }
func (m *merge) Pop() any {
	last := len(*m) - 1
	h := (*m)[last]
	*m = (*m)[:last]
	return h
}
