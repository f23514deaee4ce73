package audit

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/document"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// counting counts how often documents are read.
type counting struct {
	*document.Reader
	times int
}

func (c *counting) Text(ctx context.Context, name, contentType string, body []byte) (document.Text, error) {
	c.times++
	return c.Reader.Text(ctx, name, contentType, body)
}

func word(t *testing.T, rows string) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	w, err := z.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	w.Write([]byte(`<w:document xmlns:w="w"><w:body>` + rows + `</w:body></w:document>`))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func fileOf(url, contentType string, body []byte) *site.Page {
	p := &site.Page{URL: url, Final: url, From: "http://www.a.gov.cn/", Depth: 1, Status: 200, Fetched: time.Date(2026, 4, 10, 0, 0, 0, 0, time.UTC), ContentType: contentType, Body: body, Size: int64(len(body))}
	if len(body) > 0 {
		sum := sha256.Sum256(body)
		p.SHA256 = hex.EncodeToString(sum[:])
	}
	return p
}

func TestAttachmentsSayWhatTheyHold(t *testing.T) {
	reader := &counting{Reader: document.NewReader(document.Limits{})}
	files := newAttachments(reader)
	p := fileOf("http://www.a.gov.cn/1.docx", "application/octet-stream", word(t, `<w:p><w:t>姓名：张三，身份证号：11010519491231002X</w:t></w:p>`))
	f := files.facts(t.Context(), p)
	if f.Kind != extract.File || !strings.Contains(f.Text, "张三") || f.Unread != "" {
		t.Errorf("kind %s, text %q, unread %q", f.Kind, f.Text, f.Unread)
	}
	if len(f.Personal) != 1 || f.Personal[0].Kind != extract.IDNumber || f.Personal[0].Masked != "1101**********002X" {
		t.Errorf("persons %+v", f.Personal)
	}
	files.complete(t.Context(), p, extract.Read(p))
	if reader.times != 1 {
		t.Errorf("read %d times, want once", reader.times)
	}
}

func TestAttachmentsSayWhyTheyAreNotRead(t *testing.T) {
	cut := fileOf("http://www.a.gov.cn/1.pdf", "application/pdf", []byte("%PDF-1.4 ..."))
	cut.Truncated, cut.Size = true, 20<<20
	head := fileOf("http://www.a.gov.cn/2.pdf", "application/pdf", nil)
	head.Size = 1000
	for _, tt := range []struct {
		name string
		page *site.Page
		want string
	}{
		{"too large to be kept", cut, "20.0 MB"},
		{"only looked at", head, "没有取回内容"},
		{"an old format, only looked at", fileOf("http://www.a.gov.cn/3.doc", "application/msword", nil), "旧格式"},
		{"an archive, only looked at", fileOf("http://www.a.gov.cn/4.zip", "application/zip", nil), "压缩包"},
		{"a document without words", fileOf("http://www.a.gov.cn/5.docx", "", word(t, "<w:p/>")), "扫描件"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newAttachments(document.NewReader(document.Limits{})).facts(t.Context(), tt.page)
			if f.Text != "" || !strings.Contains(f.Unread, tt.want) {
				t.Errorf("text %q, unread %q, want %q in it", f.Text, f.Unread, tt.want)
			}
		})
	}
	if f := newAttachments(nil).facts(t.Context(), fileOf("http://www.a.gov.cn/1.docx", "", word(t, `<w:p><w:t>内容</w:t></w:p>`))); f.Unread == "" {
		t.Error("nobody reads, and nothing says so")
	}
}

func TestAListInPlainTextIsRead(t *testing.T) {
	p := fileOf("http://www.a.gov.cn/list.csv", "text/csv", []byte("姓名,身份证号\n张三,11010519491231002X\n"))
	f := newAttachments(document.NewReader(document.Limits{})).facts(t.Context(), p)
	if len(f.Personal) != 1 || f.Personal[0].Beside != "张三" {
		t.Errorf("%+v, unread %q", f.Personal, f.Unread)
	}
}

// stuck is a reader of documents for which every file takes too long.
type stuck struct{ times int }

func (s *stuck) Text(context.Context, string, string, []byte) (document.Text, error) {
	s.times++
	return document.Text{Kind: document.PDF}, document.ErrSlow
}

func TestFilesOfASiteThatTakeTooLongAreNotAllTried(t *testing.T) {
	reader := &stuck{}
	files := newAttachments(reader)
	for i := range 10 {
		f := files.facts(t.Context(), fileOf(fmt.Sprintf("http://www.a.gov.cn/%d.pdf", i), "application/pdf", fmt.Appendf(nil, "%%PDF-1.4 %d", i)))
		if f.Unread == "" {
			t.Errorf("file %d counts as read", i)
		}
	}
	if reader.times != maxSlow {
		t.Errorf("%d files were tried, want %d", reader.times, maxSlow)
	}
}
