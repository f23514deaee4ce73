package crawler

import (
	"cmp"
	"encoding/binary"
	"errors"
	"strings"
	"time"

	"github.com/govaudit/govaudit/calendar"
)

// job is one address to fetch. What is added to it belongs into encode and decode
// too.
type job struct {
	url, from string
	day       calendar.Day // of the list row that named it; 0: none
	depth     uint16
	class     class
	data      bool      // what comes is part of the page it was found on: the rows its script asks for
	order     uint16    // among pagers: the nearest page first; among attachments: those that are read first
	name      uint32    // what the link called it: see nameHash; 0: nothing
	tries     uint8     // attempts made; a job that has any is kept in memory
	headed    bool      // the last attempt asked for no body; the same holds for this
	notBefore time.Time // and for this
}

// compare orders jobs: by class, newest first, then nearest to the home page,
// then by address, so that a crawl cut short saw the same pages as the last one.
func (j *job) compare(k *job) int {
	if c := cmp.Or(int(j.class)-int(k.class), int(j.order)-int(k.order), cmp.Compare(k.day, j.day), int(j.depth)-int(k.depth)); c != 0 {
		return c
	}
	return strings.Compare(j.url, k.url)
}

func (j *job) before(k *job) bool { return j.compare(k) < 0 }

type jobs []*job

func (q jobs) Len() int           { return len(q) }
func (q jobs) Less(i, k int) bool { return q[i].before(q[k]) }
func (q jobs) Swap(i, k int)      { q[i], q[k] = q[k], q[i] }
func (q *jobs) Push(x any)        { *q = append(*q, x.(*job)) }
func (q *jobs) Pop() any {
	old := *q
	last := old[len(old)-1]
	old[len(old)-1] = nil
	*q = old[:len(old)-1]
	return last
}

// encode appends j to b as it is kept on disk.
func (j *job) encode(b []byte) []byte {
	kind := byte(j.class)
	if j.data {
		kind |= dataBit
	}
	b = append(b, kind)
	b = binary.AppendUvarint(b, uint64(j.order))
	b = binary.AppendVarint(b, int64(j.day))
	b = binary.AppendUvarint(b, uint64(j.depth))
	b = binary.AppendUvarint(b, uint64(j.name))
	b = binary.AppendUvarint(b, uint64(len(j.url)))
	b = append(b, j.url...)
	b = binary.AppendUvarint(b, uint64(len(j.from)))
	return append(b, j.from...)
}

// dataBit marks a job for data in the byte of its class.
const dataBit = 0x80

// errJob marks a job on disk that is not what was written there.
var errJob = errors.New("waiting address cannot be read back")

// decode reads the job that b holds.
func decode(b []byte) (*job, error) {
	if len(b) == 0 {
		return nil, errJob
	}
	j := &job{class: class(b[0] &^ dataBit), data: b[0]&dataBit != 0}
	b = b[1:]
	number := func() uint64 {
		n, size := binary.Uvarint(b)
		b = b[max(size, 0):]
		return n
	}
	text := func() string {
		n := min(number(), uint64(len(b)))
		s := string(b[:n])
		b = b[n:]
		return s
	}
	j.order = uint16(number())
	day, size := binary.Varint(b)
	j.day, b = calendar.Day(day), b[max(size, 0):]
	j.depth = uint16(number())
	j.name = uint32(number())
	j.url = text()
	j.from = text()
	if len(b) > 0 || j.url == "" {
		return nil, errJob
	}
	return j, nil
}
