package evidence

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"os"

	"github.com/klauspost/compress/gzip"
)

// The folders of an export are those of a collection of a replay tool.
const (
	archiveDir = "archive"
	indexDir   = "indexes"
	indexFile  = indexDir + "/index.cdxj"
)

// warcWriter writes the records of one site into files of bounded size, one gzip
// member each, and tells the list and the index of them.
type warcWriter struct {
	root  *os.Root
	site  string
	limit int64
	info  func(file string) *record // the record that begins each file
	list  *listWriter
	index *sorter
	files *[]File

	out    *output
	gz     *gzip.Writer
	serial int
	infoID string
	method string // of the request written last
}

// output is a file that is being written, counted and hashed.
type output struct {
	name string
	f    *os.File
	buf  *bufio.Writer
	sum  hash.Hash // of the whole file
	part hash.Hash // since it was last reset
	n    int64
}

func create(root *os.Root, name string) (*output, error) {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, fmt.Errorf("create %s: %w", name, err)
	}
	return &output{name: name, f: f, buf: bufio.NewWriterSize(f, 256<<10), sum: sha256.New(), part: sha256.New()}, nil
}

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	n, err := o.buf.Write(p)
	o.sum.Write(p[:n])
	o.part.Write(p[:n])
	o.n += int64(n)
	return n, err
}

// close finishes the file and returns its line in the manifest.
func (o *output) close() (File, error) {
	err := o.buf.Flush()
	if closing := o.f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return File{}, fmt.Errorf("write %s: %w", o.name, err)
	}
	return File{Path: o.name, Bytes: o.n, SHA256: hex.EncodeToString(o.sum.Sum(nil))}, nil
}

// room begins a new file where the last one is full. It is called between pages:
// the records of a page stand together.
func (w *warcWriter) room() error {
	if w.out != nil && w.out.n < w.limit {
		return nil
	}
	if err := w.close(); err != nil {
		return err
	}
	name := fmt.Sprintf("%s-%05d.warc.gz", w.site, w.serial)
	w.serial++
	var err error
	if w.out, err = create(w.root, archiveDir+"/"+name); err != nil {
		return err
	}
	w.infoID = ""
	w.infoID, err = w.write(w.info(name))
	return err
}

func (w *warcWriter) close() error {
	if w.out == nil {
		return nil
	}
	f, err := w.out.close()
	w.out = nil
	*w.files = append(*w.files, f)
	return err
}

// write appends a record and returns its identity.
func (w *warcWriter) write(r *record) (string, error) {
	if w.infoID != "" {
		r.add("WARC-Warcinfo-ID", "<"+w.infoID+">")
	}
	id, header := r.headed()
	begin := w.out.n
	w.out.part.Reset()
	if w.gz == nil {
		w.gz = gzip.NewWriter(w.out)
	} else {
		w.gz.Reset(w.out)
	}
	content := sha256.New()
	for _, part := range [][]byte{header, r.head, r.body, []byte("\r\n\r\n")} {
		content.Write(part)
		if _, err := w.gz.Write(part); err != nil {
			return "", fmt.Errorf("write %s: %w", w.out.name, err)
		}
	}
	if err := w.gz.Close(); err != nil {
		return "", fmt.Errorf("write %s: %w", w.out.name, err)
	}
	e := Entry{File: w.out.name, Offset: begin, Length: w.out.n - begin, Type: r.kind, ID: id, Target: r.target, Date: stamp(r.date),
		Size:   int64(len(header) + len(r.head) + len(r.body) + 4),
		SHA256: hex.EncodeToString(content.Sum(nil)), Packed: hex.EncodeToString(w.out.part.Sum(nil))}
	if err := w.list.add(e); err != nil {
		return "", err
	}
	if r.kind == typeRequest {
		w.method = methodOf(r.head)
		return id, nil
	}
	line := indexLine(capture{kind: r.kind, target: r.target, date: e.Date, mime: r.mime, head: r.head, payload: r.payload, method: w.method}, e)
	w.method = ""
	return id, w.index.add(line)
}
