package extract

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

func gbk(s string) []byte {
	b, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(s))
	if err != nil {
		panic(err)
	}
	return b
}

func big5(s string) []byte {
	b, err := traditionalchinese.Big5.NewEncoder().Bytes([]byte(s))
	if err != nil {
		panic(err)
	}
	return b
}

func inUTF16(s string) []byte {
	b, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(s))
	if err != nil {
		panic(err)
	}
	return b
}

const longText = "为进一步规范政务公开工作，提高政府工作透明度，保障人民群众知情权、参与权、表达权和监督权。"

func TestDecode(t *testing.T) {
	tests := []struct {
		name   string
		body   []byte
		header string
		text   string // what the result must contain
		want   string
	}{
		{"the bytes are UTF-8 and nobody says so", []byte("政务公开"), "text/html", "政务公开", "utf-8"},
		{"header GBK, bytes UTF-8", []byte("政务公开"), "text/html; charset=gbk", "政务公开", "utf-8"},
		{"meta GB2312, bytes UTF-8", []byte(`<meta charset="gb2312">政务公开`), "", "政务公开", "utf-8"},
		{"header UTF-8, bytes GBK", gbk(longText), "text/html; charset=utf-8", longText, "gb18030"},
		{"header and meta UTF-8, bytes GBK", gbk(`<meta charset="utf-8">` + longText), "text/html; charset=utf-8", longText, "gb18030"},
		{"meta GB2312 means GB18030", gbk(`<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=GB2312">朱镕基 喆`), "", "朱镕基 喆", "gb18030"},
		{"the meta tag counts before the header", gbk(`<meta charset=gbk>公开`), "text/html; charset=big5", "公开", "gb18030"},
		{"the header counts without meta", big5("政府資訊公開"), "text/html; charset=big5", "政府資訊公開", "big5"},
		{"a few characters of GBK without any word", gbk("公告"), "", "公告", "gb18030"},
		{"a server that says ISO-8859-1 knows nothing", gbk(longText), "text/html; charset=ISO-8859-1", longText, "gb18030"},
		{"a byte order mark is removed", []byte("\xEF\xBB\xBF公开"), "text/html; charset=gbk", "公开", "utf-8"},
		{"UTF-16 with its mark", inUTF16("政务公开"), "", "政务公开", "utf-16le"},
		{"cut in the middle of a character", []byte("政务公开")[:11], "", "政务公", "utf-8"},
		{"cut in the middle of a GBK character", gbk(longText)[:21], "text/html; charset=gbk", "为进一步规范政务公开", "gb18030"},
		{"one bad byte in much UTF-8", []byte(longText + "\xE6\x96" + "abc" + longText), "", "abc" + longText, "utf-8"},
		{"only ASCII", []byte("<p>a</p>"), "text/html; charset=gbk", "<p>a</p>", "utf-8"},
		{"a declaration in a script tag is not the page's", gbk(`<script charset="utf-8" src="a.js"></script><meta charset="gb2312">公开`), "", "公开", "gb18030"},
		{"UTF-16 without its mark", inUTF16("<html><title>政务公开</title><p>a list of links</p>")[2:], "", "政务公开", "utf-16le"},
		{"HZ, which looks like ASCII", []byte("<title>~{U~Nq9+?*~}</title><p>~{9+?*~}</p><p>~{U~Nq~}</p>"), "", "政务公开", "hz-gb-2312"},
		{"curly braces that are no HZ", []byte("<p>~{a~} ~{b</p>"), "", "~{b", "utf-8"},
		{"four-byte characters", []byte("<meta charset=gb18030>\x95\x32\x82\x36\xb9\xab"), "", "𠀀公", "gb18030"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, charset := Decode(tt.body, tt.header)
			if charset != tt.want {
				t.Errorf("charset %s, want %s", charset, tt.want)
			}
			if !strings.Contains(string(got), tt.text) {
				t.Errorf("got %q, want %q in it", got, tt.text)
			}
			if bytes.HasPrefix(got, []byte("\xEF\xBB\xBF")) {
				t.Error("the byte order mark is still there")
			}
		})
	}
}

func TestDecodeKeepsUTF8(t *testing.T) {
	body := []byte(strings.Repeat(longText, 100))
	if n := testing.AllocsPerRun(10, func() { Decode(body, "text/html; charset=utf-8") }); n > 3 {
		t.Errorf("%v allocations for a page that needs no decoding", n)
	}
}

func FuzzGB18030(f *testing.F) {
	f.Add(gbk(longText))
	f.Add([]byte("a\x81\x30\x81\x30\xff\x80\xb9"))
	f.Fuzz(func(t *testing.T, b []byte) {
		got := fromGB18030(nil, b)
		want, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
		if err != nil || bytes.Contains(want, []byte("\uFFFD")) {
			return // broken input may be repaired in other ways
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%x: got %q, want %q", b, got, want)
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("<meta charset=gbk>\xb9\xab"), "text/html; charset=big5")
	f.Add([]byte("\xff\xfea"), "")
	f.Fuzz(func(t *testing.T, body []byte, header string) { Decode(body, header) })
}
