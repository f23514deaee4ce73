// Package document reads the text of attachments: PDF through poppler's
// pdftotext, DOCX, XLSX and OFD by itself, all within strict bounds.
//
// What comes in was written by anybody: nothing of it is run, unpacked to a disk
// or fetched, and neither its size nor its nesting decides what reading costs.
package document

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Kind is the format of a document.
type Kind string

// The formats. Legacy and Archive are known but not read.
const (
	PDF     Kind = "pdf"
	DOCX    Kind = "docx"
	XLSX    Kind = "xlsx"
	OFD     Kind = "ofd"
	Legacy  Kind = "legacy"  // .doc, .xls, .wps, .rtf, .ceb and their kin
	Archive Kind = "archive" // a ZIP or RAR file that is no document
	Picture Kind = "picture"
	Other   Kind = "other"
)

// Text is what a document says: paragraphs and table rows on lines of their own,
// the cells of a row parted by tabs.
type Text struct {
	Kind  Kind
	Text  string
	Pages int // 0: the format does not tell
	// Lacks says in Chinese what of the document is not in Text; "" if all is.
	Lacks string
}

// Why a text could not be had.
var (
	ErrNoTool    = errors.New("pdftotext is not installed")
	ErrEncrypted = errors.New("document is encrypted")
	ErrNoText    = errors.New("document has no text")
	ErrTooLarge  = errors.New("document exceeds a bound")
	ErrFormat    = errors.New("format is not known")
	ErrLegacy    = errors.New("format is too old to be read")
	ErrArchive   = errors.New("document is an archive")
	ErrDamaged   = errors.New("document is damaged")
	ErrSlow      = errors.New("reading took too long")
	ErrBusy      = errors.New("others are being read")
)

// words says each error to a reader of reports.
var words = []struct {
	err error
	say string
}{
	{ErrNoTool, "本机没有安装 pdftotext，PDF 没有读取"},
	{ErrEncrypted, "文件加密，读不到文字"},
	{ErrNoText, "文件里没有文字，可能是扫描件"},
	{ErrTooLarge, "文件超过读取上限"},
	{ErrLegacy, "旧格式文件（doc、xls、wps、rtf 等），不作读取"},
	{ErrArchive, "压缩包，不作读取"},
	{ErrFormat, "文件格式不识别"},
	{ErrDamaged, "文件损坏，读不到文字"},
	{ErrBusy, "同时要读取的文件太多，没有轮到"},
	{ErrSlow, "读取超时"},
}

// Why says in Chinese why Text gave err.
func Why(err error) string {
	for _, w := range words {
		if errors.Is(err, w.err) {
			return w.say
		}
	}
	return "文件没有读取"
}

// Limits bounds what reading one document may cost. A zero field means its
// default.
type Limits struct {
	Bytes    int           // of the document as it lies; 32 MiB
	Unpacked int           // bytes unpacked from a ZIP container, all parts together; 48 MiB
	Text     int           // bytes of text; 1 MiB: what is longer is cut
	Pages    int           // of a PDF; 400
	Time     time.Duration // for one document; 20 s
}

func (l Limits) filled() Limits {
	set := func(p *int, value int) {
		if *p <= 0 {
			*p = value
		}
	}
	set(&l.Bytes, 32<<20)
	set(&l.Unpacked, 48<<20)
	set(&l.Text, 1<<20)
	set(&l.Pages, 400)
	if l.Time <= 0 {
		l.Time = 20 * time.Second
	}
	return l
}

// Reader reads documents. It is safe for concurrent use. Make one with
// [NewReader].
type Reader struct {
	limits Limits
	tool   string        // path of pdftotext; "": there is none
	room   chan struct{} // bounds the processes that run at once
	queue  chan struct{} // who waits for room first
	turn   chan struct{} // one large container at a time
}

// Bounds on pdftotext. Memory is that of one, its program and libraries included: a
// common document needs 32 to 41 MiB, a page of forty thousand words, more than any
// that is meant to be read, 94.
const (
	processes    = 2 // that run at once
	littleMemory = 52 << 20
	maxMemory    = 84 << 20 // of one that runs alone
)

// NewReader looks for pdftotext once; without it PDF is not read.
func NewReader(l Limits) *Reader {
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		tool = ""
	}
	return &Reader{limits: l.filled(), tool: tool, room: make(chan struct{}, processes), queue: make(chan struct{}, 1), turn: make(chan struct{}, 1)}
}

