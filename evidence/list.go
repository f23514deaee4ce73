package evidence

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// listFile names every record of an export, one a line.
const listFile = "records.jsonl"

// Entry is one line of the list: a record, where it stands, and what it and the
// bytes it is stored in hash to.
type Entry struct {
	N      int64  `json:"n"` // counted from 1 over the whole export
	File   string `json:"file"`
	Offset int64  `json:"offset"`
	Length int64  `json:"length"` // stored bytes: one gzip member
	Type   string `json:"type"`
	ID     string `json:"id"`
	Target string `json:"target,omitempty"`
	Date   string `json:"date"`
	Size   int64  `json:"size"`   // bytes of the record, unpacked
	SHA256 string `json:"sha256"` // of the record, unpacked
	Packed string `json:"packed"` // SHA-256 of the stored bytes
}

// The chain: each line ends in the SHA-256 over the chain value before it, a line
// feed, and the line without that end. The first follows genesis.
const (
	chainStart = `,"chain":"`
	chainEnd   = `"}`
	chainLen   = len(chainStart) + 2*sha256.Size + len(chainEnd)
)

// genesis is the chain value before the first record of a run.
func genesis(runID string) string { return sumOf([]byte(Schema + "\n" + runID)) }

func link(prev string, entry []byte) string {
	h := sha256.New()
	io.WriteString(h, prev)
	h.Write([]byte{'\n'})
	h.Write(entry)
	return hex.EncodeToString(h.Sum(nil))
}

// listWriter writes the list.
type listWriter struct {
	out   *output
	n     int64
	chain string
}

func newList(root *os.Root, runID string) (*listWriter, error) {
	out, err := create(root, listFile)
	if err != nil {
		return nil, err
	}
	return &listWriter{out: out, chain: genesis(runID)}, nil
}

func (l *listWriter) add(e Entry) error {
	l.n++
	e.N = l.n
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return fmt.Errorf("list record %s: %w", e.ID, err)
	}
	line := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	l.chain = link(l.chain, line)
	line = append(line[:len(line)-1], chainStart+l.chain+chainEnd+"\n"...)
	if _, err := l.out.Write(line); err != nil {
		return fmt.Errorf("write %s: %w", listFile, err)
	}
	return nil
}

// maxLine bounds one line of the list or of the index: an address is most of it.
const maxLine = 4 << 20

var errLine = errors.New("not a line of the list")

// parseEntry reads a line of the list, without its line feed: the entry, the bytes
// that the chain covers, and the chain value the line states.
func parseEntry(line []byte) (e Entry, covered []byte, chain string, err error) {
	if len(line) < chainLen+1 {
		return e, nil, "", errLine
	}
	at := len(line) - chainLen
	end := line[at:]
	if string(end[:len(chainStart)]) != chainStart || string(end[len(end)-len(chainEnd):]) != chainEnd {
		return e, nil, "", errLine
	}
	chain = string(end[len(chainStart) : len(end)-len(chainEnd)])
	covered = append(bytes.Clone(line[:at]), '}')
	d := json.NewDecoder(bytes.NewReader(covered))
	d.DisallowUnknownFields()
	if err := d.Decode(&e); err != nil {
		return e, covered, chain, fmt.Errorf("%w: %w", errLine, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return e, covered, chain, errLine
	}
	if !warcName(e.File) || e.Offset < 0 || e.Length <= 0 || e.Size <= 0 || e.Offset+e.Length < 0 {
		return e, covered, chain, errLine
	}
	return e, covered, chain, nil
}

// lines yields the lines of r without their line feeds; one over maxLine ends
// the reading with an error.
func lines(r io.Reader) *bufio.Scanner {
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 64<<10), maxLine)
	s.Split(func(data []byte, atEOF bool) (int, []byte, error) { // unlike ScanLines, CR stays
		if i := bytes.IndexByte(data, '\n'); i >= 0 {
			return i + 1, data[:i], nil
		}
		if atEOF && len(data) > 0 {
			return len(data), data, nil
		}
		return 0, nil, nil
	})
	return s
}
