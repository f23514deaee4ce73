package crawler

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// diskName begins the names of the files that hold waiting addresses.
const diskName = "govaudit-frontier-"

// disk is the file in which one site's waiting addresses lie that are too many
// for memory. It holds nothing that a crawl which goes on needs: it has no name
// where the system allows that, so that nothing is left however the process ends.
type disk struct {
	file *os.File
	size int64
}

func openDisk() (*disk, error) {
	f, err := os.CreateTemp("", diskName)
	if err != nil {
		return nil, fmt.Errorf("make file for waiting addresses: %w", err)
	}
	os.Remove(f.Name()) // refused where a file in use cannot be removed; close does it there
	return &disk{file: f}, nil
}

func (d *disk) close() {
	d.file.Close()
	os.Remove(d.file.Name())
}

// sweepDisk removes what processes left behind that could not clean up after
// themselves. Files in use are either without a name or refuse to be removed.
func sweepDisk() {
	old, _ := filepath.Glob(filepath.Join(os.TempDir(), diskName+"*"))
	for _, name := range old {
		os.Remove(name)
	}
}

// runWriter writes one run at the end of the file.
type runWriter struct {
	d       *disk
	out     *bufio.Writer
	start   int64
	scratch []byte
	err     error
}

// begin starts a run. One is written at a time.
func (d *disk) begin() (*runWriter, error) {
	return &runWriter{d: d, out: bufio.NewWriterSize(io.NewOffsetWriter(d.file, d.size), 64<<10), start: d.size}, nil
}

// add appends j, which must not come before the last one added.
func (w *runWriter) add(j *job) {
	w.scratch = j.encode(w.scratch[:0])
	var length [binary.MaxVarintLen64]byte
	n := binary.PutUvarint(length[:], uint64(len(w.scratch)))
	for _, b := range [][]byte{length[:n], w.scratch} {
		k, err := w.out.Write(b)
		w.d.size += int64(k)
		if w.err == nil {
			w.err = err
		}
	}
}

// end returns the run that was written, nil if it is empty.
func (w *runWriter) end() (*run, error) {
	if err := w.out.Flush(); err != nil && w.err == nil {
		w.err = err
	}
	if w.err != nil {
		return nil, fmt.Errorf("write waiting addresses: %w", w.err)
	}
	r := &run{in: bufio.NewReaderSize(io.NewSectionReader(w.d.file, w.start, w.d.size-w.start), 4<<10)}
	if err := r.next(); err != nil {
		return nil, err
	}
	if r.head == nil {
		return nil, nil
	}
	return r, nil
}

// run is a sorted row of jobs on disk.
type run struct {
	head *job // the first of those that are left
	in   *bufio.Reader
	size int // how often it was merged
}

// next reads on; at the end head is nil.
func (r *run) next() error {
	r.head = nil
	n, err := binary.ReadUvarint(r.in)
	if err == io.EOF {
		return nil
	}
	if err == nil && n > maxJob {
		err = errJob
	}
	if err != nil {
		return fmt.Errorf("read waiting addresses: %w", err)
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(r.in, b); err != nil {
		return fmt.Errorf("read waiting addresses: %w", err)
	}
	r.head, err = decode(b)
	return err
}

// maxJob is more than a job takes on disk.
const maxJob = 64 << 10
