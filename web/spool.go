package web

import (
	"bufio"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"path"
	"strconv"
)

// spooled is an answer that was written to disk before its first byte is sent: whole or
// not at all, and never in memory, however slow its reader is.
type spooled struct {
	name  string // path among the files of the run
	size  int64
	file  *os.File
	named bool   // the file has its name yet, and is to be removed
	leave func() // called once all is sent
}

// spool writes a file to disk, in a folder that is made where needed; "": that of the
// system.
func spool(folder, name string, write func(io.Writer) error) (*spooled, error) {
	if folder != "" {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return nil, err
		}
	}
	f, err := os.CreateTemp(folder, ".sending-*")
	if err != nil {
		return nil, err
	}
	// Without its name it goes with the process, however that ends, where the system
	// removes files that are open.
	p := &spooled{name: name, file: f, named: os.Remove(f.Name()) != nil}
	w := bufio.NewWriterSize(f, 64<<10)
	err = write(w)
	if err == nil {
		err = w.Flush()
	}
	if err == nil {
		p.size, err = f.Seek(0, io.SeekCurrent)
	}
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, p.close())
	}
	return p, nil
}

func (p *spooled) close() error {
	err := p.file.Close()
	if p.named {
		err = errors.Join(err, os.Remove(p.file.Name()))
	}
	return err
}

// reportPolicy lets a page of a report use the style it brings.
const reportPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

func (p *spooled) write(_ *Server, w http.ResponseWriter, c *call) (err error) {
	defer p.leave()
	defer func() { err = errors.Join(err, p.close()) }()
	h := w.Header()
	if path.Ext(p.name) == ".html" {
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Security-Policy", reportPolicy)
	} else {
		h.Set("Content-Type", fileType(p.name))
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": path.Base(p.name)}))
	}
	h.Set("Content-Length", strconv.FormatInt(p.size, 10))
	if c.Method == http.MethodHead {
		return nil
	}
	_, err = io.Copy(w, p.file)
	return err
}
