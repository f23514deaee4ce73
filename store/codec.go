package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"runtime"
	"sync"

	"github.com/klauspost/compress/s2"
	"github.com/klauspost/compress/zstd"
)

// maxBody bounds one body, so that no stored bytes can unpack into more memory
// than this. The crawler's own bound is far below it.
const maxBody = 64 << 20

// The forms of packed bodies, by their first byte. A body that begins with
// neither is a zstd frame, as earlier versions wrote it.
const (
	formPlain  = 1 // checksum, S2 block
	formPrimed = 2 // SHA-256 of the primer, checksum, S2 block
)

const (
	sumSize   = 4 // CRC-32C of the body, little endian
	plainHead = 1 + sumSize
	primeHead = 1 + primerSum + sumSize
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// codec packs bodies with S2: at every page of every crawl speed counts for more
// than size, and with a primer the pages of a site come out smaller than slower
// codecs leave them. It is safe for concurrent use.
type codec struct {
	zstd *zstd.Decoder
}

func newCodec() (*codec, error) {
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(runtime.GOMAXPROCS(0)), zstd.WithDecoderMaxMemory(maxBody))
	if err != nil {
		return nil, err
	}
	return &codec{dec}, nil
}

// space is where something is packed before it is known how small it comes out.
type space []byte

var spaces = sync.Pool{New: func() any { return new(space) }}

// keepSpace bounds the spaces that are kept for what is packed next.
const keepSpace = 1 << 20

// spaceOf returns a space of n bytes, which hold anything.
func spaceOf(n int) *space {
	sp := spaces.Get().(*space)
	if cap(*sp) < n {
		*sp = make(space, n)
	}
	*sp = (*sp)[:n]
	return sp
}

func (sp *space) release() {
	if cap(*sp) <= keepSpace {
		spaces.Put(sp)
	}
}

// pack packs body, with the help of p if it is not nil.
func (c *codec) pack(body []byte, p *primer) []byte {
	head := plainHead
	if p != nil {
		head = primeHead
	}
	sp := spaceOf(head + s2.MaxEncodedLen(len(body)))
	defer sp.release()
	out := *sp
	binary.LittleEndian.PutUint32(out[head-sumSize:], crc32.Checksum(body, castagnoli))
	var packed []byte
	if p == nil {
		out[0] = formPlain
		packed = s2.Encode(out[head:], body)
	} else {
		out[0] = formPrimed
		copy(out[1:], p.sum[:])
		packed = p.dict.Encode(out[head:], body)
	}
	return bytes.Clone(out[:head+len(packed)])
}

var (
	errPacked = errors.New("packed bytes are damaged")
	errPrimer = errors.New("packed with a primer")
)

// primerOf returns the name of the primer that data was packed with; false if it
// was packed without.
func primerOf(data []byte) (sum [primerSum]byte, ok bool) {
	if len(data) < primeHead || data[0] != formPrimed {
		return sum, false
	}
	return [primerSum]byte(data[1:]), true
}

// unpack undoes pack. p is the primer that [primerOf] names. The packed bytes carry
// the size, which bounds what is taken, and a checksum, which is verified.
func (c *codec) unpack(data []byte, p *primer) ([]byte, error) {
	switch {
	case len(data) == 0:
		return nil, fmt.Errorf("unpack body: %w", errPacked)
	case len(data) >= plainHead && data[0] == formPlain:
		return unblock(data[1:], nil)
	case len(data) >= primeHead && data[0] == formPrimed:
		if p == nil {
			return nil, fmt.Errorf("unpack body: %w", errPrimer)
		}
		return unblock(data[1+primerSum:], p.dict)
	}
	body, err := c.zstd.DecodeAll(data, nil)
	if err != nil {
		return nil, fmt.Errorf("unpack body: %w", err)
	}
	return body, nil
}

// unblock unpacks a checksum and the S2 block behind it.
func unblock(b []byte, d *s2.Dict) (body []byte, err error) {
	if n, err := s2.DecodedLen(b[sumSize:]); err != nil || n > maxBody {
		return nil, fmt.Errorf("unpack body: %w", errPacked)
	}
	if d == nil {
		body, err = s2.Decode(nil, b[sumSize:])
	} else {
		body, err = d.Decode(nil, b[sumSize:])
	}
	if err == nil && crc32.Checksum(body, castagnoli) != binary.LittleEndian.Uint32(b) {
		err = errPacked
	}
	if err != nil {
		return nil, fmt.Errorf("unpack body: %w", err)
	}
	return body, nil
}

func (c *codec) close() { c.zstd.Close() }
