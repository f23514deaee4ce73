package evidence

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The types of WARC records that are written.
const (
	typeInfo       = "warcinfo"
	typeRequest    = "request"
	typeResponse   = "response"
	typeRevisit    = "revisit"
	typeResource   = "resource"
	typeConversion = "conversion"
	typeMetadata   = "metadata"
)

// Content types of record blocks.
const (
	mimeFields   = "application/warc-fields"
	mimeRequest  = "application/http; msgtype=request"
	mimeResponse = "application/http; msgtype=response"
	mimeJSON     = "application/json"
)

// The profiles of revisit records.
const (
	profileSame        = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
	profileNotModified = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
)

// record is one WARC record before it is written. Its block is head and body
// together; the payload, where there is one, is body.
type record struct {
	kind   string
	target string
	date   time.Time
	mime   string
	fields []field // further named fields, in order
	head   []byte
	body   []byte
	// payload is the SHA-256 of what the exchange carried, in hex; "": none is stated.
	payload string
	seed    string // with the content, what makes the record's identity: equal content may occur twice
}

type field struct{ name, value string }

func (r *record) add(name, value string) {
	if value != "" {
		r.fields = append(r.fields, field{name, value})
	}
}

// headed completes r by what its content decides: its identity, which is the same
// whenever the same is written, and the header of the record.
func (r *record) headed() (id string, header []byte) {
	block := sha256.New()
	block.Write(r.head)
	block.Write(r.body)
	digest := hex.EncodeToString(block.Sum(nil))
	id = recordID(r.kind, r.target, stamp(r.date), r.seed, digest)
	var b strings.Builder
	line := func(name, value string) {
		b.WriteString(name)
		b.WriteString(": ")
		b.WriteString(value)
		b.WriteString("\r\n")
	}
	b.WriteString("WARC/1.1\r\n")
	line("WARC-Type", r.kind)
	line("WARC-Record-ID", "<"+id+">")
	line("WARC-Date", stamp(r.date))
	if r.target != "" {
		line("WARC-Target-URI", r.target)
	}
	for _, f := range r.fields {
		line(f.name, oneLine(f.value))
	}
	line("WARC-Block-Digest", "sha256:"+digest)
	if r.payload != "" {
		line("WARC-Payload-Digest", "sha256:"+r.payload)
	}
	line("Content-Type", r.mime)
	line("Content-Length", strconv.Itoa(len(r.head)+len(r.body)))
	b.WriteString("\r\n")
	return id, []byte(b.String())
}

// namespace is the UUID under which records are named (RFC 9562 §5.5).
var namespace = [16]byte{0x6f, 0x1d, 0x0c, 0x52, 0x9a, 0x3e, 0x4b, 0x7d, 0x8e, 0x21, 0x5c, 0x90, 0x74, 0xb3, 0xe8, 0x16}

// recordID is a UUID of version 5: the same parts give the same one.
func recordID(parts ...string) string {
	h := sha1.New()
	h.Write(namespace[:])
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	u := h.Sum(nil)[:16]
	u[6] = u[6]&0x0f | 0x50
	u[8] = u[8]&0x3f | 0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

// stamp writes a time as WARC/1.1 has it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.999999Z") }

// address makes of s what may stand in a record's header: outside input must not
// end the line it stands in, nor be cut by a reader at a blank.
func address(s string) string {
	clean := true
	for i := 0; i < len(s) && clean; i++ {
		clean = s[i] > ' ' && s[i] < 0x7f
	}
	if clean {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c > ' ' && c < 0x7f {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// oneLine replaces what would end a line or a string. Other bytes stay as they
// came: servers send headers in any encoding.
func oneLine(s string) string {
	control := func(c byte) bool { return c < ' ' || c == 0x7f }
	for i := range len(s) {
		if !control(s[i]) {
			continue
		}
		b := []byte(s)
		for ; i < len(b); i++ {
			if control(b[i]) {
				b[i] = ' '
			}
		}
		return string(b)
	}
	return s
}

func sumOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
