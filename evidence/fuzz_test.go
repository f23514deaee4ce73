package evidence

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
)

// packed is a gzip member.
func packed(s string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, s)
	z.Close()
	return b.Bytes()
}

// FuzzRecordReader: whatever a file holds is read to its end, and nothing is taken
// for a whole record whose length is not as it says.
func FuzzRecordReader(f *testing.F) {
	for _, s := range []string{
		"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 6\r\n\r\nH\r\n\r\nb\r\n\r\n",
		"WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: 1\r\n\r\nb\r\n\r\n",
		"WARC/1.1\r\nContent-Length: -1\r\n\r\n", "WARC/1.1\r\nContent-Length: 9999999999999\r\n\r\n", "WARC/1.0\r\n\r\n", "\r\n\r\n", "",
	} {
		f.Add(packed(s), int64(len(s)))
	}
	f.Add(append(packed("a"), packed("b")...), int64(2))
	f.Add([]byte{0x1f, 0x8b, 8}, int64(1))
	f.Fuzz(func(t *testing.T, data []byte, size int64) {
		src := &counter{r: bytes.NewReader(data)}
		s := newRecordReader().read(src, max(0, min(size, 1<<20)))
		if src.n != int64(len(data)) || s.packed != sumOf(data) {
			t.Errorf("%d of %d bytes were read", src.n, len(data))
		}
		if s.err == nil && (!s.parts || s.size > size) {
			t.Errorf("%d bytes taken for a whole record: %+v", s.size, s)
		}
	})
}

// FuzzParse: what others wrote is read or refused, and names no file outside.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"schema":"govaudit/evidence/v1","files":[{"path":"records.jsonl"},{"path":"indexes/index.cdxj"}],"records":{"file":"records.jsonl"}}`))
	f.Add([]byte(`{"n":1,"file":"archive/a-00000.warc.gz","length":1,"size":1,"chain":"` + strings.Repeat("0", 64) + `"}`))
	f.Add([]byte{0x30, 3, 0x30, 1, 2})
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := parseManifest(data); err == nil {
			for _, file := range m.Files {
				if !filepath.IsLocal(file.Path) || strings.Contains(file.Path, "..") {
					t.Errorf("the manifest names %q", file.Path)
				}
			}
		}
		if e, covered, _, err := parseEntry(data); err == nil && (!warcName(e.File) || !json.Valid(covered)) {
			t.Errorf("the list names %q", e.File)
		}
		if s, err := readStamp(data); err == nil {
			s.signed()
		}
	})
}

// FuzzAnswerBlock: the head of an answer ends where it should, has a header, and
// states the length of the body.
func FuzzAnswerBlock(f *testing.F) {
	f.Add("HTTP/1.1 200 OK\r\nA: b\r\n")
	f.Add("HTTP/2.0 200\nContent-Length: 5\n\n\nContent-Encoding: gzip")
	f.Add("")
	f.Fuzz(func(t *testing.T, raw string) {
		head := string(answerBlock(raw, 5))
		if strings.Index(head, "\r\n\r\n") != len(head)-4 || strings.Count(head, "\n") != strings.Count(head, "\r\n") || strings.Contains(head, "\x00") {
			t.Errorf("%q", head)
		}
		if headerOf([]byte(head), "content-length") != "5" || headerOf([]byte(head), "content-encoding") != "" {
			t.Errorf("%q", head)
		}
		if again := string(answerBlock(head, 5)); again != head {
			t.Errorf("%q becomes %q", head, again)
		}
	})
}

// FuzzVerify: a folder in which anything stands is told of, not fallen over.
func FuzzVerify(f *testing.F) {
	f.Add(uint8(0), uint16(3), []byte("x"))
	f.Add(uint8(1), uint16(9000), packed("WARC/1.1\r\n\r\n"))
	f.Add(uint8(2), uint16(100), []byte("\n"))
	f.Add(uint8(3), uint16(1), []byte{})
	pages := oddPages()[:4]
	f.Fuzz(func(t *testing.T, which uint8, at uint16, put []byte) {
		dir := exported(t, testKey(t), 1<<30, source("linxi", pages))
		names := []string{manifestFile, archiveDir + "/linxi-00000.warc.gz", listFile, indexFile, signatureFile, publicFile, resultsFile}
		name := filepath.Join(dir, names[int(which)%len(names)])
		good, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		cut := min(int(at), len(good))
		bad := append(append(bytes.Clone(good[:cut]), put...), good[min(cut+len(put), len(good)):]...)
		if err := os.WriteFile(name, bad, 0o644); err != nil {
			t.Fatal(err)
		}
		r, problems := verified(t, dir, Check{})
		if r.OK() != bytes.Equal(good, bad) {
			t.Errorf("%s, %d bytes at %d: told\n%s", name, len(put), cut, problems)
		}
	})
}
