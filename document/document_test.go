package document_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/govaudit/govaudit/document"
)

// box makes a ZIP container of parts: name, content, name, content, …
func box(t testing.TB, parts ...string) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

const wordHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`

func docx(t testing.TB, body string) []byte {
	return box(t, "[Content_Types].xml", "<Types/>", "word/document.xml", wordHead+body+`</w:body></w:document>`)
}

func para(runs ...string) string {
	return "<w:p><w:r><w:t>" + strings.Join(runs, "</w:t></w:r><w:r><w:t xml:space=\"preserve\">") + "</w:t></w:r></w:p>"
}

func TestText(t *testing.T) {
	table := "<w:tbl>" +
		"<w:tr><w:tc>" + para("姓名") + "</w:tc><w:tc>" + para("金额") + "</w:tc></w:tr>" +
		"<w:tr><w:tc>" + para("张", "三") + "</w:tc><w:tc>" + para("500") + para("元") + "</w:tc></w:tr></w:tbl>"
	for _, tt := range []struct {
		name, file string
		body       []byte
		want       string
		kind       document.Kind
		lacks      string
	}{
		{"paragraphs of a Word document, a word cut into runs", "a.docx", docx(t, para("示例县人民", "政府")+para("信息公开指南")),
			"示例县人民政府\n信息公开指南\n", document.DOCX, ""},
		{"rows of a Word table, two paragraphs in one cell", "a.docx", docx(t, para("名单")+table), "名单\n姓名\t金额\n张三\t500 元\n", document.DOCX, ""},
		{"the same once more for older readers is read once", "a.docx",
			docx(t, "<w:p><w:r><mc:AlternateContent><mc:Choice><w:t>正文内容</w:t></mc:Choice><mc:Fallback><w:t>正文内容</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"),
			"正文内容\n", document.DOCX, ""},
		{"what was struck out is not said", "a.docx", docx(t, "<w:p><w:del><w:r><w:delText>旧的</w:delText></w:r></w:del><w:r><w:t>新的内容</w:t></w:r></w:p>"), "新的内容\n", document.DOCX, ""},
		{"a Word document under a name that says nothing", "http://x/download.jsp?id=3", docx(t, para("附件内容")), "附件内容\n", document.DOCX, ""},
		{"a Word document of few words and a picture", "a.docx", box(t, "word/document.xml", wordHead+para("见下图")+"</w:body></w:document>", "word/media/image1.png", "x"),
			"见下图\n", document.DOCX, "图片"},
		{"rows of a workbook: shared, written in place, numbers, a gap", "a.xlsx", box(t, "xl/workbook.xml", "<workbook/>",
			"xl/sharedStrings.xml", `<sst><si><t>姓名</t></si><si><r><t>电</t></r><r><t>话</t></r><rPh><t>dian</t></rPh></si></sst>`,
			"xl/worksheets/sheet2.xml", `<worksheet><sheetData><row><c t="inlineStr"><is><t>第二张</t></is></c></row></sheetData></worksheet>`,
			"xl/worksheets/sheet1.xml", `<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="str"><v>李四</v></c><c r="C2"><v>1.3812345678E10</v></c></row></sheetData></worksheet>`),
			"姓名\t\t电话\n李四\t\t13812345678\n第二张\n", document.XLSX, ""},
		{"lines and cells of an OFD page", "a.ofd", box(t, "OFD.xml", "<ofd:OFD/>",
			"Doc_0/Pages/Page_0/Content.xml", `<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>`+
				`<ofd:TextObject Boundary="10 10 20 5"><ofd:TextCode X="0" Y="4">示例县</ofd:TextCode></ofd:TextObject>`+
				`<ofd:TextObject Boundary="30 10 20 5"><ofd:TextCode X="0" Y="4">名单</ofd:TextCode></ofd:TextObject>`+
				`<ofd:TextObject Boundary="10 20 10 5"><ofd:TextCode>张三</ofd:TextCode></ofd:TextObject>`+
				`<ofd:TextObject Boundary="60 20 10 5"><ofd:TextCode>500元</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>`),
			"示例县名单\n张三\t500元\n", document.OFD, ""},
		{"two numbers whose boxes touch, and one in two pieces", "a.ofd", box(t, "OFD.xml", "<ofd:OFD/>",
			"Doc_0/Pages/Page_0/Content.xml", `<ofd:Page><ofd:TextObject Boundary="10 1 60 5"><ofd:TextCode>补贴发放名单公示</ofd:TextCode></ofd:TextObject><ofd:TextObject Boundary="10 10 60 5"><ofd:TextCode>3201**********123X</ofd:TextCode></ofd:TextObject>`+
				`<ofd:TextObject Boundary="70 10 60 5"><ofd:TextCode>6228480402564890018</ofd:TextCode></ofd:TextObject>`+
				`<ofd:TextObject Boundary="10 20 60 5"><ofd:TextCode>320106</ofd:TextCode></ofd:TextObject><ofd:TextObject Boundary="70 20 60 5"><ofd:TextCode>19900101</ofd:TextCode></ofd:TextObject></ofd:Page>`),
			"补贴发放名单公示\n3201**********123X\t6228480402564890018\n32010619900101\n", document.OFD, ""},
		{"an OFD document of which one page is a scan", "a.ofd", box(t, "OFD.xml", "<ofd:OFD/>",
			"Doc_0/Pages/Page_0/Content.xml", `<ofd:Page><ofd:TextObject Boundary="1 1 1 1"><ofd:TextCode>有字的一页</ofd:TextCode></ofd:TextObject></ofd:Page>`,
			"Doc_0/Pages/Page_10/Content.xml", `<ofd:Page><ofd:ImageObject/></ofd:Page>`), "有字的一页\n", document.OFD, "1 页没有文字"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := document.NewReader(document.Limits{}).Text(t.Context(), tt.file, "", tt.body)
			if err != nil {
				t.Fatal(err)
			}
			if got.Text != tt.want || got.Kind != tt.kind {
				t.Errorf("%s %q, want %s %q", got.Kind, got.Text, tt.kind, tt.want)
			}
			if (got.Lacks == "") != (tt.lacks == "") || !strings.Contains(got.Lacks, tt.lacks) {
				t.Errorf("lacks %q, want %q", got.Lacks, tt.lacks)
			}
		})
	}
}

// What the cells of a workbook refer to is held while it is read, whatever refers to it.
func TestAWorkbookHoldsSoMuchTextAndNoMore(t *testing.T) {
	for _, tt := range []struct {
		name    string
		strings string
		want    error
	}{
		{"as much as some texts", strings.Repeat("<si><t>一些文字</t></si>", 60), nil},
		{"many strings", strings.Repeat("<si><t>一些文字</t></si>", 80), document.ErrTooLarge},
		{"one string", "<si><t>" + strings.Repeat("一些文字", 80) + "</t></si>", document.ErrTooLarge},
		{"one string in pieces", "<si>" + strings.Repeat("<r><t>一些文字</t></r>", 80) + "</si>", document.ErrTooLarge},
	} {
		t.Run(tt.name, func(t *testing.T) {
			body := box(t, "xl/workbook.xml", "<workbook/>", "xl/sharedStrings.xml", "<sst>"+tt.strings+"</sst>",
				"xl/worksheets/sheet1.xml", `<worksheet><sheetData><row><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>`)
			if _, err := document.NewReader(document.Limits{Text: 100}).Text(t.Context(), "a.xlsx", "", body); !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
		})
	}
}

func TestWhatCannotBeReadSaysWhy(t *testing.T) {
	deep := strings.Repeat("<w:p>", 300)
	many := strings.Repeat(para("很长的一段话"), 2000)
	small := document.Limits{Bytes: 1 << 20, Unpacked: 20_000}
	for _, tt := range []struct {
		name, file string
		body       []byte
		want       error
		say        string
	}{
		{"an old Word document", "a.doc", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..."), document.ErrLegacy, "旧格式"},
		{"an encrypted new one in an old container", "a.docx", []byte("\xD0\xCF\x11\xE0...E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"), document.ErrEncrypted, "加密"},
		{"rich text", "a.rtf", []byte(`{\rtf1 hello}`), document.ErrLegacy, "旧格式"},
		{"an archive of anything", "a.zip", box(t, "a.txt", "hello"), document.ErrArchive, "压缩包"},
		{"half a container", "a.docx", docx(t, para("内容"))[:60], document.ErrArchive, "压缩包"},
		{"a picture", "a.png", []byte("\x89PNG\r\n"), document.ErrNoText, "没有文字"},
		{"nothing anybody knows", "a.bin", []byte{1, 2, 3}, document.ErrFormat, "不识别"},
		{"a Word document without words", "a.docx", docx(t, "<w:p/>"), document.ErrNoText, "没有文字"},
		{"elements without end inside one another", "a.docx", docx(t, deep), document.ErrTooLarge, "上限"},
		{"a bomb", "a.docx", docx(t, many), document.ErrTooLarge, "上限"},
		{"broken markup", "a.docx", box(t, "word/document.xml", "<w:document><"), document.ErrDamaged, "损坏"},
		{"an OFD document without pages", "a.ofd", box(t, "OFD.xml", "<x/>"), document.ErrDamaged, "损坏"},
		{"more bytes than are read at all", "a.pdf", append([]byte("%PDF-"), make([]byte, 1<<20)...), document.ErrTooLarge, "上限"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := document.NewReader(small).Text(t.Context(), tt.file, "", tt.body)
			if !errors.Is(err, tt.want) {
				t.Fatalf("error %v, want %v", err, tt.want)
			}
			if why := document.Why(err); !strings.Contains(why, tt.say) {
				t.Errorf("said as %q, want %q in it", why, tt.say)
			}
		})
	}
}

// The decoder gathers what stands in one tag before it says what that is.
func TestATagOfMegabytesIsNotGathered(t *testing.T) {
	body := docx(t, `<w:p><w:r><w:t x="`+strings.Repeat("a", 3<<20)+`">内容</w:t></w:r></w:p>`)
	if _, err := document.NewReader(document.Limits{}).Text(t.Context(), "a.docx", "", body); !errors.Is(err, document.ErrTooLarge) {
		t.Errorf("error %v, want %v", err, document.ErrTooLarge)
	}
}

// lying returns a container that says of its parts that they are empty.
func lying(body []byte) []byte {
	for at := 0; ; at += 4 {
		i := bytes.Index(body[at:], []byte("PK\x01\x02"))
		if i < 0 {
			return body
		}
		at += i
		copy(body[at+24:], make([]byte, 4))
	}
}

func TestALargeContainerIsReadAndOneThatLiesIsBounded(t *testing.T) {
	large := docx(t, strings.Repeat(para("一段话"), 200_000)) // 9 MB
	r := document.NewReader(document.Limits{})
	if got, err := r.Text(t.Context(), "a.docx", "", large); err != nil || !strings.HasPrefix(got.Text, "一段话") {
		t.Errorf("a large one: %v, %d bytes", err, len(got.Text))
	}
	if _, err := r.Text(t.Context(), "a.docx", "", lying(large)); err == nil {
		t.Error("one that says it is empty was read to its end")
	}
}

func TestALongTextIsCutAndSaysSo(t *testing.T) {
	got, err := document.NewReader(document.Limits{Text: 40}).Text(t.Context(), "a.docx", "", docx(t, strings.Repeat(para("二十个字节的一段话"), 10)))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Text) > 40 || got.Lacks == "" {
		t.Errorf("%d bytes, lacks %q", len(got.Text), got.Lacks)
	}
}

// pdf draws lines into a PDF of one page each: every character is a glyph of its
// own number, and a table says which character that is, unless mute.
func pdf(pages [][]string, mute bool) []byte {
	var b bytes.Buffer
	var at []int
	object := func(format string, args ...any) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n", len(at))
		fmt.Fprintf(&b, format, args...)
		b.WriteString("\nendobj\n")
	}
	stream := func(s string) string { return fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(s), s) }
	b.WriteString("%PDF-1.4\n")
	var kids string
	for i := range pages {
		kids += fmt.Sprintf("%d 0 R ", 7+2*i)
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Count %d /Kids [%s] >>", len(pages), kids)
	table := "/ToUnicode 6 0 R"
	if mute {
		table = ""
	}
	object("<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H %s /DescendantFonts [4 0 R] >>", table)
	object("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R /DW 1000 >>")
	object("<< /Type /FontDescriptor /FontName /F /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>")
	object("%s", stream("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n1 beginbfrange <0000> <FFFF> <0000> endbfrange\nendcmap end end"))
	for i, lines := range pages {
		var draw strings.Builder
		for k, l := range lines {
			x := 50
			for c := range strings.SplitSeq(l, "\t") {
				fmt.Fprintf(&draw, "BT /F 12 Tf %d %d Td <", x, 780-20*k)
				for _, u := range utf16.Encode([]rune(c)) {
					fmt.Fprintf(&draw, "%04X", u)
				}
				draw.WriteString("> Tj ET\n")
				x += 150
			}
		}
		object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents %d 0 R >>", 8+2*i)
		object("%s", stream(draw.String()))
	}
	end := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, end)
	return b.Bytes()
}

func TestPDF(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not installed (Debian: poppler-utils)")
	}
	r := document.NewReader(document.Limits{Pages: 3})
	got, err := r.Text(t.Context(), "a", "", pdf([][]string{{"示例县救助名单", "姓名\t金额", "张三\t500元"}, {"第二页的文字"}}, false))
	if err != nil {
		t.Fatal(err)
	}
	if want := "示例县救助名单\n姓名\t金额\n张三\t500元\n第二页的文字\n"; got.Text != want || got.Pages != 2 || got.Lacks != "" {
		t.Errorf("%q, %d pages, lacks %q", got.Text, got.Pages, got.Lacks)
	}
	got, err = r.Text(t.Context(), "a", "", pdf([][]string{{"有文字的一页"}, {}}, false))
	if err != nil || !strings.Contains(got.Lacks, "1 页没有文字") {
		t.Errorf("a page without text: %v, lacks %q", err, got.Lacks)
	}
	got, err = r.Text(t.Context(), "a", "", pdf([][]string{{"第一页"}, {"第二页"}, {"第三页"}, {"第四页"}}, false))
	if err != nil || got.Lacks == "" || strings.Contains(got.Text, "四") {
		t.Errorf("more pages than are read: %v, %q, lacks %q", err, got.Text, got.Lacks)
	}
	for _, tt := range []struct {
		name string
		body []byte
		want error
	}{
		{"pages of pictures", pdf([][]string{{}, {}}, false), document.ErrNoText},
		{"a file that only begins as one", []byte("%PDF-1.4\nhello"), document.ErrDamaged},
	} {
		if _, err := r.Text(t.Context(), "a.pdf", "", tt.body); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
}

func TestAProgramThatSaysWithoutEndIsEndedAndItsBeginningKept(t *testing.T) {
	yes, err := exec.LookPath("yes")
	if err != nil {
		t.Skip("no program that says the same without end")
	}
	tool := t.TempDir()
	if err := os.WriteFile(filepath.Join(tool, "pdftotext"), []byte("#!/bin/sh\nexec "+yes+" 一行文字\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", tool)
	got, err := document.NewReader(document.Limits{Text: 4000, Time: 10 * time.Second}).Text(t.Context(), "a.pdf", "", pdf([][]string{{"内容"}}, false))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Text) > 4000 || !strings.HasPrefix(got.Text, "一行文字\n") || got.Lacks == "" {
		t.Errorf("%d bytes, lacks %q", len(got.Text), got.Lacks)
	}
}

// A document that needs more memory gets it, and nothing else is read meanwhile.
func TestADocumentThatNeedsMuchMemoryIsReadAlone(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("processes are not bound here")
	}
	dir := t.TempDir()
	tool := `#!/bin/sh
