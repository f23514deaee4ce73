package crawler

import (
	"container/heap"
	"slices"
)

const (
	waitingMost = 4000 // jobs of one host in memory
	waitingKeep = 2000 // the best of them, which stay there when it is more
	runsMerged  = 16   // runs of one size that become one
)

// waiting holds the jobs of one host in their order. Beyond a bound they go to
// disk, in runs: each sorted, and read from its beginning as its turn comes.
type waiting struct {
	heap jobs
	runs []*run
}

func (w *waiting) push(j *job) { heap.Push(&w.heap, j) }

// peek returns the first job, nil if none waits.
func (w *waiting) peek() *job {
	j, _ := w.first()
	return j
}

// first returns the first job and the run it stands in, nil where it is in memory.
func (w *waiting) first() (*job, *run) {
	var best *job
	if len(w.heap) > 0 {
		best = w.heap[0]
	}
	var in *run
	for _, r := range w.runs {
		if best == nil || r.head.before(best) {
			best, in = r.head, r
		}
	}
	return best, in
}

// pop takes the first job out. With an error, what stood behind it in its run is
// lost.
func (w *waiting) pop() (*job, error) {
	j, in := w.first()
	switch {
	case j == nil:
		return nil, nil
	case in == nil:
		heap.Pop(&w.heap)
		return j, nil
	}
	err := in.next()
	if in.head == nil {
		w.runs = slices.DeleteFunc(w.runs, func(r *run) bool { return r == in })
	}
	return j, err
}

// spill puts what is too much for memory on d. Jobs that no longer wait are left
// out.
func (w *waiting) spill(d *disk, waits func(*job) bool) error {
	if len(w.heap) <= waitingMost {
		return nil
	}
	w.heap = slices.DeleteFunc(w.heap, func(j *job) bool { return !waits(j) })
	slices.SortFunc(w.heap, (*job).compare) // a sorted slice is a heap
	if len(w.heap) <= waitingKeep {
		return nil
	}
	out, err := d.begin()
	if err != nil {
		return err
	}
	for _, j := range w.heap[waitingKeep:] {
		out.add(j)
	}
	clear(w.heap[waitingKeep:])
	w.heap = w.heap[:waitingKeep]
	if err := w.close(out, 0); err != nil {
		return err
	}
	return w.merge(d, waits)
}

// close ends the run that out writes and takes it up.
func (w *waiting) close(out *runWriter, size int) error {
	r, err := out.end()
	if err != nil {
		return err
	}
	if r == nil {
		return nil
	}
	r.size = size
	w.runs = append(w.runs, r)
	return nil
}

// merge makes one run of many small ones, so that few have to be looked at.
func (w *waiting) merge(d *disk, waits func(*job) bool) error {
	for size := 0; ; size++ {
		var same waiting
		for _, r := range w.runs {
			if r.size == size {
				same.runs = append(same.runs, r)
			}
		}
		if len(same.runs) < runsMerged {
			return nil
		}
		w.runs = slices.DeleteFunc(w.runs, func(r *run) bool { return r.size == size })
		out, err := d.begin()
		if err != nil {
			return err
		}
		for same.peek() != nil {
			j, err := same.pop()
			if err != nil {
				return err
			}
			if waits(j) {
				out.add(j)
			}
		}
		if err := w.close(out, size+1); err != nil {
			return err
		}
	}
}
