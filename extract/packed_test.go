package extract

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// What a server compressed without saying so is no page; pages in all their encodings,
// and files whose kind can be told, are not taken for it.
func TestPacked(t *testing.T) {
	var page strings.Builder
	page.WriteString("<html><head><title>政府信息公开</title></head><body>")
	for i := range 200 {
		fmt.Fprintf(&page, "<li><a href=\"/zwgk/%d.html\">关于第%d号文件的通知</a>2026-04-%02d</li>\r\n", i*7919, i, i%28+1)
	}
	through := func(open func(io.Writer) io.WriteCloser) []byte {
		var out bytes.Buffer
		w := open(&out)
		io.WriteString(w, page.String())
		w.Close()
		return out.Bytes()
	}
	gbk, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(page.String()))
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(page.String()))
	if err != nil {
		t.Fatal(err)
	}
	raw := through(func(w io.Writer) io.WriteCloser { z, _ := flate.NewWriter(w, 9); return z })
	for _, tt := range []struct {
		name string
		body []byte
		want bool
	}{
		{"gzip", through(func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }), true},
		{"zlib", through(func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }), true},
		{"deflate", raw, true},
		{"a page in UTF-8", []byte(page.String()), false},
		{"a page in GB18030", gbk, false},
		{"a page in UTF-16 without a mark", wide, false},
		{"a page in an encoding of seven bits", []byte(strings.Repeat("<p>\x1b$B@/I\\\x1b(B</p>", 20)), false},
		{"a page with a stray control character", []byte(page.String()[:300] + "\x01" + page.String()[300:]), false},
		{"a few bytes", raw[:20], false},
		{"a PDF", append([]byte("%PDF-1.4\n"), raw...), false},
		{"a Word document", append([]byte("PK\x03\x04"), raw...), false},
		{"nothing", nil, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Packed(tt.body); got != tt.want {
				t.Errorf("packed: %v, want %v", got, tt.want)
			}
		})
	}
}
