package evidence

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
)

// text reads a record of an export.
func text(t *testing.T, dir string, e Entry) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, e.File))
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(data[e.Offset : e.Offset+e.Length]))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// about returns the types of the records of an address, in order, and the record of
// each type that comes last.
func about(t *testing.T, dir, target string) (kinds []string, last map[string]string) {
	t.Helper()
	last = map[string]string{}
	for _, e := range entries(t, dir) {
		if e.Target == target {
			kinds = append(kinds, e.Type)
			last[e.Type] = text(t, dir, e)
		}
	}
	return kinds, last
}

func TestWhatIsWrittenOfAPage(t *testing.T) {
	const host = "http://www.linxi.gov.cn"
	dir := exported(t, nil, 1<<30, source("linxi", oddPages()))
	for _, tt := range []struct {
		name, target string
		kinds        string
		of           string   // which record is looked into
		with         []string // stands in it
		without      []string
	}{
		{"a page, its encodings undone and so renamed", host + "/", "request response metadata", typeResponse, []string{
			"WARC-IP-Address: 192.0.2.7\r\n", "WARC-Date: 2026-04-10T04:01:00.123456Z\r\n", "WARC-Payload-Digest: sha256:" + sumOf([]byte(gbk)),
			"\r\nX-Archive-Orig-Content-Encoding: gzip\r\n", "\r\nX-Archive-Orig-Transfer-Encoding: chunked\r\n", "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n",
			"Content-Length: 32\r\n\r\n" + gbk + "\r\n\r\n"}, []string{"\r\nContent-Encoding", "\r\nTransfer-Encoding"}},
		{"what was sent", host + "/", "request response metadata", typeRequest, []string{getHome + "\r\n\r\n\r\n"}, nil},
		{"the findings that quote it", host + "/", "request response metadata", typeMetadata, []string{
			`finding: {"rule":"national/x","outcome":"fail","code":"late","quote":"临溪"}`, "fetchTimeMs: 12"}, []string{"no AAAA", "via:"}},
		{"the same content again", host + "/again.html", "request revisit metadata", typeRevisit, []string{
			"WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest\r\n", "WARC-Refers-To-Target-URI: http://www.linxi.gov.cn/\r\n",
			"WARC-Refers-To-Date: 2026-04-10T04:01:00.123456Z\r\n", "WARC-Payload-Digest: sha256:" + sumOf([]byte(gbk))}, []string{"<html>"}},
		{"the first redirect, with its own exchange", host + "/chain", "request response metadata", typeResponse, []string{
			"HTTP/1.1 302 Found\r\nLocation: /mid\r\nX-Archive-Orig-Content-Length: 99\r\nContent-Length: 0\r\n\r\n", "WARC-Truncated: unspecified"}, nil},
		{"the second, of which only the status is known", host + "/mid", "response", typeResponse, []string{
			"HTTP/1.1 301 \r\nLocation: http://www.linxi.gov.cn/end.html\r\nX-Archive-Note: headers were not kept"}, nil},
		{"what they led to", host + "/end.html", "request response", typeResponse, []string{"<p>end</p>"}, nil},
		{"and where it began", host + "/chain", "request response metadata", typeMetadata, []string{"final: http://www.linxi.gov.cn/end.html\r\n"}, nil},
		{"an empty page", host + "/empty.html", "request response metadata", typeResponse, []string{"Content-Length: 0\r\n\r\n\r\n\r\n"}, []string{"WARC-Truncated"}},
		{"a page that is gone", host + "/gone.html", "request response metadata", typeResponse, []string{"HTTP/1.1 404 Not Found", "Content-Length: 12\r\n\r\nno such page"}, []string{renamed}},
		{"why it counts for nothing", host + "/gone.html", "request response metadata", typeMetadata, []string{"failure: gone\r\nfailure-words: 网页不存在\r\n"}, nil},
		{"a file that was only looked at", host + "/file.doc", "request response metadata", typeResponse, []string{"X-Archive-Orig-Content-Length: 40960\r\nContent-Length: 0\r\n"}, nil},
		{"a page over the bound", host + "/huge.html", "request response metadata", typeResponse, []string{"WARC-Truncated: length\r\n"}, nil},
		{"an address with its zone", host + "/ipv6.html", "request response metadata", typeResponse, []string{"WARC-IP-Address: 2001:db8::7\r\n"}, nil},
		{"headers made to be taken for ours", host + "/nasty?b=2&a=1,,,", "request response metadata", typeResponse, []string{
			"\r\n\r\nHTTP/1.1 200 \r\nX-Archive-Orig-WARC-Type: revisit\r\nX-Archive-Orig-warc-type: request\r\nX-Bytes: \xc1\xd9 \r\n\tfolded\r\nX-After: blank\r\nContent-Length: 51\r\n\r\nGET / "}, []string{"no colon", "empty name"}},
		{"an address made to end the line it stands in", host + "/nasty?b=2&a=1,,,", "request response metadata", typeMetadata, []string{"via: http://www.linxi.gov.cn/%0D%0AWARC-Type:%20metadata\r\n"}, nil},
		{"a page of a time when headers were not kept", host + "/old.html", "response metadata", typeResponse, []string{
			"HTTP/1.1 200 \r\nContent-Type: text/html; charset=gbk\r\nLast-Modified: Fri, 10 Apr 2026 03:00:00 GMT\r\nETag: \"abc\"\r\nX-Archive-Note: headers were not kept"}, nil},
		{"and its note of that", host + "/old.html", "response metadata", typeMetadata, []string{"http-headers: rebuilt"}, nil},
		{"a redirect out of the site", host + "/out", "response metadata", typeResponse, []string{"HTTP/1.1 302 \r\nLocation: http://elsewhere.example/\r\n"}, nil},
		{"which was not followed", "http://elsewhere.example/", "", "", nil, nil},
		{"a page as a browser showed it", host + "/rendered.html", "request response conversion metadata", typeConversion, []string{
			"WARC-Date: 2026-04-10T04:02:00.123456Z\r\n", "WARC-Refers-To: <urn:uuid:", "<div id=app>临溪</div>"}, nil},
		{"a page that had not changed", host + "/same.html", "resource request revisit metadata", typeRevisit, []string{
			"WARC-Profile: http://netpreserve.org/warc/1.1/revisit/server-not-modified\r\n", "WARC-Refers-To-Date: 2026-04-09T04:00:00.123456Z\r\n", "HTTP/1.1 304 Not Modified\r\nContent-Length: 0\r\n"}, []string{"<p>"}},
		{"as it was when it came", host + "/same.html", "resource request revisit metadata", typeResource, []string{"WARC-Date: 2026-04-09T04:00:00.123456Z\r\n", "<p>unchanged</p>"}, nil},
		{"no answer", host + "/slow.html", "metadata", typeMetadata, []string{"failure: timeout\r\nfailure-words: 超时\r\n"}, nil},
		{"an answer that broke off", host + "/unfinished.html", "request response metadata", typeResponse, []string{"WARC-Truncated: time\r\n"}, nil},
		{"what was seen of a host", "urn:govaudit:network:www.linxi.gov.cn", "resource metadata", typeResource, []string{`{"name":"www.linxi.gov.cn"}`}, nil},
		{"what was seen of a host that no finding rests on", "urn:govaudit:network:linxi.gov.cn", "resource", typeResource, []string{`{"name":"linxi.gov.cn"}`}, nil},
		{"and what rests on it", "urn:govaudit:network:www.linxi.gov.cn", "resource metadata", typeMetadata, []string{`"quote":"no AAAA"`}, nil},
		{"a picture", "urn:fullPage:http://www.linxi.gov.cn/", "resource", typeResource, []string{"Content-Type: image/png\r\n", "\x89PNG"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			kinds, last := about(t, dir, tt.target)
			if got := strings.Join(kinds, " "); got != tt.kinds {
				t.Errorf("records = %s, want %s", got, tt.kinds)
			}
			for _, want := range tt.with {
				if !strings.Contains(last[tt.of], want) {
					t.Errorf("%q is not in\n%q", want, last[tt.of])
				}
			}
			for _, not := range tt.without {
				if strings.Contains(last[tt.of], not) {
					t.Errorf("%q is in\n%q", not, last[tt.of])
				}
			}
		})
	}
}

