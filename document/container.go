package document

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	maxEntries = 10_000 // files in one container
	maxDepth   = 200    // elements inside one another
)

// sniffZip tells what a ZIP file is by the parts it has.
func sniffZip(body []byte) Kind {
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return Archive
	}
	for _, f := range z.File[:min(len(z.File), maxEntries)] {
		switch strings.ToLower(f.Name) {
		case "word/document.xml":
			return DOCX
		case "xl/workbook.xml":
			return XLSX
		case "ofd.xml":
			return OFD
		case "ppt/presentation.xml":
			return Legacy
		}
	}
	return Archive
}

// box is a document made of XML files in a ZIP container, while it is read.
type box struct {
	ctx   context.Context
	files map[string]*zip.File // by name in lower case
	left  int64                // bytes that may still be unpacked
	text  writer
}

// A container whose parts claim to take no more than smallClaim together, unpacked, is
// read beside others, up to smallBox: it may claim too little, and parts may be read
// twice. Larger ones wait for their turn: their words take many times that.
const (
	smallClaim = 1 << 20
	smallBox   = 8 << 20
)

// claimed is how large a container says its XML parts are together, unpacked. Nothing
// else of it is.
func claimed(z *zip.Reader) (n int64) {
	for _, f := range z.File {
		if strings.HasSuffix(strings.ToLower(f.Name), ".xml") {
			n += int64(min(f.UncompressedSize64, math.MaxInt32))
		}
	}
	return n
}

// container reads a document of kind t.Kind.
func (r *Reader) container(ctx context.Context, body []byte, t *Text) error {
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return fmt.Errorf("open container: %w", ErrDamaged)
	}
	if len(z.File) > maxEntries {
		return fmt.Errorf("%d files: %w", len(z.File), ErrTooLarge)
	}
	left := int64(r.limits.Unpacked)
	if claimed(z) <= smallClaim {
		left = min(left, smallBox)
	} else {
		select {
		case r.turn <- struct{}{}:
			defer func() { <-r.turn }()
		case <-ctx.Done():
			return ErrBusy
		}
	}
	b := &box{ctx: ctx, files: make(map[string]*zip.File, len(z.File)), left: left, text: writer{limit: r.limits.Text}}
	for _, f := range z.File {
		b.files[strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))] = f
	}
	switch t.Kind {
	case DOCX:
		err = b.docx(t)
	case XLSX:
		err = b.xlsx(t)
	default:
		err = b.ofd(t)
	}
	if errors.Is(err, errFull) {
		err = nil
	}
	t.Text = b.text.String()
	if b.text.full {
		t.Lacks = "文件过长，只读取了开头部分"
	}
	return err
}

// each hands every start and end tag and every text of one part to see, with the
// depth it stands at. Part that is not there is empty.
func (b *box) each(name string, see func(tok xml.Token) error) error {
	f := b.files[name]
	if f == nil {
		return nil
	}
	if f.Flags&1 != 0 {
		return ErrEncrypted
	}
	in, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", name, ErrDamaged)
	}
	defer in.Close()
	d := xml.NewDecoder(&bounded{in: in, box: b})
	d.Strict = false
	depth := 0
	for n := 0; ; n++ {
		if n%4096 == 0 && b.ctx.Err() != nil {
			return b.ctx.Err()
		}
		tok, err := d.RawToken()
		switch {
		case err == io.EOF:
			return nil
		case errors.Is(err, ErrTooLarge):
			return err
		case err != nil:
			return fmt.Errorf("read %s: %w", name, ErrDamaged)
		}
		switch tok.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return fmt.Errorf("%d elements inside one another: %w", depth, ErrTooLarge)
			}
		case xml.EndElement:
			depth--
		}
		if err := see(tok); err != nil {
			return err
		}
	}
}

// maxToken bounds what stands between two angle brackets, in bytes: the decoder
// gathers all of it.
const maxToken = 2 << 20

// bounded reads at most what the container may still unpack, and no token beyond
// maxToken.
type bounded struct {
	in    io.Reader
	box   *box
	token int // bytes since the last angle bracket
}

func (r *bounded) Read(p []byte) (int, error) {
	if r.box.left <= 0 {
		return 0, ErrTooLarge
	}
	if int64(len(p)) > r.box.left {
		p = p[:r.box.left]
	}
	n, err := r.in.Read(p)
	r.box.left -= int64(n)
	if i := bytes.LastIndexByte(p[:n], '<'); i >= 0 {
		r.token = n - i
	} else if r.token += n; r.token > maxToken {
		return 0, ErrTooLarge
	}
	return n, err
}

// parts returns the names that match, by the number in them.
func (b *box) parts(pattern *regexp.Regexp) []string {
	type part struct {
		name string
		n    int
	}
	var list []part
	for name := range b.files {
		if m := pattern.FindStringSubmatch(name); m != nil {
			n, _ := strconv.Atoi(m[len(m)-1]) // digits only: an overlong one sorts first
			list = append(list, part{name, n})
		}
	}
	slices.SortFunc(list, func(a, b part) int { return cmp.Or(cmp.Compare(a.n, b.n), strings.Compare(a.name, b.name)) })
	out := make([]string, len(list))
	for i, p := range list {
		out[i] = p.name
	}
	return out
}

// count returns how many files lie below a folder.
func (b *box) count(folder string) int {
	n := 0
	for name := range b.files {
		if strings.HasPrefix(name, folder) {
			n++
		}
	}
	return n
}

// errFull ends the reading of a document that says more than may be kept.
var errFull = errors.New("text is full")

// writer gathers text up to its limit.
type writer struct {
	strings.Builder
	limit int
	full  bool
}

func (w *writer) add(s string) error {
	if w.Len()+len(s) > w.limit {
		w.full = true
		return errFull
	}
	w.WriteString(s)
	return nil
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