cat >/dev/null
if [ $(ulimit -v) -lt 60000 ]; then exit 1; fi
others=$(ls -d ` + dir + `/at* 2>/dev/null)
mkdir ` + dir + `/at$$
sleep 0.05
rmdir ` + dir + `/at$$
if [ -n "$others" ]; then echo 不是单独读取的; else echo 单独读取的文字; fi
`
	if err := os.WriteFile(filepath.Join(dir, "pdftotext"), []byte(tool), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	r := document.NewReader(document.Limits{Time: 20 * time.Second})
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			got, err := r.Text(t.Context(), "a.pdf", "", pdf([][]string{{"内容"}}, false))
			if err != nil || got.Text != "单独读取的文字\n" {
				t.Errorf("%q, %v", got.Text, err)
			}
		})
	}
	all.Wait()
}

func TestWithoutTheToolPDFIsUnread(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := document.NewReader(document.Limits{}).Text(t.Context(), "a.pdf", "", pdf([][]string{{"内容"}}, false))
	if !errors.Is(err, document.ErrNoTool) || !strings.Contains(document.Why(err), "pdftotext") {
		t.Errorf("error %v, said as %q", err, document.Why(err))
	}
}

func TestNamed(t *testing.T) {
	for _, tt := range []struct {
		name, contentType string
		want              document.Kind
	}{
		{"http://x/P0201.pdf", "", document.PDF},
		{"http://x/a.PDF?v=1", "text/html", document.PDF},
		{"http://x/download.jsp?name=%E5%90%8D%E5%8D%95.xlsx", "", document.Other}, // the program's name comes first
		{"http://x/down?file=a.docx", "", document.DOCX},
		{"http://x/3", "application/pdf;charset=UTF-8", document.PDF},
		{"http://x/a.doc", "application/msword", document.Legacy},
		{"http://x/a.html", "text/html", document.Other},
	} {
		if got := document.Named(tt.name, tt.contentType); got != tt.want {
			t.Errorf("%s (%s): %s, want %s", tt.name, tt.contentType, got, tt.want)
		}
	}
}

func FuzzContainer(f *testing.F) {
	f.Add(wordHead+para("张三")+"</w:body>", "word/document.xml")
	f.Add(`<worksheet><row><c r="ZZZ1" t="s"><v>9</v></c></row></worksheet>`, "xl/worksheets/sheet1.xml")
	f.Add(`<Page><TextObject Boundary="a 1 NaN 2"><TextCode>x</TextCode></TextObject></Page>`, "Doc_0/Pages/Page_1/Content.xml")
	r := document.NewReader(document.Limits{Unpacked: 1 << 20, Text: 1 << 16})
	f.Fuzz(func(t *testing.T, part, name string) {
		if strings.HasSuffix(name, "/") {
			return // a folder
		}
		for _, mark := range []string{"word/document.xml", "xl/workbook.xml", "OFD.xml"} {
			got, err := r.Text(t.Context(), "a", "", box(t, mark, "<x/>", name, part))
			if err == nil && (got.Text == "" || len(got.Text) > 1<<16) {
				t.Errorf("no error and %d bytes of text", len(got.Text))
			}
		}
	})
}

func FuzzText(f *testing.F) {
	f.Add([]byte("PK\x03\x04"))
	f.Add(docx(f, para("内容")))
	r := document.NewReader(document.Limits{Unpacked: 1 << 20, Text: 1 << 16})
	f.Fuzz(func(t *testing.T, body []byte) {
		if document.Sniff("a", "", body) == document.PDF {
			return // another program's work
		}
		r.Text(t.Context(), "a", "", body)
	})
}