// Text reads one document. The bytes tell what it is; name (a file name or an
// address) and contentType only say which office format is inside a container
// that does not. Errors wrap one of the Err values.
func (r *Reader) Text(ctx context.Context, name, contentType string, body []byte) (Text, error) {
	kind := Sniff(name, contentType, body)
	t := Text{Kind: kind}
	if len(body) > r.limits.Bytes {
		return t, fmt.Errorf("read %s: %d bytes: %w", kind, len(body), ErrTooLarge)
	}
	ctx, cancel := context.WithTimeout(ctx, r.limits.Time)
	defer cancel()
	var err error
	switch kind {
	case PDF:
		err = r.pdf(ctx, body, &t)
	case DOCX, XLSX, OFD:
		err = r.container(ctx, body, &t)
	case Legacy:
		err = ErrLegacy
		if encryptedOLE(body) {
			err = ErrEncrypted
		}
	case Archive:
		err = ErrArchive
	case Picture:
		err = ErrNoText
	default:
		err = ErrFormat
	}
	if err != nil {
		if errors.Is(ctx.Err(), context.DeadlineExceeded) && !errors.Is(err, ErrBusy) {
			err = ErrSlow
		}
		return Text{Kind: kind}, fmt.Errorf("read %s: %w", kind, err)
	}
	if blank(t.Text) {
		return Text{Kind: kind, Pages: t.Pages}, fmt.Errorf("read %s: %w", kind, ErrNoText)
	}
	return t, nil
}

// blank reports that a text says nothing: without letters, or made of characters
// that a font without a table of its letters gives.
func blank(s string) bool {
	letters, odd := 0, 0
	for _, r := range s {
		switch {
		case r == utf8.RuneError, r >= 0xE000 && r <= 0xF8FF:
			odd++
		case unicode.IsLetter(r):
			letters++
		}
	}
	return letters < 2 || odd > letters
}

// Sniff tells the format by the bytes, and by name and type where a container may
// hold several.
func Sniff(name, contentType string, body []byte) Kind {
	head := body[:min(len(body), 1024)]
	switch {
	case bytes.Contains(head, []byte("%PDF-")):
		return PDF
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return sniffZip(body)
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0")), bytes.HasPrefix(head, []byte("{\\rtf")):
		return Legacy
	case bytes.HasPrefix(head, []byte("Rar!")), bytes.HasPrefix(head, []byte("7z\xBC\xAF")), bytes.HasPrefix(head, []byte("\x1F\x8B")):
		return Archive
	case bytes.HasPrefix(head, []byte("\xFF\xD8\xFF")), bytes.HasPrefix(head, []byte("\x89PNG")), bytes.HasPrefix(head, []byte("GIF8")):
		return Picture
	}
	return Named(name, contentType)
}

// Named tells the format by what name and type say, where the bytes are not at
// hand or say nothing.
func Named(name, contentType string) Kind {
	name, _, _ = strings.Cut(name, "#")
	if i := strings.IndexByte(name, '?'); i >= 0 && extension(name[:i]) == "" {
		name = name[i:]
	} else if i >= 0 {
		name = name[:i]
	}
	ext := extension(name)
	contentType = strings.ToLower(contentType)
	for _, f := range formats {
		if ext == f.ext || f.mime != "" && strings.Contains(contentType, f.mime) {
			return f.kind
		}
	}
	return Other
}

// formats are the names of the formats in addresses and headers.
var formats = []struct {
	ext, mime string
	kind      Kind
}{
	{"pdf", "application/pdf", PDF},
	{"docx", "wordprocessingml.document", DOCX},
	{"xlsx", "spreadsheetml.sheet", XLSX},
	{"ofd", "application/ofd", OFD},
	{"doc", "msword", Legacy}, {"xls", "ms-excel", Legacy}, {"wps", "", Legacy}, {"et", "", Legacy}, {"ceb", "", Legacy},
	{"rtf", "/rtf", Legacy}, {"ppt", "ms-powerpoint", Legacy}, {"pptx", "presentationml", Legacy},
	{"zip", "application/zip", Archive}, {"rar", "rar-compressed", Archive}, {"7z", "7z-compressed", Archive},
}

func extension(name string) string { return strings.ToLower(strings.TrimPrefix(path.Ext(name), ".")) }

// Readable reports whether documents of kind k are read here at all.
func (k Kind) Readable() bool { return k == PDF || k == DOCX || k == XLSX || k == OFD }

// encryptedOLE reports whether an old container holds an encrypted new document.
func encryptedOLE(body []byte) bool {
	return bytes.Contains(body[:min(len(body), 1<<20)], []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e"))
}