func TestARevisitRefersToARecordThatIsThere(t *testing.T) {
	dir := exported(t, nil, 1, source("linxi", oddPages()))
	list := entries(t, dir)
	for _, e := range only(list, typeRevisit) {
		_, rest, _ := strings.Cut(text(t, dir, e), "WARC-Refers-To: <")
		id, _, _ := strings.Cut(rest, ">")
		i := slices.IndexFunc(list, func(o Entry) bool { return o.ID == id })
		if i < 0 || i >= int(e.N) {
			t.Errorf("%s refers to %s, which does not stand before it", e.Target, id)
		}
	}
}

func TestSurt(t *testing.T) {
	for address, want := range map[string]string{
		"http://www.linxi.gov.cn/":                   "cn,gov,linxi)/",
		"https://WWW2.Linxi.gov.cn/A/b.html?Z=1&a=2": "cn,gov,linxi)/a/b.html?a=2&z=1",
		"http://linxi.gov.cn:8080/a#top":             "cn,gov,linxi:8080)/a",
		"http://linxi.gov.cn:80":                     "cn,gov,linxi)/",
		"https://linxi.gov.cn:443/":                  "cn,gov,linxi)/",
		"http://user@linxi.gov.cn/?":                 "cn,gov,linxi)/",
		"http://[2001:db8::1]:81/x":                  "[2001:db8::1]:81)/x",
		"http://www.cn/":                             "cn)/",
		"http://wwwx.linxi.gov.cn/":                  "cn,gov,linxi,wwwx)/",
		"urn:fullPage:http://a/":                     "urn:fullPage:http://a/",
	} {
		if got := surt(address); got != want {
			t.Errorf("surt(%s) = %s, want %s", address, got, want)
		}
	}
}
