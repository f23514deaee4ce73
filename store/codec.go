package store

import (
	"fmt"
	"runtime"

	"github.com/klauspost/compress/zstd"
)

// maxBody bounds one body, so that no stored bytes can unpack into more memory
// than this. The crawler's own bound is far below it.
const maxBody = 64 << 20

// codec packs bodies. Fast matters more than small here: the fastest level is
// an eighth of a page's size already. It is safe for concurrent use.
type codec struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}

func newCodec() (*codec, error) {
	n := runtime.GOMAXPROCS(0)
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest),
		zstd.WithEncoderConcurrency(n), zstd.WithLowerEncoderMem(true), zstd.WithWindowSize(1<<20))
	if err != nil {
		return nil, err
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(n), zstd.WithDecoderMaxMemory(maxBody))
	if err != nil {
		return nil, err
	}
	return &codec{enc, dec}, nil
}

func (c *codec) pack(body []byte) []byte {
	return c.enc.EncodeAll(body, make([]byte, 0, len(body)/6+64))
}

// unpack undoes pack. The packed bytes carry the size, which bounds what is
// taken, and a checksum, which is verified.
func (c *codec) unpack(data []byte) ([]byte, error) {
	body, err := c.dec.DecodeAll(data, nil)
	if err != nil {
		return nil, fmt.Errorf("unpack body: %w", err)
	}
	return body, nil
}

func (c *codec) close() {
	// Closing an encoder that writes nowhere has nothing to report.
	_ = c.enc.Close()
	c.dec.Close()
}
