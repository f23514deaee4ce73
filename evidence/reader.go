package evidence

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// maxHead bounds the header of a record, and the head of the HTTP message in it.
const maxHead = 2 << 20

var (
	errHead   = errors.New("记录头不合格式")
	errLength = errors.New("记录的长度与记录头所写不符")
)

// seen is what a record was found to be when it was read.
type seen struct {
	capture
	id      string
	size    int64  // bytes read, unpacked
	sha256  string // of them
	packed  string // SHA-256 of the stored bytes
	parts   bool   // the record could be taken apart
	block   bool   // its block is as its digest says
	content bool   // its payload is as its digest says, or none is stated that could be compared
	err     error  // why it could not be read to its end
}

// recordReader reads records one at a time in bounded memory.
type recordReader struct {
	in  *bufio.Reader
	gz  *gzip.Reader
	out *bufio.Reader
}

func newRecordReader() *recordReader {
	return &recordReader{in: bufio.NewReaderSize(nil, 64<<10), gz: new(gzip.Reader), out: bufio.NewReaderSize(nil, 32<<10)}
}

// read takes the record that src holds, all of it: one gzip member, which must not
// unpack to more than size bytes. It reads src to its end whatever is wrong.
func (rr *recordReader) read(src io.Reader, size int64) seen {
	packed := sha256.New()
	src = io.TeeReader(src, packed)
	rr.in.Reset(src)
	var s seen
	whole := sha256.New()
	if s.err = rr.gz.Reset(rr.in); s.err == nil {
		rr.gz.Multistream(false)
		counted := &counter{r: io.TeeReader(io.LimitReader(rr.gz, size+1), whole)}
		rr.out.Reset(counted)
		s.err = rr.parts(&s)
		if _, err := io.Copy(io.Discard, rr.out); s.err == nil { // what follows the record, and the checksum
			s.err = err
		}
		s.size = counted.n
		if _, err := rr.in.ReadByte(); s.err == nil && err != io.EOF {
			s.err = errLength // another member, or something else, behind it
		}
	}
	io.Copy(io.Discard, rr.in)
	s.sha256, s.packed = hex.EncodeToString(whole.Sum(nil)), hex.EncodeToString(packed.Sum(nil))
	return s
}

type counter struct {
	r io.Reader
	n int64
}

// Read implements io.Reader.
func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// parts takes the unpacked record apart and compares its digests.
func (rr *recordReader) parts(s *seen) error {
	fields, err := readHead(rr.out)
	if err != nil {
		return err
	}
	if string(fields[0].name) != "WARC/1.1" {
		return errHead
	}
	var length int64 = -1
	var blockDigest, payloadDigest string
	for _, f := range fields[1:] {
		switch strings.ToLower(f.name) {
		case "warc-type":
			s.kind = f.value
		case "warc-record-id":
			s.id = strings.Trim(f.value, "<>")
		case "warc-date":
			s.date = f.value
		case "warc-target-uri":
			s.target = f.value
		case "content-type":
			s.mime = f.value
		case "warc-block-digest":
			blockDigest = strings.TrimPrefix(f.value, "sha256:")
		case "warc-payload-digest":
			payloadDigest = strings.TrimPrefix(f.value, "sha256:")
		case "content-length":
			if length, err = strconv.ParseInt(f.value, 10, 64); err != nil || length < 0 {
				return errHead
			}
		}
	}
	if length < 0 {
		return errHead
	}
	block := sha256.New()
	rest := io.TeeReader(io.LimitReader(rr.out, length), block)
	payload, err := rr.block(s, rest)
	s.parts = err == nil
	s.block = blockDigest == hex.EncodeToString(block.Sum(nil))
	s.payload = payloadDigest
	s.content = payload == nil || payloadDigest == "" || payloadDigest == hex.EncodeToString(payload.Sum(nil))
	if err != nil {
		return err
	}
	var end [4]byte
	if _, err := io.ReadFull(rr.out, end[:]); err == io.EOF || err == io.ErrUnexpectedEOF || err == nil && string(end[:]) != "\r\n\r\n" {
		return errLength
	} else if err != nil {
		return err
	}
	if _, err := rr.out.ReadByte(); err == nil {
		return errLength
	} else if err != io.EOF {
		return err
	}
	return nil
}

// block reads the block of a record to its end, keeps the head of an HTTP message
// and hashes the payload; nil where the block holds none.
func (rr *recordReader) block(s *seen, r io.Reader) (payload hash.Hash, err error) {
	switch s.kind {
	case typeRequest, typeResponse, typeRevisit:
		b := bufio.NewReaderSize(r, 4<<10)
		if s.head, err = rawHead(b); err != nil {
			return nil, err
		}
		if s.kind == typeResponse {
			payload = sha256.New()
			_, err = io.Copy(payload, b)
			return payload, err
		}
		_, err = io.Copy(io.Discard, b)
		return nil, err
	case typeResource, typeConversion:
		payload = sha256.New()
		_, err = io.Copy(payload, r)
		return payload, err
	}
	_, err = io.Copy(io.Discard, r)
	return nil, err
}

// rawHead reads a message up to and with its empty line.
func rawHead(r *bufio.Reader) ([]byte, error) {
	var head []byte
	for {
		l, err := r.ReadSlice('\n')
		head = append(head, l...)
		switch {
		case len(head) > maxHead:
			return nil, fmt.Errorf("%w：超过 %d 字节", errHead, maxHead)
		case err == bufio.ErrBufferFull:
			continue
		case err == io.EOF:
			return head, nil // a message without a body need not end in an empty line
		case err != nil:
			return nil, err
		case bytes.HasSuffix(head, []byte("\r\n\r\n")) || len(head) == 2:
			return head, nil
		}
	}
}

// readHead reads the version line of a record, as the name of the first field, and
// its fields.
func readHead(r *bufio.Reader) ([]field, error) {
	raw, err := rawHead(r)
	if err != nil {
		return nil, err
	}
	raw, ok := bytes.CutSuffix(raw, []byte("\r\n\r\n"))
	if !ok {
		return nil, errHead
	}
	start, rest, _ := strings.Cut(string(raw), "\r\n")
	fields := []field{{name: start}}
	for rest != "" {
		var line string
		line, rest, _ = strings.Cut(rest, "\r\n")
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			return nil, errHead
		}
		fields = append(fields, field{name, strings.TrimSpace(value)})
	}
	return fields, nil
}
